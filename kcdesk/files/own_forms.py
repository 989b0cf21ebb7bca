"""Folders of forms: one copied to be edited, one set aside so that nothing of it is lost.

Called by work's form commands. Which form may be copied or set aside is decided there.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final

from kcdesk.files.disk_faults import said_plainly

SET_ASIDE: Final = "换下的表单"
"""Within the office's forms; a folder deeper than those that are read."""


def copy_folder(source: Path, target: Path) -> None:
    """A copy of a form's folder, whole or not at all. Raises Fault."""
    beside = target.with_name(f".{target.name}")
    with said_plainly(target, writing=True):
        shutil.rmtree(beside, ignore_errors=True)
        try:
            shutil.copytree(source, beside, copy_function=shutil.copyfile)
            beside.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def set_aside(folder: Path, on: date) -> Path:
    """Move a form's folder among those set aside, under the day; where it lies now. Raises Fault."""
    shelf = folder.parent / SET_ASIDE
    wanted, count = f"{on:%Y%m%d}-{folder.name}", 1
    target = shelf / wanted
    while target.exists():
        count += 1
        target = shelf / f"{wanted}-{count}"
    with said_plainly(folder, writing=True):
        shelf.mkdir(exist_ok=True)
        folder.rename(target)
    return target
