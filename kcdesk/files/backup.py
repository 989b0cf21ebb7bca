"""Backups: one file each, opened and verified before it counts, thinned as it ages.

Called by work's safekeeping on the office's thread, because the copy of the database is made
through the open connection. A backup that could not be verified leaves nothing under a final
name; the office folder is only read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kcdesk.files.atomic import path_beside, patiently
from kcdesk.files.backup_archive import Manifest, Writer, copy_out, opened, read_through
from kcdesk.files.backup_names import DATABASE, FOLDERS, why_unsafe
from kcdesk.files.backup_tiers import OFFICE_TIME, kept
from kcdesk.files.disk_faults import said_plainly
from kcdesk.files.snapshot import Verify, findings_in, take_snapshot
from kcdesk.kernel.errors import Cancelled, Fault, Refusal

Progress = Callable[[int, int, str], None]
"""``progress(done, total, text)`` in bytes; may raise Cancelled."""

SUFFIX: Final = ".kcbackup"
_SPARE: Final = 1.1
"""Room asked for before beginning, as a multiple of what is to be written."""
_PASSING: Final = ("~$", ".~", ".kcdesk-")
"""Beginnings of names that other programs, and atomic.py, leave for a moment."""


@dataclass(frozen=True)
class Backup:
    """A backup file. `problem` says why it can't be used; empty for one that can.

    `made_at` is UTC; `facts` are the words the maker put in (office, entry number, digest);
    `notes` what could not be taken along.
    """

    path: Path
    made_at: datetime
    size: int
    facts: Mapping[str, str]
    notes: tuple[str, ...] = ()
    problem: str = ""


def make_backup(
    office: Path,
    backups: Path,
    *,
    now: datetime,
    database: sqlite3.Connection | Path,
    verify: Verify,
    facts: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backup:
    """Back the office folder up into `backups` and return the verified file.

    `database` is the open office's connection (outside a transaction) or the path of a closed
    office file. `verify` looks at the copy. Raises Refusal (``backup.unsound``) naming what is
    wrong with the office file, Fault of the disk, Cancelled; then nothing new is left.
    """
    stop = cancelled or (lambda: False)
    target = _free_name(backups, now)
    with said_plainly(target, writing=True):
        backups.mkdir(parents=True, exist_ok=True)
    with (
        said_plainly(target, writing=True),
        TemporaryDirectory(prefix=".kcdesk-", dir=backups, ignore_cleanup_errors=True) as scratch,
    ):
        copy = Path(scratch) / DATABASE
        _say(progress, 0, 0, "正在复制业务库")
        take_snapshot(database, copy, stop)
        _say(progress, 0, 0, "正在核对副本")
        _refuse_unsound(findings_in(copy, verify))
        found, notes = _own_files(office)
        files = [(DATABASE, copy), *found]
        total = 2 * sum(path.stat().st_size for _, path in files)
        room_for(backups, total // 2)
        work = _Work(total, progress, stop)
        with path_beside(target) as temporary:
            manifest = _write(temporary, files, notes, now, facts or {}, work)
            work.text = "正在核对备份"
            with opened(temporary) as (archive, written):
                read_through(temporary, archive, written, work)
    return Backup(target, manifest.made_at, target.stat().st_size, manifest.facts, notes)


def check_backup(
    file: Path,
    *,
    verify: Verify,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[str, ...]:
    """What is wrong with a backup, read from end to end and its database opened.

    The file is not changed. Raises Fault when it can't be opened at all, Cancelled.
    """
    with (
        said_plainly(file, writing=False),
        opened(file) as (archive, manifest),
        TemporaryDirectory(prefix="kcdesk-", ignore_cleanup_errors=True) as scratch,
    ):
        work = _Work(manifest.size, progress, cancelled or (lambda: False))
        copy = Path(scratch) / DATABASE
        for entry in manifest.entries:
            work.text = f"正在核对{entry.name}"
            if entry.name == DATABASE:
                with copy.open("xb") as target:
                    copy_out(file, archive, entry, target, work)
            else:
                copy_out(file, archive, entry, None, work)
        return findings_in(copy, verify)


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """The backups of a folder, newest first; those that can't be read say why. Raises Fault."""
    if not folder.is_dir():
        return ()
    with said_plainly(folder, writing=False):
        files = [path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file()]
    return tuple(sorted(map(_look_at, files), key=lambda b: (b.made_at, b.path), reverse=True))


def latest_verified(folder: Path) -> Backup | None:
    """The newest backup that can be used: each was verified before it got its name."""
    return next((backup for backup in list_backups(folder) if not backup.problem), None)


def thin_backups(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Delete what backup_tiers.py lets go, and return it. Unreadable files are never deleted."""
    sound = [backup for backup in list_backups(folder) if not backup.problem]
    stay = kept((backup.made_at for backup in sound), now)
    gone = []
    for backup in sound:
        if backup.made_at not in stay:
            with suppress(OSError):
                patiently(backup.path.unlink)
                gone.append(backup.path)
    return tuple(gone)


def copy_backup(
    file: Path,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Copy a backup elsewhere (a USB stick) and read the copy back. Raises Fault, Cancelled."""
    target = folder / file.name
    with opened(file) as (_, manifest):
        size = file.stat().st_size
        work = _Work(size + manifest.size, progress, cancelled or (lambda: False))
    with said_plainly(target, writing=True):
        room_for(folder, size)
        with path_beside(target) as temporary:
            work.text = "正在复制备份"
            with said_plainly(file, writing=False):
                source = file.open("rb")
            with source, temporary.open("xb") as copy:
                while chunk := source.read(1 << 20):
                    copy.write(chunk)
                    work(len(chunk))
            work.text = "正在核对备份"
            with opened(temporary) as (archive, manifest):
                for entry in manifest.entries:
                    copy_out(temporary, archive, entry, None, work)
    return target


class _Work:
    """Counts bytes, tells the screen, and stops when asked to."""

    def __init__(
        self, total: int, progress: Progress | None, cancelled: Callable[[], bool]
    ) -> None:
        self._total, self._progress, self._cancelled = total, progress, cancelled
        self._done = 0
        self.text = ""

    def __call__(self, size: int) -> None:
        if self._cancelled():
            raise Cancelled
        self._done += size
        _say(self._progress, self._done, self._total, self.text)


def _say(progress: Progress | None, done: int, total: int, text: str) -> None:
    if progress is not None:
        progress(done, total, text)


def _refuse_unsound(findings: tuple[str, ...]) -> None:
    if findings:
        more = f"等{len(findings)}处" if len(findings) > 3 else ""
        raise Refusal.of(
            f"业务库没有通过核对，不能当作备份：{''.join(findings[:3])}{more}",
            cure="以前的备份还在。请先查明原因，必要时从最近一份备份恢复到新文件夹。",
            code="backup.unsound",
        )


def _own_files(office: Path) -> tuple[list[tuple[str, Path]], tuple[str, ...]]:
    """The office's attachments and forms; links and names that can't travel are told of."""
    found: list[tuple[str, Path]] = []
    notes: list[str] = []
    for name in FOLDERS:
        for path in _walk(office / name):
            entry = path.relative_to(office).as_posix()
            if path.name.startswith(_PASSING):
                continue
            if path.is_symlink() or not path.is_file():
                notes.append(f"{entry}不是普通文件，没有备份。")
            elif why := why_unsafe(entry):
                notes.append(f"{entry}{why}，没有备份。")
            else:
                found.append((entry, path))
    return found, tuple(notes)


def _walk(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield Path(above) / name
        for name in folders:
            if (Path(above) / name).is_symlink():
                yield Path(above) / name


def room_for(folder: Path, size: int) -> None:
    """Refuse to begin what will not fit. Raises Fault, OSError."""
    free = shutil.disk_usage(folder).free
    if free < size * _SPARE:
        raise Fault(
            f"磁盘空间不足：备份约需{_megabytes(size)}，只剩{_megabytes(free)}。",
            "以前的备份没有受影响。",
            "请腾出空间或换一个磁盘，再重试。",
            "disk.full",
        )


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.1f}兆字节"


def _write(
    temporary: Path,
    files: list[tuple[str, Path]],
    notes: tuple[str, ...],
    now: datetime,
    facts: Mapping[str, str],
    work: _Work,
) -> Manifest:
    with temporary.open("xb") as file:
        writer = Writer(file, now)
        try:
            for name, path in files:
                work.text = f"正在写入{name}"
                writer.add(name, path, work)
            return writer.finish(facts, notes)
        except BaseException:
            writer.give_up()
            raise


def _look_at(file: Path) -> Backup:
    about = file.stat()
    size = about.st_size
    try:
        with said_plainly(file, writing=False), opened(file) as (_, manifest):
            return Backup(file, manifest.made_at, size, manifest.facts, manifest.notes)
    except Fault as fault:
        changed = datetime.fromtimestamp(about.st_mtime, OFFICE_TIME)
        return Backup(file, changed, size, {}, problem=fault.message)


def _free_name(folder: Path, now: datetime) -> Path:
    stem = f"备份-{now.astimezone(OFFICE_TIME):%Y%m%d-%H%M%S}"
    name, count = f"{stem}{SUFFIX}", 1
    while (folder / name).exists():
        count += 1
        name = f"{stem}-{count}{SUFFIX}"
    return folder / name
