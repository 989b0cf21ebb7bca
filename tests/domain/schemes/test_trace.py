"""A trace survives being stored; traces of several readings become one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.schemes.judging import Findings, merge_traces
from kcdesk.domain.schemes.trace import Step, trace_from_json, trace_to_json
from kcdesk.kernel.errors import Problem

TEXTS = st.text(max_size=20)


@given(st.lists(st.builds(Step, TEXTS, TEXTS, st.tuples(TEXTS), TEXTS)).map(tuple))
def test_a_stored_trace_is_the_same_trace(trace: tuple[Step, ...]) -> None:
    assert trace_from_json(json.loads(json.dumps(trace_to_json(trace)))) == trace


def test_a_line_without_clauses_or_remark_is_read() -> None:
    assert trace_from_json([{"label": "损失", "shown": "1.00元"}]) == (Step("损失", "1.00元"),)


def test_readings_of_different_length_are_merged_line_by_line() -> None:
    long = (Step("上限", "10"), Step("结论", "符合"))
    short = (Step("上限", "3"),)
    merged = merge_traces((long, short), ("施行日", "截止日"))
    assert [s.shown for s in merged] == ["10或3", "符合"]
    assert merged[-1].note == "“施行日”、“截止日”未填写，各种读法结论相同。"


def test_nothing_to_merge() -> None:
    assert merge_traces(((), ()), ("施行日",)) == ()


def test_findings_add_up() -> None:
    one = Findings((Step("甲", "符合"),), warnings=(Problem("当心。"),))
    two = Findings((Step("乙", "不符合"),), (Problem("不行。"),))
    both = one + two
    assert [s.label for s in both.trace] == ["甲", "乙"]
    assert (len(both.refusals), len(both.warnings), both.is_clear) == (1, 1, False)
