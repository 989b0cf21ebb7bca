"""The system's own dialogs for files, as panels ask for them; tests hand in answers of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

Choose = Callable[..., str]
"""Asks for a file: parent, a title (or a suggested name) and perhaps a pattern; an empty text when
given up."""

FILES = (
    "扫描件和文档 (*.pdf *.jpg *.jpeg *.png *.doc *.docx *.xls *.xlsx *.wps *.et *.ofd *.zip);;"
    "所有文件 (*)"
)
SCANS = "扫描件 (*.pdf *.jpg *.jpeg *.png)"


def choose_file(parent: QWidget, title: str, pattern: str = FILES) -> str:
    """A file that is there."""
    return QFileDialog.getOpenFileName(parent, title, "", pattern)[0]


def choose_scan(parent: QWidget, title: str, pattern: str = SCANS) -> str:
    """A scan that is there."""
    return choose_file(parent, title, pattern)


def choose_place(parent: QWidget, name: str) -> str:
    """Where to save, beginning with a name."""
    return QFileDialog.getSaveFileName(parent, "另存为", name)[0]


def choose_folder(parent: QWidget, title: str) -> str:
    """A folder that is there."""
    return QFileDialog.getExistingDirectory(parent, title)
