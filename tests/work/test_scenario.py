"""A scenario file is understood as a whole before anything is played."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.work.scenario import Scenario, read_scenario

HEAD = 'title = "试播"\nscheme = "pinghu"\noffice = "平湖市科创贷款工作联席会议办公室"\n'
E1 = """
[[step]]
on = 2021-03-25
do = "register_enterprise"
as = "E1"
with = { name = "平湖甲科技有限公司", uscc = "91330482MA0000000L" }
"""


def read(tmp_path: Path, text: str) -> Scenario:
    file = tmp_path / "试播.toml"
    file.write_text(text, "utf-8")
    return read_scenario(file, ["pinghu", "daye"])


def refusal_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text)
    return str(refused.value)


def test_head_and_steps_are_read(tmp_path: Path) -> None:
    scenario = read(
        tmp_path,
        'title = "试播"\nscheme = "pinghu"\noffice = "平湖办"\nregion = "平湖市"\n'
        'opened_on = 2021-01-04\npeople = { clerk = "沈立" }\n'
        + E1
        + '[[step]]\nask = "enterprises"\nexpect = { count = 1 }\n'
        + '[[step]]\nundo = "E1"\nreason = "登记错误"\nby = "reviewer"\n',
    )
    assert (scenario.title, scenario.office, scenario.region) == ("试播", "平湖办", "平湖市")
    assert scenario.opened_on == date(2021, 1, 4)
    assert scenario.people == {"clerk": "沈立"}
    do, ask, undo = scenario.steps
    assert (do.verb, do.name, do.on, do.label, do.by) == (
        "do", "register_enterprise", date(2021, 3, 25), "E1", "clerk",
    )  # fmt: skip
    assert (ask.verb, ask.name, ask.expect) == ("ask", "enterprises", {"count": 1})
    assert (undo.verb, undo.name, undo.by, undo.reason) == ("undo", "E1", "reviewer", "登记错误")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('do = "register_enterprises"', "第1步：没有名为“register_enterprises”的命令。是不是“register_enterprise"),
        ('ask = "enterprize_card"', "没有名为“enterprize_card”的查询。是不是“enterprise_card”"),
        ('do = "register_enterprise"\nwith = { nam = "甲" }', "没有名为“nam”的填写项。是不是“name”"),
        ('ask = "enterprises"\nwith = { fnd = "甲" }', "没有名为“fnd”的填写项。是不是“find”"),
        ('ask = "enterprises"\nexpect = { nme = "甲" }', "没有名为“nme”的栏目。是不是“name”"),
        ('ask = "enterprises"\nexpect = [ { nme = "甲" } ]', "没有名为“nme”的栏目"),
        ('ask = "enterprises"\nexpect = [ 1 ]', "expect 应当是"),
        ('do = "register_enterprise"\nwiht = {}', "没有名为“wiht”的名称。是不是“with”"),
        ('do = "register_enterprise"\nexpect = {}', "没有名为“expect”的名称"),
        ('do = "register_enterprise"\nby = "clark"', "没有名为“clark”的岗位。是不是“clerk”"),
        ('do = "zzz"', "没有名为“zzz”的命令。可用的有："),
        ('do = "register_enterprise"\nby = "zzz"', "可用的有：clerk、reviewer、approver、admin"),
        ('do = "register_enterprise"\nask = "enterprises"', "有且只有 do、ask、undo 之一"),
        ("on = 2021-03-25", "有且只有 do、ask、undo 之一"),
        ('do = "register_enterprise"\non = "2021-03-25"', "on 应当是日期"),
        ('do = "register_enterprise"\non = 2021-03-25T10:00:00', "on 应当是日期"),
        ('do = "register_enterprise"\nwith = 3', "with 应当是"),
        ('do = "register_enterprise"\nrefused = 3', "refused 应当是条款编号"),
        ('do = "register_enterprise"\nrefused = [""]', "refused 应当是条款编号"),
        ('do = "register_enterprise"\nshows = 3', "第1步：shows 应当是条款编号"),
        ("do = 3", "do 应当是文字"),
        ('undo = "E1"', "没有名为“E1”的标签"),
        ('ask = "enterprise_card"\nwith = { enterprise = "$E1" }', "没有名为“E1”的标签"),
        ('do = "register_enterprise"\nby = "$P1"', "没有名为“P1”的标签"),
        ('do = "import_enterprises"\nwith = { rows = [ { nam = "甲" } ] }', "没有名为“nam”的填写项"),
    ],
)  # fmt: skip
def test_step_that_is_not_understood_is_named_with_the_nearest(
    tmp_path: Path, step: str, said: str
) -> None:
    message = refusal_of(tmp_path, f"{HEAD}[[step]]\n{step}\n")
    assert message.startswith("演练文件第1步：")
    assert said in message


def test_label_of_a_later_or_refused_step_is_not_known(tmp_path: Path) -> None:
    use = '[[step]]\nask = "enterprise_card"\nwith = { enterprise = "$E1" }\n'
    assert "第1步：没有名为“E1”的标签" in refusal_of(tmp_path, HEAD + use + E1)
    refused = E1.rstrip() + '\nrefused = "PH-7"\n'
    assert "第2步：没有名为“E1”的标签" in refusal_of(tmp_path, HEAD + refused + use)


def test_label_used_twice_is_named_with_its_first_step(tmp_path: Path) -> None:
    assert "标签“E1”在第1步已经用过" in refusal_of(tmp_path, HEAD + E1 + E1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "没有步骤"),
        (HEAD + "step = 3", "没有步骤"),
        (HEAD + "step = [3]", "第1步：不是一个步骤"),
        (E1, "title 应当是文字"),
        (HEAD.replace("pinghu", "pinhu") + E1, "没有名为“pinhu”的方案。是不是“pinghu”"),
        (HEAD + "opened = 2021-01-04" + E1, "没有名为“opened”的名称。是不是“opened_on”"),
        (HEAD + "people = 3" + E1, "people 应当是"),
        (HEAD + 'people = { clark = "沈立" }' + E1, "没有名为“clark”的岗位"),
        (HEAD + "people = { clerk = 3 }" + E1, "clerk 应当是文字"),
        (HEAD + "[[step]", "第4行"),
    ],
)
def test_head_that_is_not_understood_is_named(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal_of(tmp_path, text)


def test_expected_lines_within_a_card_are_checked_too(tmp_path: Path) -> None:
    step = '[[step]]\nask = "enterprise_card"\nwith = { enterprise = "$E1" }\n'
    known = 'expect = { name = "平湖甲科技有限公司", contacts = [ { name = "李" } ] }\n'
    assert read(tmp_path, HEAD + E1 + step + known).steps[1].expect is not None
    slip = 'expect = { contacts = [ { nam = "李" } ] }\n'
    assert "expect 应当是" in refusal_of(tmp_path, HEAD + E1 + step + "expect = { contacts = [1] }")
    assert "没有名为“nam”的栏目" in refusal_of(tmp_path, HEAD + E1 + step + slip)


def test_rows_that_are_no_rows_are_left_to_the_command(tmp_path: Path) -> None:
    step = '[[step]]\ndo = "import_enterprises"\nwith = { source = "名单", rows = [1, { name = "甲" }] }\n'
    assert read(tmp_path, HEAD + step).steps[0].given["rows"] == [1, {"name": "甲"}]


def test_answer_without_columns_is_expected_by_value(tmp_path: Path) -> None:
    step = '[[step]]\nask = "may_sign_in"\nwith = { person = 1 }\nexpect = { value = true }\n'
    assert read(tmp_path, HEAD + step).steps[0].expect == {"value": True}


def read_as_case(tmp_path: Path, text: str) -> Scenario:
    file = tmp_path / "算例.toml"
    file.write_text(text, "utf-8")
    return read_scenario(file, ["pinghu"], lambda _scheme: ["PH-1", "PH-7"])


def test_a_case_says_which_clauses_it_shows(tmp_path: Path) -> None:
    told = 'id = "listed"\nshows = ["PH-7"]\n'
    scenario = read_as_case(tmp_path, told + HEAD + E1 + 'shows = "PH-1"\n')
    assert (scenario.id, scenario.shows) == ("listed", ("PH-7", "PH-1"))
    assert read_as_case(tmp_path, HEAD + E1).shows == ()


def test_a_case_shows_only_clauses_of_its_programme(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有名为“PH-8”的条款"):
        read_as_case(tmp_path, 'shows = ["PH-8"]\n' + HEAD + E1)
