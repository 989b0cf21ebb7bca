"""Worked cases that are scenarios: ``resources/schemes/<id>/cases/*.toml`` beside a programme.

Only their heads are read here, for the tables of clauses; `kcdesk.work.scenario` reads and
`kcdesk.work.player` plays them whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kcdesk.kernel.errors import Refusal
from kcdesk.packs.toml_reader import read_toml, shown


@dataclass(frozen=True)
class ScenarioCase:
    """A scenario that shows clauses at work; `shows` are those of the file and of its steps."""

    id: str
    title: str
    shows: tuple[str, ...]
    file: Path


def load_scenario_cases(files: Iterable[Path]) -> tuple[ScenarioCase, ...]:
    """The heads of the files. Raises Refusal for one without an id, a title or a clause."""
    return tuple(_read(file) for file in files)


def shows_of(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The clauses a file says it shows, each once, in its order."""
    steps = raw.get("step", [])
    places = [raw, *(step for step in steps if isinstance(step, Mapping))]
    listed = (place.get("shows", ()) for place in places)
    each = ([said] if isinstance(said, str) else said for said in listed)
    return tuple(dict.fromkeys(clause for said in each for clause in said))


def _read(file: Path) -> ScenarioCase:
    raw = read_toml(file, "演练算例")
    shows = shows_of(raw)
    for name, value in (("id", raw.get("id")), ("title", raw.get("title")), ("shows", shows)):
        if not value:
            raise Refusal.of(
                f"演练算例文件{shown(file)}没有写 {name}。",
                cure='请写明编号 id、标题 title 和所示条款 shows = ["……"]。',
                code="scenario.unreadable",
            )
    return ScenarioCase(str(raw["id"]), str(raw["title"]), shows, file)
