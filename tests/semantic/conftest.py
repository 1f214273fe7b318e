"""A tiny model and libraries that are searched with it, so that the real code always runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from small_library import records
from tiny_model import write_tiny_model

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.worker_pool import Workers
from indexer.semantic import embedding
from indexer.settings import SemanticSettings, Settings

pytest.importorskip("onnxruntime", reason="the extra [semantic] is not installed")
pytest.importorskip("tokenizers", reason="the extra [semantic] is not installed")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the model run here: starting processes takes longer than the work of these tests."""
    monkeypatch.setattr(Workers, "start", lambda self: None)
    monkeypatch.setattr(embedding, "_NICENESS", 0)


@pytest.fixture
def library(tmp_path: Path, tiny: Path) -> Callable[..., Settings]:
    """Builds an index of records (by default of TEXTS) and gives its settings, model and all."""

    def build(some: Sequence[Mapping[str, object]] | None = None, model: Path = tiny) -> Settings:
        path = tmp_path / "in.jsonl"
        lines = (json.dumps(x, ensure_ascii=False) for x in (records() if some is None else some))
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "none"))
        rebuild(str(path), settings, BuildOptions())
        return replace(settings, semantic=SemanticSettings(str(model)))

    return build
