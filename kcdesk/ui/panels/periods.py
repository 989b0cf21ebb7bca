"""Papers that hang on no record's card: ledgers, returns and lists, chosen by their time.

A screen asks for a form; where there is one period it is shown at once, of several one is chosen
from a list that says how often each was printed. Which forms there are is the screen's business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from kcdesk.ui.kit import Action, Empty, ListPage, Screen, Table, dialogs
from kcdesk.ui.kit.notice import plain_label
from kcdesk.work.queries.documents import FormLine, PrintableLine, forms, paper_records


def show_paper(screen: Screen, form: str, record: int, label: str) -> None:
    """A paper as it will print."""
    # pdfium and the printer are loaded when a paper is looked at, not before.
    from kcdesk.ui.panels.paper_page import PaperPage

    screen.push(PaperPage(screen, form, record, label), f"{label} 预览")


def choose_period(screen: Screen, form: str, label: str, preferred: Collection[int] = ()) -> None:
    """The paper of the only period, or the list of the periods, at one of those preferred."""

    def came(lines: tuple[PrintableLine, ...]) -> None:
        if len(lines) == 1:
            show_paper(screen, form, lines[0].id, label)
        else:
            screen.push(PeriodPage(screen, form, label, preferred), label)

    screen.desk.ask(paper_records(form=form), came, screen, screen.say_trouble)


def choose_form(screen: Screen, subject: str, title: str, act: Callable[[FormLine], None]) -> None:
    """Which of a stage's papers; where the programme has one only, that one at once."""

    def came(lines: tuple[FormLine, ...]) -> None:
        if len(lines) == 1:
            act(lines[0])
            return
        sheet = dialogs.Sheet(screen, title, "print")
        sheet.body.addWidget(plain_label("请选择要打印的。" if lines else "本方案没有这类文书。"))
        # One beneath the other: names of papers are long, and an office may have its own besides.
        for number, line in enumerate(lines, 1):
            button = QPushButton(f"{line.label}(&{number})" if number < 10 else line.label)
            button.setAutoDefault(True)
            button.clicked.connect(partial(_chosen, sheet, act, line))
            sheet.body.addWidget(button)
        sheet.button("返回(C)", sheet.reject)
        sheet.present()

    screen.desk.ask(forms(subject=subject), came, screen, screen.say_trouble)


def _chosen(
    sheet: dialogs.Sheet, act: Callable[[FormLine], None], line: FormLine, *_: bool
) -> None:
    sheet.accept()
    act(line)


class PeriodPage(ListPage):
    """The periods (or records) a form can be printed of, the newest first; Enter shows one."""

    def __init__(
        self, screen: Screen, form: str, label: str, preferred: Collection[int] = ()
    ) -> None:
        self._screen, self._form, self._label = screen, form, label
        self._preferred = preferred
        table = Table(
            PrintableLine,
            name="paper.periods",
            settings=screen.place.settings,
            unit="项",
            label=label,
            columns=("title", "about", "prints_count", "last_on"),
            widths={"about": 17},
            actions=(
                Action(
                    "预览打印(V)", self._show_line, icon="print", key="Ctrl+P", for_line=True,
                    primary=True,
                ),
            ),
            empty=Empty("没有可以打印的。", "有了相应的业务以后，可以打印的列在这里。"),
        )  # fmt: skip
        table.filter.setPlaceholderText("年、月，编号或名称")
        super().__init__(screen.desk, table, lambda text: paper_records(form=self._form, text=text))
        table.opened.connect(lambda _ident: self._open())
        self.reload()

    def _show(self, lines: Sequence[PrintableLine]) -> None:
        self.table.spare_empty(lines, "about")
        super()._show(lines)
        for ident in self._preferred:
            if self.table.go_to(ident):
                break
        self._preferred = ()

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self._show_line(line)

    def _show_line(self, line: PrintableLine) -> None:
        show_paper(self._screen, self._form, line.id, self._label)
