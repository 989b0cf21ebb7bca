"""Which values belong to which key: the stage a form names, and the kind of record inside it.

The key is the stage, or ``stage.of`` for what a form says in `of`; the id is that of the record,
or a period (a year, a month as 202403), as `packs.forms.RECORDS` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kcdesk.kernel.errors import Refusal
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
from kcdesk.work.paper.ledgers import fund_values
from kcdesk.work.paper.lending import loan_ledger_records, loan_ledger_values
from kcdesk.work.paper.lists import (
    ban_records,
    ban_title,
    ban_values,
    list_records,
    list_title,
    list_values,
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
from kcdesk.work.paper.periods import (
    month_title,
    months,
    quarter_title,
    quarters,
    whole_years,
    year_title,
)
from kcdesk.work.paper.pursuing import recovery_values
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
from kcdesk.work.paper.returns import month_values, quarter_values, year_values
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


def title_of(read: Read, key: str, record: int, on: date | None = None) -> str:
    """What a record is called in the print log and in file names; a list as of a day, as of the
    day it was printed (`on`)."""
    if on is not None:
        read = read.as_of(on)
    source = SOURCES.get(key)
    if source is not None:
        return source.title(read, record)
    if key == "registers":
        return read.get(RegisterEntryRow, record, "台账登记").number
    return year_title(record)


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
    "fund.top_up": Source(top_up_values, today_title, today_only),
    "fund": Source(fund_values, lambda _read, year: year_title(year), years),
    "recoveries.year": Source(recovery_values, lambda _read, year: year_title(year), years),
    "loans.bank": Source(
        loan_ledger_values,
        lambda read, key: read.get(PartnerRow, key, "合作机构").name,
        loan_ledger_records,
    ),
    "reports.month": Source(month_values, lambda _read, month: month_title(month), months),
    "reports.quarter": Source(
        quarter_values, lambda _read, quarter: quarter_title(quarter), quarters
    ),
    "reports.year": Source(year_values, lambda _read, year: year_title(year), whole_years),
    "enterprises.list": Source(list_values, list_title, list_records),
    "enterprises.bans": Source(ban_values, ban_title, ban_records),
}
"""By key; who adds a kind of record to `packs.forms.RECORDS` adds it here."""
