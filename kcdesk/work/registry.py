"""Gathers every command and every query: importing this registers them all."""

from __future__ import annotations

from kcdesk.work.commands import (
    applications,
    claims,
    documents,
    enterprises,
    fund,
    loans,
    meetings,
    partners,
    payouts,
    people,
    recoveries,
    registers,
    schemes,
)
from kcdesk.work.queries import applications as ask_applications
from kcdesk.work.queries import audit as ask_audit
from kcdesk.work.queries import claims as ask_claims
from kcdesk.work.queries import documents as ask_documents
from kcdesk.work.queries import enterprises as ask_enterprises
from kcdesk.work.queries import fund as ask_fund
from kcdesk.work.queries import loans as ask_loans
from kcdesk.work.queries import meetings as ask_meetings
from kcdesk.work.queries import partners as ask_partners
from kcdesk.work.queries import payouts as ask_payouts
from kcdesk.work.queries import people as ask_people
from kcdesk.work.queries import recoveries as ask_recoveries
from kcdesk.work.queries import registers as ask_registers
from kcdesk.work.queries import reports as ask_reports
from kcdesk.work.queries import schemes as ask_schemes

COMMAND_ROOMS = (
    schemes, people, partners, fund, enterprises, applications, loans, claims, meetings, payouts,
    recoveries, registers, documents,
)  # fmt: skip
QUERY_ROOMS = (
    ask_schemes, ask_people, ask_partners, ask_fund, ask_enterprises, ask_applications, ask_loans,
    ask_claims, ask_meetings, ask_payouts, ask_recoveries, ask_registers, ask_documents,
    ask_reports, ask_audit,
)  # fmt: skip
