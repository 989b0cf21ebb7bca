"""One open office: a command happens whole or not at all, a question writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.people import PersonRow
from kcdesk.work import office as office_room
from kcdesk.work.command import COMMANDS, HANDLERS, Command, UndoPolicy, handles
from kcdesk.work.commands.fund import RecordAppropriation
from kcdesk.work.commands.partners import RegisterPartner
from kcdesk.work.commands.people import AddPerson, ChangePerson, FoundOffice, SetSecret
from kcdesk.work.context import Read, Work
from kcdesk.work.office import FILE_NAME, Done, Office
from kcdesk.work.queries.partners import partners
from kcdesk.work.query import QUERIES, Ask, query
from tests.work.county import County


def dump(county: County) -> list[str]:
    """Everything in the file."""
    return list(county.office.connection.iterdump())


def bank(name: str = "平湖农商银行") -> RegisterPartner:
    return RegisterPartner(name=name, joined_on=date(2020, 1, 1))


def names(county: County) -> list[str]:
    return [p.name for p in county.office.ask(partners())]


@pytest.fixture
def scribble() -> Iterator[Callable[..., Command]]:
    """A command of raw SQL, as a slip in a handler would be; known only during the test."""

    class Scribble(Command, label="乱写", stage="people"):
        sql: Annotated[str, Field("long_text", "语句")]

    @handles(Scribble)
    def scribble(work: Work, command: Any) -> int | None:
        for statement in command.sql.split(";"):
            work.session.execute(text(statement))
        return None

    yield Scribble
    del COMMANDS["scribble"], HANDLERS["scribble"]


# Founding and opening


def found(**given: Any) -> FoundOffice:
    usual = {
        "name": "平湖办",
        "scheme": "pinghu",
        "opened_on": date(2021, 1, 4),
        "person": "管理员",
    }
    return FoundOffice(**{**usual, **given})


def test_an_office_is_founded_in_a_folder_that_was_not_there(
    county: County, tmp_path: Path
) -> None:
    folder = tmp_path / "新建" / "平湖"
    made, done = Office.create(folder, found(), clock=county.clock, library=county.library)
    assert done == Done(1, 1, frozenset({"schemes", "people"}), "建立业务库：平湖办")
    assert made.check() == ()
    made.close()
    assert [p.name for p in folder.iterdir()] == [FILE_NAME]


def test_a_second_office_in_the_same_folder_is_refused(county: County) -> None:
    with pytest.raises(Refusal, match="已经有一个业务库") as caught:
        Office.create(county.folder, found(), clock=county.clock, library=county.library)
    assert caught.value.problems[0].field == "folder"
    assert county.office.check() == ()


def test_a_founding_that_is_refused_leaves_no_file(county: County, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有名为“nowhere”的方案"):
        Office.create(
            tmp_path / "b", found(scheme="nowhere"), clock=county.clock, library=county.library
        )
    assert list((tmp_path / "b").iterdir()) == []


def test_a_founding_that_is_interrupted_leaves_no_office(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull_the_plug(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(office_room, "build", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        Office.create(tmp_path / "b", found(), clock=county.clock, library=county.library)
    assert list((tmp_path / "b").iterdir()) == []


def test_a_file_in_the_folder_s_place_is_said_in_chinese(county: County, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("不是文件夹", "utf-8")
    with pytest.raises(Fault):
        Office.create(tmp_path / "b", found(), clock=county.clock, library=county.library)
    assert (tmp_path / "b").read_text("utf-8") == "不是文件夹"


def test_an_office_that_is_open_is_not_opened_again(county: County) -> None:
    with pytest.raises(Fault, match="正被另一个程序打开"):
        Office.open(county.folder, clock=county.clock, library=county.library)


def test_what_was_done_is_there_after_reopening(county: County) -> None:
    county.bank()
    head = county.office.head()
    county.office.close()
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    assert names(county) == ["平湖农商银行"]
    assert county.office.head() == head
    assert county.office.check() == ()


def test_a_tampered_file_is_told(county: County) -> None:
    county.money()
    county.office.close()
    connection = sqlite3.connect(county.folder / FILE_NAME)
    connection.execute("DROP TRIGGER fund_posting_no_update")
    connection.execute("UPDATE fund_posting SET amount_fen = amount_fen * 2")
    connection.commit()
    connection.close()
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    told = [f.message for f in county.office.check()]
    assert "记录触发器缺失或被改动：fund_posting_no_update。" in told
    assert "fund_posting 表第 1 号记录被改动过：与第 5 号操作记录所写不符。" in told


def test_a_row_changed_behind_the_journal_is_not_overwritten_by_undo(county: County) -> None:
    seq = county.office.do(bank(), by=county.people["clerk"]).seq
    county.office.close()
    connection = sqlite3.connect(county.folder / FILE_NAME)
    connection.execute("DROP TRIGGER journal_partner_update")
    connection.execute("UPDATE partner SET account_no = '6228'")
    connection.commit()
    connection.close()
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    with pytest.raises(Refusal, match="后来的别的操作已经改动了同一条记录"):
        county.office.undo(seq, by=county.people["clerk"])


# Doing


def test_a_command_says_what_came_of_it(county: County) -> None:
    done = county.office.do(bank(), by=county.people["clerk"])
    assert done == Done(5, 1, frozenset({"partners"}), "登记合作机构：平湖农商银行")


def test_a_command_is_journalled_with_who_when_and_what(county: County) -> None:
    county.clock.day = date(2023, 9, 12)
    county.office.do(bank(), by=county.people["clerk"], key="第一次")
    entry = county.office.connection.execute(
        "SELECT key, at, actor, actor_name, command, summary, reason, undoes, result "
        "FROM journal_entry WHERE seq = 5"
    ).fetchone()
    assert entry == (
        "第一次", "2023-09-12T01:00:00.000000Z", county.people["clerk"], "王敏",
        "register_partner", "登记合作机构：平湖农商银行", "", None, 1,
    )  # fmt: skip


def test_a_password_never_reaches_the_journal(county: County) -> None:
    secret = "芝麻开门2023"
    county.office.do(
        SetSecret(person=county.people["clerk"], secret=secret), by=county.people["clerk"]
    )
    assert secret not in "\n".join(dump(county))
    county.office.close()
    assert secret.encode() not in (county.folder / FILE_NAME).read_bytes()


def test_the_same_key_twice_is_one_command(county: County) -> None:
    first = county.office.do(bank(), by=county.people["clerk"], key="双击")
    before = dump(county)
    assert county.office.do(bank(), by=county.people["clerk"], key="双击") == first
    assert dump(county) == before


def test_a_key_counts_also_after_reopening(county: County) -> None:
    pay = RecordAppropriation(
        posted_on=date(2021, 1, 4), amount=_yuan("100.00"), document_no="平财〔2021〕1号"
    )
    first = county.office.do(pay, by=county.people["reviewer"], key="重试")
    county.office.close()
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    assert county.office.do(pay, by=county.people["reviewer"], key="重试") == first
    assert county.office.connection.execute("SELECT count(*) FROM fund_voucher").fetchone() == (1,)


def _yuan(amount: str) -> Any:
    from kcdesk.kernel.money import Money

    return Money.yuan(amount)


def test_a_key_belongs_to_one_command(county: County) -> None:
    county.office.do(bank(), by=county.people["clerk"], key="一把")
    with pytest.raises(ValueError, match="one command"):
        county.office.do(
            AddPerson(name="某人", role="clerk"), by=county.people["admin"], key="一把"
        )


def test_commands_without_a_key_are_each_their_own(county: County) -> None:
    county.office.do(bank("甲银行"), by=county.people["clerk"])
    county.office.do(bank("乙银行"), by=county.people["clerk"])
    assert names(county) == ["甲银行", "乙银行"]


# Refusing


@pytest.mark.parametrize(
    ("by", "needs"), [("clerk", "复核"), ("admin", "复核")], ids=["经办", "管理"]
)
def test_a_post_that_may_not_is_refused(county: County, by: str, needs: str) -> None:
    before = dump(county)
    with pytest.raises(Refusal, match=f"要由{needs}办理") as caught:
        county.office.do(
            RecordAppropriation(posted_on=date(2021, 1, 4), amount=_yuan("1"), document_no="甲"),
            by=county.people[by],
        )
    assert caught.value.problems[0].code == "people.role"
    assert dump(county) == before


@pytest.mark.parametrize("needed", list(Role))
@pytest.mark.parametrize("own", list(Role))
def test_who_may_do_what(county: County, own: Role, needed: Role) -> None:
    """The table of posts, through the door itself."""

    class Sit(Command, label="坐班", stage="people", role=needed):
        pass

    @handles(Sit)
    def sit(work: Work, command: Any) -> int | None:
        return work.by.id

    allowed = (
        needed is Role.CLERK or needed is own or (own, needed) == (Role.APPROVER, Role.REVIEWER)
    )
    person = county.people[own.value]
    try:
        if allowed:
            assert county.office.do(Sit(), by=person).result == person
        else:
            with pytest.raises(Refusal, match="坐班"):
                county.office.do(Sit(), by=person)
    finally:
        del COMMANDS["sit"], HANDLERS["sit"]


def test_somebody_who_left_does_nothing(county: County) -> None:
    clerk = county.people["clerk"]
    done = county.office.do(bank(), by=clerk)
    county.do("change_person", by="admin", person=clerk, role="clerk", is_active=False)
    before = dump(county)
    with pytest.raises(Refusal, match="已停用"):
        county.office.do(bank("乙银行"), by=clerk)
    with pytest.raises(Refusal, match="已停用"):
        county.office.undo(done.seq, by=clerk)
    assert dump(county) == before


@pytest.mark.parametrize("person", [0, -1, 99])
def test_nobody_known_does_nothing(county: County, person: int) -> None:
    with pytest.raises(Refusal, match="不存在或已停用"):
        county.office.do(bank(), by=person)


def test_a_post_that_changed_counts_at_once(county: County) -> None:
    clerk = county.people["clerk"]
    county.office.do(
        ChangePerson(person=clerk, role="reviewer", is_active=True), by=county.people["admin"]
    )
    county.office.do(
        RecordAppropriation(posted_on=date(2021, 1, 4), amount=_yuan("1"), document_no="甲"),
        by=clerk,
    )


def test_only_the_founding_has_nobody_at_the_desk(county: County) -> None:
    with pytest.raises(ValueError, match="founding"):
        county.office.do(bank(), by=None)


def test_a_refusal_leaves_nothing(county: County) -> None:
    county.bank()
    before = dump(county)
    with pytest.raises(Refusal, match="已登记过"):
        county.office.do(bank(), by=county.people["clerk"], key="没成")
    assert dump(county) == before
    again = county.office.do(bank("乙银行"), by=county.people["clerk"], key="没成")
    assert again.summary == "登记合作机构：乙银行"


def test_a_slip_after_half_the_work_leaves_nothing(
    county: County, scribble: Callable[..., Command]
) -> None:
    before = dump(county)
    half = "UPDATE person SET name = '某' WHERE id = 1; DELETE FROM scheme_blank; SELECT nonsense"
    with pytest.raises(DBAPIError, match="no such column"):
        county.office.do(scribble(sql=half), by=county.people["admin"])
    assert dump(county) == before
    assert county.office.check() == ()
    county.bank()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE person SET name = '管理员' WHERE id = 2",
        "UPDATE scheme_blank SET id = id; DELETE FROM partner; DELETE FROM person WHERE id = 2",
    ],
    ids=["同名", "被引用"],
)
def test_a_conflict_of_records_is_refused_in_chinese(
    county: County, scribble: Callable[..., Command], sql: str
) -> None:
    firm = county.firm()
    county.loan(firm, county.bank())
    before = dump(county)
    with pytest.raises(Refusal, match="与已有的记录冲突") as caught:
        county.office.do(scribble(sql=sql), by=county.people["admin"])
    assert caught.value.problems[0].code == "store.conflict"
    assert dump(county) == before
    county.bank("乙银行")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE person SET name = NULL",
        "DELETE FROM fund_posting",
        "UPDATE fund_posting SET amount_fen = 0",
        "UPDATE journal_entry SET summary = ''",
        "UPDATE person SET is_active = 'yes'",
    ],
)
def test_a_slip_of_ours_is_not_dressed_up_as_a_conflict(
    county: County, scribble: Callable[..., Command], sql: str
) -> None:
    county.money()
    before = dump(county)
    with pytest.raises(Exception, match=r"NOT NULL|append only|cannot store") as caught:
        county.office.do(scribble(sql=sql), by=county.people["admin"])
    assert not isinstance(caught.value, Refusal | Fault)
    assert dump(county) == before


def test_a_clock_that_goes_back_does_not_disturb_the_order(county: County) -> None:
    county.bank("甲银行")
    county.clock.day = date(2011, 1, 1)
    county.bank("乙银行")
    assert [s for (s,) in county.office.connection.execute("SELECT seq FROM journal_entry")] == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip
    assert county.office.check() == ()


# Asking


@pytest.fixture
def question() -> Iterator[Callable[[Callable[[Read], object]], Ask[object]]]:
    """A query of any function, known only during the test."""
    made: list[str] = []

    def ask(function: Callable[[Read], object]) -> Ask[object]:
        @query("随便问")
        def anything(read: Read) -> object:
            return function(read)

        made.append("anything")
        return anything()

    yield ask
    for name in set(made):
        del QUERIES[name]


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE partner SET name = '改过'",
        "DELETE FROM partner",
        "INSERT INTO journal_change(seq, tbl, row) VALUES (1, 'partner', 1)",
        "DROP TABLE partner",
        "CREATE TABLE notes(a)",
    ],
)
def test_a_question_cannot_write(
    county: County, question: Callable[[Callable[[Read], object]], Ask[object]], write: str
) -> None:
    county.bank()
    before = dump(county)
    with pytest.raises(Fault, match="不能写入"):
        county.office.ask(question(lambda read: read.session.execute(text(write))))
    assert dump(county) == before
    county.bank("乙银行")


def test_a_question_cannot_write_through_the_orm(
    county: County, question: Callable[[Callable[[Read], object]], Ask[object]]
) -> None:
    def rename(read: Read) -> str:
        person = read.get(PersonRow, 1, "人员")
        person.name = "改过"
        read.session.flush()
        return person.name

    with pytest.raises(Fault, match="不能写入"):
        county.office.ask(question(rename))
    found = question(lambda read: read.get(PersonRow, 1, "人员").name)
    assert county.office.ask(found) == "管理员"


def test_what_a_question_forgot_to_flush_is_forgotten(
    county: County, question: Callable[[Callable[[Read], object]], Ask[object]]
) -> None:
    def rename(read: Read) -> None:
        read.get(PersonRow, 1, "人员").name = "改过"

    county.office.ask(question(rename))
    county.bank()
    found = question(lambda read: read.get(PersonRow, 1, "人员").name)
    assert county.office.ask(found) == "管理员"


def test_a_question_about_nothing_is_refused_and_the_office_goes_on(county: County) -> None:
    with pytest.raises(Refusal, match="没有找到编号为 99"):
        county.ask("enterprise_card", enterprise=99)
    county.bank()


def test_a_question_that_stumbles_over_damage_is_a_fault(
    county: County, question: Callable[[Callable[[Read], object]], Ask[object]]
) -> None:
    """A text that is none; SQLite gives any bytes."""
    damaged = text("SELECT CAST(x'ff' AS TEXT)")
    with pytest.raises(Fault, match="已经损坏"):
        county.office.ask(question(lambda read: read.session.execute(damaged).all()))


@pytest.mark.parametrize("wrong", ["SELECT * FROM nowhere", "SELECT (", "SELECT 1; SELECT 2"])
def test_a_wrong_statement_is_our_own_slip(
    county: County, question: Callable[[Callable[[Read], object]], Ask[object]], wrong: str
) -> None:
    with pytest.raises((DBAPIError, sqlite3.Error)):
        county.office.ask(question(lambda read: read.session.execute(text(wrong))))
    county.bank()


def test_a_slip_outside_the_file_s_reach_stays_a_slip(
    county: County, question: Callable[[Callable[[Read], object]], Ask[object]]
) -> None:
    with pytest.raises(ZeroDivisionError):
        county.office.ask(question(lambda read: 1 // 0))
    county.bank()


# The registries


def test_a_handler_bears_its_command_s_name() -> None:
    with pytest.raises(TypeError, match="wrong_name handles register_partner"):

        @handles(RegisterPartner)
        def wrong_name(work: Work, command: RegisterPartner) -> int | None:
            return None


def test_every_command_has_a_handler_and_nothing_else_has() -> None:
    assert set(HANDLERS) == set(COMMANDS)


def test_what_can_never_be_taken_back_names_the_lawful_way() -> None:
    for command in COMMANDS.values():
        never = command.about.undo is UndoPolicy.NEVER
        assert bool(command.about.lawful_way) == never, command.about.name


def test_every_query_says_what_it_asks_and_answers() -> None:
    for told in QUERIES.values():
        assert told.label
        assert told.slots is not None
        assert told.columns is not None
