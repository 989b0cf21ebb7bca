"""What a firm can be classed as: the programme's lists and the standard's industries."""

from __future__ import annotations

from collections.abc import Mapping

from kcdesk.domain.enterprises import LEGAL_FORMS
from kcdesk.domain.schemes.parts import Item
from kcdesk.work.context import Read
from kcdesk.work.query import OptionLine, query


@query("企业类别")
def class_kinds(read: Read) -> tuple[OptionLine, ...]:
    """The programme's classes of firms."""
    return _options(read.scheme().classes)


@query("不良记录类型")
def incident_kinds(read: Read) -> tuple[OptionLine, ...]:
    """What the programme asks about a firm's record."""
    return _options(read.scheme().incidents)


@query("企业标签种类")
def tag_kinds(read: Read) -> tuple[OptionLine, ...]:
    """The programme's tags; none when a tag is free text."""
    return _options(read.scheme().tags)


@query("重点产业链")
def chain_kinds(read: Read) -> tuple[OptionLine, ...]:
    """The programme's chains; none when a chain is free text."""
    return _options(read.scheme().chains)


@query("主体形式")
def legal_forms(_read: Read) -> tuple[OptionLine, ...]:
    """What a firm can be in law."""
    return tuple(OptionLine(o.value, o.label) for o in LEGAL_FORMS)


@query("划型行业")
def size_industries(read: Read) -> tuple[OptionLine, ...]:
    """The industries of the national standard of sizes."""
    return tuple(OptionLine(i.code, i.label) for i in read.library.industries.values())


def _options(items: Mapping[str, Item]) -> tuple[OptionLine, ...]:
    return tuple(OptionLine(i.code, i.label) for i in items.values())
