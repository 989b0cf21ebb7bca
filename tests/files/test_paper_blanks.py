"""What a form shows, and what its values are called on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.files.paper_blanks import shown_names
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import load_form
from tests.files.drawing_board import Board

FORMS = Path(__file__).resolve().parents[2] / "forms"


def test_a_drawn_value_goes_by_the_words_beside_or_above_it(tmp_path: Path) -> None:
    board = Board(tmp_path)
    board.cell("A1:D1", "单位：{{ office.name }}")
    board.cell("A2", "　贷款金额（小写）：")
    board.cell("B2", "￥{{ loan.amount | money }}（大写：{{ loan.amount | capitals }}）")
    board.cell("C2", "还款：{{ loan.repaid | money }}元")
    board.cell("D2", "{{ loan.left | money }}")
    board.cell("A3", "序号")
    board.cell("B3", "材料名称")
    board.cell("A4", "{{ item.order }}")
    board.cell("B4", "{{ item.label }}")
    board.cell(
        "A5:D5", "根据有关规定，经审议同意对{{ firm.name }}予以补偿，联系人：{{ firm.contact }}。"
    )
    spec = board.spec(
        'document = "{{ loan.number }}"\n[[repeat]]\nlist = "claim.materials"\nrows = "4"\nheader = "3"\n'
    )
    assert shown_names(spec) == {
        "loan.number": "编号",
        "office.name": "单位",
        "loan.amount": "贷款金额",
        "loan.repaid": "还款",
        "loan.left": "贷款金额",
        "claim.materials[].order": "序号",
        "claim.materials[].label": "材料名称",
        "firm.name": "",
        "firm.contact": "联系人",
    }


def test_a_list_is_headed_by_its_header_not_by_what_stands_between(tmp_path: Path) -> None:
    board = Board(tmp_path)
    for place, text in {"A1": "摘要", "A2": "期初余额", "A3": "{{ item.text }}"}.items():
        board.cell(place, text)
    more = '[[repeat]]\nlist = "fund.rows"\nrows = "3"\n'
    assert shown_names(board.spec(more)) == {"fund.rows[].text": "期初余额"}
    assert shown_names(board.spec(more + 'header = "1"\n')) == {"fund.rows[].text": "摘要"}
    board.sheet.print_title_rows = "1:1"
    assert shown_names(board.spec(more)) == {"fund.rows[].text": "摘要"}


def test_an_inner_lists_values_are_named_through_the_outer_list(tmp_path: Path) -> None:
    board = Board(tmp_path)
    for place, text in {
        "A1": "银行", "B1": "金额", "A2": "{{ group.bank }}", "A3": "{{ group.bank }}",
        "B3": "{{ loan.amount | money }}", "A4": "小计", "B4": "{{ total.group.amount | money }}",
    }.items():  # fmt: skip
        board.cell(place, text)
    spec = board.spec(
        '[[repeat]]\nlist = "report.groups"\nas = "group"\nrows = "2-4"\n'
        '[[repeat]]\nin = "group"\nlist = "group.loans"\nas = "loan"\nrows = "3"\n'
    )
    assert shown_names(spec) == {
        "report.groups[].bank": "银行",
        "report.groups[].loans[].amount": "金额",
    }


def test_a_letters_value_goes_by_the_words_before_a_colon_or_its_tables_head(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "form.toml").write_text(
        'id = "paper"\ntitle = "函"\nsubject = "claims"\n'
        'document = "{{ a.number }}之{{ a.part }}"\n[letter]\nkind = "公文"\nmark = "{{ office.name }}"\n'
        'note = "（联系人：{{ office.contact }}，电话：{{ office.phone }}）"\n',
        "utf-8",
    )
    (folder / "letter.md").write_text(
        "经审议同意{{ firm.name }}。{{#each claim.parties as p | join 、}}{{ p.name }}{{/each}}\n\n---\n\n"
        "{{#each meeting.items as item}}\n\n**议题**：{{ item.title }}\n\n{{#each item.loans as loan}}\n\n"
        "金额：{{ loan.amount }}\n\n{{/each}}\n\n{{/each}}\n\n"
        "| 单位 | 金额 |\n|---|---|\n{{#each claim.shares as s}}\n| {{ s.unit }} | {{ s.amount }} |\n"
        "{{/each}}\n| 合计 | {{ claim.total }} |\n",
        "utf-8",
    )  # fmt: skip
    assert shown_names(load_form(folder)) == {
        "a.number": "",
        "a.part": "",
        "office.name": "",
        "office.contact": "联系人",
        "office.phone": "电话",
        "firm.name": "",
        "claim.parties[].name": "",
        "meeting.items[].title": "议题",
        "meeting.items[].loans[].amount": "金额",
        "claim.shares[].unit": "单位",
        "claim.shares[].amount": "金额",
        "claim.total": "金额",
    }


@pytest.mark.parametrize("form", sorted(p.parent.name for p in FORMS.glob("*/form.toml")))
def test_every_shipped_forms_names_are_values_of_its_sample(form: str) -> None:
    spec = load_form(FORMS / form)
    values = sample_of(spec)
    for name in shown_names(spec):
        here: object = values
        for part in name.replace("[]", ".[]").split("."):
            if part == "[]":
                assert isinstance(here, list), name
                here = here[0] if here else None
            elif here is not None:
                assert isinstance(here, dict), name
                assert part in here, name
                here = here[part]
