"""Claims in lists: all of them, and those under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import MOVES, ClaimState
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.claims import ClaimReviewRow, ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.context import Read
from kcdesk.work.queries.claims.worth import frozen_assessment, worth_of
from kcdesk.work.query import query
from kcdesk.work.search import like

STATES = tuple(Option(s.value, s.label) for s in ClaimState)


@dataclass(frozen=True)
class ClaimLine:
    """One claim."""

    id: Annotated[int, Field("record", "编号", of="claims")]
    number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "申请银行")]
    filed_on: Annotated[date, Field("day", "申请日期")]
    principal: Annotated[Money, Field("money", "未还本金")]
    loss: Annotated[Money | None, Field("money", "核定损失")]
    fund_share: Annotated[Money | None, Field("money", "核定补偿")]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    contract_no: Annotated[str, Field("text", "合同号")]
    loan_id: Annotated[int, Field("record", "贷款", of="loans")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]


@query("代偿申请")
def claims(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或申请编号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
    loan: Annotated[int, Field("record", "贷款", of="loans")] = 0,
) -> tuple[ClaimLine, ...]:
    """Claims, the newest first."""
    return _lines(read, find, (state,) if state else (), enterprise, loan)


@query("未结代偿申请")
def open_claims(
    read: Read, find: Annotated[str, Field("text", "查找")] = ""
) -> tuple[ClaimLine, ...]:
    """Claims on which something is still to be done."""
    states = tuple(s.value for s in ClaimState if not MOVES.is_final(s))
    return _lines(read, find, states, 0, 0)


def _lines(
    read: Read, find: str, states: tuple[str, ...], enterprise: int, loan: int
) -> tuple[ClaimLine, ...]:
    statement = (
        select(ClaimRow, LoanRow, EnterpriseRow, PartnerRow)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .order_by(ClaimRow.filed_on.desc(), ClaimRow.id.desc())
    )
    if find.strip():
        pattern = like(find)
        statement = statement.where(
            EnterpriseRow.search_keys.like(pattern, escape="\\")
            | ClaimRow.number.like(pattern, escape="\\")
        )
    if states:
        statement = statement.where(ClaimRow.state.in_(states))
    if enterprise:
        statement = statement.where(EnterpriseRow.id == enterprise)
    if loan:
        statement = statement.where(LoanRow.id == loan)
    reviews = {
        r.claim_id: r
        for r in read.all(
            select(ClaimReviewRow)
            .where(ClaimReviewRow.result != "return")
            .order_by(ClaimReviewRow.id)
        )
    }
    repaid = set(
        read.session.scalars(
            select(RepaymentRow.loan_id).join(ClaimRow, ClaimRow.loan_id == RepaymentRow.loan_id)
        )
    )
    lines = []
    for c, ln, e, b in read.session.execute(statement):
        review = reviews.get(c.id)
        worth = None
        if review is not None:
            # Only a loan that was repaid in part can have made its claim smaller since.
            worth = worth_of(read, c).assessment if ln.id in repaid else frozen_assessment(review)
        lines.append(
            ClaimLine(
                c.id, c.number, e.name, b.name, c.filed_on, c.overdue_principal_fen,
                None if worth is None else worth.loss,
                None if worth is None else worth.share(Party.FUND),
                c.state, ln.contract_no, ln.id, e.id, b.id,
            )
        )  # fmt: skip
    return tuple(lines)
