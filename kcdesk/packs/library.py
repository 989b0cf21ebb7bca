"""The packs of one installation, read once and kept: what ships, and programmes of one's own.

Called by work's office; knows where schemes, sheets and calendars lie, not what they mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from kcdesk.domain.enterprises import Industry
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import HolidayTable
from kcdesk.kernel.errors import Fault
from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.checks import CaseResult, run_cases
from kcdesk.packs.schemes import SchemePack, filled_in, head_of_text, read_pack, revision_of
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
        self._packs: dict[str, SchemePack] = {}
        self._schemes: dict[_Key, Scheme] = {}
        self._results: dict[str, tuple[CaseResult, ...]] = {}

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

    def scheme_head(self, scheme_id: str) -> Mapping[str, str]:
        """Id, title and region of a shipped scheme; the rest of its text is not read."""
        return head_of_text(self.scheme_text(scheme_id))

    def pack_of_text(self, text: str) -> SchemePack:
        """A text an office has adopted, read once however often it is asked for."""
        revision = revision_of(text)
        if revision not in self._packs:
            self._packs[revision] = read_pack(text, is_new=False)
        return self._packs[revision]

    def case_results(self, text: str) -> tuple[CaseResult, ...]:
        """The worked cases of a text an office has adopted, each run once."""
        revision = revision_of(text)
        if revision not in self._results:
            self._results[revision] = run_cases(self.pack_of_text(text), self.holidays)
        return self._results[revision]

    def scheme_of_text(self, text: str, blanks: Mapping[str, str]) -> Scheme:
        """The scheme an office adopted, with what the office filled in.

        Fill-ins for blanks that this revision does not have are left aside: an old revision is
        read with today's fill-ins when an old decision is verified.
        """
        scheme = self.pack_of_text(text).scheme
        key = _key(scheme.revision, blanks)
        if key not in self._schemes:
            scheme = self._with_papers(scheme)
            self._schemes[key] = replace(filled_in(scheme, blanks), holidays=self.holidays)
        return self._schemes[key]

    def _with_papers(self, scheme: Scheme) -> Scheme:
        """A text adopted before programmes said anything of their papers takes what the shipped
        one says: titles, copies and wording decide nothing."""
        if scheme.papers or scheme.paper_words or scheme.id not in self.shipped_ids():
            return scheme
        shipped = self.pack_of_text(self.scheme_text(scheme.id)).scheme
        return replace(scheme, papers=shipped.papers, paper_words=shipped.paper_words)

    def known_scheme(self, revision: str, blanks: Mapping[str, str]) -> Scheme | None:
        """The same by the text's sha256; None while this process has not read that text."""
        return self._schemes.get(_key(revision, blanks))


_Key: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]


def _key(revision: str, blanks: Mapping[str, str]) -> _Key:
    return revision, tuple(sorted(blanks.items()))


def _ids_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(p.parent.name for p in folder.glob(f"*/{SCHEME_FILE}")))
