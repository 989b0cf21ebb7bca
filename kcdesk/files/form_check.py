"""检查: everything wrong with a drawn form, found before it prints for anybody.

Called when a clerk has changed a form, and by the tests for the shipped ones. The form is tried
with its samples: the normal one, the longest and the empty one. What the drawing holds that the
engine does not draw is named too. Everything is found at once, so that a clerk need not check
again after every slip; nothing is repaired here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_carry import filled_strip
from kcdesk.files.form_contradictions import outside
from kcdesk.files.form_layout import Layout
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_reading import examined
from kcdesk.files.form_template import Template, examined_template
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.blanks import Blank, fill, names_in, nearest
from kcdesk.packs.form_repeats import Repeat, full_names
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import FormSpec, renamed

Values = Mapping[str, object]

_CURE_SAMPLE: Final = (
    '样例写错的，改样例：日期写 2023-09-12，金额写 { money = "300000.00" }，'
    '百分比写 { percent = "…%" }。'
)
_NAME: Final = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


def check_layout(spec: FormSpec, fonts: Fonts) -> tuple[Problem, ...]:
    """Every problem of a drawn form; empty when it may be used."""
    problems: list[Problem] = []
    samples = dict(_samples(spec, problems))
    try:
        layout = examined(spec)
    except Refusal as refusal:
        return (*refusal.problems, *problems)
    except Fault as fault:
        return (Problem(fault.message, fault.cure, code=fault.code), *problems)
    template, found = examined_template(spec, layout, fonts)
    problems = [*layout.faults, *layout.problems, *found, *problems]
    if samples:
        problems.extend(_unknown(spec, layout, list(samples.values())))
    template = _sane(template)
    for name, values in samples.items():
        problems.extend(_tried(SAMPLES[name], template, values, problems))
    return tuple(dict.fromkeys(problems))


def _samples(spec: FormSpec, problems: list[Problem]) -> Iterator[tuple[str, Values]]:
    for name, called in SAMPLES.items():
        try:
            values = sample_of(spec, name)
        except Refusal as refusal:
            problems.extend(refusal.problems)
            continue
        except Fault as fault:
            problems.append(Problem(fault.message, fault.cure, code=fault.code))
            continue
        if values is not None:
            yield name, values
            continue
        if (spec.folder / f"{name}.toml").is_file():
            continue  # sample.toml is missing, of which it says the differences
        problems.append(
            Problem(
                f"{name}.toml：没有{called}，没有试打。",
                renamed(spec.folder, f"{name}.toml") or "请写一份，或从相近的表单复制来改。",
                code="form.sample",
            )
        )


def _unknown(spec: FormSpec, layout: Layout, known: Sequence[Values]) -> Iterator[Problem]:
    """Blanks that no sample provides; a repeat's entries are asked for their own names."""
    names = {name for values in known for name in names_in(values)}
    scopes: dict[str, set[str]] = {}
    lists = full_names(spec.repeats)
    lost: set[str] = set()
    for repeat in spec.repeats:
        list_name = lists[repeat.scope] if repeat.inside else repeat.list_name
        if list_name not in names:
            yield _no_name(repeat.list_name, "form.toml 的 [[repeat]]", names)
            lost.add(repeat.scope)
        inside = f"{list_name}[]."
        entries = {n.removeprefix(inside) for n in names if n.startswith(inside)}
        if not entries:  # the trial says what is wrong with the list
            lost.add(repeat.scope)
        scopes.setdefault(repeat.scope, set()).update(f"{repeat.scope}.{n}" for n in entries)
        if repeat.apart:
            scopes[repeat.scope].update(f"last.{repeat.scope}.{n}" for n in entries)
        for name in repeat.totals:
            if name not in entries and list_name in names:
                yield _no_name(name, "form.toml 的 totals", entries)
            scopes[repeat.scope].update(
                f"{word}.{repeat.scope}.{name}" for word in ("total", "carried", "page")
            )
    everywhere = {name for name in names if "[]" not in name}
    everywhere.update(n for found in scopes.values() for n in found if "[]" not in n)
    places = [(blank, f"单元格{cell.name}") for cell in layout.cells for blank in cell.blanks]
    places += [(b, "form.toml 的 document") for b in spec.document if isinstance(b, Blank)]
    yield from _bare(layout, everywhere)
    yield from _astray(spec, layout, {name for name in names if "[]" not in name})
    for blank, place in places:
        first, _, rest = blank.name.partition(".")
        if blank.name not in everywhere and not {first, rest.split(".")[0]} & lost:
            yield _no_name(blank.name, place, everywhere)


def _bare(layout: Layout, known: set[str]) -> Iterator[Problem]:
    """Names of blanks that stand in the text without their braces, or in other brackets."""
    for cell in layout.cells:
        for piece in cell.pieces:
            for name in _NAME.findall(piece) if isinstance(piece, str) else ():
                if name in known:
                    yield Problem(
                        f"单元格{cell.name}：“{name}”照字面打印，没有写成空格。",
                        f"要填数据的，写成 {Blank(name)}。",
                        name,
                        code="form.blank",
                    )


def _astray(spec: FormSpec, layout: Layout, plain: set[str]) -> Iterator[Problem]:
    """``item.…`` outside its rows. A record of its own may bear that name too, so that only the
    samples tell; lists with other names are looked after before printing."""
    lists = [repeat for repeat in spec.repeats if repeat.scope == "item"]
    rows = [part for repeat in lists for part in (repeat.rows, *repeat.apart)]
    for cell in layout.cells:
        if not lists or any(cell.row in part for part in rows):
            continue
        for blank in cell.blanks:
            if blank.name.startswith("item.") and blank.name not in plain:
                yield outside(cell.name, blank.name, str(lists[0].rows))


def _no_name(name: str, place: str, names: set[str]) -> Problem:
    return Problem(
        f"{place}：没有名为“{name}”的内容可填。",
        nearest(name, sorted(names)) or "可用的名称见 sample.toml。",
        name,
        code="form.unknown_blank",
    )


def _sane(template: Template) -> Template:
    """The template without the lists whose rows cannot be: the rest is tried all the same."""
    count = template.layout.row_count
    sane: list[Repeat] = []
    for repeat in template.spec.repeats:
        before = [r.rows.last for r in sane if r.inside == repeat.inside]
        is_known = not repeat.inside or any(r.scope == repeat.inside for r in sane)
        if not (max(before, default=0) < repeat.rows.first and repeat.rows.last <= count):
            continue
        if is_known and any(part.last > count for part in repeat.apart):
            sane.append(replace(repeat, carry_down=None, carry_up=None, page_total=None))
        elif is_known:
            sane.append(repeat)
    spec = replace(template.spec, repeats=tuple(sane))
    return replace(template, spec=spec, skeletons={}, sheets={})


def _tried(
    called: str, template: Template, values: Values, known: Sequence[Problem]
) -> Iterator[Problem]:
    """What a sample brings to light that is not known yet; unknown blanks are."""
    told = {_plain(problem) for problem in known}
    for problem in _trial(template, values):
        if problem.code != "form.unknown_blank" and _plain(problem) not in told:
            message = problem.message.removesuffix("。")
            is_kind = problem.code == "form.style" and "[[repeat]]" not in problem.cure
            cure = f"{problem.cure}{_CURE_SAMPLE}" if is_kind else problem.cure
            yield replace(problem, message=f"{message}（用{called}试打）。", cure=cure)


def _trial(template: Template, values: Values) -> Iterator[Problem]:
    for piece in template.spec.document:
        try:
            fill(piece, values)
        except Refusal as refusal:
            for problem in refusal.problems:
                yield replace(problem, message=f"form.toml 的 document：{problem.message}")
    try:
        strip = filled_strip(template, values)
        if strip.pages is None:
            pages_of(strip)
    except Refusal as refusal:
        yield from refusal.problems


def _plain(problem: Problem) -> str:
    """A message without the sample it was found with; too long texts are one problem a cell."""
    message = re.sub("（用.{2,4}试打）。$", "。", problem.message)
    return message.split("装不下", maxsplit=1)[0] if problem.code == "form.overflow" else message
