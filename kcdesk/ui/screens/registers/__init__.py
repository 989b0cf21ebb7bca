"""台账登记: the programme's registers, their entries, what they add up to."""

from kcdesk.ui.screens.registers.screen import RegisterScreen

__all__ = ["RegisterScreen"]
