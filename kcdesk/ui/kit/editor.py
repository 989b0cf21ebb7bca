"""The editor of one command: its form, its buttons, its bad news, its draft.

Ctrl+Enter saves, Alt+N saves and goes on to the next, Esc leaves (asking only when something
was changed). What is typed is kept as a draft on the disk within a second and offered again
after the program was killed. One press saves once: the key of a press stays the same until the
command changes or is done.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.kernel.kinds import plain
from kcdesk.ui.desk import Breakdown, Desk
from kcdesk.ui.kit import dialogs, icons, theme
from kcdesk.ui.kit.form import FieldMaker, Form, Group
from kcdesk.ui.kit.notice import NoticeBar, NoticeShelf, Remark, plain_label, remark_of
from kcdesk.ui.kit.settings import Drafts, Settings
from kcdesk.ui.kit.sources import Sources
from kcdesk.ui.kit.why import show_steps

PREVIEW_MS = 200
DRAFT_MS = 600
PREVIEW_SHARE = 0.4
"""Of the page, at most, for what is said while typing."""


@dataclass(frozen=True)
class LivePreview:
    """What is shown while typing: the room left under a cap, what a save would change.

    `ask` is handed the values that can be read now and gives a query's Ask (or None: nothing to
    show); `show` turns the answer into remarks; `steps` are the reasons behind them, one press
    away.
    """

    ask: Callable[[Mapping[str, Any]], Any | None]
    show: Callable[[Any], Sequence[Remark]]
    steps: Callable[[Any], Sequence[Any]] = lambda answer: getattr(answer, "trace", ())
    at_once: bool = True
    """Whether it speaks before anything was written; boxes not yet ticked are no answer."""


@dataclass(frozen=True)
class Keeping:
    """Where an editor remembers: last values (`settings`), unfinished entry (`drafts`).

    `remember` names the fields whose last saved value is filled in next time; `draft` tells
    several editors of one command apart (the id of what is edited).
    """

    settings: Settings | None = None
    drafts: Drafts | None = None
    remember: tuple[str, ...] = ()
    draft: str = ""


@dataclass
class _Press:
    """One press of the save button, recognised again when it is repeated."""

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    command: Any = None

    def key_for(self, command: Any) -> str:
        if self.command is not None and command != self.command:
            self.key = uuid.uuid4().hex
        self.command = command
        return self.key


class Editor(QWidget):
    """A page that does one command. Build it, `start` it, listen to `saved` and `left`."""

    saved = Signal(object)
    """The Done, after each save."""
    left = Signal()
    """The clerk is finished here: saved without next, or cancelled."""
    clause_asked = Signal(str)

    def __init__(
        self,
        command_type: type,
        desk: Desk,
        sources: Sources,
        *,
        title: str = "",
        explain: str = "",
        groups: Sequence[Group] = (),
        values: Mapping[str, Any] | None = None,
        locked: Collection[str] = (),
        hidden: Collection[str] = (),
        overrides: Mapping[str, FieldMaker] | None = None,
        keeping: Keeping | None = None,
        preview: LivePreview | None = None,
        save_label: str = "",
        may_go_on: bool = False,
        make: Callable[[Any], Any] | None = None,
    ) -> None:
        """`values` are ready values; `locked` are shown but not writable; `hidden` are taken
        from `values`. `may_go_on` adds 保存并录下一条. `make` makes the command out of what the
        form gives, where `command_type` is a form the programme declares.
        """
        super().__init__()
        self.desk = desk
        self.command_type = command_type
        self.title = title or label_of(command_type)
        self.form = Form(command_type, sources, groups=groups, hidden=hidden, overrides=overrides)
        self._given = dict(values or {})
        self._locked = tuple(locked)
        self._keeping = keeping or Keeping()
        self._preview = preview
        self._make = make
        self._press = _Press()
        self._is_changed = False
        self._is_saving = False
        self._goes_on = False
        self._rest: tuple[Problem, ...] = ()
        self._to_mend = 0
        self._build(
            explain, save_label or label_of(command_type) or self.title or "保存", may_go_on
        )
        self._timers()
        self.form.changed.connect(self._touched)
        self.form.clause_asked.connect(self.clause_asked)
        self.start()

    # -- what a screen calls -----------------------------------------------------------------------

    def start(self) -> None:
        """Fill in what is given, remembered or left from an unfinished entry."""
        self._put_remembered()
        self.form.fill(self._given)
        for name in self._locked:
            self.form.fields[name].lock()
        draft = self._keeping.drafts.find(self._draft_key()) if self._keeping.drafts else None
        self._press = _Press()
        self._is_changed = False
        self.restored.setVisible(draft is not None)
        if draft is not None:
            self.form.put_texts(draft)
            self._is_changed = True
        if self._is_changed or (self._preview is not None and self._preview.at_once):
            self._ask_preview()
        else:
            self._clear_preview()

    def focus_first(self) -> None:
        """For the screen that shows the page."""
        self.form.focus_first()

    @property
    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self._is_changed

    def save(self, *, go_on: bool = False) -> None:
        """Read the form and do the command; bad news is placed where it belongs."""
        if self._is_saving:
            return
        self._rest, self._to_mend = (), 0
        self.troubles.clear()
        try:
            taken = self.form.take()
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        command = taken if self._make is None else self._make(taken)
        self._goes_on = go_on
        self._set_saving(True)
        self.desk.do(
            command,
            self._saved,
            self._refused,
            self,
            self._failed,
            key=self._press.key_for(command),
        )

    def leave(self) -> None:
        """Esc: away at once when nothing was changed, else ask."""
        if self._is_saving:
            return
        if not self._is_changed:
            self.left.emit()
            return
        dialogs.question(
            self,
            "放弃未保存的内容？",
            "这一页填写的内容还没有保存。放弃后不能找回。",
            yes="放弃(D)",
            no="继续填写(C)",
            then=self._give_up,
            loses=True,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def show_refusal(self, refusal: Refusal) -> None:
        """Problems to their fields, the rest to the bar on top; the first one is focused."""
        self._rest = self.form.place(refusal.problems)
        self._say_troubles()
        focused = self.form.focusWidget()
        if focused is not None and len(self._rest) < len(refusal.problems):
            self.scroller.ensureWidgetVisible(focused, 0, theme.em(4))

    # -- building -------------------------------------------------------------------------------------

    def _build(self, explain: str, save_label: str, may_go_on: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.troubles = NoticeBar()
        self.troubles.clause_asked.connect(self.clause_asked)
        self.restored = self._restored_bar()
        top = QVBoxLayout()
        top.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(1))
        if explain:
            text = plain_label(explain)
            text.setProperty("muted", True)
            top.addWidget(text)
        top.addWidget(self.restored)
        top.addWidget(self.troubles)
        column.addLayout(top)
        paper = QWidget()
        paper.setProperty("paper", True)
        inner = QVBoxLayout(paper)
        inner.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
        inner.addWidget(self.form)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(paper)
        column.addWidget(self.scroller, 1)
        self.preview_bar = NoticeBar()
        self.preview_bar.clause_asked.connect(self.clause_asked)
        around = QVBoxLayout()
        around.setContentsMargins(theme.space(4), theme.space(1), theme.space(4), theme.space(1))
        self.preview_shelf = NoticeShelf(self.preview_bar)
        around.addWidget(self.preview_shelf)
        self.why_button = QPushButton(icons.icon("why"), "查看依据(&W)…")
        self.why_button.setAutoDefault(False)
        theme.mark(self.why_button, slim=True)
        self.why_button.clicked.connect(self._show_steps)
        self.why_button.hide()
        around.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._steps: tuple[Any, ...] = ()
        column.addLayout(around)
        column.addWidget(self._button_bar(save_label, may_go_on))

    def _restored_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("notice", "note")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1))
        row.addWidget(plain_label("已恢复上次没有保存的内容，请核对后保存。"), 1)
        self.discard_button = QPushButton("不要这些内容")
        self.discard_button.setAutoDefault(False)
        self.discard_button.clicked.connect(self._discard_draft)
        row.addWidget(self.discard_button)
        bar.hide()
        return bar

    def _button_bar(self, save_label: str, may_go_on: bool) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "bottom")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        must = plain_label("带 * 的必填", wrap=False)
        must.setProperty("muted", True)
        row.addWidget(must)
        row.addStretch(1)
        self.save_button = QPushButton(f"{save_label}(&S)")
        self.save_button.setToolTip("Ctrl+Enter")
        theme.mark(self.save_button, primary=True)
        self.save_button.clicked.connect(lambda _=False: self.save())
        self.next_button = QPushButton("保存并录下一条(&N)")
        self.next_button.clicked.connect(lambda: self.save(go_on=True))
        if not may_go_on:
            self.next_button.hide()
        self.cancel_button = QPushButton("取消(&C)")
        self.cancel_button.setToolTip("Esc")
        self.cancel_button.clicked.connect(self.leave)
        for button in (self.save_button, self.next_button, self.cancel_button):
            row.addWidget(button)
        for keys, act in (
            ("Ctrl+Return", lambda: self.save(go_on=may_go_on)),
            ("Ctrl+Enter", lambda: self.save(go_on=may_go_on)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        return bar

    def _timers(self) -> None:
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(PREVIEW_MS)
        self._preview_timer.timeout.connect(self._ask_preview)

    # -- while typing -----------------------------------------------------------------------------------

    def _touched(self) -> None:
        self._is_changed = True
        self._draft_timer.start()
        self._preview_timer.start()
        if self._to_mend:
            self._say_troubles()

    def _ask_preview(self) -> None:
        if self._preview is None:
            return
        asked = self._preview.ask(self.form.values())
        if asked is None:
            self._clear_preview()
            return
        self.desk.ask(asked, self._show_preview, self, lambda _trouble: self._clear_preview())

    def _show_preview(self, answer: Any) -> None:
        if self._preview is not None:
            self.preview_bar.say(self._preview.show(answer))
            self._steps = tuple(self._preview.steps(answer))
            self.why_button.setVisible(bool(self._steps))
            self._fit_preview()

    def _clear_preview(self) -> None:
        self.preview_bar.clear()
        self._fit_preview()
        self._steps = ()
        self.why_button.hide()

    def _fit_preview(self) -> None:
        # However much there is to say, most of the page stays with the fields.
        self.preview_shelf.fit(round(self.height() * PREVIEW_SHARE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_preview()

    def _show_steps(self) -> None:
        show_steps(self, self.title, self._steps, self.clause_asked.emit)

    # -- drafts and memory --------------------------------------------------------------------------------

    def _draft_key(self) -> str:
        return f"{self.command_type.__name__}:{self._keeping.draft}:{self.desk.person}"

    def _keep_draft(self) -> None:
        if self._keeping.drafts is not None and self._is_changed:
            self._keeping.drafts.keep(self._draft_key(), self.form.texts())

    def _drop_draft(self) -> None:
        self._draft_timer.stop()
        if self._keeping.drafts is not None:
            self._keeping.drafts.drop(self._draft_key())

    def _discard_draft(self) -> None:
        self._drop_draft()
        self.form.clear()
        self.start()
        self.focus_first()

    def _memory_name(self, name: str) -> str:
        return f"remembered/{self.command_type.__name__}/{name}"

    def _put_remembered(self) -> None:
        settings = self._keeping.settings
        if settings is None:
            return
        texts = {n: settings.get(self._memory_name(n)) for n in self._keeping.remember}
        self.form.put_texts({n: t for n, t in texts.items() if t is not None})

    def _remember(self, command: Any) -> None:
        settings = self._keeping.settings
        if settings is None:
            return
        for name in self._keeping.remember:
            kept = plain(getattr(command, name), self.form.fields[name].slot.field)
            settings.put(self._memory_name(name), kept)

    # -- answers --------------------------------------------------------------------------------------------

    def _saved(self, done: Any) -> None:
        self._set_saving(False)
        self._remember(self._press.command)
        self._drop_draft()
        self._is_changed = False
        if self._goes_on:
            self.form.clear()
            self.start()
            self.focus_first()
        self.saved.emit(done)
        if not self._goes_on:
            self.left.emit()

    def _refused(self, refusal: Refusal) -> None:
        self._set_saving(False)
        self.show_refusal(refusal)

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self._set_saving(False)
        text = str(trouble) if isinstance(trouble, Fault) else trouble_text(trouble)
        self.troubles.say([Remark(f"{text}填写的内容仍在这一页。", "stop")])

    def _give_up(self) -> None:
        self._drop_draft()
        self._is_changed = False
        self.left.emit()

    def _set_saving(self, is_saving: bool) -> None:
        self._is_saving = is_saving
        for button in (self.save_button, self.next_button, self.cancel_button):
            button.setDisabled(is_saving)

    def _say_troubles(self) -> None:
        """What no field shows, and how many fields are still to be put right."""
        self._to_mend = self.form.trouble_count
        remarks = [remark_of(p) for p in self._rest]
        if self._to_mend:
            text = f"有{self._to_mend}处需要改正，已在各栏下方标出。"
            remarks.append(Remark(text, "stop"))
        self.troubles.say(remarks)


def label_of(command_type: type) -> str:
    """What a command is called: its own label, or that of what is known about it."""
    about = getattr(command_type, "about", command_type)
    return str(getattr(about, "label", ""))


def trouble_text(trouble: Refusal | Fault | Breakdown) -> str:
    """Any kind of bad news as one sentence."""
    return trouble.message if isinstance(trouble, Breakdown) else str(trouble)
