"""Samples of forms: typed as the real values are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.forms import FormSpec


@pytest.fixture
def spec(tmp_path: Path) -> FormSpec:
    return FormSpec("approval", "审批表", "meetings", "layout", tmp_path, "")


OWN = {
    "words": {},
    "paper": {"title": "审批表", "number": "", "clauses_text": "", "opinions": []},
}
"""What every sample has without saying so."""


def write(spec: FormSpec, text: str, name: str = "sample") -> None:
    (spec.folder / f"{name}.toml").write_text(text, "utf-8")


def test_values_are_typed(spec: FormSpec) -> None:
    write(
        spec,
        """
today = 2023-09-12
[loan]
amount = { money = "300000.00" }
rate = { percent = "4.35%" }
extended = { none = true }
overdue_on = { day = "t" }
days = 172
is_first = true
label = "信用"
ratio = { weights = "6:4" }
[[loan.checks]]
label = "在库"
""",
    )
    assert sample_of(spec) == {
        **OWN,
        "today": date(2023, 9, 12),
        "loan": {
            "amount": Money.wan("30"),
            "rate": Fraction(435, 10000),
            "extended": None,
            "overdue_on": date(2023, 9, 12),
            "days": 172,
            "is_first": True,
            "label": "信用",
            "ratio": (6, 4),
            "checks": [{"label": "在库"}],
        },
    }


def test_the_longest_sample_is_laid_over_the_normal_one(spec: FormSpec) -> None:
    write(spec, '[loan]\na = "甲"\nb = "乙"\nlist = [1, 2]\n[other]\nc = 1\n')
    write(spec, '[loan]\nb = "乙乙乙"\nlist = []\n[new]\nd = 2\n', "sample_longest")
    assert sample_of(spec, "sample_longest") == {
        **OWN,
        "loan": {"a": "甲", "b": "乙乙乙", "list": []},
        "other": {"c": 1},
        "new": {"d": 2},
    }


def test_a_sample_that_is_not_there_is_none(spec: FormSpec) -> None:
    assert sample_of(spec) is None
    write(spec, "")
    assert sample_of(spec, "sample_empty") is None


def test_a_table_of_one_key_that_is_no_kind_is_a_table(spec: FormSpec) -> None:
    write(spec, "[print]\nnumber = 1\n[money]\nmoney = 5\n[empty]\n")
    assert sample_of(spec) == {**OWN, "print": {"number": 1}, "money": {"money": 5}, "empty": {}}


def test_every_wrong_value_is_named(spec: FormSpec) -> None:
    write(spec, '[loan]\namount = { money = "三十万" }\n[[loan.rows]]\nx = 1.5\n')
    with pytest.raises(Refusal) as refused:
        sample_of(spec)
    assert [problem.field for problem in refused.value.problems] == [
        "loan.amount",
        "loan.rows[1].x",
    ]
    assert "sample.toml：loan.amount：" in str(refused.value)
