"""Unpacks a backup into a new folder, and only there; the office in use is never touched.

Every entry is held to the manifest while it is written, the database is opened and verified,
and only then the folder gets its name. What is wrong with names and sizes backup_archive.py has
found before the first byte is written.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from kcdesk.files.atomic import patiently
from kcdesk.files.backup import Progress, room_for
from kcdesk.files.backup_archive import copy_out, damaged, opened
from kcdesk.files.backup_names import DATABASE, FOLDERS
from kcdesk.files.disk_faults import said_plainly
from kcdesk.files.snapshot import Verify, findings_in
from kcdesk.kernel.errors import Cancelled, Refusal


def restore_backup(
    file: Path,
    folder: Path,
    *,
    verify: Verify,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Unpack `file` as the new office folder `folder` and return it.

    Raises Refusal when the folder already holds something, Fault when the backup is damaged or
    the disk refuses, Cancelled; then the folder does not exist (or is empty as before).
    """
    _refuse_filled(folder)
    with said_plainly(folder, writing=True):
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = folder.parent / f".kcdesk-{secrets.token_hex(6)}.part"
        try:
            _unpack(file, unfinished, verify, progress, cancelled or (lambda: False))
            if folder.exists():
                folder.rmdir()  # it is empty; Windows renames over nothing
            patiently(lambda: unfinished.rename(folder))
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _refuse_filled(folder: Path) -> None:
    with said_plainly(folder, writing=False):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refusal.of(
                f"“{folder.name}”里已经有内容。",
                cure="恢复只能放进新文件夹，请另起一个名称；现有的业务库不会被覆盖。",
                field="folder",
                code="restore.filled",
            )


def _unpack(
    file: Path,
    target: Path,
    verify: Verify,
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> None:
    with opened(file) as (archive, manifest):
        done = 0

        def step(size: int) -> None:
            nonlocal done
            if cancelled():
                raise Cancelled
            done += size
            if progress is not None:
                progress(done, manifest.size, "正在恢复")

        target.mkdir()
        room_for(target, manifest.size)
        for name in (*FOLDERS, "backups"):
            (target / name).mkdir()
        for entry in manifest.entries:
            place = target.joinpath(*entry.name.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as kept:
                copy_out(file, archive, entry, kept, step)
                kept.flush()
                os.fsync(kept.fileno())
    findings = findings_in(target / DATABASE, verify)
    if findings:
        raise damaged(file, "".join(findings[:3]))
