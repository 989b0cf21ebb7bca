"""The home screen: figures on top, what to do next below; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from PySide6.QtWidgets import QVBoxLayout

from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, NoticeBar, Page, Place, Remark, Screen, Table, theme
from kcdesk.ui.screens.reports.tiles import Tiles
from kcdesk.work.queries.reports import HomeCard, TodoLine, home_card, todos

PREPARING = "准备"

PLACES = {
    "people": "人员与设置",
    "partners": "合作机构",
    "meetings": "联席会议",
    "enterprises": "企业名录",
    "fund": "资金池",
    "schemes": "方案",
    "applications": "贷款申请",
    "loans": "贷款台账",
    "claims": "代偿申请",
    "payouts": "兑付",
    "recoveries": "追偿",
    "registers": "台账登记",
    "measures": "统计分析",
}


@dataclass(frozen=True)
class TaskLine:
    """Something to do, numbered as it stands in the list."""

    id: Annotated[int, Field("whole", "序号")]
    urgency: Annotated[str, Field("code", "缓急")]
    what: Annotated[str, Field("long_text", "待办事项")]
    due_on: Annotated[date | None, Field("day", "期限")]
    where: Annotated[str, Field("code", "在哪里办")]
    screen: Annotated[str, Field("code", "页面")]
    record: Annotated[int, Field("whole", "记录")]
    clauses: Annotated[str, Field("code", "依据条款")]


def tasks(lines: Sequence[TodoLine]) -> tuple[TaskLine, ...]:
    """The todo list as the table shows it."""
    return tuple(
        TaskLine(
            number, x.urgency, x.what, x.due_on, PLACES.get(x.screen, ""), x.screen, x.record,
            x.clauses,
        )
        for number, x in enumerate(lines, 1)
    )  # fmt: skip


class HomeScreen(Screen):
    """首页。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "首页")
        self.tiles = Tiles()
        self.hint = NoticeBar()
        self.table = Table(
            TaskLine,
            name="todos",
            settings=place.settings,
            columns=("urgency", "where", "due_on", "clauses", "what"),
            may_filter=False,
            freeze=False,
            unit="项",
            label="待办事项",
            actions=(
                Action("去办理(G)", self.go, icon="forward", for_line=True, primary=True),
                Action("登记贷款申请(A)", lambda: self.begun.emit("applications", {})),
                Action("登记放款(D)", lambda: self.begun.emit("loans", {})),
            ),
            empty=Empty(
                "现在没有待办事项。",
                "新的申请、即将到期和逾期的贷款、待兑付的代偿会自动出现在这里。",
            ),
        )
        self.table.opened.connect(lambda _ident: self.go(self.table.line()))
        self.home = HomePage(self)
        self.pages.addWidget(self.home)
        self.setFocusProxy(self.table.grid)

    def go(self, line: TaskLine | None) -> None:
        """To where the line is dealt with."""
        if line is not None:
            self.navigate.emit(line.screen, line.record)


class HomePage(Page):
    """Tiles, a word to a new office, the list."""

    help_page = "reports"

    def __init__(self, screen: HomeScreen) -> None:
        super().__init__()
        self._screen = screen
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        column.addWidget(screen.tiles)
        column.addWidget(screen.hint)
        column.addWidget(screen.table, 1)
        self.setFocusProxy(screen.table.grid)

    def reload(self) -> None:
        desk, screen = self._screen.desk, self._screen
        desk.ask(home_card(), self._show_card, self, screen.say_trouble)
        desk.ask(todos(), self._show_todos, self, screen.say_trouble)

    def _show_card(self, card: HomeCard) -> None:
        self._screen.tiles.show_card(card)

    def _show_todos(self, lines: Sequence[TodoLine]) -> None:
        self._screen.table.show_lines(tasks(lines))
        left = sum(line.urgency == PREPARING for line in lines)
        text = f"开始办理业务前还有{left}项准备。请从上到下逐项办理：选中一项按回车。"
        self._screen.hint.say([Remark(text, "note", word="准备")] if left else [])
