"""Runs that end as a power cut or a hostile model would end them; started by test_embedding."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from indexer.build.worker_pool import Workers
from indexer.semantic import embedding, journal, vectors
from indexer.semantic.embedding import LowPriorityEncoder
from indexer.semantic.model import Model
from indexer.settings import SemanticSettings, Settings

# Where a run may be killed: module (or class), function, and whether it has been carried out then.
POINTS: dict[str, tuple[Any, str, bool]] = {
    "before the journal is there": (embedding, "Journal", False),
    "before records are written": (journal.durable, "write_all", False),
    "after records are written": (journal.durable, "write_all", True),
    "before a vector file is measured": (vectors, "measure", False),
    "before a vector file has its name": (vectors.durable, "replace", False),
    "after a vector file has its name": (vectors.durable, "replace", True),
    "before the record of a file": (vectors.durable, "replace_atomically", False),
    "after the record of a file": (vectors.durable, "replace_atomically", True),
    "after the journal is cleared": (journal.Journal, "clear", True),
    "before others are removed": (embedding, "remove_others", False),
}


class DyingEncoder(LowPriorityEncoder):
    """A worker that the model takes down with it."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._texts = 0

    def encode(self, texts: Any) -> Any:
        self._texts += len(texts)
        if self._texts > 20:
            os._exit(139)
        return super().encode(texts)


def main(index: str, model: str, point: str, times: int) -> None:
    """Embed, and be killed when the point is reached for the `times`-th time."""
    place, name, is_after = POINTS[point]
    left = times

    def killing(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if not left and not is_after:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = original(*arguments, **more)
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return call

    Workers.start = lambda self: None  # type: ignore[method-assign]
    setattr(place, name, killing(getattr(place, name)))
    embedding.embed(Settings(index=index, semantic=SemanticSettings(model)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
