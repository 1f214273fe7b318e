"""Read a YAML file strictly into plain values that remember their lines.

Only what a curator writes by hand is accepted: mappings, lists and scalars. Anchors and aliases
(so also alias bombs), tags (so also `!!python/object`), duplicate keys and tabs in indents are
problems with a line, never code that runs. Scalars stay the text that was written: 110 is "110".
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 8 * 1024 * 1024
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PREFIX = "tag:yaml.org,2002:"
_SCALARS = {_PREFIX + name for name in ("str", "int", "float", "bool", "timestamp", "null")}


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the file and the line (from 1) where it starts.

    `value` is a str, None (written as nothing, ~ or null), a tuple of entries, or a dict from key
    to entry.
    """

    value: str | tuple[Entry, ...] | dict[str, Entry] | None
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file; line 0 means the file as a whole."""

    line: int
    reason: str


def read_yaml(path: Path) -> tuple[Entry | None, list[Problem]]:
    """The root of a UTF-8 file (BOM and CRLF welcome) and everything wrong with it.

    The root is None for an empty file or one that cannot be parsed at all.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [Problem(0, f"文件超过 {MAX_BYTES // 1024 // 1024} MB")]
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, [Problem(0, f"无法读取（{error.strerror or error}）")]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [Problem(line, "不是 UTF-8 编码")]
    return parse_yaml(text)


def parse_yaml(text: str) -> tuple[Entry | None, list[Problem]]:
    """Like `read_yaml`, of a text already decoded."""
    tabs = [
        Problem(number, "缩进里有制表符（Tab），请改用空格")
        for number, line in enumerate(text.splitlines(), 1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if tabs:
        return None, tabs
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Problem(line, f"不是有效的 YAML（{error.problem}）")]
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "嵌套太深"
        return None, [Problem(0, f"不是有效的 YAML（{reason}）")]
    reader = _NodeReader()
    return (None if node is None else reader.entry(node)), reader.problems


class _NodeReader:
    """Turns composed nodes into entries and notes what is not allowed."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def entry(self, node: Any) -> Entry:
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            self.problems.append(Problem(line, "不能用锚点和别名（& 与 *）"))
            return Entry(None, line)
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return Entry(self._scalar(node, line), line)
        if node.tag not in (_PREFIX + "seq", _PREFIX + "map"):
            self._refuse_tag(node.tag, line)
            return Entry(None, line)
        if isinstance(node, yaml.SequenceNode):
            return Entry(tuple(self.entry(item) for item in node.value), line)
        return Entry(self._mapping(node), line)

    def _scalar(self, node: Any, line: int) -> str | None:
        if node.tag not in _SCALARS:
            self._refuse_tag(node.tag, line)
            return None
        return None if node.tag == _PREFIX + "null" else str(node.value).strip()

    def _mapping(self, node: Any) -> dict[str, Entry]:
        pairs: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            key, value = self.entry(key_node), self.entry(value_node)
            if not isinstance(key.value, str):
                self.problems.append(Problem(key.line, "键应是一个词"))
            elif key.value in pairs:
                self.problems.append(Problem(key.line, f"重复的键「{key.value}」"))
            else:
                pairs[key.value] = value
        return pairs

    def _refuse_tag(self, tag: str, line: int) -> None:
        name = tag.replace(_PREFIX, "!!")
        self.problems.append(Problem(line, f"不允许的标记「{name}」"))
