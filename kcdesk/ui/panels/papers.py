"""文书: the forms of a record, previewed as they will print, and the prints already made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, Screen
from kcdesk.ui.panels.history import HistoryPanel
from kcdesk.ui.panels.record import RecordPage, TablePanel
from kcdesk.work.queries.documents import (
    FormLine,
    PrintedPaper,
    PrintLine,
    forms,
    printed_paper,
    prints,
)


@dataclass(frozen=True)
class PaperLine:
    """A form that can be printed of the record, or a print that was made of it."""

    id: Annotated[int, Field("record", "序号", of="documents")]
    label: Annotated[str, Field("text", "文书")]
    state: Annotated[str, Field("text", "打印情况")]
    printed_on: Annotated[date | None, Field("day", "打印日期")]
    person: Annotated[str, Field("text", "打印人")]
    copies: Annotated[str, Field("text", "联次")]
    number: Annotated[str, Field("text", "表号")]
    form: Annotated[str, Field("code", "表单")]
    print_id: Annotated[int, Field("whole", "打印编号")]


def add_papers(page: RecordPage, screen: Screen, subject: str, record: int) -> None:
    """Lay the tab on a record's page, before its history, where there is a form of such records."""

    def came(found: tuple[FormLine, ...]) -> None:
        if found:
            history = next((p for p in page.panels if isinstance(p, HistoryPanel)), None)
            at = -1 if history is None else page.card.tabs.indexOf(history)
            page.add(PapersPanel(screen, subject, record), at=at)

    screen.desk.ask(forms(subject=subject), came, page, screen.say_trouble)


class PapersPanel(TablePanel):
    """What can be printed now on top, beneath it every print as it was made."""

    title = "文书"
    picture = "print"

    def __init__(self, screen: Screen, subject: str, record: int) -> None:
        self._of = (subject, record)
        self._forms: tuple[FormLine, ...] = ()
        super().__init__(
            screen,
            PaperLine,
            columns=("label", "state", "printed_on", "person", "copies", "number"),
            actions=(Action("预览打印(V)", self.look, icon="print", key="Ctrl+P", for_line=True),),
            name="papers",
            unit="件",
            empty=Empty("没有这一环节的表单。", "本单位的表单放在业务库文件夹的 forms 文件夹里。"),
        )
        self.table.opened.connect(lambda _ident: self._open())

    def question(self) -> Any:
        return forms(subject=self._of[0])

    def show_answer(self, answer: Any) -> None:
        self._forms = answer
        subject, record = self._of
        self.desk.ask(prints(subject=subject, record=record), self._show_prints, self, self._failed)

    def _show_prints(self, printed: tuple[PrintLine, ...]) -> None:
        times: dict[str, int] = {}
        for line in printed:
            times[line.form] = max(times.get(line.form, 0), line.print_no)
        papers = [
            PaperLine(
                -number, form.label,
                f"已打印{times[form.label]}次" if form.label in times else "可打印",
                None, "", form.copies or "一份", form.number, form.value, 0,
            )
            for number, form in enumerate(self._forms, 1)
        ]  # fmt: skip
        ids = {form.label: form for form in self._forms}
        papers += [
            PaperLine(
                line.id, line.form, f"第{line.print_no}次打印的原件", line.printed_on, line.person,
                "", ids[line.form].number if line.form in ids else "",
                ids[line.form].value if line.form in ids else "", line.id,
            )
            for line in printed
        ]  # fmt: skip
        self.table.show_lines(tuple(papers))
        self.titled.emit(f"{self.title}（已打印{len(printed)}）" if printed else self.title)

    def look(self, line: PaperLine) -> None:
        """A form as it would print now; a print as it was made."""
        if line.print_id:
            self.desk.ask(
                printed_paper(print_id=line.print_id),
                lambda paper: self._show_kept(paper, line),
                self,
                self._failed,
            )
            return
        from kcdesk.ui.panels.paper_page import PaperPage

        page = PaperPage(self.home, line.form, self._of[1], line.label)
        self.home.push(page, f"{line.label} 预览")

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.look(line)

    def _show_kept(self, paper: PrintedPaper, line: PaperLine) -> None:
        from kcdesk.ui.panels.paper_page import FilePage

        page = FilePage(self.home, Path(paper.file), paper.name, form=paper.form)
        self.home.push(page, f"{line.label} {line.state}")
