"""A claim comes in, comes back after mending, or is taken back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import ClaimState, check_claim, move
from kcdesk.domain.schemes.picking import pick, pick_all
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.claims.facts import claim_facts
from kcdesk.work.context import Work
from kcdesk.work.exposure import outstanding


class FileClaim(Command, label="登记代偿申请", stage="claims"):
    """What the bank asks of the fund for one loan."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    filed_on: Annotated[date, Field("day", "申请日期")]
    base_on: Annotated[date | None, Field("day", "认定基准日", hint="不填按申请日期")] = None
    reason: Annotated[str, Field("code", "不良原因", source="claim_reasons")]
    reason_text: Annotated[str, Field("long_text", "原因说明")] = ""
    recovery_measures: Annotated[str, Field("long_text", "追偿措施")] = ""
    materials: Annotated[tuple[str, ...], Field("codes", "已交材料", source="claim_materials")] = ()
    handler: Annotated[str, Field("text", "银行经办人")] = ""
    handler_phone: Annotated[str, Field("phone", "经办人电话")] = ""


@handles(FileClaim)
def file_claim(work: Work, command: FileClaim) -> int:
    """Checks overdue principal and that the loan has no claim under way; numbers the claim."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    _refuse_second(work, loan)
    base_on = command.base_on or command.filed_on
    left = outstanding(work, loan)
    scheme = work.scheme()
    present = pick_all(scheme.materials, command.materials, what="材料", field="materials")
    reason = pick(scheme.reasons, command.reason, what="不良原因", field="reason")
    facts = claim_facts(
        work, loan, base_on=base_on, principal=left, filed_on=command.filed_on,
        reason=reason, conditions=(), materials=present,
    )  # fmt: skip
    check_claim(scheme, facts).refuse()
    number = work.next_number("claim", f"DC{command.filed_on.year}-")
    row = work.add(
        ClaimRow(
            number=number,
            loan_id=loan.id,
            filed_on=command.filed_on,
            base_on=base_on,
            overdue_principal_fen=left,
            interest_arrears_fen=loan.interest_arrears_fen,
            reason=reason,
            reason_text=command.reason_text,
            recovery_measures=command.recovery_measures,
            handler=command.handler,
            handler_phone=command.handler_phone,
            state=ClaimState.SUBMITTED.value,
            entered_by=work.by.id,
        )
    )
    for material in scheme.materials.values():
        work.add(
            ClaimMaterialRow(
                claim_id=row.id,
                material=material.code,
                is_present=material.code in present,
                note="",
            )
        )
    work.say(f"登记代偿申请 {number}：未还本金 {left.show()} 元")
    return row.id


class ResubmitClaim(Command, label="代偿申请补正后重新提交", stage="claims"):
    """A returned claim comes back."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]


@handles(ResubmitClaim)
def resubmit_claim(work: Work, command: ResubmitClaim) -> int:
    """Back to submitted, with the principal as it stands now."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    claim.state = move(claim.state, "submit").value
    loan = work.get(LoanRow, claim.loan_id, "贷款")
    claim.overdue_principal_fen = outstanding(work, loan)
    claim.interest_arrears_fen = loan.interest_arrears_fen
    work.say(f"重新提交代偿申请 {claim.number}")
    return claim.id


class WithdrawClaim(Command, label="撤回代偿申请", stage="claims"):
    """The bank takes the claim back before it is paid."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    reason: Annotated[str, Field("text", "撤回原因")]


@handles(WithdrawClaim)
def withdraw_claim(work: Work, command: WithdrawClaim) -> int:
    """Before it is decided. A decided one has money set aside: its resolution is undone first."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    state = move(claim.state, "withdraw", command.reason)
    if claim.state in (ClaimState.APPROVED, ClaimState.AWAITING_PAYOUT):
        raise Refusal.of(
            f"申请 {claim.number} 已有会议决议并预留了资金，不能直接撤回。",
            cure="请先由审批岗撤销决议（写明原因），再撤回申请。",
            field="claim",
            code="claim.resolved",
        )
    claim.state = state.value
    work.say(f"撤回代偿申请 {claim.number}：{command.reason}")
    return claim.id


def _refuse_second(work: Work, loan: LoanRow) -> None:
    closed = (ClaimState.WITHDRAWN.value, ClaimState.REFUSED.value)
    other = work.one(
        select(ClaimRow).where(ClaimRow.loan_id == loan.id, ClaimRow.state.not_in(closed))
    )
    if other is not None:
        raise Refusal.of(
            f"这笔贷款已有代偿申请 {other.number}（{ClaimState(other.state).label}）。",
            cure="请在原申请上办理；原申请撤回或不予补偿后才能重新申请。",
            field="loan",
            code="claim.twice",
        )
