"""What this PC remembers about the screens: column widths, last bank chosen, unfinished forms.

Plain files at a given path, never the registry. Nothing here is business data; losing it costs
the clerk a minute.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QSaveFile, QSettings


class Settings:
    """Names and JSON values in one ini file."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def get(self, name: str, default: Any = None) -> Any:
        """What was put under `name`; `default` when nothing readable is there."""
        text = self._store.value(name)
        if not isinstance(text, str):
            return default
        try:
            return json.loads(text)
        except ValueError:
            return default

    def put(self, name: str, value: Any) -> None:
        """Remember a JSON value."""
        self._store.setValue(name, json.dumps(value, ensure_ascii=False))

    def flush(self) -> None:
        """Write to the disk now."""
        self._store.sync()


class Drafts:
    """Unfinished forms, one JSON file each, written whole or not at all (QSaveFile)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        digest = hashlib.sha256(key.encode()).hexdigest()[:24]
        return self._folder / f"{digest}.json"

    def keep(self, key: str, texts: dict[str, Any]) -> bool:
        """Write the draft; False when the disk would not take it (the form goes on)."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        file = QSaveFile(str(self._path(key)))
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            return False
        file.write(json.dumps({"key": key, "texts": texts}, ensure_ascii=False).encode())
        return bool(file.commit())

    def find(self, key: str) -> dict[str, Any] | None:
        """The draft kept under `key`, or None; an unreadable file counts as none."""
        try:
            kept = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("key") != key:
            return None
        texts = kept.get("texts")
        return texts if isinstance(texts, dict) else None

    def drop(self, key: str) -> None:
        """The form was saved or given up."""
        self._path(key).unlink(missing_ok=True)
