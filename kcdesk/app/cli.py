"""The command line: what may be typed, and what comes back as exit code. Never needs a display.

Results go to stdout, sentences about trouble to stderr.
Each command's own room is imported only when it is wanted.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from kcdesk import __version__
from kcdesk.app.crash import Crash, Report
from kcdesk.app.exit_codes import BAD, STOPPED, UNCLEAR
from kcdesk.app.paths import paths
from kcdesk.kernel.clock import SystemClock

TROUBLES = (
    (r"the following arguments are required: (.+)", r"还缺 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 可以是 \2"),
    (r"argument (.+?): ", r"\1："),
    (r"invalid choice: (.+?) \(choose from (.+)\)", r"没有 \1，可用的有 \2"),
    (r"invalid int value: (.+)", r"\1 不是数字"),
    (r"expected one argument", "后面要写内容"),
)
"""What argparse says, and how it is said here."""


class Parser(argparse.ArgumentParser):
    """argparse, speaking Chinese where a clerk would meet it."""

    def format_help(self) -> str:
        return (
            super()
            .format_help()
            .replace("usage: ", "用法：")
            .replace("positional arguments:", "参数：")
            .replace("options:", "选项：")
        )

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        said = message
        for pattern, chinese in TROUBLES:
            said = re.sub(pattern, chinese, said)
        self.exit(UNCLEAR, f"没有看懂这条命令（{said}）。加 --help 查看写法。\n")


def parser() -> argparse.ArgumentParser:
    """Everything that may be typed."""
    top = Parser(
        prog="kcdesk",
        description="科创贷管理台。不带参数时打开窗口。",
        epilog="每条命令加 --help 可看它的写法。",
        add_help=False,
    )
    _help(top)
    top.add_argument("--version", action="version", version=__version__, help="显示版本号")
    top.add_argument("--selfcheck", action="store_true", help="检查字体、方案、文书、保存、备份")
    commands = top.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=Parser)

    def command(name: str, says: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says, add_help=False)
        _help(made)
        return made

    play = command("play", "播放一份演练文件")
    play.add_argument("file", metavar="文件", type=Path, help="演练文件（.toml）")
    play.add_argument(
        "--office", metavar="文件夹", type=Path, help="播放到这个新文件夹；不写则用临时的"
    )
    _json(play)

    demo = command("demo", "在文件夹里建一个演示业务库，并把文书打印成 PDF")
    demo.add_argument("folder", metavar="文件夹", type=Path)

    _json(command("catalogue", "列出全部命令和查询"))

    clauses = command("clauses", "列出方案的每一条款和落实方式")
    clauses.add_argument("--scheme", metavar="方案", help="只列这个方案")
    _json(clauses)

    check = command("check", "核对一个业务库：文件、操作记录、资金平衡、附件")
    check.add_argument("folder", metavar="文件夹", type=Path)
    _json(check)

    _office_commands(command)
    return top


def _office_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    taking = command("import", "导入一份表格")
    taking.add_argument("sheet", metavar="表", help="表的名称，例如 enterprises")
    taking.add_argument("file", metavar="文件", type=Path)
    taking.add_argument("--preview", action="store_true", help="只看结果，不写入")
    taking.add_argument("--refused", metavar="文件", type=Path, help="把未接收的行另存成表格")
    _office(taking)
    _by(taking)

    giving = command("export", "把一张列表导出成表格")
    giving.add_argument("query", metavar="查询", help="查询的名称，例如 enterprises")
    giving.add_argument("file", metavar="文件", type=Path)
    _office(giving)

    printing = command("print", "把一份文书打印成 PDF")
    printing.add_argument("form", metavar="文书", help="文书样式的编号")
    printing.add_argument("--of", metavar="编号", type=int, required=True, help="所属记录的编号")
    printing.add_argument(
        "--to", metavar="文件", type=Path, help="存成这个文件；不写则存到 prints 里"
    )
    _office(printing)
    _by(printing)

    paper = command("paper", "核对一份文书：是哪一次打印的，内容后来有没有改动")
    paper.add_argument(
        "code", metavar="校验码", help="页脚的校验码或二维码的内容；也可以是扫描件的文件名"
    )
    _office(paper)
    _json(paper)

    backup = command("backup", "备份一个业务库，并打开核对")
    backup.add_argument("--to", metavar="文件夹", type=Path, help="存到这里；不写则存到 backups 里")
    _office(backup)

    restore = command("restore", "把一份备份恢复到新文件夹")
    restore.add_argument("file", metavar="备份", type=Path)
    restore.add_argument("folder", metavar="新文件夹", type=Path)


def main(arguments: Sequence[str]) -> int:
    """Understand the wish and fulfil it; returns the exit code."""
    _speak_plainly()
    wish = parser().parse_args(arguments)
    crash = Crash(paths().logs, SystemClock(), lambda _: None)
    try:
        said = crash.spare(lambda: _until_unread(wish))
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return STOPPED
    if isinstance(said, Report):
        kept = f"报告已保存在：{said.file}" if said.file else ""
        print(f"{said.sentence}{kept}", file=sys.stderr)
        return BAD
    return said


def _until_unread(wish: argparse.Namespace) -> int:
    """Stops without a word when whoever reads the output (``| head``) has gone."""
    try:
        said = _fulfil(wish)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    return said


def _fulfil(wish: argparse.Namespace) -> int:
    if wish.selfcheck:
        from kcdesk.app.selfcheck import selfcheck

        return selfcheck()
    if wish.command in {"play", "demo", "catalogue", "clauses"}:
        from kcdesk.app.cli_packs import fulfil as without_office

        return without_office(wish)
    if wish.command:
        from kcdesk.app.cli_office import fulfil as with_office

        return with_office(wish)
    parser().print_help()
    return UNCLEAR


def _help(made: argparse.ArgumentParser) -> None:
    made.add_argument("-h", "--help", action="help", help="显示这份说明")


def _json(made: argparse.ArgumentParser) -> None:
    made.add_argument("--json", action="store_true", help="输出 JSON，供其他程序读取")


def _office(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--office",
        metavar="文件夹",
        type=Path,
        default=Path(),
        help="业务库文件夹；不写则为当前文件夹",
    )


def _by(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--by", metavar="姓名", default="", help="以谁的名义办理；不写则为第一位在岗经办"
    )


def _speak_plainly() -> None:
    # A redirected stream on Windows would be written in the local code page; other programs
    # read it, and they read UTF-8.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
