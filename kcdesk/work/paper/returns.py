"""Paper values of the reports: the monthly return, the quarterly one, the year's assessment.

Every figure is asked of the queries that the screens show, for the last day of the time. What a
county reports beside the loans themselves are its programme's own indicators and targets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import Money
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.measures import Period
from kcdesk.work.paper.citing import articles_of
from kcdesk.work.paper.firms import Values, undated_office
from kcdesk.work.paper.periods import (
    month_days,
    month_title,
    period_values,
    quarter_days,
    quarter_title,
    reported,
    year_days,
    year_title,
)
from kcdesk.work.queries.registers.reading import entries_read
from kcdesk.work.queries.reports.measures import BreakdownLine, breakdown_lines, report_lines
from kcdesk.work.queries.reports.returns import BankReturnLine, bank_returns
from kcdesk.work.queries.reports.targets import TargetLine, target_lines

ASSESSMENT = "assessment"
"""The register in which a programme keeps the year's assessments, if it has one."""


def month_values(read: Read, month: int) -> Values:
    """The monthly return, bank by bank."""
    whole = month_days(month)
    told = reported(read, whole)
    return {
        **undated_office(read),
        "report": period_values(whole, told, month_title(month)),
        "returns": _returns(read, told),
    }


def quarter_values(read: Read, quarter: int) -> Values:
    """The quarterly return: the banks in short, and every indicator of the programme."""
    whole = quarter_days(quarter)
    told = reported(read, whole)
    return {
        **undated_office(read),
        "report": period_values(whole, told, quarter_title(quarter)),
        "returns": _returns(read, told),
        "indicators": _indicators(read, told),
    }


def year_values(read: Read, year: int) -> Values:
    """The year's assessment: every target held against what there is, and what was judged."""
    whole = year_days(year)
    told = reported(read, whole)
    scheme = read.scheme()
    return {
        **undated_office(read),
        "report": period_values(whole, told, year_title(year)),
        "returns": _returns(read, told),
        "targets": [
            _target(scheme, number, line)
            for number, line in enumerate(target_lines(on=told.until_on).run(read), 1)
        ],
        "assessments": _assessments(read, year),
    }


def _returns(read: Read, period: Period) -> Values:
    lines = bank_returns(from_on=period.from_on, until_on=period.until_on).run(read)
    banks, every = lines[:-1], lines[-1:]
    return {
        "rows": [_bank(number, line) for number, line in enumerate(banks, 1)],
        "total": _bank(0, every[0]) if every else _nothing(),
        "filed_note": _filed_note(every),
    }


def _bank(number: int, line: BankReturnLine) -> Values:
    # Where nothing moved the cell stays empty, so that what there is can be seen.
    values = {key: value or None for key, value in vars(line).items()}
    if line.recovered:
        values["returned"] = line.returned  # the two stand one above the other
    return {**values, "order": number}


def _nothing() -> Values:
    """The total of an office that has no bank yet."""
    names = BankReturnLine.__dataclass_fields__
    return {**dict.fromkeys(names), "order": 0}


def _filed_note(every: Sequence[BankReturnLine]) -> str:
    if not every or every[0].year_lent == every[0].year_filed:
        return ""
    apart = every[0].year_lent - every[0].year_filed
    return (
        f"本年投放与计入备案金额相差{apart.in_wan(2)}万元，为放款日不在名录内企业的贷款和票据贴现。"
    )


def _indicators(read: Read, period: Period) -> list[Values]:
    """Every indicator, with its groups beneath it."""
    on, scheme = period.until_on, read.scheme()
    groups: dict[str, list[BreakdownLine]] = {}
    for group in breakdown_lines(on=on).run(read):
        groups.setdefault(group.indicator, []).append(group)
    return [
        {
            "order": number,
            "label": line.label,
            "span": line.span,
            "shown": two_places(line.shown),
            "sides": two_places(_sides(line.part_shown, line.whole_shown)),
            "articles": articles_of(scheme, line.clauses),
            "groups": two_places(
                "；".join(f"{g.label} {g.shown}" for g in groups.get(line.label, ()))
            ),
            "note": _reason(line.trouble),
        }
        for number, line in enumerate(report_lines(on=on).run(read), 1)
    ]


_WAN: Final = re.compile(r"(-?[\d,]+(?:\.\d+)?)万元")


def two_places(shown: str) -> str:
    """Amounts of 万元 in a text as a return has them, to the cent of 万元; what is shown is exact,
    so that they are rounded from 分. One that would round to nothing stays as it is."""

    def rounded(found: re.Match[str]) -> str:
        amount = Money.wan(found[1])
        two = amount.in_wan(2)
        return found[0] if amount and not two.strip("-0.") else f"{two}万元"

    return _WAN.sub(rounded, shown)


def _sides(part: str, whole: str) -> str:
    return f"{part}／{whole}" if whole else ""


def _target(scheme: Scheme, number: int, line: TargetLine) -> Values:
    return {
        "order": number,
        "label": line.label,
        "about": "\n".join(filter(None, (line.label, line.base, _reason(line.trouble)))),
        "goal": line.goal,
        "actual": two_places(line.actual),
        "done": line.done,
        "gap": two_places(line.gap),
        "due_on": line.due_on,
        "articles": articles_of(scheme, line.clauses),
    }


def _reason(trouble: str) -> str:
    """Why there is no figure; what to do about it is for the screen, not for the paper."""
    return f"{trouble.split('。', maxsplit=1)[0]}。" if trouble else ""


def _assessments(read: Read, year: int) -> list[Values]:
    """What the programme's register of assessments says of the year; it is given after its end."""
    entries = entries_read(
        read,
        select(RegisterEntryRow).where(RegisterEntryRow.register == ASSESSMENT),
    )
    of_year = [entry for entry in entries if entry.values.get("year") == year]
    return [
        {
            "order": number,
            "on": entry.row.noted_on,
            "about": entry.subject.shown,
            "text": entry.summary,
        }
        for number, entry in enumerate(reversed(of_year), 1)
    ]
