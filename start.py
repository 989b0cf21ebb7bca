"""The one way in, for clerks and developers, on Debian and on Windows.

    python3 start.py                 opens the window
    python3 start.py demo 目录        any command of kcdesk (see README.md)
    python3 start.py test            all checks and tests
    python3 start.py installer       builds the installable program and lets it check itself

The first run makes `.venv` beside this file and installs the frozen set of constraints.txt; on
Debian it also installs the system libraries a window needs. Nothing else on the machine is
changed. Python's own library only: this runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "kcdesk-installed.json"
ON_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")

# Shared library Qt asks for, and the Debian package that brings it.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = DRAWING | {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def main(arguments: list[str]) -> int:
    """Prepare what the wish needs, then fulfil it; returns the exit code."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return stop(f"需要 Python 3.11 到 3.13，现在是 {sys.version.split()[0]}。请安装后再运行。")
    wish = arguments[0] if arguments else ""
    if wish == "test":
        system_libraries(DRAWING)
        install("dev")
        return test(arguments[1:])
    if wish == "installer":
        system_libraries(DRAWING | {"objdump": "binutils"})
        install("installer")
        return installer()
    if not wish:
        system_libraries(WINDOW)
    install()
    return run(PYTHON, "-m", "kcdesk", *arguments)


FULLY_TESTED = ("kernel", "domain", "packs", "store", "work")
"""Floors of which every branch is to be tested; a hundredth is left for a bad day of a runner."""


def test(chosen: list[str]) -> int:
    """Ruff, mypy and every test with coverage; only the chosen tests when some are named."""
    if chosen:
        return run(PYTHON, "-m", "pytest", *chosen)
    failed = [
        name
        for name, command in (
            ("ruff", ("ruff", "check", str(HERE))),
            ("mypy", ("mypy", "--config-file", str(HERE / "pyproject.toml"))),
        )
        if run(PYTHON, "-m", *command, cwd=HERE)
    ]
    if failed:
        say(f"未通过：{'、'.join(failed)}。下面继续运行测试。")
    # A file's tests stay together: they share what is slow to make. One runner more than there
    # are processors works while another waits for the disk.
    runners = (os.cpu_count() or 1) + 1
    spread = ("-n", str(runners), "--dist", "loadfile")
    tested = run(PYTHON, "-m", "pytest", "--cov", *spread, cwd=HERE)
    if tested == 0:
        say("内核、业务规则、方案、存储和办理各层的分支覆盖：")
        floors = ",".join(f"kcdesk/{floor}/*" for floor in FULLY_TESTED)
        tested = run(
            PYTHON, "-m", "coverage", "report", f"--include={floors}", "--fail-under=99",
            cwd=HERE,
        )  # fmt: skip
    return tested or len(failed)


def installer() -> int:
    """Build the one-folder program and run its own --selfcheck."""
    code = run(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build_installer.spec",
        cwd=HERE,
    )  # fmt: skip
    if code:
        return stop("程序没有做成，原因见上。")
    built = HERE / "dist" / "kcdesk" / ("kcdesk-cli.exe" if ON_WINDOWS else "kcdesk-cli")
    say(f"程序已做成：{built.parent}。现在由它自行检查。")
    return run(built, "--selfcheck")


def system_libraries(wanted: dict[str, str]) -> None:
    """On Debian, install the packages of those `wanted` that this machine lacks."""
    if ON_WINDOWS or not shutil.which("apt-get"):
        return
    packages = [package for name, package in wanted.items() if not is_here(name)]
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    if not packages:
        return
    say(f"正在安装系统组件：{'、'.join(packages)}……")
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    before = [] if os.geteuid() == 0 else ["sudo"]
    if before and not shutil.which("sudo"):
        stop(f"缺少系统组件。请由管理员执行：{shlex.join(command)}")
        return
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run([*before, "apt-get", "update", "-qq"], env=quiet, check=False)
    if subprocess.run([*before, *command, "-qq"], env=quiet, check=False).returncode:
        stop(f"系统组件没有装上。请由管理员执行：{shlex.join(command)}")


def is_here(name: str) -> bool:
    """Whether a shared library can be loaded, or a program found."""
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install(extra: str = "") -> None:
    """Make .venv and bring it to the frozen set; does nothing when it is there already."""
    wanted = requirements(extra)
    fingerprint = hashlib.sha256(
        "\n".join([sys.version, *wanted, (HERE / "constraints.txt").read_text("utf-8")]).encode()
    ).hexdigest()
    done = json.loads(STAMP.read_text("utf-8")) if STAMP.is_file() else {}
    if PYTHON.is_file() and done.get(extra) == fingerprint:
        return
    if not PYTHON.is_file():
        system_libraries({})
        say("首次使用，正在准备运行环境……")
        if run(sys.executable, "-m", "venv", VENV):
            raise SystemExit(stop("运行环境没有建成。请检查磁盘空间和文件夹的写入权限。"))
        done = {}
    say("正在安装所需组件，约需几分钟，请稍候……")
    code = run(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--constraint", HERE / "constraints.txt", *wanted,
    )  # fmt: skip
    if code:
        raise SystemExit(stop("组件没有装全。请检查网络后再运行一次，已下载的部分不会丢失。"))
    STAMP.write_text(json.dumps(done | {extra: fingerprint}), "utf-8")


def requirements(extra: str) -> list[str]:
    """What pyproject.toml asks for, with one group of extras."""
    import tomllib

    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else [])]


def run(*command: str | Path, cwd: Path | None = None) -> int:
    """Run a child in the caller's folder with kcdesk importable; returns its exit code."""
    # PYTHONPATH, not an editable install: Windows reads .pth files in the local code page, and
    # offices keep programs in folders with Chinese names.
    paths = [str(HERE), os.environ.get("PYTHONPATH", "")]
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(p for p in paths if p))
    try:
        return subprocess.run([str(c) for c in command], cwd=cwd, env=env, check=False).returncode
    except KeyboardInterrupt:
        return 130


def say(sentence: str) -> None:
    """Tell the person; on stderr, so that results on stdout stay clean."""
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence: str) -> int:
    """Tell why it cannot go on; the exit code for that."""
    say(sentence)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
