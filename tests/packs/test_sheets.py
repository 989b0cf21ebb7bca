from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import slots_of
from kcdesk.packs.sheet_heads import (
    FOREIGN,
    PERCENT,
    UNITS,
    head_of,
    is_foreign,
    plain_words,
    unit_named,
    unit_of_title,
)
from kcdesk.packs.sheets import ColumnSpec, SheetSpec, load_sheet, load_sheets
from kcdesk.work.commands.enterprises.listed import ListedFirm

SMALL = """
id    = "firms"
title = "企业名单"
row_numbers = ["序号"]
blank = ["无"]
foot  = ["合计"]

[groups]
"企业情况" = ""
"资质情况" = "资质"

[[column]]
key         = "name"
label       = "企业名称"
kind        = "text"
required    = true
heads       = ["单位名称"]
short_heads = ["名称"]

[[column]]
key   = "capital"
label = "注册资本"
kind  = "money"
unit  = "万元"

[[column]]
key        = "from_on"
label      = "认定日期"
kind       = "day"
month_only = "first"
not_future = true

[[column]]
key        = "until_on"
label      = "有效期至"
kind       = "day"
open_ended = ["长期"]

[[column]]
key   = "kind"
label = "资质类型"
kind  = "code"

  [column.words]
  "高企" = "高新技术企业"

[[order]]
earlier = "from_on"
later   = "until_on"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "firms.toml").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.fixture
def small(folder: Path) -> SheetSpec:
    return load_sheet(folder / "firms.toml")


@pytest.fixture(scope="module")
def firms(resources: Path) -> SheetSpec:
    """The shipped list of enterprises."""
    return load_sheets(resources / "sheets")["enterprises"]


def refusal_of(folder: Path, *changes: tuple[str, str]) -> str:
    """What is said of the small list after some of its text was changed."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "firms.toml").write_text(text, "utf-8")
    with pytest.raises(Refusal) as caught:
        load_sheet(folder / "firms.toml")
    assert all(p.code == "sheet.toml" for p in caught.value.problems)
    return str(caught.value)


class TestHeads:
    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("统一社会\n信用代码", "统一社会信用代码"),
            ("　单 位 名 称　", "单位名称"),
            ("*企业名称（必填）", "企业名称"),
            ("注册资本（万元）", "注册资本"),
            ("注册资本/万元", "注册资本"),
            ("注册资本:万元", "注册资本"),
            ("注册资本万元", "注册资本"),
            ("2022年度营业收入(万元)", "营业收入"),
            ("2022营业收入", "营业收入"),
            ("联系电话【手机】", "联系电话"),
            ("有效期(至)", "有效期至"),
            ("ＵＳＣＣ", "uscc"),
            ("名称\u200b", "名称"),
        ],
    )
    def test_ornament_is_set_aside(self, text: str, word: str) -> None:
        assert word in head_of(text).words

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("注册资本（万元）", "万元"),
            ("注册资本（单位：万元）", "万元"),
            ("注册资本（人民币万元）", "万元"),
            ("注册资本（万元人民币）", "万元"),
            ("注册资本(万)", "万元"),
            ("营业收入（元）", "元"),
            ("营业收入，元", "元"),
            ("资产总额（亿元）", "亿元"),
            ("资产总额（千元）", "千元"),
            ("资产总额（百万元）", "百万元"),
            ("注册资本", ""),
            ("注册资本（万美元）", FOREIGN),
            ("注册资本（USD）", FOREIGN),
            ("利率（%）", PERCENT),
            ("注册资本（万）美元", FOREIGN),
        ],
    )
    def test_the_unit_is_what_is_written(self, text: str, unit: str) -> None:
        assert head_of(text).unit == unit

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("单位：万元", "万元"),
            ("金额单位：人民币万元", "万元"),
            ("（单位：元）", "元"),
            ("单位:万元人民币", "万元"),
            ("单位：万元、人", "万元"),
            ("填报单位：平湖市科学技术局", ""),
            ("单位：元和科技有限公司", ""),
            ("单位：万达集团", ""),
            ("", ""),
        ],
    )
    def test_a_line_above_the_list_may_give_the_unit(self, text: str, unit: str) -> None:
        assert unit_of_title(text) == unit

    def test_units_by_their_short_names(self) -> None:
        assert [unit_named(w) for w in ("万", "W", "亿", "元", "斤", "")] == [
            "万元", "万元", "亿元", "元", "", ""
        ]  # fmt: skip
        assert UNITS["万元"] == 10_000 * UNITS["元"]
        assert is_foreign("500万美元")
        assert not is_foreign("500万元")
        assert plain_words("企业（单位）名称") == "企业单位名称"


class TestColumns:
    def test_a_heading_is_known_by_any_of_its_names(self, small: SheetSpec) -> None:
        for text in ("企业名称", "单位名称", "名称"):
            found = small.headed(text)
            assert found is not None
            assert found.key == "name"
        assert small.headed("法人") is None
        assert small.column("capital").field.unit == "万元"
        assert [c.key for c in small.required] == ["name"]

    @pytest.mark.parametrize(
        ("group", "text", "key"),
        [
            ("企业情况", "名称", "name"),
            ("合作银行", "名称", None),
            ("合作银行", "企业名称", "name"),
            ("资质情况", "类型", "kind"),
            ("资质情况", "名称", None),
            ("资质情况", "有效期至", "until_on"),
            ("资质情况", "法人", None),
        ],
    )
    def test_a_group_above_changes_what_a_short_heading_means(
        self, small: SheetSpec, group: str, text: str, key: str | None
    ) -> None:
        found = small.headed(text, group=group)
        assert (found.key if found else None) == key

    def test_a_heading_may_be_doubtful(self) -> None:
        column = ColumnSpec("kind", "资质类型", "code", doubtful_heads=("企业类型",))
        spec = SheetSpec("t", "表", (column,))
        assert spec.headed("企业类型") is column
        assert spec.headed("企业类型", group="银行") is None
        assert column.doubts("企业 类型")
        assert not column.doubts("资质类型")

    def test_running_numbers_are_no_column(self, small: SheetSpec) -> None:
        assert small.is_row_number("序 号")
        assert not small.is_row_number("名称")

    def test_everything_declared_is_there(self, small: SheetSpec) -> None:
        from_on = small.column("from_on")
        assert (from_on.month_only, from_on.not_future) == ("first", True)
        assert small.column("until_on").open_ended == ("长期",)
        assert small.column("kind").words == {"高企": "高新技术企业"}
        assert (small.blank, small.foot) == (("无",), ("合计",))
        assert [(o.earlier, o.later) for o in small.orders] == [("from_on", "until_on")]


class TestShipped:
    @pytest.mark.parametrize(
        ("heads", "key"),
        [
            (("单位名称", "企业名称", "企业全称", "名称"), "name"),
            (
                (
                    "统一社会信用代码",
                    "信用代码",
                    "社会信用代码",
                    "机构代码",
                    "统一社会\n信用代码（18位）",
                ),
                "uscc",
            ),
            (("法人", "法定代表人", "法人代表", "企业法人"), "legal_rep"),
            (("注册资本（万元）", "注册资金", "注册资本"), "registered_capital"),
            (("注册日期", "成立日期"), "registered_on"),
            (("所属镇街",), "region"),
            (("注册地址", "地址"), "address"),
            (("行业", "所属行业"), "industry"),
            (("职工人数", "职工数（人）"), "staff_count"),
            (("营业收入", "2022年营业收入（万元）"), "revenue"),
            (("联系人",), "contact_name"),
            (("联系电话", "手机", "手机号码", "联系方式"), "contact_phone"),
            (("资质", "资质类型", "企业类型", "认定类型"), "qualification"),
            (("证书编号", "证书号"), "certificate_no"),
            (("认定日期", "发证日期", "发证时间"), "from_on"),
            (("有效期至", "有效期"), "until_on"),
            (("认定文号", "文号"), "document_no"),
            (("专员", "联络专员"), "officer"),
        ],
    )
    def test_headings_as_bureaus_write_them(
        self, firms: SheetSpec, heads: tuple[str, ...], key: str
    ) -> None:
        for head in heads:
            found = firms.headed(head)
            assert found is not None, head
            assert found.key == key, head

    def test_a_bank_has_a_name_and_a_telephone_too(self, firms: SheetSpec) -> None:
        for head in ("名称", "联系人", "联系电话", "手机", "地址"):
            assert firms.headed(head, group="合作银行") is None

    def test_codes_and_names_are_needed(self, firms: SheetSpec) -> None:
        assert [c.key for c in firms.required] == ["name", "uscc"]
        assert [c.key for c in firms.columns if c.unique] == ["uscc"]

    def test_no_amount_has_a_unit_nobody_wrote(self, firms: SheetSpec) -> None:
        assert [c.key for c in firms.columns if c.unit] == []

    def test_every_field_is_one_the_import_knows(self, firms: SheetSpec) -> None:
        known = {slot.name: slot.field for slot in slots_of(ListedFirm)}
        for column in firms.columns:
            assert column.key in known
            assert column.kind == known[column.key].kind


class TestSlips:
    """A clerk who adds a heading must be told what went wrong, and where."""

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('kind        = "text"', 'kind = "txt"', "是不是“text”"),
            ('kind        = "text"', 'kind = "zzz"', "可用：code、codes、day"),
            ('unit  = "万元"', 'unit = "斤"', "单位“斤”用不上"),
            ('key   = "kind"', 'key = "kind"\nunit = "元"', "单位“元”用不上"),
            ('month_only = "first"', 'month_only = "middle"', "应写 first"),
            ('label = "注册资本"', 'lable = "注册资本"', "“lable”是不认识的项目。是不是“label”？"),
            ('label = "注册资本"', 'zzz = "注册资本"', "可用的项目：key、label、kind"),
            ('label       = "企业名称"\n', "", "“label”没有填写"),
            ('id    = "firms"', 'id = "firm"', "id 应与文件同名，写成“firms”"),
            ('key   = "capital"', 'key = "name"', "这个 key 写了两次"),
            ('short_heads = ["名称"]', 'short_heads = ["注册资本"]', "已经归“name”列"),
            ('heads       = ["单位名称"]', 'heads = "单位名称"', "应是文字的列表"),
            ('heads       = ["单位名称"]', 'heads = [""]', "应是文字的列表"),
            ("required    = true", 'required = "是"', "应写 true 或 false"),
            ('unit  = "万元"', 'doubtful_heads = ["资金"]', "doubtful_heads 只用于"),
            ('label = "资质类型"', "label = 7", "应是一段文字"),
            ('"高企" = "高新技术企业"', '"高企" = 1', "应是词语对照表"),
            (
                'earlier = "from_on"',
                'earlier = "from_onn"',
                "“from_onn”不是日期列。是不是“from_on”",
            ),
            ('later   = "until_on"', 'later = "name"', "“name”不是日期列"),
            ("[[order]]\n", "[order]\n", "“order”应写成 [[order]] 各节"),
        ],
    )
    def test_are_named_with_file_and_place(
        self, folder: Path, old: str, new: str, said: str
    ) -> None:
        told = refusal_of(folder, (old, new))
        assert "firms.toml" in told
        assert said in told

    def test_are_all_named_at_once(self, folder: Path) -> None:
        told = refusal_of(
            folder, ('unit  = "万元"', 'unit = "斤"'), ('id    = "firms"', 'id = "x"')
        )
        assert "斤" in told
        assert "id 应与文件同名" in told

    def test_a_file_that_is_no_toml_does_not_hide_the_others(self, folder: Path) -> None:
        (folder / "loans.toml").write_text("id = ", "utf-8")
        (folder / "claims.toml").write_text('id = "claims"', "utf-8")
        with pytest.raises(Refusal) as caught:
            load_sheets(folder)
        told = str(caught.value)
        assert "loans.toml" in told
        assert "claims.toml" in told

    def test_a_column_without_a_name_of_its_own_is_counted(self, folder: Path) -> None:
        assert "第2列" in refusal_of(folder, ('key   = "capital"', "key = 5"))

    def test_a_sound_folder_gives_its_lists_by_name(self, folder: Path) -> None:
        assert list(load_sheets(folder)) == ["firms"]


def test_a_column_may_be_made_by_hand() -> None:
    assert ColumnSpec("a", "甲", "day").month_only == ""
