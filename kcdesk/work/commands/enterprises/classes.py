"""The programme's classes of firms: recognised by a document, ended by one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.schemes.picking import pick
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.store.tables.enterprises import ClassRow, EnterpriseRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work


class RecordClass(Command, label="登记企业类别", stage="enterprises"):
    """A class a firm is recognised in; it may be in several at a time."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    kind: Annotated[str, Field("code", "企业类别", source="class_kinds")]
    from_on: Annotated[date, Field("day", "认定日期")]
    document_no: Annotated[str, Field("text", "认定文号")]
    until_on: Annotated[date | None, Field("day", "有效期至", hint="长期有效的不填")] = None


@handles(RecordClass)
def record_class(work: Work, command: RecordClass) -> int:
    """Refuses a class that the programme does not have, and the same one twice at a time."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    kind = class_kind(work.scheme(), command.kind)
    _refuse_order(command.from_on, command.until_on)
    for row in work.all(
        select(ClassRow).where(ClassRow.enterprise_id == enterprise.id, ClassRow.kind == kind)
    ):
        if (row.until_on is None or row.until_on >= command.from_on) and (
            command.until_on is None or row.from_on <= command.until_on
        ):
            raise Refusal.of(
                f"“{enterprise.name}”从{date_in_words(row.from_on)}起已是"
                f"“{class_label(work, kind)}”。",
                cure="续认定的，先终止原来的类别；登记有误的请撤销。",
                field="from_on",
                code="class.twice",
            )
    row = work.add(
        ClassRow(
            **{
                **class_columns(enterprise.id, kind, command.from_on, command.document_no),
                "until_on": command.until_on,
            }
        )
    )
    work.say(f"登记企业类别：{enterprise.name} {class_label(work, kind)}")
    return row.id


class EndClass(Command, label="终止企业类别", stage="enterprises"):
    """The last day a firm is in a class; what was lent to it before keeps its terms."""

    enterprise_class: Annotated[int, Field("record", "企业类别", of="enterprises")]
    until_on: Annotated[date, Field("day", "最后有效日")]
    document_no: Annotated[str, Field("text", "依据文号")]


@handles(EndClass)
def end_class(work: Work, command: EndClass) -> int:
    """Set the last day."""
    row = work.get(ClassRow, command.enterprise_class, "企业类别", "enterprise_class")
    _refuse_order(row.from_on, command.until_on)
    row.until_on, row.end_document_no = command.until_on, command.document_no
    work.say(f"终止企业类别：{class_label(work, row.kind)}（{command.until_on.isoformat()}）")
    return row.id


def class_columns(enterprise_id: int, kind: str, from_on: date, document_no: str) -> dict[str, Any]:
    """A class that begins."""
    return {
        "enterprise_id": enterprise_id,
        "kind": kind,
        "from_on": from_on,
        "until_on": None,
        "document_no": document_no,
        "end_document_no": "",
    }


def class_kind(scheme: Scheme, word: str, field: str = "kind") -> str:
    """The programme's code for a word. Raises Refusal with the classes there are."""
    if not scheme.classes:
        raise Refusal.of(
            "执行的方案不分企业类别。", cure="不用登记类别。", field=field, code="class.none"
        )
    return pick(scheme.classes, word, what="企业类别", field=field)


def class_label(read: Read, kind: str) -> str:
    """The programme's word for a class; the code itself when a later revision dropped it."""
    found = read.scheme().classes.get(kind)
    return kind if found is None else found.label


def _refuse_order(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise Refusal.of(
            f"最后有效日（{until_on.isoformat()}）早于认定日期（{from_on.isoformat()}）。",
            cure="请核对两个日期。",
            field="until_on",
            code="class.order",
        )
