"""Change single values in a YAML text and leave every other character of it as it was.

Comments, blank lines, quotes and order survive, because only the lines of the value that changes
are written anew. What is changed is read again before it is given back: the file must then say the
new value and, of all else, what it said before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import yaml

from indexer.model.strict_yaml import parse_yaml, plain_value

EditedValue: TypeAlias = "str | int | Sequence[str] | None"
_PLAIN = re.compile(r"[\u3007\u3400-\u9fff][\u3007\u3400-\u9fff0-9A-Za-z “”《》、，（）—·]*(?<! )")
_SHAPED = re.compile(r"\d{4}(-\d\d){0,2}")
# What YAML does not take as it is, or would take for the end of a line.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class YamlEditError(ValueError):
    """The text is written in a way that we do not change; the sentence says which."""


def yaml_text(value: str | int | Sequence[str]) -> str:
    """A value as YAML: plain where that is safe, else in JSON's quotes, which YAML reads too."""
    if not isinstance(value, str | int):
        return f"[{', '.join(yaml_text(item) for item in value)}]"
    text = str(value)
    if isinstance(value, int) or _SHAPED.fullmatch(text) or _PLAIN.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def set_keys(text: str, values: Mapping[str, EditedValue], order: Sequence[str] = ()) -> str:
    """The mapping `text` with these keys set, None takes one away; new ones stand as in `order`."""
    for key, value in values.items():
        text = _checked(text, _set_key(text, (), key, value, order), (key,), value)
    return text


def set_nested(text: str, section: str, key: str, value: EditedValue) -> str:
    """The mapping `text` with a key of its mapping `section`, which is begun where it is not."""
    tree = _plain(text)
    known = tree.get(section) if isinstance(tree, dict) else None
    if value is None and isinstance(known, dict) and set(known) == {key}:
        return set_keys(text, {section: None})
    if known:
        changed = _set_key(text, (section,), key, value, ())
    elif value is None:
        return text
    else:
        bare = set_keys(text, {section: None}) if tree else text
        above = f"{bare.rstrip()}\n" if bare.strip() else ""
        changed = f"{above}{section}:\n  {key}: {yaml_text(value)}\n"
    return _checked(text, changed, (section, key), value)


def set_item_key(text: str, name: str, key: str, value: EditedValue) -> str:
    """The list of mappings `text` with a key of the item called `name` set or taken away."""
    place = _item_place(text, name)
    return _checked(text, _set_key(text, (place,), key, value, ()), (place, key), value)


def append_item(text: str, item: Mapping[str, EditedValue]) -> str:
    """The list `text` (of mappings) with one more at its end."""
    lines = [f"{key}: {yaml_text(value)}" for key, value in item.items() if value not in (None, ())]
    root = _compose(text)
    if root is None or root.value == "":
        changed = f"{text.rstrip()}\n- ".lstrip("\n") + "\n  ".join(lines) + "\n"
    elif items := _items(root):
        indent = " " * (items[0].start_mark.column - 2)
        at = _line_end(text, _end_of(items[-1], text))
        changed = f"{text[:at]}\n{indent}- " + f"\n{indent}  ".join(lines) + text[at:]
    else:
        start, end = root.start_mark.index, root.end_mark.index
        changed = f"{text[:start]}- " + "\n  ".join(lines) + text[end:]
    before, after = _plain(text) or [], _plain(changed)
    wanted = {key: _as_read(value) for key, value in item.items() if value not in (None, ())}
    if after != [*before, wanted]:
        raise YamlEditError("文件的写法特殊")
    return changed


def _item_place(text: str, name: str) -> int:
    plain = _plain(text) or []
    for place, item in enumerate(plain):
        if isinstance(item, dict) and item.get("name") == name:
            return place
    raise YamlEditError(f"没有「{name}」这一项")


def _set_key(
    text: str, path: tuple[int | str, ...], key: str, value: EditedValue, order: Sequence[str]
) -> str:
    node = _compose(text)
    if node is None:
        return text if value is None else f"{text}{key}: {yaml_text(value)}\n"
    for place in path:
        node = _items(node)[place] if isinstance(place, int) else _section(node, place)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise YamlEditError("这里不是每行一项的写法")
    pairs = {pair[0].value: pair for pair in node.value}
    if key in pairs:
        return _replaced(text, pairs[key], key, value)
    if value is None:
        return text
    indent = " " * node.start_mark.column
    before = [k for k in order[: order.index(key)] if k in pairs] if key in order else list(pairs)
    if before:
        at = _line_end(text, _end_of(pairs[before[-1]][1], text))
        return f"{text[:at]}\n{indent}{key}: {yaml_text(value)}{text[at:]}"
    at = node.start_mark.index
    return f"{text[:at]}{key}: {yaml_text(value)}\n{indent}{text[at:]}"


def _section(node: Any, key: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _replaced(text: str, pair: tuple[Any, Any], key: str, value: EditedValue) -> str:
    start, end = pair[0].start_mark.index, _end_of(pair[1], text)
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    inside = [found.strip() for found in text[start:end].split("\n")[1:]]
    comments = [found for found in inside if found.startswith("#")]
    if value is not None:
        above = "".join(f"{found}\n{indent}" for found in comments)
        return f"{text[:start]}{above}{key}: {yaml_text(value)}{text[end:]}"
    line_end = _line_end(text, end)
    rest = text[end:line_end].strip()
    comments += [rest] if rest.startswith("#") else []
    if indent.strip():  # the first key of a list's item: its dash stays
        raise YamlEditError(f"「{key}」是这一项的第一个键")
    above = "".join(f"{indent}{found}\n" for found in comments)
    return text[:line] + above + text[line_end:].removeprefix("\n")


def _checked(before: str, after: str, path: tuple[int | str, ...], value: EditedValue) -> str:
    """`after`, if it differs from `before` in the value at `path` alone."""
    wanted, found = _plain(before), _plain(after)
    place = wanted = {} if wanted is None else wanted
    for step in path[:-1]:
        if isinstance(step, str) and not place.get(step):
            place[step] = {}
        place = place[step]
    if value is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = _as_read(value)
    if (found or {}) != wanted:
        raise YamlEditError("文件的写法特殊")
    return after


def _as_read(value: EditedValue) -> Any:
    return str(value) if isinstance(value, str | int) else list(value or ())


def _plain(text: str) -> Any:
    """What a strict reading gives: texts, lists and dicts. YamlEditError where it finds fault."""
    entry, problems = parse_yaml(text)
    if problems:
        raise YamlEditError(f"第 {problems[0].line} 行{problems[0].reason}")
    return None if entry is None else plain_value(entry)


def _compose(text: str) -> Any:
    """The tree of a text that a strict reading has accepted, so that it is not deep."""
    _plain(text)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _items(node: Any) -> list[Any]:
    if not isinstance(node, yaml.SequenceNode) or (node.flow_style and node.value):
        raise YamlEditError("这里不是每行一项的列表")
    return list(node.value)


def _end_of(node: Any, text: str) -> int:
    """Where the last character of a value stands, comments and blank lines behind it left out."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(last[1] if isinstance(last, tuple) else last, text)
    end = node.end_mark.index
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return len(text[:end].rstrip("\n")) if is_block else end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
