"""The tabs that say what a programme may ask of a firm: figures, classes, records, opinions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from kcdesk.domain.enterprises import BAN_KINDS, LEGAL_FORMS, SIZES
from kcdesk.kernel.kinds import Field, Option, slots_of
from kcdesk.ui.kit import Action, Empty, Group, ListPage, Screen, Table
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels import TablePanel
from kcdesk.work.commands.enterprises.bans import (
    LiftIncident,
    RecordBan,
    RecordIncident,
    ReleaseBan,
)
from kcdesk.work.commands.enterprises.classes import EndClass, RecordClass
from kcdesk.work.commands.enterprises.profiles import RecordFigures, ReviseProfile
from kcdesk.work.commands.meetings import OpenOpinionRound, RecordRoundOpinion
from kcdesk.work.queries.enterprises.standing import (
    ClassLine,
    EnterpriseStanding,
    FigureLine,
    enterprise_standing,
)
from kcdesk.work.queries.meetings import (
    OpinionRoundLine,
    RoundOpinionLine,
    opinion_rounds,
    round_opinions,
)


class StandingPanel(TablePanel):
    """A tab filled from what is known of the firm today."""

    def __init__(self, screen: Screen, enterprise: int, line_type: type, **options: Any) -> None:
        self.enterprise = enterprise
        super().__init__(screen, line_type, **options)
        self.table.opened.connect(lambda _ident: None)

    def question(self) -> Any:
        return enterprise_standing(enterprise=self.enterprise)

    def enter(self, command: type, **options: Any) -> None:
        """An entry about this firm."""
        options.setdefault("values", {"enterprise": self.enterprise})
        options.setdefault("hidden", ("enterprise",))
        self.home.edit(command, **options)


def word(options: tuple[Option, ...], value: str) -> str:
    """The label of a value; nothing for none."""
    return next((o.label for o in options if o.value == value), "")


class FigurePanel(StandingPanel):
    """指标: how the firm is classified above, its years below."""

    title = "指标"
    picture = "note"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._card: EnterpriseStanding | None = None
        super().__init__(
            screen,
            enterprise,
            FigureLine,
            name="enterprise.figures",
            unit="年",
            actions=(
                Action("登记年度指标(A)", self.record, icon="add", key="Ins"),
                Action("更正(G)", self.correct, icon="edit", for_line=True),
                Action("登记分类信息(F)", self.classify, icon="edit"),
            ),
            empty=Empty(
                "还没有年度指标。",
                "方案核对上年职工人数、营业收入、资产总额和企业划型的，要登记上年的指标。",
                "登记年度指标(A)",
                self.record,
            ),
        )
        self.table.opened.connect(lambda _ident: self.correct(self.table.line()))
        self.about = plain_label("", select=True)
        self.column.insertWidget(1, self.about)

    def show_answer(self, answer: EnterpriseStanding) -> None:
        self._card = answer
        self.about.setText("　".join(f"{label}：{said}" for label, said in told(answer)))
        super().show_answer(answer.figures)

    def record(self) -> None:
        """登记年度指标 of the year before this one; once it is there, of any other."""
        year = self.home.place.sources.today().year - 1
        known = () if self._card is None else self._card.figures
        self.enter(
            RecordFigures,
            values={
                "enterprise": self.enterprise,
                **({} if any(f.year == year for f in known) else {"year": year}),
            },
            explain="不知道的指标空着，程序不猜。已经登记过的年度，选中它按“更正(G)”。",
        )

    def correct(self, line: FigureLine | None) -> None:
        """登记年度指标 of this year again, with what is known put in."""
        if line is None:
            return
        names = (slot.name for slot in slots_of(FigureLine) if slot.name != "id")
        self.enter(
            RecordFigures,
            title=f"更正年度指标：{line.year}年",
            values={"enterprise": self.enterprise, **{n: getattr(line, n) for n in names}},
            locked=("year",),
            save_label="更正",
        )

    def classify(self) -> None:
        """登记分类信息, with the region that the credit code names put forward."""
        card = self._card
        if card is None:
            return
        told_now = {
            name: getattr(card, name)
            for name in ("legal_form", "size_industry", "chain", "park", "tags")
        }
        region = card.region_code or card.proposed_region_code
        self.enter(
            ReviseProfile,
            values={"enterprise": self.enterprise, "region_code": region, **told_now},
            groups=(
                Group("注册与划型", ("region_code", "legal_form", "size_industry")),
                Group("产业与标签", ("chain", "park", "tags")),
            ),
            explain="区划代码先按信用代码第3至8位填好，与营业执照不一致的请改正。",
        )


def told(card: EnterpriseStanding) -> list[tuple[str, str]]:
    """What is said above the figures; what nobody has entered reads 未登记."""
    number = "" if card.number_year is None else f"{card.number_year}年"
    pairs = [
        ("区划代码", card.region_code),
        ("主体形式", word(LEGAL_FORMS, card.legal_form)),
        ("划型行业", card.industry),
        ("企业划型", word(SIZES, card.size)),
    ]
    more = [
        ("编号年度", number),
        ("产业链", card.chain),
        ("园区", card.park),
        ("标签", card.tags),
        ("待审核资质", card.unreviewed),
    ]
    return [(label, said or "未登记") for label, said in pairs] + [p for p in more if p[1]]


class ClassPanel(StandingPanel):
    """类别: recognised, ended."""

    title = "类别"
    picture = "ok"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        super().__init__(
            screen,
            enterprise,
            ClassLine,
            name="enterprise.classes",
            unit="项",
            actions=(
                Action("登记企业类别(A)", self.record, icon="add", key="Ins"),
                Action("终止企业类别(T)", self.end, for_line=True, may=lambda c: c.is_live),
            ),
            empty=Empty(
                "还没有登记企业类别。",
                "方案按类别定额度的，按认定文件登记；可以同时属于几类。",
                "登记企业类别(A)",
                self.record,
            ),
        )

    def show_answer(self, answer: EnterpriseStanding) -> None:
        super().show_answer(answer.classes)

    def record(self) -> None:
        """登记企业类别。"""
        self.enter(RecordClass)

    def end(self, line: ClassLine) -> None:
        """终止企业类别。"""
        self.enter(
            EndClass,
            title=f"终止企业类别：{line.kind}",
            values={"enterprise_class": line.id},
            hidden=("enterprise_class",),
            explain="填最后有效的一天。已发放的贷款不受影响。",
            save_label="终止",
        )


@dataclass(frozen=True)
class AgainstLine:
    """An incident or a ban, in one list."""

    id: Annotated[int, Field("whole", "序号")]
    record: Annotated[int, Field("whole", "编号")]
    is_ban: Annotated[bool, Field("flag", "禁入")]
    what: Annotated[str, Field("text", "记录")]
    since_on: Annotated[date, Field("day", "日期")]
    document_no: Annotated[str, Field("text", "来源或依据文号")]
    note: Annotated[str, Field("long_text", "情况说明")]
    is_open: Annotated[bool, Field("flag", "未解除")]
    over_on: Annotated[date | None, Field("day", "解除日期")]
    over_document_no: Annotated[str, Field("text", "解除文号")]


class AgainstPanel(StandingPanel):
    """不良与禁入: incidents, and bans that only a decision releases."""

    title = "不良与禁入"
    picture = "warning"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        super().__init__(
            screen,
            enterprise,
            AgainstLine,
            columns=(
                "what", "since_on", "is_open", "document_no", "note", "over_on", "over_document_no",
            ),
            name="enterprise.against",
            unit="条",
            actions=(
                Action("登记不良记录(A)", self.record_incident, icon="add", key="Ins"),
                Action("列入禁入名单(K)", self.record_ban, icon="warning"),
                Action("解除(T)", self.end, for_line=True, may=lambda x: x.is_open),
            ),
            empty=Empty("没有不良记录，也没有禁入。"),
        )  # fmt: skip

    def show_answer(self, answer: EnterpriseStanding) -> None:
        bans = [
            (x.id, True, f"禁入：{word(BAN_KINDS, x.kind)}", x.from_on, x.document_no, x.reason,
             x.is_in_force, x.released_on, x.release_document_no)
            for x in answer.bans
        ]  # fmt: skip
        incidents = [
            (x.id, False, x.kind, x.happened_on, x.document_no, x.note, x.is_open, x.lifted_on,
             x.lift_document_no)
            for x in answer.incidents
        ]  # fmt: skip
        lines = tuple(AgainstLine(n, *x) for n, x in enumerate([*bans, *incidents], 1))
        super().show_answer(lines)

    def record_incident(self) -> None:
        """登记不良记录。"""
        self.enter(RecordIncident)

    def record_ban(self) -> None:
        """列入禁入名单。"""
        self.enter(
            RecordBan,
            save_label="列入禁入名单",
            explain="由复核人员办理。禁入后不能纳入名录库，只有经决定才能解除。",
        )

    def end(self, line: AgainstLine) -> None:
        """解除, by a document."""
        if line.is_ban:
            self.enter(
                ReleaseBan,
                title=f"解除{line.what}",
                values={"ban": line.record},
                hidden=("ban",),
                explain="由审批人员按决定办理。",
                save_label="解除禁入",
            )
        else:
            self.enter(
                LiftIncident,
                title=f"解除不良记录：{line.what}",
                values={"incident": line.record},
                hidden=("incident",),
                explain="发生过的记录仍然保留，按年限核对的条件还会用到。",
                save_label="解除",
            )


class RoundPanel(TablePanel):
    """征询: rounds on the firm; Enter opens what each unit said."""

    title = "征询"
    picture = "meeting"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            OpinionRoundLine,
            columns=("opened_on", "matter", "reply_by_on", "result", "counted", "text"),
            name="enterprise.rounds",
            unit="次",
            actions=(
                Action("发起线上征询(A)", self.begin, icon="add", key="Ins"),
                Action("登记线上意见(Y)", self.open_line, icon="edit", for_line=True),
            ),
            empty=Empty(
                "没有征询过成员单位的意见。",
                "没有资质、确有需要的企业，由成员单位线上审核，按方案的表决规则计票。",
                "发起线上征询(A)",
                self.begin,
            ),
        )
        self.table.opened.connect(lambda _ident: self.open_line(self.table.line()))

    def question(self) -> Any:
        return opinion_rounds(enterprise=self._enterprise)

    def begin(self) -> None:
        """发起线上征询 about this firm, all units asked."""
        self.home.edit(
            OpenOpinionRound,
            values={
                "enterprise": self._enterprise,
                "opened_on": self.home.place.sources.today(),
            },
            hidden=("enterprise", "application", "units"),
            save_label="发起",
            explain="全体现任成员单位都要表态；到期没有表态的，按方案计作未表态。",
        )

    def open_line(self, line: OpinionRoundLine | None) -> None:
        """What each unit said."""
        if line is not None:
            self.home.push(RoundPage(self.home, line.id), "线上意见")


class RoundPage(ListPage):
    """The units asked in a round; Enter records what one says."""

    def __init__(self, screen: Screen, round_id: int) -> None:
        self._screen = screen
        table = Table(
            RoundOpinionLine,
            columns=("unit_name", "choice", "given_on", "name", "text"),
            actions=(Action("登记线上意见(Y)", self.record, icon="edit", for_line=True),),
            may_filter=False,
            freeze=False,
            label="线上意见",
            name="enterprise.round",
            settings=screen.place.settings,
            unit="家",
        )
        super().__init__(screen.desk, table, lambda _text: round_opinions(asked=round_id))
        table.opened.connect(lambda _ident: self.record(table.line()))
        self.reload()

    def record(self, line: RoundOpinionLine | None) -> None:
        """登记线上意见 of one unit."""
        if line is None:
            return
        self._screen.edit(
            RecordRoundOpinion,
            title=f"登记线上意见：{line.unit_name}",
            values={
                "round": line.round,
                "unit": line.unit,
                "choice": line.choice or "agree",
                "given_on": line.given_on or self._screen.place.sources.today(),
                "text": line.text,
                "name": line.name,
            },
            hidden=("round", "unit"),
        )
