"""How the program looks: one accent colour, two sets of tokens (light, dark), one font size.

`apply` is called once at the start and again when the size or the system's scheme changes.
Widgets ask here for sizes and colours; none of them names a colour itself. A system in high
contrast keeps its own palette. Every text colour stands at 4.5:1 or better on its ground
(tests/ui/test_theme.py measures it).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

import kcdesk

SMALLEST_PX, BASE_PX, LARGEST_PX = 12, 14, 20
GRID = 4
"""Distances are whole multiples of this many pixels."""

FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)


@dataclass(frozen=True)
class Tokens:
    """The colours, by what they are for."""

    ground: str
    surface: str
    raised: str
    line: str
    strong_line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    stop: str
    stop_soft: str
    warning: str
    warning_soft: str
    note: str
    note_soft: str
    ok: str
    ok_soft: str
    locked: str


LIGHT = Tokens(
    ground="#F3F5F8",
    surface="#FFFFFF",
    raised="#FAFBFC",
    line="#D6DCE4",
    strong_line="#818D9C",
    text="#1B2430",
    muted="#556172",
    accent="#1D5A9E",
    accent_hover="#174A83",
    accent_soft="#E3EDF8",
    on_accent="#FFFFFF",
    stop="#A8201A",
    stop_soft="#FCEBEA",
    warning="#7A4B00",
    warning_soft="#FDF3DF",
    note="#1D5A9E",
    note_soft="#EAF1F9",
    ok="#17633A",
    ok_soft="#E6F4EC",
    locked="#EEF1F5",
)

DARK = Tokens(
    ground="#1C2128",
    surface="#242A33",
    raised="#2A313B",
    line="#3A4451",
    strong_line="#6D7A8A",
    text="#E8ECF1",
    muted="#AEB8C5",
    accent="#8AB8EE",
    accent_hover="#A6CAF4",
    accent_soft="#2D4059",
    on_accent="#12202F",
    stop="#FF9E97",
    stop_soft="#462725",
    warning="#F2C46D",
    warning_soft="#40341D",
    note="#8AB8EE",
    note_soft="#28384C",
    ok="#85D3A4",
    ok_soft="#213C2D",
    locked="#2F3742",
)


@dataclass
class _Now:
    tokens: Tokens = LIGHT
    size_px: int = BASE_PX
    resources: Path = Path(kcdesk.__file__).resolve().parent.parent / "resources"


_now = _Now()


def tokens() -> Tokens:
    """The colours in use."""
    return _now.tokens


def size_px() -> int:
    """The base font size in pixels, 12 to 20."""
    return _now.size_px


def resources() -> Path:
    """The folder that holds style.qss and icons/."""
    return _now.resources


def color(name: str) -> QColor:
    """The colour of a token, by its name."""
    return QColor(getattr(_now.tokens, name))


def space(steps: int) -> int:
    """`steps` of the grid, in pixels."""
    return steps * GRID


def em(lines: float) -> int:
    """A length that grows with the font: `lines` times its size, in pixels."""
    return round(lines * _now.size_px)


def control_height() -> int:
    """How high a line field or a button is."""
    return _now.size_px + 16


def apply(
    app: QApplication,
    *,
    size: int = BASE_PX,
    dark: bool | None = None,
    resources: Path | None = None,
) -> None:
    """Dress the application. `dark` None follows the system; `size` is held within 12–20."""
    _now.size_px = min(max(size, SMALLEST_PX), LARGEST_PX)
    if resources is not None:
        _now.resources = resources
    if dark is None:
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    _now.tokens = DARK if dark else LIGHT
    if (app.style().objectName() or "").lower() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font())
    if wants_contrast(app):
        app.setStyleSheet("")
        return
    app.setPalette(_palette(_now.tokens))
    app.setStyleSheet(stylesheet(_now.tokens, _now.size_px))


def wants_contrast(app: QApplication) -> bool:
    """Whether the person has asked the system for high contrast."""
    # Held by name: the second object is let go of together with the first.
    hints = app.styleHints()
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def font(*, times: float = 1.0, bold: bool = False) -> QFont:
    """The screen font at `times` the base size."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(em(times))
    made.setBold(bold)
    return made


def stylesheet(tokens: Tokens, size: int) -> str:
    """resources/style.qss with its `@names` filled in."""
    text = (_now.resources / "style.qss").read_text(encoding="utf-8")
    icons = (_now.resources / "icons").as_posix()
    names = {
        **asdict(tokens),
        "size": f"{size}px",
        "small": f"{max(size - 2, SMALLEST_PX)}px",
        "title": f"{size + 4}px",
        "icons": icons,
        "tick": f"{size + 1}px",
        "check": "check_dark" if tokens is DARK else "check_light",
    }
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", names[name])
    return text


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set properties the stylesheet looks at, and have the widget drawn anew."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def _palette(tokens: Tokens) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, value in (
        (role.Window, tokens.ground),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.raised),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.stop),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.strong_line),
        (role.Dark, tokens.strong_line),
        (role.Shadow, tokens.strong_line),
    ):
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(tokens.strong_line))
    palette.setColor(group.Disabled, role.Highlight, QColor(tokens.strong_line))
    return palette
