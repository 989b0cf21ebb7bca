"""Programmes of one's own: copied from another, edited, checked, carried on a USB stick.

They lie in a folder of the person at this PC and are offered when an office is founded; an
office keeps the text it adopted in its own file, whatever happens here later. These are files,
not records: no office need be open, and nothing stands in a journal.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from kcdesk.files.atomic import replace_file
from kcdesk.files.disk_faults import said_plainly
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.packs.library import SCHEME_FILE, Library
from kcdesk.packs.scheme_edit import retitled
from kcdesk.packs.toml_reader import read_toml
from kcdesk.work.proofing import proofread

_ID = re.compile(r"[a-z][a-z0-9_]{1,30}")
SHIPPED, OWN = "程序自带", "自建"


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme an office may be founded under, and whether its text is sound."""

    id: Annotated[int, Field("whole", "序号")]
    code: Annotated[str, Field("text", "编号")]
    title: Annotated[str, Field("text", "方案")]
    region: Annotated[str, Field("text", "县（市、区）")]
    origin: Annotated[str, Field("text", "来源")]
    clause_count: Annotated[int, Field("whole", "条款", unit="条")]
    state: Annotated[str, Field("text", "检查结果")]
    is_own: Annotated[bool, Field("flag", "自建")]


@dataclass(frozen=True)
class SchemeCopy:
    """What a copied programme is called."""

    id: Annotated[str, Field("text", "编号", hint="小写英文字母、数字、下划线，例如 haiyan")]
    title: Annotated[str, Field("text", "方案名称")]
    region: Annotated[str, Field("text", "县（市、区）")]


def programmes(library: Library) -> tuple[ProgrammeLine, ...]:
    """Every programme; a broken one of one's own is listed with what is wrong."""
    own = library.own_ids()
    lines = []
    for number, code in enumerate(library.scheme_ids(), 1):
        origin = OWN if code in own else SHIPPED
        try:
            proof = proofread(library, library.scheme_text(code))
        except Fault as fault:
            lines.append(
                ProgrammeLine(number, code, code, "", origin, 0, fault.message, code in own)
            )
            continue
        if proof.pack is None:
            state, title, region, count = f"有{len(proof.problems)}处写错，不能采用", code, "", 0
        else:
            scheme = proof.pack.scheme
            title, region, count = scheme.title, scheme.region, len(scheme.clauses)
            state = f"有{len(proof.problems)}处不符，不能采用" if proof.problems else "可以采用"
        lines.append(ProgrammeLine(number, code, title, region, origin, count, state, code in own))
    return tuple(lines)


def copy_scheme(library: Library, source: str, copy: SchemeCopy) -> str:
    """Copy a programme under a name of its own; returns the new id. Raises Refusal or Fault."""
    _refuse_id(library, copy.id)
    text = retitled(
        library.scheme_text(source),
        id_=copy.id,
        title=copy.title.strip(),
        region=copy.region.strip(),
    )
    return _keep(library, copy.id, text)


def save_scheme(library: Library, scheme_id: str, text: str) -> int:
    """Keep an own programme as it stands, sound or not; returns how many slips it has.

    What is half done may be kept; only a sound one can be adopted by an office.
    """
    if scheme_id not in library.own_ids():
        raise Refusal.of(
            "程序自带的方案不能改。", cure="请先复制为自建方案，再修改。", code="scheme.shipped"
        )
    _keep(library, scheme_id, text)
    return len(proofread(library, text).problems)


def import_scheme(library: Library, file: Path) -> str:
    """Take a programme from a file; returns its id. Raises Refusal when its id is taken."""
    head = read_toml(file, "方案").get("scheme", {})
    text = file.read_text("utf-8-sig")
    scheme_id = str(head.get("id", "")) if isinstance(head, dict) else ""
    _refuse_id(library, scheme_id)
    return _keep(library, scheme_id, text)


def export_scheme(library: Library, scheme_id: str, file: Path) -> Path:
    """Write a programme's text to a file, for another PC. Raises Fault when it can't be."""
    replace_file(file, library.scheme_text(scheme_id).encode())
    return file


def remove_scheme(library: Library, scheme_id: str) -> None:
    """Take an own programme away; offices that adopted it keep their text."""
    if scheme_id not in library.own_ids():
        raise Refusal.of("程序自带的方案不能删除。", code="scheme.shipped")
    folder = library.scheme_file(scheme_id).parent
    with said_plainly(folder, writing=True):
        shutil.rmtree(folder)


def _refuse_id(library: Library, scheme_id: str) -> None:
    if _ID.fullmatch(scheme_id) is None:
        raise Refusal.of(
            f"“{scheme_id}”不能作方案编号。",
            cure="请用小写英文字母开头，只用小写字母、数字和下划线，2到31个字符。",
            field="id",
            code="scheme.id",
        )
    if scheme_id in library.scheme_ids():
        raise Refusal.of(
            f"编号“{scheme_id}”已经有方案在用。",
            cure="请换一个编号；要替换自建的方案，请先删除它。",
            field="id",
            code="scheme.id",
        )


def _keep(library: Library, scheme_id: str, text: str) -> str:
    assert library.own_schemes is not None, "the wiring names a folder for own programmes"
    folder = library.own_schemes / scheme_id
    with said_plainly(folder, writing=True):
        folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / SCHEME_FILE, text.encode())
    return scheme_id
