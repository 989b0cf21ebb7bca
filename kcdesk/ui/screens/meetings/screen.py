"""The meetings screen: meetings and member units as lists, one meeting as a working desk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from kcdesk.domain.meetings import MeetingState
from kcdesk.ui.kit import (
    Action,
    Card,
    CardLooks,
    Empty,
    Group,
    Keeping,
    ListPage,
    Place,
    Screen,
    Table,
)
from kcdesk.ui.panels import FilesPanel, HistoryPanel, PapersPanel, RecordPage
from kcdesk.ui.panels.batching import batch_action
from kcdesk.ui.panels.choosing import Choose, choose_file
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.ui.screens.meetings import states
from kcdesk.ui.screens.meetings.agenda import AgendaPanel
from kcdesk.ui.screens.meetings.calling import GROUPS, waiting_claims
from kcdesk.ui.screens.meetings.seats import SeatsPanel
from kcdesk.work.commands.meetings import (
    AdoptMemberUnits,
    CallMeeting,
    CloseMeeting,
    RegisterMemberUnit,
    ReviseMemberUnit,
)
from kcdesk.work.queries.meetings import (
    MeetingCard,
    MeetingLine,
    MemberUnitLine,
    meeting_card,
    meetings,
    member_units,
    proposed_member_units,
)


class MeetingScreen(Screen):
    """联席会议。"""

    def __init__(self, place: Place, *, choose: Choose = choose_file) -> None:
        super().__init__(place, "联席会议")
        self._choose = choose
        self.table = Table(
            MeetingLine,
            actions=(
                Action("召集会议(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("纪要定稿(Z)", self.close_minutes, for_line=True, may=states.is_open),
                batch_action(self, lambda: self.table, "meetings"),
            ),
            may_filter=False,
            label="联席会议",
            name="meetings",
            settings=place.settings,
            unit="次会议",
            empty=Empty(
                "还没有召集过联席会议。",
                "初审通过的代偿申请要经联席会议审议；召集前请先登记成员单位。",
                "召集会议(A)",
                self.start_new,
            ),
        )
        self.units = Table(
            MemberUnitLine,
            columns=("name", "representative", "post", "phone", "is_active"),
            actions=(
                Action("登记成员单位(A)", self.add_unit, icon="add", key="Ins", primary=True),
                Action("修改(E)", self.revise_unit, icon="edit", for_line=True),
                Action("按方案添加成员单位(P)", self.adopt_units),
            ),
            may_filter=False,
            label="成员单位",
            name="member_units",
            settings=place.settings,
            unit="家",
            empty=Empty(
                "还没有登记成员单位。",
                "方案列明的成员单位可以一次添加，以后再填参会代表。",
                "按方案添加成员单位(P)",
                self.adopt_units,
            ),
        )
        self.meetings_page = ListPage(place.desk, self.table, lambda _text: meetings())
        self.units_page = ListPage(place.desk, self.units, lambda _text: member_units())
        self.lists = TabbedLists(((self.meetings_page, "会议"), (self.units_page, "成员单位")))
        self.pages.addWidget(self.lists)
        self.table.opened.connect(self.open_record)
        self.units.opened.connect(lambda _ident: self._open_unit())
        self.setFocusProxy(self.lists)

    # -- one meeting -------------------------------------------------------------------------------------

    def open_record(self, ident: int) -> None:
        self.go_home()
        card = Card(
            MeetingCard,
            CardLooks(
                title=lambda c: c.title,
                chips=states.chips,
                remarks=states.remarks,
                sections=(
                    Group(
                        "会议",
                        ("held_on", "held_time", "place", "chair", "recorder", "observers",
                         "minutes_number"),
                    ),
                    Group(
                        "到会与表决",
                        ("expected_count", "present_count", "absent_count", "has_quorum", "rule"),
                    ),
                ),
                left_out=("title", "state", "seats", "items"),
            ),
            actions=(
                Action(
                    "纪要定稿(Z)",
                    self.close_minutes,
                    for_line=True,
                    may=lambda c: states.is_open(c) and bool(c.items),
                ),
                Action("打印文书(P)", self.show_papers),
            ),
            settings=self.place.settings,
            spread=True,
        )  # fmt: skip
        page = RecordPage(self, card, lambda: meeting_card(meeting=ident))
        page.came.connect(lambda c: self.retitle(page, c.title))
        seats, agenda = SeatsPanel(self, ident), AgendaPanel(self, ident)
        page.add(seats, at=0)
        page.add(agenda, at=1)
        page.add(FilesPanel(self, "meetings", ident, choose=self._choose))
        page.add(PapersPanel(self, "meetings", ident))
        page.add(HistoryPanel(self, "meeting", ident))
        self._begin_where_work_is(page, seats, agenda)
        self.push(page, "会议")

    def _begin_where_work_is(
        self, page: RecordPage, seats: SeatsPanel, agenda: AgendaPanel
    ) -> None:
        """First seats, then items; only when the page opens, not whenever it reloads."""
        page.card.tabs.setCurrentWidget(seats)
        is_first = True

        def came(card: MeetingCard) -> None:
            nonlocal is_first
            if not is_first:
                return
            is_first = False
            state = MeetingState(card.state)
            at_items = state is MeetingState.DELIBERATING or (
                state is MeetingState.SIGNING_IN and card.has_quorum
            )
            page.card.tabs.setCurrentWidget(
                agenda if at_items else seats if states.is_open(card) else page.card.scroller
            )
            if self.page is page:
                QTimer.singleShot(0, page, page.focus_tab)

        page.came.connect(came)

    def show_papers(self) -> None:
        """To the tab of the papers."""
        page = self.page
        if isinstance(page, RecordPage):
            page.turn_to(next(p for p in page.panels if isinstance(p, PapersPanel)))

    def close_minutes(self, meeting: MeetingLine | MeetingCard) -> None:
        """会议纪要定稿。"""
        self.edit(
            CloseMeeting,
            values={"meeting": meeting.id, "minutes_on": meeting.held_on},
            hidden=("meeting",),
            keeping=Keeping(
                self.place.settings,
                self.place.drafts,
                remember=("distribution",),
                draft=str(meeting.id),
            ),
            title=f"会议纪要定稿：{meeting.title}",
            explain="由复核岗办理。定稿后签到、意见和决议都不再改动；纪要编号不填时自动编号。",
            save_label="定稿",
        )

    # -- meetings and units ----------------------------------------------------------------------------------

    def start_new(self, **values: Any) -> None:
        """召集会议。"""
        self.edit(
            CallMeeting,
            values=values,
            groups=GROUPS,
            overrides={"claims": waiting_claims(self.desk)},
            keeping=Keeping(
                self.place.settings,
                self.place.drafts,
                remember=("place", "chair", "recorder", "held_time"),
            ),
            then=lambda done: self.open_record(done.result),
            save_label="召集会议",
        )

    def add_unit(self) -> None:
        """登记成员单位。"""
        self.edit(RegisterMemberUnit, may_go_on=True)

    def revise_unit(self, unit: MemberUnitLine) -> None:
        """修改成员单位。"""
        self.edit(
            ReviseMemberUnit,
            values={
                "unit": unit.id,
                "representative": unit.representative,
                "post": unit.post,
                "phone": unit.phone,
                "is_active": unit.is_active,
            },
            hidden=("unit",),
            title=f"修改成员单位：{unit.name}",
            explain="已召集会议的签到名单不随之改变。",
            save_label="保存",
        )

    def _open_unit(self) -> None:
        unit = self.units.line()
        if unit is not None:
            self.revise_unit(unit)

    def adopt_units(self) -> None:
        """Ask what the programme names, then show it ticked."""
        self.desk.ask(proposed_member_units(), self._adopt, self)

    def _adopt(self, options: Any) -> None:
        self.edit(
            AdoptMemberUnits,
            values={"units": tuple(o.value for o in options)},
            explain="不需要的按空格取消勾选。参会代表、职务和电话可以以后填写。"
            if options
            else "方案列明的成员单位都已登记。",
            save_label="添加",
        )
