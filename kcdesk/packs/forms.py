"""What a printed paper is: its title, subject, copies, repeats and how its blanks may fit.

Reads ``<form>/form.toml``; called by the painters in files, by work's print commands and by the
form check. The drawing itself (``layout.xlsx`` or ``letter.md``) is the painters' business. A key
nobody knows is refused with the nearest one, so that a slip of the pen never changes a paper in
silence. The office's own folder overrides a shipped form of the same id.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import Piece, nearest
from kcdesk.packs.form_repeats import DOTTED, Repeat, repeats_of
from kcdesk.packs.form_tables import FormTable, Rows
from kcdesk.packs.toml_reader import read_toml

STAGES: Final = (
    "schemes", "people", "partners", "fund", "enterprises", "applications", "loans", "claims",
    "meetings", "payouts", "recoveries", "documents", "reports", "audit", "safekeeping",
)  # fmt: skip

DRAWINGS: Final[Mapping[str, Literal["layout", "letter"]]] = {
    "layout.xlsx": "layout",
    "letter.md": "letter",
}

RECORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "partners": ("agreement", "suspension", "deposit"),
    "enterprises": ("list", "bans"),
    "loans": ("extension", "bank"),
    "recoveries": ("year",),
    "fund": ("top_up",),
    "reports": ("month", "quarter", "year"),
}
"""What a form of a stage may be about (`of`), beside the stage's own record."""

_NO_PAPERS: Final = {"schemes", "people", "documents", "audit", "safekeeping"}
"""Stages a paper of the office's own has no values for."""

_KEYS: Final = {
    "id", "title", "subject", "of", "number", "document", "copies", "clauses", "is_signed",
    "is_general", "words", "repeat", "fit", "empty", "keep", "letter",
}  # fmt: skip
_WAYS: Final[Mapping[str, Literal["wrap", "shrink", "refuse"]]] = {
    "wrap": "wrap",
    "shrink": "shrink",
    "refuse": "refuse",
}
_OLD_SHEETS: Final = (".xls", ".et", ".ett", ".xlsm", ".xltx", ".ods", ".csv")
_TEXTS: Final = (".docx", ".doc", ".wps", ".rtf")
_CELLS: Final = re.compile(r"[A-Z]{1,2}[1-9]\d{0,4}(:[A-Z]{1,2}[1-9]\d{0,4})?")


@dataclass(frozen=True, slots=True)
class Fit:
    """What a blank's text may do when it does not fit; `points` is the smallest size."""

    blank: str
    how: Literal["wrap", "shrink", "refuse"]
    points: int = 0


@dataclass(frozen=True, slots=True)
class Empty:
    """Cells that stay empty for a signature or a seal."""

    cells: str
    what: str


@dataclass(frozen=True)
class FormSpec:
    """One printed paper, as its folder declares it.

    `revision` is the sha256 of form.toml and the drawing: the print log keeps it. `number` is
    the form's own number (表号), `document` the text that numbers one paper (申请编号 …), cut
    into literals and blanks. `letter` is the table of that name, for the letter engine to read.
    `of` says which record of the stage it is about; a paper nobody signs (a ledger, a list) is
    not `is_signed`; one that is not `is_general` is offered only where the programme names it.
    `words` are texts for blanks ``words.…`` that a programme may put in its own way.
    """

    id: str
    title: str
    subject: str
    engine: Literal["layout", "letter"]
    folder: Path
    revision: str
    of: str = ""
    number: str = ""
    document: tuple[Piece, ...] = ()
    copies: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    fits: Mapping[str, Fit] = field(default_factory=dict)
    empties: tuple[Empty, ...] = ()
    keeps: tuple[Rows, ...] = ()
    letter: Mapping[str, Any] = field(default_factory=dict)
    is_signed: bool = True
    is_general: bool = True
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def drawing(self) -> Path:
        """The file it is drawn in."""
        return self.folder / next(n for n, engine in DRAWINGS.items() if engine == self.engine)


def load_forms(*folders: Path) -> Mapping[str, FormSpec]:
    """Every form of the folders by id; a later folder overrides an earlier one.

    Raises one `Refusal` naming everything that is wrong. A folder that does not exist is empty.
    """
    specs, problems = survey_forms(*folders)
    if problems:
        raise Refusal(*problems)
    return specs


def survey_forms(*folders: Path) -> tuple[Mapping[str, FormSpec], tuple[Problem, ...]]:
    """As `load_forms`, but the sound forms and the problems side by side.

    A form the office has changed and spoilt is not printed the shipped way behind its back: it
    is missing from the sound ones until it is put right.
    """
    specs: dict[str, FormSpec] = {}
    problems: list[Problem] = []
    for folder in folders:
        for form in form_folders(folder):
            try:
                specs[form.name] = load_form(form)
            except Refusal as refusal:
                specs.pop(form.name, None)
                problems.extend(refusal.problems)
    return specs, tuple(problems)


def form_folders(folder: Path) -> tuple[Path, ...]:
    """The folders that hold a form, or would but for the name of a file."""
    if not folder.is_dir():
        return ()
    inside = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    return tuple(p for p in inside if is_form_folder(p))


def is_form_folder(folder: Path) -> bool:
    """Whether a folder is meant to be a form: it holds a text or a spreadsheet of any sort."""
    kinds = {".toml", ".txt", ".md", ".xlsx", *_OLD_SHEETS, *_TEXTS}
    return folder.is_dir() and any(
        p.is_file() and p.suffix.lower() in kinds for p in folder.iterdir()
    )


def renamed(folder: Path, wanted: str) -> str:
    """What to do when a file lies there under another ending; empty when none does.

    Notepad adds ``.txt`` where nobody sees it, and a drawing may have been kept as another sort.
    """
    stem, _, ending = wanted.rpartition(".")
    others = {f"{wanted}.txt", f"{stem}.txt", f"{wanted}.{ending}"}
    there = next((p.name for p in sorted(folder.iterdir()) if p.name.lower() in others), "")
    if not there:
        return ""
    return (
        f"现在的文件名是 {there}，请改名为 {wanted}；"
        "看不见后缀的，先在文件夹的“查看”里勾选“文件扩展名”。"
    )


def load_form(folder: Path) -> FormSpec:
    """The form of one folder. Raises one `Refusal` naming everything that is wrong in it."""
    spec, problems = examine_form(folder)
    if problems or spec is None:
        raise Refusal(*problems)
    return spec


def examine_form(folder: Path) -> tuple[FormSpec | None, tuple[Problem, ...]]:
    """As `load_form`, but the form as far as it could be read beside what is wrong with it."""
    if not (folder / "form.toml").is_file():
        cure = renamed(folder, "form.toml") or "请写一份，或从相近的表单复制来改。"
        missing = f"文件夹 {folder.name}：没有 form.toml，不能打印。"
        return None, (Problem(missing, cure, code="form.toml"),)
    try:
        raw = read_toml(folder / "form.toml", "文书")
    except Refusal as refusal:
        return None, refusal.problems
    table = FormTable(f"文书“{folder.name}”的 form.toml", raw)
    table.only(_KEYS)
    engine = _engine(folder, table)
    if table.text("id") != folder.name:
        table.wrong("id", f"应与文件夹同名，写成“{folder.name}”")
    subject = table.text("subject")
    if subject and subject not in STAGES:
        known = f"可写 {'、'.join(s for s in STAGES if s not in _NO_PAPERS)}。"
        table.wrong("subject", f"没有“{subject}”这个环节", nearest(subject, STAGES) or known)
    of = table.text("of", "")
    if of and of not in RECORDS.get(subject, ()):
        known = "、".join(RECORDS.get(subject, ()))
        table.wrong("of", f"不能写成“{of}”", f"可写 {known}。" if known else "请删去这一项。")
    spec = FormSpec(
        id=folder.name,
        title=table.text("title"),
        subject=subject,
        of=of,
        engine=engine,
        folder=folder,
        revision=_revision(folder),
        number=table.text("number", ""),
        document=table.pieces("document"),
        copies=table.texts("copies"),
        clauses=table.texts("clauses"),
        repeats=repeats_of(table.tables("repeat")),
        fits={f.blank: f for f in (_fit(t) for t in table.tables("fit"))},
        empties=tuple(e for t in table.tables("empty") if (e := _empty(t))),
        keeps=tuple(rows for t in table.tables("keep") if (rows := _keep(t))),
        letter=table.table("letter"),
        is_signed=table.flag("is_signed"),
        is_general=table.flag("is_general"),
        words=table.words("words"),
    )
    return spec, tuple(table.problems)


def _engine(folder: Path, table: FormTable) -> Literal["layout", "letter"]:
    found = [name for name in DRAWINGS if (folder / name).is_file()]
    if len(found) == 1:
        return DRAWINGS[found[0]]
    names = " 或 ".join(DRAWINGS)
    table.problems.append(
        Problem(
            f"{table.where}：文件夹里{'有不止一个版式文件' if found else '没有版式文件'}。",
            _other_drawing(folder) or f"请只放一个 {names}。",
            code="form.drawing",
        )
    )
    return "layout"


def _other_drawing(folder: Path) -> str:
    """What to do with a spreadsheet or text that is there under another name; empty if none."""
    if any((folder / name).is_file() for name in DRAWINGS):
        return ""
    if cure := renamed(folder, "layout.xlsx") or renamed(folder, "letter.md"):
        return cure
    files = sorted(p for p in folder.iterdir() if not p.name.startswith(("~$", ".")))
    for file in files:
        if file.suffix.lower() == ".xlsx":
            return f"请把 {file.name} 改名为 layout.xlsx。"
    for file in files:
        if file.suffix.lower() in _OLD_SHEETS:
            return f"请用 WPS 打开 {file.name}，另存为 .xlsx 格式，文件名 layout.xlsx。"
        if file.suffix.lower() in _TEXTS:
            return f"{file.name} 不能用作版式；公文的正文请用记事本写在 letter.md 里。"
    return ""


def _revision(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in ("form.toml", *DRAWINGS):
        if (folder / name).is_file():
            digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()


def _fit(table: FormTable) -> Fit:
    table.only({"blank", "how", "to"})
    how = table.text("how")
    if how and how not in _WAYS:
        table.wrong(
            "how", f"不能写成“{how}”", "可写 wrap（换行）、shrink（缩小）或 refuse（拒绝）。"
        )
    points = table.whole("to", 8, 72, least=6) if how == "shrink" else 0
    if how != "shrink" and "to" in table.raw:
        table.wrong("to", '只用于 how = "shrink"')
    blank = table.matching("blank", DOTTED, "enterprise.name")
    return Fit(blank, _WAYS.get(how, "refuse"), points)


def _empty(table: FormTable) -> Empty | None:
    table.only({"cells", "what"})
    cells, what = table.matching("cells", _CELLS, "B20 或 B20:D21"), table.text("what")
    return Empty(cells, what) if _CELLS.fullmatch(cells) else None


def _keep(table: FormTable) -> Rows | None:
    table.only({"rows"})
    return table.rows("rows")
