"""What a clerk says about an import: which sheet, which unit, and who comes onto the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Problem
from kcdesk.ui.kit import Form, Screen, icons, theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.work.commands.enterprises.imports import ImportEnterprises
from kcdesk.work.intake import FirmList
from kcdesk.work.queries.enterprises.preview import PreviewLine

UNITS = ("元", "万元")
ASKED = "请选择"


class SourceBar(QWidget):
    """The file, the sheet if several fit, the unit of amounts for which nobody says it."""

    changed = Signal()
    """Another sheet or unit was chosen."""

    def __init__(self, choose: Callable[[], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        self.button = QPushButton(icons.icon("open"), "选择文件(&O)…")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda _=False: choose())
        self.name = plain_label("还没有选择文件")
        self.name.setProperty("muted", True)
        row.addWidget(self.button)
        row.addWidget(self.name, 1)
        self.sheets, self._sheet_label = self._box("工作表(&H)")
        self.sheets.currentIndexChanged.connect(lambda _index: self.changed.emit())
        row.addWidget(self._sheet_label)
        row.addWidget(self.sheets)
        self._units = QHBoxLayout()
        row.addLayout(self._units)
        self._unit_boxes: dict[str, QComboBox] = {}
        self._source: object = None
        self.setFocusProxy(self.button)

    def show_source(self, firms: FirmList) -> None:
        """Say what was read; offer what is open."""
        self.name.setText(firms.source)
        if self._source is not firms.workbook:
            self._source = firms.workbook
            self._offer_sheets(firms.sheets)
            self._drop_units()
        reading = firms.reading
        if reading is None:
            return
        labels = {c.key: c.label for c in reading.columns}
        for key in reading.units_missing:
            if key not in self._unit_boxes:
                self._add_unit(key, labels.get(key, key))

    @property
    def sheet(self) -> str:
        """The sheet chosen; nothing when there is no choice."""
        return str(self.sheets.currentData() or "")

    @property
    def units(self) -> Mapping[str, str]:
        """What was said of amounts without a unit."""
        said = {key: str(box.currentData() or "") for key, box in self._unit_boxes.items()}
        return {key: unit for key, unit in said.items() if unit}

    def focus_sheet(self) -> None:
        """A sheet must be chosen now."""
        self.sheets.setFocus(Qt.FocusReason.OtherFocusReason)

    def unit_box(self, key: str) -> QComboBox:
        """The list in which the unit of a column is said."""
        return self._unit_boxes[key]

    def _offer_sheets(self, names: Sequence[str]) -> None:
        self.sheets.blockSignals(True)
        self.sheets.clear()
        if len(names) > 1:
            self.sheets.addItem(ASKED, "")
            for name in names:
                self.sheets.addItem(name, name)
        self.sheets.blockSignals(False)
        for widget in (self.sheets, self._sheet_label):
            widget.setVisible(len(names) > 1)

    def _add_unit(self, key: str, label: str) -> None:
        box, head = self._box(f"{label}单位")
        box.addItem(ASKED, "")
        for unit in UNITS:
            box.addItem(unit, unit)
        self._unit_boxes[key] = box
        for widget in (head, box):
            self._units.addWidget(widget)
            widget.show()
        box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _drop_units(self) -> None:
        self._unit_boxes.clear()
        while (item := self._units.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _box(self, label: str) -> tuple[QComboBox, QLabel]:
        box, head = QComboBox(), QLabel(label)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setAccessibleName(label.partition("(")[0])
        box.setVisible(False)
        head.setVisible(False)
        head.setBuddy(box)
        return box, head


class AdmissionOptions(QWidget):
    """一并纳入名录库: the day, the document, and what of firms that may not come in."""

    changed = Signal()
    NAMES = ("admitted_on", "list_document_no", "may_skip_unfit")

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._today = screen.place.sources.today
        self._unfit_count = 0
        self._problems: tuple[Problem, ...] = ()
        self.setProperty("paper", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(2))
        self.box = QCheckBox("导入的企业一并纳入名录库")
        column.addWidget(self.box)
        self.explain = plain_label(
            "按资质认定文件纳入，逐家核对当天有没有有效资质；已在库的不变。不选的，导入后可以逐家纳入。"
        )
        self.explain.setProperty("muted", True)
        column.addWidget(self.explain)
        self.form = Form(ImportEnterprises, screen.place.sources, names=self.NAMES)
        self.form.clause_asked.connect(screen.clause_asked)
        column.addWidget(self.form)
        column.addStretch(1)
        self.form.hide()
        self.box.toggled.connect(self._toggled)
        self.form.changed.connect(self.changed)

    def admission(self) -> tuple[date | None, str]:
        """The day and the document; no day while not wanted or not yet complete."""
        values = self.form.values() if self.box.isChecked() else {}
        on, document_no = values.get("admitted_on"), values.get("list_document_no") or ""
        return (on, document_no) if on and document_no else (None, "")

    @property
    def may_skip_unfit(self) -> bool:
        """Whether firms that may not come onto the list are registered all the same."""
        return self.box.isChecked() and bool(self.form.values().get("may_skip_unfit"))

    def show_preview(self, lines: Sequence[PreviewLine]) -> None:
        """How many may not come in."""
        self._unfit_count = sum(line.admission == "unfit" for line in lines)
        self.form.fields["may_skip_unfit"].say_aid(
            f"{self._unfit_count:,}家不符合纳入条件，原因见“不能纳入”页。"
            if self._unfit_count
            else ""
        )

    def check(self) -> bool:
        """Whether it can be confirmed so; what is missing is said at its field."""
        if not self.box.isChecked():
            return True
        values, problems = self.form.values(), []
        if not values.get("admitted_on"):
            problems.append(Problem("没有填写纳入日期。", "请填写日期。", "admitted_on"))
        if not values.get("list_document_no"):
            text = "没有填写依据文号。"
            problems.append(Problem(text, "请填写发布名单的文号。", "list_document_no"))
        if self._unfit_count and not values.get("may_skip_unfit"):
            text = f"有{self._unfit_count:,}家不符合纳入条件。"
            cure = "请选定“只登记”，或先更正名单、日期。"
            problems.append(Problem(text, cure, "may_skip_unfit"))
        self._problems = tuple(problems)
        self.form.place(problems)
        return not problems

    def focus_problem(self) -> QWidget | None:
        """Go to the first thing that is missing, once it can be seen."""
        self.form.place(self._problems)
        return self.form.fields[self._problems[0].field] if self._problems else None

    def place(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Lay problems at the fields shown; the rest comes back."""
        return self.form.place(problems) if self.box.isChecked() else tuple(problems)

    def _toggled(self, is_on: bool) -> None:
        self.form.setVisible(is_on)
        day = self.form.fields["admitted_on"]
        if is_on and day.is_empty():
            day.set_value(self._today())
        self.changed.emit()
        if is_on:
            self.form.fields["list_document_no"].setFocus()
