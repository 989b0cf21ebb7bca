"""Taking back: the rows as they were, a reversing voucher, or the refusal that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.store import journal
from kcdesk.work.command import COMMANDS, HANDLERS, Command, handles
from kcdesk.work.context import Work
from kcdesk.work.office import Done, Office
from kcdesk.work.taking_back import undone_by
from tests.work.county import County

LEDGER = ("fund_voucher", "fund_posting")


def rows(county: County, *without: str) -> dict[str, list[Any]]:
    """Every business row."""
    connection = county.office.connection
    return {
        t.name: connection.execute(f"SELECT * FROM {t.name} ORDER BY id").fetchall()
        for t in journal.business_tables()
        if t.name not in without
    }


def undo(county: County, seq: int, by: str = "clerk", reason: str = "", key: str = "") -> Done:
    return county.office.undo(seq, by=county.people[by], reason=reason, key=key)


def refused(county: County, seq: int, by: str = "clerk", reason: str = "") -> Refusal:
    """An undo that must be refused and leave the file as it is."""
    before = list(county.office.connection.iterdump())
    with pytest.raises(Refusal) as caught:
        undo(county, seq, by, reason)
    assert list(county.office.connection.iterdump()) == before
    return caught.value


def code(refusal: Refusal) -> str:
    return refusal.problems[0].code


def head(county: County) -> int:
    return county.office.head()[0]


def balances(county: County) -> dict[str, Money]:
    return {
        account: Money(fen)
        for account, fen in county.office.connection.execute(
            "SELECT account, sum(amount_fen) FROM fund_posting GROUP BY account HAVING sum(amount_fen)"
        )
    }


@pytest.fixture(autouse=True)
def holds(county: County) -> Iterator[None]:
    """Whatever was taken back, the file holds and the fund balances."""
    yield
    assert county.office.check() == ()
    assert sum(m.fen for m in balances(county).values()) == 0


# Putting back


def test_an_entry_that_is_taken_back_leaves_the_rows_as_they_were(county: County) -> None:
    before = rows(county)
    seq = county.done("register_partner", name="平湖农商银行", joined_on="2020-01-01").seq
    done = undo(county, seq)
    assert rows(county) == before
    assert done.summary == f"撤销第 {seq} 号：登记合作机构：平湖农商银行"
    assert done.touched == {"partners"}
    assert done.result is None


def test_a_change_that_is_taken_back_leaves_the_rows_as_they_were(county: County) -> None:
    bank = county.bank()
    before = rows(county)
    undo(county, county.done("revise_partner", partner=bank, account_no="6228").seq)
    assert rows(county) == before


def test_a_removal_that_is_taken_back_brings_the_row_back(county: County) -> None:
    firm = county.firm()
    contact = county.do("record_contact", enterprise=firm, name="李四", phone="13800000000")
    before = rows(county)
    undo(county, county.done("remove_contact", contact=contact).seq)
    assert rows(county) == before


def test_a_renaming_is_taken_back_with_its_search_keys(county: County) -> None:
    firm = county.firm(name="德耐尔能源")
    before = rows(county)
    done = county.done("revise_enterprise", enterprise=firm, name="隆兴能源")
    assert county.ask("enterprises", find="lxny")
    undo(county, done.seq)
    assert rows(county) == before
    assert not county.ask("enterprises", find="lxny")
    assert county.ask("enterprises", find="dnrny") == county.ask("enterprises", find="nowhere")
    assert county.ask("enterprises", find="dneny")


def test_an_import_is_taken_back_in_one_piece(county: County) -> None:
    """New firms, a changed firm, qualifications, contacts, listings: all of it or nothing."""
    county.firm(name="旧名公司", uscc="91330482MA0000000L", listed_on=None)
    before = rows(county)
    done = county.done(
        "import_enterprises",
        source="名单.xlsx",
        admitted_on="2021-03-01",
        list_document_no="平科〔2021〕5号",
        rows=[
            {"name": "新名公司", "uscc": "91330482MA0000000L", "legal_rep": "张三"},
            {
                "name": "平湖乙科技", "uscc": "91330482MA2B8WX71L", "contact_name": "王五",
                "contact_phone": "13900000000", "qualification": "高新技术企业", "from_on": "2020-01-01",
            },
        ],
    )  # fmt: skip
    after = rows(county)
    assert {t for t in after if after[t] != before[t]} == {
        "enterprise", "enterprise_name", "contact", "qualification", "listing",
    }  # fmt: skip
    undo(county, done.seq)
    assert rows(county) == before
    undo(county, head(county))
    assert rows(county) == after


def test_taking_back_survives_reopening(county: County) -> None:
    before = rows(county)
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    county.office.close()
    county.office = Office.open(county.folder, clock=county.clock, library=county.library)
    undo(county, seq)
    assert rows(county) == before


def test_a_number_that_was_taken_back_is_not_given_again(county: County) -> None:
    county.money()
    firm, bank = county.firm(), county.bank()
    first = county.done("file_application", **_application(firm, bank))
    undo(county, first.seq)
    second = county.done("file_application", **_application(firm, bank))
    assert "SQ2021-0001" in first.summary
    assert "SQ2021-0002" in second.summary
    assert second.result == (first.result or 0) + 1


def _application(firm: int, bank: int) -> dict[str, Any]:
    return {
        "enterprise": firm, "bank": bank, "amount": "30万元", "term_months": 12,
        "purpose": "研发", "applied_on": "2021-03-10",
    }  # fmt: skip


# Again and again


def test_taking_back_the_taking_back_does_it_again(county: County) -> None:
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    done = rows(county)
    first = undo(county, seq)
    undone = rows(county)
    again = undo(county, first.seq)
    assert rows(county) == done
    assert undone_by(county.office.connection, seq) is None
    undo(county, again.seq)
    assert rows(county) == undone
    assert undone_by(county.office.connection, seq) == first.seq


def test_an_entry_can_be_taken_back_once(county: County) -> None:
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    done = undo(county, seq)
    refusal = refused(county, seq)
    assert code(refusal) == "undo.twice"
    assert f"已由第 {done.seq} 号操作撤销" in str(refusal)
    assert "撤销那一次撤销" in str(refusal)


def test_an_entry_done_again_can_be_taken_back_again(county: County) -> None:
    before = rows(county)
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    undo(county, undo(county, seq).seq)
    undo(county, seq)
    assert rows(county) == before


def test_the_fourth_turn_of_the_screw(county: County) -> None:
    """Done, taken back, done again, and that taken back: it stands taken back."""
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    first = undo(county, seq)
    undo(county, undo(county, first.seq).seq)
    assert code(refused(county, seq)) == "undo.twice"
    undo(county, first.seq)


def test_a_double_click_takes_back_once(county: County) -> None:
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    first = undo(county, seq, key="双击")
    before = list(county.office.connection.iterdump())
    assert undo(county, seq, key="双击") == first
    assert list(county.office.connection.iterdump()) == before


# Something has built on it


def test_a_later_change_is_named(county: County) -> None:
    done = county.done("register_partner", name="甲银行", joined_on="2020-01-01")
    assert done.result is not None
    later = county.done("revise_partner", partner=done.result, account_no="6228")
    refusal = refused(county, done.seq)
    assert code(refusal) == "undo.later"
    assert f"第 {later.seq} 号操作“修改合作机构：甲银行”（王敏）已经改动了同一条记录" in str(
        refusal
    )
    undo(county, later.seq)
    undo(county, done.seq)


def test_a_later_record_that_uses_it_is_named(county: County) -> None:
    firm, bank_done = (
        county.firm(),
        county.done("register_partner", name="甲", joined_on="2020-01-01"),
    )
    assert bank_done.result is not None
    county.loan(firm, bank_done.result)
    refusal = refused(county, bank_done.seq)
    assert code(refusal) == "undo.later"
    assert f"第 {head(county)} 号操作“登记放款" in str(refusal)
    assert "已经用到这条记录" in str(refusal)


def test_a_change_that_was_taken_back_is_no_obstacle(county: County) -> None:
    before = rows(county)
    done = county.done("register_partner", name="甲银行", joined_on="2020-01-01")
    assert done.result is not None
    undo(county, county.done("revise_partner", partner=done.result, account_no="6228").seq)
    undo(county, done.seq)
    assert rows(county) == before


def test_a_name_given_to_another_meanwhile_is_refused(county: County) -> None:
    """Doing again meets a record that has since taken the place."""
    seq = county.done("register_partner", name="甲银行", joined_on="2020-01-01").seq
    undone = undo(county, seq)
    county.bank("甲银行")
    refusal = refused(county, undone.seq)
    assert code(refusal) == "store.conflict"


def test_a_file_attached_meanwhile_is_named(county: County) -> None:
    done = county.done("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    assert done.result is not None
    scan = county.folder / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.4")
    attached = county.done(
        "attach_file", subject="enterprises", record=done.result, label="执照", file=str(scan)
    )
    refusal = refused(county, done.seq)
    assert f"第 {attached.seq} 号操作“附加文件：执照（扫描件.pdf）”" in str(refusal)
    undo(county, attached.seq)
    undo(county, done.seq)


def test_an_entry_that_never_was_is_said(county: County) -> None:
    assert code(refused(county, 99)) == "undo.missing"
    assert code(refused(county, 0)) == "undo.missing"


# Who may


def test_taking_back_wants_the_post_that_doing_wants(county: County) -> None:
    bank = county.bank()
    done = county.done("end_partnership", by="reviewer", partner=bank, left_on="2021-12-31")
    refusal = refused(county, done.seq, by="clerk")
    assert code(refusal) == "people.role"
    assert "要由复核办理" in str(refusal)
    undone = undo(county, done.seq, by="reviewer")
    assert code(refused(county, undone.seq, by="clerk")) == "people.role", (
        "doing again wants it too"
    )
    undo(county, undone.seq, by="reviewer")


def test_the_last_administrator_cannot_be_taken_back(county: County) -> None:
    done = county.done("add_person", by="admin", name="新管理", role="admin")
    assert done.result is not None
    county.people["new"] = done.result
    county.do(
        "change_person", by="admin", person=county.people["admin"], role="clerk", is_active=True
    )
    assert code(refused(county, done.seq, by="new")) == "people.last"


# Never


def test_the_founding_is_never_taken_back(county: County) -> None:
    refusal = refused(county, 1, by="admin")
    assert code(refusal) == "undo.never"
    assert "请新建一个业务库" in str(refusal)


def test_a_password_is_never_taken_back(county: County) -> None:
    done = county.done(
        "set_secret", by="admin", person=county.people["admin"], secret="芝麻开门2023"
    )
    refusal = refused(county, done.seq, by="clerk")
    assert code(refusal) == "undo.never"
    assert "重新设置密码" in str(refusal)


def test_a_printed_paper_names_the_lawful_way_and_keeps_its_record(county: County) -> None:
    bank = county.bank()
    firm = county.firm()
    filed = county.done("file_application", **_application(firm, bank))
    printed = county.done("print_paper", form="application", record=filed.result)
    refusal = refused(county, printed.seq)
    assert code(refusal) == "undo.never"
    assert "重新打印，旧件注明作废" in str(refusal)
    assert f"第 {printed.seq} 号操作“打印文书" in str(refused(county, filed.seq))


def test_a_command_of_another_version_is_left_alone(county: County) -> None:
    class Bygone(Command, label="旧版本的操作", stage="partners"):
        pass

    @handles(Bygone)
    def bygone(work: Work, command: Any) -> int | None:
        return None

    seq = county.office.do(Bygone(), by=county.people["clerk"]).seq
    del COMMANDS["bygone"], HANDLERS["bygone"]
    assert code(refused(county, seq)) == "undo.unknown"


# Reversing


def test_reversing_wants_a_reason(county: County) -> None:
    county.money()
    for reason in ("", "   "):
        refusal = refused(county, head(county), by="reviewer", reason=reason)
        assert code(refusal) == "undo.reason"
        assert refusal.problems[0].field == "reason"


def test_an_appropriation_is_answered_by_a_reversing_voucher(county: County) -> None:
    county.money("1000万元")
    before = rows(county)
    county.clock.day = county.clock.day.replace(month=2)
    done = undo(county, head(county), by="reviewer", reason="记重了")
    after = rows(county)
    for table in LEDGER:
        assert after[table][: len(before[table])] == before[table], "nothing is rubbed out"
    assert balances(county) == {}
    (reversing,) = after["fund_voucher"][1:]
    assert reversing[1:4] == ("PZ2021-0002", "reversal", "2021-02-04")
    assert "冲销PZ2021-0001：记重了" in reversing
    entry = county.office.connection.execute(
        "SELECT command, reason, undoes FROM journal_entry WHERE seq = ?", (done.seq,)
    ).fetchone()
    assert entry == ("undo", "记重了", done.seq - 1)


def test_a_reversal_is_not_reversed(county: County) -> None:
    """Doing it again would leave the money out of the ledger and the record in it."""
    county.money()
    done = undo(county, head(county), by="reviewer", reason="记重了")
    refusal = refused(county, done.seq, by="reviewer", reason="又要了")
    assert code(refusal) == "undo.never"
    assert "重新办理“登记财政拨入”" in str(refusal)
    assert code(refused(county, done.seq - 1, by="reviewer", reason="再来")) == "undo.twice"


def test_money_that_is_spent_cannot_be_reversed_away(county: County) -> None:
    county.money("20万元")
    seq = head(county)
    county.paid(county.loan(county.firm(), county.bank()))
    refusal = refused(county, seq, by="reviewer", reason="记重了")
    assert code(refusal) == "fund.overdrawn"


def test_a_payout_that_is_reversed_stays_void_and_its_claim_waits_again(county: County) -> None:
    county.money()
    claim = county.approved(county.loan(county.firm(), county.bank()))
    before = balances(county)
    waiting = rows(county)["claim"]
    paid = county.done(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    undo(county, paid.seq, by="approver", reason="付款退回")
    assert balances(county) == before
    assert rows(county)["claim"] == waiting
    ((number, void),) = county.office.connection.execute("SELECT number, is_void FROM payout")
    assert (number, void) == ("DF2022-0001", 1)
    again = county.done(
        "pay_claim", by="approver", on="2022-09-21", claim=claim, paid_on="2022-09-21"
    )
    assert "DF2022-0002" in again.summary, "the number of a void payout is not given again"


def test_a_resolution_is_reversed_before_its_payout_is(county: County) -> None:
    county.money()
    claim = county.approved(county.loan(county.firm(), county.bank()))
    resolved = head(county)
    paid = county.done(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    refusal = refused(county, resolved, by="approver", reason="更正")
    assert code(refusal) == "undo.later"
    assert f"第 {paid.seq} 号操作" in str(refusal)
    undo(county, paid.seq, by="approver", reason="付款退回")
    undo(county, resolved, by="approver", reason="更正")
    assert set(balances(county)) == {"pool_cash", "appropriation"}
    assert county.office.connection.execute("SELECT is_void FROM resolution").fetchall() == [(1,)]


def test_what_a_void_resolution_rests_on_is_kept(county: County) -> None:
    """The paper trail of what was decided and reversed does not go with its agenda item."""
    county.money()
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    county.meeting()
    (meeting,) = county.ask("meetings")
    placed = county.done("place_on_agenda", meeting=meeting.id, claim=claim)
    assert placed.result is not None
    county.opinions(placed.result)
    resolved = county.done("record_resolution", by="approver", item=placed.result, result="agree")
    undo(county, resolved.seq, by="approver", reason="更正")
    for seq in range(resolved.seq - 1, placed.seq, -1):
        undo(county, seq)
    refusal = refused(county, placed.seq)
    assert code(refusal) == "undo.kept"
    assert "留存备查" in str(refusal)
