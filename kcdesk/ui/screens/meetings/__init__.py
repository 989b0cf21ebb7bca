"""联席会议: member units, meetings, and the working desk of one meeting."""

from kcdesk.ui.screens.meetings.screen import MeetingScreen

__all__ = ["MeetingScreen"]
