"""A file that cannot be read names its line and the likely slip, in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.packs.toml_reader import read_toml, shown


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "pinghu").mkdir()
    return tmp_path / "pinghu" / "scheme.toml"


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_toml(path, "办法包")
    (problem,) = caught.value.problems
    assert problem.code in ("toml.syntax", "toml.encoding")
    return f"{problem.message}{problem.cure}"


def test_a_file_is_read(path: Path) -> None:
    path.write_text('title = "平湖"\n[loan]\ncap = "上限"\n', encoding="utf-8")
    assert read_toml(path, "办法包") == {"title": "平湖", "loan": {"cap": "上限"}}


def test_a_file_saved_by_notepad_is_read(path: Path) -> None:
    path.write_bytes("title = '平湖'\r\non = 2024-01-01\r\n".encode("utf-8-sig"))
    assert read_toml(path, "办法包")["title"] == "平湖"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb ＝ 2\n", "第2行第3个字附近：键的后面要有等号。这一行有中文标点 ＝ ，"),
        (
            "a = “甲”\n",
            "第1行第5个字附近：等号后面的值写法不对，文字要加引号。这一行有中文标点 “ ，",
        ),
        ("a = 甲\n", "第1行第5个字附近：等号后面的值写法不对，文字要加引号。请对照"),
        ('a = "甲\n', "第1行第7个字附近：引号没有收尾。"),
        ("a = '甲\n", "引号没有收尾。"),
        ('a = """甲\n', "第2行：引号没有收尾。"),
        ("a = '''甲\n", "第2行：引号没有收尾。"),
        ('a = "甲', "第1行：引号没有收尾。"),
        ("a = [1，2]\n", "第1行第7个字附近：括号没有收尾。这一行有中文标点 ， ，"),
        ("a = [1, 2\n", "第2行：括号没有收尾。"),
        ("a = {b = 1\n", "括号没有收尾。"),
        ("[x]\n[x]\n", "第2行第3个字附近：这张表前面已经写过。"),
        ("a=1\n\na=2\n", "第3行第4个字附近：这个键前面已经写过。"),
        ("a = {b=1, b=2}\n", "这个键前面已经写过。"),
        ("x = {a=1}\nx.b = 2\n", "这张表前面已经写完，不能再添。"),
        ("[a.b]\nc=1\n[a]\nb.d=2\n", "第4行第6个字附近：这个键前面已经写过。"),
        ("a = 2023-02-30\n", "没有这一天。"),
        ("a = 300万\n", "一行只能写一项；文字和带单位的数要加引号。"),
        ("甲 = 1\n", "这一行不是“键 = 值”，也不是表名。"),
        ("a.甲 = 1\n", "键只能用字母、数字、下划线和连字符，别的字要加引号。"),
        ('a = "x\\y"\n', "反斜杠要写成两个，或把引号改为单引号。"),
        ('a = "\\uD800"\n', "反斜杠后面的字符代号不对。"),
        ('a = "\\u12"\n', "反斜杠后面的字符代号不对。"),
        ("[a\n", "方括号没有收尾。"),
        ('a = "x\x01"\n', "含有不能用的字符。"),
        ("a = 1 # \x01\n", "含有不能用的字符。"),
        ('a = "“引号”，" x # ，\n', "要加引号。请对照"),
        ("a = " + "1" * 5000, "有一处写法不对。"),
        ("a = " + "[" * 20_000, "括号套得太深。"),
    ],
)
def test_a_slip_is_named_with_file_line_and_reason(path: Path, text: str, said: str) -> None:
    path.write_text(text, encoding="utf-8")
    message = refused(path)
    assert message.startswith("办法包文件 pinghu/scheme.toml ")
    assert said in message


def test_a_file_in_another_encoding_names_its_first_such_line(path: Path) -> None:
    path.write_bytes(b"a = 1\n" + "b = '平湖'\n".encode("gbk"))
    assert "第2行：不是UTF-8编码的文字。请用记事本打开，另存为，编码选 UTF-8。" in refused(path)


def test_a_file_that_is_gone_is_the_worlds_fault(path: Path) -> None:
    with pytest.raises(Fault, match=r"pinghu/scheme\.toml 打不开") as caught:
        read_toml(path, "办法包")
    assert caught.value.code == "file.unreadable"


def test_files_are_named_with_their_folder() -> None:
    assert shown(Path("resources", "schemes", "pinghu", "scheme.toml")) == "pinghu/scheme.toml"
    assert shown(Path("2026.toml")) == "2026.toml"
