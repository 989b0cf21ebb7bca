"""One cell of a list, read as the kind its column declares, or refused with a reason.

Called by list_in.py for every mapped cell. The kernel's kinds read the text; here is what only
spreadsheets do: numbers for dates, numbers for codes, errors, units in headings. Nothing is
guessed: where a cell can mean two things, the clerk is asked.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from kcdesk.files.grid import Cell, CellError, shown
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Within, narrow
from kcdesk.kernel.money import Money, money_of_number
from kcdesk.packs.blanks import nearest
from kcdesk.packs.sheet_heads import FOREIGN, PERCENT, UNITS, is_foreign, unit_named
from kcdesk.packs.sheets import ColumnSpec

_AROUND: Final = " \t\r\n\v\f\xa0\u3000\ufeff\u200b\u200c\u200d\u2060"
_AMOUNT: Final = re.compile(
    r"(?:人民币)?¥?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(百万元?|千元?|万元?|亿元?|元|[wW])?(?:人民币)?整?",
    re.ASCII,
)
_DAY: Final = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}[日号]?|\d{8}", re.ASCII
)
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}年?", re.ASCII)
_CLOCK: Final = re.compile(r"(?<=[\d日])[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_BETWEEN_WORDS: Final = re.compile(r"[\s,，、;；/|+＋]+")
_QUOTES: Final = re.compile(r"[\s\"'“”‘’「」《》]")
_MOBILE: Final = re.compile(r"1\d{10}", re.ASCII)

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
# A bare 2021 is a year, not the day that a spreadsheet counts as its 2021st (in 1905).
_FIRST_SERIAL, _LAST_SERIAL = 2200, 109_574
_MOST_DIGITS = 10**15


Read = Callable[[Any, ColumnSpec, "Ways"], Any]


class Bad(Exception):
    """The cell cannot be taken; says why."""

    def __init__(self, reason: str, cure: str, code: str) -> None:
        super().__init__(reason, cure, code)
        self.problem = Problem(reason, cure, code=code)


@dataclass(frozen=True, slots=True)
class Ways:
    """What reading a column's cells depends on besides its declaration."""

    within: Within
    unit: str
    """The unit of its numbers; empty when nothing names one."""
    is_1904: bool | None
    blank: frozenset[str]
    words: Mapping[str, str] | None
    """Word, as squeezed by `plain_word`, to code; None when any word will do."""
    labels: tuple[str, ...] = ()
    """The same words as the programme writes them."""


def plain_word(text: str) -> str:
    """A word for comparing: half-width, without quotation marks, blanks and a last 企业."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text)).casefold().removesuffix("企业")


def is_blank(cell: Cell, blank: frozenset[str]) -> bool:
    """Whether a cell says nothing: empty, only blanks, or a word like 无."""
    if not isinstance(cell, str):
        return False
    text = _stripped(cell)
    return not text or text in blank


def reader_of(column: ColumnSpec, ways: Ways) -> Callable[[Cell], Any]:
    """How to read the cells of a column: gives the value, None for an empty cell, raises Bad."""
    read: Read = _READERS.get(column.kind, _plain)
    known: dict[str, Any] = {}

    def one(cell: Cell) -> Any:
        if isinstance(cell, str):
            if cell in known:
                return known[cell]
            cell = _stripped(cell)
            if not cell or cell in ways.blank:
                return None
        elif isinstance(cell, CellError):
            raise Bad(f"格子里是错误“{cell}”。", "请改正公式或直接填写内容。", "cell.error")
        elif type(cell) is int:
            cell = float(cell)
        try:
            return read(cell, column, ways)
        except Refusal as refusal:
            problem = refusal.problems[0]
            raise Bad(problem.message, problem.cure, problem.code) from refusal

    if column.unique:
        return one

    def remembered(cell: Cell) -> Any:
        value = one(cell)
        # Towns, trades, dates and qualifications repeat by the thousand.
        if type(cell) is str and len(known) < 5000:
            known[cell] = value
        return value

    return remembered


def _stripped(text: str) -> str:
    return text.strip(_AROUND)


def _plain(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    """Kinds that only texts have: codes of firms and persons, yes or no, shares."""
    return KINDS[column.kind].take(cell, column.field, ways.within)


def _text(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    return KINDS[column.kind].parse(_as_text(cell), column.field, ways.within)


def _as_text(cell: Cell) -> str:
    """Words as they stand; a number only while it is still whole."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date | time):
        raise Bad(
            "表格把这一格当成了日期，原来的文字已经变样。",
            "请把这一列设为文本格式，再照原件填写。",
            "cell.date",
        )
    if isinstance(cell, float) and not isinstance(cell, bool):
        if abs(cell) >= _MOST_DIGITS:
            raise Bad(
                "这一格是数字，后几位已经丢失。",
                "请把这一列设为文本格式，再照原件填写。",
                "cell.number",
            )
        return shown(cell)
    raise Bad(f"“{shown(cell)}”不是文字。", "请照原件填写。", "cell.kind")


def _phone(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    text = _as_text(cell)
    if not isinstance(cell, str) and not _MOBILE.fullmatch(text):
        raise Bad(
            "这个号码存成了数字，开头的0可能已经丢失。",
            "请把这一列设为文本格式，固定电话写成 0573-85012345。",
            "phone.number",
        )
    return KINDS["phone"].parse(text, column.field, ways.within)


def _day(cell: Cell, column: ColumnSpec, ways: Ways) -> date | None:
    value = _day_of(cell, column, ways)
    if value is not None and column.not_future and value > ways.within.today:
        raise Bad(f"{value.isoformat()}还没有到。", "请核对日期。", "day.future")
    return value


def _day_of(cell: Cell, column: ColumnSpec, ways: Ways) -> date | None:
    kind = KINDS["day"]
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        taken: date = kind.take(cell, column.field, ways.within)
        return taken
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _day_of_number(cell, column, ways)
    if not isinstance(cell, str):
        raise Bad(f"“{shown(cell)}”不是日期。", _WRITE_DAY, "kind.day")
    if cell in column.open_ended:
        return None
    clean = re.sub(r"\s", "", _CLOCK.sub("", narrow(cell)))
    if _DAY.fullmatch(clean):
        return _read_day(clean.replace("号", "日"), column, ways)
    month = _MONTH.fullmatch(clean)
    if month:
        return _day_of_month(cell, int(month[1]), int(month[2]), column, ways)
    if _YEAR.fullmatch(clean):
        raise _only_a_year(cell)
    raise Bad(f"“{cell}”不是日期。", _WRITE_DAY, "kind.day")


_WRITE_DAY: Final = "请写成 2023-09-12。"


def _read_day(text: str, column: ColumnSpec, ways: Ways) -> date:
    value: date = KINDS["day"].parse(text, column.field, ways.within)
    return value


def _day_of_month(cell: str, year: int, month: int, column: ColumnSpec, ways: Ways) -> date:
    if not column.month_only:
        raise Bad(f"“{cell}”没有写到日。", _WRITE_DAY, "day.month_only")
    first = _read_day(f"{year}-{month}-1", column, ways)
    if column.month_only == "first":
        return first
    return first.replace(day=monthrange(year, month)[1])


def _only_a_year(cell: Cell) -> Bad:
    return Bad(f"“{shown(cell)}”只有年份。", _WRITE_DAY, "day.year_only")


def _day_of_number(number: float, column: ColumnSpec, ways: Ways) -> date:
    """What a spreadsheet counts as a day, or eight digits that spell one."""
    if 1900 <= number < _FIRST_SERIAL:
        raise _only_a_year(number)
    if number.is_integer() and 19_000_101 <= number <= 21_991_231:
        return _read_day(str(int(number)), column, ways)
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        raise Bad(f"数字{shown(number)}不是日期。", _WRITE_DAY, "kind.day")
    if ways.is_1904 is None:
        raise Bad(
            f"数字{shown(number)}是哪一天，要看表格从1900年还是1904年算起，这个文件没有说明。",
            "请把这一格设为日期格式后重新导入。",
            "day.epoch",
        )
    return (_EPOCH_1904 if ways.is_1904 else _EPOCH_1900) + timedelta(days=int(number))


def _money(cell: Cell, column: ColumnSpec, ways: Ways) -> Money:
    value = _amount(cell, ways)
    if value.fen < 0 and not column.signed:
        raise Bad(f"“{shown(cell)}”是负数。", "请核对金额。", "money.negative")
    checked: Money = KINDS["money"].take(value, column.field, ways.within)
    return checked


def _amount(cell: Cell, ways: Ways) -> Money:
    if ways.unit == FOREIGN or (isinstance(cell, str) and is_foreign(cell)):
        raise Bad("这是外币，不能当作人民币登记。", "请折算成人民币后填写。", "unit.foreign")
    if isinstance(cell, str):
        match = _AMOUNT.fullmatch(re.sub(r"\s", "", narrow(cell)))
        if match is None:
            raise Bad(f"“{cell}”不是金额。", "请只写数字，如 300.00。", "kind.money")
        own = unit_named(match[2] or "")
        if own and ways.unit and own != ways.unit:
            raise Bad(
                f"格子里写的是{own}，表头写的是{ways.unit}。",
                "请统一单位，只在表头写明。",
                "unit.conflict",
            )
        number: Decimal | float = Decimal(match[1].replace(",", ""))
        unit = own or ways.unit
    elif isinstance(cell, bool) or not isinstance(cell, float):
        raise Bad(f"“{shown(cell)}”不是金额。", "请只写数字，如 300.00。", "kind.money")
    else:
        number, unit = cell, ways.unit
    if not unit:
        raise Bad(
            f"“{shown(cell)}”没有写明是元还是万元。",
            "请在表头写明单位，或在导入时指明。",
            "unit.missing",
        )
    return _in_unit(number, unit, shown(cell))


def _in_unit(number: Decimal | float, unit: str, text: str) -> Money:
    try:
        return money_of_number(number, UNITS[unit])
    except ValueError:
        if isinstance(number, float):
            # What the program shows: beyond 15 digits is only the noise of its arithmetic.
            rounded = float(f"{number:.15g}")
            if rounded != number:
                return _in_unit(rounded, unit, text)
        raise Bad(f"“{text}”{unit}比分还细。", "金额最多精确到分，请核对。", "kind.money") from None


def _whole(cell: Cell, column: ColumnSpec, ways: Ways) -> int:
    text = _as_text(cell)
    for suffix in column.suffixes:
        text = text.removesuffix(suffix).rstrip()
    value: int = KINDS["whole"].parse(text, column.field, ways.within)
    if value < 0 and not column.signed:
        raise Bad(f"“{text}”是负数。", "请核对。", "whole.negative")
    return value


def _percent(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    """A number is 3.85 only under a heading with %; else it may be 0.0385 just as well."""
    if isinstance(cell, float) and not isinstance(cell, bool) and ways.unit != PERCENT:
        raise Bad(
            f"数字{shown(cell)}是百分之几，看不出来。",
            "请写成带百分号的文字，或在表头写明（%）。",
            "percent.number",
        )
    return KINDS["percent"].parse(_as_text(cell), column.field, ways.within)


def _code(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    codes = _words(cell, column, ways)
    if len(codes) > 1:
        raise Bad(
            f"这一格写了{len(codes)}种（{_as_text(cell)}），编号和日期是哪一种的看不出来。",
            "请只留编号和日期所属的那一种，其余的在企业卡片上补登。",
            "word.several",
        )
    return codes[0] if codes else None


def _codes(cell: Cell, column: ColumnSpec, ways: Ways) -> Any:
    return _words(cell, column, ways) or None


def _words(cell: Cell, column: ColumnSpec, ways: Ways) -> tuple[str, ...]:
    text = _as_text(cell)
    whole = _code_of(text, column, ways)
    if whole is not None:
        return (whole,)
    parts = [part.strip() for part in _BETWEEN_WORDS.split(text) if part.strip(_AROUND)]
    found = []
    for part in parts:
        code = _code_of(part, column, ways)
        if code is None:
            raise _unknown_word(part, ways)
        found.append(code)
    return tuple(dict.fromkeys(found))


def _code_of(word: str, column: ColumnSpec, ways: Ways) -> str | None:
    plain = plain_word(word)
    meant = {plain_word(w): means for w, means in column.words.items()}.get(plain, word)
    if ways.words is None:
        several = _BETWEEN_WORDS.search(meant)
        return None if several else KINDS["code"].parse(meant, column.field, ways.within)
    return ways.words.get(plain) or ways.words.get(plain_word(meant))


def _unknown_word(word: str, ways: Ways) -> Bad:
    known = list(ways.labels)
    return Bad(
        f"不认识“{word}”。",
        nearest(word, known) or f"可用的有：{'、'.join(known)}。",
        "word.unknown",
    )


_READERS: Final[Mapping[str, Read]] = {
    "text": _text,
    "long_text": _text,
    "phone": _phone,
    "day": _day,
    "money": _money,
    "whole": _whole,
    "percent": _percent,
    "code": _code,
    "codes": _codes,
}
