"""The home screen: what the office has, what waits, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.applications import ApplicationState
from kcdesk.domain.claims import ClaimState
from kcdesk.domain.loans import suggest_grade
from kcdesk.domain.schemes.deadlines import WatchPoint
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import QualificationRow
from kcdesk.store.tables.meetings import MeetingRow, MemberUnitRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.commands.meetings import CLOSED
from kcdesk.work.context import Read
from kcdesk.work.measures.book import Book
from kcdesk.work.queries.enterprises.lists import enterprise_counts
from kcdesk.work.queries.fund import fund_card
from kcdesk.work.queries.loans import due_loans, loan_totals
from kcdesk.work.queries.payouts import due_payouts
from kcdesk.work.queries.registers import reminders
from kcdesk.work.queries.reports.heeding import TodoLine, heeded
from kcdesk.work.queries.reports.targets import TargetLine, missed_targets
from kcdesk.work.queries.schemes import scheme_blanks
from kcdesk.work.query import query

SOON_DAYS = 30
"""How far ahead the home screen looks."""


@dataclass(frozen=True)
class HomeCard:
    """The office at a glance."""

    listed_count: Annotated[int, Field("whole", "在库企业（家）")]
    loans_count: Annotated[int, Field("whole", "未结清贷款（笔）")]
    outstanding: Annotated[Money, Field("money", "科创贷余额", unit="万元")]
    lent: Annotated[Money, Field("money", "累计发放", unit="万元")]
    borrowers_count: Annotated[int, Field("whole", "贷款企业（家）")]
    borrowings_count: Annotated[int, Field("whole", "贷款企业（家次）")]
    overdue_count: Annotated[int, Field("whole", "逾期（笔）")]
    open_claims_count: Annotated[int, Field("whole", "在办代偿申请（件）")]
    cash: Annotated[Money, Field("money", "资金池存款", unit="万元")]
    available: Annotated[Money, Field("money", "可用余额", unit="万元")]
    reserved: Annotated[Money, Field("money", "已批未付", unit="万元")]
    compensated: Annotated[Money, Field("money", "累计兑付", unit="万元")]
    recovered: Annotated[Money, Field("money", "累计追偿返还", unit="万元")]


@query("首页概况")
def home_card(read: Read) -> HomeCard:
    """Figures of today."""
    lent = loan_totals().run(read)
    open_states = [s.value for s in ClaimState if s.value not in CLOSED_CLAIMS]
    open_count = read.session.scalar(
        select(func.count(ClaimRow.id)).where(ClaimRow.state.in_(open_states))
    )
    money = fund_card().run(read)
    return HomeCard(
        listed_count=enterprise_counts().run(read).listed_count,
        loans_count=lent.live_count,
        outstanding=lent.outstanding,
        lent=lent.lent,
        borrowers_count=lent.borrowers_count,
        borrowings_count=lent.loans_count,
        overdue_count=lent.overdue_count,
        open_claims_count=open_count or 0,
        cash=money.cash,
        available=money.available,
        reserved=money.reserved,
        compensated=money.compensated,
        recovered=money.recovered,
    )


CLOSED_CLAIMS = (
    ClaimState.PAID, ClaimState.RECOVERING, ClaimState.CLOSED, ClaimState.WRITTEN_OFF,
    ClaimState.REFUNDED, ClaimState.REFUSED, ClaimState.WITHDRAWN,
)  # fmt: skip


@query("待办事项")
def todos(read: Read) -> tuple[TodoLine, ...]:
    """What to do next: first what a new office still lacks, then what the programme's deadlines
    and registers press for, then what figures and steps press for, then what waits, then what is
    due besides."""
    pressing = _pressing(read)
    told = {(line.screen, line.record) for line, tells in pressing if tells and line.record}
    rest = (line for line in _due(read) if (line.screen, line.record) not in told)
    lines = (line for line, _ in pressing)
    book = _book(read)
    return (
        *_set_up(read), *_missed(read, book), *lines, *heeded(read, book), *_waiting(read), *rest,
    )  # fmt: skip


def _book(read: Read) -> Book:
    """What is measured for the list: for the limits on rates, and for the targets watched."""
    scheme = read.scheme()
    wanted = [i for b in scheme.breakers.values() for i in (b.indicator, b.beside) if i]
    wanted += [target.indicator for target in scheme.targets.values() if target.is_watched]
    return Book(read, scheme, (scheme.indicators[i] for i in dict.fromkeys(wanted)))


def _missed(read: Read, book: Book) -> tuple[TodoLine, ...]:
    """What the programme wants at all times and is not there: too few banks, too little money."""
    return tuple(
        TodoLine("注意", _wanting(line), None, "measures", 0, line.clauses)
        for line in missed_targets(read, book)
    )


def _wanting(line: TargetLine) -> str:
    if line.trouble:
        return f"{line.label}：{line.trouble}"
    return f"{line.label}：现有{line.actual}，还差{line.gap}"


_BESIDE = (WatchPoint.GUARANTEE_PERIOD, WatchPoint.LIMITATION)
"""What is told beside the plain line of a loan that is overdue, not instead of it."""


def _pressing(read: Read) -> tuple[tuple[TodoLine, bool], ...]:
    """What the programme presses for; and whether the plain line of that record gives way."""
    beside = {spec.id for spec in read.scheme().deadlines.values() if spec.watch in _BESIDE}
    return tuple(
        (
            TodoLine(x.urgency, x.what, x.due_on, x.screen, x.record, x.clauses),
            x.deadline not in beside,
        )
        for x in reminders().run(read)
    )


def _set_up(read: Read) -> list[TodoLine]:
    lines = []
    roles = set(read.session.scalars(select(PersonRow.role).where(PersonRow.is_active)))
    if len(roles - {"admin"}) < 2 and not {"reviewer", "approver"} <= roles:
        lines.append(
            TodoLine("准备", "登记复核、审批人员：录入人不能审批自己录入的申请", None, "people", 0)
        )
    if not read.session.scalar(select(func.count(PartnerRow.id))):
        lines.append(TodoLine("准备", "登记合作银行和担保机构", None, "partners", 0))
    if not read.session.scalar(select(func.count(MemberUnitRow.id))):
        lines.append(TodoLine("准备", "登记联席会议成员单位", None, "meetings", 0))
    if not enterprise_counts().run(read).total_count:
        lines.append(TodoLine("准备", "导入企业名单", None, "enterprises", 0))
    if not fund_card().run(read).appropriated:
        lines.append(TodoLine("准备", "登记财政拨入的风险补偿资金", None, "fund", 0))
    numbers = {blank.name: blank.id for blank in scheme_blanks().run(read)}
    lines.extend(
        TodoLine("准备", f"填写方案留白：{blank.label}", None, "schemes", numbers[blank.name])
        for blank in read.scheme().open_blanks()
    )
    return lines


APPLICATIONS_WAITING = {
    ApplicationState.SUBMITTED.value: "等待初审",
    ApplicationState.RECOMMENDED.value: "等待银行审批结果",
    ApplicationState.APPROVED.value: "等待登记放款",
}
CLAIMS_WAITING = {
    ClaimState.SUBMITTED.value: "等待受理",
    ClaimState.REVIEWING.value: "等待初审",
    ClaimState.RETURNED.value: "等待银行补正",
    ClaimState.AWAITING_MEETING.value: "等待上会",
}


def _waiting(read: Read) -> list[TodoLine]:
    waiting = read.all(select(ApplicationRow).where(ApplicationRow.state.in_(APPLICATIONS_WAITING)))
    claims = read.all(select(ClaimRow).where(ClaimRow.state.in_(CLAIMS_WAITING)))
    meetings = read.all(
        select(MeetingRow).where(MeetingRow.state.not_in([s.value for s in CLOSED]))
    )
    return [
        *(
            _todo(f"贷款申请 {a.number} {APPLICATIONS_WAITING[a.state]}", "applications", a.id)
            for a in waiting
        ),
        *(_todo(f"代偿申请 {c.number} {CLAIMS_WAITING[c.state]}", "claims", c.id) for c in claims),
        *(TodoLine("待办", f"{m.title}纪要未定稿", m.held_on, "meetings", m.id) for m in meetings),
        *(
            _todo(f"代偿申请 {due.number} 待兑付 {due.due.show()} 元", "payouts", 0)
            for due in due_payouts().run(read)
        ),
    ]


def _todo(what: str, screen: str, record: int) -> TodoLine:
    return TodoLine("待办", what, None, screen, record)


def _class_by_days(read: Read, days: int) -> str:
    """What the programme's table gives for the days overdue, once that is a bad class."""
    suggested = suggest_grade(days, read.scheme(), read.today)
    return f"，按天数参考分类为{suggested.label}" if suggested.is_bad else ""


def _due(read: Read) -> list[TodoLine]:
    lines = []
    soon = read.today + timedelta(days=SOON_DAYS)
    claimed = set(
        read.session.scalars(
            select(ClaimRow.loan_id).where(
                ClaimRow.state.not_in((ClaimState.WITHDRAWN.value, ClaimState.REFUSED.value))
            )
        )
    )
    for x in due_loans(until_on=soon).run(read):
        if x.id in claimed:
            continue  # its claim stands among what waits, or has been paid
        what = f"{x.enterprise} 合同 {x.contract_no} "
        if x.overdue_days:
            said = f"{what}已逾期 {x.overdue_days} 天{_class_by_days(read, x.overdue_days)}"
            lines.append(TodoLine("逾期", said, x.final_due_on, "loans", x.id))
        else:
            lines.append(TodoLine("到期", f"{what}将到期", x.final_due_on, "loans", x.id))
    ending = read.session.scalar(
        select(func.count(QualificationRow.id)).where(
            QualificationRow.until_on >= read.today, QualificationRow.until_on <= soon
        )
    )
    watching = {spec.watch for spec in read.scheme().deadlines.values()}
    if ending and WatchPoint.QUALIFICATION_END not in watching:
        lines.append(
            TodoLine("到期", f"{ending}项企业资质将在{SOON_DAYS}天内到期", soon, "enterprises", 0)
        )
    return lines
