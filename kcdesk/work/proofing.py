"""Proofreading a programme's text: everything an office would stumble over, told at once.

Asked while a text is being edited, when an own programme is kept, and before a revision is
adopted. Without an office it asks less: there are no fill-ins and no records yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kcdesk.domain.schemes.parts import Blank
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.checks import case_problems
from kcdesk.packs.keepers import SORTS
from kcdesk.packs.library import Library
from kcdesk.packs.schemes import SchemePack, read_pack
from kcdesk.work.command import COMMANDS
from kcdesk.work.query import QUERIES


@dataclass(frozen=True)
class Standing:
    """What a new text must not break: the programme in use, its fill-ins, the codes in records."""

    scheme: Scheme
    fill_ins: Mapping[str, str]
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """A text with everything that is wrong with it; the pack when it could be read at all."""

    pack: SchemePack | None
    problems: tuple[Problem, ...]

    def refuse(self) -> SchemePack:
        """The pack; raises Refusal naming every slip."""
        if self.problems:
            raise Refusal(*self.problems)
        assert self.pack is not None
        return self.pack


def proofread(library: Library, text: str, standing: Standing | None = None) -> Proof:
    """Read a text, run its worked cases, and hold it against what it must not break."""
    try:
        pack = read_pack(text)
    except Refusal as refusal:
        return Proof(None, refusal.problems)
    problems = [*_keepers_missing(pack, library), *case_problems(pack, library.holidays)]
    if standing is not None:
        problems += _breaks(pack.scheme, standing)
    return Proof(pack, tuple(problems))


def _keepers_missing(pack: SchemePack, library: Library) -> Iterator[Problem]:
    """Clauses that name a command, a query or a paper there is none of."""
    for clause in pack.scheme.clauses.values():
        for name in clause.by:
            form = name.removeprefix("form:")
            is_there = (
                (library.forms / form / "form.toml").is_file()
                if form != name
                else name in COMMANDS or name in QUERIES
            )
            if not is_there:
                yield Problem(
                    f"方案文件：[[clause]] “{clause.id}”写着由“{name}”落实，程序没有这项业务或文书。",
                    "请核对 by 里的名称。",
                    "by",
                    (clause.id,),
                    code="pack",
                )


def _breaks(scheme: Scheme, standing: Standing) -> Iterator[Problem]:
    old = standing.scheme
    if scheme.id != old.id:
        yield _problem(
            f"[scheme]的“id”是“{scheme.id}”，本单位执行的方案是“{old.id}”",
            "新版本要沿用原来的编号；另一个方案请另建业务库。",
            "id",
        )
    for name, blank in scheme.blanks.items():
        yield from _blank_breaks(blank, old.blanks.get(name), standing.fill_ins.get(name))
    for list_name, codes in standing.codes.items():
        kept = getattr(scheme, list_name)
        for code in sorted(set(codes) - set(kept)):
            if code in getattr(old, list_name):
                label = getattr(old, list_name)[code].label
                yield _problem(
                    f"删去了{SORTS[list_name]}“{label}”（{code}），业务记录里已经用过它",
                    "请保留这一项；不再适用的，写明截止日期或在名称里注明“停用”。",
                    "code",
                )


def _blank_breaks(blank: Blank, before: Blank | None, filled: str | None) -> Iterator[Problem]:
    where = f"[[blank]] “{blank.name}”"
    if before is not None and before.field.kind != blank.field.kind:
        yield _problem(
            f"{where}换了类型，以前的决定就读不出当时的填写了",
            "请保留原来的类型，另用一个新的名称。",
            "kind",
        )
    elif filled is not None and not blank.reads(filled):
        yield _problem(
            f"{where}容不下本单位已经填写的“{filled}”",
            "请保留这个选项，或先修改填写值。",
            "options",
        )


def _problem(reason: str, cure: str, key: str) -> Problem:
    return Problem(f"方案文件：{reason}。", cure, key, code="pack.standing")
