"""How a claim is put into words on its papers: the county's names, the meeting's, the pen's lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import ZERO, Money
from kcdesk.work.paper import values_of
from kcdesk.work.paper.claims import PEN
from kcdesk.work.paper.wording import in_county_words, party_name, word
from kcdesk.work.query import Ask
from tests.work.county import County


def scheme_of(county: County) -> Scheme:
    return county.office.ask(Ask("scheme", {}, lambda read: read.scheme()))


def gathered(county: County, subject: str, record: int) -> dict[str, Any]:
    return county.office.ask(Ask("values", {}, lambda read: values_of(read, subject, record)))


def test_a_programme_that_says_nothing_has_the_usual_words(county: County) -> None:
    silent = replace(scheme_of(county), paper_words={})
    assert party_name(silent, "bank") == "合作机构"
    assert word(silent, "finding") == "符合不良贷款认定条件"
    assert word(silent, "result_") == ""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("合作机构承担", "科创金融合作机构承担"),
        ("4:4:2（风险补偿金、担保机构、合作机构）", "4:4:2（风险补偿金、担保机构、科创金融合作机构）"),
        ("认定基准日未还本金", "认定基准日未还本金"),
        ("由协议另行承担", "由协议另行承担"),
        ("180,000.00元", "180,000.00元"),
    ],
)  # fmt: skip
def test_a_step_names_the_parties_as_the_county_does(county: County, step: str, said: str) -> None:
    assert in_county_words(step, scheme_of(county)) == said


def test_what_nobody_wrote_down_is_a_line_for_the_pen(county: County) -> None:
    """A guaranteed loan without a recorded counter-guarantee; nothing was filed anywhere."""
    loan = county.loan(county.firm(), county.bank(), guarantor=county.guarantor(), security="保证")
    told = gathered(county, "claims", county.claim(loan))["loan"]
    assert told["counter_text"] == PEN
    assert told["guarantor_text"] == "平湖市融资担保有限公司"
    assert told["filing_text"] == f"文号{PEN}　日期{PEN}"
    assert told["extended_text"] == "未展期"
    credit = county.loan(
        county.firm(uscc="91350100M000100Y43", name="乙公司"), county.bank("乙银行")
    )
    told = gathered(county, "claims", county.claim(credit))["loan"]
    assert (told["counter_text"], told["guarantor_text"]) == ("无", "无")


def test_everybody_who_is_bound_is_named(county: County) -> None:
    loan = county.loan(county.firm(), county.bank(), guarantor=county.guarantor(), security="保证")
    county.do("add_loan_guarantor", loan=loan, name="丙公司", kind="company", is_counter=True)
    county.do("add_loan_guarantor", loan=loan, name="陆志强", kind="person")
    told = gathered(county, "claims", county.claim(loan))["loan"]
    assert told["counter_text"] == "丙公司"
    assert told["guarantor_text"] == "平湖市融资担保有限公司、陆志强"


def test_the_agreement_of_the_day_of_the_loan_goes_before_the_institutions_own_number(
    county: County,
) -> None:
    bank = county.do(
        "register_partner",
        name="平湖农商银行",
        joined_on="2020-01-01",
        agreement_no="平科〔2020〕1号",
    )
    claim = county.claim(county.loan(county.firm(), bank))
    assert gathered(county, "claims", claim)["loan"]["agreement_no"] == "平科〔2020〕1号"
    county.do(
        "register_agreement", by="reviewer", partner=bank, number="平科〔2021〕9号",
        signed_on="2021-01-05", from_on="2021-01-05",
    )  # fmt: skip
    assert gathered(county, "claims", claim)["loan"]["agreement_no"] == "平科〔2021〕9号"


def test_a_class_the_bank_gives_after_the_review_does_not_change_the_paper(county: County) -> None:
    claim = county.reviewed(loan := county.loan(county.firm(), county.bank()))
    county.do("grade_loan", on="2022-12-31", loan=loan, grade="损失", graded_on="2022-12-31")
    told = gathered(county, "claims", claim)["loan"]
    assert (told["grade_label"], told["grade_on"]) == ("次级", date(2022, 6, 30))


def test_a_claim_the_programme_cannot_weigh_leaves_its_amounts_to_the_pen(tmp_path: Path) -> None:
    """Nanjing's ratio is left to the office, and nobody has filled it in."""
    county = County(tmp_path / "业务库", scheme="nanjing", day=date(2021, 3, 18))
    firm = county.do("register_enterprise", name="甲公司", uscc="91320115MA1P1A2B7X")
    county.do("revise_profile", enterprise=firm, region_code="320115", legal_form="company")
    county.do("record_figures", enterprise=firm, year=2020, staff_count=80, revenue="3000万元")
    county.do(
        "record_class",
        enterprise=firm,
        kind="tech_sme",
        from_on="2021-03-18",
        document_no="申请信息表",
    )
    county.do("record_qualification", enterprise=firm, kind="high_tech", from_on="2019-11-22")
    county.do(
        "admit_enterprise", enterprise=firm, from_on="2021-03-18", document_no="宁科贷备〔2021〕1号",
        submitted_on="2021-03-18",
    )  # fmt: skip
    bank = county.bank("钟山科技银行", joined_on="2021-03-05")
    claim = county.claim(county.loan(firm, bank))
    values = gathered(county, "claims", claim)
    assert values["enterprise"]["listing_kind"] == "科技型中小企业"
    told = values["claim"]
    assert (told["loss"], told["fund_share"], told["applied_amount"]) == (None, None, None)
    assert (told["parties"], told["ratio_words"]) == ([], "")
    assert county.ask("preview_paper", form="claim_application", record=claim).pages_count
    county.office.close()


def test_a_claim_that_is_put_off_is_not_said_to_be_bad(county: County) -> None:
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    before = gathered(county, "claims", claim)
    assert (before["resolution"]["result_label"], before["resolution"]["text"]) == ("", "")
    county.opinions(item, "defer")
    county.do("record_resolution", by="approver", item=item, result="defer")
    values = gathered(county, "claims", claim)
    assert values["item"]["finding"] == "对该申请缓议"
    assert values["resolution"]["text"] == "对该申请缓议。"
    assert values["item"]["awards"] == []


def test_a_finding_somebody_wrote_goes_on_as_the_papers_sentence(county: County) -> None:
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    county.opinions(item, "agree")
    county.do(
        "record_resolution", by="approver", item=item, result="agree", finding="同意认定为不良。"
    )
    values = gathered(county, "claims", claim)
    assert values["item"]["finding"] == "同意认定为不良"
    assert values["resolution"]["text"] == "同意认定为不良。"


def test_a_unit_that_did_not_come_is_absent_not_silent(county: County) -> None:
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    units = county.units()
    meeting = county.do("call_meeting", on="2022-09-12", held_on="2022-09-12", claims=[claim])
    told = gathered(county, "claims", claim)["item"]["opinions"]
    assert {o["opinion_label"] for o in told} == {""}
    seats = gathered(county, "meetings", meeting)["meeting"]
    assert (seats["signed"], seats["missing"]) == (None, None)
    for unit in units[:6]:
        county.do("sign_in", meeting=meeting, unit=unit)
    told = gathered(county, "claims", claim)["item"]["opinions"]
    assert [o["opinion_label"] for o in told] == [""] * 6 + ["缺席"]
    seats = gathered(county, "meetings", meeting)["meeting"]
    assert (seats["signed"], seats["missing"]) == (6, 1)
    assert seats["full_title"] == "市科创贷款工作联席会议2022年第一次会议"


def test_the_second_payment_tells_of_the_first(county: County) -> None:
    county.money("10万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    county.do("pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20")
    county.money("100万元", on="2022-10-08")
    second = county.do(
        "pay_claim", by="approver", on="2022-10-10", claim=claim, paid_on="2022-10-10"
    )
    told = gathered(county, "payouts", second)["payout"]
    assert (told["granted"], told["paid_before"]) == (Money.wan(18), Money.wan(10))
    assert (told["amount"], told["approved"]) == (Money.wan(8), Money.wan(8))
    assert told["limits"] == [{"limit": Money.wan(1000), "left": Money.wan(982)}]
    assert (told["source"], told["notices"]) == ("风险补偿金", [])
    first = gathered(county, "payouts", 1)["payout"]
    assert first["paid_before"] == ZERO


def test_beside_each_verdict_stands_what_was_compared(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    claim = county.reviewed(loan)
    notes = {c["label"]: c["note"] for c in gathered(county, "claims", claim)["claim"]["checks"]}
    assert notes["放款日在支持名单内"] == "入库日期2021年3月1日"
    assert notes["放款机构是合作机构"] == ""
    assert notes["（展期）到期后申请"] == "到期2022年3月24日，申请2022年8月1日"
    assert notes["未还本金不超过贷款金额"] == "贷款300,000.00元，未还本金300,000.00元"
    assert notes["必备材料齐全"] == "必需6件，已交6件"
    assert notes["符合不良认定条件"] == "5项中具备5项"
    assert notes["五级分类为不良"] == "2022年6月30日列为次级"
    assert notes["未重复申请"] == ""


def test_what_the_programme_says_of_a_doubt_goes_before_the_figures(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.do("report_interest_arrears", on="2022-06-30", loan=loan, amount="1234.56")
    told = gathered(county, "claims", county.reviewed(loan))["claim"]["checks"]
    (line,) = [c for c in told if c["label"] == "约定期限内利息已付清"]
    assert (line["verdict"], line["passed"]) == ("请核对", False)
    assert line["note"].startswith("约定期限内还有欠息1,234.56元")
