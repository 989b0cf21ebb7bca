"""How far what is written to institutions, and about money that is short, must be for its paper.

Read by `standing`, whose two tables these rows join; what a paper shows is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.fund import DepositEntryRow
from kcdesk.store.tables.loans import LoanExtensionRow
from kcdesk.store.tables.partners import AgreementRow, PartnerRow, SuspensionRow
from kcdesk.work.context import Read
from kcdesk.work.paper.recommending import is_letter_early
from kcdesk.work.paper.shortages import is_deposit_short, is_fund_short

Rule = Callable[[Read, int], bool]


def _suspension(read: Read, key: int) -> SuspensionRow:
    return read.get(SuspensionRow, key, "暂停记录")


def _application(read: Read, key: int) -> ApplicationRow:
    return read.get(ApplicationRow, key, "贷款申请")


def _is_untold(on: str) -> Rule:
    """The day of the notice is not written down, or has not come."""

    def rule(read: Read, key: int) -> bool:
        told_on = getattr(read.get(DepositEntryRow, key, "保证金记录"), on)
        return told_on is None or told_on > read.today

    return rule


PARTNER_DRAFTS: Final[Mapping[str, Rule]] = {
    "recommendation": lambda read, key: (
        _application(read, key).recommended_on is None or not _application(read, key).document_no
    ),
    "intent_letter": is_letter_early,
    "suspension_notice": lambda read, key: not _suspension(read, key).document_no,
    "disqualification_notice": lambda read, key: not _suspension(read, key).document_no,
    "deposit_draw_notice": _is_untold("science_notice_on"),
    "deposit_draw_guarantor": _is_untold("guarantor_notice_on"),
    "agreement_summary": lambda read, key: (
        read.get(AgreementRow, key, "合作协议").signed_on > read.today
    ),
    "extension_filing": lambda read, key: not read.get(LoanExtensionRow, key, "展期").document_no,
}

PARTNER_EARLY: Final[Mapping[str, tuple[Rule, str, str]]] = {
    "intent_letter": (
        lambda read, key: _application(read, key).guarantor_id is None,
        "这份申请没有担保机构，不能打印担保意向函。",
        "有担保机构担保的，先在申请里选择担保机构；没有的，不用出意向函。",
    ),
    "suspension_notice": (
        lambda read, key: _suspension(read, key).is_disqualified,
        "这一条是取消合作资格，不打暂停通知。",
        "请打印“取消合作资格通报”。",
    ),
    "disqualification_notice": (
        lambda read, key: not _suspension(read, key).is_disqualified,
        "这一条只是暂停合作，没有取消资格。",
        "请打印“暂停合作通知”。",
    ),
    "resumption_notice": (
        lambda read, key: _suspension(read, key).until_on is None,
        "还没有登记恢复合作，不能打印恢复通知。",
        "会议或文件决定恢复以后，先办理“恢复合作”。",
    ),
    "refill_letter": (
        lambda read, key: not is_deposit_short(read, key),
        "这家机构的保证金今天没有不足，不用申请补足。",
        "请核对“银行保证金”里的应存金额和余额。",
    ),
    "partner_application": (
        lambda read, key: read.get(PartnerRow, key, "合作机构").kind == "government",
        "政府方不用申请合作。",
        "请选择银行或担保机构。",
    ),
    "top_up_request": (
        lambda read, key: not is_fund_short(read, key),
        "资金池今天没有不足，不用请示补充。",
        "请核对“资金池”里的余额和方案规定的最低规模。",
    ),
}
"""By form: when it cannot be printed, what is said then, and what to do."""
