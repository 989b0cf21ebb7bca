"""Office commands from the command line: what the screens do, without a screen."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from kcdesk.app.single import hold
from kcdesk.kernel.clock import SystemClock
from tests.app.conftest import Command


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
