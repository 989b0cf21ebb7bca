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
from kcdesk.work.search import like

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


_LINES = """
SELECT e.id, e.name, e.uscc,
  CASE WHEN l.open > 0 THEN 'listed' WHEN l.any_ > 0 THEN 'removed' ELSE 'unlisted' END AS state,
  l.from_on, e.legal_rep, e.region, e.industry,
  coalesce(q.n, 0), coalesce(n.n, 0), e.officer
FROM enterprise e
LEFT JOIN (SELECT enterprise_id, count(*) AS any_,
    sum(from_on <= :today AND (until_on IS NULL OR until_on >= :today)) AS open,
    max(from_on) AS from_on FROM listing GROUP BY enterprise_id) l ON l.enterprise_id = e.id
LEFT JOIN (SELECT enterprise_id, count(*) AS n FROM qualification GROUP BY enterprise_id) q
  ON q.enterprise_id = e.id
LEFT JOIN (SELECT enterprise_id, count(*) AS n FROM loan GROUP BY enterprise_id) n
  ON n.enterprise_id = e.id
WHERE (:pattern = '%%' OR e.search_keys LIKE :pattern ESCAPE '\\')
  AND (:state = '' OR :state = CASE WHEN l.open > 0 THEN 'listed'
       WHEN l.any_ > 0 THEN 'removed' ELSE 'unlisted' END)
ORDER BY e.id LIMIT :most
"""


@query("企业名录")
def enterprises(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="名称、代码或拼音首字母")] = "",
    state: Annotated[str, Field("choice", "名录状态", options=STATES)] = "",
    most: Annotated[int, Field("whole", "最多行数")] = MOST_LINES,
) -> tuple[EnterpriseLine, ...]:
    """Firms found by name, former name, part of the code or pinyin initials."""
    rows = read.session.execute(
        text(_LINES),
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
