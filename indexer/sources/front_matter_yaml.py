"""Turn the YAML of a front matter into plain values with their lines.

The YAML is read event by event and no object is ever constructed, so no tag can run code and no
alias can multiply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML value, cut down to what front matter may hold."""

    line: int
    text: str = ""
    kind: str = "str"  # a YAML scalar type, "list" or "map"
    children: tuple[Value, ...] = ()
    pairs: tuple[tuple[Value, Value], ...] = ()


class FrontMatterError(Exception):
    """The front matter cannot be read past this line of the file."""

    def __init__(self, line: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.line, self.code, self.reason = line, code, reason


class _Events:
    """PyYAML's event stream with types: `take` the next one, or look whether it `is_next`."""

    def __init__(self, source: str) -> None:
        loader: Any = yaml.SafeLoader(source)
        self.take: Callable[[], Any] = loader.get_event
        self.is_next: Callable[[type[yaml.Event]], bool] = loader.check_event
        self.resolve: Callable[[type[yaml.Node], str, tuple[bool, bool]], str] = loader.resolve


def parse_front_matter(source: str, first_line: int) -> Value | None:
    """The one value that the YAML holds; None if it is empty. Anything unusual is an error."""
    try:
        events = _Events(source)
        events.take()  # stream start
        if events.is_next(yaml.StreamEndEvent):
            return None
        events.take()  # document start
        top = _value(events, first_line, depth=0)
        events.take()  # document end
        if not events.is_next(yaml.StreamEndEvent):
            raise FrontMatterError(first_line, "bad_front_matter", "文件头里有多余的内容")
        return top
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise FrontMatterError(line, "bad_yaml", _yaml_reason(error)) from error
    except yaml.reader.ReaderError as error:
        line = first_line + source.count("\n", 0, error.position)
        raise FrontMatterError(line, "bad_yaml", "文件头含有控制字符") from error
    except (ValueError, yaml.YAMLError) as error:  # such as the escape "\UFFFFFFFF"
        raise FrontMatterError(first_line, "bad_yaml", f"文件头无法解读：{error}") from error


def _yaml_reason(error: yaml.MarkedYAMLError) -> str:
    if "'\\t'" in str(error.problem):
        return "文件头用了制表符；请改用空格"
    return f"文件头不是有效的 YAML（{error.problem or error.context}）；值里有冒号时请加引号"


def _value(events: _Events, first_line: int, depth: int) -> Value:
    event = events.take()
    line = first_line + event.start_mark.line
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise FrontMatterError(line, "alias", "文件头不支持 & 和 * 引用；以此开头的值请加引号")
    if event.tag is not None:
        raise FrontMatterError(line, "tag", f"文件头不支持类型标记 {event.tag}")
    if isinstance(event, yaml.ScalarEvent):
        tag = events.resolve(yaml.ScalarNode, event.value, event.implicit)
        return Value(line, event.value, tag.rpartition(":")[2])
    if depth == 3:
        raise FrontMatterError(line, "bad_front_matter", "文件头的层次太深")
    if isinstance(event, yaml.SequenceStartEvent):
        children: list[Value] = []
        while not events.is_next(yaml.SequenceEndEvent):
            children.append(_value(events, first_line, depth + 1))
        events.take()
        return Value(line, kind="list", children=tuple(children))
    pairs: list[tuple[Value, Value]] = []
    while not events.is_next(yaml.MappingEndEvent):
        key = _value(events, first_line, depth + 1)
        if key.kind in ("list", "map"):
            raise FrontMatterError(key.line, "bad_front_matter", "名称应是一个词")
        pairs.append((key, _value(events, first_line, depth + 1)))
    events.take()
    return Value(line, kind="map", pairs=tuple(pairs))
