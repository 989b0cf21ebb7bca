"""The one file a backup is: a zip of the database, the attachments and the office's own forms.

Entries are stored, not packed: a backup takes little longer than copying, and a bomb cannot be
made of it. The manifest gives size and SHA-256 of every entry. Called by backup.py and
restore.py; whether the database inside is sound is their question.
"""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, Final

from kcdesk.files.backup_names import DATABASE, MANIFEST, clash, why_unsafe
from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.errors import Fault

FORMAT, VERSION = "kcdesk-backup", 1
CHUNK: Final = 1 << 20
_LARGEST_MANIFEST: Final = 256 << 20

Step = Callable[[int], None]
"""Told how many bytes were done since; may raise Cancelled."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `facts` are the caller's words about the office."""

    made_at: datetime
    facts: Mapping[str, str]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all entries."""
        return sum(entry.size for entry in self.entries)


def damaged(path: Path, why: str) -> Fault:
    """The backup can't be relied on."""
    return Fault(
        f"备份文件“{path.name}”不完整或被改动过（{why}）。",
        "现有的业务库没有受影响。",
        "请改用另一份备份。",
        "backup.damaged",
    )


class Writer:
    """Puts entries into a new backup."""

    def __init__(self, file: BinaryIO, made_at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._made_at = made_at
        self._entries: list[Entry] = []

    def add(self, name: str, source: Path, step: Step) -> Entry:
        """Copy a file in. Raises OSError."""
        digest = hashlib.sha256()
        size = 0
        with (
            said_plainly(source, writing=False),
            source.open("rb") as given,
            self._zip.open(self._info(name), "w", force_zip64=True) as kept,
        ):
            while chunk := given.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                kept.write(chunk)
                step(len(chunk))
        entry = Entry(name, size, digest.hexdigest())
        self._entries.append(entry)
        return entry

    def finish(self, facts: Mapping[str, str], notes: tuple[str, ...]) -> Manifest:
        """Write the manifest and the directory."""
        manifest = Manifest(self._made_at, dict(facts), tuple(self._entries), notes)
        self._zip.writestr(self._info(MANIFEST), json.dumps(_plain(manifest), ensure_ascii=False))
        self._zip.close()
        return manifest

    def give_up(self) -> None:
        """Let go of the file without finishing it; else the zip would try when it is deleted."""
        self._zip.fp = None

    def _info(self, name: str) -> zipfile.ZipInfo:
        moment = self._made_at.astimezone(UTC)
        year = min(max(moment.year, 1980), 2107)
        info = zipfile.ZipInfo(name, (year, *moment.timetuple()[1:6]))
        info.external_attr = (stat.S_IFREG | 0o600) << 16
        return info


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and its manifest, every name and place in it looked at. Raises Fault."""
    with said_plainly(path, writing=False):
        file = path.open("rb")
    # What goes wrong on the disk from here on may be the reader's own target, so he says it.
    with file:
        try:
            with zipfile.ZipFile(file) as archive:
                manifest = _manifest(path, archive)
                _check_entries(path, archive, manifest)
                yield archive, manifest
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
            raise damaged(path, "压缩结构已损坏") from error


def copy_out(
    path: Path, archive: zipfile.ZipFile, entry: Entry, target: IO[bytes] | None, step: Step
) -> None:
    """Read an entry, into `target` if given, and hold it to its digest. Raises Fault."""
    digest = hashlib.sha256()
    with archive.open(entry.name) as kept:
        while chunk := kept.read(CHUNK):
            digest.update(chunk)
            if target is not None:
                target.write(chunk)
            step(len(chunk))
    if digest.hexdigest() != entry.sha256:
        raise damaged(path, f"{entry.name}的内容与清单不符")


def read_through(path: Path, archive: zipfile.ZipFile, manifest: Manifest, step: Step) -> None:
    """Read every entry of a file just written and hold it to the zip's own CRC. Raises Fault.

    The digests of the manifest were taken from the same bytes on their way in, so hashing them
    once more would tell nothing that the CRC does not.
    """
    for entry in manifest.entries:
        try:
            with archive.open(entry.name) as kept:
                while chunk := kept.read(CHUNK):
                    step(len(chunk))
        except zipfile.BadZipFile as error:
            raise damaged(path, f"{entry.name}写入后读不回来") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    names = [info.filename for info in archive.infolist()]
    if names.count(MANIFEST) != 1:
        raise damaged(path, "没有清单")
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise damaged(path, "清单过大")
    try:
        return _read(json.loads(archive.read(MANIFEST)))
    except _Newer as error:
        raise Fault(
            f"备份文件“{path.name}”由更新版本的管理台做成，本版本读不了。",
            "备份文件没有改动。",
            "请安装新版本后再用。",
            "backup.newer",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(path, "清单读不通") from error


def _check_entries(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    infos = archive.infolist()
    for info in infos:
        mode = info.external_attr >> 16
        why = why_unsafe(info.orig_filename)
        if not why and info.filename != info.orig_filename:
            why = "名称被截断"
        if not why and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            why = "不是普通文件"
        if not why and (info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1):
            why = "被别的程序压缩或加密过"
        if why:
            raise damaged(path, f"{_short(info.orig_filename)}：{why}")
    twice = clash(info.filename for info in infos)
    if twice:
        raise damaged(path, f"{_short(twice)}重复")
    if any(info.file_size != info.compress_size for info in infos) or _overlap(infos):
        raise damaged(path, "内容重叠")
    sizes = {info.filename: info.file_size for info in infos if info.filename != MANIFEST}
    if sizes != {entry.name: entry.size for entry in manifest.entries}:
        raise damaged(path, "内容与清单不符")
    if DATABASE not in sizes:
        raise damaged(path, "缺少业务库")


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries claim the same bytes, which makes a small file large."""
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + info.compress_size
    return False


class _Newer(Exception):
    pass


def _plain(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(),
        "facts": manifest.facts,
        "files": [{"name": e.name, "size": e.size, "sha256": e.sha256} for e in manifest.entries],
        "notes": manifest.notes,
    }


def _read(plain: dict[str, Any]) -> Manifest:
    if plain["format"] != FORMAT:
        raise ValueError("another format")
    if plain["version"] > VERSION:
        raise _Newer
    return Manifest(
        datetime.fromisoformat(plain["made_at"]).astimezone(UTC),
        {str(k): str(v) for k, v in plain["facts"].items()},
        tuple(Entry(str(f["name"]), int(f["size"]), str(f["sha256"])) for f in plain["files"]),
        tuple(str(note) for note in plain["notes"]),
    )


def _short(name: str) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return f"“{clean if len(clean) <= 60 else clean[:60] + '…'}”"
