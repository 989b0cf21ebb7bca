"""Entering an agreement, with what the programme says of it while typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Group, Keeping, LivePreview, Remark, Screen
from kcdesk.ui.panels import Asked, remarks_of
from kcdesk.work.commands.partners import RegisterAgreement, RenewAgreement
from kcdesk.work.queries.partners import AgreementCheck, AgreementLine, agreement_check

GROUPS = (
    Group("协议", ("partner", "number", "signed_on", "from_on", "until_on", "document_no")),
    Group("损失分担", ("sharing", "parties", "guaranteed_sharing", "guaranteed_parties")),
    Group("利率与授信", ("rate_ceiling", "spread", "line", "deposit", "note")),
)
RENEWED = (
    Group("新协议", ("number", "signed_on", "from_on", "until_on", "document_no")),
    Group(
        "改变的约定（留空不变）",
        ("sharing", "guaranteed_sharing", "rate_ceiling", "spread", "line", "deposit", "note"),
    ),
)
ASKED = (
    "from_on", "until_on", "sharing", "parties", "guaranteed_sharing", "guaranteed_parties",
    "rate_ceiling", "spread", "line", "deposit",
)  # fmt: skip


IF_ASKED = {
    "rate_ceiling": "rate_ceiling",
    "spread": "reference_rates",
    "line": "agreement_line",
    "deposit": "deposits",
}
"""Terms that only some programmes have a rule on, by what they ask for."""


def unasked(asked: Asked) -> tuple[str, ...]:
    """The terms that the programme has no use for."""
    return tuple(field for field, name in IF_ASKED.items() if name not in asked)


def sign(screen: Screen, asked: Asked, partner: int) -> None:
    """登记合作协议 of one institution."""
    screen.edit(
        RegisterAgreement,
        values={"partner": partner},
        hidden=("partner", *unasked(asked)),
        groups=GROUPS,
        preview=LivePreview(ask=ask_findings, show=show_findings),
        keeping=Keeping(screen.place.settings, screen.place.drafts, draft=str(partner)),
    )


def renew(screen: Screen, asked: Asked, line: AgreementLine) -> None:
    """续签 an agreement."""
    screen.edit(
        RenewAgreement,
        title=f"续签“{line.number}”",
        values={"agreement": line.id},
        hidden=("agreement", *unasked(asked)),
        groups=RENEWED,
    )


def ask_findings(values: Mapping[str, Any]) -> Any:
    """The check, once there is an institution and a day."""
    if not (values.get("partner") and values.get("signed_on")):
        return None
    given = {name: values[name] for name in ASKED if values.get(name) is not None}
    return agreement_check(partner=values["partner"], signed_on=values["signed_on"], **given)


def show_findings(answer: AgreementCheck) -> Sequence[Remark]:
    """What would be refused or warned of; else until when it runs."""
    found = remarks_of(answer.refusals, answer.warnings)
    until = "没有到期日" if answer.until_on is None else f"到期日{answer.until_on.isoformat()}"
    if not answer.refusals:
        checked = f"逐项检查{len(answer.trace)}项。" if answer.trace else ""
        found.append(Remark(f"{until}。{checked}", "note" if answer.warnings else "ok"))
    return found
