"""成批打印: choose a form, tick the records it is wanted of, print them in one go.

What becomes of each is shown on a page of its own (`result`). Other screens come here with the
records they have marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout

from kcdesk.ui.desk import Running
from kcdesk.ui.kit import (
    Action,
    Empty,
    ListPage,
    ProgressDialog,
    Remark,
    Screen,
    Table,
    dialogs,
    theme,
)
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.work.batch_printing import BatchReport, Wanted, print_batch
from kcdesk.work.queries.documents import FormLine, PrintableLine, forms, paper_records


class BatchPage(ListPage):
    """The records of one form, to be ticked."""

    done = Signal(object, str)
    """A BatchReport has come, of the form of this code."""

    def __init__(self, screen: Screen) -> None:
        self.home = screen
        self._all: tuple[PrintableLine, ...] = ()
        self._coming: frozenset[int] = frozenset()
        self._marked_first: frozenset[int] = frozenset()
        self._keys: dict[str, str] = {}
        self._key = ""
        self.running: Running | None = None
        """The batch under way, or the last one."""
        self.forms = QComboBox()
        self.forms.setAccessibleName("文书")
        self.forms.setMinimumContentsLength(10)
        self.forms.setMaximumWidth(theme.em(34))
        self.forms.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.forms.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.forms.setMaxVisibleItems(20)
        self.fresh_only = QCheckBox("未打印的(&T)")
        table = Table(
            PrintableLine,
            name="batch",
            settings=screen.place.settings,
            unit="份",
            label="可以打印的记录",
            columns=("title", "about", "prints_count", "last_on"),
            widths={"about": 17},
            may_mark=True,
            actions=(
                Action("打印勾选的(P)", self.print_marked, icon="print", primary=True),
                Action("预览这一份(V)", self.look, icon="eye", for_line=True),
                Action("全部勾选或取消(Q)", self.mark_all, icon="ok"),
            ),
            empty=Empty(
                "没有可以打印这份文书的记录。",
                "换一种文书；或者记录还没有办到要打这份文书的那一步。",
            ),
        )  # fmt: skip
        super().__init__(screen.desk, table, self._question)
        table.filter.setPlaceholderText("编号、企业名称")
        table.add_filter(self.fresh_only)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertLayout(0, self._form_row())
        self.forms.currentIndexChanged.connect(self._form_chosen)
        self.fresh_only.toggled.connect(self._narrow)
        table.opened.connect(lambda _ident: self._look())
        self.setFocusProxy(table.grid)

    def _form_row(self) -> QHBoxLayout:
        """What is printed, chosen first and read whole."""
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        label = QLabel("文书(&W)")
        label.setBuddy(self.forms)
        row.addWidget(label)
        row.addWidget(self.forms, 1)
        row.addStretch(0)
        return row

    @property
    def form(self) -> str:
        """The code of the form chosen; empty while none is there."""
        return str(self.forms.currentData() or "")

    def begin(self, subject: str = "", records: Sequence[int] = ()) -> None:
        """Come from another screen: a form of that subject, these records ticked."""
        self.table.mark(self.table.marked_lines(), False)
        self._coming = frozenset(records)
        self.table.filter.clear()
        self.fresh_only.setChecked(False)
        self.desk.ask(
            forms(subject=subject),
            lambda found: self._show_forms_of(subject, found),
            self,
            self._failed,
            slot="begin",
        )

    def reload(self) -> None:
        self.desk.ask(forms(), self._show_forms, self, self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._ask_lines)

    def mark_all(self) -> None:
        """Tick every record shown, or take the ticks off."""
        self.table.mark_all()
        self.table.grid.setFocus()

    def look(self, line: PrintableLine) -> None:
        """One paper as it would print now, to be printed by itself."""
        from kcdesk.ui.panels.paper_page import PaperPage

        label = self.forms.currentText()
        self.home.push(PaperPage(self.home, self.form, line.id, label), f"{label} {line.title}")

    def _look(self) -> None:
        line = self.table.line()
        if line is not None:
            self.look(line)

    # -- printing -----------------------------------------------------------------------------------------

    def print_marked(self) -> None:
        """Ask once, then print: what is printed counts."""
        lines = self.table.marked_lines()
        if not lines:
            text = "还没有勾选。请用空格勾选要打印的，按 Ctrl+A 全部勾选。"
            self.trouble.say([Remark(text, "warning")])
            self.table.grid.setFocus()
            return
        self.trouble.clear()
        again = sum(line.prints_count > 0 for line in lines)
        more = f"其中{again}份以前打印过，会再记一次。" if again else ""
        dialogs.question(
            self,
            f"打印{len(lines)}份{self.forms.currentText()}？",
            f"每份记一次打印，编号、校验码和打印件都会留存。{more}"
            "打完后可以一起送打印机，也可以存成文件。",
            yes="打印(P)",
            picture="print",
            then=lambda: self.run([Wanted(x.id, x.title, x.about) for x in lines]),
        )

    def run(self, wanted: Sequence[Wanted]) -> None:
        """Print these of the form chosen; 取消 stops after the paper under way."""
        form, person = self.form, self.desk.person
        self.running = self.desk.at_office(
            "成批打印",
            lambda office, progress, cancelled: print_batch(
                office, person, form, wanted, progress=progress, cancelled=cancelled
            ),
            lambda report: self._printed(report, form),
            self,
            lambda trouble: self.trouble.say([Remark(trouble_text(trouble), "stop")]),
        )
        ProgressDialog.watch(self, self.running)

    def _printed(self, report: BatchReport, form: str) -> None:
        printed = {line.id for line in report.lines if line.state == "printed"}
        self.table.mark([x for x in self.table.marked_lines() if x.id in printed], False)
        self.done.emit(report, form)

    # -- what is asked ----------------------------------------------------------------------------------------

    def _question(self, text: str) -> Any:
        return paper_records(form=self.form, text=text)

    def _ask_lines(self) -> None:
        if self.form and self.isVisible():
            super().reload()

    def _form_chosen(self) -> None:
        """Another form: of the same kind of record, what is ticked stays ticked."""
        ticked = self.table.marked_lines()
        self.table.mark(ticked, False)
        if self._keys.get(self.form) == self._key:
            self._marked_first |= {line.id for line in ticked}
        else:
            self._marked_first = frozenset()
        self._key = self._keys.get(self.form, "")
        self.table.fit_anew()
        self._ask_lines()

    def _show_forms(self, found: tuple[FormLine, ...]) -> None:
        """All forms; the one chosen stays chosen."""
        self._put_forms(found, self.form)
        self._ask_lines()

    def _show_forms_of(self, subject: str, found: tuple[FormLine, ...]) -> None:
        """Only the forms of such records, to choose among."""
        self._put_forms([form for form in found if form.key == subject], "")
        self.table.mark(self.table.marked_lines(), False)
        self._marked_first = self._coming
        self._ask_lines()
        self.forms.setFocus()

    def _put_forms(self, found: Sequence[FormLine], chosen: str) -> None:
        self._keys = {form.value: form.key for form in found}
        self.forms.blockSignals(True)
        self.forms.clear()
        for form in found:
            self.forms.addItem(form.label, form.value)
        self.forms.setCurrentIndex(max(self.forms.findData(chosen), 0))
        self.forms.blockSignals(False)
        self._key = self._keys.get(self.form, "")

    def _show(self, lines: Sequence[PrintableLine]) -> None:
        self.trouble.clear()
        self._all = tuple(lines)
        self._narrow()
        if self._marked_first:
            self._mark_what_came(lines)

    def _mark_what_came(self, lines: Sequence[PrintableLine]) -> None:
        """Tick what another screen marked; what is not far enough waits for another form."""
        found = [x for x in lines if x.id in self._marked_first]
        self.table.mark(found)
        self._marked_first -= {x.id for x in found}
        if self._marked_first:
            text = (
                f"选来的记录有{len(self._marked_first)}件还没有办到打这份文书的那一步，没有勾选。"
                "可以换一种文书。"
            )
            self.trouble.say([Remark(text, "warning")])

    def _narrow(self) -> None:
        is_fresh = self.fresh_only.isChecked()
        self.table.say_also("只看没有打印过的" if is_fresh else "")
        self.table.spare_empty(self._all, "about")
        self.table.show_lines([x for x in self._all if not (is_fresh and x.prints_count)])
