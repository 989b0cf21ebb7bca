"""The grid: cells, keys, and a block out of Excel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import slots_of, take_fields
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import DeskSources
from kcdesk.ui.kit.fields import RowsField
from kcdesk.ui.kit.fields import rows as rows_room
from kcdesk.ui.kit.keys import EnterMoves
from tests.ui.fingers import CTRL, commit, press, stand, write
from tests.ui.office import DisburseLoan, LoanLine, Repayment

PLAN = next(s for s in slots_of(DisburseLoan) if s.name == "plan")


@pytest.fixture
def field(qtbot: QtBot, sources: DeskSources) -> Iterator[RowsField]:
    page = QWidget()
    column = QVBoxLayout(page)
    field = RowsField(PLAN, sources)
    column.addWidget(field)
    column.addWidget(QLineEdit())
    stand(qtbot, page, (700, 420))
    field.setFocus()
    yield field
    page.close()


def put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_a_block_is_pasted_and_read(field: RowsField) -> None:
    put_on_clipboard("2021-09-25\t5万\t\r\n20211225\t50,000\t尾款\r\n")
    press(field.grid, Qt.Key.Key_V, CTRL)
    assert field.value() == (
        Repayment(date(2021, 9, 25), Money.wan(5)),
        Repayment(date(2021, 12, 25), Money.wan(5), "尾款"),
    )
    assert field.aid.text() == "共2行，应还本金合计 100,000.00元。"


def test_headings_lay_the_block_out(field: RowsField) -> None:
    put_on_clipboard("序号\t应还本金\t到期日 *\n1\t5万\t2021-09-25\n2\t6万\t2021-12-25")
    field.paste_button.click()
    assert [r.amount for r in field.value()] == [Money.wan(5), Money.wan(6)]
    put_on_clipboard("到期日\t应还本金\n2022-03-24\t7万")
    field.paste()
    assert len(field.raw()) == 3


def test_a_quoted_cell_keeps_its_line_end_as_one_row(field: RowsField) -> None:
    put_on_clipboard('2021-09-25\t5万\t"一""二""\n三"\n\t\t\n')
    field.paste()
    assert len(field.raw()) == 1


def test_a_cell_that_cannot_be_read_is_marked_and_told(field: RowsField) -> None:
    put_on_clipboard("2021-09-35\t5万\n\t5万\n2021-12-25\t五万")
    field.paste()
    said = field.trouble.text()
    assert "第1行到期日：没有2021年9月35日这一天" in said
    assert "第2行到期日：“到期日”没有填写" in said
    assert "第3行应还本金" in said
    index = field.model.index(0, 0)
    assert field.model.data(index, Qt.ItemDataRole.DecorationRole) is not None
    assert "没有2021年9月35日" in field.model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert field.model.data(field.model.index(0, 2), Qt.ItemDataRole.ToolTipRole) is None
    with pytest.raises(Refusal):
        field.value()


def test_no_more_than_five_problems_are_told_at_once(field: RowsField) -> None:
    put_on_clipboard("\n".join("x\ty" for _ in range(9)))
    field.paste()
    assert len(field.trouble.remarks) == 5


def test_too_large_a_block_is_refused_whole(
    field: RowsField, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_room, "MOST_PASTED_ROWS", 2)
    put_on_clipboard("2021-09-25\t1\n2021-09-25\t1\n2021-09-25\t1")
    field.paste()
    assert field.is_empty()
    assert "一次最多粘贴2行" in field.trouble.text()


def test_an_empty_clipboard_changes_nothing(field: RowsField) -> None:
    put_on_clipboard("  \n")
    field.paste()
    assert field.is_empty()
    assert field.value() is None


def test_cells_are_typed_and_tidied(field: RowsField) -> None:
    first = field.model.index(0, 0)
    assert field.model.setData(first, "0925")
    assert field.model.text_at(0, 0) == "2021-09-25"
    assert field.model.rowCount() == 2
    assert not field.model.setData(first, "x", Qt.ItemDataRole.CheckStateRole)
    assert field.model.setData(field.model.index(1, 0), "")
    assert field.model.rowCount() == 2
    assert field.model.headerData(1, Qt.Orientation.Vertical) == "＋"
    assert field.model.headerData(0, Qt.Orientation.Vertical) == "1"
    assert field.model.headerData(1, Qt.Orientation.Horizontal) == "应还本金（元） *"
    assert field.model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.FontRole) is None


def test_enter_goes_along_the_cells_and_then_on(field: RowsField) -> None:
    put_on_clipboard("2021-09-25\t5万\t")
    field.paste()
    field.grid.setCurrentIndex(field.model.index(0, 0))
    press(field.grid, Qt.Key.Key_Return, times=3)
    assert (field.grid.currentIndex().row(), field.grid.currentIndex().column()) == (1, 0)
    press(field.grid, Qt.Key.Key_Return, times=3)
    assert not field.grid.hasFocus()


def test_delete_empties_cells_and_ctrl_delete_takes_rows(field: RowsField) -> None:
    field.set_text("2021-09-25\t5万\t甲\n2021-12-25\t5万\t乙")
    field.grid.setCurrentIndex(field.model.index(0, 2))
    press(field.grid, Qt.Key.Key_Delete)
    assert field.model.text_at(0, 2) == ""
    press(field.grid, Qt.Key.Key_Delete, CTRL)
    assert [row["note"] for row in field.raw()] == ["乙"]
    press(field.grid, Qt.Key.Key_F2)


def test_values_and_drafts_come_back(field: RowsField) -> None:
    plan = (Repayment(date(2021, 9, 25), Money.wan(5), "甲"),)
    field.set_value(plan)
    kept = field.raw()
    field.set_value(None)
    assert field.is_empty()
    field.set_raw(kept)
    assert field.value() == plan
    field.set_raw("nonsense")
    assert field.is_empty()


def test_a_locked_grid_takes_nothing(field: RowsField) -> None:
    field.set_value((Repayment(date(2021, 9, 25), Money.wan(5)),))
    field.lock()
    put_on_clipboard("2021-09-25\t5万")
    field.paste()
    assert field.model.rowCount() == 1
    assert not field.model.setData(field.model.index(0, 0), "t")
    assert not field.model.flags(field.model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    field.grid.setCurrentIndex(field.model.index(0, 2))
    press(field.grid, Qt.Key.Key_Return)
    assert not field.grid.hasFocus()


def test_choices_are_picked_from_a_list(qtbot: QtBot, sources: DeskSources) -> None:
    model = rows_room.RowsModel(slots_of(LoanLine), sources)
    at = [s.name for s in model.slots].index("security")
    model.fill([["1"]])
    delegate = rows_room._Cells()
    parent = QWidget()
    qtbot.addWidget(parent)
    index = model.index(0, at)
    box = delegate.createEditor(parent, QStyleOptionViewItem(), index)
    assert isinstance(box, QComboBox)
    assert [box.itemText(i) for i in range(box.count())] == ["", "信用", "质押", "抵押", "保证"]
    box.setCurrentText("质押")
    delegate.setModelData(box, model, index)
    assert model.text_at(0, at) == "质押"
    delegate.setEditorData(box, index)
    assert box.currentText() == "质押"
    plain = delegate.createEditor(parent, QStyleOptionViewItem(), model.index(0, 1))
    assert not isinstance(plain, QComboBox)
    delegate.setEditorData(plain, model.index(0, 1))
    delegate.setModelData(plain, model, model.index(0, 1))


def test_a_table_has_no_rows_below_its_rows(field: RowsField) -> None:
    inside = field.model.index(0, 0)
    assert field.model.rowCount(inside) == 0
    assert field.model.columnCount(inside) == 0
    assert field.model.columnCount(QModelIndex()) == 3


def test_what_the_grid_gives_is_taken_by_the_command(
    field: RowsField, sources: DeskSources
) -> None:
    field.set_text("2021-09-25\t5万\t")
    loan = take_fields(
        DisburseLoan,
        {
            "enterprise": 1,
            "contract_no": "018",
            "amount": "30w",
            "disbursed_on": "t",
            "due_on": "2022-03-24",
            "security": "信用",
            "plan": field.raw(),
        },
        sources.within(),
    )
    assert loan.plan == (Repayment(date(2021, 9, 25), Money.wan(5)),)


def test_a_cell_is_typed_and_enter_goes_on_to_the_next(field: RowsField, qtbot: QtBot) -> None:
    field.grid.setCurrentIndex(field.model.index(0, 0))
    write("0925")
    press(None, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.model.text_at(0, 0) == "2021-09-25")
    qtbot.waitUntil(field.grid.hasFocus)
    current = field.grid.currentIndex()
    assert (current.row(), current.column()) == (0, 1)
    write("5w")
    press(None, Qt.Key.Key_Escape)
    assert field.model.text_at(0, 1) == ""
    assert field.grid.currentIndex().column() == 1


def test_the_enter_of_the_input_method_does_not_close_a_cell(
    field: RowsField, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(EnterMoves, "swallow_ms", 60_000)
    field.set_text("2021-09-25\t5万\t")
    field.grid.setCurrentIndex(field.model.index(0, 2))
    press(field.grid, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    commit(line, "尾款")
    press(line, Qt.Key.Key_Return)
    assert field.model.text_at(0, 2) == ""
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.model.text_at(0, 2) == "尾款")
