"""kcdesk 科创贷管理台: the desktop program of a county's technology-loan office."""

__version__ = "0.1.0"
