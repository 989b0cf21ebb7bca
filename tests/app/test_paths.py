from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from kcdesk.app.paths import Paths, paths, reachable, shipped_folder
from kcdesk.kernel.errors import Fault


def test_shipped_folders_are_found_from_any_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = paths()
    assert (found.resources / "glossary.toml").is_file()
    assert found.forms.is_dir()


def test_frozen_program_looks_beside_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert shipped_folder() == tmp_path


def test_own_folders_lie_in_the_persons_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    own = paths()
    own.make_own()
    assert own.settings.is_dir()
    assert own.logs.is_dir()
    assert own.settings.is_relative_to(tmp_path)


def test_own_folder_that_cannot_be_made_is_a_fault_with_a_cure(tmp_path: Path) -> None:
    occupied = tmp_path / "文件"
    occupied.write_text("不是文件夹", "utf-8")
    own = Paths(tmp_path, tmp_path, occupied / "设置", tmp_path, tmp_path)
    with pytest.raises(Fault, match="不能建立程序自己的文件夹"):
        own.make_own()


LONG = "很长的文件夹名" * 40


def windows(path: str) -> str:
    # reachable keeps the path's own flavour, so a pure Windows path shows the rule anywhere.
    return str(reachable(PureWindowsPath(path), windows=True))  # type: ignore[arg-type]


def test_long_chinese_path_gets_the_prefix_on_windows() -> None:
    assert windows(f"D:\\{LONG}\\office.kcdesk") == f"\\\\?\\D:\\{LONG}\\office.kcdesk"


def test_long_share_gets_the_share_prefix() -> None:
    assert windows(f"\\\\服务器\\科技局\\{LONG}") == f"\\\\?\\UNC\\服务器\\科技局\\{LONG}"


@pytest.mark.parametrize(
    "path", ["D:\\科创贷\\office.kcdesk", f"\\\\?\\D:\\{LONG}", f"相对\\{LONG}"]
)
def test_other_windows_paths_stay_as_they_are(path: str) -> None:
    assert windows(path) == path


def test_other_systems_need_no_prefix() -> None:
    path = Path("/") / LONG
    assert reachable(path, windows=False) is path
