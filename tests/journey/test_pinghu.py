"""Pinghu's first compensation through the real window, from the first start to the signed papers.

One long story in chapters. Each person does what the post allows, each step by the widgets the
window shows; only the system's file dialogs are answered. What the case is, says
``resources/scenarios/pinghu.toml``: 300,000.00 lent on 2021-03-25, lost, shared 6:4.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt

from kcdesk.files.workbook_in import read_workbook
from tests.files.planted_list import planted_workbook
from tests.journey.clerk import Clerk
from tests.ui.fingers import CTRL, press

ADMIN, CLERK, REVIEWER, APPROVER = "陈建英", "戴晓春", "周国平", "陆文斌"
OFFICE = "平湖市科创贷款工作联席会议办公室"
FIRM = "平湖市当湖智能装备有限公司"
BANK = "平湖农商银行"
CONTRACT = "平农商借字2021第0325号"
FUND_SHARE = ("180,000.00", "人民币壹拾捌万元整")


def test_the_whole_life_of_pinghus_case(clerk: Clerk, tmp_path: Path, root: Path) -> None:
    found_the_office(clerk)
    add_people(clerk)
    fill_the_blank(clerk)
    register_partners(clerk)
    adopt_member_units(clerk)
    record_appropriation(clerk)
    import_the_list(clerk, tmp_path)
    search_by_initials(clerk)
    register_the_firm(clerk)
    admit_the_firm(clerk)
    apply_for_the_loan(clerk)
    lend(clerk)
    extend_and_class(clerk)
    stand_in_and_be_refused(clerk)
    file_the_claim(clerk)
    review_the_claim(clerk)
    hold_the_meeting(clerk)
    pay(clerk)
    back_up(clerk)
    print_the_papers(clerk)
    recover(clerk)
    read_the_ledger(clerk)
    see_who_did_what(clerk)
    office = tmp_path / "文档" / OFFICE
    close(clerk, office)
    check_the_office(office, root)
    open_again(clerk)
    papers_say_what_was_decided(clerk.files.saved)


# -- 一、建立办公室 -----------------------------------------------------------------------------------


def found_the_office(clerk: Clerk) -> None:
    clerk.shot("开始页")
    clerk.push("新建业务库")
    clerk.fill({"单位名称": OFFICE, "县（市、区）": "平湖市", "主管部门": "平湖市科学技术局"})
    clerk.shot("建立-单位")
    clerk.push("下一步")
    clerk.fill({"执行方案": "平湖", "启用日期": "2021-01-04"})
    clerk.shot("建立-方案")
    clerk.push("下一步")
    clerk.shows("新办法施行日", "可以以后再填")
    clerk.shot("建立-留白")
    clerk.push("下一步")
    clerk.fill({"第一位人员姓名": ADMIN})
    clerk.shot("建立-人员")
    clerk.push("下一步")
    clerk.shot("建立-位置")
    clerk.push("建立")
    clerk.wait(lambda: clerk.window.bench is not None)
    clerk.shows("开始办理业务前还有", "登记复核、审批人员", "登记合作银行", "导入企业名单")
    clerk.shot("首页-新办公室")


def add_people(clerk: Clerk) -> None:
    clerk.open("登记复核、审批人员")
    clerk.push("增加人员")
    for name, post in ((CLERK, "经办"), (REVIEWER, "复核")):
        clerk.fill({"姓名": name, "岗位": post})
        clerk.push("保存并录下一条")
    clerk.enter({"姓名": APPROVER, "岗位": "审批"}, save="增加人员", shot="增加人员")
    clerk.shows(ADMIN, CLERK, REVIEWER, APPROVER)
    clerk.shot("人员")
    clerk.push("本单位资料")
    clerk.push("修改")
    clerk.enter(
        {"联系人": CLERK, "联系电话": "0573-85012345"}, save="修改本单位资料", shot="本单位资料"
    )


def fill_the_blank(clerk: Clerk) -> None:
    """What the programme's text leaves open is the county's to say."""
    clerk.go("首页")
    clerk.open("填写方案留白：新办法施行日")
    clerk.choose("新办法施行日", "留白")
    clerk.shot("方案-留白")
    clerk.push("填写")
    clerk.enter(
        {"新办法施行日": "2024-06-01", "依据文号": "平科〔2024〕20号"}, save="保存", shot="填写留白"
    )
    clerk.shows("2024-06-01")
    clerk.tab("条款")
    clerk.shot("方案-条款")
    clerk.choose("PH-6a")
    clerk.push("看原文出处")
    clerk.shot("条款")
    clerk.push("知道了")


def register_partners(clerk: Clerk) -> None:
    clerk.sit_down(CLERK)
    clerk.go("首页")
    clerk.open("登记合作银行")
    clerk.shot("合作机构-空")
    clerk.push("登记合作机构")
    clerk.fill(
        {
            "机构类型": "合作银行",
            "机构名称": BANK,
            "合作起始日": "2020-01-01",
            "合作协议编号": "平科金合〔2020〕1号",
            "收款户名": "浙江平湖农村商业银行股份有限公司",
            "开户行": "平湖农商银行营业部",
            "收款账号": "201000012345678",
            "联系人": "周敏",
            "联系电话": "0573-85054321",
        }
    )
    clerk.shot("登记合作机构")
    clerk.push("保存并录下一条")
    clerk.enter(
        {
            "机构类型": "担保机构",
            "机构名称": "平湖市融资担保有限公司",
            "合作起始日": "2020-01-01",
            "合作协议编号": "平科金合〔2020〕2号",
        },
        save="登记合作机构",
    )
    clerk.shows(BANK, "平湖市融资担保有限公司")
    clerk.shot("合作机构")


def adopt_member_units(clerk: Clerk) -> None:
    clerk.go("首页")
    clerk.open("登记联席会议成员单位")
    clerk.tab("成员单位")
    clerk.shot("成员单位-空")
    clerk.push("按方案添加成员单位")
    clerk.enter({}, save="添加", shot="按方案添加成员单位")
    assert len(clerk.lines("成员单位")) == 7
    clerk.open("科技局")
    clerk.enter({"参会代表": "沈明远", "职务": "副局长"}, save="保存")
    clerk.shows("沈明远")
    clerk.shot("成员单位")


def record_appropriation(clerk: Clerk) -> None:
    clerk.sit_down(REVIEWER)
    clerk.go("首页")
    clerk.open("登记财政拨入")
    clerk.shot("资金池-空")
    clerk.push("登记财政拨入")
    clerk.enter(
        {
            "到账日期": "0104",
            "拨入金额": "500w",
            "拨款文号": "平财〔2021〕3号",
            "摘要": "2021年度科技发展专项资金安排风险补偿金",
        },
        save="登记财政拨入",
        shot="登记财政拨入",
    )
    clerk.shows("5,000,000.00")
    clerk.shot("资金池")


# -- 二、企业入库 --------------------------------------------------------------------------------------


def import_the_list(clerk: Clerk, tmp_path: Path) -> None:
    clerk.on("2021-02-20")
    clerk.sit_down(CLERK)
    planted = planted_workbook(tmp_path / "科创企业名单.xlsx", firms=120, today=date(2021, 2, 1))
    clerk.files.to_open = planted.path
    clerk.go("首页")
    clerk.open("导入企业名单")
    clerk.shot("企业名录-空")
    clerk.push("导入名单")
    clerk.wait(lambda: "读到 120 行" in clerk.says())
    clerk.shows("读到 120 行 ＝ 新增 80 ＋ 变更 0 ＋ 无变化 0 ＋ 未接收 40")
    clerk.shot("导入-新增")
    clerk.tab("未接收")
    fault = planted.faults[0]
    assert any(fault.cell in line for line in clerk.lines())
    clerk.shot("导入-未接收")
    clerk.push("未接收的行另存为")
    clerk.wait(lambda: "另存到" in clerk.notices())
    (sheet,) = read_workbook(clerk.files.saved[-1]).sheets
    assert len(sheet.rows) == 41
    clerk.tab("表头")
    clerk.shot("导入-表头")
    clerk.tab("纳入名录库")
    clerk.click(clerk.button("导入的企业一并纳入名录库"))
    clerk.fill({"名录文号": "平科〔2021〕1号", "不符合条件的": "是"})
    clerk.wait(lambda: clerk.can_push("确认导入80家，纳入63家"))
    clerk.shot("导入-纳入名录库")
    clerk.push("确认导入80家")
    clerk.wait(lambda: clerk.can_push("撤销本次导入"))
    clerk.shot("导入-已导入")
    clerk.push("撤销本次导入")
    clerk.wait(lambda: clerk.can_push("确认导入80家"))
    assert "已撤销本次导入" in clerk.notices()
    clerk.push("确认导入80家")
    clerk.wait(lambda: clerk.can_push("完成"))
    clerk.push("完成")
    clerk.shows("登记80家，在库63家")
    clerk.shot("企业名录")


def search_by_initials(clerk: Clerk) -> None:
    for typed in ("ysnyhg", "zjysnyhgkj", "yuchengneng", "昱晟能源"):
        clerk.look_for(typed)
        assert [line.split("　")[0] for line in clerk.lines()] == ["浙江昱晟能源化工科技有限公司"]
    clerk.shot("企业名录-拼音查找")
    clerk.open("浙江昱晟能源化工科技有限公司")
    clerk.shot("企业卡片-导入")
    clerk.push("返回")
    clerk.look_for("")


def register_the_firm(clerk: Clerk) -> None:
    clerk.on("2021-03-01")
    press(None, Qt.Key.Key_Insert)
    clerk.settle()
    said = clerk.refused(
        {"企业名称": FIRM, "统一社会信用代码": "91330482MA0000000K"},
        save="登记企业",
        at="统一社会信用代码",
        shot="登记企业-代码有误",
    )
    assert "校验" in said
    clerk.enter(
        {
            "统一社会信用代码": "91330482MA0000000L",
            "法定代表人": "陆志强",
            "法定代表人身份证号": "11010519491231002X",
            "成立日期": "2016-05-18",
            "注册资本": "1000",
            "注册地（镇街）": "当湖街道",
            "注册地址": "平湖市当湖街道新华路188号",
            "所属行业": "通用设备制造业",
            "职工人数": "46",
            "主营业务": "智能检测装备的研发、生产和销售",
            "上年营业收入": "2380",
            "资产总额": "3120",
            "联系人": "张丽",
            "联系人职务": "财务经理",
            "联系电话": "13800000000",
            "联络专员": CLERK,
        },
        save="登记企业",
        shot="登记企业",
    )
    clerk.look_for("dhznzb")
    clerk.open(FIRM)
    clerk.shows("还没有登记资质")
    clerk.tab("资质")
    clerk.push("登记资质")
    clerk.enter(
        {
            "资质类型": "高新技术企业",
            "认定日期": "2020-12-01",
            "有效期至": "2023-11-30",
            "证书编号": "GR202033004321",
            "认定文号": "浙高企认〔2020〕5号",
        },
        save="登记资质",
        shot="登记资质",
    )
    clerk.shot("企业卡片-资质")
    clerk.tab("贷款")
    clerk.push("登记放款")
    said = clerk.refused(
        {
            "贷款银行": "phnsyh",
            "贷款金额": "30w",
            "放款日": "2021-03-01",
            "到期日": "2022-02-28",
            "合同号": "平农商借字2021第0301号",
        },
        save="登记放款",
        at="放款日",
        shot="放款-未入库",
    )
    assert "PH-7" in said
    clerk.leave()


def admit_the_firm(clerk: Clerk) -> None:
    clerk.on("2021-03-02")
    clerk.go("企业名录")
    clerk.look_for("当湖智能")
    clerk.open(FIRM)
    clerk.push("纳入名录库")
    clerk.enter({"依据文号": "平科〔2021〕5号"}, save="纳入名录库", shot="纳入名录库")
    clerk.shows("平科〔2021〕5号")
    clerk.shot("企业卡片-在库")


# -- 三、申请、放款 --------------------------------------------------------------------------------------


def apply_for_the_loan(clerk: Clerk) -> None:
    clerk.on("2021-03-10")
    clerk.push("登记贷款申请")
    clerk.enter(
        {
            "申请金额": "30万",
            "期限（月）": "12",
            "贷款用途": "采购原材料",
            "担保方式": "信用",
            "意向银行": "phnsyh",
            "是否首贷": "是",
        },
        save="登记贷款申请",
        shot="登记贷款申请",
    )
    clerk.open(FIRM)
    clerk.shows("等待初审")
    clerk.shot("申请卡片")
    clerk.on("2021-03-12")
    clerk.sit_down(REVIEWER)
    clerk.go("首页")
    clerk.open("等待初审")
    clerk.push("初审")
    clerk.enter(
        {
            "初审意见": "同意推荐",
            "意见说明": "企业在支持名单内，同意推荐。",
            "推荐函文号": "平科函〔2021〕8号",
            "推荐有效期至": "2021-06-11",
        },
        save="申请初审",
        shot="申请初审",
    )
    clerk.shows("已推荐给银行")
    clerk.sit_down(CLERK)
    clerk.on("2021-03-22")
    clerk.go("首页")
    clerk.open("等待银行审批结果")
    clerk.push("登记银行审批")
    clerk.enter({"审批结果": "审批通过"}, save="登记银行审批结果", shot="银行审批")


def lend(clerk: Clerk) -> None:
    clerk.on("2021-03-25")
    clerk.go("首页")
    clerk.open("等待登记放款")
    clerk.push("登记放款")
    said = clerk.refused(
        {
            "贷款金额": "1000.01万元",
            "放款日": "t",
            "到期日": "2022-03-24",
            "年利率": "4.35%",
            "合同号": CONTRACT,
            "借据号": "JJ20210325001",
        },
        save="登记放款",
        at="贷款金额",
        shot="放款-超过上限",
    )
    assert "PH-1" in said
    clerk.enter({"贷款金额": "30w"}, save="登记放款", shot="登记放款")
    clerk.shows(CONTRACT, "30.00")
    clerk.shot("贷款台账")


def extend_and_class(clerk: Clerk) -> None:
    clerk.on("2022-03-10")
    clerk.go("首页")
    clerk.open(CONTRACT)
    clerk.push("登记展期")
    clerk.enter(
        {
            "同意展期日": "t",
            "展期到期日": "2023-03-24",
            "展期协议编号": "平农商展字2022第012号",
            "展期原因": "企业经营困难",
        },
        save="登记展期",
        shot="登记展期",
    )
    clerk.on("2023-06-30")
    clerk.go("首页")
    clerk.shot("首页-逾期")
    clerk.open("已逾期 98 天")
    clerk.push("登记五级分类")
    clerk.enter({"五级分类": "次级", "说明": "逾期98天"}, save="登记五级分类", shot="五级分类")
    clerk.shows("已列为不良")
    clerk.shot("贷款卡片-不良")
    clerk.tab("贷款变动")
    clerk.shows("展期至2023-03-24", "次级")
    clerk.shot("贷款变动")


# -- 四、代偿申请 -------------------------------------------------------------------------------------------

PAPERS = (
    "代偿申请", "借款合同", "借款凭证", "还款记录",
)  # fmt: skip
CLAIM = {
    "申请日期": "2023-08-01",
    "认定基准日": "2023-07-31",
    "不良原因": "货款未回笼",
    "原因说明": "借款人因客户无法支付购货款，未能及时回笼资金，无法偿付到期贷款",
    "追偿措施": "已发催收通知书三次，现场催收两次，拟向平湖市人民法院起诉。",
    "银行经办人": "周敏",
    "经办人电话": "0573-85054321",
}


def stand_in_and_be_refused(clerk: Clerk) -> None:
    """The reviewer enters the claim for once, and is not let review it; it is taken back."""
    clerk.on("2023-08-01")
    clerk.sit_down(REVIEWER)
    clerk.go("贷款台账")
    clerk.open(CONTRACT)
    clerk.push("登记代偿申请")
    clerk.enter({**CLAIM, "已交材料": clerk.offered("已交材料")}, save="登记代偿申请")
    clerk.push("受理")
    clerk.shows("不能由本人初审")
    clerk.push("初审")
    said = clerk.refused(
        {"符合的不良认定条件": clerk.offered("符合的不良认定条件")},
        save="提交初审结果",
        shot="初审-本人录入",
    )
    assert "不能再由您初审" in said
    clerk.leave()
    for _ in range(2):
        press(clerk.window, Qt.Key.Key_Z, CTRL)
        clerk.settle()
    clerk.go("代偿申请")
    assert clerk.lines() == []
    clerk.shot("代偿申请-空")


def file_the_claim(clerk: Clerk) -> None:
    clerk.sit_down(CLERK)
    clerk.go("贷款台账")
    clerk.open(CONTRACT)
    clerk.push("登记代偿申请")
    clerk.enter(
        {**CLAIM, "已交材料": clerk.offered("已交材料")[:4]},
        save="登记代偿申请",
        shot="登记代偿申请",
    )
    clerk.shows("尚不能受理")
    clerk.shot("代偿申请-缺材料")
    clerk.tab("材料")
    for line in clerk.lines("材料清单"):
        if "未交" in line:
            clerk.choose(line.split("　")[0], "材料清单")
            press(clerk.table("材料清单").grid, Qt.Key.Key_Space)
            clerk.settle()
    clerk.shot("代偿申请-材料")
    clerk.push("受理")
    clerk.shows("不能由本人初审")
    clerk.push("初审")
    assert "复核" in clerk.refused(
        {"符合的不良认定条件": clerk.offered("符合的不良认定条件")}, save="提交初审结果"
    )
    clerk.leave()


def review_the_claim(clerk: Clerk) -> None:
    clerk.on("2023-08-10")
    clerk.sit_down(REVIEWER)
    clerk.go("首页")
    clerk.open("等待初审")
    clerk.push("初审")
    clerk.enter(
        {
            "符合的不良认定条件": clerk.offered("符合的不良认定条件"),
            "初审意见": "经核对，贷款在名录有效期内发放，展期手续完备，约定期限内利息已付清，本金未还，"
            "符合不良认定条件，建议提请联席会议审议。",
        },
        save="提交初审结果",
        shot="代偿初审",
    )
    clerk.shows("等待上会", "6:4", "180,000.00", "120,000.00")
    clerk.shot("代偿卡片-待上会")
    clerk.tab("审核依据")
    clerk.shot("代偿卡片-审核依据")


# -- 五、联席会议 ---------------------------------------------------------------------------------------------


def hold_the_meeting(clerk: Clerk) -> None:
    clerk.on("2023-09-05")
    clerk.sit_down(CLERK)
    clerk.go("联席会议")
    clerk.tab("会议")
    clerk.shot("联席会议-空")
    clerk.push("召集会议")
    clerk.enter(
        {
            "会议日期": "2023-09-12",
            "会议时间": "下午2:30",
            "会议地点": "平湖市科学技术局三楼会议室",
            "主持人": "沈明远",
            "记录人": CLERK,
            "列席人员": "平湖农商银行周敏",
            "会议通知文号": "平科贷办〔2023〕3号",
            "会议通知日期": "2023-09-05",
            "报名截止日期": "2023-09-08",
        },
        save="召集会议",
        shot="召集会议",
    )
    sign_in(clerk)
    say_opinions(clerk)
    post_does_not_help_who_entered_it(clerk)
    clerk.sit_down(APPROVER)
    clerk.open("2023年第一次会议")
    clerk.push("登记决议")
    clerk.enter(
        {
            "认定意见": "该笔信用贷款符合科创贷款不良认定条件；鉴于借款人在约定贷款期限内已付清全部利息，"
            "核定本次风险损失为该笔贷款本金300,000.00元"
        },
        save="登记决议",
        shot="登记决议",
    )
    clerk.shows("会议决议：同意补偿")
    clerk.shot("会议-已决议")
    clerk.on("2023-09-15")
    clerk.sit_down(REVIEWER)
    clerk.open("2023年第一次会议")
    clerk.push("纪要定稿")
    clerk.enter(
        {
            "纪要编号": "〔2023〕1号",
            "纪要日期": "t",
            "分送单位": "联席会议各成员单位，平湖农商银行",
        },
        save="定稿",
        shot="纪要定稿",
    )
    clerk.shows("会议纪要已定稿：〔2023〕1号")
    clerk.shot("会议-已定稿")


def sign_in(clerk: Clerk) -> None:
    clerk.on("2023-09-12")
    clerk.tab("签到")
    clerk.shot("会议-签到")
    clerk.open("人才", "签到")
    clerk.enter({"姓名": "沈建国", "职务": "科长", "代会": "是"}, save="签到", shot="会议-代会")
    clerk.push("其余单位全部到会")
    clerk.choose("人行", "签到")
    press(clerk.table("签到").grid, Qt.Key.Key_Space)  # the bank has sent nobody
    clerk.settle()
    clerk.shows("√ 到会（代）", "沈建国", "未到")
    assert "6/7" in clerk.says()


def say_opinions(clerk: Clerk) -> None:
    clerk.tab("审议")
    clerk.choose("科技局", "各单位意见")
    for _ in range(3):
        press(clerk.table("各单位意见").grid, Qt.Key.Key_1)
        clerk.settle()
    clerk.push("其余同意")
    clerk.shows("同意6")
    clerk.shot("会议-审议")


def post_does_not_help_who_entered_it(clerk: Clerk) -> None:
    """The clerk is made an approver for a day, and is still not let decide on an own claim."""
    change_post(clerk, CLERK, "审批")
    clerk.sit_down(CLERK)
    clerk.open("2023年第一次会议")
    clerk.push("登记决议")
    said = clerk.refused({}, save="登记决议", shot="决议-本人录入")
    assert "由您录入" in said
    assert "另一位人员" in said
    clerk.leave()
    change_post(clerk, CLERK, "经办")


def change_post(clerk: Clerk, name: str, post: str) -> None:
    clerk.sit_down(ADMIN)
    clerk.go("人员与设置")
    clerk.choose(name)
    clerk.push("变更岗位")
    clerk.enter({"岗位": post}, save="变更人员")


# -- 六、兑付与追偿 ----------------------------------------------------------------------------------------------


def pay(clerk: Clerk) -> None:
    clerk.on("2023-09-20")
    clerk.sit_down(APPROVER)
    clerk.go("首页")
    clerk.open("待兑付 180,000.00 元")
    clerk.shot("待兑付")
    clerk.choose(FIRM, "待兑付")
    clerk.push("兑付")
    clerk.enter(
        {
            "兑付日期": "t",
            "兑付通知文号": "平科贷付〔2023〕1号",
            "付款凭证号": "ZF20230920001",
        },
        save="兑付风险补偿",
        shot="兑付",
    )
    clerk.shows("已兑付", "180,000.00", "4,820,000.00")
    clerk.shot("兑付卡片")


def print_the_papers(clerk: Clerk) -> None:
    clerk.come_back("兑付")
    save_paper(clerk, "兑付通知书")
    clerk.go("联席会议")
    clerk.open("2023年第一次会议")
    for paper in ("会议通知", "签到", "纪要"):
        save_paper(clerk, paper)
    clerk.tab("审议")
    clerk.push("查看代偿申请")
    for paper in ("风险代偿申请表", "初审意见表", "审批表"):
        save_paper(clerk, paper)
    clerk.go("贷款申请")
    clerk.open(FIRM)
    for paper in ("申请表", "推荐函"):
        save_paper(clerk, paper)
    clerk.go("文书与表单")
    clerk.shot("打印记录")


def save_paper(clerk: Clerk, name: str) -> None:
    """From the tab 文书 to a PDF on the disk."""
    clerk.tab("文书")
    clerk.choose(name, "文书")
    clerk.push("预览打印")
    clerk.wait(lambda: clerk.can_push("存为 PDF"))
    clerk.shot(f"文书-{name}")
    clerk.push("存为 PDF")
    clerk.wait(lambda: "已保存为" in clerk.notices())
    clerk.push("返回")


def recover(clerk: Clerk) -> None:
    clerk.on("2024-05-20")
    clerk.sit_down(REVIEWER)
    clerk.go("追偿")
    clerk.shot("追偿-空")
    clerk.push("登记追偿回收")
    clerk.enter(
        {
            "代偿申请": "dhznzb",
            "回收日期": "t",
            "回收金额": "5w",
            "追偿费用": "3000.50",
            "回收来源": "平湖市人民法院执行回款",
            "凭据号": "（2024）浙0482执123号",
        },
        save="登记追偿回收",
        shot="登记追偿回收",
    )
    clerk.shows("28,199.70")
    clerk.shot("追偿-分配依据")


def read_the_ledger(clerk: Clerk) -> None:
    clerk.go("资金池")
    clerk.shows("4,848,199.70", "180,000.00", "28,199.70")
    clerk.shot("资金池-明细账")
    clerk.push("打印明细账")
    clerk.shot("打印明细账-选年度")
    clerk.choose("2023年", "资金池明细账")
    clerk.push("预览打印")
    clerk.wait(lambda: clerk.can_push("存为 PDF"))
    clerk.push("存为 PDF")
    clerk.wait(lambda: "已保存为" in clerk.notices())
    clerk.shot("文书-明细账")
    clerk.push("返回")
    clerk.push("返回")


def see_who_did_what(clerk: Clerk) -> None:
    clerk.go("操作记录")
    by = {line.split("　")[2]: line for line in clerk.lines("操作记录")}
    assert {ADMIN, CLERK, REVIEWER, APPROVER} <= set(by)
    clerk.look_for("登记会议决议")
    (resolution,) = clerk.lines("操作记录")
    assert APPROVER in resolution
    clerk.choose("登记会议决议", "操作记录")
    clerk.shot("操作记录")


# -- 七、备份，重新打开 ------------------------------------------------------------------------------------------


def back_up(clerk: Clerk) -> None:
    """On demand, from the strip on top."""
    bench = clerk.window.bench
    assert bench is not None
    assert "还没有备份" in bench.facts.backup_warning
    clerk.click(bench.strip.backup)
    clerk.wait(lambda: "已核对" in bench.facts.backup)
    assert bench.facts.backup_warning == ""
    clerk.come_back("首页")
    clerk.shot("首页-备份之后")


def close(clerk: Clerk, office: Path) -> None:
    """The window closes with a backup of what was done since the last one."""
    (kept,) = (office / "backups").glob("*.kcbackup")
    clerk.go("首页")
    clerk.window.close()
    clerk.qtbot.waitUntil(clerk.window.isHidden)
    assert set((office / "backups").glob("*.kcbackup")) > {kept}


def open_again(clerk: Clerk) -> None:
    """The next day the office is the first on the start page, and stands as it was left."""
    clerk.clock.day = date(2024, 5, 21)
    clerk.start()
    clerk.shot("开始页-第二天")
    clerk.push("打开选中的")
    clerk.wait(lambda: clerk.dialog() is not None)
    clerk.shot("选择使用人")
    clerk.sit_down(CLERK)
    clerk.go("资金池")
    clerk.shows("4,848,199.70")


def check_the_office(office: Path, root: Path) -> None:
    """Another process finds nothing wrong with it."""
    checked = subprocess.run(
        [sys.executable, "-m", "kcdesk", "check", str(office)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def papers_say_what_was_decided(saved: list[Path]) -> None:
    papers = {path.stem: text_of(path) for path in saved if path.suffix == ".pdf"}
    assert len(papers) >= 9
    for word in ("审批表", "纪要", "兑付通知书"):
        (text,) = [text for name, text in papers.items() if word in name]
        for said in FUND_SHARE:
            assert said in text, f"{word} does not say {said}"


def text_of(paper: Path) -> str:
    """What a PDF says, without the breaks of its lines."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()
