"""A county's list beside what the office already knows: what each row would change.

Called by the import and by its preview, so that both say the same. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.enterprises import (
    ENTERPRISE_FIELDS,
    LEGAL_FORMS,
    AdmissionFacts,
    Figures,
    Industry,
    Listing,
    Qualification,
    Standing,
    StretchOfClass,
    Term,
    overlapping,
)
from kcdesk.domain.schemes.asking import facts_named
from kcdesk.domain.schemes.picking import code_of
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, show, slots_of
from kcdesk.kernel.money import Money
from kcdesk.store.tables.enterprises import (
    ClassRow,
    ContactRow,
    EnterpriseRow,
    ListingRow,
    ProfileRow,
    QualificationRow,
)
from kcdesk.work.commands.enterprises.admissions import judged, refuse_banned, with_known
from kcdesk.work.commands.enterprises.records import COLUMNS
from kcdesk.work.context import Read

FIRM_FIELDS = (
    "name", "legal_rep", "legal_rep_id", "registered_on", "registered_capital", "region",
    "address", "industry", "main_business", "staff_count", "revenue", "total_assets", "officer",
)  # fmt: skip

PROFILE_FIELDS = ("region_code", "legal_form", "size_industry", "chain", "park")


@dataclass(frozen=True, kw_only=True)
class ListedFirm:
    """One accepted row of the list. An empty cell says nothing and changes nothing."""

    row_number: Annotated[int, Field("whole", "表格行号")] = 0
    """Where it stands in the sheet; 0 when it comes from elsewhere."""
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    legal_rep: Annotated[str, Field("text", "法定代表人")] = ""
    legal_rep_id: Annotated[str, Field("resident_id", "法定代表人身份证号")] = ""
    registered_on: Annotated[date | None, Field("day", "成立日期")] = None
    registered_capital: Annotated[Money | None, Field("money", "注册资本", unit="万元")] = None
    region: Annotated[str, Field("text", "注册地（镇街）")] = ""
    address: Annotated[str, Field("text", "注册地址")] = ""
    industry: Annotated[str, Field("text", "所属行业")] = ""
    main_business: Annotated[str, Field("text", "主营业务")] = ""
    staff_count: Annotated[int | None, Field("whole", "职工人数")] = None
    revenue: Annotated[Money | None, Field("money", "上年营业收入", unit="万元")] = None
    total_assets: Annotated[Money | None, Field("money", "资产总额", unit="万元")] = None
    officer: Annotated[str, Field("text", "联络专员")] = ""
    contact_name: Annotated[str, Field("text", "联系人")] = ""
    contact_phone: Annotated[str, Field("phone", "联系电话")] = ""
    qualification: Annotated[str, Field("code", "资质类型", source="qualification_kinds")] = ""
    certificate_no: Annotated[str, Field("text", "证书编号")] = ""
    document_no: Annotated[str, Field("text", "认定文号")] = ""
    from_on: Annotated[date | None, Field("day", "认定日期")] = None
    until_on: Annotated[date | None, Field("day", "有效期至")] = None
    region_code: Annotated[str, Field("text", "行政区划代码")] = ""
    legal_form: Annotated[str, Field("code", "主体形式", source="legal_forms")] = ""
    size_industry: Annotated[str, Field("code", "划型行业", source="size_industries")] = ""
    chain: Annotated[str, Field("text", "重点产业链")] = ""
    park: Annotated[str, Field("text", "园区或平台")] = ""
    enterprise_class: Annotated[str, Field("code", "入库企业类别", source="class_kinds")] = ""
    class_from_on: Annotated[date | None, Field("day", "类别认定日期")] = None
    class_document_no: Annotated[str, Field("text", "类别认定文号")] = ""

    @property
    def unkept(self) -> str:
        """What of the row is not taken over, because a qualification needs its kind and its day."""
        if self.enterprise_class and self.class_from_on is None:
            return "没有类别认定日期，类别不登记"
        if self.qualification and self.from_on is None:
            return "没有认定日期，资质不登记"
        told = (self.certificate_no, self.document_no, self.from_on, self.until_on)
        return "没有资质类型，证书和日期不登记" if not self.qualification and any(told) else ""


@dataclass(frozen=True)
class Sorted:
    """What an import would do to one row."""

    status: str
    """``new``, ``changed`` or ``unchanged``."""
    differences: tuple[tuple[str, str, str], ...]
    """Label, old, new."""


@dataclass
class Known:
    """What the office knows of its firms: by credit code, the rest by the firm's id.

    An import notes what it adds, so that a firm that stands on the list twice is met again.
    """

    firms: dict[str, EnterpriseRow]
    contacts: set[tuple[int, str, str]] = field(default_factory=set)
    qualifications: dict[int, list[Qualification]] = field(default_factory=dict)
    spans: dict[int, list[Listing]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """The programme's labels of qualifications and their codes."""
    classes: dict[int, set[tuple[str, date]]] = field(default_factory=dict)
    class_kinds: dict[str, str] = field(default_factory=dict)
    profiles: dict[int, ProfileRow] = field(default_factory=dict)

    def kind(self, firm: ListedFirm) -> str:
        """The code of a row's qualification, which may be written by its label."""
        return self.kinds.get(firm.qualification, firm.qualification)

    def has_contact(self, enterprise_id: int, firm: ListedFirm) -> bool:
        """Whether a row's contact says nothing new."""
        if not firm.contact_name and not firm.contact_phone:
            return True
        return (enterprise_id, firm.contact_name, firm.contact_phone) in self.contacts

    def has_qualification(self, enterprise_id: int, firm: ListedFirm) -> bool:
        """Whether a row's qualification says nothing new (or not enough to be kept)."""
        if not firm.qualification or firm.from_on is None:
            return True
        held = self.qualifications.get(enterprise_id, ())
        return any((q.kind, q.from_on) == (self.kind(firm), firm.from_on) for q in held)

    def has_class(self, enterprise_id: int, firm: ListedFirm) -> bool:
        """Whether a row's class says nothing new (or not enough to be kept)."""
        if not firm.enterprise_class or firm.class_from_on is None:
            return True
        code = self.class_kinds.get(firm.enterprise_class, firm.enterprise_class)
        return (code, firm.class_from_on) in self.classes.get(enterprise_id, set())

    def is_listed(self, enterprise_id: int, on: date) -> bool:
        """Whether a firm is on the list already, that day or from a later one on."""
        return overlapping(self.spans.get(enterprise_id, []), Listing(on)) is not None


def known_firms(read: Read) -> Known:
    """Load it in a few selects, however long the list is."""
    known = Known({r.uscc: r for r in read.all(select(EnterpriseRow))})
    known.contacts = {(c.enterprise_id, c.name, c.phone) for c in read.all(select(ContactRow))}
    for q in read.all(select(QualificationRow)):
        held = known.qualifications.setdefault(q.enterprise_id, [])
        held.append(Qualification(q.kind, q.from_on, q.until_on))
    for span in read.all(select(ListingRow)):
        spans = known.spans.setdefault(span.enterprise_id, [])
        spans.append(Listing(span.from_on, span.until_on))
    for row in read.all(select(ClassRow)):
        known.classes.setdefault(row.enterprise_id, set()).add((row.kind, row.from_on))
    known.profiles = {p.enterprise_id: p for p in read.all(select(ProfileRow))}
    scheme = read.scheme()
    known.kinds = {k.label: k.code for k in scheme.qualifications.values()}
    known.class_kinds = {k.label: k.code for k in scheme.classes.values()}
    return known


def sort_firm(firm: ListedFirm, row: EnterpriseRow | None, known: Known) -> Sorted:
    """New, changed or unchanged, with every difference."""
    if row is None:
        return Sorted("new", ())
    differences = list(_differences(firm, row))
    if not known.has_contact(row.id, firm):
        differences.append(("联系人", "", f"{firm.contact_name} {firm.contact_phone}".strip()))
    if not known.has_qualification(row.id, firm):
        code = known.kind(firm)
        label = next((k for k, v in known.kinds.items() if v == code), code)
        differences.append(("资质", "", label))
    if not known.has_class(row.id, firm):
        differences.append(("企业类别", "", firm.enterprise_class))
    differences.extend(_profile_differences(firm, known.profiles.get(row.id)))
    return Sorted("changed" if differences else "unchanged", tuple(differences))


def filled(firm: ListedFirm) -> dict[str, Any]:
    """What a row says of the firm itself."""
    values = {name: getattr(firm, name) for name in FIRM_FIELDS}
    return {k: v for k, v in values.items() if v not in ("", None)}


def filled_profile(firm: ListedFirm) -> dict[str, str]:
    """What a row says of how the firm is classified."""
    return {name: getattr(firm, name) for name in PROFILE_FIELDS if getattr(firm, name)}


def _profile_differences(
    firm: ListedFirm, row: ProfileRow | None
) -> Iterator[tuple[str, str, str]]:
    for name, value in filled_profile(firm).items():
        old = "" if row is None else getattr(row, name)
        if old != value:
            told = _LISTED[name]
            yield told.label, _SAID.get(old, old), _SAID.get(value, value)


_SAID = {form.value: form.label for form in LEGAL_FORMS}
_LISTED = {slot.name: slot.field for slot in slots_of(ListedFirm)}


def _differences(firm: ListedFirm, row: EnterpriseRow) -> Iterator[tuple[str, str, str]]:
    for name, value in filled(firm).items():
        old = getattr(row, COLUMNS.get(name, name))
        if old != value:
            told = _LISTED[name]
            unit = told.unit if isinstance(value, Money) else ""
            shown = f"{show(old, told)}{unit}" if old not in ("", None) else ""
            yield told.label, shown, f"{show(value, told)}{unit}"


_FIGURES = frozenset({"enterprise.staff", "enterprise.revenue", "enterprise.assets"})


class Admissions:
    """Whether firms may come onto the list on one day by one document; like cases judged once."""

    def __init__(self, scheme: Scheme, on: date, document_no: str) -> None:
        self.on, self.document_no = on, document_no
        self.facts = AdmissionFacts(on, document_no)
        self._scheme = scheme
        self._judged: dict[tuple[object, ...], Term | tuple[Problem, ...]] = {}
        asked = facts_named(
            [
                *(c for c in scheme.conditions if "admission" in c.events),
                *(spec for spec in scheme.sums.values() if spec.event == "admission"),
            ]
        )
        keyed = {fact for p in scheme.parameters.values() for fact in (*p.clock, p.key)}
        self._telling = [f for f in ENTERPRISE_FIELDS if f not in _FIGURES - asked - keyed]
        """Facts by which cases differ: hardly two firms have the same figures."""

    def judge(self, standing: Standing) -> Term | tuple[Problem, ...]:
        """How long an admission is good for, or what speaks against the firm."""
        facts = with_known(self._scheme, self.facts, standing)
        is_banned = any(ban.holds(self.on) for ban in standing.bans)
        case = (is_banned, *(facts.known[fact] for fact in self._telling))
        if case not in self._judged:
            try:
                refuse_banned("这家企业", standing, self.on)
                self._judged[case] = judged(self._scheme, facts)
            except Refusal as refusal:
                self._judged[case] = refusal.problems
        return self._judged[case]

    def problems(self, standing: Standing) -> tuple[Problem, ...]:
        """What speaks against a firm; nothing when it may come in."""
        found = self.judge(standing)
        return () if isinstance(found, Term) else found


def standing_with(
    firm: ListedFirm,
    known: Standing | None,
    kind: str,
    scheme: Scheme,
    industries: Mapping[str, Industry],
) -> Standing:
    """What is known of a firm once its row has been taken over."""
    before = known or Standing()
    held = list(before.qualifications)
    if firm.qualification and firm.from_on is not None:
        lasts = scheme.qualifications[kind].lasts if kind in scheme.qualifications else None
        until = firm.until_on or (None if lasts is None else lasts.until(firm.from_on))
        if all((q.kind, q.from_on) != (kind, firm.from_on) for q in held):
            held.append(Qualification(kind, firm.from_on, until))
    was = before.latest
    return replace(
        before,
        qualifications=tuple(held),
        latest=Figures(
            was.staff if firm.staff_count is None else firm.staff_count,
            was.revenue if firm.revenue is None else firm.revenue,
            was.assets if firm.total_assets is None else firm.total_assets,
        ),
        region_code=firm.region_code or before.region_code,
        legal_form=firm.legal_form or before.legal_form,
        industry=industries.get(firm.size_industry, before.industry),
        classes=(*before.classes, *_class_of(firm, scheme)),
    )


def _class_of(firm: ListedFirm, scheme: Scheme) -> tuple[StretchOfClass, ...]:
    code = code_of(scheme.classes, firm.enterprise_class)
    if code is None or firm.class_from_on is None:
        return ()
    return (StretchOfClass(code, firm.class_from_on),)
