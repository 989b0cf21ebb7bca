"""What a programme can say: days of a year, working days, decisions, rates, lists of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kcdesk.domain.schemes.parts import Lasting, MilestoneOf, Party, Path, Sharing
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.showing import show_value
from kcdesk.kernel.days import HolidayTable, YearTable
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.packs.checks import case_problems, run_cases
from kcdesk.packs.schemes import head_of_text, read_pack
from tests.packs.small_pack import SMALL, edited

HOLIDAYS = HolidayTable(
    {
        2023: YearTable(
            holidays=frozenset(date(2023, 9, 29 + n) for n in range(2))
            | frozenset(date(2023, 10, n) for n in range(1, 7)),
            workdays=frozenset({date(2023, 10, 7), date(2023, 10, 8)}),
        )
    }
)

LISTS = """
[[class]]
code = "tech"
label = "科技创新型"
clauses = ["XX-1"]

[[class]]
code = "growing"
label = "高成长性科技"
clauses = ["XX-1"]

[[class]]
code = "listing"
label = "上市培育"
clauses = ["XX-1"]

[[incident]]
code = "fined"
label = "受行政处罚"
clauses = ["XX-1"]

[[product]]
code = "other"
label = "外省贷"
is_other_policy = true
clauses = ["XX-1"]

[[channel]]
code = "online"
label = "线上"
clauses = ["XX-1"]

[[application_material]]
code = "statement"
label = "财务报表"
clauses = ["XX-1"]

[[partner_requirement]]
code = "outlet"
label = "设有网点"
clauses = ["XX-1"]

[[milestone]]
code = "surveyed"
label = "尽职调查"
clauses = ["XX-1"]

[[milestone]]
code = "filed"
label = "备案"
of = "loan"
note = "放款后办理"
clauses = ["XX-1"]

[[parameter]]
name = "class_cap"
label = "分类额度"
kind = "money"
clock = ["loan.disbursed_on"]
key = "enterprise.classes"
clauses = ["XX-1"]
[[parameter.value]]
keys = ["tech"]
value = "600万元"
[[parameter.value]]
keys = ["growing"]
before = 2025-01-01
value = "1000万元"

[[parameter]]
name = "review_days"
label = "审查期限"
kind = "working_days"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
value = "15工作日"

[[parameter]]
name = "year_days"
label = "一年天数"
kind = "days"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
value = "360天"

[[parameter]]
name = "rate"
label = "补贴比例"
kind = "percent"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
value = "50%"

[[parameter]]
name = "months"
label = "月数"
kind = "months"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
value = "3年"

[[parameter]]
name = "twice"
label = "翻番次数"
kind = "count"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
value = "2次"
"""


def made(steps: str, **facts: object) -> object:
    """What the last step of a sum over a disbursed loan makes."""
    text = (
        SMALL + LISTS + '\n[[sum]]\nid = "tried"\nlabel = "试算"\nevent = "subsidy"\n'
        f'[[sum.step]]\nas = "got"\nlabel = "结果"\n{steps}\n'
    )
    scheme = replace(read_pack(text, "小方案").scheme, holidays=HOLIDAYS)
    given = {
        "loan.disbursed_on": date(2023, 9, 18),
        **{k.replace("__", "."): v for k, v in facts.items()},
    }
    return scheme.compute("tried", given).values["got"]


def refused(text: str) -> str:
    with pytest.raises(Refusal) as caught:
        read_pack(text, "小方案")
    return "".join(str(p) for p in caught.value.problems)


def slip(steps: str) -> str:
    return refused(
        SMALL + LISTS + '\n[[sum]]\nid = "tried"\nlabel = "试算"\nevent = "subsidy"\n'
        f'[[sum.step]]\nas = "got"\nlabel = "结果"\n{steps}\n'
    )


class TestDays:
    def test_fifteen_working_days_over_a_golden_week(self) -> None:
        assert made('working_days_after = ["loan.disbursed_on", "parameter:review_days"]') == date(
            2023, 10, 13
        )

    def test_a_year_without_an_arrangement_is_refused_never_counted_as_weekdays(self) -> None:
        with pytest.raises(Refusal) as caught:
            made(
                'working_days_after = ["loan.disbursed_on", "parameter:review_days"]',
                loan__disbursed_on=date(2023, 12, 25),
            )
        assert caught.value.problems[0].code == "calendar.year_missing"

    def test_a_day_off_moves_to_the_next_working_day(self) -> None:
        off = made('working_day_from = ["loan.disbursed_on"]', loan__disbursed_on=date(2023, 10, 1))
        assert off == date(2023, 10, 7)
        assert made('working_day_from = ["loan.disbursed_on"]') == date(2023, 9, 18)

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (date(2021, 3, 20), date(2022, 2, 28)),
            (date(2023, 5, 4), date(2024, 2, 29)),
            (date(2022, 1, 10), date(2023, 2, 28)),
        ],
    )
    def test_to_the_end_of_february_next_year(self, start: date, end: date) -> None:
        step = 'on_date = ["loan.disbursed_on"]\nyears = 1\nmonth = 2\nday = 31'
        assert made(step, loan__disbursed_on=start) == end

    def test_the_first_day_of_last_year(self) -> None:
        assert made('on_date = ["loan.disbursed_on"]\nyears = -1') == date(2022, 1, 1)

    def test_months_and_days_back(self) -> None:
        assert made('months_before = ["loan.disbursed_on", "parameter:months"]') == date(
            2020, 9, 18
        )
        assert made(
            'days_before = ["loan.disbursed_on", "loan.term_days"]', loan__term_days=18
        ) == date(2023, 8, 31)

    def test_slips(self) -> None:
        assert "“working_days_after”要的是工作日数" in slip(
            'working_days_after = ["loan.disbursed_on", "loan.term_days"]'
        )
        assert "“on_date”不能这样用" in slip('on_date = ["loan.amount"]')
        assert "“working_day_from”不能这样用" in slip(
            'working_day_from = ["loan.disbursed_on", "loan.due_on"]'
        )
        assert "没有这样的月、日" in slip('on_date = ["loan.disbursed_on"]\nmonth = 13')
        assert "没有这样的月、日" in slip('on_date = ["loan.disbursed_on"]\nday = 0')
        assert "应当写整数" in slip('on_date = ["loan.disbursed_on"]\nyears = "一年"')


class TestFigures:
    def test_interest_subsidy_is_rounded_once(self) -> None:
        """money.md B13: 1,000,000 × 3.45% × 365/360 × 50%."""
        step = (
            'share = ["loan.amount", "loan.rate", "parameter:rate"]\nrounding = "half_up"\n'
            'over = ["loan.term_days", "parameter:year_days"]'
        )
        subsidy = made(
            step,
            loan__amount=Money.wan("100"),
            loan__rate=Fraction(345, 10000),
            loan__term_days=365,
        )
        assert subsidy == Money.yuan("17489.58")

    def test_share_over_slips(self) -> None:
        share = 'share = ["loan.amount", "loan.rate"]\nrounding = "down"\n'
        assert "要写两项" in slip(share + 'over = ["loan.term_days"]')
        assert "单位不同" in slip(share + 'over = ["loan.term_days", "loan.term_months"]')

    def test_ratio_is_exact_and_of_nothing_is_no_rate(self) -> None:
        third = made(
            'ratio = ["loan.interest_paid", "loan.amount"]',
            loan__interest_paid=Money(1),
            loan__amount=Money(3),
        )
        assert third == Fraction(1, 3)
        none = made(
            'ratio = ["loan.interest_paid", "loan.amount"]',
            loan__interest_paid=Money(1),
            loan__amount=Money(0),
        )
        assert none == 0

    def test_prorate_by_months(self) -> None:
        step = 'prorate = ["loan.amount", "loan.term_months", "parameter:months"]\nrounding = "half_up"'
        assert made(step, loan__amount=Money.wan("3.6"), loan__term_months=18) == Money.wan("1.8")

    def test_doubled_twice_is_four_times(self) -> None:
        assert made(
            'doubled = ["loan.amount", "parameter:twice"]', loan__amount=Money.wan("50")
        ) == Money.wan("200")
        assert made('doubled = ["loan.term_days", "parameter:twice"]', loan__term_days=3) == 12

    def test_rates_add_up_and_never_below_nothing(self) -> None:
        rates = {"loan__rate": Fraction(345, 10000), "loan__lpr": Fraction(5, 1000)}
        assert made('plus = ["loan.rate", "loan.lpr"]', **rates) == Fraction(395, 10000)
        assert made('minus = ["loan.lpr", "loan.rate"]', **rates) == 0

    def test_counted(self) -> None:
        assert made('counted = ["loan.products"]', loan__products=frozenset({"other"})) == 1

    def test_the_highest_cap_of_several_classes(self) -> None:
        step = 'most = ["enterprise.classes", "parameter:class_cap"]'
        both = frozenset({"tech", "growing"})
        assert made(step, enterprise__classes=both) == Money.wan("1000")
        later = made(step, enterprise__classes=both, loan__disbursed_on=date(2025, 1, 1))
        assert later == Money.wan("600")

    @pytest.mark.parametrize("classes", [frozenset(), frozenset({"listing"})])
    def test_a_class_without_a_cap_is_refused(self, classes: frozenset[str]) -> None:
        with pytest.raises(Refusal, match="方案没有规定对应的“分类额度”") as caught:
            made(
                'most = ["enterprise.classes", "parameter:class_cap"]', enterprise__classes=classes
            )
        assert caught.value.problems[0].field == "classes"

    def test_an_open_day_is_told_as_open(self) -> None:
        text = edited(
            ('["growing"]\nbefore = 2025-01-01', '["growing"]\nbefore = "blank:start_on"'),
            text=SMALL + LISTS,
        )
        text += (
            '\n[[sum]]\nid = "tried"\nlabel = "试算"\nevent = "subsidy"\n[[sum.step]]\nas = "got"\n'
            'label = "结果"\nmost = ["enterprise.classes", "parameter:class_cap"]\n'
        )
        with pytest.raises(Refusal) as caught:
            read_pack(text).scheme.compute(
                "tried",
                {
                    "loan.disbursed_on": date(2024, 1, 1),
                    "enterprise.classes": frozenset({"growing"}),
                },
            )
        assert caught.value.problems[0].code == "scheme.value_missing"

    def test_most_slips(self) -> None:
        assert "第二项要用按“enterprise.classes”取值的参数" in slip(
            'most = ["enterprise.classes", "parameter:cap"]'
        )
        assert "没有参数“class_cap”所依的" not in slip(
            'most = ["loan.products", "parameter:class_cap"]'
        )


class TestDecisions:
    ROWS = """decide = true
[[sum.step.rows]]
when.is_true = "bank.is_tech"
text = "按原政策执行"
[[sum.step.rows]]
when = [{ is_false = "bank.is_tech" }, { has_any = ["loan.products", "other"] }]
text = "另行办理"
[[sum.step.rows]]
text = "不再补贴"
"""

    @pytest.mark.parametrize(
        ("is_tech", "products", "said"),
        [
            (True, frozenset(), "按原政策执行"),
            (False, frozenset({"other"}), "另行办理"),
            (False, frozenset(), "不再补贴"),
        ],
    )
    def test_the_first_row_that_holds(
        self, is_tech: bool, products: frozenset[str], said: str
    ) -> None:
        assert made(self.ROWS, bank__is_tech=is_tech, loan__products=products) == said

    def test_a_row_may_take_a_figure(self) -> None:
        rows = (
            'decide = true\n[[sum.step.rows]]\nwhen.is_true = "bank.is_tech"\ntake = "loan.amount"\n'
            '[[sum.step.rows]]\ntake = "loan.interest_paid"\n'
        )
        got = made(rows, bank__is_tech=False, loan__amount=Money(5), loan__interest_paid=Money(3))
        assert got == Money(3)

    def test_slips(self) -> None:
        last = 'decide = true\n[[sum.step.rows]]\nwhen.is_true = "bank.is_tech"\ntext = "是"\n'
        assert "最后一行不写条件，其余各行都要写" in slip(last)
        mixed = last + '[[sum.step.rows]]\ntake = "loan.amount"\n'
        assert "“decide”两边的类型不同" in slip(mixed)
        unknown = last + '[[sum.step.rows]]\ntake = "loan.sum"\n'
        assert "没有名为“loan.sum”的事实" in slip(unknown)


class TestTests:
    def judged(self, test: str, **facts: object) -> bool:
        text = (
            SMALL
            + LISTS
            + '\n[[condition]]\nid = "tried"\nlabel = "试试"\nevents = ["disbursement"]\n'
            f'{test}\nmessage = "不行。"\ncure = "请核对。"\nclauses = ["XX-1"]\n'
        )
        scheme = read_pack(text, "小方案").scheme
        given = {k.replace("__", "."): v for k, v in facts.items()}
        codes = {p.code for p in scheme.check("disbursement", given).refusals}
        return "scheme.tried" not in codes

    def test_the_region_starts_with_the_county(self) -> None:
        test = 'test.starts_with = ["enterprise.region_code", "420281"]'
        assert self.judged(test, enterprise__region_code="420281")
        assert not self.judged(test, enterprise__region_code="420222")

    def test_missing_and_filled(self) -> None:
        assert self.judged('test.missing = "loan.rate"')
        assert not self.judged('test.missing = "loan.rate"', loan__rate=Fraction(1, 100))
        assert not self.judged('test.filled = "loan.special_reason"', loan__special_reason="")
        assert self.judged('test.filled = "loan.special_reason"', loan__special_reason="研发周期长")

    def test_equals(self) -> None:
        test = 'test.equals = ["loan.amount", "enterprise.bank_line"]'
        assert self.judged(test, loan__amount=Money(1), enterprise__bank_line=Money(1))
        assert not self.judged(test, loan__amount=Money(1), enterprise__bank_line=Money(2))

    def test_none_of_the_codes(self) -> None:
        test = 'test.has_none = ["loan.products", "other"]'
        assert self.judged(test, loan__products=frozenset())
        assert not self.judged(test, loan__products=frozenset({"other"}))

    def test_not_one_of(self) -> None:
        test = 'test.not_one_of = ["loan.kind", "renewal"]'
        assert self.judged(test, loan__kind="new")
        assert not self.judged(test, loan__kind="renewal")

    def test_several_preconditions_must_all_hold(self) -> None:
        test = (
            'when = [{ is_true = "bank.is_tech" }, { one_of = ["loan.kind", "new"] }]\n'
            'test.is_true = "bank.is_partner"'
        )
        ruled = {"bank__is_partner": False, "loan__kind": "new"}
        assert not self.judged(test, bank__is_tech=True, **ruled)
        assert self.judged(test, bank__is_tech=False, **ruled)

    def test_what_is_not_known_cannot_be_judged(self) -> None:
        text = (
            SMALL
            + LISTS
            + '\n[[condition]]\nid = "tried"\nlabel = "试试"\nevents = ["disbursement"]\n'
            'test.at_least = ["enterprise.staff", "enterprise.number_year"]\nmessage = "不行。"\n'
            'cure = "请核对。"\nclauses = ["XX-1"]\n'
        )
        assert "两边的单位不同" in refused(text)
        open_ = read_pack(text.replace("number_year", "staff")).scheme.check("disbursement", {})
        assert any("“上年职工人数”没有填写" in p.message for p in open_.refusals)

    def test_a_beginning_must_be_written(self) -> None:
        text = (
            SMALL + '\n[[condition]]\nid = "tried"\nlabel = "试试"\nevents = ["disbursement"]\n'
            'test.starts_with = ["enterprise.region_code"]\nmessage = "不行。"\n'
            'cure = "请核对。"\nclauses = ["XX-1"]\n'
        )
        assert "后面要写开头的文字" in refused(text)


class TestLists:
    def scheme(self) -> Scheme:
        return read_pack(SMALL + LISTS).scheme

    def test_lists_of_a_pack_are_the_options_of_its_facts(self) -> None:
        scheme = self.scheme()
        assert [c.label for c in scheme.classes.values()] == [
            "科技创新型",
            "高成长性科技",
            "上市培育",
        ]
        assert scheme.products["other"].is_other_policy
        assert scheme.milestones["filed"].of is MilestoneOf.LOAN
        assert scheme.listed_codes("application_materials") == {"statement"}
        assert scheme.listed_codes("partner_requirements") == {"outlet"}
        assert list(scheme.incidents) == ["fined"]
        assert list(scheme.channels) == ["online"]

    def test_a_milestone_is_a_day_that_conditions_may_ask_for(self) -> None:
        text = (
            SMALL + LISTS + '\n[[condition]]\nid = "surveyed"\nlabel = "先尽职调查"\n'
            'events = ["disbursement"]\n'
            'test.at_most = ["milestone.surveyed", "loan.disbursed_on"]\n'
            'message = "放款早于尽职调查。"\ncure = "请核对。"\nclauses = ["XX-1"]\n'
        )
        scheme = read_pack(text).scheme
        late = {"milestone.surveyed": date(2021, 3, 10), "loan.disbursed_on": date(2021, 3, 9)}
        assert "scheme.surveyed" in {p.code for p in scheme.check("disbursement", late).refusals}
        same = {**late, "loan.disbursed_on": date(2021, 3, 10)}
        assert "scheme.surveyed" not in {
            p.code for p in scheme.check("disbursement", same).refusals
        }

    @pytest.mark.parametrize(
        ("lasts", "until"),
        [
            ("36个月", date(2023, 6, 14)),
            ("3年", date(2023, 6, 14)),
            ("当年末", date(2020, 12, 31)),
            ("次年末", date(2021, 12, 31)),
        ],
    )
    def test_how_long_a_qualification_lasts(self, lasts: str, until: date) -> None:
        text = edited(
            ('code = "gazelle"\n', f'code = "gazelle"\nlasts = "{lasts}"\npath = "review"\n')
        )
        kind = read_pack(text).scheme.qualifications["gazelle"]
        assert kind.lasts is not None
        assert kind.lasts.until(date(2020, 6, 15)) == until
        assert kind.path is Path.REVIEW
        assert (kind.path.label, Path.DIRECT.label) == ("审核后纳入", "直接纳入")

    def test_lasting_slips(self) -> None:
        assert "“三年”的写法不对" in refused(
            edited(('code = "gazelle"\n', 'code = "gazelle"\nlasts = "三年"\n'))
        )
        assert Lasting(years=1).until(date(2019, 12, 31)) == date(2020, 12, 31)

    def test_who_keeps_a_recorded_clause_must_be_said(self) -> None:
        text = edited(('kept = "text only"\nwhy = "没有要办的事"', 'kept = "recorded"'))
        assert "“XX-3”写着“登记留痕”，但没有写由哪项业务落实" in refused(text)
        said = edited(
            ('kept = "text only"\nwhy = "没有要办的事"', 'kept = "recorded"\nby = ["file_claim"]')
        )
        assert read_pack(said).scheme.clauses["XX-3"].by == ("file_claim",)


class TestHeads:
    def test_the_head_of_a_text_is_read_wherever_it_stands(self) -> None:
        told = {"id": "small", "title": "小县科创贷", "region": "小县"}
        assert head_of_text(SMALL) == told
        head, _, rest = SMALL.partition("[[document]]")
        assert head_of_text(f"[[document]]{rest}\n{head}") == told


class TestAgreements:
    TEXT = edited(
        ('split = ["loss", "parameter:sharing"]', 'split = ["loss", "agreement.sharing"]'),
        text=SMALL
        + """
[[case]]
id = "by_agreement"
title = "按协议分担"
shows = ["XX-2"]
sum = "loss"
facts = { "claim.principal" = "100元", "agreement.sharing" = { value = "5:3:2", parties = ["fund", "bank", "guarantor"] } }
gives = { "shares.fund" = "50元", "shares.bank" = "30元", "shares.guarantor" = "20元" }
""",
    )

    def test_a_loss_is_split_as_the_agreement_says(self) -> None:
        pack = read_pack(self.TEXT)
        assert [r.problems for r in run_cases(pack)] == [(), ()]
        assert case_problems(pack, HOLIDAYS) == ()

    def test_without_an_agreement_nothing_is_guessed(self) -> None:
        with pytest.raises(Refusal, match="“协议分担比例”没有填写"):
            read_pack(self.TEXT).scheme.compute("loss", {"claim.principal": Money(100)})

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('"5:3:2"', '"5:3"', "比例的份数与承担方不同"),
            ('["fund", "bank", "guarantor"]', '["fund", "bunk"]', "承担方要写成代码的列表"),
            ('"5:3:2"', '"五三二"', "不是分担比例"),
        ],
    )
    def test_slips(self, old: str, new: str, said: str) -> None:
        assert said in refused(edited((old, new), text=self.TEXT))

    def test_a_ratio_is_laid_down_not_computed(self) -> None:
        text = edited(
            ('split = ["loss", "agreement.sharing"]', 'split = ["loss", "ratio"]'),
            (
                '[[sum.step]]\nas = "shares"',
                (
                    '[[sum.step]]\nas = "ratio"\nlabel = "比例"\ntake = "agreement.sharing"\n'
                    '[[sum.step]]\nas = "shares"'
                ),
            ),
            text=self.TEXT,
        )
        assert "分担比例要用参数、协议分担比例或留白" in refused(text)

    def test_a_ratio_is_never_shown_without_its_parties(self) -> None:
        sharing = Sharing((6, 4), (Party.FUND, Party.BANK))
        assert show_value(sharing, Field("weights", "")) == "6:4（风险补偿金、合作机构）"
        with pytest.raises(ValueError, match="every weight has its party"):
            Sharing((6, 4), (Party.FUND,))


REQUIREMENTS = """
[[partner_requirement]]
code = "outlet"
label = "本地网点"
of = "bank"
clauses = ["XX-1"]

[[partner_requirement]]
code = "staff"
label = "专门人员"
of = "guarantor"
clauses = ["XX-1"]

[[partner_requirement]]
code = "record"
label = "无处罚"
clauses = ["XX-1"]

[[condition]]
id = "requirements"
label = "合作条件"
events = ["agreement"]
test.has_all = ["partner.ticks", "partner_requirements"]
field = "partner.ticks"
message = "还缺{missing}。"
cure = "请补齐。"
clauses = ["XX-1"]
"""


class TestPartnerRequirements:
    @pytest.mark.parametrize(
        ("kind", "missing"),
        [("bank", "本地网点"), ("guarantor", "专门人员"), ("reguarantor", None)],
    )
    def test_each_kind_is_asked_for_its_own(self, kind: str, missing: str | None) -> None:
        scheme = read_pack(SMALL + REQUIREMENTS).scheme
        facts = {"partner.kind": kind, "partner.ticks": frozenset({"record"})}
        told = [p.message for p in scheme.check("agreement", facts).refusals]
        assert told == ([] if missing is None else [f"还缺{missing}。"])

    def test_of_whom_is_one_of_three(self) -> None:
        with pytest.raises(Refusal, match="是不是“bank”"):
            read_pack(SMALL + REQUIREMENTS.replace('of = "bank"', 'of = "banks"'))

    def test_other_lists_are_asked_of_everybody(self) -> None:
        text = edited(('code = "form"\n', 'code = "form"\nof = "bank"\n'))
        with pytest.raises(Refusal, match="of"):
            read_pack(text)


UNTIL = """
[[sum]]
id = "agreement_until"
label = "协议到期日"
event = "agreement"
[[sum.step]]
as = "until"
label = "协议到期日"
take = "agreement.from_on"
"""


class TestAgreementUntil:
    def test_a_programme_may_say_how_long_agreements_run(self) -> None:
        spec = read_pack(SMALL + UNTIL).scheme.sums["agreement_until"]
        assert spec.steps[-1].field.kind == "day"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("agreement.from_on", "agreement.line"),
            ('"agreement"\n[[', '"deposit_draw"\n[['),
        ],
    )
    def test_it_ends_in_a_day_and_is_of_the_signing(self, old: str, new: str) -> None:
        text = UNTIL.replace(old, new).replace(
            '"agreement.from_on"', '"deposit.on"' if "deposit" in new else '"agreement.from_on"'
        )
        with pytest.raises(Refusal, match="最后一步应当得出日期"):
            read_pack(SMALL + text)


def test_the_office_may_choose_how_a_short_pool_is_shared() -> None:
    blank = edited(('options_of = "result_rule"', 'options_of = "queue_method"')).replace(
        'reading = "majority"', 'reading = "pro_rata"'
    )
    text = blank.replace('rule = "blank:rule"', 'rule = "unanimous"')
    options = read_pack(text).scheme.blanks["rule"].field.options
    assert [o.value for o in options] == ["first_come", "pro_rata"]
