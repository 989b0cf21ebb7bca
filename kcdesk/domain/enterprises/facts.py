"""What a programme may ask of a firm, and of a change of the list.

Called by the pack reader and by the stages whose events know the firm too.
"""

from __future__ import annotations

from collections.abc import Mapping

from kcdesk.kernel.kinds import Field, Option

PATHS = (
    Option("qualification", "按资质认定文件纳入"),
    Option("meeting", "联席会议成员单位审核同意"),
)
ONLINE_RESULTS = (
    Option("unrecorded", "未登记"),
    Option("pending", "未全部表态"),
    Option("agreed", "同意"),
    Option("refused", "不同意"),
)

LEGAL_FORMS = (
    Option("company", "公司（独立法人）"),
    Option("branch", "分公司"),
    Option("sole_trader", "个体工商户"),
    Option("cooperative", "农民专业合作社"),
    Option("institution", "事业单位或新型研发机构"),
    Option("other", "其他"),
)
SIZES = (
    Option("large", "大型"),
    Option("medium", "中型"),
    Option("small", "小型"),
    Option("micro", "微型"),
)
OWNERSHIPS = (
    Option("private", "私营"),
    Option("joint_venture", "中外合资"),
    Option("state", "国有"),
    Option("collective", "集体"),
    Option("other", "其他"),
)
ACCOUNT_KINDS = (
    Option("basic", "基本户"),
    Option("general", "一般户"),
)
RIGHTS = (
    Option("invention", "发明专利"),
    Option("utility_model", "实用新型专利"),
    Option("design", "外观设计专利"),
    Option("software", "软件著作权"),
    Option("layout", "集成电路布图设计"),
    Option("plant", "植物新品种"),
    Option("other", "其他"),
)
"""Kinds of intellectual property, as the application form counts them."""

ENTERPRISE_FIELDS: Mapping[str, Field] = {
    "enterprise.qualifications": Field("codes", "有效资质", source="qualifications"),
    "enterprise.unreviewed": Field("codes", "待审核的资质", source="qualifications"),
    "enterprise.classes": Field("codes", "企业类别", source="classes"),
    "enterprise.region_code": Field("text", "注册地行政区划代码"),
    "enterprise.legal_form": Field("choice", "主体形式", options=LEGAL_FORMS),
    "enterprise.size": Field("choice", "企业划型", options=SIZES),
    "enterprise.staff": Field("whole", "上年职工人数", unit="人"),
    "enterprise.revenue": Field("money", "上年营业收入", unit="万元"),
    "enterprise.assets": Field("money", "上年资产总额", unit="万元"),
    "enterprise.number_year": Field("whole", "入库编号年度", unit="年"),
    "enterprise.last_incident_on": Field("day", "最近一次不良记录"),
    "enterprise.open_incidents": Field("codes", "尚未解除的不良记录", source="incidents"),
    "enterprise.is_banned": Field("flag", "在禁入名单内"),
    "enterprise.has_fraud": Field("flag", "有骗贷记录"),
    "enterprise.registers": Field("codes", "已认可的登记", source="registers"),
}
"""What a programme may ask of a firm, as of the event's day; what is not known is None."""

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "admission": {
        **ENTERPRISE_FIELDS,
        "admission.on": Field("day", "纳入日期"),
        "admission.path": Field("choice", "纳入方式", options=PATHS),
        "admission.document_no": Field("text", "依据文号"),
        "admission.online_result": Field("choice", "线上审核结果", options=ONLINE_RESULTS),
        "admission.submitted_on": Field("day", "申请入库日期"),
    },
    "removal": {
        "removal.on": Field("day", "最后在库日"),
        "removal.document_no": Field("text", "依据文号"),
        "removal.reason": Field("text", "调出原因"),
    },
}
