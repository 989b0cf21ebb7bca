"""The packs that ship, as one installation has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kcdesk.packs.library import Library


def test_what_ships_is_read_once_and_kept(resources: Path, forms: Path) -> None:
    library = Library(resources, forms)
    assert not library.holidays.is_working(date(2024, 10, 1))
    assert library.holidays is library.holidays
    assert "enterprises" in library.sheets
    assert "pinghu" in library.scheme_ids()
    text = library.scheme_text("pinghu")
    assert library.scheme_of_text(text, {}) is library.scheme_of_text(text, {})
