"""What a programme may ask of applications and loans, asked by one that asks for everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.money import Money
from kcdesk.store.tables.loans import LoanRow
from kcdesk.work.commands.loans import subsidy_facts
from kcdesk.work.query import Ask
from tests.work.asking import asking_county
from tests.work.county import County


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[County]:
    county = asking_county(tmp_path)
    yield county
    county.office.close()


def application(county: County, firm: int, bank: int, **more: Any) -> dict[str, Any]:
    """A lawful application's fields."""
    return {
        "enterprise": firm, "bank": bank, "applied_on": "2021-03-10", "amount": "30万元",
        "term_months": 12, "purpose": "购买原材料", "channel": "科技局", **more,
    }  # fmt: skip


def recommended(county: County, firm: int, bank: int, **more: Any) -> int:
    """An application that the office has recommended."""
    made = county.do("file_application", **application(county, firm, bank, **more))
    county.do(
        "review_application", by="reviewer", application=made, result="recommend",
        reviewed_on="2021-03-12",
    )  # fmt: skip
    return made


# -- what is asked ---------------------------------------------------------------------------------


def test_pinghu_asks_for_nothing_more(county: County) -> None:
    # But some of its figures can be told apart by groups, and its loans by product.
    assert county.ask("asked_fields").names == {"groups", "products"}
    for options in ("channels", "application_materials", "milestone_kinds"):
        assert county.ask(options) == ()


def test_a_programme_is_asked_what_it_has_a_use_for(asking: County) -> None:
    assert asking.ask("asked_fields").names == {
        "kind", "renews", "is_discounting", "special_reason", "guaranteed", "credit_lines",
        "person_loans", "guarantors", "acceleration", "exemption", "products", "channel",
        "materials", "milestones",
    }  # fmt: skip
    assert [o.label for o in asking.ask("channels")] == ["科技局", "担保公司", "银行"]
    assert [o.value for o in asking.ask("products")] == ["tech", "provincial"]
    assert [o.value for o in asking.ask("application_materials")][-1] == "licence"
    assert next(o.value for o in asking.ask("milestone_kinds")) == "letter"


# -- applications ----------------------------------------------------------------------------------


def test_everything_asked_of_an_application_is_kept_and_shown(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    made = asking.do("file_application", **application(
        asking, firm, bank, products=["科创贷", "苏科贷"], rate="3.85%", is_first_loan=True,
        first_loan_on="2021-03-09", special_reason="", materials=["申请表"],
    ))  # fmt: skip
    card = asking.ask("application_card", application=made)
    assert (card.channel, card.kind, card.products) == ("科技局", "new", "科创贷、苏科贷")
    assert card.product_codes == ("tech", "provincial")
    assert (card.first_loan_on, card.submitted_on) == (date(2021, 3, 9), date(2021, 3, 10))
    assert card.rate is not None
    assert card.missing == "缺1项：情况说明"
    assert [m.id for m in card.materials] == [1, 2, 3]
    assert [(m.material, m.is_present, m.is_required) for m in card.materials] == [
        ("form", True, True), ("description", False, True), ("licence", False, False),
    ]  # fmt: skip


def test_a_paper_is_ticked_off_later(asking: County) -> None:
    made = asking.do("file_application", **application(asking, asking.firm(), asking.bank()))
    asking.do("tick_application_material", application=made, material="申请表")
    asking.do("tick_application_material", application=made, material="情况说明", note="后补")
    card = asking.ask("application_card", application=made)
    assert (card.missing, card.materials[1].note) == ("", "后补")
    asking.do("tick_application_material", application=made, material="form", is_present=False)
    assert asking.ask("application_card", application=made).missing == "缺1项：申请表"
    refusal = asking.refused("tick_application_material", application=made, material="护照")
    assert [p.field for p in refusal.problems] == ["material"]


def test_a_paper_asked_for_since_is_put_on_the_list(asking: County) -> None:
    """An application of before the programme's new revision has no row for it yet."""
    made = asking.do("file_application", **application(asking, asking.firm(), asking.bank()))
    with asking.office._transaction() as (session, _seq):
        session.connection().exec_driver_sql("DELETE FROM application_material WHERE id = 1")
    asking.do("tick_application_material", application=made, material="form")
    assert asking.ask("application_card", application=made).materials[0].is_present


@pytest.mark.parametrize(("given", "field"), [
    ({"channel": ""}, "channel"),
    ({"channel": "熟人"}, "channel"),
    ({"products": ["校园贷"]}, "products"),
    ({"materials": ["护照"]}, "materials"),
    ({"kind": "refinance"}, "special_reason"),
    ({"is_renewal": True}, "special_reason"),
    ({"renews": 99}, "renews"),
    ({"amount": "2000.01万元"}, "amount"),
])  # fmt: skip
def test_what_is_wrong_is_laid_at_its_field(
    asking: County, given: dict[str, Any], field: str
) -> None:
    made = application(asking, asking.firm(), asking.bank(), **given)
    refusal = asking.refused("file_application", **made)
    assert [p.field for p in refusal.problems] == [field]


def test_the_check_before_saving_knows_every_field(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    asked: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "applied_on": date(2021, 3, 10),
        "amount": Money.wan(30), "term_months": 12, "security": "credit", "channel": "office",
        "materials": ("form",), "products": ("tech",),
    }  # fmt: skip
    good = asking.ask("check_application_entry", **asked)
    assert good.refusals == ()
    assert [w.message for w in good.warnings] == ["还缺情况说明。"]
    bad = asking.ask("check_application_entry", **{**asked, "kind": "renewal", "channel": ""})
    assert [p.field for p in bad.refusals] == ["special_reason", "channel"]


def test_channels_are_counted(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    for channel, day in (("科技局", "2021-03-10"), ("银行", "2021-04-10"), ("银行", "2021-05-10")):
        asking.do(
            "file_application",
            **{**application(asking, firm, bank), "channel": channel, "applied_on": day},
        )
    counted = [(x.channel, x.count, x.amount) for x in asking.ask("channel_counts")]
    assert counted == [
        ("科技局", 1, Money.wan(30)), ("担保公司", 0, Money(0)), ("银行", 2, Money.wan(60)),
    ]  # fmt: skip
    in_april = asking.ask("channel_counts", from_on=date(2021, 4, 10), until_on=date(2021, 5, 9))
    assert [x.count for x in in_april] == [0, 0, 1]
    assert [x.id for x in in_april] == [1, 2, 3]


def test_applications_without_a_channel_are_counted_too(county: County) -> None:
    given = application(county, county.firm(), county.bank())
    del given["channel"]
    county.do("file_application", **given)
    (line,) = county.ask("channel_counts")
    assert (line.channel, line.count) == ("未登记", 1)
    assert county.ask("application_card", application=1).channel == ""


def test_the_time_to_review_begins_anew_when_it_was_mended(asking: County) -> None:
    made = asking.do("file_application", **application(asking, asking.firm(), asking.bank()))
    back: dict[str, Any] = {
        "by": "reviewer", "application": made, "result": "return", "reviewed_on": "2021-03-11",
        "opinion": "缺情况说明",
    }  # fmt: skip
    asking.do("review_application", **back)
    early = asking.refused("resubmit_application", application=made, submitted_on="2021-03-09")
    assert [p.field for p in early.problems] == ["submitted_on"]
    asking.do("resubmit_application", application=made, submitted_on="2021-03-15")
    assert asking.ask("application_card", application=made).submitted_on == date(2021, 3, 15)
    asking.do("review_application", **back)
    asking.do("resubmit_application", on="2021-03-18", application=made)
    assert asking.ask("application_card", application=made).submitted_on == date(2021, 3, 18)


# -- dated steps -----------------------------------------------------------------------------------


def test_steps_are_recorded_in_their_order_and_then_the_money_goes_out(asking: County) -> None:
    """DY-10, DY-16a in small: letter, diligence, contract, disbursement, two filings."""
    firm, bank = asking.firm(), asking.bank()
    made = recommended(asking, firm, bank, products=["苏科贷"])
    step: dict[str, Any] = {"application": made}
    first = asking.refused(
        "record_milestone", milestone="diligence", reached_on="2021-03-15", **step
    )
    assert "还没有发出担保意向函" in str(first)
    asking.do("record_milestone", milestone="发出担保意向函", reached_on="2021-03-14", **step)
    early = asking.refused(
        "record_milestone", milestone="diligence", reached_on="2021-03-13", **step
    )
    assert [p.field for p in early.problems] == ["reached_on"]
    done = asking.do(
        "record_milestone", milestone="diligence", reached_on="2021-03-14", partner=bank,
        document_no="尽调1号", **step,
    )  # fmt: skip
    lent: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "amount": "30万元", "disbursed_on": "2021-03-25",
        "due_on": "2022-03-24", "contract_no": "1", "products": ["苏科贷"], "application": made,
    }  # fmt: skip
    assert "还没有签订借款合同" in str(asking.refused("disburse_loan", **lent))
    late = asking.refused(
        "record_milestone", milestone="finance_filing", reached_on="2021-03-20", **step
    )
    assert "还没有登记放款" in str(late)
    asking.do("record_milestone", milestone="contract", reached_on="2021-03-20", **step)
    loan = asking.do("disburse_loan", **lent)
    asking.do("record_milestone", milestone="finance_filing", reached_on="2021-03-26", loan=loan)
    lines = asking.ask("milestones", application=made)
    assert [line.state for line in lines] == ["done", "done", "done", "done", "missing"]
    assert (lines[1].partner, lines[1].document_no) == ("平湖农商银行", "尽调1号")
    assert lines == asking.ask("milestones", loan=loan)
    assert [line.id for line in lines] == [1, 2, 3, 4, 5]
    assert asking.ask("loan_card", loan=loan).milestones == "缺1项：报科技局备案"
    twice = asking.refused(
        "record_milestone", milestone="letter", reached_on="2021-03-14", loan=loan
    )
    assert "已登记过" in str(twice)
    early = asking.refused("revise_milestone", milestone=done, reached_on="2021-03-13")
    assert [p.field for p in early.problems] == ["reached_on"]
    asking.do(
        "revise_milestone", milestone=done, reached_on="2021-03-16", note="两家同日", partner=bank
    )
    revised = asking.ask("milestones", loan=loan)[1]
    assert (revised.reached_on, revised.note) == (date(2021, 3, 16), "两家同日")
    asking.do(
        "record_milestone", milestone="science_filing", reached_on="2021-03-27", application=made
    )
    assert asking.ask("loan_card", loan=loan).milestones == "已齐"


def test_a_step_belongs_to_an_application_or_a_loan(asking: County) -> None:
    nobody = asking.refused("record_milestone", milestone="letter", reached_on="2021-03-14")
    assert "没有选择" in str(nobody)
    loan = asking.loan(asking.firm(), asking.bank())
    alone = asking.refused(
        "record_milestone", milestone="letter", reached_on="2021-03-14", loan=loan
    )
    assert "没有对应的申请" in str(alone)
    asking.do("record_milestone", milestone="finance_filing", reached_on="2021-04-01", loan=loan)
    none = asking.refused(
        "record_milestone",
        milestone="science_filing",
        reached_on="2021-04-01",
        loan=loan,
        partner=99,
    )
    assert [p.field for p in none.problems] == ["partner"]


def test_a_programme_without_steps_shows_none(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    assert county.ask("milestones", loan=loan) == ()
    assert county.ask("milestones") == ()
    assert county.ask("loan_card", loan=loan).milestones == ""
    refusal = county.refused(
        "record_milestone", milestone="letter", reached_on="2021-04-01", loan=loan
    )
    assert [p.field for p in refusal.problems] == ["milestone"]


# -- loans -----------------------------------------------------------------------------------------


def test_a_renewal_repays_the_old_loan_and_counts_in_its_place(asking: County) -> None:
    """C3 无还本续贷: the cap of 2000 would not bear both."""
    firm, bank = asking.firm(), asking.bank()
    old = asking.loan(firm, bank, "1500万元")
    new: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "amount": "1400万元", "disbursed_on": "2022-03-24",
        "due_on": "2023-03-23", "contract_no": "2", "special_reason": "无还本续贷",
    }  # fmt: skip
    new["disbursed_on"] = "2021-12-24"
    assert "超过上限" in str(asking.refused("disburse_loan", kind="renewal", **new))
    wrong = asking.refused("disburse_loan", renews=old, **new)
    assert [p.field for p in wrong.problems] == ["kind"]
    early = {**new, "disbursed_on": "2021-03-24", "due_on": "2022-03-20"}
    refusal = asking.refused("disburse_loan", kind="renewal", renews=old, **early)
    assert [p.field for p in refusal.problems] == ["disbursed_on"]
    check = asking.ask(
        "loan_check", enterprise=firm, bank=bank, amount=Money.wan(1400), kind="renewal",
        disbursed_on=date(2021, 12, 24), due_on=date(2023, 3, 23), security="credit", renews=old,
        special_reason="无还本续贷",
    )  # fmt: skip
    assert check.refusals == ()
    made = asking.do("disburse_loan", kind="renewal", renews=old, **new)
    before, after = asking.ask("loan_card", loan=old), asking.ask("loan_card", loan=made)
    assert (before.outstanding, before.renewed_by) == (Money.wan(100), "2")
    assert (after.renews, after.kind) == ("合同1", "renewal")
    assert before.repayments[0].note == "由合同 2 归还"
    rest = {**new, "contract_no": "3", "amount": "100万元"}
    asking.do("disburse_loan", kind="refinance", renews=old, **rest)
    assert asking.ask("loan_card", loan=old).state == "settled"
    settled = asking.refused(
        "disburse_loan", kind="renewal", renews=old, **{**rest, "contract_no": "4"}
    )
    assert "已经结清" in str(settled)


def test_a_loan_renews_only_its_own_firms(asking: County) -> None:
    bank = asking.bank()
    other = asking.loan(asking.firm(uscc="91350100M000100Y43", name="乙公司"), bank)
    refusal = asking.refused(
        "disburse_loan", enterprise=asking.firm(), bank=bank, amount="1万元", kind="renewal",
        disbursed_on="2021-12-24", due_on="2022-12-23", contract_no="2", renews=other,
        special_reason="续贷",
    )  # fmt: skip
    assert "不是这家企业" in str(refusal)


def test_an_application_knows_the_loan_it_is_to_repay(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    old = asking.loan(firm, bank, "1500万元")
    given = application(
        asking, firm, bank, amount="1400万元", applied_on="2021-12-01", kind="renewal",
        special_reason="续贷",
    )  # fmt: skip
    assert "超过上限" in str(asking.refused("file_application", **given))
    made = asking.do("file_application", renews=old, **given)
    card = asking.ask("application_card", application=made)
    assert (card.renews, card.renews_id, card.is_renewal) == ("合同1", old, True)


def test_discounting_counts_in_no_cap(asking: County) -> None:
    """NJ-3b: 2300 on the books, 300 of it discounting."""
    firm, bank = asking.firm(), asking.bank()
    asking.loan(firm, bank, "2000万元")
    more: dict[str, Any] = {"disbursed_on": "2021-04-01", "contract_no": "2"}
    asking.loan(firm, bank, "300万元", is_discounting=True, **more)
    room = asking.ask("enterprise_room", enterprise=firm, bank=bank, on=date(2021, 4, 2))
    assert (room.outstanding, room.bank_outstanding) == (Money.wan(2000), Money.wan(2000))
    asking.refused(
        "disburse_loan", enterprise=firm, bank=bank, amount="0.01", disbursed_on="2021-04-02",
        due_on="2022-04-01", contract_no="3",
    )  # fmt: skip


def test_each_bank_has_its_own_cap(asking: County) -> None:
    """NJ-3a: A 2000 and B 1000 are both fine; over all banks 3000 is the end."""
    firm, first, second = asking.firm(), asking.bank(), asking.bank("另一家银行")
    asking.loan(firm, first, "2000万元")
    asking.loan(firm, second, "999.99万元", contract_no="2")
    over = asking.refused(
        "disburse_loan", enterprise=firm, bank=second, amount="0.02万元", contract_no="3",
        disbursed_on="2021-04-02", due_on="2022-04-01",
    )  # fmt: skip
    assert [p.field for p in over.problems] == ["amount"]
    rooms = asking.ask("enterprise_room", enterprise=firm, bank=second, on=date(2021, 4, 2))
    left = {scope.label: scope.left for scope in rooms.scopes}
    assert left == {
        "单户额度": Money.wan("0.01"), "单户单行额度": Money.wan("1000.01"),
        "单笔额度": Money.wan(2500),
    }  # fmt: skip
    unknown = asking.ask("enterprise_room", enterprise=firm, on=date(2021, 4, 2))
    assert [s.left for s in unknown.scopes] == [Money.wan("0.01"), None, Money.wan(2500)]
    assert "没有填写" in unknown.scopes[1].open_text
    assert unknown.bank_outstanding is None


def test_a_bank_cap_holds_whatever_is_entered_first(asking: County) -> None:
    """The loan of March is entered after that of April, at the same bank."""
    firm, bank, other = asking.firm(), asking.bank(), asking.bank("另一家银行")
    asking.loan(firm, bank, "1500万元", disbursed_on="2021-04-10", due_on="2022-04-09")
    asking.loan(
        firm, other, "900万元", disbursed_on="2021-04-11", due_on="2022-04-10", contract_no="2"
    )
    late: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "disbursed_on": "2021-03-10", "due_on": "2022-03-09",
        "contract_no": "3",
    }  # fmt: skip
    over = asking.refused("disburse_loan", amount="500.01万元", **late)
    assert "2021年4月10日另有放款" in str(over)
    assert len(over.problems) == 1
    asking.do("disburse_loan", amount="500万元", **late)


def test_a_limit_of_the_single_loan_counts_on_its_own_day_only(asking: County) -> None:
    """From 2022 a single loan may be 10; one of 30 lent in 2021 and entered late stays lawful."""
    firm, bank = asking.firm(), asking.bank()
    asking.loan(firm, bank, "10万元", disbursed_on="2022-02-01", due_on="2023-01-31")
    asking.loan(firm, bank, "30万元", contract_no="2")


def test_a_discounted_bill_entered_late_does_not_meet_later_loans(asking: County) -> None:
    firm, bank = asking.firm(), asking.bank()
    asking.loan(firm, bank, "2000万元", disbursed_on="2021-04-10", due_on="2022-04-09")
    asking.loan(firm, bank, "500万元", is_discounting=True, contract_no="2")


def test_a_guaranteed_part_needs_a_guarantor_and_stays_within_the_loan(asking: County) -> None:
    firm, bank, guarantor = asking.firm(), asking.bank(), asking.guarantor()
    given: dict[str, Any] = {
        "enterprise": firm, "bank": bank, "amount": "30万元", "disbursed_on": "2021-03-25",
        "due_on": "2022-03-24", "contract_no": "1",
    }  # fmt: skip
    without = asking.refused("disburse_loan", guaranteed="10万元", **given)
    assert [p.field for p in without.problems] == ["guaranteed"]
    for wrong in ("0", "30.01万元"):
        asking.refused("disburse_loan", guaranteed=wrong, guarantor=guarantor, **given)
    part = asking.do("disburse_loan", guaranteed="24万元", guarantor=guarantor, **given)
    assert asking.ask("loan_card", loan=part).guaranteed == Money.wan(24)
    whole = asking.loan(firm, bank, guarantor=guarantor, contract_no="2")
    assert asking.ask("loan_card", loan=whole).guaranteed == Money.wan(30)
    assert asking.ask("loan_card", loan=asking.loan(firm, bank, contract_no="3")).guaranteed is None


def test_other_guarantors_stand_beside_the_main_one(asking: County) -> None:
    """NT-4.4: several guarantors; shares in a loss stay the main one's."""
    firm, bank = asking.firm(), asking.bank()
    alone = asking.loan(firm, bank)
    counter = asking.refused("add_loan_guarantor", loan=alone, name="李四", is_counter=True)
    assert [p.field for p in counter.problems] == ["is_counter"]
    for wrong in ("0", "30.01万元"):
        asking.refused("add_loan_guarantor", loan=alone, name="李四", guaranteed=wrong)
    loan = asking.loan(firm, bank, guarantor=asking.guarantor(), contract_no="2")
    asking.do("add_loan_guarantor", loan=loan, name="江苏省再担保公司", kind="reguarantor")
    asking.do(
        "add_loan_guarantor", loan=loan, name="李四", kind="person", is_counter=True,
        guaranteed="10万元",
    )  # fmt: skip
    lines = asking.ask("loan_guarantors", loan=loan)
    assert [(g.name, g.is_counter, g.guaranteed) for g in lines] == [
        ("江苏省再担保公司", False, None), ("李四", True, Money.wan(10)),
    ]  # fmt: skip


def test_fees_are_reckoned_on_what_is_guaranteed(asking: County) -> None:
    """DY-8: 1% of the guaranteed sum; interest paid adds up from the repayments."""
    firm, bank = asking.firm(), asking.bank()
    loan = asking.loan(
        firm, bank, guarantor=asking.guarantor(), guaranteed="24万元", products=["科创贷"],
        rate="3.85%",
    )  # fmt: skip
    asking.do("record_repayment", loan=loan, repaid_on="2021-06-21", interest="2800")
    asking.do("record_repayment", loan=loan, repaid_on="2021-09-21", interest="2900.05")

    def facts_of(ident: int) -> dict[str, object]:
        asked = Ask("x", {}, lambda read: subsidy_facts(read, read.get(LoanRow, ident, "贷款")))
        return asking.office.ask(asked)

    facts = facts_of(loan)
    assert facts["loan.guaranteed"] == Money.wan(24)
    assert facts["loan.interest_paid"] == Money.yuan("5700.05")
    assert facts["loan.products"] == frozenset({"tech"})
    assert (facts["bank.is_tech"], facts["loan.lpr"]) == (False, None)
    scheme = asking.library.scheme_of_text(asking.library.scheme_text("asking"), {})
    assert scheme.compute("fee", facts).amounts["fee"] == Money.yuan("2400.00")
    assert facts_of(asking.loan(firm, bank, contract_no="2"))["loan.guaranteed"] == Money(0)
