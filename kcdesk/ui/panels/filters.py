"""A further filter beside a list's search box: one of a few states, or all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import theme

ALL = Option("", "全部")


class OptionFilter(QWidget):
    """``状态(Z)：全部``; Alt and its letter go there, arrows choose."""

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        options: Sequence[Option],
        *,
        first: Option = ALL,
        is_bare: bool = False,
    ) -> None:
        """`label` may carry its access key: ``状态(&Z)``; `is_bare` where the options say enough
        and room is scarce."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        self.name = label.partition("(")[0]
        head = QLabel(label)
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setAccessibleName(self.name)
        for option in (first, *options):
            self.box.addItem(option.label, option.value)
        head.setBuddy(self.box)
        row.addWidget(head)
        if is_bare:
            head.hide()
        row.addWidget(self.box)
        self.box.currentIndexChanged.connect(lambda _index: self.chosen.emit(self.value))

    @property
    def value(self) -> str:
        """The value chosen."""
        return str(self.box.currentData() or "")

    @property
    def words(self) -> str:
        """``状态：逾期``; nothing while everything is shown."""
        return f"{self.name}：{self.box.currentText()}" if self.value else ""

    def choose(self, value: str) -> None:
        """Choose by value."""
        self.box.setCurrentIndex(max(self.box.findData(value), 0))
