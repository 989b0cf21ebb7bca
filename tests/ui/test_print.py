"""Printing: the pane beside the preview, the printers' own abilities, jams, copies, both sides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.ui.kit import Settings
from kcdesk.ui.kit.pdf import PdfPages, PdfView, PrintChoice, Printers, PrintRun
from kcdesk.ui.kit.pdf.printers import PrinterFacts, Tray, tray_of
from tests.ui.fingers import CTRL, SHIFT, press, stand, write
from tests.ui.papers import FilePrinters, pdf, words_pdf

TRAYS = (Tray(7, "自动选择"), Tray(1, "下纸盒"))


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path, "一楼打印机", "二楼复印机", trays=TRAYS)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "screens.ini")


@pytest.fixture
def view(qtbot: QtBot, printers: FilePrinters, settings: Settings) -> PdfView:
    view = stand(qtbot, PdfView(settings=settings, printers=printers), (1100, 640))
    view.show_pdf(pdf(), name="审批表", form="approval")
    return view


def copies_pdf(copies: int, pages: int) -> bytes:
    """A paper of so many 联, its strip at the foot of each page."""
    labels = ("科技局", "银行", "企业", "担保公司")
    return words_pdf(
        *(
            f"正文\n第{c + 1}联/共{copies}联（{labels[c]}）\n第{p + 1}页/共{pages}页"
            for c in range(copies)
            for p in range(pages)
        )
    )


def printed(view: PdfView, qtbot: QtBot, printers: FilePrinters) -> list[str]:
    """The first words of every page that comes out when 开始打印 is pressed."""
    with qtbot.waitSignal(view.printed):
        view.pane.start_button.click()
    return dark_pages(printers.files[-1])


def dark_pages(file: Path) -> list[str]:
    """For each page that came out whether anything is on it."""
    pages = PdfPages(file.read_bytes())
    found = []
    for number in range(len(pages)):
        picture = pages.picture(number, 40)
        dots = (
            picture.pixelColor(x, y).lightness() < 160
            for x in range(picture.width())
            for y in range(picture.height())
        )
        found.append("字" if any(dots) else "空")
    pages.close()
    return found


def test_the_pane_is_opened_filled_in_and_started_by_keys(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.scroller.setFocus()
    press(view.scroller, Qt.Key.Key_P, CTRL)
    pane = view.pane
    assert pane.printer.hasFocus()
    press(None, Qt.Key.Key_Down)
    press(None, Qt.Key.Key_Return)
    assert pane.copies.hasFocus()
    write("2")
    press(None, Qt.Key.Key_Return)
    assert pane.pages.hasFocus()
    write("2-3")
    press(None, Qt.Key.Key_Return, SHIFT)
    assert pane.copies.hasFocus()
    assert pane.total.text() == "打印4页，用纸4张。"
    assert pane.choice == PrintChoice("二楼复印机", tray=7, copies=2, pages="2-3")
    with qtbot.waitSignal(view.printed):
        press(None, Qt.Key.Key_Return, CTRL)
    assert len(PdfPages(printers.files[0].read_bytes())) == 4
    assert "已全部送到打印机" in pane.said.text()
    press(None, Qt.Key.Key_Escape)
    assert pane.isHidden()
    assert view.scroller.hasFocus()


def test_every_page_goes_to_the_printer_in_its_size_and_place(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.show_pdf(pdf(2))
    view.print_pages()
    printed(view, qtbot, printers)
    out = PdfPages(printers.files[0].read_bytes())
    assert len(out) == 2
    assert abs(out.size(0).width() - 595) < 3
    assert abs(out.size(0).height() - 842) < 3
    mine, theirs = PdfPages(pdf(2)).picture(1, 72), out.picture(1, 72)
    different = [
        (x, y)
        for x in range(0, 590, 2)
        for y in range(0, 840, 2)
        if abs(mine.pixelColor(x, y).lightness() - theirs.pixelColor(x, y).lightness()) > 180
    ]
    assert len(different) < 12, "no seam, no shift"


def test_a_landscape_page_turns_the_sheet(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.show_pdf(pdf(1, 842, 595))
    view.print_pages()
    printed(view, qtbot, printers)
    size = PdfPages(printers.files[0].read_bytes()).size(0)
    assert size.width() > size.height()


def test_copies_of_a_form_are_chosen_by_their_names(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.show_pdf(copies_pdf(4, 1), form="application")
    view.print_pages()
    pane = view.pane
    assert [t.text() for t in pane.ticks] == [
        "第1联（科技局）", "第2联（银行）", "第3联（企业）", "第4联（担保公司）",
    ]  # fmt: skip
    pane.ticks[0].setChecked(False)
    pane.ticks[3].setChecked(False)
    assert pane.total.text() == "打印2页，用纸2张。"
    assert printed(view, qtbot, printers) == ["字", "字"]
    for tick in pane.ticks:
        tick.setChecked(False)
    assert pane.total.text() == "没有选中要打印的页。"
    assert not pane.start_button.isEnabled()
    pane.start()
    assert len(printers.made) == 1


def test_on_both_sides_no_copy_begins_on_the_back_of_another(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.show_pdf(copies_pdf(2, 1), form="application")
    view.print_pages()
    view.pane.duplex.setCurrentIndex(1)
    assert view.pane.total.text() == "打印2页，用纸2张。"
    assert printed(view, qtbot, printers) == ["字", "空", "字"]
    assert printers.jobs[0].duplex == "DuplexLongSide"


def test_what_was_chosen_for_a_form_is_offered_for_it_again(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.print_pages()
    pane = view.pane
    pane.printer.setCurrentIndex(1)
    pane.duplex.setCurrentIndex(2)
    pane.tray.setCurrentIndex(1)
    printed(view, qtbot, printers)
    assert printers.jobs[0].duplex == "DuplexShortSide"
    pane.leave()
    view.show_pdf(pdf(1), form="minutes")
    view.print_pages()
    assert pane.printer.currentText() == "二楼复印机", "the last one, for a form never printed"
    pane.printer.setCurrentIndex(0)
    pane.duplex.setCurrentIndex(0)
    printed(view, qtbot, printers)
    pane.leave()
    view.show_pdf(pdf(1), form="approval")
    view.print_pages()
    chosen = pane.choice
    assert (chosen.printer, chosen.duplex, chosen.tray) == ("二楼复印机", "DuplexShortSide", 1)


def test_a_range_that_cannot_be_read_is_said_and_not_printed(view: PdfView) -> None:
    view.print_pages()
    view.pane.pages.setText("2-9")
    assert view.pane.total.text() == "页码写成 1-3 或 1，3，5，不超过3。"
    assert not view.pane.start_button.isEnabled()
    view.print_pages()
    assert view.pane.printer.hasFocus()


def test_printing_is_stopped_and_gone_on_with(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.print_pages()
    pane = view.pane
    stopped: list[int] = []

    def stop_after_one(done: int, _total: int) -> None:
        if done == 1 and not stopped:
            stopped.append(done)
            press(pane.stop_button, Qt.Key.Key_Escape)

    def watch(_choice: PrintChoice) -> None:
        assert view.printing is not None
        view.printing.progressed.connect(stop_after_one)

    pane.started.connect(watch)
    pane.start_button.click()
    assert pane.stop_button.isVisible()
    assert not pane.close_button.isEnabled()
    pane.start()
    qtbot.waitUntil(lambda: "没有全部完成" in pane.said.text())
    assert "前1张已送到打印机" in pane.said.text()
    assert pane.first.value() == 2
    assert printed(view, qtbot, printers) == ["字", "字"]
    assert pane.first.value() == 1


def test_a_printer_may_do_everything_over_from_any_sheet(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    view.print_pages()
    view.pane.first.setValue(3)
    assert view.pane.total.text() == "打印1页，用纸1张。"
    assert printed(view, qtbot, printers) == ["字"]


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_will_not_begin_is_told(
    view: PdfView, qtbot: QtBot, printers: FilePrinters
) -> None:
    printers.folder = printers.folder / "nowhere"
    view.print_pages()
    view.pane.start_button.click()
    qtbot.waitUntil(lambda: "没有全部完成" in view.pane.said.text())
    assert "请看打印机是否开着" in view.pane.said.text()
    assert view.pane.first.value() == 1


def test_without_a_printer_it_is_said_what_to_do(view: PdfView, printers: FilePrinters) -> None:
    printers._names = ()
    view.print_pages()
    assert "没有可用的打印机" in view.pane.said.text()
    assert not view.pane.start_button.isEnabled()


def test_who_owns_the_paper_logs_it_before_it_is_printed(
    qtbot: QtBot, printers: FilePrinters, settings: Settings
) -> None:
    kept: list[str] = []

    def keep(go_on: Callable[[], object]) -> None:
        kept.append("logged")
        shown.replace_pdf(pdf(2), name="审批表-第1次.pdf")
        go_on()

    shown = stand(qtbot, PdfView(settings=settings, printers=printers, keep=keep), (1100, 640))
    view = shown
    view.show_pdf(pdf(1), name="审批表")
    view.print_pages()
    assert printed(view, qtbot, printers) == ["字", "字"], "the kept bytes, not the preview's"
    assert kept == ["logged"]
    assert printers.made[0].docName() == "审批表-第1次"


def test_closing_the_page_lets_the_printing_end_first(
    view: PdfView, qtbot: QtBot, printers: FilePrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []
    close = PdfPages.close

    def seen(self: PdfPages) -> None:
        closed.append(1)
        close(self)

    monkeypatch.setattr(PdfPages, "close", seen)
    view.print_pages()
    view.pane.start_button.click()
    run = view.printing
    assert isinstance(run, PrintRun)
    view.run_print(view.pane.choice)
    assert len(printers.made) == 1, "one at a time"
    with qtbot.waitSignal(run.ended):
        view.retire()
        assert closed == []
    qtbot.waitUntil(lambda: closed == [1])
    assert len(PdfPages(printers.files[0].read_bytes())) == 3


def test_another_paper_with_the_pane_open_brings_its_own_copies(view: PdfView) -> None:
    view.print_pages()
    assert view.pane.ticks == []
    view.show_pdf(copies_pdf(2, 1))
    assert len(view.pane.ticks) == 2


def test_of_a_long_job_the_copies_are_read_bit_by_bit(
    view: PdfView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kcdesk.ui.kit.pdf.view.AT_ONCE", 2)
    view.show_pdf(copies_pdf(2, 3))
    view.print_pages()
    assert view.pane.total.text() == "正在读各页的联次…"
    assert not view.pane.start_button.isEnabled()
    view.pane.copies.setValue(2)
    qtbot.waitUntil(lambda: len(view.pane.ticks) == 2)
    assert view.pane.total.text() == "打印12页，用纸12张。"
    view.show_pdf(copies_pdf(2, 3))
    view.retire()
    QApplication.processEvents()
    assert view.parts == ()


def test_in_a_narrow_window_the_pane_takes_the_place_of_the_small_pages(
    view: PdfView, qtbot: QtBot
) -> None:
    view.resize(730, 430)
    assert view.thumbs.isVisible()
    view.print_pages()
    assert not view.thumbs.isVisible()
    assert view.pane.start_button.isVisible()
    bottom = view.pane.start_button.mapTo(view, view.pane.start_button.rect().bottomRight())
    assert view.rect().contains(bottom)
    view.pane.leave()
    assert view.thumbs.isVisible()


# -- what the system says of its printers -----------------------------------------------------------------


def test_the_systems_own_choice_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["甲", "乙", "丙"])
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", lambda: "乙")
    assert Printers().names() == ("乙", "甲", "丙")


def test_both_sides_are_offered_as_the_printer_can(monkeypatch: pytest.MonkeyPatch) -> None:
    modes = QPrinter.DuplexMode
    offered: list[QPrinter.DuplexMode] = []
    monkeypatch.setattr(QPrinterInfo, "supportedDuplexModes", lambda _self: offered)
    assert Printers().facts("甲") == PrinterFacts("甲", (modes.DuplexNone,))
    offered.append(modes.DuplexLongSide)
    assert Printers().facts("甲").duplexes == (modes.DuplexNone, modes.DuplexLongSide)
    offered[:] = [modes.DuplexAuto]
    assert len(Printers().facts("甲").duplexes) == 3


def test_trays_have_chinese_names_where_the_system_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [QPrinter.PaperSource.Lower, QPrinter.PaperSource.CustomSource]
    monkeypatch.setattr(QPrinter, "supportedPaperSources", lambda _self: sources, raising=False)
    lower, other = Printers().facts("甲").trays
    assert lower == Tray(QPrinter.PaperSource.Lower.value, "下纸盒")
    assert other.label.startswith("纸盒（编号")
    assert tray_of(QPrinter.PaperSource.Manual).label == "手动送纸"
