"""Tabs that are too many for a small screen: a list of them all stands at the end of the row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QTabWidget, QToolButton


class ManyTabs(QTabWidget):
    """Tabs in a row; where they do not fit, ``全部页`` names every one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.every = QToolButton()
        self.every.setText("全部页")
        self.every.setToolTip("列出全部页；也可以按 Ctrl+PgDn、Ctrl+PgUp 前后翻页")
        self.every.setAccessibleName("全部页")
        self.every.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.every.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self.every)
        self.menu.aboutToShow.connect(self._fill)
        self.every.setMenu(self.menu)
        self.setCornerWidget(self.every, Qt.Corner.TopRightCorner)
        self.every.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a tab has come, or is called otherwise
            self._fit()
        return done

    def _fit(self) -> None:
        is_cut = self.tabBar().sizeHint().width() > self.width()
        if is_cut == self.every.isHidden():
            self.every.setVisible(is_cut)

    def _fill(self) -> None:
        self.menu.clear()
        for position in range(self.count()):
            if not self.isTabVisible(position):
                continue
            entry = self.menu.addAction(self.tabText(position))
            entry.setCheckable(True)
            entry.setChecked(position == self.currentIndex())
            entry.triggered.connect(partial(self._turn_to, position))

    def _turn_to(self, position: int, _checked: bool = False) -> None:
        self.setCurrentIndex(position)
        page = self.currentWidget()
        if page is not None:
            page.setFocus()
