"""Applications: entered, their papers ticked off, recommended or not, decided by the bank."""

from kcdesk.work.commands.applications.annexes import RecordAnnexes
from kcdesk.work.commands.applications.course import (
    BANK_RESULTS,
    OPINIONS,
    RecordBankDecision,
    ResubmitApplication,
    ReviewApplication,
    WithdrawApplication,
)
from kcdesk.work.commands.applications.facts import application_facts, asked_of, kind_of
from kcdesk.work.commands.applications.filing import FileApplication
from kcdesk.work.commands.applications.materials import TickApplicationMaterial

__all__ = [
    "BANK_RESULTS",
    "OPINIONS",
    "FileApplication",
    "RecordAnnexes",
    "RecordBankDecision",
    "ResubmitApplication",
    "ReviewApplication",
    "TickApplicationMaterial",
    "WithdrawApplication",
    "application_facts",
    "asked_of",
    "kind_of",
]
