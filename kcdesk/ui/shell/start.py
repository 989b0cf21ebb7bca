"""The start page: the offices used last, and the ways to get to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.access import amp
from kcdesk.ui.kit.notice import NoticeBar, plain_label
from kcdesk.ui.kit.pairs import section


@dataclass(frozen=True)
class Recent:
    """An office opened before."""

    path: Path
    name: str
    detail: str = ""
    is_missing: bool = False


class StartPage(QWidget):
    """Shown while no office is open."""

    new_asked = Signal()
    open_asked = Signal(object)
    """A Path, or None: choose one."""
    restore_asked = Signal()
    practice_asked = Signal()
    schemes_asked = Signal()

    def __init__(self, recent: Sequence[Recent] = ()) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroller)
        page = QWidget()
        scroller.setWidget(page)
        around = QHBoxLayout(page)
        around.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(4))
        column.setSpacing(theme.space(3))
        around.addLayout(column, 8)
        around.addStretch(1)
        column.addLayout(self._heading())
        self.notices = NoticeBar()
        column.addWidget(self.notices)
        row = QHBoxLayout()
        row.setSpacing(theme.space(4))
        row.addWidget(self._recent_panel(recent), 3)
        row.addWidget(self._ways_panel(bool(recent)), 2)
        column.addLayout(row)
        column.addStretch(1)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        sign = QLabel()
        sign.setPixmap(icons.pixmap("app", theme.em(3), "accent", self.devicePixelRatioF()))
        row.addWidget(sign)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = plain_label("科创贷管理台", wrap=False)
        title.setProperty("title", True)
        words.addWidget(title)
        text = plain_label(
            "科创贷款风险补偿资金的台账、认定、兑付与文书。数据只保存在本机的业务库文件夹里。"
        )
        text.setProperty("muted", True)
        words.addWidget(text)
        row.addLayout(words, 1)
        return row

    def _recent_panel(self, recent: Sequence[Recent]) -> QFrame:
        panel, column = _panel("最近使用的业务库")
        self.recent = QListWidget()
        self.recent.setProperty("field", True)
        self.recent.setAccessibleName("最近使用的业务库")
        self.recent.setIconSize(QSize(20, 20))
        self.recent.setMinimumHeight(theme.em(10))
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in recent:
            missing = "（找不到了）" if one.is_missing else ""
            text = f"{one.name}{missing}\n{one.detail or one.path}"
            item = QListWidgetItem(icons.icon("open", selected="on_accent"), text)
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(str(one.path))
            self.recent.addItem(item)
        self.recent.setCurrentRow(0)
        self.recent.itemActivated.connect(self._activated)
        column.addWidget(self.recent, 1)
        if not recent:
            self.recent.hide()
            column.addWidget(
                plain_label("还没有使用过业务库。第一次使用请按“新建业务库”，或先用“演练”熟悉。")
            )
            column.addStretch(1)
        else:
            self.open_recent = QPushButton(amp("打开选中的(E)"))
            self.open_recent.clicked.connect(lambda: self._activated(self.recent.currentItem()))
            theme.mark(self.open_recent, primary=True)
            column.addWidget(self.open_recent, 0, Qt.AlignmentFlag.AlignRight)
        return panel

    def _ways_panel(self, has_recent: bool) -> QFrame:
        panel, column = _panel("开始")
        ways = (
            ("新建业务库(N)…", "add", "为一个县（市、区）建立新的台账", self.new_asked.emit),
            ("打开业务库(O)…", "open", "打开本机或 U盘上的业务库文件夹", self._open_other),
            ("从备份恢复(R)…", "backup", "用一份备份建立新的业务库文件夹", self.restore_asked.emit),
            ("演练(T)", "eye", "用示例数据练习，不影响真实业务", self.practice_asked.emit),
            ("自建方案(S)…", "scheme", "为别的县复制、编辑一份方案", self.schemes_asked.emit),
        )
        self.buttons: dict[str, QPushButton] = {}
        for label, picture, explain, act in ways:
            is_first = label.startswith("新建") and not has_recent
            button = QPushButton(
                icons.icon(picture, "on_accent" if is_first else "text"), amp(label)
            )
            if is_first:
                theme.mark(button, primary=True)
            button.setIconSize(QSize(20, 20))
            button.setAccessibleDescription(explain)
            button.clicked.connect(lambda _=False, a=act: a())
            self.buttons[label.split("(", maxsplit=1)[0]] = button
            column.addWidget(button)
            text = plain_label(explain)
            text.setProperty("aid", True)
            column.addWidget(text)
        column.addStretch(1)
        return panel

    def _activated(self, item: QListWidgetItem | None) -> None:
        one = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        if isinstance(one, Recent):
            self.open_asked.emit(one.path)

    def _open_other(self) -> None:
        self.open_asked.emit(None)

    def focus_first(self) -> None:
        """The list of offices, or 新建 when there are none."""
        if self.recent.count():
            self.recent.setFocus()
        else:
            self.buttons["新建业务库"].setFocus()


def _panel(title: str) -> tuple[QFrame, QVBoxLayout]:
    panel = QFrame()
    panel.setProperty("panel", True)
    column = QVBoxLayout(panel)
    column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
    column.setSpacing(theme.space(2))
    column.addWidget(section(title))
    return panel, column
