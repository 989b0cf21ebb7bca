"""表单清单: every form, on sample values, checked; its blanks; a copy of one's own and the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import (
    Action,
    Empty,
    ListPage,
    NoticeBar,
    Page,
    Remark,
    Screen,
    Table,
    dialogs,
    theme,
)
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels import OptionFilter
from kcdesk.ui.panels.choosing import Choose
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.paper_page import ViewPage
from kcdesk.work.commands.documents import CopyForm, ReturnForm
from kcdesk.work.paper.form_shelf import BlankLine, FormFinding, FormState
from kcdesk.work.queries.documents import (
    Preview,
    form_blanks,
    form_findings,
    form_sample,
    form_states,
)

SAMPLES = (
    Option("sample", "一般样例"),
    Option("sample_longest", "最长样例"),
    Option("sample_empty", "空白样例"),
)
SIGNS = {
    "有错，不能打印": ("stop", "stop"),
    "本单位改过": ("edit", "text"),
    "本单位自制": ("edit", "text"),
}


class FormsPage(ListPage):
    """The forms there are."""

    help_page = "own_forms"

    def __init__(self, screen: Screen, *, place: Choose) -> None:
        self.home = screen
        self._place = place
        table = Table(
            FormState,
            name="forms",
            settings=screen.place.settings,
            may_filter=False,
            unit="种",
            label="表单",
            columns=(
                "label", "subject", "number", "state", "engine", "copies", "clauses",
                "printed_count",
            ),
            widths={"subject": 6.5, "number": 6.5, "state": 7.5, "engine": 11, "copies": 13},
            signs={"state": lambda line: SIGNS.get(line.state)},
            actions=(
                Action("看样张(V)", self.look, icon="eye", for_line=True, primary=True,
                       may=lambda line: line.is_sound),
                Action("检查(J)", self.check, icon="ok", for_line=True),
                Action("复制来改(W)", self.copy, icon="copy", for_line=True,
                       may=lambda line: not line.is_own),
                Action("打开文件夹(O)", self.open_folder, icon="open", for_line=True,
                       may=lambda line: line.is_own),
                Action("改回原样(R)", self.give_back, icon="undo", for_line=True,
                       may=lambda line: line.is_own and line.is_shipped),
                Action("导出空白清单(X)…", self.export_blanks, icon="export"),
            ),
            empty=Empty("没有表单。", "程序自带的表单不见了，请重新安装本程序。"),
        )  # fmt: skip
        super().__init__(screen.desk, table, lambda _text: form_states())
        table.opened.connect(lambda _ident: self._open())

    def _open(self) -> None:
        line = self.table.line()
        if line is not None and line.is_sound:
            self.look(line)
        elif line is not None:
            self.check(line)

    def look(self, line: FormState) -> None:
        """The form on its samples."""
        self.home.push(SamplePage(self.home, line), f"{line.label} 样张")

    def check(self, line: FormState) -> None:
        """检查."""
        self.home.push(FindingsPage(self.home, line), f"检查 {line.label}")

    def copy(self, line: FormState) -> None:
        """A copy for the office, and its folder to edit it in."""
        self.home.do(CopyForm(form=line.value), then=lambda _done: self._copied(line))

    def _copied(self, line: FormState) -> None:
        text = (
            f"“{line.label}”已复制到业务库文件夹的 forms/{line.value}，从现在起打印用这一份。"
            "文件夹已打开；改完按“检查”。"
        )
        self.home.notices.say([Remark(text, "ok")])

        def came(lines: tuple[FormState, ...]) -> None:
            self.open_folder(next(own for own in lines if own.value == line.value))

        self.desk.ask(form_states(), came, self)

    def open_folder(self, line: FormState) -> None:
        """Where the office's own form is edited."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(line.folder))

    def give_back(self, line: FormState) -> None:
        """Ask, then let the shipped form print again; the office's own is kept."""
        dialogs.question(
            self,
            f"“{line.label}”改回程序自带的样式？",
            "本单位改过的这一份不会丢，移到业务库文件夹的 forms/换下的表单 里，写明日期。"
            "以后打印用程序自带的样式；以前打印的不受影响。",
            yes="改回原样(R)",
            then=lambda: self.home.do(ReturnForm(form=line.value)),
        )

    def export_blanks(self) -> None:
        """A workbook of every blank of every form."""
        self.desk.ask(form_blanks(), self._export, self, self._failed)

    def _export(self, lines: tuple[BlankLine, ...]) -> None:
        export_list(self.home, "表单空白清单", BlankLine, lines, self._place)


class SamplePage(ViewPage):
    """One form on a sample of your choice. Nothing is logged, nothing is of the office's."""

    def __init__(self, screen: Screen, form: FormState) -> None:
        super().__init__(screen)
        self._form = form
        self.sample = OptionFilter("样例", SAMPLES[1:], first=SAMPLES[0], is_bare=True)
        self.sample.chosen.connect(lambda _value: self.reload())
        self.view.tools.add(self.sample)
        self.reload()

    def reload(self) -> None:
        self.desk.ask(
            form_sample(form=self._form.value, sample=self.sample.value),
            self._show,
            self,
            self.failed,
        )

    def _show(self, preview: Preview) -> None:
        self.trouble.clear()
        self.view.show_pdf(
            preview.pdf,
            name=f"{self._form.label}样张",
            notes=("样张上是虚构的内容，只用来看样式，不要签字盖章。", *preview.notes),
        )


class FindingsPage(Page):
    """检查: what is wrong with a form, where, and what to do."""

    def __init__(self, screen: Screen, form: FormState) -> None:
        super().__init__()
        self.desk = screen.desk
        self._form = form
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(2))
        column.setSpacing(theme.space(2))
        self.said = NoticeBar()
        column.addWidget(self.said)
        self.folder = plain_label(f"表单文件夹：{Path(form.folder).name}", select=True)
        self.folder.setProperty("muted", True)
        column.addWidget(self.folder)
        if not form.is_own:
            self.folder.hide()  # a shipped one is not worked on where it lies
        self.table = Table(
            FormFinding,
            name="form_findings",
            settings=screen.place.settings,
            may_filter=False,
            unit="处",
            label="检查发现",
            actions=(
                Action("重新检查(J)", self.reload, icon="refresh", key="F6", primary=True),
                Action("复制全部(Y)", self.copy_all, icon="copy"),
                Action("打开文件夹(O)", self.open_folder, icon="open",
                       is_wanted=lambda: form.is_own),
            ),
            empty=Empty("没有发现问题。", "三份样例都试打过，可以打印。"),
        )  # fmt: skip
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)
        self.reload()

    def reload(self) -> None:
        self.said.say([Remark("正在检查…", "note")])
        self.desk.ask(form_findings(form=self._form.value), self._show, self)

    def copy_all(self) -> None:
        """All of them, with headings, for whoever puts them right."""
        self.table.grid.selectAll()
        self.table.copy(True)
        clip = QGuiApplication.clipboard().text()
        self.said.say([Remark(f"已复制{max(len(clip.splitlines()) - 1, 0)}处。", "ok")])

    def open_folder(self) -> None:
        """Where it is put right."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._form.folder))

    def _show(self, findings: tuple[FormFinding, ...]) -> None:
        self.table.show_lines(findings)
        if findings:
            text = f"发现{len(findings)}处，改好以前不能用这张表单打印。"
            self.said.say([Remark(text, "stop")])
        else:
            self.said.say([Remark("没有发现问题，可以打印。", "ok")])
