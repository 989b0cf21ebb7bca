"""The command line's check of a paper: a 校验码, what a QR says, or the file of a scan.

It says which print the paper is and what has changed since. What counts as a change is decided
in work.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from kcdesk.app.cli_packs import print_json
from kcdesk.app.exit_codes import BAD, GOOD
from kcdesk.app.paths import reachable
from kcdesk.files.paper_code import qr_text
from kcdesk.kernel.errors import Refusal
from kcdesk.work.office import Office
from kcdesk.work.paper.checking import PaperCheck
from kcdesk.work.paper.scanning import look_through
from kcdesk.work.queries.documents import paper_check


def check_papers(wish: argparse.Namespace, office: Office) -> int:
    """Tell of every paper asked for; GOOD when the office stands by all of them."""
    checks: list[PaperCheck] = []
    unknown: list[Refusal] = []
    for code in codes_of(wish.code):
        try:
            checks.append(office.ask(paper_check(code=code)))
        except Refusal as refusal:
            unknown.append(refusal)
    if unknown and not checks:
        raise unknown[0]
    is_good = not unknown and all(stands(check) for check in checks)
    if wish.json:
        problems = [str(refusal) for refusal in unknown]
        print_json({"ok": is_good, "papers": [told(c) for c in checks], "problems": problems})
    else:
        for check in checks:
            tell(check)
        for news in unknown:
            print(news)
    return GOOD if is_good else BAD


def codes_of(given: str) -> list[str]:
    """The code as given; of a file what the QR codes of its pages say, each once."""
    path = reachable(Path(given).absolute()) if given else None
    if path is None or not path.is_file():
        return [given]
    seals = dict.fromkeys(seal for page in look_through(path).pages for seal in page)
    if not seals:
        raise Refusal.of(
            f"文件“{path.name}”上没有读到二维码。",
            cure="请用200点每英寸以上重新扫描，或输入页脚的校验码。",
            code="scan.no_code",
        )
    return [qr_text(seal) for seal in seals]


def stands(check: PaperCheck) -> bool:
    """Whether the office stands by the paper: same content, and its own copy whole."""
    return check.is_unchanged and check.is_kept_sound


def tell(check: PaperCheck) -> None:
    """In words."""
    print(check.said)
    for change in check.changes:
        print(f"  {change.label}：打印时“{change.then}”，现在“{change.now}”。")
    if check.others_count:
        print(f"  这份文书上没有的内容另有{check.others_count}处改动。")


def told(check: PaperCheck) -> dict[str, object]:
    """For other programs."""
    whole = asdict(check)
    for name in ("printed_on", "later_on"):
        day = whole[name]
        whole[name] = None if day is None else day.isoformat()
    return whole
