"""Read a YAML file strictly into plain values that remember their lines.

Only what a curator writes by hand is accepted: mappings, lists and scalars. Anchors and aliases
(so also alias bombs), tags (so also `!!python/object`), duplicate keys and tabs in indents are
problems with a line, never code that runs. Scalars stay the text that was written: 110 is "110".
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 8 * 1024 * 1024
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 20
_PREFIX = "tag:yaml.org,2002:"
_TAGS = {"!", _PREFIX + "str", _PREFIX + "seq", _PREFIX + "map"}
_NOTHING = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """A value of the file and the line (from 1) where it starts.

    `value` is a str, None (written as nothing, ~ or null), a tuple of entries, or a dict from key
    to entry.
    """

    value: str | tuple[YamlEntry, ...] | dict[str, YamlEntry] | None
    line: int


@dataclass(frozen=True, slots=True)
class YamlProblem:
    """What is wrong in a file; line 0 means the file as a whole."""

    line: int
    reason: str


def read_yaml(path: Path) -> tuple[YamlEntry | None, list[YamlProblem]]:
    """The root of a UTF-8 file (BOM and CRLF welcome) and everything wrong with it.

    The root is None for an empty file or one that cannot be parsed at all.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [YamlProblem(0, "不是普通文件")]
        if status.st_size > MAX_BYTES:
            return None, [YamlProblem(0, f"文件超过 {MAX_BYTES // 1024 // 1024} MB")]
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, [YamlProblem(0, f"无法读取（{error.strerror or error}）")]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [YamlProblem(line, "不是 UTF-8 编码")]
    return parse_yaml(text)


def parse_yaml(text: str) -> tuple[YamlEntry | None, list[YamlProblem]]:
    """Like `read_yaml`, of a text already decoded."""
    tabs = [
        YamlProblem(number, "缩进里有制表符（Tab），请改用空格")
        for number, line in enumerate(text.splitlines(), 1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if tabs:
        return None, tabs
    reader = _EventReader()
    try:
        # Events and not nodes: the compiled composer overflows the stack on deep nesting.
        return reader.document(yaml.parse(text, Loader=_LOADER)), reader.problems
    except _TooDeepError as error:
        return None, [YamlProblem(error.line, "嵌套太深")]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [YamlProblem(line, f"不是有效的 YAML（{error.problem}）")]
    except yaml.YAMLError as error:
        return None, [YamlProblem(0, f"不是有效的 YAML（{str(error).splitlines()[0]}）")]


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _EventReader:
    """Turns the parser's events into entries and notes what is not allowed."""

    def __init__(self) -> None:
        self.problems: list[YamlProblem] = []

    def document(self, events: Iterator[Any]) -> YamlEntry | None:
        root: YamlEntry | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    self._note(event, "一个文件里只能有一份 YAML")
                entry = self._entry(event, events, 0)
                root = root or entry
        return root

    def _entry(self, event: Any, events: Iterator[Any], depth: int) -> YamlEntry:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise _TooDeepError(line)
        if event.anchor is not None:
            self._note(event, "不能用锚点和别名（& 与 *）")
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _TAGS:
            self._note(event, f"不允许的标记「{tag.replace(_PREFIX, '!!')}」")
        if isinstance(event, yaml.SequenceStartEvent):
            return YamlEntry(tuple(self._items(events, yaml.SequenceEndEvent, depth)), line)
        if isinstance(event, yaml.MappingStartEvent):
            return YamlEntry(self._mapping(events, depth), line)
        if isinstance(event, yaml.AliasEvent) or (not event.style and event.value in _NOTHING):
            return YamlEntry(None, line)
        return YamlEntry(event.value.strip(), line)

    def _items(self, events: Iterator[Any], end: type, depth: int) -> Iterator[YamlEntry]:
        for event in events:
            if isinstance(event, end):
                return
            yield self._entry(event, events, depth + 1)

    def _mapping(self, events: Iterator[Any], depth: int) -> dict[str, YamlEntry]:
        pairs: dict[str, YamlEntry] = {}
        entries = self._items(events, yaml.MappingEndEvent, depth)
        for key, value in zip(entries, entries, strict=True):
            if not isinstance(key.value, str):
                self.problems.append(YamlProblem(key.line, "键应是一个词"))
            elif key.value in pairs:
                self.problems.append(YamlProblem(key.line, f"重复的键「{key.value}」"))
            else:
                pairs[key.value] = value
        return pairs

    def _note(self, event: Any, reason: str) -> None:
        self.problems.append(YamlProblem(event.start_mark.line + 1, reason))
