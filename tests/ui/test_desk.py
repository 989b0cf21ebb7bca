"""The desk: one office thread, answers on the GUI thread, three kinds of bad news."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.money import Money
from kcdesk.ui.desk import Breakdown, Cancelled, Desk, OfficeLike, Progress
from tests.ui.office import Ask, DisburseLoan, Done, SmallOffice, loan_lines


def loan(amount: str = "30", contract: str = "018") -> DisburseLoan:
    return DisburseLoan(
        1, contract, Money.wan(amount), date(2021, 3, 25), date(2022, 3, 24), "credit"
    )


class Owner(QObject):
    """Somebody who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []
        self.troubles: list[Any] = []

    def hear(self, answer: Any) -> None:
        self.answers.append(answer)

    def trouble(self, trouble: Any) -> None:
        self.troubles.append(trouble)


@pytest.fixture
def owner(qapp: Any) -> Owner:
    return Owner()


def number_ask(number: int) -> Ask:
    return Ask(lambda _office: number)


def loose(owner: Owner) -> Callable[[Any], None]:
    """A function that is no bound method."""

    def hear(answer: Any) -> None:
        owner.hear(answer)

    return hear


def test_an_answer_comes_on_the_gui_thread_and_the_office_works_on_its_own(
    desk: Desk, office: SmallOffice, owner: Owner
) -> None:
    heard_on = []
    desk.ask(loan_lines(), lambda _: heard_on.append(threading.current_thread()), owner)
    assert desk.settle()
    assert heard_on == [threading.main_thread()]
    assert office.threads == {"office"}


def test_a_command_tells_its_caller_and_then_everybody(
    desk: Desk, office: SmallOffice, owner: Owner, qtbot: QtBot
) -> None:
    order: list[str] = []
    desk.said.connect(order.append)
    desk.changed.connect(lambda stages: order.append(f"changed {sorted(stages)}"))

    desk.do(loan(), lambda done: order.append(f"then {done.seq}"), None, owner)
    assert desk.settle()

    assert order == ["then 1", "登记放款（第7号）", "changed ['loans']"]
    assert office.loans[1].amount == Money.wan(30)


def test_one_key_is_done_once(desk: Desk, office: SmallOffice, owner: Owner) -> None:
    for _ in range(2):
        desk.do(loan(), owner.hear, None, owner, key="one press")
    assert desk.settle()
    assert len(office.loans) == 1
    assert [d.seq for d in owner.answers] == [1, 1]


def test_two_presses_without_a_key_are_two(desk: Desk, office: SmallOffice, owner: Owner) -> None:
    for _ in range(2):
        desk.do(loan(), owner.hear, None, owner)
    assert desk.settle()
    assert len(office.loans) == 2


def test_an_earlier_question_of_the_same_method_is_dropped_and_not_even_asked(
    desk: Desk, office: SmallOffice, owner: Owner
) -> None:
    office.gate = threading.Event()
    for number in range(5):
        desk.ask(number_ask(number), owner.hear, owner)
    office.gate.set()
    assert desk.settle()
    assert owner.answers == [4]
    assert len(office.asked) <= 2


def test_lambdas_do_not_supersede_each_other(desk: Desk, owner: Owner) -> None:
    for number in range(3):
        desk.ask(number_ask(number), loose(owner), owner)
    assert desk.settle()
    assert owner.answers == [0, 1, 2]


def test_a_slot_makes_them(desk: Desk, office: SmallOffice, owner: Owner) -> None:
    office.gate = threading.Event()
    for number in range(3):
        desk.ask(number_ask(number), loose(owner), owner, slot="room")
    office.gate.set()
    assert desk.settle()
    assert owner.answers == [2]


def test_an_answer_for_a_forgotten_owner_is_dropped(
    desk: Desk, office: SmallOffice, owner: Owner
) -> None:
    office.gate = threading.Event()
    desk.ask(loan_lines(), owner.hear, owner)
    desk.ask(loan_lines(), loose(owner), owner)
    desk.forget(owner)
    office.gate.set()
    assert desk.settle()
    assert owner.answers == []


def test_an_answer_for_a_deleted_widget_is_dropped_but_the_command_is_done(
    desk: Desk, office: SmallOffice, qtbot: QtBot
) -> None:
    heard: list[Any] = []
    page = QWidget()
    office.gate = threading.Event()
    desk.do(loan(), heard.append, None, page)
    page.deleteLater()
    qtbot.waitUntil(lambda: not _is_alive(page))
    office.gate.set()
    assert desk.settle()
    assert heard == []
    assert len(office.loans) == 1


def _is_alive(page: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(page)


def test_a_refusal_goes_to_the_caller(desk: Desk, owner: Owner) -> None:
    desk.do(loan("1001"), owner.hear, owner.trouble, owner)
    assert desk.settle()
    assert owner.answers == []
    assert owner.troubles[0].clauses == ("PH-1",)


def test_a_refusal_without_a_place_is_told_to_the_shell(desk: Desk, owner: Owner) -> None:
    told: list[Refusal] = []
    desk.refused.connect(told.append)
    desk.do(loan("1001"), None, None, owner)
    assert desk.settle()
    assert told[0].clauses == ("PH-1",)


def test_a_fault_is_told_to_the_shell_and_to_the_caller(
    desk: Desk, office: SmallOffice, owner: Owner
) -> None:
    told: list[Fault] = []
    desk.faulted.connect(told.append)
    office.broken = Fault("磁盘已满。", code="disk.full")
    desk.do(loan(), owner.hear, owner.trouble, owner, owner.trouble)
    assert desk.settle()
    assert [f.code for f in told] == ["disk.full"]
    assert owner.troubles == told


def test_a_bug_says_that_nothing_was_saved_and_is_written_to_the_log(
    office: SmallOffice, owner: Owner, qapp: Any
) -> None:
    logged: list[BaseException] = []

    def reporter(error: BaseException) -> str:
        logged.append(error)
        return "AB12"

    desk = Desk(office, reporter=reporter)
    told: list[Breakdown] = []
    desk.broke.connect(told.append)
    office.broken = ZeroDivisionError("bug")
    desk.do(loan(), owner.hear, None, owner, owner.trouble)
    assert desk.settle()
    assert isinstance(logged[0], ZeroDivisionError)
    assert "没有保存" in told[0].message
    assert "AB12" in told[0].message
    assert owner.troubles == told
    desk.shut_down()


def test_without_a_reporter_the_log_keeps_the_bug(
    desk: Desk, office: SmallOffice, owner: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    office.broken = ZeroDivisionError("bug")
    desk.ask(loan_lines(), owner.hear, owner, owner.trouble)
    assert desk.settle()
    assert owner.troubles[0].reference in caplog.text


@pytest.mark.parametrize("trouble", [Refusal.of("没有权限。"), Fault("文件不见了。")])
def test_a_failed_question_goes_to_failed_or_to_the_shell(
    desk: Desk, office: SmallOffice, owner: Owner, trouble: Exception
) -> None:
    told: list[Any] = []
    desk.refused.connect(told.append)
    desk.faulted.connect(told.append)

    office.broken = trouble
    desk.ask(loan_lines(), owner.hear, owner, owner.trouble)
    assert desk.settle()
    assert owner.troubles == [trouble]
    assert told == []

    office.broken = trouble
    desk.ask(loan_lines(), owner.hear, owner)
    assert desk.settle()
    assert told == [trouble]


def test_undo_takes_the_last_step_back(desk: Desk, office: SmallOffice, owner: Owner) -> None:
    desk.do(loan(), owner.hear, None, owner)
    assert desk.settle()
    desk.undo(1, owner.hear, owner.trouble, owner)
    assert desk.settle()
    assert office.loans == {}
    assert owner.answers[-1].summary.startswith("已撤销")


def test_undo_of_an_older_step_is_refused_with_the_way_out(desk: Desk, owner: Owner) -> None:
    desk.do(loan(), None, None, owner)
    desk.do(loan(), None, None, owner)
    desk.undo(1, owner.hear, owner.trouble, owner)
    assert desk.settle()
    assert "请先撤销后面的操作" in str(owner.troubles[0])


def test_busy_is_said_once_for_several_tasks(desk: Desk, owner: Owner) -> None:
    said: list[bool] = []
    desk.busy.connect(said.append)
    for _ in range(3):
        desk.do(loan(), None, None, owner)
    assert not desk.is_idle
    assert desk.settle()
    assert said == [True, False]


def test_who_sits_here_is_told_once(desk: Desk) -> None:
    heard: list[int] = []
    desk.person_changed.connect(heard.append)
    desk.sign_in(9)
    desk.sign_in(9)
    assert heard == [9]
    assert desk.person == 9


# -- longer work ------------------------------------------------------------------------------------


def test_background_work_reports_and_answers(desk: Desk, owner: Owner, office: SmallOffice) -> None:
    seen: list[tuple[int, int, str]] = []

    def job(progress: Progress, cancelled: Callable[[], bool]) -> str:
        for number in range(1, 4):
            progress(number, 3, "读取")
        return f"{threading.current_thread().name} {cancelled()}"

    running = desk.background("读取表格", job, owner.hear, owner)
    running.progressed.connect(lambda *p: seen.append(p))
    assert desk.settle()
    assert owner.answers == ["side False"]
    assert seen[-1] == (3, 3, "读取")
    assert office.threads == set()


def test_progress_is_not_told_more_often_than_it_can_be_seen(desk: Desk, owner: Owner) -> None:
    seen: list[int] = []

    def job(progress: Progress, cancelled: Callable[[], bool]) -> None:
        for number in range(20_000):
            progress(number, 20_000, "")

    desk.background("读取", job, owner.hear, owner).progressed.connect(lambda n, *_: seen.append(n))
    assert desk.settle()
    assert len(seen) < 200


def test_cancelled_work_answers_nothing(desk: Desk, owner: Owner, qtbot: QtBot) -> None:
    said: list[str] = []
    desk.said.connect(said.append)
    begun = threading.Event()

    def job(progress: Progress, cancelled: Callable[[], bool]) -> None:
        begun.set()
        while True:
            progress(0, 0, "")

    running = desk.background("导出", job, owner.hear, owner, owner.trouble)
    assert begun.wait(10)
    running.cancel()
    assert desk.settle()
    assert owner.answers == owner.troubles == []
    assert said == ["已取消：导出，没有留下做了一半的内容。"]


def test_work_at_the_office_runs_on_its_thread_and_refreshes(desk: Desk, owner: Owner) -> None:
    changed: list[frozenset[str]] = []
    desk.changed.connect(changed.append)

    def job(office: OfficeLike, progress: Progress, cancelled: Callable[[], bool]) -> Done:
        assert threading.current_thread().name == "office"
        return Done(5, None, frozenset({"safekeeping"}), "已备份")

    desk.at_office("备份", job, owner.hear, owner)
    assert desk.settle()
    assert changed == [frozenset({"safekeeping"})]
    assert owner.answers[0].seq == 5


def test_work_that_fails_is_told(desk: Desk, owner: Owner) -> None:
    def job(progress: Progress, cancelled: Callable[[], bool]) -> None:
        raise Fault("U 盘已拔出。")

    running = desk.background("复制", job, owner.hear, owner, owner.trouble)
    ended: list[bool] = []
    running.ended.connect(lambda: ended.append(running.has_ended))
    assert desk.settle()
    assert owner.troubles[0].message == "U 盘已拔出。"
    assert ended == [True]


def test_a_job_may_look_itself_whether_it_is_cancelled(desk: Desk, owner: Owner) -> None:
    def job(progress: Progress, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            pass
        raise Cancelled

    desk.background("计算", job, owner.hear, owner).cancel()
    assert desk.settle()
    assert owner.answers == []


# -- opening and closing ------------------------------------------------------------------------------


def test_an_office_is_opened_and_closed_on_its_own_thread(owner: Owner, qapp: Any) -> None:
    desk = Desk()
    told: list[str] = []
    desk.opened.connect(lambda: told.append("opened"))
    desk.closed.connect(lambda: told.append("closed"))
    office = SmallOffice()

    def opener() -> SmallOffice:
        told.append(threading.current_thread().name)
        return office

    assert not desk.is_open
    desk.open(opener, lambda: told.append("then"), owner)
    assert desk.settle()
    assert desk.is_open
    desk.close_office(lambda: told.append("gone"), owner)
    assert desk.settle()
    assert told == ["office", "opened", "then", "closed", "gone"]
    assert office.is_closed
    desk.shut_down()


def test_an_office_that_cannot_be_opened_says_why(owner: Owner, qapp: Any, tmp_path: Path) -> None:
    def opener() -> SmallOffice:
        raise Refusal.of("这个文件夹不是办公室。")

    desk = Desk()
    desk.open(opener, lambda: owner.hear("opened"), owner, owner.trouble)
    assert desk.settle()
    assert owner.answers == []
    assert "不是办公室" in str(owner.troubles[0])
    desk.shut_down()


def test_without_an_office_everything_is_refused(owner: Owner, qapp: Any) -> None:
    desk = Desk()
    desk.ask(loan_lines(), owner.hear, owner, owner.trouble)
    assert desk.settle()
    assert "还没有打开业务库" in str(owner.troubles[0])
    desk.shut_down()


def test_shutting_down_closes_the_office_and_survives_one_that_cannot(qapp: Any) -> None:
    class Stuck(SmallOffice):
        def close(self) -> None:
            raise OSError("gone")

    logged: list[BaseException] = []

    def reporter(error: BaseException) -> str:
        logged.append(error)
        return ""

    desk = Desk(Stuck(), reporter=reporter)
    desk.shut_down()
    assert isinstance(logged[0], OSError)
    assert not desk.is_open


def test_settle_gives_up_when_the_office_hangs(
    desk: Desk, office: SmallOffice, owner: Owner
) -> None:
    office.gate = threading.Event()
    desk.ask(loan_lines(), owner.hear, owner)
    assert not desk.settle(50)
    office.gate.set()
    assert desk.settle()
