"""Bad news and notes on the screen: an icon, a word, a sentence, the clauses it rests on.

Hard stop, warning and note differ by icon and leading word, so that colour is never needed.
All text is plain text: what a clerk typed is never read as HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Problem
from kcdesk.ui.kit import icons, theme

Level = Literal["stop", "warning", "note", "ok"]

WORDS: dict[Level, str] = {"stop": "不能继续", "warning": "请注意", "note": "说明", "ok": "已完成"}


@dataclass(frozen=True)
class Remark:
    """One thing to say, at a level."""

    text: str
    level: Level = "note"
    clauses: tuple[str, ...] = ()
    word: str = ""
    """The leading word, where the level's own does not fit."""

    @property
    def lead(self) -> str:
        """The word said first."""
        return self.word or WORDS[self.level]


def remark_of(problem: Problem, level: Level = "stop") -> Remark:
    """A problem as it is shown: what is wrong, then the cure."""
    return Remark(f"{problem.message}{problem.cure}", level, problem.clauses)


def plain_label(text: str = "", *, wrap: bool = True, select: bool = False) -> QLabel:
    """A label that shows its text and nothing but its text."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if select:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label


class Notice(QFrame):
    """One remark. `quiet` is the small form beneath a field: no frame, no leading word."""

    clause_asked = Signal(str)

    def __init__(self, remark: Remark, *, quiet: bool = False) -> None:
        super().__init__()
        self.remark = remark
        self.setProperty("quiet" if quiet else "notice", True if quiet else remark.level)
        row = QHBoxLayout(self)
        side = 0 if quiet else theme.space(2)
        row.setContentsMargins(side, 0 if quiet else theme.space(1), side, 0 if quiet else 4)
        row.setSpacing(theme.space(1))
        sign = QLabel()
        sign.setPixmap(
            icons.pixmap(remark.level, theme.em(1.15), remark.level, self.devicePixelRatioF())
        )
        sign.setAccessibleName(remark.lead)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        text = remark.text if quiet else f"{remark.lead}：{remark.text}"
        self.label = plain_label(text)
        if quiet:
            self.label.setProperty("level", remark.level)
        row.addWidget(self.label, 1)
        for clause in remark.clauses:
            link = clause_link(clause)
            link.clicked.connect(lambda _=False, c=clause: self.clause_asked.emit(c))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{remark.lead}：{remark.text}")


def clause_link(clause: str) -> QPushButton:
    """A clause id that opens the clause when pressed."""
    link = QPushButton(clause)
    theme.mark(link, link=True)
    link.setToolTip(f"查看条款 {clause}")
    link.setAccessibleName(f"查看条款 {clause}")
    link.setAutoDefault(False)
    link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return link


class NoticeBar(QWidget):
    """Several remarks, one under the other; hidden while there are none."""

    clause_asked = Signal(str)

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        self.remarks: tuple[Remark, ...] = ()
        self._notices: list[Notice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1))
        self.hide()

    def say(self, remarks: Sequence[Remark]) -> None:
        """Show these and nothing else."""
        remarks = tuple(dict.fromkeys(remarks))
        if remarks == self.remarks:
            return
        self.remarks = remarks
        for old in self._notices:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._notices = [Notice(remark, quiet=self._quiet) for remark in remarks]
        for notice in self._notices:
            notice.clause_asked.connect(self.clause_asked)
            self._column.addWidget(notice)
            notice.show()
        if self.parentWidget() is not None:
            self.setVisible(bool(remarks))
        else:
            # Not yet in its place: shown together with it, never as a window of its own.
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, not remarks)
        self.updateGeometry()

    def clear(self) -> None:
        """Say nothing."""
        self.say(())

    def text(self) -> str:
        """Everything said, for tests and for 复制."""
        return "\n".join(r.text for r in self.remarks)


class NoticeShelf(QScrollArea):
    """A bar of remarks that keeps to the room it is given; what is beyond is scrolled to."""

    def __init__(self, bar: NoticeBar) -> None:
        super().__init__()
        self._bar = bar
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(bar)
        self.hide()

    def fit(self, room: int) -> None:
        """As high as the remarks want, but for `room` at most; gone while there are none."""
        layout = self._bar.layout()
        self.setVisible(bool(self._bar.remarks))
        if self._bar.remarks and layout is not None:
            self.setFixedHeight(min(layout.totalHeightForWidth(self.width()), room))
