"""The window program: dress Qt, show the window, then fetch what is slow.

Called by `kcdesk.__main__` when nothing else is asked for; `Program` does the rest.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from kcdesk.app.crash import Crash, Report, keep_log, listen_to_qt
from kcdesk.app.program import Program
from kcdesk.app.screens import screens
from kcdesk.app.wiring import wire
from kcdesk.kernel.errors import Fault
from kcdesk.ui.kit import theme
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.notice import plain_label

SLOW_ROOMS = ("kcdesk.work.registry", "kcdesk.files.form_paint")
"""Imported while the clerk looks at the start page."""

SCREEN_FONT = "NotoSansSC-Regular.ttf"


def main() -> int:
    """Run until the window is closed; returns the exit code."""
    wiring = wire()
    application = QApplication(sys.argv)
    crash = Crash(wiring.paths.logs, wiring.clock, tell)
    listen_to_qt()
    crash.install()
    try:
        wiring.paths.make_own()
    except Fault as fault:
        sheet_of(Report(str(fault), None, "")).exec()
        return 1
    speak_chinese(application)
    use_shipped_font(wiring.paths.resources / "fonts" / SCREEN_FONT)
    theme.apply(application, resources=wiring.paths.resources)
    program = Program(wiring, crash, screens())
    program.window.show()
    QTimer.singleShot(0, lambda: keep_log(wiring.paths.logs))
    QTimer.singleShot(0, fetch_slow_rooms)
    return application.exec()


def speak_chinese(application: QApplication) -> None:
    """Qt's own words (file dialogs, menus of text fields) in Chinese, whatever the PC speaks."""
    application.setApplicationName("kcdesk")
    application.setApplicationDisplayName("科创贷管理台")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def use_shipped_font(file: Path) -> None:
    """Where no Chinese face is installed, draw with the one that ships."""
    if not set(theme.FAMILIES) & set(QFontDatabase.families()):
        QFontDatabase.addApplicationFont(str(file))


def fetch_slow_rooms() -> None:
    """Import what the first office will need."""
    for room in SLOW_ROOMS:
        importlib.import_module(room)


def tell(report: Report) -> None:
    """Say a surprise in a dialog, whichever thread it happened on."""
    application = QApplication.instance()
    if application is not None:
        QTimer.singleShot(0, application, lambda: sheet_of(report).present())


def sheet_of(report: Report) -> Sheet:
    """The dialog that says it; alive until it is closed."""
    sheet = Sheet(QApplication.activeWindow(), "程序出错", "stop")
    kept = f"问题报告已保存在：{report.file}（不含企业和个人信息）。" if report.file else ""
    sheet.body.addWidget(plain_label(f"{report.sentence}{kept}", select=True))
    sheet.button("知道了(K)", sheet.accept, primary=True)
    sheet.finished.connect(lambda _result: sheet)
    return sheet
