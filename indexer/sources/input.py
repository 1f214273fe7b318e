"""Turn a corpus folder or a JSON Lines file into chunks of input for the build."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from indexer.build.worker import Chunk, in_chunks, row_bytes
from indexer.codec.run import Row
from indexer.errors import CorpusError
from indexer.figures.tables.cells import as_row
from indexer.model.problem import Problem
from indexer.sources.folder import (
    duplicate_slugs,
    find_documents,
    place_of,
    read_digested,
    unknown_names,
)
from indexer.sources.jsonl import open_lines, unread_keys
from indexer.sources.required_phrases import read_gate
from indexer.taxonomy.candidates import MIN_CONFIDENCE, with_candidates
from indexer.taxonomy.discovery import Finder, passages_of
from indexer.taxonomy.mentions import FileMentions
from indexer.taxonomy.taxonomy import EMPTY, Taxonomy, load_taxonomy


@dataclass
class BuildInput(ABC):
    """One input to build from. `problems` and `warnings` fill while `chunks` runs.

    `size` is what RunResult.input_size adds up to, or None where nobody knows beforehand
    (standard input, gzip).
    """

    path: str
    taxonomy: Taxonomy
    gate: tuple[str, ...]
    size: int | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @abstractmethod
    def chunks(self) -> Iterator[Chunk]:
        """The input in order, a chunk a batch."""

    def find_candidates(  # noqa: B027
        self, withdrawn: frozenset[str], known: Mapping[str, FileMentions] | None = None
    ) -> None:
        """Add to the taxonomy the names that nobody has listed yet, where such are to be shown:
        in libraries of documents; bulk lines are tagged by what is listed.

        `known`, by place, is what was found in files that are the same as then.
        """


class FolderInput(BuildInput):
    """A corpus folder: documents, taxonomy, gate."""

    def __init__(self, root: Path) -> None:
        folder = root / "taxonomy"
        super().__init__(str(root), load_taxonomy(folder), read_gate(root))
        self.root = root
        self.mentions: dict[str, FileMentions] = {}  # by place: what `find_candidates` found
        self.digests: dict[str, str] = {}  # by place: of the bytes that `chunks` has read
        self.paths, problems = find_documents(root)
        self.problems.extend(problems)
        for problem in duplicate_slugs(self.paths, root):
            if problem.fatal:
                raise CorpusError(str(problem))

    def find_candidates(
        self, withdrawn: frozenset[str], known: Mapping[str, FileMentions] | None = None
    ) -> None:
        if not self.taxonomy.takes_candidates:
            return
        finder = Finder(self.taxonomy, MIN_CONFIDENCE)
        for path in self.paths:
            if path.stem not in withdrawn:
                place = place_of(path, self.root)
                self.mentions[place] = (known or {}).get(place) or self._look(path, finder)
        found = self.mentions.values()
        mentions = (mention for file in found for mention in file.mentions)
        given = {name for file in found for name in file.given}
        self.taxonomy = with_candidates(self.taxonomy, mentions, given)

    def _look(self, path: Path, finder: Finder) -> FileMentions:
        parsed, _, digest = read_digested(path, self.root)
        if parsed is None or digest is None:
            return FileMentions(digest or "")
        names = [o.names for o in parsed.overrides if o.kind == "initiatives"]
        mentions = finder.mentions(passages_of(parsed.document, parsed.paragraphs))
        return FileMentions(digest, tuple(chain.from_iterable(names)), tuple(mentions))

    def chunks(self) -> Iterator[Chunk]:
        """Documents in the order of their paths. A bad one is a problem; the rest goes on."""
        return self.chunks_of(self.paths)

    def chunks_of(self, paths: list[Path]) -> Iterator[Chunk]:
        rows = (row for path in paths for row in self._rows(path))
        for number, some in enumerate(in_chunks(rows, row_bytes)):
            yield Chunk(number, self.path, tuple(some))

    def _rows(self, path: Path) -> list[Row]:
        parsed, problems, digest = read_digested(path, self.root)
        if digest is not None:
            self.digests[place_of(path, self.root)] = digest
        if parsed is not None:
            problems = unknown_names(parsed, place_of(path, self.root), self.taxonomy)
        self.problems.extend(problems)
        if parsed is None or problems:
            return []
        return [as_row(parsed.document, paragraph) for paragraph in parsed.paragraphs]


class JsonLinesInput(BuildInput):
    """JSON Lines, from a file or "-" for standard input. Tagged by the corpus's taxonomy."""

    def __init__(self, path: str, taxonomy_folder: Path | None) -> None:
        known = path != "-" and not path.endswith(".gz")
        try:
            size = Path(path).stat().st_size if known else None
        except OSError as error:
            raise CorpusError(f"「{path}」无法读取（{error.strerror}）") from error
        taxonomy = load_taxonomy(taxonomy_folder) if taxonomy_folder else EMPTY
        super().__init__(path, taxonomy, (), size)
        self.place = "stdin" if path == "-" else Path(path).name

    def chunks(self) -> Iterator[Chunk]:
        first = 1
        for number, lines in enumerate(in_chunks(open_lines(self.path), len)):
            if number == 0:
                self.warnings = [f"{self.place}：{told}" for told in unread_keys(lines)]
            numbers = range(first, first + len(lines))
            yield Chunk(number, self.place, (), tuple(lines), numbers)
            first += len(lines)


def open_input(path: str, corpus: Path) -> BuildInput:
    """What to build from: a folder, or JSON Lines tagged by the taxonomy beside it, if any.

    A source knows its absolute path: the index remembers it, and is asked from other folders.
    """
    if path != "-" and Path(path).is_dir():
        return FolderInput(Path(path).absolute())
    if path != "-" and not Path(path).exists():
        raise CorpusError(f"没有「{path}」；请给出资料文件夹或 JSON Lines 文件")
    folder = corpus / "taxonomy"
    place = path if path == "-" else str(Path(path).absolute())
    return JsonLinesInput(place, folder if folder.is_dir() else None)
