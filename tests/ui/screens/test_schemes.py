"""方案: read by clause, by figure and by revision; revised, and written for another county."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from kcdesk.packs.library import Library
from kcdesk.ui.kit import CardPage, Editor, Form, ListPage, TraceView
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.panels.own_schemes import OwnSchemes
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.enterprises.entry import admit
from kcdesk.ui.screens.schemes import SchemeScreen
from kcdesk.work.own_schemes import ProgrammeLine
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import ROOT, County


@pytest.fixture
def county(tmp_path: Path) -> County:
    library = Library(ROOT / "resources", ROOT / "forms", own_schemes=tmp_path / "自建方案")
    return County(tmp_path / "office", library=library)


@pytest.fixture
def screen(seat: Seat) -> SchemeScreen:
    seat.as_("admin")
    made = SchemeScreen(seat.place)
    seat.show(made)
    return made


def on(screen: SchemeScreen, title: str) -> QWidget:
    """Turn to the tab."""
    tabs = screen.lists.tabs
    at = next(i for i in range(tabs.count()) if tabs.tabText(i) == title)
    tabs.setCurrentIndex(at)
    page = tabs.currentWidget()
    assert page is not None
    return page


def fill(seat: Seat, editor: QWidget, **texts: str) -> None:
    assert isinstance(editor, Editor)
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor.save()
    seat.settle()
    assert not editor.form.trouble_count, [r.text for r in editor.troubles.remarks]


def test_a_clause_opens_with_what_keeps_it_and_its_cases(seat: Seat, screen: SchemeScreen) -> None:
    seat.press(screen.clause_table.grid, Qt.Key.Key_Return)
    page = screen.page
    assert isinstance(page, CardPage)
    seat.settle()
    assert page.card.text_of("kept") == "逐笔检查"
    kept = [line_of(page.card.tables["keepers"], row).text for row in range(2)]
    assert any(text.startswith(("条件", "数值")) for text in kept)
    assert line_of(page.card.tables["cases"]).outcome == "相符"


def test_a_figure_is_read_on_a_day_and_changed_from_a_day(seat: Seat, screen: SchemeScreen) -> None:
    seat.county.clock.day = seat.county.clock.day.replace(year=2025)
    page = screen.value_page
    on(screen, "数值")
    page.table.filter.setText("年度清算上限")
    page.reload()
    seat.settle()
    line = line_of(page.table)
    assert line.shown == "1,000万元"
    page.revise(line)
    fill(
        seat, screen.page, value="1500万元", changed_on="2025-02-01", document_no="平科〔2025〕1号"
    )
    assert screen.pages.count() == 1
    page.day.set_text("2025-02-01")
    page.day.left.emit()
    seat.settle()
    assert line_of(page.table).shown == "1,500万元"
    page.day.set_text("看不懂")
    assert page.on is None
    page.which.choose("all")
    seat.settle()
    assert page.table.model.rowCount() == 2
    seat.press(page.table.grid, Qt.Key.Key_Return)
    history = screen.page
    assert isinstance(history, ListPage)
    assert history.table.model.rowCount() == 2


def test_revisions_tell_what_they_changed_and_decided(seat: Seat, screen: SchemeScreen) -> None:
    county = seat.county
    county.loan(county.firm(), county.bank())
    county.do(
        "revise_parameter", by="admin", parameter="institution_year_limit", value="1500万元",
        changed_on="2025-02-01", document_no="平科〔2025〕1号",
    )  # fmt: skip
    screen.reload()
    seat.settle()
    page = screen.revision_page
    on(screen, "版本")
    newest, first = line_of(page.table), line_of(page.table, 1)
    assert (newest.decided_count, first.decided_count) == (0, 1)
    page.show_changes(newest)
    seat.settle()
    changes = screen.page
    assert isinstance(changes, ListPage)
    assert changes.table.model.rowCount() > 1
    screen.pop()
    page.table.go_to(first.id)
    seat.press(page.table.grid, Qt.Key.Key_Return)
    decided = screen.page
    assert isinstance(decided, ListPage)
    seat.press(decided.table.grid, Qt.Key.Key_Return)
    why = screen.page
    assert isinstance(why, CardPage)
    seat.settle()
    assert why.card.traces["trace"].steps
    screen.pop()
    seat.push(decided, "打开记录")
    assert seat.went == [("loans", 1)]
    screen.go_home()
    page.show_all()
    seat.settle()
    everything = screen.page
    assert isinstance(everything, ListPage)
    everything.table.filter.setText("没有的")
    everything.reload()
    seat.settle()
    assert everything.table.model.rowCount() == 0


def test_the_text_is_checked_while_it_is_edited_and_kept_as_a_revision(
    seat: Seat, screen: SchemeScreen
) -> None:
    editor = screen.text_page.editor
    on(screen, "编辑方案")
    sound = editor.text
    assert not screen.is_changed
    editor.paper.setPlainText(sound.replace('kept = "recorded"', 'kept = "kept"', 1))
    seat.qtbot.waitUntil(lambda: editor.slips.model.rowCount() > 0)
    seat.settle()
    assert screen.is_changed
    assert "需要改正" in editor.notices.text()
    seat.press(editor.slips.grid, Qt.Key.Key_Return)
    assert "kept" in editor.paper.textCursor().selectedText()
    screen.reload()
    seat.settle()
    assert editor.is_changed, "what is being edited is not overwritten"
    editor.keep_button.click()
    form = screen.page
    assert isinstance(form, Editor)
    form.form.fields["document_no"].set_text("平科〔2025〕1号")
    form.save()
    seat.settle()
    assert screen.page is form, "a text with slips is refused"
    screen.pop()
    editor.revert()
    editor.paper.appendPlainText("# 补充")
    editor.keep_button.click()
    fill(seat, screen.page, document_no="平科〔2025〕1号")
    assert not screen.is_changed
    assert len(seat.county.ask("scheme_revisions")) == 2


def test_words_are_found_in_the_text(seat: Seat, screen: SchemeScreen) -> None:
    editor = screen.text_page.editor
    on(screen, "编辑方案")
    editor.sought.setText("institution_year_limit")
    editor.find_next()
    first = editor.paper.textCursor().blockNumber()
    editor.find_next()
    assert editor.paper.textCursor().blockNumber() > first
    editor.sought.setText("没有这个词")
    editor.find_next()
    assert "没有“没有这个词”" in editor.notices.text()
    editor.go_to_line(999_999)
    assert editor.place.text().startswith("第1行")


def test_a_programme_for_another_county_is_copied_edited_and_carried(
    seat: Seat, screen: SchemeScreen, tmp_path: Path
) -> None:
    page = screen.own_page
    on(screen, "自建方案")
    seat.settle()
    page.table.go_to(next(line.id for line in listed(page) if line.code == "pinghu"))
    seat.press(page.table.grid, Qt.Key.Key_Return)
    sheet = seat.dialog()
    assert isinstance(sheet, Sheet)
    form = sheet.findChild(Form)
    assert isinstance(form, Form)
    form.fields["id"].set_text("pinghu")
    form.fields["region"].set_text("海盐县")
    seat.push(sheet, "复制")
    assert "已经有方案在用" in form.fields["id"].trouble.text()
    form.fields["id"].set_text("haiyan")
    seat.push(sheet, "复制")
    assert page.editing == "haiyan"
    editor = page.editor
    editor.paper.setPlainText(editor.text.replace('value = "6:4"', 'value = "5:5"'))
    editor.check()
    seat.settle()
    assert editor.slips.model.rowCount() > 0
    editor.keep_button.click()
    seat.settle()
    assert "要改" in page.trouble.text()
    editor.paper.setPlainText(editor.text.replace('value = "5:5"', 'value = "6:4"'))
    assert screen.is_changed
    page.leave_editor()
    seat.push(seat.dialog(), "继续编辑")
    editor.keep_button.click()
    seat.settle()
    assert "可以采用" in page.trouble.text()
    page.leave_editor()
    seat.settle()
    carry(seat, page, tmp_path)


def listed(page: OwnSchemes) -> list[ProgrammeLine]:
    return [line_of(page.table, row) for row in range(page.table.model.rowCount())]


def carry(seat: Seat, page: OwnSchemes, tmp_path: Path) -> None:
    """Export, take away, import again."""
    stick = tmp_path / "海盐.toml"
    page._target = lambda _parent, _name: str(stick)
    page._choose = lambda _parent: str(stick)
    own = next(line for line in listed(page) if line.is_own)
    count = len(listed(page))
    page.table.go_to(own.id)
    page.export(own)
    seat.settle()
    assert stick.is_file()
    page.import_()
    seat.settle()
    assert "已经有方案在用" in page.trouble.text()
    page.remove(own)
    seat.push(seat.dialog(), "删除")
    seat.settle()
    assert len(listed(page)) == count - 1
    page.import_()
    seat.settle()
    assert len(listed(page)) == count
    page.edit(own)
    seat.settle()
    assert page.editing == "haiyan"
    assert [b for b in page.findChildren(QPushButton) if b.text().startswith("返回列表")]


def test_reasons_stand_one_press_behind_every_form(seat: Seat) -> None:
    """What the programme checks, step by step with its clauses."""
    county = seat.county
    firm = county.firm(listed_on=None)
    home = EnterpriseScreen(seat.place)
    seat.show(home)
    admit(home, county.ask("enterprise_card", enterprise=firm))
    editor = home.page
    assert isinstance(editor, Editor)
    seat.qtbot.waitUntil(editor.why_button.isVisible)
    asked: list[str] = []
    editor.clause_asked.connect(asked.append)
    editor.why_button.click()
    sheet = seat.dialog()
    trace = sheet.findChild(TraceView)
    assert isinstance(trace, TraceView)
    assert trace.steps
    next(b for b in trace.findChildren(QPushButton) if b.text()).click()
    assert asked
    sheet.close()
    editor.form.fields["from_on"].set_text("")
    seat.qtbot.waitUntil(lambda: not editor.why_button.isVisible())
