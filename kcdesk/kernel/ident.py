"""Identifiers: unified social credit codes and resident identity numbers.

The check digits are those of GB 32100-2015 and GB 11643; the tests hold them to python-stdnum.
Here is the reading of what people type and the sentence that says what is wrong. A code that
fails its check digit is refused without naming the digit that would fit: any of the characters
may be the mistyped one. Resident numbers are never repeated in a sentence, because sentences
are logged.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from operator import mul

from kcdesk.kernel.errors import Problem, Refusal

__all__ = [
    "mask_phone",
    "mask_resident_id",
    "resident_id",
    "spreadsheet_number",
    "uscc",
    "uscc_doubt",
]

USCC_LENGTH = RESIDENT_ID_LENGTH = 18
_VALUES = {c: value for value, c in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_WEIGHTS = (*(3**place % 31 for place in range(17)), 1)  # the last for the check digit itself
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714: positions 9 to 16 of a credit code
_LOOKALIKES = {"O": "数字0", "I": "数字1", "S": "数字5", "V": "别的字母", "Z": "数字2"}
_CODE = re.compile("[0-9A-Z]{18}")  # most codes of a list are typed right: nothing to clean
_NUMBER = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d{15,}\.0*", re.ASCII)


def uscc(text: str) -> str:
    """A unified social credit code, normalised: half-width capitals without blanks.

    Refuses (``ident.uscc``) with the first reason found: a spreadsheet made it a number,
    length, a character the alphabet lacks, letters among the region digits, check digit.
    The first character may be a letter: GB 32100 gives N to village collectives.
    """
    code = text if _CODE.fullmatch(text) else _compact(text)
    if _NUMBER.fullmatch(code):
        raise Refusal(spreadsheet_number("统一社会信用代码"))
    if len(code) != USCC_LENGTH:
        cure = {
            15: "15位的是旧营业执照注册号，请填写新执照上的统一社会信用代码。",
            9: "9位的是组织机构代码，请填写新执照上的统一社会信用代码。",
        }.get(len(code), "请核对是否多写或漏写。")
        raise _no_code(f"应为{USCC_LENGTH}位，这里有{len(code)}位。", cure)
    for place, character in enumerate(code, 1):
        if character in _LOOKALIKES:
            raise _no_code(
                f"第{place}位是字母{character}，而代码中没有字母I、O、S、V、Z。",
                f"请对照营业执照核对是不是{_LOOKALIKES[character]}。",
            )
        if character not in _VALUES:
            raise _no_code(f"第{place}位是“{character}”，代码只由数字和大写字母组成。")
    for place, character in enumerate(code[2:8], 3):
        if not character.isdigit():
            raise _no_code(f"第3至8位是行政区划，应当都是数字，第{place}位却是“{character}”。")
    # Not python-stdnum's: a list of 20,000 enterprises would wait longer for it than for the rest.
    if sum(map(mul, map(_VALUES.__getitem__, code), _WEIGHTS)) % 31:
        raise _no_code(
            "的校验码不符，至少有一位写错了。", _rounded_off(code) + "请对照营业执照逐位核对。"
        )
    return code


def uscc_doubt(code: str) -> str:
    """What is odd about a valid code, as a sentence; empty when nothing is.

    Only the check digit of the organisation code inside (positions 9 to 17, GB 11714): real
    licences exist that fail it, so it warns and never refuses.
    """
    organisation = code[8:17]
    weighed = sum(int(c, 36) * w for c, w in zip(organisation, _ORG_WEIGHTS, strict=False))
    expected = "0123456789X0"[11 - weighed % 11]
    if organisation[-1] == expected:
        return ""
    return "统一社会信用代码中的主体标识码校验不符，请对照营业执照再核对一次。"


def resident_id(text: str, today: date) -> str:
    """An 18-character resident identity number, normalised. `today` bounds the birth date.

    The county code is not looked up: numbers keep the code of a county long since merged or
    renamed, and no list holds them all. Refuses (``ident.resident_id``).
    """
    # Brings a web client and a help viewer along: too slow to be met at the start.
    from stdnum.cn import ric
    from stdnum.exceptions import InvalidComponent

    number = _compact(text)
    if _NUMBER.fullmatch(number):
        raise Refusal(spreadsheet_number("身份证号"))
    if len(number) == 15:
        raise _no_number("有15位，是旧身份证号。", "请填写18位的身份证号。")
    if len(number) != RESIDENT_ID_LENGTH:
        raise _no_number(
            f"应为{RESIDENT_ID_LENGTH}位，这里有{len(number)}位。", "请核对是否多写或漏写。"
        )
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        raise _no_number(
            "前17位应当都是数字，末位是数字或X。", "请核对是否把0写成字母O、把1写成字母I。"
        )
    try:
        born = ric.get_birth_date(number)
    except InvalidComponent:
        raise _no_number("第7至14位不是一个日期。", "请核对出生年月日。") from None
    if born > today:
        raise _no_number("中的出生日期还没有到。", "请核对出生年月日。")
    if ric.calc_check_digit(number) != number[-1]:
        raise _no_number(
            "的校验码不符，至少有一位写错了。", _rounded_off(number) + "请对照身份证逐位核对。"
        )
    return number


def spreadsheet_number(label: str) -> Problem:
    """What to say of an identifier that a spreadsheet turned into a number."""
    return Problem(
        f"{label}被表格变成了数字，后几位已经丢失。",
        "请把这一列设为文本格式，再对照原件重新填写。",
        code="ident.number",
    )


def mask_resident_id(number: str) -> str:
    """``110105********002X``: the birth date is hidden; an odd length is hidden altogether."""
    if len(number) != RESIDENT_ID_LENGTH:
        return "*" * len(number)
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


def mask_phone(number: str) -> str:
    """``138****5678``, ``0573-****2345``: the four before the last four are hidden.

    Of a number too short for that only the last two stay.
    """
    if len(number) < 8:
        return "*" * (len(number) - 2) + number[-2:]
    return f"{number[:-8]}****{number[-4:]}"


def _compact(text: str) -> str:
    """Half-width capitals; blanks, invisible marks, hyphens and Excel's leading ' are gone."""
    wide = unicodedata.normalize("NFKC", text).upper().lstrip(" '‘’")
    return "".join(
        c for c in wide if not c.isspace() and c not in "-‐–—" and unicodedata.category(c) != "Cf"
    )


def _no_code(reason: str, cure: str = "请对照营业执照核对。") -> Refusal:
    return Refusal.of(f"统一社会信用代码{reason}", cure=cure, code="ident.uscc")


def _no_number(reason: str, cure: str) -> Refusal:
    return Refusal.of(f"身份证号{reason}", cure=cure, code="ident.resident_id")


def _rounded_off(code: str) -> str:
    """Spreadsheets keep 15 digits of a number and write 0 for the rest."""
    lost = code.isdigit() and code.endswith("000")
    return "末三位都是0，可能是表格把它当成了数字。" if lost else ""
