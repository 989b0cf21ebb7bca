"""The county's list as one command: new firms, changed firms, one undo for all.

The reading of the workbook is `kcdesk.work.intake`; here come rows that have been read and
confirmed in the preview.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from kcdesk.domain.enterprises import Listing, Qualification, Term
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.enterprises import (
    ClassRow,
    ContactRow,
    EnterpriseRow,
    ListingRow,
    ProfileRow,
    QualificationRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import listing_columns
from kcdesk.work.commands.enterprises.classes import class_columns, class_kind
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.commands.enterprises.listed import (
    Admissions,
    Known,
    ListedFirm,
    filled,
    filled_profile,
    known_firms,
    sort_firm,
    standing_with,
)
from kcdesk.work.commands.enterprises.profiles import profile_columns, refuse_profile
from kcdesk.work.commands.enterprises.records import (
    change_enterprise,
    enterprise_columns,
    qualification_columns,
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
    """One import. Rows are gathered and written table by table: thousands take a second."""

    def __init__(self, work: Work, command: ImportEnterprises) -> None:
        self._work, self._command = work, command
        self._scheme = work.scheme()
        self._known: Known = known_firms(work)
        self._next_id = work.next_id(EnterpriseRow)
        self._new: dict[str, dict[str, Any]] = {}
        self._contacts: list[dict[str, Any]] = []
        self._qualifications: list[dict[str, Any]] = []
        self._listings: list[dict[str, Any]] = []
        self._classes: list[dict[str, Any]] = []
        self._profiles: dict[int, dict[str, Any]] = {}
        self._problems: list[Problem] = []
        self._counts = {"new": 0, "changed": 0, "unchanged": 0}

    def run(self) -> None:
        ids = [self._take(firm) for firm in self._command.rows]
        for number, (firm, enterprise_id) in enumerate(
            zip(self._command.rows, ids, strict=True), 1
        ):
            try:
                self._add_contact(enterprise_id, firm)
                self._add_qualification(enterprise_id, firm)
                self._add_class(enterprise_id, firm)
                self._add_profile(enterprise_id, firm)
            except Refusal as refusal:
                self._blame(number, firm, refusal.problems)
        self._admit(ids)
        if self._problems:
            raise Refusal(*self._problems)
        self._write_firms()
        self._work.add_many(ContactRow, self._contacts)
        self._work.add_many(QualificationRow, self._qualifications)
        self._work.add_many(ClassRow, self._classes)
        self._work.add_many(ProfileRow, list(self._profiles.values()))
        self._work.add_many(ListingRow, self._listings)
        counts, admitted = self._counts, len(self._listings)
        self._work.say(
            f"导入企业名单：{self._command.source}，新增{counts['new']}家、"
            f"变更{counts['changed']}家、无变化{counts['unchanged']}家"
            + (f"，纳入名录库{admitted}家" if self._command.admitted_on else "")
        )

    def _take(self, firm: ListedFirm) -> int:
        """The firm's id, new or known."""
        if firm.uscc in self._new:  # twice on one list: the second row changes what the first made
            written = self._new[firm.uscc]["id"]
            self._write_firms()
            self._known.firms[firm.uscc] = self._work.get(EnterpriseRow, written, "企业")
        row = self._known.firms.get(firm.uscc)
        status = sort_firm(firm, row, self._known).status
        self._counts[status] += 1
        if row is not None:
            if status == "changed":
                change_enterprise(self._work, row, filled(firm))
            return row.id
        enterprise_id, self._next_id = self._next_id, self._next_id + 1
        columns = enterprise_columns({"controller": "", "note": "", **vars(firm)})
        self._new[firm.uscc] = {"id": enterprise_id, **columns}
        return enterprise_id

    def _write_firms(self) -> None:
        self._work.add_many(EnterpriseRow, list(self._new.values()))
        self._new.clear()

    def _add_contact(self, enterprise_id: int, firm: ListedFirm) -> None:
        if self._known.has_contact(enterprise_id, firm):
            return
        name, phone = firm.contact_name, firm.contact_phone
        self._contacts.append(
            {"enterprise_id": enterprise_id, "name": name, "post": "", "phone": phone}
        )
        self._known.contacts.add((enterprise_id, name, phone))

    def _add_qualification(self, enterprise_id: int, firm: ListedFirm) -> None:
        if self._known.has_qualification(enterprise_id, firm):
            return
        given = {**vars(firm), "kind": firm.qualification}
        made = qualification_columns(self._work, self._scheme, enterprise_id, given)
        self._qualifications.append(made)
        held = self._known.qualifications.setdefault(enterprise_id, [])
        held.append(Qualification(made["kind"], made["from_on"], made["until_on"]))

    def _admit(self, ids: list[int]) -> None:
        """Bring onto the list who is not on it yet."""
        on, document_no = self._command.admitted_on, self._command.list_document_no
        if on is None:
            return
        admissions = Admissions(self._scheme, on, document_no)
        known, industries = standings(self._work), self._work.library.industries
        for number, (firm, enterprise_id) in enumerate(
            zip(self._command.rows, ids, strict=True), 1
        ):
            standing = standing_with(
                firm, known.get(enterprise_id), self._known.kind(firm), self._scheme, industries
            )
            known[enterprise_id] = standing  # a firm that stands on the list twice
            if self._known.is_listed(enterprise_id, on):
                continue
            found = admissions.judge(standing)
            if isinstance(found, Term):
                self._listings.append(listing_columns(enterprise_id, admissions.facts, found))
                self._known.spans.setdefault(enterprise_id, []).append(Listing(on, found.until_on))
            elif not self._command.may_skip_unfit:
                self._blame(number, firm, found)

    def _add_class(self, enterprise_id: int, firm: ListedFirm) -> None:
        if self._known.has_class(enterprise_id, firm):
            return
        assert firm.class_from_on is not None
        code = class_kind(self._scheme, firm.enterprise_class, "enterprise_class")
        self._classes.append(
            class_columns(enterprise_id, code, firm.class_from_on, firm.class_document_no)
        )
        self._known.classes.setdefault(enterprise_id, set()).add((code, firm.class_from_on))

    def _add_profile(self, enterprise_id: int, firm: ListedFirm) -> None:
        given = filled_profile(firm)
        if not given:
            return
        refuse_profile(self._work, given)
        row = self._known.profiles.get(enterprise_id)
        if row is not None:
            for name, value in given.items():
                setattr(row, name, value)
            return
        if enterprise_id not in self._profiles:
            self._profiles[enterprise_id] = profile_columns(enterprise_id)
        self._profiles[enterprise_id].update(given)

    def _blame(self, number: int, firm: ListedFirm, problems: tuple[Problem, ...]) -> None:
        where = f"名单第{firm.row_number or number}行“{firm.name}”"
        self._problems += [
            Problem(f"{where}：{p.message}", p.cure, "rows", p.clauses, p.code) for p in problems
        ]
