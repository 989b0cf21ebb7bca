"""What every row that hangs on a bank knows of it."""

from __future__ import annotations

from datetime import date

from kcdesk.domain.schemes.operands import Facts
from kcdesk.store.tables.partners import PartnerRow


def of_bank(bank: PartnerRow, day: date) -> Facts:
    """The bank's facts as of a day."""
    return {
        "bank.id": str(bank.id),
        "bank.name": bank.name,
        "bank.is_tech": is_tech(bank, day),
    }


def is_tech(bank: PartnerRow, day: date) -> bool:
    """Whether it is a science branch, or a bank licensed as one, on a day."""
    return bank.tech_from_on is not None and bank.tech_from_on <= day
