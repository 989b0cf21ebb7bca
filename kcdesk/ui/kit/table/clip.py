"""Rows on the clipboard, so that Excel and WPS take them over unharmed.

Two forms at once: tab-separated text, and an HTML table in which every text cell is marked as
text, because a credit code or an identity number of digits alone would otherwise become
9.13E+17. A text that a spreadsheet would take for a formula is given an apostrophe in the
plain form and the text mark in the other.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData

from kcdesk.ui.kit.table.columns import Column

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def clip_of(lines: Iterable[Any], columns: Sequence[Column], *, heads: bool) -> QMimeData:
    """The clipboard's content for these lines."""
    plain_rows, html_rows = [], []
    if heads:
        plain_rows.append("\t".join(c.head for c in columns))
        cells = "".join(f"<th>{html.escape(c.head)}</th>" for c in columns)
        html_rows.append(f"<tr>{cells}</tr>")
    for line in lines:
        texts = [c.copied(line) for c in columns]
        plain_rows.append("\t".join(_plain_cell(c, t) for c, t in zip(columns, texts, strict=True)))
        cells = "".join(_html_cell(c, t) for c, t in zip(columns, texts, strict=True))
        html_rows.append(f"<tr>{cells}</tr>")
    clip = QMimeData()
    clip.setText("\r\n".join(plain_rows))
    clip.setHtml(f'<meta charset="utf-8"><table>{"".join(html_rows)}</table>')
    return clip


def _plain_cell(column: Column, text: str) -> str:
    clean = " ".join(text.split("\t")).replace("\r", "").replace("\n", " ")
    if not column.is_number and clean.startswith(_FORMULA):
        return f"'{clean}"
    return clean


def _html_cell(column: Column, text: str) -> str:
    if column.is_number:
        return f"<td>{html.escape(text)}</td>"
    return f"<td style=\"mso-number-format:'\\@'\">{html.escape(text)}</td>"
