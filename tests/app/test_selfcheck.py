"""``--selfcheck`` tries everything for real, and says what does not hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kcdesk.app import selfcheck
from kcdesk.app.wiring import Wiring, wire
from tests.app.conftest import Command

ITEMS = (
    "系统",
    "字体",
    "方案",
    "文书样式",
    "保存与撤销",
    "旧库升级",
    "打印",
    "读表",
    "扫描件",
    "备份",
    "演示",
    "界面",
)


def test_sound_program_passes_every_item(kcdesk: Command) -> None:
    said = kcdesk("--selfcheck")
    assert [line.split("　")[0] for line in said.out.splitlines()[:-1]] == list(ITEMS)
    assert "不合格" not in said.out
    assert said.code == 0


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped folders, copied so that they can be harmed."""
    made = wire()
    shutil.copytree(made.paths.resources, tmp_path / "resources")
    shutil.copytree(made.paths.forms, tmp_path / "forms")
    paths = replace(
        made.paths, resources=tmp_path / "resources", forms=tmp_path / "forms", logs=tmp_path
    )
    wiring = Wiring(paths, made.clock)
    monkeypatch.setattr(selfcheck, "wire", lambda: wiring)
    return tmp_path


def failed(kcdesk: Command, monkeypatch: pytest.MonkeyPatch, *wanted: str) -> dict[str, str]:
    """What does not hold among these items; the others are not tried."""
    every = selfcheck.Trial.items

    def some(trial: selfcheck.Trial) -> dict[str, Callable[[], str]]:
        return {name: item for name, item in every(trial).items() if name in wanted}

    monkeypatch.setattr(selfcheck.Trial, "items", some)
    said = kcdesk("--selfcheck")
    assert said.code == 1
    rows = [line.split("　", 2) for line in said.out.splitlines()[:-1]]
    return {name: told for name, verdict, told in rows if verdict == "不合格"}


def test_font_that_is_not_whole_is_named(
    broken: Path, kcdesk: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = broken / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
    face.write_bytes(face.read_bytes() + b"\0")
    assert "NotoSansSC-Regular.ttf”不完整" in failed(kcdesk, monkeypatch, "字体")["字体"]


def test_missing_forms_and_schemes_are_named(
    broken: Path, kcdesk: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(broken / "forms")
    shutil.rmtree(broken / "resources" / "schemes")
    told = failed(kcdesk, monkeypatch, "文书样式", "打印", "方案")
    assert "没有文书样式" in told["文书样式"]
    assert "没有文书样式" in told["打印"]
    assert "没有方案文件" in told["方案"]


def test_wrong_case_of_a_scheme_is_named(
    broken: Path, kcdesk: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = broken / "resources" / "schemes" / "pinghu" / "scheme.toml"
    text = pack.read_text("utf-8")
    assert '"6:4"' in text
    pack.write_text(text.replace('"6:4"', '"7:3"'), "utf-8")
    assert "算例" in failed(kcdesk, monkeypatch, "方案")["方案"]


def test_surprise_is_told_with_its_report(
    broken: Path, kcdesk: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(trial: selfcheck.Trial) -> str:
        raise RuntimeError

    monkeypatch.setattr(selfcheck.Trial, "system", surprise)
    told = failed(kcdesk, monkeypatch, "系统", "字体")["系统"]
    assert "程序出现故障" in told
    assert "故障报告-" in told
