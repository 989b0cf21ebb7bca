"""Bad news is said in whole sentences and names what it rests on."""

from __future__ import annotations

import pytest

from kcdesk.kernel import cite
from kcdesk.kernel.errors import Fault, Problem, Refusal


def test_a_problem_reads_as_reason_clauses_and_cure() -> None:
    problem = Problem("贷款金额超过上限。", "请核对金额。", clauses=("PH-1", "PH-1b"))
    assert str(problem) == "贷款金额超过上限。（依据 PH-1、PH-1b）请核对金额。"


def test_a_problem_without_clauses_has_no_brackets() -> None:
    assert str(Problem("日期没有填写。")) == "日期没有填写。"


def test_a_problem_is_laid_at_its_fields_door_and_else_unchanged() -> None:
    problem = Problem("不是金额。", "请核对。", code="kind.money")
    assert problem.at("amount") == Problem("不是金额。", "请核对。", "amount", code="kind.money")


def test_a_refusal_says_every_problem_on_its_own_line() -> None:
    refusal = Refusal(Problem("甲。"), Problem("乙。"))
    assert str(refusal) == "甲。\n乙。"


def test_a_refusal_names_each_clause_once_in_the_order_met() -> None:
    refusal = Refusal(
        Problem("甲。", clauses=("PH-2", "PH-1")), Problem("乙。", clauses=("PH-1", "PH-3"))
    )
    assert refusal.clauses == ("PH-2", "PH-1", "PH-3")


def test_a_refusal_of_one_problem() -> None:
    refusal = Refusal.of("不行。", cure="请改。", field="name", clauses=("PH-1",), code="x.y")
    assert refusal.problems == (Problem("不行。", "请改。", "name", ("PH-1",), "x.y"),)


def test_a_refusal_without_a_problem_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refusal()


def test_a_fault_says_what_happened_what_is_safe_and_what_to_do() -> None:
    assert str(Fault("磁盘已满。")) == "磁盘已满。已保存的数据没有受影响。请排除后重试。"
    assert str(Fault("磁盘已满。", "没有写入。", "请清理。", "disk.full")) == (
        "磁盘已满。没有写入。请清理。"
    )


@pytest.mark.parametrize(
    ("ids", "shown"),
    [((), ""), (("PH-1",), "PH-1"), (("PH-1", "DY-6b", "PH-1"), "PH-1、DY-6b")],
)
def test_clause_ids_are_joined_each_once(ids: tuple[str, ...], shown: str) -> None:
    assert cite.join(ids) == shown
    assert cite.resting_on(ids) == (f"（依据 {shown}）" if shown else "")
