"""New business with an institution stops, goes on again, or has ended for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kcdesk.store.tables.partners import SuspensionRow
from kcdesk.work.agreements import suspensions_on
from kcdesk.work.context import Work


def suspend(
    work: Work,
    partner_id: int | None,
    on: date,
    *,
    reason: str,
    clauses: Sequence[str],
    evidence: Mapping[str, str],
) -> None:
    """New business stops from a day, with an institution or (None) with all of them.

    Nothing happens when it already is, itself, suspended. `evidence` is what stood in the books that day,
    label and value.
    """
    held = suspensions_on(work, partner_id, on)
    if any(row.partner_id == partner_id for row in held):
        return
    work.add(
        SuspensionRow(
            partner_id=partner_id,
            from_on=on,
            until_on=None,
            is_automatic=True,
            is_disqualified=False,
            reason=reason,
            document_no="",
            clauses=list(clauses),
            evidence=[[label, value] for label, value in evidence.items()],
            notified="",
            notified_on=None,
            resumed_document_no="",
            resume_reason="",
        )
    )
