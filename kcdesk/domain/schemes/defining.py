"""What an indicator means, in words: which rows, which time, what over what.

Made of the declaration itself, so that what is shown beside a figure is what was counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from kcdesk.domain.schemes.measuring import Indicator, Take, Tally
from kcdesk.domain.schemes.proving import Check
from kcdesk.domain.schemes.trace import Step, Trace

_COMPARED: Mapping[str, str] = {
    "equals": "等于",
    "at_most": "不高于",
    "at_least": "不低于",
    "above": "高于",
    "below": "低于",
}
_CODED: Mapping[str, str] = {
    "one_of": "是",
    "not_one_of": "不是",
    "has_any": "含有",
    "has_none": "不含",
}
_PLAIN: Mapping[str, str] = {
    "is_zero": "为零",
    "is_positive": "大于零",
    "filled": "已填写",
    "missing": "没有填写",
}


def definition(indicator: Indicator, counted: str) -> Trace:
    """Line by line; `counted` is what the rows are called."""
    steps = [Step("统计对象", f"{counted}，{indicator.span.label}", indicator.clauses)]
    if indicator.whole is None:
        steps.append(Step("数值", said_of(indicator.part)))
    else:
        steps.append(Step("分子", said_of(indicator.part)))
        steps.append(Step("分母", said_of(indicator.whole)))
        if indicator.is_growth:
            steps.append(Step("算法", "（分子－分母）÷分母"))
    if indicator.by is not None:
        steps.append(Step("分列", f"按{indicator.by.field.label}"))
    if indicator.note:
        steps.append(Step("说明", indicator.note))
    return tuple(steps)


def said_of(tally: Tally) -> str:
    """What is taken, and of which rows."""
    label = "" if tally.operand is None else tally.operand.field.label
    what = {
        Take.COUNT: f"{tally.field.unit}数",
        Take.SUM: f"{label}合计",
        Take.DISTINCT: f"不重复的{label}数",
        Take.VALUE: label,
    }[tally.take]
    if not tally.where:
        return what
    return f"{what}（{'，且'.join(said_of_test(test) for test in tally.where)}）"


def said_of_test(test: Check) -> str:
    """A test in words."""
    first = test.operands[0].field
    labels = {option.value: option.label for option in first.options}
    codes = "或".join(labels.get(code, code) for code in test.codes)
    match test.op:
        case "is_true" | "is_false":
            return f"{first.label}为{'是' if test.op == 'is_true' else '否'}"
        case "starts_with":
            return f"{first.label}以{codes}开头"
        case "has_all":
            return f"{first.label}齐全"
        case "qualified":
            return f"{first.label}在有效期内"
        case "share_above" | "share_at_most":
            part, whole, limit = (o.field.label for o in test.operands)
            return f"{part}占{whole}的比例{'高于' if test.op == 'share_above' else '不高于'}{limit}"
        case op if op in _CODED:
            return f"{first.label}{_CODED[op]}{codes}"
        case op if op in _PLAIN:
            return f"{first.label}{_PLAIN[op]}"
        case op:
            return f"{first.label}{_COMPARED[op]}{test.operands[1].field.label}"
