"""登记放款: the editor of a loan, with the room left and the findings shown while typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Editor, Group, Keeping, LivePreview, Remark, Screen
from kcdesk.ui.kit.fields import RecordField
from kcdesk.ui.panels import Asked, narrowed, remarks_of
from kcdesk.ui.panels.room import room_remarks
from kcdesk.work.commands.loans import DisburseLoan
from kcdesk.work.queries.applications import ApplicationCard, application_card, applications
from kcdesk.work.queries.loans import LoanCheck, Room, enterprise_room, loan_check, loans
from kcdesk.work.queries.partners import partners

GROUPS = (
    Group("企业与银行", ("enterprise", "application", "bank", "guarantor")),
    Group(
        "贷款",
        (
            "amount", "disbursed_on", "due_on", "kind", "renews", "products", "security",
            "guaranteed", "rate", "is_discounting", "purpose", "special_reason",
        ),
    ),
    Group("合同", ("contract_no", "iou_no")),
)  # fmt: skip
TAKEN = (
    "enterprise", "bank", "amount", "security", "purpose", "guarantor", "kind", "renews",
    "products", "is_discounting", "rate", "special_reason",
)  # fmt: skip
"""What a loan takes over from its application."""

IF_ASKED = ("kind", "renews", "products", "guaranteed", "is_discounting", "special_reason")
"""Fields that stand on the form only where the programme has a use for them."""

CHECKED = (
    "guarantor", "application", "kind", "renews", "products", "is_discounting", "rate",
    "special_reason",
)  # fmt: skip


class Lending:
    """One entry of a loan; a new one for each."""

    def __init__(
        self,
        screen: Screen,
        asked: Asked,
        values: Mapping[str, Any],
        then: Callable[[Any], None],
    ) -> None:
        self.desk = screen.desk
        place = screen.place
        self.editor: Editor = screen.edit(
            DisburseLoan,
            groups=GROUPS,
            values=dict(values),
            hidden=asked.hidden(*IF_ASKED),
            overrides={
                "renews": narrowed(self.desk, self._find_loans),
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

    def _find_loans(self, text: str) -> Any:
        firm = self.editor.form.values().get("enterprise")
        return loans(find=text, enterprise=firm or 0)

    def _take_over(self, found: Any) -> None:
        """An application was picked: fill in what is still empty."""
        if found is not None:
            self.desk.ask(
                application_card(application=found.id), self._fill, self.editor, lambda _t: None
            )

    def _fill(self, line: ApplicationCard) -> None:
        ready = {
            "enterprise": line.enterprise_id,
            "bank": line.bank_id,
            "amount": line.amount,
            "security": line.security,
            "purpose": line.purpose,
            "guarantor": line.guarantor_id,
            "kind": line.kind or None,
            "renews": line.renews_id,
            "products": line.product_codes or None,
            "is_discounting": line.is_discounting or None,
            "rate": line.rate,
            "special_reason": line.special_reason or None,
        }
        fields = self.editor.form.fields
        for name in TAKEN:
            if name not in fields or ready[name] is None:
                continue
            # These two are never empty: the form begins with its commonest answer.
            if fields[name].is_empty() or name in ("security", "kind", "is_discounting"):
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
            **{name: values[name] for name in needed},
            **{name: values[name] for name in CHECKED if values.get(name)},
        )
    return enterprise_room(
        enterprise=values["enterprise"],
        on=values["disbursed_on"],
        bank=values.get("bank") or 0,
    )


def show_findings(answer: LoanCheck | Room) -> Sequence[Remark]:
    """The room first, then what would be refused."""
    if isinstance(answer, Room):
        return room_remarks(answer)
    remarks = [remark for room in answer.room for remark in room_remarks(room)]
    found = remarks_of(answer.refusals, answer.warnings)
    if not found:
        remarks.append(Remark(f"逐项检查通过，共{len(answer.trace)}项。", "ok"))
    return remarks + found
