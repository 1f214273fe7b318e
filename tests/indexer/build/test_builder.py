"""A build publishes everything good, tells everything bad, or leaves the live index alone."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, BuildReport, rebuild
from indexer.errors import CorpusError, DuplicateIdError, GateFailedError, TaxonomyError
from indexer.generations.store import GenerationStore
from indexer.model.problem import Problem
from indexer.settings import Settings
from indexer.text import trie
from search.request import SearchRequest
from search.searcher import open_searcher
from search.verify.gate import gatekeeper

GOOD = '{"id": "甲#1", "text": "平安前哨。"}'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "corpus"))


def _lines(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return str(path)


def _folder(tmp_path: Path, **documents: str) -> str:
    corpus = tmp_path / "corpus"
    for name, text in documents.items():
        path = corpus / "documents" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return str(corpus)


def _all(settings: Settings) -> list[tuple[str, int, str]]:
    """(id, ordinal, text) of everything, by id."""
    searcher = open_searcher(settings)
    hits = searcher.search(SearchRequest(size=100_000)).hits
    searcher.close()
    return sorted((h.paragraph.id, h.paragraph.ordinal, h.paragraph.text) for h in hits)


@pytest.fixture
def live(tmp_path: Path, settings: Settings) -> Iterator[list[tuple[str, int, str]]]:
    """An index that is live before, and must be the same afterwards."""
    rebuild(_lines(tmp_path, '{"id": "旧#1", "text": "旧的一段。"}'), settings, BuildOptions())
    before = _all(settings)
    name = GenerationStore(settings.index_path()).current_name()
    yield before
    assert _all(settings) == before
    assert GenerationStore(settings.index_path()).current_name() == name
    assert not list(settings.index_path().glob("*.tmp"))


def test_a_bad_line_is_told_with_its_number_and_the_rest_is_published(
    tmp_path: Path, settings: Settings
) -> None:
    told: list[Problem] = []
    lines = [GOOD, "{", '{"id": "乙#1", "text": "第二段。"}', '{"id": "丙", "text": " "}']
    report = rebuild(_lines(tmp_path, *lines), settings, BuildOptions(told=told.append))
    assert [(problem.place, problem.line) for problem in told] == [("in.jsonl", 2), ("in.jsonl", 4)]
    assert report.problems == tuple(told)
    assert (report.documents, report.paragraphs) == (2, 2)
    searcher = open_searcher(settings)
    assert searcher.status().skipped == 2
    searcher.close()


def test_strict_publishes_nothing_with_a_problem(
    tmp_path: Path, settings: Settings, live: list[object]
) -> None:
    with pytest.raises(CorpusError):
        rebuild(_lines(tmp_path, GOOD, "{"), settings, BuildOptions(strict=True))


def test_a_repeated_id_names_both_lines(
    tmp_path: Path, settings: Settings, live: list[object]
) -> None:
    other = '{"id": "乙", "text": "别的"}'
    with pytest.raises(DuplicateIdError) as error:
        rebuild(_lines(tmp_path, GOOD, "{", other, GOOD), settings, BuildOptions())
    assert error.value.name == "甲#1"
    assert ("1" in error.value.first, "4" in error.value.second) == (True, True)


@pytest.mark.parametrize("lines", [[], ["{"], ['{"id": "a", "text": ""}']])
def test_without_a_good_paragraph_nothing_is_published(
    tmp_path: Path, settings: Settings, live: list[object], lines: list[str]
) -> None:
    with pytest.raises(CorpusError):
        rebuild(_lines(tmp_path, *lines), settings, BuildOptions())


def test_a_broken_taxonomy_publishes_nothing(
    tmp_path: Path, settings: Settings, live: list[object]
) -> None:
    corpus = _folder(tmp_path, 甲="平安前哨。\n")
    (tmp_path / "corpus" / "taxonomy").mkdir()
    (tmp_path / "corpus" / "taxonomy" / "themes.yaml").write_text("- 名: 反诈\n", "utf-8")
    with pytest.raises(TaxonomyError):
        rebuild(corpus, settings, BuildOptions())


def test_a_build_that_lost_a_gate_phrase_is_not_published(
    tmp_path: Path, settings: Settings, live: list[object]
) -> None:
    corpus = _folder(tmp_path, 甲="平安前哨。\n")
    (tmp_path / "corpus" / "gate.yaml").write_text("- 平安前哨\n- 没有这一句\n", "utf-8")
    with pytest.raises(GateFailedError) as error:
        rebuild(corpus, settings, BuildOptions(verify=gatekeeper(settings)))
    assert error.value.phrases == ("没有这一句",)


def test_whatever_verification_raises_keeps_the_build_unpublished(
    tmp_path: Path, settings: Settings, live: list[object]
) -> None:
    def refuse(folder: Path, gate: tuple[str, ...]) -> None:
        assert list(folder.glob("*.segment")) and gate == ()
        raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        rebuild(_lines(tmp_path, GOOD), settings, BuildOptions(verify=refuse))


def test_two_generations_are_kept(tmp_path: Path, settings: Settings) -> None:
    names = [rebuild(_lines(tmp_path, GOOD), settings, BuildOptions()).generation for _ in range(4)]
    assert GenerationStore(settings.index_path()).generations() == names[-2:]
    assert len(set(names)) == 4


def test_lines_and_gzipped_lines_are_the_same_input(tmp_path: Path, settings: Settings) -> None:
    path = _lines(tmp_path, GOOD, '{"id": "x", "text": "第二。"}')
    rebuild(path, settings, BuildOptions())
    plain = _all(settings)
    with gzip.open(f"{path}.gz", "wb") as file:
        file.write(Path(path).read_bytes())
    rebuild(f"{path}.gz", settings, BuildOptions())
    assert _all(settings) == plain


def test_opaque_ids_ordinals_and_documents_follow_the_input(
    tmp_path: Path, settings: Settings
) -> None:
    """Lines of a document may stand apart; many more lines than one batch holds."""
    count = 12_500
    lines = [
        {"id": f"段/{n}?#&%", "document": f"文{n % 3}", "text": f"第{n}段的平安前哨"}
        for n in range(count)
    ]
    path = _lines(tmp_path, *(json.dumps(line, ensure_ascii=False) for line in lines))
    report: BuildReport = rebuild(path, settings, BuildOptions())
    assert (report.documents, report.paragraphs) == (3, count)
    searcher = open_searcher(settings)
    for n in (0, 1, 5, 11_999, 12_000, 12_001, count - 1):
        paragraph = searcher.paragraph(f"段/{n}?#&%")
        assert (paragraph.document, paragraph.ordinal) == (f"文{n % 3}", n // 3 + 1)
        assert paragraph.text == f"第{n}段的平安前哨"
        found = searcher.search(SearchRequest(f"第{n}段", mode="exact"))
        assert [hit.paragraph.id for hit in found.hits] == [paragraph.id]
    _, paragraphs = searcher.document("文1")
    assert [p.ordinal for p in paragraphs] == list(range(1, len(paragraphs) + 1))
    assert searcher.search(SearchRequest("平安前哨")).total == count
    searcher.close()


def test_progress_is_told_in_stages(tmp_path: Path, settings: Settings) -> None:
    stages: dict[str, int] = {}

    def progress(stage: str, done: int, of: int) -> None:
        assert done >= stages.get(stage, 0)
        stages[stage] = done

    rebuild(_lines(tmp_path, GOOD), settings, BuildOptions(progress=progress))
    assert stages["分析段落"] == 1 and len(stages) >= 4


def test_a_withdrawn_document_is_not_built_and_told(tmp_path: Path, settings: Settings) -> None:
    rebuild(_lines(tmp_path, GOOD, '{"id": "乙#1", "text": "二"}'), settings, BuildOptions())
    GenerationStore(settings.index_path()).withdrawals.withdraw("甲", "测试")
    path = _lines(tmp_path, GOOD, '{"id": "乙#1", "text": "二"}')
    report = rebuild(path, settings, BuildOptions())
    assert (report.withdrawn, report.paragraphs) == (("甲",), 1)
    assert [id for id, _, _ in _all(settings)] == ["乙#1"]


def _built(settings: Settings) -> list[bytes]:
    """Segment and vocabulary of the live generation."""
    folder = GenerationStore(settings.index_path()).current().path
    return [(folder / name).read_bytes() for name in ("main-1.segment", "vocabulary.arrays")]


def _numbered(tmp_path: Path) -> str:
    return _lines(
        tmp_path,
        *(
            json.dumps({"id": f"d{n // 7}#{n}", "text": f"平安前哨工程第{n}段，T-{n % 9}号。"})
            for n in range(300)
        ),
    )


def test_an_index_is_the_same_built_here_or_by_workers(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _numbered(tmp_path)
    rebuild(path, settings, BuildOptions())
    here = _built(settings)
    monkeypatch.setattr("indexer.build.worker.ROWS_PER_CHUNK", 96)  # three blocks of records
    report = rebuild(path, settings, BuildOptions())
    assert (report.documents, report.paragraphs) == (43, 300)
    assert _built(settings) == here


@pytest.mark.skipif(trie.compiled is None, reason="the C part was not built")
def test_an_index_is_the_same_with_and_without_the_compiled_parts(
    tmp_path: Path, settings: Settings
) -> None:
    path = _numbered(tmp_path)
    rebuild(path, settings, BuildOptions())
    pure = Settings(index=str(tmp_path / "pure"), corpus=settings.corpus)
    command = [sys.executable, "-c", "from web.cli import main; main()", "rebuild", path]
    environment = {**os.environ, "QIANSHAO_PURE": "1", "QIANSHAO_CORPUS": settings.corpus}
    subprocess.run([*command, "--index", pure.index], check=True, env=environment)
    assert _built(pure) == _built(settings)
