"""The office and its programme: what its text leaves open, and new revisions of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.people import Role
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.schemes import SchemeBlankRow, SchemeRevisionRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.schemes.revisions import ReviseParameter, ReviseScheme
from kcdesk.work.context import Work
from kcdesk.work.proofing import proofread

__all__ = [
    "FillIn",
    "FillSchemeBlank",
    "ReviseOffice",
    "ReviseParameter",
    "ReviseScheme",
    "adopt",
    "fill_blank",
]


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


@dataclass(frozen=True)
class FillIn:
    """A blank filled in when the office is founded."""

    name: Annotated[str, Field("code", "留白项")]
    value: Annotated[str, Field("text", "填写值", is_open=True)]
    document_no: Annotated[str, Field("text", "依据文号")] = ""


class FillSchemeBlank(Command, label="填写方案留白", stage="schemes", role=Role.ADMIN):
    """A value the text leaves to the county, with the document that fixes it."""

    name: Annotated[str, Field("code", "留白项", source="blank_options")]
    value: Annotated[str, Field("text", "填写值", hint="日期写成 2024-01-01", is_open=True)]
    document_no: Annotated[str, Field("text", "依据文号")] = ""


@handles(FillSchemeBlank)
def fill_scheme_blank(work: Work, command: FillSchemeBlank) -> int:
    """Keep the value after reading it by the blank's kind."""
    return fill_blank(work, command.name, command.value, command.document_no)


def fill_blank(work: Work, name: str, raw: object, document_no: str) -> int:
    """Keep what is filled in; the revision in use and one still to come must both read it."""
    newest = work.scheme(work.newest_revision())
    asked = [scheme for scheme in (newest, work.scheme()) if name in scheme.blanks]
    blank = (asked or [newest])[0].blank(name)
    values = [scheme.blank(name).plain(raw, work.today) for scheme in asked]
    row = work.one(select(SchemeBlankRow).where(SchemeBlankRow.name == name))
    if row is None:
        row = work.add(SchemeBlankRow(name=name, value=values[0], document_no=document_no))
    else:
        row.value, row.document_no = values[0], document_no
    work.say(f"填写方案留白“{blank.label}”：{values[0]}")
    return row.id


def adopt(work: Work, scheme_id: str) -> SchemeRevisionRow:
    """Adopt the text of a programme as it is offered: shipped, or one's own. The first revision."""
    text = work.library.scheme_text(scheme_id)
    scheme = proofread(work.library, text).refuse().scheme
    return work.add(
        SchemeRevisionRow(
            scheme_id=scheme.id,
            sha256=scheme.revision,
            title=scheme.title,
            adopted_on=work.today,
            document_no="",
            content=text,
            from_on=None,
            note=None,
        )
    )
