"""Many PDFs as one: a file per turn of the event loop, so that the window stays alive."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal


class Joining(QObject):
    """Lays the files one behind the other; everything is told by signals."""

    progressed = Signal(int, int)
    joined = Signal(bytes)
    failed = Signal(str)
    """The name of a file that is gone or no PDF; nothing is joined then."""

    def __init__(self, files: Sequence[Path], parent: QObject) -> None:
        super().__init__(parent)
        import pypdfium2 as pdfium

        self._files = list(files)
        self._done = 0
        self._all = pdfium.PdfDocument.new()
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)
        self._turn.start()

    def stop(self) -> None:
        """Let go of everything."""
        self._turn.stop()
        self._all.close()
        self.deleteLater()

    def _step(self) -> None:
        import pypdfium2 as pdfium

        if self._done == len(self._files):
            whole = BytesIO()
            self._all.save(whole)
            self.stop()
            self.joined.emit(whole.getvalue())
            return
        file = self._files[self._done]
        try:
            one = pdfium.PdfDocument(file.read_bytes())
        except (OSError, pdfium.PdfiumError):
            self.stop()
            self.failed.emit(file.name)
            return
        self._all.import_pages(one)
        one.close()
        self._done += 1
        self.progressed.emit(self._done, len(self._files))
