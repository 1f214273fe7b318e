"""Turn a document's front matter into its fields, strictly: every oddity is a problem with a line.

Known keys are the fields that `indexer.model.schema` lets input say of a document, and `themes
initiatives`, with which a curator overrides the tagger:

    themes: [反诈, 侦查破案与打击犯罪]          # of every paragraph
    initiatives:
      圆满完成庆祝建党100周年: [平安前哨]       # of the paragraph that begins with these words
      数据显示: []                            # of this one: none
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.model.documents import Document, FieldValue
from indexer.model.problem import Problem
from indexer.model.schema import SCHEMA, Field
from indexer.model.stored import document_of
from indexer.model.validators import SHAPES, is_web_address
from indexer.sources.front_matter_yaml import FrontMatterError, Value, parse_front_matter

MAX_CHARS = 65_536
OVERRIDES = ("themes", "initiatives")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Override:
    """Themes or initiatives that a curator gives to paragraphs, over the tagger's head.

    `kind` is "themes" or "initiatives"; `opening` are the first characters of the one paragraph
    meant, None means every paragraph; `line` is where it stands in the file.
    """

    kind: str
    opening: str | None
    names: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the body. Lines are 1-based lines of the file."""

    document: Document
    overrides: tuple[Override, ...]
    problems: tuple[Problem, ...]


def cut_front_matter(text: str) -> tuple[str | None, str, int]:
    """Cut a file's text into (front matter without its fences, body, line of its first line).

    The front matter is None where the text does not begin with a `---` line; the front matter
    with an empty body where the closing `---` is missing is told by a line of 0.
    """
    lead = len(text) - len(text.lstrip("\n"))
    if text[lead : lead + 4].rstrip() != _FENCE:
        return None, text, 1
    first_line = lead + 2
    start = lead + 4
    match = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, start)
    if match is None:
        return text[start:], "", 0
    return text[start : match.start()], text[match.end() :], first_line


def read_front_matter(source: str, first_line: int, slug: str, place: str) -> FrontMatter:
    """The fields of one document and all problems found in them; `source` excludes the fences."""
    reader = _Reader(place, first_line)
    try:
        if len(source) > MAX_CHARS:
            reason = f"文件头超过 {MAX_CHARS} 个字符"
            raise FrontMatterError(first_line, "front_matter_too_long", reason)
        top = parse_front_matter(source, first_line)
        return reader.read(top, slug)
    except FrontMatterError as error:
        problem = Problem(place, error.line, error.code, error.reason)
        return FrontMatter(Document(slug), (), (*reader.problems, problem))


@dataclass(slots=True)
class _Reader:
    """Collects fields and problems while walking through one front matter."""

    place: str
    first_line: int
    problems: list[Problem] = field(default_factory=list)

    def read(self, top: Value | None, slug: str) -> FrontMatter:
        values = self._values(top)
        document = document_of(
            slug, {f.key: self._field(f, values[f.key]) for f in SCHEMA.given if f.key in values}
        )
        if document.url and not is_web_address(document.url):
            self._tell(values["url"].line, "bad_value", "url 应以 http:// 或 https:// 开头")
        overrides = tuple(o for key in OVERRIDES for o in self._overrides(values.get(key), key))
        return FrontMatter(document, overrides, tuple(self.problems))

    def _tell(self, line: int, code: str, reason: str) -> None:
        self.problems.append(Problem(self.place, line, code, reason))

    def _values(self, top: Value | None) -> dict[str, Value]:
        if top is None or (top.kind == "null" and not top.text):
            return {}
        if top.kind != "map":
            raise FrontMatterError(top.line, "bad_front_matter", "文件头应是「名称: 值」的列表")
        values: dict[str, Value] = {}
        for key, value in top.pairs:
            if key.text in values:
                self._tell(key.line, "duplicate_key", f"「{key.text}」写了两次")
            elif key.text not in (names := [*(f.key for f in SCHEMA.given), *OVERRIDES]):
                known = "、".join(names)
                self._tell(key.line, "unknown_key", f"没有「{key.text}」这一项；可用的有：{known}")
            elif value.kind != "null":
                values[key.text] = value
        return values

    def _field(self, field: Field, value: Value) -> FieldValue:
        """A value of the field's kind; None, or nothing of a list, where it is none."""
        if field.is_many:
            return self._names(value, field.key)
        if field.kind in ("date", "year", "number"):
            return self._shaped(field, value)
        return self._string(value, field.key)

    def _string(self, value: Value, key: str) -> str | None:
        if value.kind in ("list", "map"):
            self._tell(value.line, "wrong_type", f"{key} 应是一行文字，不是列表")
        elif value.kind != "str":
            self._tell(value.line, "wrong_type", f'{key} 应是文字；请加引号："{value.text}"')
        return value.text.strip() or None

    def _shaped(self, field: Field, value: Value) -> str | int | None:
        fits, example = SHAPES[field.kind]
        text = value.text.strip()
        if value.kind in ("list", "map") or not fits(text):
            self._tell(value.line, "bad_value", f"{field.key}「{text}」有误；应{example}")
            return None
        return text if field.kind == "date" else int(text)

    def _names(self, value: Value | None, key: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if value.kind != "list":
            self._tell(value.line, "wrong_type", f"{key} 应是列表，如 [甲, 乙]")
            return ()
        for child in value.children:
            if child.kind != "str" or not child.text.strip():
                self._tell(child.line, "wrong_type", f"{key} 里的每一项都应是文字")
        return tuple(dict.fromkeys(child.text.strip() for child in value.children))

    def _overrides(self, value: Value | None, key: str) -> Iterator[Override]:
        if value is None:
            return
        if value.kind != "map":
            yield Override(key, None, self._names(value, key), value.line)
            return
        for opening, names in value.pairs:
            yield Override(key, opening.text, self._names(names, key), opening.line)
