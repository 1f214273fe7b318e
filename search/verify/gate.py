"""Open a finished build before it is published, and refuse it if it lost a phrase of the gate."""

from __future__ import annotations

import time
from pathlib import Path

from indexer.build.builder import Verify
from indexer.errors import GateFailedError
from indexer.settings import Settings
from search.engines.factory import open_folder
from search.errors import EngineUnavailableError
from search.verify.checks import check_gate

PAUSE_S = 1.0  # before a cluster that lost a node is asked again


def gatekeeper(settings: Settings) -> Verify:
    """What `rebuild` and `update` call with the folder of a build and the gate's phrases."""

    def verify(folder: Path, phrases: tuple[str, ...]) -> None:
        deadline = time.monotonic() + settings.opensearch.patience_s
        while True:
            try:
                lost = _lost_phrases(settings, folder, phrases)
                break
            except EngineUnavailableError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE_S)
        if lost:
            raise GateFailedError(lost)

    return verify


def _lost_phrases(settings: Settings, folder: Path, phrases: tuple[str, ...]) -> list[str]:
    engine = open_folder(settings, folder, folder.name, frozenset())
    try:
        return list(check_gate(engine, phrases))
    finally:
        engine.close()
