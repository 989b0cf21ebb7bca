"""文书与表单: printing many, what became of each, the forms, the check of a paper, signed papers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from kcdesk.files.own_forms import SET_ASIDE
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.ui.kit.pdf import PdfPages
from kcdesk.ui.panels import PapersPanel, RecordPage
from kcdesk.ui.panels.paper_page import FilePage, PaperPage, ViewPage
from kcdesk.ui.screens.claims import ClaimScreen
from kcdesk.ui.screens.documents import DocumentScreen
from kcdesk.ui.screens.documents.forms import FindingsPage, SamplePage
from kcdesk.ui.screens.documents.result import ResultPage
from kcdesk.work.command import HANDLERS
from kcdesk.work.context import Work
from tests.ui.fingers import texts
from tests.ui.papers import FilePrinters, pdf
from tests.ui.screens.conftest import Seat, line_of
from tests.ui.screens.test_money import lines_of
from tests.work.county import County

CTRL = Qt.KeyboardModifier.ControlModifier


class Answers:
    """What the system's dialogs would give."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scan = ""
        self.place = ""
        self.given = ""

    def choose(self, _parent: Any, _title: str, _pattern: str = "") -> str:
        return self.scan

    def save(self, _parent: Any, name: str) -> str:
        return str(self.folder / (self.place or name))

    def into(self, _parent: Any, _title: str) -> str:
        return self.given


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    (tmp_path / "存到").mkdir()
    return Answers(tmp_path / "存到")


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilePrinters:
    made = FilePrinters(tmp_path, "一楼打印机")
    monkeypatch.setattr("kcdesk.ui.kit.pdf.view.Printers", lambda: made)
    return made


@pytest.fixture
def claims(county: County) -> list[int]:
    """Three claims."""
    firm, bank = county.firm(), county.bank()
    loans = [county.loan(firm, bank, "10万元", contract_no=f"HT-{n}") for n in range(3)]
    return [county.claim(loan) for loan in loans]


@pytest.fixture
def screen(seat: Seat, answers: Answers) -> Iterator[DocumentScreen]:
    screen = DocumentScreen(
        seat.place, choose=answers.choose, save=answers.save, folder=answers.into
    )
    seat.show(screen)
    yield screen
    screen.go_home()


def turn(seat: Seat, screen: DocumentScreen, page: Any) -> None:
    """To a tab by its key."""
    screen.setFocus()
    while screen.lists.tabs.currentWidget() is not page:
        seat.press(screen.lists.tabs.currentWidget(), Qt.Key.Key_PageDown, CTRL)
    seat.settle()


def chosen_form(screen: DocumentScreen, form: str) -> None:
    box = screen.batch_page.forms
    box.setCurrentIndex(box.findData(form))


def result_of(screen: DocumentScreen) -> ResultPage:
    page = screen.page
    assert isinstance(page, ResultPage)
    return page


def batch(seat: Seat, screen: DocumentScreen, form: str = "claim_application") -> ResultPage:
    """Every claim ticked and printed, by keys."""
    turn(seat, screen, screen.batch_page)
    chosen_form(screen, form)
    seat.settle()
    seat.press(screen.batch_page.table.grid, Qt.Key.Key_A, CTRL)
    screen.batch_page.print_marked()
    seat.push(seat.dialog(), "打印")
    return result_of(screen)


def test_the_keyboard_goes_to_the_list_that_is_shown(
    claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    turn(seat, screen, screen.batch_page)
    screen.lists.tabs.setFocus()
    screen.setFocus()
    assert screen.focusWidget() is screen.batch_page.table.grid
    screen.lists.tabs.setCurrentWidget(screen.check_page)
    screen.setFocus()
    assert screen.focusWidget() is screen.check_page.code


# -- printing many ---------------------------------------------------------------------------------------


def test_what_is_ticked_is_printed_and_each_is_told(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    turn(seat, screen, screen.batch_page)
    page = screen.batch_page
    chosen_form(screen, "claim_application")
    seat.settle()
    assert len(lines_of(page.table)) == 3
    page.print_marked()
    assert "还没有勾选" in page.trouble.text()
    seat.press(page.table.grid, Qt.Key.Key_Space)
    seat.press(page.table.grid, Qt.Key.Key_Down)
    seat.press(page.table.grid, Qt.Key.Key_Space)
    page.print_marked()
    seat.push(seat.dialog(), "打印")
    result = result_of(screen)
    assert [line.state for line in lines_of(result.table)] == ["printed", "printed"]
    assert "成批打印：已打印2份。纸还没有出来，请按“送打印机”" in result.said.text()
    assert [result.table.columns[n].name for n in result.table.choice.shown()] == [
        "title", "about", "state", "pages_count", "name",
    ], "no reasons where none was refused"  # fmt: skip
    assert len(county.ask("prints")) == 2
    screen.pop()
    seat.settle()
    assert page.table.marked_lines() == ()
    seat.press(page.table.grid, Qt.Key.Key_Return)
    paper = screen.page
    assert isinstance(paper, PaperPage)
    assert paper.view.count > 0
    screen.pop()
    page.fresh_only.setChecked(True)
    seat.settle()
    assert len(lines_of(page.table)) == 1
    assert "只看没有打印过的" in page.table.count_label.text()
    page.fresh_only.setChecked(False)
    seat.press(page.table.grid, Qt.Key.Key_A, CTRL)
    page.print_marked()
    assert "其中2份以前打印过" in texts(seat.dialog())
    seat.push(seat.dialog(), "返回")
    assert len(county.ask("prints")) == 2
    page.mark_all()
    assert page.table.marked_lines() == ()


def test_one_that_cannot_be_printed_is_named_and_can_be_tried_again(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen, answers: Answers
) -> None:
    turn(seat, screen, screen.batch_page)
    chosen_form(screen, "claim_application")
    seat.settle()
    seat.press(screen.batch_page.table.grid, Qt.Key.Key_A, CTRL)
    own = county.folder / "forms" / "claim_application"
    own.mkdir(parents=True)
    (own / "form.toml").write_text("id = 1", "utf-8")
    screen.batch_page.print_marked()
    seat.push(seat.dialog(), "打印")
    result = result_of(screen)
    assert {line.state for line in lines_of(result.table)} == {"refused"}
    assert all(line.reason for line in lines_of(result.table))
    offered = [b.text() for b in result.findChildren(QPushButton) if b.isVisible()]
    assert "再打没打成的(&J)" in offered
    assert not [text for text in offered if text.startswith(("送", "存", "每"))], "nothing to send"
    assert "没有打印3份" in result.said.text()
    result.send()
    result.save_one()
    result.save_each()
    assert "一份也没有打成" in result.notices.text()
    (own / "form.toml").unlink()
    own.rmdir()
    result.again()
    seat.settle()
    assert {line.state for line in lines_of(result_of(screen).table)} == {"printed"}
    assert result_of(screen).missing == []


def test_a_batch_is_stopped_and_says_what_was_done(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    turn(seat, screen, screen.batch_page)
    chosen_form(screen, "claim_application")
    seat.settle()
    seat.press(screen.batch_page.table.grid, Qt.Key.Key_A, CTRL)
    kept = HANDLERS["print_paper"]
    page = screen.batch_page

    def stop_then_print(work: Work, command: Any) -> int | None:
        done = kept(work, command)
        assert page.running is not None
        page.running.cancel()
        return done

    HANDLERS["print_paper"] = stop_then_print
    try:
        page.print_marked()
        seat.push(seat.dialog(), "打印")
    finally:
        HANDLERS["print_paper"] = kept
    states = [line.state for line in lines_of(result_of(screen).table)]
    assert states == ["printed", "left", "left"]
    assert len(county.ask("prints")) == 1
    result_of(screen).again()
    seat.settle()
    assert len(county.ask("prints")) == 3


def test_the_prints_go_to_the_printer_as_one_job(
    claims: list[int], seat: Seat, screen: DocumentScreen, printers: FilePrinters
) -> None:
    result = batch(seat, screen)
    pages = sum(line.pages_count for line in lines_of(result.table))
    result.send()
    result.send()
    wait_for(lambda: isinstance(screen.page, ViewPage) and screen.page.view.count > 0)
    page = screen.page
    assert isinstance(page, ViewPage)
    assert page.view.count == pages
    pane = page.view.pane
    assert pane.isVisible()
    wait_for(lambda: len(pane.ticks) == 3)  # the 联 of the form, each once
    for tick in pane.ticks[1:]:
        tick.setChecked(False)
    assert f"打印{pages // 3}页" in pane.total.text()
    pane.start()
    wait_for(lambda: "已全部送到打印机" in pane.said.text())
    assert len(PdfPages(printers.files[0].read_bytes())) == pages // 3
    assert printers.made[0].docName().endswith("3份")


def wait_for(found: Any) -> None:
    """Let the window live until something is so."""
    until = time.monotonic() + 10
    while not found():
        QApplication.processEvents()
        assert time.monotonic() < until


def test_the_prints_become_one_file_or_a_file_each(
    claims: list[int], seat: Seat, screen: DocumentScreen, answers: Answers
) -> None:
    result = batch(seat, screen)
    answers.place = "全部"
    result.save_one()
    wait_for(lambda: "已保存为 全部.pdf" in result.notices.text())
    pages = sum(line.pages_count for line in lines_of(result.table))
    assert len(PdfPages((answers.folder / "全部.pdf").read_bytes())) == pages
    result.save_each()
    answers.given = str(answers.folder)
    result.save_each()
    seat.settle()
    assert "3份已存到 存到 文件夹" in result.notices.text()
    assert len(list(answers.folder.glob("*.pdf"))) == 4
    answers.given = str(answers.folder / "没有")
    result.save_each()
    seat.settle()
    assert "没有" in result.notices.text()
    answers.place = "结果.xlsx"
    result.save_result()
    seat.settle()
    assert (answers.folder / "结果.xlsx").is_file()
    seat.press(result.table.grid, Qt.Key.Key_C, CTRL)
    assert "已打印" in QGuiApplication.clipboard().text()
    seat.press(result.table.grid, Qt.Key.Key_Return)
    assert isinstance(screen.page, FilePage)


def test_a_print_that_is_gone_is_said_and_leaving_stops_the_joining(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen, answers: Answers
) -> None:
    result = batch(seat, screen)
    result.save_one()
    screen.pop()
    result = batch(seat, screen)
    result.files[1].unlink()
    result.save_one()
    wait_for(lambda: "不能合在一起" in result.notices.text())
    assert not (answers.folder / "全部.pdf").exists()


def test_another_screen_sends_what_is_marked_there(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    asked: list[tuple[str, Any]] = []
    list_screen = ClaimScreen(seat.place)
    list_screen.begun.connect(lambda stage, values: asked.append((stage, values)))
    seat.show(list_screen)
    seat.press(list_screen.table.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    action = next(a for a in list_screen.table.bar.actions_given if a.label == "成批打印(B)")
    action.run()
    ((stage, values),) = asked
    assert stage == "documents"
    assert len(values["records"]) == 2
    screen.start_new(**values)
    seat.settle()
    page = screen.batch_page
    assert screen.focusWidget() is page.forms
    offered = {page.forms.itemData(n) for n in range(page.forms.count())}
    assert "claim_application" in offered
    assert "recommendation" not in offered
    chosen_form(screen, "approval")
    seat.settle()
    assert page.table.marked_lines() == ()
    assert "选来的记录有2件还没有办到打这份文书的那一步" in page.trouble.text()
    chosen_form(screen, "claim_application")
    seat.settle()
    assert {x.id for x in page.table.marked_lines()} == set(values["records"])
    other = "review_sheet"
    chosen_form(screen, other)
    seat.settle()
    assert {x.id for x in page.table.marked_lines()} == set(values["records"])
    screen.reload()
    seat.settle()
    assert page.form == other
    chosen_form(screen, "recommendation")
    seat.settle()
    assert page.table.marked_lines() == ()


# -- the print log -------------------------------------------------------------------------------------------


def test_what_has_not_come_back_signed_is_seen_and_filtered(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen, answers: Answers
) -> None:
    county.do("print_paper", form="claim_application", record=claims[0])
    county.do("print_paper", form="claim_application", record=claims[0])
    county.do("print_paper", form="review_sheet", record=claims[0])
    screen.reload()
    seat.settle()
    table = screen.prints_table
    assert [line.signing for line in lines_of(table)] == ["draft", "out", "again"]
    screen.prints_page.signing.choose("out")
    seat.settle()
    (line,) = lines_of(table)
    assert "签字件：只看未签回" in table.count_label.text()
    answers.scan = ""
    screen.prints_page.attach(line)
    answers.scan = county.ask("printed_paper", print_id=line.id).file
    scan = answers.folder / "签字件.pdf"
    scan.write_bytes(Path(answers.scan).read_bytes())
    answers.scan = str(scan)
    screen.prints_page.attach(line)
    seat.settle()
    screen.reload()
    seat.settle()
    assert lines_of(table) == (), screen.notices.text()
    screen.prints_page.signing.choose("back")
    seat.settle()
    (line,) = lines_of(table)
    screen.prints_page.look_at_scan(line)
    seat.settle()
    assert isinstance(screen.page, FilePage)
    assert screen.page.view.count == line.pages_count
    screen.pop()
    screen.prints_page.signing.choose("")
    table.filter.setText("初审")
    table.filter_changed.emit("初审")
    seat.settle()
    assert [x.signing for x in lines_of(table)] == ["draft"]
    answers.place = "打印记录.xlsx"
    screen.prints_page.export()
    seat.settle()
    assert (answers.folder / "打印记录.xlsx").is_file()


def test_ten_thousand_prints_are_listed_fast(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    def many(work: Work, _command: Any) -> int:
        for number in range(10_000):
            work.session.add(
                PrintLogRow(
                    form_id="claim_application", subject="claims",
                    subject_id=claims[number % 3], print_no=number + 1, is_draft=False,
                    form_sha256="0" * 64, values={"claim": {"number": "x" * 200}},
                    values_sha256=f"{number:064x}", pdf_sha256="0" * 64, pages_count=3,
                    printed_on=date(2022, 8, 1), printed_by=work.by.id,
                )
            )  # fmt: skip
        work.session.flush()
        return 1

    kept = HANDLERS["print_paper"]
    HANDLERS["print_paper"] = many
    try:
        county.do("print_paper", form="claim_application", record=claims[0])
    finally:
        HANDLERS["print_paper"] = kept
    before = time.process_time()
    lines = county.ask("prints")
    assert time.process_time() - before < 2
    assert len(lines) == 10_000
    assert lines[0].record == county.ask("claim_card", claim=lines[0].subject_id).number
    before = time.process_time()
    screen.prints_table.show_lines(lines)
    assert time.process_time() - before < 0.5


# -- the forms ----------------------------------------------------------------------------------------------


def form_line(screen: DocumentScreen, form: str) -> Any:
    return next(line for line in lines_of(screen.forms_table) if line.value == form)


def test_every_page_stands_at_a_small_size(seat: Seat, screen: DocumentScreen) -> None:
    """1366×768 at 150 %: about 911×512, of which 735 beside the list of screens."""
    seat.show(screen, 735, 424)
    for page in screen.lists.lists:
        turn(seat, screen, page)
    assert screen.minimumSizeHint().width() <= 735
    screen.forms_page.look(form_line(screen, "claim_application"))
    seat.settle()
    assert isinstance(screen.page, SamplePage)
    assert screen.page.minimumSizeHint().width() <= 735
    assert screen.page.sample.box.accessibleName() == "样例"


def test_a_form_is_looked_at_on_each_sample(seat: Seat, screen: DocumentScreen) -> None:
    turn(seat, screen, screen.forms_page)
    screen.forms_table.go_to(form_line(screen, "claim_application").id)
    seat.press(screen.forms_table.grid, Qt.Key.Key_Return)
    page = screen.page
    assert isinstance(page, SamplePage)
    assert "样张上是虚构的内容" in page.view.notes.text()
    normal = page.view.count
    page.sample.choose("sample_longest")
    seat.settle()
    assert page.view.count >= normal > 0
    page.sample.choose("sample_empty")
    seat.settle()
    assert page.view.count > 0
    screen.pop()
    assert screen.help_page == "own_forms"


def test_a_form_is_copied_spoilt_checked_and_returned(
    county: County, seat: Seat, screen: DocumentScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(seat, screen, screen.forms_page)
    page = screen.forms_page
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page.copy(form_line(screen, "minutes"))
    seat.settle()
    assert "已复制到业务库文件夹的 forms/minutes" in screen.notices.text()
    line = form_line(screen, "minutes")
    assert line.state == "本单位改过"
    page.open_folder(line)
    own = QUrl.fromLocalFile(str(county.folder / "forms" / "minutes"))
    assert opened == [own, own], "opened when it was copied, and again"
    letter = county.folder / "forms" / "minutes" / "letter.md"
    letter.write_text(f"{letter.read_text('utf-8')}\n\n{{{{ meeting.chairs }}}}同意。\n", "utf-8")
    page.check(line)
    seat.settle()
    findings = screen.page
    assert isinstance(findings, FindingsPage)
    assert "发现1处" in findings.said.text()
    findings.copy_all()
    assert "meeting.chairs" in QGuiApplication.clipboard().text()
    findings.open_folder()
    assert len(opened) == 3
    (county.folder / "forms" / "minutes" / "form.toml").write_text("id = 1", "utf-8")
    screen.pop()
    screen.reload()
    seat.settle()
    line = form_line(screen, "minutes")
    assert not line.is_sound
    screen.forms_table.go_to(line.id)
    page._open()
    seat.settle()
    assert isinstance(screen.page, FindingsPage)
    screen.pop()
    page.give_back(line)
    seat.push(seat.dialog(), "改回原样")
    assert form_line(screen, "minutes").state == "程序自带"
    assert (county.folder / "forms" / SET_ASIDE).is_dir()
    page.check(form_line(screen, "minutes"))
    seat.settle()
    findings = screen.page
    assert isinstance(findings, FindingsPage)
    assert "可以打印" in findings.said.text()


def test_every_blank_is_exported(seat: Seat, screen: DocumentScreen, answers: Answers) -> None:
    answers.place = "空白清单.xlsx"
    screen.forms_page.export_blanks()
    seat.settle()
    from openpyxl import load_workbook

    book = load_workbook(answers.folder / "空白清单.xlsx", read_only=True)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
    assert rows[0][:4] == ["表单", "名称", "标签", "样例"]
    assert all(rows[1][:3])
    book.close()


# -- the check of a paper --------------------------------------------------------------------------------------


def test_a_paper_is_checked_by_what_is_typed_or_scanned(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    printed = county.do("print_paper", form="claim_application", record=claims[0])
    turn(seat, screen, screen.check_page)
    page = screen.check_page
    assert page.code.hasFocus()
    seat.press(page.code, Qt.Key.Key_Return)
    assert "请输入或扫入校验码" in page.said.text()
    page.code.setText("没有的码")
    seat.press(page.code, Qt.Key.Key_Return)
    assert "不是校验码" in page.said.text()
    page.code.setText(county.ask("prints")[0].code)
    seat.press(page.code, Qt.Key.Key_Return)
    assert page.check is not None
    assert page.check.is_unchanged
    assert "第1次打印" in page.said.text()
    assert "一致" in page.said.text()
    page.go()
    assert seat.went[-1] == ("claims", claims[0])
    county.do("revise_partner", partner=1, account_no="6222", on="2022-08-02")
    page.reload()
    seat.settle()
    assert "改动" in page.said.text()
    assert lines_of(page.changes)
    page.look()
    seat.settle()
    assert isinstance(screen.page, FilePage)
    assert county.ask("printed_paper", print_id=printed).pages_count == screen.page.view.count


def test_of_several_prints_with_the_same_values_the_one_on_the_paper_is_chosen(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen
) -> None:
    for _ in range(2):
        county.do("print_paper", form="claim_application", record=claims[0])
    turn(seat, screen, screen.check_page)
    page = screen.check_page
    page.code.setText(county.ask("prints")[0].code.lower())
    page.ask()
    seat.settle()
    assert "打印过2次，内容都一样" in page.said.text()
    first = next(line for line in lines_of(page.same) if line.print_no == 1)
    page.same.go_to(first.id)
    seat.press(page.same.grid, Qt.Key.Key_Return)
    assert page.check is not None
    assert page.check.print_no == 1
    page.code.setText(county.ask("prints")[0].code.replace("0", "O"))
    page.ask()
    seat.settle()
    assert "内容" in page.said.text()
    page.choose_print(None)


def test_signed_papers_are_taken_back_by_their_scan(
    county: County, claims: list[int], seat: Seat, screen: DocumentScreen, answers: Answers
) -> None:
    printed = county.do("print_paper", form="claim_application", record=claims[0])
    turn(seat, screen, screen.check_page)
    page = screen.check_page
    answers.scan = ""
    page.choose_scan()
    scan = answers.folder / "扫描.pdf"
    scan.write_bytes(Path(county.ask("printed_paper", print_id=printed).file).read_bytes())
    answers.scan = str(scan)
    page.choose_scan()
    seat.settle()
    (part,) = lines_of(page.parts)
    assert part.is_ready, part.note
    page.reload()
    seat.settle()
    page.take()
    seat.settle()
    assert "收回签字盖章件1份" in page.said.text()
    assert county.ask("prints")[0].is_signed_back
    assert screen.focusWidget() is page.code, "the next paper can be scanned at once"
    scan.write_bytes(pdf(1))
    page.choose_scan()
    seat.settle()
    assert "其中1份不能收回：第1页没有读到二维码" in page.said.text()


# -- the papers of a record ------------------------------------------------------------------------------------


def test_the_papers_of_a_claim_say_how_each_stands(
    county: County, claims: list[int], seat: Seat, answers: Answers, printers: FilePrinters
) -> None:
    screen = ClaimScreen(seat.place)
    seat.show(screen)
    screen.open_record(claims[0])
    seat.settle()
    record = screen.page
    assert isinstance(record, RecordPage)
    panel = next(p for p in record.panels if isinstance(p, PapersPanel))
    panel._choose = answers.choose
    record.turn_to(panel)
    seat.settle()

    def lines() -> dict[str, Any]:
        return {f"{x.form} {'件' if x.print_id else '表'}": x for x in lines_of(panel.table)}

    assert lines()["claim_application 表"].state == "可打印"
    assert lines()["claim_application 表"].signing == ""
    assert lines()["review_sheet 表"].state == "草稿"
    panel.look(lines()["claim_application 表"])
    seat.settle()
    paper = screen.page
    assert isinstance(paper, PaperPage)
    paper.view.workbook_asked.emit(answers.folder / "申请表.xlsx")
    seat.settle()
    assert (answers.folder / "申请表.xlsx").read_bytes().startswith(b"PK")
    assert not paper.view.tools.workbook_button.isHidden()
    assert county.ask("prints") == (), "a spreadsheet is no print"
    paper.view.print_pages()
    paper.view.pane.copies.setValue(2)
    paper.reload()
    seat.settle()
    assert paper.view.pane.copies.value() == 2, "asked anew, nothing has changed"
    paper.view.pane.start()
    seat.settle()
    wait_for(lambda: "已全部送到打印机" in paper.view.pane.said.text())
    paper.view.pane.start()
    wait_for(lambda: len(printers.made) == 2 and not paper.view.pane.is_running)
    assert len(county.ask("prints")) == 1, "after a jam it is the same print"
    screen.pop()
    seat.settle()
    printed = lines()["claim_application 表"]
    assert (printed.state, printed.times) == ("可打印", "已打印1次")
    assert lines()["claim_application 表"].signing == "未签回"
    assert record.card.tabs.tabText(record.card.tabs.indexOf(panel)) == "文书（已打印1，未签回1）"
    panel.attach(lines()["claim_application 件"])
    kept = Path(county.ask("printed_paper", print_id=county.ask("prints")[0].id).file)
    for name in ("签字件.pdf", "签字件二.pdf"):
        scan = answers.folder / name
        scan.write_bytes(kept.read_bytes() + b"\n" * len(name))
        answers.scan = str(scan)
        panel.attach(lines()["claim_application 表"])
        seat.settle()
        record.reload()
        seat.settle()
    assert lines()["claim_application 件"].signing == "已签回", screen.notices.text()
    row = panel.table.model.row_of(lines()["claim_application 件"].id)
    names = [c.name for c in panel.table.columns]
    cell = panel.table.model.index(row, names.index("signing"))
    assert cell.data(Qt.ItemDataRole.DecorationRole) is not None
    shown = [names[position] for position in panel.table.choice.shown()]
    assert "about" not in shown, "nothing hangs on a claim"
    panel.look_at_scan(lines()["claim_application 件"])
    seat.settle()
    scan_page = screen.page
    assert isinstance(scan_page, FilePage)
    assert "共附了2份" in scan_page.trouble.text()
    screen.pop()
    panel.remove_scan(lines()["claim_application 件"])
    seat.settle()
    seat.push(seat.dialog(), "移除")
    assert len(county.ask("print_scans", print_id=lines()["claim_application 件"].print_id)) == 1
    assert line_of(panel.table) is not None
