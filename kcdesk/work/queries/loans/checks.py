"""What the programme would say of a loan, of an extension or of a class before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

from kcdesk.domain.applications import LOAN_KINDS, SECURITIES, Security
from kcdesk.domain.loans import (
    GRADES,
    LoanFacts,
    caps,
    check_disbursement,
    check_extension,
    overdue_days,
    rooms,
    suggest_grade,
)
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.applications import asked_of
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.commands.loans import extension_facts, loan_facts
from kcdesk.work.context import Read
from kcdesk.work.exposure import exposure_of, settling
from kcdesk.work.guarding import Move, moves_of_grade, moves_of_repayment
from kcdesk.work.queries.loans.lists import ledger, ledger_lines
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query

CAP = "cap_per_enterprise"
"""The parameter a programme keeps its cap for one firm under, if it has one."""


@dataclass(frozen=True)
class ScopeRoom:
    """What one limit of the programme leaves; `left` is None while that is open."""

    label: Annotated[str, Field("text", "限额")]
    left: Annotated[Money | None, Field("money", "还可贷")]
    open_text: Annotated[str, Field("long_text", "不能判断的原因")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]


@dataclass(frozen=True)
class Room:
    """What a firm may still be lent on a day; `cap` and `left` are None while that is open.

    A programme with one cap over all banks has `cap`; any other has its limits in `scopes`.
    """

    outstanding: Annotated[Money, Field("money", "全部银行未还本金")]
    cap: Annotated[Money | None, Field("money", "单户上限")]
    left: Annotated[Money | None, Field("money", "还可贷")]
    open_text: Annotated[str, Field("long_text", "不能判断的原因")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    bank_outstanding: Annotated[Money | None, Field("money", "该行未还本金")] = None
    bank_line: Annotated[Money | None, Field("money", "该行授信额度")] = None
    persons_outstanding: Annotated[Money | None, Field("money", "关联人在该行的经营贷款余额")] = (
        None
    )
    scopes: Annotated[tuple[ScopeRoom, ...], Field("rows", "各项限额")] = ()


@query("企业可贷余额")
def enterprise_room(
    read: Read,
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")],
    on: Annotated[date, Field("day", "日期")],
    bank: Annotated[int, Field("record", "贷款银行", of="partners")] = 0,
) -> Room:
    """What each limit of a day leaves the firm; limits at one bank only with the bank."""
    owed = exposure_of(read, enterprise, bank or None, on)
    facts = LoanFacts(
        amount=Money(1),
        disbursed_on=on,
        due_on=on + timedelta(days=1),
        is_listed=True,
        is_partner=True,
        exposure=owed,
        security=Security.CREDIT.value,
        enterprise=enterprise_facts(read, enterprise, on),
    )
    return _room(read, facts)


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
    application: Annotated[int, Field("record", "对应申请", of="applications")] = 0,
    kind: Annotated[str, Field("choice", "贷款类型", options=LOAN_KINDS)] = "new",
    renews: Annotated[int, Field("record", "归还的原贷款", of="loans")] = 0,
    products: Annotated[tuple[str, ...], Field("codes", "贷款产品", source="products")] = (),
    is_discounting: Annotated[bool, Field("flag", "票据贴现")] = False,
    rate: Annotated[Fraction | None, Field("percent", "年利率")] = None,
    special_reason: Annotated[str, Field("text", "特殊情况说明")] = "",
) -> LoanCheck:
    """The findings of a loan before it is saved."""
    scheme = read.scheme()
    facts = loan_facts(
        read, enterprise, read.get(PartnerRow, bank, "贷款银行"), amount=amount,
        disbursed_on=disbursed_on, due_on=due_on, security=security, guarantor=guarantor or None,
        application=application or None,
        repays=settling(read, renews or None, enterprise, amount),
        asked=asked_of(
            scheme, kind=kind, products=products, is_discounting=is_discounting, rate=rate,
            special_reason=special_reason,
        ),
    )  # fmt: skip
    findings = _found(lambda: check_disbursement(scheme, facts))
    return _check(read, findings, (_room(read, facts),))


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


def _room(read: Read, facts: LoanFacts) -> Room:
    owed, scheme = facts.exposure, read.scheme()
    parameter = scheme.parameters.get(CAP)
    if parameter is None or parameter.key:  # by class of firm, say: what it is hangs on the firm
        return _scoped(scheme, facts)
    try:
        cap: Money = scheme.value(CAP, facts.disbursed_on)
    except Refusal as refusal:
        return Room(owed.outstanding, None, None, str(refusal.problems[0]), refusal.clauses)
    left = max(cap - owed.outstanding, ZERO)
    return Room(owed.outstanding, cap, left, "", parameter.clauses)


def _scoped(scheme: Scheme, facts: LoanFacts) -> Room:
    owed = facts.exposure
    scopes = tuple(
        ScopeRoom(room.label, room.left, room.open_text, room.clauses)
        for room in (rooms(scheme, facts) if facts.due_on > facts.disbursed_on else ())
    )
    return Room(
        owed.outstanding,
        None,
        None,
        "" if scopes else _why_open(scheme),
        tuple(dict.fromkeys(c for scope in scopes for c in scope.clauses)),
        owed.bank_outstanding,
        owed.bank_line,
        owed.later_outstanding,
        scopes,
    )


def _why_open(scheme: Scheme) -> str:
    """Why no limit has a room to tell: there is none, or none applies to what is known so far."""
    limits = "、".join(dict.fromkeys(c.label for c in caps(scheme)))
    return f"按现有资料还不能判断“{limits}”。" if limits else "方案没有规定单户上限。"


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
