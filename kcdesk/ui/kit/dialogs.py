"""Dialogs: questions, bad news from the world, progress, reasons, who sits here, what to undo.

None of them blocks: each is opened, and calls `then` with the answer. They scroll rather than
grow past the screen, and their buttons say what they do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Fault
from kcdesk.ui.desk import Breakdown, Running
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.access import amp
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label


class Sheet(QDialog):
    """A dialog of one column: picture and heading, a body that scrolls, buttons that don't."""

    def __init__(self, parent: QWidget | None, title: str, picture: str = "note") -> None:
        super().__init__(parent)
        self._width_em = 30.0
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(2))
        head.setSpacing(theme.space(2))
        sign = QLabel()
        tone = picture if picture in ("stop", "warning", "note", "ok") else "accent"
        sign.setPixmap(icons.pixmap(picture, theme.em(2), tone, self.devicePixelRatioF()))
        self.heading = plain_label(title)
        self.heading.setProperty("title", True)
        head.addWidget(sign)
        head.addWidget(self.heading, 1)
        column.addLayout(head)
        self.paper = QWidget()
        self.body = QVBoxLayout(self.paper)
        self.body.setContentsMargins(theme.space(4), theme.space(1), theme.space(4), theme.space(3))
        self.body.setSpacing(theme.space(2))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.paper)
        self._scroll = scroll
        column.addWidget(scroll, 1)
        bar = QFrame()
        bar.setProperty("bar", "bottom")
        self._buttons = QHBoxLayout(bar)
        self._buttons.setContentsMargins(
            theme.space(4), theme.space(2), theme.space(4), theme.space(2)
        )
        self._buttons.addStretch(1)
        column.addWidget(bar)

    def button(self, label: str, act: Callable[[], None], *, primary: bool = False) -> QPushButton:
        """A button at the right end; the primary one answers Enter."""
        made = QPushButton(amp(label))
        made.setAutoDefault(primary)
        made.setDefault(primary)
        if primary:
            theme.mark(made, primary=True)
        made.clicked.connect(act)
        self._buttons.addWidget(made)
        return made

    def present(self, width_em: float = 30) -> None:
        """Size to the content, never beyond the screen, and open."""
        self._width_em = width_em
        self.fit()
        self.paper.installEventFilter(self)
        self.open()

    def fit(self) -> None:
        """As high as the content wants and the screen allows."""
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = min(theme.em(self._width_em), room.width() - 40)
        body = self.body.totalHeightForWidth(width)
        if body < 0:
            body = self.paper.sizeHint().height()
        around = self.sizeHint().height() - self._scroll.sizeHint().height()
        self.resize(width, min(body + around + theme.space(2), room.height() - 60))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Something inside has grown (a refusal beneath a field): give it room.
        if watched is self.paper and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.fit)
        return False


def question(
    parent: QWidget,
    title: str,
    text: str,
    *,
    then: Callable[[], None],
    yes: str,
    no: str = "返回(C)",
    otherwise: Callable[[], None] | None = None,
    picture: str = "warning",
    loses: bool = False,
) -> Sheet:
    """Ask once; `then` on the button that says what will happen, nothing on the other.

    `loses` is for what cannot be got back: then Enter is the way back.
    """
    sheet = Sheet(parent, title, picture)
    sheet.body.addWidget(plain_label(text, select=True))
    sheet.button(yes, sheet.accept, primary=not loses)
    back = sheet.button(no, sheet.reject, primary=loses)
    if loses:
        back.setFocus()
    sheet.accepted.connect(then)
    if otherwise is not None:
        sheet.rejected.connect(otherwise)
    sheet.present()
    return sheet


def tell(
    parent: QWidget, title: str, remarks: Sequence[Remark], *, button: str = "知道了(K)"
) -> Sheet:
    """Say something that must be read; problems of a form are shown in the form instead."""
    worst = next(
        (level for level in ("stop", "warning") if any(r.level == level for r in remarks)), "note"
    )
    sheet = Sheet(parent, title, worst)
    bar = NoticeBar()
    sheet.body.addWidget(bar)
    bar.say(remarks)
    sheet.body.addStretch(1)
    sheet.button(button, sheet.accept, primary=True)
    sheet.present(34)
    return sheet


def show_fault(parent: QWidget, fault: Fault, *, retry: Callable[[], None] | None = None) -> Sheet:
    """What happened, what is safe, what to do; 重试 where the caller can."""
    sheet = Sheet(parent, "没有办成", "warning")
    for heading, text in (
        ("发生了什么", fault.message),
        ("哪些没有受影响", fault.safe),
        ("怎么办", fault.cure),
    ):
        if text:
            label = plain_label(heading, wrap=False)
            label.setProperty("section", True)
            sheet.body.addWidget(label)
            sheet.body.addWidget(plain_label(text, select=True))
    code = plain_label(f"编号 {fault.code}", wrap=False)
    code.setProperty("aid", True)
    sheet.body.addWidget(code)
    if retry is not None:
        sheet.button("重试(R)", sheet.accept, primary=True)
        sheet.accepted.connect(retry)
        sheet.button("关闭(C)", sheet.reject)
    else:
        sheet.button("知道了(K)", sheet.accept, primary=True)
    sheet.present()
    return sheet


def show_breakdown(
    parent: QWidget, breakdown: Breakdown, *, report: Callable[[Breakdown], None] | None = None
) -> Sheet:
    """Our bug: nothing was saved; one press makes the report (without personal data)."""
    sheet = Sheet(parent, "程序出错，没有保存", "stop")
    sheet.body.addWidget(plain_label(breakdown.message, select=True))
    sheet.body.addWidget(
        plain_label(
            "可以继续使用其他功能。若再次出现，请生成问题报告交给维护人员；报告不含企业和个人信息。"
        )
    )
    if report is not None:
        make = sheet.button("生成问题报告(R)", sheet.accept)
        make.clicked.connect(lambda _=False: report(breakdown))
    sheet.button("知道了(K)", sheet.accept, primary=True)
    sheet.present()
    return sheet


def ask_reason(
    parent: QWidget,
    title: str,
    text: str,
    *,
    then: Callable[[str], None],
    yes: str,
    least: int = 2,
) -> Sheet:
    """Confirm with a reason of at least `least` characters; `then(reason)`."""
    sheet = Sheet(parent, title, "warning")
    sheet.body.addWidget(plain_label(text, select=True))
    label = plain_label("理由 *", wrap=False)
    sheet.body.addWidget(label)
    paper = QPlainTextEdit()
    paper.setTabChangesFocus(True)
    paper.setFixedHeight(theme.em(5))
    paper.setAccessibleName("理由，必填")
    label.setBuddy(paper)
    sheet.body.addWidget(paper)
    go = sheet.button(yes, sheet.accept, primary=True)
    go.setEnabled(False)
    sheet.button("返回(C)", sheet.reject)
    paper.textChanged.connect(lambda: go.setEnabled(len(paper.toPlainText().strip()) >= least))
    sheet.accepted.connect(lambda: then(paper.toPlainText().strip()))
    sheet.present()
    paper.setFocus()
    return sheet


class ProgressDialog(Sheet):
    """A running job with its count; appears after a second, can be stopped.

    >>> ProgressDialog.watch(self, desk.background("读取表格", job, self._read, self))
    """

    appears_after_ms = 800

    def __init__(self, parent: QWidget, running: Running) -> None:
        super().__init__(parent, running.label, "refresh")
        self.running = running
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(running.label)
        self.text = plain_label("正在开始…")
        self.body.addWidget(self.bar)
        self.body.addWidget(self.text)
        self.stop_button = self.button("取消(C)", self._stop)
        running.progressed.connect(self._progressed)
        running.ended.connect(self._ended)

    @classmethod
    def watch(cls, parent: QWidget, running: Running) -> ProgressDialog:
        """Show the job if it takes long enough to be worth a window."""
        dialog = cls(parent, running)
        timer = QTimer(dialog)
        timer.setSingleShot(True)
        timer.timeout.connect(dialog._appear)
        timer.start(cls.appears_after_ms)
        return dialog

    def reject(self) -> None:
        """Esc and the window's cross stop the job, too."""
        self._stop()

    def _appear(self) -> None:
        self.present()

    def _progressed(self, done: int, total: int, text: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        count = f"第{done}项，共{total}项" if total else f"已处理{done}项"
        self.text.setText(f"{text}  {count}".strip())

    def _stop(self) -> None:
        self.running.cancel()
        self.stop_button.setDisabled(True)
        self.text.setText("正在停止…")

    def _ended(self) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()


@dataclass(frozen=True)
class UndoItem:
    """One thing that can be taken back; `blocked` says why it cannot."""

    seq: int
    summary: str
    detail: str = ""
    blocked: str = ""
    needs_reason: bool = False


def choose_undo(
    parent: QWidget, items: Sequence[UndoItem], *, then: Callable[[UndoItem], None]
) -> Sheet:
    """The last things done, newest first; the chosen one is handed to `then`."""
    sheet = Sheet(parent, "撤销哪一步", "undo")
    sheet.body.addWidget(
        plain_label(
            "撤销会把数据恢复到那一步之前，并在操作记录中留痕。之后又改过的内容会拒绝撤销并说明原因。"
        )
    )
    listing = QListWidget()
    listing.setProperty("field", True)
    listing.setAccessibleName("可以撤销的操作")
    listing.setMinimumHeight(theme.em(12))
    for item in items:
        text = f"{item.summary}    {item.detail}".rstrip()
        row = QListWidgetItem(f"{text}\n不能撤销：{item.blocked}" if item.blocked else text)
        row.setIcon(icons.icon("lock" if item.blocked else "undo", selected="on_accent"))
        row.setData(Qt.ItemDataRole.UserRole, item)
        listing.addItem(row)
    sheet.body.addWidget(listing)
    go = sheet.button("撤销这一步(U)", sheet.accept, primary=True)
    sheet.button("返回(C)", sheet.reject)

    def chosen() -> Any:
        row = listing.currentItem()
        return None if row is None else row.data(Qt.ItemDataRole.UserRole)

    def follow() -> None:
        item = chosen()
        go.setEnabled(isinstance(item, UndoItem) and not item.blocked)

    def finish() -> None:
        item = chosen()
        if isinstance(item, UndoItem) and not item.blocked:
            then(item)

    listing.currentRowChanged.connect(follow)
    listing.itemActivated.connect(lambda _item: go.click())
    sheet.accepted.connect(finish)
    first = next((i for i, item in enumerate(items) if not item.blocked), -1)
    listing.setCurrentRow(first)
    follow()
    sheet.present(40)
    listing.setFocus()
    return sheet
