"""Who writes a programme finds every table, step, test, watch point and fact in its README."""

from __future__ import annotations

import pytest

from kcdesk.domain.reports import ROW_FIELDS
from kcdesk.domain.schemes.deadlines import WatchPoint
from kcdesk.domain.schemes.proving import TEST_NAMES
from kcdesk.domain.schemes.step_specs import STEP_NAMES
from kcdesk.packs.schemes import TABLES
from kcdesk.packs.schemes_facts import EVENTS
from tests.house.sources import ROOT

TEXT = (ROOT / "resources/schemes/README.md").read_text("utf-8")
NAMES = {
    "表": [f"[{name}]" for name in TABLES],
    "做法": [*STEP_NAMES],
    "检验": [*TEST_NAMES],
    "期限": [watch.value for watch in WatchPoint],
    "环节": [f"### `{event}`" for event in EVENTS],
    "事实": [f"| `{name}` |" for facts in EVENTS.values() for name in facts],
    "统计行": [f"`{name}`" for fields in ROW_FIELDS.values() for name in fields],
}


@pytest.mark.parametrize("what", NAMES)
def test_every_name_is_told(what: str) -> None:
    assert [name for name in NAMES[what] if name not in TEXT] == []
