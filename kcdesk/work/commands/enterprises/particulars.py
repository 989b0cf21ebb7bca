"""What the application form asks of a firm beside its record: entered once, printed every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.enterprises import ACCOUNT_KINDS, OWNERSHIPS, RIGHTS
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import (
    EnterpriseRow,
    FirmAccountRow,
    IntellectualPropertyRow,
    InterimFigureRow,
    ParticularRow,
    RelatedFirmRow,
    ShareholderRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.whole_lists import write_list


@dataclass(frozen=True)
class AccountEntry:
    """A bank account of the firm."""

    kind: Annotated[str, Field("choice", "类别", options=ACCOUNT_KINDS)]
    account_bank: Annotated[str, Field("text", "开户行")]
    account_no: Annotated[str, Field("text", "账号")]


@dataclass(frozen=True)
class ShareholderEntry:
    """An owner."""

    name: Annotated[str, Field("text", "股东名称")]
    share: Annotated[Fraction | None, Field("percent", "出资比例")] = None


@dataclass(frozen=True)
class RightEntry:
    """Rights of one kind."""

    kind: Annotated[str, Field("choice", "知识产权", options=RIGHTS)]
    held_count: Annotated[int, Field("whole", "件数")]


@dataclass(frozen=True)
class RelatedEntry:
    """A firm under the same hands."""

    name: Annotated[str, Field("text", "关联企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")] = ""
    relation: Annotated[str, Field("text", "关联关系")] = ""


class RecordParticulars(Command, label="登记申请资料", stage="enterprises"):
    """What the firm says of itself on the application form; written as a whole."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    office_address: Annotated[str, Field("text", "办公地址", hint="与注册地址相同的不填")] = ""
    production_address: Annotated[str, Field("text", "生产经营地址", hint="相同的不填")] = ""
    legal_rep_phone: Annotated[str, Field("phone", "法定代表人手机")] = ""
    ownership: Annotated[str, Field("choice", "企业性质", options=OWNERSHIPS)] = ""
    technical_field: Annotated[str, Field("text", "技术领域")] = ""
    college_staff_count: Annotated[int | None, Field("whole", "大专以上人数")] = None
    research_staff_count: Annotated[int | None, Field("whole", "研发人数")] = None
    accounts: Annotated[tuple[AccountEntry, ...], Field("rows", "银行账户")] = ()
    shareholders: Annotated[tuple[ShareholderEntry, ...], Field("rows", "股东")] = ()
    rights: Annotated[tuple[RightEntry, ...], Field("rows", "知识产权")] = ()
    related_firms: Annotated[tuple[RelatedEntry, ...], Field("rows", "关联企业")] = ()


PLAIN = (
    "office_address", "production_address", "legal_rep_phone", "ownership", "technical_field",
    "college_staff_count", "research_staff_count",
)  # fmt: skip
"""Fields that stand in the firm's one row."""


@handles(RecordParticulars)
def record_particulars(work: Work, command: RecordParticulars) -> int:
    """Refuses two basic accounts, shares above the whole, a kind of right named twice."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    refuse_more_than_one_basic_account(command.accounts)
    refuse_shares_above_the_whole((s.share for s in command.shareholders), "shareholders")
    refuse_a_right_named_twice(command.rights)
    row = particulars_of(work, enterprise.id)
    given = {name: getattr(command, name) for name in PLAIN}
    if row is None:
        row = work.add(ParticularRow(enterprise_id=enterprise.id, **given))
    else:
        for name, value in given.items():
            setattr(row, name, value)
    for row_type, owner, entries in (
        (FirmAccountRow, FirmAccountRow.enterprise_id, command.accounts),
        (ShareholderRow, ShareholderRow.enterprise_id, command.shareholders),
        (RelatedFirmRow, RelatedFirmRow.enterprise_id, command.related_firms),
    ):
        write_list(work, row_type, owner, enterprise.id, [vars(entry) for entry in entries])
    write_rights(work, enterprise.id, {r.kind: r.held_count for r in command.rights})
    work.say(f"登记申请资料：{enterprise.name}")
    return row.id


def particulars_of(read: Read, enterprise_id: int) -> ParticularRow | None:
    """What the firm said of itself; None while nobody has entered it."""
    return read.one(select(ParticularRow).where(ParticularRow.enterprise_id == enterprise_id))


def write_rights(work: Work, enterprise_id: int, wanted: dict[str, int]) -> None:
    """Each kind has its row, so that none is ever held twice, not even between two writes."""
    kept = {
        row.kind: row
        for row in work.all(
            select(IntellectualPropertyRow).where(
                IntellectualPropertyRow.enterprise_id == enterprise_id
            )
        )
    }
    for kind, row in kept.items():
        if kind in wanted:
            row.held_count = wanted[kind]
        else:
            work.session.delete(row)
    for kind, count in wanted.items():
        if kind not in kept:
            work.add(
                IntellectualPropertyRow(enterprise_id=enterprise_id, kind=kind, held_count=count)
            )


def refuse_more_than_one_basic_account(accounts: Iterable[AccountEntry]) -> None:
    """A firm has one basic account."""
    basic, *_ = ACCOUNT_KINDS
    if sum(a.kind == basic.value for a in accounts) > 1:
        raise Refusal.of(
            f"填了不止一个{basic.label}。",
            cure=f"一家企业只有一个{basic.label}，其余的请改为{ACCOUNT_KINDS[1].label}。",
            field="accounts",
            code="account.basic",
        )


def refuse_shares_above_the_whole(shares: Iterable[Fraction | None], field: str) -> None:
    """Parts of one whole are together no more than the whole."""
    if sum((s for s in shares if s is not None), Fraction(0)) > 1:
        raise Refusal.of(
            "各项比例合计超过百分之百。",
            cure="请核对比例；不知道的空着。",
            field=field,
            code="share.above",
        )


def refuse_a_right_named_twice(rights: Iterable[RightEntry]) -> None:
    """A kind is counted on one line."""
    counted = Counter(r.kind for r in rights)
    twice = [o.label for o in RIGHTS if counted[o.value] > 1]
    if twice:
        raise Refusal.of(
            f"“{'、'.join(twice)}”填了不止一行。",
            cure="同一种知识产权请合计后填在一行。",
            field="rights",
            code="right.twice",
        )


class RecordInterimFigures(Command, label="登记最近一期财务数据", stage="enterprises"):
    """What a firm reported up to a day of the running year; the same day again replaces it."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    until_on: Annotated[date, Field("day", "报表截止日期")]
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")] = None
    liabilities: Annotated[Money | None, Field("money", "负债总额", unit="万元")] = None
    revenue: Annotated[Money | None, Field("money", "营业收入", unit="万元")] = None
    net_profit: Annotated[Money | None, Field("money", "净利润", unit="万元")] = None
    tax: Annotated[Money | None, Field("money", "纳税额", unit="万元")] = None
    research: Annotated[Money | None, Field("money", "研发费用", unit="万元")] = None
    source: Annotated[str, Field("text", "来源", hint="如财务报表、纳税申报表")] = ""


AMOUNTS = ("total_assets", "liabilities", "revenue", "net_profit", "tax", "research")
"""The figures of a statement, in the form's order; their columns end in _fen."""


@handles(RecordInterimFigures)
def record_interim_figures(work: Work, command: RecordInterimFigures) -> int:
    """Refuses a day that has not come and a statement without a single figure."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    if command.until_on > work.today:
        raise Refusal.of(
            f"报表截止日期（{command.until_on.isoformat()}）还没有到。",
            cure="请核对日期。",
            field="until_on",
            code="interim.early",
        )
    told: dict[str, Any] = {f"{name}_fen": getattr(command, name) for name in AMOUNTS}
    if all(value is None for value in told.values()):
        raise Refusal.of(
            "没有填写任何一项数据。",
            cure="至少填一项，不知道的空着。",
            field="total_assets",
            code="interim.none",
        )
    told["source"] = command.source
    row = work.one(
        select(InterimFigureRow).where(
            InterimFigureRow.enterprise_id == enterprise.id,
            InterimFigureRow.until_on == command.until_on,
        )
    )
    if row is None:
        row = work.add(
            InterimFigureRow(enterprise_id=enterprise.id, until_on=command.until_on, **told)
        )
    else:
        for name, value in told.items():
            setattr(row, name, value)
    work.say(f"登记最近一期财务数据：{enterprise.name} 至{command.until_on.isoformat()}")
    return row.id
