"""Papers of every record: previewed, printed, kept; the office's own forms; attached files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.domain.claims import Assessment
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.work.paper import title_of, values_of
from kcdesk.work.paper.claims import percent_words
from kcdesk.work.paper.firms import loan_values
from kcdesk.work.query import Ask
from tests.work.county import ROOT, County


def gathered(county: County, subject: str, record: int) -> dict[str, Any]:
    """The values a form of this subject would be filled with."""
    return county.office.ask(Ask("values", {}, lambda read: values_of(read, subject, record)))


def called(county: County, subject: str, record: int) -> str:
    """What a record is called in the print log."""
    return county.office.ask(Ask("title", {}, lambda read: title_of(read, subject, record)))


@pytest.fixture
def paid(county: County) -> dict[str, int]:
    """A loan whose claim has been paid, with the ids of everything on the way."""
    county.money("2000万元")
    bank = county.bank()
    firm = county.firm()
    loan = county.loan(firm, bank, rate="4.35%")
    claim = county.paid(loan)
    return {
        "enterprises": firm, "loans": loan, "claims": claim,
        "payouts": county.ask("payouts")[0].id, "meetings": county.ask("meetings")[0].id,
    }  # fmt: skip


def test_a_paid_claim_tells_its_parties_its_meeting_and_its_year(
    county: County, paid: dict[str, int]
) -> None:
    values = gathered(county, "payouts", paid["payouts"])
    assert values["claim"]["ratio_label"] == "6:4"
    assert values["claim"]["ratio_words"] == "风险补偿金60%、合作机构40%"
    payout = values["payout"]
    assert payout["cut_text"] == "无扣减"
    assert (payout["year_limit"], payout["year_left"]) == (Money.wan(1000), Money.wan(982))
    assert payout["basis"].startswith("市科创贷款工作联席会议2022年第一次会议")
    (item,) = gathered(county, "meetings", paid["meetings"])["meeting"]["items"]
    assert item["finding"].startswith("该笔信用贷款符合科创贷款不良认定条件")
    assert item["awards"][0]["parties"] == [
        {"name": "风险补偿金", "amount": Money.wan(18)},
        {"name": "合作机构", "amount": Money.wan(12)},
    ]


def test_what_a_limit_cut_is_told_with_its_clause(county: County) -> None:
    county.money("10万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    payout = county.do(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    values = gathered(county, "payouts", payout)["payout"]
    assert values["cuts"] == [
        {"label": "资金不足", "amount": Money.wan(8), "clause": "GL-4", "stays_payable": True}
    ]
    assert "80,000.00" in values["cut_text"]


def test_a_refused_claim_awards_nothing(county: County) -> None:
    claim = county.reviewed(county.loan(county.firm(), county.bank()))
    (item,) = county.meeting(claim)
    county.opinions(item, "disagree")
    county.do("record_resolution", by="approver", item=item, result="disagree")
    values = gathered(county, "claims", claim)
    assert values["item"]["awards"] == []
    assert values["resolution"]["result_label"] == "不予补偿"


def test_a_ratio_that_has_no_whole_percentage_is_told_exactly() -> None:
    thirds = Assessment(Money.wan(30), (1, 2), ("fund", "bank"), (Money.wan(10), Money.wan(20)), ())
    assert percent_words(thirds) == "风险补偿金1/3、合作机构2/3"
    assert percent_words(replace(thirds, weights=(6, 4))) == "风险补偿金60%、合作机构40%"


@pytest.mark.parametrize(
    ("subject", "called_like"),
    [
        ("enterprises", "甲公司"), ("loans", "合同1"), ("claims", "DC2022-0001"),
        ("meetings", "2022年第一次会议"), ("payouts", "DF2022-0001"),
    ],
)  # fmt: skip
def test_every_record_has_its_values_and_its_name(
    county: County, paid: dict[str, int], subject: str, called_like: str
) -> None:
    values = gathered(county, subject, paid[subject])
    assert values["office"]["name"] == "科创贷款工作联席会议办公室"
    assert called_like in called(county, subject, paid[subject])


def test_the_fund_is_called_by_its_year(county: County) -> None:
    assert called(county, "fund", 2022) == "2022年"
    assert called(county, "fund", 0) == "全部年度"


def test_a_stage_without_papers_is_refused(county: County) -> None:
    with pytest.raises(Refusal, match="还没有“audit”环节的文书数据"):
        gathered(county, "audit", 1)


@pytest.mark.parametrize(
    ("form", "subject"),
    [
        ("claim_application", "claims"), ("review_sheet", "claims"), ("approval", "claims"),
        ("minutes", "meetings"),
        ("payout_notice", "payouts"), ("fund_ledger", "fund"),
    ],
)  # fmt: skip
def test_a_preview_is_the_next_print(
    county: County, paid: dict[str, int], form: str, subject: str
) -> None:
    record = paid.get(subject, 2022)
    shown = county.ask("preview_paper", form=form, record=record)
    assert shown.startswith(b"%PDF")
    print_id = county.do("print_paper", form=form, record=record)
    kept = county.ask("printed_paper", print_id=print_id)
    assert Path(kept.file).read_bytes() == shown
    (line,) = county.ask("prints", subject=subject, record=record)
    assert (line.id, line.print_no, line.is_draft) == (print_id, 1, form == "minutes")
    assert county.ask("kept_files") == (Path(kept.file).name,)
    assert county.office.check() == ()


def test_a_review_sheet_is_a_draft_until_the_review(county: County) -> None:
    claim = county.claim(county.loan(county.firm(), county.bank()))
    county.do("print_paper", form="review_sheet", record=claim)
    assert county.ask("prints")[0].is_draft


def test_the_approval_form_waits_for_the_agenda(county: County) -> None:
    claim = county.claim(county.loan(county.firm(), county.bank()))
    with pytest.raises(Refusal, match="还没有列入会议议题"):
        county.ask("preview_paper", form="approval", record=claim)


def test_an_unknown_form_is_refused_with_those_there_are(county: County) -> None:
    with pytest.raises(Refusal, match=r"没有名为“approvel”的表单.*approval"):
        county.ask("preview_paper", form="approvel", record=1)


def test_one_spoilt_form_does_not_stop_the_others(county: County, paid: dict[str, int]) -> None:
    """It is never printed the shipped way behind the office's back: asked for, it is refused."""
    for form in ("minutes", "approval"):
        shutil.copytree(ROOT / "forms" / form, county.folder / "forms" / form)
    spoilt = county.folder / "forms" / "approval" / "form.toml"
    spoilt.write_text(spoilt.read_text("utf-8") + "\ncopy = 4\n", "utf-8")
    own = {f.value: f.is_own for f in county.ask("forms")}
    assert own["minutes"]
    assert not own["approval"]
    county.do("print_paper", form="minutes", record=paid["meetings"])
    refusal = county.refused("print_paper", form="approval", record=paid["claims"])
    assert "文书“approval”的 form.toml" in str(refusal)


def test_a_file_is_attached_shown_removed_and_brought_back(county: County, tmp_path: Path) -> None:
    firm = county.firm()
    scan = tmp_path / "营业执照.pdf"
    scan.write_bytes(b"%PDF-1.7 scanned")
    given: dict[str, Any] = {"subject": "enterprises", "record": firm, "label": "营业执照"}
    refusal = county.refused("attach_file", file=str(tmp_path / "没有.pdf"), **given)
    assert refusal.problems[0].field == "file"
    attached = county.do("attach_file", file=str(scan), **given)
    (line,) = county.ask("attachments", subject="enterprises", record=firm)
    assert Path(line.file).read_bytes() == scan.read_bytes()
    assert (line.label, line.name, line.person) == ("营业执照", "营业执照.pdf", "王敏")
    removed = county.done("remove_attachment", attachment=attached)
    assert county.ask("attachments", subject="enterprises", record=firm) == ()
    county.office.undo(removed.seq, by=county.people["clerk"])
    assert county.ask("attachments", subject="enterprises", record=firm) == (line,)


def test_a_claims_paper_tells_of_its_base_day_whenever_it_is_printed(county: County) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.do("report_interest_arrears", on="2022-06-30", loan=loan, amount="1234.56")
    claim = county.claim(loan, base_on="2022-07-31")
    county.do("record_repayment", on="2023-05-01", loan=loan, repaid_on="2023-05-01", principal="1")
    told = gathered(county, "claims", claim)["loan"]
    assert (told["overdue_on"], told["overdue_days"]) == (date(2022, 3, 25), 129)
    assert (told["repaid_principal"], told["outstanding"]) == (ZERO, Money.wan(30))
    assert told["interest_status"] == "约定贷款期限内尚欠利息1,234.56元"


def test_a_loan_claimed_on_the_last_day_of_its_term_is_not_overdue(county: County) -> None:
    loan = county.loan(county.firm(), county.bank(), due_on="2022-07-31")
    claim = county.claim(loan, base_on="2022-07-31")
    told = gathered(county, "claims", claim)["loan"]
    assert (told["overdue_on"], told["overdue_days"]) == (None, 0)
    assert told["interest_status"] == "约定贷款期限内的利息已付清"


def test_files_are_kept_beside_institutions_and_register_entries(
    county: County, tmp_path: Path
) -> None:
    scan = tmp_path / "合作协议.pdf"
    scan.write_bytes(b"%PDF-1.7 scanned")
    entry = county.do(
        "record_register_entry", register="tech_index", noted_on="2021-02-01", subject=county.firm(),
        values=[
            {"field": "score", "value": "78.5"}, {"field": "period", "value": "2020年四季度"},
            {"field": "source", "value": "平湖农商银行"},
        ],
    )  # fmt: skip
    for subject, record in (("partners", county.bank()), ("registers", entry)):
        county.do("attach_file", subject=subject, record=record, file=str(scan), label="扫描件")
        (kept,) = county.ask("attachments", subject=subject, record=record)
        assert Path(kept.file).read_bytes() == b"%PDF-1.7 scanned"
        missing = county.refused(
            "attach_file", subject=subject, record=999, file=str(scan), label="扫描件"
        )
        assert missing.problems[0].code == "missing"


def test_papers_of_a_loan_name_the_list_as_it_was_when_the_money_went_out(county: County) -> None:
    """The firm has left the list since; what counted is the day of disbursement."""
    firm = county.firm()
    loan = county.loan(firm, county.bank())
    county.do("record_figures", enterprise=firm, year=2020, staff_count=120, revenue="3000万元")
    county.do("revise_profile", enterprise=firm, size_industry="industry")
    county.do(
        "remove_from_list", on="2023-01-05", by="reviewer", enterprise=firm, until_on="2023-01-04",
        document_no="平科〔2023〕1号", reason="资质到期未续",
    )  # fmt: skip
    told = county.office.ask(Ask("values", {}, lambda read: loan_values(read, loan)))["enterprise"]
    assert told["listed_on"] is not None
    assert told["listing_document"]
    assert told["size_class"] == "小型"
    own = county.office.ask(Ask("values", {}, lambda read: values_of(read, "enterprises", firm)))
    assert own["enterprise"]["listed_on"] is None
