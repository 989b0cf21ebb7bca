"""Firms: their records, their time on the list, and the import of the county's list."""

from kcdesk.work.commands.enterprises import admissions, imports, listed, records

__all__ = ["admissions", "imports", "listed", "records"]
