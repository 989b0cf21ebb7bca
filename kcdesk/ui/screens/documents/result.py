"""What became of a batch: printed, refused with the reason, not done; and the prints on their way.

Stays on the screen until it is left; can be copied and saved. Sending the prints to the printer
or into files prints nothing anew and counts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from kcdesk.ui.kit import (
    Action,
    NoticeBar,
    Page,
    ProgressDialog,
    Remark,
    Screen,
    Table,
    theme,
)
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.pdf import Joining, with_suffix, write_file
from kcdesk.ui.panels.choosing import Choose
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.paper_page import FilePage, ViewPage
from kcdesk.work.batch_printing import BatchLine, BatchReport, Wanted, save_each

SIGNS = {"printed": ("ok", "ok"), "refused": ("stop", "stop"), "left": ("note", "text")}


class ResultPage(Page):
    """One batch."""

    def __init__(
        self,
        screen: Screen,
        report: BatchReport,
        form: str,
        title: str,
        again: Callable[[Sequence[Wanted]], None],
        *,
        place: Choose,
        folder: Choose,
    ) -> None:
        """`again` prints those that were not printed once more."""
        super().__init__()
        self.home, self.desk = screen, screen.desk
        self.report, self._form, self._title, self._again = report, form, title, again
        self._place, self._folder = place, folder
        self._joining: Joining | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        self.said, self.notices = NoticeBar(), NoticeBar()
        column.addWidget(self.said)
        column.addWidget(self.notices)
        self.table = Table(
            BatchLine,
            name="batch_result",
            settings=screen.place.settings,
            unit="份",
            label="成批打印的结果",
            columns=("title", "about", "state", "reason", "pages_count", "name"),
            widths={"about": 17, "state": 7.5, "name": 20},
            may_filter=False,
            signs={"state": lambda line: SIGNS[line.state]},
            actions=(
                Action("送打印机(P)…", self.send, icon="print", primary=True,
                       is_wanted=lambda: bool(self.files)),
                Action("存为一个 PDF(A)…", self.save_one, icon="save",
                       is_wanted=lambda: bool(self.files)),
                Action("每份存一个 PDF(E)…", self.save_each, icon="save",
                       is_wanted=lambda: bool(self.files)),
                Action("看这一份(V)", self.look, icon="eye", for_line=True,
                       may=lambda line: bool(line.file)),
                Action("再打没打成的(J)", self.again, icon="refresh",
                       is_wanted=lambda: bool(self.missing)),
                Action("保存结果(X)…", self.save_result, icon="export"),
            ),
        )  # fmt: skip
        column.addWidget(self.table, 1)
        self.table.opened.connect(lambda _ident: self._look())
        self.setFocusProxy(self.table.grid)
        self.table.spare_empty(report.lines, "about", "reason", "pages_count", "name")
        self.table.show_lines(report.lines)
        is_whole = not self.missing
        cure = "纸还没有出来，请按“送打印机”，或者存成 PDF。" if self.files else ""
        cure += "" if is_whole else "没有打成的，原因写在“原因和办法”里，办好后按“再打没打成的”。"
        self.said.say([Remark(f"{report.summary}{cure}", "ok" if is_whole else "warning")])

    @property
    def files(self) -> list[Path]:
        """The prints made, in order."""
        return [Path(line.file) for line in self.report.lines if line.file]

    @property
    def missing(self) -> list[BatchLine]:
        """Those not printed."""
        return [line for line in self.report.lines if line.state != "printed"]

    def reload(self) -> None:
        """What became of a batch never changes."""

    def retire(self) -> None:
        if self._joining is not None:
            self._joining.stop()
            self._joining = None

    def look(self, line: BatchLine) -> None:
        """One print as it was made."""
        self.home.push(FilePage(self.home, Path(line.file), line.name, form=self._form), line.title)

    def _look(self) -> None:
        line = self.table.line()
        if line is not None and line.file:
            self.look(line)

    def again(self) -> None:
        """Those not printed, once more; a page of results of their own."""
        self._again([Wanted(line.id, line.title, line.about) for line in self.missing])

    # -- the prints together -----------------------------------------------------------------------------

    def send(self) -> None:
        """All of them in one job: a preview with the print pane open."""
        if not self._has_prints():
            return
        name = f"{self._title}{len(self.files)}份"
        self.home.push(JoinedPage(self.home, self.files, name, self._form), "全部打印件")

    def save_one(self) -> None:
        """All of them in one file."""
        if not self._has_prints():
            return
        chosen = self._place(self, f"{self._title}{len(self.files)}份.pdf")
        if chosen:
            path = with_suffix(Path(chosen), ".pdf")
            self._join(lambda content: self.notices.say([write_file(path, content)]))

    def save_each(self) -> None:
        """Each in a file of its own, into a folder."""
        chosen = self._folder(self, "存到哪个文件夹") if self._has_prints() else ""
        if not chosen:
            return
        lines = self.report.lines
        running = self.desk.background(
            "存打印件",
            lambda progress, cancelled: save_each(
                Path(chosen), lines, progress=progress, cancelled=cancelled
            ),
            lambda count: self.notices.say(
                [Remark(f"{count}份已存到 {Path(chosen).name} 文件夹，每份一个文件。", "ok")]
            ),
            self,
            lambda trouble: self.notices.say([Remark(trouble_text(trouble), "stop")]),
        )
        ProgressDialog.watch(self, running)

    def save_result(self) -> None:
        """The list itself, as a workbook."""
        export_list(self.home, "成批打印结果", BatchLine, self.report.lines, self._place)

    def _has_prints(self) -> bool:
        if not self.files:
            self.notices.say(
                [Remark("这一批一份也没有打成，没有可以送打印机或保存的。", "warning")]
            )
        return bool(self.files) and self._joining is None

    def _join(self, then: Callable[[bytes], object]) -> None:
        def came(content: bytes) -> None:
            self._joining = None
            self.notices.clear()
            then(content)

        def failed() -> None:
            self._joining = None

        self._joining = join(self, self.files, self.notices, came, failed)


class JoinedPage(ViewPage):
    """All the prints of a batch as one paper, ready for the printer."""

    def __init__(self, screen: Screen, files: Sequence[Path], name: str, form: str) -> None:
        super().__init__(screen)
        self._name, self._form = name, form
        self._joining: Joining | None = join(self, files, self.trouble, self._show, self._stop)

    def reload(self) -> None:
        """Prints never change."""

    def retire(self) -> None:
        if self._joining is not None:
            self._joining.stop()
        super().retire()

    def _show(self, content: bytes) -> None:
        self._joining = None
        self.trouble.clear()
        self.view.show_pdf(content, name=self._name, form=self._form)
        self.view.print_pages()

    def _stop(self) -> None:
        self._joining = None


def join(
    owner: QObject,
    files: Sequence[Path],
    notices: NoticeBar,
    came: Callable[[bytes], None],
    failed: Callable[[], None],
) -> Joining:
    """Lay files one behind the other, telling how far it is, or that one is gone."""
    joining = Joining(files, owner)

    def say_gone(_name: str) -> None:
        failed()
        text = "有打印件的文件不在业务库文件夹里，不能合在一起。请从最近的备份恢复。"
        notices.say([Remark(text, "stop")])

    joining.progressed.connect(
        lambda done, total: notices.say([Remark(f"正在合并，第{done}份，共{total}份。", "note")])
    )
    joining.joined.connect(came)
    joining.failed.connect(say_gone)
    return joining
