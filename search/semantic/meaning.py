"""Open the model and the vectors of one generation, or tell in a sentence why words must do.

A model is loaded only where vectors of the very same files are there, that is, after a process of
its own has used it: what lies in the model folder by mistake or malice is never loaded by a server.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from indexer.errors import IndexDamagedError, SemanticModelError
from indexer.generations.audit import Stamp, stamp_of
from indexer.generations.pending import Generation
from indexer.semantic.embedding import SegmentToEmbed, embedding_progress, sources
from indexer.semantic.encoder import Encoder
from indexer.semantic.model import Model, read_model
from indexer.semantic.vectors import (
    FOLDER_NAME,
    SegmentVectors,
    digests_of,
    open_vectors,
    passages,
    prove_vectors,
    read_record,
)
from indexer.settings import Settings
from search.query.tree import Meaning
from search.results import SemanticStatus
from search.semantic.nearness import LocalVectors
from search.verify.checks import Check

_REMEMBERED = 256  # queries whose vectors are kept: a reader turns pages


class MeaningIndex:
    """Search by meaning over one generation. Threads share it.

    `vectors`: of each segment in order; None where meaning takes no part. `note`: the sentence for
    the reader whose question it should have answered; empty where there is nothing to say.
    """

    def __init__(self, settings: Settings, generation: Generation) -> None:
        self._root, self._generation = generation.path.parent, generation
        self._model: Model | None = None
        self._encoder: Encoder | None = None
        self._lock, self._loading = threading.Lock(), threading.Lock()
        self._watched: tuple[Path, ...] = ()
        self._queries: OrderedDict[str, Future[bytes]] = OrderedDict()
        self._stamp: tuple[Stamp, ...] = ()
        self.vectors: tuple[SegmentVectors, ...] | None = None
        self.note = ""
        try:
            self._model = read_model(settings.semantic.model)
        except SemanticModelError as error:
            self.note = str(error)
        else:
            expected = self._sources(self._model)
            self._watched = tuple(
                path for s in expected for path in (s.path, s.path.with_suffix(".json"))
            )
            self._stamp = self._read_stamp()
            self.vectors = self._open_vectors(self._model, expected)

    def begin(self, text: str) -> Future[bytes]:
        """Have the vector of a query computed in a thread of its own, once for all who ask.

        Half of what meaning costs; the query is planned by words meanwhile, on another core.
        """
        with self._lock:
            known = self._queries.get(text)
            if known is not None:
                self._queries.move_to_end(text)
                return known
            begun = self._queries[text] = Future()
            if len(self._queries) > _REMEMBERED:
                self._queries.popitem(last=False)
        threading.Thread(target=self._compute, args=(text, begun), daemon=True).start()
        return begun

    def meaning(self, text: str) -> Meaning:
        """What a query means. SemanticModelError when the model cannot be loaded (any more)."""
        assert self._model is not None
        options = self._model.options
        return Meaning(self.begin(text).result(), options.weight, options.threshold)

    def similar(self, id: str, limit: int, withdrawn: frozenset[str]) -> list[tuple[str, float]]:
        """Ids of live paragraphs in other documents that are like this one, nearest first, each
        with its cosine; empty for an unknown id."""
        assert self.vectors is not None
        assert self._model is not None
        near = LocalVectors(self._generation.path, self.vectors, withdrawn).to_paragraph(id)
        return near.first(limit, self._model.options.threshold) if near else []

    def status(self) -> SemanticStatus:
        """How far the vectors of the generation are."""
        if self._model is None:
            return SemanticStatus("unusable", "", 0, 0, self.note)
        model = self._model.digest
        found = embedding_progress(
            self._root, self._generation.path, self._generation.manifest, model
        )
        state = "embedding" if self.vectors is None else "ready"
        if self.vectors is not None and self.note:
            state = "unusable"
        note = self.note
        if self.vectors is None and not note:
            note = (
                f"语义向量还没有算齐（{found.done}/{found.rows} 段）；接着算请运行 qianshao embed"
            )
        return SemanticStatus(state, model[:16], found.done, found.rows, note)

    def check(self) -> Check:
        """Whether the vector files that are there are whole, byte for byte, and hold the vectors
        of the texts that stand in the index now."""
        problems: list[str] = []
        checked = 0
        for source in self._sources(self._model) if self._model else ():
            assert self._model is not None
            if not source.path.exists() and not source.path.with_suffix(".json").exists():
                continue  # not computed yet, which `status` tells
            record = read_record(source.path, self._model.digest, source.sha256)
            checked += len(source.segment)
            if record is None:
                problems.append(f"{source.path.name}：记录不全；请运行 qianshao embed")
                continue
            try:
                found = prove_vectors(source.path, record)
            except IndexDamagedError as error:
                problems.append(f"{source.path.name}：{error.reason}；请运行 qianshao embed")
                continue
            if found.digests.tolist() != digests_of(passages(source.segment)).tolist():
                problems.append(f"{source.path.name}：不是这些段落的向量；请运行 qianshao embed")
        return Check("vectors", checked, len(problems), tuple(problems))

    def has_changed(self) -> bool:
        """Whether vector files came, went or were written to since this was opened."""
        return self._read_stamp() != self._stamp

    def warm(self) -> None:
        """Load the model before somebody asks, if it is there to be used."""
        if self.vectors is not None:
            try:
                self.meaning("前哨")
            except SemanticModelError as error:
                self.note = str(error)

    def _compute(self, text: str, begun: Future[bytes]) -> None:
        """Settle what was begun; what fails is forgotten, so that it is tried again."""
        try:
            with self._loading:
                if self._encoder is None:
                    self._encoder = self._loaded()
            begun.set_result(self._encoder.query(text).tobytes())
        except BaseException as error:
            with self._lock:
                self._queries.pop(text, None)
            begun.set_exception(error)

    def _loaded(self) -> Encoder:
        assert self._model is not None
        assert self.vectors is not None
        encoder = Encoder(self._model)
        if any(some.vectors.shape[1] != encoder.dimensions for some in self.vectors):
            raise SemanticModelError(self._model.folder, "它的维数与索引里的向量不同")
        return encoder

    def _sources(self, model: Model) -> list[SegmentToEmbed]:
        generation = self._generation
        return list(sources(self._root, generation.path, generation.manifest, model.digest))

    def _open_vectors(
        self, model: Model, expected: Sequence[SegmentToEmbed]
    ) -> tuple[SegmentVectors, ...] | None:
        """The vectors of every segment, or None; `note` says what is wrong, if anything is."""
        found: list[SegmentVectors] = []
        for source in expected:
            record = read_record(source.path, model.digest, source.sha256)
            if record is None or record.rows != len(source.segment):
                self.note = self._why_missing(model)
                return None
            try:
                found.append(open_vectors(source.path, record))
            except IndexDamagedError as error:
                said = f"语义向量已损坏（{error.reason}），检索只按词语进行"
                self.note = f"{said}；请运行 qianshao embed"
                return None
        return tuple(found)

    def _why_missing(self, model: Model) -> str:
        """Only where another model's vectors are there: those of this one are just not done yet."""
        home = self._root / FOLDER_NAME
        names = {path.parent.name for path in home.glob("*/*.json")}
        if names and model.digest[:16] not in {path.name for path in home.glob("*")}:
            return (
                "语义向量是另一个模型算的，检索只按词语进行；请运行 qianshao embed 用现在的模型重算"
            )
        return ""

    def _read_stamp(self) -> tuple[Stamp, ...]:
        return tuple(map(stamp_of, self._watched))
