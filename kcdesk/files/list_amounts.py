"""An amount in a list: its unit from the cell, the heading or the sheet, never from its size."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kcdesk.files.grid import Cell, shown
from kcdesk.files.list_cells import Bad, Ways
from kcdesk.kernel.kinds import narrow
from kcdesk.kernel.money import LARGEST_FEN, Money, money_of_number
from kcdesk.packs.sheet_heads import UNITS, is_foreign, unit_named
from kcdesk.packs.sheets import ColumnSpec

_AMOUNT: Final = re.compile(
    r"(?:人民币)?¥?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(百万元?|千元?|万元?|亿元?|元|[wW])?(?:人民币)?整?",
    re.ASCII,
)
_SPACE: Final = re.compile(r"\s")


def money(cell: Cell, column: ColumnSpec, ways: Ways) -> Money:
    value = _amount(cell, ways)
    if value.fen < 0 and not column.signed:
        raise Bad(f"“{shown(cell)}”是负数。", "请核对金额。", "money.negative")
    return value


def _amount(cell: Cell, ways: Ways) -> Money:
    if isinstance(cell, str):
        match = _AMOUNT.fullmatch(cell) or _AMOUNT.fullmatch(_SPACE.sub("", narrow(cell)))
        if match is None and is_foreign(cell):
            raise Bad("这是外币，不能当作人民币登记。", "请折算成人民币后填写。", "unit.foreign")
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
    return _in_unit(number, unit)


def _in_unit(number: Decimal | float, unit: str) -> Money:
    if abs(float(number)) * UNITS[unit] > LARGEST_FEN:
        raise Bad(f"{number}{unit}超出可登记的金额。", "请核对单位是元还是万元。", "kind.money")
    try:
        return _exact(number, unit)
    except ValueError:
        if isinstance(number, float):
            # What the program shows: beyond 15 digits is only the noise of its arithmetic.
            rounded = float(f"{number:.15g}")
            if rounded != number:
                return _in_unit(rounded, unit)
        raise Bad(f"{number}{unit}比分还细。", "金额最多精确到分，请核对。", "kind.money") from None


def _exact(number: Decimal | float, unit: str) -> Money:
    """Raises ValueError when finer than a 分. 元 and 万元 take the short way through text."""
    read = _SHORT_WAYS.get(unit)
    text = repr(number) if isinstance(number, float) else str(number)
    if read is None or "e" in text or "E" in text:
        return money_of_number(number, UNITS[unit])
    return read(text)


_SHORT_WAYS: Final = {"元": Money.yuan, "万元": Money.wan}
