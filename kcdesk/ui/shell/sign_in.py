"""Who sits at the desk: pick a person, give the password where one is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from PySide6.QtWidgets import QWidget

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.ui.desk import Breakdown, Desk
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.editor import trouble_text
from kcdesk.ui.kit.fields import CodeField
from kcdesk.ui.kit.form import Form
from kcdesk.ui.kit.notice import NoticeBar, Remark, remark_of
from kcdesk.ui.kit.sources import Sources


@dataclass(frozen=True)
class SignIn:
    """What the dialog asks for."""

    person: Annotated[str, Field("code", "人员", source="people")]
    password: Annotated[str, Field("secret", "密码", hint="没有设置密码的留空")] = ""


class SignInDialog(Sheet):
    """`ask(person id, password)` gives the Ask that answers whether they may; on yes the desk
    signs them in and `then(person id)` runs. People are lines with `id`, `name`, `role`.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        people: Sequence[Any],
        ask: Callable[[int, str], Any],
        then: Callable[[int], None],
    ) -> None:
        super().__init__(parent, "请选择使用人", "person")
        self._desk = desk
        self._ask = ask
        self._then = then
        options = [
            Option(str(p.id), f"{p.name}　{getattr(p, 'role', '')}".strip("　")) for p in people
        ]
        self.form = Form(
            SignIn, Sources(), overrides={"person": lambda s, src: _people(s, src, options)}
        )
        if desk.person:
            self.form.fields["person"].set_text(str(desk.person))
        elif len(options) == 1:
            self.form.fields["person"].set_text(options[0].value)
        self.trouble = NoticeBar()
        self.body.addWidget(self.form)
        self.body.addWidget(self.trouble)
        self.go_button = self.button("进入(E)", self._go, primary=True)
        self.button("返回(C)", self.reject)
        self.present(26)
        self.form.focus_first()

    def _go(self) -> None:
        self.trouble.clear()
        try:
            given: SignIn = self.form.take()
        except Refusal as refusal:
            self.form.place(refusal.problems)
            return
        self.go_button.setDisabled(True)
        person = int(given.person)
        self._desk.ask(
            self._ask(person, given.password),
            lambda is_right: self._answered(person, bool(is_right)),
            self,
            self._failed,
        )

    def _answered(self, person: int, is_right: bool) -> None:
        self.go_button.setEnabled(True)
        if not is_right:
            field = self.form.fields["password"]
            field.set_text("")
            field.show_problems(
                Refusal.of(
                    "密码不对。", cure="请重新输入；忘记密码请管理岗位人员重新设置。"
                ).problems
            )
            field.setFocus()
            return
        self._desk.sign_in(person)
        self.accept()
        self._then(person)

    def _failed(self, trouble: Refusal | Fault | Breakdown) -> None:
        self.go_button.setEnabled(True)
        if isinstance(trouble, Refusal):
            self.trouble.say([remark_of(p) for p in trouble.problems])
        else:
            self.trouble.say([Remark(trouble_text(trouble), "stop")])


def _people(slot: Any, sources: Sources, options: Sequence[Option]) -> CodeField:
    field = CodeField(slot, sources)
    field.set_options(options)
    return field
