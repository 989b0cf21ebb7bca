"""Where things lie: what ships with the program, and what belongs to the person at this PC.

Called by the composition root. Finds the shipped folders in a source tree and in the frozen
program alike; keeps its own files where no administrator is needed; decides nothing else.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from kcdesk.kernel.errors import Fault

OWN_NAME = "kcdesk"
LONGEST_PLAIN = 240
"""Windows' old limit is 260 characters with the file's name; beyond this a path is prefixed."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one installation and one person."""

    resources: Path
    forms: Path
    settings: Path
    logs: Path
    documents: Path

    @property
    def own_schemes(self) -> Path:
        """Programmes copied and edited on this PC, where their author finds them."""
        return self.documents / "自建方案"

    def make_own(self) -> None:
        """Make the person's own folders. Raises Fault when they can't be written."""
        for folder in (self.settings, self.logs):
            try:
                reachable(folder).mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Fault(
                    f"不能建立程序自己的文件夹“{folder}”（{error.strerror}）。",
                    cure="请检查磁盘空间和这个文件夹的写入权限。",
                    code="paths.own",
                ) from error


def paths() -> Paths:
    """The folders of this installation and of the person logged in to this PC."""
    from platformdirs import PlatformDirs

    shipped = shipped_folder()
    own = PlatformDirs(OWN_NAME, appauthor=False, roaming=False)
    return Paths(
        resources=shipped / "resources",
        forms=shipped / "forms",
        settings=own.user_config_path,
        logs=own.user_log_path,
        documents=own.user_documents_path / "科创贷管理台",
    )


def shipped_folder() -> Path:
    """The folder that holds ``resources`` and ``forms``."""
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) if bundled else Path(__file__).resolve().parents[2]


def is_frozen() -> bool:
    """Whether this is the built program rather than a source tree."""
    return bool(getattr(sys, "frozen", False))


def reachable(path: Path, *, windows: bool = os.name == "nt") -> Path:
    r"""The same path in a spelling that Windows opens however long it is (``\\?\``).

    Chinese names count one character each, so deep office folders pass 260 sooner than one
    thinks. Short paths, prefixed paths and other systems' paths come back as they are.
    """
    text = str(path)
    if not windows or len(text) < LONGEST_PLAIN or text.startswith("\\\\?\\"):
        return path
    if text.startswith("\\\\"):
        return type(path)("\\\\?\\UNC\\" + text[2:])
    return type(path)("\\\\?\\" + text) if path.is_absolute() else path
