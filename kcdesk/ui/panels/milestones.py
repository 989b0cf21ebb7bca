"""办理事项: the dated steps of an application and its loan, done or missing; recorded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Action, Empty, LivePreview, Remark, Screen
from kcdesk.ui.panels.findings import remarks_of
from kcdesk.ui.panels.record import TablePanel
from kcdesk.work.commands.loans import RecordMilestone, ReviseMilestone
from kcdesk.work.queries.loans import (
    MilestoneCheck,
    MilestoneLine,
    milestone_check,
    milestones,
)


def is_missing(line: MilestoneLine) -> bool:
    """Whether the step has not been taken, or not yet had to be."""
    return line.state != "done"


class MilestonesPanel(TablePanel):
    """The steps the programme asks for; the tab says how many are missing."""

    title = "办理事项"
    picture = "ok"

    def __init__(self, screen: Screen, *, application: int = 0, loan: int = 0) -> None:
        self._application, self._loan = application, loan
        super().__init__(
            screen,
            MilestoneLine,
            columns=(
                "label", "state", "reached_on", "document_no", "partner", "of", "note", "clauses",
            ),
            name="milestones",
            unit="项",
            actions=(
                Action(
                    "登记办理(K)", self.record, icon="ok", for_line=True, primary=True,
                    may=is_missing,
                ),
                Action(
                    "修改办理(U)", self.revise, icon="edit", for_line=True,
                    may=lambda line: not is_missing(line),
                ),
            ),
            empty=Empty("方案没有列明办理事项。"),
        )  # fmt: skip
        self.table.opened.connect(lambda _ident: self._open())
        self.reload()

    def reload(self) -> None:
        """Ask even while out of sight: the tab says how many are missing."""
        self._ask()

    def question(self) -> Any:
        return milestones(application=self._application, loan=self._loan)

    def show_answer(self, answer: Any) -> None:
        self.table.show_lines(answer)
        missing = sum(line.state == "missing" for line in answer)
        self.titled.emit(f"{self.title}（{f'缺{missing}' if missing else '已齐'}）")

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            (self.record if is_missing(line) else self.revise)(line)

    def record(self, line: MilestoneLine) -> None:
        """登记一项。"""
        whose = {"application": self._application, "loan": self._loan}
        self.home.edit(
            RecordMilestone,
            title=f"登记办理事项：{line.label}",
            values={
                **{name: ident for name, ident in whose.items() if ident},
                "milestone": line.code,
                "reached_on": self.home.place.sources.today(),
            },
            hidden=("application", "loan", "milestone"),
            explain=line.note,
            preview=self._preview(line),
            save_label="登记办理",
        )

    def revise(self, line: MilestoneLine) -> None:
        """改正一项。"""
        self.home.edit(
            ReviseMilestone,
            title=f"修改办理事项：{line.label}",
            values={
                "milestone": line.milestone_id,
                "reached_on": line.reached_on,
                "document_no": line.document_no,
                "partner": line.partner_id,
                "note": line.note,
            },
            hidden=("milestone",),
            save_label="修改办理",
            preview=self._preview(line),
        )

    def _preview(self, line: MilestoneLine) -> LivePreview:
        """The order and the terms of the programme, while the day is being written."""

        def ask(values: Mapping[str, Any]) -> Any:
            if not values.get("reached_on"):
                return None
            return milestone_check(
                milestone=line.code,
                reached_on=values["reached_on"],
                application=self._application,
                loan=self._loan,
            )

        return LivePreview(ask=ask, show=_show)


def _show(check: MilestoneCheck) -> Sequence[Remark]:
    return remarks_of(check.refusals, check.warnings)
