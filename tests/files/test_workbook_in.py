from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import psutil
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kcdesk.files import foreign
from kcdesk.files.foreign import command
from kcdesk.files.grid import NOT_WORKED_OUT, Area, CellError, address, kind_of, letters, shown
from kcdesk.files.workbook_in import LIMITS, WORKBOOKS, Limits, read_workbook
from kcdesk.kernel.errors import Cancelled, Fault, Refusal
from tests.files import hostile

CHILD_SAYS = '{"book":{"is_1904":false}}\n{"sheet":"名单","hidden":false,"height":1}\n[["甲"]]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A name to write a workbook under."""
    return tmp_path / "名单.xlsx"


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


class TestAddresses:
    @pytest.mark.parametrize(
        ("column", "name"),
        [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
    )
    def test_columns_are_named_as_the_spreadsheet_names_them(self, column: int, name: str) -> None:
        assert letters(column) == name
        assert address(7, column) == f"{name}7"


class TestNewWorkbooks:
    def test_every_kind_of_cell_is_told_apart(self, file: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].append(
            [
                "平湖",
                None,
                1.5,
                35,
                True,
                date(2021, 3, 25),
                datetime(2021, 3, 25, 8, 30),
                time(9),
                "#REF!",
            ]
        )
        (row,) = read_workbook(saved(book, file)).sheets[0].rows
        assert row == (
            "平湖", "", 1.5, 35.0, True, date(2021, 3, 25), datetime(2021, 3, 25, 8, 30), time(9),
            CellError("#REF!"),
        )  # fmt: skip
        kinds = ["text", "empty", "number", "number", "bool", "date", "date", "date", "error"]
        assert [kind_of(cell) for cell in row] == kinds
        texts = [
            "平湖",
            "",
            "1.5",
            "35",
            "TRUE",
            "2021-03-25",
            "2021-03-25 08:30:00",
            "09:00:00",
            "#REF!",
        ]
        assert [shown(cell) for cell in row] == texts

    def test_a_formula_that_was_never_worked_out_is_no_empty_cell(self, file: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].append(["=1+1", "x"])
        sheet = read_workbook(saved(book, file)).sheets[0]
        assert sheet.cell(1, 1) == NOT_WORKED_OUT
        assert sheet.cell(1, 2) == "x"

    def test_an_error_beyond_the_last_value_is_not_lost(self, file: Path) -> None:
        file.write_bytes(
            hostile.with_sheet(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
                '<row r="3"><c t="e"><v>#N/A</v></c><c r="D3" t="e"/></row>'
            )
        )
        sheet = read_workbook(file).sheets[0]
        assert sheet.cell(3, 1) == CellError("#N/A")
        assert sheet.cell(3, 4) == CellError("#ERROR!")
        assert sheet.cell(2, 1) == ""
        assert sheet.cell(9, 9) == ""

    def test_a_formula_whose_result_is_the_empty_text_is_empty(self, file: Path) -> None:
        file.write_bytes(
            hostile.with_sheet('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>')
        )
        assert read_workbook(file).sheets[0].cell(1, 1) == ""

    def test_what_is_no_number_is_an_error(self, file: Path) -> None:
        file.write_bytes(hostile.with_sheet('<row r="1"><c r="A1"><v>NaN</v></c></row>'))
        assert read_workbook(file).sheets[0].cell(1, 1) == CellError("#NUM!")

    def test_rows_and_columns_keep_their_places(self, file: Path) -> None:
        file.write_bytes(hostile.workbook_bytes({"C5": "甲", "D6": "乙"}))
        sheet = read_workbook(file).sheets[0]
        assert sheet.cell(5, 3) == "甲"
        assert sheet.cell(6, 4) == "乙"
        assert sheet.cell(1, 1) == ""

    def test_merged_cells_are_known(self, file: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0]["B2"] = "资质情况"
        book.worksheets[0].merge_cells("B2:D3")
        (area,) = read_workbook(saved(book, file)).sheets[0].merged
        assert area == Area(2, 2, 3, 4)
        assert (area.width, area.height) == (3, 2)

    def test_hidden_sheets_are_named_but_not_read(self, file: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0]["A1"] = "甲"
        for name, state in (("旧", "hidden"), ("更旧", "veryHidden")):
            sheet = book.create_sheet(name)
            sheet["A1"] = "不该导入"
            sheet.sheet_state = state
        book.create_chartsheet("图")
        sheets = read_workbook(saved(book, file)).sheets
        assert [(s.name, s.hidden, s.rows) for s in sheets] == [
            ("Sheet", False, (("甲",),)),
            ("旧", True, ()),
            ("更旧", True, ()),
        ]

    def test_dates_of_the_other_epoch_are_read_right(self, file: Path) -> None:
        book = openpyxl.Workbook()
        book.epoch = CALENDAR_MAC_1904
        book.worksheets[0].append([date(2021, 3, 25), 42818])
        workbook = read_workbook(saved(book, file))
        assert workbook.is_1904 is True
        assert workbook.sheets[0].rows[0] == (date(2021, 3, 25), 42818.0)

    def test_thousands_of_rows_arrive_in_order(self, file: Path) -> None:
        book = openpyxl.Workbook()
        for number in range(2500):
            book.worksheets[0].append([number, f"企业{number}"])
        seen: list[tuple[int, int, str]] = []
        rows = read_workbook(
            saved(book, file), progress=lambda *step: seen.append(step), cancelled=lambda: False
        ).sheets[0].rows  # fmt: skip
        assert [row[0] for row in rows] == list(range(2500))
        assert all(done <= total for done, total, _ in seen)
        assert {text for _, _, text in seen} <= {"正在打开文件", "正在读取工作表“Sheet”"}

    def test_macros_are_not_run_and_not_in_the_way(self, file: Path) -> None:
        file.write_bytes(hostile.workbook_bytes({"A1": "甲"}, macro=True))
        assert read_workbook(file.rename(file.with_suffix(".xlsm"))).sheets[0].rows == (("甲",),)

    def test_the_name_does_not_decide(self, file: Path) -> None:
        file.write_bytes(hostile.workbook_bytes({"A1": "甲"}))
        assert read_workbook(file.rename(file.with_suffix(".xls"))).sheets[0].rows == (("甲",),)


class TestOldWorkbooks:
    def test_every_kind_of_cell_is_told_apart(self, file: Path) -> None:
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")

        def fill(sheet: xlwt.Worksheet) -> None:
            sheet.write_merge(1, 2, 1, 2, "合并")
            sheet.write(3, 0, 1.5)
            sheet.write(3, 1, True)
            sheet.write(3, 2, date(2021, 3, 25), day)
            sheet.write(3, 3, datetime(2021, 3, 25, 8, 30), day)
            sheet.write(3, 4, time(9), day)
            sheet.row(3).set_cell_error(5, "#REF!")
            sheet.write(3, 6, -5, day)

        file.write_bytes(hostile.old_workbook(fill))
        workbook = read_workbook(file)
        assert workbook.is_1904 is False
        (sheet,) = workbook.sheets
        assert sheet.rows[3] == (
            1.5, True, date(2021, 3, 25), datetime(2021, 3, 25, 8, 30), time(9),
            CellError("#REF!"), -5.0,
        )  # fmt: skip
        assert sheet.merged == (Area(2, 2, 3, 3),)

    def test_hidden_sheets_and_the_other_epoch(self, file: Path) -> None:
        book = xlwt.Workbook()
        book.dates_1904 = True
        book.add_sheet("名单").write(0, 0, 42818)
        hidden = book.add_sheet("旧")
        hidden.visibility = 1
        book.save(str(file))
        workbook = read_workbook(file)
        assert workbook.is_1904 is True
        assert [(s.name, s.hidden) for s in workbook.sheets] == [("名单", False), ("旧", True)]

    def test_wps_files_of_the_old_make_are_read(self, file: Path) -> None:
        file.write_bytes(hostile.old_workbook())
        assert (
            read_workbook(file.rename(file.with_suffix(".et"))).sheets[0].cell(1, 1) == "企业名称"
        )

    def test_a_password_is_named(self, file: Path) -> None:
        file.write_bytes(hostile.old_workbook_with_password())
        with pytest.raises(Refusal, match="密码"):
            read_workbook(file)


class TestText:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
    )
    @pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
    def test_any_encoding_and_separator(self, file: Path, encoding: str, separator: str) -> None:
        lines = [["名称", "信用代码"], ["𠮷㐂科技", '="0573"'], ['a"b', "两\n行"]]
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(lines)
        file.write_bytes(text.getvalue().encode(encoding))
        rows = read_workbook(file).sheets[0].rows
        assert rows == (("名称", "信用代码"), ("𠮷㐂科技", "0573"), ('a"b', "两\n行"))

    def test_the_separator_may_be_told(self, file: Path) -> None:
        file.write_text("sep=;\na,b;c,d\n", "utf-8")
        assert read_workbook(file).sheets[0].rows == (("a,b", "c,d"),)

    def test_formulas_are_words(self, file: Path) -> None:
        file.write_text("=cmd|' /C calc'!A0,@SUM(1)\n", "utf-8")
        assert read_workbook(file).sheets[0].rows == (("=cmd|' /C calc'!A0", "@SUM(1)"),)

    @pytest.mark.parametrize(
        "content",
        [
            ("名单" * 40).encode()[:-1],
            ("名单" * 40).encode() + b"\xff" + "名单".encode(),
            b"\xff\xfe\x00\xd8a\x00",
            b"\x81\xff\x81\xff",
        ],
    )
    def test_a_broken_encoding_is_refused_rather_than_misread(
        self, file: Path, content: bytes
    ) -> None:
        file.write_bytes(content)
        with pytest.raises(Refusal, match="编码"):
            read_workbook(file)

    def test_a_line_of_endless_columns_is_refused(self, file: Path) -> None:
        file.write_text("," * 5000, "utf-8")
        with pytest.raises(Fault, match="很远"):
            read_workbook(file)

    def test_an_endless_cell_is_refused(self, file: Path) -> None:
        file.write_text('"' + "a" * (2 << 20), "utf-8")
        with pytest.raises(Fault, match="损坏"):
            read_workbook(file)


class TestHostile:
    """Whatever comes, a plain sentence and a parent that lives."""

    @pytest.mark.parametrize(
        ("make", "code"),
        [
            (hostile.far_corner, "workbook.memory"),
            (hostile.lone_far_corner, "workbook.far"),
            (lambda: hostile.cell_bomb(1025), "workbook.bomb"),
            (lambda: hostile.cell_bomb(150), "workbook.bomb"),
            (lambda: hostile.lying_cell_bomb(400), "workbook."),
            (hostile.billion_laughs, "workbook.damaged"),
            (lambda: hostile.workbook_bytes({"A1": 1})[:-30], "workbook.damaged"),
            (lambda: hostile.workbook_bytes({"A1": 1})[:300], "workbook.damaged"),
            (lambda: hostile.old_workbook()[:2000], "workbook."),
            (lambda: b"", "workbook.empty"),
            (lambda: b"\0" * 5000, "workbook.empty"),
            (lambda: b" \r\n\t\n", "workbook.empty"),
            (lambda: hostile.WEB_PAGE.encode("gbk"), "workbook.web_page"),
            (lambda: hostile.WEB_PAGE.encode("utf-16"), "workbook.web_page"),
            (hostile.XML_SHEET.encode, "workbook.xml_sheet"),
            (hostile.password_protected, "workbook.password"),
            (lambda: b"%PDF-1.7 ...", "workbook.other"),
            (lambda: b"\x7fELF\x02\x01\x01" + b"\x01\x02\x03" * 99, "workbook.unknown"),
            (lambda: b"\x09\x08 nonsense", "workbook.damaged"),
        ],
    )
    def test_is_refused_by_name(self, file: Path, make: Callable[[], bytes], code: str) -> None:
        file.write_bytes(make())
        with pytest.raises((Refusal, Fault)) as caught:
            read_workbook(file)
        said: Exception = caught.value
        assert isinstance(said, Refusal | Fault)
        found = said.code if isinstance(said, Fault) else said.problems[0].code
        assert found.startswith(code)
        assert "“名单.xlsx”" in str(said)
        assert "请" in str(said)

    def test_other_packages_are_told_apart(self, file: Path) -> None:
        parts = {
            "word/document.xml": "Word文档",
            "readme.txt": "压缩包",
            "xl/workbook.bin": "xlsb格式",
            "content.xml": "ods格式",
        }
        for part, what in parts.items():
            file.write_bytes(hostile.with_parts(_empty_zip(), {part: b"x"}))
            with pytest.raises(Refusal, match=what):
                read_workbook(file)
        word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
        file.write_bytes(word)
        with pytest.raises(Refusal, match="Word文档"):
            read_workbook(file)
        file.write_bytes(word[:8] + b"\0" * 600)
        with pytest.raises(Refusal, match="WPS"):
            read_workbook(file)

    def test_an_encrypted_part_is_a_password(self, file: Path) -> None:
        content = bytearray(hostile.workbook_bytes({"A1": 1}))
        at = content.index(b"PK\x01\x02")
        content[at + 8] |= 1
        file.write_bytes(content)
        with pytest.raises(Refusal, match="密码"):
            read_workbook(file)

    def test_no_file_of_this_pc_is_read(self, file: Path, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("机密", "utf-8")
        file.write_bytes(hostile.outside_entity(secret))
        try:
            cells = [c for s in read_workbook(file).sheets for row in s.rows for c in row]
        except Fault:
            return
        assert "机密" not in cells

    def test_a_workbook_of_nothing_but_errors_is_refused(self, file: Path) -> None:
        cell = '<c t="e"><v>#REF!</v></c>'
        file.write_bytes(hostile.with_sheet(f"<row>{cell * 1000}</row>" * 101))
        with pytest.raises(Refusal, match="错误单元格太多"):
            read_workbook(file)

    def test_a_lying_dimension_does_no_harm(self, file: Path) -> None:
        sheet = hostile.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
            b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
        )
        file.write_bytes(
            hostile.with_parts(
                hostile.workbook_bytes({"A1": 1}), {"xl/worksheets/sheet1.xml": sheet}
            )
        )
        assert read_workbook(file).sheets[0].rows == ((1.0,),)

    def test_mutilated_files_never_reach_the_parent(self, file: Path) -> None:
        chance = random.Random(20230912)
        honest = [
            hostile.workbook_bytes({"A1": "甲", "B2": 3, "C3": "#REF!"}),
            hostile.old_workbook(),
        ]
        for number in range(40):
            content = bytearray(honest[number % 2])
            for _ in range(chance.randint(1, 20)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            file.write_bytes(content)
            with suppress(Refusal, Fault):
                read_workbook(file)
        file.write_bytes(honest[0])
        assert read_workbook(file).sheets[0].cell(1, 1) == "甲"


class TestLimits:
    def test_a_file_beyond_all_measure_is_not_even_opened(self, file: Path) -> None:
        file.write_bytes(b"x" * 2000)
        with pytest.raises(Refusal, match="超过能导入的大小"):
            read_workbook(file, limits=Limits(file_bytes=1000))

    def test_a_child_that_needs_too_much_memory_is_ended(self, file: Path) -> None:
        file.write_bytes(hostile.cell_bomb(50))
        assert read_workbook(file).sheets[0].rows
        with pytest.raises(Fault) as caught:
            read_workbook(file, limits=Limits(memory_bytes=100 << 20))
        assert caught.value.code == "workbook.memory"

    def test_where_the_system_does_not_hold_it_the_parent_watches(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file.write_bytes(hostile.workbook_bytes({"A1": 1}))
        grow = "import time; a=bytearray(200<<20); time.sleep(60)"
        monkeypatch.setattr(foreign, "command", lambda *_: [sys.executable, "-c", grow])
        monkeypatch.setattr(foreign, "_memory_of", foreign.watched)
        with pytest.raises(Fault) as caught:
            read_workbook(file, limits=Limits(memory_bytes=100 << 20))
        assert caught.value.code == "workbook.memory"

    def test_watching_a_process_that_is_gone_sees_nothing(self) -> None:
        child = subprocess.Popen([sys.executable, "-c", ""])
        watch = foreign.watched(child.pid)
        child.wait()
        assert watch() == 0
        assert foreign.watched(child.pid)() == 0

    def test_a_child_that_never_ends_is_ended(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file.write_bytes(hostile.workbook_bytes({"A1": 1}))
        monkeypatch.setattr(
            foreign, "command", lambda *_: [sys.executable, "-c", "import time; time.sleep(60)"]
        )
        with pytest.raises(Fault) as caught:
            read_workbook(file, limits=Limits(seconds=0.1))
        assert caught.value.code == "workbook.slow"
        assert psutil.Process().children() == []

    @pytest.mark.skipif(sys.platform != "linux", reason="the kernel counts the work")
    def test_a_child_that_works_too_long_is_ended_by_the_system(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file.write_bytes(hostile.workbook_bytes({"A1": 1}))
        busy = "import os; from kcdesk.files import caps as c; c.cap(1<<30, 1)\nwhile True: pass"
        monkeypatch.setattr(foreign, "command", lambda *_: [sys.executable, "-c", busy])
        with pytest.raises(Fault) as caught:
            read_workbook(file, limits=Limits(seconds=60))
        assert caught.value.code == "workbook.slow"

    def test_cancelling_ends_the_child(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file.write_bytes(hostile.workbook_bytes({"A1": 1}))
        monkeypatch.setattr(
            foreign, "command", lambda *_: [sys.executable, "-c", "import time; time.sleep(60)"]
        )
        with pytest.raises(Cancelled):
            read_workbook(file, cancelled=lambda: True)
        assert psutil.Process().children() == []

        def press_cancel(*_: object) -> None:
            raise Cancelled

        with pytest.raises(Cancelled):
            read_workbook(file, progress=press_cancel)
        assert psutil.Process().children() == []

    def test_longer_lists_may_take_longer(self) -> None:
        assert LIMITS.seconds_for(0) == 10
        assert LIMITS.seconds_for(15 << 20) == 40


class TestTheChild:
    """The parent believes nothing it would not have said itself."""

    @pytest.mark.parametrize(
        "said",
        [
            "not json\n",
            "[[1]]\n",
            '{"sheet":1}\n',
            '{"what":1}\n',
            '"text"\n',
            CHILD_SAYS + '["row"]\n{"end":true}\n',
            CHILD_SAYS + '[[{"a":1}]]\n{"end":true}\n',
            CHILD_SAYS + '[[null]]\n{"end":true}\n',
            CHILD_SAYS + '[[["x","y"]]]\n{"end":true}\n',
            CHILD_SAYS + '[[["d","yesterday"]]]\n{"end":true}\n',
            CHILD_SAYS + '{"end":true}\n{"end":true}\n',
            CHILD_SAYS + "[" * 100_000 + "\n",
            CHILD_SAYS,
            "",
        ],
    )
    def test_nonsense_is_a_damaged_file(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, said: str
    ) -> None:
        assert self.heard(file, monkeypatch, f"out.write({said.encode()!r})") == "workbook.damaged"

    def test_what_it_said_before_is_believed(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said = (CHILD_SAYS + '{"end":true}\n').encode()
        assert self.heard(file, monkeypatch, f"out.write({said!r})") == ""

    def test_endless_talk_is_cut_short(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        endless = 'while True: out.write(b\'{"book":{"is_1904":false}}\\n\' * 1000)'
        assert self.heard(file, monkeypatch, endless) == "workbook.damaged"

    @pytest.mark.parametrize(
        ("act", "code"),
        [
            ("os.abort()", "workbook.memory"),
            ("sys.exit(1)", "workbook.damaged"),
            ('out.write(b\'{"no":"memory","detail":""}\')', "workbook.memory"),
            ('out.write(b\'{"no":"mystery","detail":""}\')', "workbook.damaged"),
        ],
    )
    def test_its_end_is_explained(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, act: str, code: str
    ) -> None:
        assert self.heard(file, monkeypatch, act) == code

    def test_one_that_cannot_be_started_is_a_fault(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file.write_bytes(b"x")
        monkeypatch.setattr(foreign, "command", lambda *_: [str(file.parent / "missing")])
        with pytest.raises(Fault, match="没有启动"):
            read_workbook(file)

    def test_a_missing_file_is_a_fault(self, file: Path) -> None:
        with pytest.raises(Fault, match="找不到文件"):
            read_workbook(file)

    def test_the_frozen_program_starts_itself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert command(WORKBOOKS, LIMITS, 10)[1:4] == ["-P", "-m", "kcdesk.files.workbook_child"]
        program = tmp_path / "kcdesk.exe"
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(program))
        assert command(WORKBOOKS, LIMITS, 10) == [
            str(program),
            "--child-workbook",
            str(512 << 20),
            "11",
        ]
        (tmp_path / "kcdesk-cli.exe").write_bytes(b"MZ")
        assert command(WORKBOOKS, LIMITS, 10)[0] == str(tmp_path / "kcdesk-cli.exe")

    @staticmethod
    def heard(file: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> str:
        """The code of what the clerk is told when the child does `act`; empty when all is well."""
        file.write_bytes(b"x")
        script = f"import os, sys; out = sys.stdout.buffer; {act}"
        if act.startswith("while"):
            script = f"import os, sys; out = sys.stdout.buffer\n{act}"
        monkeypatch.setattr(foreign, "command", lambda *_: [sys.executable, "-c", script])
        try:
            read_workbook(file, limits=Limits(answer_bytes=1 << 20))
        except Fault as fault:
            return fault.code
        return ""


def _empty_zip() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()
