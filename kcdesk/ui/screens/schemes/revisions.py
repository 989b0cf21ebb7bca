"""版本: the revisions, what each changed and decided, and which one decided a past case."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import (
    Action,
    Card,
    CardLooks,
    CardPage,
    Chip,
    Empty,
    Group,
    ListPage,
    Screen,
    Table,
)
from kcdesk.work.queries.schemes import (
    ChangeLine,
    DecisionCard,
    DecisionLine,
    RevisionLine,
    decision_card,
    revision_changes,
    revision_decisions,
    scheme_revisions,
)

DECISION_LOOKS = CardLooks(
    title=lambda card: f"{card.sort}　{card.number}",
    chips=lambda card: (
        (Chip("方案文本核对相符", "ok"),)
        if card.is_proven
        else (Chip("方案文本与校验码不符", "stop"),)
    ),
    sections=(Group("", ("firm", "decided_on", "revision", "sha256")),),
    left_out=("sort", "number", "is_proven"),
)


class RevisionPage(ListPage):
    """The revisions of the programme, the newest first."""

    help_page = "scheme_revisions"

    def __init__(self, screen: Screen) -> None:
        self.home = screen
        table = Table(
            RevisionLine,
            columns=(
                "from_on", "state", "document_no", "note", "decided", "adopted_on", "revision",
            ),
            name="revisions",
            settings=screen.place.settings,
            may_filter=False,
            unit="个",
            label="版本",
            actions=(
                Action(
                    "已作决定(D)", self.show_decided, icon="why", for_line=True, primary=True
                ),
                Action("改动(C)", self.show_changes, icon="history", for_line=True),
                Action("查找决定(F)", self.show_all, icon="search"),
            ),
        )  # fmt: skip
        super().__init__(screen.desk, table, lambda _text: scheme_revisions())
        table.opened.connect(lambda _ident: self._open())

    def show_decided(self, line: RevisionLine) -> None:
        """What was decided under a revision."""
        self._decisions(f"{line.from_on.isoformat()}起的版本所作决定", line.id)

    def show_all(self) -> None:
        """Every decision with its revision: find the past case here."""
        self._decisions("已作决定和所依版本", None)

    def show_changes(self, line: RevisionLine) -> None:
        """What a revision changed of the text before it."""
        table = Table(
            ChangeLine,
            columns=("sign", "line", "text"),
            name="revision_changes",
            settings=self.home.place.settings,
            may_filter=False,
            freeze=False,
            unit="行",
            label="改动",
            empty=Empty("这是第一个版本，没有改动。"),
        )
        page = ListPage(self.desk, table, lambda _text: revision_changes(revision=line.id))
        self.home.push(page, f"{line.from_on.isoformat()}起的版本的改动")
        page.reload()

    def _decisions(self, title: str, revision: int | None) -> None:
        page = DecisionPage(self.home, revision)
        self.home.push(page, title)
        page.reload()

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.show_decided(line)


class DecisionPage(ListPage):
    """Decisions with the revision each was made under."""

    help_page = "scheme_revisions"

    def __init__(self, screen: Screen, revision: int | None) -> None:
        self.home = screen
        table = Table(
            DecisionLine,
            columns=("sort", "number", "firm", "decided_on", "revision"),
            name="decisions",
            settings=screen.place.settings,
            unit="项",
            label="决定",
            actions=(
                Action("依据(W)", self.show_why, icon="why", for_line=True, primary=True),
                Action("打开记录(O)", self.go, icon="open", for_line=True),
            ),
            empty=Empty("还没有按这个版本作出决定。"),
        )
        table.filter.setPlaceholderText("编号或企业名称")
        super().__init__(screen.desk, table, lambda text: self._ask_for(revision, text))
        table.opened.connect(lambda _ident: self._open())

    def _ask_for(self, revision: int | None, text: str) -> Any:
        return revision_decisions(revision=revision, find=text)

    def show_why(self, line: DecisionLine) -> None:
        """The decision step by step, under its revision."""
        card = Card(DecisionCard, DECISION_LOOKS, settings=self.home.place.settings)
        page = CardPage(self.desk, card, lambda: decision_card(event=line.event, row=line.row))
        self.home.push(page, f"{line.sort} {line.number}")

    def go(self, line: DecisionLine) -> None:
        """The record on whose card the decision stands."""
        self.home.navigate.emit(line.stage, line.record)

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.show_why(line)
