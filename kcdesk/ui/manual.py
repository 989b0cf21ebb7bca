"""The manual in its own window: a page a stage, found by its words, read without a network.

Opened by F1 with the page of the screen shown. Pages are Markdown files; links lead between them
and nowhere else.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from kcdesk.ui.kit import icons, theme

FIRST = "index"


class ManualWindow(QWidget):
    """Pages on the left, the text on the right."""

    def __init__(self, folder: Path) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("使用说明")
        self.setWindowIcon(icons.icon("help"))
        self.texts = {page.stem: page.read_text("utf-8") for page in sorted(folder.glob("*.md"))}
        self.finder = QLineEdit()
        self.finder.setPlaceholderText("查找说明")
        self.finder.setAccessibleName("查找说明")
        self.finder.setClearButtonEnabled(True)
        self.finder.textChanged.connect(self._sift)
        self.pages = QListWidget()
        self.pages.setAccessibleName("说明目录")
        for name in self._in_order():
            item = QListWidgetItem(self.texts[name].splitlines()[0].removeprefix("# "))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.pages.addItem(item)
        self.pages.currentItemChanged.connect(self._chosen)
        self.text = QTextBrowser()
        self.text.setAccessibleName("说明")
        # The browser would fetch links itself; here they only turn the page.
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(theme.space(4))
        self.text.anchorClicked.connect(self._follow)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.finder)
        column.addWidget(self.pages, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.em(14), theme.em(40)])
        row = QHBoxLayout(self)
        row.addWidget(split)
        for keys, act in (("Ctrl+F", self.finder.setFocus), ("Esc", self.close)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.resize(theme.em(60), theme.em(40))
        self.turn_to(FIRST)

    def turn_to(self, page: str) -> None:
        """Show a page; the first one when there is none of that name."""
        name = page if page in self.texts else FIRST
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                item.setHidden(False)
                self.pages.setCurrentItem(item)

    def _in_order(self) -> list[str]:
        first = self.texts[FIRST]
        return sorted(self.texts, key=lambda name: (name != FIRST, first.find(f"({name}.md)")))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setMarkdown(self.texts[item.data(Qt.ItemDataRole.UserRole)])
            self._loosen()

    def _loosen(self) -> None:
        """Room around paragraphs, steps and headings; Qt's Markdown sets them solid."""
        block = self.text.document().firstBlock()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is None:
                shape = block.blockFormat()
                above = theme.space(3) if shape.headingLevel() > 1 else theme.space(1)
                shape.setTopMargin(above)
                shape.setBottomMargin(theme.space(1))
                cursor.setBlockFormat(shape)
            block = block.next()

    def _follow(self, link: QUrl) -> None:
        if link.isRelative():
            self.turn_to(link.fileName().removesuffix(".md"))

    def _sift(self, words: str) -> None:
        wanted = words.split()
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            text = self.texts[item.data(Qt.ItemDataRole.UserRole)]
            item.setHidden(not all(word in text for word in wanted))
