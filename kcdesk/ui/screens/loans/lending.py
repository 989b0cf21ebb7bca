"""登记放款: the editor of a loan, with the room left and the findings shown while typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Editor, Group, Keeping, LivePreview, Remark, Screen
from kcdesk.ui.kit.fields import RecordField
from kcdesk.ui.panels import narrowed, remarks_of
from kcdesk.ui.panels.room import room_remark
from kcdesk.work.commands.loans import DisburseLoan
from kcdesk.work.queries.applications import ApplicationLine, application_card, applications
from kcdesk.work.queries.loans import LoanCheck, Room, enterprise_room, loan_check
from kcdesk.work.queries.partners import partners

GROUPS = (
    Group("企业与银行", ("enterprise", "application", "bank", "guarantor")),
    Group("贷款", ("amount", "disbursed_on", "due_on", "security", "rate", "purpose")),
    Group("合同", ("contract_no", "iou_no")),
)
TAKEN = ("enterprise", "bank", "amount", "security", "purpose", "guarantor")
"""What a loan takes over from its application."""


class Lending:
    """One entry of a loan; a new one for each."""

    def __init__(
        self, screen: Screen, values: Mapping[str, Any], then: Callable[[Any], None]
    ) -> None:
        self.desk = screen.desk
        place = screen.place
        self.editor: Editor = screen.edit(
            DisburseLoan,
            groups=GROUPS,
            values=dict(values),
            overrides={
                "bank": narrowed(self.desk, lambda text: partners(kind="bank", find=text)),
                "guarantor": narrowed(
                    self.desk, lambda text: partners(kind="guarantor", find=text)
                ),
                "application": narrowed(self.desk, self._find_applications),
            },
            keeping=Keeping(place.settings, place.drafts, remember=("bank",)),
            preview=LivePreview(ask=ask_findings, show=show_findings),
            may_go_on=True,
            then=then,
        )
        field = self.editor.form.fields["application"]
        assert isinstance(field, RecordField)
        field.picked.connect(self._take_over)

    def _find_applications(self, text: str) -> Any:
        firm = self.editor.form.values().get("enterprise")
        return applications(find=text, enterprise=firm or 0)

    def _take_over(self, found: Any) -> None:
        """An application was picked: fill in what is still empty."""
        if found is not None:
            self.desk.ask(
                application_card(application=found.id), self._fill, self.editor, lambda _t: None
            )

    def _fill(self, line: ApplicationLine) -> None:
        ready = {
            "enterprise": line.enterprise_id,
            "bank": line.bank_id,
            "amount": line.amount,
            "security": line.security,
            "purpose": line.purpose,
            "guarantor": line.guarantor_id,
        }
        fields = self.editor.form.fields
        for name in TAKEN:
            if ready[name] is not None and (fields[name].is_empty() or name == "security"):
                fields[name].set_value(ready[name])


def ask_findings(values: Mapping[str, Any]) -> Any:
    """The whole check once everything it needs is there; before that, the firm's room."""
    if not (values.get("enterprise") and values.get("disbursed_on")):
        return None
    needed = ("bank", "amount", "due_on", "security")
    if all(values.get(name) for name in needed):
        return loan_check(
            enterprise=values["enterprise"],
            disbursed_on=values["disbursed_on"],
            guarantor=values.get("guarantor") or 0,
            **{name: values[name] for name in needed},
        )
    return enterprise_room(enterprise=values["enterprise"], on=values["disbursed_on"])


def show_findings(answer: LoanCheck | Room) -> Sequence[Remark]:
    """The room first, then what would be refused."""
    if isinstance(answer, Room):
        return [room_remark(answer)]
    remarks = [room_remark(room) for room in answer.room]
    found = remarks_of(answer.refusals, answer.warnings)
    if not found:
        remarks.append(Remark(f"逐项检查通过，共{len(answer.trace)}项。", "ok"))
    return remarks + found
