"""The way in: what it asks for, what it refuses, what it hands on. Nothing is installed here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import start


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    return capsys


def test_python_that_is_too_old_is_named(
    monkeypatch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert start.main(["demo"]) == 1
    assert "需要 Python 3.11" in said.readouterr().err


def test_clerks_get_no_developers_tools() -> None:
    names = {line.split(">")[0] for line in start.requirements("")}
    assert "PySide6-Essentials" in names
    assert "pytest" not in names
    assert "pytest" in {line.split(">")[0] for line in start.requirements("dev")}


def test_environment_that_is_up_to_date_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[object, ...]] = []
    python = tmp_path / "python"
    python.write_text("", "utf-8")
    monkeypatch.setattr(start, "PYTHON", python)
    monkeypatch.setattr(start, "STAMP", tmp_path / "installed.json")

    def record(*command: object) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr(start, "run", record)
    start.install()
    start.install()
    start.install("dev")
    assert ["pip" in command for command in ran] == [True, True], "once each"
    assert set(json.loads((tmp_path / "installed.json").read_text("utf-8"))) == {"", "dev"}


def test_failed_installation_stops_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(start, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(start, "system_libraries", lambda _: None)
    monkeypatch.setattr(start, "run", lambda *command, **_: int("pip" in command))
    with pytest.raises(SystemExit):
        start.install()
    assert "请检查网络" in said.readouterr().err
    assert not (tmp_path / "installed.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="Debian's packages")
def test_person_without_rights_is_told_what_to_ask_for(
    monkeypatch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing is run"))
    start.system_libraries({"libnowhere.so.9": "libnowhere9"})
    assert "apt-get install" in said.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Debian's packages")
@pytest.mark.parametrize(("user", "before"), [(0, []), (1000, ["sudo"])])
def test_missing_libraries_are_installed_and_present_ones_are_not(
    user: int, before: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(subprocess, "run", record)
    start.system_libraries({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"})
    update, install = ran
    assert update[: len(before) + 2] == [*before, "apt-get", "update"]
    assert "libnowhere9" in install
    assert "libc6" not in install


def test_command_runs_in_the_callers_folder_with_kcdesk_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "import kcdesk, os, pathlib; pathlib.Path('here').write_text(os.getcwd())"
    assert start.run(sys.executable, "-c", code) == 0
    assert (tmp_path / "here").read_text() == str(tmp_path)


def test_exit_code_of_the_command_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "install", lambda: None)
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    assert start.main(["--version"]) == 0
    assert start.main(["nonsense"]) == 2


def test_all_tests_run_though_the_checks_failed(
    monkeypatch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def record(*command: object, **_: object) -> int:
        ran.append(str(command[2]))
        return int(command[2] == "ruff")

    monkeypatch.setattr(start, "run", record)
    assert start.test([]) == 1
    assert ran == ["ruff", "mypy", "pytest", "coverage"]
    assert "未通过：ruff" in said.readouterr().err
