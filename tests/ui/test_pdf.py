"""The preview: what is seen is what is saved and printed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.pdf import PdfPages, PdfView
from tests.ui.fingers import CTRL, press, stand
from tests.ui.papers import pdf


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    view = stand(qtbot, PdfView(), (900, 600))
    view.show_pdf(pdf(), name="审批表")
    return view


def file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_pages_are_rendered_as_they_are() -> None:
    pages = PdfPages(pdf(2, 842, 595))
    assert len(pages) == 2
    assert (pages.size(0).width(), pages.size(0).height()) == (842, 595)
    picture = pages.picture(0, 72)
    assert (picture.width(), picture.height()) == (842, 595)
    assert picture.pixelColor(5, 5).name() == "#ffffff"
    dark = [x for x in range(842) if picture.pixelColor(x, 90).lightness() < 100]
    assert dark
    assert pages.text(1).strip() == "Page 2"
    pages.close()


def test_bytes_that_are_no_pdf_are_a_fault(view: PdfView) -> None:
    with pytest.raises(Fault):
        PdfPages(b"nonsense")
    view.show_pdf(b"nonsense")
    assert "不是可以显示的" in view.notices.text()
    assert not view.print_button.isEnabled()
    assert not view.save_to(Path("x.pdf"))
    assert view.run_print(QPrinter()) is None
    view.print_pages()


def test_the_first_page_is_there_at_once(qtbot: QtBot) -> None:
    view = stand(qtbot, PdfView(), (900, 600))
    content = pdf(30)
    took = []
    for _ in range(3):
        before = time.process_time()
        view.show_pdf(content)
        view.scroller.viewport().grab()
        took.append(time.process_time() - before)
    assert min(took) < 0.3


def test_notes_of_the_painter_are_told(view: PdfView) -> None:
    view.show_pdf(pdf(1), name="纪要.pdf", notes=("小标宋以思源宋体代替。",))
    assert "小标宋" in view.notices.text()
    assert view.suggested == "纪要.pdf"
    assert view.count_label.text() == "/ 1 页"


def test_the_number_of_the_page_can_be_read(view: PdfView) -> None:
    # A style sheet makes the line of a box without buttons one dot wide unless told otherwise.
    line = view.page_box.lineEdit()
    assert line.text() == "1"
    assert line.width() > line.fontMetrics().horizontalAdvance("888")


def test_turning_pages_by_keys_and_by_number(view: PdfView) -> None:
    view.scroller.setFocus()
    press(view, Qt.Key.Key_PageDown)
    assert view.page_box.value() == 2
    press(view, Qt.Key.Key_PageUp)
    assert view.page_box.value() == 1
    view.page_box.setValue(3)
    assert view.scroller.verticalScrollBar().value() > 0
    view.go_to(99)
    assert view.page_box.value() == 3
    press(view, Qt.Key.Key_X)


def test_zooming_keeps_the_page(view: PdfView) -> None:
    view.page_box.setValue(2)
    before = view.sheet.zoom
    view.zoom_by(1)
    assert view.sheet.zoom > before
    assert view.page_box.value() == 2
    for _ in range(12):
        view.zoom_by(1)
    assert view.zoom_label.text() == "300%"
    for _ in range(12):
        view.zoom_by(-1)
    assert view.zoom_label.text() == "40%"
    view.fit_button.click()
    assert view.sheet.width() <= view.scroller.viewport().width()
    where = QPointF(5, 5)
    for delta, modifiers in ((120, CTRL), (-120, CTRL), (120, Qt.KeyboardModifier.NoModifier)):
        event = QWheelEvent(
            where,
            where,
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)


def test_the_width_follows_the_window_until_it_is_zoomed(view: PdfView, qtbot: QtBot) -> None:
    before = view.sheet.zoom
    view.resize(600, 500)
    qtbot.waitUntil(lambda: view.sheet.zoom < before)
    view.zoom_by(1)
    kept = view.sheet.zoom
    view.resize(900, 600)
    view.show_pdf(pdf(1))
    assert view.sheet.zoom == kept
    view._fit_again()
    assert view.sheet.zoom == kept


def test_an_empty_preview_shows_nothing(qtbot: QtBot) -> None:
    view = stand(qtbot, PdfView(may_print=False), (500, 400))
    view.fit_width()
    assert view.count == 0
    assert not view.print_button.isVisible()


def test_the_same_bytes_are_saved(
    view: PdfView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "审批表.pdf"
    saved: list[Path] = []
    view.saved.connect(saved.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    view.save_button.click()
    assert target.read_bytes() == pdf()
    assert saved == [target]
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view.folder_button.click()
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    view.save_as()
    assert len(saved) == 1


def test_a_place_that_cannot_be_written_is_told(view: PdfView, tmp_path: Path) -> None:
    view.open_folder()
    assert not view.save_to(tmp_path / "nowhere" / "审批表.pdf")
    assert "没有能保存“审批表.pdf”" in view.notices.text()


def test_every_page_goes_to_the_printer_in_its_size(
    view: PdfView, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "out.pdf"
    view.show_pdf(pdf(2))
    with qtbot.waitSignal(view.printed):
        view.run_print(file_printer(target))
    printed = PdfPages(target.read_bytes())
    assert len(printed) == 2
    assert abs(printed.size(0).width() - 595) < 3
    assert abs(printed.size(0).height() - 842) < 3
    mine, theirs = PdfPages(pdf(2)).picture(1, 72), printed.picture(1, 72)
    for x, y in ((80, 90), (75, 80), (300, 400)):
        assert abs(mine.pixelColor(x, y).lightness() - theirs.pixelColor(x, y).lightness()) < 140
    assert "已全部送到打印机" in view.notices.text()


def test_printing_is_resumed_at_a_page(view: PdfView, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "out.pdf"
    printer = file_printer(target)
    printer.setFromTo(2, 3)
    with qtbot.waitSignal(view.printed):
        view.run_print(printer)
    assert len(PdfPages(target.read_bytes())) == 2


def test_a_landscape_page_turns_the_sheet(view: PdfView, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "out.pdf"
    view.show_pdf(pdf(1, 842, 595))
    with qtbot.waitSignal(view.printed):
        view.run_print(file_printer(target))
    size = PdfPages(target.read_bytes()).size(0)
    assert size.width() > size.height()


def test_printing_is_stopped_between_pages(view: PdfView, tmp_path: Path, qtbot: QtBot) -> None:
    run = view.run_print(file_printer(tmp_path / "out.pdf"))
    assert run is not None
    sheet = next(s for s in view.findChildren(Sheet) if s.isVisible())
    with qtbot.waitSignal(run.ended) as ended:
        sheet.reject()
    assert ended.args == [False]
    assert "没有全部完成" in view.notices.text()


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_will_not_begin_is_told(view: PdfView, tmp_path: Path, qtbot: QtBot) -> None:
    printer = file_printer(tmp_path / "nowhere" / "out.pdf")
    view.run_print(printer)
    qtbot.waitUntil(lambda: "没有全部完成" in view.notices.text())


@pytest.mark.parametrize("answer", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_the_systems_dialog_decides(
    view: PdfView, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode
) -> None:
    run: list[Any] = []
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: answer)
    monkeypatch.setattr(view, "run_print", run.append)
    view.print_pages()
    assert len(run) == (answer is QDialog.DialogCode.Accepted)
