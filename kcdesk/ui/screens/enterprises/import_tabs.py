"""The tabs of an import: what is new, changed, unchanged, kept off the list, refused, understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from kcdesk.ui.kit import Empty, Screen, Table, theme
from kcdesk.ui.screens.enterprises.import_lines import (
    HeadLine,
    RefusedLine,
    head_lines,
    refused_lines,
)
from kcdesk.ui.screens.enterprises.import_options import AdmissionOptions
from kcdesk.work.intake import ListReading
from kcdesk.work.queries.enterprises.preview import PreviewLine

LISTED = ("name", "uscc", "row_number", "admission", "note")
TABS: tuple[tuple[str, str, type, tuple[str, ...], str, str], ...] = (
    ("new", "新增", PreviewLine, LISTED, "家", "没有新企业。"),
    (
        "changed",
        "变更",
        PreviewLine,
        ("name", "differences", "row_number", "uscc", "admission", "note"),
        "家",
        "已登记的企业都没有变化。",
    ),
    ("unchanged", "无变化", PreviewLine, LISTED, "家", "没有内容相同的企业。"),
    (
        "refused",
        "未接收",
        RefusedLine,
        ("cell", "given", "reason", "name", "column", "cure"),
        "处",
        "每一行都接收了。",
    ),
    (
        "unfit",
        "不能纳入",
        PreviewLine,
        ("name", "admission_note", "row_number", "admission_clauses"),
        "家",
        "没有不符合纳入条件的企业。",
    ),
    ("heads", "表头", HeadLine, ("cell", "head", "unit", "meaning"), "项", ""),
)
ADMISSION = "纳入名录库"


class ImportTabs(QTabWidget):
    """Ctrl+PgDn and Ctrl+PgUp turn."""

    def __init__(self, screen: Screen, options: AdmissionOptions) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.options = options
        self.tables: dict[str, Table] = {}
        self._pages: dict[str, QWidget] = {}
        self._wanted: QWidget | None = None
        for name, title, line_type, columns, unit, empty in TABS:
            table = Table(
                line_type,
                columns=columns,
                name=f"import.{name}",
                settings=screen.place.settings,
                may_filter=False,
                freeze=False,
                unit=unit,
                label=title,
                empty=Empty(empty),
            )
            self.tables[name] = table
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, theme.space(1), 0, 0)
            column.addWidget(table, 1)
            page.setFocusProxy(table.grid)
            self._pages[name] = page
            if name == "unfit":
                self._add_options()
            self.addTab(page, title)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda s=step: self._turn(s))

    def show_preview(self, reading: ListReading, lines: Sequence[PreviewLine]) -> None:
        """Fill every tab."""
        by_status: dict[str, list[PreviewLine]] = {"new": [], "changed": [], "unchanged": []}
        for line in lines:
            by_status[line.status].append(line)
        unfit = [line for line in lines if line.admission == "unfit"]
        shown: dict[str, Sequence[Any]] = {
            **by_status,
            "unfit": unfit,
            "refused": refused_lines(reading),
            "heads": head_lines(reading),
        }
        counts = {name: f"（{len(found):,}）" for name, found in shown.items()}
        counts["refused"] = f"（{len(reading.refused):,}）"
        counts["heads"] = ""
        for name, title, *_rest in TABS:
            self.tables[name].show_lines(shown[name])
            self.setTabText(self._at(name), f"{title}{counts[name]}")
        self.setTabVisible(self._at("unfit"), bool(unfit))
        admitted = sum(line.admission == "admitted" for line in lines)
        self.name_admission(f"（{admitted:,}）" if self.options.box.isChecked() else "")

    def name_admission(self, count: str = "") -> None:
        """Say on the tab how many come onto the list."""
        self.setTabText(self._at("options"), f"{ADMISSION}{count}(&R)")

    def clear(self) -> None:
        """Nothing to show yet."""
        for table in self.tables.values():
            table.show_lines(())

    def choose_first(self) -> None:
        """The first tab with something in it, and into it."""
        for name, table in self.tables.items():
            if table.model.rowCount() and self.isTabVisible(self._at(name)):
                self.turn_to(name)
                return

    def turn_to(self, name: str) -> None:
        """Show a tab and go into it."""
        self.setCurrentWidget(self._pages[name])
        self._pages[name].setFocus()

    def show_missing(self) -> None:
        """Turn to what is still missing before the import can be confirmed."""
        self.turn_to("options")
        self._wanted = self.options.focus_problem()
        self._bring_wanted()

    def _bring_wanted(self) -> None:
        """Scroll to it, and again when what is said beneath it has been given its room."""
        if self._wanted is not None:
            self._scroll.ensureWidgetVisible(self._wanted, 0, theme.em(1))

    def _forget_wanted(self) -> None:
        self._wanted = None

    def _add_options(self) -> None:
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.options)
        scroll.setFocusProxy(self.options.box)
        scroll.verticalScrollBar().rangeChanged.connect(lambda *_: self._bring_wanted())
        self.options.changed.connect(self._forget_wanted)
        self._pages["options"] = scroll
        self.addTab(scroll, f"{ADMISSION}(&R)")

    def _at(self, name: str) -> int:
        return self.indexOf(self._pages[name])

    def _turn(self, step: int) -> None:
        visible = [p for p in range(self.count()) if self.isTabVisible(p)]
        place = visible.index(self.currentIndex())
        self.setCurrentIndex(visible[(place + step) % len(visible)])
        page = self.currentWidget()
        if page is not None:
            page.setFocus()
