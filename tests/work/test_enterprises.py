"""Firms, the list and the county's workbook: one import, one undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.work.commands.enterprises.listed import ListedFirm
from tests.work.county import County

CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X", "91320600MA1N000014")


def tables(county: County) -> dict[str, list[Any]]:
    """Every row of every business table."""
    names = [
        r[0]
        for r in county.office.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'journal%' "
            "AND name NOT LIKE 'sqlite%'"
        )
    ]
    return {n: county.office.connection.execute(f"SELECT * FROM {n}").fetchall() for n in names}


def rows(*firms: dict[str, Any]) -> list[dict[str, Any]]:
    """Import rows with credit codes given in turn."""
    return [{"uscc": code, **firm} for code, firm in zip(CODES, firms, strict=False)]


def test_a_firm_is_registered_once_per_credit_code(county: County) -> None:
    """The refusal names the firm that has the code."""
    county.firm(name="甲公司")
    refusal = county.refused("register_enterprise", name="乙公司", uscc=CODES[0])
    assert "甲公司" in str(refusal)
    assert refusal.problems[0].field == "uscc"


def test_every_wrong_field_is_named_at_once(county: County) -> None:
    """Nothing typed is lost: all problems come together."""
    refusal = county.refused(
        "register_enterprise", name="", uscc="91350100M000100Y44", registered_capital="很多",
        contact_phone="abc",
    )  # fmt: skip
    assert {p.field for p in refusal.problems} == {
        "name", "uscc", "registered_capital", "contact_phone",
    }  # fmt: skip


def test_a_renamed_firm_is_found_by_both_names(county: County) -> None:
    """Former names, initials and part of the code."""
    firm = county.firm(name="德耐尔节能科技有限公司")
    county.do("revise_enterprise", enterprise=firm, name="德耐尔能源装备有限公司", legal_rep="单伟")
    for typed in (
        "dnenyzb",
        "dnejnkj",
        "德耐尔节能",
        "能源",
        "MA0000",
        "ｄｎｅｎｙｚｂ",
        "denaier",
    ):
        assert [e.id for e in county.ask("enterprises", find=typed)] == [firm], typed
    assert county.ask("enterprises", find="100%") == ()
    assert county.ask("enterprise_card", enterprise=firm).former_names == "德耐尔节能科技有限公司"


def test_polyphones_are_found_by_every_reading(county: County) -> None:
    """重庆 is cq, and zq for those who misread it."""
    firm = county.firm(name="重庆长乐单县仇氏")
    for typed in ("cqcl", "zqzy", "clsx", "clcx", "qs"):
        found = [e.id for e in county.ask("enterprises", find=typed)]
        assert found == [firm], typed


def test_admission_wants_a_live_qualification_and_a_document(county: County) -> None:
    """PH-2, PH-12: without a document no change of the list; without a qualification no direct path."""
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    refusal = county.refused(
        "admit_enterprise", enterprise=firm, from_on="2021-03-01", document_no="平科〔2021〕5号"
    )
    assert "PH-2" in refusal.clauses or "PH-3" in refusal.clauses
    county.do(
        "record_qualification", enterprise=firm, kind="高新技术企业", from_on="2020-01-01",
        until_on="2021-02-28",
    )  # fmt: skip
    county.refused("admit_enterprise", enterprise=firm, from_on="2021-03-01", document_no="x")
    county.do(
        "admit_enterprise", on="2021-02-28", enterprise=firm, from_on="2021-02-28", document_no="x"
    )
    assert county.ask("enterprises", state="listed")[0].id == firm
    again = county.refused(
        "admit_enterprise", enterprise=firm, from_on="2021-04-01", document_no="x"
    )
    assert "已在名录库" in str(again)
    county.clock.day = county.clock.day.replace(month=12)
    assert county.ask("enterprise_card", enterprise=firm).proposed_removal_on is not None


def test_a_kind_that_is_new_in_the_new_measure_waits_for_its_first_day(county: County) -> None:
    """PH-2: 小巨人 only → eligible under the new measure, not under the old."""
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    kinds = {k.label: k.value for k in county.ask("qualification_kinds")}
    giant = next(v for k, v in kinds.items() if "小巨人" in k)
    county.do("record_qualification", enterprise=firm, kind=giant, from_on="2020-01-01")
    given: dict[str, Any] = {"enterprise": firm, "document_no": "平科〔2024〕1号"}
    county.refused("admit_enterprise", from_on="2024-05-31", **given)
    county.do("admit_enterprise", from_on="2024-06-01", **given)


def test_removal_keeps_the_history_and_wants_an_open_listing(county: County) -> None:
    """Who was on it on day X keeps its answer."""
    firm = county.firm("2021-03-01")
    given: dict[str, Any] = {
        "by": "reviewer",
        "enterprise": firm,
        "document_no": "x",
        "reason": "资质到期",
    }
    assert "早于" in str(county.refused("remove_from_list", until_on="2021-02-28", **given))
    county.do("remove_from_list", until_on="2021-06-30", **given)
    assert "不在名录库" in str(county.refused("remove_from_list", until_on="2021-07-01", **given))
    county.clock.day = county.clock.day.replace(month=8)
    card = county.ask("enterprise_card", enterprise=firm)
    assert (card.state, len(card.listings)) == ("removed", 1)


def test_qualifications_know_their_kinds_and_order(county: County) -> None:
    """Unknown kinds list the known ones; an end before the beginning is refused."""
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    refusal = county.refused(
        "record_qualification", enterprise=firm, kind="没有这种", from_on="2020-01-01"
    )
    assert "高新技术企业" in str(refusal)
    given: dict[str, Any] = {"enterprise": firm, "kind": "高新技术企业", "from_on": "2020-01-01"}
    county.refused("record_qualification", until_on="2019-12-31", **given)
    one = county.do("record_qualification", **given)
    county.refused("end_qualification", qualification=one, until_on="2019-12-31", document_no="x")
    county.do("end_qualification", qualification=one, until_on="2020-12-31", document_no="x")
    (line,) = county.ask("enterprise_card", enterprise=firm).qualifications
    assert (line.is_live, line.document_no) == (False, "x")


def test_contacts_come_and_go_and_come_back(county: County) -> None:
    """Delete is recoverable."""
    firm = county.firm()
    contact = county.do("record_contact", enterprise=firm, name="张丽", phone="13800000000")
    done = county.done("remove_contact", contact=contact)
    assert county.ask("enterprise_card", enterprise=firm).contacts == ()
    county.office.undo(done.seq, by=county.people["clerk"])
    assert county.ask("enterprise_card", enterprise=firm).contacts[0].name == "张丽"


def test_the_preview_tells_new_changed_and_unchanged_apart(county: County) -> None:
    """Nothing is written by looking; an empty cell says nothing."""
    county.firm(name="甲公司")
    given = rows(
        {"name": "甲公司", "industry": "制造业", "legal_rep": ""},
        {"name": "乙公司", "contact_name": "李明", "contact_phone": "13900000000"},
    )
    firms = tuple(take_fields(ListedFirm, r, Within(county.clock.today())) for r in given)
    before = county.office.head()
    first, second = county.ask("preview_enterprises", rows=firms)
    assert (first.status, second.status) == ("changed", "new")
    assert first.differences == "所属行业：空→制造业"
    county.do("import_enterprises", source="名单.xlsx", rows=given)
    assert {p.status for p in county.ask("preview_enterprises", rows=firms)} == {"unchanged"}
    assert county.office.head()[0] == before[0] + 1


def test_one_undo_takes_a_whole_import_back(county: County) -> None:
    """New firms, changed firms, contacts, qualifications, listings: byte for byte as before."""
    county.firm(listed_on=None, name="甲公司")
    before = tables(county)
    done = county.done(
        "import_enterprises",
        on="2021-03-01",
        source="名单.xlsx",
        rows=rows(
            {"name": "甲公司（新名）", "contact_name": "李明", "contact_phone": "13900000000"},
            {
                "name": "乙公司", "qualification": "高新技术企业", "from_on": "2020-12-01",
                "certificate_no": "GR1", "contact_name": "王五",
            },
        ),
        admitted_on="2021-03-01",
        list_document_no="平科〔2021〕5号",
    )  # fmt: skip
    assert "新增1家、变更1家" in done.summary
    assert len(county.ask("enterprises", state="listed")) == 2
    county.office.undo(done.seq, by=county.people["clerk"])
    assert tables(county) == before
    assert county.office.check() == ()


def test_an_import_is_all_or_nothing(county: County) -> None:
    """A firm that may not be admitted stops the import and is named."""
    refusal = county.refused(
        "import_enterprises", source="名单.xlsx", rows=rows({"name": "甲公司"}),
        admitted_on="2021-03-01", list_document_no="x",
    )  # fmt: skip
    assert "名单第1行“甲公司”" in str(refusal)
    assert county.ask("enterprises") == ()


def test_an_import_into_a_used_record_is_not_undone(county: County) -> None:
    """The later entry that uses the firm is named."""
    done = county.done(
        "import_enterprises", source="名单.xlsx",
        rows=rows({"name": "甲公司", "qualification": "高新技术企业", "from_on": "2020-12-01"}),
        admitted_on="2021-03-01", list_document_no="x",
    )  # fmt: skip
    firm = county.ask("enterprises")[0].id
    county.loan(firm, county.bank())
    with pytest.raises(Refusal, match="登记放款"):
        county.office.undo(done.seq, by=county.people["clerk"])


def listed(county: County, *given: dict[str, Any]) -> tuple[ListedFirm, ...]:
    """Rows as the reader of lists makes them, from the sheet's sixth row on."""
    within = Within(county.clock.today())
    numbered = [{"row_number": n, **r} for n, r in enumerate(rows(*given), 6)]
    return tuple(take_fields(ListedFirm, r, within) for r in numbered)


QUALIFIED = {"qualification": "高新技术企业", "from_on": "2020-12-01"}


def test_the_preview_says_who_comes_onto_the_list_and_why_another_does_not(county: County) -> None:
    """Judged by the qualifications a firm has and those the list brings."""
    county.firm("2021-01-01", name="甲公司")
    firms = listed(county, {"name": "甲公司"}, {"name": "乙公司", **QUALIFIED}, {"name": "丙公司"})
    day = county.clock.today()
    found = county.ask(
        "preview_enterprises", rows=firms, admitted_on=day, list_document_no="平科〔2021〕5号"
    )
    assert [x.admission for x in found] == ["listed", "admitted", "unfit"]
    assert "PH-3" in found[2].admission_clauses
    assert found[2].admission_note
    assert [x.id for x in found] == [1, 2, 3]
    assert [x.row_number for x in found] == [6, 7, 8]
    assert {x.admission for x in county.ask("preview_enterprises", rows=firms)} == {""}


def test_who_may_not_come_onto_the_list_can_be_registered_alone(county: County) -> None:
    """Else one such firm stops the import, named by its row of the sheet."""
    firms = listed(county, {"name": "甲公司", **QUALIFIED}, {"name": "乙公司"})
    given = {
        "source": "名单.xlsx", "admitted_on": "2021-03-01", "list_document_no": "平科〔2021〕5号",
    }  # fmt: skip
    plain = [{k: v for k, v in vars(f).items() if v not in ("", None)} for f in firms]
    refusal = county.refused("import_enterprises", rows=plain, **given)
    assert "名单第7行“乙公司”" in str(refusal)
    done = county.done("import_enterprises", rows=plain, may_skip_unfit=True, **given)
    assert "纳入名录库1家" in done.summary
    county.clock.day = date(2021, 3, 1)
    assert [e.name for e in county.ask("enterprises", state="listed")] == ["甲公司"]
    again = county.done("import_enterprises", rows=plain, may_skip_unfit=True, **given)
    assert "无变化2家，纳入名录库0家" in again.summary


def test_a_qualification_without_its_kind_or_its_day_is_not_kept_and_told_of(
    county: County,
) -> None:
    """Nothing of a list is left out in silence."""
    firms = listed(
        county,
        {"name": "甲公司", "qualification": "高新技术企业"},
        {"name": "乙公司", "certificate_no": "GR1"},
        {"name": "丙公司", **QUALIFIED},
    )
    notes = [x.note for x in county.ask("preview_enterprises", rows=firms)]
    assert notes == ["没有认定日期，资质不登记", "没有资质类型，证书和日期不登记", ""]


def test_a_changed_row_tells_old_and_new_in_words(county: County) -> None:
    """Amounts with their unit, days as days, a qualification by its label."""
    county.do(
        "register_enterprise", name="甲公司", uscc=CODES[0], registered_capital="100万元",
        registered_on="2020-01-01",
    )  # fmt: skip
    (firm,) = listed(
        county,
        {
            "name": "甲公司", "registered_capital": "200万元", "registered_on": "2020-02-01",
            "contact_phone": "13900000000", **QUALIFIED,
        },
    )  # fmt: skip
    (line,) = county.ask("preview_enterprises", rows=(firm,))
    assert line.differences == (
        "成立日期：2020-01-01→2020-02-01；注册资本：100万元→200万元；"
        "联系人：空→13900000000；资质：空→高新技术企业"
    )


def test_a_row_with_an_unknown_qualification_stops_the_import(county: County) -> None:
    """Named by its place on the list; nothing is written."""
    refusal = county.refused(
        "import_enterprises", source="名单.xlsx",
        rows=rows({"name": "甲公司", **QUALIFIED, "qualification": "独角兽"}),
    )  # fmt: skip
    assert "名单第1行“甲公司”" in str(refusal)
    assert county.ask("enterprises") == ()


def test_a_firm_that_stands_on_a_list_twice_is_one_firm(county: County) -> None:
    """The second row is taken as a change of the first."""
    firm = {"uscc": CODES[0], "name": "甲公司", "contact_name": "李明", **QUALIFIED}
    county.do("import_enterprises", source="名单.xlsx", rows=[firm, {**firm, "region": "当湖街道"}])
    (line,) = county.ask("enterprises")
    card = county.ask("enterprise_card", enterprise=line.id)
    assert (card.region, len(card.contacts), len(card.qualifications)) == ("当湖街道", 1, 1)
