"""A county's list of enterprises as bureaus really send it, with 40 faults planted in it.

The same list every time: titles above, a heading of two rows with merged cells, blank rows,
full-width digits, trailing blanks, dates as text, 万元 in one column and 元 in another, a sum and
signatures below, a hidden sheet behind. Every planted fault is told with its row, its cell and
the code of the finding, so that an import can be held to exactly these.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from stdnum.cn import uscc

FIRMS = 1351
SEED = 20230912
TODAY = date(2023, 9, 12)
SHEET = "科创企业名单"

QUALIFICATIONS = (
    "高新技术企业",
    "省科技型中小企业",
    "领军人才企业",
    "知识产权示范企业",
    "专精特新企业",
    "小巨人企业",
    "单项冠军企业",
    "隐形冠军企业",
    "瞪羚企业",
)
WORDS = {label: f"q{number}" for number, label in enumerate(QUALIFICATIONS, 1)}
"""As `read_list` wants them: the programme's words and codes of the column ``qualification``."""

_BRANDS = (
    "德恩", "能源", "博浪", "景焕", "昱晟", "瑞泽", "华晟", "中科", "东湖", "明湖", "嘉润", "恒创", "启明",
    "天行", "海纳", "云帆", "乐行", "重明", "长乐", "单氏", "曾厝", "仇池", "查拉", "区川", "朴石", "缪斯",
    "佴星", "㐂来", "𠮷利", "喆堃", "犇鑫", "淼焱", "垚晟", "翀宇", "璟䶮", "朤曜", "玥珺",
)  # fmt: skip
_TRADES = (
    "软件", "信息技术", "智能装备", "新材料", "光电科技", "生物医药", "精密机械", "汽车零部件", "半导体", "环保科技",
    "新能源", "电子科技", "自动化设备", "化工科技", "传感技术", "医疗器械", "箱包科技", "数控机床",
)  # fmt: skip
_SURNAMES = (
    "王", "李", "张", "单", "曾", "仇", "查", "区", "朴", "乐", "缪", "解", "盖", "陆", "沈", "钱",
    "欧阳", "尉迟", "冼", "逄",
)  # fmt: skip
_GIVEN = (
    "伟", "芳", "建国", "长乐", "行", "重阳", "㛃", "喆", "佳怡", "思远", "永康", "玥", "晓东", "䶮",
    "子墨", "翀",
)  # fmt: skip
_TOWNS = (
    "当湖街道", "钟埭街道", "曹桥街道", "乍浦镇", "新埭镇", "新仓镇", "独山港镇", "广陈镇", "林埭镇",
)  # fmt: skip
_INDUSTRIES = (
    "软件和信息技术服务业",
    "专用设备制造业",
    "汽车制造业",
    "计算机、通信和其他电子设备制造业",
)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

# Columns, counted from 1.
NAME, USCC, LEGAL, TOWN, CAPITAL, FOUNDED, TRADE, STAFF, REVENUE = range(2, 11)
CONTACT, PHONE, KIND, CERTIFICATE, FROM, UNTIL, DOCUMENT, REMARK = range(11, 19)
FIRST_ROW = 6


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error."""

    text: str


@dataclass(frozen=True)
class Planted:
    """One planted fault: its kind in words, its row, its cell and the finding's code."""

    kind: str
    row: int
    cell: str
    code: str


@dataclass
class PlantedList:
    """The list as it was written."""

    path: Path
    faults: tuple[Planted, ...] = ()
    accepted: int = 0
    codes: dict[int, str] = field(default_factory=dict)
    """The credit code of every firm that is to be accepted, by row."""
    names: dict[int, str] = field(default_factory=dict)


def planted_workbook(
    path: Path, *, firms: int = FIRMS, seed: int = SEED, today: date = TODAY
) -> PlantedList:
    """Write the list to `path`, as .xlsx or .xls by its name, as it would have come `today`."""
    grid = _Grid(random.Random(seed), firms, TODAY - today)
    grid.fill()
    grid.plant()
    (_write_xls if path.suffix == ".xls" else _write_xlsx)(grid, path)
    wrong = {fault.row for fault in grid.faults}
    right = [row for row in grid.firm_rows if row not in wrong]
    return PlantedList(
        path,
        tuple(sorted(grid.faults, key=lambda f: f.row)),
        len(right),
        {row: grid.codes[row] for row in right},
        {row: grid.names[row] for row in right},
    )


def credit_code(chance: random.Random) -> str:
    """A valid unified social credit code of the county, valid inside too."""
    body = "MA" + "".join(chance.choice(_ALPHABET) for _ in range(6))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    inner = 11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11
    first = "91330482" + body + "0123456789X0"[inner]
    return first + str(uscc.calc_check_digit(first + "0"))


class _Grid:
    """Rows of the sheet as plain values, by row number."""

    def __init__(self, chance: random.Random, firms: int, earlier: timedelta) -> None:
        self.chance, self.firms, self.earlier = chance, firms, earlier
        self.rows: dict[int, dict[int, Any]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.firm_rows: list[int] = []
        self.codes: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.faults: list[Planted] = []

    # -- an honest list, written the way people write -----------------------------------------

    def fill(self) -> None:
        self._heading()
        row = FIRST_ROW
        taken: set[str] = set()
        while len(self.firm_rows) < self.firms:
            if len(self.firm_rows) % 150 == 149 and row - 1 in self.rows:
                row += 1  # a blank row now and then
                if len(self.firm_rows) % 300 == 299:
                    self.rows[row] = {1: float(len(self.firm_rows))}  # numbered, else blank
                    row += 1
            self._firm(row, taken)
            row += 1
        self._towns_merged()
        self.rows[row + 1] = {1: "合计", CAPITAL: 123456.0, STAFF: 9999.0}
        self.rows[row + 2] = {1: "填表人：张三", USCC: "审核人：李四", CONTACT: "2023年9月12日"}
        self.rows[row + 3] = {1: "注：本表一式两份，由各镇街核对后盖章报送。"}
        self.merged.append((row + 3, 1, row + 3, REMARK))

    def _heading(self) -> None:
        self.rows[1] = {1: "××市科创企业名单（2023年第三季度）"}
        self.merged.append((1, 1, 1, REMARK))
        self.rows[2] = {1: "填报单位：××市科学技术局", CONTACT: "填报日期：2023年9月"}
        heads = {
            1: "序号",
            NAME: "单位名称",
            USCC: "统一社会\n信用代码",
            LEGAL: "法定\n代表人",
            TOWN: "所属镇街",
            CAPITAL: "注册资本\n（万元）",
            FOUNDED: "成立日期",
            TRADE: "行 业",
            STAFF: "职工人数（人）",
            REVENUE: "2022年度营业收入（元）",
            CONTACT: "联系人",
            PHONE: "联系电话（必填）",
            KIND: "资质情况",
            REMARK: "备注",
        }
        self.rows[4] = dict(heads)
        self.rows[5] = {
            KIND: "类型",
            CERTIFICATE: "证书编号",
            FROM: "发证日期",
            UNTIL: "有效期至",
            DOCUMENT: "认定文号",
        }
        self.merged.append((4, KIND, 4, DOCUMENT))
        self.merged += [(4, c, 5, c) for c in heads if c != KIND]

    def _firm(self, row: int, taken: set[str]) -> None:
        chance = self.chance
        code = credit_code(chance)
        while code in taken:
            code = credit_code(chance)
        taken.add(code)
        number = len(self.firm_rows) + 1
        name = (
            f"{chance.choice(['平湖市', '平湖', '浙江', '嘉兴'])}{chance.choice(_BRANDS)}"
            f"{chance.choice(_BRANDS)}{chance.choice(_TRADES)}"
            f"{chance.choice(['有限公司', '股份有限公司', '（集团）有限公司', '合伙企业（有限合伙）'])}"
        )
        issued = date(2020, 10, 1) + timedelta(days=chance.randrange(800))
        until = issued.replace(year=issued.year + 3) - timedelta(days=1) - self.earlier
        issued -= self.earlier
        capital, revenue = chance.randrange(50, 8000), chance.randrange(10**5, 10**9)
        self.rows[row] = {
            1: float(number),
            NAME: self._worn(name),
            USCC: self._code_as_written(code),
            LEGAL: self._person(),
            TOWN: _TOWNS[number * len(_TOWNS) // (self.firms + 1)],
            CAPITAL: self._one_of(
                float(capital), capital + 0.5, f"{capital}万元", f"{capital}.00", f"{capital:,}"
            ),
            FOUNDED: self._day_as_written(
                date(2003, 1, 1) + timedelta(days=chance.randrange(6500)) - self.earlier
            ),
            TRADE: chance.choice(_INDUSTRIES),
            STAFF: self._one_of(float(chance.randrange(3, 900)), f"{chance.randrange(3, 900)}人"),
            REVENUE: self._one_of(revenue / 100, f"{revenue / 100:,.2f}", f"{revenue / 100:.2f}元"),
            CONTACT: self._person(),
            PHONE: self._phone(),
            KIND: self._one_of(chance.choice(QUALIFICATIONS), "高企", "省级科技型中小企业"),
            CERTIFICATE: f"GR{issued.year}33{number:06d}",
            FROM: self._day_as_written(issued),
            UNTIL: self._one_of(self._day_as_written(until), "长期"),
            DOCUMENT: self._one_of(f"浙科发高〔{issued.year}〕{number % 90 + 1}号", "无", ""),
            REMARK: self._one_of("", "", "新增"),
        }
        self.firm_rows.append(row)
        self.codes[row], self.names[row] = code, name

    def _one_of(self, *ways: Any) -> Any:
        return self.chance.choice(ways)

    def _person(self) -> str:
        return self.chance.choice(_SURNAMES) + self.chance.choice(_GIVEN)

    def _worn(self, text: str) -> str:
        return str(self._one_of(text, text, text, f"{text} ", f" {text}\u3000", f"{text}\n"))

    def _code_as_written(self, code: str) -> str:
        return str(
            self._one_of(
                code,
                code,
                self._worn(code),
                code.lower(),
                code.translate(_WIDE),
                f"{code[:8]} {code[8:]}",
            )
        )

    def _day_as_written(self, day: date) -> Any:
        serial = float((day - date(1899, 12, 30)).days)
        return self._one_of(
            day,
            day,
            serial,
            day.isoformat(),
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}/{day.month:02}/{day.day:02}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y%m%d}",
            f"{day.year}年{day.month}月",
            float(f"{day:%Y%m%d}"),
        )

    def _phone(self) -> Any:
        mobile = 13000000000 + self.chance.randrange(10**9)
        area = f"0573-8{self.chance.randrange(10**7):07d}"
        return self._one_of(str(mobile), float(mobile), str(mobile).translate(_WIDE), area)

    def _towns_merged(self) -> None:
        """A town stands once, merged over the rows of its first firms, as clerks like it."""
        for town in _TOWNS:
            rows = [r for r in self.firm_rows if self.rows[r][TOWN] == town][:6]
            if len(rows) > 1 and rows[-1] - rows[0] == len(rows) - 1:
                for row in rows[1:]:
                    self.rows[row][TOWN] = ""
                self.merged.append((rows[0], TOWN, rows[-1], TOWN))

    # -- and what is wrong with it -------------------------------------------------------------

    def plant(self) -> None:
        spare = self.firm_rows[20:]
        self.chance.shuffle(spare)
        kinds: list[tuple[int, str, int, str, Callable[[int], Any]]] = [
            (5, "校验码不符", USCC, "ident.uscc", self._wrong_check_digit),
            (3, "代码少一位或写成字母O", USCC, "ident.uscc", self._mistyped_code),
            (3, "代码变成数字", USCC, "ident.number", lambda _: 9.13304820000000e17),
            (4, "缺企业名称", NAME, "required", lambda _: self._one_of("", "  ", "无", "——")),
            (4, "代码重复", USCC, "duplicate", self._twin),
            (4, "没有的日期", FOUNDED, "kind.day", lambda _: self._one_of("2021-02-30", "2019年13月1日")),
            (3, "到期早于认定", UNTIL, "order", lambda _: self._one_of((date(2019, 12, 31) - self.earlier).isoformat(), date(2018, 5, 1) - self.earlier)),
            (3, "金额读不出", CAPITAL, "kind.money", lambda _: self._one_of("约五百万", "500-800", "伍佰万")),
            (3, "名称含禁用字符或过长", NAME, "kind.text", lambda _: self._one_of("平湖\u202e司公", "长" * 201)),
            (3, "电话读不出", PHONE, "kind.phone", lambda _: self._one_of("见附件", "1380000", "138x0000000")[:4]),
            (3, "不认识的资质", KIND, "word.unknown", lambda _: self._one_of("独角兽", "优秀企业", "科技型中小企业")),
            (2, "错误单元格", REVENUE, "cell.error", lambda _: ErrorCell(self._one_of("#REF!", "#DIV/0!"))),
        ]  # fmt: skip
        for count, kind, column, code, spoil in kinds:
            for _ in range(count):
                row = spare.pop()
                self.rows[row][column] = spoil(row)
                self.faults.append(Planted(kind, row, _address(row, column), code))

    def _wrong_check_digit(self, row: int) -> str:
        code = self.codes[row]
        return code[:-1] + _ALPHABET[(_ALPHABET.index(code[-1]) + 1) % len(_ALPHABET)]

    def _mistyped_code(self, row: int) -> str:
        code = self.codes[row]
        return str(self._one_of(code[:-1], code[:10] + "O" + code[11:]))

    def _twin(self, row: int) -> str:
        """The code of the first firm: it stands above every row that is spoilt."""
        return self.codes[self.firm_rows[row % 20]]


def _address(row: int, column: int) -> str:
    return f"{chr(ord('A') + column - 1)}{row}"


def _write_xlsx(grid: _Grid, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet(SHEET)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for top, left, bottom, right in grid.merged:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            at = (row - 1, column - 1)
            if isinstance(value, ErrorCell):
                sheet.write_formula(*at, f"={value.text}", None, value.text)
            elif isinstance(value, date):
                sheet.write_datetime(*at, value, day)
            elif isinstance(value, float):
                sheet.write_number(*at, value)
            elif value:
                sheet.write_string(*at, value)
    book.add_worksheet("填表说明").write_string(0, 0, "请各镇街按时报送。")
    old = book.add_worksheet("2022年名单")
    old.write_row(0, 0, ["单位名称", "信用代码"])
    old.hide()
    book.close()


def _write_xls(grid: _Grid, path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet(SHEET)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for top, left, bottom, right in grid.merged:
        sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            if isinstance(value, ErrorCell):
                sheet.row(row - 1).set_cell_error(column - 1, value.text)
            elif value != "":
                style = (day,) if isinstance(value, date) else ()
                sheet.write(row - 1, column - 1, value, *style)
    book.add_sheet("填表说明").write(0, 0, "请各镇街按时报送。")
    old = book.add_sheet("2022年名单")
    old.write(0, 0, "单位名称")
    old.visibility = 1
    book.save(str(path))
