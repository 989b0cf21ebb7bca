"""Which values belong to which key: the stage a form names, and the kind of record inside it.

The key is the stage, or ``stage.of`` for what a form says in `of`; the id is that of the record,
or a period (a year, a month as 202403), as `packs.forms.RECORDS` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kcdesk.domain.fund import VoucherKind
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.meetings import MeetingRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.paper.applying import applicant_values
from kcdesk.work.paper.claims import claim_values
from kcdesk.work.paper.extensions import (
    extension_title,
    extension_values,
    extensions,
    extensions_under,
)
from kcdesk.work.paper.firms import (
    Values,
    application_values,
    enterprise_values,
    loan_values,
    office_values,
)
from kcdesk.work.paper.meetings import item_values, meeting_values
from kcdesk.work.paper.partners import (
    agreement_title,
    agreement_values,
    agreements,
    agreements_under,
    institution_values,
    institutions,
)
from kcdesk.work.paper.payouts import payout_values
from kcdesk.work.paper.recommending import standing_values
from kcdesk.work.paper.records import (
    PaperRecord,
    applications,
    claims,
    enterprises,
    loans,
    meetings,
    payouts,
    years,
)
from kcdesk.work.paper.shortages import (
    draw_title,
    draw_values,
    draws,
    draws_under,
    today_only,
    today_title,
    top_up_values,
)
from kcdesk.work.paper.standing import latest_item
from kcdesk.work.paper.suspensions import (
    suspension_title,
    suspension_values,
    suspensions,
    suspensions_under,
)
from kcdesk.work.queries.fund import fund_card, fund_ledger, ledger_totals


@dataclass(frozen=True)
class Source:
    """Where a paper's values come from, for one kind of record.

    `values` of a record; `title` what it is called in the print log and in file names; `records`
    every one there is, the newest first; `under` those that hang on a record of the stage.
    """

    values: Callable[[Read, int], Values]
    title: Callable[[Read, int], str]
    records: Callable[[Read], Sequence[PaperRecord]]
    under: Callable[[Read, int], Sequence[int]] | None = None


def _claim_values(read: Read, claim_id: int) -> Values:
    """A claim that has been before a meeting brings its item, opinions and resolution with it."""
    item = latest_item(read, claim_id)
    return claim_values(read, claim_id) if item is None else item_values(read, item)


def _application_values(read: Read, application_id: int) -> Values:
    """An application with what its letters say beside it."""
    row = read.get(ApplicationRow, application_id, "贷款申请")
    return {**application_values(read, application_id), **standing_values(read, row)}


def _firm_values(read: Read, enterprise_id: int) -> Values:
    firm = enterprise_values(read, enterprise_id, read.today)
    firm["enterprise"] |= applicant_values(read, enterprise_id, read.today)
    return {**office_values(read), **firm}


def values_of(read: Read, key: str, record: int) -> Values:
    """Everything a form of this key may show. Raises Refusal for an unknown record or key."""
    source = SOURCES.get(key)
    if source is None:
        raise Refusal.of(
            f"还没有“{key}”环节的文书数据。", cure="请核对表单的 subject。", code="paper.subject"
        )
    return source.values(read, record)


def title_of(read: Read, key: str, record: int) -> str:
    """What a record is called in the print log and in file names."""
    source = SOURCES.get(key)
    if source is not None:
        return source.title(read, record)
    if key == "registers":
        return read.get(RegisterEntryRow, record, "台账登记").number
    return year_title(read, record)


def year_title(read: Read, year: int) -> str:
    """A ledger by its year; 0 is all years."""
    del read
    return f"{year}年" if year else "全部年度"


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


SOURCES: Final[Mapping[str, Source]] = {
    "partners": Source(
        institution_values,
        lambda read, key: read.get(PartnerRow, key, "合作机构").name,
        institutions,
    ),
    "partners.agreement": Source(agreement_values, agreement_title, agreements, agreements_under),
    "partners.suspension": Source(
        suspension_values, suspension_title, suspensions, suspensions_under
    ),
    "partners.deposit": Source(draw_values, draw_title, draws, draws_under),
    "enterprises": Source(
        _firm_values, lambda read, key: read.get(EnterpriseRow, key, "企业").name, enterprises
    ),
    "applications": Source(
        _application_values,
        lambda read, key: read.get(ApplicationRow, key, "贷款申请").number,
        applications,
    ),
    "loans": Source(
        loan_values, lambda read, key: read.get(LoanRow, key, "贷款").contract_no, loans
    ),
    "claims": Source(
        _claim_values, lambda read, key: read.get(ClaimRow, key, "代偿申请").number, claims
    ),
    "meetings": Source(
        meeting_values, lambda read, key: read.get(MeetingRow, key, "会议").title, meetings
    ),
    "payouts": Source(
        payout_values, lambda read, key: read.get(PayoutRow, key, "兑付").number, payouts
    ),
    "loans.extension": Source(extension_values, extension_title, extensions, extensions_under),
    "fund": Source(fund_values, year_title, years),
    "fund.top_up": Source(top_up_values, today_title, today_only),
}
"""By key; who adds a kind of record to `packs.forms.RECORDS` adds it here."""
