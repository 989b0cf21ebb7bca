"""文书: the forms of a record, previewed as they will print, and the prints already made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, Remark, Screen, Table, theme
from kcdesk.ui.kit.pairs import section
from kcdesk.ui.panels.record import Panel
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
    """A form that can be printed of the record."""

    id: Annotated[int, Field("record", "序号", of="documents")]
    label: Annotated[str, Field("text", "文书")]
    number: Annotated[str, Field("text", "表号")]
    copies: Annotated[str, Field("text", "联次")]
    made: Annotated[str, Field("text", "打印情况")]
    form: Annotated[str, Field("code", "表单")]


class PapersPanel(Panel):
    """Forms above, prints below."""

    title = "文书"
    picture = "print"

    def __init__(self, screen: Screen, subject: str, record: int) -> None:
        super().__init__(screen)
        self._of = (subject, record)
        self._forms: tuple[FormLine, ...] = ()
        look = Action("预览打印(P)", self.preview, icon="print", key="Ctrl+P", for_line=True)
        settings = screen.place.settings
        self.forms = Table(
            PaperLine,
            columns=("label", "copies", "number", "made"),
            actions=(look,),
            may_filter=False,
            freeze=False,
            label="可以打印的文书",
            name="papers",
            unit="种",
            settings=settings,
            empty=Empty("没有这一环节的表单。", "可以在“文书”中添加本单位的表单。"),
        )
        self.forms.opened.connect(lambda _ident: self.preview(self.forms.line()))
        self.prints = Table(
            PrintLine,
            columns=("form", "print_no", "printed_on", "person", "pages_count", "is_draft"),
            may_filter=False,
            freeze=False,
            label="已打印的文书",
            name="papers.printed",
            unit="份",
            settings=settings,
            empty=Empty("还没有打印过。", "打印过的文书会按原样保存在这里，可以随时重看。"),
        )
        self.prints.opened.connect(lambda _ident: self.look(self.prints.line()))
        self.column.addWidget(self.forms, 1)
        self.column.addWidget(section("已打印的文书"))
        self.column.addWidget(self.prints, 1)
        self.column.setSpacing(theme.space(1))
        self.setFocusProxy(self.forms.grid)

    def question(self) -> Any:
        return forms(subject=self._of[0])

    def show_answer(self, answer: Any) -> None:
        self._forms = answer
        subject, record = self._of
        self.desk.ask(prints(subject=subject, record=record), self._show_prints, self, self._failed)

    def _show_prints(self, lines: tuple[PrintLine, ...]) -> None:
        times: dict[str, int] = {}
        for line in lines:
            times[line.form] = max(times.get(line.form, 0), line.print_no)
        self.prints.show_lines(lines)
        self.forms.show_lines(
            tuple(
                PaperLine(
                    number,
                    form.label,
                    form.number,
                    form.copies or "一份",
                    f"已打印{times[form.label]}次" if form.label in times else "未打印",
                    form.value,
                )
                for number, form in enumerate(self._forms, 1)
            )
        )

    def preview(self, line: PaperLine | None) -> None:
        """Show a form as it would print now."""
        if line is not None:
            from kcdesk.ui.panels.paper_page import PaperPage

            page = PaperPage(self.home, line.form, self._of[1], line.label)
            self.home.push(page, f"{line.label} 预览")

    def look(self, line: PrintLine | None) -> None:
        """Show a print as it was made."""
        if line is not None:
            self.desk.ask(
                printed_paper(print_id=line.id),
                lambda paper: self._show_kept(paper, line),
                self,
                self._failed,
            )

    def _show_kept(self, paper: PrintedPaper, line: PrintLine) -> None:
        from kcdesk.ui.panels.paper_page import PaperPage, kept_bytes

        content = kept_bytes(paper)
        if content is None:
            text = f"“{paper.name}”的保存件不在业务库文件夹里。请从备份恢复，或重新打印。"
            self.trouble.say([Remark(text, "stop")])
            return
        page = PaperPage(self.home, paper.form, self._of[1], line.form, kept=(content, paper.name))
        self.home.push(page, f"{line.form} 第{line.print_no}次打印")
