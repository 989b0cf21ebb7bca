"""The command line's commands that need no office of one's own: play, demo, catalogue, clauses."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from kcdesk.app.exit_codes import BAD, GOOD, UNCLEAR
from kcdesk.app.paths import reachable
from kcdesk.app.wiring import Wiring, wire
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.work.player import Outcome, Player
from kcdesk.work.scenario import Scenario, read_scenario


def fulfil(wish: argparse.Namespace) -> int:
    """Carry out one of this room's commands; returns the exit code."""
    wiring = wire(system_fonts=False)
    if wish.command == "play":
        return play(wish.file, wish.office, wiring, as_json=wish.json)
    if wish.command == "demo":
        from kcdesk.app.demo import demo

        return demo(wish.folder, wiring)
    if wish.command == "catalogue":
        return print_catalogue(as_json=wish.json)
    return print_clauses(wish.scheme, wiring, as_json=wish.json)


def play(file: Path, folder: Path | None, wiring: Wiring, *, as_json: bool) -> int:
    """Play a scenario file into a new office, a temporary one if no folder is named."""
    try:
        library = wiring.library
        scenario = read_scenario(reachable(file), library.scheme_ids(), library.clause_ids)
    except (Refusal, Fault) as news:
        print(news, file=sys.stderr)
        return UNCLEAR
    if folder is not None:
        return play_into(reachable(folder.absolute()), scenario, wiring, as_json=as_json)
    with tempfile.TemporaryDirectory(prefix="kcdesk-", ignore_cleanup_errors=True) as temporary:
        return play_into(Path(temporary) / "office", scenario, wiring, as_json=as_json)


def play_into(folder: Path, scenario: Scenario, wiring: Wiring, *, as_json: bool) -> int:
    """Play into `folder` and print what came of every step."""
    try:
        player = Player(scenario, folder, wiring.library, wiring.clock)
    except (Refusal, Fault) as news:
        print(news, file=sys.stderr)
        return UNCLEAR
    with player:
        outcomes = [tell(outcome, as_json=as_json) for outcome in player.play()]
    last = outcomes[-1]
    if last.unmet:
        print(f"{where(last)}与演练文件不符：{last.unmet}", file=sys.stderr)
        return BAD
    if not as_json:
        print(f"《{scenario.title}》共{len(outcomes)}步，全部相符。")
    return GOOD


def tell(outcome: Outcome, *, as_json: bool) -> Outcome:
    """Print one step and hand it on."""
    if as_json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False), flush=True)
    elif not outcome.unmet:
        print(f"{where(outcome)}{what(outcome)}")
    return outcome


def where(outcome: Outcome) -> str:
    """``第3步 disburse_loan：``."""
    return f"第{outcome.step.number}步 {outcome.step.name}："


def what(outcome: Outcome) -> str:
    """What came of a step, in one line."""
    if outcome.done is not None:
        return outcome.done.summary
    if outcome.refusal is not None:
        return f"已按预期拒绝。{outcome.refusal.problems[0]}"
    return "与预期相符。"


def print_catalogue(*, as_json: bool) -> int:
    """Every command and query with its fields."""
    from kcdesk.work.catalogue import catalogue

    listed = catalogue()
    if as_json:
        print_json(listed)
        return GOOD
    for title, kind in (("命令", "commands"), ("查询", "queries")):
        print(f"{title}（{len(listed[kind])}）")
        for entry in listed[kind]:
            needs = f"　岗位 {entry['role']}　撤销 {entry['undo']}" if "role" in entry else ""
            print(f"\n{entry['name']}　{entry['label']}{needs}")
            for field in entry["fields"]:
                must = "*" if field["required"] else " "
                print(f"  {must} {field['name']}　{field['label']}　{field['kind']}")
        print()
    return GOOD


def print_clauses(scheme_id: str | None, wiring: Wiring, *, as_json: bool) -> int:
    """Every clause of the packs, how it is kept, and the worked cases that show it."""
    from kcdesk.packs.catalogue import clause_lines
    from kcdesk.packs.scenario_cases import load_scenario_cases
    from kcdesk.packs.schemes import load_pack, load_packs

    library = wiring.library
    packs = dict(load_packs(library.resources / "schemes"))
    if scheme_id in library.own_ids():
        packs[scheme_id] = load_pack(library.scheme_file(scheme_id))
    if scheme_id is not None and scheme_id not in packs:
        print(f"没有名为“{scheme_id}”的方案。可用的有：{'、'.join(packs)}。", file=sys.stderr)
        return UNCLEAR
    wanted = packs if scheme_id is None else {scheme_id: packs[scheme_id]}
    played = {i: load_scenario_cases(library.scheme_cases(i)) for i in wanted}
    lines = clause_lines(wanted.values(), played)
    if as_json:
        print_json([line.to_json() for line in lines])
        return GOOD
    for line in lines:
        cases = f"　算例 {'、'.join(line.cases)}" if line.cases else ""
        print(f"{line.scheme}　{line.id}　{line.article}　{line.kept_label}{cases}")
        print(f"    {line.says}")
    return GOOD


def print_json(value: Any) -> None:
    """For other programs."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
