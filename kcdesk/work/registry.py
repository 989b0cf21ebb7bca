"""Importing this registers every command and every query."""

from kcdesk.work import commands, queries

__all__ = ["commands", "queries"]
