"""A drawn form made ready for filling: what is the same on every paper, worked out once.

Called by `form_skeleton` and `form_rows`. Fits the form's own text into its cells; a form that
contradicts itself is refused before it prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kcdesk.files.fonts import Fonts, name_of
from kcdesk.files.form_contradictions import contradictions
from kcdesk.files.form_fitting import Fitted, TooWide, fit
from kcdesk.files.form_layout import Cell, Layout
from kcdesk.files.form_reading import layout_of
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.forms import Fit, FormSpec

_SHOWN = 30
"""So many characters of a value are shown when it is refused."""


@dataclass(frozen=True)
class Template:
    """One form for one set of fonts."""

    spec: FormSpec
    layout: Layout
    fonts: Fonts
    cells: Mapping[int, tuple[Cell, ...]]
    """Row → the cells that begin in it."""
    own_texts: Mapping[str, Fitted]
    """Cell name → the form's own text, fitted; blanks are not among them."""
    heights: Mapping[int, float]
    """Row → its drawn height, or what its own texts need if that is more."""
    skeletons: dict[object, Any] = field(default_factory=dict)
    """What `form_skeleton` made of it, by the lengths of the lists."""
    sheets: dict[object, Any] = field(default_factory=dict)
    """What `form_drawing` made of it, by the heights of the rows."""

    @cached_property
    def own_characters(self) -> tuple[tuple[str, str, bool], ...]:
        """The form's own texts, by role and weight, with their role and weight."""
        texts: dict[tuple[str, bool], list[str]] = {}
        for cell in self.layout.cells:
            own = self.own_texts.get(cell.name)
            if own is not None:
                texts.setdefault((cell.style.role, cell.style.bold), []).extend(own.lines)
        return tuple(("".join(texts[key]), *key) for key in sorted(texts))


@dataclass(frozen=True)
class _Key:
    folder: Path
    revision: str
    spec: FormSpec = field(compare=False)


def template_of(spec: FormSpec, fonts: Fonts) -> Template:
    """The template, kept for every revision of a form.

    Raises a `Refusal` naming everything in the form that cannot be printed, a `Fault` when the
    drawing cannot be read.
    """
    return _made(_Key(spec.folder, spec.revision, spec), fonts)


@lru_cache(64)
def _made(key: _Key, fonts: Fonts) -> Template:
    template, problems = examined_template(key.spec, layout_of(key.spec), fonts)
    if problems:
        raise Refusal(*problems)
    return template


def examined_template(
    spec: FormSpec, layout: Layout, fonts: Fonts
) -> tuple[Template, tuple[Problem, ...]]:
    """A template as far as it can be made, and why it must not be printed."""
    problems = list(contradictions(layout, spec))
    cells: dict[int, list[Cell]] = {}
    texts: dict[str, Fitted] = {}
    heights = dict(enumerate(layout.heights, 1))
    for cell in layout.cells:
        cells.setdefault(cell.row, []).append(cell)
        if cell.blanks or not cell.pieces:
            continue
        text = "".join(str(piece) for piece in cell.pieces)
        problems.extend(without_glyph(cell, "", text, fonts))
        try:
            texts[cell.name] = fitted = fit_cell(cell, text, layout, fonts)
        except TooWide:
            problems.append(too_wide(cell, "", text))
            continue
        if cell.row == cell.last_row:
            heights[cell.row] = max(heights[cell.row], fitted.need)
    rows = {number: tuple(row) for number, row in cells.items()}
    return Template(spec, layout, fonts, rows, texts, heights), tuple(problems)


def fit_cell(
    cell: Cell, text: str, layout: Layout, fonts: Fonts, rule: Fit | None = None
) -> Fitted:
    """The text set in the cell as it is drawn. Raises `TooWide`."""
    last = cell.last_column
    if not cell.style.wrap and cell.style.across == "left":
        last = cell.reach
    width = layout.columns[last] - layout.columns[cell.column - 1]
    height = sum(layout.heights[cell.row - 1 : cell.last_row])
    return fit(text, cell.style, width, height, fonts, rule)


def too_wide(cell: Cell, blank: str, text: str) -> Problem:
    """A text that does not fit its cell."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…（共{len(text)}个字）"
    named = f"（{blank}）" if blank else ""
    cure = "请缩短内容，或在版式中把这一格设为自动换行、加宽，或在 form.toml 中允许缩小。"
    if cell.style.shrink and not cell.style.wrap:
        cure = "请缩短内容，或在版式中把这一格加宽、改为自动换行；字已经缩到最小。"
    return Problem(
        f"单元格{cell.name}{named}：装不下“{shown}”。",
        cure,
        blank,
        code="form.overflow",
    )


def without_glyph(cell: Cell, blank: str, text: str, fonts: Fonts) -> Iterator[Problem]:
    """The characters of a text that no font has."""
    for character in fonts.missing(text):
        named = f"（{blank}）" if blank else ""
        yield Problem(
            f"单元格{cell.name}{named}：{name_of(character)}在各种字体里都没有，打不出来。",
            "请核对这个字；如确实要用，请安装含有它的字体，或改用通行的写法。",
            blank,
            code="form.no_glyph",
        )
