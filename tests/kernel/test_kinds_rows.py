"""Commands and rows as wholes: every problem named at once, each at its field's door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

import pytest

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import (
    KINDS,
    Field,
    Slot,
    Within,
    is_optional,
    plain,
    plain_fields,
    show,
    slot_of,
    slots_of,
    take_fields,
)
from kcdesk.kernel.money import Money

WITHIN = Within(date(2024, 3, 25))


@dataclass(frozen=True)
class Repayment:
    on: Annotated[date, Field("day", "还款日")]
    amount: Annotated[Money, Field("money", "金额")]
    note: Annotated[str, Field("text", "备注")] = ""


@dataclass(frozen=True)
class RecordLoan:
    contract: Annotated[str, Field("text", "合同号")]
    amount: Annotated[Money, Field("money", "金额")]
    is_renewal: Annotated[bool, Field("flag", "续贷")]
    due_on: Annotated[date | None, Field("day", "到期日")] = None
    repayments: Annotated[tuple[Repayment, ...], Field("rows", "还款")] = ()
    password: Annotated[str, Field("secret", "口令")] = ""
    materials: Annotated[tuple[str, ...], Field("codes", "材料")] = field(default_factory=tuple)


def problems_of(raw: dict[str, object]) -> tuple[Problem, ...]:
    with pytest.raises(Refusal) as caught:
        take_fields(RecordLoan, raw, WITHIN)
    return caught.value.problems


def test_a_command_is_read_from_text() -> None:
    loan = take_fields(
        RecordLoan,
        {
            "contract": " 平农〔2024〕3号 ",
            "amount": "30万元",
            "is_renewal": "是",
            "due_on": date(2025, 3, 24),
            "repayments": [{"on": "0325", "amount": "100.00"}],
            "materials": ["iou"],
        },
        WITHIN,
    )
    assert loan == RecordLoan(
        "平农〔2024〕3号",
        Money.wan(30),
        True,
        date(2025, 3, 24),
        (Repayment(date(2024, 3, 25), Money.yuan(100)),),
        materials=("iou",),
    )


def test_empty_fields_take_their_defaults_and_an_untouched_box_is_no() -> None:
    loan = take_fields(
        RecordLoan, {"contract": "1", "amount": "1", "due_on": "  ", "password": None}, WITHIN
    )
    assert loan == RecordLoan("1", Money.yuan(1), False)


def test_every_problem_is_named_at_once_at_its_own_field() -> None:
    problems = problems_of({"amount": "三十万", "due_on": "2023-02-29"})
    assert [(p.field, p.code) for p in problems] == [
        ("contract", "required"),
        ("amount", "kind.money"),
        ("due_on", "kind.day"),
    ]
    assert problems[0].message == "“合同号”没有填写。"


def test_problems_in_a_table_name_row_and_column_and_stay_at_the_tables_door() -> None:
    rows = [{"on": "0325"}, {"on": "0326", "amount": "x"}, "不是记录", {"on": "1", "amount": "1"}]
    problems = problems_of({"contract": "1", "amount": "1", "repayments": rows})
    assert {p.field for p in problems} == {"repayments"}
    assert [p.message for p in problems] == [
        "第1行：“金额”没有填写。",
        "第2行金额：“x”不是金额。",
        "第3行不是一条记录。",
        "第4行还款日：“1”不是日期。",
    ]


@pytest.mark.parametrize("given", ["很多行", 3])
def test_a_table_is_made_of_rows(given: object) -> None:
    (problem,) = problems_of({"contract": "1", "amount": "1", "repayments": given})
    assert (problem.field, problem.code) == ("repayments", "kind.rows")


def test_a_table_cannot_be_written_as_text() -> None:
    with pytest.raises(Refusal, match="表格不能写成一段文字"):
        KINDS["rows"].parse("1,2", Field("rows", "还款"), WITHIN)


def test_ready_rows_are_taken_as_they_are() -> None:
    row = Repayment(date(2024, 1, 1), Money(1))
    loan = take_fields(RecordLoan, {"contract": "1", "amount": "1", "repayments": [row]}, WITHIN)
    assert loan.repayments == (row,)


def test_what_is_kept_reads_back_but_secrets_are_masked() -> None:
    loan = RecordLoan(
        "1",
        Money.wan(30),
        True,
        date(2025, 3, 24),
        (Repayment(date(2024, 3, 25), Money(1), "备注"),),
        "秘密",
        ("iou",),
    )
    kept = plain_fields(loan)
    assert kept == {
        "contract": "1",
        "amount": "300000.00",
        "is_renewal": True,
        "due_on": "2025-03-24",
        "repayments": [{"on": "2024-03-25", "amount": "0.01", "note": "备注"}],
        "password": "••••••",
        "materials": ["iou"],
    }
    kept["password"] = "秘密"
    assert take_fields(RecordLoan, kept, WITHIN) == loan


def test_nothing_shows_as_an_empty_place_and_is_kept_as_nothing() -> None:
    day = Field("day", "到期日")
    assert (show(None, day), plain(None, day)) == ("", None)
    assert (show(date(2024, 1, 2), day), plain(date(2024, 1, 2), day)) == (
        "2024-01-02",
        "2024-01-02",
    )
    assert show((1, 2), Field("rows", "还款")) == "2行"


def test_slots_say_what_must_be_filled_and_what_stands_there_else() -> None:
    slots = {slot.name: slot for slot in slots_of(RecordLoan)}
    assert slots["contract"] == Slot("contract", Field("text", "合同号"), required=True)
    assert slots["due_on"] == Slot("due_on", Field("day", "到期日"), required=False)
    assert slots["repayments"].rows is Repayment
    assert slots["materials"].default == ()
    assert not slots["materials"].required
    assert slots_of(RecordLoan) is slots_of(RecordLoan)


@pytest.mark.parametrize(
    ("hint", "reason"),
    [
        (str, "no kind"),
        (Annotated[str, "text"], "no known kind"),
        (Annotated[str, Field("colour", "颜色")], "no known kind"),
        (Annotated[tuple[Any, ...], Field("rows", "表格")], "what one row is"),
    ],
)
def test_a_field_without_a_kind_is_our_own_bug(hint: Any, reason: str) -> None:
    with pytest.raises(TypeError, match=reason):
        slot_of("x", hint, None)


def test_a_hint_that_admits_nothing_is_known() -> None:
    assert is_optional(date | None)
    assert not is_optional(date)
    assert not is_optional(date | str)


def test_every_kind_has_a_name_and_a_chinese_label() -> None:
    for name, kind in KINDS.items():
        assert kind.name == name
        assert kind.label
        assert not kind.label.isascii()
