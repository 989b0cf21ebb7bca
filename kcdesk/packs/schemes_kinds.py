"""Reading what firms and loans may be: qualifications, products, milestones."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kcdesk.domain.schemes.parts import (
    Blank,
    Lasting,
    MilestoneKind,
    MilestoneOf,
    Path,
    ProductKind,
    QualificationKind,
)
from kcdesk.kernel.kinds import Field
from kcdesk.packs.schemes_parts import Citations, read_code, read_period
from kcdesk.packs.schemes_tables import Table
from kcdesk.packs.schemes_values import value_kind, value_of


def qualification_reader(
    citations: Citations, blanks: Mapping[str, Blank]
) -> Callable[[Table], QualificationKind]:
    """``[[qualification]]``: a kind of recognition and while it opens the list."""

    def read(table: Table) -> QualificationKind:
        return QualificationKind(
            code=read_code(table, "code"),
            label=table.text("label"),
            clauses=citations.read(table, "qualification"),
            period=read_period(table, blanks),
            path=Path(table.one_of("path", [p.value for p in Path], Path.DIRECT.value)),
            lasts=_lasting(table),
            is_yearly=table.flag("is_yearly", default=False),
        )

    return read


_YEAR_ENDS = {"当年末": 0, "次年末": 1}


def _lasting(table: Table) -> Lasting | None:
    """``lasts``: months, or to the end of the year or of the next."""
    raw = table.text("lasts", "")
    if not raw:
        return None
    if raw in _YEAR_ENDS:
        return Lasting(years=_YEAR_ENDS[raw])
    with table.at("lasts"):
        months = value_of(value_kind("months"), Field("whole", "有效期", unit="个月"), raw)
    assert isinstance(months, int)
    return Lasting(months=months)


def product_reader(citations: Citations) -> Callable[[Table], ProductKind]:
    """``[[product]]``: a product loans are lent under."""

    def read(table: Table) -> ProductKind:
        return ProductKind(
            code=read_code(table, "code"),
            label=table.text("label"),
            clauses=citations.read(table, "product"),
            is_other_policy=table.flag("is_other_policy", default=False),
        )

    return read


def milestone_reader(citations: Citations) -> Callable[[Table], MilestoneKind]:
    """``[[milestone]]``: a dated step on the way of an application or a loan."""

    def read(table: Table) -> MilestoneKind:
        of = table.one_of("of", [m.value for m in MilestoneOf], MilestoneOf.APPLICATION.value)
        return MilestoneKind(
            code=read_code(table, "code"),
            label=table.text("label"),
            clauses=citations.read(table, "milestone"),
            of=MilestoneOf(of),
            note=table.text("note", ""),
            is_required=table.flag("required", default=True),
        )

    return read
