"""What form.toml says about rows drawn once for every entry of a list.

Called by `forms`. A list may stand inside the entries of another (loans of every bank), once and
no deeper; it may have sums, and rows that stand only where a page of it ends or begins. Whether
the drawing has these rows is looked at by the painter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kcdesk.packs.blanks import nearest
from kcdesk.packs.form_tables import FormTable, Rows

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
DOTTED: Final = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")

DERIVED: Final = ("total", "carried", "page", "last")
"""First words of the names the repeats provide themselves."""

_KEYS: Final = {
    "list", "rows", "as", "in", "header", "least",
    "totals", "carry_down", "carry_up", "page_total",
}  # fmt: skip

_NO_ROWS: Final = Rows(0, 0)
"""Of a repeat that names none that can be; it is refused, the rest of its form looked at."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows drawn once for every entry of a list.

    `scope` is the name an entry has in the blanks (``item``); `inside` the scope of the repeat in
    whose entries the list stands; `header` the rows that stand again on top of every further
    page; `least` the number of entries drawn at least, the missing ones as blank rows. `totals`
    are the names that are added up. `carry_down` and `page_total` stand at the foot of a page the
    list goes on from (过次页, 本页小计), `carry_up` on top of the page it goes on to (承前页).
    """

    list_name: str
    rows: Rows
    scope: str = "item"
    inside: str = ""
    header: Rows | None = None
    least: int = 1
    totals: tuple[str, ...] = ()
    carry_down: Rows | None = None
    carry_up: Rows | None = None
    page_total: Rows | None = None

    @property
    def apart(self) -> tuple[Rows, ...]:
        """Rows of the drawing that stand only where pages end or begin."""
        rows = (self.page_total, self.carry_down, self.carry_up)
        return tuple(part for part in rows if part is not None)


def repeats_of(tables: Sequence[FormTable]) -> tuple[Repeat, ...]:
    """The repeats in the order written; what contradicts itself is told to its table."""
    repeats: list[Repeat] = []
    for table in tables:
        repeat = _repeat(table)
        _look_inside(table, repeat, repeats)
        repeats.append(repeat)
    for table, repeat in zip(tables, repeats, strict=True):
        inner = [r for r in repeats if r.inside == repeat.scope]
        namesakes = [r for r in repeats if r.scope == repeat.scope]
        if (repeat.totals or repeat.apart) and len(namesakes) > 1:
            table.wrong("as", f"“{repeat.scope}”不止一处，合计不知是哪一个的", "请另起一个名称。")
        if repeat.apart and not repeat.inside and inner:
            table.wrong(
                next(key for key in ("carry_down", "carry_up", "page_total") if key in table.raw),
                "应写在里层的列表上",
                f"请移到 as = “{inner[0].scope}” 的 [[repeat]] 里。",
            )
    return tuple(repeats)


def full_names(repeats: Sequence[Repeat]) -> dict[str, str]:
    """Scope → its list as a form's values name it: ``group.loans`` inside ``report.groups`` is
    ``report.groups[].loans``."""
    names: dict[str, str] = {}
    for repeat in repeats:
        inner = repeat.list_name.removeprefix(f"{repeat.inside}.")
        outer = names.get(repeat.inside, "")
        names[repeat.scope] = f"{outer}[].{inner}" if repeat.inside else repeat.list_name
    return names


def _repeat(table: FormTable) -> Repeat:
    table.only(_KEYS)
    rows = table.rows("rows") or _NO_ROWS
    header = _rows_if_any(table, "header")
    if header is not None and header.last >= rows.first > 0:
        table.wrong("header", "应在重复的行之前")
    totals = table.texts("totals")
    for name in totals:
        if DOTTED.fullmatch(name) is None:
            table.wrong("totals", f"不能写成“{name}”", "应写成行内名称，如 amount。")
    repeat = Repeat(
        list_name=table.matching("list", DOTTED, "claim.materials"),
        rows=rows,
        scope=table.matching("as", NAME, "item", "item"),
        inside=table.matching("in", NAME, "group", "") if "in" in table.raw else "",
        header=header,
        least=table.whole("least", 1, 200),
        totals=totals,
        carry_down=_rows_if_any(table, "carry_down"),
        carry_up=_rows_if_any(table, "carry_up"),
        page_total=_rows_if_any(table, "page_total"),
    )
    for part in repeat.apart:
        if part.first in rows or part.last in rows or rows.first in part:
            table.wrong("rows", f"与过次页、承前页或本页小计的行 {part} 重叠")
    return repeat


def _rows_if_any(table: FormTable, key: str) -> Rows | None:
    return table.rows(key) if key in table.raw else None


def _look_inside(table: FormTable, repeat: Repeat, before: Sequence[Repeat]) -> None:
    """A scope belongs to one list; an inner list to an entry of a list written before it."""
    if repeat.scope in DERIVED:
        table.wrong("as", f"不能用“{repeat.scope}”，它另有用处", "请换一个名称。")
    if repeat.inside and any(r.scope == repeat.scope for r in before):
        table.wrong("as", f"“{repeat.scope}”已经用过", "里层的列表请另起一个名称。")
    if not repeat.inside:
        return
    outer = next((r for r in before if r.scope == repeat.inside), None)
    if outer is None:
        known = [r.scope for r in before]
        table.wrong(
            "in",
            f"没有 as = “{repeat.inside}” 的列表",
            nearest(repeat.inside, known) or "外层的 [[repeat]] 请写在前面。",
        )
        return
    if outer.inside:
        table.wrong("in", "只能套一层", "请改为两层的列表。")
    if not repeat.list_name.startswith(f"{repeat.inside}."):
        table.wrong("list", f"应是外层每一项里的列表，以“{repeat.inside}.”开头")
    if repeat.rows.first < outer.rows.first or repeat.rows.last > outer.rows.last:
        table.wrong("rows", f"{repeat.rows} 不在外层重复的行 {outer.rows} 之内")
