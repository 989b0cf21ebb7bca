"""One clause in full: what it says, how it was read, what keeps it, and its worked cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from kcdesk.domain.schemes.parts import Clause
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.checks import CaseResult
from kcdesk.packs.forms import load_form
from kcdesk.packs.keepers import event_label, keepers
from kcdesk.packs.library import Library
from kcdesk.packs.scenario_cases import load_scenario_cases
from kcdesk.packs.schemes_cases import Case
from kcdesk.work.command import COMMANDS
from kcdesk.work.context import Read
from kcdesk.work.query import QUERIES, query

RIGHT, PLAYED = "相符", "按步骤演练"


@dataclass(frozen=True)
class CaseLine:
    """A worked case of a clause and whether it comes out."""

    title: Annotated[str, Field("long_text", "算例")]
    how: Annotated[str, Field("text", "核对什么")]
    outcome: Annotated[str, Field("text", "结果")]
    id: Annotated[str, Field("text", "方案文本中的编号")]


@dataclass(frozen=True)
class KeeperLine:
    """A part of the programme or of the program that keeps a clause."""

    text: Annotated[str, Field("text", "由什么落实")]


@dataclass(frozen=True)
class ClauseCard:
    """One clause."""

    id: Annotated[str, Field("text", "条款号")]
    document: Annotated[str, Field("text", "文件")]
    article: Annotated[str, Field("text", "出处")]
    says: Annotated[str, Field("long_text", "内容")]
    reading: Annotated[str, Field("long_text", "采用的理解")]
    kept: Annotated[str, Field("text", "落实方式")]
    why: Annotated[str, Field("long_text", "说明")]
    keepers: Annotated[tuple[KeeperLine, ...], Field("rows", "由什么落实")]
    cases: Annotated[tuple[CaseLine, ...], Field("rows", "算例")]


@query("条款卡片")
def clause_card(read: Read, clause: Annotated[str, Field("text", "条款号")]) -> ClauseCard:
    """A clause of the programme in use, its keepers by name, its worked cases as they come out."""
    revision = read.revision()
    scheme = read.scheme(revision)
    found = scheme.clauses.get(clause)
    if found is None:
        raise Refusal.of(
            f"方案里没有条款“{clause}”。", cure="请在方案页查看全部条款。", code="clause.unknown"
        )
    document = scheme.documents[found.document]
    return ClauseCard(
        found.id,
        "　".join(filter(None, (document.title, document.number))),
        found.article,
        found.says,
        found.reading,
        found.kept.label,
        found.why,
        tuple(KeeperLine(text) for text in kept_by(scheme, found, read.library)),
        tuple(_cases(read.library, revision.content, scheme, clause)),
    )


def kept_by(scheme: Scheme, clause: Clause, library: Library) -> Iterator[str]:
    """What keeps a clause, in words: parts of the programme, then business and papers."""
    for keeper in keepers(scheme, clause.id):
        yield keeper.words()
    for name in clause.by:
        yield by_words(name, library)


def by_words(name: str, library: Library) -> str:
    """``业务“登记企业”``, ``查询“…”``, ``文书“…”``."""
    form = name.removeprefix("form:")
    if form != name:
        return f"文书“{load_form(library.forms / form).title}”"
    if name in COMMANDS:
        return f"业务“{COMMANDS[name].about.label}”"
    return f"查询“{QUERIES[name].label}”" if name in QUERIES else f"“{name}”"


def _cases(library: Library, text: str, scheme: Scheme, clause: str) -> Iterator[CaseLine]:
    for result in library.case_results(text):
        case = result.case
        if clause in case.shows:
            yield CaseLine(case.title, _how(scheme, case), _outcome(result), case.id)
    if scheme.id in library.scheme_ids():
        for played in load_scenario_cases(library.scheme_cases(scheme.id)):
            if clause in played.shows:
                yield CaseLine(played.title, "演练", PLAYED, played.id)


def _how(scheme: Scheme, case: Case) -> str:
    if case.check:
        return f"检查：{event_label(scheme, case.check)}"
    if case.sum_id:
        return f"计算：{scheme.sums[case.sum_id].label}"
    if case.deadline:
        return f"期限：{scheme.deadlines[case.deadline].label}"
    if case.entered is not None:
        return f"登记：{scheme.registers[case.entered.register].label}"
    if case.measured is not None:
        return f"统计：{measure_label(scheme, case.measured.kind, case.measured.of)}"
    return "计票"


def measure_label(scheme: Scheme, kind: str, name: str) -> str:
    """What an indicator, a target or a breaker is called."""
    return str(getattr(scheme, f"{kind}s")[name].label)


def _outcome(result: CaseResult) -> str:
    return RIGHT if result.is_right else "；".join(result.problems)
