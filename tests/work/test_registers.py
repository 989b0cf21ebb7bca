"""Registers end to end: recorded, revised, brought to an end, undone, asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kcdesk.domain.registers import read_values
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import slots_of
from kcdesk.kernel.money import Money
from kcdesk.packs.library import Library
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.commands.registers import value_text
from kcdesk.work.entries import facts_of_entries
from kcdesk.work.office import Office
from kcdesk.work.queries.registers import (
    entry_asked,
    kind_asked,
    kind_of_entry,
    kinds_of,
    table_asked,
)
from kcdesk.work.queries.registers.typed import card_type, line_type
from kcdesk.work.query import Ask
from tests.packs.register_pack import PACK, installation
from tests.packs.small_pack import edited
from tests.work.county import County

BEGUN = date(2024, 3, 1)


def county_of(folder: Path, text: str = PACK) -> County:
    """An office under the small programme."""
    return County(folder / "office", "small", BEGUN, installation(folder, text))


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    made = county_of(tmp_path)
    yield made
    made.office.close()


class Revised(Library):
    """The same installation after the programme was revised."""

    edits: tuple[tuple[str, str], ...] = ()

    def scheme_of_text(self, text: str, blanks: Mapping[str, str]) -> Scheme:
        return super().scheme_of_text(edited(*self.edits, text=text), blanks)


def reopened(county: County, *edits: tuple[str, str]) -> County:
    """The office under a revision of its programme."""
    county.office.close()
    library = Revised(county.library.resources, county.library.forms)
    library.edits = edits
    county.office = Office.open(county.folder, clock=county.clock, library=library)
    return county


def values(**given: str) -> list[dict[str, str]]:
    return [{"field": name, "value": value} for name, value in given.items()]


def firm(county: County, name: str = "平湖甲公司", uscc: str = "91330482MA0000000L") -> int:
    return county.do("register_enterprise", name=name, uscc=uscc)


def need(county: County, enterprise: int, on: str = "2024-05-06", **given: str) -> int:
    return county.do(
        "record_register_entry",
        on=on,
        register="need",
        noted_on=on,
        subject=enterprise,
        values=values(**{"amount": "200万元", "use": "采购原料", **given}),
    )


def need_refused(county: County, **given: Any) -> Refusal:
    """One line of a need that must not be saved."""
    more = {"register": "need", "noted_on": "2024-05-06", "values": values(amount="200万元")}
    return county.refused("record_register_entry", **{**more, **given})


def fields(refusal: Refusal) -> list[str]:
    return [p.field for p in refusal.problems]


# -- recording -----------------------------------------------------------------------------------


def test_an_entry_is_kept_by_its_kinds_and_read_back(county: County) -> None:
    entry = need(
        county, firm(county), months="24", use="equipment", proofs="高新技术企业、gazelle",
        rate="3.85%", wanted_on="2024-06-01", is_first="是", remark="扩产",
    )  # fmt: skip
    card = county.ask("register_card", entry=entry)
    assert (card.number, card.register_label, card.subject) == (
        "TZ2024-0001", "融资需求", "平湖甲公司",
    )  # fmt: skip
    assert [(v.label, v.shown) for v in card.values] == [
        ("需求金额", "200万元"), ("期限", "24个月"), ("用途", "购置设备"),
        ("已具备的资质", "高新技术企业、瞪羚企业"), ("期望利率", "3.85%"),
        ("用款日期", "2024年6月1日"), ("首次贷款", "是"), ("说明", "扩产"),
    ]  # fmt: skip
    assert (card.state, card.due_on, card.is_overdue) == ("待对接", date(2024, 5, 16), False)
    assert card.entered_by == "王敏"
    assert [(t.label, t.shown) for t in card.trace] == [
        ("单笔需求上限", "符合"),
        ("写明用途", "符合"),
    ]
    line = county.office.ask(entry_asked(entry))
    assert (line.amount, line.months, line.rate) == (Money.wan(200), 24, Fraction(77, 2000))
    assert line.proofs == "高新技术企业、瞪羚企业"
    assert line.is_first is True


def test_fields_may_stay_empty_where_the_register_allows_it(county: County) -> None:
    entry = need(county, firm(county), use="", remark=" ")
    card = county.office.ask(entry_asked(entry))
    assert (card.months, card.use, card.proofs, card.is_first) == (None, None, "", False)
    shown = county.ask("register_card", entry=entry).values
    assert [v.label for v in shown] == ["需求金额", "首次贷款"]


def test_what_is_wrong_is_told_at_its_field(county: County) -> None:
    refusal = need_refused(
        county,
        values=values(amount="两百万", months="x", use="还债", proofs="无", wanted_on="2024-13-01"),
    )
    assert fields(refusal) == ["amount", "months", "use", "proofs", "wanted_on"]
    assert "可选" not in str(refusal.problems[3])
    assert "高新技术企业" in refusal.problems[3].cure
    missing = need_refused(county, values=values(months="12"))
    assert fields(missing) == ["amount"]
    assert missing.clauses == ("XX-4",)
    strange = need_refused(county, values=values(amount="1万元", amont="2"))
    assert fields(strange) == ["values"]
    assert "是不是“需求金额”（amount）？" in str(strange)
    assert "请从台账的项目中选择。" in str(
        need_refused(county, values=values(amount="1元", zz="2"))
    )


def test_conditions_of_the_programme_check_an_entry(county: County) -> None:
    enterprise = firm(county)
    refusal = need_refused(county, subject=enterprise, values=values(amount="500.01万元"))
    assert fields(refusal) == ["amount"]
    assert refusal.clauses == ("XX-4",)
    assert "超过500万元" in str(refusal)
    check = county.ask(
        "register_entry_check", register="need", noted_on=date(2024, 5, 6), values=()
    )
    assert [p.field for p in check.refusals] == ["amount"]
    good = need(county, enterprise, amount="500万元", use="")
    trace = county.ask("register_card", entry=good).trace
    assert [(t.label, t.shown) for t in trace] == [("单笔需求上限", "符合"), ("写明用途", "请核对")]


def test_a_register_that_is_not_there_names_those_that_are(county: County) -> None:
    refusal = need_refused(county, register="needs")
    assert fields(refusal) == ["register"]
    assert "融资需求、重点项目、走访活动、银行月报" in str(refusal)


def test_whose_an_entry_is(county: County) -> None:
    assert fields(need_refused(county)) == ["subject"]
    assert "要写明所属的企业" in str(need_refused(county))
    assert fields(need_refused(county, subject=99)) == ["subject"]
    plain: dict[str, Any] = {
        "register": "visit",
        "noted_on": "2024-05-06",
        "values": values(topic="走访"),
    }
    refusal = county.refused("record_register_entry", subject=1, **plain)
    assert "不按单条记录登记" in str(refusal)
    assert county.do("record_register_entry", **plain)


def test_states_are_given_by_code_or_label(county: County) -> None:
    enterprise = firm(county)
    refusal = need_refused(county, subject=enterprise, state="完成")
    assert fields(refusal) == ["state"]
    assert "待对接、已对接、企业放弃" in str(refusal)
    done = county.do(
        "record_register_entry", register="need", noted_on="2024-05-06", subject=enterprise,
        state="已对接", values=values(amount="1万元"),
    )  # fmt: skip
    card = county.ask("register_card", entry=done)
    assert (card.state, card.state_on, card.due_on) == ("已对接", date(2024, 5, 6), None)
    refusal = county.refused(
        "record_register_entry", register="visit", noted_on="2024-05-06", state="完成",
        values=values(topic="走访"),
    )  # fmt: skip
    assert "不分状态" in str(refusal)


# -- afterwards ----------------------------------------------------------------------------------


def test_an_entry_is_revised_and_checked_anew(county: County) -> None:
    enterprise = firm(county)
    entry = need(county, enterprise)
    given: dict[str, Any] = {"entry": entry, "noted_on": "2024-05-07", "subject": enterprise}
    refusal = county.refused("revise_register_entry", values=values(amount="501万元"), **given)
    assert fields(refusal) == ["amount"]
    county.do("revise_register_entry", values=values(amount="300万元"), **given)
    line = county.office.ask(entry_asked(entry))
    assert (line.amount, line.noted_on, line.use) == (Money.wan(300), date(2024, 5, 7), None)
    assert county.refused("revise_register_entry", **{**given, "entry": 99}).problems


def test_an_entry_is_closed_with_its_day_and_result(county: County) -> None:
    entry = need(county, firm(county))
    done: dict[str, Any] = {
        "entry": entry,
        "state": "done",
        "state_on": "2024-05-10",
        "result": "农商行授信",
    }
    early = county.refused("close_register_entry", **{**done, "state_on": "2024-05-05"})
    assert fields(early) == ["state_on"]
    assert "早于提出日期（2024-05-06）" in str(early)
    county.do("close_register_entry", on="2024-05-10", **done)
    card = county.ask("register_card", entry=entry)
    assert (card.state, card.state_on, card.result) == ("已对接", date(2024, 5, 10), "农商行授信")
    again = county.refused("close_register_entry", **done)
    assert fields(again) == ["state"]
    assert "已经是这个状态" in str(again)


def test_a_register_without_states_has_nothing_to_close(county: County) -> None:
    entry = county.do(
        "record_register_entry", register="visit", noted_on="2024-05-06", values=values(topic="访")
    )
    refusal = county.refused("close_register_entry", entry=entry, state=" x", state_on="2024-05-06")
    assert "不分状态" in str(refusal)


def test_every_step_can_be_undone(county: County) -> None:
    enterprise = firm(county)
    entry = need(county, enterprise)
    closed = county.done("close_register_entry", entry=entry, state="done", state_on="2024-05-10")
    admin = county.people["admin"]
    county.office.undo(closed.seq, by=admin)
    assert county.ask("register_card", entry=entry).state == "待对接"
    with pytest.raises(Refusal, match="用到这条记录"):
        county.office.undo(closed.seq - 2, by=admin)  # the firm: its entry stands


def test_the_journal_tells_an_entry_in_words(county: County) -> None:
    entry = need(county, firm(county), proofs="gazelle")
    (line,) = county.ask("record_history", table="register_entry", record=entry)
    assert line.summary == "登记台账“融资需求”：TZ2024-0001"
    changes = {c.column: c.after for c in county.ask("entry_changes", seq=line.id)}
    assert (
        changes["登记内容"]
        == "需求金额：200万元；用途：采购原料；已具备的资质：瞪羚企业；首次贷款：否"
    )
    assert (changes["台账"], changes["状态"]) == ("融资需求", "待对接")


# -- asking --------------------------------------------------------------------------------------


def test_entries_are_found_by_firm_content_state_and_record(county: County) -> None:
    first, second = firm(county), firm(county, "当湖乙公司", "91350100M000100Y43")
    one = need(county, first, remark="扩产")
    two = need(county, second, on="2024-05-07", amount="50万元")
    county.do("close_register_entry", entry=two, state="done", state_on="2024-05-08")

    def found(**given: Any) -> list[int]:
        return [x.id for x in county.ask("registers", **given)]

    assert found() == [two, one]
    assert found(find="dh") == [two]
    assert found(find="扩产") == [one]
    assert found(find="TZ2024-0001") == [one]
    assert found(register="visit") == []
    assert found(state="done") == [two]
    assert found(is_open=True) == [one]
    assert found(subject="enterprises", record=second) == [two]
    assert county.ask("registers")[1].summary == (
        "需求金额：200万元；用途：采购原料；首次贷款：否；说明：扩产"
    )


def test_subjects_are_named_by_number_and_firm(tmp_path: Path) -> None:
    text = PACK
    for stage in ("applications", "loans", "claims"):
        text += f'\n[[register]]\nid = "of_{stage}"\nlabel = "{stage}"\nclauses = ["XX-4"]\n'
        text += (
            f'subject = "{stage}"\n[[register.field]]\nname = "a"\nlabel = "甲"\nkind = "text"\n'
        )
    county = county_of(tmp_path, text)
    county.do("fill_scheme_blank", by="admin", name="start_on", value="2020-01-01")
    enterprise = firm(county)
    bank = county.bank()
    county.do("admit_enterprise", enterprise=enterprise, from_on="2024-03-01", document_no="1号")
    application = county.do(
        "file_application", enterprise=enterprise, bank=bank, applied_on="2024-03-02",
        amount="10万元", term_months=12, purpose="原料",
    )  # fmt: skip
    loan = county.loan(
        enterprise, bank, on="2024-03-25", disbursed_on="2024-03-25", due_on="2025-03-24"
    )
    county.do("grade_loan", on="2025-04-01", loan=loan, grade="次级", graded_on="2025-04-01")
    claim = county.do(
        "file_claim", on="2025-04-02", loan=loan, filed_on="2025-04-02", reason="unpaid",
        materials=["form"],
    )  # fmt: skip
    named = {}
    given: dict[str, Any] = {
        "applications": application,
        "loans": loan,
        "claims": claim,
        "partners": bank,
    }
    for stage, ident in given.items():
        register = "report" if stage == "partners" else f"of_{stage}"
        entry = county.do(
            "record_register_entry", register=register, noted_on="2025-04-02", subject=ident
        )
        named[stage] = county.ask("register_card", entry=entry).subject
    assert named == {
        "applications": "SQ2024-0001 平湖甲公司",
        "loans": "合同1 平湖甲公司",
        "claims": "DC2025-0001 平湖甲公司",
        "partners": "平湖农商银行",
    }
    county.office.close()


def test_a_register_has_columns_of_its_own(county: County) -> None:
    need(county, firm(county), months="24")
    kind = county.office.ask(kind_asked("need"))
    heads = [(s.name, s.field.label, s.field.kind) for s in slots_of(line_type(kind))]
    assert heads[2:7] == [
        ("noted_on", "提出日期", "day"), ("subject", "企业", "text"),
        ("subject_id", "企业", "record"), ("amount", "需求金额", "money"),
        ("months", "期限（个月）", "whole"),
    ]  # fmt: skip
    assert [h[0] for h in heads[-5:]] == ["state", "due_on", "is_overdue", "state_on", "result"]
    table = county.office.ask(table_asked("need", find="jgs", state="open", is_open=True))
    assert [(x.subject, x.amount, x.months) for x in table.lines] == [
        ("平湖甲公司", Money.wan(200), 24)
    ]
    assert table.trouble == ""
    visit = county.office.ask(kind_asked("visit"))
    assert [s.name for s in slots_of(card_type(visit))] == [
        "id", "number", "noted_on", "topic", "people", "trouble", "entered_by", "trace",
    ]  # fmt: skip
    entry = county.do(
        "record_register_entry", register="visit", noted_on="2024-05-06",
        values=values(topic="走访", people="12"),
    )  # fmt: skip
    assert county.office.ask(entry_asked(entry)).people == 12
    with pytest.raises(Refusal, match="没有名为“x”的台账"):
        county.office.ask(kind_asked("x"))


def test_registers_are_listed_with_what_is_open_and_overdue(county: County) -> None:
    enterprise = firm(county)
    need(county, enterprise)
    late = need(county, enterprise, on="2024-05-20")
    county.do("close_register_entry", entry=late, state="dropped", state_on="2024-05-21")
    county.clock.day = date(2024, 5, 17)
    lines = {x.register: x for x in county.ask("register_kinds")}
    assert list(lines) == ["need", "project", "visit", "report"]
    told = lines["need"]
    assert (told.id, told.subject, told.count, told.open_count, told.overdue_count) == (
        1, "企业", 2, 1, 1,
    )  # fmt: skip
    assert (told.last_on, told.next_on) == (date(2024, 5, 20), date(2024, 6, 20))
    assert (told.clauses, told.note) == ("XX-4", "企业提出的融资需求")
    assert (lines["visit"].subject, lines["visit"].next_on) == ("全办", None)
    county.do("fill_scheme_blank", by="admin", name="meeting_interval", value="3")
    lines = {x.register: x for x in county.ask("register_kinds")}
    assert lines["visit"].next_on == date(2024, 6, 1)
    assert [o.label for o in county.ask("register_options")] == [
        "融资需求", "重点项目", "走访活动", "银行月报",
    ]  # fmt: skip


def test_totals_of_a_period(county: County) -> None:
    enterprise = firm(county)
    need(county, enterprise, months="12", is_first="是", proofs="gazelle")
    need(
        county,
        enterprise,
        on="2024-05-07",
        amount="0.01万元",
        months="24",
        proofs="gazelle、high_tech",
    )
    need(county, enterprise, on="2024-06-01", use="equipment")

    def told(**given: Any) -> dict[tuple[str, str], Any]:
        lines = county.ask("register_totals", register="need", **given)
        return {(x.item, x.option): (x.count, x.amount, x.sum) for x in lines}

    may = told(from_on=date(2024, 5, 6), until_on=date(2024, 5, 31))
    assert may["登记", "全部"] == (2, None, "")
    assert may["状态", "待对接"] == (2, None, "")
    assert may["状态", "已对接"] == (0, None, "")
    assert may["需求金额", "合计"] == (2, Money(20_000_000_0 + 100_00), "")
    assert may["期限", "合计"] == (2, None, "36个月")
    assert may["用途", "采购原料"] == (2, None, "")
    assert may["已具备的资质", "瞪羚企业"] == (2, None, "")
    assert may["已具备的资质", "高新技术企业"] == (1, None, "")
    assert may["首次贷款", "是"] == (1, None, "")
    assert ("说明", "合计") not in may
    assert told()["登记", "全部"][0] == 3


def test_due_entries_come_the_most_pressing_first(county: County) -> None:
    enterprise = firm(county)
    later = need(county, enterprise, on="2024-05-08")
    first = need(county, enterprise, on="2024-05-06")
    county.clock.day = date(2024, 5, 16)
    assert [x.id for x in county.ask("due_registers")] == [first]
    assert [x.id for x in county.ask("due_registers", within_days=2)] == [first, later]
    assert not county.ask("due_registers")[0].is_overdue
    county.clock.day = date(2024, 5, 17)
    assert county.ask("due_registers")[0].is_overdue


def test_a_due_day_that_cannot_be_told_says_why(county: County) -> None:
    enterprise = firm(county)

    def project(**given: str) -> int:
        return county.do(
            "record_register_entry", on="2024-05-06", register="project", noted_on="2024-05-06",
            subject=enterprise, values=values(name="新厂房", **given),
        )  # fmt: skip

    entry, bare = project(begun_on="2024-05-06"), project()
    card = county.ask("register_card", entry=entry)
    assert card.due_on is None
    assert "项目办结期限" in card.trouble
    assert county.ask("register_card", entry=bare).trouble == ""
    assert "项目办结期限" in county.office.ask(table_asked("project")).trouble
    county.do("fill_scheme_blank", by="admin", name="project_term", value="5")
    assert county.ask("register_card", entry=entry).due_on == date(2024, 5, 11)
    assert county.ask("register_card", entry=bare).due_on is None
    future = project(begun_on="2031-12-30")
    assert "没有2031年的放假安排" in county.ask("register_card", entry=future).trouble


# -- for other stages ----------------------------------------------------------------------------


def asked(county: County, name: str, run: Any) -> Any:
    return county.office.ask(Ask(name, {}, run))


def test_a_firm_stands_in_the_registers_that_count(county: County) -> None:
    enterprise = firm(county)
    entry = need(county, enterprise)

    def on(day: date) -> frozenset[str]:
        facts = asked(county, "standing", lambda read: enterprise_facts(read, enterprise, day))
        found = facts["enterprise.registers"]
        assert isinstance(found, frozenset)
        return found

    assert on(date(2024, 5, 6)) == frozenset()
    county.do("close_register_entry", entry=entry, state="done", state_on="2024-05-09")
    assert on(date(2024, 5, 8)) == frozenset()
    assert on(date(2024, 5, 9)) == {"need"}
    need(county, firm(county, "当湖乙公司", "91350100M000100Y43"), on="2024-05-10")
    assert on(date(2024, 5, 10)) == {"need"}, "another firm's entry is another's"


def test_facts_of_entries_as_indicators_count_them(county: County) -> None:
    enterprise = firm(county)
    need(county, enterprise, proofs="gazelle")
    need(county, enterprise, on="2024-06-01")
    (facts,) = asked(
        county,
        "counted",
        lambda read: facts_of_entries(read, "need", date(2024, 5, 1), date(2024, 5, 31)),
    )
    assert facts["need.on"] == date(2024, 5, 6)
    assert facts["need.proofs"] == frozenset({"gazelle"})
    assert len(asked(county, "all", lambda read: facts_of_entries(read, "need"))) == 2
    assert (facts["need.state"], facts["need.state_on"], facts["need.rate"]) == ("open", None, None)


def test_registers_of_a_kind_of_records(county: County) -> None:
    entry = need(county, firm(county))
    assert county.office.ask(kind_of_entry(entry)).id == "need"
    assert [k.id for k in county.office.ask(kinds_of("enterprises"))] == ["need", "project"]
    assert county.office.ask(kinds_of("claims")) == ()


def test_values_are_written_as_text_that_reads_back(county: County) -> None:
    """What a form hands over is what a scenario file would say."""
    kind = county.office.ask(kind_asked("need"))
    typed = {
        "amount": Money(20_000_001), "months": 24, "use": "material", "proofs": ("gazelle",),
        "rate": Fraction(77, 2000), "wanted_on": date(2024, 6, 1), "is_first": True,
    }  # fmt: skip
    own = {item.name: item.field for item in kind.fields}
    texts = {name: value_text(value, own[name]) for name, value in typed.items()}
    assert texts == {
        "amount": "200000.01", "months": "24", "use": "material", "proofs": "gazelle",
        "rate": "3.85%", "wanted_on": "2024-06-01", "is_first": "是",
    }  # fmt: skip
    assert read_values(kind, texts, BEGUN) == typed


# -- another revision ----------------------------------------------------------------------------


def test_a_later_revision_may_read_an_entry_otherwise(tmp_path: Path) -> None:
    """What was written is shown as it was written; it is no value of the new kind."""
    made = county_of(tmp_path)
    entry = need(made, firm(made), remark="一万")
    county = reopened(made, ('name = "remark"\nlabel = "说明"\nkind = "text"',
                             'name = "remark"\nlabel = "说明"\nkind = "money"'),
                      ('code = "open"\nlabel = "待对接"', 'code = "begun"\nlabel = "待对接"'))  # fmt: skip
    card = county.ask("register_card", entry=entry)
    assert [v.shown for v in card.values if v.label == "说明"] == ["一万"]
    assert card.state == "open"
    assert county.office.ask(entry_asked(entry)).remark is None
    county.office.close()


def test_a_register_that_a_later_revision_drops_is_out_of_sight(tmp_path: Path) -> None:
    made = county_of(tmp_path)
    entry = made.do(
        "record_register_entry", register="visit", noted_on="2024-05-06", values=values(topic="访")
    )
    seq, _ = made.office.head()
    county = reopened(made, ('id = "visit"', 'id = "trip"'))
    assert county.ask("registers") == ()
    with pytest.raises(Refusal, match="没有名为“visit”的台账"):
        county.ask("register_card", entry=entry)
    changes = {c.column: c.after for c in county.ask("entry_changes", seq=seq)}
    assert changes["台账"] == "visit"
    county.office.close()
