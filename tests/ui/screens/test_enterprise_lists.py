"""The firm's standing and the pages of the whole list, entered and seen on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from kcdesk.files.workbook_in import read_workbook
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Editor, ListPage
from kcdesk.ui.panels import RecordPage, TablePanel
from kcdesk.ui.panels.paper_page import PaperPage
from kcdesk.ui.panels.periods import PeriodPage
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.enterprises.lists import BanPage, VersionPage
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County
from tests.work.listing_county import trial_county

CODES = ("91330482MA0000000L", "91350100M000100Y43", "91420281MA4F00000X", "91320600MA1N000014")


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    made = trial_county(tmp_path)
    yield made
    made.office.close()


@pytest.fixture
def screen(county: County, seat: Seat, tmp_path: Path) -> EnterpriseScreen:
    def save_as(_parent: Any, name: str) -> str:
        return str(tmp_path / name)

    screen = EnterpriseScreen(seat.place, save_as=save_as)
    seat.show(screen)
    return screen


def numbered(county: County, name: str, uscc: str) -> int:
    firm = county.do("register_enterprise", name=name, uscc=uscc)
    county.do("record_qualification", enterprise=firm, kind="high_tech", from_on="2020-01-01")
    county.do("record_qualification", enterprise=firm, kind="number", from_on="2020-04-01")
    return firm


def saved(seat: Seat, screen: EnterpriseScreen, **texts: str) -> None:
    """Write into the editor's fields and save; the editor closes."""
    editor = screen.page
    assert isinstance(editor, Editor)
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor.save()
    seat.settle()
    assert screen.page is not editor


def tab(seat: Seat, screen: EnterpriseScreen, firm: int, title: str) -> TablePanel:
    screen.go_home()
    screen.open_record(firm)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    panel = next(p for p in page.panels if p.title == title)
    assert isinstance(panel, TablePanel)
    page.turn_to(panel)
    seat.settle()
    return panel


def listed(screen: EnterpriseScreen) -> ListPage:
    page = screen.page
    assert isinstance(page, ListPage)
    return page


def done(seat: Seat, screen: EnterpriseScreen, label: str) -> ListPage:
    """An action of the list that may stand under 更多."""
    action = next(a for a in screen.table.bar.actions_given if a.label.startswith(label))
    action.run()
    seat.settle()
    return listed(screen)


def test_figures_and_classification_are_entered(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = numbered(county, "甲公司", CODES[0])
    panel = tab(seat, screen, firm, "指标")
    assert "企业划型：未登记" in panel.about.text()  # type: ignore[attr-defined]
    seat.push(panel, "登记分类信息")
    editor = screen.page
    assert isinstance(editor, Editor)
    assert editor.form.fields["region_code"].text() == "330482"
    saved(seat, screen, legal_form="公司（独立法人）", size_industry="工业", tags="开发区")
    seat.push(panel, "登记年度指标")
    saved(seat, screen, staff_count="300", revenue="2000")
    told = panel.about.text()  # type: ignore[attr-defined]
    assert "企业划型：中型" in told
    assert "标签：开发区" in told
    assert line_of(panel.table).year == 2020
    seat.push(panel, "登记年度指标")
    editor = screen.page
    assert isinstance(editor, Editor)
    assert editor.form.fields["year"].text() == ""
    editor.leave()
    seat.settle()
    seat.push(panel, "更正")
    saved(seat, screen, tax="12.5")
    line = line_of(panel.table)
    assert (line.year, line.staff_count, line.tax) == (2020, 300, Money.yuan("125000"))
    panel.table.opened.emit(line.id)
    saved(seat, screen, staff_count="301")
    assert line_of(panel.table).staff_count == 301


def test_a_class_is_recorded_and_ended(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = numbered(county, "甲公司", CODES[0])
    panel = tab(seat, screen, firm, "类别")
    seat.push(panel, "登记企业类别")
    saved(seat, screen, kind="科技创新型", from_on="2020-12-01", document_no="通科1号")
    assert line_of(panel.table).is_live
    seat.push(panel, "终止企业类别")
    saved(seat, screen, until_on="2020-12-31", document_no="通科2号")
    assert not line_of(panel.table).is_live


def test_bans_and_incidents_stand_together_and_are_lifted(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = numbered(county, "甲公司", CODES[0])
    seat.as_("approver")
    panel = tab(seat, screen, firm, "不良与禁入")
    seat.push(panel, "登记不良记录")
    saved(seat, screen, kind="行政处罚", happened_on="2020-12-01", document_no="罚1号")
    county.do(
        "record_ban", by="reviewer", enterprise=firm, kind="fraud", from_on="2021-01-01",
        document_no="冶科1号",
    )  # fmt: skip
    panel = tab(seat, screen, firm, "不良与禁入")
    assert "禁入名单" in screen.page.card.notices.text()  # type: ignore[attr-defined]
    assert [line_of(panel.table, n).what for n in range(2)] == ["禁入：骗取贷款", "行政处罚"]
    page = done(seat, screen, "禁入名单")
    assert line_of(page.table).enterprise_name == "甲公司"
    page.table.opened.emit(line_of(page.table).id)
    seat.settle()
    assert isinstance(screen.page, RecordPage)
    for number in range(2):
        panel = tab(seat, screen, firm, "不良与禁入")
        panel.table.grid.go_to_row(number)
        seat.push(panel, "解除")
        name = "released_on" if number == 0 else "lifted_on"
        more = {"reason": "已还清"} if number == 0 else {}
        saved(seat, screen, document_no="决1号", **{name: "2021-01-04"}, **more)
    panel = tab(seat, screen, firm, "不良与禁入")
    assert not any(line_of(panel.table, n).is_open for n in range(2))


def test_banned_by_the_reviewer_on_the_screen(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = numbered(county, "甲公司", CODES[0])
    seat.as_("reviewer")
    panel = tab(seat, screen, firm, "不良与禁入")
    seat.push(panel, "列入禁入名单")
    saved(seat, screen, kind="违约失信", from_on="2021-01-04", document_no="冶科1号")
    assert line_of(panel.table).what == "禁入：违约失信"


def test_a_waiting_qualification_is_reviewed(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    county.do("record_qualification", enterprise=firm, kind="patent", from_on="2020-05-01")
    seat.as_("reviewer")
    panel = tab(seat, screen, firm, "资质")
    assert "等待审核" in screen.page.card.notices.text()  # type: ignore[attr-defined]
    seat.push(panel, "审核资质")
    saved(seat, screen)
    assert line_of(panel.table).review.endswith("审核通过")


def test_units_are_asked_and_answer(county: County, seat: Seat, screen: EnterpriseScreen) -> None:
    firm = county.do("register_enterprise", name="甲公司", uscc=CODES[0])
    county.units()
    panel = tab(seat, screen, firm, "征询")
    seat.push(panel, "发起线上征询")
    saved(seat, screen, reply_by_on="2021-01-08")
    assert line_of(panel.table).missing_count == 7
    panel.table.opened.emit(line_of(panel.table).id)
    seat.settle()
    page = listed(screen)
    seat.push(page, "登记线上意见")
    saved(seat, screen, choice="不同意", text="用途不清楚")
    assert line_of(page.table).choice == "disagree"
    screen.pop()
    seat.settle()
    assert line_of(panel.table).result == "refused"


def test_proposals_are_picked_and_applied(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    for name, code in zip("甲乙丙", CODES, strict=False):
        numbered(county, f"{name}公司", code)
    seat.as_("reviewer")
    page = done(seat, screen, "调整建议")
    assert page.table.model.rowCount() == 3
    page.table.grid.selectAll()
    seat.push(page, "办理选中的")
    editor = screen.page
    assert isinstance(editor, Editor)
    assert editor.title.endswith("3家")
    saved(seat, screen, document_no="宁科〔2021〕1号")
    assert county.ask("enterprise_counts").listed_count == 3
    assert page.table.model.rowCount() == 0


def test_a_filter_shows_one_kind_of_proposal(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    numbered(county, "甲公司", CODES[0])
    page = done(seat, screen, "调整建议")
    page.change.choose("remove")  # type: ignore[attr-defined]
    seat.settle()
    assert page.table.model.rowCount() == 0


def test_the_list_is_frozen_given_out_and_compared(
    county: County, seat: Seat, screen: EnterpriseScreen, tmp_path: Path
) -> None:
    first, second = (numbered(county, f"{n}公司", c) for n, c in zip("甲乙", CODES, strict=False))
    given = {"document_no": "x", "from_on": "2021-01-04"}
    county.do("admit_enterprise", enterprise=first, **given)
    seat.as_("reviewer")
    page = done(seat, screen, "名录版次")
    seat.push(page, "名录定版")
    saved(seat, screen, document_no="冶科1号")
    seat.push(page, "登记送达")
    saved(seat, screen, receiver="担保公司")
    assert "担保公司" in line_of(page.table).deliveries
    county.clock.day = date(2021, 1, 5)
    county.do("admit_enterprise", enterprise=second, **{**given, "from_on": "2021-01-05"})
    county.do("freeze_list", by="reviewer", frozen_on="2021-01-05")
    page.reload()
    seat.settle()
    page.table.grid.go_to_row(0)
    seat.push(page, "与上一版比较")
    differences = listed(screen)
    assert [line_of(differences.table).name, differences.table.model.rowCount()] == ["乙公司", 1]
    seat.push(differences, "导出")
    screen.pop()
    page.table.opened.emit(line_of(page.table).id)
    seat.settle()
    firms = listed(screen)
    assert firms.table.model.rowCount() == 2
    seat.push(firms, "导出")
    written = {str(read_workbook(f).sheets[0].rows) for f in tmp_path.glob("*.xlsx")}
    assert len(written) == 2
    firms.table.opened.emit(first)
    seat.settle()
    assert isinstance(screen.page, RecordPage)


def test_a_provisional_firm_says_until_when(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = county.firm("2021-01-04")
    tab(seat, screen, firm, "名录记录")
    assert "暂准在库至2021-12-31" in screen.page.card.notices.text()  # type: ignore[attr-defined]
    QApplication.processEvents()


def test_a_provisional_firm_is_made_definite_from_its_card(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    firm = county.firm("2021-01-04")
    screen.open_record(firm)
    seat.settle()
    seat.push(screen.page, "续期或转正")
    editor = screen.page
    assert editor.title == "续期或转正：甲公司"  # type: ignore[attr-defined]
    editor._ask_preview()  # type: ignore[attr-defined]
    seat.settle()
    assert "暂准" in editor.preview_bar.text()  # type: ignore[attr-defined]
    screen.pop()
    county.do(
        "record_qualification", enterprise=firm, kind="number", from_on="2021-01-04",
        certificate_no="2021330482000001", number_year="2021",
    )  # fmt: skip
    screen.open_record(firm)
    seat.settle()
    seat.push(screen.page, "续期或转正")
    saved(seat, screen, document_no="冶科2号")
    assert not county.ask("enterprise_card", enterprise=firm).is_provisional


def test_the_list_is_printed_of_a_version_or_of_today(
    county: County, seat: Seat, screen: EnterpriseScreen
) -> None:
    """汇总表 for the departments, 公示名单 for the public; the version chosen stands first."""
    firm = numbered(county, "甲公司", CODES[0])
    county.do("admit_enterprise", enterprise=firm, from_on="2021-01-04", document_no="x")
    county.do("freeze_list", by="reviewer", frozen_on="2021-01-04")
    for act, label in (("print_summary", "企业名录库汇总表"), ("print_public", "公示名单")):
        screen.show_versions()
        seat.settle()
        page = screen.page
        assert isinstance(page, VersionPage)
        page.table.go_to(1)
        getattr(page, act)()
        seat.settle()
        chosen = screen.page
        assert isinstance(chosen, PeriodPage)
        line = chosen.table.line()
        assert line is not None
        assert line.title == "第1版"
        chosen.table.opened.emit(1)
        seat.settle()
        assert isinstance(screen.page, PaperPage)
        assert screen.page.trouble.isHidden()
        assert label in screen.path_label.text()
        screen.go_home()


def test_the_bans_are_printed(county: County, seat: Seat, screen: EnterpriseScreen) -> None:
    firm = numbered(county, "甲公司", CODES[0])
    county.do(
        "record_ban", by="reviewer", enterprise=firm, kind="fraud", from_on="2021-01-01",
        document_no="冶科1号",
    )  # fmt: skip
    screen.show_bans()
    seat.settle()
    page = screen.page
    assert isinstance(page, BanPage)
    seat.push(page.table, "打印")
    seat.settle()
    assert isinstance(screen.page, PaperPage)
    assert screen.page.trouble.isHidden()
