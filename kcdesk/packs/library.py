"""The packs of one installation, read once and kept: what ships, and programmes of one's own.

Called by work's office; knows where schemes, sheets and calendars lie, not what they mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kcdesk.domain.enterprises import Industry
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import HolidayTable
from kcdesk.kernel.errors import Fault
from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.schemes import read_scheme
from kcdesk.packs.sheets import SheetSpec, load_sheets
from kcdesk.packs.standards import load_sizes

SCHEME_FILE = "scheme.toml"


class Library:
    """Schemes, sheets and calendars below one resources folder; forms below another."""

    def __init__(
        self,
        resources: Path,
        forms: Path,
        *,
        system_fonts: bool = False,
        own_schemes: Path | None = None,
    ) -> None:
        self.resources = resources
        self.forms = forms
        self.own_schemes = own_schemes
        """Where programmes copied and edited on this PC lie; None where there are none."""
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
        """Ids of the schemes an office may be founded under: the shipped ones, then one's own."""
        return (*self.shipped_ids(), *self.own_ids())

    def shipped_ids(self) -> tuple[str, ...]:
        """Ids of the shipped schemes."""
        return _ids_in(self.resources / "schemes")

    def own_ids(self) -> tuple[str, ...]:
        """Ids of one's own schemes; one that bears a shipped id never takes its place."""
        if self.own_schemes is None:
            return ()
        shipped = self.shipped_ids()
        return tuple(i for i in _ids_in(self.own_schemes) if i not in shipped)

    def scheme_file(self, scheme_id: str) -> Path:
        """The file of a scheme."""
        is_own = self.own_schemes is not None and scheme_id in self.own_ids()
        folder = self.own_schemes if is_own else self.resources / "schemes"
        assert folder is not None
        return folder / scheme_id / SCHEME_FILE

    def scheme_text(self, scheme_id: str) -> str:
        """The text of a scheme, as an office adopts it. Raises Fault when it can't be read."""
        file = self.scheme_file(scheme_id)
        try:
            return file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Fault(
                f"方案文件“{file}”打不开。",
                cure="请检查文件是否还在、是否为UTF-8编码。",
                code="file.unreadable",
            ) from error

    def clause_ids(self, scheme_id: str) -> Collection[str]:
        """The clauses of a scheme by their ids. Raises Refusal for a broken pack."""
        return self.scheme_of_text(self.scheme_text(scheme_id), {}).clauses

    def scheme_cases(self, scheme_id: str) -> tuple[Path, ...]:
        """The scenario files that are worked cases of a scheme (``cases/*.toml`` beside it)."""
        return tuple(sorted((self.scheme_file(scheme_id).parent / "cases").glob("*.toml")))

    def scheme_of_text(self, text: str, blanks: Mapping[str, str]) -> Scheme:
        """The scheme an office adopted, with what the office filled in."""
        key = (text, tuple(sorted(blanks.items())))
        if key not in self._schemes:
            self._schemes[key] = replace(read_scheme(text, blanks), holidays=self.holidays)
        return self._schemes[key]


def _ids_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(p.parent.name for p in folder.glob(f"*/{SCHEME_FILE}")))
