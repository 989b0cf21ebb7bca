"""What may be typed: exit codes, what is printed, and Chinese where a clerk would look."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kcdesk.app.cli import main
from kcdesk.app.paths import paths
from tests.app.conftest import Command

HEAD = 'title = "试播"\nscheme = "pinghu"\noffice = "平湖办"\n'
E1 = '[[step]]\non = 2021-03-25\ndo = "register_enterprise"\nas = "E1"\nwith = { name = "甲", uscc = "91330482MA0000000L" }\n'


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return tmp_path / "试播.toml"


def test_help_speaks_chinese(kcdesk: Command) -> None:
    said = kcdesk("--help")
    assert said.code == 0
    for word in ("用法：", "选项：", "命令", "演练文件"):
        assert word in said.out
    assert "usage" not in said.out
    assert kcdesk("play", "--help").out.startswith("用法：kcdesk play")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (["nonsense"], "命令：没有 'nonsense'，可用的有 'play'"),
        (["play"], "还缺 文件"),
        (["--nonsense"], "不认识 --nonsense"),
        (["print", "x", "--of", "甲"], "--of：'甲' 不是数字"),
        (["print", "x", "--of"], "--of：后面要写内容"),
    ],
)
def test_wish_that_is_not_understood_is_exit_code_2(
    kcdesk: Command, wish: list[str], why: str
) -> None:
    said = kcdesk(*wish)
    assert said.code == 2
    assert f"没有看懂这条命令（{why}" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="no pipe that tells of its reader's end")
def test_whoever_stops_reading_the_output_is_not_told_of_a_failure() -> None:
    asked = [sys.executable, "-m", "kcdesk", "catalogue", "--json"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as said:
        assert said.stdout is not None
        assert said.stderr is not None
        said.stdout.close()
        assert said.stderr.read() == b""
    assert said.returncode == 130


def test_version_is_told(kcdesk: Command) -> None:
    assert kcdesk("--version").out.strip() == "0.1.0"


def test_nothing_wished_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "用法" in capsys.readouterr().out


def test_surprise_is_told_with_its_report(monkeypatch: pytest.MonkeyPatch, kcdesk: Command) -> None:
    def surprise() -> None:
        raise RuntimeError("张三")

    monkeypatch.setattr("kcdesk.work.catalogue.catalogue", surprise)
    said = kcdesk("catalogue")
    assert said.code == 1
    assert "程序出现故障" in said.err
    assert "故障报告-" in said.err


def test_ctrl_c_stops_without_a_report(monkeypatch: pytest.MonkeyPatch, kcdesk: Command) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kcdesk.work.catalogue.catalogue", stopped)
    said = kcdesk("catalogue")
    assert said.code == 130
    assert said.err == "已停止。\n"


def test_command_line_needs_no_qt(root: Path) -> None:
    code = (
        "import sys; from kcdesk.__main__ import start; start(['catalogue']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0


def test_redirected_output_is_utf8_whatever_the_pc_speaks(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kcdesk", "catalogue", "--json"],
        cwd=root,
        capture_output=True,
        env={"PYTHONIOENCODING": "gbk", "PATH": ""},
        check=True,
    )
    assert "登记企业" in done.stdout.decode("utf-8")


# -- play ---------------------------------------------------------------------------------------


def test_play_that_turns_out_as_said_is_0(kcdesk: Command, scenario: Path, tmp_path: Path) -> None:
    scenario.write_text(HEAD + E1, "utf-8")
    said = kcdesk("play", scenario, "--office", tmp_path / "office")
    assert said.code == 0
    assert "第1步 register_enterprise：登记企业：甲" in said.out
    assert "共1步，全部相符" in said.out
    assert (tmp_path / "office" / "office.kcdesk").is_file()


def test_play_that_turns_out_otherwise_is_1_and_names_step_expected_and_got(
    kcdesk: Command, scenario: Path
) -> None:
    scenario.write_text(HEAD + E1 + 'refused = "PH-1"\n', "utf-8")
    said = kcdesk("play", scenario)
    assert said.code == 1
    assert "第1步 register_enterprise：与演练文件不符：应当依据 PH-1 被拒绝" in said.err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("title = 坏", "第1行"),
        (
            HEAD + '[[step]]\ndo = "register_enterprize"\n',
            "第1步：没有名为“register_enterprize”的命令",
        ),
    ],
)
def test_file_that_is_not_understood_is_2(
    kcdesk: Command, scenario: Path, text: str, named: str
) -> None:
    scenario.write_text(text, "utf-8")
    said = kcdesk("play", scenario)
    assert said.code == 2
    assert named in said.err


def test_file_that_is_not_there_is_2(kcdesk: Command, scenario: Path) -> None:
    assert kcdesk("play", scenario).code == 2


def test_folder_that_holds_an_office_is_2_and_left_alone(
    kcdesk: Command, scenario: Path, demo_folder: Path
) -> None:
    scenario.write_text(HEAD + E1, "utf-8")
    before = (demo_folder / "office.kcdesk").read_bytes()
    said = kcdesk("play", scenario, "--office", demo_folder)
    assert said.code == 2
    assert "已经有一个业务库" in said.err
    assert (demo_folder / "office.kcdesk").read_bytes() == before


def test_json_is_one_object_a_step(kcdesk: Command, scenario: Path) -> None:
    ask = '[[step]]\nask = "enterprise_card"\nwith = { enterprise = "$E1" }\nexpect = { name = "甲" }\n'
    again = E1.replace('as = "E1"\n', "") + 'refused = "enterprise.twice"\n'
    scenario.write_text(HEAD + E1 + ask + again, "utf-8")
    said = kcdesk("play", scenario, "--json")
    first, second, third = (json.loads(line) for line in said.out.splitlines())
    assert first["result"]["id"] == 1
    assert second["asked"]["name"] == "甲"
    assert third["refusal"]["problems"][0]["code"] == "enterprise.twice"
    assert [step["ok"] for step in (first, second, third)] == [True, True, True]
    assert said.code == 0


def test_expected_refusals_and_answers_are_told_in_words(kcdesk: Command, scenario: Path) -> None:
    again = E1.replace('as = "E1"\n', "") + 'refused = "enterprise.twice"\n'
    ask = '[[step]]\nask = "enterprises"\n'
    scenario.write_text(HEAD + E1 + again + ask, "utf-8")
    out = kcdesk("play", scenario).out
    assert "第2步 register_enterprise：已按预期拒绝。" in out
    assert "第3步 enterprises：与预期相符。" in out


# -- catalogue and clauses -------------------------------------------------------------------------


def test_catalogue_has_the_shape_other_programs_read(kcdesk: Command) -> None:
    listed = json.loads(kcdesk("catalogue", "--json").out)
    assert set(listed) == {"commands", "queries"}
    for command in listed["commands"]:
        assert {"name", "label", "fields", "role", "undo"} <= set(command)
        for field in command["fields"]:
            assert {"name", "label", "kind", "required"} <= set(field)
    for query in listed["queries"]:
        assert {"name", "label", "fields", "columns"} <= set(query)


def test_catalogue_can_be_read_by_people(kcdesk: Command) -> None:
    out = kcdesk("catalogue").out
    assert "file_claim　登记代偿申请　岗位 clerk　撤销 restore" in out
    assert "claim_card" in out


def test_clauses_have_the_shape_other_programs_read(kcdesk: Command) -> None:
    said = kcdesk("clauses", "--scheme", "pinghu", "--json")
    rows = json.loads(said.out)
    assert said.code == 0
    kept = {"checked", "recorded", "computed", "reminded", "printed", "text only"}
    for row in rows:
        assert {"id", "scheme", "article", "says", "kept", "by", "cases"} <= set(row)
        assert row["kept"] in kept
        assert isinstance(row["cases"], list)
    assert {"PH-1", "PH-6a", "PH-7"} <= {row["id"] for row in rows}


def test_clauses_can_be_read_by_people(kcdesk: Command) -> None:
    out = kcdesk("clauses").out
    assert "pinghu　PH-1" in out
    assert "算例" in out


def test_clauses_of_a_programme_of_ones_own_can_be_listed(kcdesk: Command) -> None:
    own = paths().own_schemes / "haiyan"
    own.mkdir(parents=True)
    text = (paths().resources / "schemes/pinghu/scheme.toml").read_text("utf-8")
    (own / "scheme.toml").write_text(text.replace('id = "pinghu"', 'id = "haiyan"', 1), "utf-8")
    (own / "cases").mkdir()
    (own / "cases" / "a.toml").write_text('id = "a"\ntitle = "甲"\nshows = ["PH-1"]\n', "utf-8")
    rows = json.loads(kcdesk("clauses", "--scheme", "haiyan", "--json").out)
    assert {row["scheme"] for row in rows} == {"haiyan"}
    assert "a" in next(row for row in rows if row["id"] == "PH-1")["cases"]
    assert "haiyan" not in {row["scheme"] for row in json.loads(kcdesk("clauses", "--json").out)}


def test_scheme_that_is_not_there_is_2(kcdesk: Command) -> None:
    said = kcdesk("clauses", "--scheme", "pinhu")
    assert said.code == 2
    assert "pinghu" in said.err


# -- the window and the child ------------------------------------------------------------------------


def test_nothing_typed_opens_the_window(monkeypatch: pytest.MonkeyPatch, kcdesk: Command) -> None:
    monkeypatch.setattr("kcdesk.app.main.main", lambda: 7)
    assert kcdesk().code == 7


@pytest.mark.parametrize("child_of", ["workbook", "scan"])
def test_a_child_that_reads_foreign_files_is_the_same_program(
    monkeypatch: pytest.MonkeyPatch, kcdesk: Command, child_of: str
) -> None:
    heard: list[list[str]] = []

    def child(arguments: list[str]) -> int:
        heard.append(arguments)
        return 0

    monkeypatch.setattr(f"kcdesk.files.{child_of}_child.main", child)
    assert kcdesk(f"--child-{child_of}", "1000", "5").code == 0
    assert heard == [["1000", "5"]]
