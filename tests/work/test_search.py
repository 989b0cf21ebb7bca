"""A firm is found by whatever the clerk remembers of it."""

from __future__ import annotations

import logging
import random
import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from kcdesk.work.search import (
    MOST_READINGS,
    OFTEN_MISREAD,
    fold,
    initials,
    like,
    search_keys,
    spelled,
)
from tests.work.county import County

log = logging.getLogger(__name__)

FIRM = "德耐尔能源装备有限公司"
USCC = "91330482MA2B8WX71L"

words = st.text(max_size=30)
typed_words = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E)
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    | st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
    max_size=12,
)
han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def finds(typed: str, *names: str, uscc: str = USCC) -> bool:
    """Whether SQLite's own LIKE finds the firm."""
    connection = sqlite3.connect(":memory:")
    found = connection.execute(
        "SELECT ? LIKE ? ESCAPE '\\'", (search_keys(names, uscc), like(typed))
    ).fetchone()
    connection.close()
    return bool(found[0])


@pytest.mark.parametrize(
    "typed",
    [
        "dnenyzb",
        "DNENYZB",
        "ｄｎｅｎｙｚｂ",
        "dne nyzb",
        "denaier",
        "DeNaiErNengYuan",
        "德耐尔",
        "能源",
        "德",
        " 德耐尔 ",
        "德耐尔 能源",
        FIRM,
        "91330482",
        "8WX71L",
        "8wx71l",
        "８ＷＸ７１Ｌ",
        "",
    ],
)
def test_a_firm_is_found_by(typed: str) -> None:
    assert finds(typed, FIRM)


@pytest.mark.parametrize("typed", ["dnr", "德尔", "能原", "8WX71X", "%", "_", "\\", "德%尔", "d_e"])
def test_a_firm_is_not_found_by(typed: str) -> None:
    assert not finds(typed, FIRM)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单氏机械", "ssjx"),
        ("单氏机械", "shanshi"),
        ("曾都化工", "zdhg"),
        ("曾都化工", "cdhg"),
        ("仇英包装", "qybz"),
        ("查济文旅", "zjwl"),
        ("查济文旅", "cjwl"),
        ("区氏电子", "osdz"),
        ("区氏电子", "qsdz"),
        ("朴实新材", "psxc"),
        ("乐清电气", "yqdq"),
        ("乐清电气", "lqdq"),
        ("缪氏针织", "mszz"),
        ("重庆机床", "cqjc"),
        ("重庆机床", "zqjc"),
        ("行远科技", "xykj"),
        ("行远科技", "hykj"),
        ("长兴材料", "cxcl"),
        ("长兴材料", "zxcl"),
        ("解氏农业", "xsny"),
        ("覃氏茶业", "qscy"),
        ("翟氏食品", "zssp"),
        ("盖世铝业", "gsly"),
    ],
)
def test_a_name_is_found_by_every_reading(name: str, typed: str) -> None:
    assert finds(typed, f"平湖市{name}股份有限公司")


def test_a_misread_character_counts_also_in_a_name_full_of_readings() -> None:
    """More combinations than are kept: the surname must not fall off the end."""
    name = "单乐长重区查曾仇行盖解覃翟叶石柏科技"
    assert len(initials(name)) == MOST_READINGS
    base = initials(name)[0]
    for at, char in enumerate(name):
        if char in OFTEN_MISREAD:
            others = {
                i[at] for i in initials(name) if i[:at] + i[at + 1 :] == base[:at] + base[at + 1 :]
            }
            assert others == {i[at] for i in initials(name)}
    assert finds("slzzqccc", name), "the first place read otherwise"


def test_the_likeliest_reading_comes_first() -> None:
    assert initials("重庆银行")[0] == "cqyh"
    assert spelled("重庆银行")[0] == "chongqingyinhang"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("浙江德耐尔（平湖）能源", "zjdnephny"),
        ("浙江德耐尔(平湖)能源", "（平湖）"),
        ("浙江德耐尔（平湖）能源", "(平湖)"),
        ("平湖Ａ—ＯＮＥ医疗", "aone"),
        ("平湖3D打印", "ph3ddy"),
        ("平湖·云", "phy"),
        ("𠮷利五金", "𠮷利"),
        ("㐂乐食品", "㐂乐"),
        ("100%棉纺织", "100%"),
        ("A_B科技", "a_b"),
        ("C\\D科技", "c\\d"),
    ],
)
def test_marks_and_foreign_letters(name: str, typed: str) -> None:
    assert finds(typed, name)


def test_a_former_name_still_finds_the_firm() -> None:
    assert finds("phlx", "德耐尔能源", "平湖隆兴压缩机厂")
    assert finds("隆兴", "德耐尔能源", "平湖隆兴压缩机厂")


@given(typed_words, typed_words)
def test_whatever_is_part_of_the_name_finds_it(before: str, after: str) -> None:
    assert finds(after, before + after)


@given(words)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(words.filter(lambda t: "|" not in fold(t)))
def test_any_text_has_readings(text: str) -> None:
    letters = [c for c in fold(text) if c.isalnum()]
    for reading in initials(text):
        assert len(reading) == len(letters)
    assert 1 <= len(initials(text)) <= MOST_READINGS
    assert 1 <= len(spelled(text)) <= MOST_READINGS


@given(han)
def test_combinations_are_kept_once(name: str) -> None:
    assert len(set(initials(name))) == len(initials(name))


@given(han)
def test_read_word_by_word_a_name_sounds_as_in_one_piece(name: str) -> None:
    assert spelled(name)[0] == "".join(lazy_pinyin(name))


@given(typed_words, han)
def test_only_what_is_there_is_found(typed: str, name: str) -> None:
    keys = search_keys([name], USCC)
    assert finds(typed, name) == (fold(typed) in keys)


def test_a_hundred_thousand_firms(tmp_path: Path) -> None:
    """What is found is held; how long it takes is only reported (--log-cli-level=INFO)."""
    draw = random.Random(1)
    chars = "平湖市德耐尔能源装备重型机械长兴材料精密电子新科技单氏光学生物医药乐清智能制造"
    names = ["".join(draw.choices(chars, k=8)) + "有限公司" for _ in range(400)]
    keys = [search_keys([name], "") for name in names]
    connection = sqlite3.connect(tmp_path / "search.db")
    connection.execute("CREATE TABLE firm(id INTEGER PRIMARY KEY, name TEXT, search_keys TEXT)")
    connection.execute("CREATE INDEX ix_firm_search ON firm(search_keys, id)")
    connection.executemany(
        "INSERT INTO firm(name, search_keys) VALUES (?, ?)",
        ((names[n % 400], f"{keys[n % 400]}{n:018}") for n in range(100_000)),
    )
    for typed in ("精密", "jxcl", "099999", "wxyz"):
        begun = time.perf_counter()
        found = connection.execute(
            "SELECT id FROM firm WHERE search_keys LIKE ? ESCAPE '\\' ORDER BY id LIMIT 200",
            (like(typed),),
        ).fetchall()
        log.info("LIKE %s: %.0f ms", typed, (time.perf_counter() - begun) * 1000)
        expected = [n for n in range(100_000) if typed in f"{keys[n % 400]}{n:018}"][:200]
        assert [f[0] - 1 for f in found] == expected
    connection.close()


def test_the_list_is_searched(county: County) -> None:
    firm = county.firm(name=FIRM, uscc=USCC)
    county.firm(name="平湖甲科技", uscc="91330482MA0000000L")
    for typed in ("dnenyzb", "能源", "8wx71l", "ｄｎｅ"):
        assert [line.id for line in county.ask("enterprises", find=typed)] == [firm]
    assert county.ask("enterprises", find="%") == ()
    assert len(county.ask("enterprises")) == 2
