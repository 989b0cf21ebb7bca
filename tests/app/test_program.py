"""From the start page into an office and out again, by the widgets a clerk uses."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.app.crash import Crash
from kcdesk.app.demo import MARK
from kcdesk.app.program import Program
from kcdesk.app.questions import clause, found, undoable
from kcdesk.app.single import hold, holder
from kcdesk.app.wiring import Wiring, wire
from kcdesk.domain.people import Role
from kcdesk.kernel.clock import FixedClock
from kcdesk.kernel.errors import Fault
from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import Form, theme
from kcdesk.ui.kit.dialogs import Sheet, UndoItem
from kcdesk.ui.screens.people import PeopleScreen
from kcdesk.ui.shell import Hit, ScreenSpec, SignInDialog
from kcdesk.ui.shell.founding import FoundingWizard
from kcdesk.ui.shell.workshop import Workshop
from kcdesk.work.queries.schemes import BlankLine, scheme_blanks

CLOCK = FixedClock(date(2023, 9, 12))
SCREENS = (ScreenSpec("people", "人员", "person", PeopleScreen),)
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def wiring(tmp_path: Path) -> Wiring:
    made = wire(CLOCK, system_fonts=False)
    own = replace(
        made.paths, settings=tmp_path / "设置", logs=tmp_path / "日志", documents=tmp_path / "文档"
    )
    own.make_own()
    return replace(made, paths=own)


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, wiring: Wiring) -> Iterator[Callable[[], Program]]:
    theme.apply(qapp, dark=False)
    running: list[Program] = []

    def run() -> Program:
        program = Program(wiring, Crash(wiring.paths.logs, CLOCK, lambda _: None), SCREENS)
        program.window.show()
        running.append(program)
        return program

    yield run
    for program in running:
        program.window.close()
        qtbot.waitUntil(program.window.isHidden)
        program.window.deleteLater()


@pytest.fixture
def program(start: Callable[[], Program]) -> Program:
    return start()


@pytest.fixture
def office(demo_folder: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(demo_folder, tmp_path / "平湖办"))
    (folder / MARK).unlink()
    return folder


def settle(program: Program) -> None:
    assert program.desk.settle()


def shown(program: Program, kind: type[W]) -> W:
    """The one visible widget of a kind in or over the window."""
    found = [w for w in program.window.findChildren(kind) if w.isVisible()]
    assert len(found) == 1, f"{kind.__name__}: {len(found)}"
    return found[0]


def found_office(program: Program) -> FoundingWizard:
    """Fill the wizard in and go to its last page."""
    page = program.window.start
    assert page is not None
    page.buttons["新建业务库"].click()
    wizard = shown(program, FoundingWizard)
    wizard.forms[0].fields["name"].set_text("平湖市科创办")
    wizard.go_on()
    wizard.forms[1].fields["scheme"].set_value("pinghu")
    wizard.go_on()
    wizard.go_on()
    wizard.forms[3].fields["person"].set_text("沈立")
    wizard.go_on()
    return wizard


def test_first_start_has_no_recent_offices(program: Program) -> None:
    assert program.recent() == []
    assert program.window.windowTitle() == "科创贷管理台"


def test_office_is_founded_and_its_first_person_sits_down(program: Program, wiring: Wiring) -> None:
    wizard = found_office(program)
    assert wizard.folder == wiring.paths.documents / "平湖市科创办"
    wizard.go_on()
    settle(program)
    assert program.window.bench is not None
    assert program.desk.person == 1
    said = holder(wiring.paths.documents / "平湖市科创办")
    assert said is not None
    assert said.person == "沈立"
    assert [recent.name for recent in program.recent()] == ["平湖市科创办"]


def test_wizard_is_left_for_the_start_page(program: Program) -> None:
    found_office(program).cancel_button.click()
    assert program.window.pages.currentWidget() is program.window.start


def test_wizard_stays_when_the_folder_cannot_be_made(program: Program, tmp_path: Path) -> None:
    wizard = found_office(program)
    (tmp_path / "占用").write_text("", "utf-8")
    wizard.picker.path.setText(str(tmp_path / "占用" / "平湖办"))
    wizard.go_on()
    settle(program)
    assert program.window.bench is None
    assert program.window.pages.currentWidget() is wizard


def test_what_the_programme_leaves_open_is_filled_in_while_founding(
    program: Program, wiring: Wiring
) -> None:
    page = program.window.start
    assert page is not None
    page.buttons["新建业务库"].click()
    wizard = shown(program, FoundingWizard)
    wizard.forms[0].fields["name"].set_text("平湖市科创办")
    wizard.go_on()
    wizard.forms[1].fields["scheme"].set_value("pinghu")
    wizard.go_on()
    first, *rest = wizard.blanks.blocks
    assert first.blank.name == "new_measure_on", "what has no reading comes first"
    flag = next(b for b in rest if b.blank.field.kind == "flag")
    first.value.set_text("去年")
    wizard.go_on()
    assert wizard.step == 2
    assert "没有看懂" in wizard.troubles.text()
    first.value.set_text("2024-06-01")
    first.document.set_text("平科〔2024〕9号")
    flag.value.set_text("是")
    wizard.go_on()
    wizard.forms[3].fields["person"].set_text("沈立")
    wizard.go_on()
    wizard.go_back()
    wizard.go_back()
    assert first.value.text() == "2024-06-01", "what was written stays"
    wizard.go_on()
    wizard.go_on()
    wizard.go_on()
    settle(program)
    lines: list[BlankLine] = []
    program.desk.ask(scheme_blanks(), lines.extend, program.window)
    settle(program)
    assert {b.name: (b.value, b.document_no) for b in lines if b.value} == {
        "new_measure_on": ("2024-06-01", "平科〔2024〕9号"),
        "year_rest_stays": ("是", ""),
    }


def test_a_programme_is_written_before_there_is_an_office(program: Program, wiring: Wiring) -> None:
    page = program.window.start
    assert page is not None
    page.buttons["自建方案"].click()
    settle(program)
    workshop = shown(program, Workshop)
    table = workshop.schemes.table
    line = table.line()
    assert line is not None
    workshop.schemes.copy(line)
    sheet = next(s for s in program.window.findChildren(Sheet) if s.isVisible())
    form = sheet.findChild(Form)
    assert isinstance(form, Form)
    form.fields["id"].set_text("haiyan")
    form.fields["region"].set_text("海盐县")
    sheet.accepted.connect(lambda: None)
    next(b for b in sheet.findChildren(QPushButton) if b.text().startswith("复制")).click()
    settle(program)
    assert wiring.library.own_ids() == ("haiyan",)
    settle(program)
    assert workshop.schemes.editing == "haiyan"
    workshop.schemes.leave_editor()
    workshop.leave()
    page = program.window.start
    assert page is not None
    page.buttons["新建业务库"].click()
    wizard = shown(program, FoundingWizard)
    options: list[Option] = []
    wizard.blanks._sources.options("shipped_schemes", options.extend, wizard)
    assert "haiyan" in {o.value for o in options}


def test_refused_founding_shows_where(program: Program) -> None:
    wizard = found_office(program)
    wizard.forms[3].fields["secret"].set_text("123")
    wizard.go_on()
    settle(program)
    assert program.window.bench is None
    assert wizard.step == 3, "the password is asked for on the fourth page"
    assert program.seat is None


@pytest.mark.parametrize("text", ["", "相对的"])
def test_wizard_wants_a_whole_path(program: Program, text: str) -> None:
    wizard = found_office(program)
    wizard.picker.path.setText(text)
    wizard.go_on()
    assert wizard.troubles.isVisible()


def test_wizard_refuses_a_folder_that_is_taken(
    program: Program, office: Path, tmp_path: Path
) -> None:
    wizard = found_office(program)
    wizard.picker.path.setText(str(office))
    wizard.go_on()
    assert wizard.troubles.isVisible()
    (tmp_path / "文件").write_text("", "utf-8")
    wizard.picker.path.setText(str(tmp_path / "文件"))
    wizard.go_on()
    assert wizard.troubles.isVisible()


def test_folder_proposed_follows_the_name_until_one_is_chosen(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wizard = found_office(program)
    wizard.picker.propose("平湖/科创: 办")
    assert wizard.folder.name == "平湖_科创_ 办"
    monkeypatch.setattr(
        "kcdesk.ui.shell.founding.QFileDialog.getExistingDirectory",
        lambda *_: str(tmp_path / "选的"),
    )
    wizard.picker._choose()
    wizard.picker.propose("别的")
    assert wizard.folder == tmp_path / "选的"


def test_person_is_chosen_when_there_are_several(program: Program, office: Path) -> None:
    program.open(office)
    settle(program)
    dialog = shown(program, SignInDialog)
    dialog.form.fields["person"].set_text("2")
    dialog.go_button.click()
    settle(program)
    assert program.desk.person == 2
    assert program.window.bench is not None


def test_office_held_elsewhere_is_refused_naming_the_holder(program: Program, office: Path) -> None:
    with hold(office, CLOCK) as held:
        held.name("李四")
        program.open(office)
        text = shown(program, Sheet)
        assert program.seat is None
        text.accept()


def test_folder_without_an_office_is_told_and_not_held(program: Program, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    program.open(tmp_path / "空")
    settle(program)
    shown(program, Sheet).accept()
    hold(tmp_path / "空", CLOCK).release()


def test_second_office_lets_the_first_one_go(
    program: Program, office: Path, tmp_path: Path
) -> None:
    program.open(office)
    settle(program)
    other = Path(shutil.copytree(office, tmp_path / "另一个"))
    shown(program, SignInDialog).reject()
    program.open(other)
    settle(program)
    hold(office, CLOCK).release()
    with pytest.raises(Fault):
        hold(other, CLOCK)


def test_closed_office_is_let_go(program: Program, office: Path) -> None:
    program.open(office)
    settle(program)
    shown(program, SignInDialog).reject()
    program.close_office()
    settle(program)
    assert program.seat is None
    hold(office, CLOCK).release()


def test_closed_window_lets_the_office_go(program: Program, office: Path, qtbot: QtBot) -> None:
    program.show_manual("claims")
    program.open(office)
    settle(program)
    shown(program, SignInDialog).reject()
    program.window.close()
    qtbot.waitUntil(program.window.isHidden)
    assert not program.manual.isVisible()
    hold(office, CLOCK).release()


def test_window_closes_from_the_start_page(program: Program, qtbot: QtBot) -> None:
    program.window.close()
    qtbot.waitUntil(program.window.isHidden)


def test_office_is_chosen_from_the_folders(
    program: Program, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["", str(office)])
    monkeypatch.setattr(
        "kcdesk.app.program.QFileDialog.getExistingDirectory", lambda *_: next(answers)
    )
    program.ask_open(None)
    settle(program)
    assert program.seat is None
    program.ask_open(None)
    settle(program)
    assert program.seat is not None
    assert program.seat.folder == office


def test_recent_office_that_is_gone_is_marked(start: Callable[[], Program], wiring: Wiring) -> None:
    program = start()
    found_office(program).go_on()
    settle(program)
    program.close_office()
    settle(program)
    shutil.rmtree(wiring.paths.documents / "平湖市科创办")
    assert [recent.is_missing for recent in program.recent()] == [True]


def test_practice_is_made_the_first_time_and_opened_again_later(
    program: Program, wiring: Wiring
) -> None:
    for _ in range(2):
        program.practise()
        settle(program)
        settle(program)
        assert program.seat is not None
        assert program.seat.is_practice
        shown(program, SignInDialog).reject()
        program.close_office()
        settle(program)
    assert (wiring.paths.documents / "演练" / "prints").is_dir()
    assert program.recent() == [], "practice is no office to come back to"


def test_demo_made_on_the_command_line_is_practice_too(
    program: Program, demo_folder: Path, tmp_path: Path
) -> None:
    program.open(Path(shutil.copytree(demo_folder, tmp_path / "演示")))
    settle(program)
    shown(program, SignInDialog).reject()
    assert program.seat is not None
    assert program.seat.is_practice


def test_practice_that_cannot_be_made_is_told(program: Program, wiring: Wiring) -> None:
    wiring.paths.documents.parent.mkdir(exist_ok=True)
    wiring.paths.documents.write_text("", "utf-8")
    program.practise()
    shown(program, Sheet).accept()


def test_frame_knows_office_and_person_finds_records_and_offers_undo(
    program: Program, office: Path
) -> None:
    program.open(office)
    settle(program)
    shown(program, SignInDialog).reject()
    program._sit_down(3)
    settle(program)
    bench = program.window.bench
    assert bench is not None
    assert bench.facts.office == "平湖市科创贷款工作联席会议办公室"
    assert (bench.facts.person, bench.facts.role) == ("复核员", "复核")
    assert bench.facts.file == "平湖办"
    hits: list[Hit] = []
    program.desk.ask(found("平湖"), hits.extend, program.window, slot="found")
    items: list[UndoItem] = []
    program.desk.ask(undoable(), items.extend, program.window, slot="undo")
    told: list[str] = []
    program.desk.ask(clause("PH-1"), lambda line: told.append(line.says), program.window)
    settle(program)
    assert {"enterprises", "partners"} <= {hit.stage for hit in hits}
    assert items[0].blocked, "a paper that was printed stays printed"
    assert any(not item.blocked for item in items)
    assert told[0]


@pytest.mark.parametrize(("person", "approves"), [(1, False), (2, False), (3, False), (4, True)])
def test_navigation_shows_what_the_post_may_do(
    program: Program, office: Path, person: int, approves: bool
) -> None:
    assert not program._may(Role.CLERK), "nobody sits here yet"
    program.open(office)
    settle(program)
    shown(program, SignInDialog).reject()
    program._sit_down(person)
    settle(program)
    assert program._may(None)
    assert program._may(Role.APPROVER) is approves


def test_every_screen_can_be_reached(program: Program, office: Path) -> None:
    """By its place in the navigation, and each by a key."""
    program.open(office)
    settle(program)
    shown(program, SignInDialog).reject()
    program._sit_down(1)
    settle(program)
    bench = program.window.bench
    assert bench is not None
    assert bench.navigation.count() == len(bench.specs)
    for position, spec in enumerate(bench.specs):
        assert bench.navigation.item(position).toolTip().startswith("Alt+")
        assert bench.show_screen(spec.id) is bench.screen_shown
    settle(program)


def test_help_opens_the_page_of_the_screen(program: Program) -> None:
    program.show_manual("claims")
    assert "代偿申请" in program.manual.text.toPlainText()
    program.show_manual("loans")
    assert program.manual.text.toPlainText().startswith("贷款")


# -- backups ---------------------------------------------------------------------------------------


@pytest.fixture
def seated(program: Program, office: Path) -> Program:
    """The window with an office open and a clerk at the desk."""
    program.open(office)
    settle(program)
    shown(program, SignInDialog).reject()
    program._sit_down(2)
    settle(program)
    return program


def backups(office: Path) -> list[Path]:
    return sorted((office / "backups").glob("*.kcbackup"))


def harm(program: Program) -> None:
    """Make the open office's file unsound, so that no backup counts."""
    assert program.desk._office is not None
    connection = program.desk._office.connection  # type: ignore[attr-defined]
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("DROP TRIGGER IF EXISTS fund_posting_journal_delete")
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'office'"
        )
    ]
    connection.execute(f"DROP TRIGGER {names[0]}")


def test_strip_warns_while_there_is_no_backup(seated: Program) -> None:
    bench = seated.window.bench
    assert bench is not None
    assert bench.facts.backup == "还没有备份"
    assert "还没有备份" in bench.facts.backup_warning


def test_backup_is_made_now_and_told(seated: Program, office: Path) -> None:
    seated.window.hooks.backup_now()  # type: ignore[misc]
    settle(seated)
    settle(seated)
    assert len(backups(office)) == 1
    bench = seated.window.bench
    assert bench is not None
    assert "2023年9月12日 09:00，已核对" in bench.facts.backup
    assert bench.facts.backup_warning == ""


def test_what_cannot_travel_is_told(seated: Program, office: Path) -> None:
    (office / "forms").mkdir(exist_ok=True)
    (office / "forms" / "链接").symlink_to(office / "office.kcdesk")
    seated.backups.make()
    settle(seated)
    shown(seated, Sheet).accept()


def test_backup_of_an_unsound_office_is_told(seated: Program, office: Path) -> None:
    harm(seated)
    seated.backups.make()
    settle(seated)
    shown(seated, Sheet).accept()
    assert backups(office) == []
    seated.window.close()
    settle(seated)
    next(s for s in seated.window.findChildren(Sheet) if s.isVisible()).accept()


def test_window_backs_up_before_it_closes_and_not_twice(
    seated: Program, office: Path, qtbot: QtBot
) -> None:
    seated.window.close()
    qtbot.waitUntil(seated.window.isHidden)
    assert len(backups(office)) == 1


def test_office_in_which_nothing_was_done_is_closed_without_a_new_backup(
    seated: Program, office: Path
) -> None:
    seated.backups.make()
    settle(seated)
    seated.close_office()
    settle(seated)
    settle(seated)
    assert seated.seat is None
    assert len(backups(office)) == 1


def test_failed_backup_asks_before_closing(seated: Program, office: Path) -> None:
    harm(seated)
    seated.close_office()
    settle(seated)
    asked = shown(seated, Sheet)
    assert seated.seat is not None
    asked.reject()
    assert seated.seat is not None
    seated.close_office()
    settle(seated)
    shown(seated, Sheet).accept()
    settle(seated)
    assert seated.seat is None


def test_backup_is_restored_into_a_new_folder_and_opened(
    seated: Program, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated.backups.make()
    settle(seated)
    chosen = {"open": "", "save": ""}
    dialog = "kcdesk.app.backups.QFileDialog"
    monkeypatch.setattr(f"{dialog}.getOpenFileName", lambda *_: (chosen["open"], ""))
    monkeypatch.setattr(f"{dialog}.getSaveFileName", lambda *_, **__: (chosen["save"], ""))
    seated.ask_restore()
    chosen["open"] = str(backups(office)[0])
    seated.ask_restore()
    chosen["save"] = str(tmp_path / "恢复")
    seated.ask_restore()
    settle(seated)
    shown(seated, Sheet).accept()
    settle(seated)
    shown(seated, SignInDialog).reject()
    assert seated.seat is not None
    assert seated.seat.folder == tmp_path / "恢复"


def test_damaged_backup_is_told(seated: Program, tmp_path: Path) -> None:
    broken = tmp_path / "坏.kcbackup"
    broken.write_bytes(b"no archive")
    seated.backups._restore(broken, tmp_path / "恢复", seated.open)
    settle(seated)
    shown(seated, Sheet).accept()
    assert not (tmp_path / "恢复").exists()


def test_reports_are_shown_where_they_lie(
    seated: Program, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "kcdesk.app.program.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
    )
    seated._show_reports()
    assert opened == [str(wiring.paths.logs)]
