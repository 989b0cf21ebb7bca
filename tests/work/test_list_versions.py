"""The list frozen, given out, compared; and who was on it on any day."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from kcdesk.work.queries.registers.watch_firms import list_refresh
from kcdesk.work.query import Ask
from tests.work.county import County
from tests.work.test_listing import CODES, admitted, numbered


def frozen(county: County, on: str, **more: Any) -> int:
    return county.do("freeze_list", by="reviewer", on=on, frozen_on=on, **more)


def test_a_version_has_its_number_and_its_next_day(trial: County) -> None:
    """DY-4: 2023-01-31 → 2023-04-30; month's end rule."""
    numbered(trial)
    admitted(trial, 1, "2023-01-31")
    frozen(trial, "2023-01-31", document_no="冶科〔2023〕1号")
    second = frozen(trial, "2023-04-30")
    newest, oldest = trial.ask("list_versions")
    assert (oldest.ordinal, oldest.next_on, oldest.firms_count) == (1, date(2023, 4, 30), 1)
    assert (newest.ordinal, newest.id, newest.next_on) == (2, second, date(2023, 7, 30))
    assert not newest.is_due
    assert not oldest.is_due
    trial.clock.day = date(2023, 7, 30)
    assert [v.is_due for v in trial.ask("list_versions")] == [True, False]


def test_where_the_programme_sets_no_interval_there_is_no_next_day(county: County) -> None:
    county.firm("2021-01-04")
    frozen(county, "2021-01-05")
    (line,) = county.ask("list_versions")
    assert (line.next_on, line.is_due) == (None, False)


def test_what_cannot_be_frozen_is_refused(trial: County) -> None:
    given: dict[str, Any] = {"by": "reviewer"}
    assert "没有在库企业" in str(trial.refused("freeze_list", frozen_on="2021-01-04", **given))
    numbered(trial)
    admitted(trial, 1, "2021-01-04")
    assert "晚于今天" in str(trial.refused("freeze_list", frozen_on="2021-01-05", **given))
    frozen(trial, "2021-01-05")
    assert "已按2021-01-05定版" in str(
        trial.refused("freeze_list", frozen_on="2021-01-05", **given)
    )


def test_a_version_stays_as_it_was(trial: County) -> None:
    numbered(trial)
    admitted(trial, 1, "2021-01-04")
    trial.do("record_class", enterprise=1, kind="tech", from_on="2021-01-01", document_no="通科1号")
    version = frozen(trial, "2021-01-10")
    trial.do("revise_enterprise", on="2021-01-11", enterprise=1, name="甲新公司")
    trial.do(
        "remove_from_list", by="reviewer", enterprise=1, until_on="2021-01-11", document_no="x",
        reason="迁出",
    )  # fmt: skip
    (line,) = trial.ask("list_version_lines", version=version)
    assert (line.name, line.classes, line.qualifications) == (
        "甲公司", "科技创新型", "高新技术企业",
    )  # fmt: skip
    assert (line.from_on, line.until_on, line.is_provisional) == (
        date(2021, 1, 4), date(2022, 2, 28), False,
    )  # fmt: skip


def test_who_was_on_the_list_on_a_day_bears_the_name_of_that_day(trial: County) -> None:
    numbered(trial)
    admitted(trial, 1, "2021-01-04")
    trial.do("revise_enterprise", on="2021-02-01", enterprise=1, name="甲二公司")
    trial.do("revise_enterprise", on="2021-03-01", enterprise=1, name="甲三公司")
    names = {
        on: [x.name for x in trial.ask("listed_on_day", day=date.fromisoformat(on))]
        for on in ("2021-01-03", "2021-01-31", "2021-02-01", "2021-03-01")
    }
    assert names == {
        "2021-01-03": [],
        "2021-01-31": ["甲公司"],
        "2021-02-01": ["甲二公司"],
        "2021-03-01": ["甲三公司"],
    }
    assert [x.name for x in trial.ask("listed_on_day")] == ["甲三公司"]


def test_a_version_is_given_out(trial: County) -> None:
    numbered(trial)
    admitted(trial, 1, "2021-01-04")
    version = frozen(trial, "2021-01-10")
    given: dict[str, Any] = {"version": version, "receiver": "融资担保公司"}
    assert "早于" in str(trial.refused("record_delivery", delivered_on="2021-01-09", **given))
    trial.do("record_delivery", delivered_on="2021-01-11", way="公文交换", **given)
    trial.do("record_delivery", version=version, receiver="农商银行", delivered_on="2021-01-10")
    (line,) = trial.ask("list_versions")
    assert line.deliveries == "农商银行（2021-01-10）、融资担保公司（2021-01-11，公文交换）"


def test_two_versions_differ_by_who_came_who_went_and_who_changed(trial: County) -> None:
    stays, goes, comes, same = (
        numbered(trial, name, code) for name, code in zip("甲乙丙丁", CODES, strict=True)
    )
    for firm in (stays, goes, same):
        admitted(trial, firm, "2021-01-04")
    first = frozen(trial, "2021-01-10")
    trial.money()
    trial.do("revise_profile", enterprise=goes, park="东区")
    trial.loan(goes, trial.bank(), disbursed_on="2021-01-11", due_on="2022-01-10")
    trial.do(
        "remove_from_list", by="reviewer", on="2021-01-12", enterprise=goes, until_on="2021-01-12",
        document_no="x", reason="迁出",
    )  # fmt: skip
    trial.do("record_class", enterprise=stays, kind="tech", from_on="2021-01-01", document_no="x")
    admitted(trial, comes, "2021-01-13")
    last = frozen(trial, "2021-01-14")
    lines = trial.ask("list_differences", before=first, after=last)
    assert [(x.id, x.difference, x.told) for x in lines] == [
        (stays, "changed", "企业类别：无→科技创新型"),
        (goes, "removed", ""),
        (comes, "added", ""),
    ]
    assert [x.effect for x in lines] == [
        "没有未结清的贷款",
        "已发放的贷款不受影响，新贷款不在名录内",
        "此后发放的贷款在名录内",
    ]
    assert [x.loans_count for x in lines] == [0, 1, 0]
    trial.loan(
        stays, trial.bank("工行"), disbursed_on="2021-01-14", due_on="2022-01-13",
        contract_no="合同2",
    )  # fmt: skip
    lines = trial.ask("list_differences", before=first, after=last)
    assert lines[0].effect.startswith("已发放的贷款不变")
    assert trial.ask("list_differences", before=last, after=last) == ()


def test_the_refresh_is_counted_from_the_last_version(trial: County) -> None:
    """DY-4: admissions in between do not put it off."""
    firms = [numbered(trial, name, code) for name, code in zip("甲乙", CODES, strict=False)]
    admitted(trial, firms[0], "2021-01-04")
    spec: Any = SimpleNamespace(register="")

    def since() -> date:
        ask = Ask("test", {}, lambda read: next(iter(list_refresh(read, spec))).start)
        found: date = trial.office.ask(ask)
        return found

    assert since() == date(2021, 1, 4)
    frozen(trial, "2021-01-31")
    admitted(trial, firms[1], "2021-02-10")
    assert since() == date(2021, 1, 31)
