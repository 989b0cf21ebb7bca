"""打印记录: every print, whether it is back signed, its bytes as they were printed, its scans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kcdesk.ui.kit import Action, Empty, ListPage, Screen, Table
from kcdesk.ui.panels import OptionFilter
from kcdesk.ui.panels.choosing import Choose
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.papers import SIGNING_SIGNS, SIGNING_WORDS
from kcdesk.work.commands.documents import AttachScan
from kcdesk.work.paper.print_log import SIGNINGS, PrintLine
from kcdesk.work.queries.documents import (
    AttachmentLine,
    PrintedPaper,
    print_scans,
    printed_paper,
    prints,
)

COLUMNS = (
    "form", "record", "print_no", "signing", "is_draft", "pages_count", "printed_on", "person",
    "code",
)  # fmt: skip


class PrintsPage(ListPage):
    """The print log."""

    def __init__(self, screen: Screen, *, choose: Choose, place: Choose) -> None:
        self.home = screen
        self._choose, self._place = choose, place
        self.signing = OptionFilter("签字件(&T)", _filters())
        table = Table(
            PrintLine,
            name="prints",
            settings=screen.place.settings,
            unit="次",
            label="打印记录",
            columns=COLUMNS,
            widths={"person": 6, "code": 14},
            signs={"signing": lambda line: SIGNING_SIGNS.get(SIGNING_WORDS[line.signing])},
            actions=(
                Action("查看打印件(V)", self.look, icon="eye", for_line=True, primary=True),
                Action(
                    "附签字件(Y)", self.attach, icon="add", key="Ins", for_line=True,
                    may=lambda line: line.signing in {"out", "back", "again"},
                ),
                Action(
                    "看签字件(U)", self.look_at_scan, icon="eye", for_line=True,
                    may=lambda line: line.is_signed_back,
                ),
                Action("导出(E)…", self.export, icon="export"),
            ),
            empty=Empty(
                "还没有打印过文书。",
                "文书在各项业务的“文书”页里打印；很多份的，到“成批打印”页。",
            ),
        )  # fmt: skip
        super().__init__(screen.desk, table, self._question)
        table.filter.setPlaceholderText("文书、编号或名称、校验码")
        table.add_filter(self.signing)
        self.signing.chosen.connect(self._filter_chosen)
        table.opened.connect(self.open_print)

    def _question(self, text: str) -> Any:
        return prints(text=text, signing=self.signing.value)

    def _filter_chosen(self, _value: str) -> None:
        self.table.say_also(self.signing.words)
        self.reload()

    def look(self, line: PrintLine) -> None:
        """The bytes as they were printed."""
        self.open_print(line.id)

    def open_print(self, ident: int) -> None:
        """The same, by its id."""
        self.desk.ask(printed_paper(print_id=ident), self._show_print, self, self._failed)

    def _show_print(self, paper: PrintedPaper) -> None:
        from kcdesk.ui.panels.paper_page import FilePage

        page = FilePage(self.home, Path(paper.file), paper.name, form=paper.form)
        self.home.push(page, paper.name.removesuffix(".pdf"))

    def attach(self, line: PrintLine) -> None:
        """The signed and sealed scan of this print."""
        chosen = self._choose(self, f"选择{line.form}的签字盖章扫描件")
        if chosen:
            self.home.do(AttachScan(print=line.id, file=chosen))

    def look_at_scan(self, line: PrintLine) -> None:
        """The scan that came last."""
        self.desk.ask(print_scans(print_id=line.id), self._show_scan, self, self._failed)

    def _show_scan(self, scans: tuple[AttachmentLine, ...]) -> None:
        from kcdesk.ui.panels.paper_page import FilePage

        scan = scans[-1]
        self.home.push(FilePage(self.home, Path(scan.file), scan.name), scan.label)

    def export(self) -> None:
        """The lines shown, as a workbook."""
        lines = [
            x for row in range(self.table.model.rowCount()) if (x := self.table.model.line(row))
        ]
        export_list(self.home, "打印记录", PrintLine, lines, self._place)


def _filters() -> tuple[Any, ...]:
    """未签回 first: what somebody has to run after."""
    from kcdesk.kernel.kinds import Option

    return (Option("out", "只看未签回"), *(o for o in SIGNINGS if o.value != "out"))
