"""A small office for the kit's tests: real commands and lines, kept in plain dictionaries.

It is the office the desk runs (ask, do, undo), without a database: what a screen must show is
decided here by a few lines of Python, not by recorded calls.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar

from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money

SECURITIES = (
    Option("credit", "信用"),
    Option("pledge", "质押"),
    Option("mortgage", "抵押"),
    Option("guarantee", "保证"),
)
CAP = Money.wan(1000)


@dataclass(frozen=True)
class Repayment:
    """还款计划的一行。"""

    label: ClassVar[str] = "还款"
    due_on: Annotated[date, Field("day", "到期日")]
    amount: Annotated[Money, Field("money", "应还本金", unit="元")]
    note: Annotated[str, Field("text", "备注")] = ""


@dataclass(frozen=True)
class DisburseLoan:
    """登记放款。"""

    label: ClassVar[str] = "登记放款"
    enterprise: Annotated[int, Field("record", "借款企业", of="enterprises")]
    contract_no: Annotated[str, Field("text", "合同号")]
    amount: Annotated[Money, Field("money", "贷款金额", unit="元")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date, Field("day", "到期日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    bank: Annotated[str, Field("code", "合作银行", source="banks")] = ""
    purpose: Annotated[str, Field("long_text", "用途")] = ""
    is_first: Annotated[bool, Field("flag", "首贷", hint="该企业第一次贷款")] = False
    plan: Annotated[tuple[Repayment, ...], Field("rows", "还款计划")] = ()


@dataclass(frozen=True)
class RegisterEnterprise:
    """登记企业。"""

    label: ClassVar[str] = "登记企业"
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    legal_rep_id: Annotated[str, Field("resident_id", "法定代表人身份证号")] = ""
    phone: Annotated[str, Field("phone", "联系电话")] = ""
    capital: Annotated[Money | None, Field("money", "注册资本", unit="万元")] = None
    share: Annotated[Any, Field("percent", "科研投入占比")] = None
    staff: Annotated[int | None, Field("whole", "职工人数")] = None
    kinds: Annotated[tuple[str, ...], Field("codes", "资质", source="kinds")] = ()
    secret: Annotated[str, Field("secret", "查询密码")] = ""


@dataclass(frozen=True)
class LoanLine:
    """贷款台账的一行。"""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "企业")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    amount: Annotated[Money, Field("money", "贷款金额", unit="万元")]
    outstanding: Annotated[Money, Field("money", "余额", unit="元")]
    due_on: Annotated[date | None, Field("day", "到期日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    bank: Annotated[str, Field("text", "合作银行")] = "平湖农商银行"


@dataclass(frozen=True)
class StepLine:
    """计算依据的一步。"""

    label: Annotated[str, Field("text", "步骤")]
    shown: Annotated[str, Field("text", "结果")]
    article: Annotated[str, Field("text", "依据")] = ""
    note: Annotated[str, Field("text", "说明")] = ""


@dataclass(frozen=True)
class LoanCard:
    """一笔贷款。"""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[int, Field("record", "借款企业", of="enterprises")]
    enterprise_name: Annotated[str, Field("text", "借款企业")]
    contract_no: Annotated[str, Field("text", "合同号")]
    amount: Annotated[Money, Field("money", "贷款金额")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date | None, Field("day", "到期日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    purpose: Annotated[str, Field("long_text", "用途")]
    is_overdue: Annotated[bool, Field("flag", "是否逾期")]
    repayments: Annotated[tuple[Repayment, ...], Field("rows", "还款记录")]
    trace: Annotated[tuple[StepLine, ...], Field("rows", "计算依据")]


@dataclass(frozen=True)
class EnterpriseLine:
    """找到的企业。"""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    initials: Annotated[str, Field("text", "拼音首字母")]


@dataclass(frozen=True)
class Ask:
    """A question, as the work floor's queries make them."""

    answer: Callable[[SmallOffice], Any]


@dataclass(frozen=True)
class Done:
    """What a command answers."""

    seq: int
    result: int | None
    touched: frozenset[str]
    summary: str


ENTERPRISES = (
    EnterpriseLine(1, "平湖市德能科技有限公司", "91330482MA28A0001U", "phsdnkjyxgs"),
    EnterpriseLine(2, "浙江当湖新材料股份有限公司", "91330482MA28A0002R", "zjdhxclgfyxgs"),
    EnterpriseLine(3, "嘉兴新埭精密机械有限公司", "91330482MA28A0003N", "jxxdjmjxyxgs"),
)
BANKS = (Option("rcb", "平湖农商银行"), Option("icbc", "工商银行平湖支行"))
KINDS = (
    Option("hi_tech", "高新技术企业"),
    Option("sme", "科技型中小企业"),
    Option("little_giant", "专精特新“小巨人”企业"),
    Option("rd_centre", "省级研发中心"),
)


@dataclass
class SmallOffice:
    """The office. Every call notes the thread it came on."""

    loans: dict[int, LoanLine] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)
    keys: dict[str, Done] = field(default_factory=dict)
    asked: list[Ask] = field(default_factory=list)
    journal: list[tuple[Done, dict[int, LoanLine]]] = field(default_factory=list)
    broken: BaseException | None = None
    gate: threading.Event | None = None
    is_closed: bool = False

    def ask(self, ask: Ask) -> Any:
        self._enter()
        self.asked.append(ask)
        return ask.answer(self)

    def do(self, command: Any, *, by: int, key: str = "") -> Done:
        self._enter()
        if key in self.keys:
            return self.keys[key]
        before = dict(self.loans)
        if isinstance(command, DisburseLoan):
            result: int | None = self._disburse(command)
            touched = frozenset({"loans"})
        else:
            result, touched = 1, frozenset({"enterprises"})
        done = Done(len(self.journal) + 1, result, touched, f"{command.label}（第{by}号）")
        self.journal.append((done, before))
        self.keys[key] = done
        return done

    def undo(self, seq: int, *, by: int, reason: str = "") -> Done:
        self._enter()
        done, before = self.journal[seq - 1]
        if seq != len(self.journal):
            raise Refusal.of("之后还有别的操作。", cure="请先撤销后面的操作。", code="undo.later")
        self.loans = dict(before)
        return replace(done, seq=len(self.journal) + 1, summary=f"已撤销：{done.summary}")

    def close(self) -> None:
        self.is_closed = True

    def _enter(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.broken is not None:
            broken, self.broken = self.broken, None
            raise broken

    def _disburse(self, command: DisburseLoan) -> int:
        problems = []
        if command.amount > CAP:
            problems.append(
                Problem("贷款金额超过上限。", "请减少金额。", "amount", ("PH-1",), "loan.over_cap")
            )
        if command.due_on <= command.disbursed_on:
            problems.append(Problem("到期日不晚于放款日。", "请核对。", "due_on"))
        if command.contract_no == "停用":
            problems.append(Problem("这家银行已暂停合作。", "请换一家银行。", "", ("PH-9",)))
        if problems:
            raise Refusal(*problems)
        ident = max(self.loans, default=0) + 1
        self.loans[ident] = LoanLine(
            ident,
            ENTERPRISES[command.enterprise - 1].name,
            ENTERPRISES[command.enterprise - 1].uscc,
            command.amount,
            command.amount,
            command.due_on,
            command.security,
        )
        return ident


def loan_lines(text: str = "") -> Ask:
    return Ask(lambda office: tuple(x for x in office.loans.values() if text in x.enterprise))


def find_enterprises(text: str = "") -> Ask:
    return Ask(
        lambda _office: tuple(
            x for x in ENTERPRISES if text in x.name or text in x.initials or x.uscc.endswith(text)
        )
    )


def enterprise_name(ident: int) -> Ask:
    return Ask(lambda _office: next((x for x in ENTERPRISES if x.id == ident), None))


def bank_options() -> Ask:
    return Ask(lambda _office: BANKS)


def kind_options() -> Ask:
    return Ask(lambda _office: KINDS)


def room_left(amount: Money) -> Ask:
    return Ask(lambda _office: CAP - amount)


def loan_card(ident: int) -> Ask:
    return Ask(lambda office: card_of(office.loans[ident]))


def card_of(line: LoanLine) -> LoanCard:
    return LoanCard(
        line.id,
        1,
        line.enterprise,
        "平农商（2021）第018号",
        line.amount,
        date(2021, 3, 25),
        line.due_on,
        line.security,
        "购买原材料，补充日常经营所需的流动资金。",
        True,
        (Repayment(date(2021, 9, 25), Money.wan(5)), Repayment(date(2021, 12, 25), Money.wan(5))),
        (
            StepLine("未还本金", "300,000.00元", "PH-6c", "取放款金额减已还本金"),
            StepLine("损失认定", "300,000.00元", "PH-6d"),
            StepLine("风险补偿金承担", "180,000.00元", "PH-6a、PH-6b", "合作银行承担其余部分"),
        ),
    )


def many_loans(count: int) -> tuple[LoanLine, ...]:
    """Lines enough to scroll; every seventh is without a day, every ninth repaid too much."""
    kinds = [o.value for o in SECURITIES]
    return tuple(
        LoanLine(
            i,
            f"平湖市第{i}号科技有限公司",
            f"91330482MA28A{i:04d}U"[-18:],
            Money(i * 1_000_000),
            Money(-i * 100) if i % 9 == 0 else Money(i * 50_000_000 // 7),
            None if i % 7 == 0 else date(2021 + i % 4, 1 + i % 12, 1 + i % 28),
            kinds[i % 4],
        )
        for i in range(1, count + 1)
    )


NOTHING = ZERO
DISK_FULL = Fault("磁盘已满。", code="disk.full")
