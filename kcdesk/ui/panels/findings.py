"""What a dry run says, as remarks above an editor's buttons."""

from __future__ import annotations

from collections.abc import Iterable

from kcdesk.ui.kit import Remark
from kcdesk.ui.kit.notice import Level
from kcdesk.work.queries.tracing import ProblemLine


def remarks_of(
    refusals: Iterable[ProblemLine], warnings: Iterable[ProblemLine] = ()
) -> list[Remark]:
    """Hard stops first, then what to look at."""
    told: list[tuple[ProblemLine, Level]] = [(p, "stop") for p in refusals]
    told += [(p, "warning") for p in warnings]
    return [Remark(f"{p.message}{p.cure}", level, p.clauses) for p, level in told]
