"""文书: every paper of a record and of what hangs on it, and every print that was made of them.

How each stands is said in words with an icon: may it be printed, is it back signed. Signed scans
are attached here and looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, Remark, Screen, dialogs
from kcdesk.ui.panels.choosing import SCANS, Choose, choose_scan
from kcdesk.ui.panels.history import HistoryPanel
from kcdesk.ui.panels.record import RecordPage, TablePanel
from kcdesk.work.commands.documents import AttachScan, RemoveAttachment
from kcdesk.work.paper.print_log import SIGNINGS, PrintLine
from kcdesk.work.queries.documents import (
    AttachmentLine,
    FormLine,
    PaperCard,
    PaperChoice,
    PrintedPaper,
    forms,
    paper_card,
    print_scans,
    printed_paper,
)

WIDTHS = {
    "state": 7.5, "times": 7.5, "signing": 7.5, "person": 6, "about": 19, "copies": 13, "number": 7,
}  # fmt: skip
EMPTY = {
    "loans": "登记展期以后，这里就有展期备案表。",
    "partners": "登记协议、暂停、保证金划扣以后，它们的文书就在这里。",
}
SIGNING_WORDS = {o.value: o.label for o in SIGNINGS}
SIGNING_SIGNS = {
    "已签回": ("ok", "ok"),
    "未签回": ("warning", "warning"),
}
STATE_SIGNS = {
    "草稿": ("edit", "warning"),
    "可打印": ("print", "text"),
    "原件": ("document", "text"),
    "草稿原件": ("document", "text"),
}


@dataclass(frozen=True)
class PaperLine:
    """A form that can be printed of the record, or a print that was made of it."""

    id: Annotated[int, Field("record", "序号", of="documents")]
    label: Annotated[str, Field("text", "文书")]
    about: Annotated[str, Field("text", "关于")]
    state: Annotated[str, Field("text", "打印情况")]
    times: Annotated[str, Field("text", "次数")]
    signing: Annotated[str, Field("text", "签字件")]
    printed_on: Annotated[date | None, Field("day", "打印日期")]
    person: Annotated[str, Field("text", "打印人")]
    copies: Annotated[str, Field("text", "联次")]
    number: Annotated[str, Field("text", "表号")]
    form: Annotated[str, Field("code", "表单")]
    record: Annotated[int, Field("whole", "记录编号")]
    print_id: Annotated[int, Field("whole", "打印编号")]
    newest_print: Annotated[int, Field("whole", "最近一次打印")]
    is_signed: Annotated[bool, Field("flag", "要签字盖章")]


def add_papers(page: RecordPage, screen: Screen, subject: str, record: int) -> None:
    """Lay the tab on a record's page, before its history, where there is a form of such records."""

    def came(found: tuple[FormLine, ...]) -> None:
        if any(form.is_of_record for form in found):
            history = next((p for p in page.panels if isinstance(p, HistoryPanel)), None)
            at = -1 if history is None else page.card.tabs.indexOf(history)
            page.add(PapersPanel(screen, subject, record), at=at)

    screen.desk.ask(forms(subject=subject), came, page, screen.say_trouble)


class PapersPanel(TablePanel):
    """What can be printed now on top, beneath it every print as it was made."""

    title = "文书"
    picture = "print"

    def __init__(
        self, screen: Screen, subject: str, record: int, *, choose: Choose = choose_scan
    ) -> None:
        self._of = (subject, record)
        self._choose = choose
        super().__init__(
            screen,
            PaperLine,
            columns=(
                "label", "about", "state", "times", "signing", "printed_on", "person", "copies", "number",
            ),
            widths=WIDTHS,
            actions=(
                Action("预览打印(V)", self.look, icon="print", key="Ctrl+P", for_line=True),
                Action(
                    "附签字件(Y)", self.attach, icon="add", key="Ins", for_line=True,
                    may=lambda line: bool(line.newest_print) and line.is_signed,
                ),
                Action(
                    "看签字件(U)", self.look_at_scan, icon="eye", for_line=True,
                    may=lambda line: line.signing == SIGNING_WORDS["back"],
                ),
                Action(
                    "移除签字件(C)", self.remove_scan, icon="delete", key="Del", for_line=True,
                    may=lambda line: line.signing == SIGNING_WORDS["back"],
                ),
            ),
            name="papers",
            unit="件",
            empty=Empty(
                "现在没有要打印的文书。", EMPTY.get(subject, "办到要打文书的那一步，文书就在这里。")
            ),
            signs={
                "state": lambda line: STATE_SIGNS.get(line.state),
                "signing": lambda line: SIGNING_SIGNS.get(line.signing),
            },
        )  # fmt: skip
        self.table.opened.connect(lambda _ident: self._open())

    def question(self) -> Any:
        subject, record = self._of
        return paper_card(subject=subject, record=record)

    def show_answer(self, answer: PaperCard) -> None:
        newest: dict[tuple[str, int], int] = {}
        for line in answer.prints:  # the newest first
            newest.setdefault((line.form_id, line.subject_id), line.id)
        choices = {(p.form, p.record): p for p in answer.papers}
        lines = [
            _of_paper(-number, paper, newest.get(key, 0))
            for number, (key, paper) in enumerate(choices.items(), 1)
        ]
        lines += [_of_print(p, choices[p.form_id, p.subject_id]) for p in answer.prints]
        self.table.spare_empty(lines, "about", "number")
        self.table.show_lines(tuple(lines))
        self.titled.emit(self._title(answer))

    def _title(self, answer: PaperCard) -> str:
        """``文书（已打印3，未签回1）``."""
        out = sum(line.signing == "out" for line in answer.prints)
        told = [f"已打印{len(answer.prints)}"] if answer.prints else []
        told += [f"未签回{out}"] if out else []
        return f"{self.title}（{'，'.join(told)}）" if told else self.title

    # -- looking ----------------------------------------------------------------------------------------

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

        page = PaperPage(self.home, line.form, line.record, line.label)
        self.home.push(page, f"{line.label} 预览")

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.look(line)

    def _show_kept(self, paper: PrintedPaper, line: PaperLine) -> None:
        from kcdesk.ui.panels.paper_page import FilePage

        page = FilePage(self.home, Path(paper.file), paper.name, form=paper.form)
        self.home.push(page, f"{line.label} {line.times}")

    # -- signed papers --------------------------------------------------------------------------------------

    def attach(self, line: PaperLine) -> None:
        """The signed and sealed paper, scanned, to the print it is of."""
        chosen = self._choose(self, f"选择{line.label}的签字盖章扫描件", SCANS)
        if chosen:
            self.home.do(AttachScan(print=line.newest_print, file=chosen))

    def look_at_scan(self, line: PaperLine) -> None:
        """The scan that came last."""

        def came(scans: tuple[AttachmentLine, ...]) -> None:
            from kcdesk.ui.panels.paper_page import FilePage

            scan = scans[-1]
            page = FilePage(self.home, Path(scan.file), scan.name)
            self.home.push(page, f"{line.label} 签字件")
            if len(scans) > 1:
                text = f"这次打印共附了{len(scans)}份签字件，这里是最后附的一份。"
                page.trouble.say([Remark(text, "note")])

        self.desk.ask(print_scans(print_id=line.newest_print), came, self, self._failed)

    def remove_scan(self, line: PaperLine) -> None:
        """Ask, then take the scan that came last off its print; undo brings it back."""

        def came(scans: tuple[AttachmentLine, ...]) -> None:
            scan = scans[-1]
            dialogs.question(
                self,
                "移除这份签字件？",
                f"{scan.label}（{scan.name}）\n\n移除后可以在“办理记录”中撤销。",
                yes="移除(D)",
                then=lambda: self.home.do(RemoveAttachment(attachment=scan.id)),
            )

        self.desk.ask(print_scans(print_id=line.newest_print), came, self, self._failed)


def _of_paper(ident: int, paper: PaperChoice, newest_print: int) -> PaperLine:
    times = f"已打印{paper.prints_count}次" if paper.prints_count else ""
    if not paper.is_signed:
        signing = SIGNING_WORDS["none"]
    elif not paper.prints_count:
        signing = ""
    elif paper.is_draft:
        signing = SIGNING_WORDS["draft"]
    else:
        signing = SIGNING_WORDS["back" if paper.is_signed_back else "out"]
    return PaperLine(
        ident, paper.label, paper.about, "草稿" if paper.is_draft else "可打印", times, signing,
        paper.last_on, "", paper.copies or "一份", paper.number, paper.form, paper.record, 0,
        newest_print, paper.is_signed,
    )  # fmt: skip


def _of_print(line: PrintLine, paper: PaperChoice) -> PaperLine:
    return PaperLine(
        line.id, line.form, paper.about, "草稿原件" if line.is_draft else "原件",
        f"第{line.print_no}次打印", SIGNING_WORDS[line.signing], line.printed_on, line.person, "",
        paper.number, paper.form, paper.record, line.id, line.id, paper.is_signed,
    )  # fmt: skip
