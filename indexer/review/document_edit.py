"""Change fields and blocks of a corpus document, leaving every other character as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indexer.model.schema import SCHEMA, Field
from indexer.model.strict_yaml import YamlEntry, parse_yaml
from indexer.model.validators import SHAPES, is_web_address
from indexer.model.yaml_edit import EditedValue, YamlEditError, set_keys
from indexer.sources.front_matter import cut_front_matter
from indexer.sources.splitter import Block, HeadingLine, heading_level, split_items

BlockAct = Literal["toggle", "merge", "write", "delete"]
Item = HeadingLine | Block
_HEADING_MARK = "## "
_STEPS = re.compile(r"[/／、\s]+")


@dataclass(frozen=True, slots=True)
class BlockEdit:
    """What happens to one block: heading or text, joined to the one above, other words, gone."""

    act: BlockAct
    block: int
    text: str = ""


class FieldValueError(ValueError):
    """A typed value that a field cannot hold; `key` names the field."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.reason = key, reason


def field_texts(text: str) -> dict[str, str]:
    """The front matter's values as a form shows them; YamlEditError where it has faults."""
    source, _, first_line = cut_front_matter(text)
    if first_line == 0:
        raise YamlEditError("没有以单独一行 --- 结束")
    top, problems = parse_yaml(source or "", first_line)
    if problems:
        raise YamlEditError(f"第 {problems[0].line} 行{problems[0].reason}")
    values = top.value if top is not None and isinstance(top.value, dict) else {}
    return {f.key: _shown(f, values[f.key]) for f in SCHEMA.given if f.key in values}


def _shown(field: Field, entry: YamlEntry) -> str:
    if isinstance(entry.value, tuple):
        return ("/" if field.kind == "path" else "、").join(str(e.value) for e in entry.value)
    return entry.value.strip() if isinstance(entry.value, str) else ""


def blocks_of(text: str) -> list[Item]:
    """Headings and paragraphs of a document's body, in order."""
    return list(split_items(cut_front_matter(text)[1]))


def with_fields(text: str, typed: Mapping[str, str]) -> str:
    """The document with these values in its front matter; an empty one takes the key away.

    FieldValueError for a value that the field cannot hold, YamlEditError for a front matter that
    we do not change.
    """
    before = field_texts(text)
    changed: dict[str, EditedValue] = {}
    for field in SCHEMA.given:
        value = " ".join(typed.get(field.key, before.get(field.key, "")).split())
        if value != before.get(field.key, ""):
            changed[field.key] = _read(field, value)
    if not changed:
        return text
    source, body, _ = cut_front_matter(text)
    order = [field.key for field in SCHEMA.given]
    if source is None:
        return f"---\n{set_keys('', changed, order)}---\n\n{body.lstrip(chr(10))}"
    at = text.index("---\n") + 4
    edited = set_keys(source, changed, order)
    return text[:at] + edited + text[at + len(source) :]


def _read(field: Field, value: str) -> EditedValue:
    if not value:
        return None
    if field.is_many:
        return tuple(step for step in _STEPS.split(value) if step)
    if field.kind in SHAPES:
        fits, example = SHAPES[field.kind]
        if not fits(value):
            raise FieldValueError(field.key, f"「{value}」有误；应{example}")
        return value if field.kind == "date" else int(value)
    if field.name == "url" and not is_web_address(value):
        raise FieldValueError(field.key, "应以 http:// 或 https:// 开头")
    return value


def with_block(text: str, edit: BlockEdit) -> str:
    """The document with one block changed; IndexError if there is no such block."""
    body = cut_front_matter(text)[1]
    head = text[: len(text) - len(body)]
    items = list(split_items(body))
    if not 0 <= edit.block < len(items):
        raise IndexError(edit.block)
    item = items[edit.block]
    if edit.act == "toggle":
        return head + _replaced(body, item.start, item.end, _toggled(item))
    if edit.act == "merge":
        if edit.block == 0:
            return text
        above = items[edit.block - 1]
        return head + _replaced(body, above.start, item.end, _joined(body, above, item))
    words = "" if edit.act == "delete" else _typed(edit.text, item)
    return head + _replaced(body, item.start, item.end, words)


def _toggled(item: Item) -> str:
    if isinstance(item, HeadingLine):
        return _as_paragraph(item.text)
    return _HEADING_MARK + re.sub(r"\s*\n\s*", "", item.text)


def _joined(body: str, above: Item, item: Item) -> str:
    """Both blocks in one, of the kind of the upper one; words of Latin letters stay apart."""
    first = body[above.start : above.end].rstrip()
    gap = " " if first[-1:].isascii() and item.text[:1].isascii() else ""
    second = re.sub(r"\s*\n\s*", "", item.text) if isinstance(above, HeadingLine) else item.text
    return f"{first}{gap}{second}"


def _typed(text: str, item: Item) -> str:
    """What a person typed, as the body writes it: a new line begins a new paragraph, as in Word;
    an empty line does in a paragraph that was printed in several lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if isinstance(item, HeadingLine):
        words = " ".join(lines.split())
        return f"{'#' * item.level} {words}" if words else ""
    apart = r"\n[ \t\u3000]*\n" if "\n" in item.text.strip() else r"\n"
    parts = [part.strip() for part in re.split(apart, lines)]
    return "\n\n".join(_as_paragraph(part) for part in parts if part)


def _as_paragraph(text: str) -> str:
    """Text that begins like a heading is indented, which keeps it a paragraph."""
    return "\n".join(f"    {line}" if heading_level(line) else line for line in text.split("\n"))


def _replaced(body: str, start: int, end: int, words: str) -> str:
    """`words` in the place of a block, apart from its neighbours by an empty line."""
    before, after = body[:start].rstrip(" \t\u3000"), body[end:].lstrip(" \t")
    if not words:
        return before.rstrip("\n") + "\n\n" * bool(before.strip()) + after.lstrip("\n")
    if before.strip() and not before.endswith("\n\n"):
        before = before.rstrip("\n") + "\n\n"
    if after.strip() and not after.startswith("\n\n"):
        after = "\n\n" + after.lstrip("\n")
    return before + words + after
