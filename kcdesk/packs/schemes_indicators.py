"""Reading what a programme counts: ``[[indicator]]``, ``[[target]]``, ``[[breaker]]``, ``[[fee]]``.

Every fact must be known of its rows, every other figure must exist, and a goal or a limit must be
of the kind of what it is held against; so nothing can go wrong on the day of a report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kcdesk.domain.reports import SHORT_NAMES, row_unit
from kcdesk.domain.schemes.aiming import Sense, Target
from kcdesk.domain.schemes.breaking import Breaker, Scope
from kcdesk.domain.schemes.charging import Counted, Fee
from kcdesk.domain.schemes.measuring import Indicator, Span, Take, Tally
from kcdesk.domain.schemes.operands import Operand, Source
from kcdesk.domain.schemes.parts import Bound, Given
from kcdesk.domain.schemes.proving import Check
from kcdesk.domain.schemes.reckoning import SumSpec
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_parts import read_code, read_given
from kcdesk.packs.schemes_scope import Names
from kcdesk.packs.schemes_scope import Scope as Named
from kcdesk.packs.schemes_tables import Slip, Table, unknown
from kcdesk.packs.schemes_tests import read_tests
from kcdesk.packs.schemes_values import VALUE_KINDS, relabelled, value_of

_BLANK = "blank:"
_SUMMED = ("money", "whole")
_VALUED = "fund"
_FEE_EVENT = "subsidy"
_DISTINCT_UNITS = {"enterprise.id": "家", "bank.id": "家", "partner.id": "家"}


@dataclass(frozen=True)
class MeasureNames:
    """What indicators and what hangs on them may name; the events of `rows` are kinds of rows."""

    rows: Names
    indicators: Mapping[str, Indicator]
    sums: Mapping[str, SumSpec]

    def indicator(self, table: Table, key: str = "indicator") -> Indicator:
        """An indicator that a table names."""
        name = table.text(key)
        if name not in self.indicators:
            slip = unknown("指标", name, self.indicators)
            raise table.refusal(key, slip.reason, slip.cure)
        return self.indicators[name]


def indicator_reader(names: Names) -> Callable[[Table], Indicator]:
    """``[[indicator]]``"""

    def read(table: Table) -> Indicator:
        label = table.text("label")
        of = table.text("of")
        if of not in names.events:
            slip = unknown("统计对象", of, names.events)
            raise table.refusal("of", slip.reason, slip.cure)
        unit = table.text("unit", "")
        part = _tally(table.table("part"), of, label, unit, names)
        whole = _tally(table.table("whole"), of, label, unit, names) if table.has("whole") else None
        if whole is not None and whole.field.kind != part.field.kind:
            raise table.refusal("whole", "分子和分母要同是金额或同是数量")
        is_growth = table.flag("is_growth", default=False)
        if is_growth and whole is None:
            raise table.refusal("is_growth", "增长率要写上期数“whole”")
        return Indicator(
            id=read_code(table, "id"),
            label=label,
            clauses=names.citations.read(table, "indicator"),
            of=of,
            span=Span(table.one_of("period", [s.value for s in Span], Span.AT.value)),
            part=part,
            whole=whole,
            by=_by(table, of, names),
            row_unit=row_unit(of),
            note=table.text("note", ""),
            is_growth=is_growth,
        )

    return read


def _tally(table: Table, of: str, label: str, unit: str, names: Names) -> Tally:
    raw = table.text("take")
    word, _, fact = raw.partition(":")
    with table.at("take"):
        if word not in list(Take) or bool(fact) is (word == Take.COUNT):
            raise Slip(f"“{raw}”的写法不对", "请写 count、sum:事实、distinct:事实 或 value:事实。")
        take = Take(word)
        operand = _row_fact(of, fact, names) if fact else None
        if take is Take.VALUE and of != _VALUED:
            raise Slip("“value”只用于资金池")
        if take in (Take.SUM, Take.VALUE):
            assert operand is not None
            if operand.field.kind not in _SUMMED:
                raise Slip(f"“{fact}”不是金额或数量，不能合计")
            field = relabelled(operand.field, label)
        else:
            unit = unit or _DISTINCT_UNITS.get(fact, "") or row_unit(of)
            field = Field("whole", label, unit=unit)
    tally = Tally(take, field, operand, _where(table, of, names))
    table.done()
    return tally


def _where(table: Table, of: str, names: Names) -> tuple[Check, ...]:
    return read_tests(table, "where", Named(names, (of,), {}))


def _row_fact(of: str, name: str, names: Names) -> Operand:
    operand = Named(names, (of,), {}).operand(name)
    if operand.source is not Source.FACT:
        raise Slip("要写行的事实")
    return operand


def _by(table: Table, of: str, names: Names) -> Operand | None:
    if not table.has("by"):
        return None
    with table.at("by"):
        name = table.text("by")
        return _row_fact(of, SHORT_NAMES.get(name, name), names)


def target_reader(names: MeasureNames) -> Callable[[Table], Target]:
    """``[[target]]``: a goal, or a base doubled so many times."""

    def read(table: Table) -> Target:
        indicator = names.indicator(table)
        has_goal, has_base = table.has("goal"), table.has("base")
        doublings = table.whole("doublings", 0)
        if has_goal is (doublings > 0) or (doublings > 0 and not has_base) or doublings < 0:
            raise table.refusal("goal", "要写目标值“goal”，或写基数“base”和翻番次数“doublings”")
        return Target(
            id=read_code(table, "id"),
            label=table.text("label"),
            clauses=names.rows.citations.read(table, "target"),
            indicator=indicator.id,
            sense=Sense(table.one_of("sense", [s.value for s in Sense], Sense.AT_LEAST.value)),
            field=indicator.field,
            goal=_amount(table, "goal", indicator.field, names) if has_goal else None,
            base=_amount(table, "base", indicator.field, names) if has_base else None,
            doublings=doublings,
            base_on=_bound(table, "base_on", names),
            due_on=_bound(table, "due_on", names),
            note=table.text("note", ""),
            is_watched=table.flag("is_watched", default=False),
        )

    return read


def _amount(table: Table, key: str, field: Field, names: MeasureNames) -> Given:
    """A value of the indicator's kind and unit, or the blank that holds one."""
    raw = table.raw(key)
    with table.at(key):
        if isinstance(raw, str) and raw.startswith(_BLANK):
            name = raw.removeprefix(_BLANK)
            blanks = names.rows.blanks
            if name not in blanks:
                raise unknown("留白", name, blanks)
            if blanks[name].field.kind != field.kind:
                raise Slip(f"留白“{name}”的类型不合用")
            return Given(blank=name)
        return Given(measured_value(field, raw))


def measured_value(field: Field, raw: object) -> object:
    """A value of an indicator as a pack writes it. Raises Slip."""
    if field.kind != "whole":
        return value_of(VALUE_KINDS[field.kind], field, raw)
    value = value_of(VALUE_KINDS["count"], field, raw)
    if not str(raw).strip().endswith(field.unit):
        raise Slip(f"“{raw}”的单位与指标不同", f"请用{field.unit}。")
    return value


def _bound(table: Table, key: str, names: MeasureNames) -> Bound | None:
    if not table.has(key):
        return None
    if isinstance(table.raw(key), str):
        given = read_given(table, key, names.rows.blanks, "day")
        return Bound(blank=given.blank)
    return Bound(day=table.day(key))


def breaker_reader(names: MeasureNames) -> Callable[[Table], Breaker]:
    """``[[breaker]]``: a limit on a rate, and the rate on another base beside it."""

    def read(table: Table) -> Breaker:
        indicator = _rate(table, "indicator", names)
        beside = ""
        if table.has("beside"):
            other = _rate(table, "beside", names)
            beside = other.id
            if other.of != indicator.of or other.id == indicator.id:
                raise table.refusal("beside", "要写同一统计对象的另一个指标")
        scope = Scope(table.one_of("scope", [s.value for s in Scope]))
        if scope is Scope.BANK and "bank.name" not in names.rows.events[indicator.of]:
            raise table.refusal("scope", "这个指标不能按银行分开")
        blanks = names.rows.blanks
        return Breaker(
            id=read_code(table, "id"),
            label=table.text("label"),
            clauses=names.rows.citations.read(table, "breaker"),
            indicator=indicator.id,
            scope=scope,
            above=read_given(table, "above", blanks, "percent"),
            warn_at=read_given(table, "warn_at", blanks, "percent")
            if table.has("warn_at")
            else None,
            beside=beside,
            basis=_basis(table, {indicator.id, beside}, names) if table.has("basis") else None,
            note=table.text("note", ""),
        )

    return read


def _rate(table: Table, key: str, names: MeasureNames) -> Indicator:
    indicator = names.indicator(table, key)
    if indicator.whole is None:
        raise table.refusal(key, f"指标“{indicator.id}”没有分母，不是比率")
    if indicator.is_growth:
        raise table.refusal(key, f"指标“{indicator.id}”是增长率，不能用作叫停线")
    return indicator


def _basis(table: Table, choices: set[str], names: MeasureNames) -> Given:
    """A blank that chooses between both indicators."""
    raw = table.text("basis")
    with table.at("basis"):
        if not raw.startswith(_BLANK):
            raise Slip("要写留白", '请写成 "blank:名称"。')
        name = raw.removeprefix(_BLANK)
        if name not in names.rows.blanks:
            raise unknown("留白", name, names.rows.blanks)
        if {o.value for o in names.rows.blanks[name].field.options} != choices:
            raise Slip(f"留白“{name}”的选项应当是这两个指标：{'、'.join(sorted(choices))}")
    return Given(blank=name)


def fee_reader(names: MeasureNames) -> Callable[[Table], Fee]:
    """``[[fee]]``: an amount by a sum of one loan, or who bears it in words."""

    def read(table: Table) -> Fee:
        sum_id = table.one_of("sum", names.sums)
        spec = names.sums[sum_id]
        if spec.event != _FEE_EVENT:
            raise table.refusal("sum", f"[[sum]] “{sum_id}”的环节应当是“{_FEE_EVENT}”")
        if spec.steps[-1].field.kind not in ("money", "text"):
            raise table.refusal("sum", f"[[sum]] “{sum_id}”的最后一步要是金额或文字")
        return Fee(
            id=read_code(table, "id"),
            label=table.text("label"),
            clauses=names.rows.citations.read(table, "fee"),
            sum_id=sum_id,
            payer=table.text("payer"),
            payee=table.text("payee"),
            counted=Counted(
                table.one_of("counted", [c.value for c in Counted], Counted.LENT.value)
            ),
            note=table.text("note", ""),
        )

    return read
