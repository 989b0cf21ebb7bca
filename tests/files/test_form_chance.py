"""Forms and values as chance makes them: every row and every line once, none below the margin."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from kcdesk.files.form_carry import filled_strip
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_strip import Page, Strip
from kcdesk.files.form_template import template_of
from kcdesk.files.form_workbook import fill_workbook
from kcdesk.kernel.money import Money
from tests.files.drawing_board import MM, Board, fonts

BODY = (297 - 46) * MM
APART = {"page_total": "8", "carry_down": "9", "carry_up": "10"}


def drawn(folder: Path, chance: Random) -> tuple[Board, str]:
    """A ledger of lists in a list with an opinion below it, of rows as tall as it happens."""
    board = Board(folder)
    board.cell("A1:D1", "台账{{ number }}")
    board.cell("A2:D2", "表头")
    board.cell("A3:A6" if chance.random() < 0.4 else "A3", "{{ group.name }}")
    board.cell("B3:D3", "{{ group.text }}")
    board.cell("B4:D4", "组头")
    board.cell("B5", "{{ loan.firm }}")
    board.cell("C5:D5", "{{ loan.amount }}")
    board.cell("B6:D6", "小计{{ total.loan.amount }}")
    board.cell("A7:D7", "合计{{ total.loan.amount }}")
    apart = [key for key in APART if chance.random() < 0.7]
    for key, place in APART.items():
        name = "page" if key == "page_total" else "carried"
        said = f"{{{{ {name}.loan.amount }}}}" if key in apart else "平常的行"
        board.cell(f"A{place}:D{place}", said)
    board.cell("A11:A13", "意见")
    last = 13 if chance.random() < 0.5 else 11
    board.cell(f"B11:D{last}", "{{ opinion }}\n\n（盖章）")
    for tall in range(1, 14):
        if chance.random() < 0.7:
            board.height(tall, chance.choice([12, 20, 30, 60, 150]))
    more = (
        f'[[repeat]]\nlist = "groups"\nas = "group"\nrows = "3-6"\nleast = {chance.randint(0, 3)}\n'
    )
    more += 'header = "2"\n' if chance.random() < 0.6 else ""
    more += '[[repeat]]\nlist = "group.loans"\nin = "group"\nas = "loan"\nrows = "5"\n'
    more += f'totals = ["amount"]\nleast = {chance.randint(0, 3)}\n'
    more += 'header = "4"\n' if chance.random() < 0.6 else ""
    more += "".join(f'{key} = "{APART[key]}"\n' for key in apart)
    return board, more


def values_of(chance: Random) -> dict[str, object]:
    groups = []
    for number in range(chance.randint(0, 6)):
        loans = [
            {
                "firm": f"第{n}厂{'长' * chance.choice([0, 0, 0, 30])}",
                "amount": Money.yuan(chance.randint(1, 9)),
            }
            for n in range(chance.choice([0, 1, 2, 3, 20, 60]))
        ]
        text = "字" * chance.choice([0, 0, 0, 0, 300, 2000])
        groups.append({"name": f"{number}行", "loans": loans, "text": text})
    opinion = "意" * chance.choice([0, 10, 300, 900, 2500])
    return {"number": "1", "groups": groups, "opinion": opinion}


@pytest.mark.parametrize("seed", range(24))
def test_every_row_and_line_stands_once_above_the_margin(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    board, more = drawn(tmp_path, chance)
    values = values_of(chance)
    spec = board.spec(more)
    strip = filled_strip(template_of(spec, fonts()), values)
    pages = pages_of(strip) if strip.pages is None else strip.pages
    for page in pages:
        assert page[-1].top + page[-1].height <= BODY + 0.1
        assert any(not slot.is_again for slot in page)
        for slot, below in pairwise(page):
            assert slot.top + slot.height == pytest.approx(below.top)
    shown = [slot.place for page in pages for slot in page if not slot.is_again]
    once = [place for n, place in enumerate(shown) if n == 0 or shown[n - 1] != place]
    assert once == list(range(strip.skeleton.flow))
    lines_stand_once(strip, pages)
    assert fill_workbook(spec, values, fonts()).startswith(b"PK")


def lines_stand_once(strip: Strip, pages: tuple[Page, ...]) -> None:
    for number, text in enumerate(strip.texts):
        cuts = [
            slot.cuts[number]
            for page in pages
            for slot in page
            if number in slot.cuts and not slot.is_again
        ]
        if text is None or not cuts:
            continue
        assert cuts[0][0] == 0
        assert cuts[-1][1] == len(text.lines)
        assert all(one[1] == other[0] for one, other in pairwise(cuts))
