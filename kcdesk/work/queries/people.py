"""Who works here, and whether a password is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.people import Role
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.people import PersonRow
from kcdesk.work.commands.people import matches
from kcdesk.work.context import Read
from kcdesk.work.query import query


@dataclass(frozen=True)
class PersonLine:
    """One person of the office."""

    id: Annotated[int, Field("record", "编号", of="people")]
    name: Annotated[str, Field("text", "姓名")]
    role: Annotated[str, Field("text", "岗位代码")]
    role_label: Annotated[str, Field("text", "岗位")]
    is_active: Annotated[bool, Field("flag", "在岗")]
    has_secret: Annotated[bool, Field("flag", "已设密码")]
    joined_on: Annotated[date, Field("day", "登记日期")]


@query("人员")
def people(
    read: Read, active_only: Annotated[bool, Field("flag", "只看在岗")] = False
) -> tuple[PersonLine, ...]:
    """Everybody, in the order they came."""
    statement = select(PersonRow).order_by(PersonRow.id)
    if active_only:
        statement = statement.where(PersonRow.is_active)
    return tuple(
        PersonLine(
            p.id,
            p.name,
            p.role,
            Role(p.role).label,
            p.is_active,
            p.secret_hash is not None,
            p.joined_on,
        )
        for p in read.all(statement)
    )


@query("核对登录密码")
def may_sign_in(
    read: Read,
    person: Annotated[int, Field("record", "人员", of="people")],
    secret: Annotated[str, Field("secret", "密码")] = "",
) -> bool:
    """Whether this person is active and the password is the person's."""
    row = read.get(PersonRow, person, "人员")
    return row.is_active and matches(row.secret_hash, secret)
