"""Applications: the list, and one with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import aliased

from kcdesk.domain.applications import SECURITIES, ApplicationState
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.context import Read
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
    other_loans: Annotated[str, Field("text", "其他贷款")]
    opinion: Annotated[str, Field("long_text", "意见")]
    decided_on: Annotated[date | None, Field("day", "办理日期")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]
    guarantor_id: Annotated[int | None, Field("record", "担保机构", of="partners")]


@query("贷款申请")
def applications(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或申请编号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
) -> tuple[ApplicationLine, ...]:
    """Applications, the newest first."""
    return _lines(read, find, state, enterprise, 0)


@query("贷款申请卡片")
def application_card(
    read: Read, application: Annotated[int, Field("record", "贷款申请", of="applications")]
) -> ApplicationLine:
    """One application."""
    read.get(ApplicationRow, application, "贷款申请")
    return _lines(read, "", "", 0, application)[0]


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
            a.opinion, a.decided_on, e.id, b.id, a.guarantor_id,
        )
        for a, e, b, g in read.session.execute(statement)
    )  # fmt: skip
