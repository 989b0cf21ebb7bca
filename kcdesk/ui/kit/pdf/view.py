"""The preview of a paper: what is shown is what is printed and saved, byte for byte.

Who owns the preview may have something done first when a paper leaves the office (`keep`): the
print is numbered and logged, and its own bytes take the place of the preview's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog

from kcdesk.kernel.errors import Fault
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.notice import Remark
from kcdesk.ui.kit.pdf.choice import PrintChoice
from kcdesk.ui.kit.pdf.looking import PaperLooks
from kcdesk.ui.kit.pdf.order import Part, parts_of
from kcdesk.ui.kit.pdf.pages import Pages, PdfPages
from kcdesk.ui.kit.pdf.print_pane import PrintPane
from kcdesk.ui.kit.pdf.printers import Printers
from kcdesk.ui.kit.pdf.printing import PrintRun
from kcdesk.ui.kit.pdf.saving import with_suffix, write_file
from kcdesk.ui.kit.pdf.tools import Tools
from kcdesk.ui.kit.settings import Settings

ROOMY_EM = 66
"""In a narrower window the print pane takes the place of the small pages."""
AT_ONCE = 20
"""Pages whose text is read in one turn of the event loop."""
KINDS = {".pdf": "PDF 文件", ".xlsx": "Excel 工作簿", ".png": "图片", ".jpg": "图片"}

Keep = Callable[[Callable[[], object]], object]
"""Called with what is to follow, when a paper is about to be printed or saved."""


class PdfView(PaperLooks):
    """Shows one paper. `show_pdf` (or `show_pages`) before anything else."""

    printed = Signal()
    """Every side went to the printer."""
    saved = Signal(object)
    """The Path it was saved under."""
    workbook_asked = Signal(object)
    """Save it as a spreadsheet under this Path; only where `offer_workbook` was called."""

    def __init__(
        self,
        *,
        may_print: bool = True,
        settings: Settings | None = None,
        printers: Printers | None = None,
        keep: Keep | None = None,
    ) -> None:
        self.suggested = "文书.pdf"
        self.folder: Path | None = None
        """What 打开文件夹 opens; set by saving or by the screen."""
        self._printers = printers or Printers()
        self._keep = keep or (lambda go_on: go_on())
        self._form = ""
        self.printing: PrintRun | None = None
        """What is on its way to the printer."""
        self._in_print: Pages | None = None
        self._texts: list[str] = []
        self._is_retired = False
        self.pane = PrintPane(settings, self._printers)
        super().__init__(Tools(may_print=may_print), settings)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._read_texts)
        self.row.addWidget(self.pane)
        self.pane.started.connect(self.run_print)
        self.pane.closed.connect(self._pane_closed)
        self.tools.connect_leaving(self)
        if may_print:
            self.add_key("Ctrl+P", self.print_pages)
        self.add_key("Ctrl+S", self.save_as)

    # -- what a screen calls ----------------------------------------------------------------------------

    def show_pdf(
        self, content: bytes, *, name: str = "", notes: Sequence[str] = (), form: str = ""
    ) -> None:
        """Show these bytes. `name` is offered for saving; `notes` (a stand-in font) are told;
        what is chosen for printing is remembered under `form`.
        """
        pages: Pages | None = None
        try:
            pages = PdfPages(content)
        except Fault as fault:
            self.notices.say([Remark(str(fault), "stop")])
        else:
            self.notices.clear()
        self.show_pages(pages, name=name, notes=notes, form=form)

    def show_pages(
        self, pages: Pages | None, *, name: str = "", notes: Sequence[str] = (), form: str = ""
    ) -> None:
        """Show pages that were opened elsewhere (a picture); None shows nothing."""
        self.say_notes([Remark(note, "note", word="打印说明") for note in notes])
        if name:
            self.suggested = name if Path(name).suffix else f"{name}.pdf"
        self._form = form
        self.tools.name_saving(Path(self.suggested).suffix)
        self._replace(pages)
        self.tools.count_pages(self.count)
        self.tools.may_leave(self.pages is not None)
        self.scroller.verticalScrollBar().setValue(0)
        self.thumbs.follow(1)
        if self.pane.isVisible():
            self._prepare_pane()

    def replace_pdf(self, content: bytes, *, name: str = "") -> None:
        """The same paper with other bytes (now numbered and logged): nothing else changes."""
        if name:
            self.suggested = name
        here = self.scroller.verticalScrollBar().value()
        self._replace(PdfPages(content))
        self.scroller.verticalScrollBar().setValue(here)

    def offer_workbook(self) -> None:
        """This paper can be saved as a spreadsheet, too."""
        self.tools.offer_workbook()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The 联 of the paper, as the feet of its pages name them."""
        if self.pages is not None:
            self._texts += [self.pages.text(p) for p in range(len(self._texts), self.count)]
        return parts_of(self._texts)

    def retire(self) -> None:
        """Close the document; one that is being printed closes when the last side is out."""
        self._is_retired = True
        self._replace(None)

    # -- printing ----------------------------------------------------------------------------------------

    def print_pages(self) -> None:
        """The print pane beside the preview; again, and the focus goes there."""
        if self.pages is None:
            return
        if self.pane.isHidden():
            self._prepare_pane()
            self.pane.open()
            self.place_thumbs()
        else:
            self.pane.printer.setFocus()

    def run_print(self, choice: PrintChoice) -> None:
        """Print what was chosen, once it may leave the office."""
        self._keep(lambda: self._send(choice))

    def has_room(self) -> bool:
        return self.pane.isHidden() or self.width() >= theme.em(ROOMY_EM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.finder.isHidden() and self.pane.isVisible():
            self.pane.leave()
        else:
            super().keyPressEvent(event)

    # -- saving --------------------------------------------------------------------------------------------

    def save_as(self) -> None:
        """The system's save dialog."""
        chosen = None if self.pages is None else self._ask_place(self.suggested)
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, path: Path) -> None:
        """Write the same bytes, whole or not at all; a failure is told above the preview."""
        self._keep(lambda: self._write_shown(path))

    def save_workbook(self) -> None:
        """存为表格: where; whoever owns the preview writes it."""
        chosen = self._ask_place(f"{Path(self.suggested).stem}.xlsx")
        if chosen is not None:
            self.workbook_asked.emit(chosen)

    def save_bytes(self, path: Path, content: bytes) -> bool:
        """Write a file of this paper and say so."""
        said = write_file(path, content)
        self.notices.say([said])
        if said.level != "ok":
            return False
        self.folder = path.parent
        self.tools.offer_folder()
        self.saved.emit(path)
        return True

    def open_folder(self) -> None:
        """Show the folder it was saved in."""
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    # -- inside ------------------------------------------------------------------------------------------------

    def _replace(self, pages: Pages | None) -> None:
        old = self.put_pages(pages)
        self._texts = []
        self._turn.stop()
        if old is not None and old is not self._in_print:
            old.close()

    def _prepare_pane(self) -> None:
        """Offer the 联 of the paper; of a long one when all its pages have been read."""
        self.pane.show_paper(self._form)
        self._turn.start()
        self._read_texts()

    def _read_texts(self) -> None:
        """Some more pages, for the 联 their feet name."""
        if self.pages is None:
            self._turn.stop()
            return
        done = len(self._texts)
        self._texts += [self.pages.text(p) for p in range(done, min(done + AT_ONCE, self.count))]
        if len(self._texts) == self.count:
            self._turn.stop()
            self.pane.show_parts(self.parts, self.count)

    def _send(self, choice: PrintChoice) -> None:
        """The pages as they are now: they may have become a numbered print meanwhile."""
        sheets = None if self.pages is None else choice.sheets(self.parts, self.count)
        if self.pages is None or not sheets or self.printing is not None:
            return
        sides = choice.sides(sheets)
        printer = self._printers.set_up(choice, Path(self.suggested).stem)
        run = PrintRun(self.pages, printer, sides, self)
        self.printing, self._in_print = run, self.pages
        run.progressed.connect(self.pane.running)
        run.ended.connect(lambda whole: self._print_ended(choice, run.done, whole))
        self.pane.stopped.connect(run.stop)
        self.pane.running(0, len(sides))
        run.start()

    def _print_ended(self, choice: PrintChoice, done: int, is_complete: bool) -> None:
        printed, self._in_print, self.printing = self._in_print, None, None
        if printed is not None and printed is not self.pages:
            printed.close()
        if self._is_retired:
            return
        self.pane.ended(choice, done, is_complete=is_complete)
        if is_complete:
            self.printed.emit()

    def _pane_closed(self) -> None:
        self.place_thumbs()
        self.scroller.setFocus()

    def _write_shown(self, path: Path) -> None:
        if self.pages is not None:
            self.save_bytes(path, self.pages.content)

    def _ask_place(self, name: str) -> Path | None:
        start = str((self.folder or Path.home()) / name)
        suffix = Path(name).suffix
        words = KINDS.get(suffix.lower(), "文件")
        chosen, _ = QFileDialog.getSaveFileName(self, "另存为", start, f"{words} (*{suffix})")
        return with_suffix(Path(chosen), suffix) if chosen else None
