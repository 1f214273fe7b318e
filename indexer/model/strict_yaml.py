"""Read a YAML file strictly into plain values that remember their lines.

Only what a curator writes by hand is accepted: mappings, lists and scalars. Anchors and aliases
(so also alias bombs), tags (so also `!!python/object`), duplicate keys and tabs in indents are
problems with a line, never code that runs. Scalars stay the text that was written, 110 is "110";
their kind says what YAML would have made of them.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 8 * 1024 * 1024
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
MAX_DEPTH = 20
_PREFIX = "tag:yaml.org,2002:"
_TAGS = {"!", _PREFIX + "str", _PREFIX + "seq", _PREFIX + "map"}
_NOTHING = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """A value of the file and the line (from 1) where it starts.

    `value` is a str, None (written as nothing, ~ or null), a tuple of entries, or a dict from key
    to entry. `kind` is "list", "map", or YAML's name of the scalar: "str", "int", "bool", "null",
    "timestamp" … `key_line` is the line of the key in front of it, 0 without one.
    """

    value: str | tuple[YamlEntry, ...] | dict[str, YamlEntry] | None
    line: int
    kind: str = "str"
    key_line: int = 0


@dataclass(frozen=True, slots=True)
class YamlProblem:
    """What is wrong in a file; line 0 means the file as a whole. `code` is stable English."""

    line: int
    reason: str
    code: str = "bad_yaml"


def read_yaml(path: Path) -> tuple[YamlEntry | None, list[YamlProblem]]:
    """The root of a UTF-8 file (BOM and CRLF welcome) and everything wrong with it.

    The root is None for an empty file or one that cannot be parsed at all.
    """
    content, problems = read_yaml_bytes(path)
    return (None, problems) if content is None else decode_yaml(content)


def read_yaml_bytes(path: Path) -> tuple[bytes | None, list[YamlProblem]]:
    """The content of a file that may be YAML by its kind and size, or why there is none."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [YamlProblem(0, "不是普通文件")]
        if status.st_size > MAX_BYTES:
            return None, [YamlProblem(0, f"文件超过 {MAX_BYTES // 1024 // 1024} MB")]
        return path.read_bytes(), []
    except OSError as error:
        return None, [YamlProblem(0, f"无法读取（{error.strerror or error}）")]


def decode_yaml(content: bytes) -> tuple[YamlEntry | None, list[YamlProblem]]:
    """Like `read_yaml`, of the content of a file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [YamlProblem(line, "不是 UTF-8 编码")]
    return parse_yaml(text)


def parse_yaml(text: str, first_line: int = 1) -> tuple[YamlEntry | None, list[YamlProblem]]:
    """Like `read_yaml`, of a text already decoded whose first line has this number in its file."""
    tabs = [
        YamlProblem(number, "缩进里有制表符（Tab），请改用空格")
        for number, line in enumerate(text.split("\n"), first_line)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if tabs:
        return None, tabs
    reader = _EventReader(first_line)
    try:
        # Events and not nodes: the compiled composer overflows the stack on deep nesting.
        return reader.document(yaml.parse(text, Loader=_LOADER)), reader.problems
    except _TooDeepError as error:
        return None, [YamlProblem(error.line, "嵌套太深")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else 0
        reason = f"不是有效的 YAML（{error.problem or error.context}）；值里有冒号时请加引号"
        return None, [YamlProblem(line, reason)]
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        return None, [YamlProblem(line, "含有控制字符")]
    except (ValueError, yaml.YAMLError) as error:  # such as the escape "\UFFFFFFFF"
        return None, [YamlProblem(first_line, f"不是有效的 YAML（{str(error).splitlines()[0]}）")]


def plain_value(entry: YamlEntry) -> Any:
    """An entry as dicts, lists and texts, without lines; scalars stay as they were written."""
    if isinstance(entry.value, dict):
        return {key: plain_value(child) for key, child in entry.value.items()}
    if isinstance(entry.value, tuple):
        return [plain_value(child) for child in entry.value]
    return entry.value


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _EventReader:
    """Turns the parser's events into entries and notes what is not allowed."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.problems: list[YamlProblem] = []

    def document(self, events: Iterator[Any]) -> YamlEntry | None:
        root: YamlEntry | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    self._note(event, "一个文件里只能有一份 YAML", "many_documents")
                entry = self._entry(event, events, 0)
                root = root or entry
        return root

    def _entry(self, event: Any, events: Iterator[Any], depth: int) -> YamlEntry:
        line = self._line(event)
        if depth > MAX_DEPTH:
            raise _TooDeepError(line)
        if event.anchor is not None:
            self._note(event, "不能用锚点和别名（& 与 *）；以此开头的值请加引号", "alias")
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _TAGS:
            self._note(event, f"不允许的标记「{tag.replace(_PREFIX, '!!')}」", "tag")
        if isinstance(event, yaml.SequenceStartEvent):
            items = tuple(self._items(events, yaml.SequenceEndEvent, depth))
            return YamlEntry(items, line, "list")
        if isinstance(event, yaml.MappingStartEvent):
            return YamlEntry(self._mapping(events, depth), line, "map")
        if isinstance(event, yaml.AliasEvent) or (not event.style and event.value in _NOTHING):
            return YamlEntry(None, line, "null")
        kind = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        return YamlEntry(event.value.strip(), line, kind.removeprefix(_PREFIX))

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
                self.problems.append(YamlProblem(key.line, "键应是一个词", "bad_key"))
            elif key.value in pairs:
                reason = f"重复的键「{key.value}」"
                self.problems.append(YamlProblem(key.line, reason, "duplicate_key"))
            else:
                pairs[key.value] = replace(value, key_line=key.line)
        return pairs

    def _line(self, event: Any) -> int:
        return self.first_line + int(event.start_mark.line)

    def _note(self, event: Any, reason: str, code: str) -> None:
        self.problems.append(YamlProblem(self._line(event), reason, code))
