"""A form drawn from nothing by someone who has read the manual's page, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Side

from tests.files.drawing_board import pages
from tests.work.county import County

MANUAL = Path(__file__).resolve().parents[2] / "resources/manual/own_forms.md"
NAMES = ("form.toml", "sample.toml", "sample_longest.toml", "sample_empty.toml")
CELL = re.compile(r"^\| ([A-Z]\d+(?::[A-Z]\d+)?) \|(.*)\|$", re.MULTILINE)

WRAPS = next(line for line in MANUAL.read_text("utf-8").splitlines() if "要设“自动换行”" in line)


SAMPLE = """
today = 2023-09-20
office.host_unit = "平湖市科学技术局"
enterprise.name = "平湖市晨曦智能装备有限公司"
loan.due_on = 2022-03-24
[claim]
number = "1号"
principal = { money = "300000.00" }
parties = [{ name = "风险补偿金", amount = { money = "180000.00" } }]
"""


@pytest.fixture
def county(tmp_path: Path) -> County:
    """An office with the form the page describes, drawn with no more than it says."""
    county = County(tmp_path / "office")
    page = MANUAL.read_text("utf-8")
    folder = county.folder / "forms/collection_sheet"
    folder.mkdir(parents=True)
    texts = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    for name, text in zip(NAMES, texts[: len(NAMES)], strict=True):
        (folder / name).write_text(text, "utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    thin = Side(style="thin")
    sheet.page_setup.paperSize = "9"
    sheet.page_margins.bottom = 1
    for place, said in CELL.findall(page):
        for row in sheet[place] if ":" in place else ((sheet[place],),):
            for cell in row:
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        first = sheet[place.split(":")[0]]
        first.value = said.strip().replace("\\|", "|") or None
        first.alignment = Alignment(wrap_text=first.coordinate in re.findall("[A-Z][0-9]", WRAPS))
        if ":" in place:
            sheet.merge_cells(place)
    for column in "ABCD":
        sheet.column_dimensions[column].width = 18
    book.save(folder / "layout.xlsx")
    return county


@pytest.fixture
def letter(county: County) -> str:
    """The letter the page describes, with a sample."""
    page = MANUAL.read_text("utf-8")
    folder = county.folder / "forms/collection_notice"
    folder.mkdir()
    (form,) = (t for t in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[letter]" in t)
    (text,) = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    (folder / "form.toml").write_text(form, "utf-8")
    (folder / "letter.md").write_text(text, "utf-8")
    (folder / "sample.toml").write_text(SAMPLE, "utf-8")
    return folder.name


def test_the_check_has_nothing_to_say(county: County) -> None:
    assert county.ask("form_findings", form="collection_sheet") == ()


@pytest.mark.parametrize("sample", ["sample", "sample_longest", "sample_empty"])
def test_it_prints_its_samples(county: County, sample: str) -> None:
    preview = county.ask("form_sample", form="collection_sheet", sample=sample)
    (text,) = pages(preview.pdf)[:1]
    assert "催收情况表" in text
    assert "表号：本局-07" in text


def test_it_prints_a_claim(county: County) -> None:
    claim = county.claim(county.loan(county.firm(), county.bank()))
    preview = county.ask("preview_paper", form="collection_sheet", record=claim)
    text = pages(preview.pdf)[0]
    assert "催收情况：" in text
    assert "第1联/共2联（科技局）" in text
    papers = county.ask("papers", subject="claims", record=claim)
    assert "collection_sheet" in [paper.form for paper in papers]


def test_the_letter_of_the_page_is_sound_and_prints(county: County, letter: str) -> None:
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    assert county.ask("form_findings", form=letter) == ()
    text = "".join(pages(county.ask("preview_paper", form=letter, record=claim).pdf))
    assert "于2022年3月24日到期，尚欠本金300,000.00元。一、各方分担" in text
    assert "风险补偿金180,000.00" in text
    assert "1.收到本通知后十五日内归还；" in text
