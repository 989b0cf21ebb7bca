"""Which values belong to which subject: the stage a form names and the id of its record."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from kcdesk.domain.fund import VoucherKind
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.paper.claims import claim_values, payout_values
from kcdesk.work.paper.firms import (
    Values,
    application_values,
    enterprise_values,
    loan_values,
    office_values,
)
from kcdesk.work.paper.meetings import item_values, meeting_values
from kcdesk.work.queries.fund import fund_card, fund_ledger, ledger_totals


def values_of(read: Read, subject: str, record: int) -> Values:
    """Everything a form of this subject may show. Raises Refusal for an unknown record.

    A claim that has been before a meeting brings its item, opinions and resolution with it. The
    fund's record is a year; 0 is all years.
    """
    match subject:
        case "enterprises":
            return {**office_values(read), **enterprise_values(read, record, read.today)}
        case "applications":
            return application_values(read, record)
        case "loans":
            return loan_values(read, record)
        case "claims":
            item = latest_item(read, record)
            return claim_values(read, record) if item is None else item_values(read, item)
        case "meetings":
            return meeting_values(read, record)
        case "payouts":
            return payout_values(read, record)
        case "fund":
            return fund_values(read, record)
    raise Refusal.of(
        f"还没有“{subject}”环节的文书数据。", cure="请核对表单的 subject。", code="paper.subject"
    )


def title_of(read: Read, subject: str, record: int) -> str:
    """What a record is called in the print log and in file names."""
    match subject:
        case "partners":
            return read.get(PartnerRow, record, "合作机构").name
        case "enterprises":
            return read.get(EnterpriseRow, record, "企业").name
        case "applications":
            return read.get(ApplicationRow, record, "贷款申请").number
        case "loans":
            return read.get(LoanRow, record, "贷款").contract_no
        case "claims":
            return read.get(ClaimRow, record, "代偿申请").number
        case "meetings":
            return read.get(MeetingRow, record, "会议").title
        case "payouts":
            return read.get(PayoutRow, record, "兑付").number
        case "registers":
            return read.get(RegisterEntryRow, record, "台账登记").number
    return f"{record}年" if record else "全部年度"


def latest_item(read: Read, claim_id: int) -> AgendaItemRow | None:
    """The newest agenda item of a claim."""
    return read.one(
        select(AgendaItemRow)
        .where(AgendaItemRow.claim_id == claim_id)
        .order_by(AgendaItemRow.id.desc())
    )


def first_day(read: Read, year: int) -> date:
    """The first day of a ledger: of the year, or of the office when it began later."""
    opened = read.office.opened_on
    return date(year, 1, 1) if year and year != opened.year else opened


def fund_values(read: Read, year: int) -> Values:
    """The ledger of a year with what was carried over."""
    lines = fund_ledger().run(read)
    shown = [x for x in lines if not year or x.posted_on.year == year]
    cash = [x for x in shown if x.income is not None or x.outgo is not None]
    before = [x for x in lines if year and x.posted_on < date(year, 1, 1)]
    opening = before[-1].balance if before else ZERO
    income, outgo = ledger_totals(tuple(cash))
    card = fund_card().run(read)
    return {
        **office_values(read),
        "fund": {
            "from_on": first_day(read, year),
            "until_on": min(date(year, 12, 31), read.today) if year else read.today,
            "opening": opening,
            "closing": cash[-1].balance if cash else opening,
            "income_total": income,
            "outgo_total": outgo,
            "reserved": card.reserved,
            "available": card.available,
            "rows": [
                {
                    "order": n,
                    "on": x.posted_on,
                    "number": x.number,
                    "summary": x.summary,
                    "kind_label": VoucherKind(x.kind).label,
                    "income": x.income,
                    "outgo": x.outgo,
                    "balance": x.balance,
                    "person": x.person,
                }
                for n, x in enumerate(cash, 1)
            ],
        },
    }
