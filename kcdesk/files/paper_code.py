"""The one 校验码 of a paper: what it is worked out from, how it is shown, what the QR says.

Called by `paper` (strip and QR), by work's print log and by the check of a paper that comes back.
It is the sha256 of the values alone: which print it is, which form and which record stand beside
it in the log. Imports no drawing library: a check draws nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kcdesk.kernel.money import Money

LENGTH: Final = 16
"""So many hex digits are shown; two different contents of an office never meet in them."""

QR_BYTES: Final = 84
"""What a QR of 37 modules holds: on 10 mm it still reads from a scan of 150 dots an inch."""

_SPACES: Final = re.compile(r"[\s　·\-]+")
_HALF: Final = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
"""Full-width letters and digits, as a Chinese input method types them."""
_MISREAD: Final = str.maketrans("OIL", "011")
_LAST: Final = re.compile(r"[0-9A-F]{16}")
_QR: Final = re.compile(r"([^/]*)/([^/]*)/([1-9][0-9]{0,5})/([0-9A-F]{16})")


@dataclass(frozen=True, slots=True)
class Seal:
    """What a QR says: the form's 表号, the document's number, which print, the 校验码."""

    form: str
    document: str
    print_no: int
    code: str


def plain_values(value: Any) -> Any:
    """Values as JSON: what the print log keeps."""
    match value:
        case None | str() | int():
            return value
        case list() | tuple():
            return [plain_values(v) for v in value]
        case Mapping():
            return {str(key): plain_values(v) for key, v in value.items()}
    return _plain(value)


def digest_of(values: Mapping[str, Any]) -> str:
    """sha256 of the values; the same for their plain form. Which print it is does not count."""
    text = json.dumps(_counted(values), default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_before(form: str, revision: str, values: Mapping[str, Any]) -> str:
    """What the strip showed up to the office file's second version: over form and drawing too.

    Papers printed then are signed and filed; the log has all it takes to know them again.
    """
    text = json.dumps([form, revision, _counted(values)], default=_plain, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _counted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "print"}


def _plain(value: object) -> object:
    match value:
        case Money():
            return value.plain()
        case date():
            return value.isoformat()
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Mapping():
            return dict(value)
    raise TypeError(f"a paper shows no {type(value).__name__}")


def code_of(digest: str) -> str:
    """The 校验码 of a digest, as compared and kept in a QR."""
    return digest[:LENGTH].upper()


def shown_code(digest: str) -> str:
    """``3F2A 91BC 77D0 1E25``: as it stands on paper."""
    code = code_of(digest)
    return " ".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def typed_code(text: str) -> str:
    """The 校验码 somebody typed, whatever the spaces and the case; empty when it is none.

    There is no letter O, I or L in one: whoever typed it read a 0 or a 1.
    """
    typed = _SPACES.sub("", text.translate(_HALF)).upper().translate(_MISREAD)
    return typed if _LAST.fullmatch(typed) else ""


def qr_text(seal: Seal) -> str:
    """``KC-5/DC2023-001/1/3F2A91BC77D01E25``: what a phone reads from the strip.

    A very long document number is cut in the QR (never on paper), so that the modules stay large
    enough for a poor scan; the last two parts find the print without it.
    """
    form, document = (part.replace("/", "-") for part in (seal.form, seal.document))
    rest = f"/{seal.print_no}/{seal.code}"
    room = QR_BYTES - len(f"{form}/{rest}".encode())
    if len(document.encode()) > room:
        cut = document.encode()[: max(0, room - len("…".encode()))]
        document = cut.decode(errors="ignore") + "…"
    return f"{form}/{document}{rest}"


def seal_of(text: str) -> Seal | None:
    """What one of our QRs says; None when the text is not of ours."""
    match = _QR.fullmatch(text.strip())
    if match is None:
        return None
    form, document, print_no, code = match.groups()
    return Seal(form, document, int(print_no), code)
