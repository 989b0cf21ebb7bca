"""A ratio that the text leaves to the office: nothing is shared out until it is filled in."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.domain.schemes.carrying import carry_out
from kcdesk.domain.schemes.operands import Operand, Reckoning, Source
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.step_specs import StepSpec, shape
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import SMALL, edited, small

BLANK = """
[[blank]]
name = "parts"
label = "分担比例"
kind = "weights"
says = "没有写分担比例。"
clauses = ["XX-2"]
"""
OLD = 'split = ["loss", "parameter:sharing"]'
NEW = 'split = ["loss", "blank:parts"]\nparties = ["fund", "bank"]'
FACTS = {
    "claim.principal": Money.wan(10),
    "claim.repaid_since": Money(0),
    "claim.covered": None,
    "loan.disbursed_on": date(2022, 6, 1),
}


def scheme() -> Scheme:
    text = edited((OLD, NEW))
    return read_pack(text[: text.index("[[case]]")] + BLANK, "小方案").scheme


def test_a_split_waits_for_the_ratio_and_takes_it() -> None:
    step = next(s for s in scheme().sums["loss"].steps if s.op == "split")
    assert step.parties == (Party.FUND, Party.BANK)
    work = Reckoning(scheme(), FACTS, {"loss": Money.wan(10)})
    with pytest.raises(Refusal, match="分担比例"):
        carry_out(step, work)
    filled = Reckoning(scheme().with_blanks({"parts": "7:3"}), FACTS, {"loss": Money.wan(10)})
    made = carry_out(step, filled)
    assert getattr(made, "shares", ()) == (Money.wan(7), Money.wan(3))
    assert getattr(made, "parties", ()) == (Party.FUND, Party.BANK)


def test_a_ratio_of_other_parties_is_refused() -> None:
    step = next(s for s in scheme().sums["loss"].steps if s.op == "split")
    filled = scheme().with_blanks({"parts": "4:4:2"})
    with pytest.raises(Refusal, match="风险补偿金、合作机构"):
        carry_out(step, Reckoning(filled, FACTS, {"loss": Money.wan(10)}))


def test_the_small_scheme_has_what_is_edited() -> None:
    assert OLD in SMALL


def test_the_year_of_a_day_counts_years() -> None:
    day = Field("day", "日期")
    field = shape("year_of", [day])
    assert (field.kind, field.unit) == ("whole", "年")
    spec = StepSpec("year", "年度", "year_of", (Operand(Source.FACT, "a", day),), field)
    assert carry_out(spec, Reckoning(small(), {"a": date(2023, 2, 28)})) == 2023
