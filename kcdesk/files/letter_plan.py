"""Reads the ``[letter]`` table of a form: what stands around a letter's text.

Called by the letter engine only. Every entry is a line with blanks, like the letter's own text.
An entry nobody knows, or that its kind of letter does not have, is refused with the nearest one.
Where the lines stand on paper is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from kcdesk.files.letter_nodes import Node, Paragraph
from kcdesk.files.letter_text import read_letter, read_line
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.packs.blanks import nearest
from kcdesk.packs.forms import FormSpec

Kind = Literal["公文", "信函", "纪要"]
KINDS: Final[tuple[Kind, ...]] = ("公文", "信函", "纪要")

_SINGLE: Final = (
    "mark",
    "number",
    "approver",
    "issuer",
    "issued_on",
    "title",
    "to",
    "signer",
    "signed_on",
    "note",
    "imprint_by",
    "imprint_on",
)
_SEVERAL: Final = ("attachments", "imprint")
_SEALED: Final = "is_sealed"
_ONLY_MINUTES: Final = ("issuer", "issued_on")
_NEVER_MINUTES: Final = ("approver", "to", "signer", "signed_on", _SEALED)
_NEVER_LETTER: Final = ("approver", "imprint_by", "imprint_on")


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """A letter as its folder declares it; a line that is not declared has no parts.

    `mark` is the red name on top (发文机关标志), `number` the 发文字号 or 编号, `approver` the
    签发人 of a paper that goes up, `issuer` and `issued_on` the line over the red rule of minutes, `to` the 主送, `signer` and `signed_on`
    the 落款 with its date (`is_sealed`: under a seal), `note` the 附注; `imprint` the lines of the 版记 (抄送：… 分送：…),
    `imprint_by` and `imprint_on` its last line.
    """

    kind: Kind
    is_sealed: bool
    nodes: tuple[Node, ...]
    mark: Paragraph
    number: Paragraph
    approver: Paragraph
    issuer: Paragraph
    issued_on: Paragraph
    title: Paragraph
    to: Paragraph
    signer: Paragraph
    signed_on: Paragraph
    note: Paragraph
    imprint_by: Paragraph
    imprint_on: Paragraph
    attachments: tuple[Paragraph, ...]
    imprint: tuple[Paragraph, ...]


def read_plan(spec: FormSpec) -> LetterPlan:
    """The plan of a form whose engine is ``letter``.

    Raises one `Refusal` naming everything that is wrong, a `Fault` when letter.md is gone.
    """
    try:
        # Notepad puts a byte order mark before the text.
        text = spec.drawing.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as broken:
        raise Fault(
            f"文书“{spec.title}”的 letter.md 读不出来。",
            cure="请用记事本打开，另存为，编码选 UTF-8；打不开的，从备份里找回。",
            code="letter.file",
        ) from broken
    problems: list[Problem] = []
    nodes: tuple[Node, ...] = ()
    try:
        nodes = read_letter(text, f"文书“{spec.id}”的 letter.md ")
    except Refusal as refusal:
        problems += refusal.problems
    table = _Table(f"文书“{spec.id}”的 form.toml [letter]", spec.letter, problems)
    plan = table.plan(nodes)
    if problems:
        raise Refusal(*problems)
    return plan


class _Table:
    def __init__(self, where: str, raw: Mapping[str, Any], problems: list[Problem]) -> None:
        self._where = where
        self._raw = raw
        self._problems = problems

    def plan(self, nodes: tuple[Node, ...]) -> LetterPlan:
        kind = self._kind()
        self._known(kind)
        singles = {name: self._line(name, self._raw.get(name, "")) for name in _SINGLE}
        several = {name: self._lines(name) for name in _SEVERAL}
        if not self._raw.get("mark"):
            self._wrong(
                "mark", "没有填写", '写红色的单位名称，例如 mark = "{{ office.host_unit }}"。'
            )
        sealed = self._raw.get(_SEALED, True)
        if not isinstance(sealed, bool):
            self._wrong(_SEALED, "应写 true（盖章）或 false（不盖章）")
        is_sealed = sealed is not False
        return LetterPlan(kind, is_sealed, nodes, **singles, **several)  # type: ignore[arg-type]

    def _kind(self) -> Kind:
        written = self._raw.get("kind")
        for kind in KINDS:
            if written == kind:
                return kind
        self._wrong("kind", "应写明文书的种类", f"可写{'、'.join(KINDS)}。")
        return "公文"

    def _known(self, kind: Kind) -> None:
        known = [field.name for field in fields(LetterPlan) if field.name != "nodes"]
        barred = {
            "公文": _ONLY_MINUTES,
            "信函": (*_ONLY_MINUTES, *_NEVER_LETTER),
            "纪要": _NEVER_MINUTES,
        }[kind]
        for name in self._raw:
            if name not in known:
                self._wrong(name, "是不认识的项目", nearest(name, known))
            elif name in barred:
                self._wrong(name, f"不用于{kind}")

    def _line(self, name: str, text: object) -> Paragraph:
        if not isinstance(text, str):
            self._wrong(name, "应是一段文字")
            return Paragraph(0, (), 0)
        try:
            return read_line(text, f"{self._where} “{name}”")
        except Refusal as refusal:
            self._problems.extend(refusal.problems)
            return Paragraph(0, (), 0)

    def _lines(self, name: str) -> tuple[Paragraph, ...]:
        texts = self._raw.get(name, [])
        if not isinstance(texts, list):
            self._wrong(name, "应是文字的列表", '请写成 ["甲", "乙"]。')
            return ()
        return tuple(self._line(name, text) for text in texts)

    def _wrong(self, name: str, message: str, cure: str = "") -> None:
        self._problems.append(
            Problem(
                f"{self._where}：“{name}”{message}。",
                cure or "请改正后再检查。",
                name,
                code="letter.toml",
            )
        )
