"""Fields of one line or of several: text, numbers, ratios, identifiers, secrets, paths."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import LONGEST_TEXT, narrow
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.fields.base import FieldWidget
from kcdesk.ui.kit.keys import ENTER
from kcdesk.ui.kit.notice import plain_label


class LineField(FieldWidget):
    """One line of text; the base of every field that is written on one line."""

    def build(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.slot.field.hint)
        self.line.textChanged.connect(self.touched)
        return self.line

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def lock(self, is_locked: bool = True) -> None:
        self.is_locked = is_locked
        self.line.setReadOnly(is_locked)
        policy = Qt.FocusPolicy.ClickFocus if is_locked else Qt.FocusPolicy.StrongFocus
        self.line.setFocusPolicy(policy)
        theme.mark(self.line, locked=is_locked)


class TextField(LineField):
    """Plain text. It is never cut: past the longest length the field says so."""

    def on_change(self) -> None:
        count = len(self.text())
        near = LONGEST_TEXT - 20
        self.say_aid(f"已有{count}个字，最多{LONGEST_TEXT}个字。" if count > near else "")


class TidyField(LineField):
    """A line that is shown again the way the kind shows it once it is left (percent, weights)."""

    def on_leave(self) -> None:
        try:
            value = self.value()
        except Refusal:
            return
        if value is not None:
            self.set_value(value)


class WholeField(TidyField):
    """A count; what is counted stands beside it."""

    def build(self) -> QWidget:
        line = super().build()
        if self.slot.field.unit:
            self.row.addWidget(plain_label(self.slot.field.unit, wrap=False))
        return line


class PercentField(TidyField):
    """A rate: a bare number is a percentage, and the field says so."""

    def build(self) -> QWidget:
        line = super().build()
        if not self.slot.field.hint:
            self.line.setPlaceholderText("百分数，如 3.85")
        return line


class IdentField(LineField):
    """Credit codes and identity numbers: counted while typed, checked as soon as complete."""

    digits = 18

    def on_change(self) -> None:
        clean = "".join(narrow(self.text()).split())
        if not clean:
            self.say_aid("")
            return
        if len(clean) < self.digits:
            self.say_aid(f"已输入{len(clean)}位，共{self.digits}位。")
            return
        try:
            self.value()
        except Refusal as refusal:
            self.say_aid("")
            self.show_problems(refusal.problems)
        else:
            self.say_aid("校验无误。")

    def on_leave(self) -> None:
        try:
            value = self.value()
        except Refusal:
            return
        if value is not None and value != self.text():
            self.set_text(str(value))


class SecretField(LineField):
    """A password: hidden, never remembered, shown while the eye is pressed."""

    def build(self) -> QWidget:
        line = super().build()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = QToolButton()
        self.eye.setIcon(icons.icon("eye"))
        self.eye.setText("显示")
        self.eye.setToolTip("按住显示密码")
        self.eye.setAccessibleName(f"按住显示{self.slot.field.label}")
        self.eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.eye.pressed.connect(lambda: self.line.setEchoMode(QLineEdit.EchoMode.Normal))
        self.eye.released.connect(lambda: self.line.setEchoMode(QLineEdit.EchoMode.Password))
        self.row.addWidget(self.eye)
        return line

    def is_empty(self) -> bool:
        return not self.text()


class _Paper(QPlainTextEdit):
    """Several lines; Ctrl+Enter belongs to the form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)


class LongTextField(FieldWidget):
    """Several lines. Enter starts a new line, Tab goes on."""

    wide = True
    enter_moves = False

    def build(self) -> QWidget:
        self.paper = _Paper()
        self.paper.setPlaceholderText(self.slot.field.hint)
        self.paper.setTabChangesFocus(True)
        self.paper.setFixedHeight(theme.em(6))
        self.paper.textChanged.connect(self.touched)
        return self.paper

    def text(self) -> str:
        return self.paper.toPlainText()

    def set_text(self, text: str) -> None:
        self.paper.setPlainText(text)

    def lock(self, is_locked: bool = True) -> None:
        self.is_locked = is_locked
        self.paper.setReadOnly(is_locked)
        policy = Qt.FocusPolicy.ClickFocus if is_locked else Qt.FocusPolicy.StrongFocus
        self.paper.setFocusPolicy(policy)
        theme.mark(self.paper, locked=is_locked)


class FlagField(FieldWidget):
    """Yes or no; Space turns it."""

    def build(self) -> QWidget:
        self.box = QCheckBox(self.slot.field.hint or "是")
        self.box.setMinimumHeight(theme.control_height())
        self.box.toggled.connect(self.touched)
        return self.box

    def text(self) -> str:
        return "是" if self.box.isChecked() else "否"

    def set_text(self, text: str) -> None:
        self.box.setChecked(narrow(text) in ("是", "有", "√", "True"))

    def raw(self) -> object:
        return self.box.isChecked()

    def is_empty(self) -> bool:
        return False


class PathField(LineField):
    """A file or folder on this PC, typed, or chosen in the system's own dialog."""

    def __init__(
        self,
        *args: object,
        mode: Literal["open", "save", "folder"] = "open",
        patterns: str = "所有文件 (*)",
        **rest: object,
    ) -> None:
        self.mode = mode
        self.patterns = patterns
        super().__init__(*args, **rest)  # type: ignore[arg-type]

    def build(self) -> QWidget:
        line = super().build()
        self.choose_button = QPushButton("浏览…")
        self.choose_button.setAccessibleName(f"浏览：{self.slot.field.label}")
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self.choose)
        self.row.addWidget(self.choose_button)
        return line

    def choose(self) -> None:
        """Open the system's dialog; what is chosen there is written into the line."""
        title, start = self.slot.field.label, self.text()
        if self.mode == "folder":
            chosen = QFileDialog.getExistingDirectory(self, title, start)
        elif self.mode == "save":
            chosen, _ = QFileDialog.getSaveFileName(self, title, start, self.patterns)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, title, start, self.patterns)
        if chosen:
            self.set_text(str(Path(chosen)))

    def lock(self, is_locked: bool = True) -> None:
        super().lock(is_locked)
        self.choose_button.setDisabled(is_locked)

    def path(self) -> Path | None:
        """What is written, as a path; None when empty."""
        return None if self.is_empty() else Path(self.text().strip())
