"""首页 and 统计分析: the office at a glance, what to do next, and the programme's figures."""

from kcdesk.ui.screens.reports.measures import MeasureScreen
from kcdesk.ui.screens.reports.screen import HomeScreen

__all__ = ["HomeScreen", "MeasureScreen"]
