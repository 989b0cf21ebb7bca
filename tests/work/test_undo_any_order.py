"""Whatever is done and taken back in whatever order: the file holds, the fund balances, and when
everything is taken back the records are the ones it began with, byte for byte."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kcdesk.kernel.errors import Refusal
from kcdesk.store import journal
from kcdesk.work.command import COMMANDS, UndoPolicy
from kcdesk.work.office import Office
from kcdesk.work.taking_back import undone_by
from tests.work.county import County

APPEND_ONLY = {"fund_voucher", "fund_posting"}
USCCS = (
    "91330482MA0000000L", "91330482MA2B8WX71L", "91330482MA2CUJ4K60",
    "91330482MA2JFD8N3Y", "91330482609567315W",
)  # fmt: skip
NAMES = ("平湖甲科技", "平湖乙科技", "单氏机械", "")
DAYS = st.integers(0, 600).map(lambda n: (date(2021, 3, 1) + timedelta(n)).isoformat())
TODAY = date(2022, 12, 30)
ids = st.integers(1, 3)
words = st.sampled_from(("甲", "乙 丙", "引\"号'", "𠮷", "13800000000", ""))


@pytest.fixture(scope="module", autouse=True)
def founded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An office with people, money, a bank and a firm on the list, to be copied."""
    folder = tmp_path_factory.mktemp("founded") / "office"
    county = County(folder)
    county.money()
    county.bank()
    firm = county.firm()
    county.do("record_contact", enterprise=firm, name="李四")
    county.loan(firm, county.bank("乙银行"))
    county.clock.day = TODAY
    county.office.close()
    OfficeLife.founded, OfficeLife.county = folder, county


class OfficeLife(RuleBasedStateMachine):
    """A clerk, a reviewer and an administrator at work; every refusal is theirs to live with."""

    founded: Path
    county: County
    office: Office

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="life", dir=self.founded.parent))
        shutil.copytree(self.founded, self.folder, dirs_exist_ok=True)
        self.reopen()
        self.begun = self.office.head()[0]
        self.start = self.rows()

    def rows(self) -> dict[str, list[Any]]:
        return {
            t.name: self.office.connection.execute(f"SELECT * FROM {t.name} ORDER BY id").fetchall()
            for t in journal.business_tables()
            if t.name not in APPEND_ONLY
        }

    def do(self, handler: str, by: str = "clerk", **given: Any) -> None:
        self.county.office = self.office
        try:
            self.county.done(handler, by, **given)
        except Refusal:
            self.refused()

    def undo(self, seq: int, by: str = "reviewer") -> bool:
        try:
            self.office.undo(seq, by=self.county.people[by], reason="记错了")
        except Refusal:
            self.refused()
            return False
        return True

    def refused(self) -> None:
        assert self.office.connection.in_transaction is False

    @rule(name=st.sampled_from(NAMES), uscc=st.sampled_from(USCCS), note=words)
    def register_firm(self, name: str, uscc: str, note: str) -> None:
        self.do("register_enterprise", name=name, uscc=uscc, note=note)

    @rule(firm=ids, name=st.sampled_from(NAMES), note=words)
    def revise_firm(self, firm: int, name: str, note: str) -> None:
        self.do("revise_enterprise", enterprise=firm, name=name, note=note)

    @rule(firm=ids, name=words)
    def record_contact(self, firm: int, name: str) -> None:
        self.do("record_contact", enterprise=firm, name=name)

    @rule(contact=st.integers(1, 2))
    def remove_contact(self, contact: int) -> None:
        self.do("remove_contact", contact=contact)

    @rule(firm=ids, day=DAYS)
    def record_qualification(self, firm: int, day: str) -> None:
        self.do("record_qualification", enterprise=firm, kind="高新技术企业", from_on=day)

    @rule(qualification=ids, day=DAYS)
    def end_qualification(self, qualification: int, day: str) -> None:
        self.do("end_qualification", qualification=qualification, until_on=day, document_no="甲")

    @rule(firm=ids, day=DAYS)
    def admit(self, firm: int, day: str) -> None:
        self.do("admit_enterprise", enterprise=firm, from_on=day, document_no="平科〔2021〕5号")

    @rule(firm=ids, day=DAYS)
    def remove_from_list(self, firm: int, day: str) -> None:
        self.do(
            "remove_from_list",
            by="reviewer",
            enterprise=firm,
            until_on=day,
            document_no="甲",
            reason="乙",
        )

    @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=2), day=DAYS, contact=words)
    def import_list(self, names: list[str], day: str, contact: str) -> None:
        listed = [
            {
                "name": name, "uscc": uscc, "contact_name": contact,
                "qualification": "高新技术企业", "from_on": day,
            }
            for name, uscc in zip(names, USCCS, strict=False)
        ]  # fmt: skip
        self.do("import_enterprises", source="名单.xlsx", rows=listed, admitted_on=day)

    @rule(name=words, day=DAYS)
    def register_partner(self, name: str, day: str) -> None:
        self.do("register_partner", name=name, joined_on=day)

    @rule(partner=ids, word=words)
    def revise_partner(self, partner: int, word: str) -> None:
        self.do("revise_partner", partner=partner, agreement_no=word)

    @rule(partner=ids, day=DAYS)
    def end_partnership(self, partner: int, day: str) -> None:
        self.do("end_partnership", by="reviewer", partner=partner, left_on=day)

    @rule(firm=ids, bank=ids, day=DAYS, contract=words)
    def disburse(self, firm: int, bank: int, day: str, contract: str) -> None:
        due = (date.fromisoformat(day) + timedelta(365)).isoformat()
        self.do(
            "disburse_loan", enterprise=firm, bank=bank, amount="30万元", disbursed_on=day,
            due_on=due, contract_no=contract,
        )  # fmt: skip

    @rule(loan=ids, day=DAYS, amount=st.sampled_from(("1万元", "0.01元", "30万元")))
    def repay(self, loan: int, day: str, amount: str) -> None:
        self.do("record_repayment", loan=loan, repaid_on=day, principal=amount)

    @rule(loan=ids, day=DAYS)
    def grade(self, loan: int, day: str) -> None:
        self.do("grade_loan", loan=loan, grade="次级", graded_on=day)

    @rule(name=words)
    def register_unit(self, name: str) -> None:
        self.do("register_member_unit", name=name)

    @rule(name=words, role=st.sampled_from(("clerk", "admin")))
    def add_person(self, name: str, role: str) -> None:
        self.do("add_person", by="admin", name=name, role=role)

    @rule(person=st.integers(4, 7), role=st.sampled_from(("clerk", "admin")), active=st.booleans())
    def change_person(self, person: int, role: str, active: bool) -> None:
        if person not in self.county.people.values():
            self.do("change_person", by="admin", person=person, role=role, is_active=active)

    @rule(amount=st.sampled_from(("1元", "100万元", "0.01元")), day=DAYS)
    def appropriate(self, amount: str, day: str) -> None:
        self.do(
            "record_appropriation", by="reviewer", posted_on=day, amount=amount, document_no="甲"
        )

    @rule(back=st.integers(0, 12), by=st.sampled_from(("reviewer", "admin")))
    def undo_one(self, back: int, by: str) -> None:
        self.undo(max(self.begun + 1, self.office.head()[0] - back), by)

    @rule(at=st.integers(1, 10))
    def undo_early(self, at: int) -> None:
        self.undo(self.begun + at)

    @rule()
    def reopen(self) -> None:
        if hasattr(self, "office"):
            self.office.close()
        county = self.county
        self.office = Office.open(self.folder, clock=county.clock, library=county.library)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "office"):
            assert self.office.check() == ()
            total = self.office.connection.execute("SELECT sum(amount_fen) FROM fund_posting")
            assert total.fetchone() == (0,)

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        try:
            self.take_everything_back()
            assert self.rows() == self.start
            assert self.office.check() == ()
        finally:
            self.office.close()
            shutil.rmtree(self.folder)

    def take_everything_back(self) -> None:
        connection = self.office.connection
        entries = connection.execute(
            "SELECT seq, command FROM journal_entry WHERE seq > ? AND command <> 'undo' "
            "ORDER BY seq DESC",
            (self.begun,),
        ).fetchall()
        for seq, command in entries:
            about = COMMANDS[command].about
            if about.undo is UndoPolicy.RESTORE and undone_by(connection, seq) is None:
                by = "admin" if about.role.value == "admin" else "reviewer"
                assert self.undo(seq, by), f"{seq} {about.label}"


OfficeLife.TestCase.settings = settings(max_examples=25, stateful_step_count=30)
TestOfficeLife = OfficeLife.TestCase
