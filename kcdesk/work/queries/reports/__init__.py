"""What the office has and does: the home screen, and the figures a programme asks for."""

from kcdesk.work.queries.reports.fees import FeeLine, FeeTotals, fee_lines, fee_options, fee_totals
from kcdesk.work.queries.reports.heeding import TodoLine
from kcdesk.work.queries.reports.home import (
    CLOSED_CLAIMS,
    SOON_DAYS,
    HomeCard,
    home_card,
    todos,
)
from kcdesk.work.queries.reports.limits import BreakerCard, BreakerLine, breaker_card, breaker_lines
from kcdesk.work.queries.reports.measures import (
    BreakdownLine,
    IndicatorCard,
    ReportLine,
    breakdown_lines,
    indicator_card,
    report_lines,
)
from kcdesk.work.queries.reports.returns import BankReturnLine, bank_returns
from kcdesk.work.queries.reports.targets import TargetCard, TargetLine, target_card, target_lines

__all__ = [
    "CLOSED_CLAIMS",
    "SOON_DAYS",
    "BankReturnLine",
    "BreakdownLine",
    "BreakerCard",
    "BreakerLine",
    "FeeLine",
    "FeeTotals",
    "HomeCard",
    "IndicatorCard",
    "ReportLine",
    "TargetCard",
    "TargetLine",
    "TodoLine",
    "bank_returns",
    "breakdown_lines",
    "breaker_card",
    "breaker_lines",
    "fee_lines",
    "fee_options",
    "fee_totals",
    "home_card",
    "indicator_card",
    "report_lines",
    "target_card",
    "target_lines",
    "todos",
]
