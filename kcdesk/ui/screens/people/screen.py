"""People with their posts and passwords; the office's own name and contact."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Action, Card, CardLooks, CardPage, Empty, ListScreen, Place
from kcdesk.work.commands.people import AddPerson, ChangePerson, SetSecret
from kcdesk.work.commands.schemes import ReviseOffice
from kcdesk.work.queries.people import PersonLine, people
from kcdesk.work.queries.schemes import OfficeCard, office_card

OFFICE = ("name", "region", "host_unit", "contact_name", "contact_phone")


class PeopleScreen(ListScreen):
    """人员名单。"""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place,
            "人员与设置",
            PersonLine,
            lambda _text: people(),
            name="people",
            may_filter=False,
            unit="人",
            columns=("name", "role_label", "is_active", "has_secret", "joined_on"),
            actions=(
                Action("增加人员(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("变更岗位(E)", self.change, icon="edit", key="F2", for_line=True),
                Action("设置密码(P)", self.set_secret, icon="lock", for_line=True),
                Action("本单位资料(O)", self.show_office, icon="settings"),
            ),
            empty=Empty("还没有人员。"),
        )
        self.reload()

    def start_new(self, **values: Any) -> None:
        self.edit(AddPerson, values=values, may_go_on=True)

    def open_record(self, ident: int) -> None:
        line = self.table.line() if self.table.go_to(ident) else None
        if line is not None:
            self.change(line)

    def change(self, line: PersonLine) -> None:
        """Another post, or no longer in the office."""
        self.edit(
            ChangePerson,
            title=f"变更“{line.name}”",
            values={"person": line.id, "role": line.role, "is_active": line.is_active},
            hidden=("person",),
        )

    def set_secret(self, line: PersonLine) -> None:
        """A new password; an empty one takes the password away."""
        self.edit(
            SetSecret,
            title=f"设置“{line.name}”的登录密码",
            values={"person": line.id},
            hidden=("person",),
        )

    def show_office(self) -> None:
        """How the office is named on papers."""
        card = Card(
            OfficeCard,
            CardLooks(title=lambda c: c.name, left_out=("scheme",)),
            actions=(Action("修改(E)", self.revise_office, icon="edit", key="F2", for_line=True),),
            settings=self.place.settings,
        )
        self.push(CardPage(self.desk, card, office_card), "本单位资料")

    def revise_office(self, card: OfficeCard) -> None:
        """Change name, department, contact."""
        self.edit(ReviseOffice, values={n: getattr(card, n) for n in OFFICE})
