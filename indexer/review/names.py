"""Candidate initiatives and unlisted sources of a corpus, and what a person decides on them."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

from indexer.errors import LibraryError
from indexer.model.yaml_edit import EditedValue, YamlEditError, append_item, set_item_key
from indexer.review.items import Items, ReviewItem
from indexer.review.journal import FileChange, Step, StepJournal
from indexer.sources.check import taxonomy_problems
from indexer.sources.splitter import Block
from indexer.taxonomy.candidates import as_initiative
from indexer.taxonomy.discovery import Discovery, Passage, discover
from indexer.taxonomy.entries import IGNORED
from indexer.taxonomy.taxonomy import CANDIDATES_NAME, Taxonomy
from indexer.text.normalizer import normalize

_FILES = {
    "initiative": "taxonomy/initiatives.yaml",
    "source": "taxonomy/sources.yaml",
    "candidates": f"taxonomy/{CANDIDATES_NAME}",
}


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A source as documents name it: in how many, and under which name the list has it."""

    name: str
    documents: int
    listed_as: str | None


class NameLists:
    """The names that wait for a decision; each decision is one step of the journal."""

    def __init__(self, corpus: Path, items: Items, journal: StepJournal) -> None:
        self._corpus, self._items, self._journal = corpus, items, journal
        self._known: tuple[object, list[Discovery]] | None = None

    def taxonomy(self) -> Taxonomy:
        """What is listed now; LibraryError where the files have faults."""
        taxonomy, problems = taxonomy_problems(self._corpus / "taxonomy")
        if problems:
            raise LibraryError(f"分类表有误：{problems[0]}；请先改正")
        return taxonomy

    def candidates(self) -> list[Discovery]:
        """What no list has, the surest first; found anew when texts or lists have changed."""
        items = [*self._items.drafts(), *self._items.documents()]
        state = (
            tuple((item.path, item.version) for item in items),
            *map(self._journal.content, _FILES.values()),
        )
        if self._known is None or self._known[0] != state:
            taxonomy = self.taxonomy()
            ignored = set(map(normalize, taxonomy.ignored))
            listed = replace(taxonomy, initiatives=taxonomy.listed)
            found = discover(_passages(items), listed)
            self._known = (state, [d for d in found if normalize(d.name) not in ignored])
        return self._known[1]

    def sources(self) -> list[SourceUse]:
        """The sources that documents and drafts name, the unlisted first, then by use."""
        taxonomy = self.taxonomy()
        listed = {form: s.name for s in taxonomy.sources for form in (s.name, *s.aliases)}
        items = [*self._items.drafts(), *self._items.documents()]
        uses = Counter(name for item in items if (name := item.fields.get("source")))
        found = [SourceUse(name, n, listed.get(name)) for name, n in uses.items()]
        return sorted(found, key=lambda use: (use.listed_as is not None, -use.documents, use.name))

    def accept(self, candidate: str, name: str, kind: str) -> Step:
        """Put a candidate on the list of initiatives, under another name if one is given."""
        name = " ".join(name.split()) or candidate
        found = next((d for d in self.candidates() if d.name == candidate), None)
        item = _as_item(found) if found else {}
        is_renamed = normalize(name) != normalize(candidate)
        forms = (*item.get("aliases", ()), *([candidate] if is_renamed else []))
        item |= {"name": name, "kind": kind, "aliases": _others(forms, name)}
        return self._append("initiative", f"列入举措「{name}」", item)

    def accept_all(self, candidates: Sequence[str]) -> Step:
        """Put several on the list as they are, in one step."""
        items = [_as_item(found) for found in self.candidates() if found.name in candidates]
        return self._append("initiative", f"列入 {len(candidates)} 个举措", *items)

    def merge(self, candidate: str, into: str) -> Step:
        """Make a candidate one more written form of a listed initiative."""
        listed = {one.name: one.aliases for one in self.taxonomy().initiatives}
        label = f"「{candidate}」并入「{into}」"
        return self._add_alias("initiative", listed, candidate, into, label)

    def ignore(self, candidate: str) -> Step:
        """Never propose a name again."""
        item = {"name": " ".join(candidate.split()), "status": IGNORED}
        return self._append("candidates", f"不再列出「{candidate}」", item)

    def accept_source(self, name: str) -> Step:
        """Put a source on the list."""
        return self._append("source", f"列入来源「{name}」", {"name": name})

    def merge_source(self, name: str, into: str) -> Step:
        """Make a name of a source an alias of a listed one."""
        listed = {one.name: one.aliases for one in self.taxonomy().sources}
        return self._add_alias("source", listed, name, into, f"「{name}」记作「{into}」的别名")

    def _append(self, kind: str, label: str, *items: Mapping[str, EditedValue]) -> Step:
        return self._take(kind, label, lambda text: reduce(append_item, items, text))

    def _add_alias(
        self, kind: str, listed: Mapping[str, Sequence[str]], alias: str, into: str, label: str
    ) -> Step:
        if into not in listed:
            table = "来源" if kind == "source" else "举措"
            raise LibraryError(f"{table}表里没有「{into}」；请从列出的名称里选")
        aliases = (*listed[into], alias)
        return self._take(kind, label, lambda text: set_item_key(text, into, "aliases", aliases))

    def _take(self, kind: str, label: str, edit: Callable[[str], str]) -> Step:
        path = _FILES[kind]
        before = self._journal.content(path)
        try:
            text = edit((before or b"").decode("utf-8"))
        except YamlEditError as error:
            raise LibraryError(f"「{path}」{error}；请用记事本打开这个文件改") from error
        self._require_whole(path, text)
        changes = [FileChange(path, before, text.encode("utf-8"))]
        if kind == "initiative" and self._journal.content(_FILES["candidates"]) is None:
            # With the first name that is listed the others go on waiting: see the file's reader.
            changes.append(FileChange(_FILES["candidates"], None, b"[]\n"))
        return self._journal.take(label, changes)

    def _require_whole(self, path: str, text: str) -> None:
        """LibraryError where the lists would have faults with this file, a name twice for one."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "taxonomy"
            real = self._corpus / "taxonomy"
            if real.is_dir():
                shutil.copytree(real, copy)
            copy.mkdir(exist_ok=True)
            (copy / Path(path).name).write_text(text, encoding="utf-8")
            _, problems = taxonomy_problems(copy)
        if problems:
            raise LibraryError(f"没有写：{problems[0].reason}")


def _as_item(found: Discovery) -> dict[str, Any]:
    known = as_initiative(found)
    keys = ("name", "aliases", "quoted", "kind", "themes")
    return {key: getattr(known, key) for key in keys}


def _others(forms: Sequence[str], name: str) -> tuple[str, ...]:
    """Forms that are other ones than the name, each once."""
    kept = {normalize(form): form for form in reversed(forms) if normalize(form)}
    kept.pop(normalize(name), None)
    return tuple(reversed(kept.values()))


def _passages(items: Sequence[ReviewItem]) -> Iterator[Passage]:
    for item in items:
        called = item.fields.get("title") or item.slug
        for number, block in enumerate(b for b in item.blocks if isinstance(b, Block)):
            yield Passage(block.text, f"{called} 第{number + 1}段")
