"""What speaks against a firm: incidents, and bans that only a decision releases."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import BAN_KINDS
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.picking import pick
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.store.tables.enterprises import BanRow, EnterpriseRow, IncidentRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work


class RecordIncident(Command, label="登记不良记录", stage="enterprises"):
    """Something that speaks against a firm, and where it is known from."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    kind: Annotated[str, Field("code", "记录类型", source="incident_kinds")]
    happened_on: Annotated[date, Field("day", "发生日期")]
    document_no: Annotated[str, Field("text", "来源文号", hint="处罚决定书、公示系统截图编号等")]
    note: Annotated[str, Field("long_text", "情况说明")] = ""


@handles(RecordIncident)
def record_incident(work: Work, command: RecordIncident) -> int:
    """Refuses a kind the programme does not ask about, and a day to come."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    kind = _incident_kind(work, command.kind)
    _refuse_future(work, command.happened_on, "发生日期", "happened_on")
    row = work.add(
        IncidentRow(
            enterprise_id=enterprise.id,
            kind=kind,
            happened_on=command.happened_on,
            document_no=command.document_no,
            note=command.note,
            lifted_on=None,
            lift_document_no="",
        )
    )
    work.say(f"登记不良记录：{enterprise.name} {incident_label(work, kind)}")
    return row.id


class LiftIncident(Command, label="解除不良记录", stage="enterprises"):
    """It is no longer open from a day on; that it happened stays on the record."""

    incident: Annotated[int, Field("record", "不良记录", of="enterprises")]
    lifted_on: Annotated[date, Field("day", "解除日期")]
    document_no: Annotated[str, Field("text", "依据文号")]


@handles(LiftIncident)
def lift_incident(work: Work, command: LiftIncident) -> int:
    """Refuses a day before it happened."""
    row = work.get(IncidentRow, command.incident, "不良记录", "incident")
    _refuse_order(row.happened_on, command.lifted_on, "解除日期", "发生日期", "lifted_on")
    row.lifted_on, row.lift_document_no = command.lifted_on, command.document_no
    work.say(f"解除不良记录：{incident_label(work, row.kind)}（{command.lifted_on.isoformat()}）")
    return row.id


class RecordBan(Command, label="列入禁入名单", stage="enterprises", role=Role.REVIEWER):
    """No more support for a firm until a decision releases it."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    kind: Annotated[str, Field("choice", "禁入原因", options=BAN_KINDS)]
    from_on: Annotated[date, Field("day", "禁入日期")]
    document_no: Annotated[str, Field("text", "依据文号")]
    reason: Annotated[str, Field("long_text", "情况说明")] = ""


@handles(RecordBan)
def record_ban(work: Work, command: RecordBan) -> int:
    """A firm may be banned for both reasons, for each only once at a time."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    held = work.one(
        select(BanRow).where(
            BanRow.enterprise_id == enterprise.id,
            BanRow.kind == command.kind,
            BanRow.released_on.is_(None),
        )
    )
    label = ban_label(command.kind)
    if held is not None:
        raise Refusal.of(
            f"“{enterprise.name}”从{date_in_words(held.from_on)}起已因“{label}”禁入。",
            cure="不用重复登记。",
            field="enterprise",
            code="ban.twice",
        )
    row = work.add(
        BanRow(
            enterprise_id=enterprise.id,
            kind=command.kind,
            from_on=command.from_on,
            document_no=command.document_no,
            reason=command.reason,
            released_on=None,
            release_document_no="",
            release_reason="",
        )
    )
    work.say(f"列入禁入名单：{enterprise.name}（{label}）")
    return row.id


class ReleaseBan(Command, label="解除禁入", stage="enterprises", role=Role.APPROVER):
    """A decision ends a ban; the record stays."""

    ban: Annotated[int, Field("record", "禁入记录", of="enterprises")]
    released_on: Annotated[date, Field("day", "解除禁入日期", hint="从这一天起不再禁入")]
    document_no: Annotated[str, Field("text", "决定文号")]
    reason: Annotated[str, Field("long_text", "解除理由")]


@handles(ReleaseBan)
def release_ban(work: Work, command: ReleaseBan) -> int:
    """Refuses a ban that is over and a day before it began."""
    row = work.get(BanRow, command.ban, "禁入记录", "ban")
    if row.released_on is not None:
        raise Refusal.of(
            f"这次禁入已于{date_in_words(row.released_on)}解除。",
            cure="不用重复办理。",
            field="ban",
            code="ban.released",
        )
    _refuse_order(row.from_on, command.released_on, "解除禁入日期", "禁入日期", "released_on")
    row.released_on, row.release_document_no = command.released_on, command.document_no
    row.release_reason = command.reason
    firm = work.get(EnterpriseRow, row.enterprise_id, "企业")
    work.say(f"解除禁入：{firm.name}（{ban_label(row.kind)}）")
    return row.id


def ban_label(kind: str) -> str:
    """Why a firm is banned, in words."""
    return next(o.label for o in BAN_KINDS if o.value == kind)


def incident_label(read: Read, kind: str) -> str:
    """The programme's word for an incident; the code itself when a later revision dropped it."""
    found = read.scheme().incidents.get(kind)
    return kind if found is None else found.label


def _incident_kind(work: Work, word: str) -> str:
    incidents = work.scheme().incidents
    if not incidents:
        raise Refusal.of(
            "执行的方案没有列要核对的不良记录。",
            cure="违约、骗贷的企业请办理“列入禁入名单”。",
            field="kind",
            code="incident.none",
        )
    return pick(incidents, word, what="不良记录", field="kind")


def _refuse_future(work: Work, day: date, label: str, field: str) -> None:
    if day > work.today:
        raise Refusal.of(
            f"{label}晚于今天。", cure="请核对日期。", field=field, code="incident.future"
        )


def _refuse_order(first: date, last: date, last_label: str, first_label: str, field: str) -> None:
    if last < first:
        raise Refusal.of(
            f"{last_label}早于{first_label}（{first.isoformat()}）。",
            cure="请核对日期。",
            field=field,
            code="ban.order",
        )
