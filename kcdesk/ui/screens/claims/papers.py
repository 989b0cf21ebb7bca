"""材料: the checklist of a claim's papers, ticked with the space bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from PySide6.QtCore import Qt

from kcdesk.domain.claims import UNREVIEWED
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, Screen, Table
from kcdesk.ui.kit.notice import remark_of
from kcdesk.ui.panels import CardPanel, GridKeys
from kcdesk.work.commands.claims import TickMaterial
from kcdesk.work.queries.claims import ClaimCard


@dataclass(frozen=True)
class TickLine:
    """One paper as it stands on the list."""

    id: Annotated[int, Field("record", "序号", of="claims")]
    tick: Annotated[str, Field("text", "已交")]
    label: Annotated[str, Field("text", "材料")]
    need: Annotated[str, Field("text", "要求")]
    note: Annotated[str, Field("text", "说明")]
    material: Annotated[str, Field("code", "代码")]
    is_present: Annotated[bool, Field("flag", "已交")]


def ticked(line: TickLine, is_present: bool) -> TickLine:
    """The line with its tick set anew."""
    return replace(line, is_present=is_present, tick="√ 已交" if is_present else "未交")


class MaterialsPanel(CardPanel):
    """The papers of one claim."""

    title = "材料"
    picture = "document"

    def __init__(self, screen: Screen, claim: int) -> None:
        super().__init__(screen)
        self._claim = claim
        self._lines: dict[int, TickLine] = {}
        self.is_open = False
        self.table = Table(
            TickLine,
            columns=("label", "tick", "need", "note"),
            actions=(
                Action("空格 已交/未交(K)", self.toggle, icon="ok", for_line=True, may=self._may),
                Action("写说明(E)…", self.write_note, icon="edit", for_line=True, may=self._may),
            ),
            may_filter=False,
            freeze=False,
            label="材料清单",
            name="claim.materials",
            settings=screen.place.settings,
            unit="项",
            empty=Empty("方案没有列明代偿申请材料。", "可由管理人员在执行方案中补充。"),
        )
        self.table.opened.connect(lambda _ident: self._open())
        GridKeys(self.table, {Qt.Key.Key_Space: self.toggle})
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def show_card(self, card: ClaimCard) -> None:
        self.is_open = card.state in UNREVIEWED
        lines = (
            ticked(
                TickLine(
                    m.order_no, "", m.label, "必需" if m.is_required else "可选", m.note,
                    m.material, m.is_present,
                ),
                m.is_present,
            )
            for m in card.materials
        )  # fmt: skip
        self._lines = {line.id: line for line in lines}
        self._show()

    def toggle(self, line: TickLine) -> None:
        """Turn the tick at once, and say so to the office."""
        if not self._may(line):
            return
        now = self._lines[line.id]
        turned = ticked(now, not now.is_present)
        self._lines[line.id] = turned
        self._show()
        self.trouble.clear()
        self.desk.do(
            TickMaterial(
                claim=self._claim,
                material=now.material,
                is_present=turned.is_present,
                note=now.note,
            ),
            None,
            lambda refusal: self._refused(now, refusal),
            self,
            lambda _trouble: self._back(now),
        )

    def write_note(self, line: TickLine) -> None:
        """A word on a paper: a copy only, promised for Friday."""
        if not self._may(line):
            return
        self.home.edit(
            TickMaterial,
            values={
                "claim": self._claim, "material": line.material, "is_present": line.is_present,
                "note": line.note,
            },
            hidden=("claim", "material"),
            title=f"材料：{line.label}",
            save_label="保存",
        )  # fmt: skip

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.write_note(line)

    def _may(self, _line: TickLine) -> bool:
        return self.is_open

    def _back(self, before: TickLine) -> None:
        self._lines[before.id] = before
        self._show()

    def _refused(self, before: TickLine, refusal: Refusal) -> None:
        self._back(before)
        self.trouble.say([remark_of(p) for p in refusal.problems])

    def _show(self) -> None:
        lines = tuple(self._lines.values())
        self.table.show_lines(lines)
        present = sum(line.is_present for line in lines)
        self.titled.emit(f"{self.title}（{present}/{len(lines)}）")
