"""Nothing that a document holds is obeyed by the terminal on which it is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.output import printable
from web.cli import main

_BAD = "\x1b]0;标题\x07\x9b2J\x7f\u202e"
_OBEYED = set("\x1b\x07\x9b\x7f\u202e\r")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("平安\t前哨\n“一”－😀𠮷", "平安\t前哨\n“一”－😀𠮷"),
        ("\x1b[31m", "\\u001b[31m"),
        ("a\rb\x9b\u202e\ud800", "a\\u000db\\u009b\\u202e\\ud800"),
    ],
)
def test_what_a_terminal_obeys_is_printed_as_what_it_is(text: str, printed: str) -> None:
    assert printable(text) == printed


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(a) for a in arguments], color=True)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_no_command_prints_what_a_document_would_have_the_terminal_do(tmp_path: Path) -> None:
    line = {
        "id": f"甲{_BAD}#1",
        "title": f"题{_BAD}",
        "heading": f"节{_BAD}",
        "source": f"局{_BAD}",
        "genre": f"类{_BAD}",
        "text": f"平安前哨{_BAD}巡逻",
    }
    lines = [json.dumps(line), json.dumps({**line, "year": f"去年{_BAD}"}), '{"id": "坏\x1b[2J']
    source = tmp_path / f"in{_BAD[1:3]}\x1b[2J.jsonl"
    source.write_text("\n".join(lines), "utf-8")
    index = ("--index", tmp_path / "index")
    outputs = [
        _run("check", source),
        _run("rebuild", source, *index),
        _run("status", *index),
        _run("verify", *index),
        _run("suggest", "题", *index),
        _run("withdraw", f"甲{_BAD}", "--reason", "x", *index),
        _run("rebuild", tmp_path / "没有\x1b[2J", *index),
        _run("check", source, "--json"),
        _run("status", *index, "--json"),
    ]
    for output in outputs:
        assert output and not _OBEYED & set(output)
    shown = _run("search", "平安前哨", *index)
    assert not _OBEYED - {"\x1b"} & set(shown) and "\x1b]" not in shown and "\x1b[2J" not in shown


def test_commands_print_by_that_function_alone() -> None:
    root = Path(__file__).parents[3]
    own = ("line)", 'f"\\r\\033', '"\\r\\033')  # hits, cleaned piece by piece; a line of progress
    for package in ("indexer", "search", "web"):
        for path in (root / package).rglob("*.py"):
            calls = re.findall(r"click\.echo\((.*)", path.read_text("utf-8"))
            kept = [call for call in calls if not call.startswith(own)]
            assert not kept or path.relative_to(root).as_posix() == "indexer/cli/output.py", path
