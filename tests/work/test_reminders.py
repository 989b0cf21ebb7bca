"""What a deadline watches, and what the home screen is told of it: from the day, with the clause."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.packs.register_pack import deadline, installation, pack_text
from tests.work.county import County

BEGUN = date(2024, 3, 1)
YEARLY = (
    'code = "gazelle"\nlabel = "瞪羚企业"\n',
    'code = "gazelle"\nlabel = "瞪羚企业"\nis_yearly = true\n',
)


def county_of(folder: Path, *deadlines: str, edits: tuple[tuple[str, str], ...] = ()) -> County:
    """An office of the small programme with further deadlines; its blanks are filled in."""
    text = pack_text(*edits, more="".join(deadlines))
    made = County(folder / "office", "small", BEGUN, installation(folder, text))
    given = {
        "start_on": "2020-01-01",
        "colour": "red",
        "project_term": "5",
        "meeting_interval": "99",
    }
    for name, value in given.items():
        made.do("fill_scheme_blank", by="admin", name=name, value=value)
    return made


def told(county: County, on: str, deadline_id: str) -> list[tuple[str, str, str]]:
    """Urgency, day and sentence of a deadline's lines on a day."""
    county.clock.day = date.fromisoformat(on)
    return [
        (x.urgency, str(x.due_on), x.what)
        for x in county.ask("reminders")
        if x.deadline == deadline_id
    ]


def firm(county: County, name: str = "平湖甲公司", uscc: str = "91330482MA0000000L") -> int:
    made = county.do("register_enterprise", name=name, uscc=uscc)
    county.do("record_qualification", enterprise=made, kind="high_tech", from_on="2020-01-01")
    county.do("admit_enterprise", enterprise=made, from_on="2024-03-01", document_no="1号")
    return made


def application(county: County, enterprise: int, bank: int, on: str = "2023-09-11") -> int:
    return county.do(
        "file_application", enterprise=enterprise, bank=bank, applied_on=on, amount="10万元",
        term_months=12, purpose="原料",
    )  # fmt: skip


def lent(county: County, enterprise: int, bank: int) -> int:
    return county.loan(
        enterprise, bank, on="2024-03-25", disbursed_on="2024-03-25", due_on="2025-03-24"
    )


# -- when a deadline is spoken of ----------------------------------------------------------------


def test_a_deadline_shows_from_its_lead_on_and_turns_overdue(tmp_path: Path) -> None:
    """National holidays count: ten working days after 18 September 2023 is 8 October."""
    county = county_of(tmp_path)
    county.clock.day = date(2023, 9, 18)
    enterprise, bank = firm(county), county.bank()
    filed = application(county, enterprise, bank, "2024-03-04")
    county.do(
        "review_application", by="reviewer", application=filed, result="recommend",
        reviewed_on="2024-03-04",
    )  # fmt: skip
    name = "银行审查期限：贷款申请 SQ2024-0001 平湖甲公司"
    assert told(county, "2024-03-14", "bank_review_due") == []
    assert told(county, "2024-03-15", "bank_review_due") == [
        ("到期", "2024-03-18", f"{name}（还有3天）")
    ]
    assert told(county, "2024-03-18", "bank_review_due")[0][2] == f"{name}（今天到期）"
    assert told(county, "2024-03-19", "bank_review_due") == [
        ("逾期", "2024-03-18", f"{name}（已超期1天）")
    ]
    line = next(x for x in county.ask("reminders") if x.deadline == "bank_review_due")
    assert (line.clauses, line.screen, line.record) == ("XX-5", "applications", filed)
    todo = next(x for x in county.ask("todos") if x.record == filed and x.urgency == "逾期")
    assert (todo.clauses, todo.due_on) == ("XX-5", date(2024, 3, 18))
    county.do("record_bank_decision", application=filed, result="approve", decided_on="2024-03-19")
    assert told(county, "2024-03-19", "bank_review_due") == []
    county.office.close()


def test_a_year_without_its_holidays_is_said_aloud(tmp_path: Path) -> None:
    """Never a silent count of weekdays: one line names the year, whatever the number of records."""
    county = county_of(
        tmp_path,
        deadline(
            "application_review", 'working_days_after = ["watch.from", "parameter:bank_days"]'
        ),
    )
    enterprise, bank = firm(county), county.bank()
    for _ in range(2):
        application(county, enterprise, bank, "2031-05-06")
    (line,) = told(county, "2031-05-06", "application_review_watch")
    assert line == (
        "注意", "None",
        ("application_review：没有2031年的放假安排，算不出工作日。"
        "请先导入国务院办公厅公布的2031年放假调休安排。"),
    )  # fmt: skip
    assert any(x.urgency == "注意" and "2031" in x.what for x in county.ask("todos"))
    county.office.close()


def test_an_open_blank_is_said_aloud(tmp_path: Path) -> None:
    more = deadline("programme_end", 'take = "watch.from"', 'from = "blank:start_on"')
    county = County(
        tmp_path / "office", "small", BEGUN, installation(tmp_path, pack_text(more=more))
    )
    ((urgency, due, what),) = told(county, "2024-03-01", "programme_end_watch")
    assert (urgency, due) == ("注意", "None")
    assert "施行日" in what
    county.office.close()


def test_many_records_of_one_deadline_are_one_line(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("application_review", 'take = "watch.from"'))
    enterprise, bank = firm(county), county.bank()
    for day in range(1, 10):
        application(county, enterprise, bank, f"2024-03-0{day}")
    assert (
        told(county, "2024-03-05", "application_review_watch")
        == [("逾期", "2024-03-01", "application_review：共8条，其中4条已超期（已超期4天）")]
        or len(told(county, "2024-03-05", "application_review_watch")) == 8
    )
    assert told(county, "2024-03-08", "application_review_watch") == [
        ("逾期", "2024-03-01", "application_review：共9条，其中7条已超期（已超期7天）")
    ]
    line = next(x for x in county.ask("reminders") if x.deadline == "application_review_watch")
    assert (line.screen, line.record) == ("applications", 0)
    county.office.close()


# -- the watch points ----------------------------------------------------------------------------


def test_an_application_waits_for_the_office(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("application_review", 'take = "application.applied_on"'))
    filed = application(county, firm(county), county.bank(), "2024-03-04")
    assert [x[1] for x in told(county, "2024-03-04", "application_review_watch")] == ["2024-03-04"]
    county.do("withdraw_application", application=filed, reason="不贷了")
    assert told(county, "2024-03-04", "application_review_watch") == []
    county.office.close()


def test_a_bank_has_its_time_from_the_recommendation(tmp_path: Path) -> None:
    county = county_of(
        tmp_path, edits=(('working_days_after = ["watch.from", "parameter:bank_days"]',
                          'take = "application.recommended_on"'),
                         ("gives = 2023-10-08", ('gives = 2023-09-18\n'
                          'facts = { "application.recommended_on" = 2023-09-18 }'))),
    )  # fmt: skip
    filed = application(county, firm(county), county.bank(), "2024-03-04")
    county.do(
        "review_application", by="reviewer", application=filed, result="recommend",
        reviewed_on="2024-03-06",
    )  # fmt: skip
    assert [x[1] for x in told(county, "2024-03-06", "bank_review_due")] == ["2024-03-06"]
    county.office.close()


def test_a_loan_comes_due_and_is_then_overdue(tmp_path: Path) -> None:
    county = county_of(
        tmp_path,
        deadline("loan_maturity", 'take = "watch.from"', lead="1个月"),
        deadline("loan_after_maturity", 'take = "watch.from"'),
    )
    loan = lent(county, firm(county), county.bank())
    assert told(county, "2025-02-23", "loan_maturity_watch") == []
    assert [x[:2] for x in told(county, "2025-02-24", "loan_maturity_watch")] == [
        ("到期", "2025-03-24")
    ]
    todos = [x for x in county.ask("todos") if (x.screen, x.record) == ("loans", loan)]
    assert [x.clauses for x in todos] == ["XX-5"], "the plain line of the loan gives way"
    assert told(county, "2025-03-24", "loan_after_maturity_watch") == []
    assert told(county, "2025-03-25", "loan_maturity_watch") == []
    assert [x[:2] for x in told(county, "2025-03-25", "loan_after_maturity_watch")] == [
        ("逾期", "2025-03-24")
    ]
    county.do("grade_loan", on="2025-04-01", loan=loan, grade="次级", graded_on="2025-04-01")
    county.do(
        "file_claim", on="2025-04-02", loan=loan, filed_on="2025-04-02", reason="unpaid",
        materials=["form"],
    )  # fmt: skip
    assert told(county, "2025-04-02", "loan_after_maturity_watch") == []
    county.office.close()


def test_the_list_is_gone_through_again(tmp_path: Path) -> None:
    register = '\n[[register]]\nid = "review"\nlabel = "名录复核"\nclauses = ["XX-4"]\n'
    register += '[[register.field]]\nname = "a"\nlabel = "甲"\nkind = "text"\n'
    county = county_of(
        tmp_path, register, deadline("list_refresh", 'take = "watch.from"', 'register = "review"')
    )
    first = told(county, "2024-03-01", "list_refresh_watch")[0]
    assert first[1] == "2024-03-01"
    assert "启用以来还没有更新过" in first[2]
    firm(county)
    county.do("record_register_entry", register="review", noted_on="2024-06-01")
    assert told(county, "2024-05-28", "list_refresh_watch") == []
    assert told(county, "2024-05-29", "list_refresh_watch")[0] == (
        "到期", "2024-06-01", "list_refresh：上次是2024-06-01（还有3天）",
    )  # fmt: skip
    county.office.close()


def test_the_list_alone_tells_when_it_was_last_added_to(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("list_refresh", 'take = "watch.from"'))
    firm(county)
    assert told(county, "2024-03-02", "list_refresh_watch")[0][1] == "2024-03-01"
    county.office.close()


def test_qualifications_and_listings_come_to_an_end(tmp_path: Path) -> None:
    county = county_of(
        tmp_path,
        deadline("qualification_end", 'days_before = ["watch.until", "parameter:ten"]'),
        deadline("listing_end", 'take = "watch.until"'),
        edits=(
            (
                '[[register]]\nid = "need"',
                (
                    '[[parameter]]\nname = "ten"\nlabel = "提前"\nkind = "days"\n'
                    'clock = ["watch.until"]\nclauses = ["XX-5"]\n[[parameter.value]]\nvalue = "10天"\n'
                    '[[register]]\nid = "need"'
                ),
            ),
        ),
    )
    enterprise = firm(county)
    county.do(
        "record_qualification", enterprise=enterprise, kind="gazelle", from_on="2024-01-01",
        until_on="2024-06-30",
    )  # fmt: skip
    assert told(county, "2024-06-17", "qualification_end_watch") == [
        ("到期", "2024-06-20", "qualification_end：平湖甲公司 瞪羚企业（还有3天）")
    ]
    assert not [x for x in county.ask("todos") if "项企业资质" in x.what]
    assert told(county, "2024-06-30", "qualification_end_watch")[0][0] == "逾期"
    assert told(county, "2024-07-01", "qualification_end_watch") == []
    assert told(county, "2024-07-01", "listing_end_watch") == []
    county.office.close()


def test_an_agreement_comes_to_an_end(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("agreement_end", 'take = "watch.until"', lead="1个月"))
    bank = county.bank()
    assert told(county, "2024-05-06", "agreement_end_watch") == []
    county.do(
        "register_agreement", by="reviewer", partner=bank, signed_on="2024-03-01", from_on="2024-03-01",
        until_on="2024-06-05", number="协1",
    )  # fmt: skip
    assert told(county, "2024-05-04", "agreement_end_watch") == []
    assert told(county, "2024-05-05", "agreement_end_watch") == [
        ("到期", "2024-06-05", "agreement_end：平湖农商银行 合作协议 协1（还有31天）")
    ]
    county.do("end_partnership", by="reviewer", partner=bank, left_on="2024-05-01")
    assert told(county, "2024-05-05", "agreement_end_watch") == []
    county.office.close()


def test_a_programme_ends_some_time_after_its_document(tmp_path: Path) -> None:
    more = deadline(
        "programme_end", 'months_after = ["watch.from", "blank:meeting_interval"]',
        'from = "document:rule"', lead="30天",
    )  # fmt: skip
    county = county_of(tmp_path, more)
    county.do("fill_scheme_blank", by="admin", name="meeting_interval", value="36")
    assert told(county, "2026-12-05", "programme_end_watch") == []
    assert told(county, "2026-12-06", "programme_end_watch") == [
        ("到期", "2027-01-05", "programme_end：小县科创贷（还有30天）")
    ]
    county.office.close()


@pytest.mark.parametrize("register", ["", 'register = "report"'])
def test_institutions_report_month_by_month(tmp_path: Path, register: str) -> None:
    """With a register the office knows who has reported; without one it is only reminded."""
    more = deadline("partner_report", 'days_after = ["watch.from", "parameter:nine"]', register)
    parameter = (
        '[[parameter]]\nname = "nine"\nlabel = "报送"\nkind = "days"\nclock = ["watch.from"]\n'
        'clauses = ["XX-5"]\n[[parameter.value]]\nvalue = "9天"\n[[register]]\nid = "need"'
    )
    county = county_of(tmp_path, more, edits=(('[[register]]\nid = "need"', parameter),))
    bank, gone = county.bank(), county.bank("中国银行")
    county.do("end_partnership", by="reviewer", partner=gone, left_on="2024-04-30")
    late = told(county, "2024-05-06", "partner_report_watch")
    assert late == (
        [
            ("逾期", "2024-03-10", "partner_report：平湖农商银行 2024年3月应报（已超期57天）"),
            ("逾期", "2024-04-10", "partner_report：平湖农商银行 2024年4月应报（已超期26天）"),
        ]
        if register
        else []
    ), "a month left out is not forgotten"
    for on in ("2024-04-08", "2024-04-30"):
        county.do("record_register_entry", register="report", noted_on=on, subject=bank)
    assert told(county, "2024-05-06", "partner_report_watch") == []
    assert told(county, "2024-05-07", "partner_report_watch") == [
        ("到期", "2024-05-10", "partner_report：平湖农商银行（还有3天）")
    ]
    late = told(county, "2024-05-11", "partner_report_watch")
    assert [x[0] for x in late] == (["逾期"] if register else [])
    county.do("record_register_entry", register="report", noted_on="2024-05-11", subject=bank)
    assert told(county, "2024-05-11", "partner_report_watch") == []
    county.office.close()


def test_what_was_decided_waits_to_be_paid_and_then_to_be_recovered(tmp_path: Path) -> None:
    report = (
        '\n[[register]]\nid = "chase"\nlabel = "追偿报告"\nclauses = ["XX-4"]\nsubject = "claims"\n'
    )
    report += '[[register.field]]\nname = "a"\nlabel = "甲"\nkind = "text"\n'
    edits = (('to = 2022-12-31\nvalue = "100万元"', 'to = 2022-12-31\nvalue = "100万元"'),
             ("before = 2025-01-01\n", ""))  # fmt: skip
    county = county_of(
        tmp_path, report, deadline("decided_unpaid", 'take = "watch.from"'),
        deadline("recovery_report", 'take = "watch.from"', 'register = "chase"'), edits=edits,
    )  # fmt: skip
    county.money("1000万元", on="2024-03-01")
    loan = lent(county, firm(county), county.bank())
    county.do("grade_loan", on="2025-04-01", loan=loan, grade="次级", graded_on="2025-04-01")
    claim = county.do(
        "file_claim", on="2025-04-02", loan=loan, filed_on="2025-04-02", reason="unpaid",
        materials=["form"],
    )  # fmt: skip
    county.do("accept_claim", claim=claim)
    county.do(
        "review_claim", by="reviewer", claim=claim, reviewed_on="2025-04-02",
        conditions=["overdue"],
    )  # fmt: skip
    (item,) = county.meeting(claim, on="2025-04-10")
    county.opinions(item)
    county.do("record_resolution", by="approver", item=item, result="agree")
    assert told(county, "2025-04-11", "decided_unpaid_watch") == [
        ("逾期", "2025-04-10", "decided_unpaid：代偿申请 DC2025-0001 平湖甲公司（已超期1天）")
    ]
    assert told(county, "2025-04-11", "recovery_report_watch") == []
    county.do("pay_claim", by="approver", on="2025-04-15", claim=claim, paid_on="2025-04-15")
    assert told(county, "2025-04-15", "decided_unpaid_watch") == []
    assert [x[1] for x in told(county, "2025-04-16", "recovery_report_watch")] == ["2025-04-15"]
    county.do("record_register_entry", register="chase", noted_on="2025-05-01", subject=claim)
    assert [x[1] for x in told(county, "2025-05-02", "recovery_report_watch")] == ["2025-05-01"]
    county.do(
        "record_recovery", by="reviewer", on="2025-05-06", claim=claim, recovered_on="2025-05-06", gross="1万元",
        source="处置抵押物", document_no="收1",
    )  # fmt: skip
    assert [x[1] for x in told(county, "2025-05-07", "recovery_report_watch")] == ["2025-05-06"]
    county.office.close()


def test_a_firm_let_in_by_last_years_number_needs_this_years(tmp_path: Path) -> None:
    more = deadline("provisional_admission", 'take = "watch.until"', lead="2个月")
    county = county_of(tmp_path, more, edits=(YEARLY,))
    enterprise = firm(county)
    assert told(county, "2024-11-01", "provisional_admission_watch") == [], "no number at all"

    def number(on: str) -> None:
        county.do("record_qualification", enterprise=enterprise, kind="gazelle", from_on=on)

    number("2023-05-01")
    assert told(county, "2024-10-30", "provisional_admission_watch") == []
    assert told(county, "2024-10-31", "provisional_admission_watch") == [
        ("到期", "2024-12-31", "provisional_admission：平湖甲公司 暂准入库（还有61天）")
    ]
    assert told(county, "2025-01-01", "provisional_admission_watch")[0][0] == "逾期"
    number("2024-11-01")
    assert told(county, "2025-01-01", "provisional_admission_watch") == []
    county.office.close()


# -- registers -----------------------------------------------------------------------------------


def need(county: County, enterprise: int, on: str) -> int:
    return county.do(
        "record_register_entry", on=on, register="need", noted_on=on, subject=enterprise,
        values=[{"field": "amount", "value": "1万元"}],
    )  # fmt: skip


def lines(county: County, on: str, screen: str = "registers") -> list[tuple[str, str, int]]:
    county.clock.day = date.fromisoformat(on)
    return [(x.urgency, x.what, x.record) for x in county.ask("reminders") if x.screen == screen]


def test_entries_are_pressed_for_before_and_after_their_day(tmp_path: Path) -> None:
    county = county_of(tmp_path)
    entry = need(county, firm(county), "2024-05-06")
    assert lines(county, "2024-05-08") == []
    assert lines(county, "2024-05-09") == [
        ("到期", "台账“融资需求”TZ2024-0001 平湖甲公司 要办结（还有7天）", entry)
    ]
    assert lines(county, "2024-05-17")[0][:1] == ("逾期",)
    county.do("close_register_entry", entry=entry, state="dropped", state_on="2024-05-17")
    assert lines(county, "2024-05-17") == []
    county.office.close()


def test_many_entries_of_a_register_are_one_line(tmp_path: Path) -> None:
    county = county_of(tmp_path)
    enterprise = firm(county)
    for _ in range(9):
        need(county, enterprise, "2024-05-06")
    assert lines(county, "2024-05-16") == [("到期", "台账“融资需求”有9条登记要办结（今天到期）", 0)]
    county.office.close()


def test_a_register_waits_to_be_written_in_again(tmp_path: Path) -> None:
    county = county_of(tmp_path)
    assert lines(county, "2024-03-24") == []
    assert lines(county, "2024-03-25") == [("到期", "台账“融资需求”该登记了（还有7天）", 0)]
    entry = need(county, firm(county), "2024-04-01")
    county.do("close_register_entry", entry=entry, state="done", state_on="2024-04-01")
    assert lines(county, "2024-04-02") == []
    assert lines(county, "2024-05-02") == [("逾期", "台账“融资需求”该登记了（已超期1天）", 0)]
    county.office.close()


def test_an_entry_whose_day_cannot_be_told_is_said_aloud(tmp_path: Path) -> None:
    county = county_of(tmp_path)
    enterprise = firm(county)
    given: dict[str, Any] = {"register": "project", "noted_on": "2024-05-06", "subject": enterprise}
    for begun in ("2031-12-30", "2031-12-29"):
        values = [{"field": "name", "value": "厂房"}, {"field": "begun_on", "value": begun}]
        county.do("record_register_entry", **given, values=values)
    (line,) = lines(county, "2024-05-06", "schemes")
    assert line[0] == "注意"
    assert line[1].startswith("台账“重点项目”：没有2031年的放假安排")
    county.office.close()


def test_a_review_may_run_from_a_milestone(tmp_path: Path) -> None:
    """Until it is reached the bank's time does not run."""
    milestone = '\n[[milestone]]\ncode = "letter"\nlabel = "发函"\nclauses = ["XX-5"]\n'
    edits = (('watch = "bank_review"', 'watch = "bank_review"\nwatch_milestone = "letter"'),)
    county = county_of(tmp_path, milestone, edits=edits)
    filed = application(county, firm(county), county.bank(), "2024-03-04")
    county.do(
        "review_application", by="reviewer", application=filed, result="recommend",
        reviewed_on="2024-03-04",
    )  # fmt: skip
    assert told(county, "2024-04-30", "bank_review_due") == []
    county.do(
        "record_milestone", on="2024-05-06", application=filed, milestone="letter",
        reached_on="2024-05-06",
    )  # fmt: skip
    assert [x[1] for x in told(county, "2024-05-20", "bank_review_due")] == ["2024-05-17"]
    county.office.close()


def test_a_report_may_be_one_kinds_of_institutions_only(tmp_path: Path) -> None:
    more = deadline("partner_report", 'take = "watch.from"', 'partner_kind = "guarantor"')
    county = county_of(tmp_path, more)
    county.bank()
    county.guarantor()
    assert [x[2] for x in told(county, "2024-05-01", "partner_report_watch")] == [
        "partner_report：平湖市融资担保有限公司（今天到期）"
    ]
    county.office.close()


def test_a_place_on_the_list_comes_to_an_end(tmp_path: Path) -> None:
    """The programme says how long a firm stays; before that day the office is reminded."""
    until = '\n[[sum]]\nid = "listing_until"\nlabel = "名录有效期"\nevent = "admission"\n'
    until += '[[sum.step]]\nas = "until"\nlabel = "有效期至"\non_date = ["admission.on"]\n'
    until += 'years = 1\nmonth = 2\nday = 31\nclauses = ["XX-5"]\n'
    county = county_of(tmp_path, until, deadline("listing_end", 'take = "watch.until"'))
    enterprise = firm(county)
    assert told(county, "2025-02-24", "listing_end_watch") == []
    assert told(county, "2025-02-25", "listing_end_watch") == [
        ("到期", "2025-02-28", "listing_end：平湖甲公司 在库期限（还有3天）")
    ]
    county.do(
        "remove_from_list", by="reviewer", enterprise=enterprise, until_on="2025-02-27",
        document_no="2号", reason="迁出",
    )  # fmt: skip
    assert told(county, "2025-02-26", "listing_end_watch") == []
    county.office.close()


def test_records_of_one_day_are_reckoned_alike(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("application_review", 'take = "watch.from"'))
    enterprise, bank = firm(county), county.bank()
    for _ in range(2):
        application(county, enterprise, bank, "2024-03-04")
    assert [x[1] for x in told(county, "2024-03-04", "application_review_watch")] == [
        "2024-03-04", "2024-03-04",
    ]  # fmt: skip
    county.office.close()


def test_the_time_to_review_runs_anew_once_an_application_was_mended(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("application_review", 'take = "watch.from"'))
    filed = application(county, firm(county), county.bank(), "2024-03-01")
    county.do(
        "review_application", by="reviewer", application=filed, result="return",
        reviewed_on="2024-03-02", opinion="补材料",
    )  # fmt: skip
    county.do("resubmit_application", application=filed, submitted_on="2024-03-04")
    (line,) = told(county, "2024-03-05", "application_review_watch")
    assert line[:2] == ("逾期", "2024-03-04")
    county.office.close()


# -- warnings ------------------------------------------------------------------------------------

WARNING = 'warning = "黄色预警"'


def test_a_warning_stands_from_its_day_until_the_loan_is_put_right(tmp_path: Path) -> None:
    """LYG-17: overdue day 1 is yellow, the day of maturity is not."""
    county = county_of(
        tmp_path, deadline("loan_after_maturity", 'take = "watch.from"', WARNING, lead="1天")
    )
    loan = lent(county, firm(county), county.bank())
    watch = "loan_after_maturity_watch"
    assert told(county, "2025-03-24", watch) == []
    name = "loan_after_maturity：平湖甲公司 合同 "
    ((urgency, _due, what),) = told(county, "2025-03-25", watch)
    assert (urgency, what.startswith(name), what.endswith("（已1天）")) == ("黄色预警", True, True)
    assert told(county, "2025-04-03", watch)[0][2].endswith("（已10天）")
    county.do("record_repayment", loan=loan, repaid_on="2025-04-03", principal="30万元")
    assert told(county, "2025-04-03", watch) == []
    county.office.close()


def test_a_class_that_falls_is_told_until_it_rises_or_a_claim_stands(tmp_path: Path) -> None:
    county = county_of(tmp_path, deadline("grade_fall", 'take = "watch.from"', WARNING))
    loan, watch = lent(county, firm(county), county.bank()), "grade_fall_watch"
    assert told(county, "2024-04-01", watch) == []

    def graded(on: str, grade: str) -> list[tuple[str, str, str]]:
        county.do("grade_loan", on=on, loan=loan, grade=grade, graded_on=on)
        return told(county, on, watch)

    assert graded("2024-04-01", "正常") == []
    (fallen,) = graded("2024-05-01", "关注")
    assert fallen[:2] == ("黄色预警", "2024-05-01")
    assert fallen[2].endswith("由正常调为关注（今天起）")
    assert graded("2024-06-01", "关注")[0][2].endswith("由正常调为关注（已31天）")
    (fallen,) = graded("2024-07-01", "可疑")
    assert fallen[2].endswith("由关注调为可疑（今天起）")
    assert graded("2024-08-01", "次级") == []
    assert graded("2025-04-01", "可疑") != []
    county.do(
        "file_claim", on="2025-04-02", loan=loan, filed_on="2025-04-02", reason="unpaid",
        materials=["form"],
    )  # fmt: skip
    assert told(county, "2025-04-02", watch) == []
    county.office.close()


def test_what_speaks_against_a_firm_is_told_until_it_is_lifted(tmp_path: Path) -> None:
    listed = '\n[[incident]]\ncode = "abnormal"\nlabel = "列入异常名录"\nclauses = ["XX-5"]\n'
    county = county_of(tmp_path, listed, deadline("open_incident", 'take = "watch.from"', WARNING))
    first, watch = firm(county), "open_incident_watch"
    incident = county.do(
        "record_incident", on="2024-05-06", enterprise=first, kind="abnormal",
        happened_on="2024-05-06", document_no="1号",
    )  # fmt: skip
    assert told(county, "2024-05-07", watch) == [
        ("黄色预警", "2024-05-06", "open_incident：平湖甲公司 列入异常名录（已1天）")
    ]
    for _ in range(8):
        county.do(
            "record_incident", enterprise=first, kind="abnormal", happened_on="2024-05-07",
            document_no="2号",
        )  # fmt: skip
    assert told(county, "2024-05-08", watch) == [
        ("黄色预警", "2024-05-06", "open_incident：共9条，最早的（已2天）")
    ]
    county.do("lift_incident", incident=incident, lifted_on="2024-05-08", document_no="3号")
    assert len(told(county, "2024-05-08", watch)) == 8
    county.office.close()


@pytest.mark.parametrize(
    ("more", "shows_on"), [("", "2024-03-04"), ("is_told_at_once = true\n", "2024-03-01")]
)
def test_an_entry_to_be_closed_is_told_shortly_before_or_at_once(
    tmp_path: Path, more: str, shows_on: str
) -> None:
    """NT-4.1d: a pool without its rule is on the list from the first day."""
    county = county_of(tmp_path, edits=(('after = "10天"\n', f'after = "10天"\n{more}'),))
    county.do("record_register_entry", register="need", subject=firm(county), noted_on="2024-03-01",
              values=[{"field": "amount", "value": "10万元"}])  # fmt: skip
    for day in ("2024-03-01", "2024-03-03", "2024-03-04", "2024-03-12"):
        county.clock.day = date.fromisoformat(day)
        lines = [x for x in county.ask("reminders") if "要办结" in x.what]
        assert bool([x for x in lines if x.due_on == date(2024, 3, 11)]) is (day >= shows_on)
    county.office.close()
