"""The preview: what is seen is what is saved; pages, small pages, search, zoom, all by keys."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QImageWriter, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault
from kcdesk.ui.kit import Settings
from kcdesk.ui.kit.pdf import PdfPages, PdfView, pages_of, read_paper
from kcdesk.ui.kit.pdf.sheets import BAND_DOTS
from tests.ui.fingers import CTRL, SHIFT, press, stand, write
from tests.ui.papers import FilePrinters, pdf, words_pdf

CONTRACT = "借款合同\n平湖市德能科技有限公司"
PLAN = "还款计划\n平湖市德能\n科技有限公司（续）"


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    view = stand(qtbot, PdfView(), (900, 600))
    view.show_pdf(pdf(), name="审批表")
    rendered(view)
    return view


def rendered(view: PdfView) -> None:
    """Until everything in sight is on the screen."""
    QApplication.processEvents()
    while not view.sheet.is_settled or view.thumbs.pictures.is_busy:
        QApplication.processEvents()


def ink(view: PdfView) -> int:
    """Dark dots of the pages in sight."""
    picture = view.scroller.viewport().grab().toImage()
    return sum(
        picture.pixelColor(x, y).lightness() < 100
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )


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


def test_a_page_in_bands_is_the_page() -> None:
    pages = PdfPages(pdf(1))
    whole, size = pages.picture(0, 72), QSize(595, 842)
    for top in range(0, 842, 100):
        band = pages.band(0, size, top, min(100, 842 - top))
        assert band == whole.copy(0, top, 595, band.height())
    pages.close()


def test_bytes_that_are_no_pdf_are_a_fault(view: PdfView, tmp_path: Path) -> None:
    with pytest.raises(Fault):
        PdfPages(b"nonsense")
    view.show_pdf(b"nonsense")
    assert "不是可以显示的" in view.notices.text()
    assert not view.tools.print_button.isEnabled()
    view.save_to(tmp_path / "x.pdf")
    view.save_as()
    view.print_pages()
    view.look_for()
    view.finder.line.setText("字")
    view.finder.look()
    assert not (tmp_path / "x.pdf").exists()
    assert view.pane.isHidden()
    view.show_pdf(pdf())
    assert view.notices.text() == ""


def test_the_first_page_of_a_long_paper_is_there_at_once(qtbot: QtBot) -> None:
    view = stand(qtbot, PdfView(), (900, 600))
    content = words_pdf(*["平湖市德能科技有限公司\n" * 25] * 16)
    took = []
    for _ in range(3):
        before = time.process_time()
        view.show_pdf(content)
        rendered(view)
        took.append(time.process_time() - before)
    assert min(took) < 0.1
    assert ink(view) > 100


def test_no_turn_renders_more_than_a_band(view: PdfView, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    band = PdfPages.band

    def seen(self: PdfPages, page: int, size: QSize, top: int, height: int) -> QImage:
        drawn.append(size.width() * height)
        return band(self, page, size, top, height)

    monkeypatch.setattr(PdfPages, "band", seen)
    for _ in range(12):
        view.zoom_by(1)
    rendered(view)
    assert len(drawn) > 1
    assert max(drawn) <= BAND_DOTS


def test_only_pages_in_sight_are_rendered_and_kept(view: PdfView) -> None:
    view.show_pdf(pdf(60))
    rendered(view)
    assert len({page for page, _ in view.sheet.drawn}) <= 3
    assert len(view.thumbs.pictures.drawn) < 15
    view.go_to(60)
    rendered(view)
    assert 0 not in {page for page, _ in view.sheet.drawn}
    assert ink(view) > 20


def test_notes_are_told_and_stay_while_something_is_saved(view: PdfView, tmp_path: Path) -> None:
    view.show_pdf(pdf(1), name="纪要.pdf", notes=("本机没有小标宋。",))
    assert "本机没有小标宋。" in view.notes.text()
    assert view.suggested == "纪要.pdf"
    assert view.tools.count_label.text() == "/ 1 页"
    view.save_to(tmp_path / "纪要.pdf")
    assert "本机没有小标宋。" in view.notes.text()
    assert "已保存为 纪要.pdf" in view.notices.text()


def test_many_notes_never_stand_in_the_way_of_the_paper(view: PdfView) -> None:
    view.resize(730, 430)
    view.show_pdf(pdf(1), notes=[f"单元格B{n}（企业名称）缩小到9磅。" for n in range(12)])
    QApplication.processEvents()
    assert view.scroller.height() > 200
    assert view.notes.isVisible()
    view.show_pdf(pdf(1))
    QApplication.processEvents()
    assert not view.notes.isVisible()


def test_the_number_of_the_page_can_be_read(view: PdfView) -> None:
    # A style sheet makes the line of a box without buttons one dot wide unless told otherwise.
    line = view.tools.page_box.lineEdit()
    assert line.text() == "1"
    assert line.width() > line.fontMetrics().horizontalAdvance("888")


def test_turning_pages_by_keys_and_by_number(view: PdfView) -> None:
    page = view.tools.page_box
    for target in (view, view.scroller):
        target.setFocus()
        press(target, Qt.Key.Key_PageDown)
        assert page.value() == 2
        press(target, Qt.Key.Key_PageUp)
        assert page.value() == 1
        press(target, Qt.Key.Key_End)
        assert page.value() == 3
        press(target, Qt.Key.Key_Home)
        assert page.value() == 1
    page.setValue(3)
    assert view.scroller.verticalScrollBar().value() > 0
    view.go_to(99)
    assert page.value() == 3
    press(view, Qt.Key.Key_X)
    press(view, Qt.Key.Key_Home, CTRL)
    assert page.value() == 3


# -- small pages -----------------------------------------------------------------------------------------


def test_small_pages_follow_and_lead(view: PdfView) -> None:
    assert view.thumbs.isVisible()
    view.go_to(2)
    assert view.thumbs.currentIndex().row() == 1
    view.thumbs.setFocus()
    press(view.thumbs, Qt.Key.Key_Down)
    assert view.tools.page_box.value() == 3
    assert view.thumbs.pictures.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "第3页"


def test_small_pages_are_hidden_and_it_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "screens.ini")
    view = stand(qtbot, PdfView(settings=settings), (900, 600))
    view.show_pdf(pdf())
    view.tools.thumbs_button.click()
    assert not view.thumbs.isVisible()
    again = stand(qtbot, PdfView(settings=settings), (900, 600))
    assert not again.thumbs.isVisible()
    again.tools.thumbs_button.click()
    assert again.thumbs.isVisible()


def test_a_list_of_small_pages_never_grows_without_end(
    view: PdfView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kcdesk.ui.kit.pdf.thumbs.KEPT", 4)
    view.show_pdf(pdf(30))
    for page in range(1, 31):
        view.go_to(page)
        rendered(view)
    assert len(view.thumbs.pictures.drawn) <= 4


# -- search ------------------------------------------------------------------------------------------------


def looked(view: PdfView, text: str) -> PdfView:
    """The preview after a text was looked for."""
    view.look_for()
    view.finder.line.setText(text)
    view.finder.look()
    while view.finder.is_busy:
        QApplication.processEvents()
    return view


def test_words_are_found_wherever_their_line_breaks(view: PdfView) -> None:
    view.show_pdf(words_pdf(CONTRACT, PLAN))
    looked(view, "德能科技有限公司")
    assert view.finder.count_label.text() == "第1处，共2处"
    first, second = view.finder.hits
    assert (first.page, second.page) == (0, 1)
    assert len(first.boxes) == 1
    assert len(second.boxes) == 2, "one box on each line"
    (box,) = first.boxes
    assert 72 < box.left() < 140
    assert 100 < box.top() < 130
    assert box.width() > 8 * 13


def test_full_and_half_width_and_case_are_the_same(view: PdfView) -> None:
    view.show_pdf(words_pdf("表号KC-5（续）", "none"))
    for text in ("kc-5(续)", "ＫＣ－５（续）", " KC - 5 "):
        assert len(looked(view, text).finder.hits) == 1
    assert looked(view, "没有的字").finder.count_label.text() == "没有找到"
    assert looked(view, "  ").finder.count_label.text() == ""


def test_rare_letters_beyond_the_first_plane_are_found(view: PdfView) -> None:
    view.show_pdf(words_pdf("𠅤龑公司"))
    assert len(looked(view, "𠅤龑").finder.hits) == 1


def test_keys_go_from_hit_to_hit(view: PdfView, qtbot: QtBot) -> None:
    view.show_pdf(words_pdf(CONTRACT, PLAN, "空白", CONTRACT))
    view.scroller.setFocus()
    press(view.scroller, Qt.Key.Key_F, CTRL)
    assert view.finder.line.hasFocus()
    write("公司")
    qtbot.waitUntil(lambda: len(view.finder.hits) == 3 and not view.finder.is_busy)
    press(view.finder.line, Qt.Key.Key_F3)
    assert view.finder.count_label.text() == "第2处，共3处"
    press(view.finder.line, Qt.Key.Key_Return)
    assert view.finder.count_label.text() == "第3处，共3处"
    assert view.tools.page_box.value() == 4
    press(view.finder.line, Qt.Key.Key_Return)
    assert view.finder.count_label.text() == "第1处，共3处"
    press(view.finder.line, Qt.Key.Key_F3, SHIFT)
    assert view.finder.count_label.text() == "第3处，共3处"
    press(view.finder.line, Qt.Key.Key_Return, SHIFT)
    view.finder.before_button.click()
    view.finder.next_button.click()
    assert view.finder.count_label.text() == "第2处，共3处"
    press(view.finder.line, Qt.Key.Key_Escape)
    assert view.finder.isHidden()
    assert view.scroller.hasFocus()
    assert view.sheet.hits == ()
    press(view.scroller, Qt.Key.Key_F3)
    assert view.finder.isVisible()
    press(view.finder.line, Qt.Key.Key_X, CTRL)
    view.scroller.setFocus()
    press(view.scroller, Qt.Key.Key_Escape)
    assert view.finder.isHidden()


def test_before_a_paper_the_windows_own_search_key_looks_in_the_paper(qtbot: QtBot) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    window = QWidget()
    view = PdfView()
    QVBoxLayout(window).addWidget(view)
    everywhere: list[int] = []
    QShortcut(QKeySequence("Ctrl+F"), window).activated.connect(lambda: everywhere.append(1))
    stand(qtbot, window, (900, 600))
    view.show_pdf(pdf())
    view.scroller.setFocus()
    press(view.scroller, Qt.Key.Key_F, CTRL)
    assert view.finder.isVisible()
    assert not everywhere


def test_what_is_found_is_marked_on_the_page(view: PdfView) -> None:
    view.show_pdf(words_pdf(CONTRACT))
    rendered(view)

    def yellow() -> int:
        picture = view.scroller.viewport().grab().toImage()
        colors = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(200))
        return sum(c.red() > 240 and c.blue() < 200 for c in colors)

    assert yellow() == 0
    looked(view, "借款合同")
    assert yellow() > 300
    view.finder.close_button.click()
    assert yellow() == 0


def test_a_new_paper_is_searched_for_the_same_words(view: PdfView) -> None:
    view.show_pdf(words_pdf(CONTRACT))
    looked(view, "借款合同")
    view.show_pdf(words_pdf(PLAN, CONTRACT, CONTRACT))
    while view.finder.is_busy:
        QApplication.processEvents()
    assert len(view.finder.hits) == 2
    view.finder.line.setText("还款")
    view.finder.step(1)
    while view.finder.is_busy:
        QApplication.processEvents()
    assert len(view.finder.hits) == 1


# -- zoom ----------------------------------------------------------------------------------------------------


def test_zooming_keeps_the_page(view: PdfView) -> None:
    view.tools.page_box.setValue(2)
    before = view.sheet.zoom
    view.tools.larger_button.click()
    assert view.sheet.zoom > before
    assert view.tools.page_box.value() == 2
    for _ in range(12):
        view.zoom_by(1)
    assert view.tools.zoom_label.text() == "300%"
    for _ in range(12):
        view.tools.smaller_button.click()
    assert view.tools.zoom_label.text() == "25%"
    view.tools.fit_button.click()
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


def test_a_whole_page_fits_the_window(view: PdfView, qtbot: QtBot) -> None:
    press(view, Qt.Key.Key_9, CTRL)
    assert view.sheet.places[0].height() <= view.scroller.viewport().height()
    view.resize(900, 400)
    qtbot.waitUntil(lambda: view.sheet.places[0].height() <= view.scroller.viewport().height())
    view.show_pdf(pdf(2, 1684, 1191))
    assert view.sheet.places[0].width() <= view.scroller.viewport().width()


def test_the_width_follows_the_window_until_it_is_zoomed(view: PdfView, qtbot: QtBot) -> None:
    before = view.sheet.zoom
    view.resize(600, 500)
    qtbot.waitUntil(lambda: view.sheet.zoom < before)
    view.zoom_by(1)
    kept = view.sheet.zoom
    view.resize(900, 600)
    view.show_pdf(pdf(1))
    QApplication.processEvents()
    assert view.sheet.zoom == kept


def test_an_empty_preview_shows_nothing(qtbot: QtBot) -> None:
    view = stand(qtbot, PdfView(may_print=False), (500, 400))
    view.fit_width()
    assert view.count == 0
    assert view.parts == ()
    assert not view.tools.print_button.isVisible()


# -- saving -----------------------------------------------------------------------------------------------------


def test_the_same_bytes_are_saved(
    view: PdfView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "审批表.pdf"
    saved: list[Path] = []
    view.saved.connect(saved.append)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), "")
    )
    assert view.tools.folder_button.isHidden()
    view.open_folder()
    view.tools.save_button.click()
    assert target.read_bytes() == pdf()
    assert saved == [target]
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view.tools.folder_button.click()
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    view.save_as()
    view.save_workbook()
    assert len(saved) == 1


def test_a_spreadsheet_is_offered_where_there_can_be_one(
    view: PdfView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert view.tools.workbook_button.isHidden()
    view.offer_workbook()
    asked: list[Path] = []
    view.workbook_asked.connect(asked.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    view.tools.workbook_button.click()
    assert asked == [tmp_path / "a.xlsx"]
    assert view.save_bytes(asked[0], b"PK")
    assert asked[0].read_bytes() == b"PK"


def test_a_place_that_cannot_be_written_is_told(view: PdfView, tmp_path: Path) -> None:
    view.save_to(tmp_path / "nowhere" / "审批表.pdf")
    assert "没有能保存“审批表.pdf”" in view.notices.text()
    assert view.folder is None


def test_no_tool_is_cut_in_a_small_window(qtbot: QtBot) -> None:
    view = stand(qtbot, PdfView(), (640, 420))
    view.show_pdf(pdf())
    view.offer_workbook()
    view.save_bytes(Path("/nowhere/x.pdf"), b"")
    shown = [b for b in view.tools.acts.buttons if b.isVisible()]
    assert view.tools.acts.more.isVisible()
    for button in (*shown, view.tools.acts.more, view.tools.page_button):
        right = button.mapTo(view, QPoint(button.width(), 0)).x()
        assert right <= view.width()
        assert button.width() >= button.minimumSizeHint().width()


# -- pictures, and letting go ---------------------------------------------------------------------------------


def picture_file(path: Path, size: tuple[int, int], dots_per_metre: int = 0) -> Path:
    """A scan: white with a black bar in its upper half."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(size[0] // 4, size[0] // 2):
        for y in range(size[1] // 8, size[1] // 4):
            image.setPixelColor(x, y, QColor("black"))
    if dots_per_metre:
        image.setDotsPerMeterX(dots_per_metre)
        image.setDotsPerMeterY(dots_per_metre)
    assert image.save(str(path))
    return path


@pytest.mark.parametrize("name", ["签字件.jpg", "签字件.png"])
def test_a_picture_is_shown_and_printed_like_a_paper(
    view: PdfView, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    file = picture_file(tmp_path / name, (248, 351), 1181)
    pages = pages_of(read_paper(file))
    assert (round(pages.size(0).width()), round(pages.size(0).height())) == (595, 842)
    view.show_pages(pages, name=name)
    rendered(view)
    assert ink(view) > 1000
    assert looked(view, "字").finder.count_label.text() == "没有找到"
    assert view.parts[0].pages == range(1)
    assert view.tools.save_button.text() == "另存为(&A)…"
    view.save_to(tmp_path / f"抄本{file.suffix}")
    assert (tmp_path / f"抄本{file.suffix}").read_bytes() == file.read_bytes()
    view.retire()
    assert view.count == 0


@pytest.mark.parametrize(("size", "wide"), [((300, 400), 595), ((800, 600), 842)])
def test_a_photograph_is_as_large_as_a_sheet(
    tmp_path: Path, size: tuple[int, int], wide: int
) -> None:
    pages = pages_of(read_paper(picture_file(tmp_path / "照片.png", size, 20)))
    assert round(pages.size(0).width()) <= wide
    assert max(pages.size(0).width() / wide, pages.size(0).height() / (1437 - wide)) > 0.99


def test_a_file_that_is_gone_or_no_picture_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="不在业务库文件夹里"):
        read_paper(tmp_path / "没有.pdf")
    (tmp_path / "坏.png").write_bytes(b"\x89PNG")
    with pytest.raises(Fault, match="不是可以显示的"):
        read_paper(tmp_path / "坏.png")


def test_a_document_is_closed_when_another_comes_and_when_the_page_goes(
    view: PdfView, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []
    close = PdfPages.close

    def seen(self: PdfPages) -> None:
        closed.append(len(self))
        close(self)

    monkeypatch.setattr(PdfPages, "close", seen)
    view.show_pdf(pdf(5))
    assert closed == [3]
    view.replace_pdf(pdf(6), name="审批表-第1次.pdf")
    assert view.suggested == "审批表-第1次.pdf"
    view.retire()
    assert closed == [3, 5, 6]


def test_the_bytes_of_a_print_take_the_place_of_the_preview_where_one_stands(
    view: PdfView,
) -> None:
    view.go_to(3)
    view.replace_pdf(pdf(3))
    assert view.tools.page_box.value() == 3


def test_a_buffered_picture_may_turn_itself(tmp_path: Path) -> None:
    """A phone writes how it was held; the paper is shown upright."""
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"jpeg")).write(image)
    plain = bytes(buffer.data().data())
    exif = (
        b"\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00"
        b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
    )
    file = tmp_path / "手机.jpg"
    file.write_bytes(plain[:2] + exif + plain[2:])
    read = read_paper(file)
    assert read.picture is not None
    assert (read.picture.width(), read.picture.height()) == (20, 40)


def test_a_printer_of_files_is_no_printer_of_the_system(tmp_path: Path) -> None:
    assert FilePrinters(tmp_path).files == []
