"""What the programme would say of a loan, of an extension or of a class before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.loans import (
    GRADES,
    check_disbursement,
    check_extension,
    overdue_days,
    suggest_grade,
)
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.loans import extension_facts, loan_facts
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding_of
from kcdesk.work.guarding import Move, moves_of_grade, moves_of_repayment
from kcdesk.work.queries.loans.lists import ledger, ledger_lines
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query

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
    findings = _found(lambda: check_disbursement(read.scheme(), facts))
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
    return _check(read, _found(lambda: check_extension(read.scheme(), facts)), ())


@dataclass(frozen=True)
class GradeAdvice:
    """What the reference table gives for the days overdue; the bank decides."""

    overdue_days: Annotated[int, Field("whole", "逾期天数")]
    grade: Annotated[str, Field("choice", "参考分类", options=GRADES)]


@dataclass(frozen=True)
class EffectLine:
    """A rate with a limit that saving this would move."""

    words: Annotated[str, Field("long_text", "影响")]
    level: Annotated[str, Field("code", "状态")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]


@query("五级分类的影响")
def grade_effects(
    read: Read,
    loan: Annotated[int, Field("record", "贷款", of="loans")],
    grade: Annotated[str, Field("choice", "五级分类", options=GRADES)],
) -> tuple[EffectLine, ...]:
    """How the bank's rates would stand today if the loan were of this class."""
    return _effects(moves_of_grade(read, loan, grade))


@query("还款的影响")
def repayment_effects(
    read: Read,
    loan: Annotated[int, Field("record", "贷款", of="loans")],
    principal: Annotated[Money, Field("money", "归还本金")],
) -> tuple[EffectLine, ...]:
    """How the bank's rates would stand today after this repayment."""
    return _effects(moves_of_repayment(read, loan, principal))


def _effects(moves: tuple[Move, ...]) -> tuple[EffectLine, ...]:
    return tuple(
        EffectLine(move.words, move.after.level.value, move.breaker.clauses) for move in moves
    )


@query("参考五级分类")
def grade_advice(
    read: Read,
    loan: Annotated[int, Field("record", "贷款", of="loans")],
    on: Annotated[date, Field("day", "日期")],
) -> GradeAdvice:
    """The class suggested for a day."""
    line = ledger_lines(read, ledger().where(LoanRow.id == loan))[0]
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


def _found(check: Callable[[], Findings]) -> Findings:
    # An impossible loan (due before it is lent) is refused before any policy is asked.
    try:
        return check()
    except Refusal as refusal:
        return Findings((), refusal.problems)


def _check(read: Read, findings: Findings, room: tuple[Room, ...]) -> LoanCheck:
    return LoanCheck(
        room,
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(read.scheme(), trace_to_json(findings.trace)),
    )
