"""Every room says what it decides, bears a name, and the tree names no machine."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT, name_of, rooms, tree_of

NOT_ROOMS = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}

# Written in pieces so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + "hosted",
            "npm" + r"js\.",
            r"deb\." + "debian",
            r"(?<![\w.])/" + "work/",
            r"(?<![\w.])/" + "root/",
            r"(?<![\w.])/" + "farm/",
            r"(?<![\w.])/" + "home/",
            "C:" + r"\\Users\\",
        )
    )
)


@pytest.mark.parametrize("room", [*rooms(), ROOT / "start.py"], ids=name_of)
def test_room_says_what_it_decides(room: Path) -> None:
    assert ast.get_docstring(tree_of(room)), "a module docstring says what this room decides"


def test_no_room_is_a_drawer() -> None:
    names = {part for room in rooms() for part in room.relative_to(PACKAGE).with_suffix("").parts}
    assert names & NOT_ROOMS == set()


def tracked_files() -> list[Path]:
    """The files of the clone; without git (a downloaded folder) everything but the caches."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8")
        return [ROOT / name for name in listed.split("\0") if name]
    skipped = {".venv", ".git", "build", "dist", "__pycache__"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.parts)]


def test_tree_names_no_registry_and_no_machine() -> None:
    found = []
    for path in tracked_files():
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" in content[:4096]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []
