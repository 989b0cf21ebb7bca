"""Applications: the list, and one with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import aliased

from kcdesk.domain.applications import (
    LOAN_KINDS,
    SECURITIES,
    ApplicationState,
    check_application,
)
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money, total
from kcdesk.store.tables.applications import (
    ApplicationMaterialRow,
    ApplicationProductRow,
    ApplicationRow,
)
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import ApplicationRenewalRow, LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.applications import application_facts, asked_of, kind_of
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query
from kcdesk.work.search import like

STATES = tuple(Option(s.value, s.label) for s in ApplicationState)


@dataclass(frozen=True)
class ApplicationLine:
    """One application."""

    id: Annotated[int, Field("record", "编号", of="applications")]
    number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "意向银行")]
    applied_on: Annotated[date, Field("day", "申请日期")]
    amount: Annotated[Money, Field("money", "申请金额", unit="万元")]
    term_months: Annotated[int, Field("whole", "期限（月）")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    purpose: Annotated[str, Field("text", "用途")]
    guarantor: Annotated[str, Field("text", "担保机构")]
    is_first_loan: Annotated[bool, Field("flag", "首贷")]
    is_renewal: Annotated[bool, Field("flag", "续贷")]
    other_loans: Annotated[str, Field("text", "他行贷款")]
    opinion: Annotated[str, Field("long_text", "意见")]
    decided_on: Annotated[date | None, Field("day", "办理日期")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]
    guarantor_id: Annotated[int | None, Field("record", "担保机构", of="partners")]
    kind: Annotated[str, Field("choice", "贷款类型", options=LOAN_KINDS)]
    channel: Annotated[str, Field("text", "申请渠道")]


@query("贷款申请")
def applications(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或申请编号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
) -> tuple[ApplicationLine, ...]:
    """Applications, the newest first."""
    return _lines(read, find, state, enterprise, 0)


@dataclass(frozen=True)
class ApplicationMaterialLine:
    """One paper of the application's checklist."""

    order_no: Annotated[int, Field("whole", "序号")]
    material: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "材料")]
    is_required: Annotated[bool, Field("flag", "必需")]
    is_present: Annotated[bool, Field("flag", "已收")]
    note: Annotated[str, Field("text", "说明")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.order_no


@dataclass(frozen=True)
class ApplicationCard(ApplicationLine):
    """One application with the office's recommendation and the loan it led to."""

    document_no: Annotated[str, Field("text", "推荐函文号")]
    recommended_on: Annotated[date | None, Field("day", "推荐日期")]
    suggested_amount: Annotated[Money | None, Field("money", "建议贷款金额", unit="万元")]
    valid_until_on: Annotated[date | None, Field("day", "推荐有效期至")]
    loan: Annotated[str, Field("text", "放款合同号")]
    loan_id: Annotated[int | None, Field("record", "贷款", of="loans")]
    submitted_on: Annotated[date | None, Field("day", "最近提交日期")]
    products: Annotated[str, Field("text", "贷款产品")]
    product_codes: Annotated[tuple[str, ...], Field("codes", "贷款产品", source="products")]
    is_discounting: Annotated[bool, Field("flag", "票据贴现")]
    rate: Annotated[Fraction | None, Field("percent", "意向年利率")]
    policy_loans: Annotated[str, Field("text", "其他政策性贷款")]
    special_reason: Annotated[str, Field("text", "特殊情况说明")]
    first_loan_on: Annotated[date | None, Field("day", "首贷查询日期")]
    renews: Annotated[str, Field("text", "归还的原贷款")]
    renews_id: Annotated[int | None, Field("record", "归还的原贷款", of="loans")]
    missing: Annotated[str, Field("text", "尚缺材料")]
    materials: Annotated[tuple[ApplicationMaterialLine, ...], Field("rows", "申请材料")]


@query("贷款申请卡片")
def application_card(
    read: Read, application: Annotated[int, Field("record", "贷款申请", of="applications")]
) -> ApplicationCard:
    """One application."""
    row = read.get(ApplicationRow, application, "贷款申请")
    (line,) = _lines(read, "", "", 0, application)
    loan = read.one(select(LoanRow).where(LoanRow.application_id == row.id))
    old = read.one(
        select(LoanRow)
        .join(ApplicationRenewalRow, ApplicationRenewalRow.old_loan_id == LoanRow.id)
        .where(ApplicationRenewalRow.application_id == row.id)
    )
    codes = application_products(read, row.id)
    listed = read.scheme().products
    materials = material_lines(read, row.id)
    missing = [m.label for m in materials if m.is_required and not m.is_present]
    return ApplicationCard(
        **vars(line),
        document_no=row.document_no,
        recommended_on=row.recommended_on,
        suggested_amount=row.suggested_amount_fen,
        valid_until_on=row.valid_until_on,
        loan="" if loan is None else loan.contract_no,
        loan_id=None if loan is None else loan.id,
        submitted_on=row.submitted_on or row.applied_on,
        products="、".join(listed[c].label if c in listed else c for c in codes),
        product_codes=codes,
        is_discounting=row.is_discounting,
        rate=row.rate,
        policy_loans=row.policy_loans or "",
        special_reason=row.special_reason or "",
        first_loan_on=row.first_loan_on,
        renews="" if old is None else old.contract_no,
        renews_id=None if old is None else old.id,
        missing=f"缺{len(missing)}项：{'、'.join(missing)}" if missing else "",
        materials=materials,
    )


def application_products(read: Read, application_id: int) -> tuple[str, ...]:
    """The products applied for, by their codes, in the programme's order."""
    codes = read.session.scalars(
        select(ApplicationProductRow.product).where(
            ApplicationProductRow.application_id == application_id
        )
    ).all()
    order = list(read.scheme().products)
    return tuple(sorted(codes, key=lambda c: order.index(c) if c in order else len(order)))


def material_lines(read: Read, application_id: int) -> tuple[ApplicationMaterialLine, ...]:
    """The checklist in the programme's order."""
    kept = {
        m.material: m
        for m in read.all(
            select(ApplicationMaterialRow).where(
                ApplicationMaterialRow.application_id == application_id
            )
        )
    }
    return tuple(
        ApplicationMaterialLine(
            number, item.code, item.label, item.is_required,
            item.code in kept and kept[item.code].is_present,
            kept[item.code].note if item.code in kept else "",
        )
        for number, item in enumerate(read.scheme().application_materials.values(), 1)
    )  # fmt: skip


@dataclass(frozen=True)
class ChannelLine:
    """How many applications came in by one channel, and for how much."""

    order_no: Annotated[int, Field("whole", "序号")]
    channel: Annotated[str, Field("text", "申请渠道")]
    count: Annotated[int, Field("whole", "件数")]
    amount: Annotated[Money, Field("money", "申请金额", unit="万元")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.order_no


@query("申请渠道统计")
def channel_counts(
    read: Read,
    from_on: Annotated[date | None, Field("day", "起始日期")] = None,
    until_on: Annotated[date | None, Field("day", "截止日期")] = None,
) -> tuple[ChannelLine, ...]:
    """Applications of a period by the channel they came in by, in the programme's order."""
    statement = select(ApplicationRow.channel, ApplicationRow.amount_fen)
    if from_on is not None:
        statement = statement.where(ApplicationRow.applied_on >= from_on)
    if until_on is not None:
        statement = statement.where(ApplicationRow.applied_on <= until_on)
    found: dict[str, list[Money]] = {code: [] for code in read.scheme().channels}
    for channel, amount in read.session.execute(statement):
        found.setdefault(channel or "", []).append(amount)
    return tuple(
        ChannelLine(number, _channel(read, code) or "未登记", len(amounts), total(amounts))
        for number, (code, amounts) in enumerate(found.items(), 1)
    )


def _channel(read: Read, code: str | None) -> str:
    channel = read.scheme().channels.get(code or "")
    return (code or "") if channel is None else channel.label


@dataclass(frozen=True)
class ApplicationCheck:
    """What the programme would say if this were saved now; nothing is saved."""

    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("贷款申请预检")
def check_application_entry(
    read: Read,
    enterprise: Annotated[int, Field("record", "申请企业", of="enterprises")],
    applied_on: Annotated[date, Field("day", "申请日期")],
    amount: Annotated[Money, Field("money", "申请金额")],
    term_months: Annotated[int, Field("whole", "期限（月）")],
    bank: Annotated[int, Field("record", "意向银行", of="partners")],
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)],
    purpose: Annotated[str, Field("text", "贷款用途")] = "",
    guarantor: Annotated[int | None, Field("record", "担保机构", of="partners")] = None,
    is_first_loan: Annotated[bool, Field("flag", "是否首贷")] = False,
    is_renewal: Annotated[bool, Field("flag", "是否续贷")] = False,
    channel: Annotated[str, Field("code", "申请渠道", source="channels")] = "",
    kind: Annotated[str, Field("choice", "贷款类型", options=LOAN_KINDS)] = "new",
    renews: Annotated[int | None, Field("record", "归还的原贷款", of="loans")] = None,
    products: Annotated[tuple[str, ...], Field("codes", "贷款产品", source="products")] = (),
    is_discounting: Annotated[bool, Field("flag", "票据贴现")] = False,
    rate: Annotated[Fraction | None, Field("percent", "意向年利率")] = None,
    special_reason: Annotated[str, Field("text", "特殊情况说明")] = "",
    materials: Annotated[
        tuple[str, ...], Field("codes", "已收到的材料", source="application_materials")
    ] = (),
) -> ApplicationCheck:
    """The findings of an application before it is saved."""
    scheme = read.scheme()
    asked = asked_of(
        scheme, kind=kind_of(kind, is_renewal=is_renewal), products=products,
        is_discounting=is_discounting, rate=rate, special_reason=special_reason,
    )  # fmt: skip
    facts = application_facts(
        read, enterprise, read.get(PartnerRow, bank, "意向银行"), applied_on=applied_on,
        amount=amount, term_months=term_months, purpose=purpose, security=security,
        guarantor=guarantor, is_first_loan=is_first_loan, asked=asked, channel=channel,
        materials=materials, renews=renews,
    )  # fmt: skip
    try:
        findings = check_application(scheme, facts)
    except Refusal as refusal:
        findings = Findings((), refusal.problems)
    return ApplicationCheck(
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(read.scheme(), trace_to_json(findings.trace)),
    )


def _lines(
    read: Read, find: str, state: str, enterprise: int, one: int
) -> tuple[ApplicationLine, ...]:
    guarantor = aliased(PartnerRow)
    statement = (
        select(ApplicationRow, EnterpriseRow, PartnerRow, guarantor)
        .join(EnterpriseRow, EnterpriseRow.id == ApplicationRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == ApplicationRow.bank_id)
        .outerjoin(guarantor, guarantor.id == ApplicationRow.guarantor_id)
        .order_by(ApplicationRow.applied_on.desc(), ApplicationRow.id.desc())
    )
    if find.strip():
        pattern = like(find)
        statement = statement.where(
            EnterpriseRow.search_keys.like(pattern, escape="\\")
            | ApplicationRow.number.like(pattern, escape="\\")
        )
    if state:
        statement = statement.where(ApplicationRow.state == state)
    if enterprise:
        statement = statement.where(ApplicationRow.enterprise_id == enterprise)
    if one:
        statement = statement.where(ApplicationRow.id == one)
    return tuple(
        ApplicationLine(
            a.id, a.number, e.name, b.name, a.applied_on, a.amount_fen, a.term_months, a.security,
            a.state, a.purpose, g.name if g else "", a.is_first_loan, a.is_renewal, a.other_loans,
            a.opinion, a.decided_on, e.id, b.id, a.guarantor_id, a.kind or "",
            _channel(read, a.channel) if a.channel else "",
        )
        for a, e, b, g in read.session.execute(statement)
    )  # fmt: skip
