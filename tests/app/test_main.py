"""The window program: shown before anything slow is imported, and it ends when it is closed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.app import main
from kcdesk.app.crash import Report
from kcdesk.ui.kit.dialogs import Sheet

RUN = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from kcdesk.app import main

def shown():
    window = QApplication.topLevelWidgets()[0]
    slow = {name.split(".")[0] for name in sys.modules} & {
        "sqlalchemy", "reportlab", "openpyxl", "pypinyin", "lxml", "pypdfium2", "alembic"
    }
    print(json.dumps({"title": window.windowTitle(), "slow": sorted(slow)}), flush=True)
    fetch()
    QTimer.singleShot(0, window.close)

fetch, main.fetch_slow_rooms = main.fetch_slow_rooms, shown
raise SystemExit(main.main())
"""


def run(root: Path, home: Path) -> subprocess.CompletedProcess[str]:
    home.mkdir(exist_ok=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=root,
        capture_output=True,
        text=True,
        env=env,
        check=False,
        timeout=60,
    )


def test_window_is_shown_before_anything_slow_is_imported(root: Path, tmp_path: Path) -> None:
    done = run(root, tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"title": "科创贷管理台", "slow": []}


def test_surprise_on_any_thread_is_said_in_a_dialog(qtbot: QtBot, qapp: QApplication) -> None:
    main.tell(Report("程序出现故障。", Path("报告.zip"), "1F"))

    def sheet() -> Sheet | None:
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Sheet)), None)

    qtbot.waitUntil(lambda: sheet() is not None)
    told = sheet()
    assert told is not None
    qtbot.addWidget(told)
    told.accept()


def test_translation_and_font_are_chinese(qapp: QApplication, resources: Path) -> None:
    before = QApplication.applicationName()
    main.speak_chinese(qapp)
    main.use_shipped_font(resources / "fonts" / main.SCREEN_FONT)
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    qapp.setApplicationName(before)
    qapp.setApplicationDisplayName("")


@pytest.mark.parametrize("room", main.SLOW_ROOMS)
def test_slow_rooms_exist(room: str) -> None:
    assert __import__(room)
