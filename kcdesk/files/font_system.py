"""The official faces of the clerk's PC, where there are any.

Called by `fonts`. Looks into Windows' font folder and the user's own; a file that cannot be
embedded is passed over. Which face a text is drawn in is not decided here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kcdesk.files.font_faces import face_of
from kcdesk.kernel.errors import Fault

# Files as Windows, Office and the foundry name them, best first; compared without case.
_SYSTEM: Final = {
    "song": ("simsun.ttc", "simsun.ttf"),
    "xiaobiaosong": (
        "fzxbsjw.ttf",
        "fzxbsk.ttf",
        "方正小标宋简体.ttf",
        "方正小标宋_gbk.ttf",
        "fzxiaobiaosong-b05s.ttf",
    ),
    "fangsong": ("simfang.ttf", "仿宋_gb2312.ttf", "fangsong_gb2312.ttf"),
    "hei": ("simhei.ttf",),
    "kai": ("simkai.ttf", "楷体_gb2312.ttf", "kaiti_gb2312.ttf"),
}

# Faces with characters the others lack, for rare names; tried after the shipped ones.
_RARE: Final = ("simsunb.ttf", "simsunextg.ttf", "fzsongextb.ttf", "sursong.ttf")


def system_folders() -> tuple[Path, ...]:
    """Where Windows keeps fonts: its own folder, then the user's."""
    if sys.platform != "win32":
        return ()
    windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    local = os.environ.get("LOCALAPPDATA")
    return (windows, Path(local) / "Microsoft/Windows/Fonts") if local else (windows,)


def system_faces(folders: Sequence[Path]) -> dict[str, tuple[Path, int]]:
    """Role → its official face."""
    files = _files(folders)
    faces: dict[str, tuple[Path, int]] = {}
    for role, names in _SYSTEM.items():
        for name in names:
            if name in files and _usable(files[name]):
                faces[role] = (files[name], 0)
                break
    return faces


def rare_faces(folders: Sequence[Path]) -> tuple[tuple[Path, int], ...]:
    """The faces for characters no other has."""
    files = _files(folders)
    return tuple((files[name], 0) for name in _RARE if name in files and _usable(files[name]))


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    return {
        file.name.casefold(): file
        for folder in reversed(folders)
        if folder.is_dir()
        for file in folder.iterdir()
    }


def _usable(path: Path) -> bool:
    try:
        face_of(path)
    except Fault:
        return False
    return True
