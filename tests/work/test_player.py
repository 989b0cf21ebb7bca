"""What a played step comes to: met, refused as said, or named with what was expected and got."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.kernel.clock import FixedClock
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.library import Library
from kcdesk.work.context import Read
from kcdesk.work.office import Office
from kcdesk.work.player import Outcome, Player
from kcdesk.work.queries.people import people
from kcdesk.work.query import QUERIES, Query
from kcdesk.work.scenario import Scenario, read_scenario

HEAD = 'title = "试播"\nscheme = "pinghu"\noffice = "平湖办"\n'
E1 = """
[[step]]
on = 2021-03-25
do = "register_enterprise"
as = "E1"
with = { name = "平湖甲科技有限公司", uscc = "91330482MA0000000L", contact_name = "李", contact_phone = "13800000000", registered_capital = "500万元" }
"""
SAME = E1.replace('as = "E1"\n', "")
CLOCK = FixedClock(date(2020, 1, 2))


@pytest.fixture(scope="session")
def library(resources: Path, forms: Path) -> Library:
    return Library(resources, forms)


@pytest.fixture
def played(tmp_path: Path, library: Library) -> Play:
    return Play(tmp_path, library)


class Play:
    """Plays a text in a folder of its own."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder, self.library = folder, library

    def scenario(self, steps: str, head: str = HEAD) -> Scenario:
        file = self.folder / "试播.toml"
        file.write_text(head + steps, "utf-8")
        return read_scenario(file, self.library.scheme_ids())

    def __call__(self, steps: str, head: str = HEAD) -> list[Outcome]:
        with Player(self.scenario(steps, head), self.folder / "office", self.library, CLOCK) as it:
            return list(it.play())

    def unmet(self, steps: str) -> str:
        return self(steps)[-1].unmet


def asking(expect: str, ask: str = "enterprise_card", given: str = 'enterprise = "$E1"') -> str:
    return f'[[step]]\nask = "{ask}"\nwith = {{ {given} }}\nexpect = {expect}\n'


def test_command_gives_its_id_and_entry(played: Play) -> None:
    (outcome,) = played(E1)
    assert outcome.unmet == ""
    assert outcome.done is not None
    assert outcome.done.result == 1
    told = outcome.as_json()
    assert told["ok"]
    assert told["as"] == "E1"
    assert told["do"] == "register_enterprise"
    assert told["result"]["id"] == 1
    assert "enterprises" in told["result"]["touched"]
    assert told["refusal"] is told["asked"] is None


def test_every_role_has_a_person_and_names_may_be_given(
    played: Play, tmp_path: Path, library: Library
) -> None:
    played(E1, HEAD + 'people = { clerk = "沈立" }\n')
    office = Office.open(tmp_path / "office", clock=CLOCK, library=library)
    names = {line.role: line.name for line in office.ask(people())}
    office.close()
    assert names == {
        "admin": "管理员",
        "clerk": "沈立",
        "reviewer": "复核员",
        "approver": "审批员",
    }


@pytest.mark.parametrize(
    ("head", "steps", "opened"),
    [
        (HEAD, E1, date(2021, 3, 25)),
        (HEAD + "opened_on = 2021-01-04\n", E1, date(2021, 1, 4)),
        (HEAD, E1.replace("on = 2021-03-25\n", ""), date(2020, 1, 2)),
    ],
)
def test_office_opens_on_the_first_day_named(
    played: Play, tmp_path: Path, library: Library, head: str, steps: str, opened: date
) -> None:
    played(steps, head)
    office = Office.open(tmp_path / "office", clock=CLOCK, library=library)
    joined = {line.joined_on for line in office.ask(people())}
    office.close()
    assert joined == {opened}


def test_clock_stands_where_the_last_step_put_it(played: Play, library: Library) -> None:
    scenario = played.scenario(E1 + SAME.replace("2021-03-25", "2023-09-12"))
    with Player(scenario, played.folder / "office", library, CLOCK) as player:
        days = [player.clock.today() for _ in player.play()]
    assert days == [date(2021, 3, 25), date(2023, 9, 12)]


def test_refusal_that_was_said_beforehand_is_met(played: Play) -> None:
    outcome = played(E1 + SAME + 'refused = "enterprise.twice"\n')[-1]
    assert outcome.unmet == ""
    told = outcome.as_json()
    assert told["result"] is None
    assert told["refusal"]["clauses"] == []
    assert "已登记给" in told["refusal"]["problems"][0]["message"]


def test_refusal_nobody_expected_is_named_with_its_reason(played: Play) -> None:
    unmet = played.unmet(E1 + SAME)
    assert unmet.startswith("应当办理成功，实际被拒绝：uscc：")


def test_refusal_on_other_grounds_is_named(played: Play) -> None:
    unmet = played.unmet(E1 + SAME + 'refused = "PH-1"\n')
    assert unmet.startswith("应当依据 PH-1 被拒绝，实际的理由是：")


def test_success_where_a_refusal_was_expected_is_named(played: Play) -> None:
    unmet = played.unmet(SAME + 'refused = "PH-1"\n')
    assert unmet == "应当依据 PH-1 被拒绝，实际已办理：登记企业：平湖甲科技有限公司"


def test_answer_where_a_refusal_was_expected_is_named(played: Play) -> None:
    unmet = played.unmet(E1 + asking("{}").replace("expect = {}", 'refused = "PH-1"'))
    assert unmet == "应当依据 PH-1 被拒绝，实际得到了回答。"


def test_unreadable_field_is_a_refusal_of_the_step(played: Play) -> None:
    assert "uscc" in played.unmet(E1.replace("91330482MA0000000L", "91330482MA00000009"))


def test_play_stops_at_the_first_step_that_turned_out_otherwise(played: Play) -> None:
    outcomes = played(E1 + SAME + SAME)
    assert [bool(o.unmet) for o in outcomes] == [False, True]
    assert "unmet" in outcomes[-1].as_json()
    assert not outcomes[-1].as_json()["ok"]


@pytest.mark.parametrize(
    "expect",
    [
        '{ name = "平湖甲科技有限公司", uscc = "91330482MA0000000L" }',
        '{ registered_capital = "5000000.00" }',
        '{ registered_capital = "500万元" }',
        '{ registered_on = "" }',
        '{ contacts = [ { name = "李", phone = "13800000000" } ] }',
    ],
)
def test_card_is_what_was_expected_however_it_is_written(played: Play, expect: str) -> None:
    assert played.unmet(E1 + asking(expect)) == ""


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ('{ name = "平湖乙" }', "“企业名称”（name）应为 平湖乙，实际是 平湖甲科技有限公司"),
        ('{ registered_capital = "500.00" }', "应为 500.00，实际是"),
        ('{ registered_capital = "很多" }', "应为 很多，实际是"),
        ("{ registered_on = 2020-01-01 }", "应为 2020-01-01，实际是 空"),
        ('{ name = "" }', "实际是 平湖甲科技有限公司"),
        ('{ contacts = [ { name = "王" } ] }', "实际是 [{"),
        ("{ contacts = [] }", "实际是 [{"),
        ("[ { name = '甲' } ]", "应为1行，实际是一个答复"),
    ],
)
def test_card_that_differs_is_named_by_column(played: Play, expect: str, said: str) -> None:
    assert said in played.unmet(E1 + asking(expect))


@pytest.mark.parametrize(
    "expect",
    [
        "{ count = 1 }",
        '{ name = "平湖甲科技有限公司" }',
        '{ count = 1, name = "平湖甲科技有限公司" }',
        '[ { name = "平湖甲科技有限公司" } ]',
    ],
)
def test_list_is_expected_by_count_by_its_only_line_or_line_by_line(
    played: Play, expect: str
) -> None:
    assert played.unmet(E1 + asking(expect, "enterprises", "")) == ""


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("{ count = 2 }", "应有2行，实际有1行"),
        ("[]", "应有0行，实际有1行"),
        ('[ { name = "乙" } ]', "第1行“企业名称”（name）应为 乙"),
        ('{ count = 2, name = "乙" }', "应有2行，实际有1行；第1行"),
    ],
)
def test_list_that_differs_is_named_by_line(played: Play, expect: str, said: str) -> None:
    assert said in played.unmet(E1 + asking(expect, "enterprises", ""))


def test_plain_answer_is_expected_by_value(played: Play) -> None:
    ask = asking("{ value = true }", "may_sign_in", "person = 1")
    assert played.unmet(ask) == ""


def test_plain_answer_that_differs_is_named(played: Play) -> None:
    assert played.unmet(asking("{ value = false }", "may_sign_in", "person = 1")) == (
        "应为 False，实际是 True"
    )


def test_plain_answer_has_no_columns(played: Play) -> None:
    assert "只答复一个值" in played.unmet(asking("{ count = 1 }", "may_sign_in", "person = 1"))


def test_question_without_expectation_is_only_told(played: Play) -> None:
    outcome = played(E1 + '[[step]]\nask = "enterprises"\n')[-1]
    assert outcome.unmet == ""
    assert outcome.as_json()["asked"][0]["name"] == "平湖甲科技有限公司"


def test_file_is_told_by_its_size(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def paper(read: Read) -> bytes:
        return b"%PDF"

    monkeypatch.setitem(QUERIES, "paper", Query("paper", "文书", paper))
    assert played('[[step]]\nask = "paper"\n')[0].as_json()["asked"] == "4 字节"


def test_undo_takes_a_labelled_step_back_and_can_be_undone_itself(played: Play) -> None:
    outcomes = played(
        E1
        + '[[step]]\nundo = "E1"\nas = "U1"\n'
        + asking("{ count = 0 }", "enterprises", "")
        + '[[step]]\nundo = "U1"\n'
        + asking("{ count = 1 }", "enterprises", "")
    )
    assert [o.unmet for o in outcomes] == [""] * 5
    assert outcomes[1].as_json()["undo"] == "E1"


def test_person_of_a_label_does_the_step(played: Play) -> None:
    zhao = '[[step]]\ndo = "add_person"\nby = "admin"\nas = "P1"\nwith = { name = "赵", role = "clerk" }\n'
    assert played.unmet(zhao + SAME + 'by = "$P1"\n') == ""


def test_step_beyond_a_role_is_refused(played: Play) -> None:
    zhao = '[[step]]\ndo = "add_person"\nwith = { name = "赵", role = "clerk" }\n'
    assert played.unmet(zhao + 'refused = "people.role"\n') == ""


def test_label_whose_step_gave_no_id_is_named(played: Play) -> None:
    back = '[[step]]\nundo = "E1"\nas = "U1"\n'
    unmet = played.unmet(E1 + back + asking("{}", given='enterprise = "$U1"'))
    assert "标签“U1”那一步没有编号" in unmet


def test_id_of_a_label_can_be_looked_up(played: Play, library: Library) -> None:
    with Player(played.scenario(E1), played.folder / "office", library, CLOCK) as player:
        list(player.play())
        assert player.id_of("E1") == 1


def test_folder_that_holds_an_office_is_left_alone(played: Play) -> None:
    played(E1)
    with pytest.raises(Refusal, match="已经有一个业务库"):
        played(E1)


def test_people_who_cannot_be_added_leave_no_office_open(
    played: Play, tmp_path: Path, library: Library
) -> None:
    with pytest.raises(Refusal, match="已有名为"):
        played(E1, HEAD + 'people = { clerk = "沈立", reviewer = "沈立" }\n')
    Office.open(tmp_path / "office", clock=CLOCK, library=library).close()


def test_world_that_says_no_is_a_step_that_turned_out_otherwise(
    played: Play, library: Library
) -> None:
    scenario = played.scenario(E1)
    with Player(scenario, played.folder / "office", library, CLOCK) as player:
        player.office.connection.execute("PRAGMA query_only=ON")
        (outcome,) = player.play()
    assert outcome.unmet.startswith("应当办理成功，实际遇到故障：")
