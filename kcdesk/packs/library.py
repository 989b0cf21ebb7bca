"""The shipped packs of one installation, read once and kept.

Called by work's office; knows where schemes, sheets and calendars lie, not what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kcdesk.domain.enterprises import Industry
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import HolidayTable
from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.schemes import read_scheme
from kcdesk.packs.sheets import SheetSpec, load_sheets
from kcdesk.packs.standards import load_sizes


class Library:
    """Schemes, sheets and calendars below one resources folder; forms below another."""

    def __init__(self, resources: Path, forms: Path, *, system_fonts: bool = False) -> None:
        self.resources = resources
        self.forms = forms
        self.system_fonts = system_fonts
        """Whether papers use the PC's official faces; off gives the same bytes everywhere."""
        self._schemes: dict[tuple[str, tuple[tuple[str, str], ...]], Scheme] = {}

    @cached_property
    def holidays(self) -> HolidayTable:
        """Working days and holidays of every known year."""
        return load_holidays(self.resources / "calendar")

    @cached_property
    def sheets(self) -> Mapping[str, SheetSpec]:
        """How lists from outside are read, by their ids."""
        return load_sheets(self.resources / "sheets")

    @cached_property
    def industries(self) -> Mapping[str, Industry]:
        """The national standard's classes of size, by industry."""
        return load_sizes(self.resources / "standards" / "sizes.toml")

    def scheme_ids(self) -> tuple[str, ...]:
        """Ids of the shipped schemes."""
        folder = self.resources / "schemes"
        return tuple(sorted(p.parent.name for p in folder.glob("*/scheme.toml")))

    def scheme_text(self, scheme_id: str) -> str:
        """The text of a shipped scheme, as an office adopts it."""
        return (self.resources / "schemes" / scheme_id / "scheme.toml").read_text("utf-8")

    def scheme_of_text(self, text: str, blanks: Mapping[str, str]) -> Scheme:
        """The scheme an office adopted, with what the office filled in."""
        key = (text, tuple(sorted(blanks.items())))
        if key not in self._schemes:
            self._schemes[key] = replace(read_scheme(text, blanks), holidays=self.holidays)
        return self._schemes[key]
