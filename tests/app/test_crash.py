"""A surprise is told once, kept as a report, and the report knows nobody's name."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kcdesk.app.crash import KEPT_REPORTS, Crash, Report, keep_log, listen_to_qt, place_of
from kcdesk.kernel.clock import FixedClock
from kcdesk.kernel.errors import Fault, Refusal

CLOCK = FixedClock(date(2023, 9, 12))
SECRET = "张三 330482199001011234"


def surprise() -> Exception:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        caught = error
    return caught


def text_of(report: Report) -> str:
    assert report.file is not None
    with zipfile.ZipFile(report.file) as packed:
        assert packed.namelist() == ["report.txt"]
        return packed.read("report.txt").decode("utf-8")


def test_report_says_where_and_names_nobody(tmp_path: Path) -> None:
    told: list[Report] = []
    report = Crash(tmp_path, CLOCK, told.append).report(surprise())
    text = text_of(report)
    assert told == [report]
    assert "没有保存" in report.sentence
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_crash.py" in text
    for private in ("张三", "330482199001011234", str(Path.home()), str(tmp_path)):
        assert private not in text


@pytest.mark.parametrize(
    "news",
    [Refusal.of("金额没有填写。", cure="请填写。"), Fault("磁盘已满。", "已保存的没有受影响。")],
)
def test_bad_news_that_escaped_is_still_said_in_its_own_words(
    tmp_path: Path, news: Exception
) -> None:
    assert Crash(tmp_path, CLOCK, lambda _: None).report(news).sentence == str(news)


def test_folder_that_cannot_be_written_leaves_the_sentence(tmp_path: Path) -> None:
    occupied = tmp_path / "occupied"
    occupied.write_text("", "utf-8")
    report = Crash(occupied / "logs", CLOCK, lambda _: None).report(surprise())
    assert report.file is None
    assert report.sentence


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT_REPORTS + 3):
        (tmp_path / f"故障报告-20200101-0000{number:02}.zip").write_bytes(b"")
    report = Crash(tmp_path, CLOCK, lambda _: None).report(surprise())
    kept = sorted(tmp_path.glob("故障报告-*.zip"))
    assert len(kept) == KEPT_REPORTS
    assert kept[-1] == report.file


def test_surprise_while_telling_a_surprise_is_not_told_for_ever(tmp_path: Path) -> None:
    told: list[str] = []

    def tell(report: Report) -> None:
        told.append(report.sentence)
        crash.report(surprise())
        raise OSError("the dialog broke")

    crash = Crash(tmp_path, CLOCK, tell)
    crash.report(surprise())
    assert len(told) == 1
    crash.report(surprise())
    assert len(told) == 2, "the next one is told again"


def test_installed_hooks_catch_main_and_other_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    texts: list[str] = []
    Crash(tmp_path, CLOCK, lambda report: texts.append(text_of(report))).install()

    sys.excepthook(RuntimeError, RuntimeError(SECRET), None)
    thread = threading.Thread(target=lambda: int("x"))
    thread.start()
    thread.join()
    sys.excepthook(RuntimeError, None, None)  # type: ignore[arg-type]

    assert len(texts) == 3
    assert "ValueError" in texts[1]


def test_ctrl_c_ends_the_program_without_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told: list[Report] = []
    Crash(tmp_path, CLOCK, told.append).install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("C:\\用户\\张三\\kcdesk\\kcdesk\\store\\engine.py", "kcdesk/store/engine.py"),
        (
            "/opt/张三/.venv/lib/site-packages/sqlalchemy/orm/session.py",
            "sqlalchemy/orm/session.py",
        ),
        ("/usr/lib/python3.11/json/decoder.py", "decoder.py"),
        ("", ""),
    ],
)
def test_places_are_told_without_the_persons_folders(filename: str, shown: str) -> None:
    assert place_of(filename) == shown


QT_COMPLAINS = """
import logging, sys
from pathlib import Path
from kcdesk.app.crash import keep_log, listen_to_qt
keep_log(Path(sys.argv[1]))
listen_to_qt()
from PySide6.QtCore import qWarning
qWarning("a loose screw")
logging.shutdown()
"""


def test_qts_complaints_go_to_the_log(tmp_path: Path, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", QT_COMPLAINS, str(tmp_path)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "WARNING Qt: a loose screw" in (tmp_path / "kcdesk.log").read_text("utf-8")
    assert callable(listen_to_qt)


def test_log_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    before = list(logging.getLogger("kcdesk").handlers)
    occupied = tmp_path / "occupied"
    occupied.write_text("", "utf-8")
    keep_log(occupied / "logs")
    assert logging.getLogger("kcdesk").handlers == before
