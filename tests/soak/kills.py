"""An office killed at random moments, as by a pulled plug: what was confirmed is there, nothing is half.

    python -m tests.soak.kills --kills 1000 --commands 100

A child works (entries, imports, money, undo) and tells the number and digest of every command
that was carried out; it is killed (SIGKILL) somewhere in its work, the office is opened, checked
and worked on. Some children are killed while they found an office.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from stdnum.cn import uscc

from kcdesk.kernel.errors import Refusal
from kcdesk.work.office import FILE_NAME, Office
from kcdesk.work.search import search_keys
from tests.work.county import County

FIRMS_A_LIST = 12
KILLS_AN_OFFICE = 40
"""After so many kills a new office is begun, so that checking stays quick."""

HALF_LISTS = (
    "SELECT seq FROM journal_entry e WHERE command = 'import_enterprises' AND summary LIKE "
    f"'%新增{FIRMS_A_LIST}家%' AND {FIRMS_A_LIST} <> (SELECT count(*) FROM journal_change c "
    "WHERE c.seq = e.seq AND c.tbl = 'enterprise' AND c.before IS NULL)"
)

Confirmed = tuple[int, str]
"""Number and digest of a journal entry, as its command was confirmed."""


class Lost(Exception):
    """What was confirmed is gone, or something is half."""


def code_of(number: int) -> str:
    """A valid credit code."""
    base = f"91330482MA{number:07}"
    return base + str(uscc.calc_check_digit(base))


def one_command(county: County, draw: random.Random) -> None:
    """Something a clerk does; a refusal is part of the day."""
    day = (date(2021, 1, 4) + timedelta(draw.randrange(900))).isoformat()
    number = draw.randrange(1, 400)
    match draw.randrange(9):
        case 0:
            county.do("register_enterprise", name=f"平湖第{number}机械", uscc=code_of(number))
        case 1:
            county.do("record_contact", enterprise=number % 40 + 1, name=f"联系人{number}")
        case 2:
            county.do("revise_enterprise", enterprise=number % 40 + 1, name=f"改名{number}")
        case 3:
            listed = [
                {
                    "name": f"平湖第{n}科技", "uscc": code_of(n), "legal_rep": f"法人{number}",
                    "qualification": "高新技术企业", "from_on": "2020-01-01",
                }
                for n in range(number, number + FIRMS_A_LIST)
            ]  # fmt: skip
            county.do("import_enterprises", source=f"名单{number}.xlsx", rows=listed)
        case 4 | 5:
            county.do(
                "record_appropriation", by="reviewer", posted_on=day, amount=f"{number}.01元",
                document_no=f"平财{number}号",
            )  # fmt: skip
        case 6 | 7:
            county.do("register_partner", name=f"第{number}银行", joined_on=day)
        case _:
            back = county.office.head()[0] - draw.randrange(6)
            county.office.undo(back, by=county.people["reviewer"], reason="记错了")


def confirm(county: County, pipe: int) -> None:
    """What the clerk sees: carried out, under this number."""
    seq, digest = county.office.head()
    os.write(pipe, f"{seq} {digest}\n".encode())


def tell_commit(pipe: int, statement: str) -> None:
    """A commit begins: the best moment for a kill is within the next milliseconds."""
    if statement == "COMMIT":
        os.write(pipe, b"commit\n")


def work_on(county: County, seed: int, pipe: int) -> NoReturn:
    """A child's life: open the office and work until killed."""
    draw = random.Random(seed)
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    county.office.connection.set_trace_callback(partial(tell_commit, pipe))
    while True:
        try:
            one_command(county, draw)
        except Refusal:
            continue
        confirm(county, pipe)


def found(folder: Path, pipe: int) -> NoReturn:
    """A child's life: found an office and wait to be killed."""
    confirm(County(folder), pipe)
    while True:
        signal.pause()


def killed(life: Callable[[int], NoReturn], lines: int, spin: int) -> list[Confirmed]:
    """Let a child live until it has begun and confirmed so much and a little longer; kill it.

    Gives everything it confirmed. Raises Lost when it failed by itself.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            life(writing)
        except BaseException:  # noqa: BLE001 - a child ends here, whatever it met
            traceback.print_exc()
        os._exit(3)
    os.close(writing)
    told = b""
    while told.count(b"\n") < lines and (part := os.read(reading, 65536)):
        told += part
    for _ in range(spin):  # a random while: the child is elsewhere in its work each time
        pass
    os.kill(pid, signal.SIGKILL)
    while part := os.read(reading, 65536):
        told += part
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        raise Lost("the child failed by itself")
    confirmed = (line.split() for line in told.decode().splitlines() if line != "commit")
    return [(int(seq), digest) for seq, digest in confirmed]


def a_while(draw: random.Random) -> int:
    """From microseconds to some hundredths of a second: into the handler, the writing, the commit."""
    return draw.randrange(600_000)


def newest_of(county: County, confirmed: list[Confirmed], before: int) -> int:
    """Open the killed office and give its newest entry. Raises Lost when something is missing."""
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    connection = county.office.connection
    if findings := county.office.check():
        raise Lost(f"the file does not hold: {findings[0].message}")
    kept = dict(
        connection.execute(
            "SELECT seq, digest FROM journal_entry WHERE seq > ?", (before,)
        ).fetchall()
    )
    for seq, digest in confirmed:
        if kept.get(seq) != digest:
            raise Lost(f"entry {seq} was confirmed and is gone")
    newest = county.office.head()[0]
    if newest > max([before, *(seq for seq, _ in confirmed)]) + 1:
        raise Lost("more was done than was told")
    for half in (
        "SELECT voucher_id FROM fund_posting GROUP BY voucher_id HAVING count(*) <> 2",
        HALF_LISTS,
    ):
        if connection.execute(half).fetchone():
            raise Lost("something is half")
    county.office.close()
    return newest


def killed_while_founding(folder: Path, spin: int) -> bool:
    """Whether the office was founded before the kill; if not, it can still be founded there."""
    told = killed(partial(found, folder), 0, spin)
    founded = (folder / FILE_NAME).exists()
    if told and not founded:
        raise Lost("an office was founded and is gone")
    if founded:
        county = copy.copy(TEMPLATE[0])
        county.folder = folder
        county.office = Office.open(folder, clock=county.clock, library=county.library)
        findings = county.office.check()
        county.office.close()
        if findings:
            raise Lost(f"the new office does not hold: {findings[0].message}")
    else:
        County(folder).office.close()
    shutil.rmtree(folder)
    return founded


TEMPLATE: list[County] = []
"""A founded office whose programme has been read: children are born knowing it."""


def soak(folder: Path, kills: int, commands: int, seed: int) -> Counter[str]:
    """So many kills; what was counted on the way."""
    draw = random.Random(seed)
    counted: Counter[str] = Counter()
    TEMPLATE[:] = [County(folder / "template")]
    TEMPLATE[0].office.close()
    search_keys(["甲"], "")  # so that not every child loads the dictionary
    county, newest = TEMPLATE[0], 0
    for kill in range(kills):
        if kill % KILLS_AN_OFFICE == 0:
            county, newest = copy.copy(TEMPLATE[0]), 4
            county.folder = folder / f"office{kill}"
            shutil.copytree(TEMPLATE[0].folder, county.folder)
        if draw.randrange(10) == 0:
            counted["founding kills"] += 1
            done = killed_while_founding(folder / f"founding{kill}", draw.randrange(10_000_000))
            counted["founded in time"] += done
        confirmed = killed(
            partial(work_on, county, draw.randrange(2**32)),
            draw.randrange(2 * commands),
            a_while(draw),
        )
        left_over = county.folder / f"{FILE_NAME}-journal"
        counted["hot journals"] += left_over.exists() and any(left_over.read_bytes()[:8])
        now = newest_of(county, confirmed, newest)
        counted["kills"] += 1
        counted["confirmed"] += len(confirmed)
        counted["carried out unconfirmed"] += now - newest - len(confirmed)
        newest = now
    return counted


def main() -> int:
    """Run the soak and print what was counted."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--kills", type=int, default=1000)
    said.add_argument("--commands", type=int, default=100, help="at most so many between two kills")
    said.add_argument("--seed", type=int, default=1)
    given = said.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counted = soak(Path(folder), given.kills, given.commands, given.seed)
    sys.stdout.write(json.dumps(counted) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
