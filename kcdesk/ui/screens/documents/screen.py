"""Forms with what they are for, and the print log; a kept print opens as it was printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kcdesk.ui.kit import Action, Empty, ListPage, Place, Screen, Table
from kcdesk.ui.panels.paper_page import FilePage
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.work.queries.documents import (
    FormLine,
    PrintedPaper,
    PrintLine,
    forms,
    printed_paper,
    prints,
)


class DocumentScreen(Screen):
    """打印记录和表单清单。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "文书与表单")
        self.prints_table = Table(
            PrintLine,
            name="prints",
            settings=place.settings,
            may_filter=False,
            unit="次",
            label="打印记录",
            columns=(
                "form", "record", "print_no", "is_draft", "pages_count", "printed_on", "person",
                "values_sha256",
            ),
            actions=(
                Action("查看打印件(V)", self.open_print, icon="eye", for_line=True, primary=True),
            ),
            empty=Empty(
                "还没有打印过文书。",
                "文书在各项业务里打印：企业申请、代偿申请、会议、兑付各有自己的“文书”页。",
            ),
        )  # fmt: skip
        self.forms_table = Table(
            FormLine,
            name="forms",
            settings=place.settings,
            may_filter=False,
            unit="种",
            label="表单",
            columns=("label", "subject", "number", "copies", "clauses", "is_own", "printed_count"),
        )
        self.prints_page = ListPage(place.desk, self.prints_table, lambda _text: prints())
        self.forms_page = ListPage(place.desk, self.forms_table, lambda _text: forms())
        self.lists = TabbedLists(((self.prints_page, "打印记录"), (self.forms_page, "表单清单")))
        self.pages.addWidget(self.lists)
        self.prints_table.opened.connect(self.open_record)
        self.setFocusProxy(self.prints_table.grid)
        self.reload()

    def open_print(self, line: PrintLine) -> None:
        """The bytes as they were printed."""
        self.open_record(line.id)

    def open_record(self, ident: int) -> None:
        self.desk.ask(
            printed_paper(print_id=ident),
            self._show,
            self,
            self.say_trouble,
        )

    def _show(self, paper: PrintedPaper) -> None:
        page = FilePage(self, Path(paper.file), paper.name, form=paper.form)
        self.push(page, paper.name.removesuffix(".pdf"))

    def start_new(self, **values: Any) -> None:
        del values
