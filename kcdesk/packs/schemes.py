"""Scheme packs: ``resources/schemes/<id>/scheme.toml`` into a `Scheme` and its worked cases.

The only reader of programmes. Everything a pack names must exist (facts, parameters, clauses,
blanks, steps); every value has its unit, its clock and its clauses. All slips of a file are told
at once, each with its table, key, reason and the nearest known name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kcdesk.domain.enterprises.listing import LISTING_UNTIL, PROVISIONAL_UNTIL
from kcdesk.domain.reports import DAY_FIELDS
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Clause, Kept
from kcdesk.domain.schemes.picking import Named
from kcdesk.domain.schemes.reckoning import SumSpec
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_cases import Case, CaseNames, read_case, read_ordinary
from kcdesk.packs.schemes_conditions import read_condition
from kcdesk.packs.schemes_deadlines import deadline_reader, watch_events
from kcdesk.packs.schemes_facts import events_with, rows_with
from kcdesk.packs.schemes_indicators import (
    MeasureNames,
    breaker_reader,
    fee_reader,
    indicator_reader,
    target_reader,
)
from kcdesk.packs.schemes_kinds import milestone_reader, product_reader, qualification_reader
from kcdesk.packs.schemes_measure_cases import MeasureCaseNames
from kcdesk.packs.schemes_papers import paper_reader, words_in
from kcdesk.packs.schemes_parameters import parameter_reader
from kcdesk.packs.schemes_parts import (
    Citations,
    blank_reader,
    clause_reader,
    cut_reader,
    item_reader,
    meeting_reader,
    read_document,
)
from kcdesk.packs.schemes_registers import of_enterprises, register_reader, with_entries
from kcdesk.packs.schemes_scope import Names
from kcdesk.packs.schemes_steps import read_sum
from kcdesk.packs.schemes_tables import PackFile, Table
from kcdesk.packs.toml_reader import shown, toml_of_text

_LISTS = (
    "material",
    "reason",
    "default_condition",
    "member_unit",
    "class",
    "incident",
    "tag",
    "chain",
    "channel",
    "application_material",
    "partner_requirement",
)
TABLES = frozenset(
    {
        "scheme",
        "document",
        "clause",
        "blank",
        "parameter",
        "condition",
        "sum",
        "cut",
        "qualification",
        "product",
        "milestone",
        "register",
        "deadline",
        "meeting",
        "recovery",
        "ordinary",
        "case",
        "indicator",
        "target",
        "breaker",
        "fee",
        "paper",
        "paper_words",
        *_LISTS,
    }
)

# What the stages ask a scheme to compute: the sum, its event, the steps they read.
_WANTED_SUMS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "loss": ("review", {"loss": "take", "shares": "split"}),
    "payment": ("payout", {"payment": "take"}),
}
# What the stages ask for where a scheme has it: the sum, its event, the kind of its last step.
_OPTIONAL_SUMS: Mapping[str, tuple[str, str]] = {
    "agreement_until": ("agreement", "day"),
    LISTING_UNTIL: ("admission", "day"),
    PROVISIONAL_UNTIL: ("admission", "day"),
}
_WANTED_PARAMETERS = ("overdue_grade",)


@dataclass(frozen=True)
class SchemePack:
    """A scheme, its worked cases and its text as read."""

    scheme: Scheme
    cases: tuple[Case, ...]
    text: str


def read_scheme(text: str, blanks: Mapping[str, str] | None = None, name: str = "") -> Scheme:
    """The scheme of a pack's text with what an office filled in. Raises Refusal for a broken one."""
    return filled_in(read_pack(text, name, is_new=False).scheme, blanks or {})


def filled_in(scheme: Scheme, blanks: Mapping[str, str]) -> Scheme:
    """The scheme with an office's fill-ins.

    Those for blanks that this revision does not have are left aside: an old revision is read
    with today's fill-ins when an old decision is verified.
    """
    return scheme.with_blanks({n: v for n, v in blanks.items() if n in scheme.blanks})


def load_pack(path: Path) -> SchemePack:
    """The pack of one file. Raises Refusal for a broken one."""
    return read_pack(path.read_text("utf-8-sig"), shown(path))


def load_packs(folder: Path) -> Mapping[str, SchemePack]:
    """Every pack below a folder, by its id. Raises Refusal when two have one id."""
    packs: dict[str, SchemePack] = {}
    for path in sorted(folder.glob("*/scheme.toml")):
        pack = load_pack(path)
        if pack.scheme.id != path.parent.name:
            raise Refusal.of(
                f"方案文件{shown(path)}的编号是“{pack.scheme.id}”，与所在文件夹不同。",
                cure="请把文件夹改成同名。",
                code="pack",
            )
        packs[pack.scheme.id] = pack
    return packs


def revision_of(text: str) -> str:
    """The sha256 of a pack's text; the same whichever way its lines end."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def read_pack(text: str, name: str = "", *, is_new: bool = True) -> SchemePack:
    """The pack of a text; `name` is how the file is called in sentences.

    A text an office has adopted is not asked again how honest it is (`is_new`): what was good
    enough to decide under stays readable for ever, whatever is asked of new texts.
    """
    file = f"“{name}”" if name else ""
    pack = PackFile(file, toml_of_text(text, f"方案文件{file}"), TABLES)
    head = pack.only("scheme", _head)
    documents = pack.each("document", read_document, "id")
    clauses = pack.each("clause", clause_reader(documents), "id")
    citations = Citations(clauses)
    blanks = pack.each("blank", blank_reader(citations), "name")
    qualifications = pack.each("qualification", qualification_reader(citations, blanks), "code")
    lists = {n: pack.each(n, item_reader(citations, n), "code") for n in _LISTS}
    cuts = pack.each("cut", cut_reader(citations, blanks), "code")
    products = pack.each("product", product_reader(citations), "code")
    milestones = pack.each("milestone", milestone_reader(citations), "code")
    coded: Mapping[str, Mapping[str, Named]] = {
        "qualifications": qualifications,
        "materials": lists["material"],
        "default_conditions": lists["default_condition"],
        "reasons": lists["reason"],
        "classes": lists["class"],
        "incidents": lists["incident"],
        "channels": lists["channel"],
        "application_materials": lists["application_material"],
        "partner_requirements": lists["partner_requirement"],
        "products": products,
        "milestones": milestones,
        "chains": lists["chain"],
        "tags": lists["tag"],
        "registers": {},
    }
    registers = pack.each("register", register_reader(citations, blanks, coded), "id")
    coded = {**coded, "registers": of_enterprises(registers)}
    coded_labels = {
        name: {code: item.label for code, item in items.items()} for name, items in coded.items()
    }
    events = with_entries(events_with(coded_labels), registers)
    dated = {**watch_events(), **events}
    facts = {
        **DAY_FIELDS,
        **{name: field for of_event in dated.values() for name, field in of_event.items()},
    }
    parameters = pack.each("parameter", parameter_reader(citations, blanks, facts), "name")
    meeting = pack.only("meeting", meeting_reader(citations, blanks))
    recovery = pack.only("recovery", lambda table: citations.read(table, "recovery"))
    pack.refuse()  # conditions and sums name all of these: one slip would echo a hundredfold
    names = Names(events, parameters, blanks, cuts, citations)
    conditions = pack.each("condition", lambda table: read_condition(table, names), "id")
    sums = pack.each("sum", lambda table: read_sum(table, names), "id")
    deadlines = pack.each(
        "deadline", deadline_reader(names, documents, milestones, registers), "id"
    )
    pack.refuse()
    pack.problems.extend(_wanting(file, sums, parameters))
    rows = replace(names, events=rows_with(coded_labels, events))
    indicators = pack.each("indicator", indicator_reader(rows), "id")
    measures = MeasureNames(rows, indicators, sums)
    targets = pack.each("target", target_reader(measures), "id")
    breakers = pack.each("breaker", breaker_reader(measures), "id")
    fees = pack.each("fee", fee_reader(measures), "id")
    papers = pack.each("paper", paper_reader(citations), "form")
    paper_words = pack.only("paper_words", words_in) if "paper_words" in pack.data else {}
    ordinary = _ordinary(pack, events)
    measured = MeasureCaseNames(rows.events, indicators, targets, breakers)
    case_names = CaseNames(
        events, sums, blanks, cuts, citations, ordinary,
        deadlines=deadlines, registers=registers, measures=measured,
    )  # fmt: skip
    cases = pack.each("case", lambda table: read_case(table, case_names), "id")
    if is_new:
        pack.problems.extend(_dishonest(file, clauses, citations))
    pack.refuse()
    assert head is not None
    assert meeting is not None
    assert recovery is not None
    scheme = Scheme(
        id=head["id"],
        title=head["title"],
        region=head["region"],
        revision=revision_of(text),
        documents=documents,
        clauses=clauses,
        blanks=blanks,
        parameters=parameters,
        conditions=tuple(conditions.values()),
        sums=sums,
        materials=lists["material"],
        default_conditions=lists["default_condition"],
        reasons=lists["reason"],
        member_units=lists["member_unit"],
        qualifications=qualifications,
        cuts=cuts,
        meeting_spec=meeting,
        recovery_clauses=recovery,
        classes=lists["class"],
        incidents=lists["incident"],
        tags=lists["tag"],
        chains=lists["chain"],
        products=products,
        channels=lists["channel"],
        application_materials=lists["application_material"],
        partner_requirements=lists["partner_requirement"],
        milestones=milestones,
        registers=registers,
        deadlines=deadlines,
        indicators=indicators,
        targets=targets,
        breakers=breakers,
        fees=fees,
        papers=papers,
        paper_words=paper_words or {},
    )
    return SchemePack(scheme, tuple(cases.values()), text)


def head_of_text(text: str) -> Mapping[str, str]:
    """Id, title and region of a sound text, without reading the rest of it.

    The head is written before the first list; where it is not, the whole text is read.
    """
    first, _, _ = text.replace("\r\n", "\n").partition("\n[[")
    head = toml_of_text(first, "方案").get("scheme")
    if not isinstance(head, dict):
        head = toml_of_text(text, "方案").get("scheme", {})
    return {key: str(head.get(key, "")) for key in ("id", "title", "region")}


def _head(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in ("id", "title", "region")}


def _ordinary(pack: PackFile, events: Mapping[str, Mapping[str, Field]]) -> Facts:
    if "ordinary" not in pack.data:
        return {}
    return pack.only("ordinary", lambda table: read_ordinary(table, events)) or {}


def _wanting(
    file: str, sums: Mapping[str, SumSpec], parameters: Mapping[str, object]
) -> list[Problem]:
    """What the engine will ask for and the pack does not have."""
    problems = []
    for sum_id, (event, steps) in _WANTED_SUMS.items():
        spec = sums.get(sum_id)
        if spec is None:
            problems.append(_problem(file, f"缺少名为“{sum_id}”的 [[sum]]", "sum"))
            continue
        if spec.event != event:
            problems.append(_problem(file, f"[[sum]] “{sum_id}”的环节应当是“{event}”", "sum"))
        made = {s.name: s for s in spec.steps}
        for step, op in steps.items():
            if step not in made:
                problems.append(_problem(file, f"[[sum]] “{sum_id}”缺少步骤“{step}”", "sum"))
            elif (op == "split") is not (made[step].op == "split"):
                problems.append(_problem(file, f"[[sum]] “{sum_id}”的步骤“{step}”做法不对", "sum"))
    for sum_id, (event, kind) in _OPTIONAL_SUMS.items():
        spec = sums.get(sum_id)
        if spec is not None and (spec.event, spec.steps[-1].field.kind) != (event, kind):
            problems.append(
                _problem(
                    file, f"[[sum]] “{sum_id}”的环节应当是“{event}”，最后一步应当得出日期", "sum"
                )
            )
    problems.extend(
        _problem(file, f"缺少名为“{name}”的 [[parameter]]", "parameter")
        for name in _WANTED_PARAMETERS
        if name not in parameters
    )
    return problems


_KEEPERS = {
    Kept.CHECKED: {"condition", "breaker"},
    Kept.COMPUTED: {
        "sum",
        "parameter",
        "cut",
        "meeting",
        "recovery",
        "deadline",
        "indicator",
        "target",
        "breaker",
        "fee",
    },
}
_DECIDING = {"condition", "sum", "parameter", "indicator", "target", "breaker", "fee"}
_RECORDED = (Kept.RECORDED, Kept.REMINDED, Kept.PRINTED)


def _dishonest(file: str, clauses: Mapping[str, Clause], citations: Citations) -> list[Problem]:
    """Clauses said to be kept in a way that nothing in the pack does."""
    problems = []
    for clause in clauses.values():
        cited = citations.cited.get(clause.id, set())
        keepers = _KEEPERS.get(clause.kept)
        if keepers is not None and not cited & keepers:
            problems.append(
                _problem(
                    file,
                    f"[[clause]] “{clause.id}”写着“{clause.kept.label}”，但没有条件或计算引用它",
                    "kept",
                )
            )
        if clause.kept in _RECORDED and not clause.by and not cited - {"case", "blank"}:
            problems.append(
                _problem(
                    file,
                    f"[[clause]] “{clause.id}”写着“{clause.kept.label}”，但没有写由哪项业务落实",
                    "by",
                )
            )
        if clause.kept is Kept.TEXT_ONLY and cited & _DECIDING:
            problems.append(
                _problem(
                    file, f"[[clause]] “{clause.id}”写着“仅列条文”，却有条件或计算引用它", "kept"
                )
            )
    return problems


def _problem(file: str, reason: str, key: str) -> Problem:
    return Problem(f"方案文件{file}：{reason}。", "请改正后重新载入。", key, code="pack")
