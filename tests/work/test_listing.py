"""Time on the list: admissions that end, renewals, proposals and what is done about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.kernel.money import Money
from kcdesk.work.commands.enterprises.listed import ListedFirm
from tests.work.county import County

CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X", "91320600MA1N000014")


def numbered(county: County, name: str = "甲公司", uscc: str = CODES[0]) -> int:
    """A firm with a recognition and a number, so that its admission is not provisional."""
    firm = county.do("register_enterprise", name=name, uscc=uscc)
    county.do("record_qualification", enterprise=firm, kind="high_tech", from_on="2020-01-01")
    county.do("record_qualification", enterprise=firm, kind="number", from_on="2020-04-01")
    return firm


def admitted(county: County, firm: int, on: str, **more: Any) -> int:
    given = {"enterprise": firm, "from_on": on, "document_no": "宁科〔2021〕1号", **more}
    return county.do("admit_enterprise", on=on, **given)


def stretches(county: County, firm: int) -> list[tuple[date, date | None]]:
    card = county.ask("enterprise_card", enterprise=firm)
    return [(x.from_on, x.until_on) for x in card.listings]


# -- admissions that end ---------------------------------------------------------------------------


def test_the_programme_ends_an_admission(trial: County) -> None:
    """NJ-F4c: until the end of February of the next year."""
    firm = numbered(trial)
    admitted(trial, firm, "2021-03-20", submitted_on="2021-03-15")
    assert stretches(trial, firm) == [(date(2021, 3, 20), date(2022, 2, 28))]
    card = trial.ask("enterprise_card", enterprise=firm)
    assert (card.state, card.listed_until, card.is_provisional) == (
        "listed", date(2022, 2, 28), False,
    )  # fmt: skip
    assert card.listings[0].submitted_on == date(2021, 3, 15)
    trial.clock.day = date(2022, 2, 28)
    assert trial.ask("enterprises", state="listed")
    trial.clock.day = date(2022, 3, 1)
    assert trial.ask("enterprises", state="removed")
    assert trial.ask("enterprise_card", enterprise=firm).listed_on is None


def test_it_is_renewed_from_the_day_after_its_end(trial: County) -> None:
    firm = numbered(trial)
    admitted(trial, firm, "2021-03-20")
    early = trial.refused(
        "admit_enterprise", on="2022-02-20", enterprise=firm, from_on="2022-02-28", document_no="x"
    )
    assert "2022年3月1日" in str(early)
    assert "2021-03-20至2022-02-28" in str(early)
    admitted(trial, firm, "2022-03-01")
    before = trial.refused(
        "admit_enterprise", enterprise=firm, from_on="2021-02-10", document_no="x"
    )
    assert "不用重复纳入" in str(before)
    assert stretches(trial, firm) == [
        (date(2021, 3, 20), date(2022, 2, 28)),
        (date(2022, 3, 1), date(2023, 2, 28)),
    ]


def test_a_renewal_can_be_entered_before_the_old_one_ends(trial: County) -> None:
    firm = numbered(trial)
    admitted(trial, firm, "2021-03-20")
    given: dict[str, Any] = {"enterprise": firm, "document_no": "x"}
    trial.do("admit_enterprise", on="2022-02-20", from_on="2022-03-01", **given)
    card = trial.ask("enterprise_card", enterprise=firm)
    assert (card.state, card.listed_until) == ("listed", date(2022, 2, 28))
    assert trial.ask("proposed_changes", day=date(2022, 2, 28)) == ()


def test_a_firm_without_a_number_is_admitted_until_the_end_of_the_year(trial: County) -> None:
    """DY-12b: 暂准, with a last day; the number then brings a whole term."""
    firm = trial.do("register_enterprise", name="甲公司", uscc=CODES[0])
    trial.do("record_qualification", enterprise=firm, kind="high_tech", from_on="2020-01-01")
    done = trial.done(
        "admit_enterprise", on="2021-02-10", enterprise=firm, from_on="2021-02-10", document_no="x"
    )
    assert stretches(trial, firm) == [(date(2021, 2, 10), date(2021, 12, 31))]
    card = trial.ask("enterprise_card", enterprise=firm)
    assert card.is_provisional
    assert card.listings[0].is_provisional
    assert "暂准" in trial.ask("journal_entries")[0].summary
    assert done.result


def test_a_removal_ends_a_listing_before_its_last_day(trial: County) -> None:
    firm = numbered(trial)
    admitted(trial, firm, "2021-03-20")
    given: dict[str, Any] = {
        "by": "reviewer", "enterprise": firm, "document_no": "x", "reason": "迁出",
    }  # fmt: skip
    trial.clock.day = date(2021, 6, 1)
    assert "不在名录库" in str(trial.refused("remove_from_list", until_on="2022-03-01", **given))
    trial.do("remove_from_list", until_on="2021-06-30", **given)
    assert stretches(trial, firm) == [(date(2021, 3, 20), date(2021, 6, 30))]
    assert "不在名录库" in str(trial.refused("remove_from_list", until_on="2021-06-15", **given))
    admitted(trial, firm, "2021-07-01")


def test_an_admission_that_would_be_over_is_refused(trial: County) -> None:
    """The provisional term of a year ends with it; nothing begins after its end."""
    text = trial.library.scheme_text("trial").replace(
        'on_date = ["admission.on"]\nyears = 1', 'on_date = ["admission.submitted_on"]\nyears = 1'
    )
    path = trial.library.resources / "schemes/trial/scheme.toml"
    path.write_text(text, "utf-8")
    other = County(trial.folder.parent / "other", "trial", library=trial.library)
    firm = numbered(other)
    given: dict[str, Any] = {"enterprise": firm, "from_on": "2021-03-01", "document_no": "x"}
    unknown = other.refused("admit_enterprise", on="2021-03-01", **given)
    assert "申请入库日期" in str(unknown)
    late = other.refused("admit_enterprise", submitted_on="2019-05-01", **given)
    assert late.problems[0].code == "listing.expired"
    other.do("admit_enterprise", submitted_on="2020-05-01", on="2021-02-01", **{
        **given, "from_on": "2021-02-01",
    })  # fmt: skip
    assert stretches(other, firm) == [(date(2021, 2, 1), date(2021, 2, 28))]
    other.office.close()


# -- proposals -------------------------------------------------------------------------------------


def changes(county: County, on: str) -> list[tuple[str, str, date]]:
    lines = county.ask("proposed_changes", day=date.fromisoformat(on))
    return [(x.change, x.name, x.since_on) for x in lines]


def test_the_day_after_the_last_qualification_ends_removal_is_proposed(county: County) -> None:
    """PH-3: valid to 2024-12-05, proposed from 2024-12-06 on."""
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    county.do(
        "record_qualification", enterprise=firm, kind="high_tech", from_on="2021-12-06",
        until_on="2024-12-05",
    )  # fmt: skip
    assert changes(county, "2021-12-05") == []
    assert changes(county, "2021-12-06") == [("add", "甲公司", date(2021, 12, 6))]
    admitted(county, firm, "2022-01-01")
    assert changes(county, "2024-12-05") == []
    (line,) = county.ask("proposed_changes", day=date(2024, 12, 6))
    assert (line.change, line.since_on) == ("remove", date(2024, 12, 6))
    assert "高新技术企业" in line.reason
    assert "2024年12月5日" in line.reason
    assert line.clauses == ("PH-2",)
    assert county.ask("proposed_changes", day=date(2024, 12, 6), change="add") == ()
    assert county.ask("proposed_changes") == ()


def test_who_is_banned_is_proposed_for_removal_and_not_for_admission(trial: County) -> None:
    inside, outside = numbered(trial), numbered(trial, "乙公司", CODES[1])
    admitted(trial, inside, "2021-03-20")
    for firm in (inside, outside):
        trial.do(
            "record_ban", by="reviewer", enterprise=firm, kind="default", from_on="2021-04-01",
            document_no="x",
        )  # fmt: skip
    (line,) = trial.ask("proposed_changes", day=date(2021, 4, 1))
    assert (line.id, line.change, line.clauses) == (inside, "remove", ("PH-12",))
    assert "违约失信" in line.reason
    assert changes(trial, "2021-03-31") == [("add", "乙公司", date(2020, 1, 1))]


def test_who_the_programme_would_refuse_is_not_proposed(trial: County) -> None:
    firm = numbered(trial)
    trial.do("revise_profile", enterprise=firm, size_industry="industry")
    trial.do(
        "record_figures", enterprise=firm, year=2020, staff_count=1000, revenue="40000万元",
        total_assets="1万元",
    )  # fmt: skip
    assert changes(trial, "2021-02-01") == []
    trial.do("record_figures", enterprise=firm, year=2020, staff_count=999, revenue="40000万元")
    assert changes(trial, "2021-02-01") == [("add", "甲公司", date(2020, 1, 1))]


def test_a_time_that_ran_out_is_proposed_until_it_is_seen_to(trial: County) -> None:
    firm = numbered(trial)
    (line, _) = trial.ask("enterprise_card", enterprise=firm).qualifications
    admitted(trial, firm, "2021-03-20")
    trial.do("end_qualification", qualification=line.id, until_on="2021-12-31", document_no="x")
    assert changes(trial, "2022-01-01") == [("remove", "甲公司", date(2022, 1, 1))]
    assert changes(trial, "2022-03-01") == [("lapse", "甲公司", date(2022, 3, 1))]
    assert trial.ask("proposed_changes", day=date(2022, 3, 1))[0].clauses == ("PH-3",)
    trial.do(
        "apply_list_changes", by="reviewer", on="2022-03-05", enterprises=[firm],
        changed_on="2022-03-05", document_no="宁科〔2022〕2号",
    )  # fmt: skip
    assert changes(trial, "2022-03-05") == []
    assert stretches(trial, firm) == [(date(2021, 3, 20), date(2022, 2, 28))]
    card = trial.ask("enterprise_card", enterprise=firm)
    assert card.listings[0].removal_document_no == "宁科〔2022〕2号"


def test_a_time_that_ran_out_with_a_live_qualification_is_proposed_for_renewal(
    trial: County,
) -> None:
    firm = numbered(trial)
    admitted(trial, firm, "2021-03-20")
    assert changes(trial, "2022-03-01") == [("add", "甲公司", date(2020, 1, 1))]


# -- applying them ---------------------------------------------------------------------------------


def test_chosen_proposals_are_applied_by_one_document_and_undone_as_one(county: County) -> None:
    gone = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    county.do(
        "record_qualification", enterprise=gone, kind="high_tech", from_on="2020-01-01",
        until_on="2021-05-31",
    )  # fmt: skip
    admitted(county, gone, "2021-03-01")
    new = [county.firm(None, uscc, name) for uscc, name in zip(CODES[1:], "乙丙丁", strict=True)]
    given: dict[str, Any] = {
        "by": "reviewer", "on": "2021-06-01", "changed_on": "2021-06-01", "document_no": "平科〔2021〕6号",
    }  # fmt: skip
    done = county.done("apply_list_changes", enterprises=[gone, new[0], new[1], new[0]], **given)
    assert done.result == 3
    assert stretches(county, gone) == [(date(2021, 3, 1), date(2021, 5, 31))]
    assert stretches(county, new[0]) == [(date(2021, 6, 1), None)]
    assert changes(county, "2021-06-01") == [("add", "丁", date(2020, 1, 1))]
    assert county.ask("journal_entries")[0].summary == (
        "办理名录调整：2021-06-01 纳入2家、调出1家（平科〔2021〕6号）"
    )
    county.office.undo(done.seq, by=county.people["reviewer"])
    assert stretches(county, gone) == [(date(2021, 3, 1), None)]
    assert stretches(county, new[0]) == []


def test_a_change_without_its_document_is_refused_for_every_firm(county: County) -> None:
    """PH-12: each change cites a document."""
    firms = [county.firm(None, uscc, name) for uscc, name in zip(CODES, "甲乙", strict=False)]
    refusal = county.refused(
        "apply_list_changes", by="reviewer", enterprises=firms, changed_on="2021-01-04"
    )
    assert refusal.clauses == ("PH-12",)
    assert {p.message[1] for p in refusal.problems} == {"甲", "乙"}


def test_only_what_is_proposed_can_be_applied(county: County) -> None:
    firm = county.firm("2021-01-04")
    given: dict[str, Any] = {"by": "reviewer", "changed_on": "2021-01-04", "document_no": "x"}
    assert "没有调整建议" in str(county.refused("apply_list_changes", enterprises=[firm], **given))
    assert "没有选中" in str(county.refused("apply_list_changes", enterprises=[], **given))


def test_a_loan_lent_meanwhile_is_not_left_outside(county: County) -> None:
    """Loans already lent stay covered, and say so in the proposals."""
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    held = county.do(
        "record_qualification", enterprise=firm, kind="high_tech", from_on="2020-01-01"
    )
    admitted(county, firm, "2021-03-01")
    county.money()
    county.loan(firm, county.bank())
    county.do("end_qualification", qualification=held, until_on="2021-03-20", document_no="x")
    (line,) = county.ask("proposed_changes", day=date(2021, 3, 25))
    assert (line.loans_count, line.outstanding) == (1, Money.wan(30))
    given: dict[str, Any] = {"by": "reviewer", "enterprises": [firm], "document_no": "x"}
    refusal = county.refused("apply_list_changes", changed_on="2021-03-25", **given)
    assert refusal.problems[0].code == "listing.lent"
    county.do("apply_list_changes", changed_on="2021-03-26", **given)


# -- the import ------------------------------------------------------------------------------------


def imported(county: County, *rows: dict[str, Any], **more: Any) -> None:
    given = [{"uscc": code, **row} for code, row in zip(CODES, rows, strict=False)]
    county.do("import_enterprises", source="名单.xlsx", rows=given, **more)


def preview(county: County, *rows: dict[str, Any], **more: Any) -> Any:
    within = Within(county.clock.today())
    firms = tuple(
        take_fields(ListedFirm, {"uscc": code, **row}, within)
        for code, row in zip(CODES, rows, strict=False)
    )
    return county.ask("preview_enterprises", rows=firms, **more)


FULL: dict[str, Any] = {
    "name": "甲公司", "region_code": "330482", "legal_form": "company", "chain": "生物医药",
    "size_industry": "industry", "staff_count": 30, "revenue": "400万元", "total_assets": "1万元",
    "enterprise_class": "科技创新型", "class_from_on": "2020-09-01", "class_document_no": "通科1号",
    "qualification": "high_tech", "from_on": "2020-01-01",
}  # fmt: skip


def test_a_list_brings_classification_figures_and_class(trial: County) -> None:
    imported(trial, FULL, admitted_on="2021-01-04", list_document_no="x")
    (firm,) = trial.ask("enterprises", state="listed")
    card = trial.ask("enterprise_standing", enterprise=firm.id)
    assert (card.size, card.region_code, card.legal_form) == ("small", "330482", "company")
    assert [(c.kind, c.document_no) for c in card.classes] == [("科技创新型", "通科1号")]
    assert stretches(trial, firm.id) == [(date(2021, 1, 4), date(2021, 12, 31))]  # no number yet


def test_what_a_list_changes_is_shown_and_nothing_is_written_twice(trial: County) -> None:
    imported(trial, FULL)
    assert [x.status for x in preview(trial, FULL)] == ["unchanged"]
    changed = {**FULL, "legal_form": "branch", "class_from_on": "2021-01-01", "park": "经开区"}
    (line,) = preview(trial, changed)
    assert "主体形式：公司（独立法人）→分公司" in line.differences
    assert "园区或平台：空→经开区" in line.differences
    assert "企业类别：空→科技创新型" in line.differences
    imported(trial, changed, {"name": "乙公司", "park": "开发区"})
    imported(trial, {"name": "甲公司"}, {"name": "乙公司", "park": "开发区"})
    firm, other = trial.ask("enterprises")
    card = trial.ask("enterprise_standing", enterprise=firm.id)
    assert (card.legal_form, card.park, len(card.classes)) == ("branch", "经开区", 2)
    assert trial.ask("enterprise_standing", enterprise=other.id).park == "开发区"


def test_a_class_without_its_day_is_not_kept_and_the_row_says_so(trial: County) -> None:
    row = {"name": "甲公司", "enterprise_class": "科技创新型"}
    assert preview(trial, row)[0].note == "没有类别认定日期，类别不登记"
    imported(trial, row)
    assert trial.ask("enterprise_standing", enterprise=1).classes == ()


def test_a_wrong_classification_is_refused_with_its_row(trial: County) -> None:
    for wrong, said in (
        ({"region_code": "33"}, "行政区划"),
        ({"legal_form": "帮会"}, "帮会"),
        ({"enterprise_class": "老字号", "class_from_on": "2020-01-01"}, "老字号"),
    ):
        refusal = trial.refused(
            "import_enterprises", source="名单.xlsx", rows=[{"uscc": CODES[0], **FULL, **wrong}]
        )
        assert said in str(refusal)
        assert "第1行" in str(refusal)


def test_a_banned_or_large_firm_is_not_admitted_with_the_list(trial: County) -> None:
    banned = numbered(trial)
    trial.do(
        "record_ban", by="reviewer", enterprise=banned, kind="default", from_on="2021-01-01",
        document_no="x",
    )  # fmt: skip
    large = {**FULL, "name": "乙公司", "staff_count": 1000, "revenue": "40000万元"}
    lines = preview(trial, FULL, large, admitted_on=date(2021, 1, 4), list_document_no="x")
    assert [x.admission for x in lines] == ["unfit", "unfit"]
    assert "禁入名单" in lines[0].admission_note
    assert "大型企业" in lines[1].admission_note
    imported(
        trial, FULL, large, large, admitted_on="2021-01-04", list_document_no="x",
        may_skip_unfit=True,
    )  # fmt: skip
    assert trial.ask("enterprises", state="listed") == ()


def test_a_firm_twice_on_a_list_is_judged_with_both_rows(trial: County) -> None:
    rows = [
        {"uscc": CODES[0], "name": "甲公司", "park": "东区"},
        {"uscc": CODES[0], "name": "甲公司", "park": "西区", "qualification": "number",
         "from_on": "2020-05-01"},
        {"uscc": CODES[0], "name": "甲公司", "qualification": "high_tech", "from_on": "2020-01-01"},
    ]  # fmt: skip
    trial.do(
        "import_enterprises", source="x", rows=rows, admitted_on="2020-12-31",
        list_document_no="x", may_skip_unfit=True,
    )  # fmt: skip
    assert stretches(trial, 1) == [(date(2020, 12, 31), date(2021, 2, 28))]
    assert trial.ask("enterprise_standing", enterprise=1).park == "西区"
