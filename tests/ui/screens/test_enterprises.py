"""The firms' screen of a real office: found, shown, entered, and the county's list taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from kcdesk.files.workbook_in import read_workbook
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Editor
from kcdesk.ui.panels import RecordPage, TablePanel
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.enterprises.importing import ImportPage
from tests.files.planted_list import FIRMS, TODAY, PlantedList, planted_workbook
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County

CTRL = Qt.KeyboardModifier.ControlModifier
CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X", "91320600MA1N000014")
HEAD = ("单位名称", "信用代码", "资质类型", "发证日期")


class Chooser:
    """Stands for the system's dialogs: answers with the file set before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = ""

    def open(self, _parent: Any, _title: str) -> str:
        return self.file

    def save(self, _parent: Any, name: str) -> str:
        return str(self.folder / name)


@pytest.fixture
def chooser(tmp_path: Path) -> Chooser:
    return Chooser(tmp_path)


@pytest.fixture
def screen(county: County, seat: Seat, chooser: Chooser) -> EnterpriseScreen:
    county.clock.day = TODAY
    screen = EnterpriseScreen(
        seat.place, choose=chooser.open, save_as=chooser.save, attach=chooser.open
    )
    seat.show(screen)
    return screen


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> PlantedList:
    return planted_workbook(tmp_path_factory.mktemp("planted") / "科创企业名单.xlsx")


def editor_of(screen: EnterpriseScreen) -> Editor:
    page = screen.page
    assert isinstance(page, Editor)
    return page


def save(seat: Seat, screen: EnterpriseScreen, **texts: str) -> Editor:
    """Write into the editor's fields and save."""
    editor = editor_of(screen)
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor.save()
    seat.settle()
    return editor


def card_of(seat: Seat, screen: EnterpriseScreen, firm: int) -> RecordPage:
    screen.open_record(firm)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    return page


def panel_of(page: RecordPage, title: str) -> TablePanel:
    panel = next(p for p in page.panels if p.title == title)
    assert isinstance(panel, TablePanel)
    page.turn_to(panel)
    return panel


def business(county: County) -> dict[str, list[Any]]:
    """Every row of every business table."""
    connection = county.office.connection
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'journal%' "
        "AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


def workbook(path: Path, **sheets: list[tuple[Any, ...]]) -> str:
    """A workbook of these sheets, each under the usual heading if it has none of its own."""
    book = xlsxwriter.Workbook(str(path))
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return str(path)


def taken_in(
    seat: Seat, screen: EnterpriseScreen, chooser: Chooser, file: str | Path
) -> ImportPage:
    """A list chosen and read, its preview on the screen."""
    chooser.file = str(file)
    screen.take_in()
    seat.settle()
    page = screen.page
    assert isinstance(page, ImportPage)
    return page


def seen(page: ImportPage, name: str) -> list[Any]:
    table = page.tabs.tables[name]
    return [line_of(table, row) for row in range(table.model.rowCount())]


# -- the list ------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(seat: Seat, screen: EnterpriseScreen) -> None:
    assert "还没有企业" in screen.table.empty_page.text.text()
    seat.push(screen.table.empty_page, "导入名单")
    assert isinstance(screen.page, ImportPage)
    assert screen.page.beginning.isVisible()


@pytest.mark.parametrize("typed", ["德耐尔", "dnenyzb", "MA0000", "denaier", "节能"])
def test_a_firm_is_found_by_whatever_is_remembered(
    county: County, seat: Seat, screen: EnterpriseScreen, typed: str
) -> None:
    firm = county.firm(name="德耐尔节能科技有限公司", listed_on=None)
    county.do("revise_enterprise", enterprise=firm, name="德耐尔能源装备有限公司")
    county.firm(name="乙公司", uscc=CODES[1])
    screen.table.filter.setText(typed)
    screen.table.filter_changed.emit(typed)
    seat.settle()
    assert [line_of(screen.table).id, screen.table.model.rowCount()] == [firm, 1]


def test_totals_and_the_state_filter(county: County, seat: Seat, screen: EnterpriseScreen) -> None:
    county.firm(name="甲公司")
    county.firm(name="乙公司", uscc=CODES[1], listed_on=None)
    screen.reload()
    seat.settle()
    assert screen.totals.text() == "登记2家，在库1家"
    screen.state.choose("listed")
    seat.settle()
    assert screen.table.model.rowCount() == 1
    assert "状态：在库" in screen.table.count_label.text()


def test_the_list_is_exported_as_it_is_shown(
    county: County, seat: Seat, screen: EnterpriseScreen, tmp_path: Path
) -> None:
    county.firm(name="甲公司")
    county.firm(name="乙公司", uscc=CODES[1], listed_on=None)
    screen.state.choose("listed")
    seat.settle()
    seat.push(screen, "导出")
    (file,) = tmp_path.glob("企业名录*.xlsx")
    told = str(read_workbook(file).sheets[0].rows)
    assert "甲公司" in told
    assert CODES[0] in told
    assert "乙公司" not in told
    assert "已导出1行" in screen.notices.text()


# -- entering --------------------------------------------------------------------------------------


def test_a_firm_goes_from_registering_to_the_list(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    """Registered, qualified, admitted by a document; every step by its button."""
    seat.push(screen, "登记企业")
    editor = save(seat, screen, name="甲公司", uscc="91330482MA0000000X")
    assert "校验" in editor.form.fields["uscc"].trouble.text()
    assert editor.form.fields["name"].text() == "甲公司"
    save(seat, screen, uscc=CODES[0], contact_name="李明", contact_phone="13900000000")
    page = card_of(seat, screen, line_of(screen.table).id)
    assert "还没有登记资质" in page.card.notices.text()
    assert line_of(panel_of(page, "联系人").table).name == "李明"
    seat.push(panel_of(page, "资质"), "登记资质")
    save(seat, screen, kind="高新技术企业", from_on="2020-12-01", certificate_no="GR1")
    seat.push(page, "纳入名录库")
    editor = save(seat, screen)
    assert editor.form.fields["document_no"].trouble.text()
    save(seat, screen, document_no="平科〔2023〕25号")
    assert [chip.text() for chip in page.card.chips] == ["在库"]
    assert page.card.text_of("listing_document") == "平科〔2023〕25号"
    assert line_of(panel_of(page, "名录记录").table).document_no == "平科〔2023〕25号"
    begun: list[Any] = []
    screen.begun.connect(lambda stage, values: begun.append((stage, values)))
    seat.push(page, "登记贷款申请")
    assert begun == [("applications", {"enterprise": page.card.card.id})]


def test_removal_is_a_reviewers_and_wants_a_document(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    page = card_of(seat, screen, county.firm())
    seat.push(page, "调出名录库")
    editor = save(seat, screen, document_no="平科〔2023〕30号", reason="迁出本市")
    assert "要由复核办理" in editor.troubles.text()
    seat.as_("reviewer")
    save(seat, screen)
    assert page.card.card.state == "listed", "the last day still counts"
    county.clock.day = date(2023, 9, 13)
    page.reload()
    seat.settle()
    assert [chip.text() for chip in page.card.chips] == ["已调出"]


def test_what_is_known_of_a_firm_is_revised_and_the_old_name_kept(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    page = card_of(seat, screen, county.firm(name="甲公司"))
    seat.push(page, "修改资料")
    assert editor_of(screen).form.fields["name"].text() == "甲公司"
    save(seat, screen, name="乙公司", registered_capital="500")
    assert page.card.text_of("former_names") == "甲公司"
    assert page.card.card.registered_capital == Money.wan(500)


def test_contacts_and_qualifications_end(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = county.firm()
    county.do("record_contact", enterprise=firm, name="李明")
    page = card_of(seat, screen, firm)
    seat.push(panel_of(page, "联系人"), "删除")
    seat.push(seat.dialog(), "删除")
    assert page.card.card.contacts == ()
    seat.push(panel_of(page, "资质"), "终止资质")
    save(seat, screen, until_on="2023-09-01", document_no="国科火字〔2023〕9号")
    assert page.card.card.proposed_removal_on == date(2023, 9, 2)
    assert "建议" not in page.card.notices.text()
    assert "没有有效资质" in page.card.notices.text()


def test_loans_applications_and_claims_stand_on_the_card_and_open(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    county.clock.day = date(2021, 3, 25)
    firm, bank = county.firm(), county.bank()
    loan = county.loan(firm, bank)
    claim = county.claim(loan)
    page = card_of(seat, screen, firm)
    for title, stage, record in (("贷款", "loans", loan), ("代偿申请", "claims", claim)):
        panel = panel_of(page, title)
        seat.settle()
        seat.press(panel.table.grid, Qt.Key.Key_Return)
        assert seat.went[-1] == (stage, record)
    panel = panel_of(page, "贷款申请")
    seat.settle()
    begun: list[Any] = []
    screen.begun.connect(lambda stage, values: begun.append((stage, values)))
    seat.push(panel, "登记贷款申请")
    seat.push(panel_of(page, "贷款"), "登记放款")
    assert begun == [("applications", {"enterprise": firm}), ("loans", {"enterprise": firm})]


# -- the list on its way in --------------------------------------------------------------------------


def test_the_countys_list_through_the_screen(
    county: County,
    seat: Seat,
    screen: EnterpriseScreen,
    chooser: Chooser,
    planted: PlantedList,
    tmp_path: Path,
) -> None:
    """1,351 rows, 40 faults: exactly those refused; nothing written before; one undo."""
    before, head = business(county), county.office.head()
    page = taken_in(seat, screen, chooser, planted.path)
    faults = len(planted.faults)
    assert page.counts.text() == (
        f"读到 {FIRMS:,} 行 ＝ 新增 {FIRMS - faults:,} ＋ 变更 0 ＋ 无变化 0 ＋ 未接收 {faults}"
    )
    assert [line.cell for line in seen(page, "refused")] == [f.cell for f in planted.faults]
    assert all(line.reason and line.cure for line in seen(page, "refused"))
    assert {x.row_number: x.uscc for x in seen(page, "new")} == planted.codes
    assert county.office.head() == head, "looking writes nothing"

    seat.push(page, "未接收的行另存为")
    (sent_back,) = tmp_path.glob("*退回修改.xlsx")
    assert len(read_workbook(sent_back).sheets[0].rows) == faults + 1
    assert "40行已另存" in screen.notices.text()

    # What the rows would meet is asked after a short pause; until then nothing can be confirmed.
    seat.qtbot.waitUntil(page.bar.confirm.isEnabled)
    seat.press(page.tabs.tables["new"].grid, Qt.Key.Key_Return, CTRL)
    seat.qtbot.waitUntil(lambda: bool(page.written))
    assert "新增1311家" in page.trouble.text()
    assert county.ask("enterprise_counts").total_count == FIRMS - faults
    assert county.office.head()[0] == head[0] + 1, "one step in the journal"
    assert not page.bar.confirm.isVisible()

    seat.push(page, "撤销本次导入")
    assert business(county) == before
    assert "已撤销本次导入" in screen.notices.text()
    assert page.bar.confirm.isVisible()
    seat.push(page, "确认导入1,311家")
    seat.push(page, "完成")
    assert screen.page is screen.list_page
    assert screen.table.model.rowCount() == FIRMS - faults
    assert county.office.check() == ()


def test_a_second_import_tells_changed_and_unchanged(
    county: County, seat: Seat, screen: EnterpriseScreen, chooser: Chooser, tmp_path: Path
) -> None:
    county.firm(name="甲公司", uscc=CODES[0])
    county.firm(name="乙公司", uscc=CODES[1])
    lines = [
        HEAD,
        ("甲公司", CODES[0], "高新技术企业", "2020-01-01"),
        ("乙公司（新名）", CODES[1]),
        ("丙公司", CODES[2], "高新技术企业"),
        ("丁公司", "91320600MA1N000015"),
    ]
    page = taken_in(seat, screen, chooser, workbook(tmp_path / "名单.xlsx", 名单=lines))
    assert page.counts.text() == "读到 4 行 ＝ 新增 1 ＋ 变更 1 ＋ 无变化 1 ＋ 未接收 1"
    (changed,) = seen(page, "changed")
    assert changed.differences == "企业名称：乙公司→乙公司（新名）"
    assert [x.name for x in seen(page, "unchanged")] == ["甲公司"]
    assert "1家没有认定日期，资质不登记" in page.trouble.text()
    heads = {x.cell: (x.head, x.meaning) for x in seen(page, "heads")}
    assert heads["A1"] == ("单位名称", "企业名称")
    assert heads["D1"] == ("发证日期", "认定日期")
    seat.push(page, "确认导入2家")
    assert county.ask("enterprise_counts").total_count == 3


def test_firms_come_onto_the_list_with_the_import(
    county: County, seat: Seat, screen: EnterpriseScreen, chooser: Chooser, tmp_path: Path
) -> None:
    """Who may not is named with the reason; the clerk decides what becomes of them."""
    lines = [HEAD, ("甲公司", CODES[0], "高新技术企业", "2020-12-01"), ("乙公司", CODES[1])]
    page = taken_in(seat, screen, chooser, workbook(tmp_path / "名单.xlsx", 名单=lines))
    page.options.box.setChecked(True)
    fields = page.options.form.fields
    assert fields["admitted_on"].text() == "2023-09-12"
    seat.push(page, "确认导入")
    assert "文号" in fields["list_document_no"].trouble.text()
    assert county.ask("enterprise_counts").total_count == 0
    fields["list_document_no"].set_text("平科〔2023〕25号")
    screen.resize(760, 430)
    page.reload()
    seat.settle()
    assert page.bar.confirm.text().startswith("确认导入2家，纳入1家")
    (unfit,) = seen(page, "unfit")
    assert unfit.name == "乙公司"
    assert unfit.admission_note
    seat.push(page, "确认导入")
    trouble = fields["may_skip_unfit"].trouble
    assert "有1家不符合纳入条件" in trouble.text()
    assert trouble.visibleRegion().boundingRect().size() == trouble.size(), "scrolled into sight"
    fields["may_skip_unfit"].set_text("是")
    seat.push(page, "确认导入")
    assert "纳入名录库1家" in page.trouble.text()
    assert county.ask("enterprise_counts").listed_count == 1


def test_of_several_sheets_the_clerk_chooses_one(
    county: County, seat: Seat, screen: EnterpriseScreen, chooser: Chooser, tmp_path: Path
) -> None:
    file = workbook(
        tmp_path / "各镇.xlsx",
        新埭镇=[HEAD, ("甲公司", CODES[0])],
        当湖街道=[HEAD, ("乙公司", CODES[1])],
    )
    page = taken_in(seat, screen, chooser, file)
    assert "请在上面选定一张" in page.trouble.text()
    assert page.source.sheets.isVisible()
    assert not page.bar.confirm.isVisible()
    page.source.sheets.setCurrentText("当湖街道")
    seat.settle()
    assert [x.name for x in seen(page, "new")] == ["乙公司"]
    seat.push(page, "确认导入1家")
    assert "各镇.xlsx（当湖街道）" in page.trouble.text()


def test_a_unit_nobody_wrote_is_asked_for_never_guessed(
    seat: Seat, screen: EnterpriseScreen, chooser: Chooser, tmp_path: Path
) -> None:
    lines: list[tuple[Any, ...]] = [("单位名称", "信用代码", "注册资本"), ("甲公司", CODES[0], 500)]
    page = taken_in(seat, screen, chooser, workbook(tmp_path / "名单.xlsx", 名单=lines))
    assert "没有写明是元还是万元" in page.trouble.text()
    assert len(seen(page, "refused")) == 1
    page.source.unit_box("registered_capital").setCurrentText("万元")
    seat.settle()
    assert page.counts.text() == "读到 1 行 ＝ 新增 1 ＋ 变更 0 ＋ 无变化 0 ＋ 未接收 0"
    assert page.firms is not None
    assert page.firms.firms[0].registered_capital == Money.wan(500)


def picture(folder: Path) -> str:
    path = folder / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    return str(path)


def no_code(folder: Path) -> str:
    return workbook(folder / "名单.xlsx", 名单=[("单位名称", "电话"), ("甲公司", "1")])


def gone(folder: Path) -> str:
    return str(folder / "没有.xlsx")


@pytest.mark.parametrize(
    ("make", "said"), [(picture, "不"), (no_code, "统一社会信用代码"), (gone, "没有.xlsx")]
)
def test_a_file_that_is_no_list_is_told_in_words_and_another_can_be_chosen(
    seat: Seat,
    screen: EnterpriseScreen,
    chooser: Chooser,
    tmp_path: Path,
    make: Callable[[Path], str],
    said: str,
) -> None:
    page = taken_in(seat, screen, chooser, make(tmp_path))
    assert said in page.trouble.text()
    assert page.beginning.isVisible()
    good = [HEAD, ("甲公司", CODES[0])]
    chooser.file = workbook(tmp_path / "好的.xlsx", 名单=good)
    seat.push(page, "选择文件")
    assert [x.name for x in seen(page, "new")] == ["甲公司"]
    assert page.trouble.text() == ""


def test_reading_can_be_stopped_and_leaves_nothing(
    county: County, seat: Seat, screen: EnterpriseScreen, chooser: Chooser, planted: PlantedList
) -> None:
    head = county.office.head()
    screen.take_in()
    page = screen.page
    assert isinstance(page, ImportPage)
    page.read(planted.path)
    while page.progress is None:
        QApplication.processEvents()
    page.progress.stop_button.click()
    seat.settle()
    assert page.firms is None
    assert page.beginning.isVisible()
    assert county.office.head() == head


def test_a_list_that_changes_nothing_cannot_be_confirmed(
    county: County, seat: Seat, screen: EnterpriseScreen, chooser: Chooser, tmp_path: Path
) -> None:
    county.firm(name="甲公司", uscc=CODES[0])
    lines = [HEAD, ("甲公司", CODES[0])]
    page = taken_in(seat, screen, chooser, workbook(tmp_path / "名单.xlsx", 名单=lines))
    assert not page.bar.confirm.isEnabled()
    assert page.bar.confirm.text() == "没有要导入的内容"
    seat.press(page.tabs.tables["unchanged"].grid, Qt.Key.Key_Return, CTRL)
    assert not page.written


def test_tabs_are_turned_by_keys(
    seat: Seat, screen: EnterpriseScreen, chooser: Chooser, tmp_path: Path
) -> None:
    lines = [HEAD, ("甲公司", CODES[0])]
    page = taken_in(seat, screen, chooser, workbook(tmp_path / "名单.xlsx", 名单=lines))
    turned = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        focus = QApplication.focusWidget()
        assert focus is not None
        seat.press(focus, key, CTRL)
        turned.append(page.tabs.tabText(page.tabs.currentIndex()))
    assert turned == ["变更（0）", "新增（1）", "表头"]


@pytest.mark.parametrize("size", [(1366, 700), (760, 430)])
def test_no_button_of_the_import_is_cut(
    seat: Seat, screen: EnterpriseScreen, chooser: Chooser, planted: PlantedList, size: Any
) -> None:
    page = taken_in(seat, screen, chooser, planted.path)
    screen.resize(*size)
    seat.settle()
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.parentWidget() is not None:
            assert button.width() >= button.minimumSizeHint().width()
            assert button.mapTo(page, button.rect().bottomRight()).x() <= page.width()
