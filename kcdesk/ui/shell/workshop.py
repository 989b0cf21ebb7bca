"""自建方案 without an office: a programme is written first, an office is founded under it after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kcdesk.ui.kit import Settings, Sources, dialogs, icons, theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels.own_schemes import Call, OwnSchemes


class Workshop(QWidget):
    """The page; 返回 goes back to the start page. Whoever shows it asks `schemes` to reload."""

    left = Signal()

    def __init__(self, call: Call, sources: Sources, settings: Settings | None = None) -> None:
        super().__init__()
        self.schemes = OwnSchemes(call, sources, settings)
        head = QFrame()
        head.setProperty("bar", "top")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.space(4), theme.space(1), theme.space(4), theme.space(1))
        self.back_button = QPushButton(icons.icon("back"), "返回(&B)")
        self.back_button.setAutoDefault(False)
        theme.mark(self.back_button, slim=True)
        self.back_button.clicked.connect(self.leave)
        title = plain_label("自建方案", wrap=False)
        title.setProperty("title", True)
        row.addWidget(self.back_button)
        row.addWidget(title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.schemes, 1)
        self.setFocusProxy(self.schemes)

    def leave(self) -> None:
        """Back to the start page; asks when a text was not kept."""
        if not self.schemes.is_changed:
            self.left.emit()
            return
        dialogs.question(
            self,
            "放弃未保存的修改？",
            "方案文本改动后还没有保存。放弃后不能找回。",
            yes="放弃(D)",
            no="继续编辑(C)",
            then=self.left.emit,
            loses=True,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
