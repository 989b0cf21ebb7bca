'''The kit: everything a screen is built from. Screens name no colour, no font, no QTableView.

A screen has three verbs (`desk.ask`, `desk.do`, `desk.undo`) and is built of four things: a list,
a card, an editor, a dialog. All come from annotated dataclasses: what a command, a line or a card
declares (`Annotated[Money, Field("money", "贷款金额")]`) is what stands on the screen.

**A list screen**, whose lines open a card and whose button opens an editor::

    class LoanList(ListScreen):
        """贷款台账。"""

        def __init__(self, place: Place) -> None:
            super().__init__(
                place,
                "贷款台账",
                LoanLine,
                lambda text: loan_lines(text=text),
                name="loans",
                unit="笔",
                actions=(
                    Action("登记放款(A)", self.start_new, icon="add", key="Ins", primary=True),
                    Action("登记还款(R)", self.repay, for_line=True, may=lambda x: x.outstanding),
                ),
                empty=Empty("还没有贷款。", "银行放款后在这里登记。", "登记放款(A)", self.start_new),
            )
            self.keeping = Keeping(place.settings, place.drafts, remember=("bank",))

        def start_new(self, **values: Any) -> None:
            self.edit(DisburseLoan, values=values, keeping=self.keeping, may_go_on=True)

        def repay(self, line: LoanLine) -> None:
            self.edit(RecordRepayment, values={"loan": line.id}, hidden=("loan",))

        def open_record(self, ident: int) -> None:
            page = CardPage(self.desk, loan_looks_card(...), lambda: loan_card(loan=ident))
            self.push(page, "贷款")

`reload` is inherited: the shell calls it on F5 and when `ScreenSpec.watches` meets a touched
stage; each page on the stack (`ListPage`, `CardPage`) asks anew. `self.do(command)` does a
command that needs no form. `self.navigate.emit("enterprises", id)` goes to another screen.

A list of which many lines are ticked (空格, Ctrl+A) is a `Table(..., may_mark=True)`; ask it for
`marked_lines()`. `signs={"state": lambda line: ("ok", "ok")}` puts an icon beside a column's words.

**A card** is a card dataclass and its looks; ``rows`` fields become tables on tabs, fields named
in `traces` become 计算依据, a record field ``enterprise`` with an ``enterprise_name`` beside it
becomes a link::

    Card(
        LoanCard,
        CardLooks(
            title=lambda c: f"{c.enterprise_name} {c.contract_no}",
            chips=lambda c: (Chip(c.state_label, "warning" if c.overdue_days else "ok"),),
            sections=(Group("合同", ("contract_no", "amount", "disbursed_on")),),
            opens=(("claims", "claims"),),
        ),
        actions=(Action("登记展期(E)", self.extend, for_line=True),),
        settings=place.settings,
    )

**An editor** is made of a command. Order and groups follow the paper form; what the preview asks
is shown above the buttons while typing; a Refusal is laid at the fields it names::

    self.edit(
        DisburseLoan,
        groups=(Group("企业与银行", ("enterprise", "bank")), Group("合同", ("contract_no",))),
        values={"enterprise": 7},             # ready values
        locked=("enterprise",),               # shown, not writable
        hidden=("application",),              # taken from values, not shown
        overrides={"file": lambda s, src: PathField(s, src, mode="open")},
        keeping=Keeping(settings, drafts, remember=("bank",), draft="7"),
        preview=LivePreview(
            ask=lambda v: room_left(enterprise=v["enterprise"]) if v.get("enterprise") else None,
            show=lambda room: [Remark(f"还可以放款 {room.left.show()} 元。", "note", room.clauses)],
        ),
        then=self.after_saving,               # gets the Done
    )

**A paper** is shown by `pdf.PdfView().show_pdf(content, name="审批表", notes=painted.notes)`
(import it from `kcdesk.ui.kit.pdf` when it is needed: pdfium and the printer stay out of the
start). **A wizard** (`wizard.Wizard(FoundOffice, steps, sources)`) asks for one command in steps.

**Dialogs** never block: `dialogs.question(self, title, text, yes="作废(V)", then=self.void)`,
`dialogs.ask_reason(...)`, `dialogs.tell(...)`, `ProgressDialog.watch(self, desk.background(...))`.

**Keys** the kit gives every screen: Enter/Tab next field, Shift+Enter back, Ctrl+Enter save, Esc
back, Ins (if an action says so) new, Enter on a line opens it, Alt+F the filter box, Ctrl+C rows
for Excel, menu key, F4 calendar; the shell adds F1, F5, Ctrl+F, Ctrl+Z and Alt+digit.

Access keys stand in the label, ``保存(S)``; S, N, C belong to the editor's buttons, F and M to the
table's, B to 返回.
'''

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kcdesk.ui.kit import dialogs, icons, theme
    from kcdesk.ui.kit.actions import Action, ActionBar
    from kcdesk.ui.kit.card import Card, CardLooks, Chip
    from kcdesk.ui.kit.dialogs import ProgressDialog
    from kcdesk.ui.kit.editor import Editor, Keeping, LivePreview
    from kcdesk.ui.kit.form import Form, Group
    from kcdesk.ui.kit.notice import Notice, NoticeBar, Remark
    from kcdesk.ui.kit.place import Place
    from kcdesk.ui.kit.screen import CardPage, ListPage, ListScreen, Page, Screen
    from kcdesk.ui.kit.settings import Drafts, Settings
    from kcdesk.ui.kit.sources import DeskSources, Found, Sources
    from kcdesk.ui.kit.table import Empty, Table
    from kcdesk.ui.kit.trace import TraceView, on_paper

# A name's room is entered when the name is first wanted: the start page needs three of them.
_ROOMS = {
    "Action": "actions",
    "ActionBar": "actions",
    "Card": "card",
    "CardLooks": "card",
    "CardPage": "screen",
    "Chip": "card",
    "DeskSources": "sources",
    "Drafts": "settings",
    "Editor": "editor",
    "Empty": "table",
    "Form": "form",
    "Found": "sources",
    "Group": "form",
    "Keeping": "editor",
    "ListPage": "screen",
    "ListScreen": "screen",
    "LivePreview": "editor",
    "Notice": "notice",
    "NoticeBar": "notice",
    "Page": "screen",
    "Place": "place",
    "ProgressDialog": "dialogs",
    "Remark": "notice",
    "Screen": "screen",
    "Settings": "settings",
    "Sources": "sources",
    "Table": "table",
    "TraceView": "trace",
    "on_paper": "trace",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"the kit has no {name}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)


__all__ = [
    "Action",
    "ActionBar",
    "Card",
    "CardLooks",
    "CardPage",
    "Chip",
    "DeskSources",
    "Drafts",
    "Editor",
    "Empty",
    "Form",
    "Found",
    "Group",
    "Keeping",
    "ListPage",
    "ListScreen",
    "LivePreview",
    "Notice",
    "NoticeBar",
    "Page",
    "Place",
    "ProgressDialog",
    "Remark",
    "Screen",
    "Settings",
    "Sources",
    "Table",
    "TraceView",
    "dialogs",
    "icons",
    "on_paper",
    "theme",
]
