"""Backing up from the window: at once, before closing, and how late it is.

The copying runs on the office's thread with progress and can be stopped; an office in which
nothing was done since its newest backup is closed without a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown, Desk, Running
from kcdesk.ui.kit import dialogs
from kcdesk.ui.kit.notice import Remark, remark_of

FILTER = "备份文件 (*.kcbackup)"


class Backups(QObject):
    """Carries backup and restore between window and desk."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk

    def make(self) -> None:
        """立即备份."""
        self._make(self._made, self._not_made)

    def make_before(self, go: Callable[[], None]) -> None:
        """Back up if anything was done, then `go`; when it fails, ask whether to go all the same."""

        def job(office: Any, progress: Any, cancelled: Any) -> Any:
            from kcdesk.work.safekeeping import back_up, is_due

            return (
                back_up(office, progress=progress, cancelled=cancelled) if is_due(office) else None
            )

        def failed(trouble: Refusal | Fault | Breakdown) -> None:
            dialogs.question(
                self._window,
                "备份没有做成",
                f"{_said(trouble)}业务数据已经保存，只是没有新的备份。",
                yes="不备份，直接关闭(X)",
                no="返回(C)",
                then=go,
            )

        running = self._desk.at_office("正在备份", job, lambda _made: go(), self, failed)
        dialogs.ProgressDialog.watch(self._window, running)

    def restore(self, above: Path, then: Callable[[Path], None]) -> None:
        """Choose a backup and a new folder, unpack, say what came out, then `then(folder)`."""
        file, _ = QFileDialog.getOpenFileName(self._window, "选择备份", str(above), FILTER)
        if not file:
            return
        name = f"恢复-{Path(file).stem.removeprefix('备份-')}"
        folder, _ = QFileDialog.getSaveFileName(
            self._window, "恢复到新文件夹", str(above / name), options=_A_FOLDER
        )
        if folder:
            self._restore(Path(file), Path(folder), then)

    def _restore(self, file: Path, folder: Path, then: Callable[[Path], None]) -> None:
        def job(progress: Any, cancelled: Any) -> Any:
            from kcdesk.work.safekeeping import restore

            return restore(file, folder, progress=progress, cancelled=cancelled)

        def restored(answer: Any) -> None:
            dialogs.question(
                self._window,
                "已经恢复",
                f"“{answer.office}”已恢复到“{answer.folder}”：操作记录 {answer.seq} 条，"
                f"备份于 {_moment(answer.made_at)}。原来的业务库没有改动。",
                yes="打开恢复的业务库(O)",
                then=lambda: then(answer.folder),
                picture="ok",
            )

        running = self._desk.background("正在恢复", job, restored, self, self._not_made)
        dialogs.ProgressDialog.watch(self._window, running)

    def _make(
        self,
        made: Callable[[Any], None],
        failed: Callable[[Refusal | Fault | Breakdown], None],
    ) -> Running:
        def job(office: Any, progress: Any, cancelled: Any) -> Any:
            from kcdesk.work.safekeeping import back_up

            return back_up(office, progress=progress, cancelled=cancelled)

        running = self._desk.at_office("正在备份", job, made, self, failed)
        dialogs.ProgressDialog.watch(self._window, running)
        return running

    def _made(self, backup: Any) -> None:
        self._desk.said.emit(f"已备份并核对：{backup.path.name}")
        # Nothing in the file has changed, but the strip's words about the backup have.
        self._desk.changed.emit(frozenset({"safekeeping"}))
        if backup.notes:
            remarks = [Remark(note, "warning") for note in backup.notes]
            dialogs.tell(self._window, "已备份，有内容没有带上", remarks)

    def _not_made(self, trouble: Refusal | Fault | Breakdown) -> None:
        if isinstance(trouble, Fault):
            dialogs.show_fault(self._window, trouble)
        elif isinstance(trouble, Refusal):
            remarks = [remark_of(problem) for problem in trouble.problems]
            dialogs.tell(self._window, "没有办成", remarks)


_A_FOLDER = QFileDialog.Option.ShowDirsOnly | QFileDialog.Option.DontConfirmOverwrite


def _said(trouble: Refusal | Fault | Breakdown) -> str:
    return trouble.message if isinstance(trouble, Breakdown) else str(trouble)


def _moment(moment: Any) -> str:
    from kcdesk.files.backup_tiers import OFFICE_TIME

    local = moment.astimezone(OFFICE_TIME)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def backup_words(made: Any) -> str:
    """How the strip says the newest backup."""
    return "还没有备份" if made is None else f"最近备份 {_moment(made.made_at)}，已核对"


def backup_warning(days: int, made: Any) -> str:
    """The banner's sentence when the newest backup is too old; empty when it is not."""
    if not days:
        return ""
    what = "已经 {} 天没有备份。" if made is not None else "启用 {} 天来还没有备份。"
    return f"{what.format(days)}请现在备份，并复制一份到 U盘。"
