"""Since when and until when an institution is a partner."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.domain.partners import PartnerKind, Partnership, is_partner_on
from kcdesk.kernel.errors import Refusal

FIRST, LAST = date(2020, 1, 1), date(2022, 12, 31)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2019, 12, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2023, 1, 1), False),
    ],
)
def test_first_and_last_day_count(day: date, counts: bool) -> None:
    assert is_partner_on(FIRST, LAST, day) is counts


def test_without_a_last_day_it_goes_on() -> None:
    assert is_partner_on(FIRST, None, date(2099, 1, 1))


def test_leaving_before_joining_is_refused() -> None:
    with pytest.raises(Refusal, match="退出日期早于加入日期"):
        Partnership(LAST, FIRST)


def test_kinds_have_labels() -> None:
    assert [k.label for k in PartnerKind] == ["合作银行", "担保机构", "再担保机构", "政府方"]
