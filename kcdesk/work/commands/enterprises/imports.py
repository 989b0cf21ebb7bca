"""The county's list as one command: new firms, changed firms, one undo for all.

The reading of the workbook is `kcdesk.work.intake`; here come rows that have been read and
confirmed in the preview.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from kcdesk.domain.enterprises import Listing, Qualification
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.enterprises import ContactRow, EnterpriseRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import listing_row
from kcdesk.work.commands.enterprises.listed import (
    Admissions,
    Known,
    ListedFirm,
    filled,
    known_firms,
    sort_firm,
)
from kcdesk.work.commands.enterprises.records import (
    change_enterprise,
    enterprise_row,
    qualification_row,
)
from kcdesk.work.context import Work


class ImportEnterprises(Command, label="导入企业名单", stage="enterprises"):
    """Rows confirmed in the preview; all of them or none."""

    source: Annotated[str, Field("text", "来源文件")]
    rows: Annotated[tuple[ListedFirm, ...], Field("rows", "名单")]
    admitted_on: Annotated[date | None, Field("day", "一并纳入名录的日期")] = None
    list_document_no: Annotated[str, Field("text", "名录文号")] = ""
    may_skip_unfit: Annotated[bool, Field("flag", "不符合条件的", hint="只登记，不纳入")] = False

    def payload(self) -> dict[str, Any]:
        """The rows themselves stand in the journal's changes; here only how many."""
        return {
            "source": self.source,
            "rows": len(self.rows),
            "admitted_on": None if self.admitted_on is None else self.admitted_on.isoformat(),
            "list_document_no": self.list_document_no,
            "may_skip_unfit": self.may_skip_unfit,
        }


@handles(ImportEnterprises)
def import_enterprises(work: Work, command: ImportEnterprises) -> int | None:
    """Write new and changed firms, and their qualifications; unchanged ones stay untouched."""
    _Import(work, command).run()
    return None


class _Import:
    """One import. Rows are written together, firms first: a list of thousands takes seconds."""

    def __init__(self, work: Work, command: ImportEnterprises) -> None:
        self._work, self._command = work, command
        self._scheme = work.scheme()
        self._known: Known = known_firms(work)
        self._problems: list[Problem] = []
        self._counts = {"new": 0, "changed": 0, "unchanged": 0}

    def run(self) -> None:
        rows = self._firms()
        self._work.session.flush()
        for number, (firm, row) in enumerate(zip(self._command.rows, rows, strict=True), 1):
            try:
                self._add_contact(row, firm)
                self._add_qualification(row, firm)
            except Refusal as refusal:
                self._blame(number, firm, refusal.problems)
        admitted = self._admit(rows)
        if self._problems:
            raise Refusal(*self._problems)
        self._work.session.flush()
        counts = self._counts
        self._work.say(
            f"导入企业名单：{self._command.source}，新增{counts['new']}家、"
            f"变更{counts['changed']}家、无变化{counts['unchanged']}家"
            + (f"，纳入名录库{admitted}家" if self._command.admitted_on else "")
        )

    def _firms(self) -> list[EnterpriseRow]:
        rows = []
        for firm in self._command.rows:
            row = self._known.firms.get(firm.uscc)
            status = sort_firm(firm, row, self._known).status
            self._counts[status] += 1
            if row is None:
                row = enterprise_row({"controller": "", "note": "", **vars(firm)})
                self._work.session.add(row)
                self._known.firms[firm.uscc] = row
            elif status == "changed":
                change_enterprise(self._work, row, filled(firm))
            rows.append(row)
        return rows

    def _add_contact(self, row: EnterpriseRow, firm: ListedFirm) -> None:
        if self._known.has_contact(row, firm):
            return
        self._work.session.add(
            ContactRow(
                enterprise_id=row.id, name=firm.contact_name, post="", phone=firm.contact_phone
            )
        )
        self._known.contacts.add((row.id, firm.contact_name, firm.contact_phone))

    def _add_qualification(self, row: EnterpriseRow, firm: ListedFirm) -> None:
        if self._known.has_qualification(row, firm):
            return
        made = qualification_row(self._scheme, row.id, {**vars(firm), "kind": firm.qualification})
        self._work.session.add(made)
        held = self._known.qualifications.setdefault(row.id, [])
        held.append(Qualification(made.kind, made.from_on, made.until_on))

    def _admit(self, rows: list[EnterpriseRow]) -> int:
        """Bring onto the list who is not on it yet; the number of them."""
        on, document_no = self._command.admitted_on, self._command.list_document_no
        if on is None:
            return 0
        admissions, count = Admissions(self._scheme, on, document_no), 0
        for number, (firm, row) in enumerate(zip(self._command.rows, rows, strict=True), 1):
            if self._known.is_listed(row, on):
                continue
            problems = admissions.problems(self._known.qualifications.get(row.id, []))
            if not problems:
                self._work.session.add(listing_row(row.id, on, document_no))
                self._known.spans.setdefault(row.id, []).append(Listing(on, None))
                count += 1
            elif not self._command.may_skip_unfit:
                self._blame(number, firm, problems)
        return count

    def _blame(self, number: int, firm: ListedFirm, problems: tuple[Problem, ...]) -> None:
        where = f"名单第{firm.row_number or number}行“{firm.name}”"
        self._problems += [
            Problem(f"{where}：{p.message}", p.cure, "rows", p.clauses, p.code) for p in problems
        ]
