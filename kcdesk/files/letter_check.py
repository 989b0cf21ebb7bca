"""检查: everything wrong with a letter, found before it prints for anybody.

Called through the form engine's `check_form`. Every blank of the letter is tried on every sample
by itself, with its line, so that one slip does not hide the next; only then is the whole letter
printed with each sample for what shows on paper alone: characters, room. Nothing is repaired here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_fill import entries_of
from kcdesk.files.letter_nodes import Attached, Loop, Node, Paragraph, Part, Run, Table, TableLine
from kcdesk.files.letter_plan import LetterPlan, read_plan
from kcdesk.files.letters import paint_letter
from kcdesk.files.paper import PaperNumber
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.blanks import fill
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import FormSpec

Values = Mapping[str, Any]


def check_letter(spec: FormSpec, fonts: Fonts) -> tuple[Problem, ...]:
    """What is wrong with a letter: marks, blanks nobody fills, glyphs, room; by its samples."""
    try:
        plan = read_plan(spec)
        samples = _samples(spec)
    except Refusal as refusal:
        return refusal.problems
    except Fault as fault:
        return (Problem(fault.message, fault.cure, code=fault.code),)
    if "sample" not in samples:
        return (_no_sample(spec),)
    slips = [slip for values in samples.values() for slip in _slips(spec, plan, values)]
    if slips:
        return tuple(dict.fromkeys(slips))
    return tuple(_tried(spec, samples, fonts))


def _samples(spec: FormSpec) -> dict[str, Values]:
    found = {name: sample_of(spec, name) for name in SAMPLES}
    return {name: values for name, values in found.items() if values is not None}


def _no_sample(spec: FormSpec) -> Problem:
    return Problem(
        f"文书“{spec.title}”没有样例，不能试印。",
        "请从同类文书复制 sample.toml，改好后再检查。",
        code="letter.sample",
    )


def _tried(spec: FormSpec, samples: Mapping[str, Values], fonts: Fonts) -> Iterator[Problem]:
    for name, values in samples.items():
        try:
            paint_letter(spec, values, fonts, number=PaperNumber(1), draft=True)
        except Refusal as refusal:
            if name == "sample":
                # The other samples would only say the same again.
                yield from refusal.problems
                return
            for problem in refusal.problems:
                yield replace(problem, message=f"{SAMPLES[name]}：{problem.message}")


def _slips(spec: FormSpec, plan: LetterPlan, values: Values) -> Iterator[Problem]:
    """Every blank that this sample cannot fill, each once for the line it stands in."""
    head = (
        plan.mark, plan.number, plan.approver, plan.issuer, plan.issued_on, plan.title, plan.to,
        plan.signer, plan.signed_on, plan.note, plan.imprint_by, plan.imprint_on,
        *plan.attachments, *plan.imprint,
    )  # fmt: skip
    for paragraph in head:
        yield from _of_parts(paragraph.parts, values, "form.toml [letter]")
    yield from _of_pieces(spec.document, values, "form.toml 的 document")
    yield from _of_nodes(plan.nodes, values)


def _of_nodes(nodes: Iterable[Node], values: Values) -> Iterator[Problem]:
    for node in nodes:
        match node:
            case Paragraph():
                yield from _of_parts(node.parts, values, _line(node.line))
            case TableLine():
                for cell in node.cells:
                    yield from _of_parts(cell, values, _line(node.line))
            case Table():
                yield from _of_nodes((*node.heads, *node.nodes), values)
            case Attached():
                yield from _of_nodes((node.title, *node.nodes), values)
            case Loop():
                place = f"letter.md 的 {{{{#each {node.list_name}}}}}"
                for inner in _inside(node.list_name, node.scope, values, place):
                    if isinstance(inner, Problem):
                        yield inner
                    else:
                        yield from _of_nodes(node.nodes, inner)


def _of_parts(parts: Sequence[Part], values: Values, place: str) -> Iterator[Problem]:
    for part in parts:
        if not isinstance(part, Run):
            yield from _of_pieces((part.piece,), values, place)
            continue
        for inner in _inside(part.list_name, part.scope, values, place):
            if isinstance(inner, Problem):
                yield inner
            else:
                yield from _of_parts(part.parts, inner, place)


def _of_pieces(pieces: Iterable[Any], values: Values, place: str) -> Iterator[Problem]:
    for piece in pieces:
        try:
            fill(piece, values)
        except Refusal as refusal:
            yield from _placed(refusal, place)


def _inside(list_name: str, scope: str, values: Values, place: str) -> Iterator[Values | Problem]:
    """The values inside a repeat, entry by entry; or why there is no such list."""
    try:
        entries = entries_of(values, list_name)
    except Refusal as refusal:
        yield from _placed(refusal, place)
        return
    for entry in entries:
        yield {**values, scope: entry}


def _placed(refusal: Refusal, place: str) -> Iterator[Problem]:
    for problem in refusal.problems:
        yield replace(problem, message=f"{place}：{problem.message}")


def _line(number: int) -> str:
    return f"letter.md 第{number}行"
