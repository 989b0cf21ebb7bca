"""What a clause says: one press away from every figure and refusal that cites it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.kit.pairs import section

_PARTS = (("says", "条文"), ("reading", "采用的理解"), ("kept", "如何执行"), ("why", "理由"))

_KEPT = {
    "checked": "登记时自动核对，不符合的不予通过。",
    "recorded": "要求登记，并在操作记录中留痕。",
    "computed": "由程序计算，计算依据可查。",
    "reminded": "到期前提醒。",
    "printed": "印在文书上。",
    "text only": "只作提示，由经办人员掌握。",
}


def show_clause(parent: QWidget, clause: Any) -> Sheet:
    """A dialog with article, paraphrase and reading; parts that are empty are left out."""
    article = getattr(clause, "article", "")
    sheet = Sheet(parent, f"{clause.id}　{article}".strip(), "clause")
    for name, heading in _PARTS:
        text = str(getattr(clause, name, "") or "")
        if name == "kept":
            text = _KEPT.get(text, text)
        if text:
            sheet.body.addWidget(section(heading))
            sheet.body.addWidget(plain_label(text, select=True))
    sheet.body.addStretch(1)
    sheet.button("知道了(K)", sheet.accept, primary=True)
    sheet.present(34)
    return sheet
