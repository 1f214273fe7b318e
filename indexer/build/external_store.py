"""Keep what lies outside the index folder in step with it: nothing, or an OpenSearch cluster."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import ClusterUnavailableError, IndexBusyError, SettingsError
from indexer.generations.store import GenerationStore
from indexer.model.problem import Progress
from indexer.settings import Settings

if TYPE_CHECKING:
    from indexer.opensearch.lock import WriterLock

ENGINES = ("whoosh", "opensearch")


def require_engine(settings: Settings) -> None:
    """SettingsError for an engine that does not exist."""
    if settings.engine not in ENGINES:
        known = "、".join(ENGINES)
        raise SettingsError("engine", f"没有「{settings.engine}」；可用的有：{known}")


def external_writer(
    settings: Settings, progress: Progress
) -> AbstractContextManager[WriterLock | None]:
    """Be the one writer of what lies outside the index folder, until the block ends; None where the
    folder's own lock is all that is needed.

    IndexBusyError when somebody else is, on this or another machine.
    """
    require_engine(settings)
    if settings.engine == "whoosh":
        return nullcontext()
    from indexer.opensearch.lock import writer_lock

    return writer_lock(settings.opensearch, progress)


def uploaded_generation(
    settings: Settings, folder: Path, base: Path | None, words: Sequence[str], progress: Progress
) -> AbstractContextManager[object]:
    """Take a finished build, in `folder`, to where the engine serves it from.

    To be entered before the build is verified and left when it is published; an exception takes
    everything back. `base` is the live generation's folder; `words` are those of the dictionary.
    """
    require_engine(settings)
    if settings.engine == "whoosh":
        return nullcontext()
    from indexer.opensearch.upload import uploaded

    return uploaded(folder, base, settings.opensearch, words, progress)


def follow(settings: Settings, store: GenerationStore) -> tuple[str, ...]:
    """After a publish, by the one writer: point to the live generation there, drop lost ones.

    Gives Chinese warnings: what is served does not depend on it, and the next call makes it good.
    """
    if settings.engine == "whoosh":
        return ()
    from indexer.opensearch.upload import follow as follow_in_cluster

    try:
        follow_in_cluster(settings.opensearch, store)
    except ClusterUnavailableError as error:
        return (f"集群里的别名和旧索引还没有整理（{error.reason}）；下次构建时会补上",)
    return ()


def follow_in_turn(settings: Settings, store: GenerationStore) -> tuple[str, ...]:
    """As `follow`, after a roll-back or a prune: takes its turn as the writer first."""
    try:
        with external_writer(settings, lambda stage, done, of: None):
            return follow(settings, store)
    except ClusterUnavailableError as error:
        return (f"集群里的别名和旧索引还没有整理（{error.reason}）；下次构建时会补上",)
    except IndexBusyError as error:
        return (f"集群里的别名和旧索引还没有整理（{error}）；下次构建时会补上",)
