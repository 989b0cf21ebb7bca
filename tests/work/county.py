"""A county office for tests: real folder, real packs, four people, and short words to work with.

``county.do("admit_enterprise", enterprise=e, ...)`` reads its fields like a scenario file does, so
tests read like the domain. `on` moves the office's clock first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kcdesk.kernel.clock import FixedClock
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.packs.library import Library
from kcdesk.work.command import COMMANDS
from kcdesk.work.office import Done, Office
from kcdesk.work.query import QUERIES

ROOT = Path(__file__).parents[2]
UNITS = ("科技局", "经信局", "财政局", "市场监管局", "人才办", "金融发展中心", "人民银行")


class County:
    """An office with one person a role."""

    def __init__(
        self,
        folder: Path,
        scheme: str = "pinghu",
        day: date = date(2021, 1, 4),
        library: Library | None = None,
        blanks: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self.folder = folder
        self.clock = FixedClock(day)
        self.library = library or Library(ROOT / "resources", ROOT / "forms")
        found = self._command(
            "found_office",
            {
                "name": "科创贷款工作联席会议办公室",
                "scheme": scheme,
                "opened_on": day,
                "person": "管理员",
                "blanks": [dict(given) for given in blanks],
            },
        )
        self.office, done = Office.create(folder, found, clock=self.clock, library=self.library)
        assert done.result is not None
        self.people = {"admin": done.result}
        for role, name in (("clerk", "王敏"), ("reviewer", "李复"), ("approver", "张审")):
            self.people[role] = self.do("add_person", by="admin", name=name, role=role)

    quiet: Callable[[], object] | None = None
    """Where a desk sits in front of the office: waits until its thread has nothing left to do.
    One connection serves one thread at a time, here as in the program."""

    def _command(self, name: str, given: dict[str, Any]) -> Any:
        if self.quiet is not None:
            self.quiet()
        return take_fields(COMMANDS[name], given, Within(self.clock.today()))

    def done(
        self, handler: str, by: str = "clerk", on: str | None = None, key: str = "", **given: Any
    ) -> Done:
        """Carry a command out and give the whole answer."""
        if on is not None:
            self.clock.day = date.fromisoformat(on)
        return self.office.do(self._command(handler, given), by=self.people[by], key=key)

    def do(self, handler: str, by: str = "clerk", on: str | None = None, **given: Any) -> int:
        """Carry a command out and give the id it made."""
        result = self.done(handler, by, on, **given).result
        return 0 if result is None else result

    def refused(
        self, handler: str, by: str = "clerk", on: str | None = None, **given: Any
    ) -> Refusal:
        """The refusal of a command that must be refused; nothing may have been written."""
        before = self.office.head()
        try:
            self.done(handler, by, on, **given)
        except Refusal as refusal:
            assert self.office.head() == before, "a refusal leaves nothing behind"
            return refusal
        raise AssertionError(f"{handler} was not refused")

    def ask(self, query: str, **given: Any) -> Any:
        """Ask a query."""
        if self.quiet is not None:
            self.quiet()
        return self.office.ask(QUERIES[query].ask(**given))

    # Short words for what most tests begin with.

    def bank(self, name: str = "平湖农商银行", joined_on: str = "2020-01-01") -> int:
        """A partner bank."""
        return self.do("register_partner", name=name, joined_on=joined_on)

    def guarantor(self, name: str = "平湖市融资担保有限公司") -> int:
        """A partner guarantor."""
        return self.do("register_partner", kind="guarantor", name=name, joined_on="2020-01-01")

    def money(self, amount: str = "1000万元", on: str = "2021-01-04") -> int:
        """Money in the pool."""
        return self.do(
            "record_appropriation",
            by="reviewer",
            posted_on=on,
            amount=amount,
            document_no="平财〔2021〕1号",
        )

    def firm(
        self,
        listed_on: str | None = "2021-03-01",
        uscc: str = "91330482MA0000000L",
        name: str = "甲公司",
    ) -> int:
        """A firm with a qualification, on the list from a day (or not at all)."""
        firm = self.do("register_enterprise", name=name, uscc=uscc)
        self.do("record_qualification", enterprise=firm, kind="高新技术企业", from_on="2020-01-01")
        if listed_on is not None:
            self.do(
                "admit_enterprise",
                enterprise=firm,
                from_on=listed_on,
                document_no="平科〔2021〕5号",
            )
        return firm

    def loan(self, firm: int, bank: int, amount: str = "30万元", **more: Any) -> int:
        """A year's credit loan, lent on 2021-03-25."""
        given = {
            "enterprise": firm,
            "bank": bank,
            "amount": amount,
            "disbursed_on": "2021-03-25",
            "due_on": "2022-03-24",
            "contract_no": "合同1",
            **more,
        }
        return self.do("disburse_loan", **given)

    def claim(self, loan: int, on: str = "2022-08-01", **more: Any) -> int:
        """A claim with every paper, for a loan classed bad."""
        if self.ask("loan_card", loan=loan).grade == "normal":
            self.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
        papers = [m.value for m in self.ask("claim_materials")]
        given = {
            "loan": loan, "filed_on": on, "reason": "customers_unpaid", "materials": papers, **more,
        }  # fmt: skip
        return self.do("file_claim", on=on, **given)

    def reviewed(self, loan: int, on: str = "2022-08-01", **more: Any) -> int:
        """A claim whose first review has passed."""
        claim = self.claim(loan, on, **more)
        self.do("accept_claim", claim=claim)
        met = [c.value for c in self.ask("default_conditions")]
        self.do("review_claim", by="reviewer", claim=claim, reviewed_on=on, conditions=met)
        return claim

    def units(self) -> list[int]:
        """The seven member units; registered once."""
        known = [u.id for u in self.ask("member_units")]
        return known or [self.do("register_member_unit", name=name) for name in UNITS]

    def meeting(self, *claims: int, on: str = "2022-09-12") -> list[int]:
        """A meeting everybody attends, with these claims on its agenda; gives the items."""
        units = self.units()
        meeting = self.do("call_meeting", on=on, held_on=on, claims=list(claims))
        for unit in units:
            self.do("sign_in", meeting=meeting, unit=unit)
        return [i.id for i in self.ask("meeting_card", meeting=meeting).items]

    def opinions(self, item: int, choice: str = "agree") -> None:
        """Every unit says the same."""
        for unit in self.units():
            self.do("record_opinion", item=item, unit=unit, choice=choice)

    def approved(self, loan: int, on: str = "2022-08-01", meeting_on: str = "2022-09-12") -> int:
        """A claim that the meeting has approved."""
        claim = self.reviewed(loan, on)
        (item,) = self.meeting(claim, on=meeting_on)
        self.opinions(item)
        self.do("record_resolution", by="approver", item=item, result="agree")
        return claim

    def paid(self, loan: int, on: str = "2022-08-01") -> int:
        """A claim that has been paid."""
        claim = self.approved(loan, on)
        self.do("pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20")
        return claim
