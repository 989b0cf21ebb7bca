"""An application comes in: checked by the programme, numbered, its papers listed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kcdesk.domain.applications import LOAN_KINDS, SECURITIES, ApplicationState, check_application
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import (
    ApplicationMaterialRow,
    ApplicationProductRow,
    ApplicationRow,
)
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import ApplicationRenewalRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.applications.facts import application_facts, asked_of, kind_of
from kcdesk.work.commands.partners import refuse_wrong_partner
from kcdesk.work.context import Work


class FileApplication(Command, label="登记贷款申请", stage="applications"):
    """What a firm asks for; checked by the programme as of the day it applied."""

    enterprise: Annotated[int, Field("record", "申请企业", of="enterprises")]
    applied_on: Annotated[date, Field("day", "申请日期")]
    amount: Annotated[Money, Field("money", "申请金额")]
    term_months: Annotated[int, Field("whole", "期限（月）")]
    purpose: Annotated[str, Field("text", "贷款用途")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)] = "credit"
    bank: Annotated[int, Field("record", "意向银行", of="partners")]
    guarantor: Annotated[int | None, Field("record", "担保机构", of="partners")] = None
    is_first_loan: Annotated[bool, Field("flag", "是否首贷")] = False
    is_renewal: Annotated[bool, Field("flag", "是否续贷")] = False
    other_loans: Annotated[str, Field("text", "他行贷款")] = ""
    policy_loans: Annotated[str, Field("text", "其他政策性贷款")] = ""
    channel: Annotated[str, Field("code", "申请渠道", source="channels")] = ""
    kind: Annotated[str, Field("choice", "贷款类型", options=LOAN_KINDS)] = "new"
    renews: Annotated[
        int | None, Field("record", "归还的原贷款", of="loans", hint="续贷、借新还旧的填写")
    ] = None
    products: Annotated[tuple[str, ...], Field("codes", "贷款产品", source="products")] = ()
    is_discounting: Annotated[bool, Field("flag", "票据贴现")] = False
    rate: Annotated[Fraction | None, Field("percent", "意向年利率")] = None
    special_reason: Annotated[str, Field("text", "特殊情况说明")] = ""
    first_loan_on: Annotated[
        date | None, Field("day", "首贷查询日期", hint="查询征信、确认从未贷款的日期")
    ] = None
    materials: Annotated[
        tuple[str, ...], Field("codes", "已收到的材料", source="application_materials")
    ] = ()


@handles(FileApplication)
def file_application(work: Work, command: FileApplication) -> int:
    """Refuses what the programme refuses; gives the application its number."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    bank = work.get(PartnerRow, command.bank, "意向银行", "bank")
    refuse_wrong_partner(work, bank, command.guarantor)
    scheme = work.scheme()
    facts = application_facts(
        work,
        enterprise.id,
        bank,
        applied_on=command.applied_on,
        amount=command.amount,
        term_months=command.term_months,
        purpose=command.purpose,
        security=command.security,
        guarantor=command.guarantor,
        is_first_loan=command.is_first_loan,
        asked=asked_of(
            scheme,
            kind=kind_of(command.kind, is_renewal=command.is_renewal),
            products=command.products,
            is_discounting=command.is_discounting,
            rate=command.rate,
            special_reason=command.special_reason,
        ),
        channel=command.channel,
        materials=command.materials,
        renews=command.renews,
    )
    check_application(scheme, facts).refuse()
    number = work.next_number("application", f"SQ{command.applied_on.year}-")
    work.say(f"登记贷款申请 {number}：{enterprise.name} {command.amount.show()}元")
    row = work.add(
        ApplicationRow(
            number=number,
            enterprise_id=enterprise.id,
            bank_id=bank.id,
            guarantor_id=command.guarantor,
            applied_on=command.applied_on,
            amount_fen=command.amount,
            term_months=command.term_months,
            purpose=command.purpose,
            security=command.security,
            is_first_loan=command.is_first_loan,
            is_renewal=facts.is_renewal,
            other_loans=command.other_loans,
            state=ApplicationState.SUBMITTED.value,
            opinion="",
            document_no="",
            suggested_amount_fen=None,
            recommended_on=None,
            valid_until_on=None,
            decided_on=None,
            entered_by=work.by.id,
            kind=facts.asked.kind,
            is_discounting=command.is_discounting,
            rate=command.rate,
            special_reason=facts.asked.special_reason or None,
            channel=facts.channel,
            submitted_on=command.applied_on,
            first_loan_on=command.first_loan_on,
            policy_loans=command.policy_loans or None,
        )
    )
    if command.renews is not None:
        work.add(ApplicationRenewalRow(application_id=row.id, old_loan_id=command.renews))
    for product in sorted(facts.asked.products or ()):
        work.add(ApplicationProductRow(application_id=row.id, product=product))
    for material in scheme.application_materials:
        work.add(
            ApplicationMaterialRow(
                application_id=row.id,
                material=material,
                is_present=material in (facts.materials or ()),
                note="",
            )
        )
    return row.id
