"""The list of firms on paper: its versions, as of today, for the public; and the bans."""

from __future__ import annotations

from datetime import date
from typing import Any

from kcdesk.files.form_reading import layout_of
from kcdesk.kernel.money import ZERO, Money
from kcdesk.packs.forms import load_form
from kcdesk.work.paper import title_of, values_of
from kcdesk.work.query import Ask
from tests.work.county import ROOT, County
from tests.work.test_list_versions import frozen
from tests.work.test_listing import CODES, admitted, numbered


def told(county: County, key: str, record: int) -> dict[str, Any]:
    """The values of a list."""
    return county.office.ask(Ask("values", {}, lambda read: values_of(read, key, record)))


def called(county: County, record: int) -> str:
    """What a list is called."""
    return county.office.ask(
        Ask("title", {}, lambda read: title_of(read, "enterprises.list", record))
    )


def test_a_version_tells_of_its_firms_and_of_what_changed(trial: County) -> None:
    for number, name in enumerate(("甲公司", "乙公司", "丙公司")):
        admitted(trial, numbered(trial, name, CODES[number]), "2021-01-04")
    trial.do("record_class", enterprise=2, kind="tech", from_on="2021-01-01", document_no="通科1号")
    trial.do("record_contact", enterprise=1, name="陈晓", phone="13800000001")
    trial.do("revise_profile", enterprise=1, size_industry="industry")
    trial.do("record_figures", enterprise=1, year=2020, staff_count=120, revenue="3000万元")
    first = frozen(trial, "2021-01-10", document_no="平科〔2021〕1号")
    trial.do("revise_enterprise", on="2021-01-11", enterprise=1, name="甲新公司", region="钟埭街道")
    trial.do("record_class", enterprise=3, kind="tech", from_on="2021-01-11", document_no="通科2号")
    trial.do(
        "remove_from_list", by="reviewer", enterprise=2, until_on="2021-01-11", document_no="x",
        reason="资质到期未续",
    )  # fmt: skip
    firm = trial.do("register_enterprise", name="丁公司", uscc=CODES[3])
    trial.do(
        "record_qualification", enterprise=firm, kind="number", from_on="2021-01-01",
        certificate_no="202133048200000001",
    )  # fmt: skip
    trial.do("record_qualification", enterprise=firm, kind="high_tech", from_on="2020-01-01",
             until_on="2020-12-31")  # fmt: skip
    admitted(trial, firm, "2021-01-12")
    trial.loan(firm, trial.bank(), "20万元", disbursed_on="2021-01-12", due_on="2022-01-11")
    second = frozen(trial, "2021-01-20")
    old, new = (
        told(trial, "enterprises.list", first)["list"],
        told(trial, "enterprises.list", second)["list"],
    )
    assert (old["number"], old["count"], old["added_count"], old["removed_count"]) == (
        "第1版", 3, None, None,
    )  # fmt: skip
    assert (old["document_no"], old["next_on"]) == ("平科〔2021〕1号", date(2021, 4, 10))
    assert [row["name"] for row in old["rows"]] == ["甲公司", "乙公司", "丙公司"]
    assert [row["change"] for row in old["rows"]] == ["", "", ""]
    assert old["rows"][0]["contact"] == "陈晓"
    assert old["rows"][0]["size"] == "小型"
    assert old["rows"][1]["classes"] == "科技创新型"
    assert (new["count"], new["added_count"], new["removed_count"]) == (3, 1, 1)
    assert (old["removed_names"], old["changes_text"]) == ("无", "")
    assert (new["removed_names"], new["changes_text"]) == ("乙公司", "比上一版新增1家、调出1家。")
    assert [row["change"] for row in new["rows"]] == ["原名甲公司", "原类别无", "新增"]
    last = new["rows"][-1]
    assert (last["outstanding"], new["outstanding"]) == (Money.wan(20), Money.wan(20))
    assert last["certificates"] == "202133048200000001"
    assert last["valid_until"] == date(2021, 12, 31), "what has lapsed does not count"
    lines = trial.ask("list_version_lines", version=second)
    assert [row["uscc"] for row in new["rows"]] == [line.uscc for line in lines]
    assert trial.ask("preview_paper", form="list_summary", record=second).pages_count == 2, "两联"


def test_the_list_as_of_today_is_no_version(trial: County) -> None:
    admitted(trial, numbered(trial), "2021-01-04")
    today = told(trial, "enterprises.list", 0)["list"]
    assert (today["number"], today["on"], today["added_count"]) == (
        "当日名录",
        date(2021, 1, 4),
        None,
    )
    assert today["rows"][0]["path"] == "直接"
    frozen(trial, "2021-01-05")
    provisional = trial.do("register_enterprise", name="乙公司", uscc=CODES[1])
    trial.do("record_qualification", enterprise=provisional, kind="high_tech", from_on="2020-01-01")
    admitted(trial, provisional, "2021-01-06")
    today = told(trial, "enterprises.list", 0)["list"]
    assert (today["added_count"], today["provisional_count"]) == (1, 1)
    assert today["rows"][1]["state"] == "暂准"
    assert today["outstanding"] == ZERO
    assert [called(trial, record) for record in (0, 1)] == ["2021-01-06在库", "第1版"]
    assert [r.title for r in trial.ask("paper_records", form="public_list")] == [
        "今天在库的企业", "第1版",
    ]  # fmt: skip


def test_the_public_list_prints_name_code_and_class_and_nothing_else(trial: County) -> None:
    """F10: no trade secrets and no personal data in public lists."""
    spec = load_form(ROOT / "forms" / "public_list")
    of_a_firm = {
        blank.name for cell in layout_of(spec).cells for blank in cell.blanks
        if blank.name.startswith("item.")
    }  # fmt: skip
    assert of_a_firm == {"item.order", "item.name", "item.uscc", "item.classes"}
    admitted(trial, numbered(trial), "2021-01-04")
    assert trial.ask("preview_paper", form="public_list", record=0).pages_count == 1


def test_the_bans_in_force_are_listed_with_their_decisions(county: County) -> None:
    for code, name in (("91330482MA0000000L", "甲公司"), ("91330482MA0000001P", "乙公司")):
        firm = county.firm(listed_on=None, uscc=code, name=name)
        county.do(
            "record_ban", by="reviewer", on="2021-02-01", enterprise=firm, kind="default",
            from_on="2021-02-01", document_no=f"平科禁〔2021〕{firm}号", reason="到期未还",
        )  # fmt: skip
    lines = county.ask("bans")
    county.do(
        "release_ban", by="approver", on="2021-03-01", ban=lines[0].id, released_on="2021-03-01",
        document_no="平科解〔2021〕1号", reason="已还清",
    )  # fmt: skip
    bans = told(county, "enterprises.bans", 0)["bans"]
    assert (bans["count"], bans["on"]) == (1, date(2021, 3, 1))
    (row,) = bans["rows"]
    (line,) = county.ask("bans")
    assert (row["name"], row["uscc"], row["document_no"]) == (
        line.enterprise_name, line.uscc, line.document_no,
    )  # fmt: skip
    assert row["kind"] == "违约失信"
    (record,) = county.ask("paper_records", form="ban_list")
    assert record.title == "今天禁入的企业"
    print_id = county.do("print_paper", form="ban_list", record=0)
    assert county.ask("printed_paper", print_id=print_id).name.endswith("2021-03-01.pdf")


def test_a_list_as_of_a_day_is_called_by_the_day_it_was_printed(county: County) -> None:
    """Looked at a year later, the print log still says which day's list it was."""
    print_id = county.do("print_paper", on="2021-03-01", form="ban_list", record=0)
    code = county.ask("prints")[0].code
    county.clock.day = date(2022, 3, 1)
    (line,) = county.ask("prints")
    assert line.record == "2021-03-01"
    assert county.ask("printed_paper", print_id=print_id).name.endswith("2021-03-01.pdf")
    assert "2021-03-01" in county.ask("paper_check", code=code).said
