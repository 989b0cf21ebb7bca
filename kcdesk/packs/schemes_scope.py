"""What the steps and tests of a pack may name: facts of their events, parameters, blanks, steps.

Operands are resolved when the pack is read; an unknown name is refused with the nearest one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kcdesk.domain.schemes.operands import Operand, Source
from kcdesk.domain.schemes.parts import Blank, CutKind, Parameter
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_parts import Citations
from kcdesk.packs.schemes_tables import Slip, Table, nearest, unknown
from kcdesk.packs.schemes_values import relabelled


@dataclass(frozen=True)
class Names:
    """What a pack's steps and tests may name."""

    events: Mapping[str, Mapping[str, Field]]
    parameters: Mapping[str, Parameter]
    blanks: Mapping[str, Blank]
    cuts: Mapping[str, CutKind]
    citations: Citations


@dataclass
class Scope:
    """The names of one condition or sum: its events' facts and the steps made so far."""

    names: Names
    events: tuple[str, ...]
    made: dict[str, Field]

    def operand(self, text: str, *, tiered: bool = False) -> Operand:
        """A named value. Raises Slip when it is unknown or not there in every event."""
        prefix, _, rest = text.partition(":")
        if rest and prefix == Source.PARAMETER.value:
            return self._parameter(rest, tiered=tiered)
        if rest and prefix == Source.BLANK.value:
            if rest not in self.names.blanks:
                raise unknown("留白", rest, self.names.blanks)
            return Operand(Source.BLANK, rest, self.names.blanks[rest].field)
        if text in self.made:
            return Operand(Source.STEP, text, self.made[text])
        return Operand(Source.FACT, text, self._fact(text))

    def _fact(self, name: str) -> Field:
        for event in self.events:
            facts = self.names.events[event]
            if name not in facts:
                known = [*facts, *self.made]
                raise Slip(f"“{event}”没有名为“{name}”的事实或前面的步骤", nearest(name, known))
        return self.names.events[self.events[0]][name]

    def _parameter(self, name: str, *, tiered: bool) -> Operand:
        if name not in self.names.parameters:
            raise unknown("参数", name, self.names.parameters)
        parameter = self.names.parameters[name]
        for event in self.events:
            facts = self.names.events[event]
            if not any(clock in facts for clock in parameter.clock):
                raise Slip(f"“{event}”没有参数“{name}”所依的日期（{'、'.join(parameter.clock)}）")
            if parameter.key and parameter.key not in facts:
                raise Slip(f"“{event}”没有参数“{name}”所依的“{parameter.key}”")
        if (parameter.tier_field is not None) is not tiered:
            how = "只能用在“tier”里" if parameter.tier_field else "没有分档，不能用在“tier”里"
            raise Slip(f"参数“{name}”{how}")
        return Operand(Source.PARAMETER, name, relabelled(parameter.field, parameter.label))


def listed_names(raw: object) -> list[str]:
    values = [raw] if isinstance(raw, str) else raw
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise Slip("应当写名称，不能写数字或表达式", '请写成 "loan.amount" 或 ["a", "b"]。')
    return values


def only_one(table: Table, names: tuple[str, ...], what: str) -> str:
    found = [name for name in names if table.has(name)]
    if len(found) != 1:
        state = "没有写" if not found else f"写了{len(found)}个"
        stray = [k for k in table.data if k not in table.asked]
        near = next((n for k in stray if (n := nearest(k, names))), "")
        raise table.refusal(
            "、".join(found or stray), f"{what}{state}", near or f"只能写一个：{'、'.join(names)}。"
        )
    return found[0]
