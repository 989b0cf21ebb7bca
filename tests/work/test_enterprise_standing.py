"""What is known of a firm is entered, changed, ended; and what the programme makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kcdesk.kernel.money import Money
from kcdesk.work.commands.enterprises.facts import enterprise_facts, standing_of
from kcdesk.work.context import Read
from kcdesk.work.query import Ask
from tests.work.county import County

CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X", "91320600MA1N000014")


def read_of(county: County, ask: Any) -> Any:
    """Something asked of the open office that is no query."""
    return county.office.ask(Ask("test", {}, ask))


def facts(county: County, firm: int, on: str) -> dict[str, object]:
    def run(read: Read) -> dict[str, object]:
        return enterprise_facts(read, firm, date.fromisoformat(on))

    found: dict[str, object] = read_of(county, run)
    return found


def bare(county: County, name: str = "甲公司", uscc: str = CODES[0]) -> int:
    return county.do("register_enterprise", name=name, uscc=uscc)


# -- classification and figures --------------------------------------------------------------------


def test_a_firm_is_classified_and_its_size_follows(trial: County) -> None:
    firm = bare(trial)
    trial.do(
        "revise_profile", enterprise=firm, region_code="330482", legal_form="公司（独立法人）",
        size_industry="industry", chain="生物医药", park="经开区", tags="开发区、科创平台、开发区",
    )  # fmt: skip
    trial.do(
        "record_figures", enterprise=firm, year=2020, staff_count=300, revenue="2000万元",
        total_assets="900万元", source="审计报告",
    )  # fmt: skip
    told = facts(trial, firm, "2021-01-04")
    assert told["enterprise.region_code"] == "330482"
    assert told["enterprise.legal_form"] == "company"
    assert told["enterprise.size"] == "medium"
    assert told["enterprise.revenue"] == Money.wan(2000)
    assert facts(trial, firm, "2022-01-04")["enterprise.size"] is None
    card = trial.ask("enterprise_standing", enterprise=firm)
    assert (card.chain, card.tags, card.size) == ("生物医药", "开发区、科创平台", "medium")
    assert (card.industry, card.region_code, card.proposed_region_code) == (
        "工业", "330482", "330482",
    )  # fmt: skip
    assert [f.year for f in card.figures] == [2020]


def test_a_classification_is_written_as_a_whole(trial: County) -> None:
    firm = bare(trial)
    given: dict[str, Any] = {"enterprise": firm, "tags": "开发区", "chain": "bio"}
    first = trial.do("revise_profile", **given)
    assert trial.do("revise_profile", enterprise=firm, tags="科创平台；开发区") == first
    card = trial.ask("enterprise_standing", enterprise=firm)
    assert (card.tags, card.chain, card.region_code) == ("开发区、科创平台", "", "")
    trial.do("revise_profile", enterprise=firm)
    assert trial.ask("enterprise_standing", enterprise=firm).tags == ""


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"region_code": "33048"}, "region_code", "行政区划代码"),
        ({"region_code": "３３０４８２"}, "region_code", "行政区划代码"),
        ({"size_industry": "种花"}, "size_industry", "工业"),
        ({"chain": "造船"}, "chain", "生物医药"),
        ({"tags": "开发区、大院"}, "tags", "大院"),
    ],
)
def test_what_is_not_known_of_a_classification_is_refused(
    trial: County, given: dict[str, str], field: str, said: str
) -> None:
    refusal = trial.refused("revise_profile", enterprise=bare(trial), **given)
    assert refusal.problems[0].field == field
    assert said in str(refusal)


def test_where_the_programme_lists_nothing_chain_and_tags_are_free(county: County) -> None:
    firm = bare(county)
    county.do("revise_profile", enterprise=firm, chain="造船", tags="老厂，名厂")
    card = county.ask("enterprise_standing", enterprise=firm)
    assert (card.chain, card.tags) == ("造船", "老厂、名厂")
    assert county.ask("chain_kinds") == county.ask("tag_kinds") == ()
    assert {o.label for o in county.ask("legal_forms")} >= {"分公司"}
    assert "工业" in {o.label for o in county.ask("size_industries")}


def test_figures_of_a_year_replace_what_was_entered_for_it(trial: County) -> None:
    firm = bare(trial)
    first = trial.do("record_figures", enterprise=firm, year=2020, staff_count=9)
    assert trial.do("record_figures", enterprise=firm, year=2020, revenue="5万元") == first
    (line,) = trial.ask("enterprise_standing", enterprise=firm).figures
    assert (line.staff_count, line.revenue) == (None, Money.wan(5))
    assert "还没有到" in str(
        trial.refused("record_figures", enterprise=firm, year=2022, staff_count=9)
    )
    assert "一项" in str(trial.refused("record_figures", enterprise=firm, year=2020))


def test_figures_of_the_card_are_last_years_while_no_year_is_entered(trial: County) -> None:
    firm = trial.do("register_enterprise", name="甲公司", uscc=CODES[0], staff_count=12)
    assert facts(trial, firm, "2021-01-04")["enterprise.staff"] == 12
    trial.do("record_figures", enterprise=firm, year=2019, staff_count=8)
    assert facts(trial, firm, "2020-05-01")["enterprise.staff"] == 8
    assert facts(trial, firm, "2021-01-04")["enterprise.staff"] is None


# -- classes ---------------------------------------------------------------------------------------


def test_a_class_has_its_time_and_its_documents(trial: County) -> None:
    firm = bare(trial)
    given: dict[str, Any] = {
        "enterprise": firm,
        "kind": "科技创新型",
        "document_no": "通科〔2020〕1号",
    }
    held = trial.do("record_class", from_on="2020-09-01", **given)
    trial.do(
        "record_class", enterprise=firm, kind="growing", from_on="2020-10-01",
        until_on="2020-12-31", document_no="通科〔2020〕2号",
    )  # fmt: skip
    assert facts(trial, firm, "2020-11-01")["enterprise.classes"] == {"tech", "growing"}
    assert facts(trial, firm, "2021-01-01")["enterprise.classes"] == {"tech"}
    twice = trial.refused("record_class", from_on="2021-01-01", **given)
    assert "已是“科技创新型”" in str(twice)
    assert "早于" in str(
        trial.refused("end_class", enterprise_class=held, until_on="2020-08-31", document_no="x")
    )
    trial.do(
        "end_class", enterprise_class=held, until_on="2021-01-31", document_no="通科〔2021〕9号"
    )
    assert facts(trial, firm, "2021-02-01")["enterprise.classes"] == set()
    trial.do("record_class", from_on="2021-02-01", **given)
    lines = trial.ask("enterprise_standing", enterprise=firm).classes
    assert [(x.kind, x.end_document_no) for x in lines] == [
        ("科技创新型", "通科〔2021〕9号"), ("高成长性科技", ""), ("科技创新型", ""),
    ]  # fmt: skip
    earlier = trial.refused("record_class", from_on="2020-01-01", until_on="2020-09-01", **given)
    assert earlier.problems[0].code == "class.twice"
    trial.do("record_class", from_on="2020-01-01", until_on="2020-08-31", **given)


def test_a_class_the_programme_does_not_have_is_refused(trial: County, county: County) -> None:
    given: dict[str, Any] = {"from_on": "2021-01-01", "document_no": "x"}
    refusal = trial.refused("record_class", enterprise=bare(trial), kind="老字号", **given)
    assert "科技创新型" in str(refusal)
    none = county.refused("record_class", enterprise=bare(county), kind="tech", **given)
    assert "不分企业类别" in str(none)


# -- incidents and bans ----------------------------------------------------------------------------


def test_an_incident_is_open_until_it_is_lifted(trial: County) -> None:
    firm = bare(trial)
    incident = trial.do(
        "record_incident", enterprise=firm, kind="行政处罚", happened_on="2020-06-15",
        document_no="平市监罚〔2020〕3号", note="虚假宣传",
    )  # fmt: skip
    assert facts(trial, firm, "2020-06-15")["enterprise.open_incidents"] == {"penalty"}
    early: dict[str, Any] = {"incident": incident, "lifted_on": "2020-06-14", "document_no": "x"}
    assert "早于" in str(trial.refused("lift_incident", **early))
    trial.do("lift_incident", incident=incident, lifted_on="2020-12-01", document_no="x")
    told = facts(trial, firm, "2021-01-01")
    assert told["enterprise.open_incidents"] == frozenset()
    assert told["enterprise.last_incident_on"] == date(2020, 6, 15)
    (line,) = trial.ask("enterprise_standing", enterprise=firm).incidents
    assert (line.kind, line.is_open) == ("行政处罚", False)


def test_an_incident_of_no_kind_or_to_come_is_refused(trial: County, county: County) -> None:
    given: dict[str, Any] = {"happened_on": "2021-01-05", "document_no": "x"}
    firm = bare(trial)
    assert "晚于今天" in str(
        trial.refused("record_incident", enterprise=firm, kind="penalty", **given)
    )
    assert "行政处罚" in str(
        trial.refused("record_incident", enterprise=firm, kind="打架", **given)
    )
    assert "禁入名单" in str(
        county.refused("record_incident", enterprise=bare(county), kind="x", **given)
    )


def test_a_ban_keeps_a_firm_out_until_a_decision_releases_it(trial: County) -> None:
    """DY-20, DY-21: both flags are told apart; release only by decision."""
    firm = trial.firm(None)
    given: dict[str, Any] = {
        "enterprise": firm,
        "from_on": "2021-01-01",
        "document_no": "冶科〔2021〕1号",
    }
    ban = trial.do("record_ban", by="reviewer", kind="违约失信", **given)
    fraud = trial.do("record_ban", by="reviewer", kind="fraud", **given)
    assert "已因“违约失信”禁入" in str(
        trial.refused("record_ban", by="reviewer", kind="default", **given)
    )
    card = trial.ask("enterprise_standing", enterprise=firm)
    assert (card.is_banned, card.has_fraud, len(card.bans)) == (True, True, 2)
    assert trial.ask("enterprise_card", enterprise=firm).is_banned
    asked: dict[str, Any] = {"enterprise": firm, "from_on": "2021-01-04", "document_no": "x"}
    assert "禁入名单" in str(trial.refused("admit_enterprise", **asked))
    release: dict[str, Any] = {
        "document_no": "冶政纪〔2021〕2号",
        "reason": "已还清",
        "by": "approver",
    }
    assert "早于" in str(trial.refused("release_ban", ban=ban, released_on="2020-12-31", **release))
    assert "审批" in str(
        trial.refused(
            "release_ban", ban=ban, released_on="2021-01-04", **{**release, "by": "clerk"}
        )
    )
    trial.do("release_ban", ban=ban, released_on="2021-01-04", **release)
    assert "已于" in str(trial.refused("release_ban", ban=ban, released_on="2021-01-04", **release))
    assert [b.kind for b in trial.ask("bans")] == ["fraud"]
    trial.do("release_ban", ban=fraud, released_on="2021-01-04", **release)
    assert trial.ask("bans") == ()
    assert [b.enterprise_name for b in trial.ask("bans", only_in_force=False)] == ["甲公司"] * 2
    trial.do("admit_enterprise", **asked)


def test_a_ban_holds_where_the_programme_does_not_ask_for_it(county: County) -> None:
    firm = county.firm(None)
    county.do(
        "record_ban", by="reviewer", enterprise=firm, kind="fraud", from_on="2021-01-01",
        document_no="x",
    )  # fmt: skip
    refusal = county.refused(
        "admit_enterprise", enterprise=firm, from_on="2021-01-04", document_no="x"
    )
    assert refusal.problems[0].code == "listing.banned"


# -- qualifications that want a review -------------------------------------------------------------


def test_a_reviewed_kind_opens_the_list_only_after_its_review(trial: County) -> None:
    """DY-13: waits, then passes; the same person is noted, not refused."""
    firm = bare(trial)
    held = trial.do(
        "record_qualification", enterprise=firm, kind="发明专利", from_on="2020-05-01",
        certificate_no="ZL2020", document_no="x",
    )  # fmt: skip
    assert trial.ask("enterprise_standing", enterprise=firm).unreviewed == "发明专利"
    assert trial.ask("enterprise_card", enterprise=firm).qualifications[0].review == "待审核"
    asked: dict[str, Any] = {"enterprise": firm, "from_on": "2021-01-04", "document_no": "x"}
    assert "PH-2" in trial.refused("admit_enterprise", **asked).clauses
    given: dict[str, Any] = {"by": "reviewer", "qualification": held, "reviewed_on": "2021-01-04"}
    assert "写明原因" in str(trial.refused("review_qualification", result="refused", **given))
    trial.do("review_qualification", result="refused", finding="专利已失效", **given)
    assert facts(trial, firm, "2021-01-04")["enterprise.unreviewed"] == frozenset()
    assert "PH-2" in trial.refused("admit_enterprise", **asked).clauses
    trial.do("review_qualification", result="审核通过", **given)
    assert trial.ask("enterprise_card", enterprise=firm).qualifications[0].review == (
        "2021-01-04审核通过"
    )
    trial.do("admit_enterprise", **asked)


def test_a_review_by_the_one_who_entered_it_is_noted(trial: County) -> None:
    firm = bare(trial)
    held = trial.do(
        "record_qualification", by="reviewer", enterprise=firm, kind="patent", from_on="2020-05-01"
    )
    done = trial.done(
        "review_qualification", by="reviewer", qualification=held, result="passed",
        reviewed_on="2021-01-04",
    )  # fmt: skip
    assert "审核人与录入人相同" in trial.office.ask(
        Ask("test", {}, lambda read: next(
            s for (s,) in read.file.execute(
                "SELECT summary FROM journal_entry WHERE seq = ?", (done.seq,)
            )
        ))
    )  # fmt: skip
    line = trial.ask("enterprise_card", enterprise=firm).qualifications[0]
    assert line.review.endswith("审核人与录入人相同")


def test_a_review_that_nobody_asked_for_is_refused(trial: County) -> None:
    firm = trial.firm(None)
    (line,) = trial.ask("enterprise_card", enterprise=firm).qualifications
    assert line.review == ""
    given: dict[str, Any] = {"by": "reviewer", "qualification": line.id, "result": "passed"}
    direct = trial.refused("review_qualification", reviewed_on="2021-01-04", **given)
    assert direct.clauses == ("PH-2",)
    held = trial.do("record_qualification", enterprise=firm, kind="patent", from_on="2020-05-01")
    given["qualification"] = held
    assert "晚于今天" in str(
        trial.refused("review_qualification", reviewed_on="2021-01-05", **given)
    )


def test_a_kind_that_lasts_a_year_ends_by_itself(trial: County) -> None:
    firm = bare(trial)
    trial.do("record_qualification", enterprise=firm, kind="number", from_on="2020-04-01")
    trial.do(
        "record_qualification", enterprise=firm, kind="number", from_on="2021-01-04",
        until_on="2021-06-30", number_year=2020,
    )  # fmt: skip
    lines = trial.ask("enterprise_card", enterprise=firm).qualifications
    assert [x.until_on for x in lines] == [date(2020, 12, 31), date(2021, 6, 30)]
    assert facts(trial, firm, "2021-02-01")["enterprise.number_year"] == 2020
    assert trial.ask("enterprise_standing", enterprise=firm).number_year == 2020


def test_standing_of_a_firm_that_is_not_there_is_empty(trial: County) -> None:
    assert read_of(trial, lambda read: standing_of(read, 99).qualifications) == ()
