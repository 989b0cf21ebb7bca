"""Entries read, kept, shown and due; deadlines to the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kcdesk.domain.registers import (
    EntryFacts,
    check_entry,
    due_on,
    entry_facts,
    kept_values,
    kind_of,
    next_on,
    plain_values,
    read_values,
    shown_values,
    state_of,
)
from kcdesk.domain.schemes.deadlines import FROM, UNTIL, due_of, shows_from
from kcdesk.domain.schemes.registering import RegisterSubject
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import HolidayTable, YearTable
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.schemes import read_pack
from tests.packs.register_pack import PACK

TODAY = date(2024, 5, 6)
NATIONAL = frozenset(date(2024, 10, n) for n in range(1, 8))
HOLIDAYS = HolidayTable({2024: YearTable(NATIONAL, frozenset({date(2024, 10, 12)}))})


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return replace(read_pack(PACK).scheme, holidays=HOLIDAYS)


GIVEN = {
    "amount": "200万元",
    "months": "24",
    "use": "采购原料",
    "proofs": "瞪羚企业、high_tech",
    "rate": "3.85%",
    "wanted_on": "2024-06-01",
    "is_first": "是",
    "remark": "扩产",
}


def test_values_survive_the_file(scheme: Scheme) -> None:
    need = scheme.registers["need"]
    values = read_values(need, GIVEN, TODAY)
    assert values["proofs"] == ("gazelle", "high_tech")
    assert (values["amount"], values["rate"]) == (Money.wan(200), Fraction(77, 2000))
    kept = plain_values(need, values)
    assert kept["amount"] == "2000000.00"
    assert kept["wanted_on"] == "2024-06-01"
    assert kept_values(need, kept, date(2030, 1, 1)) == values


def test_an_empty_field_is_not_known_and_an_empty_tick_is_no(scheme: Scheme) -> None:
    need = scheme.registers["need"]
    values = read_values(need, {"amount": "1元", "proofs": [], "remark": " "}, TODAY)
    assert values == {"amount": Money(100), "is_first": False}
    facts = entry_facts(need, EntryFacts(TODAY, values, "open"))
    assert (facts["need.remark"], facts["need.proofs"], facts["need.rate"]) == (None, None, None)
    assert (facts["need.on"], facts["need.state"]) == (TODAY, "open")
    told = entry_facts(need, EntryFacts(TODAY, read_values(need, GIVEN, TODAY), "open"))
    assert told["need.proofs"] == frozenset({"gazelle", "high_tech"})


def test_a_plain_list_has_no_states(scheme: Scheme) -> None:
    visit = scheme.registers["visit"]
    facts = entry_facts(visit, EntryFacts(TODAY, {"topic": "走访"}))
    assert facts == {"visit.on": TODAY, "visit.topic": "走访", "visit.people": None}
    assert visit.is_closed("")
    assert visit.is_accepted("")
    assert state_of(visit, " ") == ""
    assert due_on(scheme, visit, EntryFacts(TODAY, {})) is None


def test_what_it_says_is_shown_by_labels(scheme: Scheme) -> None:
    need = scheme.registers["need"]
    kept = {"amount": "2000000.00", "months": 24, "proofs": ["gazelle"], "is_first": True}
    assert shown_values(need, kept, TODAY) == {
        "需求金额": "200万元",
        "期限": "24个月",
        "已具备的资质": "瞪羚企业",
        "首次贷款": "是",
    }
    assert shown_values(need, {"amount": "不详", "proofs": [], "remark": ""}, TODAY) == {
        "需求金额": "不详"
    }
    assert kept_values(need, {"amount": "不详"}, TODAY) == {}


@pytest.mark.parametrize(
    ("state", "due"), [("open", date(2024, 5, 16)), ("done", None), ("gone", None)]
)
def test_only_what_is_open_is_due(scheme: Scheme, state: str, due: date | None) -> None:
    """A state that a later revision dropped has nothing left to do."""
    assert due_on(scheme, scheme.registers["need"], EntryFacts(TODAY, {}, state)) == due


def test_a_term_in_working_days_runs_from_the_day_named(scheme: Scheme) -> None:
    project = scheme.registers["project"]
    begun = EntryFacts(TODAY, {"begun_on": date(2024, 9, 30)}, "open")
    with pytest.raises(Refusal, match="项目办结期限"):
        due_on(scheme, project, begun)
    filled = scheme.with_blanks({"project_term": "5"})
    assert due_on(filled, project, begun) == date(2024, 10, 12), "the holiday is not counted"
    assert due_on(filled, project, EntryFacts(TODAY, {}, "open")) is None
    late = EntryFacts(TODAY, {"begun_on": date(2025, 1, 2)}, "open")
    with pytest.raises(Refusal, match="没有2025年的放假安排"):
        due_on(filled, project, late)


def test_an_interval_is_counted_in_months(scheme: Scheme) -> None:
    assert next_on(scheme, scheme.registers["need"], date(2024, 1, 31)) == date(2024, 2, 29)
    assert next_on(scheme, scheme.registers["project"], TODAY) is None
    with pytest.raises(Refusal, match="例会间隔"):
        next_on(scheme, scheme.registers["visit"], TODAY)


def test_a_day_out_of_order_is_refused(scheme: Scheme) -> None:
    need = scheme.registers["need"]
    values = {"amount": Money.wan(1), "use": "material"}
    same = EntryFacts(TODAY, values, "done", TODAY)
    assert check_entry(scheme, need, same).is_clear
    before = replace(same, state_on=date(2024, 5, 5))
    (problem,) = check_entry(scheme, need, before).refusals
    assert (problem.field, problem.clauses) == ("state_on", ("XX-4",))


def test_a_condition_on_the_day_is_laid_where_the_day_is_written() -> None:
    more = """
[[condition]]
id = "need_day"
label = "不早于施行"
events = ["entry:need"]
test.at_least = ["need.on", "blank:start_on"]
message = "提出日期早于施行日。"
cure = "请核对。"
clauses = ["XX-4"]
"""
    scheme = read_pack(PACK + more).scheme.with_blanks({"start_on": "2024-06-01"})
    entry = EntryFacts(TODAY, {"amount": Money.wan(1), "use": "material"}, "open")
    (problem,) = check_entry(scheme, scheme.registers["need"], entry).refusals
    assert problem.field == "noted_on"


def test_an_amount_is_checked_to_the_fen(scheme: Scheme) -> None:
    need = scheme.registers["need"]

    def refused(amount: Money) -> bool:
        entry = EntryFacts(TODAY, {"amount": amount, "use": "material"}, "open")
        return not check_entry(scheme, need, entry).is_clear

    assert not refused(Money.wan(500))
    assert refused(Money.wan(500) + Money(1))


def test_registers_and_states_are_found_by_name(scheme: Scheme) -> None:
    assert kind_of(scheme, "need").label == "融资需求"
    need = scheme.registers["need"]
    assert (state_of(need, ""), state_of(need, "已对接"), state_of(need, "DONE")) == (
        "open", "done", "done",
    )  # fmt: skip
    with pytest.raises(Refusal, match="没有要求登记台账"):
        kind_of(replace(scheme, registers={}), "need")


def test_subjects_have_their_words() -> None:
    assert [s.label for s in RegisterSubject] == [
        "企业", "合作机构", "贷款申请", "贷款", "代偿申请",
    ]  # fmt: skip


# -- deadlines -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2024, 9, 13), date(2024, 9, 27)),
        (date(2024, 9, 18), date(2024, 10, 9)),
        (date(2024, 9, 30), date(2024, 10, 18)),
    ],
)
def test_a_deadline_is_reckoned_by_working_days(scheme: Scheme, start: date, due: date) -> None:
    spec = scheme.deadlines["bank_review_due"]
    made = due_of(scheme, spec, {FROM: start, UNTIL: None})
    assert made.on == due
    assert [line.label for line in made.trace] == ["银行审查期限"]
    assert shows_from(scheme, spec, due) == due.replace(day=due.day - 3)
    assert shows_from(scheme, replace(spec, lead=None), due) == due


def test_a_deadline_without_its_day_is_refused(scheme: Scheme) -> None:
    spec = scheme.deadlines["bank_review_due"]
    with pytest.raises(Refusal):
        due_of(scheme, spec, {FROM: None, UNTIL: None})
    with pytest.raises(Refusal, match="没有2025年的放假安排"):
        due_of(scheme, spec, {FROM: date(2024, 12, 25), UNTIL: None})
