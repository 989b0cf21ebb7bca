"""The printers of this PC, and what each of them can do.

The print pane asks; tests hand it printers that write files. Nothing is printed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kcdesk.ui.kit.pdf.choice import PrintChoice

DUPLEX_WORDS: Final = {
    QPrinter.DuplexMode.DuplexNone: "单面",
    QPrinter.DuplexMode.DuplexLongSide: "双面（长边翻页）",
    QPrinter.DuplexMode.DuplexShortSide: "双面（短边翻页）",
}
"""The ways a clerk may choose, in this order."""

_TRAYS: Final = {
    QPrinter.PaperSource.Auto: "自动选择",
    QPrinter.PaperSource.Upper: "上纸盒",
    QPrinter.PaperSource.Middle: "中纸盒",
    QPrinter.PaperSource.Lower: "下纸盒",
    QPrinter.PaperSource.Manual: "手动送纸",
    QPrinter.PaperSource.Envelope: "信封",
    QPrinter.PaperSource.EnvelopeManual: "手动送信封",
    QPrinter.PaperSource.Tractor: "链式送纸",
    QPrinter.PaperSource.SmallFormat: "小幅面纸盒",
    QPrinter.PaperSource.LargeFormat: "大幅面纸盒",
    QPrinter.PaperSource.LargeCapacity: "大容量纸盒",
    QPrinter.PaperSource.Cassette: "纸盒",
    QPrinter.PaperSource.FormSource: "按纸张大小",
}


@dataclass(frozen=True)
class Tray:
    """Where the paper comes from."""

    code: int
    label: str


@dataclass(frozen=True)
class PrinterFacts:
    """What a printer can do."""

    name: str
    duplexes: tuple[QPrinter.DuplexMode, ...]
    trays: tuple[Tray, ...] = ()


class Printers:
    """The system's printers."""

    def names(self) -> tuple[str, ...]:
        """Their names, the system's own choice first."""
        first = QPrinterInfo.defaultPrinterName()
        names = QPrinterInfo.availablePrinterNames()
        return tuple(sorted(names, key=lambda name: name != first))

    def facts(self, name: str) -> PrinterFacts:
        """What one of them can do."""
        offered = QPrinterInfo.printerInfo(name).supportedDuplexModes()
        can_both = QPrinter.DuplexMode.DuplexAuto in offered
        duplexes = tuple(
            mode
            for mode in DUPLEX_WORDS
            if mode is QPrinter.DuplexMode.DuplexNone or can_both or mode in offered
        )
        return PrinterFacts(name, duplexes, self._trays(name))

    def set_up(self, choice: PrintChoice, title: str) -> QPrinter:
        """The printer chosen, set up as chosen, with the job's name."""
        printer = self.printer(choice.printer)
        printer.setDocName(title)
        mode = choice.duplex or QPrinter.DuplexMode.DuplexNone.name
        printer.setDuplex(QPrinter.DuplexMode[mode])
        tray = next((s for s in QPrinter.PaperSource if s.value == choice.tray), None)
        if tray is not None:
            printer.setPaperSource(tray)
        return printer

    def printer(self, name: str) -> QPrinter:
        """One of them."""
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setPrinterName(name)
        return made

    def _trays(self, name: str) -> tuple[Tray, ...]:
        """Only Windows tells; elsewhere the printer chooses."""
        ask = getattr(self.printer(name), "supportedPaperSources", None)
        return () if ask is None else tuple(tray_of(source) for source in ask())


def tray_of(source: QPrinter.PaperSource) -> Tray:
    """A tray with its word; a maker's own trays are told apart by their numbers."""
    code = int(source.value)
    return Tray(code, _TRAYS.get(source, f"纸盒（编号{code}）"))
