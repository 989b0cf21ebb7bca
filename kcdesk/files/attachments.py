"""Files kept with the office under the SHA-256 of their bytes: papers printed, scans attached.

The same bytes are kept once; a kept file is never changed. Called by work's document commands and
by the office check. Which record a file belongs to stands in the office file, not here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from kcdesk.files.atomic import writing
from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.errors import Fault, Refusal

LARGEST_BYTES = 200 * 1024 * 1024
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What was kept: digest in hex, size in bytes."""

    sha256: str
    size: int


class Attachments:
    """The store below one folder: ``ab/abcdef…``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where the file of a digest lies."""
        return self.folder / sha256[:2] / sha256

    def put(self, source: Path) -> KeptFile:
        """Keep a copy of a file. Raises Refusal when it is too large, Fault of the disk."""
        with said_plainly(source, writing=False), source.open("rb") as given:
            size = os.fstat(given.fileno()).st_size
            if size > LARGEST_BYTES:
                raise Refusal.of(
                    f"“{source.name}”有 {size // 1024 // 1024} MB，超过附件的上限 "
                    f"{LARGEST_BYTES // 1024 // 1024} MB。",
                    cure="请压缩或拆分后再附加。",
                    field="file",
                    code="attach.large",
                )
            kept = KeptFile(hashlib.file_digest(given, "sha256").hexdigest(), size)
            if not self.is_sound(kept.sha256):
                given.seek(0)
                self._write(kept.sha256, iter(lambda: given.read(_CHUNK), b""))
        return kept

    def put_bytes(self, content: bytes) -> KeptFile:
        """Keep these bytes; nothing is written when they are already kept whole."""
        kept = KeptFile(hashlib.sha256(content).hexdigest(), len(content))
        if not self.is_sound(kept.sha256):
            self._write(kept.sha256, (content,))
        return kept

    def open(self, sha256: str) -> BufferedReader:
        """A kept file, to read. Raises Fault when it is missing."""
        path = self.path_of(sha256)
        with said_plainly(path, writing=False):
            return path.open("rb")

    def is_sound(self, sha256: str) -> bool:
        """Whether the file is there and its bytes still have the digest. Raises Fault."""
        path = self.path_of(sha256)
        if not path.is_file():
            return False
        with self.open(sha256) as file, said_plainly(path, writing=False):
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def lost(self, digests: Iterable[str]) -> tuple[str, ...]:
        """Those of the digests whose file is missing or damaged, each once."""
        return tuple(d for d in dict.fromkeys(digests) if not self.is_sound(d))

    def strays(self, digests: Iterable[str]) -> tuple[Path, ...]:
        """Files in the store that none of the digests asks for. Raises Fault."""
        wanted = {self.path_of(d) for d in digests}
        with said_plainly(self.folder, writing=False):
            files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return tuple(path for path in files if path not in wanted)

    def _write(self, sha256: str, chunks: Iterable[bytes]) -> None:
        """Under its digest only if it still has it: a scanner may yet be writing the file."""
        target = self.path_of(sha256)
        with said_plainly(target, writing=True):
            target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with writing(target) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            if digest.hexdigest() != sha256:
                raise Fault(
                    "文件在附加时被别的程序改动了。",
                    cure="请等它写完或关闭后，再附加一次。",
                    code="attach.changing",
                )
