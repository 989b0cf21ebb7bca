"""What a programme may ask of a row when it counts: loans, firms, partners, claims, money.

Pack readers name these facts; the office file fills them in. Every row also knows the last day of
the report, which may pick the value of a parameter. What nobody has entered is None. Loans, firms,
partners and claims are there whenever they happened up to that day, and flags tell what fell into
the period; payouts, applications and entries of a register are those of the period only.
"""

from __future__ import annotations

from collections.abc import Mapping

from kcdesk.domain.applications import ASKED_FIELDS, SECURITIES, ApplicationState
from kcdesk.domain.claims import ClaimState
from kcdesk.domain.enterprises import ENTERPRISE_FIELDS
from kcdesk.domain.loans import GRADES
from kcdesk.domain.partners import PARTNER_KINDS
from kcdesk.kernel.kinds import Field, Option

DAY_FIELDS: Mapping[str, Field] = {"report.on": Field("day", "统计日期")}

FIRM_FIELDS: Mapping[str, Field] = {
    **ENTERPRISE_FIELDS,
    "enterprise.id": Field("text", "企业"),
    "enterprise.name": Field("text", "企业名称"),
    "enterprise.tags": Field("codes", "企业标签", is_open=True),
    "enterprise.chain": Field("text", "所在产业链"),
    "enterprise.officer": Field("text", "联络员"),
    "enterprise.is_listed": Field("flag", "在支持名单内"),
}
"""What is known of a firm, as of the last day."""

BANK_ROW_FIELDS: Mapping[str, Field] = {
    "bank.id": Field("text", "银行"),
    "bank.name": Field("text", "银行名称"),
    "bank.is_tech": Field("flag", "科技支行或授牌科技银行"),
}

_CLAIM_STATES = tuple(Option(s.value, s.label) for s in ClaimState)
_APPLICATION_STATES = tuple(Option(s.value, s.label) for s in ApplicationState)

ROW_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "loans": {
        **DAY_FIELDS,
        **FIRM_FIELDS,
        **BANK_ROW_FIELDS,
        **ASKED_FIELDS,
        "loan.id": Field("text", "贷款"),
        "loan.contract_no": Field("text", "合同号"),
        "loan.amount": Field("money", "贷款金额", unit="万元"),
        "loan.outstanding": Field("money", "贷款余额", unit="万元"),
        "loan.disbursed_on": Field("day", "放款日期"),
        "loan.due_on": Field("day", "原到期日"),
        "loan.final_due_on": Field("day", "最后到期日"),
        "loan.term_months": Field("whole", "贷款期限", unit="个月"),
        "loan.security": Field("choice", "担保方式", options=SECURITIES),
        "loan.has_guarantee_institution": Field("flag", "有担保机构保证"),
        "loan.grade": Field("choice", "五级分类", options=GRADES),
        "loan.is_bad": Field("flag", "不良贷款"),
        "loan.overdue_days": Field("whole", "逾期天数", unit="天"),
        "loan.is_first_loan": Field("flag", "首贷"),
        "loan.is_lent_in_period": Field("flag", "期内发放"),
        "loan.is_open": Field("flag", "未结清"),
        "loan.is_compensated": Field("flag", "已代偿"),
        "loan.is_written_off": Field("flag", "已核销"),
        "loan.became_bad_in_period": Field("flag", "期内新增不良"),
        "loan.loss_in_period": Field("money", "期内认定损失", unit="万元"),
    },
    "enterprises": {
        **DAY_FIELDS,
        **FIRM_FIELDS,
        "enterprise.outstanding": Field("money", "全部银行科创贷款余额", unit="万元"),
        "enterprise.has_loan": Field("flag", "有未结清的科创贷款"),
        "enterprise.had_loan_before": Field("flag", "期初以前贷过科创贷款"),
        "enterprise.is_lent_in_period": Field("flag", "期内获得科创贷款"),
        "enterprise.is_listed_in_period": Field("flag", "期内新纳入支持名单"),
    },
    "partners": {
        **DAY_FIELDS,
        "partner.id": Field("text", "合作机构"),
        "partner.name": Field("text", "合作机构名称"),
        "partner.kind": Field("choice", "机构类型", options=PARTNER_KINDS),
        "partner.is_partner": Field("flag", "是合作机构"),
        "partner.has_agreement": Field("flag", "有在期的合作协议"),
        "partner.is_suspended": Field("flag", "合作已暂停"),
        "partner.is_tech": Field("flag", "科技支行或授牌科技银行"),
        "partner.outstanding": Field("money", "该机构科创贷款余额", unit="万元"),
        "partner.is_lending_in_period": Field("flag", "期内发放过科创贷款"),
        "agreement.line": Field("money", "授信总额", unit="万元"),
        "deposit.balance": Field("money", "保证金余额", unit="万元"),
    },
    "claims": {
        **DAY_FIELDS,
        **BANK_ROW_FIELDS,
        "enterprise.id": Field("text", "企业"),
        "enterprise.name": Field("text", "企业名称"),
        "loan.security": Field("choice", "担保方式", options=SECURITIES),
        "claim.id": Field("text", "代偿申请"),
        "claim.state": Field("choice", "状态", options=_CLAIM_STATES),
        "claim.filed_on": Field("day", "申请日期"),
        "claim.principal": Field("money", "申请本金", unit="万元"),
        "claim.loss": Field("money", "认定损失", unit="万元"),
        "claim.fund_share": Field("money", "风险补偿金承担额", unit="万元"),
        "claim.paid": Field("money", "已兑付", unit="万元"),
        "claim.decided_on": Field("day", "会议决议日期"),
        "claim.is_filed_in_period": Field("flag", "期内提出"),
        "claim.decided_in_period": Field("flag", "期内作出决议"),
    },
    "payouts": {
        **DAY_FIELDS,
        **BANK_ROW_FIELDS,
        "claim.id": Field("text", "代偿申请"),
        "payout.paid_on": Field("day", "兑付日期"),
        "payout.amount": Field("money", "兑付金额", unit="万元"),
    },
    "fund": {
        **DAY_FIELDS,
        "fund.balance": Field("money", "资金池余额", unit="万元"),
        "fund.deposits": Field("money", "存在银行的保证金", unit="万元"),
        "fund.paid_in": Field("money", "累计财政拨入", unit="万元"),
        "fund.paid_in_year": Field("money", "本年财政拨入", unit="万元"),
        "fund.compensated": Field("money", "累计兑付", unit="万元"),
        "fund.compensated_in_year": Field("money", "本年兑付", unit="万元"),
        "fund.returned": Field("money", "累计追偿返还", unit="万元"),
        "fund.returned_in_year": Field("money", "本年追偿返还", unit="万元"),
    },
    "applications": {
        **DAY_FIELDS,
        **FIRM_FIELDS,
        **BANK_ROW_FIELDS,
        "loan.kind": ASKED_FIELDS["loan.kind"],
        "loan.products": ASKED_FIELDS["loan.products"],
        "loan.amount": Field("money", "申请金额", unit="万元"),
        "loan.term_months": Field("whole", "申请期限", unit="个月"),
        "loan.security": Field("choice", "担保方式", options=SECURITIES),
        "application.id": Field("text", "贷款申请"),
        "application.state": Field("choice", "状态", options=_APPLICATION_STATES),
        "application.applied_on": Field("day", "申请日期"),
        "application.decided_on": Field("day", "银行审批日期"),
        "application.channel": Field("choice", "申请渠道", source="channels"),
        "application.is_first_loan": Field("flag", "首贷户"),
        "application.is_renewal": Field("flag", "续贷"),
    },
}
"""What rows there are, and what each knows."""

ROW_UNITS: Mapping[str, str] = {
    "loans": "笔",
    "enterprises": "家",
    "partners": "家",
    "claims": "件",
    "payouts": "笔",
    "fund": "个",
    "applications": "件",
}
"""In what the rows are counted; entries of a register in 项."""

ENTRY_UNIT = "项"
REGISTER = "register:"
"""``register:<id>`` counts the entries of one of the programme's own registers."""

SHORT_NAMES: Mapping[str, str] = {
    "bank": "bank.name",
    "partner": "partner.name",
    "class": "enterprise.classes",
    "chain": "enterprise.chain",
    "officer": "enterprise.officer",
    "product": "loan.products",
}
"""How a breakdown may be called for short."""


def row_unit(of: str) -> str:
    """In what rows of this kind are counted."""
    return ROW_UNITS.get(of, ENTRY_UNIT)


_COUNTED: Mapping[str, str] = {
    "loans": "科创贷款",
    "enterprises": "企业",
    "partners": "合作机构",
    "claims": "代偿申请",
    "payouts": "兑付",
    "fund": "资金池",
    "applications": "贷款申请",
}


def counted_name(of: str, registers: Mapping[str, str]) -> str:
    """What rows are called; `registers` are the programme's own, by id."""
    return _COUNTED.get(of) or registers.get(of.removeprefix(REGISTER), of)
