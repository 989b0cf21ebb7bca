"""A word a person or a list uses for something of the programme finds its code."""

from __future__ import annotations

import pytest

from kcdesk.domain.schemes.picking import code_of, pick, pick_all
from kcdesk.kernel.errors import Refusal


class Named:
    """Something with a name."""

    def __init__(self, label: str) -> None:
        self.label = label


KINDS = {"little_giant": Named("小巨人企业"), "gazelle": Named("瞪羚企业"), "talent": Named("人才")}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("little_giant", "little_giant"),
        ("小巨人企业", "little_giant"),
        ("小巨人", "little_giant"),
        (" ＧＡＺＥＬＬＥ ", "gazelle"),
        ("人才", "talent"),
        ("企业", None),
        ("", None),
        ("巨人", None),
    ],
)
def test_code_label_and_label_without_its_tail(word: str, code: str | None) -> None:
    assert code_of(KINDS, word) == code


def test_an_unknown_word_is_refused_with_the_nearest_and_all_names() -> None:
    with pytest.raises(Refusal) as caught:
        pick(KINDS, "瞪玲企业", what="资质", field="kind")
    (problem,) = caught.value.problems
    assert problem.field == "kind"
    assert problem.message == "方案里没有“瞪玲企业”这种资质。"
    assert problem.cure == "是不是“瞪羚企业”？可选：小巨人企业、瞪羚企业、人才。"


def test_a_word_near_nothing_is_refused_with_all_names() -> None:
    with pytest.raises(Refusal) as caught:
        pick(KINDS, "×", what="资质", field="kind")
    assert caught.value.problems[0].cure == "可选：小巨人企业、瞪羚企业、人才。"


def test_several_words_give_each_code_once() -> None:
    words = ("瞪羚", "gazelle", "人才")
    assert pick_all(KINDS, words, what="资质", field="kinds") == ("gazelle", "talent")
