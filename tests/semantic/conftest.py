"""A tiny model and libraries that are searched with it, so that the real code always runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside the tests

from tiny_model import write_tiny_model

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.worker_pool import Workers
from indexer.semantic import embedding
from indexer.settings import SemanticSettings, Settings

pytest.importorskip("onnxruntime", reason="the extra [semantic] is not installed")
pytest.importorskip("tokenizers", reason="the extra [semantic] is not installed")

TEXTS = {
    "甲#1": "民警迅速处置警情，立即出警。",
    "甲#2": "推进“平安前哨”工程，前哨站建成。",
    "乙#1": "电信诈骗案件同比下降。",
    "乙#2": "河湖污染治理，水质好转。",
    "丙#1": "护学岗守护学生和老师上课。",
    "丙#2": "车辆和道路交通更畅通。",
    "丁#1": "大家在广场开会。",
    "丁#2": "平安是基本要求，前哨在前。",
}


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model") / "tiny")


def records(texts: Mapping[str, str] = TEXTS, **more: object) -> list[dict[str, object]]:
    """JSON Lines records; even documents have a source."""
    return [
        {"id": id, "text": text, "source": f"{id[0]}局", "year": 2020 + number % 3, **more}
        for number, (id, text) in enumerate(texts.items())
    ]


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
