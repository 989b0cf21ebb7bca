"""The command line's commands that work on an office: check, import, export, print, paper, …"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from pathlib import Path

from kcdesk.app.cli_packs import print_json
from kcdesk.app.exit_codes import BAD, GOOD
from kcdesk.app.paths import reachable
from kcdesk.app.wiring import Wiring, opened, wire
from kcdesk.files.attachments import Attachments
from kcdesk.files.workbook_out import sheet_of, write_workbook
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.blanks import nearest
from kcdesk.work.commands.documents import PrintPaper
from kcdesk.work.commands.enterprises.imports import ImportEnterprises
from kcdesk.work.intake import read_firms, save_refused
from kcdesk.work.office import Office
from kcdesk.work.queries.documents import kept_files, printed_paper
from kcdesk.work.queries.enterprises.preview import STATUSES, list_terms, preview_enterprises
from kcdesk.work.queries.people import people
from kcdesk.work.query import QUERIES, Query
from kcdesk.work.safekeeping import back_up, restore

UNNAMED = 5
"""So many findings that name no entry are printed; a hundred missing triggers are one trouble."""


def fulfil(wish: argparse.Namespace) -> int:
    """Carry out one of this room's commands; returns the exit code."""
    wiring = wire()
    if wish.command == "check":
        return check(wish.folder, wiring, as_json=wish.json)
    if wish.command == "restore":
        return restore_office(wish.file, wish.folder, wiring)
    with opened(wish.office, wiring) as office:
        match wish.command:
            case "import":
                return take_in(wish, office)
            case "export":
                return write_out(wish, office)
            case "print":
                return print_paper(wish, office)
            case "paper":
                from kcdesk.app.cli_papers import check_papers

                return check_papers(wish, office)
            case _:
                return make_backup(wish.to, office)


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
    # What names an entry comes first; the rest is mostly one trouble said of many tables.
    said = sorted(found, key=lambda finding: finding[0] is None)
    named = sum(seq is not None for seq, _ in found)
    for _, message in said[: named + UNNAMED]:
        print(message)
    if len(said) > named + UNNAMED:
        print(f"……另有 {len(said) - named - UNNAMED} 处，加 --json 可看全部。")
    print(
        f"有 {len(found)} 处不符。请停止录入，保留整个文件夹，并从最近的备份恢复。"
        if found
        else f"核对无误：操作记录 {seq} 条，最新校验码 {digest[:16]}。"
    )
    return BAD if found else GOOD


def take_in(wish: argparse.Namespace, office: Office) -> int:
    """Read a list, say what it would do, and write what can be accepted unless only looked at."""
    if wish.sheet != "enterprises":
        raise Refusal.of(f"没有名为“{wish.sheet}”的导入表。", cure="可用的有：enterprises。")
    listed = read_firms(wish.file.absolute(), office.ask(list_terms()))
    if listed.reading is None:
        raise Refusal.of(
            f"文件里有几张名单：{'、'.join(listed.sheets)}。",
            cure="请只保留一张，或在窗口里导入后选择。",
        )
    preview = office.ask(preview_enterprises(rows=listed.firms))
    counts = Counter(line.status for line in preview)
    refused = listed.reading.refused
    labels = "，".join(f"{option.label} {counts[option.value]}" for option in STATUSES)
    print(f"读到 {listed.reading.read_count} 行：{labels}，未接收 {len(refused)}。")
    for note in listed.reading.notes:
        print(note)
    for row in refused:
        for finding in row.findings:
            print(f"{finding.cell}　{finding.column}　{finding.reason}{finding.cure}")
    if wish.refused is not None:
        save_refused(wish.refused.absolute(), listed.reading)
        print(f"未接收的行已另存：{wish.refused}")
    if not wish.preview and counts["new"] + counts["changed"]:
        command = ImportEnterprises(source=listed.title, rows=listed.firms)
        print(office.do(command, by=person(office, wish.by)).summary)
    return BAD if refused else GOOD


def write_out(wish: argparse.Namespace, office: Office) -> int:
    """Write the lines of a query as a workbook."""
    query = QUERIES.get(wish.query)
    if query is None or query.answer is None or not _is_list(query):
        lists = [name for name, known in sorted(QUERIES.items()) if _is_list(known)]
        near = nearest(wish.query, lists) or f"可用的有：{'、'.join(lists)}。"
        raise Refusal.of(f"没有名为“{wish.query}”的列表可以导出。", cure=near)
    if wish.file.suffix.lower() != ".xlsx":
        raise Refusal.of(
            f"“{wish.file.name}”不是表格的名称。", cure="导出的是Excel表格，文件名请以“.xlsx”结尾。"
        )
    lines = office.ask(query.ask())
    rows = lines if isinstance(lines, tuple) else (lines,)
    written = write_workbook(wish.file.absolute(), [sheet_of(query.label, query.answer, rows)])
    print(f"已导出 {written} 行：{wish.file}")
    return GOOD


def print_paper(wish: argparse.Namespace, office: Office) -> int:
    """Print one paper of one record, log it, and put the PDF where it was asked for."""
    command = PrintPaper(form=wish.form, record=wish.of)
    done = office.do(command, by=person(office, wish.by))
    assert done.result is not None
    paper = office.ask(printed_paper(print_id=done.result))
    target = wish.to or office.folder / "prints" / paper.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paper.file, reachable(target.absolute()))
    print(target)
    return GOOD


def make_backup(to: Path | None, office: Office) -> int:
    """Back an office up, verify the backup, and say where it is."""
    made = back_up(office, None if to is None else reachable(to.absolute()))
    print(f"已备份并核对：{made.path}（操作记录 {made.facts['seq']} 条）")
    for note in made.notes:
        print(note)
    return GOOD


def restore_office(file: Path, folder: Path, wiring: Wiring) -> int:
    """Restore a backup into a new folder and check the office there."""
    restored = restore(reachable(file.absolute()), reachable(folder.absolute()))
    print(f"已恢复“{restored.office}”到：{folder}（操作记录 {restored.seq} 条）")
    return check(folder, wiring, as_json=False)


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


def _is_list(query: Query) -> bool:
    return query.answer is not None and not any(slot.required for slot in query.slots)
