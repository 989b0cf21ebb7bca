"""Bytes into a file of the clerk's choice, whole or not at all, with the words for either."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from kcdesk.ui.kit.notice import Remark


def write_file(path: Path, content: bytes) -> Remark:
    """Write it; what is to be said about it. `level` is ``ok`` when it is there."""
    file = QSaveFile(str(path))
    is_written = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if is_written:
        file.write(content)
        is_written = file.commit()
    if is_written:
        return Remark(f"已保存为 {path.name}。", "ok")
    return Remark(
        f"没有能保存“{path.name}”：文件可能正被别的程序打开，或磁盘已满。"
        "请关闭那个程序或换一个位置再保存。",
        "stop",
    )


def with_suffix(path: Path, suffix: str) -> Path:
    """The name with its ending, also when it was typed without."""
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")
