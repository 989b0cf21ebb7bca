"""What a county calls things on its papers, where values are put into words.

A programme's ``[paper_words]`` goes before the usual word. Called by the rooms that gather values;
a form's own fixed texts are `printing`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from kcdesk.domain.claims import Assessment
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.scheme import Scheme

USUAL: Final[Mapping[str, str]] = {
    **{f"party_{party.value}": party.label for party in Party},
    "finding": "符合不良贷款认定条件",
    "loss": "风险损失",
    "result_agree": "同意补偿",
    "result_disagree": "不予补偿",
    "result_defer": "缓议",
    "pool": "资金池",
    "deposit": "银行保证金",
    "review_pass_review": "通过",
    "review_review_against": "建议不予补偿",
    "review_return": "退回补正",
}
"""The words of a county whose programme says nothing of them."""


def word(scheme: Scheme, name: str) -> str:
    """What the programme calls it, else the usual word; nothing for what has no word."""
    return scheme.paper_words.get(name) or USUAL.get(name, "")


def party_name(scheme: Scheme, party: str) -> str:
    """A party of a ratio as the county's papers name it."""
    return word(scheme, f"party_{party}")


_STEP: Final = re.compile(r"(.+)承担|\d+(?::\d+)+（(.+)）")


def in_county_words(text: str, scheme: Scheme) -> str:
    """A step of a calculation (``担保机构承担``, ``6:4（风险补偿金、合作机构）``) with its parties
    named as the county names them; any other text as it is."""
    found = _STEP.fullmatch(text)
    if found is None:
        return text
    group = 1 if found.group(1) else 2
    names = {party.label: party_name(scheme, party) for party in Party}
    said = "、".join(names.get(name, name) for name in found.group(group).split("、"))
    return text[: found.start(group)] + said + text[found.end(group) :]


def percent_words(assessment: Assessment, scheme: Scheme) -> str:
    """``风险补偿金60%、合作机构40%``: a ratio is never printed without its parties."""
    return "、".join(
        f"{party_name(scheme, party)}{percent_of(assessment, weight)}"
        for party, weight in zip(assessment.parties, assessment.weights, strict=True)
    )


def percent_of(assessment: Assessment, weight: int) -> str:
    """A weight's part of the whole; a third has no percentage that says it exactly, and a paper
    must not round a ratio."""
    part = Fraction(weight, sum(assessment.weights))
    return f"{part * 100}%" if (part * 100).denominator == 1 else str(part)
