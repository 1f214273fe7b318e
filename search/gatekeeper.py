"""Open a finished build before it is published, and refuse it if it lost a phrase of the gate."""

from __future__ import annotations

from pathlib import Path

from indexer.builder import Verify
from indexer.errors import GateFailedError
from indexer.settings import Settings
from search.engines.whoosh import WhooshEngine
from search.verification import check_gate


def gatekeeper(settings: Settings) -> Verify:
    """What `rebuild` and `update` call with the folder of a build and the gate's phrases."""

    def verify(folder: Path, phrases: tuple[str, ...]) -> None:
        engine = WhooshEngine(folder, folder.name, frozenset())
        try:
            lost = check_gate(engine, phrases)
        finally:
            engine.close()
        if lost:
            raise GateFailedError(lost)

    return verify
