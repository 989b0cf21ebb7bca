"""Office commands from the command line: what the screens do, without a screen."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from kcdesk.app.single import hold
from kcdesk.files.workbook_in import read_workbook
from kcdesk.kernel.clock import SystemClock
from tests.app.conftest import Command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path / "office"))


def forge(office: Path, statement: str) -> int:
    """Change a row with another tool, as somebody would who knows SQL: triggers taken off."""
    connection = sqlite3.connect(office / "office.kcdesk")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    changed = connection.execute(statement).rowcount
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()
    return changed


def test_sound_office_is_0_and_tells_the_newest_digest(kcdesk: Command, office: Path) -> None:
    said = kcdesk("check", office)
    assert said.code == 0
    assert "核对无误" in said.out
    told = json.loads(kcdesk("check", office, "--json").out)
    assert told["ok"]
    assert len(told["head"]) == 64


def test_changed_amount_is_1_and_names_the_entry(kcdesk: Command, office: Path) -> None:
    changed = forge(
        office, "UPDATE fund_posting SET amount_fen = amount_fen + 1 WHERE amount_fen = -18000000"
    )
    assert changed
    said = kcdesk("check", office)
    assert said.code == 1
    assert "号操作记录" in said.out
    told = json.loads(kcdesk("check", office, "--json").out)
    assert not told["ok"]
    assert any(finding["seq"] for finding in told["findings"])


def test_missing_triggers_do_not_bury_the_entry(kcdesk: Command, office: Path) -> None:
    connection = sqlite3.connect(office / "office.kcdesk")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE fund_posting SET amount_fen = amount_fen + 1 WHERE id = 1")
    connection.commit()
    connection.close()
    lines = kcdesk("check", office).out.splitlines()
    assert "与第 15 号操作记录所写不符" in lines[0]
    assert len(lines) < 12
    assert "加 --json 可看全部" in lines[-2]


def test_lost_paper_is_1(kcdesk: Command, office: Path) -> None:
    kept = next(p for p in (office / "attachments").rglob("*") if p.is_file())
    kept.write_bytes(b"%PDF-forged")
    said = kcdesk("check", office)
    assert said.code == 1
    assert f"附件 {kept.name[:12]} 缺失或被改动过" in said.out


def test_folder_without_an_office_is_1(kcdesk: Command, tmp_path: Path) -> None:
    said = kcdesk("check", tmp_path)
    assert said.code == 1
    assert "没有找到业务库" in said.err


def test_office_in_use_is_refused_naming_the_holder(kcdesk: Command, office: Path) -> None:
    with hold(office, SystemClock()) as held:
        held.name("沈立")
        said = kcdesk("check", office)
    assert said.code == 1
    assert "沈立 在电脑" in said.err


def test_paper_is_printed_into_prints(kcdesk: Command, office: Path) -> None:
    said = kcdesk("print", "approval", "--of", "1", "--office", office)
    assert said.code == 0
    printed = Path(said.out.strip())
    assert printed.parent == office / "prints"
    assert "第2次" in printed.name
    assert printed.read_bytes().startswith(b"%PDF-")


def test_paper_is_printed_to_a_file_in_somebodys_name(
    kcdesk: Command, office: Path, tmp_path: Path
) -> None:
    target = tmp_path / "新" / "审批表.pdf"
    said = kcdesk(
        "print", "approval", "--of", 1, "--office", office, "--to", target, "--by", "复核员"
    )
    assert said.code == 0
    assert target.is_file()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nothing", "--of", "1"], "没有名为“nothing”的表单"),
        (["review_sheet", "--of", "99"], "没有找到编号为 99 的代偿申请"),
        (["approval", "--of", "1", "--by", "某人"], "没有名为“某人”的在岗人员"),
    ],
)
def test_print_that_cannot_be_is_1_with_its_reason(
    kcdesk: Command, office: Path, arguments: list[str], named: str
) -> None:
    said = kcdesk("print", *arguments, "--office", office)
    assert said.code == 1
    assert named in said.err


# -- lists in and out -------------------------------------------------------------------------------


def names(workbook: Path) -> list[str]:
    sheet = read_workbook(workbook).sheets[0]
    return [str(row[0]) for row in sheet.rows[1:]]


def csv(folder: Path, *rows: str) -> Path:
    file = folder / "名单.csv"
    file.write_text("\n".join(("单位名称,统一社会信用代码", *rows)) + "\n", "utf-8-sig")
    return file


NEW = "平湖市新仓科技有限公司,91350100M000100Y43"
WRONG = "平湖市错码科技有限公司,91350100M000100Y44"


def test_list_is_taken_in_and_counted(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    said = kcdesk("import", "enterprises", csv(tmp_path, NEW), "--office", office)
    assert said.code == 0
    assert "读到 1 行：新增 1，变更 0，无变化 0，未接收 0。" in said.out
    again = kcdesk("import", "enterprises", csv(tmp_path, NEW), "--office", office)
    assert "新增 0，变更 0，无变化 1" in again.out


def test_preview_writes_nothing(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    before = (office / "office.kcdesk").read_bytes()
    said = kcdesk("import", "enterprises", csv(tmp_path, NEW), "--office", office, "--preview")
    assert said.code == 0
    assert "新增 1" in said.out
    assert (office / "office.kcdesk").read_bytes() == before


def test_refused_rows_are_1_named_by_cell_and_can_be_sent_back(
    kcdesk: Command, office: Path, tmp_path: Path
) -> None:
    back = tmp_path / "退回.xlsx"
    said = kcdesk(
        "import", "enterprises", csv(tmp_path, NEW, WRONG), "--office", office, "--refused", back
    )
    assert said.code == 1
    assert "B3　" in said.out
    assert "新增 1" in said.out
    assert names(back) == ["平湖市错码科技有限公司"]


def test_sheet_that_is_not_known_is_1(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    said = kcdesk("import", "loans", csv(tmp_path, NEW), "--office", office)
    assert said.code == 1
    assert "没有名为“loans”的导入表" in said.err


def test_file_with_several_lists_is_1(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("甲", "乙"):
        sheet = book.create_sheet(title)
        sheet.append(["单位名称", "统一社会信用代码"])
        sheet.append(NEW.split(","))
    book.save(tmp_path / "两张.xlsx")
    said = kcdesk("import", "enterprises", tmp_path / "两张.xlsx", "--office", office)
    assert said.code == 1
    assert "文件里有几张名单：甲、乙" in said.err


def test_notes_of_a_list_are_told(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    said = kcdesk(
        "import", "enterprises", csv(tmp_path, NEW, ",", "填表人：李,"), "--office", office
    )
    assert said.code == 0
    assert len(said.out.splitlines()) > 2


def test_list_is_written_out_as_a_workbook(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    said = kcdesk("export", "enterprises", tmp_path / "名录.xlsx", "--office", office)
    assert said.code == 0
    assert "已导出 2 行" in said.out
    assert "平湖市当湖智能装备有限公司" in names(tmp_path / "名录.xlsx")


def test_card_is_written_out_as_one_line(kcdesk: Command, office: Path, tmp_path: Path) -> None:
    assert (
        "已导出 1 行" in kcdesk("export", "fund_card", tmp_path / "x.xlsx", "--office", office).out
    )


@pytest.mark.parametrize("query", ["enterprise", "enterprise_card", "may_sign_in"])
def test_query_that_is_no_list_is_1_with_the_nearest(
    kcdesk: Command, office: Path, tmp_path: Path, query: str
) -> None:
    said = kcdesk("export", query, tmp_path / "x.xlsx", "--office", office)
    assert said.code == 1
    assert f"没有名为“{query}”的列表可以导出" in said.err


# -- backup and restore -------------------------------------------------------------------------------


def test_backup_comes_back_into_a_new_folder_and_is_checked(
    kcdesk: Command, office: Path, tmp_path: Path
) -> None:
    said = kcdesk("backup", "--office", office, "--to", tmp_path / "U盘")
    assert said.code == 0
    (file,) = (tmp_path / "U盘").glob("*.kcbackup")
    assert str(file) in said.out
    back = kcdesk("restore", file, tmp_path / "恢复")
    assert back.code == 0
    assert "已恢复“平湖市科创贷款工作联席会议办公室”" in back.out
    assert "核对无误" in back.out


def test_backup_lies_in_the_office_when_no_place_is_named(kcdesk: Command, office: Path) -> None:
    assert kcdesk("backup", "--office", office).code == 0
    assert len(list((office / "backups").glob("*.kcbackup"))) == 1


def test_what_cannot_travel_is_told(kcdesk: Command, office: Path) -> None:
    (office / "forms").mkdir(exist_ok=True)
    (office / "forms" / "链接").symlink_to(office / "office.kcdesk")
    assert "没有备份" in kcdesk("backup", "--office", office).out


def test_restore_over_an_office_is_refused(kcdesk: Command, office: Path) -> None:
    kcdesk("backup", "--office", office)
    (file,) = (office / "backups").glob("*.kcbackup")
    said = kcdesk("restore", file, office)
    assert said.code == 1
    assert "已经有内容" in said.err


def test_a_list_is_written_as_a_workbook_or_not_at_all(kcdesk: Command, office: Path) -> None:
    target = office.parent / "名录.txt"
    said = kcdesk("export", "enterprises", target, "--office", office)
    assert said.code == 1
    assert "请以“.xlsx”结尾" in said.err
    assert not target.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are Unicode there")
def test_a_bare_c_locale_reads_and_writes_chinese_folders(office: Path) -> None:
    folder = office.rename(office.parent / "演 示")
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0"}
    asked = [sys.executable, "-m", "kcdesk", "check", folder.name]
    said = subprocess.run(
        asked, cwd=folder.parent, env={**bare, "PYTHONPATH": str(ROOT)}, capture_output=True,
        check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr.decode("utf-8")
    assert "核对无误" in said.stdout.decode("utf-8")
