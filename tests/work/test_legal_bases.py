"""What a programme rests on is named on the papers of its office."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.work.paper.firms import office_values
from kcdesk.work.query import Ask
from tests.work.county import County


@pytest.mark.parametrize(
    ("scheme", "named"),
    [
        ("pinghu", ""),
        (
            "daye",
            (
                "《湖北省科技融资担保体系建设实施方案》《黄石市科技创新发展“十四五”规划》"
                "《大冶市2022年科技创新行动实施方案》"
            ),
        ),
        ("nanjing", "《关于新发展阶段全面建设创新名城的若干政策措施》（宁委发〔2021〕1号）"),
    ],
)
def test_papers_name_the_legal_bases(scheme: str, named: str, tmp_path: Path) -> None:
    county = County(tmp_path / "业务库", scheme=scheme)
    values = county.office.ask(Ask("office_values", {}, office_values))
    assert values["office"]["scheme_basis"] == named
    county.office.close()
