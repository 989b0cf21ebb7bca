"""A form out of a dataclass: order, groups, columns, values, problems in their places."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import DeskSources, Form, Group
from kcdesk.ui.kit.fields import LineField
from kcdesk.ui.kit.pairs import PairGrid, align_labels
from tests.ui.fingers import stand, texts
from tests.ui.office import DisburseLoan, RegisterEnterprise


@pytest.fixture
def form(qtbot: QtBot, sources: DeskSources) -> Form:
    return stand(qtbot, Form(DisburseLoan, sources))


def fill(form: Form) -> None:
    form.fill(
        {
            "enterprise": 1,
            "contract_no": "018",
            "amount": Money.wan(30),
            "disbursed_on": date(2021, 3, 25),
            "due_on": date(2022, 3, 24),
            "security": "credit",
        }
    )


def test_every_slot_has_a_field_in_the_commands_order(form: Form) -> None:
    assert list(form.fields) == [s.name for s in form.slots]
    assert "贷款金额 *" in texts(form)
    assert "用途" in texts(form)


def test_groups_put_the_fields_in_the_papers_order(qtbot: QtBot, sources: DeskSources) -> None:
    form = Form(
        DisburseLoan,
        sources,
        groups=(Group("合同", ("amount", "contract_no")), Group("没有的", ("nothing",))),
        hidden=("plan",),
    )
    stand(qtbot, form)
    assert list(form.fields)[:3] == ["amount", "contract_no", "enterprise"]
    assert "plan" not in form.fields
    shown = texts(form)
    assert "合同" in shown
    assert "其他" in shown
    assert "没有的" not in shown


def test_a_form_is_read_into_the_command(form: Form) -> None:
    fill(form)
    command = form.take()
    assert command == DisburseLoan(
        1, "018", Money.wan(30), date(2021, 3, 25), date(2022, 3, 24), "credit"
    )


def test_everything_that_is_missing_is_found_at_once(form: Form) -> None:
    with pytest.raises(Refusal) as refused:
        form.take()
    assert {p.field for p in refused.value.problems} == {
        "enterprise",
        "contract_no",
        "amount",
        "disbursed_on",
        "due_on",
        "security",
    }


def test_problems_are_laid_at_their_fields_and_the_first_is_focused(form: Form) -> None:
    rest = form.place(
        (
            Problem("到期日不晚于放款日。", field="due_on"),
            Problem("超过上限。", field="amount", clauses=("PH-1",)),
            Problem("第1行错了。", field="plan[0]"),
            Problem("银行已暂停。"),
            Problem("别处的。", field="elsewhere"),
        )
    )
    assert [p.message for p in rest] == ["银行已暂停。", "别处的。"]
    assert form.fields["amount"].input.hasFocus()
    assert "超过上限" in form.fields["amount"].trouble.text()
    assert "第1行错了" in form.fields["plan"].trouble.text()
    heard: list[str] = []
    form.clause_asked.connect(heard.append)
    form.fields["amount"].trouble.clause_asked.emit("PH-1")
    assert heard == ["PH-1"]
    assert form.place(()) == ()
    assert form.fields["amount"].trouble.remarks == ()


def test_values_that_can_be_read_are_given_while_typing(form: Form) -> None:
    form.fields["amount"].set_text("30w")
    form.fields["due_on"].set_text("哪天")
    form.hold("application", 5)
    values = form.values()
    assert values["amount"] == Money.wan(30)
    assert "due_on" not in values
    assert values["contract_no"] is None
    assert values["application"] == 5


def test_held_values_are_taken_without_being_shown(qtbot: QtBot, sources: DeskSources) -> None:
    form = Form(DisburseLoan, sources, hidden=("enterprise",))
    stand(qtbot, form)
    fill(form)
    assert form.take().enterprise == 1


def test_only_the_fields_named_are_shown(qtbot: QtBot, sources: DeskSources) -> None:
    form = Form(DisburseLoan, sources, names=("due_on", "amount"))
    qtbot.addWidget(form)
    assert list(form.fields) == ["amount", "due_on"]


def test_a_field_may_be_made_otherwise(qtbot: QtBot, sources: DeskSources) -> None:
    form = Form(DisburseLoan, sources, overrides={"contract_no": LineField})
    qtbot.addWidget(form)
    assert type(form.fields["contract_no"]) is LineField


def test_drafts_leave_secrets_out_and_locked_fields_alone(
    qtbot: QtBot, sources: DeskSources
) -> None:
    form = Form(RegisterEnterprise, sources)
    qtbot.addWidget(form)
    form.fields["secret"].set_text("口令")
    form.fields["name"].set_text("甲")
    texts_kept = form.texts()
    assert "secret" not in texts_kept
    form.fields["name"].lock()
    form.put_texts({"name": "乙", "gone": "丙", "phone": "0573-85012345"})
    assert form.fields["name"].text() == "甲"
    assert form.fields["phone"].text() == "0573-85012345"


def test_clearing_puts_the_defaults_back(form: Form) -> None:
    fill(form)
    form.fields["is_first"].set_text("是")
    form.fields["contract_no"].lock()
    form.clear()
    assert form.fields["contract_no"].text() == "018"
    assert form.fields["amount"].is_empty()
    assert form.fields["is_first"].value() is False


def test_the_first_empty_field_is_focused(form: Form) -> None:
    form.fields["enterprise"].set_text("德能")
    form.focus_first()
    assert form.fields["contract_no"].input.hasFocus()
    for field in form.fields.values():
        field.lock()
    form.focus_first()


def test_two_columns_where_the_width_allows(form: Form) -> None:
    grid = form.findChild(PairGrid)
    assert isinstance(grid, PairGrid)
    assert grid.columns == 2
    form.resize(600, 600)
    assert grid.columns == 1


def test_no_labels_no_width() -> None:
    align_labels([])
