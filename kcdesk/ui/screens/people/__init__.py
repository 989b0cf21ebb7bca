"""人员与本单位: who works here in which post, and how the office is named on papers."""

from kcdesk.ui.screens.people.screen import PeopleScreen

__all__ = ["PeopleScreen"]
