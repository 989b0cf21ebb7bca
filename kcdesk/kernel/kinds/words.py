"""Kinds that keep words: text, passwords, codes and numbers that identify."""

from __future__ import annotations

import re
import unicodedata

from kcdesk.kernel import ident
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds.field import Field, Kind, Within, fail, narrow

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 20_000
LONGEST_WHOLE_TEXT = 2_000_000

# Control characters, marks that turn the writing direction round, halves of a surrogate pair,
# non-characters: none can be printed, and some make a name look like another.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|\u2028|\u2029")
_DASHES = str.maketrans("‐‑‒–—−", "------")


class Text(Kind[str]):
    """One line, kept as typed but for the blanks around it."""

    name, label, longest, one_line = "text", "文字", LONGEST_TEXT, True

    def parse(self, text: str, field: Field, within: Within) -> str:
        clean = _LINE_ENDS.sub("\n", text).strip()
        if len(clean) > self.longest:
            raise fail(
                f"有{len(clean)}个字，超过{self.longest}个字。", "请缩短后重新填写。", "kind.text"
            )
        bad = _FORBIDDEN.search(clean)
        if bad is not None:
            raise fail(
                f"含有不能显示的字符（U+{ord(bad.group()):04X}）。",
                "请删去后重新填写。",
                "kind.text",
            )
        if "\n" in clean and self.one_line:
            raise fail("这一项只能填一行。", "请删去换行。", "kind.text")
        return clean


class LongText(Text):
    """Several lines."""

    name, label, longest, one_line = "long_text", "多行文字", LONGEST_LONG_TEXT, False


class WholeText(Text):
    """A whole file's text, such as a programme's: every line is kept as it was written."""

    name, label, longest, one_line = "whole_text", "整篇文字", LONGEST_WHOLE_TEXT, False

    def parse(self, text: str, field: Field, within: Within) -> str:
        super().parse(text, field, within)
        return _LINE_ENDS.sub("\n", text)


class Secret(Text):
    """A password: kept exactly as typed, shown as dots whatever its length."""

    name, label = "secret", "密码"

    def parse(self, text: str, field: Field, within: Within) -> str:
        if len(text) > self.longest:
            raise fail(f"密码超过{self.longest}个字。", "请缩短后重新填写。", "kind.secret")
        return text

    def show(self, value: str, field: Field) -> str:
        return "•" * 6 if value else ""


class Uscc(Kind[str]):
    """A unified social credit code, normalised."""

    name, label = "uscc", "统一社会信用代码"

    def parse(self, text: str, field: Field, within: Within) -> str:
        return ident.uscc(text)

    def take(self, raw: object, field: Field, within: Within) -> str:
        return super().take(_not_a_number(raw, self.label), field, within)


class ResidentId(Kind[str]):
    """A resident identity number, normalised."""

    name, label = "resident_id", "身份证号"

    def parse(self, text: str, field: Field, within: Within) -> str:
        return ident.resident_id(text, within.today)

    def take(self, raw: object, field: Field, within: Within) -> str:
        return super().take(_not_a_number(raw, self.label), field, within)


class Phone(Kind[str]):
    """A mobile or fixed number; digits, hyphens and a leading + remain."""

    name, label = "phone", "电话"
    _written = re.compile(r"\+?\d+(?:-\d+)*", re.ASCII)

    def parse(self, text: str, field: Field, within: Within) -> str:
        clean = re.sub(r"[\s()]", "", narrow(text).translate(_DASHES))
        if not (5 <= len(clean) <= 20 and self._written.fullmatch(clean)):
            # The number itself stays out of the sentence: sentences are logged.
            raise fail("这不是电话号码。", "请写成 13800000000 或 0573-85012345。", "kind.phone")
        return clean


def _not_a_number(raw: object, label: str) -> object:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raise Refusal(ident.spreadsheet_number(label))
    return raw


def folded(text: str) -> str:
    """For comparing what was typed with a label: full width and case make no difference."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
