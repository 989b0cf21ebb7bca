"""Papers to institutions and about money that is short, out of an office's own records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.clock import SystemClock
from kcdesk.kernel.money import ZERO, Money
from kcdesk.packs.library import Library
from kcdesk.work.command import HANDLERS
from kcdesk.work.commands.partners import suspend
from kcdesk.work.context import Work
from kcdesk.work.paper.citing import articles_of, cited
from kcdesk.work.paper.shortages import is_deposit_short, is_fund_short
from kcdesk.work.paper.subjects import title_of, values_of
from kcdesk.work.player import Player
from kcdesk.work.query import QUERIES, Ask
from kcdesk.work.scenario import read_scenario
from tests.work.county import ROOT, County

PARTIES = "再担保机构、担保机构、风险补偿金、合作机构"
TOLD = {"science_notice_on": "2023-11-20", "guarantor_notice_on": "2023-11-21"}


@pytest.fixture
def daye(tmp_path: Path) -> Iterator[County]:
    """An office of Daye with money and a bank that signed for a deposit of 400."""
    made = County(
        tmp_path / "office", "daye", date(2023, 3, 1),
        blanks=({"name": "issued_on", "value": "2023-02-10"},),
    )  # fmt: skip
    made.money("2000万元", on="2023-03-01")
    yield made
    made.office.close()


def signed(office: County, name: str = "铜都农商银行") -> int:
    bank = office.bank(name)
    office.do(
        "tick_partner_requirements", partner=bank, checked_on="2023-03-01", line="2000万元",
        ticks=["relations", "outlet", "special_line"], note="产品正在报批",
    )  # fmt: skip
    office.do(
        "tick_partner_requirements", partner=bank, checked_on="2023-03-01", line="2000万元",
        ticks=["relations", "outlet", "special_line", "tech_loans"],
    )  # fmt: skip
    office.do(
        "register_agreement", by="reviewer", partner=bank, number="冶科银合〔2023〕1号",
        signed_on="2023-03-01", line="2000万元", deposit="400万元", sharing="4:2:2:2",
        parties=PARTIES, rate_ceiling="4.35%", spread="0.30%",
    )  # fmt: skip
    return bank


def placed(office: County, bank: int, amount: str = "400万元", account: str = "") -> None:
    office.do(
        "place_deposit", by="reviewer", partner=bank, posted_on="2023-03-02", amount=amount,
        account_no=account,
    )  # fmt: skip


def drawn(office: County, bank: int, amount: str = "30万元", **more: Any) -> int:
    office.do(
        "draw_deposit", by="approver", on="2023-11-30", partner=bank, posted_on="2023-11-30",
        amount=amount, reason="代偿。", **{**TOLD, **more},
    )  # fmt: skip
    return int(office.ask("deposit_ledger", partner=bank)[-1].id)


def gathered(office: County, key: str, record: int) -> dict[str, Any]:
    return office.office.ask(Ask("values", {}, lambda read: values_of(read, key, record)))


def called(office: County, key: str, record: int) -> str:
    return office.office.ask(Ask("title", {}, lambda read: title_of(read, key, record)))


def choices(office: County, record: int, subject: str = "partners") -> dict[str, bool]:
    """Form → whether it is a draft, of what a record offers."""
    offered = office.ask("papers", subject=subject, record=record)
    return {choice.form: choice.is_draft for choice in offered}


def said(office: County, form: str, record: int) -> str:
    """Why a paper cannot be printed."""
    return str(office.refused("print_paper", form=form, record=record))


# -- an institution, and what was signed with it


def test_an_institution_is_shown_with_what_it_was_found_to_have(daye: County) -> None:
    bank = signed(daye)
    values = gathered(daye, "partners", bank)
    assert values["partner"]["kind_label"] == "合作银行"
    assert [r["met"] for r in values["partner"]["requirements"]] == [True] * 4
    assert values["partner"]["line"] == Money.wan(2000)
    assert values["deposit"]["short"] == Money.wan(400)
    new = daye.bank("磁湖银行")
    values = gathered(daye, "partners", new)
    assert [r["met"] for r in values["partner"]["requirements"]] == [None] * 4
    assert values["partner"]["checked_on"] is None
    assert values["deposit"]["required"] is None
    assert [r.title for r in daye.ask("paper_records", form="partner_application")] == [
        "磁湖银行", "铜都农商银行",
    ]  # fmt: skip


def test_an_agreement_is_summed_up_with_what_was_checked(daye: County) -> None:
    bank = signed(daye)
    (line,) = daye.ask("partner_card", partner=bank).agreements
    agreement = gathered(daye, "partners.agreement", line.id)["agreement"]
    assert agreement["sharing_words"] == (
        "4:2:2:2（省再担保集团、担保公司、市政府专项保证金、合作银行）"
    )
    assert agreement["guaranteed_words"] == ""
    assert (agreement["leverage"], agreement["is_renewal"]) == ("1:5.00", False)
    assert {"label": "合作期限两年", "article": "第九条"}.items() <= {
        k: v for c in agreement["checks"] if c["label"] == "合作期限两年" for k, v in c.items()
    }.items()
    daye.do(
        "renew_agreement", by="reviewer", agreement=line.id, number="冶科银合〔2025〕1号",
        signed_on="2023-03-01",
    )  # fmt: skip
    renewed, old = daye.ask("partner_card", partner=bank).agreements
    again = gathered(daye, "partners.agreement", renewed.id)["agreement"]
    assert (again["renews_number"], again["is_renewal"]) == ("冶科银合〔2023〕1号", True)
    assert called(daye, "partners.agreement", old.id) == "冶科银合〔2023〕1号（铜都农商银行）"
    offered = [c for c in daye.ask("papers", subject="partners", record=bank) if c.about]
    assert [c.record for c in offered if c.form == "agreement_summary"] == [renewed.id, old.id]
    assert [r.id for r in daye.ask("paper_records", form="agreement_summary")] == [
        renewed.id, old.id,
    ]  # fmt: skip
    assert daye.ask("preview_paper", form="agreement_summary", record=renewed.id).pages_count == 1


def test_an_agreement_without_a_deposit_has_no_leverage(county: County) -> None:
    bank = county.bank()
    county.do(
        "register_agreement", by="reviewer", partner=bank, number="协1", signed_on="2021-01-04",
        sharing="6:4",
    )  # fmt: skip
    (line,) = county.ask("partner_card", partner=bank).agreements
    assert gathered(county, "partners.agreement", line.id)["agreement"]["leverage"] == ""


def test_the_government_applies_for_nothing(daye: County) -> None:
    city = daye.do("register_partner", kind="government", name="市政府", joined_on="2023-03-01")
    assert "政府方不用申请合作" in said(daye, "partner_application", city)


# -- suspended, resumed, disqualified


def trip(county: County, partner: int | None) -> None:
    """What a breaker does inside another command."""

    def and_suspend(work: Work, _command: Any) -> None:
        suspend(
            work, partner, work.today, reason="单个银行叫停线：不良率30.01%。",
            clauses=("NT-5.2b", "GL-1"), evidence={"不良余额": "900.01万元"},
        )  # fmt: skip

    original = HANDLERS["record_reference_rate"]
    HANDLERS["record_reference_rate"] = and_suspend
    try:
        county.done("record_reference_rate", published_on="2021-01-20", rate="3.85%")
    finally:
        HANDLERS["record_reference_rate"] = original


def test_a_suspension_by_the_program_is_a_draft_until_its_letter_has_a_number(
    tmp_path: Path,
) -> None:
    county = County(tmp_path / "office", "nantong")
    bank = county.bank("沿江商业银行")
    trip(county, bank)
    (line,) = county.ask("partner_card", partner=bank).suspensions
    values = gathered(county, "partners.suspension", line.id)["suspension"]
    assert values["cited"] == [
        {"text": "《关于建立“科创贷”破解科技创新型企业融资难的指导意见》五（二）"}
    ]
    assert values["uncited"] == []
    assert values["reason"] == "单个银行叫停线：不良率30.01%"
    assert values["grounds"] == [{"lines": [{"label": "不良余额", "value": "900.01万元"}]}]
    assert choices(county, bank)["suspension_notice"] is True
    assert "resumption_notice" not in choices(county, bank)
    assert "还没有登记恢复合作" in said(county, "resumption_notice", line.id)
    assert "没有取消资格" in said(county, "disqualification_notice", line.id)
    county.do(
        "record_suspension_notice", by="reviewer", suspension=line.id, document_no="通科〔2021〕9号",
        notified_on="2021-01-06",
    )  # fmt: skip
    values = gathered(county, "partners.suspension", line.id)["suspension"]
    assert (values["number"], values["notice_on"]) == ("通科〔2021〕9号", date(2021, 1, 6))
    assert choices(county, bank)["suspension_notice"] is False
    county.do(
        "resume_partner", by="approver", on="2021-03-02", partner=bank, resumed_on="2021-03-01",
        document_no="〔2021〕2号会议纪要", reason="不良率已降到20%。",
    )  # fmt: skip
    values = gathered(county, "partners.suspension", line.id)["suspension"]
    assert (values["resumed_on"], values["resumed_year"]) == (date(2021, 3, 1), 2021)
    assert values["resume_reasons"] == [{"text": "不良率已降到20%"}]
    assert choices(county, bank)["resumption_notice"] is False
    assert called(county, "partners.suspension", line.id) == "2021-01-04暂停合作（沿江商业银行）"
    paper = county.ask("preview_paper", form="resumption_notice", record=line.id)
    assert paper.pages_count == 2
    county.office.close()


def test_all_institutions_suspended_at_once_are_told_together(county: County) -> None:
    bank = county.bank()
    county.loan(county.firm(), bank)
    county.do(
        "suspend_partner", by="reviewer", from_on="2021-04-01", reason="暂停受理",
        document_no="平科〔2021〕3号",
    )  # fmt: skip
    (line,) = county.ask("partner_card", partner=bank).suspensions
    values = gathered(county, "partners.suspension", line.id)
    assert values["partner"]["name"] == "各合作机构"
    assert values["suspension"]["loans"] == [{"count": 1, "outstanding": Money.wan(30)}]
    assert values["suspension"]["deposits"] == []
    assert (values["suspension"]["cited"], values["suspension"]["grounds"]) == ([], [])
    assert choices(county, bank)["suspension_notice"] is False
    (record,) = county.ask("paper_records", form="suspension_notice")
    assert (record.title, record.about) == ("2021-04-01暂停合作（各合作机构）", "平科〔2021〕3号")


def test_a_disqualified_bank_is_told_of_with_its_deposit(daye: County) -> None:
    bank = signed(daye)
    placed(daye, bank)
    daye.do(
        "disqualify_partner", by="approver", partner=bank, from_on="2023-03-20",
        reason="协助企业编造购销合同。", document_no="冶科发〔2023〕3号", notified="市政府办（金融办）",
    )  # fmt: skip
    (line,) = daye.ask("partner_card", partner=bank).suspensions
    values = gathered(daye, "partners.suspension", line.id)["suspension"]
    assert values["deposits"] == [{"balance": Money.wan(400)}]
    offered = choices(daye, bank)
    assert offered["disqualification_notice"] is False
    assert "suspension_notice" not in offered
    assert "请打印“取消合作资格通报”" in said(daye, "suspension_notice", line.id)
    assert called(daye, "partners.suspension", line.id) == "2023-03-20取消合作资格（铜都农商银行）"
    assert daye.ask("preview_paper", form="disqualification_notice", record=line.id).pages_count


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ((), ""),
        (("DK-1",), "《贷款通则》贷款展期"),
        (
            ("PH-9", "PH-8", "DK-1"),
            "《贷款通则》贷款展期",
        ),
        (("GL-1", "XX-1"), ""),
    ],
)
def test_clauses_are_cited_document_by_document(
    county: County, ids: tuple[str, ...], text: str
) -> None:
    found = county.office.ask(Ask("cited", {}, lambda read: cited(read, ids)))
    assert found == text


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ("", ""),
        ("PH-9、PH-6d", "实施办法"),
        ("PH-9、GL-1、GL-4", "实施办法、通行做法"),
        ("FL-1、XX-1", "《商业银行金融资产风险分类办法》"),
        ("MF-1、MF-2", "《民法典》第六百九十二条、第一百八十八条"),
    ],
)
def test_a_cell_for_the_basis_says_what_who_signs_can_look_up(
    county: County, ids: str, text: str
) -> None:
    """Not the column of a newspaper, nor what the program calls a practice."""
    assert county.office.ask(Ask("said", {}, lambda r: articles_of(r.scheme(), ids))) == text


# -- the deposit at a bank


def test_a_draw_is_told_to_two_with_what_it_leaves(daye: County) -> None:
    daye.guarantor("市担保公司")
    bank = signed(daye)
    placed(daye, bank, account="8201")
    entry = drawn(daye, bank)
    values = gathered(daye, "partners.deposit", entry)
    deposit = values["deposit"]
    assert (deposit["before"], deposit["amount"], deposit["after"]) == (
        Money.wan(400), Money.wan(30), Money.wan(370),
    )  # fmt: skip
    assert (deposit["required"], deposit["short"]) == (Money.wan(400), Money.wan(30))
    assert deposit["shortages"] == [{"short": Money.wan(30)}]
    assert (deposit["account_no"], deposit["reason"]) == ("8201", "代偿")
    assert values["guarantor"]["name"] == "市担保公司"
    assert called(daye, "partners.deposit", entry) == "2023-11-30划扣保证金（铜都农商银行）"
    offered = choices(daye, bank)
    assert offered["deposit_draw_notice"] is False
    assert offered["deposit_draw_guarantor"] is False
    assert offered["refill_letter"] is False
    for form in ("deposit_draw_notice", "deposit_draw_guarantor"):
        (record,) = daye.ask("paper_records", form=form)
        assert (record.id, record.title) == (entry, "铜都农商银行")
        assert daye.ask("preview_paper", form=form, record=entry).pages_count == 2


def test_a_draw_that_leaves_enough_lacks_nothing_and_an_early_notice_is_a_draft(
    daye: County,
) -> None:
    bank = signed(daye)
    placed(daye, bank, "450万元")
    entry = drawn(daye, bank, "50万元")
    deposit = gathered(daye, "partners.deposit", entry)["deposit"]
    assert (deposit["shortages"], deposit["account_no"]) == ([], "")
    assert "今天没有不足" in said(daye, "refill_letter", bank)
    daye.clock.day = date(2023, 11, 19)
    assert choices(daye, bank)["deposit_draw_notice"] is True


def test_the_finance_bureau_is_asked_for_what_a_deposit_lacks(daye: County) -> None:
    bank = signed(daye)
    placed(daye, bank)
    drawn(daye, bank)
    deposit = gathered(daye, "partners", bank)["deposit"]
    assert (deposit["required"], deposit["balance"], deposit["short"]) == (
        Money.wan(400), Money.wan(370), Money.wan(30),
    )  # fmt: skip
    ((draw,),) = (history["draws"] for history in deposit["histories"])
    assert (draw["amount"], draw["on"]) == (Money.wan(30), date(2023, 11, 30))
    assert [r.id for r in daye.ask("paper_records", form="refill_letter")] == [bank]
    assert daye.ask("preview_paper", form="refill_letter", record=bank).pages_count == 2
    assert daye.office.ask(Ask("x", {}, lambda read: is_deposit_short(read, bank)))


# -- the fund below its floor


def test_the_government_is_asked_for_what_the_fund_lacks(tmp_path: Path) -> None:
    county = County(tmp_path / "office", "nantong")
    county.money("1830万元")
    asked = gathered(county, "fund.top_up", 0)["top_up"]
    assert (asked["held"], asked["floor"], asked["proposed"]) == (
        Money.wan(1830), Money.wan(2000), Money.wan(170),
    )  # fmt: skip
    assert asked["cited"] == [
        {"text": "《关于建立“科创贷”破解科技创新型企业融资难的指导意见》四（一）、四（五）"}
    ]
    assert (asked["banks"], asked["lacks"], asked["covers"], asked["overlaps"]) == ([], [], [], [])
    (record,) = county.ask("paper_records", form="top_up_request")
    assert (record.id, record.title) == (0, "2021-01-04余额")
    assert called(county, "fund.top_up", 0) == "2021-01-04余额"
    assert county.ask("preview_paper", form="top_up_request", record=0).pages_count == 2
    county.money("170万元")
    assert not county.office.ask(Ask("x", {}, lambda read: is_fund_short(read, 0)))
    assert county.ask("paper_records", form="top_up_request") == ()
    assert "资金池今天没有不足" in said(county, "top_up_request", 0)
    county.office.close()


def test_a_deposit_is_made_up_out_of_the_pool_before_anything_is_asked_for(daye: County) -> None:
    bank = signed(daye)
    asked = gathered(daye, "fund.top_up", 0)["top_up"]
    assert asked["covers"] == [{"cash": Money.wan(2000)}]
    assert (asked["proposed"], asked["lacks"], asked["floors"]) == (ZERO, [], [])
    assert [b["short"] for b in asked["banks"]] == [Money.wan(400)]
    assert asked["uncited"] == [{"text": ""}]
    placed(daye, bank)
    assert gathered(daye, "fund.top_up", 0)["top_up"]["shortages"] == []


def test_a_pool_too_small_for_the_deposits_is_asked_for(tmp_path: Path) -> None:
    office = County(
        tmp_path / "office", "daye", date(2023, 3, 1),
        blanks=({"name": "issued_on", "value": "2023-02-10"},),
    )  # fmt: skip
    office.money("100万元", on="2023-03-01")
    signed(office)
    asked = gathered(office, "fund.top_up", 0)["top_up"]
    assert asked["lacks"] == [{"lacking": Money.wan(300)}]
    assert (asked["covers"], asked["overlaps"]) == ([], [])
    assert asked["proposed"] == Money.wan(300)
    assert office.ask("preview_paper", form="top_up_request", record=0).pages_count == 2
    office.office.close()


# -- an application's letters, a loan's extension


def applied(office: County, **more: Any) -> int:
    firm = office.firm()
    return office.do(
        "file_application", enterprise=firm, applied_on="2021-03-02", amount="300万元",
        term_months=12, purpose="采购原材料", **{"security": "guarantee", **more},
    )  # fmt: skip


def test_a_recommendation_is_a_draft_until_it_is_decided_and_numbered(county: County) -> None:
    bank = county.bank()
    application = applied(county, bank=bank, security="credit")
    assert choices(county, application, "applications")["recommendation"] is True
    county.do(
        "review_application", by="reviewer", on="2021-03-05", application=application,
        result="recommend", reviewed_on="2021-03-05", document_no="平科函〔2021〕1号",
    )  # fmt: skip
    assert choices(county, application, "applications")["recommendation"] is False
    assert "没有担保机构" in said(county, "intent_letter", application)
    assert gathered(county, "applications", application)["list"]["versions"] == []


def test_a_recommendation_names_what_is_in_force_on_its_day(county: County) -> None:
    """Not what has run out, nor what came later; of a paper that was renewed the newest."""
    firm = county.do("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    for kind, from_on, until_on, certificate, document in (
        ("高新技术企业", "2017-03-01", "2020-03-01", "GR1", ""),
        ("高新技术企业", "2020-03-05", "2023-03-04", "GR2", ""),
        ("专精特新企业", "2018-01-01", "2021-03-04", "ZJ1", ""),
        ("知识产权示范企业", "2019-01-01", None, "", "国知发〔2019〕1号"),
        ("瞪羚企业", "2021-03-06", None, "DL1", ""),
    ):
        county.do(
            "record_qualification", enterprise=firm, kind=kind, from_on=from_on, until_on=until_on,
            certificate_no=certificate, document_no=document, on="2021-03-06",
        )  # fmt: skip
    application = county.do(
        "file_application", enterprise=firm, bank=county.bank(), applied_on="2021-03-02",
        amount="30万元", term_months=12, purpose="采购", security="credit", on="2021-03-06",
    )  # fmt: skip
    county.do(
        "review_application", by="reviewer", on="2021-03-06", application=application,
        result="recommend", reviewed_on="2021-03-05", document_no="平科函〔2021〕1号",
    )  # fmt: skip
    assert gathered(county, "applications", application)["list"]["qualifications"] == [
        {"label": "知识产权示范企业", "said": "文号国知发〔2019〕1号，长期有效"},
        {"label": "高新技术企业", "said": "证书编号GR2，有效期至2023年3月4日"},
    ]


def test_a_recommendation_names_the_list_and_the_class_of_its_day(tmp_path: Path) -> None:
    county = County(tmp_path / "office", "nantong")
    firm = county.do("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    county.do(
        "record_class", enterprise=firm, kind="高成长性科技企业", from_on="2021-01-05",
        document_no="通科〔2021〕2号",
    )  # fmt: skip
    county.do(
        "admit_enterprise", enterprise=firm, from_on="2021-01-10", document_no="通科〔2021〕3号"
    )
    county.do(
        "freeze_list", by="reviewer", on="2021-02-01", frozen_on="2021-02-01",
        document_no="通科〔2021〕4号",
    )  # fmt: skip
    bank = county.bank()
    county.do(
        "register_agreement", by="reviewer", partner=bank, number="通科贷协1", sharing="8:2",
        signed_on="2021-01-04", until_on="2023-01-03", rate_ceiling="4.65%",
    )  # fmt: skip
    application = county.do(
        "file_application", on="2021-03-02", enterprise=firm, bank=bank,
        applied_on="2021-03-02", amount="300万元", term_months=12, purpose="采购", security="credit",
    )  # fmt: skip
    values = gathered(county, "applications", application)["list"]
    assert values["classes_text"] == "高成长性科技企业"
    assert values["versions"] == [{"number": 1, "on": date(2021, 2, 1)}]
    county.office.close()


def test_an_intent_letter_without_a_step_of_its_own_is_no_draft(county: County) -> None:
    application = applied(county, bank=county.bank(), guarantor=county.guarantor())
    assert choices(county, application, "applications")["intent_letter"] is False
    values = gathered(county, "applications", application)
    assert values["letter"] == {"number": "", "on": None}
    assert county.ask("preview_paper", form="intent_letter", record=application).pages_count == 4


def test_a_draw_that_paid_a_claim_is_told_to_the_loans_own_guarantor(tmp_path: Path) -> None:
    """Daye's own year: the letter of intent, the draw, the loan's extension."""
    library = Library(ROOT / "resources", ROOT / "forms")
    file = ROOT / "resources/scenarios/daye.toml"
    scenario = read_scenario(file, library.scheme_ids(), library.clause_ids)
    with Player(scenario, tmp_path / "业务库", library, SystemClock()) as player:
        assert [o.unmet for o in player.play() if o.unmet] == []

        def asked(query: str, **given: Any) -> Any:
            return player.office.ask(QUERIES[query].ask(**given))

        def values(key: str, record: int) -> Any:
            return player.office.ask(Ask("x", {}, lambda read: values_of(read, key, record)))

        (entry,) = asked("paper_records", form="deposit_draw_guarantor")
        assert values("partners.deposit", entry.id)["guarantor"]["name"].endswith(
            "担保有限责任公司"
        )
        letters = asked("paper_records", form="intent_letter")
        letter = values("applications", letters[-1].id)["letter"]
        assert letter["on"] == date(2023, 6, 7)
        assert not asked("preview_paper", form="intent_letter", record=letters[-1].id).is_draft
        (extension,) = asked("paper_records", form="extension_filing")
        told = values("loans.extension", extension.id)
        assert told["extension"]["ordinal"] == 1
        assert told["extension"]["due_before_on"] == told["loan"]["due_on"]
        assert told["extension"]["earlier_text"] == "无"
        assert extension.about == told["enterprise"]["name"]


def test_a_letter_the_programme_does_not_allow_yet_is_a_draft(tmp_path: Path) -> None:
    library = Library(ROOT / "resources", ROOT / "forms")
    file = ROOT / "resources/scenarios/daye.toml"
    scenario = read_scenario(file, library.scheme_ids(), library.clause_ids)
    drafts: dict[str, bool] = {}
    with Player(scenario, tmp_path / "业务库", library, SystemClock()) as player:
        for outcome in player.play():
            if outcome.step.name in ("file_application", "record_milestone"):
                found = player.office.ask(QUERIES["paper_records"].ask(form="intent_letter"))
                if not found:
                    continue  # refused; filed again some steps on
                shown = player.office.ask(
                    QUERIES["preview_paper"].ask(form="intent_letter", record=found[-1].id)
                )
                drafts[outcome.step.name] = shown.is_draft
                if not shown.is_draft:
                    break
    # Filed, not yet settled with the department: a draft; settled: to be sealed.
    assert drafts == {"file_application": True, "record_milestone": False}


def test_a_second_extension_tells_of_the_first(county: County) -> None:
    loan = county.loan(county.firm(), county.bank(), purpose="采购")
    county.do(
        "extend_loan", on="2022-03-10", loan=loan, agreed_on="2022-03-10", due_on="2022-09-24"
    )
    county.do("record_repayment", loan=loan, repaid_on="2022-05-01", principal="5万元")
    county.do(
        "extend_loan", on="2022-09-10", loan=loan, agreed_on="2022-09-10", due_on="2023-03-24",
        document_no="展2", reason="货款未收回",
    )  # fmt: skip
    latest, first = county.ask("paper_records", form="extension_filing")
    assert latest.title == "合同1"
    extension = gathered(county, "loans.extension", latest.id)["extension"]
    assert (extension["ordinal"], extension["days"]) == (2, 181)
    assert extension["outstanding"] == Money.wan(25)
    assert extension["earlier_text"] == "第1次展期至2022年9月24日（2022年3月10日同意）"
    assert gathered(county, "loans.extension", first.id)["extension"]["outstanding"] == Money.wan(
        30
    )
    offered = [c for c in county.ask("papers", subject="loans", record=loan) if c.about]
    assert [(c.record, c.is_draft) for c in offered if c.form == "extension_filing"] == [
        (latest.id, False), (first.id, True),
    ]  # fmt: skip
    assert called(county, "loans.extension", latest.id) == "合同1展期至2023-03-24"
