"""What an empty list says: what is missing, what to do, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QPushButton, QVBoxLayout

from kcdesk.ui.kit.access import without_key
from kcdesk.ui.kit.notice import plain_label


@dataclass(frozen=True)
class Empty:
    """The words and the way out. `button` may be empty; its access key belongs to the bar above."""

    text: str = "这里还没有记录。"
    explain: str = ""
    button: str = ""
    run: Callable[[], None] = lambda: None


class EmptyPage(QFrame):
    """Lies over the viewport of an empty grid."""

    def __init__(self, grid: QAbstractScrollArea) -> None:
        super().__init__(grid.viewport())
        self._grid = grid
        column = QVBoxLayout(self)
        column.addStretch(1)
        self.text = plain_label()
        self.text.setProperty("title", True)
        self.explain = plain_label()
        self.explain.setProperty("muted", True)
        for label in (self.text, self.explain):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self._run: Callable[[], None] = lambda: None
        self.button.clicked.connect(lambda _=False: self._run())
        grid.viewport().installEventFilter(self)
        self.hide()

    def say(self, empty: Empty) -> None:
        """Show this over the grid."""
        self.text.setText(empty.text)
        self.explain.setText(empty.explain)
        self.explain.setVisible(bool(empty.explain))
        self.button.setText(without_key(empty.button))
        self.button.setVisible(bool(empty.button))
        self._run = empty.run
        self.setGeometry(self._grid.viewport().rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        # Also while the whole list is out of sight, on a tab that was never turned to.
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._grid.viewport().rect())
        return False
