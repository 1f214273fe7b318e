"""Open a finished build before it is published, and refuse it if it lost a phrase of the gate."""

from __future__ import annotations

from pathlib import Path

from indexer.builder import Verify
from indexer.errors import GateFailedError
from indexer.settings import Settings
from search.engines.factory import open_folder
from search.verification import check_gate


def gatekeeper(settings: Settings) -> Verify:
    """What `rebuild` and `update` call with the folder of a build and the gate's phrases."""

    def verify(folder: Path, phrases: tuple[str, ...]) -> None:
        engine = open_folder(settings, folder, folder.name, frozenset())
        try:
            lost = check_gate(engine, phrases)
        finally:
            engine.close()
        if lost:
            raise GateFailedError(lost)

    return verify
