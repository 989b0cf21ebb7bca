"""What the disk says, in words for the desk.

Called by every room of this floor that opens, writes or copies a file. It only chooses the
sentence; whether to try again is decided in atomic.py.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kcdesk.kernel.errors import Fault

# Windows' own numbers, because python folds several of them into one errno.
IN_USE = frozenset({32, 33})
"""Sharing and lock violation: WPS, Excel, a virus scanner or a sync client holds the file."""
_NO_ROOM = frozenset({39, 112})
_WRITE_PROTECTED = frozenset({19})
_TOO_LARGE = frozenset({223})
_GONE = frozenset({21, 31, 55, 64, 433, 483, 1006, 1117, 1167})

_ERRNO_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_ERRNO_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE})
_ERRNO_MAY_NOT = frozenset({errno.EACCES, errno.EPERM})

UNTOUCHED = "原有的文件没有受影响。"


def fault_of(error: OSError, path: Path, *, writing: bool) -> Fault:
    """The Fault for what happened to `path`; `writing` says whether it was to be changed."""
    name = f"“{path.name}”"
    windows = getattr(error, "winerror", None)
    number = error.errno
    if windows in IN_USE or number in {errno.EBUSY, errno.ETXTBSY}:
        return Fault(
            f"文件{name}正被WPS、Excel或其他程序打开。",
            UNTOUCHED,
            "请先关闭打开它的窗口，再重试。",
            "disk.in_use",
        )
    if windows in _NO_ROOM or number in _ERRNO_NO_ROOM:
        return Fault(
            f"磁盘空间不足，文件{name}没有写成。",
            UNTOUCHED,
            "请腾出空间或换一个磁盘，再重试。",
            "disk.full",
        )
    if windows in _TOO_LARGE or number == errno.EFBIG:
        return Fault(
            f"文件{name}太大，这个磁盘放不下单个这么大的文件。",
            UNTOUCHED,
            "U盘如是FAT32格式，请改为exFAT或NTFS格式，或换一个磁盘。",
            "disk.too_large",
        )
    if windows in _WRITE_PROTECTED or number == errno.EROFS:
        return Fault(
            f"磁盘或U盘是写保护的，文件{name}没有写成。",
            UNTOUCHED,
            "请打开写保护开关或换一个位置，再重试。",
            "disk.readonly",
        )
    if windows in _GONE or number in _ERRNO_GONE:
        return Fault(
            f"读写文件{name}时磁盘没有响应，U盘可能已经拔出。",
            "已经保存在业务库里的数据没有受影响。",
            "请插好U盘或检查磁盘，再重试。",
            "disk.gone",
        )
    if number in {errno.ENOENT, errno.ENOTDIR}:
        return _missing(name, path, writing)
    if number in _ERRNO_MAY_NOT:
        return _may_not(name, writing)
    if number == errno.ENAMETOOLONG:
        return Fault(
            f"文件名或文件夹路径太长：{name}。", UNTOUCHED, "请缩短名称后重试。", "disk.long_name"
        )
    if number == errno.EISDIR:
        return Fault(f"{name}是一个文件夹，不是文件。", UNTOUCHED, "请重新选择。", "disk.folder")
    verb = "写入" if writing else "读取"
    return Fault(
        f"{verb}文件{name}时出错（{error.strerror or error}）。",
        UNTOUCHED,
        "请检查磁盘后重试。",
        "disk.error",
    )


def _missing(name: str, path: Path, writing: bool) -> Fault:
    if writing:
        return Fault(
            f"找不到文件夹“{path.parent.name or path.parent}”，文件{name}没有写成。",
            UNTOUCHED,
            "请检查U盘是否还插着，或另选一个文件夹。",
            "disk.missing",
        )
    return Fault(
        f"找不到文件{name}。",
        UNTOUCHED,
        "请检查文件是否被移走或改名、U盘是否还插着。",
        "disk.missing",
    )


def _may_not(name: str, writing: bool) -> Fault:
    if writing:
        return Fault(
            f"没有权限写入文件{name}，它可能是只读的，或正被其他程序打开。",
            UNTOUCHED,
            "请关闭打开它的程序、去掉只读属性，或另选一个文件夹。",
            "disk.denied",
        )
    return Fault(
        f"没有权限读取文件{name}，或它正被其他程序独占打开。",
        UNTOUCHED,
        "请关闭打开它的程序，或把文件复制到别处再试。",
        "disk.denied",
    )


@contextmanager
def said_plainly(path: Path, *, writing: bool) -> Iterator[None]:
    """Turns an OSError of the block into a Fault that names `path`."""
    try:
        yield
    except OSError as error:
        raise fault_of(error, path, writing=writing) from error
