"""New business with an institution stops, goes on again, or has ended for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.partners import PartnerRow, SuspensionRow
from kcdesk.work.agreements import suspensions_on
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work


def suspend(
    work: Work,
    partner_id: int | None,
    on: date,
    *,
    reason: str,
    clauses: Sequence[str],
    evidence: Mapping[str, str],
) -> None:
    """New business stops from a day, with an institution or (None) with all of them.

    Nothing happens when it already is, itself, suspended. `evidence` is what stood in the books that day,
    label and value.
    """
    if _own(work, partner_id, on) is None:
        work.add(
            _row(
                partner_id=partner_id,
                from_on=on,
                reason=reason,
                clauses=clauses,
                evidence=evidence,
                is_automatic=True,
            )
        )


class SuspendPartner(Command, label="暂停合作", stage="partners", role=Role.REVIEWER):
    """New business with an institution, or with all of them, stops by decision."""

    partner: Annotated[
        int | None, Field("record", "合作机构", of="partners", hint="留空为全部机构")
    ] = None
    from_on: Annotated[date, Field("day", "暂停起始日")]
    reason: Annotated[str, Field("text", "暂停原因")]
    document_no: Annotated[str, Field("text", "决定文号")] = ""


@handles(SuspendPartner)
def suspend_partner(work: Work, command: SuspendPartner) -> int:
    """Refuses when it is suspended already."""
    name = _name(work, command.partner)
    held = _own(work, command.partner, command.from_on)
    if held is not None:
        raise Refusal.of(
            f"{name}自{held.from_on.isoformat()}起已经{_held_as(held)}。",
            cure="不用重复登记；要恢复的，请办理“恢复合作”。",
            field="partner",
            code="suspension.twice",
        )
    work.say(f"暂停合作：{name}（{command.reason}）")
    return work.add(
        _row(
            partner_id=command.partner,
            from_on=command.from_on,
            reason=command.reason,
            document_no=command.document_no,
        )
    ).id


class ResumePartner(Command, label="恢复合作", stage="partners", role=Role.APPROVER):
    """New business may go on; a meeting or a document has decided it."""

    partner: Annotated[
        int | None, Field("record", "合作机构", of="partners", hint="留空为全部机构")
    ] = None
    resumed_on: Annotated[date, Field("day", "恢复日期")]
    document_no: Annotated[str, Field("text", "会议或决定文号")]
    reason: Annotated[str, Field("text", "恢复说明")] = ""


@handles(ResumePartner)
def resume_partner(work: Work, command: ResumePartner) -> int:
    """The suspension's last day is the one before; a disqualified institution stays out."""
    name = _name(work, command.partner)
    row = _own(work, command.partner, command.resumed_on)
    if row is None or row.until_on is not None:
        raise Refusal.of(
            f"{name}在{command.resumed_on.isoformat()}没有要恢复的暂停。",
            cure="请核对机构和日期；全部机构暂停的，合作机构一栏留空。",
            field="partner",
            code="suspension.none",
        )
    if row.is_disqualified:
        raise Refusal.of(
            f"{name}已取消合作资格，不能恢复。",
            cure="取消资格登记有误的，请在操作记录中撤销那一步。",
            field="partner",
            clauses=tuple(row.clauses),
            code="suspension.disqualified",
        )
    row.until_on = command.resumed_on - timedelta(days=1)
    row.resumed_document_no, row.resume_reason = command.document_no, command.reason
    work.say(f"恢复合作：{name}（{command.document_no}）")
    return row.id


class DisqualifyPartner(Command, label="取消合作资格", stage="partners", role=Role.APPROVER):
    """An institution is out for good; its deposit is to be taken back, others are told."""

    partner: Annotated[int, Field("record", "合作机构", of="partners")]
    from_on: Annotated[date, Field("day", "取消资格日期")]
    reason: Annotated[str, Field("long_text", "事由")]
    document_no: Annotated[str, Field("text", "决定文号")]
    notified: Annotated[str, Field("text", "已通知单位", hint="用顿号隔开")] = ""
    notified_on: Annotated[date | None, Field("day", "通知日期")] = None


@handles(DisqualifyPartner)
def disqualify_partner(work: Work, command: DisqualifyPartner) -> int:
    """A suspension that holds goes on beside it; once is enough."""
    name = _name(work, command.partner)
    for held in suspensions_on(work, command.partner, command.from_on):
        if held.is_disqualified:
            raise Refusal.of(
                f"{name}自{held.from_on.isoformat()}起已取消合作资格。",
                cure="不用重复登记。",
                field="partner",
                code="suspension.twice",
            )
    work.say(f"取消合作资格：{name}（{command.document_no}）")
    row = _row(
        partner_id=command.partner,
        from_on=command.from_on,
        reason=command.reason,
        document_no=command.document_no,
    )
    row.is_disqualified = True
    row.notified, row.notified_on = command.notified, command.notified_on
    return work.add(row).id


class RecordSuspensionNotice(Command, label="登记通知文号", stage="partners", role=Role.REVIEWER):
    """The letter about a suspension has its number: one the program made has none by itself."""

    suspension: Annotated[int, Field("record", "暂停记录", of="partners")]
    document_no: Annotated[str, Field("text", "通知文号")]
    notified: Annotated[str, Field("text", "已通知单位", hint="用顿号隔开，留空不变")] = ""
    notified_on: Annotated[date | None, Field("day", "通知日期", hint="留空不变")] = None


@handles(RecordSuspensionNotice)
def record_suspension_notice(work: Work, command: RecordSuspensionNotice) -> int:
    """Refuses a letter dated before what it tells of."""
    row = work.get(SuspensionRow, command.suspension, "暂停记录", "suspension")
    name = _name(work, row.partner_id)
    if command.notified_on is not None and command.notified_on < row.from_on:
        raise Refusal.of(
            f"通知日期早于{_held_as(row)}的起始日（{row.from_on.isoformat()}）。",
            cure="请核对日期。",
            field="notified_on",
            code="suspension.order",
        )
    row.document_no = command.document_no
    row.notified = command.notified or row.notified
    row.notified_on = command.notified_on or row.notified_on
    work.say(f"登记{_held_as(row)}通知文号：{name}（{command.document_no}）")
    return row.id


def _own(read: Read, partner_id: int | None, day: date) -> SuspensionRow | None:
    """The institution's own suspension on a day; one for good before one for a time."""
    own = [s for s in suspensions_on(read, partner_id, day) if s.partner_id == partner_id]
    return max(own, key=lambda s: s.is_disqualified, default=None)


def _held_as(row: SuspensionRow) -> str:
    return "取消合作资格" if row.is_disqualified else "暂停合作"


def _name(read: Read, partner_id: int | None) -> str:
    if partner_id is None:
        return "全部合作机构"
    return f"“{read.get(PartnerRow, partner_id, '合作机构', 'partner').name}”"


def _row(
    *,
    partner_id: int | None,
    from_on: date,
    reason: str,
    document_no: str = "",
    clauses: Sequence[str] = (),
    evidence: Mapping[str, str] | None = None,
    is_automatic: bool = False,
) -> SuspensionRow:
    return SuspensionRow(
        partner_id=partner_id,
        from_on=from_on,
        until_on=None,
        is_automatic=is_automatic,
        is_disqualified=False,
        reason=reason,
        document_no=document_no,
        clauses=list(clauses),
        evidence=[[label, value] for label, value in (evidence or {}).items()],
        notified="",
        notified_on=None,
        resumed_document_no="",
        resume_reason="",
    )
