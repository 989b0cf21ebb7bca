"""The looks: legible in light and dark, one size for all, an icon for every name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.theme import DARK, LIGHT, Tokens

ON_GROUND = [
    ("text", "ground"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "accent_soft"),
    ("text", "locked"),
    ("text", "note_soft"),
    ("muted", "ground"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("accent", "surface"),
    ("accent", "ground"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("stop", "surface"),
    ("stop", "stop_soft"),
    ("warning", "warning_soft"),
    ("warning", "surface"),
    ("note", "note_soft"),
    ("ok", "ok_soft"),
]


@pytest.fixture(autouse=True)
def back_to_light(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, dark=False)


def luminance(color: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    ink = QColor(color)
    parts = (ink.redF(), ink.greenF(), ink.blueF())
    return sum(
        weight * channel(part) for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), ON_GROUND)
def test_every_text_is_legible_on_its_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_fields_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.strong_line, tokens.surface) >= 3


def test_the_stylesheet_has_no_name_left_and_no_colour_of_its_own() -> None:
    raw = (theme.resources() / "style.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", raw)
    assert "@" not in theme.stylesheet(LIGHT, 14)


@pytest.mark.parametrize(("asked", "given"), [(8, 12), (14, 14), (20, 20), (33, 20)])
def test_the_font_size_is_a_setting_within_bounds(
    qapp: QApplication, asked: int, given: int
) -> None:
    theme.apply(qapp, size=asked, dark=False)
    assert theme.size_px() == given
    assert qapp.font().pixelSize() == given
    assert theme.em(2) == 2 * given
    assert theme.font(times=2, bold=True).pixelSize() == 2 * given
    assert f"font-size: {given + 4}px" in qapp.styleSheet()


def test_dark_follows_the_system_unless_it_is_chosen(qapp: QApplication) -> None:
    theme.apply(qapp, dark=True)
    assert theme.tokens() is DARK
    theme.apply(qapp)
    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert theme.tokens() is (DARK if is_dark else LIGHT)


def test_high_contrast_keeps_the_systems_own_colours(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "wants_contrast", lambda _app: True)
    theme.apply(qapp)
    assert qapp.styleSheet() == ""


def test_resources_may_stand_elsewhere(qapp: QApplication, tmp_path: Path, resources: Path) -> None:
    (tmp_path / "style.qss").write_text("QLabel { color: @text; }", encoding="utf-8")
    theme.apply(qapp, resources=tmp_path, dark=False)
    assert qapp.styleSheet() == f"QLabel {{ color: {LIGHT.text}; }}"
    theme.apply(qapp, resources=resources, dark=False)


def test_every_icon_is_drawn_in_every_size(qapp: QApplication, resources: Path) -> None:
    names = sorted(p.stem for p in (resources / "icons").glob("*.svg"))
    assert {"home", "stop", "warning", "note", "ok"} <= set(names)
    for name in names:
        made = icons.icon(name)
        picture = made.pixmap(20, 20, QIcon.Mode.Normal).toImage()
        inked = any(
            picture.pixelColor(x, y).alpha() > 128
            for x in range(picture.width())
            for y in range(picture.height())
        )
        assert inked, name


def test_an_icon_has_the_colour_of_the_words_beside_it(qapp: QApplication) -> None:
    picture = icons.pixmap("stop", 48, "stop").toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert LIGHT.stop.lower() in colours


def test_a_mark_changes_how_a_widget_is_drawn(qtbot: QtBot) -> None:
    label = QLabel("逾期")
    qtbot.addWidget(label)
    theme.mark(label, level="stop")
    assert label.palette().color(label.foregroundRole()).name() == LIGHT.stop.lower()
