"""The journal at the desk: who did what, in words a clerk reads."""

from __future__ import annotations

import re

import pytest

from kcdesk.store.journal import business_tables
from kcdesk.work.words import COLUMNS, TABLES
from tests.work.county import County


def test_every_table_and_column_has_its_word() -> None:
    """A new column without a word would show its English name to a clerk."""
    for table in business_tables():
        assert table.name in TABLES
        assert {c.name for c in table.columns} <= set(COLUMNS), table.name


def test_changes_are_told_in_words(county: County) -> None:
    """Money in 元, yes and no, no internals."""
    done = county.done(
        "register_enterprise",
        name="甲公司",
        uscc="91330482MA0000000L",
        registered_capital="500万元",
    )
    lines = {c.column: (c.before, c.after) for c in county.ask("entry_changes", seq=done.seq)}
    assert lines["注册资本"] == ("", "5,000,000.00 元")
    assert "检索词" not in lines
    person = county.done(
        "change_person", by="admin", person=county.people["clerk"], role="clerk", is_active=False
    )
    (line,) = county.ask("entry_changes", seq=person.seq)
    assert (line.table, line.column, line.before, line.after) == ("人员", "在岗或现任", "是", "否")


def test_no_code_is_left_in_what_a_case_changed(county: County) -> None:
    """States, reasons, papers, conditions, shares: in the words they stand for."""
    county.money()
    county.paid(county.loan(county.firm(), county.bank()))
    changes = [
        (line.table, line.column, value)
        for entry in county.ask("journal_entries")
        for line in county.ask("entry_changes", seq=entry.seq)
        for value in (line.before, line.after)
        if line.column not in {"方案", "校验码"}
    ]
    assert [told for told in changes if re.search("[a-z_]{4}", told[2])] == []
    told = {(table, column): value for table, column, value in changes if value}
    assert told["代偿初审", "各方分担"] == "风险补偿金180,000.00 元、合作机构120,000.00 元"
    assert told["代偿申请", "原因"] == "货款未回笼"
    assert told["会议决议", "结果"] == "同意补偿"


def test_the_journal_tells_who_did_what_and_what_was_taken_back(county: County) -> None:
    """Newest first, found by person and content, with what undo means for each."""
    first = county.done("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    county.money()
    county.office.undo(first.seq, by=county.people["clerk"])
    undo, money, entry = county.ask("journal_entries", most=3)
    assert (undo.label, undo.state) == ("撤销", f"撤销第 {first.seq} 号")
    assert (money.actor, money.wants_reason, money.may_undo) == ("李复", True, True)
    assert (entry.state, entry.may_undo) == (f"已由第 {undo.seq} 号撤销", False)
    assert [e.seq for e in county.ask("journal_entries", find="李复")] == [money.seq, 3]
    assert county.ask("journal_entries", before=2)[0].seq == 1


def test_a_records_history_holds_what_belongs_to_it(county: County) -> None:
    """A loan's history has its repayments; a firm's has its contacts, even removed ones."""
    firm = county.firm()
    loan = county.loan(firm, county.bank())
    county.do("record_repayment", loan=loan, repaid_on="2021-06-01", principal="1")
    contact = county.do("record_contact", enterprise=firm, name="张丽")
    county.do("remove_contact", contact=contact)
    history = [e.label for e in county.ask("record_history", table="loan", record=loan)]
    assert history == ["登记还款", "登记放款"]
    of_firm = [e.label for e in county.ask("record_history", table="enterprise", record=firm)]
    assert of_firm[:2] == ["删除联系人", "登记联系人"]
    assert of_firm[-1] == "登记企业"


@pytest.mark.parametrize("query", ["forms", "prints", "people", "partners", "meetings", "todos"])
def test_every_list_of_an_empty_office_can_be_asked(county: County, query: str) -> None:
    """Every list can be empty."""
    assert isinstance(county.ask(query), tuple)


def test_done_taken_back_done_again_and_taken_back_again(county: County) -> None:
    """The state is that of the undo that stands, however long the chain is."""
    clerk = county.people["clerk"]
    entry = county.done("register_enterprise", name="甲公司", uscc="91330482MA0000000L").seq
    first = county.office.undo(entry, by=clerk).seq
    redo = county.office.undo(first, by=clerk).seq
    again = county.office.undo(redo, by=clerk).seq
    states = {e.seq: e.state for e in county.ask("journal_entries", most=4)}
    assert states[entry] == f"已由第 {first} 号撤销"
    assert states[redo] == f"已由第 {again} 号撤销"
    assert county.ask("enterprises") == ()


def test_an_entry_is_told_apart_by_its_number(county: County) -> None:
    entries = county.ask("journal_entries")
    assert [entry.id for entry in entries] == [entry.seq for entry in entries]
