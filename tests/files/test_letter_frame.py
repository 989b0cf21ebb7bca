"""Heads, titles, signatures and imprints stand where the standard wants them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_frame import (
    imprint,
    letter_head,
    official_head,
    page_number,
    signature_rows,
    title_rows,
)
from kcdesk.files.letter_page import BOTTOM, CELL, LEFT, MM, PAGE, RED, ROW, TOP, WIDTH
from kcdesk.files.letter_titles import shaped_lines
from kcdesk.kernel.errors import Refusal


@pytest.fixture(scope="module")
def fonts(resources: Path) -> Fonts:
    return Fonts.load(resources / "fonts", system=False)


def test_the_mark_stands_35_mm_below_and_is_red(fonts: Fonts) -> None:
    head = official_head(fonts, "平湖市科学技术局", "平科〔2023〕1号", "", "")
    mark, number = head.inks
    assert mark.colour == RED
    assert (TOP - (mark.baseline + mark.line.size * 0.88)) / MM == pytest.approx(35, abs=0.1)
    assert mark.x - LEFT == pytest.approx(
        LEFT + WIDTH - mark.x - mark.line.right * mark.stretch, abs=1
    )
    gap = (mark.baseline - mark.line.size * 0.12) - (number.baseline + 16 * 0.88)
    assert gap / ROW == pytest.approx(2, abs=0.6)


def test_the_red_rule_is_4_mm_below_the_number_and_156_mm_wide(fonts: Fonts) -> None:
    head = official_head(fonts, "平湖市科学技术局", "平科〔2023〕1号", "", "")
    (rule,) = head.rules
    number = head.inks[-1]
    assert rule.length / MM == pytest.approx(156)
    assert rule.colour == RED
    assert (number.baseline - 16 * 0.12 - rule.y) / MM == pytest.approx(4)
    title_top = TOP - head.first_row * ROW - (ROW - 22) / 2
    assert (rule.y - title_top) / ROW == pytest.approx(2, abs=0.6)


def test_a_long_mark_is_narrowed_and_a_very_long_one_takes_two_lines(fonts: Fonts) -> None:
    (long, _) = official_head(fonts, "平湖市科创贷款工作联席会议纪要", "", "", "").inks
    assert 0.62 <= long.stretch < 1
    name = "平湖市科创企业贷款风险补偿资金管理工作联席会议办公室"
    *marks, _ = official_head(fonts, name, "", "", "").inks
    assert len(marks) == 2
    assert "".join(mark.line.text for mark in marks) == name


def test_minutes_name_office_and_day_over_the_rule(fonts: Fonts) -> None:
    head = official_head(fonts, "会议纪要", "〔2023〕1号", "联席会议办公室", "2023年9月15日")
    office, day = head.inks[-2:]
    assert office.baseline == day.baseline
    assert office.line.pieces[0].x == pytest.approx(CELL)
    assert day.line.right == pytest.approx(WIDTH - CELL)


def test_a_letter_has_double_red_rules_170_mm_wide(fonts: Fonts) -> None:
    head = letter_head(fonts, "平湖市科学技术局", "平科函〔2023〕12号")
    assert {round(rule.length / MM) for rule in head.rules} == {170}
    upper, lower = head.rules[0], head.rules[-1]
    mark, number = head.inks
    assert (PAGE[1] - mark.baseline - mark.line.size * 0.88) / MM == pytest.approx(30, abs=0.1)
    assert (mark.baseline - mark.line.size * 0.12 - upper.y) / MM == pytest.approx(4, abs=0.1)
    assert lower.y / MM == pytest.approx(20)
    assert number.line.right == pytest.approx(WIDTH)
    assert letter_head(fonts, "平湖市科学技术局", "").first_row < head.first_row


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            ["关于推荐", "平湖市当湖智能装备有限公司", "申请科创贷款的函"],
            ["关于推荐平湖市当湖智能装备有限公司", "申请科创贷款的函"],
        ),
        (
            ["关于召开", "平湖市", "科创贷款工作联席会议", "2023年第一次会议", "的通知"],
            ["关于召开平湖市科创贷款工作联席会议", "2023年第一次会议的通知"],
        ),
        (["2023年第一次会议", "纪要"], ["2023年第一次会议纪要"]),
        (["关于开会\n的通知"], ["关于开会", "的通知"]),
        ([], []),
    ],
)
def test_a_title_breaks_between_its_words(
    fonts: Fonts, words: list[str], wanted: list[str]
) -> None:
    rows = title_rows(fonts, words)
    assert [row.line.text for row in rows if row.line] == wanted
    assert len(rows) == len(wanted) + bool(wanted)


def test_a_title_is_no_hourglass_and_no_rectangle() -> None:
    lines = shaped_lines(
        "关于进一步做好科创企业贷款风险补偿资金管理和使用工作有关事项的补充通知", 19
    )
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) >= 1
    three = shaped_lines("国" * 45, 19)
    assert len(three) == 3
    assert not len(three[1]) < min(len(three[0]), len(three[2]))


def test_a_name_of_endless_length_is_broken_without_looking_for_beauty() -> None:
    assert "".join(shaped_lines("国" * 300, 19)) == "国" * 300
    assert shaped_lines("A" * 60, 19) == ["A" * 38, "A" * 22]


@given(st.text(st.sampled_from("国家的，《》12A"), min_size=1, max_size=60))
def test_a_shaped_text_loses_nothing(text: str) -> None:
    assert "".join(shaped_lines(text, 19)) == text


def test_the_name_stands_centred_over_the_date(fonts: Fonts) -> None:
    *places, name, date = signature_rows(fonts, "平湖市科学技术局", "2023年9月5日")
    assert len(places) == 2
    assert all(row.line is None for row in places)
    assert name.line is not None
    assert date.line is not None
    assert date.line.right == pytest.approx(WIDTH - 4 * CELL)
    middles = [(line.pieces[0].x + line.right) / 2 for line in (name.line, date.line)]
    assert middles[0] == pytest.approx(middles[1], abs=0.5)


def test_a_long_name_stays_inside_the_text_area(fonts: Fonts) -> None:
    name = signature_rows(fonts, "平湖市科创贷款工作联席会议办公室", "2023年9月5日")[2]
    assert name.line is not None
    assert name.line.right <= WIDTH + 1e-6
    longest = signature_rows(fonts, "平湖市科创贷款工作联席会议办公室" * 3, "")
    assert len([row for row in longest if row.line]) == 2


def test_without_name_and_date_there_is_no_signature(fonts: Fonts) -> None:
    assert signature_rows(fonts, "", "") == []


def test_the_last_rule_of_an_imprint_is_the_text_areas_lower_edge(fonts: Fonts) -> None:
    page, rows = imprint(fonts, ["抄送：市财政局。"], "办公室", "2023年9月5日", ruled=True)
    heights = {round(rule.y, 2): round(rule.thickness / MM, 2) for rule in page.rules}
    assert heights[round(BOTTOM, 2)] == 0.35
    assert heights[max(heights)] == 0.35
    assert sorted(heights.values()) == [0.25, 0.35, 0.35]
    assert rows == 3
    assert page.inks[-1].line.text == "2023年9月5日印发"
    assert page.inks[-1].line.right == pytest.approx(WIDTH - 14)


@pytest.mark.parametrize(
    ("entries", "by", "rules"), [(["抄送：甲。"], "", 2), ([], "办公室", 2), ([], "", 0)]
)
def test_an_imprint_has_the_rules_it_needs(
    fonts: Fonts, entries: list[str], by: str, rules: int
) -> None:
    page, rows = imprint(fonts, entries, by, "", ruled=True)
    assert len(page.rules) == rules
    assert bool(rows) == bool(rules)


def test_an_entry_hangs_after_its_label(fonts: Fonts) -> None:
    page, _ = imprint(fonts, ["分送：" + "各成员单位，" * 20, "无标签"], "", "", ruled=False)
    first, second, *_ = page.inks
    assert first.line.pieces[0].x == pytest.approx(14)
    assert second.line.pieces[0].x == pytest.approx(14 * 4)
    assert page.rules == []


def test_an_imprint_that_leaves_no_room_is_refused(fonts: Fonts) -> None:
    with pytest.raises(Refusal) as caught:
        imprint(fonts, ["分送：" + "各成员单位，" * 200], "", "", ruled=True)
    assert caught.value.problems[0].code == "letter.imprint"


def test_odd_pages_are_numbered_at_the_right_even_ones_at_the_left(fonts: Fonts) -> None:
    odd, even = page_number(fonts, 1), page_number(fonts, 12)
    assert odd.line.right == pytest.approx(WIDTH - 14)
    assert even.line.pieces[0].x == pytest.approx(14)
    assert even.line.text == "— 12 —"
