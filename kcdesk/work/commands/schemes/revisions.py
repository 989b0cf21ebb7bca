"""A new dated revision of the programme: a whole text, or one value of it from a day on.

An adopted text is never changed. A revision decides from its own day in the office, which is
never earlier than today or than the revision before it; when a value in it counts is the value's
own clock. It can be taken back only while nothing has been decided under it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain.people import Role
from kcdesk.domain.schemes.parts import DatedValue, Parameter
from kcdesk.domain.schemes.periods import covers
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.packs.scheme_edit import with_new_value
from kcdesk.packs.schemes import revision_of
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.decisions import codes_in_use
from kcdesk.work.proofing import Standing, proofread

FROM_HINT = "从这一天起按新版本办理；不填为今天"


class ReviseScheme(Command, label="修订方案", stage="schemes", role=Role.ADMIN):
    """A new revision of the whole programme with the document it rests on."""

    text: Annotated[str, Field("whole_text", "方案文本")]
    document_no: Annotated[str, Field("text", "依据文号")]
    from_on: Annotated[date | None, Field("day", "启用日期", hint=FROM_HINT)] = None
    note: Annotated[str, Field("text", "修订说明", hint="改了什么，一句话")] = ""


@handles(ReviseScheme)
def revise_scheme(work: Work, command: ReviseScheme) -> int:
    """Read the text, run its cases, keep it as a new revision; every slip is named."""
    return adopt_text(
        work, command.text, command.document_no, command.from_on, command.note or "修订方案文本"
    )


class ReviseParameter(Command, label="修订数值", stage="schemes", role=Role.ADMIN):
    """One value of the programme becomes another from a day on, as a new revision."""

    parameter: Annotated[str, Field("code", "数值", source="parameter_options")]
    applies: Annotated[
        str, Field("text", "适用情形", hint="按情形分别规定的，写其中一种的代码")
    ] = ""
    tier: Annotated[int, Field("whole", "第几档", hint="分档的数值，从1起")] = 0
    value: Annotated[str, Field("text", "新的数值", hint="带单位，写法与原值相同", is_open=True)]
    changed_on: Annotated[date, Field("day", "新值起始日", hint="按这个数值的取值日计算")]
    document_no: Annotated[str, Field("text", "依据文号")]
    from_on: Annotated[date | None, Field("day", "版本启用日期", hint=FROM_HINT)] = None


@handles(ReviseParameter)
def revise_parameter(work: Work, command: ReviseParameter) -> int:
    """End the old value the day before and lay the new one beside it."""
    newest = work.newest_revision()
    scheme = work.scheme(newest)
    parameter = _parameter(scheme, command.parameter)
    place = _value_on(scheme, parameter, command.changed_on, command.applies)
    _refuse_tier(parameter, parameter.values[place], command.tier)
    value = command.value.strip()
    note = f"{parameter.label}自{date_in_words(command.changed_on)}起改为{value}"
    text = with_new_value(
        newest.content, parameter.name, place, value, command.changed_on,
        tier=command.tier, remark=f"依据{command.document_no}修订",
    )  # fmt: skip
    return adopt_text(work, text, command.document_no, command.from_on, note)


def adopt_text(work: Work, text: str, document_no: str, from_on: date | None, note: str) -> int:
    """Keep a text as a new revision; an adopted one stays as it is. Raises Refusal."""
    newest = work.newest_revision()
    starts = from_on or max(work.today, _starts(newest))
    _refuse_day(work, newest, starts)
    pack = proofread(work.library, text, standing(work)).refuse()
    if revision_of(text) == newest.sha256:
        raise Refusal.of(
            "方案文本与最近的版本相同，没有可以修订的内容。",
            cure="请先修改，再保存为新版本。",
            field="text",
            code="scheme.unchanged",
        )
    row = work.add(
        SchemeRevisionRow(
            scheme_id=pack.scheme.id,
            sha256=pack.scheme.revision,
            title=pack.scheme.title,
            adopted_on=work.today,
            document_no=document_no,
            content=text,
            from_on=starts,
            note=note,
        )
    )
    work.say(f"修订方案（{document_no}），{date_in_words(starts)}起按新版本办理：{note}")
    return row.id


def standing(read: Read) -> Standing:
    """What a new text of this office's programme must not break."""
    return Standing(read.scheme(read.newest_revision()), read.fill_ins(), codes_in_use(read))


def _starts(revision: SchemeRevisionRow) -> date:
    return revision.from_on or revision.adopted_on


def _refuse_day(work: Work, newest: SchemeRevisionRow, starts: date) -> None:
    if starts < work.today:
        raise Refusal.of(
            f"版本的启用日期{date_in_words(starts)}早于今天，已经办理的业务不能改按新版本。",
            cure="请填今天或以后的日期；数值从过去某天起改变的，填“新值起始日”。",
            field="from_on",
            code="scheme.revision_day",
        )
    if starts < _starts(newest):
        raise Refusal.of(
            f"最近的版本{date_in_words(_starts(newest))}才启用，新版本不能比它更早。",
            cure="请填同一天或以后的日期，或先撤销那个版本。",
            field="from_on",
            code="scheme.revision_day",
        )


def _parameter(scheme: Scheme, name: str) -> Parameter:
    if name not in scheme.parameters:
        raise Refusal.of(
            f"方案没有名为“{name}”的数值。",
            cure="请从列表中选择。",
            field="parameter",
            code="scheme.parameter_unknown",
        )
    return scheme.parameters[name]


def _value_on(scheme: Scheme, parameter: Parameter, on: date, key: str) -> int:
    """The place of the value that counts on the day. Raises Refusal when there is not just one."""
    found = [
        place
        for place, value in enumerate(parameter.values)
        if (not key or key in value.keys) and covers(value.period, on, scheme)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal.of(
            f"“{parameter.label}”按不同情形分别规定，没有写明改哪一种。",
            cure="请写明适用情形。",
            field="applies",
            clauses=parameter.clauses,
            code="scheme.key_missing",
        )
    raise Refusal.of(
        f"方案没有规定{date_in_words(on)}的“{parameter.label}”，没有可以改的数值。",
        cure="请核对起始日和适用情形；要新增规定的，请在“编辑方案”页修改文本。",
        field="changed_on",
        clauses=parameter.clauses,
        code="scheme.value_missing",
    )


def _refuse_tier(parameter: Parameter, value: DatedValue, tier: int) -> None:
    tiers = value.value if parameter.tier_field is not None else ()
    assert isinstance(tiers, tuple)
    if (1 <= tier <= len(tiers)) if tiers else tier == 0:
        return
    raise Refusal.of(
        f"“{parameter.label}”分为{len(tiers)}档，请写明改哪一档。"
        if tiers
        else f"“{parameter.label}”不分档。",
        cure="请核对“第几档”。",
        field="tier",
        clauses=parameter.clauses,
        code="scheme.tier",
    )
