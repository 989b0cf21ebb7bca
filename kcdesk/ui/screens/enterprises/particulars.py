"""申请资料 on a firm's card: what the application form asks of it, entered before it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field, show, slots_of
from kcdesk.ui.kit import Action, Empty, Group, Keeping, Screen
from kcdesk.ui.panels import TablePanel
from kcdesk.work.commands.enterprises.particulars import (
    AMOUNTS,
    PLAIN,
    RecordInterimFigures,
    RecordParticulars,
)
from kcdesk.work.commands.enterprises.profiles import RecordFigures
from kcdesk.work.queries.enterprises.particulars import (
    EnterpriseParticulars,
    StatementLine,
    enterprise_particulars,
)

LISTS = ("accounts", "shareholders", "rights", "related_firms")
GROUPS = (
    Group("企业信息", PLAIN),
    Group("账户、股东、知识产权和关联企业", LISTS),
)


@dataclass(frozen=True)
class ToldLine:
    """One thing the form asks, and what is entered of it."""

    id: Annotated[int, Field("whole", "序号")]
    part: Annotated[str, Field("text", "部分")]
    label: Annotated[str, Field("text", "项目")]
    said: Annotated[str, Field("text", "内容")]


class ParticularsPanel(TablePanel):
    """申请资料: everything in the form's order; what nobody has entered reads 未登记."""

    title = "申请资料"
    picture = "document"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        self._known: EnterpriseParticulars | None = None
        super().__init__(
            screen,
            ToldLine,
            columns=("part", "label", "said"),
            name="enterprise.particulars",
            unit="项",
            actions=(
                Action("登记申请资料(A)", self.record, icon="edit", key="Ins", primary=True),
                Action("登记上年数据(Y)", self.record_year),
                Action("登记最近一期(F)", self.record_interim),
            ),
            empty=Empty("还没有申请资料。", "", "登记申请资料(A)", self.record),
        )
        self.table.opened.connect(lambda _ident: self.record())

    def question(self) -> Any:
        return enterprise_particulars(enterprise=self._enterprise)

    def show_answer(self, answer: EnterpriseParticulars) -> None:
        self._known = answer
        lines = tuple(ToldLine(n, *line) for n, line in enumerate(told(answer), 1))
        self.table.show_lines(lines)
        lacking = sum(line.said == NOT_ENTERED for line in lines)
        self.titled.emit(f"{self.title}（缺{lacking}项）" if lacking else self.title)

    def record(self) -> None:
        """登记申请资料, with what is known put in."""
        known = self._known
        if known is None:
            return
        place = self.home.place
        self.home.edit(
            RecordParticulars,
            values={
                "enterprise": self._enterprise,
                **{name: getattr(known, name) for name in (*PLAIN, *LISTS)},
            },
            hidden=("enterprise",),
            groups=GROUPS,
            keeping=Keeping(place.settings, place.drafts, draft=str(self._enterprise)),
            explain="按企业交来的申请表填，打印申请表时自动带出。不知道的空着，留给企业手填。",
        )

    def record_year(self) -> None:
        """登记年度指标 of the year before this one, with what is known put in."""
        year = self.home.place.sources.today().year - 1
        line = self._statement(date(year, 12, 31), is_year=True)
        self._enter(RecordFigures, line, {"year": year}, "staff_count")

    def record_interim(self) -> None:
        """登记最近一期 up to the newest day there is, with what is known put in."""
        found = () if self._known is None else self._known.statements
        line = next((s for s in found if not s.is_year), None)
        self._enter(RecordInterimFigures, line, {"until_on": line.until_on} if line else {})

    def _enter(
        self, command: type, line: StatementLine | None, values: dict[str, Any], *more: str
    ) -> None:
        names = (*AMOUNTS, *more, "source")
        known = {} if line is None else {name: getattr(line, name) for name in names}
        self.home.edit(
            command,
            values={"enterprise": self._enterprise, **values, **known},
            hidden=("enterprise",),
            locked=("year",) if "year" in values else (),
            explain="不知道的空着；同一期再登记一次，就是更正。",
        )

    def _statement(self, until_on: date, *, is_year: bool) -> StatementLine | None:
        found = () if self._known is None else self._known.statements
        return next((s for s in found if s.is_year == is_year and s.until_on == until_on), None)


NOT_ENTERED = "未登记"
_FIELDS = {slot.name: slot.field for slot in slots_of(EnterpriseParticulars)}
_AMOUNTS = {slot.name: slot.field for slot in slots_of(StatementLine)}
AS_REGISTERED = ("office_address", "production_address")
"""Left empty where it is the registered one."""


def told(known: EnterpriseParticulars) -> Iterator[tuple[str, str, str]]:
    """Part, item and content, in the order of the form."""
    for name in PLAIN:
        field, value = _FIELDS[name], getattr(known, name)
        said = show(value, field) if value not in (None, "") else NOT_ENTERED
        if name in AS_REGISTERED and not value:
            said = "与注册地址相同"
        yield "企业信息", field.label, said
    for part, rows in (
        (
            "银行账户",
            [(_word(a, "kind"), f"{a.account_bank}　{a.account_no}") for a in known.accounts],
        ),
        ("股东", [(s.name, _word(s, "share")) for s in known.shareholders]),
        ("知识产权", [(_word(r, "kind"), f"{r.held_count}件") for r in known.rights]),
        ("关联企业", [(r.name, f"{r.relation}　{r.uscc}".strip()) for r in known.related_firms]),
    ):
        for label, said in rows:
            yield part, label, said
        if not rows:
            yield part, part, "没有登记" if part == "关联企业" else NOT_ENTERED
    for line in known.statements[:4]:
        period = f"{line.until_on.year}年" if line.is_year else f"至{line.until_on.isoformat()}"
        amounts = [
            f"{_AMOUNTS[name].label}{value.in_wan()}万元"
            for name in AMOUNTS
            if (value := getattr(line, name)) is not None
        ]
        yield "财务数据", period, "，".join(amounts) or NOT_ENTERED
    if not known.statements:
        yield "财务数据", "上年及最近一期", NOT_ENTERED


def _word(row: Any, name: str) -> str:
    field = next(slot.field for slot in slots_of(type(row)) if slot.name == name)
    value = getattr(row, name)
    return "" if value is None else show(value, field)
