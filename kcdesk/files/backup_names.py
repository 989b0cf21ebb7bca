r"""Which names may stand in a backup; anything else is not unpacked.

A backup travels by USB stick, so the one that comes back need not be the one that left. A name
that would leave the folder (``../``, ``C:\``, ``\\server``), that Windows gives another meaning
(CON, ``a:b``, a last dot) or that two entries share makes the whole backup refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

DATABASE: Final = "office.kcdesk"
MANIFEST: Final = "manifest.json"
FOLDERS: Final = ("attachments", "forms")

LONGEST_NAME: Final = 400
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)


def why_unsafe(name: str) -> str:
    """What is wrong with the name of an entry; empty when nothing is."""
    if not name or len(name) > LONGEST_NAME:
        return "名称为空或过长"
    if _FORBIDDEN.search(name):
        return "名称里有不能用的字符"
    parts = name.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        return "名称指向了文件夹之外"
    if any(part.endswith((".", " ")) or part.startswith(" ") for part in parts):
        return "名称以点或空格收尾"
    if any(_RESERVED.fullmatch(part.rstrip()) for part in parts):
        return "名称是系统保留的"
    if name in {DATABASE, MANIFEST} or (len(parts) > 1 and parts[0] in FOLDERS):
        return ""
    return "不是备份里应有的内容"


def clash(names: Iterable[str]) -> str:
    """A name that would be written over another on Windows; empty when there is none."""
    files: set[str] = set()
    folders: set[str] = set()
    for name in names:
        folded = unicodedata.normalize("NFC", name).casefold()
        parts = folded.split("/")
        above = {"/".join(parts[:n]) for n in range(1, len(parts))}
        if folded in files or folded in folders or above & files:
            return name
        files.add(folded)
        folders |= above
    return ""
