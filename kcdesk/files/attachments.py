"""Files kept with the office under the SHA-256 of their bytes: papers printed, scans attached.

The same bytes are kept once; a kept file is never changed. Called by work's document commands and
by the office check. Which record a file belongs to stands in the office file, not here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kcdesk.files.atomic import replace_file
from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.errors import Refusal

LARGEST_BYTES = 200 * 1024 * 1024


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
        with said_plainly(source, writing=False):
            size = source.stat().st_size
            if size > LARGEST_BYTES:
                raise Refusal.of(
                    f"“{source.name}”有 {size // 1024 // 1024} MB，超过附件的上限 "
                    f"{LARGEST_BYTES // 1024 // 1024} MB。",
                    cure="请压缩或拆分后再附加。",
                    field="file",
                    code="attach.large",
                )
            return self.put_bytes(source.read_bytes())

    def put_bytes(self, content: bytes) -> KeptFile:
        """Keep these bytes; nothing is written when they are already kept whole."""
        kept = KeptFile(hashlib.sha256(content).hexdigest(), len(content))
        target = self.path_of(kept.sha256)
        if self.is_sound(kept.sha256):
            return kept
        with said_plainly(target, writing=True):
            target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, content)
        return kept

    def is_sound(self, sha256: str) -> bool:
        """Whether the file is there and its bytes still have the digest."""
        path = self.path_of(sha256)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def lost(self, digests: Iterable[str]) -> tuple[str, ...]:
        """Those of the digests whose file is missing or damaged."""
        return tuple(d for d in digests if not self.is_sound(d))
