"""``--selfcheck``: whether this installed program can do its work on this PC.

Every item is tried for real in a temporary folder and said in one line. Run by the installer's
build, and by a clerk on the telephone; touches no office.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.app.crash import Crash, Report
from kcdesk.app.exit_codes import BAD, GOOD
from kcdesk.app.wiring import Wiring, wire
from kcdesk.kernel.errors import Fault, Refusal

if TYPE_CHECKING:
    from kcdesk.files.fonts import Fonts
    from kcdesk.packs.forms import FormSpec
    from kcdesk.work.office import Office

RARE = "科创贷〔〕壹贰叁￥√■𫍯㐂"
"""Characters of papers and of people's names that a poor font set lacks."""


def selfcheck() -> int:
    """Try every item, print a line each; the exit code is 1 when one does not hold."""
    wiring = wire()
    crash = Crash(wiring.paths.logs, wiring.clock, lambda _: None)
    good = True
    with tempfile.TemporaryDirectory(prefix="kcdesk-", ignore_cleanup_errors=True) as temporary:
        for name, item in Trial(wiring, Path(temporary)).items().items():
            said = crash.spare(item)
            failed = isinstance(said, Report)
            good = good and not failed
            print(f"{name}　{'不合格' if failed else '合格'}　{tell(said)}", flush=True)
    print("全部合格。" if good else "有不合格的项目，请重新安装；仍不合格请联系维护人员。")
    return GOOD if good else BAD


def tell(said: str | Report) -> str:
    """What came of an item, in one line."""
    if isinstance(said, str):
        return said
    kept = f"（报告 {said.file}）" if said.file else ""
    return said.sentence.replace("\n", "") + kept


class Trial:
    """The items, tried in `folder`. What one returns is told; what it raises is its fault."""

    def __init__(self, wiring: Wiring, folder: Path) -> None:
        self.wiring, self.folder = wiring, folder

    def items(self) -> dict[str, Callable[[], str]]:
        return {
            "系统": self.system,
            "字体": self.fonts,
            "方案": self.packs,
            "文书样式": self.forms,
            "保存与撤销": self.saving,
            "旧库升级": self.upgrading,
            "打印": self.printing,
            "读表": self.workbooks,
            "扫描件": self.scans,
            "备份": self.backup,
            "演示": self.demo,
            "界面": self.window,
        }

    def system(self) -> str:
        """Chinese file names and rare characters come back as they were written."""
        file = self.folder / "科创贷〔2023〕1号.txt"
        file.write_text(RARE, "utf-8")
        if file.read_text("utf-8") != RARE:
            raise Fault("中文文件读写不一致。", code="selfcheck.files")
        return f"Python {sys.version.split()[0]}"

    def fonts(self) -> str:
        """The shipped fonts are the ones that were shipped, and know rare characters."""
        from kcdesk.files.fonts import Fonts

        shipped = self.wiring.paths.resources / "fonts"
        sums = (shipped / "SHA256SUMS").read_text("utf-8").split()
        for digest, name in zip(sums[::2], sums[1::2], strict=True):
            if hashlib.sha256((shipped / name).read_bytes()).hexdigest() != digest:
                raise Fault(f"字体文件“{name}”不完整。", code="selfcheck.fonts")
        missing = self._shipped_fonts().missing(RARE)
        if missing:
            raise Fault(f"字体缺少：{'、'.join(missing)}。", code="selfcheck.fonts")
        stand_ins = Fonts.load(shipped, system=True).substituted
        return f"{len(sums) // 2} 个；本机没有、用相近字体代替的 {len(stand_ins)} 种"

    def packs(self) -> str:
        """Every scheme is read and its worked cases come out; the calendar knows this year."""
        from kcdesk.packs.checks import case_problems
        from kcdesk.packs.schemes import load_packs

        packs = load_packs(self.wiring.paths.resources / "schemes")
        if not packs:
            raise Fault("没有方案文件。", code="selfcheck.packs")
        holidays = self.wiring.library.holidays
        problems = [p for pack in packs.values() for p in case_problems(pack, holidays)]
        if problems:
            raise Refusal(*problems)
        self.wiring.library.holidays.is_working(self.wiring.clock.today())
        return f"{len(packs)} 个，算例 {sum(len(pack.cases) for pack in packs.values())} 个"

    def forms(self) -> str:
        """Every form is read, and its samples fit."""
        from kcdesk.files.form_paint import check_form

        fonts = self._shipped_fonts()
        specs = self._specs()
        problems = [problem for spec in specs for problem in check_form(spec, fonts)]
        if problems:
            raise Refusal(*problems)
        return f"{len(specs)} 种"

    def saving(self) -> str:
        """An office is founded, a firm entered and taken back, and the file holds."""
        from kcdesk.kernel.kinds import Within, take_fields
        from kcdesk.work.command import COMMANDS

        office = self._founded("saving")
        try:
            firm = {"name": "试用企业有限公司", "uscc": "91330482MA0000000L"}
            within = Within(self.wiring.clock.today())
            done = office.do(take_fields(COMMANDS["register_enterprise"], firm, within), by=1)
            office.undo(done.seq, by=1)
            findings = office.check()
        finally:
            office.close()
        if findings:
            raise Fault(findings[0].message, code="selfcheck.saving")
        return "登记一家企业，撤销，核对无误"

    def upgrading(self) -> str:
        """What brings an office of an older version up came along, every step of it."""
        from kcdesk.store.migrate import VERSION, steps_after

        return f"到第{VERSION}版，共{len(steps_after(1))}步"

    def printing(self) -> str:
        """Every form's sample becomes a PDF, the same bytes twice."""
        from kcdesk.files.form_paint import paint
        from kcdesk.files.paper import PaperNumber
        from kcdesk.packs.form_samples import sample_of

        fonts = self._shipped_fonts()
        pages = 0
        for spec in self._specs():
            values = sample_of(spec)
            if values is None:
                continue
            first, second = (paint(spec, values, fonts, number=PaperNumber(1)) for _ in range(2))
            if not first.pdf.startswith(b"%PDF-") or first.pdf != second.pdf:
                raise Fault(f"“{spec.title}”两次打印不一致。", code="selfcheck.printing")
            pages += first.pages
        return f"{pages} 页"

    def workbooks(self) -> str:
        """A foreign list is read by the child process."""
        from kcdesk.files.workbook_in import read_workbook

        file = self.folder / "名单.csv"
        file.write_text("单位名称,信用代码\n试用企业有限公司,91330482MA0000000L\n", "utf-8-sig")
        return f"{len(read_workbook(file).sheets[0].rows)} 行"

    def scans(self) -> str:
        """The code of a paper is read by the child process."""
        from kcdesk.files.paper import draw_qr
        from kcdesk.files.paper_code import Seal, qr_text
        from kcdesk.files.scans import read_scan

        seal = Seal("KCD-00", "试〔2023〕1号", 1, "0123456789ABCDEF")
        file = self.folder / "扫描件.pdf"
        with file.open("wb") as out:
            canvas = self._shipped_fonts().canvas(out, (595, 842))
            draw_qr(canvas, qr_text(seal), 80, 25, 38)
            canvas.showPage()
            canvas.save()
        if read_scan(file).pages != ((seal,),):
            raise Fault("二维码读出来不一致。", code="selfcheck.scans")
        return "二维码读得出"

    def backup(self) -> str:
        """An office is backed up, the backup verified and restored elsewhere."""
        from kcdesk.work.safekeeping import back_up, restore

        office = self._founded("backup")
        try:
            kept = back_up(office)
        finally:
            office.close()
        restore(kept.path, self.folder / "restored")
        return f"{kept.size // 1024} KB"

    def demo(self) -> str:
        """The shipped case, from the first firm to the last paper."""
        from kcdesk.app.demo import play_demo

        folder = self.folder / "demo"
        folder.mkdir()
        return f"{len(play_demo(folder, self.wiring))} 份文书"

    def window(self) -> str:
        """Qt starts and draws, without a display if there is none."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtCore import qVersion
        from PySide6.QtGui import QIcon
        from PySide6.QtWidgets import QApplication

        application = QApplication.instance() or QApplication(["kcdesk"])
        sign = QIcon(str(self.wiring.paths.resources / "icons" / "app.svg")).pixmap(64, 64)
        if application is None or sign.isNull():
            raise Fault("界面图标画不出来。", code="selfcheck.window")
        return f"Qt {qVersion()}"

    def _shipped_fonts(self) -> Fonts:
        from kcdesk.files.fonts import Fonts

        return Fonts.load(self.wiring.paths.resources / "fonts", system=False)

    def _specs(self) -> list[FormSpec]:
        from kcdesk.packs.forms import load_forms

        specs = list(load_forms(self.wiring.paths.forms).values())
        if not specs:
            raise Fault("没有文书样式。", code="selfcheck.forms")
        return specs

    def _founded(self, name: str) -> Office:
        from kcdesk.kernel.kinds import Within, take_fields
        from kcdesk.work.command import COMMANDS
        from kcdesk.work.office import Office

        today = self.wiring.clock.today()
        found = {
            "name": "试用办公室",
            "scheme": self.wiring.library.scheme_ids()[0],
            "opened_on": today,
            "person": "试用人",
        }
        command = take_fields(COMMANDS["found_office"], found, Within(today))
        made = Office.create(
            self.folder / name, command, clock=self.wiring.clock, library=self.wiring.library
        )
        return made[0]
