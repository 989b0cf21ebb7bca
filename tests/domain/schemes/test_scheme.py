"""Dated values, blanks, readings that agree or differ: nothing missing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from tests.packs.small_pack import small

START = date(2024, 6, 1)
NO_MORE = (
    'message = "合计{total}，超过上限{parameter:cap}。"',
    'message = "合计{total}，超过上限{parameter:cap}，颜色{blank:colour}。"',
)


def loan(amount: Money, on: date = START, owed: Money = ZERO, **more: object) -> Facts:
    return {
        "loan.amount": amount,
        "loan.disbursed_on": on,
        "loan.due_on": on + timedelta(days=364),
        "loan.term_days": 365,
        "loan.term_months": 12,
        "loan.security": "credit",
        "loan.party_key": "credit",
        "loan.has_guarantee_institution": False,
        "enterprise.outstanding": owed,
        "enterprise.is_listed": True,
        "bank.is_partner": True,
        **more,
    }


@pytest.mark.parametrize(
    ("on", "limit"),
    [
        (date(2022, 1, 1), 100),
        (date(2022, 12, 31), 100),
        (date(2023, 1, 1), 200),
        (date(2024, 12, 31), 200),
    ],
)
def test_a_value_counts_from_its_first_to_its_last_day(on: date, limit: int) -> None:
    assert small().value("year_limit", on) == Money.wan(limit)


@pytest.mark.parametrize("on", [date(2021, 12, 31), date(2025, 1, 1)])
def test_a_day_nothing_is_laid_down_for_is_refused(on: date) -> None:
    with pytest.raises(Refusal) as caught:
        small().value("year_limit", on)
    (problem,) = caught.value.problems
    assert f"方案没有规定{on.year}年{on.month}月{on.day}日的“年度上限”" in problem.message
    assert problem.clauses == ("XX-2",)
    assert problem.cure


def test_a_key_nothing_is_laid_down_for_is_refused() -> None:
    with pytest.raises(Refusal, match=r"没有规定.*“分担比例”"):
        small().value("sharing", START, "mortgage")


def test_two_values_on_one_day_are_refused_when_the_blanks_let_them_meet() -> None:
    scheme = small(('before = "blank:start_on"', "before = 2024-06-01"))
    filled = scheme.with_blanks({"start_on": date(2024, 5, 1)})
    with pytest.raises(Refusal, match="重复规定了2024年5月15日的“单户上限”"):
        filled.value("cap", date(2024, 5, 15))


def test_the_blank_day_itself_counts_as_new() -> None:
    scheme = small().with_blanks({"start_on": START})
    assert scheme.value("cap", START - timedelta(days=1)) == Money.wan(300)
    assert scheme.value("cap", START) == Money.wan(1000)


def test_an_open_day_that_matters_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as caught:
        small().value("cap", START)
    (problem,) = caught.value.problems
    assert problem.message == (
        "“单户上限”取决于“施行日”，方案原文没有给出，本单位也没有填写，目前不能判断。"
    )
    assert problem.cure == "请管理岗人员先办理“填写方案留白”，填好“施行日”后再办理本笔业务。"
    assert problem.clauses == ("XX-1",)


def test_an_open_day_that_does_not_matter_is_no_hindrance() -> None:
    scheme = small(('value = "1000万元"', 'value = "300万元"'))
    assert scheme.value("cap", START) == Money.wan(300)


@pytest.mark.parametrize(
    ("amount", "is_clear", "code"),
    [
        (Money.wan(300), True, ""),
        (Money.wan(300) + Money(1), False, "scheme.blank_open"),
        (Money.wan(1000), False, "scheme.blank_open"),
        (Money.wan(1000) + Money(1), False, "scheme.cap"),
    ],
)
def test_a_condition_is_decided_when_every_reading_agrees(
    amount: Money, is_clear: bool, code: str
) -> None:
    findings = small().check("disbursement", loan(amount))
    assert findings.is_clear is is_clear
    assert [p.code for p in findings.refusals] == ([code] if code else [])
    assert all(p.clauses == ("XX-1",) for p in findings.refusals)


def test_the_trace_of_agreeing_readings_shows_them_all() -> None:
    findings = small().check("disbursement", loan(Money.wan(300)))
    total, room, verdict = findings.trace
    assert (total.label, total.shown) == ("合计", "300万元")
    assert room.shown == "1,000万元或300万元"
    assert (verdict.label, verdict.shown, verdict.clauses) == ("单户额度", "符合", ("XX-1",))
    assert verdict.note == "“施行日”未填写，各种读法结论相同。"


def test_the_trace_of_an_open_condition_says_so() -> None:
    findings = small().check("disbursement", loan(Money.wan(301)))
    (line,) = findings.trace
    assert (line.label, line.shown) == ("单户额度", "不能判断")
    assert "“施行日”" in line.note


def test_a_refusal_names_the_room_that_is_left() -> None:
    scheme = small().with_blanks({"start_on": "2024-06-01"})
    findings = scheme.check("disbursement", loan(Money.wan("750.01"), owed=Money.wan(250)))
    (problem,) = findings.refusals
    assert problem.message == "合计1,000.01万元，超过上限1,000万元。"
    assert problem.cure == "最多还可贷750万元。"
    assert problem.field == "amount"
    assert findings.trace[-1].shown == "不符合"
    with pytest.raises(Refusal):
        findings.refuse()


def test_findings_without_refusals_pass_on() -> None:
    findings = small().check("disbursement", loan(Money.wan(1)))
    assert findings.refuse() is findings


def test_a_warning_does_not_refuse() -> None:
    facts = {"claim.materials": frozenset({"extra"})}
    findings = small().check("claim", facts)
    assert findings.is_clear
    assert [w.message for w in findings.warnings] == ["还缺申请表。"]
    assert findings.trace[0].shown == "请核对"
    assert small().check("claim", {"claim.materials": frozenset({"form"})}).warnings == ()


def test_an_event_without_conditions_finds_nothing() -> None:
    assert small().check("removal", {}).trace == ()


def test_a_fact_not_known_is_asked_for() -> None:
    findings = small().check("disbursement", {**loan(ZERO), "enterprise.outstanding": None})
    (problem,) = findings.refusals
    assert problem.message == "“全部银行科创贷款余额”没有填写，这一项无法核对。"
    assert (problem.field, problem.clauses) == ("outstanding", ("XX-1",))


def test_a_clock_not_known_is_asked_for() -> None:
    findings = small().check("disbursement", {**loan(ZERO), "loan.disbursed_on": None})
    (problem,) = findings.refusals
    assert problem.message == "没有填写日期，无法确定“单户上限”。"
    assert problem.field == "disbursed_on"


def test_an_open_choice_is_never_tried_out() -> None:
    findings = small(NO_MORE).check("disbursement", loan(Money.wan(2000)))
    (problem,) = findings.refusals
    assert problem.message == "“颜色”方案原文没有给出，本单位也没有填写，目前不能判断。"
    filled = small(NO_MORE).with_blanks({"colour": "red"})
    findings = filled.check("disbursement", loan(Money.wan(2000)))
    assert findings.refusals[0].message.endswith("颜色红。")


def test_an_unknown_blank_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal) as caught:
        small().with_blanks({"start": "2024-06-01"})
    assert "是不是“施行日”（start_on）？" in str(caught.value)
    with pytest.raises(Refusal, match="方案没有名为“zzz”的留白"):
        small().blank("zzz")


def test_a_fill_in_is_read_by_its_kind() -> None:
    blank = small().blank("start_on")
    assert blank.plain("2024年6月1日", START) == "2024-06-01"
    with pytest.raises(Refusal) as caught:
        blank.plain("明天", START)
    (problem,) = caught.value.problems
    assert problem.message.startswith("“施行日”：")
    assert (problem.field, problem.clauses) == ("value", ("XX-1",))


def test_what_the_office_file_keeps_is_read_back(pinghu: Scheme) -> None:
    for name, written in {
        "new_measure_on": "20240601",
        "loss_base": "未还本金加约定期限内欠息",
        "year_rest_stays": "是",
        "quorum_above": "60",
    }.items():
        blank = pinghu.blank(name)
        kept = blank.plain(written, START)
        assert blank.plain(kept, START) == kept


def test_a_sum_is_decided_when_every_reading_agrees() -> None:
    open_limit = (
        ("from = 2023-01-01\nbefore = 2025-01-01", 'from = 2023-01-01\nbefore = "blank:start_on"'),
        (
            'value = "200万元"',
            'value = "200万元"\n[[parameter.value]]\nfrom = "blank:start_on"\nvalue = "500万元"',
        ),
    )
    facts: Facts = {
        "payout.on": date(2024, 5, 1),
        "payout.approved": Money.wan(10),
        "payout.institution_year_paid": Money.wan(50),
        "payout.pool_available": Money.wan(500),
    }
    made = small(*open_limit).compute("payment", facts)
    assert made.amounts["payment"] == Money.wan(10)
    assert made.trace[0].shown == "4,500,000.00元或1,500,000.00元"
    with pytest.raises(Refusal, match="“兑付”取决于“施行日”"):
        small(*open_limit).compute(
            "payment", {**facts, "payout.institution_year_paid": Money.wan(195)}
        )


def test_qualifications_count_from_their_day() -> None:
    both = frozenset({"high_tech", "gazelle", "unheard_of"})
    scheme = small().with_blanks({"start_on": START})
    assert scheme.counting(both, START - timedelta(days=1)) == {"high_tech"}
    assert scheme.counting(both, START) == {"high_tech", "gazelle"}


@given(
    start=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    on=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    fen=st.integers(0, Money.wan(1200).fen),
)
def test_what_is_decided_with_an_open_day_stays_decided_whatever_the_day(
    start: date, on: date, fen: int
) -> None:
    scheme = small()
    undated = scheme.check("disbursement", loan(Money(fen), on))
    dated = scheme.with_blanks({"start_on": start}).check("disbursement", loan(Money(fen), on))
    if undated.is_clear:
        assert dated.is_clear
    elif undated.refusals[0].code == "scheme.cap":
        assert not dated.is_clear
