"""Open the engine that the settings name, over one published generation."""

from __future__ import annotations

from indexer.errors import SettingsError
from indexer.pending import Generation
from indexer.settings import Settings
from search.engines.base import Engine
from search.engines.whoosh import WhooshEngine

ENGINES = ("whoosh", "opensearch")


def open_engine(settings: Settings, generation: Generation, withdrawn: frozenset[str]) -> Engine:
    """The engine of a generation; `withdrawn` documents are never shown."""
    if settings.engine == "whoosh":
        return WhooshEngine(generation.path, generation.name, withdrawn)
    raise SettingsError("engine", f"没有「{settings.engine}」；可用的有：{'、'.join(ENGINES)}")
