"""Chosen proposals carried out together: one document, one undo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import AdmissionFacts, RemovalFacts, check_removal
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import (
    admit,
    end_listing,
    listings,
    refuse_unlisted,
)
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.commands.enterprises.proposing import Proposal, proposals
from kcdesk.work.context import Work
from kcdesk.work.exposure import unlisted_loans


class ApplyListChanges(Command, label="办理名录调整", stage="enterprises", role=Role.REVIEWER):
    """Firms picked from the proposals of a day; all of them or none."""

    enterprises: Annotated[tuple[int, ...], Field("records", "调整的企业", of="enterprises")]
    changed_on: Annotated[
        date, Field("day", "调整日期", hint="从这一天起纳入；调出的，前一天是最后在库日")
    ]
    document_no: Annotated[str, Field("text", "依据文号")] = ""


@handles(ApplyListChanges)
def apply_list_changes(work: Work, command: ApplyListChanges) -> int:
    """Refuses firms that are not proposed for that day, and names each that cannot be changed."""
    proposed = {p.enterprise_id: p for p in proposals(work, command.changed_on)}
    ids = tuple(dict.fromkeys(command.enterprises))
    if not ids:
        raise Refusal.of(
            "没有选中企业。", cure="请至少选一家。", field="enterprises", code="changes.none"
        )
    _Changes(work, command, proposed).run(ids)
    return len(ids)


class _Changes:
    def __init__(
        self, work: Work, command: ApplyListChanges, proposed: dict[int, Proposal]
    ) -> None:
        self._work, self._command, self._proposed = work, command, proposed
        self._counts = {"add": 0, "remove": 0, "lapse": 0}
        self._problems: list[Problem] = []

    def run(self, ids: tuple[int, ...]) -> None:
        before = unlisted_loans(self._work, ids)
        known = standings(self._work, ids)
        for firm in ids:
            row = self._work.get(EnterpriseRow, firm, "企业", "enterprises")
            proposal = self._proposed.get(firm)
            if proposal is None:
                self._problems.append(
                    Problem(
                        f"“{row.name}”在这一天没有调整建议。",
                        "请刷新建议后重新选择；不在建议之列的，单独办理纳入或调出。",
                        "enterprises",
                        code="changes.unproposed",
                    )
                )
                continue
            try:
                if proposal.change == "add":
                    facts = AdmissionFacts(self._command.changed_on, self._command.document_no)
                    admit(self._work, row, facts, known[firm], listings(self._work, firm))
                elif proposal.change == "remove":
                    end_listing(self._work, row, self._removal(proposal))
                else:
                    self._record_lapse(firm, proposal)
            except Refusal as refusal:
                self._problems += [
                    Problem(f"“{row.name}”：{p.message}", p.cure, p.field, p.clauses, p.code)
                    for p in refusal.problems
                ]
            self._counts[proposal.change] += 1
        if self._problems:
            raise Refusal(*dict.fromkeys(self._problems))
        self._work.session.flush()
        refuse_unlisted(self._work, ids, before, field="changed_on")
        counts = self._counts
        self._work.say(
            f"办理名录调整：{self._command.changed_on.isoformat()} 纳入{counts['add']}家、"
            f"调出{counts['remove'] + counts['lapse']}家（{self._command.document_no}）"
        )

    def _removal(self, proposal: Proposal) -> RemovalFacts:
        last_day = self._command.changed_on - timedelta(days=1)
        return RemovalFacts(last_day, self._command.document_no, proposal.reason)

    def _record_lapse(self, firm: int, proposal: Proposal) -> None:
        """The days stay as they were; the document and the reason are put beside them."""
        listing = self._work.one(
            select(ListingRow)
            .where(ListingRow.enterprise_id == firm)
            .order_by(ListingRow.from_on.desc(), ListingRow.id.desc())
        )
        assert listing is not None
        assert listing.until_on is not None
        facts = RemovalFacts(listing.until_on, self._command.document_no, proposal.reason)
        check_removal(self._work.scheme(), facts).refuse()
        listing.removal_document_no = facts.document_no
        listing.removal_reason = facts.reason
