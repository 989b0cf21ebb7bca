"""The pages of the whole list: what it ought to change to, its versions, who is banned."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Action, Empty, ListPage, Screen, Table
from kcdesk.ui.panels import OptionFilter
from kcdesk.ui.panels.choosing import Choose
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.periods import choose_period, show_paper
from kcdesk.work.commands.enterprises.changes import ApplyListChanges
from kcdesk.work.commands.enterprises.versions import FreezeList, RecordDelivery
from kcdesk.work.queries.enterprises.standing import BanLine, bans
from kcdesk.work.queries.enterprises.versions import (
    CHANGES,
    ListDifferenceLine,
    ListedLine,
    ListVersionLine,
    ProposedChangeLine,
    list_differences,
    list_version_lines,
    list_versions,
    proposed_changes,
)

CHOOSING = "按住 Ctrl 或 Shift 可选几家，Ctrl+A 全选"


def _table(screen: Screen, line_type: type, label: str, **options: Any) -> Table:
    return Table(
        line_type,
        may_filter=False,
        label=label,
        settings=screen.place.settings,
        **options,
    )


class ProposalPage(ListPage):
    """调整建议: who may come in, who should leave, picked and done by one document."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.change = OptionFilter("建议(&T)", CHANGES)
        table = _table(
            screen,
            ProposedChangeLine,
            "名录调整建议",
            columns=(
                "change", "name", "since_on", "reason", "loans_count", "outstanding", "clauses",
                "uscc",
            ),
            name="enterprise.proposals",
            unit="家",
            actions=(Action("办理选中的(S)", self.apply, icon="ok", for_line=True, primary=True),),
            empty=Empty("名录没有要调整的。", "资质到期、名录到期、有新资质的企业会列在这里。"),
        )  # fmt: skip
        table.add_filter(self.change)
        super().__init__(
            screen.desk, table, lambda _text: proposed_changes(change=self.change.value)
        )
        self.change.chosen.connect(lambda _value: self.reload())
        table.say_also(CHOOSING, narrows=False)
        table.opened.connect(screen.open_record)
        self.reload()

    def apply(self, _line: ProposedChangeLine) -> None:
        """办理名录调整 of every line that is selected."""
        lines = self.table.lines()
        ins = sum(1 for line in lines if line.change == "add")
        self._screen.edit(
            ApplyListChanges,
            title=f"办理名录调整：{len(lines)}家",
            values={
                "enterprises": tuple(line.id for line in lines),
                "changed_on": self._screen.place.sources.today(),
            },
            hidden=("enterprises",),
            save_label="办理",
            explain=f"纳入{ins}家、调出{len(lines) - ins}家，由复核人员办理；可以整批撤销。",
        )


class VersionPage(ListPage):
    """名录版次: frozen, given out, compared."""

    def __init__(self, screen: Screen, save_as: Choose) -> None:
        self._screen, self._save_as = screen, save_as
        table = _table(
            screen,
            ListVersionLine,
            "名录版次",
            columns=(
                "ordinal", "frozen_on", "firms_count", "document_no", "next_on", "is_due",
                "deliveries", "note",
            ),
            name="enterprise.versions",
            unit="版",
            direct=5,
            actions=(
                Action("名录定版(A)", self.freeze, icon="add", key="Ins"),
                Action("打印汇总表(P)", self.print_summary, icon="print", key="Ctrl+P"),
                Action("打印公示名单(G)", self.print_public, icon="print"),
                Action("登记送达(S)", self.deliver, for_line=True),
                Action("与上一版比较(D)", self.compare, for_line=True, may=_has_earlier),
            ),
            empty=Empty(
                "名录还没有定过版。",
                "定版把当天的在库企业固定下来，送银行、担保公司；以后随时能查那一版有谁。",
                "名录定版(A)",
                self.freeze,
            ),
        )  # fmt: skip
        super().__init__(screen.desk, table, lambda _text: list_versions())
        table.opened.connect(lambda _ident: self.show_firms(table.line()))
        self.reload()

    def freeze(self) -> None:
        """名录定版 as of today."""
        self._screen.edit(
            FreezeList,
            values={"frozen_on": self._screen.place.sources.today()},
            save_label="定版",
            explain="由复核人员办理。按这一天结束时的在库企业定版，定版以后不再变。",
        )

    def deliver(self, line: ListVersionLine) -> None:
        """登记名录送达。"""
        self._screen.edit(
            RecordDelivery,
            title=f"登记名录送达：第{line.ordinal}版",
            values={"version": line.id, "delivered_on": self._screen.place.sources.today()},
            hidden=("version",),
        )

    def print_summary(self) -> None:
        """名录库汇总表 of a version, or of today."""
        self._print("list_summary", "企业名录库汇总表")

    def print_public(self) -> None:
        """公示名单 of a version, or of today."""
        self._print("public_list", "公示名单")

    def _print(self, form: str, label: str) -> None:
        line = self.table.line()
        choose_period(self._screen, form, label, () if line is None else (line.id,))

    def show_firms(self, line: ListVersionLine | None) -> None:
        """Who stood on it."""
        if line is not None:
            title = f"名录第{line.ordinal}版"
            self._screen.push(ListedPage(self._screen, line.id, title, self._save_as), title)

    def compare(self, line: ListVersionLine) -> None:
        """What changed since the version before."""
        earlier = next(v for v in self._lines() if v.ordinal == line.ordinal - 1)
        title = f"第{line.ordinal}版比第{earlier.ordinal}版"
        page = DifferencePage(self._screen, earlier.id, line.id, title, self._save_as)
        self._screen.push(page, title)

    def _lines(self) -> tuple[ListVersionLine, ...]:
        found = (self.table.model.line(n) for n in range(self.table.model.rowCount()))
        return tuple(line for line in found if line is not None)


def _has_earlier(line: ListVersionLine) -> bool:
    return line.ordinal > 1


class ListedPage(ListPage):
    """Who stood on a version."""

    def __init__(self, screen: Screen, version: int, title: str, save_as: Choose) -> None:
        table = _table(
            screen,
            ListedLine,
            title,
            name="enterprise.listed",
            unit="家",
            actions=(
                Action("导出(X)", lambda: _export(screen, title, table, save_as), icon="export"),
            ),
        )
        super().__init__(screen.desk, table, lambda _text: list_version_lines(version=version))
        table.opened.connect(screen.open_record)
        self.reload()


class DifferencePage(ListPage):
    """What changed between two versions, and the loans it means something to."""

    def __init__(
        self, screen: Screen, before: int, after: int, title: str, save_as: Choose
    ) -> None:
        table = _table(
            screen,
            ListDifferenceLine,
            title,
            name="enterprise.differences",
            unit="家",
            columns=(
                "difference", "name", "told", "loans_count", "outstanding", "effect", "uscc",
            ),
            actions=(
                Action("导出(X)", lambda: _export(screen, title, table, save_as), icon="export"),
            ),
            empty=Empty("两版名录没有差别。"),
        )  # fmt: skip
        super().__init__(
            screen.desk, table, lambda _text: list_differences(before=before, after=after)
        )
        table.opened.connect(screen.open_record)
        self.reload()


class BanPage(ListPage):
    """禁入名单: who is banned now; Enter opens the firm."""

    def __init__(self, screen: Screen, save_as: Choose) -> None:
        table = _table(
            screen,
            BanLine,
            "禁入名单",
            columns=("enterprise_name", "uscc", "kind", "from_on", "document_no", "reason"),
            name="enterprise.bans",
            unit="条",
            actions=(
                Action(
                    "导出(X)", lambda: _export(screen, "禁入名单", table, save_as), icon="export"
                ),
                Action(
                    "打印禁入名单(P)",
                    lambda: show_paper(screen, "ban_list", 0, "禁入名单"),
                    icon="print",
                    key="Ctrl+P",
                ),
            ),
            empty=Empty("禁入名单是空的。", "违约、骗贷的企业，打开企业在“不良与禁入”页列入。"),
        )
        super().__init__(screen.desk, table, lambda _text: bans())
        table.opened.connect(lambda _ident: self._open(screen))
        self.reload()

    def _open(self, screen: Screen) -> None:
        line = self.table.line()
        if line is not None:
            screen.open_record(line.enterprise)


def _export(screen: Screen, title: str, table: Table, save_as: Choose) -> None:
    found = (table.model.line(row) for row in range(table.model.rowCount()))
    lines = tuple(line for line in found if line is not None)
    if lines:
        export_list(screen, title, type(lines[0]), lines, save_as)
