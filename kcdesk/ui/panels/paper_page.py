"""One paper on a page of its own: a preview that becomes a print, or a file that is kept.

A print counts when it is made: printing or saving first logs it (number, values, bytes), then
prints the very bytes that were kept. Looking at the preview logs nothing. Imported when a paper
is looked at: pdfium and the printer stay out of the start.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import NoticeBar, Page, Remark, Screen
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.notice import remark_of
from kcdesk.ui.kit.pdf import PaperFile, PdfView, pages_of, read_paper
from kcdesk.work.commands.documents import PrintPaper
from kcdesk.work.queries.documents import (
    Preview,
    PrintedPaper,
    paper_workbook,
    preview_paper,
    printed_paper,
)


class ViewPage(Page):
    """A preview with what went wrong above it."""

    def __init__(
        self, screen: Screen, *, keep: Callable[[Callable[[], object]], object] | None = None
    ) -> None:
        super().__init__()
        self.home = screen
        self.desk = screen.desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.trouble = NoticeBar()
        self.trouble.clause_asked.connect(screen.clause_asked)
        column.addWidget(self.trouble)
        self.view = PdfView(settings=screen.place.settings, keep=keep)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def retire(self) -> None:
        self.view.retire()

    def refused(self, refusal: Refusal) -> None:
        """Why there is no paper."""
        self.trouble.say([remark_of(p) for p in refusal.problems])

    def failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        """The same, whatever went wrong."""
        if isinstance(trouble, Refusal):
            self.refused(trouble)
        else:
            self.trouble.say([Remark(trouble_text(trouble), "stop")])


class PaperPage(ViewPage):
    """A preview that becomes a print when it is printed or saved."""

    def __init__(self, screen: Screen, form: str, record: int, label: str) -> None:
        super().__init__(screen, keep=self._keep)
        self._form, self._record, self._label = form, record, label
        self._key = uuid.uuid4().hex
        self._is_kept = False
        self._is_being_kept = False
        self.view.workbook_asked.connect(self._save_workbook)
        self.reload()

    def reload(self) -> None:
        if not self._is_kept:
            self.desk.ask(
                preview_paper(form=self._form, record=self._record), self._show, self, self.failed
            )

    def _show(self, preview: Preview) -> None:
        if self._is_kept or self._is_being_kept:
            return  # the print's own bytes are shown, or on their way
        self.trouble.clear()
        shown = self.view.pages
        if shown is not None and shown.content == preview.pdf:
            return  # asked anew, and nothing has changed: what is chosen for printing stays
        self.view.show_pdf(preview.pdf, name=self._label, notes=preview.notes, form=self._form)
        if preview.has_workbook:
            self.view.offer_workbook()

    def _save_workbook(self, path: Path) -> None:
        """The filled spreadsheet: no paper, so it counts as no print."""
        self.desk.ask(
            paper_workbook(form=self._form, record=self._record),
            lambda content: self._write(path, content),
            self,
            self.failed,
        )

    def _write(self, path: Path, content: bytes) -> None:
        self.view.save_bytes(path, content)

    def _keep(self, then: Callable[[], object]) -> None:
        """Log the print once, show the kept bytes, then go on."""
        if self._is_kept:
            then()
            return

        self._is_being_kept = True

        def read(paper: PrintedPaper) -> None:
            self.desk.background(
                "读取打印件",
                lambda _progress, _cancelled: read_paper(Path(paper.file)),
                lambda file: came(paper, file),
                self,
                give_up,
            )

        def give_up(trouble: Refusal | Fault | Breakdown) -> None:
            self._is_being_kept = False
            self.failed(trouble)

        def came(paper: PrintedPaper, file: PaperFile) -> None:
            self._is_kept = True
            try:
                self.view.replace_pdf(file.content, name=paper.name)
            except Fault as fault:  # damaged between writing and reading: nothing of it goes out
                self.view.show_pages(None)
                self.failed(fault)
                return
            then()

        self.desk.do(
            PrintPaper(form=self._form, record=self._record),
            lambda done: self.desk.ask(printed_paper(print_id=done.result), read, self, give_up),
            give_up,
            self,
            give_up,
            key=self._key,
        )


class FilePage(ViewPage):
    """A print as it was made, a signed scan, an attached PDF or picture."""

    def __init__(self, screen: Screen, path: Path, name: str, *, form: str = "") -> None:
        super().__init__(screen)
        self._name, self._form = name, form
        self.desk.background(
            f"打开{name}",
            lambda _progress, _cancelled: read_paper(path),
            self._show,
            self,
            self.failed,
        )

    def reload(self) -> None:
        """The bytes of a kept file never change."""

    def _show(self, file: PaperFile) -> None:
        try:
            pages = pages_of(file)
        except Fault as fault:
            self.failed(fault)
            return
        self.view.show_pages(pages, name=self._name, form=self._form)
