"""Revisions of the programme: a new text decides from its day, an old decision stays proven."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.work.proofing import Standing, proofread
from kcdesk.work.queries.schemes.clauses import by_words
from tests.work.county import County

BY = {"by": "admin"}
RAW = re.compile(r"[a-z]{2,}[_.:]")
"""A name of the program's own, such as ``loan.amount``."""


def text_of(county: County) -> str:
    text = county.ask("scheme_text")
    assert isinstance(text, str)
    return text


def revise(county: County, old: str, new: str, **given: Any) -> int:
    text = text_of(county)
    assert old in text
    return county.do(
        "revise_scheme", **BY, text=text.replace(old, new), document_no="平科〔2025〕1号", **given
    )


def slips(county: County, old: str, new: str) -> list[str]:
    text = text_of(county)
    assert old in text
    return [line.message for line in county.ask("scheme_slips", text=text.replace(old, new))]


def limit_of(county: County, on: str) -> list[str]:
    lines = county.ask("scheme_values", on=_day(on), parameter="institution_year_limit")
    return [line.shown for line in lines]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def lent(county: County) -> int:
    return county.loan(county.firm(), county.bank())


# A value from a day on


def test_one_value_is_revised_by_a_new_dated_revision(county: County) -> None:
    made = county.do(
        "revise_parameter", **BY, on="2025-01-06",
        parameter="institution_year_limit", value="1500万元",
        changed_on="2025-02-01", document_no="平科〔2025〕1号",
    )  # fmt: skip
    newest, first = county.ask("scheme_revisions")
    assert (newest.id, newest.state, first.state) == (made, "现行", "已被代替")
    assert newest.document_no == "平科〔2025〕1号"
    assert newest.note == "单个合作机构年度清算上限自2025年2月1日起改为1500万元"
    assert limit_of(county, "2025-01-31") == ["1,000万元"]
    assert limit_of(county, "2025-02-01") == ["1,500万元"]
    whole = county.ask("scheme_values", which="all", parameter="institution_year_limit")
    assert [(v.shown, v.state, v.from_text, v.until_text) for v in whole] == [
        ("1,000万元", "有效", "", "2025年2月1日以前"),
        ("1,500万元", "尚未开始", "2025年2月1日", ""),
    ]
    signs = [(c.sign, c.text) for c in county.ask("revision_changes", revision=made)]
    assert ("增加", 'value = "1500万元"') in signs
    assert county.ask("revision_changes", revision=first.id) == ()


def test_a_value_by_key_and_one_by_tier_are_revised(county: County) -> None:
    given = {**BY, "changed_on": "2025-02-01", "document_no": "平科〔2025〕1号"}
    county.do("revise_parameter", parameter="sharing", applies="credit", value="5:5", **given)
    county.do("revise_parameter", parameter="extension_share", tier=2, value="40%", **given)
    lines = county.ask("scheme_values", on=_day("2025-02-01"), find="5:5")
    assert [line.applies for line in lines] == ["信用、质押、知识产权质押、抵押"]
    assert [line.shown for line in lines] == ["5:5（风险补偿金、合作机构）"]
    shown = [
        (v.applies, v.shown)
        for v in county.ask("scheme_values", on=_day("2025-02-01"), parameter="extension_share")
    ]
    assert shown == [
        ("不超过12个月", "100%"),
        ("超过12个月不超过60个月", "40%"),
        ("超过60个月", "100%"),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"parameter": "no_such"}, "没有名为“no_such”的数值"),
        ({"parameter": "sharing", "value": "5:5"}, "没有写明改哪一种"),
        ({"parameter": "sharing", "applies": "zzz", "value": "5:5"}, "没有可以改的数值"),
        ({"parameter": "institution_year_limit", "tier": 1}, "不分档"),
        ({"parameter": "extension_share", "value": "40%"}, "分为3档"),
        ({"parameter": "extension_share", "tier": 4, "value": "40%"}, "分为3档"),
        ({"parameter": "institution_year_limit", "value": "1500"}, "没有单位"),
        ({"parameter": "cap_per_enterprise", "value": "1万元"}, "新办法施行日"),
    ],
)
def test_a_value_that_cannot_be_is_refused(county: County, given: Any, said: str) -> None:
    refusal = county.refused(
        "revise_parameter", **BY,
        **{"value": "1500万元", "changed_on": "2025-02-01", "document_no": "号", **given},
    )  # fmt: skip
    assert said in str(refusal)


# A whole text


def test_a_revision_decides_from_its_day_and_not_before(county: County) -> None:
    county.clock.day = _day("2025-01-06")
    made = revise(county, "本单位另有规定的", "县里另有规定的", from_on="2025-03-01", note="改措辞")
    assert [r.state for r in county.ask("scheme_revisions")] == ["待启用", "现行"]
    before = county.ask("office_card").revision
    county.clock.day = _day("2025-02-28")
    assert county.ask("office_card").revision == before
    county.clock.day = _day("2025-03-01")
    assert county.ask("office_card").revision != before
    newest, first = county.ask("scheme_revisions")
    assert (newest.state, first.state) == ("现行", "已被代替")
    assert county.ask("scheme_text", revision=made) == text_of(county)
    assert "本单位另有规定的" in county.ask("scheme_text", revision=first.id)


def test_a_revision_never_begins_in_the_past_or_before_another(county: County) -> None:
    county.clock.day = _day("2025-01-06")
    text = text_of(county)
    given = {**BY, "document_no": "号"}
    early = county.refused("revise_scheme", text=text + "\n# 甲", from_on="2025-01-05", **given)
    assert "早于今天" in str(early)
    county.do("revise_scheme", text=text + "\n# 甲", from_on="2025-03-01", **given)
    sooner = county.refused("revise_scheme", text=text + "\n# 乙", from_on="2025-02-28", **given)
    assert "不能比它更早" in str(sooner)
    county.do("revise_scheme", text=text + "\n# 乙", **given)
    assert [str(r.from_on) for r in county.ask("scheme_revisions")][:2] == ["2025-03-01"] * 2


def test_a_text_that_says_nothing_new_is_refused(county: County) -> None:
    same = county.refused("revise_scheme", **BY, text=text_of(county), document_no="号")
    assert "没有可以修订的内容" in str(same)


def test_only_an_administrator_revises(county: County) -> None:
    refusal = county.refused("revise_scheme", text=text_of(county) + "\n#", document_no="号")
    assert "管理" in str(refusal)


def test_every_slip_of_a_text_is_told_with_its_line(county: County) -> None:
    text = text_of(county)
    broken = text.replace('kept = "recorded"', 'kept = "kept"')
    lines = county.ask("scheme_slips", text=broken)
    assert len(lines) > 3
    written = broken.split("\n")
    wrong = [i for i, line in enumerate(written, 1) if line == 'kept = "kept"']
    assert [line.line for line in lines if "kept" in line.message] == wrong
    assert county.ask("scheme_slips", text=text) == ()
    refusal = county.refused("revise_scheme", **BY, text=broken, document_no="号")
    assert len(refusal.problems) == len(lines)


def test_a_worked_case_that_no_longer_comes_out_is_a_slip(county: County) -> None:
    (said, *_) = slips(county, 'value = "6:4"', 'value = "5:5"')
    assert said.startswith("算例")


def test_what_keeps_a_clause_must_be_there(county: County) -> None:
    (said,) = slips(county, 'by = ["due_payouts", ', 'by = ["due_payout", ')
    assert "“due_payout”落实，程序没有" in said
    (said,) = slips(county, 'by = ["due_payouts", ', 'by = ["form:no_such", ')
    assert "form:no_such" in said


def test_another_programme_is_not_a_revision(county: County) -> None:
    (said,) = slips(county, 'id = "pinghu"', 'id = "haiyan"')
    assert "本单位执行的方案是“pinghu”" in said


def test_a_blank_keeps_its_kind(county: County) -> None:
    blank = '[[blank]]\nname = "extra"\nlabel = "补充"\nkind = "{}"\nsays = "没有写。"\nclauses = ["PH-1"]\n'
    anchor = '[[blank]]\nname = "loss_base"'
    revise(county, anchor, f"{blank.format('day')}\n{anchor}")
    (said,) = slips(county, blank.format("day"), blank.format("text"))
    assert "“extra”换了类型" in said


def test_an_option_that_was_filled_in_is_kept(county: County) -> None:
    county.do("fill_scheme_blank", **BY, name="loss_base", value="with_interest")
    text = text_of(county).replace("with_interest", "with_arrears")
    messages = [line.message for line in county.ask("scheme_slips", text=text)]
    assert any("容不下本单位已经填写的“with_interest”" in m for m in messages)


def test_a_code_that_stands_in_records_is_not_taken_away(county: County) -> None:
    gone = '[[qualification]]\ncode = "ip_model"\nlabel = "知识产权示范企业"\nclauses = ["PH-2"]\n'
    assert slips(county, gone, "") == []
    firm = county.firm()
    county.do(
        "record_qualification", enterprise=firm, kind="知识产权示范企业", from_on="2020-01-01"
    )
    (said,) = slips(county, gone, "")
    assert "删去了资质“知识产权示范企业”" in said


# What decided a past case


def test_every_decision_names_its_revision_and_proves_it(county: County) -> None:
    loan = lent(county)
    county.clock.day = _day("2025-01-06")
    first = county.ask("scheme_revisions")[0]
    assert (first.decided, first.decided_count) == ("放款1项", 1)
    revise(county, "本单位另有规定的", "县里另有规定的")
    (line,) = county.ask("revision_decisions", revision=first.id)
    assert (line.sort, line.stage, line.record) == ("放款", "loans", loan)
    assert county.ask("revision_decisions", revision=county.ask("scheme_revisions")[0].id) == ()
    assert county.ask("revision_decisions", find="没有的企业") == ()
    card = county.ask("decision_card", event=line.event, row=line.row)
    assert card.is_proven
    assert card.revision == line.revision
    assert "提升支持力度·看点" in {step.article for step in card.trace}
    with pytest.raises(Refusal, match="没有找到这项决定"):
        county.ask("decision_card", event="loan", row=999)
    with pytest.raises(Refusal, match="没有找到这项决定"):
        county.ask("decision_card", event="person", row=1)


def test_reviews_resolutions_and_payouts_are_decisions(county: County) -> None:
    county.money()
    county.paid(lent(county))
    lines = county.ask("revision_decisions")
    assert {line.sort for line in lines} == {"放款", "代偿初审", "会议决议", "兑付"}
    assert {line.stage for line in lines} == {"loans", "claims", "payouts"}
    for line in lines:
        card = county.ask("decision_card", event=line.event, row=line.row)
        assert card.is_proven
        assert card.trace
        assert card.number == line.number


def test_a_revision_is_taken_back_only_while_it_has_decided_nothing(county: County) -> None:
    county.clock.day = _day("2021-03-02")
    done = county.done(
        "revise_scheme", **BY, text=text_of(county) + "\n# 补", document_no="平科〔2021〕2号"
    )
    lent(county)
    with pytest.raises(Refusal, match="已经用到这条记录"):
        county.office.undo(done.seq, by=county.people["admin"])
    again = county.done("revise_scheme", **BY, text=text_of(county) + "\n# 再补", document_no="号")
    county.office.undo(again.seq, by=county.people["admin"])
    assert len(county.ask("scheme_revisions")) == 2


def test_an_option_filled_in_later_leaves_the_old_revision_readable(county: County) -> None:
    loan = lent(county)
    option = '[[blank.options]]\nvalue = "half"\nlabel = "欠息计一半"\n'
    anchor = '[[blank]]\nname = "split_method"'
    county.clock.day = _day("2025-01-06")
    text = (
        text_of(county)
        .replace(anchor, f"{option}\n{anchor}")
        .replace(
            'with_interest = "with_interest" }', 'with_interest = "with_interest", half = "left" }'
        )
    )
    county.do("revise_scheme", **BY, text=text, document_no="号", from_on="2025-02-01")
    refusal = county.refused("fill_scheme_blank", **BY, name="loss_base", value="half")
    assert "损失口径" in str(refusal), "until the day comes, the revision in use does not know it"
    county.do("fill_scheme_blank", on="2025-02-01", **BY, name="loss_base", value="half")
    (line,) = [d for d in county.ask("revision_decisions") if d.record == loan]
    assert county.ask("decision_card", event=line.event, row=line.row).is_proven


def test_a_figure_of_any_kind_and_period_is_told(county: County) -> None:
    added = """
[[parameter]]
name = "is_open"
label = "是否受理"
kind = "flag"
clock = ["application.applied_on"]
clauses = ["PH-7"]
[[parameter.value]]
to = 2030-12-31
value = true
[[parameter.value]]
from = 2031-01-01
value = false
"""
    county.do("revise_scheme", **BY, text=text_of(county) + added, document_no="号")
    lines = county.ask("scheme_values", which="all", parameter="is_open")
    assert [(v.written, v.from_text, v.until_text) for v in lines] == [
        ("true", "", "2030年12月31日（含当日）"),
        ("false", "2031年1月1日", ""),
    ]


def test_a_code_nobody_knows_and_a_name_nobody_knows_are_left_alone(county: County) -> None:
    scheme = county.library.scheme_of_text(text_of(county), {})
    standing = Standing(scheme, {}, {"qualifications": {"long_gone"}})
    assert proofread(county.library, text_of(county), standing).problems == ()
    assert by_words("no_such", county.library) == "“no_such”"
    assert by_words("form:minutes", county.library).startswith("文书“")


# One clause in full


def test_a_clause_tells_what_keeps_it_and_how_its_cases_come_out(county: County) -> None:
    card = county.ask("clause_card", clause="PH-1")
    assert card.document.startswith("《科技平湖》")
    assert "条件“单户额度”（贷款申请、放款）" in [k.text for k in card.keepers]
    assert {case.outcome for case in card.cases} == {"相符"}
    assert {case.how for case in card.cases} >= {"检查：贷款申请"}
    assert "业务“提出申请”" not in [k.text for k in card.keepers]
    kept = [k.text for k in county.ask("clause_card", clause="PH-4").keepers]
    assert any(k.startswith("业务“") for k in kept)
    assert any(k.startswith("查询“") for k in kept)
    assert {c.how for c in county.ask("clause_card", clause="PH-6e").cases} >= {
        "计算：风险损失与分担"
    }
    with pytest.raises(Refusal, match="没有条款“PH-99”"):
        county.ask("clause_card", clause="PH-99")


@pytest.mark.parametrize("scheme", ["daye", "lianyungang", "nanjing", "nantong", "pinghu"])
def test_every_programme_reads_in_words(tmp_path: Path, scheme: str) -> None:
    """No name of a fact, an event or a command is left for people to read."""
    county = County(tmp_path / "office", scheme=scheme, day=date(2025, 6, 2))
    sorts = set()
    clauses = county.ask("scheme_clauses")
    assert [c.id for c in clauses if RAW.search(c.keepers)] == []
    for clause in clauses[::5]:
        card = county.ask("clause_card", clause=clause.id)
        told = [*(k.text for k in card.keepers), *(c.how for c in card.cases)]
        assert [text for text in told if RAW.search(text)] == [], clause.id
        assert {c.outcome for c in card.cases} <= {"相符", "按步骤演练"}, clause.id
        sorts |= {c.how.split("：")[0] for c in card.cases}
    assert sorts <= {"检查", "计算", "计票", "期限", "登记", "统计", "演练"}
    for line in county.ask("scheme_values", which="all"):
        assert not RAW.search(f"{line.applies}{line.clock}{line.state}{line.from_text}"), line
        assert line.shown
        assert line.written
    county.office.close()


def test_the_list_of_clauses_tells_what_keeps_each(county: County) -> None:
    lines = {line.id: line for line in county.ask("scheme_clauses")}
    assert "条件“单户额度”" in lines["PH-1"].keepers
    assert lines["PH-1"].cases.endswith("个，全部相符")
    assert lines["PH-15"].cases == ""


def test_the_clock_of_a_value_is_told_in_words(county: County) -> None:
    lines = county.ask("scheme_values", parameter="cap_per_enterprise")
    assert {line.state for line in lines} == {"取决于“新办法施行日”"}
    assert lines[0].clock == "放款日期；没有时看申请日期"
    assert lines[0].until_text == "新办法施行日（未填写）以前"
    county.do("fill_scheme_blank", **BY, name="new_measure_on", value="2024-06-01")
    (line,) = county.ask("scheme_values", parameter="cap_per_enterprise")
    assert line.until_text == "新办法施行日（2024年6月1日）以前"
    assert {o.value for o in county.ask("parameter_options")} >= {"sharing", "cap_per_enterprise"}
