"""Reading conditions and sums: operands are resolved and their kinds checked when the pack is
read, so that nothing can go wrong on the day a claim is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.dating import OnDate
from kcdesk.domain.schemes.operands import Operand, Source
from kcdesk.domain.schemes.parts import Blank, CutKind, Parameter, Party, Severity
from kcdesk.domain.schemes.proving import TEST_NAMES, WITH_CODES, Check, check_shape
from kcdesk.domain.schemes.reckoning import SumSpec
from kcdesk.domain.schemes.shapes import ShapeError, comparable
from kcdesk.domain.schemes.showing import placeholders
from kcdesk.domain.schemes.steps import STEP_NAMES, DecideRow, Line, StepSpec, shape
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Rounding
from kcdesk.packs.schemes_parts import Citations, read_code, read_given
from kcdesk.packs.schemes_tables import Slip, Table, nearest, unknown
from kcdesk.packs.schemes_values import relabelled

LISTS = ("materials", "default_conditions", "application_materials", "partner_requirements")
_SHARED = {"share", "prorate"}


@dataclass(frozen=True)
class Names:
    """What a pack's steps and tests may name."""

    events: Mapping[str, Mapping[str, Field]]
    parameters: Mapping[str, Parameter]
    blanks: Mapping[str, Blank]
    cuts: Mapping[str, CutKind]
    citations: Citations


@dataclass
class _Scope:
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


def _listed(raw: object) -> list[str]:
    values = [raw] if isinstance(raw, str) else raw
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise Slip("应当写名称，不能写数字或表达式", '请写成 "loan.amount" 或 ["a", "b"]。')
    return values


def _only(table: Table, names: tuple[str, ...], what: str) -> str:
    found = [name for name in names if table.has(name)]
    if len(found) != 1:
        state = "没有写" if not found else f"写了{len(found)}个"
        stray = [k for k in table.data if k not in table.asked]
        near = next((n for k in stray if (n := nearest(k, names))), "")
        raise table.refusal(
            "、".join(found or stray), f"{what}{state}", near or f"只能写一个：{'、'.join(names)}。"
        )
    return found[0]


def read_steps(table: Table, scope: _Scope, *, in_sum: bool) -> tuple[StepSpec, ...]:
    """``[[….step]]`` in order; each may name those before it."""
    specs = []
    for row in table.tables("step"):
        spec = _step(row, scope, in_sum=in_sum)
        if in_sum and spec.field.kind == "money":
            # A calculation is printed: its amounts stand below each other, all in 元.
            spec = replace(spec, field=replace(spec.field, unit=""))
        scope.made[spec.name] = spec.field
        if spec.op == "split":
            for party in Party:
                if party in _parties(spec.operands[1], scope):
                    scope.made[f"{spec.name}.{party.value}"] = spec.field
        row.done()
        specs.append(spec)
    return tuple(specs)


def _parties(operand: Operand, scope: _Scope) -> set[Party]:
    """Who may bear a part: those the parameter names; an agreement may name anyone."""
    if operand.source is not Source.PARAMETER:
        return set(Party)
    values = scope.names.parameters[operand.name].values
    return {party for value in values for party in value.parties}


def _step(row: Table, scope: _Scope, *, in_sum: bool) -> StepSpec:
    name = read_code(row, "as")
    if name in scope.made:
        raise row.refusal("as", f"前面已有名为“{name}”的步骤")
    label = row.text("label")
    clauses = scope.names.citations.read(row, "sum", required=False)
    op = _only(row, STEP_NAMES, "做法")
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
        operands = tuple(scope.operand(n) for n in _listed(row.raw(op)))
        try:
            field = relabelled(shape(op, [o.field for o in operands]), label)
        except ShapeError as error:
            raise Slip(str(error)) from error
        if op == "split" and operands[1].source not in (Source.PARAMETER, Source.FACT):
            raise Slip("分担比例要用参数或协议分担比例")
        if op == "most":
            _check_most(operands, scope)
    return _detailed(row, replace(spec, operands=operands, field=field), scope, in_sum=in_sum)


def _detailed(row: Table, spec: StepSpec, scope: _Scope, *, in_sum: bool) -> StepSpec:
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
    if op == "at_most" and in_sum and row.has("cut"):
        cut = row.text("cut")
        if cut not in scope.names.cuts:
            slip = unknown("扣减原因", cut, scope.names.cuts)
            raise row.refusal("cut", slip.reason, slip.cure)
        spec = replace(spec, cut=cut)
    return spec


def _choose(row: Table, spec: StepSpec, scope: _Scope) -> StepSpec:
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


def _check_most(operands: tuple[Operand, ...], scope: _Scope) -> None:
    fact, by = operands
    if by.source is not Source.PARAMETER or scope.names.parameters[by.name].key != fact.name:
        raise Slip(f"第二项要用按“{fact.name}”取值的参数")


def _over(row: Table, scope: _Scope) -> tuple[Operand, ...]:
    """``over = [part, whole]`` of a share: days of a term over the days of a year."""
    with row.at("over"):
        names = _listed(row.raw("over"))
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


def _decide(row: Table, spec: StepSpec, scope: _Scope) -> StepSpec:
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


def _tier(row: Table, spec: StepSpec, scope: _Scope) -> StepSpec:
    with row.at("tier"):
        names = _listed(row.raw("tier"))
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
    scope = _Scope(names, (event,), {})
    steps = read_steps(table, scope, in_sum=True)
    if not steps:
        raise table.refusal("step", "至少要有一步")
    return SumSpec(table.text("id"), table.text("label"), event, steps)


def row_operand(of: str, name: str, names: Names) -> Operand:
    """A fact of a row that is counted. Raises Slip naming the nearest."""
    return _Scope(names, (of,), {}).operand(name)


def read_row_tests(table: Table, key: str, of: str, names: Names) -> tuple[Check, ...]:
    """The tests that a row must meet to be counted; `names.events` are the kinds of rows."""
    return read_tests(table, key, _Scope(names, (of,), {}))


def read_condition(table: Table, names: Names) -> Condition:
    """``[[condition]]``"""
    events = table.texts("events")
    for event in events:
        if event not in names.events:
            slip = unknown("环节", event, names.events)
            raise table.refusal("events", slip.reason, slip.cure)
    clauses = names.citations.read(table, "condition")
    scope = _Scope(names, events, {})
    steps = read_steps(table, scope, in_sum=False)
    when = read_tests(table, "when", _Scope(names, events, {}))
    test = _check(table.table("test"), scope)
    message, cure = table.text("message"), table.text("cure")
    places = []
    for key, text in (("message", message), ("cure", cure)):
        with table.at(key):
            for place in placeholders(text):
                if place == "missing" and test.op == "has_all":
                    continue
                places.append((place, scope.operand(place)))
    return Condition(
        id=read_code(table, "id"),
        label=table.text("label"),
        events=events,
        test=test,
        message=message,
        cure=cure,
        clauses=clauses,
        severity=Severity(table.one_of("severity", [s.value for s in Severity], "refuse")),
        field=_blamed(table, test, scope),
        when=when,
        steps=steps,
        places=tuple(places),
    )


def _blamed(table: Table, test: Check, scope: _Scope) -> str:
    """The last part of the fact to blame: the one named, else the first of the test."""
    if table.has("field"):
        with table.at("field"):
            operand = scope.operand(table.text("field"))
        return operand.name.rpartition(".")[2]
    facts = [o.name for o in test.operands if o.source is Source.FACT]
    return facts[0].rpartition(".")[2] if facts else ""


def read_tests(table: Table, key: str, scope: _Scope) -> tuple[Check, ...]:
    """One test, or several that must all hold; none when the key is not written."""
    if not table.has(key):
        return ()
    if isinstance(table.raw(key), list):
        return tuple(_check(each, scope) for each in table.tables(key, required=True))
    return (_check(table.table(key), scope),)


def _check(table: Table, scope: _Scope) -> Check:
    op = _only(table, TEST_NAMES, "条件的检验")
    with table.at(op):
        given = _listed(table.raw(op))
        literal = op in WITH_CODES
        operands = tuple(scope.operand(n) for n in (given[:1] if literal else given))
        codes = tuple(given[1:]) if literal else ()
        try:
            check_shape(op, [o.field for o in operands])
        except ShapeError as error:
            raise Slip(str(error)) from error
        if literal:
            _check_codes(op, operands[0], codes)
    table.done()
    return Check(op, operands, codes)


def _check_codes(op: str, operand: Operand, codes: tuple[str, ...]) -> None:
    if op == "starts_with":
        if not codes:
            raise Slip("后面要写开头的文字")
        return
    known = LISTS if op == "has_all" else tuple(o.value for o in operand.field.options)
    if codes and operand.field.is_open and op != "has_all":
        return
    if not codes or (op == "has_all" and len(codes) > 1):
        raise Slip("后面要写选项" if op != "has_all" else "后面要写一个清单的名称")
    for code in codes:
        if code not in known:
            raise unknown("清单" if op == "has_all" else "选项", code, known)
