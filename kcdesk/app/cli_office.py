"""The command line's commands that work on an office: check, import, export, print, backup, restore."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from kcdesk.app.cli_packs import print_json
from kcdesk.app.exit_codes import BAD, GOOD
from kcdesk.app.paths import reachable
from kcdesk.app.wiring import Wiring, opened, wire
from kcdesk.files.attachments import Attachments
from kcdesk.kernel.errors import Refusal
from kcdesk.work.commands.documents import PrintPaper
from kcdesk.work.office import Office
from kcdesk.work.queries.documents import kept_files, printed_paper
from kcdesk.work.queries.people import people


def fulfil(wish: argparse.Namespace) -> int:
    """Carry out one of this room's commands; returns the exit code."""
    wiring = wire()
    if wish.command == "check":
        return check(wish.folder, wiring, as_json=wish.json)
    if wish.command == "print":
        return print_paper(wish, wiring)
    raise NotImplementedError


def check(folder: Path, wiring: Wiring, *, as_json: bool) -> int:
    """Whether the office's file, journal, fund and kept files are as they should be."""
    with opened(folder, wiring) as office:
        found = [(finding.seq, finding.message) for finding in office.check()]
        if not found:
            wanted = office.ask(kept_files())
            lost = Attachments(office.folder / "attachments").lost(wanted)
            found = [(None, f"附件 {digest[:12]} 缺失或被改动过。") for digest in lost]
        seq, digest = office.head()
    if as_json:
        findings = [{"seq": number, "message": message} for number, message in found]
        print_json({"ok": not found, "findings": findings, "entries": seq, "head": digest})
        return BAD if found else GOOD
    for _, message in found:
        print(message)
    print(
        f"有 {len(found)} 处不符。请停止录入，保留整个文件夹，并从最近的备份恢复。"
        if found
        else f"核对无误：操作记录 {seq} 条，最新校验码 {digest[:16]}。"
    )
    return BAD if found else GOOD


def print_paper(wish: argparse.Namespace, wiring: Wiring) -> int:
    """Print one paper of one record, log it, and put the PDF where it was asked for."""
    with opened(wish.office, wiring) as office:
        command = PrintPaper(form=wish.form, record=wish.of)
        done = office.do(command, by=person(office, wish.by))
        assert done.result is not None
        paper = office.ask(printed_paper(print_id=done.result))
        target = wish.to or office.folder / "prints" / paper.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(paper.file, reachable(target.absolute()))
    print(target)
    return GOOD


def person(office: Office, name: str) -> int:
    """The id of the person of that name; without a name the first clerk, else the first person.

    Raises Refusal naming who there is.
    """
    active = office.ask(people(active_only=True))
    if not name:
        clerks = [line for line in active if line.role == "clerk"]
        return (clerks or list(active))[0].id
    for line in active:
        if line.name == name:
            return line.id
    raise Refusal.of(
        f"没有名为“{name}”的在岗人员。",
        cure=f"在岗的有：{'、'.join(line.name for line in active)}。",
        code="people.unknown",
    )
