"""``demo``: the shipped case played into a folder, and its papers beside it as PDFs.

A demo office that nobody has worked in since may be made anew in the same folder; any other
office is left alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from kcdesk.app.exit_codes import GOOD
from kcdesk.app.paths import reachable
from kcdesk.app.single import hold
from kcdesk.app.wiring import Wiring
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.work.office import FILE_NAME, Office
from kcdesk.work.player import Player
from kcdesk.work.queries.documents import printed_paper, prints
from kcdesk.work.scenario import read_scenario

SHOWN = "pinghu.toml"
PRINTS = "prints"
Progress = Callable[[int, int, str], object]

MARK = "演示.txt"
"""Says that the folder is a demo, and where its journal stood when the demo was made."""


def demo(folder: Path, wiring: Wiring) -> int:
    """Make the demo in `folder` and say what is there now.

    Raises Refusal when the folder holds an office of its own, Fault when it can't be written.
    """
    where = reachable(folder.absolute())
    try:
        where.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(
            f"不能建立文件夹“{folder}”（{error.strerror}）。", cure="请换一个可以写入的位置。"
        ) from error
    with hold(where, wiring.clock):
        _clear(where, wiring)
        papers = play_demo(where, wiring)
    print(f"演示业务库：{folder}")
    for paper in papers:
        print(f"文书：{folder / PRINTS / paper}")
    return GOOD


def play_demo(folder: Path, wiring: Wiring, progress: Progress = lambda *_: None) -> list[str]:
    """Play the shipped case into an empty folder; the names of its papers.

    `progress` may raise to stop it. Raises Refusal naming the step that turned out otherwise;
    in either case nothing of the office is left behind.
    """
    scenario = read_scenario(
        scenario_file(wiring), wiring.library.scheme_ids(), wiring.library.clause_ids
    )
    try:
        with Player(scenario, folder, wiring.library, wiring.clock) as player:
            for outcome in player.play():
                step = outcome.step
                if outcome.unmet:
                    raise Refusal.of(
                        f"演示第{step.number}步 {step.name} 与预期不符：{outcome.unmet}",
                        code="demo.unmet",
                    )
                progress(step.number, len(scenario.steps), scenario.title)
            papers = _take_out(player.office, folder / PRINTS)
            seq, digest = player.office.head()
    except BaseException:
        _remove(folder)
        raise
    (folder / MARK).write_text(f"这是演示用的业务库，不是真实业务。\n{seq} {digest}\n", "utf-8")
    return papers


def scenario_file(wiring: Wiring) -> Path:
    """The case that ships."""
    return wiring.paths.resources / "scenarios" / SHOWN


def _take_out(office: Office, target: Path) -> list[str]:
    target.mkdir(exist_ok=True)
    names = []
    newest_first = office.ask(prints())
    for line in reversed(newest_first):
        paper = office.ask(printed_paper(print_id=line.id))
        shutil.copyfile(paper.file, target / paper.name)
        names.append(paper.name)
    return names


def _clear(folder: Path, wiring: Wiring) -> None:
    if not (folder / FILE_NAME).exists():
        return
    if not _is_untouched(folder, wiring):
        raise Refusal.of(
            f"文件夹“{folder}”里已经有一个业务库。",
            cure="请另选一个空文件夹。",
            code="office.exists",
        )
    _remove(folder)


def _remove(folder: Path) -> None:
    (folder / FILE_NAME).unlink(missing_ok=True)
    for made in ("attachments", PRINTS):
        shutil.rmtree(folder / made, ignore_errors=True)


def _is_untouched(folder: Path, wiring: Wiring) -> bool:
    if not (folder / MARK).is_file():
        return False
    office = Office.open(folder, clock=wiring.clock, library=wiring.library)
    try:
        seq, digest = office.head()
    finally:
        office.close()
    return f"{seq} {digest}" in (folder / MARK).read_text("utf-8").splitlines()
