"""The buttons under an import: send back, take back, confirm, finish; each only when it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from kcdesk.ui.kit import icons, theme
from kcdesk.work.intake import ListReading
from kcdesk.work.queries.enterprises.preview import PreviewLine


class ImportBar(QFrame):
    """`follow` says where the import stands."""

    def __init__(
        self,
        *,
        save_refused: Callable[[], None],
        take_back: Callable[[], None],
        confirm: Callable[[], None],
        finish: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setProperty("bar", "bottom")
        self.refused = self._button("未接收的行另存为(&X)…", save_refused, "save")
        self.undo = self._button("撤销本次导入(&U)", take_back, "undo")
        self.confirm = self._button("确认导入(&S)", confirm)
        self.confirm.setToolTip("Ctrl+Enter")
        self.done = self._button("完成(&S)", finish)
        for button in (self.confirm, self.done):
            theme.mark(button, primary=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        row.setSpacing(theme.space(2))
        row.addWidget(self.refused)
        row.addStretch(1)
        for button in (self.undo, self.confirm, self.done):
            row.addWidget(button)

    def follow(
        self, reading: ListReading | None, lines: Sequence[PreviewLine], *, is_written: bool
    ) -> None:
        """Show what can be done now; the confirming button says what it will do."""
        self.refused.setVisible(reading is not None and bool(reading.refused))
        for button in (self.undo, self.done):
            button.setVisible(is_written)
            button.setEnabled(True)
        self.confirm.setVisible(reading is not None and not is_written)
        count = writes(lines)
        self.confirm.setText(_confirming(count, lines) if count else "没有要导入的内容")
        self.confirm.setEnabled(bool(count))

    def wait(self) -> None:
        """Something is being written; nothing can be pressed twice."""
        for button in (self.confirm, self.undo, self.done):
            button.setEnabled(False)

    def _button(self, label: str, act: Callable[[], None], picture: str = "") -> QPushButton:
        button = QPushButton(label)
        if picture:
            button.setIcon(icons.icon(picture))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button


def writes(lines: Sequence[PreviewLine]) -> int:
    """How many firms a confirmed import would write something of."""
    return sum(line.status != "unchanged" or line.admission == "admitted" for line in lines)


def _confirming(count: int, lines: Sequence[PreviewLine]) -> str:
    admitted = Counter(line.admission for line in lines)["admitted"]
    also = f"，纳入{admitted:,}家" if admitted else ""
    return f"确认导入{count:,}家{also}(&S)"
