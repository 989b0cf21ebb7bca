"""Tables the program prints about its packs: every clause with how it is kept and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kcdesk.packs.scenario_cases import ScenarioCase
from kcdesk.packs.schemes import SchemePack


@dataclass(frozen=True)
class ClauseLine:
    """One clause of a pack, how it is kept, and the worked cases that show it."""

    id: str
    scheme: str
    article: str
    says: str
    reading: str
    kept: str
    kept_label: str
    why: str
    by: tuple[str, ...]
    cases: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """As ``clauses --json`` prints it."""
        return {
            "id": self.id,
            "scheme": self.scheme,
            "article": self.article,
            "says": self.says,
            "reading": self.reading,
            "kept": self.kept,
            "why": self.why,
            "by": list(self.by),
            "cases": list(self.cases),
        }


def clause_lines(
    packs: Iterable[SchemePack], played: Mapping[str, Sequence[ScenarioCase]] | None = None
) -> tuple[ClauseLine, ...]:
    """Every clause of the packs, in the order of the packs; `played` are their scenarios."""
    scenarios = played or {}
    return tuple(
        ClauseLine(
            id=clause.id,
            scheme=pack.scheme.id,
            article=clause.article,
            says=clause.says,
            reading=clause.reading,
            kept=clause.kept.value,
            kept_label=clause.kept.label,
            why=clause.why,
            by=clause.by,
            cases=(
                *(case.id for case in pack.cases if clause.id in case.shows),
                *(c.id for c in scenarios.get(pack.scheme.id, ()) if clause.id in c.shows),
            ),
        )
        for pack in packs
        for clause in pack.scheme.clauses.values()
    )
