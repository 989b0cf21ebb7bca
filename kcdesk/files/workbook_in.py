"""Reads a foreign workbook in a child process; whatever the file does, this process lives.

Called by work's import. The child (workbook_child.py) is started and watched by foreign.py. What
the rows mean is list_in.py's business.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kcdesk.files.foreign import Child, Limits, Progress, listen
from kcdesk.files.grid import Workbook
from kcdesk.files.workbook_answers import Answer, refusal_of
from kcdesk.files.workbook_child import SWITCH

__all__ = ["LIMITS", "WORKBOOKS", "Limits", "Progress", "read_workbook"]

LIMITS: Final = Limits()

WORKBOOKS: Final = Child(
    module="kcdesk.files.workbook_child",
    switch=SWITCH,
    noun="表格",
    code="workbook",
    slow_cure="请用WPS打开，把名单复制到新建的表格里保存后再导入。",
    refusal=refusal_of,
)


def read_workbook(
    path: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Workbook:
    """The cells of an .xlsx, .xlsm, .xls, .et or .csv file.

    Raises Refusal when the file is no workbook that may be read (password, web page, picture),
    Fault when it is damaged, too large, gone or held by another program, Cancelled when
    `cancelled` says so. `progress` may raise too; the child is ended in any case.
    """
    answer = Answer()
    listen(WORKBOOKS, path, answer, limits, cancelled=cancelled, progress=progress)
    return answer.workbook()
