"""Reads what stands in the QR codes of a scan, page by page, and takes a stack of papers apart.

Called by work's scan commands and by the command line. The work is done in a child process
(scan_child.py), since a scan comes from outside: whatever the file does, this process lives.
Which print a code belongs to is not known here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from kcdesk.files.attachments import LARGEST_BYTES
from kcdesk.files.foreign import Child, Garbled, Limits, Progress, listen
from kcdesk.files.paper_code import Seal, seal_of
from kcdesk.files.scan_child import MOST_PAGES, SWITCH
from kcdesk.kernel.errors import Fault, Refusal

ScanKind = Literal["pdf", "jpeg", "png"]

LIMITS: Final = Limits(memory_bytes=1 << 30, seconds=30.0, file_bytes=LARGEST_BYTES)

_KINDS: Final[dict[str, ScanKind]] = {"pdf": "pdf", "jpeg": "jpeg", "png": "png"}
_AGAIN: Final = "请重新扫描，存成PDF、JPEG或PNG。"
_UNSPLIT: Final = "请分成几个文件扫描后再试。"

_REFUSED: Final = {
    "large": ("有{detail}兆字节，超过附件的上限。", "请用灰度、200点每英寸重新扫描。"),
    "empty": ("是空的，里面没有内容。", "请核对是不是选错了文件。"),
    "password": ("设有打开密码，读不出来。", "请去掉密码后另存，再试。"),
    "other": ("是{detail}。", _AGAIN),
    "unknown": ("不是PDF、JPEG或PNG。", "请核对是不是选错了文件。"),
    "pages": (f"有{{detail}}页，超过一次能读的{MOST_PAGES}页。", _UNSPLIT),
    "pixels": ("有{detail}个像素，超过能读的大小。", "请用200点每英寸重新扫描。"),
}
_FAULTS: Final = {
    "damaged": ("已经损坏或没有传完整，读不出来。", _AGAIN),
    "page": ("的第{detail}页已经损坏，读不出来。", _AGAIN),
    "memory": ("展开后异常巨大，没有读取。", "请用200点每英寸重新扫描。"),
}


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan is, and what our own QR codes on every page say."""

    kind: ScanKind
    pages: tuple[tuple[Seal, ...], ...]


def read_scan(
    path: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Scan:
    """The pages of a PDF, JPEG or PNG with what their QR codes say; others' codes are left out.

    Raises Refusal when the file is none of the three or too much, Fault when it is damaged or
    gone, Cancelled when `cancelled` says so.
    """
    heard = _Codes()
    listen(SCANS, path, heard, limits, cancelled=cancelled, progress=progress)
    return heard.scan()


def split_scan(
    path: Path,
    parts: Sequence[Sequence[int]],
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> tuple[bytes, ...]:
    """A PDF for every group of pages (from 1) of a scanned PDF; raises as `read_scan`."""
    wanted = [",".join(str(page) for page in part) for part in parts]
    heard = _Parts(wanted)
    listen(
        SCANS, path, heard, limits, arguments=wanted, cancelled=cancelled, progress=progress
    )  # fmt: skip
    return heard.parts()


def refusal_of(code: str, detail: str, name: str) -> Refusal | Fault:
    """Why a scan was not read, for the clerk. An unknown word is a sign of damage too."""
    if code in _REFUSED:
        said, cure = _REFUSED[code]
        return Refusal.of(
            f"文件“{name}”{said.format(detail=detail)}", cure=cure, field="file",
            code=f"scan.{code}",
        )  # fmt: skip
    known = code if code in _FAULTS else "damaged"
    said, cure = _FAULTS[known]
    return Fault(
        f"文件“{name}”{said.format(detail=detail)}", "没有写入任何数据。", cure, f"scan.{known}"
    )


SCANS: Final = Child(
    module="kcdesk.files.scan_child",
    switch=SWITCH,
    noun="扫描件",
    code="scan",
    slow_cure=_UNSPLIT,
    refusal=refusal_of,
)


class _Words:
    """What both answers have: the child's no, and its end."""

    def __init__(self) -> None:
        self.no = self.detail = ""
        self.ended = False

    def take(self, line: bytes) -> None:
        """One line. Raises Garbled."""
        if self.ended or self.no:
            raise Garbled
        try:
            said = json.loads(line)
            if "no" in said:
                self.no, self.detail = str(said["no"]), str(said["detail"])[:40]
            elif "end" in said:
                self.ended = True
            else:
                self._take(said)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Garbled from error

    def _take(self, said: dict[str, Any]) -> None:
        raise NotImplementedError


class _Codes(_Words):
    def __init__(self) -> None:
        super().__init__()
        self._kind: ScanKind | None = None
        self._pages: list[tuple[Seal, ...]] = []
        self._announced = 0

    def _take(self, said: dict[str, Any]) -> None:
        if self._kind is None:
            self._kind = _KINDS[said["kind"]]
            self._announced = int(said["pages"])
            return
        seals = (seal_of(str(text)) for text in said["codes"])
        self._pages.append(tuple(dict.fromkeys(seal for seal in seals if seal is not None)))

    def told(self) -> tuple[int, int, str]:
        return len(self._pages), self._announced, "正在读取二维码"

    def scan(self) -> Scan:
        assert self._kind is not None
        return Scan(self._kind, tuple(self._pages))


class _Parts(_Words):
    def __init__(self, wanted: Sequence[str]) -> None:
        super().__init__()
        self._wanted = wanted
        self._parts: list[bytearray] = []

    def _take(self, said: dict[str, Any]) -> None:
        if "part" in said:
            if said["part"] != self._wanted[len(self._parts)]:
                raise Garbled
            self._parts.append(bytearray())
        else:
            self._parts[-1] += base64.b64decode(said["data"], validate=True)

    def told(self) -> tuple[int, int, str]:
        return len(self._parts), len(self._wanted), "正在分开扫描件"

    def parts(self) -> tuple[bytes, ...]:
        return tuple(bytes(part) for part in self._parts)
