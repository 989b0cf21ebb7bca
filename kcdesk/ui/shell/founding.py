"""The wizard that founds an office: who, under which programme, the first person, where.

It asks; the app creates the office when `finished` comes, in the folder that `folder` names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Problem
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.sources import Sources
from kcdesk.ui.kit.wizard import Step, Wizard
from kcdesk.ui.panels.blanks import BlankForm

FORBIDDEN = '\\/:*?"<>|'
"""What Windows allows in no name of a folder."""


class FolderPicker(QWidget):
    """A folder, written or chosen."""

    changed = Signal()

    def __init__(self, above: Path) -> None:
        super().__init__()
        self.above = above
        self.is_chosen = False
        self.path = QLineEdit()
        self.path.setAccessibleName("存放位置")
        self.path.textEdited.connect(self._chosen)
        choose = QPushButton(icons.icon("open"), "选择(&D)…")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        label = plain_label("存放位置 *", wrap=False)
        label.setBuddy(self.path)
        column.addWidget(label)
        column.addLayout(row)
        hint = plain_label("请选择本机上的新文件夹，不要放在网盘的同步文件夹里。")
        hint.setProperty("aid", True)
        column.addWidget(hint)

    def propose(self, name: str) -> None:
        """A folder named after the office, unless one was chosen."""
        if not self.is_chosen:
            clean = "".join("_" if c in FORBIDDEN else c for c in name).strip(" .") or "业务库"
            self.path.setText(str(self.above / clean))

    def folder(self) -> Path:
        """What stands there."""
        return Path(self.path.text().strip())

    def _choose(self) -> None:
        start = self.above if self.above.is_dir() else Path.home()
        found = QFileDialog.getExistingDirectory(self, "选择新的业务库文件夹", str(start))
        if found:
            self.path.setText(found)
            self._chosen()

    def _chosen(self) -> None:
        self.is_chosen = True
        self.changed.emit()


class FoundingWizard(Wizard):
    """建立业务库. `is_taken(folder)` tells whether an office lies there already."""

    def __init__(
        self,
        command_type: type,
        sources: Sources,
        above: Path,
        is_taken: Callable[[Path], bool],
        values: Mapping[str, Any],
        blanks_of: Callable[[str], Sequence[Any]],
    ) -> None:
        """`blanks_of(scheme_id)` gives what a programme's text leaves open."""
        self.picker = FolderPicker(above)
        self.blanks = BlankForm(sources)
        self._is_taken = is_taken
        steps = (
            Step(
                "单位",
                "这些内容印在文书上，以后可以修改。",
                names=("name", "region", "host_unit"),
            ),
            Step(
                "执行方案",
                "程序按方案的条款核对和计算。启用日期是从哪一天起用本程序登记。",
                names=("scheme", "opened_on"),
            ),
            Step(
                "方案留白",
                "方案原文没有写明、由本单位按文件确定的内容。知道的先填，其余以后在“方案”中填写。",
                widget=self.blanks,
                check=lambda _raw: self.blanks.check(),
                entered=lambda raw: self._ask_blanks(str(raw.get("scheme") or ""), blanks_of),
            ),
            Step(
                "第一位人员",
                "第一位一般是管理岗位，由他增加经办、复核、审批人员。不设密码时，选中姓名即可进入。",
                names=("person", "role", "secret"),
            ),
            Step(
                "存放位置",
                "一个办公室用一个业务库。业务库就是一个文件夹，数据、附件、样式和备份都在里面。",
                widget=self.picker,
                check=self._check_folder,
                entered=lambda raw: self.picker.propose(str(raw.get("name") or "")),
            ),
        )
        super().__init__(
            command_type,
            steps,
            sources,
            title="新建业务库",
            finish_label="建立",
            values=values,
        )

    def raw(self) -> dict[str, object]:
        """What was written on all steps, and the blanks that were filled in."""
        return {**super().raw(), "blanks": self.blanks.rows()}

    def _ask_blanks(self, scheme_id: str, blanks_of: Callable[[str], Sequence[Any]]) -> None:
        self.blanks.show_blanks(scheme_id, blanks_of(scheme_id))

    @property
    def folder(self) -> Path:
        """Where the office is to be."""
        return self.picker.folder()

    def _check_folder(self, _raw: Mapping[str, object]) -> Sequence[Problem]:
        folder = self.folder
        if not self.picker.path.text().strip() or not folder.is_absolute():
            return [
                Problem("没有填写完整的文件夹位置。", "请填写，或按“选择”。", code="office.folder")
            ]
        if self._is_taken(folder):
            return [
                Problem(
                    "这个文件夹里已经有一个业务库。",
                    "请另选一个新文件夹；要用原来的，请返回后按“打开业务库”。",
                    code="office.exists",
                )
            ]
        if folder.is_file():
            return [
                Problem("这个位置是一个文件，不是文件夹。", "请另选位置。", code="office.folder")
            ]
        return []
