"""Loans: the ledger, and one loan with everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from sqlalchemy import Select, func, select, text

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.loans import (
    GRADES,
    Grade,
    LoanState,
    check_disbursement,
    check_extension,
    loan_state,
    overdue_days,
    suggest_grade,
)
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanGradeRow, LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.loans import extension_facts, loan_facts
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding_of
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query
from kcdesk.work.search import like

STATES = tuple(Option(s.value, s.label) for s in LoanState)


@dataclass(frozen=True)
class LoanLine:
    """One loan as it stands today."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "贷款银行")]
    contract_no: Annotated[str, Field("text", "合同号")]
    amount: Annotated[Money, Field("money", "贷款金额", unit="万元")]
    outstanding: Annotated[Money, Field("money", "未还本金", unit="万元")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    final_due_on: Annotated[date, Field("day", "到期日")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]


@query("贷款台账")
def loans(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或合同号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
    bank: Annotated[int, Field("record", "银行", of="partners")] = 0,
) -> tuple[LoanLine, ...]:
    """Loans, the newest first."""
    statement = _statement()
    if find.strip():
        pattern = like(find)
        statement = statement.where(
            EnterpriseRow.search_keys.like(pattern, escape="\\")
            | LoanRow.contract_no.like(pattern, escape="\\")
        )
    if enterprise:
        statement = statement.where(LoanRow.enterprise_id == enterprise)
    if bank:
        statement = statement.where(LoanRow.bank_id == bank)
    lines = _lines(read, statement)
    return tuple(line for line in lines if not state or line.state == state)


@dataclass(frozen=True)
class ExtensionLine:
    """One extension."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    agreed_on: Annotated[date, Field("day", "同意展期日")]
    due_on: Annotated[date, Field("day", "展期到期日")]
    document_no: Annotated[str, Field("text", "展期协议编号")]
    reason: Annotated[str, Field("text", "展期原因")]


@dataclass(frozen=True)
class RepaymentLine:
    """One repayment."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    repaid_on: Annotated[date, Field("day", "还款日")]
    principal: Annotated[Money, Field("money", "归还本金")]
    interest: Annotated[Money, Field("money", "归还利息")]
    note: Annotated[str, Field("text", "说明")]


@dataclass(frozen=True)
class GradeLine:
    """One class."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    graded_on: Annotated[date, Field("day", "认定日")]
    note: Annotated[str, Field("text", "说明")]


@dataclass(frozen=True)
class LoanCard:
    """One loan, whole."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "借款企业")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    bank: Annotated[str, Field("text", "贷款银行")]
    guarantor: Annotated[str, Field("text", "担保机构")]
    contract_no: Annotated[str, Field("text", "合同号")]
    iou_no: Annotated[str, Field("text", "借据号")]
    amount: Annotated[Money, Field("money", "贷款金额")]
    outstanding: Annotated[Money, Field("money", "未还本金")]
    repaid: Annotated[Money, Field("money", "已还本金")]
    interest_arrears: Annotated[Money, Field("money", "约定期内欠息")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date, Field("day", "原到期日")]
    extended_due_on: Annotated[date | None, Field("day", "展期到期日")]
    final_due_on: Annotated[date, Field("day", "最后到期日")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)]
    graded_on: Annotated[date | None, Field("day", "分类认定日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    rate: Annotated[Fraction | None, Field("percent", "年利率")]
    purpose: Annotated[str, Field("text", "贷款用途")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]
    guarantor_id: Annotated[int | None, Field("record", "担保机构", of="partners")]
    extensions: Annotated[tuple[ExtensionLine, ...], Field("rows", "展期")]
    repayments: Annotated[tuple[RepaymentLine, ...], Field("rows", "还款")]
    grades: Annotated[tuple[GradeLine, ...], Field("rows", "五级分类")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "放款检查")]


@query("贷款卡片")
def loan_card(read: Read, loan: Annotated[int, Field("record", "贷款", of="loans")]) -> LoanCard:
    """One loan with its extensions, repayments, classes and the checks of its first day."""
    row = read.get(LoanRow, loan, "贷款")
    line = _lines(read, _statement().where(LoanRow.id == loan))[0]
    enterprise = read.get(EnterpriseRow, row.enterprise_id, "企业")
    guarantor = (
        None if row.guarantor_id is None else read.get(PartnerRow, row.guarantor_id, "担保机构")
    )
    extensions = read.all(
        select(LoanExtensionRow)
        .where(LoanExtensionRow.loan_id == loan)
        .order_by(LoanExtensionRow.id)
    )
    repayments = read.all(
        select(RepaymentRow)
        .where(RepaymentRow.loan_id == loan)
        .order_by(RepaymentRow.repaid_on, RepaymentRow.id)
    )
    grades = read.all(
        select(LoanGradeRow)
        .where(LoanGradeRow.loan_id == loan)
        .order_by(LoanGradeRow.graded_on, LoanGradeRow.id)
    )
    return LoanCard(
        id=row.id,
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        bank=line.bank,
        guarantor="" if guarantor is None else guarantor.name,
        contract_no=row.contract_no,
        iou_no=row.iou_no,
        amount=row.amount_fen,
        outstanding=line.outstanding,
        repaid=row.amount_fen - line.outstanding,
        interest_arrears=row.interest_arrears_fen,
        disbursed_on=row.disbursed_on,
        due_on=row.due_on,
        extended_due_on=line.final_due_on if extensions else None,
        final_due_on=line.final_due_on,
        state=line.state,
        overdue_days=line.overdue_days,
        grade=line.grade,
        graded_on=grades[-1].graded_on if grades else None,
        security=row.security,
        rate=row.rate,
        purpose=row.purpose,
        enterprise_id=row.enterprise_id,
        bank_id=row.bank_id,
        guarantor_id=row.guarantor_id,
        extensions=tuple(
            ExtensionLine(x.id, x.agreed_on, x.due_on, x.document_no, x.reason) for x in extensions
        ),
        repayments=tuple(
            RepaymentLine(r.id, r.repaid_on, r.principal_fen, r.interest_fen, r.note)
            for r in repayments
        ),
        grades=tuple(GradeLine(g.id, g.grade, g.graded_on, g.note) for g in grades),
        trace=trace_lines(
            read.scheme(read.get(SchemeRevisionRow, row.scheme_revision_id, "方案")), row.trace
        ),
    )


CAP = "cap_per_enterprise"
"""The parameter a programme keeps its cap for one firm under, if it has one."""


@dataclass(frozen=True)
class Room:
    """What a firm may still be lent on a day; `cap` and `left` are None while that is open."""

    outstanding: Annotated[Money, Field("money", "全部银行未还本金")]
    cap: Annotated[Money | None, Field("money", "单户上限")]
    left: Annotated[Money | None, Field("money", "还可贷")]
    open_text: Annotated[str, Field("long_text", "不能判断的原因")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]


@query("企业可贷余额")
def enterprise_room(
    read: Read,
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")],
    on: Annotated[date, Field("day", "日期")],
) -> Room:
    """The cap of a day less what the firm owes over all banks."""
    return _room(read, enterprise, on)


@dataclass(frozen=True)
class LoanCheck:
    """What the programme would say if this were saved now; nothing is saved."""

    room: Annotated[tuple[Room, ...], Field("rows", "可贷余额")]
    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("放款预检")
def loan_check(
    read: Read,
    enterprise: Annotated[int, Field("record", "借款企业", of="enterprises")],
    bank: Annotated[int, Field("record", "贷款银行", of="partners")],
    amount: Annotated[Money, Field("money", "贷款金额")],
    disbursed_on: Annotated[date, Field("day", "放款日")],
    due_on: Annotated[date, Field("day", "到期日")],
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)],
    guarantor: Annotated[int, Field("record", "担保机构", of="partners")] = 0,
) -> LoanCheck:
    """The findings of a loan before it is saved."""
    facts = loan_facts(
        read, enterprise, read.get(PartnerRow, bank, "贷款银行"), amount=amount,
        disbursed_on=disbursed_on, due_on=due_on, security=security, guarantor=guarantor or None,
    )  # fmt: skip
    try:
        findings = check_disbursement(read.scheme(), facts)
    except Refusal as refusal:
        findings = Findings((), refusal.problems)
    return _check(read, findings, (_room(read, enterprise, disbursed_on),))


@query("展期预检")
def extension_check(
    read: Read,
    loan: Annotated[int, Field("record", "贷款", of="loans")],
    agreed_on: Annotated[date, Field("day", "同意展期日")],
    due_on: Annotated[date, Field("day", "展期到期日")],
    document_no: Annotated[str, Field("text", "展期协议编号")] = "",
    is_guarantor_agreed: Annotated[bool, Field("flag", "保证人同意展期")] = True,
) -> LoanCheck:
    """The findings of an extension before it is saved."""
    facts = extension_facts(
        read, read.get(LoanRow, loan, "贷款", "loan"), agreed_on=agreed_on, due_on=due_on,
        document_no=document_no, is_guarantor_agreed=is_guarantor_agreed,
    )  # fmt: skip
    try:
        findings = check_extension(read.scheme(), facts)
    except Refusal as refusal:
        findings = Findings((), refusal.problems)
    return _check(read, findings, ())


@dataclass(frozen=True)
class GradeAdvice:
    """What the reference table gives for the days overdue; the bank decides."""

    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "参考分类", options=GRADES)]


@query("参考五级分类")
def grade_advice(
    read: Read,
    loan: Annotated[int, Field("record", "贷款", of="loans")],
    on: Annotated[date, Field("day", "日期")],
) -> GradeAdvice:
    """The class suggested for a day."""
    line = _lines(read, _statement().where(LoanRow.id == loan))[0]
    days = overdue_days(line.final_due_on, on, line.outstanding)
    scheme = read.scheme()
    known = "overdue_grade" in scheme.parameters
    return GradeAdvice(days, suggest_grade(days, scheme, on).value if known else line.grade)


def _room(read: Read, enterprise: int, on: date) -> Room:
    owed = outstanding_of(read, enterprise, on)
    scheme = read.scheme()
    parameter = scheme.parameters.get(CAP)
    if parameter is None:
        return Room(owed, None, None, "方案没有规定单户上限。", ())
    try:
        cap: Money = scheme.value(CAP, on)
    except Refusal as refusal:
        return Room(owed, None, None, str(refusal.problems[0]), refusal.clauses)
    return Room(owed, cap, max(cap - owed, ZERO), "", parameter.clauses)


def _check(read: Read, findings: Findings, room: tuple[Room, ...]) -> LoanCheck:
    return LoanCheck(
        room,
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(read.scheme(), trace_to_json(findings.trace)),
    )


def _statement() -> Select[Any]:
    # Columns, not rows: a ledger of 20,000 loans would otherwise read as many traces.
    back = (
        select(func.sum(RepaymentRow.principal_fen))
        .where(RepaymentRow.loan_id == LoanRow.id)
        .scalar_subquery()
    )
    extended = (
        select(func.max(LoanExtensionRow.due_on))
        .where(LoanExtensionRow.loan_id == LoanRow.id)
        .scalar_subquery()
    )
    grade = (
        select(LoanGradeRow.grade)
        .where(LoanGradeRow.loan_id == LoanRow.id)
        .order_by(LoanGradeRow.graded_on.desc(), LoanGradeRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement: Any = (
        select(
            LoanRow.id,
            EnterpriseRow.name,
            PartnerRow.name,
            LoanRow.contract_no,
            LoanRow.amount_fen,
            LoanRow.disbursed_on,
            LoanRow.due_on,
            LoanRow.security,
            LoanRow.enterprise_id,
            LoanRow.bank_id,
            back,
            extended,
            grade,
        )
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .order_by(LoanRow.disbursed_on.desc(), LoanRow.id.desc())
    )
    return statement  # type: ignore[no-any-return]


def _lines(read: Read, statement: Select[Any]) -> tuple[LoanLine, ...]:
    return tuple(_line(read.today, *row) for row in read.session.execute(statement))


def _line(
    today: date,
    ident: int,
    enterprise: str,
    bank: str,
    contract_no: str,
    amount: Money,
    disbursed_on: date,
    first_due_on: date,
    security: str,
    enterprise_id: int,
    bank_id: int,
    back: Money | None,
    extended: date | None,
    graded: str | None,
) -> LoanLine:
    left = amount - (back or ZERO)
    due_on = first_due_on if extended is None else max(first_due_on, extended)
    grade = graded or Grade.NORMAL.value
    state = loan_state(left, due_on, today, grade, is_extended=extended is not None)
    days = overdue_days(due_on, today, left)
    return LoanLine(
        ident, enterprise, bank, contract_no, amount, left, disbursed_on, due_on, state.value, days,
        grade, security, enterprise_id, bank_id,
    )  # fmt: skip


_LIVE = """
SELECT l.id, l.amount_fen, l.contract_no, e.name, l.enterprise_id,
  l.amount_fen - coalesce((SELECT sum(r.principal_fen) FROM repayment r WHERE r.loan_id = l.id), 0)
    AS left_fen,
  max(l.due_on, coalesce(
    (SELECT max(x.due_on) FROM loan_extension x WHERE x.loan_id = l.id), l.due_on)) AS due
FROM loan l JOIN enterprise e ON e.id = l.enterprise_id
"""
_TOTALS = """
SELECT count(*), coalesce(sum(amount_fen), 0), count(DISTINCT enterprise_id),
  coalesce(sum(left_fen > 0), 0), coalesce(sum(left_fen), 0),
  coalesce(sum(left_fen > 0 AND due < :today), 0) FROM (
"""


@dataclass(frozen=True)
class LoanTotals:
    """The loans of the office in figures."""

    loans_count: Annotated[int, Field("whole", "累计笔数")]
    lent: Annotated[Money, Field("money", "累计发放", unit="万元")]
    borrowers_count: Annotated[int, Field("whole", "贷款企业（家）")]
    live_count: Annotated[int, Field("whole", "未结清（笔）")]
    outstanding: Annotated[Money, Field("money", "余额", unit="万元")]
    overdue_count: Annotated[int, Field("whole", "逾期（笔）")]


@query("贷款合计")
def loan_totals(read: Read) -> LoanTotals:
    """Summed in the file, however many loans there are."""
    row = read.session.execute(text(_TOTALS + _LIVE + ")"), {"today": read.today.isoformat()}).one()
    return LoanTotals(row[0], Money(row[1]), row[2], row[3], Money(row[4]), row[5])


@dataclass(frozen=True)
class DueLoanLine:
    """A loan that is overdue or soon due."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    contract_no: Annotated[str, Field("text", "合同号")]
    final_due_on: Annotated[date, Field("day", "到期日")]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]


_DUE = "SELECT id, name, contract_no, due, left_fen FROM ("
_UNTIL = ") WHERE left_fen > 0 AND due <= :until ORDER BY due, id LIMIT :most"


@query("到期和逾期贷款")
def due_loans(
    read: Read,
    until_on: Annotated[date, Field("day", "到期日不晚于")],
    most: Annotated[int, Field("whole", "最多行数")] = 100,
) -> tuple[DueLoanLine, ...]:
    """Loans with principal left whose last maturity is not after a day, the oldest first."""
    rows = read.session.execute(
        text(_DUE + _LIVE + _UNTIL), {"until": until_on.isoformat(), "most": most}
    )
    lines = []
    for ident, name, contract_no, due, left in rows:
        due_on = date.fromisoformat(due)
        days = overdue_days(due_on, read.today, Money(left))
        lines.append(DueLoanLine(ident, name, contract_no, due_on, days))
    return tuple(lines)
