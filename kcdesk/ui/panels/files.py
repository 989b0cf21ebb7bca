"""附件: the files kept with a record. Choosing a file is the system's own dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QSaveFile

from kcdesk.ui.kit import Action, Empty, Remark, Screen, dialogs
from kcdesk.ui.kit.fields import PathField
from kcdesk.ui.panels.choosing import Choose, choose_file, choose_place
from kcdesk.ui.panels.record import TablePanel
from kcdesk.work.commands.documents import AttachFile, RemoveAttachment
from kcdesk.work.queries.documents import AttachmentLine, attachments

SHOWN = (".pdf", ".jpg", ".jpeg", ".png")
"""What the program shows itself."""


class FilesPanel(TablePanel):
    """Files of one record: attach, look at, save a copy, take off."""

    title = "附件"
    picture = "document"

    def __init__(
        self,
        screen: Screen,
        subject: str,
        record: int,
        *,
        choose: Choose = choose_file,
        place: Choose = choose_place,
    ) -> None:
        self._of = (subject, record)
        self._choose, self._place = choose, place
        actions = (
            Action("附加文件(T)", self.attach, icon="add", key="Ins"),
            Action("另存为(A)…", self.save_copy, icon="save", for_line=True),
            Action("移除(D)", self.remove, icon="delete", key="Del", for_line=True),
        )
        super().__init__(
            screen,
            AttachmentLine,
            columns=("label", "name", "attached_on", "person"),
            actions=actions,
            empty=Empty(
                "还没有附件。",
                "把盖章的扫描件、合同等存到这里，随业务库一起备份。",
                "附加文件(T)",
                self.attach,
            ),
            unit="个",
        )
        self.table.opened.connect(lambda _ident: self.look())

    def question(self) -> Any:
        subject, record = self._of
        return attachments(subject=subject, record=record)

    def attach(self) -> None:
        """Choose a file, say what it is, keep it."""
        chosen = self._choose(self, "选择要附加的文件")
        if not chosen:
            return
        subject, record = self._of
        path = Path(chosen)
        self.home.edit(
            AttachFile,
            values={"subject": subject, "record": record, "file": str(path), "label": path.stem},
            hidden=("subject", "record"),
            overrides={"file": lambda slot, sources: PathField(slot, sources, mode="open")},
            explain="文件会复制到业务库文件夹里，原文件不受影响。",
        )

    def look(self) -> None:
        """A PDF or a picture is shown here; anything else is saved to be opened where it belongs."""
        line = self.table.line()
        if line is None:
            return
        if not line.name.lower().endswith(SHOWN):
            self.save_copy(line)
            return
        from kcdesk.ui.panels.paper_page import FilePage

        self.home.push(FilePage(self.home, Path(line.file), line.name), line.name)

    def save_copy(self, line: AttachmentLine) -> None:
        """Write a copy where the clerk wants it."""
        target = self._place(self, line.name)
        content = self._bytes(line) if target else None
        if content is None:
            return
        file = QSaveFile(target)
        is_written = file.open(QIODevice.OpenModeFlag.WriteOnly)
        if is_written:
            file.write(content)
            is_written = file.commit()
        name = Path(target).name
        if is_written:
            self.trouble.say([Remark(f"已保存为 {name}。", "ok")])
        else:
            text = f"没有能保存“{name}”：可能正被别的程序打开，或磁盘已满。请换一个位置再保存。"
            self.trouble.say([Remark(text, "stop")])

    def remove(self, line: AttachmentLine) -> None:
        """Ask, then take the file off the record; undo brings it back."""
        dialogs.question(
            self,
            "移除这个附件？",
            f"{line.label}（{line.name}）\n\n移除后可以在“办理记录”中撤销。",
            yes="移除(D)",
            then=lambda: self.home.do(RemoveAttachment(attachment=line.id)),
        )

    def _bytes(self, line: AttachmentLine) -> bytes | None:
        try:
            return Path(line.file).read_bytes()
        except OSError:
            text = f"附件“{line.name}”的文件不在业务库文件夹里。请从备份恢复，或重新附加。"
            self.trouble.say([Remark(text, "stop")])
            return None
