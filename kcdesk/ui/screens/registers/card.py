"""The card of one entry: what it says, where it stands, how it was checked, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.ui.kit import Action, Card, CardLooks, Chip, Group, Remark
from kcdesk.ui.panels import FilesPanel, HistoryPanel, RecordPage
from kcdesk.ui.panels.entering import close_entry, revise_entry
from kcdesk.work.queries.registers import card_type, entry_asked

if TYPE_CHECKING:
    from kcdesk.ui.screens.registers.screen import RegisterScreen


def entry_page(screen: RegisterScreen, kind: RegisterKind, ident: int) -> RecordPage:
    """The page of one entry."""
    closing = Action(
        "登记办理结果(R)",
        lambda card: close_entry(screen, kind, card),
        icon="ok",
        for_line=True,
        may=lambda card: not kind.is_closed(card.state),
        primary=True,
    )
    revising = Action(
        "修改(E)",
        lambda card: revise_entry(screen, kind, card),
        icon="edit",
        key="F2",
        for_line=True,
    )
    card = Card(
        card_type(kind),
        _looks(kind),
        actions=((closing,) if kind.states else ()) + (revising,),
        settings=screen.place.settings,
        spread=True,
    )
    page = RecordPage(screen, card, lambda: entry_asked(ident))
    page.came.connect(lambda c: screen.retitle(page, c.number))
    page.add(FilesPanel(screen, "registers", ident, choose=screen.attach, place=screen.save_as))
    page.add(HistoryPanel(screen, "register_entry", ident))
    return page


def _looks(kind: RegisterKind) -> CardLooks:
    own = tuple(item.name for item in kind.fields)
    return CardLooks(
        title=lambda c: " ".join(filter(None, (kind.label, getattr(c, "subject", "")))),
        chips=lambda c: _chips(kind, c),
        remarks=lambda c: [Remark(c.trouble, "warning")] if c.trouble else [],
        sections=(
            Group("登记内容", ("subject", "noted_on", *own)),
            Group("办理", ("state", "due_on", "is_overdue", "state_on", "result")),
            Group("登记", ("number", "entered_by")),
        ),
        left_out=("trouble",),
    )


def _chips(kind: RegisterKind, card: Any) -> tuple[Chip, ...]:
    state = kind.state(card.state) if kind.states else None
    chips = [] if state is None else [Chip(state.label, "ok" if state.is_closed else "note")]
    if getattr(card, "is_overdue", False):
        chips.append(Chip("已超期", "warning"))
    return tuple(chips)
