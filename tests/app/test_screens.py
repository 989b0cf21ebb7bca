"""The navigation: every entry can really be shown."""

from __future__ import annotations

from importlib import import_module

from kcdesk.app.screens import screens


def test_every_screen_of_the_navigation_exists() -> None:
    """Each factory names a room and a class that are there."""
    for spec in screens():
        cells = spec.factory.__closure__
        assert cells is not None
        name, stage = (str(cell.cell_contents) for cell in cells)
        assert hasattr(import_module(f"kcdesk.ui.screens.{stage}"), name), spec.id


def test_every_screen_has_its_own_place() -> None:
    """Ids and labels are given once."""
    made = screens()
    assert len({s.id for s in made}) == len({s.label for s in made}) == len(made)
