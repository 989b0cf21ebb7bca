"""Reading the rows of a pack that stand alone: documents, clauses, blanks, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kcdesk.domain.partners import PartnerKind
from kcdesk.domain.schemes.parts import (
    Blank,
    Bound,
    Clause,
    CutKind,
    Document,
    Given,
    Item,
    Kept,
    MeetingSpec,
    Party,
    Period,
    QueueMethod,
    ResultRule,
)
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import SplitMethod
from kcdesk.packs.schemes_facts import FACTS
from kcdesk.packs.schemes_tables import Table, unknown
from kcdesk.packs.schemes_values import ValueKind, field_for, value_kind, value_of

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_CLAUSE_ID = re.compile(r"[A-Z]{2,4}-[0-9A-Za-z./-]+")
_BLANK = "blank:"

# Settings of the engine that a pack may leave to the office, with their options.
SETTING_OPTIONS: Mapping[str, tuple[Option, ...]] = {
    "result_rule": tuple(Option(r.value, r.label) for r in ResultRule),
    "queue_method": tuple(Option(m.value, m.label) for m in QueueMethod),
    "split_method": (
        Option(SplitMethod.LAST_TAKES_REST.value, "各方舍去不足一分的尾数，差额由最后一方承担"),
        Option(SplitMethod.LARGEST_REMAINDER.value, "按尾数大小依次补足一分"),
    ),
}


class Citations:
    """The clauses there are; every citation must resolve. Remembers which were cited."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self.cited: dict[str, set[str]] = {}

    def read(
        self, table: Table, by: str, key: str = "clauses", *, required: bool = True
    ) -> tuple[str, ...]:
        """The clause ids of a table; `by` names what cites them."""
        ids = table.texts(key, required=required)
        for clause in ids:
            if clause not in self.known:
                slip = unknown("条款", clause, self.known)
                raise table.refusal(key, slip.reason, slip.cure)
            self.cited.setdefault(clause, set()).add(by)
        return ids


def read_document(table: Table) -> Document:
    """``[[document]]``"""
    return Document(
        id=table.text("id"),
        title=table.text("title"),
        number=table.text("number", ""),
        issued_on=table.day("issued_on"),
        note=table.text("note", ""),
        is_basis=table.flag("is_basis", default=False),
        cited_as=table.text("cited_as", ""),
    )


def clause_reader(documents: Collection[str]) -> Callable[[Table], Clause]:
    """``[[clause]]``: text only must say why, in words."""

    def read(table: Table) -> Clause:
        id_ = table.text("id")
        if _CLAUSE_ID.fullmatch(id_) is None:
            raise table.refusal("id", f"“{id_}”不是条款编号", "请写成 PH-1 这样的编号。")
        document = table.text("document")
        if document not in documents:
            slip = unknown("文件", document, documents)
            raise table.refusal("document", slip.reason, slip.cure)
        kept = Kept(table.one_of("kept", [k.value for k in Kept]))
        why = table.text("why", "")
        if kept is Kept.TEXT_ONLY and not why:
            raise table.refusal("why", "只列条文的条款要写明原因")
        return Clause(
            id=id_,
            article=table.text("article"),
            says=table.text("says"),
            kept=kept,
            document=document,
            reading=table.text("reading", ""),
            why=why,
            by=table.texts("by", required=False),
        )

    return read


def blank_reader(citations: Citations) -> Callable[[Table], Blank]:
    """``[[blank]]``: what the text leaves to the office."""

    def read(table: Table) -> Blank:
        kind = read_kind(table)
        raw = table.raw("reading") if table.has("reading") else None
        label = table.text("label")
        given = () if raw is None else (raw,)
        with table.at("reading"):
            field = field_for(kind, label, given)
        field = replace(field, options=read_options(table, kind))
        reading = None
        if raw is not None:
            with table.at("reading"):
                reading = value_of(kind, field, raw)
        return Blank(
            name=read_code(table, "name"),
            label=label,
            field=field,
            says=table.text("says"),
            clauses=citations.read(table, "blank"),
            reading=reading,
        )

    return read


ASKED_OF = ("", *(kind.value for kind in PartnerKind))


def item_reader(citations: Citations, by: str) -> Callable[[Table], Item]:
    """The plain lists: ``[[material]]``, ``[[reason]]``, ``[[member_unit]]``, ``[[class]]``…"""

    def read(table: Table) -> Item:
        return Item(
            code=read_code(table, "code"),
            label=table.text("label"),
            clauses=citations.read(table, by),
            is_required=table.flag("required", default=True),
            note=table.text("note", ""),
            of=table.one_of("of", ASKED_OF, "") if by == "partner_requirement" else "",
        )

    return read


def cut_reader(citations: Citations, blanks: Mapping[str, Blank]) -> Callable[[Table], CutKind]:
    """``[[cut]]``: why a payment is cut, and whether the rest stays payable."""

    def read(table: Table) -> CutKind:
        return CutKind(
            code=read_code(table, "code"),
            label=table.text("label"),
            clauses=citations.read(table, "cut"),
            stays_payable=read_given(table, "stays_payable", blanks, "flag"),
        )

    return read


def meeting_reader(
    citations: Citations, blanks: Mapping[str, Blank]
) -> Callable[[Table], MeetingSpec]:
    """``[meeting]``"""

    def read(table: Table) -> MeetingSpec:
        return MeetingSpec(
            title=table.text("title"),
            quorum_above=read_given(table, "quorum_above", blanks, "percent"),
            rule=read_given(table, "rule", blanks, "result_rule"),
            online_rule=read_given(table, "online_rule", blanks, "result_rule"),
            clauses=citations.read(table, "meeting"),
            quorum_clauses=citations.read(table, "meeting", "quorum_clauses"),
            online_clauses=citations.read(table, "meeting", "online_clauses"),
        )

    return read


def read_kind(table: Table, key: str = "kind") -> ValueKind:
    name = table.text(key)
    with table.at(key):
        return value_kind(name)


def read_options(table: Table, kind: ValueKind) -> tuple[Option, ...]:
    """Options of a choice: those of a fact, of a setting of the engine, or written out."""
    if kind.name != "choice":
        return ()
    if table.has("options_of"):
        source = table.text("options_of")
        if source in SETTING_OPTIONS:
            return SETTING_OPTIONS[source]
        if source not in FACTS or not FACTS[source].options:
            known = [n for n, f in FACTS.items() if f.options] + list(SETTING_OPTIONS)
            slip = unknown("选项来源", source, known)
            raise table.refusal("options_of", slip.reason, slip.cure)
        return FACTS[source].options
    options = []
    for row in table.tables("options", required=True):
        options.append(Option(read_code(row, "value"), row.text("label")))
        row.done()
    return tuple(options)


def read_code(table: Table, key: str) -> str:
    code = table.text(key)
    if _CODE.fullmatch(code) is None:
        raise table.refusal(key, f"“{code}”应当用小写英文字母、数字和下划线")
    return code


def read_parties(table: Table) -> tuple[Party, ...]:
    """``parties``: who stands at each place of a ratio."""
    names = table.texts("parties")
    for name in names:
        if name not in list(Party):
            slip = unknown("承担方", name, list(Party))
            raise table.refusal("parties", slip.reason, slip.cure)
    return tuple(Party(name) for name in names)


def read_period(table: Table, blanks: Mapping[str, Blank]) -> Period:
    if table.has("to") and table.has("before"):
        raise table.refusal("to", "“to”和“before”只能写一个")
    period = Period(
        start=_bound(table, "from", blanks),
        last=_bound(table, "to", blanks),
        before=_bound(table, "before", blanks),
    )
    start, last, before = (b and b.day for b in (period.start, period.last, period.before))
    if start and ((last and last < start) or (before and before <= start)):
        raise table.refusal("from", "开始日期晚于结束日期")
    return period


def _bound(table: Table, key: str, blanks: Mapping[str, Blank]) -> Bound | None:
    if not table.has(key):
        return None
    raw = table.raw(key)
    if isinstance(raw, str) and raw.startswith(_BLANK):
        return Bound(blank=_blank_name(table, key, raw, blanks, "day"))
    return Bound(day=table.day(key))


def _blank_name(table: Table, key: str, raw: str, blanks: Mapping[str, Blank], kind: str) -> str:
    name = raw.removeprefix(_BLANK)
    if name not in blanks:
        slip = unknown("留白", name, blanks)
        raise table.refusal(key, slip.reason, slip.cure)
    if blanks[name].field.kind != kind:
        raise table.refusal(key, f"留白“{name}”的类型不合用")
    return name


def read_given(table: Table, key: str, blanks: Mapping[str, Blank], wanted: str) -> Given:
    """A setting: a value of the pack, or ``blank:name`` of the same kind and options."""
    options = SETTING_OPTIONS.get(wanted, ())
    kind = value_kind("choice" if options else wanted)
    raw = table.raw(key)
    if isinstance(raw, str) and raw.startswith(_BLANK):
        name = _blank_name(table, key, raw, blanks, kind.field_kind)
        if blanks[name].field.options != options:
            raise table.refusal(key, f"留白“{name}”的选项不合用", f'请写 options_of = "{wanted}"。')
        return Given(blank=name)
    with table.at(key):
        return Given(value_of(kind, Field(kind.field_kind, key, options), raw))
