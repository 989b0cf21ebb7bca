"""Which font draws which character on paper.

Called by the form and letter painters and by screens that warn about stand-ins. Five roles are
known to layouts; on the clerk's PC they are the faces official documents ask for, elsewhere (and
whenever the same bytes are wanted everywhere) the shipped ones stand in. A character the role's
face lacks is drawn from the next face that has it; one that no face has is named by `missing`,
never drawn as a box. Which size or place a text gets is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Final

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.font_faces import EmbeddedFont, face_named, face_of
from kcdesk.files.font_system import rare_faces, system_faces, system_folders
from kcdesk.kernel.errors import Fault

# Streams are written as they are, not wrapped into printable characters a quarter longer.
rl_config.useA85 = 0

ROLES: Final = {
    "song": "宋体",
    "xiaobiaosong": "小标宋",
    "fangsong": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
}
"""Role → what clerks call it."""

SERIF: Final = "NotoSerifSC-Regular.ttf"
SERIF_BOLD: Final = "NotoSerifSC-Bold.ttf"
SANS: Final = "NotoSansSC-Regular.ttf"

# (role, bold) → the shipped file; a bold that has no file of its own is drawn thicker.
_SHIPPED: Final = {
    ("song", False): SERIF,
    ("song", True): SERIF_BOLD,
    ("xiaobiaosong", False): SERIF_BOLD,
    ("xiaobiaosong", True): SERIF_BOLD,
    ("fangsong", False): SERIF,
    ("fangsong", True): SERIF_BOLD,
    ("hei", False): SANS,
    ("hei", True): SANS,
    ("kai", False): SERIF,
    ("kai", True): SERIF_BOLD,
}
_THICKENED: Final = {("hei", True)}

# Characters that leave no ink and need none: joiners, marks of direction, variant selectors.
_INKLESS: Final = re.compile(
    "[\x00-\x1f\x7f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text drawn in one font; `thick` when its bold is made by a thicker pen."""

    font_name: str
    text: str
    thick: bool = False


class _Chain:
    """The faces one role tries, in order, and what was found out about characters."""

    def __init__(self, faces: Sequence[tuple[Path, int]], *, thick: bool) -> None:
        self._faces = faces
        self._thick = thick
        self.runs = lru_cache(4096)(self._runs)
        self.font_at = cache(self._font_at)
        self.advances = _Advances(self)

    def first(self) -> EmbeddedFont:
        """The role's own face; it draws what no face has, as an empty box."""
        return face_of(*self._faces[0])

    def _font_at(self, character: str) -> EmbeddedFont | None:
        point = ord(character)
        for path, index in self._faces:
            font = face_of(path, index)
            if font.face.charToGlyph.get(point):
                return font
        return None

    def _runs(self, text: str) -> tuple[Run, ...]:
        runs: list[Run] = []
        for character in _INKLESS.sub("", text):
            name = (self.font_at(character) or self.first()).fontName
            if runs and runs[-1].font_name == name:
                runs[-1] = Run(name, runs[-1].text + character, self._thick)
            else:
                runs.append(Run(name, character, self._thick))
        return tuple(runs)


class _Advances(dict[str, float]):
    """Advance widths of one role by character, in thousandths of the size."""

    def __init__(self, chain: _Chain) -> None:
        self._chain = chain

    def __missing__(self, character: str) -> float:
        width = 0.0
        if _INKLESS.match(character) is None:
            font = self._chain.font_at(character) or self._chain.first()
            width = font.advances.get(ord(character), 1000.0)
        self[character] = width
        return width


class Fonts:
    """The five roles on this machine."""

    def __init__(
        self,
        shipped: Path,
        system: dict[str, tuple[Path, int]],
        substituted: tuple[str, ...],
        rare: tuple[tuple[Path, int], ...] = (),
    ) -> None:
        self.substituted = substituted
        """Roles (keys of `ROLES`) that a shipped font stands in for."""
        last = [(shipped / SERIF, 0), (shipped / SANS, 0), *rare]
        self._chains = {
            (role, bold): _Chain(
                list(dict.fromkeys([system.get(role, (shipped / file, 0)), *last])),
                thick=(role in system and bold and role != "xiaobiaosong")
                or (role not in system and (role, bold) in _THICKENED),
            )
            for (role, bold), file in _SHIPPED.items()
        }
        self.folder = shipped
        self._fine: set[str] = set()

    @staticmethod
    @cache
    def load(folder: Path, system: bool) -> Fonts:
        """The fonts of `folder`; with `system` the machine's own official faces before them.

        Loaded once a process. Raises a `Fault` when a shipped file is missing; a system face
        that cannot be embedded is passed over and its role counted as substituted.
        """
        for file in (SERIF, SERIF_BOLD, SANS):
            if not (folder / file).is_file():
                raise Fault(
                    f"程序自带的字体文件“{file}”不见了。",
                    cure="请重新安装本程序。",
                    code="fonts.missing_file",
                )
        found = system_faces(system_folders()) if system else {}
        rare = rare_faces(system_folders()) if system else ()
        return Fonts(folder, found, tuple(role for role in ROLES if role not in found), rare)

    def warm(self) -> None:
        """Read the faces now rather than at the first paper; to be called in the background."""
        for chain in self._chains.values():
            chain.first()

    def runs(self, text: str, role: str, bold: bool = False) -> tuple[Run, ...]:
        """The stretches `text` is drawn in. Characters without ink are left out."""
        return self._chains[role, bold].runs(text)

    def width(self, text: str, role: str, size: float, bold: bool = False) -> float:
        """How wide `text` is, in points, at `size` points."""
        return sum(map(self._chains[role, bold].advances.__getitem__, text)) * size / 1000

    def advances(self, role: str, bold: bool = False) -> Mapping[str, float]:
        """Advance widths by character, in thousandths of the size; any character may be asked."""
        return self._chains[role, bold].advances

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has, each once, in order."""
        if self._fine.issuperset(text):
            return ()
        chain = self._chains["song", False]
        missing = dict.fromkeys(c for c in _INKLESS.sub("", text) if chain.font_at(c) is None)
        self._fine.update(c for c in text if c not in missing)
        return tuple(missing)

    def draw(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        text: str,
        role: str,
        size: float,
        bold: bool = False,
        *,
        spacing: float = 0,
    ) -> float:
        """Draw `text` with its baseline at (x, y), `spacing` points after every character.

        Returns the x after it. The colour is the canvas's.
        """
        canvas.addLiteral(self.drawn(canvas, x, y, text, role, size, bold, spacing=spacing))
        return x + self.width(text, role, size, bold) + spacing * len(text)

    def drawn(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        text: str,
        role: str,
        size: float,
        bold: bool = False,
        *,
        spacing: float = 0,
    ) -> str:
        """What `draw` writes into the page, for those who write a whole page at once."""
        drawn: list[str] = []
        for run in self.runs(text, role, bold):
            codes = face_named(run.font_name).codes(canvas)
            shown = "".join([codes[c] for c in run.text])
            drawing = f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {codes.name} {size:g} Tf <{shown}> Tj ET"
            if spacing:
                drawing = f"{spacing:.3f} Tc {drawing} 0 Tc"
            if run.thick:
                drawing = f"q {size / 36:.3f} w 2 Tr {drawing} Q"
            drawn.append(drawing)
            x += self.width(run.text, role, size, bold) + spacing * len(run.text)
        return " ".join(drawn)

    def prepare(self, canvas: Canvas, texts: Sequence[tuple[str, str, bool]]) -> None:
        """Number the characters of some texts (text, role, bold) before anything is drawn.

        What is drawn of them is then the same in every document that begins alike.
        """
        for text, role, bold in texts:
            for run in self.runs("".join(sorted(set(text))), role, bold):
                codes = face_named(run.font_name).codes(canvas)
                for character in run.text:
                    _ = codes[character]

    def canvas(self, file: IO[bytes], page: tuple[float, float]) -> Canvas:
        """A canvas whose bytes depend on what is drawn only: no clock, no unembedded font."""
        first = face_of(self.folder / SERIF)
        canvas = Canvas(
            file,
            pagesize=page,
            pageCompression=1,
            invariant=1,
            initialFontName=first.fontName,  # type: ignore[arg-type]
            lang="zh-CN",
        )
        canvas.setAuthor("kcdesk")
        canvas.setSubject("")
        canvas.setProducer("kcdesk")
        canvas.setCreator("kcdesk")
        return canvas


def name_of(character: str) -> str:
    """``“𫍯”（U+2BD6F）``: how a character is named to a clerk."""
    return f"“{character}”（U+{ord(character):04X}）"
