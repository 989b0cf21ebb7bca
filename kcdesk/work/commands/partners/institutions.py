"""Institutions that join and leave the programme."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.partners import PARTNER_KINDS, PartnerKind
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work


class RegisterPartner(Command, label="登记合作机构", stage="partners", role=Role.CLERK):
    """An institution becomes a partner on a day."""

    kind: Annotated[str, Field("choice", "机构类型", options=PARTNER_KINDS)] = "bank"
    name: Annotated[str, Field("text", "机构名称")]
    joined_on: Annotated[date, Field("day", "合作起始日")]
    agreement_no: Annotated[str, Field("text", "合作协议编号")] = ""
    account_name: Annotated[str, Field("text", "收款户名")] = ""
    account_bank: Annotated[str, Field("text", "开户行")] = ""
    account_no: Annotated[str, Field("text", "收款账号")] = ""
    contact_name: Annotated[str, Field("text", "联系人")] = ""
    contact_phone: Annotated[str, Field("phone", "联系电话")] = ""
    tech_from_on: Annotated[date | None, Field("day", "科技支行或授牌科技银行，自")] = None
    service_team: Annotated[str, Field("text", "科技金融服务团队")] = ""


@handles(RegisterPartner)
def register_partner(work: Work, command: RegisterPartner) -> int:
    """Refuses a name that is already there."""
    if work.one(select(PartnerRow).where(PartnerRow.name == command.name)) is not None:
        raise Refusal.of(
            f"已登记过“{command.name}”。",
            cure="请在合作机构列表中查看。",
            field="name",
            code="partner.twice",
        )
    work.say(f"登记合作机构：{command.name}")
    return work.add(PartnerRow(left_on=None, **vars(command))).id


class RevisePartner(Command, label="修改合作机构", stage="partners"):
    """Account and contact change; the institution stays the same."""

    partner: Annotated[int, Field("record", "合作机构", of="partners")]
    agreement_no: Annotated[str, Field("text", "合作协议编号")] = ""
    account_name: Annotated[str, Field("text", "收款户名")] = ""
    account_bank: Annotated[str, Field("text", "开户行")] = ""
    account_no: Annotated[str, Field("text", "收款账号")] = ""
    contact_name: Annotated[str, Field("text", "联系人")] = ""
    contact_phone: Annotated[str, Field("phone", "联系电话")] = ""
    tech_from_on: Annotated[date | None, Field("day", "科技支行或授牌科技银行，自")] = None
    service_team: Annotated[str, Field("text", "科技金融服务团队")] = ""


@handles(RevisePartner)
def revise_partner(work: Work, command: RevisePartner) -> int:
    """Write what changed."""
    partner = work.get(PartnerRow, command.partner, "合作机构", "partner")
    for name, value in vars(command).items():
        if name != "partner":
            setattr(partner, name, value)
    work.say(f"修改合作机构：{partner.name}")
    return partner.id


class EndPartnership(Command, label="终止合作", stage="partners", role=Role.REVIEWER):
    """The last day as a partner; loans already lent stay covered."""

    partner: Annotated[int, Field("record", "合作机构", of="partners")]
    left_on: Annotated[date, Field("day", "合作终止日")]


@handles(EndPartnership)
def end_partnership(work: Work, command: EndPartnership) -> int:
    """Refuses an end before the beginning."""
    partner = work.get(PartnerRow, command.partner, "合作机构", "partner")
    if command.left_on < partner.joined_on:
        raise Refusal.of(
            f"终止日早于合作起始日（{partner.joined_on.isoformat()}）。",
            cure="请核对日期。",
            field="left_on",
            code="partner.order",
        )
    partner.left_on = command.left_on
    work.say(f"终止合作：{partner.name}（{command.left_on.isoformat()}）")
    return partner.id


_GUARANTORS = (PartnerKind.GUARANTOR, PartnerKind.REGUARANTOR)


def refuse_wrong_partner(work: Work, bank: PartnerRow, guarantor: int | None) -> None:
    """The lender is a bank, the guarantor a guarantee institution."""
    if bank.kind != "bank":
        raise Refusal.of(
            f"“{bank.name}”不是银行。", cure="请选择合作银行。", field="bank", code="loan.bank"
        )
    if guarantor is not None:
        row = work.get(PartnerRow, guarantor, "担保机构", "guarantor")
        if row.kind not in _GUARANTORS:
            raise Refusal.of(
                f"“{row.name}”不是担保机构。",
                cure="请选择担保机构；没有的留空。",
                field="guarantor",
                code="loan.guarantor",
            )
