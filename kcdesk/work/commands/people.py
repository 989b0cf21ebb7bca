"""Founding an office, and the people who work in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.people import PersonRow
from kcdesk.store.tables.schemes import OfficeRow
from kcdesk.work.command import Command, UndoPolicy, handles
from kcdesk.work.commands.schemes import FillIn, adopt, fill_blank
from kcdesk.work.context import Work

ROLES = tuple(Option(role.value, role.label) for role in Role)
SHORTEST_SECRET = 6


class FoundOffice(
    Command,
    label="建立业务库",
    stage="people",
    role=Role.ADMIN,
    undo=UndoPolicy.NEVER,
    lawful_way="如要重来，请新建一个业务库。",
):
    """The first entry of every office file."""

    name: Annotated[str, Field("text", "单位名称", hint="例如：××市科创贷款工作联席会议办公室")]
    region: Annotated[str, Field("text", "县（市、区）")] = ""
    host_unit: Annotated[str, Field("text", "主管部门", hint="在文书上盖章的单位")] = ""
    scheme: Annotated[str, Field("code", "执行方案", source="shipped_schemes")]
    opened_on: Annotated[date, Field("day", "启用日期")]
    person: Annotated[str, Field("text", "第一位人员姓名")]
    role: Annotated[str, Field("choice", "岗位", options=ROLES)] = Role.ADMIN.value
    secret: Annotated[str, Field("secret", "登录密码", hint="至少6位；不填则不设密码")] = ""
    blanks: Annotated[tuple[FillIn, ...], Field("rows", "方案留白")] = ()


@handles(FoundOffice)
def found_office(work: Work, command: FoundOffice) -> int:
    """Write the office, its programme and its first person; returns the person's id."""
    if command.scheme not in work.library.scheme_ids():
        raise Refusal.of(
            f"没有名为“{command.scheme}”的方案。",
            cure=f"可选的方案：{'、'.join(work.library.scheme_ids())}。",
            field="scheme",
            code="scheme.unknown",
        )
    adopt(work, command.scheme)
    work.add(
        OfficeRow(
            name=command.name,
            region=command.region,
            host_unit=command.host_unit,
            contact_name=command.person,
            contact_phone="",
            scheme_id=command.scheme,
            opened_on=command.opened_on,
        )
    )
    for given in command.blanks:
        fill_blank(work, given.name, given.value, given.document_no)
    work.say(f"建立业务库：{command.name}")
    return _add(work, command.person, command.role, command.secret)


class AddPerson(Command, label="增加人员", stage="people", role=Role.ADMIN):
    """Somebody starts in the office."""

    name: Annotated[str, Field("text", "姓名")]
    role: Annotated[str, Field("choice", "岗位", options=ROLES)]
    secret: Annotated[str, Field("secret", "登录密码", hint="至少6位；不填则不设密码")] = ""


@handles(AddPerson)
def add_person(work: Work, command: AddPerson) -> int:
    """Refuses a name that is already there."""
    work.say(f"增加人员：{command.name}（{Role(command.role).label}）")
    return _add(work, command.name, command.role, command.secret)


class ChangePerson(Command, label="变更人员", stage="people", role=Role.ADMIN):
    """Another role, or no longer in the office."""

    person: Annotated[int, Field("record", "人员", of="people")]
    role: Annotated[str, Field("choice", "岗位", options=ROLES)]
    is_active: Annotated[bool, Field("flag", "在岗")]


@handles(ChangePerson)
def change_person(work: Work, command: ChangePerson) -> int:
    """Keeps at least one active person who manages the office."""
    person = work.get(PersonRow, command.person, "人员", "person")
    person.role, person.is_active = command.role, command.is_active
    work.session.flush()
    admins = work.session.scalar(
        select(func.count()).where(PersonRow.role == Role.ADMIN.value, PersonRow.is_active)
    )
    if not admins:
        raise Refusal.of(
            "至少要有一位在岗的管理人员。",
            cure="请先指定另一位管理人员。",
            field="role",
            code="people.last",
        )
    state = "" if command.is_active else "，不再在岗"
    work.say(f"变更人员：{person.name}（{Role(command.role).label}{state}）")
    return person.id


class SetSecret(
    Command,
    label="设置登录密码",
    stage="people",
    undo=UndoPolicy.NEVER,
    lawful_way="请本人或管理人员重新设置密码；旧密码不能恢复。",
):
    """A person sets the own password; an administrator may set anybody's.

    Never taken back: an old password, or none, would open the desk to whoever presses 撤销.
    """

    person: Annotated[int, Field("record", "人员", of="people")]
    secret: Annotated[str, Field("secret", "新密码", hint="至少6位；不填则取消密码")] = ""


@handles(SetSecret)
def set_secret(work: Work, command: SetSecret) -> int:
    """Keeps only a memory-hard hash."""
    person = work.get(PersonRow, command.person, "人员", "person")
    if work.by.id != person.id and work.by.role is not Role.ADMIN:
        raise Refusal.of(
            "只能设置自己的密码。",
            cure="请本人登录后设置，或请管理人员设置。",
            code="people.secret",
        )
    person.secret_hash = hashed(command.secret)
    work.say(f"设置登录密码：{person.name}")
    return person.id


def _add(work: Work, name: str, role: str, secret: str) -> int:
    if work.one(select(PersonRow).where(PersonRow.name == name)) is not None:
        raise Refusal.of(
            f"已有名为“{name}”的人员。",
            cure="同名的请在姓名后加注科室。",
            field="name",
            code="people.twice",
        )
    return work.add(
        PersonRow(
            name=name, role=role, secret_hash=hashed(secret), is_active=True, joined_on=work.today
        )
    ).id


def hashed(secret: str) -> str | None:
    """An argon2 hash; None for no password. Raises Refusal when it is too short."""
    if not secret:
        return None
    if len(secret) < SHORTEST_SECRET:
        raise Refusal.of(
            f"密码至少要{SHORTEST_SECRET}位。",
            cure="请重新设置。",
            field="secret",
            code="people.short",
        )
    from argon2 import PasswordHasher

    return PasswordHasher().hash(secret)


def matches(secret_hash: str | None, secret: str) -> bool:
    """Whether a password is the person's."""
    if secret_hash is None:
        return True
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        return PasswordHasher().verify(secret_hash, secret)
    except VerificationError:
        return False
