"""The standard of sizes is read as it is written; a slip names the file and the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.domain.enterprises import Limits
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.standards import load_sizes

GOOD = """
[[industry]]
code = "industry"
label = "工业"
large = { staff = "1000人", revenue = "40000万元" }
medium = { staff = "300人" }
small = { assets = "20万元" }
"""


def test_the_shipped_standard_has_every_industry(resources: Path) -> None:
    sizes = load_sizes(resources / "standards" / "sizes.toml")
    assert len(sizes) == 16
    assert sizes["industry"].classes["medium"] == Limits(300, Money.wan(2000))
    for industry in sizes.values():
        assert list(industry.classes) == ["large", "medium", "small"]


def test_limits_are_read_with_their_units(tmp_path: Path) -> None:
    file = tmp_path / "sizes.toml"
    file.write_text(GOOD, "utf-8")
    (industry,) = load_sizes(file).values()
    assert industry.classes["large"] == Limits(1000, Money.wan(40000))
    assert industry.classes["small"] == Limits(assets=Money.wan(20))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('staff = "300人"', 'staff = "300"', "多少人"),
        ('staff = "300人"', "staff = 300", "多少人"),
        ('assets = "20万元"', 'assets = "20元"', "多少万元"),
        ('{ staff = "300人" }', "{ }", "至少要写一项"),
        ('{ staff = "300人" }', '"300人"', "至少要写一项"),
        ('staff = "300人"', 'people = "300人"', "people"),
        ('label = "工业"\n', "", "label"),
        ("[[industry]]", "[[trade]]", "没有 [[industry]]"),
        ("", GOOD, "写了两次"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "sizes.toml"
    file.write_text(GOOD.replace(old, new, 1) if old else GOOD + new, "utf-8")
    with pytest.raises(Refusal) as refused:
        load_sizes(file)
    assert said in str(refused.value)
    assert refused.value.problems[0].code == "standard.file"
