"""Money that leaves the pool for something else than a compensation; it is told what for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain import fund
from kcdesk.domain.fund import PURPOSES, Account, OutflowFacts, Purpose, check_outflow
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.fund import FundOutflowRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.fund.ledger import balance, post
from kcdesk.work.context import Work


class RecordOutflow(
    Command, label="登记其他支出", stage="fund", role=Role.APPROVER, undo=UndoPolicy.REVERSE
):
    """Compensations are paid by their claims; everything else goes out here, with its reason."""

    posted_on: Annotated[date, Field("day", "支出日期")]
    amount: Annotated[Money, Field("money", "支出金额")]
    purpose: Annotated[str, Field("choice", "支出用途", options=PURPOSES)]
    reason: Annotated[str, Field("text", "支出理由")]
    document_no: Annotated[str, Field("text", "批准文号")] = ""


@handles(RecordOutflow)
def record_outflow(work: Work, command: RecordOutflow) -> int:
    """Refuses what the programme refuses; what it only warns of stands in the trace."""
    facts = OutflowFacts(
        on=command.posted_on,
        amount=command.amount,
        balance=balance(work, Account.POOL_CASH),
        purpose=command.purpose,
        reason=command.reason,
    )
    findings = check_outflow(work.scheme(), facts).refuse()
    purpose = Purpose(command.purpose)
    make = fund.surrender if purpose is Purpose.SURRENDER else fund.expense
    summary = f"{purpose.label}：{command.reason}"
    voucher = post(work, make(command.amount), command.posted_on, summary, command.document_no)
    work.say(f"登记其他支出：{purpose.label} {command.amount.show()} 元")
    return work.add(
        FundOutflowRow(
            posted_on=command.posted_on,
            amount_fen=command.amount,
            purpose=command.purpose,
            reason=command.reason,
            document_no=command.document_no,
            voucher_id=voucher.id,
            trace=trace_to_json(findings.trace),
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
            is_void=False,
        )
    ).id
