"""Papers of every record: previewed, printed, kept; the office's own forms; attached files."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.domain.claims import Assessment
from kcdesk.domain.schemes.parts import PaperKind
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.packs.forms import survey_forms
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.work.paper import title_of, values_of
from kcdesk.work.paper.firms import loan_values
from kcdesk.work.paper.printing import as_programmed, is_offered
from kcdesk.work.paper.wording import percent_words
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
    assert values["claim"]["ratio_words"] == "风险补偿金60%、科创金融合作机构40%"
    payout = values["payout"]
    assert payout["cut_text"] == "无扣减"
    assert (payout["year_limit"], payout["year_left"]) == (Money.wan(1000), Money.wan(982))
    assert payout["basis"].startswith("市科创贷款工作联席会议2022年第一次会议")
    (item,) = gathered(county, "meetings", paid["meetings"])["meeting"]["items"]
    assert item["finding"].startswith("该笔信用贷款符合科创贷款不良认定条件")
    assert [
        (p["name"], p["who"], p["percent"], p["amount"]) for p in item["awards"][0]["parties"]
    ] == [
        ("风险补偿金", "——", "60%", Money.wan(18)),
        ("科创金融合作机构", "平湖农商银行", "40%", Money.wan(12)),
    ]


def test_what_a_limit_cut_is_told_with_its_clause(county: County) -> None:
    county.money("10万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    payout = county.do(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    values = gathered(county, "payouts", payout)["payout"]
    assert values["cuts"] == [
        {
            "label": "资金不足",
            "amount": Money.wan(8),
            "clause": "GL-4",
            "article": "通行做法",
            "stays_payable": True,
            "after": "以后续付",
        }
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


def test_a_ratio_that_has_no_whole_percentage_is_told_exactly(county: County) -> None:
    scheme = county.office.ask(Ask("scheme", {}, lambda read: read.scheme()))
    thirds = Assessment(Money.wan(30), (1, 2), ("fund", "bank"), (Money.wan(10), Money.wan(20)), ())
    assert percent_words(thirds, scheme) == "风险补偿金1/3、科创金融合作机构2/3"
    assert (
        percent_words(replace(thirds, weights=(6, 4)), scheme)
        == "风险补偿金60%、科创金融合作机构40%"
    )


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
    assert shown.pdf.startswith(b"%PDF")
    assert (shown.print_no, shown.is_draft) == (1, form == "minutes")
    print_id = county.do("print_paper", form=form, record=record)
    kept = county.ask("printed_paper", print_id=print_id)
    assert Path(kept.file).read_bytes() == shown.pdf
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


def test_a_claim_lists_its_papers_and_how_often_they_were_printed(
    county: County, paid: dict[str, int]
) -> None:
    claim = paid["claims"]
    county.do("print_paper", form="claim_application", record=claim)
    county.do("print_paper", form="claim_application", record=claim, on="2023-02-01")
    lines = {p.form: p for p in county.ask("papers", subject="claims", record=claim)}
    assert {"claim_application", "review_sheet", "approval"} <= set(lines)
    applied = lines["claim_application"]
    assert (applied.record, applied.prints_count) == (claim, 2)
    assert applied.last_on == date(2023, 2, 1)
    assert (lines["approval"].prints_count, lines["approval"].last_on) == (0, None)


@pytest.mark.parametrize(
    ("form", "called"),
    [
        ("application", "SQ2021-0001"), ("claim_application", "DC2022-0001"), ("payout_notice", "DF2022-0001"),
        ("minutes", "第一次会议"), ("fund_ledger", "全部年度"),
    ],
)  # fmt: skip
def test_every_record_a_form_can_be_printed_of_is_listed(
    county: County, paid: dict[str, int], form: str, called: str
) -> None:
    county.do(
        "file_application", on="2021-06-01", enterprise=paid["enterprises"], amount="10万元",
        bank=county.ask("partners")[0].id, applied_on="2021-06-01", term_months=12, purpose="周转",
    )  # fmt: skip
    every = county.ask("paper_records", form=form)
    assert any(called in line.title for line in every)
    assert county.ask("paper_records", form=form, text=called.lower())
    assert county.ask("paper_records", form=form, text="没有这样的") == ()
    for line in every:
        county.ask("preview_paper", form=form, record=line.id)


def test_firms_and_loans_can_be_chosen_for_papers_of_the_offices_own(
    county: County, paid: dict[str, int]
) -> None:
    for form, subject in (("firm_note", "enterprises"), ("loan_note", "loans")):
        own = county.folder / "forms" / form
        own.mkdir(parents=True)
        text = f'id = "{form}"\ntitle = "便笺"\nsubject = "{subject}"\n[letter]\nkind = "公文"\ntitle = "便笺"\n'
        (own / "form.toml").write_text(text, "utf-8")
        (own / "letter.md").write_text("{{ enterprise.name }}", "utf-8")
        (line,) = county.ask("paper_records", form=form, text="甲公司")
        assert line.id == paid[subject]


OFFERED = """
[[paper]]
form = "application"
title = "小县科创贷申请书"
number = "XX-01"
copies = ["县科技局", "银行"]
clauses = ["XX-2"]

[paper.words]
promise = "以上内容属实。"

[[paper.opinion]]
heading = "科技局意见"
unit = "县科技局"

[[paper]]
form = "recommendation"
is_left_out = true

[[paper]]
form = "sign_in"
copies = []
"""


def without_papers(text: str) -> str:
    """A programme's text without what it says of its papers."""
    tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    return "".join(t for t in tables if not re.match(r"\[\[?paper\b", t))


def of_the_programme(county: County) -> None:
    """The county's programme says from now on how its papers are."""
    text = county.office.ask(Ask("text", {}, lambda read: read.newest_revision().content))
    text = without_papers(text) + OFFERED.replace("XX-2", "PH-4")
    county.do("revise_scheme", by="admin", text=text, document_no="平科〔2021〕2号")


def test_the_programme_gives_a_form_its_title_its_copies_and_its_words(county: County) -> None:
    of_the_programme(county)
    application = county.do(
        "file_application", enterprise=county.firm(), amount="10万元", bank=county.bank(),
        applied_on="2021-01-04", term_months=12, purpose="周转",
    )  # fmt: skip
    line = next(f for f in county.ask("forms") if f.value == "application")
    assert (line.label, line.number, line.copies) == ("小县科创贷申请书", "XX-01", "县科技局、银行")
    print_id = county.do("print_paper", form="application", record=application)
    kept = county.office.ask(
        Ask("kept", {}, lambda read: read.get(PrintLogRow, print_id, "打印").values)
    )
    assert kept["paper"]["title"] == "小县科创贷申请书"
    assert kept["paper"]["opinions"] == [
        {"heading": "科技局意见", "unit": "县科技局", "seal": "盖章"}
    ]
    assert kept["paper"]["clauses_text"] == "实施办法"
    assert kept["words"]["promise"] == "以上内容属实。"
    assert kept["print"]["copies"] == 2
    assert county.ask("prints")[0].form == "小县科创贷申请书"


def test_a_paper_the_programme_does_not_have_is_not_offered(county: County) -> None:
    assert "recommendation" in {f.value for f in county.ask("forms")}
    of_the_programme(county)
    assert "recommendation" not in {f.value for f in county.ask("forms")}
    with pytest.raises(Refusal, match="本方案没有“科创贷款推荐函”这种文书"):
        county.ask("preview_paper", form="recommendation", record=1)


def test_a_form_for_other_programmes_is_offered_where_it_is_named_or_the_offices_own(
    county: County,
) -> None:
    """Shipped, and not named by this programme: nobody here knows it; copied, it is the office's."""
    shipped = {spec.id: spec for spec in survey_forms(ROOT / "forms")[0].values()}
    named_only = replace(shipped["sign_in"], is_general=False)
    assert not is_offered(named_only, None, is_own=False)
    assert is_offered(named_only, None, is_own=True)
    assert is_offered(named_only, PaperKind("sign_in"), is_own=False)
    assert not is_offered(named_only, PaperKind("sign_in", is_left_out=True), is_own=True)
    scheme = replace(
        county.office.ask(Ask("scheme", {}, lambda read: read.scheme())),
        papers={"sign_in": PaperKind("sign_in")},
    )
    assert as_programmed(named_only, scheme).copies == named_only.copies


def test_a_form_about_what_nothing_hangs_on_is_no_paper_of_a_record(
    county: County, paid: dict[str, int]
) -> None:
    own = county.folder / "forms" / "yearly"
    own.mkdir(parents=True)
    (own / "form.toml").write_text(
        'id = "yearly"\ntitle = "年度追偿台账"\nsubject = "recoveries"\nof = "year"\n', "utf-8"
    )
    (own / "letter.md").write_text("{{ office.name }}", "utf-8")
    assert "yearly" in {f.value for f in county.ask("forms")}
    assert county.ask("papers", subject="recoveries", record=1) == ()


def test_a_drawn_paper_can_be_had_as_a_spreadsheet_and_a_letter_cannot(
    county: County, paid: dict[str, int]
) -> None:
    claim = paid["claims"]
    assert county.ask("preview_paper", form="claim_application", record=claim).has_workbook
    content = county.ask("paper_workbook", form="claim_application", record=claim)
    assert content.startswith(b"PK")
    meeting = paid["meetings"]
    assert not county.ask("preview_paper", form="minutes", record=meeting).has_workbook
    with pytest.raises(Refusal, match="没有电子表格"):
        county.ask("paper_workbook", form="minutes", record=meeting)
