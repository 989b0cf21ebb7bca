"""How a query's line becomes something a field can offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Found
from kcdesk.ui.kit.sources import found_of, option_of
from tests.ui.office import ENTERPRISES, many_loans


@dataclass(frozen=True)
class Said:
    """A line that says itself what it is called."""

    id: int
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Bank:
    """A line with a value and a name, in this order."""

    code: str
    name: str


@dataclass(frozen=True)
class Bare:
    """A line of nothing but its id."""

    id: Annotated[int, Field("record", "编号", of="loans")]


@dataclass(frozen=True)
class One:
    """A line of one word."""

    word: str


def test_a_line_that_says_its_name_is_believed() -> None:
    assert found_of(Said(3, "平湖农商银行", "平湖")) == Found(3, "平湖农商银行", "平湖")
    assert found_of(Found(1, "甲")) == Found(1, "甲")


def test_any_other_line_is_told_by_its_first_fields() -> None:
    found = found_of(ENTERPRISES[0])
    assert found.label == "平湖市德能科技有限公司"
    assert found.detail == "91330482MA28A0001U  phsdnkjyxgs"
    loan = found_of(many_loans(7)[6])
    assert loan.detail == f"{many_loans(7)[6].uscc}  7  {Money(50_000_000).show()}"
    assert found_of(Bare(9)) == Found(9, "9")


def test_options_come_from_lines_of_many_shapes() -> None:
    assert option_of(Option("a", "甲")) == Option("a", "甲")
    assert option_of(Bank("rcb", "平湖农商银行")) == Option("rcb", "平湖农商银行")
    assert option_of(One("词")) == Option("词", "词")
    assert option_of("词") == Option("词", "词")

    @dataclass(frozen=True)
    class Valued:
        label: str
        value: str

    assert option_of(Valued("甲", "a")) == Option("a", "甲")
