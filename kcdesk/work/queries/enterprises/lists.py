"""The list of firms, and finding one by whatever the clerk remembers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import func, select, text

from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.work.context import Read
from kcdesk.work.query import query
from kcdesk.work.search import fold, like

STATES = (
    Option("listed", "在库"),
    Option("unlisted", "未入库"),
    Option("removed", "已调出"),
)
MOST_LINES = 200_000


@dataclass(frozen=True)
class EnterpriseLine:
    """One firm of the list."""

    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    state: Annotated[str, Field("choice", "名录状态", options=STATES)]
    listed_on: Annotated[date | None, Field("day", "纳入日期")]
    legal_rep: Annotated[str, Field("text", "法定代表人")]
    region: Annotated[str, Field("text", "注册地（镇街）")]
    industry: Annotated[str, Field("text", "所属行业")]
    qualifications_count: Annotated[int, Field("whole", "资质数")]
    loans_count: Annotated[int, Field("whole", "贷款笔数")]
    officer: Annotated[str, Field("text", "联络专员")]


# What was typed is looked for in the narrow index, and only firms found are asked for the rest:
# a keystroke over 100,000 firms has to be answered before the next one.
_LINES = """
SELECT * FROM (
  SELECT e.id, e.name, e.uscc,
    CASE WHEN EXISTS (SELECT 1 FROM listing l WHERE l.enterprise_id = e.id
           AND l.from_on <= :today AND (l.until_on IS NULL OR l.until_on >= :today)) THEN 'listed'
         WHEN EXISTS (SELECT 1 FROM listing l WHERE l.enterprise_id = e.id) THEN 'removed'
         ELSE 'unlisted' END AS state,
    (SELECT max(l.from_on) FROM listing l WHERE l.enterprise_id = e.id),
    e.legal_rep, e.region, e.industry,
    (SELECT count(*) FROM qualification q WHERE q.enterprise_id = e.id),
    (SELECT count(*) FROM loan n WHERE n.enterprise_id = e.id), e.officer
  FROM enterprise e
"""
_FOUND = "WHERE e.id IN (SELECT id FROM enterprise WHERE search_keys LIKE :pattern ESCAPE '\\')"
_IN_STATE = ") WHERE :state = '' OR state = :state ORDER BY id LIMIT :most"


@query("企业名录")
def enterprises(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="名称、代码或拼音首字母")] = "",
    state: Annotated[str, Field("choice", "名录状态", options=STATES)] = "",
    most: Annotated[int, Field("whole", "最多行数")] = MOST_LINES,
) -> tuple[EnterpriseLine, ...]:
    """Firms found by name, former name, part of the code or pinyin initials."""
    rows = read.session.execute(
        text(_LINES + (_FOUND if fold(find) else "") + _IN_STATE),
        {"pattern": like(find), "state": state, "most": most, "today": read.today.isoformat()},
    )
    return tuple(
        EnterpriseLine(r[0], r[1], r[2], r[3], date.fromisoformat(r[4]) if r[4] else None, *r[5:])
        for r in rows
    )


@dataclass(frozen=True)
class EnterpriseCounts:
    """How many firms there are."""

    total_count: Annotated[int, Field("whole", "登记企业")]
    listed_count: Annotated[int, Field("whole", "在库企业")]


@query("企业户数")
def enterprise_counts(read: Read) -> EnterpriseCounts:
    """Registered and listed firms today."""
    listed = read.session.scalar(
        text(
            "SELECT count(DISTINCT enterprise_id) FROM listing WHERE from_on <= :today "
            "AND (until_on IS NULL OR until_on >= :today)"
        ),
        {"today": read.today.isoformat()},
    )
    total = read.session.scalar(select(func.count(EnterpriseRow.id)))
    return EnterpriseCounts(total or 0, listed or 0)
