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
from dataclasses import dataclass

from indexer.model.documents import Document, FieldValue, document_of
from indexer.model.problem import Problem
from indexer.model.schema import SCHEMA, Field
from indexer.model.strict_yaml import YamlEntry, parse_yaml
from indexer.model.validators import SHAPES, is_web_address

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
    if len(source) > MAX_CHARS:
        reason = f"文件头超过 {MAX_CHARS} 个字符"
        problem = Problem(place, first_line, "front_matter_too_long", reason)
        return FrontMatter(Document(slug), (), (problem,))
    top, wrong = parse_yaml(source, first_line)
    problems = [Problem(place, p.line, p.code, f"文件头{p.reason}") for p in wrong]
    if broken := [problem for problem in problems if problem.code != "duplicate_key"]:
        return FrontMatter(Document(slug), (), (broken[0],))  # what follows from it is no news
    return _Reader(place, problems).read(top, slug)


@dataclass(slots=True)
class _Reader:
    """Collects fields and problems while walking through one front matter."""

    place: str
    problems: list[Problem]

    def read(self, top: YamlEntry | None, slug: str) -> FrontMatter:
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

    def _values(self, top: YamlEntry | None) -> dict[str, YamlEntry]:
        if top is None or top.value is None:
            return {}
        if not isinstance(top.value, dict):
            self._tell(top.line, "bad_front_matter", "文件头应是「名称: 值」的列表")
            return {}
        known = [*(f.key for f in SCHEMA.given), *OVERRIDES]
        for key, value in top.value.items():
            if key not in known:
                reason = f"没有「{key}」这一项；可用的有：{'、'.join(known)}"
                self._tell(value.key_line, "unknown_key", reason)
        return {key: value for key, value in top.value.items() if value.value is not None}

    def _field(self, field: Field, value: YamlEntry) -> FieldValue:
        """A value of the field's kind; None, or nothing of a list, where it is none."""
        if field.is_many:
            return self._names(value, field.key)
        if field.kind in ("date", "year", "number"):
            return self._shaped(field, value)
        return self._string(value, field.key)

    def _string(self, value: YamlEntry, key: str) -> str | None:
        if not isinstance(value.value, str):
            self._tell(value.line, "wrong_type", f"{key} 应是一行文字，不是列表")
            return None
        if value.kind != "str":
            self._tell(value.line, "wrong_type", f'{key} 应是文字；请加引号："{value.value}"')
        return value.value or None

    def _shaped(self, field: Field, value: YamlEntry) -> str | int | None:
        fits, example = SHAPES[field.kind]
        text = value.value if isinstance(value.value, str) else ""
        if not fits(text):
            self._tell(value.line, "bad_value", f"{field.key}「{text}」有误；应{example}")
            return None
        return text if field.kind == "date" else int(text)

    def _names(self, value: YamlEntry, key: str) -> tuple[str, ...]:
        if not isinstance(value.value, tuple):
            self._tell(value.line, "wrong_type", f"{key} 应是列表，如 [甲, 乙]")
            return ()
        names: list[str] = []
        for child in value.value:
            if child.kind == "str" and isinstance(child.value, str) and child.value:
                names.append(child.value)
            else:
                self._tell(child.line, "wrong_type", f"{key} 里的每一项都应是文字")
        return tuple(dict.fromkeys(names))

    def _overrides(self, value: YamlEntry | None, key: str) -> Iterator[Override]:
        if value is None:
            return
        if not isinstance(value.value, dict):
            yield Override(key, None, self._names(value, key), value.line)
            return
        for opening, names in value.value.items():
            yield Override(key, opening, self._names(names, key), names.key_line)
