"""Looking for words in a paper: a line to write in, how many, the one before and the next.

Pages are searched one per turn of the event loop, from the page in sight on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton

from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.keys import ENTER, EnterMoves
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.pdf.pages import Hit, Pages

PAUSE_MS = 150


class FindBar(QFrame):
    """Hidden until Ctrl+F. It finds; the preview marks and scrolls."""

    found = Signal(object, object)
    """All hits so far, in the order of the pages, and the current one (or None)."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        self.hits: list[Hit] = []
        self.current = -1
        self._pages: Pages | None = None
        self._text = ""
        self._from = 0
        self._left: list[int] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), theme.space(1))
        row.setSpacing(theme.space(2))
        self.line = QLineEdit()
        self.line.setPlaceholderText("在这份文书里找")
        self.line.setAccessibleName("在这份文书里找")
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(theme.em(20))
        self._typing = EnterMoves(self.line, plain_enter=False)
        self.count_label = plain_label(wrap=False)
        self.count_label.setMinimumWidth(theme.em(7))
        self.before_button = self._button("up", "上一处（Shift+F3）", -1)
        self.next_button = self._button("down", "下一处（F3、回车）", 1)
        self.close_button = QPushButton(icons.icon("close"), "")
        self.close_button.setToolTip("不找了（Esc）")
        self.close_button.setAccessibleName("不找了")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(lambda _=False: self.leave())
        row.addWidget(self.line, 1)
        for widget in (self.before_button, self.next_button, self.count_label):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._look_on)
        self.line.textChanged.connect(self._pause.start)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether pages are still looked through."""
        return self._turn.isActive()

    def show_pages(self, pages: Pages | None) -> None:
        """Other pages: what was looked for is looked for in them, too."""
        self._pages = pages
        self._turn.stop()
        if self.isVisible():
            self.look()
        else:
            self._start_over("")

    def open(self, page: int) -> None:
        """Begin to look from this page (from 0) on."""
        self._from = page
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def look(self) -> None:
        """Look for what stands in the line, without a pause."""
        self._pause.stop()
        self._start_over(self.line.text())
        if self._text.strip() and self._pages is not None:
            pages = list(range(len(self._pages)))
            self._left = pages[self._from :] + pages[: self._from]
            self._turn.start()
        self._say()

    def step(self, step: int) -> None:
        """To the next one or the one before, round the end."""
        if self.line.text() != self._text:
            self.look()
            return
        if self.hits:
            self.current = (self.current + step) % len(self.hits)
            self._say()

    def leave(self) -> None:
        """Look no longer."""
        self.hide()
        self._turn.stop()
        self._pause.stop()
        self._start_over("")
        self.found.emit((), None)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in ENTER and self.line.hasFocus():
            if not self._typing.is_input_methods():
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _button(self, picture: str, words: str, step: int) -> QPushButton:
        button = QPushButton(icons.icon(picture), "")
        button.setToolTip(words)
        button.setAccessibleName(words.partition("（")[0])
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.step(step))
        return button

    def _start_over(self, text: str) -> None:
        self._text, self.hits, self.current, self._left = text, [], -1, []

    def _look_on(self) -> None:
        """One more page."""
        if not self._left or self._pages is None:
            self._turn.stop()
            self._say()
            return
        hits = self._pages.hits(self._left.pop(0), self._text)
        if hits:
            current = self.hits[self.current] if self.hits else hits[0]
            self.hits = sorted([*self.hits, *hits], key=lambda hit: hit.page)
            self.current = next(n for n, hit in enumerate(self.hits) if hit is current)
            self._say()

    def _say(self) -> None:
        """How many there are; what the eye needs the preview marks."""
        if not self._text.strip():
            self.count_label.setText("")
        elif self.hits:
            more = "＋" if self._left else ""
            self.count_label.setText(f"第{self.current + 1}处，共{len(self.hits)}处{more}")
        else:
            self.count_label.setText("正在找…" if self._left else "没有找到")
        for button in (self.before_button, self.next_button):
            button.setEnabled(bool(self.hits))
        self.found.emit(tuple(self.hits), self.hits[self.current] if self.hits else None)
