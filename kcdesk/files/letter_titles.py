"""Breaks centred lines - titles, red names, signatures - into well-shaped ones (梯形、菱形).

Called by the letter engine's frame. Widths are counted in characters; how a line is set, and
where it stands, is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, product
from typing import Final

from kcdesk.files.line_break import break_lines, may_break

_REACH: Final = {2: 9, 3: 7, 4: 6, 5: 4, 6: 2}
"""How far from an even division a line of so many may end, in characters.

What takes more lines is no title any more and is broken without looking for a shape.
"""
_TRADE: Final = """
关于 季度 年度 月份 科创 科技 创新 贷款 信贷 企业 银行 支行 分行 担保 再担 保证 资金 专项 风险 补偿 代偿 核销
追偿 返还 申请 推荐 意向 告知 通知 通报 请示 报告 会议 联席 纪要 办法 细则 协议 合作 机构 有限 责任 股份 公司
集团 暂停 中止 恢复 取消 资格 业务 新增 划扣 补足 补充 收回 存入 逾期 清单 名单 名录 台账 备案 展期 推进 实施
管理 工作 领导 小组 办公 公室 中心 财政 技术 研究 装备 智能 制造 农商 商业 发展 改革 人民 政府 第一 第二 第三
第四 一季 二季 三季 四季 限公 任公 经济 济开 开发 发区 智装 份有 生产 提前 到期 受理 公布 印发 贴息 奖补 市场 监督 市级 科学
"""
_WORDS: Final = frozenset(_TRADE.split())
"""Words of titles that a line's end would tear apart."""
_GOOD_END: Final = frozenset("，。、；：》”）的和与暨")
_GOOD_START: Final = frozenset("《“（")
_BAD_START: Final = frozenset("的了和与")


def shaped_lines(text: str, most: int, seams: frozenset[int] = frozenset()) -> list[str]:
    """Centred text of more than `most` characters in as few lines as need be, well shaped.

    Lines that grow, shrink or bulge are liked, equal ones and hourglasses are not; a line rather
    ends at one of `seams`, after 的 or a mark, or before 《, and never inside a word of the trade
    if it can be helped. A line feed is kept.
    """
    lines: list[str] = []
    begun = 0
    for part in text.split("\n"):
        if part.strip():
            lines += _shaped(part, most, frozenset(seam - begun for seam in seams))
        begun += len(part) + 1
    return lines


def _width(text: str) -> float:
    return sum(0.5 if character < "\u2e80" and character.isalnum() else 1 for character in text)


def _shaped(text: str, most: int, seams: frozenset[int]) -> list[str]:
    if _width(text) <= most:
        return [text]
    fewest = math.ceil(_width(text) / most)
    for count in range(fewest, min(fewest + 1, max(_REACH)) + 1):
        shapes = list(_cuts(text, count, most))
        if shapes:
            return _cut(text, min(shapes, key=lambda ends: _ugliness(text, ends, seams)))
    return break_lines(text, _width, most)


def _cut(text: str, ends: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in pairwise(ends)]


def _cuts(text: str, count: int, most: int) -> Iterator[tuple[int, ...]]:
    reached = list(accumulate(map(_width, text)))
    places = [place for place in range(1, len(text)) if may_break(text, place)]
    near = [
        [
            place
            for place in places
            if abs(reached[place - 1] - reached[-1] * number / count) <= _REACH[count]
        ]
        for number in range(1, count)
    ]
    for chosen in product(*near):
        ends = (0, *chosen, len(text))
        widths = [
            reached[end - 1] - (reached[start - 1] if start else 0) for start, end in pairwise(ends)
        ]
        if all(0 < width <= most for width in widths):
            yield ends


def _ugliness(text: str, ends: Sequence[int], seams: frozenset[int]) -> float:
    widths = [_width(line) for line in _cut(text, ends)]
    ugly = 0.4 * (max(widths) - min(widths))
    for before, after in pairwise(widths):
        ugly += 2.0 if abs(before - after) < 1 else 0.0
    for at in range(1, len(widths) - 1):
        ugly += 4.0 if widths[at] < min(widths[at - 1], widths[at + 1]) else 0.0
    for end in ends[1:-1]:
        is_good = end in seams or text[end - 1] in _GOOD_END or text[end] in _GOOD_START
        ugly += 0.0 if is_good and text[end] not in _BAD_START else 8.0
        ugly += 12.0 if text[end - 1 : end + 1] in _WORDS and end not in seams else 0.0
    return ugly
