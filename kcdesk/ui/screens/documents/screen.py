"""文书与表单 on four pages: what was printed, printing many, the forms, checking a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kcdesk.ui.kit import Place, Screen
from kcdesk.ui.panels.choosing import Choose, choose_folder, choose_place, choose_scan
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.ui.screens.documents.batch import BatchPage
from kcdesk.ui.screens.documents.checking import CheckPage
from kcdesk.ui.screens.documents.forms import FormsPage
from kcdesk.ui.screens.documents.prints import PrintsPage
from kcdesk.work.batch_printing import BatchReport, Wanted


class DocumentScreen(Screen):
    """打印记录、成批打印、表单清单、核对纸件。"""

    def __init__(
        self,
        place: Place,
        *,
        choose: Choose = choose_scan,
        save: Choose = choose_place,
        folder: Choose = choose_folder,
    ) -> None:
        super().__init__(place, "文书与表单")
        self._save, self._folder = save, folder
        self.prints_page = PrintsPage(self, choose=choose, place=save)
        self.batch_page = BatchPage(self)
        self.forms_page = FormsPage(self, place=save)
        self.check_page = CheckPage(self, choose=choose)
        self.lists = TabbedLists(
            (
                (self.prints_page, "打印记录"),
                (self.batch_page, "成批打印"),
                (self.forms_page, "表单清单"),
                (self.check_page, "核对纸件"),
            )
        )
        self.prints_table = self.prints_page.table
        self.forms_table = self.forms_page.table
        self.batch_page.done.connect(self._batch_done)
        self.pages.addWidget(self.lists)
        self.setFocusProxy(self.lists)
        self.reload()

    def open_record(self, ident: int) -> None:
        self.prints_page.open_print(ident)

    def start_new(self, **values: Any) -> None:
        """成批打印 of records another screen has marked: `subject` and `records`."""
        self.go_home()
        self.lists.tabs.setCurrentWidget(self.batch_page)
        records: Sequence[int] = values.get("records", ())
        self.batch_page.begin(str(values.get("subject", "")), records)

    def _batch_done(self, report: BatchReport, form: str) -> None:
        # pdfium and the printer stay out of the start.
        from kcdesk.ui.screens.documents.result import ResultPage

        page = ResultPage(
            self,
            report,
            form,
            self.batch_page.forms.currentText(),
            self._again,
            place=self._save,
            folder=self._folder,
        )
        self.push(page, "打印结果")

    def _again(self, wanted: Sequence[Wanted]) -> None:
        self.pop()
        self.batch_page.run(wanted)
