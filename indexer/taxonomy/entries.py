"""Check the entries of taxonomy files against their schema, noting every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from indexer.model.strict_yaml import YamlEntry, decode_yaml, read_yaml_bytes
from indexer.text.normalizer import normalize

_TEXT, _TEXTS, _FLAG = "text", "texts", "flag"
_SCHEMA = {
    "sources": {"name": _TEXT, "aliases": _TEXTS},
    "themes": {
        "name": _TEXT,
        "definition": _TEXT,
        "strong": _TEXTS,
        "weak": _TEXTS,
        "against": _TEXTS,
        "general": _FLAG,
    },
    "initiatives": {
        "name": _TEXT,
        "aliases": _TEXTS,
        "kind": _TEXT,
        "themes": _TEXTS,
        "parts": _TEXTS,
        "quoted": _TEXTS,
        "not_in": _TEXTS,
    },
    "candidates": {
        "name": _TEXT,
        "aliases": _TEXTS,
        "quoted": _TEXTS,
        "kind": _TEXT,
        "themes": _TEXTS,
        "status": _TEXT,
    },
    "synonyms": {"words": _TEXTS, "one_way": _FLAG, "kind": _TEXT},
}
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_SYNONYM_KINDS = ("", "synonym", "variant")
# The status of a name that nobody has listed; GIVEN ones a person has written in front matter.
CANDIDATE, GIVEN, IGNORED = "candidate", "given", "ignored"
_FORM_KEYS = ("name", "aliases", "parts", "quoted")


class Record:
    """One checked entry of a file: its fields by key, absent ones empty."""

    def __init__(self, line: int) -> None:
        self.line = line
        self._values: dict[str, tuple[YamlEntry, ...]] = {}

    def put(self, key: str, entries: tuple[YamlEntry, ...]) -> None:
        self._values[key] = entries

    def entries(self, key: str) -> tuple[YamlEntry, ...]:
        return self._values.get(key, ())

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(str(entry.value) for entry in self.entries(key))

    def text(self, key: str) -> str:
        return next(iter(self.texts(key)), "")

    def fields(self, kinds: Mapping[str, str]) -> dict[str, Any]:
        """The values of its keys, each of its kind."""
        read = {_TEXT: self.text, _TEXTS: self.texts, _FLAG: self._flag}
        return {key: read[kinds[key]](key) for key in self._values}

    def _flag(self, key: str) -> bool:
        return _FLAGS.get(self.text(key).lower(), False)


class TaxonomyReader:
    """Reads the sections of one folder; `problems` grows with every one read, and `files` holds the
    bytes of each by its name: what is digested and copied later must be what was read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[str, bytes] = {}
        self._records: dict[str, list[Record]] = {}
        self._problems: set[tuple[Path, int, str]] = set()

    @property
    def problems(self) -> tuple[str, ...]:
        """What was wrong so far, each once, by file and line."""
        return tuple(
            f"{path}:{line}: {reason}" if line else f"{path}: {reason}"
            for path, line, reason in sorted(self._problems)
        )

    def records(self, section: str) -> list[Record]:
        """The good entries of a section's file, in order; a missing file has none."""
        if section not in self._records:
            self._records[section] = list(self._read(section))
        return self._records[section]

    def fields(self, section: str) -> Iterator[dict[str, Any]]:
        """What each good entry of a section says, by its keys."""
        return (record.fields(_SCHEMA[section]) for record in self.records(section))

    def check_names(self, section: str) -> None:
        """No two entries claim the same name or written form, however it is quoted or spaced."""
        owners: dict[str, Record] = {}
        for record in self.records(section):
            written: set[str] = set()
            for key, entry in ((k, e) for k in _FORM_KEYS for e in record.entries(k)):
                form = str(entry.value)
                owner = owners.setdefault(normalize(form), record)
                if owner is not record:
                    reason = (
                        f"「{form}」已属于「{owner.text('name')}」"
                        f"（{self._path(section).name}:{owner.line}）"
                    )
                    self._note(section, entry.line, reason)
                elif form in written and key != "quoted":
                    self._note(section, entry.line, f"「{form}」写了两次")
                written.add(form)

    def check_themes(self, themes: Iterable[str]) -> None:
        """Every theme that an initiative names exists."""
        known = set(themes)
        for record in self.records("initiatives"):
            for entry in record.entries("themes"):
                if entry.value not in known:
                    self._note("initiatives", entry.line, f"没有「{entry.value}」这个主题")

    def _path(self, section: str) -> Path:
        return self._folder / f"{section}.yaml"

    def _note(self, section: str, line: int, reason: str) -> None:
        self._problems.add((self._path(section), line, reason))

    def _read(self, section: str) -> Iterator[Record]:
        path = self._path(section)
        if not path.exists():
            return
        content, problems = read_yaml_bytes(path)
        root = None
        if content is not None:
            self.files[path.name] = content
            root, problems = decode_yaml(content)
        for problem in problems:
            self._note(section, problem.line, problem.reason)
        if root is None or root.value is None:
            return
        value = root.value
        if isinstance(value, dict) and set(value) == {section}:
            value = value[section].value or ()
        if not isinstance(value, tuple):
            self._note(section, root.line, f"应是列表，或「{section}:」下的列表")
            return
        for item in value:
            record = self._record(section, item)
            if record is not None:
                yield record

    def _record(self, section: str, item: YamlEntry) -> Record | None:
        """One entry; a bare word is its name, a bare list its words. None if it has neither."""
        record = Record(item.line)
        main = "words" if section == "synonyms" else "name"
        if isinstance(item.value, dict):
            for key, entry in item.value.items():
                self._field(section, record, key, entry)
        elif item.value is not None:
            self._field(section, record, main, item)
        if not record.entries(main):
            self._note(section, item.line, f"缺少「{main}」")
            return None
        if section == "synonyms":
            self._check_synonyms(record)
        if section == "candidates" and record.text("status") not in (CANDIDATE, GIVEN, IGNORED):
            self._note(section, item.line, f"「status」应是 {CANDIDATE} 或 {IGNORED}")
        return record

    def _field(self, section: str, record: Record, key: str, entry: YamlEntry) -> None:
        kind = _SCHEMA[section].get(key)
        if kind is None:
            known = "、".join(_SCHEMA[section])
            self._note(section, entry.line, f"不认识的键「{key}」；可用的有：{known}")
        elif entry.value is None:
            return
        elif kind == _TEXTS:
            record.put(key, tuple(self._texts(section, key, entry)))
        elif not isinstance(entry.value, str):
            self._note(section, entry.line, f"「{key}」应是一段文字")
        elif kind == _FLAG and entry.value.lower() not in _FLAGS:
            self._note(section, entry.line, f"「{key}」应是 true 或 false")
        else:
            record.put(key, tuple(self._texts(section, key, entry)))

    def _texts(self, section: str, key: str, entry: YamlEntry) -> Iterator[YamlEntry]:
        """The words of a list (a single word is a list of one) that leave something to match."""
        if isinstance(entry.value, dict):
            self._note(section, entry.line, f"「{key}」应是一列词")
            return
        items = entry.value if isinstance(entry.value, tuple) else (entry,)
        for item in items:
            if not isinstance(item.value, str) or not item.value:
                self._note(section, item.line, f"「{key}」里有一项不是文字")
            elif key not in ("definition", "kind") and not normalize(item.value):
                self._note(section, item.line, f"「{item.value}」里没有可以查找的字")
            else:
                yield item

    def _check_synonyms(self, record: Record) -> None:
        if len({normalize(word) for word in record.texts("words")}) < 2:
            self._note("synonyms", record.line, "同义词至少要有两个不同的词")
        if record.text("kind") not in _SYNONYM_KINDS:
            self._note("synonyms", record.line, "「kind」应是 synonym 或 variant")
