"""Reading the steps of sums and conditions: their kinds are checked when the pack is read, so
that nothing can go wrong on the day a claim is decided."""

from __future__ import annotations

from dataclasses import replace

from kcdesk.domain.schemes.dating import OnDate
from kcdesk.domain.schemes.operands import Operand, Source
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.reckoning import SumSpec
from kcdesk.domain.schemes.shapes import ShapeError, comparable
from kcdesk.domain.schemes.step_specs import STEP_NAMES, DecideRow, Line, StepSpec, shape
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Rounding
from kcdesk.packs.schemes_parts import read_code, read_given, read_parties
from kcdesk.packs.schemes_scope import Names, Scope, listed_names, only_one
from kcdesk.packs.schemes_tables import Slip, Table, unknown
from kcdesk.packs.schemes_tests import read_tests
from kcdesk.packs.schemes_values import relabelled

_SHARED = {"share", "prorate"}


def read_steps(
    table: Table, scope: Scope, *, in_sum: bool, label: str | None = None
) -> tuple[StepSpec, ...]:
    """``[[….step]]`` in order; each may name those before it. `label` is for one without."""
    specs = []
    for row in table.tables("step"):
        spec = _step(row, scope, label, in_sum=in_sum)
        if in_sum and spec.field.kind == "money":
            # A calculation is printed: its amounts stand below each other, all in 元.
            spec = replace(spec, field=replace(spec.field, unit=""))
        scope.made[spec.name] = spec.field
        if spec.op == "split":
            for party in Party:
                if party in _parties(spec, scope):
                    scope.made[f"{spec.name}.{party.value}"] = spec.field
        row.done()
        specs.append(spec)
    return tuple(specs)


def _parties(spec: StepSpec, scope: Scope) -> set[Party]:
    """Who may bear a part: those the parameter or the step names; an agreement: anyone."""
    operand = spec.operands[1]
    if operand.source is Source.BLANK:
        return set(spec.parties)
    if operand.source is not Source.PARAMETER:
        return set(Party)
    values = scope.names.parameters[operand.name].values
    return {party for value in values for party in value.parties}


def _step(row: Table, scope: Scope, default: str | None, *, in_sum: bool) -> StepSpec:
    name = read_code(row, "as")
    if name in scope.made:
        raise row.refusal("as", f"前面已有名为“{name}”的步骤")
    label = row.text("label", default)
    clauses = scope.names.citations.read(row, "sum", required=False)
    op = only_one(row, STEP_NAMES, "做法")
    spec = StepSpec(
        name=name,
        label=label,
        op=op,
        operands=(),
        field=Field("text", label),
        clauses=clauses,
        note=row.text("note", ""),
        line=Line(row.one_of("line", [w.value for w in Line], Line.ALWAYS.value)),
    )
    if op == "choose":
        return _choose(row, spec, scope)
    if op == "tier":
        return _tier(row, spec, scope)
    if op == "decide":
        return _decide(row, spec, scope)
    with row.at(op):
        operands = tuple(scope.operand(n) for n in listed_names(row.raw(op)))
        try:
            field = relabelled(shape(op, [o.field for o in operands]), label)
        except ShapeError as error:
            raise Slip(str(error)) from error
        if op == "split" and operands[1].source is Source.STEP:
            raise Slip("分担比例要用参数、协议分担比例或留白")
        if op == "most":
            _check_most(operands, scope)
    return _detailed(row, replace(spec, operands=operands, field=field), scope, in_sum=in_sum)


def _detailed(row: Table, spec: StepSpec, scope: Scope, *, in_sum: bool) -> StepSpec:
    """What belongs to some steps only: rounding, the whole of a share, a method, a cut."""
    op = spec.op
    if op == "share" and row.has("over"):
        spec = replace(spec, over=_over(row, scope))
    if op == "on_date":
        spec = replace(spec, on_date=_on_date(row))
    if op in _SHARED:
        spec = replace(spec, rounding=Rounding(row.one_of("rounding", [r.value for r in Rounding])))
    if op == "split":
        spec = replace(spec, method=read_given(row, "method", scope.names.blanks, "split_method"))
        if spec.operands[1].source is Source.BLANK:
            spec = replace(spec, parties=read_parties(row))
    if op == "at_most" and in_sum and row.has("cut"):
        cut = row.text("cut")
        if cut not in scope.names.cuts:
            slip = unknown("扣减原因", cut, scope.names.cuts)
            raise row.refusal("cut", slip.reason, slip.cure)
        spec = replace(spec, cut=cut)
    return spec


def _choose(row: Table, spec: StepSpec, scope: Scope) -> StepSpec:
    """By an option of a choice: every option has its case, all of one kind."""
    with row.at("choose"):
        by = scope.operand(row.text("choose"))
        if by.field.kind != "choice":
            raise Slip("要用选项类的事实或留白")
    table = row.table("cases")
    cases = []
    for option in by.field.options:
        with table.at(option.value):
            cases.append((option.value, scope.operand(table.text(option.value))))
    table.done()
    with row.at("cases"):
        for _, operand in cases[1:]:
            try:
                comparable("choose", cases[0][1].field, operand.field)
            except ShapeError as error:
                raise Slip(str(error)) from error
    field = relabelled(cases[0][1].field, spec.label)
    return replace(spec, operands=(by,), cases=tuple(cases), field=field)


def _check_most(operands: tuple[Operand, ...], scope: Scope) -> None:
    fact, by = operands
    if by.source is not Source.PARAMETER or scope.names.parameters[by.name].key != fact.name:
        raise Slip(f"第二项要用按“{fact.name}”取值的参数")


def _over(row: Table, scope: Scope) -> tuple[Operand, ...]:
    """``over = [part, whole]`` of a share: days of a term over the days of a year."""
    with row.at("over"):
        names = listed_names(row.raw("over"))
        if len(names) != 2:
            raise Slip("要写两项：分子和分母")
        part, whole = (scope.operand(name) for name in names)
        try:
            shape("ratio", [part.field, whole.field])
        except ShapeError as error:
            raise Slip(str(error)) from error
    return part, whole


def _on_date(row: Table) -> OnDate:
    years = row.whole("years", 0)
    month, day = row.whole("month", 1), row.whole("day", 1)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise row.refusal("month", "没有这样的月、日")
    return OnDate(years, month, day)


def _decide(row: Table, spec: StepSpec, scope: Scope) -> StepSpec:
    """A decision table: rows in order, the last one for everything else."""
    tables = row.tables("rows", required=True)
    rows, fields = [], []
    for number, table in enumerate(tables, 1):
        when = read_tests(table, "when", scope)
        if bool(when) is (number == len(tables)):
            raise table.refusal("when", "最后一行不写条件，其余各行都要写")
        if table.has("text"):
            rows.append(DecideRow(when, text=table.text("text")))
            fields.append(Field("text", spec.label))
        else:
            with table.at("take"):
                operand = scope.operand(table.text("take"))
            rows.append(DecideRow(when, operand))
            fields.append(operand.field)
        table.done()
    with row.at("rows"):
        for field in fields[1:]:
            try:
                comparable("decide", fields[0], field)
            except ShapeError as error:
                raise Slip(str(error)) from error
    return replace(spec, rows=tuple(rows), field=relabelled(fields[0], spec.label))


def _tier(row: Table, spec: StepSpec, scope: Scope) -> StepSpec:
    with row.at("tier"):
        names = listed_names(row.raw("tier"))
        if len(names) != 2:
            raise Slip("要写两项：被分档的数和分档的参数")
        of, by = scope.operand(names[0]), scope.operand(names[1], tiered=True)
        if by.source is not Source.PARAMETER:
            raise Slip("第二项要用参数")
        tier_field = scope.names.parameters[by.name].tier_field
        assert tier_field is not None
        try:
            comparable("tier", of.field, tier_field)
        except ShapeError as error:
            raise Slip(str(error)) from error
    return replace(spec, operands=(of, by), field=relabelled(by.field, spec.label))


def read_sum(table: Table, names: Names) -> SumSpec:
    """``[[sum]]``"""
    event = table.one_of("event", names.events)
    scope = Scope(names, (event,), {})
    steps = read_steps(table, scope, in_sum=True)
    if not steps:
        raise table.refusal("step", "至少要有一步")
    return SumSpec(table.text("id"), table.text("label"), event, steps)
