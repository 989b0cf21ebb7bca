"""What the blanks of papers are called in Chinese: for the list of blanks a clerk draws with.

Reads ``resources/blanks.toml``; called by work's list of blanks. A name is put together of the
part before the last dot and the word after it, unless it has a name of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kcdesk.packs.toml_reader import read_toml


@dataclass(frozen=True)
class BlankNames:
    """Parts, words and whole names."""

    groups: Mapping[str, str]
    words: Mapping[str, str]
    blanks: Mapping[str, str]

    def label_of(self, name: str) -> str:
        """``claim.checks[].label`` → ``初审核查（每行）：名称``; empty when nobody has named it.

        A form's own words (``words.finding``) are named by the form itself, not here.
        """
        if name in self.blanks:
            return self.blanks[name]
        group, _, word = name.rpartition(".")
        if group == "words":
            return f"{self.groups[group]}：{word}"
        if group in self.groups and word in self.words:
            return f"{self.groups[group]}：{self.words[word]}"
        return ""


@lru_cache(maxsize=2)
def blank_names(resources: Path) -> BlankNames:
    """The names of one installation, read once. Raises Fault or Refusal of the reader."""
    raw = read_toml(resources / "blanks.toml", "空格名称")
    return BlankNames(*(dict(raw.get(part, {})) for part in ("groups", "words", "blanks")))
