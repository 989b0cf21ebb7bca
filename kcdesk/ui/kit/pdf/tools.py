"""The row of tools over a preview: print, save, folder; pages, search, zoom.

What does not fit a small window goes under 更多; nothing is cut. The preview does the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSpinBox, QWidget

from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.actions import Action, ActionBar
from kcdesk.ui.kit.notice import plain_label

if TYPE_CHECKING:
    from kcdesk.ui.kit.pdf.looking import PaperLooks
    from kcdesk.ui.kit.pdf.view import PdfView


class Tools(QFrame):
    """The tools of one preview."""

    def __init__(self, *, may_print: bool) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        self._may_print, self._has_workbook, self._has_folder = may_print, False, False
        self._leaving: PdfView | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(1), theme.space(3), theme.space(1))
        row.setSpacing(theme.space(1))
        self.acts = ActionBar(self._actions(), direct=4, at_left=True)
        self.print_button, self.save_button, self.workbook_button, self.folder_button = (
            self.acts.buttons
        )
        row.addWidget(self.acts, 1)
        self.thumbs_button = self._small("pages", "缩略图")
        self.thumbs_button.setCheckable(True)
        self.find_button = self._small("search", "在文书里找（Ctrl+F）")
        self.page_box = QSpinBox()
        self.page_box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page_box.setAccessibleName("页码")
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_box.setFixedWidth(theme.em(3.4))
        self.page_box.setRange(1, 1)
        self.count_label = plain_label("/ 0 页", wrap=False)
        self.smaller_button = self._small("zoom_out", "缩小（Ctrl+-）")
        self.zoom_label = plain_label(wrap=False)
        self.zoom_label.setFixedWidth(theme.em(3.2))
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.larger_button = self._small("zoom_in", "放大（Ctrl+=）")
        self.fit_button = self._small("fit_width", "合页宽（Ctrl+0）")
        self.page_button = self._small("fit_page", "整页（Ctrl+9）")
        for widget in (
            self.thumbs_button, self.find_button, self.page_box, self.count_label,
            self.smaller_button, self.zoom_label, self.larger_button, self.fit_button,
            self.page_button,
        ):  # fmt: skip
            row.addWidget(widget)

    def connect_to(self, looks: PaperLooks) -> None:
        """The tools for looking."""
        for button, act in (
            (self.find_button, looks.look_for),
            (self.smaller_button, lambda: looks.zoom_by(-1)),
            (self.larger_button, lambda: looks.zoom_by(1)),
            (self.fit_button, looks.fit_width),
            (self.page_button, looks.fit_page),
        ):
            button.clicked.connect(lambda _=False, act=act: act())
        self.thumbs_button.clicked.connect(looks.show_thumbs)
        self.page_box.valueChanged.connect(looks.go_to)

    def connect_leaving(self, view: PdfView) -> None:
        """The tools for printing and saving."""
        self._leaving = view

    def add(self, widget: QWidget) -> None:
        """Something of the page's own, before the tools for looking."""
        self._row.insertWidget(1, widget)

    def may_leave(self, may: bool) -> None:
        """Whether there is a paper to print and save."""
        self.acts.follow(self._leaving if may else None)

    def name_saving(self, suffix: str) -> None:
        """What saving is called: a picture is saved as it came."""
        is_pdf = suffix.lower() == ".pdf"
        self.save_button.setText("存为 PDF(&A)…" if is_pdf else "另存为(&A)…")

    def offer_workbook(self) -> None:
        """The paper can be saved as a spreadsheet."""
        self._has_workbook = True
        self._follow()

    def offer_folder(self) -> None:
        """There is a folder to open."""
        self._has_folder = True
        self._follow()

    def count_pages(self, count: int) -> None:
        """How many pages there are."""
        self.page_box.setRange(1, max(count, 1))
        self.count_label.setText(f"/ {count} 页")

    def say_page(self, page: int) -> None:
        """The page in sight, from 1; nothing is scrolled."""
        self.page_box.blockSignals(True)
        self.page_box.setValue(page)
        self.page_box.blockSignals(False)

    def say_zoom(self, zoom: float) -> None:
        """How large."""
        self.zoom_label.setText(f"{zoom:.0%}")

    def _follow(self) -> None:
        self.acts.follow(self.acts.record)

    def _actions(self) -> tuple[Action, ...]:
        return (
            Action(
                "打印(P)…", lambda view: view.print_pages(), "print", "Ctrl+P",
                for_line=True, primary=True, is_wanted=lambda: self._may_print,
            ),
            Action(
                "存为 PDF(A)…", lambda view: view.save_as(), "save", "Ctrl+S",
                for_line=True,
            ),
            Action(
                "存为表格(X)…", lambda view: view.save_workbook(), "export",
                for_line=True, is_wanted=lambda: self._has_workbook,
            ),
            Action(
                "打开文件夹(O)", lambda view: view.open_folder(), "open",
                for_line=True, is_wanted=lambda: self._has_folder,
            ),
        )  # fmt: skip

    def _small(self, picture: str, words: str) -> QPushButton:
        """A button of a picture: the words of the others need the room."""
        button = QPushButton(icons.icon(picture), "")
        button.setToolTip(words)
        button.setAccessibleName(words.partition("（")[0])
        button.setAutoDefault(False)
        theme.mark(button, tool=True)
        return button
