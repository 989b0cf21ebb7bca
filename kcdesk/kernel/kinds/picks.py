"""Kinds that are picked from what is there: options, declared codes, rows of other tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kcdesk.kernel.kinds.field import Field, Kind, Within, fail, narrow
from kcdesk.kernel.kinds.words import Text, folded


class Choice(Kind[str]):
    """One of the field's options, given by its value or its label."""

    name, label = "choice", "选项"

    def parse(self, text: str, field: Field, within: Within) -> str:
        clean = folded(text)
        for option in field.options:
            if clean in (folded(option.value), folded(option.label)):
                return option.value
        labels = "、".join(o.label for o in field.options)
        raise fail(f"“{text.strip()}”不在选项内。", f"请从下列选项中选：{labels}。", "kind.choice")

    def show(self, value: str, field: Field) -> str:
        return next((o.label for o in field.options if o.value == value), value)

    def plain(self, value: str, field: Field) -> str:
        return value


class Code(Text):
    """A word the scheme pack declares (a qualification, a material); the handler checks it."""

    name, label = "code", "代码"


class Codes(Kind[tuple[str, ...]]):
    """Several of them: the boxes ticked."""

    name, label = "codes", "多选"
    _one = Code()

    def parse(self, text: str, field: Field, within: Within) -> tuple[str, ...]:
        return self.take(re.split(r"[\s,，、;；]+", text), field, within)

    def take(self, raw: object, field: Field, within: Within) -> tuple[str, ...]:
        if isinstance(raw, Sequence) and not isinstance(raw, str):
            codes = (self._one.take(code, field, within) for code in raw)
            return tuple(dict.fromkeys(code for code in codes if code))
        return super().take(raw, field, within)

    def show(self, value: tuple[str, ...], field: Field) -> str:
        return "、".join(value)

    def plain(self, value: tuple[str, ...], field: Field) -> list[str]:
        return list(value)


class Record(Kind[int]):
    """A row of another table, by its id."""

    name, label = "record", "记录"

    def parse(self, text: str, field: Field, within: Within) -> int:
        clean = narrow(text)
        if not re.fullmatch(r"\d{1,15}", clean, re.ASCII):
            raise fail(f"“{text.strip()}”不是记录编号。", "请从列表中选择。", "kind.record")
        return int(clean)

    def take(self, raw: object, field: Field, within: Within) -> int:
        if type(raw) is int:
            return self.parse(str(raw), field, within)
        return super().take(raw, field, within)

    def plain(self, value: int, field: Field) -> int:
        return value


class Records(Kind[tuple[int, ...]]):
    """Several rows, by id."""

    name, label = "records", "多条记录"
    _one = Record()

    def parse(self, text: str, field: Field, within: Within) -> tuple[int, ...]:
        return self.take([p for p in re.split(r"[\s,、]+", narrow(text)) if p], field, within)

    def take(self, raw: object, field: Field, within: Within) -> tuple[int, ...]:
        if isinstance(raw, Sequence) and not isinstance(raw, str):
            return tuple(dict.fromkeys(self._one.take(r, field, within) for r in raw))
        return super().take(raw, field, within)

    def show(self, value: tuple[int, ...], field: Field) -> str:
        return "、".join(str(v) for v in value)

    def plain(self, value: tuple[int, ...], field: Field) -> list[int]:
        return list(value)
