"""Filling in what the programme's text leaves open."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.people import Role
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.schemes import SchemeBlankRow, SchemeRevisionRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work


class ReviseOffice(Command, label="修改本单位资料", stage="schemes", role=Role.ADMIN):
    """Name, department and contact as they stand on papers."""

    name: Annotated[str, Field("text", "单位名称")]
    region: Annotated[str, Field("text", "县（市、区）")] = ""
    host_unit: Annotated[str, Field("text", "主管部门")] = ""
    contact_name: Annotated[str, Field("text", "联系人")] = ""
    contact_phone: Annotated[str, Field("phone", "联系电话")] = ""


@handles(ReviseOffice)
def revise_office(work: Work, command: ReviseOffice) -> int:
    """Write what changed."""
    office = work.office
    for name, value in vars(command).items():
        setattr(office, name, value)
    work.say(f"修改本单位资料：{office.name}")
    return office.id


class FillSchemeBlank(Command, label="填写方案留白", stage="schemes", role=Role.ADMIN):
    """A value the text leaves to the county, with the document that fixes it."""

    name: Annotated[str, Field("code", "留白项", source="blank_options")]
    value: Annotated[str, Field("text", "填写值", hint="日期写成 2024-01-01", is_open=True)]
    document_no: Annotated[str, Field("text", "依据文号")] = ""


@handles(FillSchemeBlank)
def fill_scheme_blank(work: Work, command: FillSchemeBlank) -> int:
    """Keep the value after reading it by the blank's kind."""
    blank = work.scheme().blank(command.name)
    value = blank.plain(command.value, work.today)
    row = work.one(select(SchemeBlankRow).where(SchemeBlankRow.name == command.name))
    if row is None:
        row = work.add(
            SchemeBlankRow(name=command.name, value=value, document_no=command.document_no)
        )
    else:
        row.value, row.document_no = value, command.document_no
    work.say(f"填写方案留白“{blank.label}”：{value}")
    return row.id


def adopt(work: Work, scheme_id: str) -> SchemeRevisionRow:
    """Adopt the shipped text of a programme."""
    text = work.library.scheme_text(scheme_id)
    scheme = work.library.scheme_of_text(text, {})
    return work.add(
        SchemeRevisionRow(
            scheme_id=scheme.id,
            sha256=scheme.revision,
            title=scheme.title,
            adopted_on=work.today,
            document_no="",
            content=text,
        )
    )
