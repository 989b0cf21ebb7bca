"""A county's list on its way in: calamine's bare parse against reading, checking, writing, undo."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import python_calamine
import xlsxwriter

from kcdesk.store.journal import changes_digest
from kcdesk.work.commands.enterprises.imports import ImportEnterprises
from kcdesk.work.commands.enterprises.listed import ListedFirm
from kcdesk.work.intake import read_firms
from kcdesk.work.queries.enterprises.preview import list_terms
from kcdesk.work.search import search_keys
from tests.bench.figures import Figure, seconds, side_by_side, slowest
from tests.files.planted_list import credit_code
from tests.work.county import County

TODAY = date(2023, 9, 12)
SIZES = (1351, 20_000)
PREVIEW_S = 6.0
"""A hundred pages and their copies: so long a clerk waits before thinking it hangs."""
HEADS = (
    "企业名称", "统一社会信用代码", "法定代表人", "成立日期", "注册资本（万元）", "所属镇街", "所属行业",
    "职工人数", "联系人", "联系电话", "资质类型", "证书编号", "认定日期", "有效期至",
)  # fmt: skip
BRANDS = (
    "德恩", "能源", "博浪", "景焕", "昱晟", "瑞泽", "华晟", "中科", "东湖", "明湖", "嘉润", "恒创", "启明", "天行", "海纳",
    "云帆", "乐行", "重明", "长乐", "单氏", "曾厝", "仇池", "查拉", "区川", "朴石", "缪斯", "喆堃", "犇鑫", "垚晟", "翀宇",
)  # fmt: skip
TRADES = ("软件", "智能装备", "新材料", "光电科技", "生物医药", "精密机械", "半导体", "环保科技")
TOWNS = ("当湖街道", "钟埭街道", "曹桥街道", "乍浦镇", "新埭镇", "新仓镇", "独山港镇", "广陈镇")
PEOPLE = ("王伟", "李芳", "张建国", "单长乐", "曾行", "仇重阳", "查喆", "区佳怡", "欧阳思远")


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    search_keys(["预热"], "")  # the dictionaries of pinyin are read once a start
    for count in SIZES:
        book = folder / f"{count}.xlsx"
        write_list(book, count)
        yield from _sized(folder, book, count, rounds if count < 10_000 else min(rounds, 3))


def write_list(path: Path, count: int) -> None:
    """A clean list of fourteen columns; every firm has a contact and a qualification."""
    chance = random.Random(count)
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("企业名单")
    sheet.write_row(0, 0, HEADS)
    for row in range(1, count + 1):
        issued = date(2020, 10, 1) + timedelta(days=chance.randrange(800))
        brand = chance.choice(BRANDS) + chance.choice(BRANDS)
        cells = (
            f"平湖{brand}{chance.choice(TRADES)}有限公司", credit_code(chance), chance.choice(PEOPLE),
            date(2000, 1, 1) + timedelta(days=chance.randrange(7000)), chance.randrange(50, 8000),
            chance.choice(TOWNS), "专用设备制造业", chance.randrange(3, 900), chance.choice(PEOPLE),
            f"13{chance.randrange(10**9):09d}", "高新技术企业", f"GR{row:08d}", issued,
            issued + timedelta(days=1094),
        )  # fmt: skip
        sheet.write_row(row, 0, cells)
    book.close()


def _sized(folder: Path, book: Path, count: int, rounds: int) -> Iterator[Figure]:
    read, written, undone, raw, shown = [], [], [], [], []
    for number in range(rounds):
        county = County(folder / f"office-{count}-{number}", day=TODAY)
        terms = county.office.ask(list_terms())
        firms: tuple[ListedFirm, ...] = ()

        def reading() -> None:
            nonlocal firms
            firms = read_firms(book, terms).firms  # noqa: B023 - run at once

        floor = seconds(lambda: parse(book))
        read.append((floor, seconds(reading)))
        assert len(firms) == count
        saving = seconds(lambda: bring_in(county, firms))  # noqa: B023 - run at once
        seq = county.office.head()[0]
        raw.append((_bare_writes(county, seq), saving))
        written.append((floor, read[-1][1] + saving))
        if count == SIZES[0]:
            shown.append(
                seconds(lambda: county.ask("preview_paper", form="list_summary", record=0))  # noqa: B023
            )
        undo = seconds(lambda: county.office.undo(seq, by=county.people["clerk"]))  # noqa: B023
        undone.append((floor, undo))
        county.office.close()
        shutil.rmtree(county.folder)
    yield side_by_side(f"{count:,} firms: read and check ÷ calamine", read)
    yield side_by_side(f"{count:,} firms: read, check, commit ÷ calamine", written, 4)
    yield side_by_side(f"{count:,} firms: commit ÷ the same rows in bare SQL", raw)
    yield side_by_side(f"{count:,} firms: undo ÷ calamine", undone)
    if shown:
        yield slowest(f"{count:,} firms: the list on paper, in two copies", shown, PREVIEW_S)


def parse(book: Path) -> None:
    python_calamine.CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()


def bring_in(county: County, firms: tuple[ListedFirm, ...]) -> None:
    """The import as the screen does it, onto the list at once."""
    command = ImportEnterprises(
        source="名单.xlsx",
        rows=firms,
        admitted_on=TODAY,
        list_document_no="平科〔2023〕5号",
        may_skip_unfit=True,
    )
    county.office.do(command, by=county.people["clerk"])


def _bare_writes(county: County, seq: int) -> float:
    """What SQLite itself takes for the rows of an import, with the same triggers and digest."""
    source = county.office.connection
    file = county.folder / "bare.db"
    source.execute("VACUUM INTO ?", (str(file),))
    bare = sqlite3.connect(file, isolation_level=None)
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=DELETE", "synchronous=EXTRA"):
        bare.execute(f"PRAGMA {pragma}")
    bare.execute("PRAGMA cache_size=-32000")
    bare.create_function("current_entry", 0, lambda: seq + 1)
    tables = [
        name
        for (name,) in source.execute(
            "SELECT DISTINCT tbl FROM journal_change WHERE seq = ? ORDER BY id", (seq,)
        )
    ]
    rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    bare.execute("BEGIN IMMEDIATE")
    for name in reversed(tables):
        bare.execute(f"DELETE FROM {name}")
    bare.execute("COMMIT")

    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        for name, held in rows.items():
            marks = ", ".join("?" * len(held[0]))
            bare.executemany(f"INSERT INTO {name} VALUES ({marks})", held)
        changes_digest(bare, seq + 1)
        bare.execute("COMMIT")

    taken = seconds(write)
    bare.close()
    return taken
