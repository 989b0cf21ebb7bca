"""Registers and deadlines of a pack: what they declare, which names they give, every slip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kcdesk.domain.schemes.deadlines import WatchPoint
from kcdesk.domain.schemes.registering import RegisterSubject
from kcdesk.domain.schemes.terms import Term
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.checks import run_cases
from kcdesk.packs.schemes import read_pack
from tests.packs.register_pack import PACK, ROOT, deadline, pack_text

HOLIDAYS = load_holidays(ROOT / "resources" / "calendar")


def test_a_register_says_what_an_entry_holds() -> None:
    need = read_pack(PACK).scheme.registers["need"]
    assert need.subject is RegisterSubject.ENTERPRISES
    assert (need.on_label, need.event, need.first_state) == ("提出日期", "entry:need", "open")
    kinds = {f.name: f.field.kind for f in need.fields}
    assert kinds == {
        "amount": "money", "months": "whole", "use": "choice", "proofs": "codes",
        "rate": "percent", "wanted_on": "day", "is_first": "flag", "remark": "text",
    }  # fmt: skip
    assert [o.value for o in need.fields[3].field.options] == ["high_tech", "gazelle"]
    assert need.due is not None
    assert need.due.term.unit == "天"
    assert [s.code for s in need.states if s.is_closed] == ["done", "dropped"]
    assert need.is_accepted("done")
    assert not need.is_accepted("open")


def test_entries_are_an_event_and_firms_registers_are_options() -> None:
    scheme = read_pack(PACK).scheme
    assert set(scheme.registers["visit"].facts()) == {"visit.on", "visit.topic", "visit.people"}
    condition = next(c for c in scheme.conditions if c.id == "need_cap")
    assert condition.field == "amount"
    text = pack_text(
        ('events = ["disbursement"]\ntest.at_most = ["total", "parameter:cap"]',
         ('events = ["disbursement"]\nwhen = { has_any = ["enterprise.registers", "need"] }\n'
         'test.at_most = ["total", "parameter:cap"]')),
    )  # fmt: skip
    assert read_pack(text).scheme.conditions[0].when[0].codes == ("need",)


def test_a_register_keeps_its_clauses() -> None:
    """A recorded clause that only a register cites is kept; one that nothing cites is not."""
    assert read_pack(PACK).scheme.clauses["XX-4"].by == ()


def test_cases_of_entries_and_deadlines_come_out() -> None:
    wrong = [(r.case.id, r.problems) for r in run_cases(read_pack(PACK), HOLIDAYS) if r.problems]
    assert wrong == []


def test_a_deadline_case_that_is_wrong_says_both_days() -> None:
    pack = read_pack(pack_text(("gives = 2023-10-08", "gives = 2023-10-02")))
    (told,) = [p for r in run_cases(pack, HOLIDAYS) for p in r.problems]
    assert told == "到期日应为2023年10月2日，算得2023年10月8日。"


def test_a_year_without_its_holidays_is_refused_in_a_case() -> None:
    pack = read_pack(PACK)
    (told,) = [p for r in run_cases(pack) for p in r.problems]
    assert "没有2023年的放假安排" in told
    refused = read_pack(pack_text(("gives = 2023-10-08", 'refused = ["XX-5"]')))
    (told,) = [p for r in run_cases(refused, HOLIDAYS) for p in r.problems]
    assert told == "应当拒绝并引用XX-5，却算出了2023年10月8日。"
    (told,) = [p for r in run_cases(refused) for p in r.problems]
    assert told.startswith("应当拒绝并引用XX-5，实际引用的是无")


def test_a_deadline_watches_runs_and_leads() -> None:
    spec = read_pack(PACK).scheme.deadlines["bank_review_due"]
    assert spec.watch is WatchPoint.BANK_REVIEW
    assert spec.steps[-1].label == "银行审查期限"
    assert isinstance(spec.lead, Term)
    quiet = read_pack(pack_text(('lead = "3天"\n', ""))).scheme.deadlines["bank_review_due"]
    assert quiet.lead is None


@pytest.mark.parametrize("watch", [w.value for w in WatchPoint])
def test_every_watch_point_may_be_watched(watch: str) -> None:
    more = 'from = "document:rule"' if watch == "programme_end" else ""
    text = pack_text(more=deadline(watch, 'working_day_from = ["watch.from"]', more))
    case = f"""
[[case]]
id = "shown"
title = "例"
shows = ["XX-5"]
deadline = "{watch}_watch"
from = 2023-09-29
gives = 2023-10-07
"""
    pack = read_pack(text + case)
    assert [r.problems for r in run_cases(pack, HOLIDAYS) if r.case.id == "shown"] == [()]


def test_an_end_day_and_days_of_the_record_may_be_named() -> None:
    text = pack_text(
        more=deadline("loan_maturity", 'at_most = ["watch.until", "loan.disbursed_on"]')
    )
    case = """
[[case]]
id = "shown"
title = "例"
shows = ["XX-5"]
deadline = "loan_maturity_watch"
from = 2023-09-29
until = 2023-10-07
facts = { "loan.disbursed_on" = 2023-05-01 }
gives = 2023-05-01
"""
    pack = read_pack(text + case)
    assert [r.problems for r in run_cases(pack) if r.case.id == "shown"] == [()]


@pytest.mark.parametrize(
    ("source", "day", "blank"),
    [
        ('"blank:start_on"', None, "start_on"),
        ('"document:rule"', date(2024, 1, 5), ""),
        ("2026-05-10", date(2026, 5, 10), ""),
    ],
)
def test_a_programme_ends_from_a_day_of_its_own(source: str, day: date | None, blank: str) -> None:
    more = deadline("programme_end", 'take = "watch.from"', f"from = {source}")
    start = read_pack(pack_text(more=more)).scheme.deadlines["programme_end_watch"].start
    assert start is not None
    assert (start.day, start.blank) == (day, blank)


MONEY = 'kind = "money"\nunit = "万元"'
SLIPS = (
    ('id = "need"', 'id = "Need"', ("[[register]] 第1个", "小写英文字母")),
    ('subject = "enterprises"', 'subject = "enterprises"\nis_write_off = true', ("is_write_off", "按代偿申请登记")),
    ('subject = "enterprises"', 'subject = "enterprise"', ("subject", "是不是“enterprises”？")),
    ('name = "amount"', 'name = "state"', ("name", "每条登记都有的名称")),
    ('name = "months"', 'name = "amount"', ("field", "“amount”写了两次")),
    (MONEY, 'kind = "mony"', ("没有名为“mony”的写法", "是不是“money”？")),
    (MONEY, 'kind = "money"\nunit = "美元"', ("unit", "不是金额的单位", "元 或 万元")),
    ('options_of = "qualifications"', 'options_of = "qualification"', ("没有名为“qualification”的选项来源",)),
    ('options_of = "qualifications"', "", ("options", "没有写")),
    ('code = "dropped"', 'code = "done"', ("state", "“done”写了两次")),
    ('after = "10天"', 'after = "10"', ("after", "写法不对", "10天")),
    ('after = "10天"', 'after = "十天"', ("after", "写法不对")),
    ('after = "10天"', 'after = "blank:projectterm"', ("没有名为“projectterm”的留白", "是不是“project_term”？")),
    ('after = "10天"', 'after = "blank:start_on"', ("留白“start_on”的类型不合用",)),
    ('every = "1个月"', 'every = "30天"', ("every", "单位不合用", "请用个月")),
    ('every = "1个月"', 'every = "blank:project_term"', ("留白“project_term”的类型不合用",)),
    ('from = "begun_on"', 'from = "begin_on"', ("from", "没有名为“begin_on”的日期项目", "是不是“begun_on”？")),
    ('label = "已对接"\nis_closed = true', 'label = "已对接"\nclosed = true', ("closed", "没有这个键")),
    ('code = "done"\nlabel = "完工"\nis_closed = true', 'code = "done"\nlabel = "完工"', ("due", "不知道何时算办结")),
    ('events = ["entry:need"]', 'events = ["entry:needs"]', ("没有名为“entry:needs”的环节", "是不是“entry:need”？")),
    ('"need.amount", "parameter:need_cap"', '"need.amout", "parameter:need_cap"', ("没有名为“need.amout”", "是不是“need.amount”？")),
    ('clock = ["need.on"]', 'clock = ["need.amount"]', ("没有名为“need.amount”的日期",)),
    ('events = ["entry:need"]', 'events = ["watch:bank_review"]', ("没有名为“watch:bank_review”的环节",)),
    ('watch = "bank_review"', 'watch = "bank_reviews"', ("watch", "是不是“bank_review”？")),
    ('lead = "3天"', 'lead = "3工作日"', ("lead", "单位不合用", "天、个月")),
    ('lead = "3天"', 'lead = "3天"\nfrom = 2024-01-01', ("from", "起算日期来自业务记录")),
    ('lead = "3天"', 'lead = "3天"\nregister = "report"', ("register", "不看台账")),
    ('lead = "3天"', 'lead = "3天"\nwatch_milestone = "letter"', ("没有名为“letter”的办理事项",)),
    ('working_days_after = ["watch.from", "parameter:bank_days"]', 'take = "parameter:bank_days"', ("step", "最后一步要得出到期的日子")),
    ('"watch.from", "parameter:bank_days"', '"watch.form", "parameter:bank_days"', ("没有名为“watch.form”", "是不是“watch.from”？")),
    ("gives = 2023-10-08", "", ("gives", "没有写到期的日子")),
    ('deadline = "bank_review_due"', 'deadline = "bank_due"', ("deadline", "没有名为“bank_due”")),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), SLIPS, ids=[s[1] for s in SLIPS])
def test_a_slip_is_told_with_its_place(old: str, new: str, said: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        read_pack(pack_text((old, new)), "小方案")
    told = str(refused.value)
    assert all(words in told for words in said), told


MORE_SLIPS = (
    ("loan_maturity", 'watch_milestone = "x"', "不从办理事项起算"),
    ("partner_report", 'register = "need"', "没有名为“need”的可用的台账"),
    ("programme_end", "", "没有写"),
    ("loan_maturity", 'partner_kind = "bank"', "不分机构类型"),
    ("partner_report", 'partner_kind = "banks"', "没有名为“banks”的写法"),
    ("programme_end", 'from = "blank:rule"', "“blank:rule”不是日期"),
    ("programme_end", 'from = "document:rules"', "不是日期"),
    ("programme_end", 'from = "明年"', "不是日期"),
)


@pytest.mark.parametrize(("watch", "more", "said"), MORE_SLIPS)
def test_slips_of_single_watch_points(watch: str, more: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read_pack(pack_text(more=deadline(watch, 'take = "watch.from"', more)))


def test_a_document_without_a_day_starts_nothing() -> None:
    more = deadline("programme_end", 'take = "watch.from"', 'from = "document:rule"')
    with pytest.raises(Refusal, match="不是日期"):
        read_pack(pack_text(("issued_on = 2024-01-05\n", ""), more=more))


def test_a_milestone_starts_a_review() -> None:
    milestone = '\n[[milestone]]\ncode = "letter"\nlabel = "发函"\nclauses = ["XX-5"]\n'
    more = milestone + deadline(
        "application_review", 'take = "watch.from"', 'watch_milestone = "letter"'
    )
    spec = read_pack(pack_text(more=more)).scheme.deadlines["application_review_watch"]
    assert spec.milestone == "letter"


def test_a_report_is_looked_for_in_its_register() -> None:
    more = deadline("partner_report", 'take = "watch.from"', 'register = "report"')
    assert (
        read_pack(pack_text(more=more)).scheme.deadlines["partner_report_watch"].register
        == "report"
    )


def test_terms_in_months_and_years() -> None:
    scheme = read_pack(pack_text(('every = "1个月"', 'every = "1年"'))).scheme
    scheme = replace(scheme, holidays=HOLIDAYS)
    every = scheme.registers["need"].every
    assert every is not None
    assert every.in_words(scheme) == "12个月"
    assert every.days_from(date(2024, 2, 29), scheme) == date(2025, 2, 28)
    assert every.days_before(date(2024, 2, 29), scheme) == date(2023, 2, 28)
