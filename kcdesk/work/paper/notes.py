"""What is said on the screen about a paper, and never on it: draft, stand-in fonts, small print.

Called by the previews. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcdesk.work.context import Read

if TYPE_CHECKING:
    from kcdesk.work.paper.printing import Sheet

MOST = 3
"""So many of the painter's notes are said; of the others how many there are."""


def notes_of(read: Read, sheet: Sheet) -> tuple[str, ...]:
    """Everything worth knowing before it is printed."""
    notes: list[str] = []
    if sheet.is_draft:
        notes.append("还没有定稿，纸上印有“草稿”，不要签字盖章。")
    if read.library.system_fonts:
        from kcdesk.work.paper.printing import fonts_of

        fonts = fonts_of(read.library.resources / "fonts", True)
        notes.extend(stand_ins(fonts.substituted))
    return (*notes, *few(sheet.painted.notes))


def stand_ins(roles: Sequence[str]) -> tuple[str, ...]:
    """That this PC lacks official faces; nothing when it has them all."""
    if not roles:
        return ()
    from kcdesk.files.fonts import ROLES

    names = "、".join(ROLES[role] for role in roles)
    return (f"本机没有{names}，打印用程序自带的相近字体；纸上不注明。",)


def few(notes: Sequence[str]) -> tuple[str, ...]:
    """The painter's own notes, not more than can be read at a glance."""
    if len(notes) <= MOST:
        return tuple(notes)
    return (*notes[:MOST], f"另有{len(notes) - MOST}处这样的调整。")
