"""What stands beside 是 or 否 on the review sheet: the facts that a condition looked at.

A condition names its facts; those with a day, an amount or a word to show are shown, so that who
signs sees what was compared. Whatever the program has to say of a failed one goes before them.
Called by the claim's values; what holds and what does not was decided by the review.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from kcdesk.domain.schemes.asking import facts_named
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.kinds.styles import date_in_words
from kcdesk.kernel.money import Money
from kcdesk.work.paper.citing import articles_of
from kcdesk.work.queries.claims import ClaimCard
from kcdesk.work.queries.tracing import TraceLine

Values = dict[str, Any]

VERDICTS: Final = {"符合": "是", "不符合": "否", "请核对": "请核对", "不能判断": "不能判断"}
"""The verdict lines of a check's trace, as a paper says them; the lines between them show how it
was reached."""


def check_values(values: Values, card: ClaimCard, scheme: Scheme) -> list[Values]:
    """The verdicts of the review's checks, each with what it rests on."""
    facts = _facts(values, card)
    looked_at = {
        c.label: [n for n in _ORDER if n in facts_named(c.test)]
        + [n for n in sorted(facts_named(c.test)) if n.startswith("milestone.")]
        for c in scheme.conditions
        if "review" in c.events
    }
    verdicts = [line for line in card.checks if line.shown in VERDICTS]
    return [
        {
            "order": number,
            "label": line.label,
            "passed": line.shown == "符合",
            "verdict": VERDICTS[line.shown],
            "note": line.note or _said(line, looked_at, facts, values, scheme),
            "clause": articles_of(scheme, line.clauses),
        }
        for number, line in enumerate(verdicts, 1)
    ]


def _said(
    line: TraceLine,
    looked_at: Mapping[str, list[str]],
    facts: Mapping[str, str],
    values: Values,
    scheme: Scheme,
) -> str:
    said = []
    for name in looked_at.get(line.label, ()):
        if name in facts:
            said.append(facts[name])
        else:
            step = scheme.milestones[name.removeprefix("milestone.")]
            said.append(_told(step.label, values["loan"]["reached"][step.code], _day))
    return "，".join(filter(None, said))


_ORDER: Final = (
    "enterprise.is_listed", "bank.is_partner", "agreement.sharing", "loan.disbursed_on",
    "loan.final_due_on", "claim.is_accelerated", "claim.base_on", "claim.filed_on", "loan.amount",
    "claim.principal", "claim.interest_arrears", "loan.grade", "claim.materials",
    "claim.conditions_met", "claim.reason", "claim.other_cover",
)  # fmt: skip
"""Facts with something to show, in the order a paper tells them."""


def _facts(values: Values, card: ClaimCard) -> Mapping[str, str]:
    """What a paper says of each fact; nothing where there is nothing to say."""
    loan, firm = values["loan"], values["enterprise"]
    needed = [m for m in card.materials if m.is_required]
    met = sum(c.is_met for c in card.conditions)
    return {
        "enterprise.is_listed": _told("入库日期", firm["listed_on"], _day),
        "bank.is_partner": _told("协议编号：", loan["agreement_no"], str),
        "agreement.sharing": _told("协议编号：", loan["agreement_no"], str),
        "loan.disbursed_on": _told("放款", loan["disbursed_on"], _day),
        "loan.final_due_on": _told("到期", loan["final_due_on"], _day),
        "claim.is_accelerated": _told("宣布提前到期", card.accelerated_on, _day),
        "claim.base_on": _told("基准日", card.base_on, _day),
        "claim.filed_on": _told("申请", card.filed_on, _day),
        "loan.amount": _told("贷款", loan["amount"], _yuan),
        "claim.principal": _told("未还本金", card.principal, _yuan),
        "claim.interest_arrears": _told("欠息", card.interest_arrears, _yuan),
        "loan.grade": f"{_day(loan['grade_on'])}列为{loan['grade_label']}"
        if loan["grade_on"]
        else "",
        "claim.materials": f"必需{len(needed)}件，已交{sum(m.is_present for m in needed)}件",
        "claim.conditions_met": f"{len(card.conditions)}项中具备{met}项",
        "claim.reason": card.reason,
        "claim.other_cover": card.other_cover or "没有享受其他政策",
    }


def _told(label: str, value: Any, show: Callable[[Any], str]) -> str:
    return "" if value in (None, "") else f"{label}{show(value)}"


def _day(value: date) -> str:
    return date_in_words(value)


def _yuan(value: Money) -> str:
    return f"{value.show()}元"
