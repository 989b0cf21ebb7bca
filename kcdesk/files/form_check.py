"""检查: everything wrong with a drawn form, found before it prints for anybody.

Called when a clerk has changed a form, and by the tests for the shipped ones. The form is tried
with its samples: the normal one, the longest and the empty one. What the drawing holds that the
engine does not draw is named too. Nothing is repaired here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kcdesk.files.fonts import Fonts
from kcdesk.files.form_carry import filled_strip
from kcdesk.files.form_layout import Layout
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_reading import layout_of
from kcdesk.files.form_template import Template, template_of
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.blanks import Blank, fill, names_in, nearest
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import FormSpec

Values = Mapping[str, object]


def check_layout(spec: FormSpec, fonts: Fonts) -> tuple[Problem, ...]:
    """Every problem of a drawn form; empty when it may be used."""
    problems: list[Problem] = []
    try:
        layout = layout_of(spec)
        problems.extend(layout.problems)
        samples = {name: sample_of(spec, name) for name in SAMPLES}
        problems.extend(_without_sample(spec, samples))
        known = [values for values in samples.values() if values is not None]
        unknown = list(_unknown(spec, layout, known)) if known else []
        problems.extend(unknown)
        template = template_of(spec, fonts)
        for name, values in samples.items():
            if values is not None and not unknown:
                problems.extend(_tried(SAMPLES[name], template, values))
    except Refusal as refusal:
        problems.extend(refusal.problems)
    except Fault as fault:
        problems.append(Problem(fault.message, fault.cure, code=fault.code))
    return tuple(dict.fromkeys(problems))


def _without_sample(spec: FormSpec, samples: Mapping[str, Values | None]) -> Iterator[Problem]:
    for name, values in samples.items():
        if values is None:
            yield Problem(
                f"文书“{spec.id}”没有{SAMPLES[name]}（{name}.toml），没有试打。",
                "请从相近的文书复制一份，改成本文书的内容。",
                code="form.sample",
            )


def _unknown(spec: FormSpec, layout: Layout, known: Sequence[Values]) -> Iterator[Problem]:
    """Blanks that no sample provides; a repeat's entries are asked for their own names."""
    names = {name for values in known for name in names_in(values)}
    scopes: dict[str, set[str]] = {}
    lists: dict[str, str] = {}
    for repeat in spec.repeats:
        # An inner list's name begins with its outer entry's: group.loans → report.groups[].loans
        inner = repeat.list_name.removeprefix(f"{repeat.inside}.")
        outer = lists.get(repeat.inside, "")
        list_name = f"{outer}[].{inner}" if repeat.inside else repeat.list_name
        lists[repeat.scope] = list_name
        if list_name not in names:
            yield _no_name(repeat.list_name, "form.toml 的 [[repeat]]", names)
        inside = f"{list_name}[]."
        entries = {n.removeprefix(inside) for n in names if n.startswith(inside)}
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
    for blank, place in places:
        if blank.name not in everywhere:
            yield _no_name(blank.name, place, everywhere)


def _no_name(name: str, place: str, names: set[str]) -> Problem:
    return Problem(
        f"{place}：没有名为“{name}”的内容可填。",
        nearest(name, sorted(names)) or "可用的名称见 sample.toml。",
        name,
        code="form.unknown_blank",
    )


def _tried(called: str, template: Template, values: Values) -> Iterator[Problem]:
    try:
        for piece in template.spec.document:
            fill(piece, values)
        strip = filled_strip(template, values)
        if strip.pages is None:
            pages_of(strip)
    except Refusal as refusal:
        for problem in refusal.problems:
            yield replace(problem, message=f"用{called}试打：{problem.message}")
