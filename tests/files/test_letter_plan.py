"""The [letter] table: what stands around the text, and every slip of the pen in it named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.files.letter_nodes import Paragraph
from kcdesk.files.letter_plan import LetterPlan, read_plan
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.forms import load_form

HEAD = 'id = "own"\ntitle = "函"\nsubject = "meetings"\n'


def plan(folder: Path, table: str, text: str = "一。") -> LetterPlan:
    here = folder / "own"
    here.mkdir()
    (here / "letter.md").write_text(text, "utf-8")
    (here / "form.toml").write_text(f"{HEAD}\n[letter]\n{table}\n", "utf-8")
    return read_plan(load_form(here))


def complaints(folder: Path, table: str, text: str = "一。") -> list[str]:
    with pytest.raises(Refusal) as caught:
        plan(folder, table, text)
    return [f"{problem.message}{problem.cure}" for problem in caught.value.problems]


def test_a_plan_holds_every_line(tmp_path: Path) -> None:
    made = plan(
        tmp_path, 'kind = "信函"\nmark = "局"\nto = "{{ bank.name }}："\nimprint = ["抄送：甲。"]'
    )
    assert made.kind == "信函"
    assert len(made.to.parts) == 2
    assert len(made.imprint) == 1
    assert made.title.parts == ()
    assert len(made.nodes) == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('mark = "局"', "“kind”应写明文书的种类。可写公文、信函、纪要。"),
        ('kind = "令"\nmark = "局"', "“kind”应写明文书的种类。"),
        ('kind = "公文"', "“mark”没有填写。"),
        (
            'kind = "公文"\nmark = "局"\nsigner_on = "x"',
            "“signer_on”是不认识的项目。是不是“signed_on”或“signer”",
        ),
        ('kind = "公文"\nmark = "局"\nqqq = "x"', "“qqq”是不认识的项目。请改正"),
        ('kind = "纪要"\nmark = "局"\nsigner = "局"', "“signer”不用于纪要。"),
        ('kind = "信函"\nmark = "局"\napprover = "甲"', "“approver”不用于信函。"),
        ('kind = "纪要"\nmark = "局"\napprover = "甲"', "“approver”不用于纪要。"),
        ('kind = "公文"\nmark = "局"\nissuer = "局"', "“issuer”不用于公文。"),
        ('kind = "信函"\nmark = "局"\nimprint_by = "局"', "“imprint_by”不用于信函。"),
        ('kind = "公文"\nmark = "局"\nis_sealed = "否"', "“is_sealed”应写 true（盖章）"),
        ('kind = "纪要"\nmark = "局"\nis_sealed = true', "“is_sealed”不用于纪要。"),
        ('kind = "公文"\nmark = 3', "“mark”应是一段文字。"),
        ('kind = "公文"\nmark = "局"\nimprint = "甲"', "“imprint”应是文字的列表。"),
        ('kind = "公文"\nmark = "局"\nimprint = [1]', "“imprint”应是一段文字。"),
        ('kind = "公文"\nmark = "局"\ntitle = "{{ 甲 }}"', "“title”：“{{ 甲 }}”不是空格的写法。"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, table: str, said: str) -> None:
    (message,) = complaints(tmp_path, table)
    assert said in message
    assert "文书“own”的 form.toml [letter]" in message


def test_slips_in_table_and_text_are_named_together(tmp_path: Path) -> None:
    assert len(complaints(tmp_path, 'kind = "令"\nmark = ""', "**甲")) == 3


def test_a_text_saved_by_notepad_begins_with_its_heading(tmp_path: Path) -> None:
    (node,) = plan(tmp_path, 'kind = "公文"\nmark = "局"', "\ufeff# 一、情况\r\n").nodes
    assert isinstance(node, Paragraph)
    assert node.level == 1
