"""One paper on a page of its own: a preview that becomes a print, a kept print, an attached PDF.

A print counts when it is made: printing or saving first logs it (number, values, bytes), then
prints the very bytes that were kept. Looking at the preview logs nothing. Imported when a paper
is looked at: pdfium and the printer stay out of the start.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown
from kcdesk.ui.kit import NoticeBar, Page, Remark, Screen
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.notice import remark_of
from kcdesk.ui.kit.pdf import PdfView, PrintRun
from kcdesk.work.commands.documents import PrintPaper
from kcdesk.work.queries.documents import Preview, PrintedPaper, preview_paper, printed_paper


def kept_bytes(paper: PrintedPaper) -> bytes | None:
    """The bytes of a print, or None when its file is gone."""
    try:
        return Path(paper.file).read_bytes()
    except OSError:
        return None


class PaperPage(Page):
    """One paper: a preview that becomes a print when it is printed or saved, or a kept print."""

    def __init__(
        self,
        screen: Screen,
        form: str,
        record: int,
        label: str,
        *,
        kept: tuple[bytes, str] | None = None,
    ) -> None:
        super().__init__()
        self.home = screen
        self.desk = screen.desk
        self._form, self._record, self._label = form, record, label
        self._key = uuid.uuid4().hex
        self._is_kept = kept is not None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.trouble = NoticeBar()
        self.trouble.clause_asked.connect(screen.clause_asked)
        column.addWidget(self.trouble)
        self.view = PaperView(self._keep)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        if kept is None:
            self.reload()
        else:
            self.view.show_pdf(kept[0], name=kept[1])

    def reload(self) -> None:
        if not self._is_kept:
            self.desk.ask(
                preview_paper(form=self._form, record=self._record), self._show, self, self._failed
            )

    def retire(self) -> None:
        self.view.let_go()

    def _show(self, preview: Preview) -> None:
        self.trouble.clear()
        if not self._is_kept:
            self.view.show_pdf(preview.pdf, name=self._label, notes=preview.notes)

    def _keep(self, then: Callable[[], object]) -> None:
        """Log the print once, show the kept bytes, then go on."""
        if self._is_kept:
            then()
            return

        def came(paper: PrintedPaper) -> None:
            content = kept_bytes(paper)
            if content is not None:
                self._is_kept = True
                self.view.show_pdf(content, name=paper.name)
                then()

        self.desk.do(
            PrintPaper(form=self._form, record=self._record),
            lambda done: self.desk.ask(
                printed_paper(print_id=done.result), came, self, self._failed
            ),
            self._refused,
            self,
            key=self._key,
        )

    def _refused(self, refusal: Refusal) -> None:
        self.trouble.say([remark_of(p) for p in refusal.problems])

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        if isinstance(trouble, Refusal):
            self._refused(trouble)
        else:
            self.trouble.say([Remark(trouble_text(trouble), "stop")])


class PaperView(PdfView):
    """The kit's preview, whose printing and saving first make the print count."""

    def __init__(self, keep: Callable[[Callable[[], object]], object]) -> None:
        self._keep = keep
        super().__init__()

    def run_print(self, printer: QPrinter) -> PrintRun | None:
        go_on = super().run_print
        self._keep(lambda: go_on(printer))
        return self._run

    def save_to(self, path: Path) -> bool:
        go_on = super().save_to
        self._keep(lambda: go_on(path))
        return True

    def let_go(self) -> None:
        """Close the document, unless it is still being printed."""
        if self.pages is not None and self._run is None:
            self.pages.close()
            self.pages = None


class FilePage(Page):
    """An attached PDF."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = PaperView(lambda go_on: go_on())
        self.view.show_pdf(content, name=name)
        column.addWidget(self.view)
        self.setFocusProxy(self.view)

    def reload(self) -> None:
        """The bytes of an attachment never change."""

    def retire(self) -> None:
        self.view.let_go()
