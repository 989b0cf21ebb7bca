"""What tables and columns are called at the desk: the journal shows changes in these words.

A test holds that every business table and column has its word; nothing else may use this.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from kcdesk.domain.applications import LOAN_KINDS, ApplicationState, Security
from kcdesk.domain.claims import EXEMPTIONS, ClaimState
from kcdesk.domain.enterprises import BAN_KINDS, LEGAL_FORMS, PATHS
from kcdesk.domain.fund import Account, DepositMove, Purpose, VoucherKind
from kcdesk.domain.loans import Grade
from kcdesk.domain.meetings import MeetingState, Opinion
from kcdesk.domain.partners import PartnerKind
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.money import Money
from kcdesk.kernel.ratio import exact_percent
from kcdesk.work.commands.claims.reviewing import REVIEW_RESULTS
from kcdesk.work.commands.enterprises.reviews import (
    REVIEW_RESULTS as REVIEW_RESULTS_OF_QUALIFICATIONS,
)
from kcdesk.work.commands.loans import GUARANTOR_KINDS, PERSON_ROLES
from kcdesk.work.commands.meetings.resolutions import RESULTS
from kcdesk.work.commands.partners.rates import TERMS
from kcdesk.work.commands.payouts import SOURCES

TABLES: Final = {
    "enterprise": "企业",
    "fund_voucher": "资金凭证",
    "member_unit": "成员单位",
    "office": "本单位",
    "partner": "合作机构",
    "agreement": "合作协议",
    "partner_requirement": "合作条件核对",
    "suspension": "暂停合作",
    "reference_rate": "市场报价利率",
    "person": "人员",
    "scheme_blank": "方案留白",
    "scheme_revision": "方案版本",
    "application": "贷款申请",
    "attachment": "附件",
    "contact": "联系人",
    "enterprise_name": "曾用名",
    "fund_posting": "资金分录",
    "fund_outflow": "资金其他支出",
    "deposit_entry": "保证金记录",
    "listing": "名录记录",
    "meeting": "联席会议",
    "print_log": "打印记录",
    "qualification": "资质",
    "attendance": "会议签到",
    "loan": "贷款",
    "claim": "代偿申请",
    "loan_extension": "展期",
    "loan_grade": "五级分类",
    "repayment": "还款",
    "agenda_item": "会议议题",
    "claim_material": "代偿材料",
    "claim_review": "代偿初审",
    "payout": "兑付",
    "recovery": "追偿回收",
    "register_entry": "台账登记",
    "opinion": "单位意见",
    "resolution": "会议决议",
    "enterprise_profile": "企业分类信息",
    "enterprise_tag": "企业标签",
    "enterprise_figure": "年度指标",
    "enterprise_class": "企业类别",
    "incident": "不良记录",
    "ban": "禁入记录",
    "qualification_review": "资质审核",
    "list_version": "名录版次",
    "list_version_enterprise": "名录版次明细",
    "list_delivery": "名录送达",
    "opinion_round": "线上意见征询",
    "round_opinion": "线上意见",
    "application_product": "申请的贷款产品",
    "application_material": "申请材料",
    "application_renewal": "申请归还的原贷款",
    "loan_product": "贷款产品",
    "loan_guarantor": "其他担保人",
    "loan_acceleration": "提前到期",
    "milestone": "办理事项",
    "credit_line": "授信额度",
    "person_loan": "关联人经营贷款",
    "person_repayment": "关联人还款",
    "claim_exemption": "尽职免责认定",
}

COLUMNS: Final = {
    "account": "科目",
    "account_bank": "开户行",
    "account_name": "收款户名",
    "account_no": "收款账号",
    "address": "注册地址",
    "adopted_on": "采用日期",
    "agreed_on": "同意展期日",
    "agreement_no": "合作协议编号",
    "amount_fen": "金额",
    "application_id": "对应申请",
    "applied_on": "申请日期",
    "approved_fen": "应兑付",
    "attached_by": "附加人",
    "attached_on": "附加日期",
    "bank_fen": "合作机构所得",
    "bank_id": "银行",
    "bank_share_fen": "合作机构分担",
    "base_on": "认定基准日",
    "certificate_no": "证书编号",
    "chain": "重点产业链",
    "chair": "主持人",
    "chair_choice": "召集人意见",
    "channel": "申请渠道",
    "checked_on": "核对日期",
    "checks": "逐项检查",
    "choice": "意见",
    "claim_id": "代偿申请",
    "classes": "企业类别",
    "clauses": "依据条款",
    "code": "事项",
    "conditions_met": "符合的认定条件",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "content": "方案文本",
    "contents": "登记内容",
    "contract_no": "合同号",
    "controller": "实际控制人",
    "cost_fen": "追偿费用",
    "cuts": "扣减",
    "decided_on": "决定日期",
    "declared_on": "宣布日期",
    "delivered_on": "送达日期",
    "deposit_fen": "应存保证金",
    "disbursed_on": "放款日",
    "distribution": "分送单位",
    "document_no": "文号",
    "due_on": "到期日",
    "end_document_no": "终止文号",
    "end_reason": "终止原因",
    "ended_on": "提前终止日",
    "entered_by": "录入人",
    "enterprise_id": "企业",
    "evidence": "暂停时的数据",
    "expires_on": "名录有效期至",
    "filed_on": "申请日期",
    "finding": "认定意见",
    "first_loan_on": "首贷查询日期",
    "form_id": "表单",
    "form_sha256": "表单版本",
    "from_on": "起始日期",
    "frozen_on": "定版日期",
    "fund_fen": "返还资金池",
    "fund_share_fen": "风险补偿金分担",
    "given_on": "表态日期",
    "grade": "五级分类",
    "graded_on": "认定日",
    "gross_fen": "回收金额",
    "guaranteed_fen": "担保额",
    "guaranteed_parties": "有担保机构时的分担各方",
    "guaranteed_sharing": "有担保机构时的分担比例",
    "guarantor_fen": "担保机构所得",
    "guarantor_id": "担保机构",
    "guarantor_notice_on": "告知担保机构日期",
    "guarantor_share_fen": "担保机构分担",
    "handler": "银行经办人",
    "handler_phone": "经办人电话",
    "happened_on": "发生日期",
    "has_signed": "到会",
    "held_on": "会议日期",
    "held_time": "会议时间",
    "host_unit": "主管部门",
    "id": "编号",
    "industry": "所属行业",
    "interest_arrears_fen": "约定期内欠息",
    "interest_fen": "归还利息",
    "iou_no": "借据号",
    "is_active": "在岗或现任",
    "is_automatic": "自动暂停",
    "is_counter": "反担保",
    "is_discounting": "票据贴现",
    "is_disqualified": "取消资格",
    "is_draft": "草稿",
    "is_first_loan": "首贷",
    "is_present": "已交",
    "is_provisional": "暂准",
    "is_renewal": "续贷",
    "is_substitute": "代会",
    "is_void": "作废",
    "item_id": "议题",
    "joined_on": "起始日",
    "kind": "类型",
    "label": "说明",
    "left_on": "终止日",
    "legal_form": "主体形式",
    "legal_rep": "法定代表人",
    "legal_rep_id": "法定代表人身份证号",
    "lift_document_no": "解除文号",
    "lifted_on": "解除日期",
    "line_fen": "授信总额",
    "loan_id": "贷款",
    "loss_fen": "核定损失",
    "main_business": "主营业务",
    "material": "材料",
    "meeting_id": "会议",
    "minutes_number": "纪要编号",
    "minutes_on": "纪要日期",
    "name": "名称",
    "net_fen": "净额",
    "next_on": "下次更新日期",
    "note": "备注",
    "noted_on": "登记日期",
    "notice_number": "会议通知文号",
    "notice_on": "会议通知日期",
    "notified": "已通知单位",
    "notified_on": "通知日期",
    "number": "编号",
    "number_year": "编号年度",
    "observers": "列席人员",
    "officer": "联络专员",
    "old_loan_id": "归还的原贷款",
    "opened_on": "启用日期",
    "opinion": "意见",
    "order_no": "顺序",
    "ordinal": "次数",
    "other_loans": "其他贷款",
    "overdue_principal_fen": "未还本金",
    "override_no": "超出原则上限的会议决定",
    "pages_count": "页数",
    "paid_on": "兑付日期",
    "park": "园区或平台",
    "parties": "分担各方",
    "partner_id": "合作机构",
    "path": "纳入方式",
    "payment_no": "付款凭证号",
    "pdf_sha256": "打印件校验码",
    "person_loan_id": "关联人贷款",
    "phone": "电话",
    "place": "地点",
    "pool_before_fen": "兑付前资金池",
    "post": "职务",
    "posted_on": "记账日期",
    "principal_fen": "归还本金",
    "print_no": "第几次打印",
    "printed_by": "打印人",
    "printed_on": "打印日期",
    "product": "产品",
    "published_on": "发布日期",
    "purpose": "用途",
    "qualification_id": "资质",
    "qualifications": "资质",
    "rate": "年利率",
    "rate_ceiling": "利率上限",
    "reached_on": "办理日期",
    "reason": "原因",
    "reason_text": "原因说明",
    "receiver": "送达单位",
    "recommended_on": "推荐日期",
    "recorder": "记录人",
    "recovered_on": "回收日期",
    "recovery_measures": "追偿措施",
    "region": "县（市、区）或镇街",
    "region_code": "行政区划代码",
    "registered_capital_fen": "注册资本",
    "register": "台账",
    "registered_on": "成立日期",
    "release_document_no": "解除禁入文号",
    "release_reason": "解除禁入理由",
    "released_on": "解除禁入日期",
    "removal_document_no": "调出文号",
    "removal_reason": "调出原因",
    "renews_id": "续签的协议",
    "repaid_on": "还款日",
    "reply_by_on": "报名截止日期",
    "representative": "参会代表",
    "result": "结果",
    "resume_reason": "恢复说明",
    "resumed_document_no": "恢复依据文号",
    "revenue_fen": "上年营业收入",
    "reverses_id": "冲销的凭证",
    "reviewed_on": "初审日期",
    "reviewer_id": "初审人",
    "role": "岗位",
    "scheme_id": "方案",
    "scheme_revision_id": "方案版本",
    "science_notice_on": "告知科技部门日期",
    "search_keys": "检索词",
    "secret_hash": "密码",
    "security": "担保方式",
    "round_id": "意见征询",
    "service_team": "服务团队",
    "sha256": "校验码",
    "shares": "各方分担",
    "sharing": "分担比例",
    "signed_on": "签订日期",
    "size_bytes": "大小（字节）",
    "size_industry": "划型行业",
    "source": "来源",
    "special_reason": "特殊情况说明",
    "spread": "加点",
    "staff_count": "职工人数",
    "state": "状态",
    "state_on": "办理日期",
    "subject": "所属",
    "subject_id": "所属记录",
    "submitted_on": "申请入库日期",
    "suggested_amount_fen": "建议贷款金额",
    "summary": "摘要",
    "tag": "标签",
    "taken_on": "放款日",
    "tech_from_on": "科技支行或授牌日",
    "term": "期限品种",
    "term_months": "期限（月）",
    "text": "说明",
    "ticks": "具备的条件",
    "title": "标题",
    "total_assets_fen": "资产总额",
    "trace": "计算依据",
    "unit_id": "成员单位",
    "until_on": "截止日期",
    "uscc": "统一社会信用代码",
    "valid_until_on": "有效期至",
    "value": "填写值",
    "values": "文书内容",
    "values_sha256": "内容校验码",
    "version_id": "名录版次",
    "voucher_id": "资金凭证",
    "way": "送达方式",
    "weights": "分担比例",
    "year": "年度",
    "year_paid_fen": "该机构本年度累计",
}

SILENT: Final = frozenset(
    {"id", "search_keys", "secret_hash", "content", "values", "trace", "checks"}
)
"""Columns whose content says nothing to a clerk; that they changed is not shown."""


RATES: Final = frozenset({"rate", "rate_ceiling", "spread"})
"""Columns that keep an exact ratio."""

_CODES: Final[dict[tuple[str, str], Iterable[Any]]] = {
    ("application", "security"): Security,
    ("application", "kind"): LOAN_KINDS,
    ("application", "state"): ApplicationState,
    ("ban", "kind"): BAN_KINDS,
    ("claim", "state"): ClaimState,
    ("claim_exemption", "result"): EXEMPTIONS,
    ("claim_review", "result"): REVIEW_RESULTS,
    ("enterprise_profile", "legal_form"): LEGAL_FORMS,
    ("deposit_entry", "kind"): DepositMove,
    ("fund_outflow", "purpose"): Purpose,
    ("fund_posting", "account"): Account,
    ("fund_voucher", "kind"): VoucherKind,
    ("listing", "path"): PATHS,
    ("loan", "kind"): LOAN_KINDS,
    ("loan", "security"): Security,
    ("loan_grade", "grade"): Grade,
    ("loan_guarantor", "kind"): GUARANTOR_KINDS,
    ("meeting", "state"): MeetingState,
    ("opinion", "choice"): Opinion,
    ("partner", "kind"): PartnerKind,
    ("payout", "source"): SOURCES,
    ("person", "role"): Role,
    ("qualification_review", "result"): REVIEW_RESULTS_OF_QUALIFICATIONS,
    ("reference_rate", "term"): TERMS,
    ("person_loan", "role"): PERSON_ROLES,
    ("resolution", "result"): RESULTS,
    ("round_opinion", "choice"): Opinion,
    ("opinion_round", "chair_choice"): Opinion,
}


_PROGRAMMES: Final = {
    ("application", "channel"),
    ("application_material", "material"),
    ("application_product", "product"),
    ("claim", "reason"),
    ("claim_material", "material"),
    ("claim_review", "conditions_met"),
    ("partner_requirement", "ticks"),
    ("enterprise_class", "kind"),
    ("enterprise_profile", "chain"),
    ("enterprise_tag", "tag"),
    ("incident", "kind"),
    ("list_version_enterprise", "classes"),
    ("list_version_enterprise", "qualifications"),
    ("loan_product", "product"),
    ("milestone", "code"),
    ("qualification", "kind"),
}
"""Codes of the programme: one, or a list of them."""


def _parties(kept: str) -> str:
    return "、".join(Party(code).label for code in kept.split(",") if code)


_TOLD: Final[Mapping[tuple[str, str], Callable[[str], str]]] = {
    ("agreement", "parties"): _parties,
    ("agreement", "guaranteed_parties"): _parties,
    ("suspension", "clauses"): lambda kept: "、".join(json.loads(kept)),
    ("suspension", "evidence"): lambda kept: "；".join(
        f"{label}{shown}" for label, shown in json.loads(kept)
    ),
}
"""Columns with a way of their own."""


def in_words(table: str, column: str, value: object, said: Mapping[str, str]) -> str:
    """A value of the journal as it is read at the desk.

    分 as 元, 0 and 1 as 否 and 是, codes as the words they stand for; `said` are the
    programme's own.
    """
    if value is None:
        return ""
    if (table, column) in _PROGRAMMES:
        codes = json.loads(str(value)) if str(value).startswith("[") else [str(value)]
        return "、".join(said.get(code, code) for code in codes)
    if (table, column) == ("claim_review", "shares"):
        shares = ((Party(s["party"]).label, Money(s["fen"])) for s in json.loads(str(value)))
        return "、".join(f"{party}{amount.show()} 元" for party, amount in shares)
    if (table, column) in _TOLD:
        return _TOLD[table, column](str(value))
    for code in _CODES.get((table, column), ()):
        if code.value == value:
            return str(code.label)
    if column.endswith("_fen") and isinstance(value, int):
        return f"{Money(value).show()} 元"
    if column in RATES:
        return exact_percent(Fraction(str(value)))
    if column.startswith(("is_", "has_")):
        return "是" if value else "否"
    return str(value)
