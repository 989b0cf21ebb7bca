"""A file is written whole or not at all.

Everything that leaves a file behind (exports, papers, backups, attachments) writes through
here: into a temporary file beside the target, flushed to the disk, then renamed over it. The
target's name never stands for half a file, and what stood there before stays until the new
file is complete. WPS, virus scanners and sync clients hold a file for a moment; renaming is
tried again for a while before the clerk is told.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from kcdesk.files.disk_faults import IN_USE, said_plainly

PATIENCE: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries while another program holds the file; about a second and a half."""

_ACCESS_DENIED = 5  # what Windows says of renaming over a file that somebody reads


@contextmanager
def path_beside(target: Path, *, wait: Callable[[float], None] = time.sleep) -> Iterator[Path]:
    """A temporary path beside `target`, for libraries that open a file by its name.

    The block makes the file; when it ends well the file takes the target's name, otherwise it
    is removed. Raises Fault.
    """
    with said_plainly(target, writing=True):
        # A short name of our own: a long Chinese one with a suffix could pass the limit.
        temporary = target.parent / f".kcdesk-{secrets.token_hex(6)}.part"
        try:
            yield temporary
            _flush(temporary)
            _keep_mode(temporary, target)
            patiently(lambda: temporary.replace(target), wait=wait)
            _flush_folder(target.parent)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def writing(target: Path, *, wait: Callable[[float], None] = time.sleep) -> Iterator[BinaryIO]:
    """An open binary file that becomes `target` when the block ends well. Raises Fault."""
    with path_beside(target, wait=wait) as temporary, temporary.open("xb") as file:
        yield file
        file.flush()


def replace_file(
    target: Path, content: bytes, *, wait: Callable[[float], None] = time.sleep
) -> None:
    """Give `target` this content, whole or not at all. Raises Fault."""
    with writing(target, wait=wait) as file:
        file.write(content)


def patiently(action: Callable[[], object], *, wait: Callable[[float], None] = time.sleep) -> None:
    """Do `action`, again after a pause while another program holds the file. Raises OSError."""
    for pause in PATIENCE:
        try:
            action()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in {*IN_USE, _ACCESS_DENIED}:
                raise
            wait(pause)
        else:
            return
    action()


def _flush(file: Path) -> None:
    """Onto the disk itself; renaming an unflushed file can leave an empty one after a cut."""
    handle = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep_mode(temporary: Path, target: Path) -> None:
    """The new file may be read by those who could read the old one."""
    if os.name != "nt":
        with suppress(OSError):
            temporary.chmod(target.stat().st_mode & 0o777)


def _flush_folder(folder: Path) -> None:
    """The new name too; Windows has no such call and some network drives refuse it."""
    if os.name != "nt":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
