"""Who else is bound for a loan, beside the main guarantor or towards it (反担保)."""

from __future__ import annotations

from typing import Annotated

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.loans import LoanGuarantorRow, LoanRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work

GUARANTOR_KINDS = (
    Option("institution", "担保机构"),
    Option("reguarantor", "再担保机构"),
    Option("company", "其他企业"),
    Option("person", "自然人"),
)


class AddLoanGuarantor(Command, label="登记其他担保人", stage="loans"):
    """Another guarantor of the loan; who shares in a loss stays the main guarantor's matter."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    name: Annotated[str, Field("text", "担保人")]
    kind: Annotated[str, Field("choice", "担保人类型", options=GUARANTOR_KINDS)] = "institution"
    is_counter: Annotated[bool, Field("flag", "反担保")] = False
    guaranteed: Annotated[Money | None, Field("money", "担保金额", hint="不填按全额")] = None
    document_no: Annotated[str, Field("text", "担保合同号")] = ""
    note: Annotated[str, Field("text", "说明")] = ""


@handles(AddLoanGuarantor)
def add_loan_guarantor(work: Work, command: AddLoanGuarantor) -> int:
    """Nobody is counter-guaranteed where there is no guarantor."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    if command.is_counter and loan.guarantor_id is None:
        raise Refusal.of(
            "这笔贷款没有担保机构，不存在反担保。",
            cure="请去掉“反担保”。",
            field="is_counter",
            code="guarantor.counter",
        )
    if command.guaranteed is not None and not ZERO < command.guaranteed <= loan.amount_fen:
        raise Refusal.of(
            "担保金额要大于零，不能超过贷款金额。",
            cure="请核对担保金额；全额担保的可以不填。",
            field="guaranteed",
            code="guarantor.amount",
        )
    work.say(f"登记其他担保人：合同 {loan.contract_no} {command.name}")
    return work.add(
        LoanGuarantorRow(
            loan_id=loan.id,
            name=command.name,
            kind=command.kind,
            is_counter=command.is_counter,
            guaranteed_fen=command.guaranteed,
            document_no=command.document_no,
            note=command.note,
        )
    ).id
