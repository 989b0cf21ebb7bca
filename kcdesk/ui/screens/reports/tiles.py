"""Figures of the office as calm tiles: one large figure each, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.work.queries.reports import HomeCard


def wan(amount: Money) -> str:
    """``1,234.50 万元``."""
    return f"{amount.in_wan(2)} 万元"


@dataclass(frozen=True)
class Tile:
    """What one tile says, out of the card."""

    title: str
    figure: Callable[[HomeCard], str]
    below: tuple[Callable[[HomeCard], str], ...]


TILES = (
    Tile(
        "在库企业",
        lambda c: f"{c.listed_count:,} 家",
        (
            lambda c: f"贷款企业 {c.borrowers_count:,} 家",
            lambda c: f"共 {c.borrowings_count:,} 家次",
        ),
    ),
    Tile(
        "科创贷余额",
        lambda c: wan(c.outstanding),
        (
            lambda c: f"未结清 {c.loans_count:,} 笔，逾期 {c.overdue_count:,} 笔",
            lambda c: f"累计发放 {wan(c.lent)}",
        ),
    ),
    Tile(
        "在办代偿申请",
        lambda c: f"{c.open_claims_count:,} 件",
        (
            lambda c: f"累计兑付 {wan(c.compensated)}",
            lambda c: f"追偿返还 {wan(c.recovered)}",
        ),
    ),
    Tile(
        "资金池可用余额",
        lambda c: wan(c.available),
        (
            lambda c: f"存款 {wan(c.cash)}",
            lambda c: f"已批未付 {wan(c.reserved)}",
        ),
    ),
)


class TileView(QFrame):
    """One tile."""

    def __init__(self, tile: Tile) -> None:
        super().__init__()
        self.tile = tile
        self.setProperty("panel", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        column.setSpacing(2)
        title = plain_label(tile.title, wrap=False)
        title.setProperty("muted", True)
        self.figure = plain_label("—", wrap=False)
        self.figure.setProperty("title", True)
        self.below = [plain_label("", wrap=False) for _ in tile.below]
        for label in (title, self.figure, *self.below):
            column.addWidget(label)
        for label in self.below:
            label.setProperty("aid", True)
        column.addStretch(1)

    def show_card(self, card: HomeCard) -> None:
        """Fill in the figures."""
        self.figure.setText(self.tile.figure(card))
        for label, say in zip(self.below, self.tile.below, strict=True):
            label.setText(say(card))
        said = "，".join((self.figure.text(), *(x.text() for x in self.below)))
        self.setAccessibleName(f"{self.tile.title}：{said}")


class Tiles(QWidget):
    """All tiles side by side, or two in a row where the window is narrow."""

    def __init__(self, tiles: Sequence[Tile] = TILES) -> None:
        super().__init__()
        self.views = [TileView(tile) for tile in tiles]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space(2))
        self._columns = 0
        self._lay_out(len(self.views))

    def show_card(self, card: HomeCard) -> None:
        """Fill in every tile."""
        for view in self.views:
            view.show_card(card)
        self._lay_out(self._fitting())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self._fitting())

    def _fitting(self) -> int:
        widest = max(view.sizeHint().width() for view in self.views) + theme.space(2)
        count = len(self.views)
        return count if self.width() + theme.space(2) >= widest * count else 2

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for position, view in enumerate(self.views):
            self._grid.removeWidget(view)
            self._grid.addWidget(view, position // columns, position % columns)
        for column in range(len(self.views)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def label_of_figure(tiles: Tiles, title: str) -> QLabel:
    """The large figure of the tile with this title."""
    return next(view.figure for view in tiles.views if view.tile.title == title)
