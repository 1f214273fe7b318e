"""Whatever is done to an input, an update sees it: the index is what a rebuild would give."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.build import updater
from indexer.build.builder import BuildOptions, BuildReport, rebuild
from indexer.build.updater import update
from indexer.errors import CorpusError, DuplicateIdError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from indexer.sources import line_digests as digests
from indexer.sources import line_matching
from search.request import SearchRequest
from search.response import paragraph_body
from search.searcher import open_searcher

OPTIONS = BuildOptions()
Lines = list[bytes]


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> Any:
    """So that a small file has many."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (digests, line_matching):
            patch.setattr(module, "BLOCK_BYTES", 400)
        yield


def _settings(folder: Path) -> Settings:
    return Settings(index=str(folder), corpus=str(folder / "none"))


def _told(settings: Settings) -> dict[str, Any]:
    searcher = open_searcher(settings)
    told: dict[str, Any] = {}
    for query in ("", "平安前哨", "网格 破案", "第3句"):
        result = searcher.search(SearchRequest(query, size=100))
        told[query] = [(h.paragraph.id, round(h.score, 9), h.marks) for h in result.hits]
        told[query, "facets"] = (result.matches, result.facets)
    listed = searcher.documents(1, 1_000).documents
    told["paragraphs"] = [[paragraph_body(p) for p in searcher.document(d.slug)[1]] for d in listed]
    searcher.close()
    return told


def _line(number: int, version: int = 0) -> bytes:
    document = f"文{number % 7}"
    text = f"第{number}句：平安前哨网格{'改' * version}破案{number * number}起。"
    record = {"id": f"{document}#{number}", "document": document, "text": text, "year": 2020}
    return json.dumps(record, ensure_ascii=False).encode()


BASE = [_line(number) for number in range(60)]
_BAD = [b"", b"{", b'{"id": "x"}', "没有".encode(), b"  \r"]
_EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), st.integers(0, 59)),
        st.tuples(st.just("remove"), st.integers(0, 59)),
        st.tuples(st.just("swap"), st.integers(0, 58)),
        st.tuples(st.just("move"), st.integers(0, 59)),
        st.tuples(st.just("insert"), st.integers(60, 70)),
        st.tuples(st.just("spoil"), st.integers(0, 59)),
        st.tuples(st.just("twice"), st.integers(0, 59)),
    ),
    min_size=1,
    max_size=5,
)


def _edited(lines: Lines, edits: list[tuple[str, int]], version: int) -> Lines:
    lines = list(lines)
    for kind, number in edits:
        at = number % (len(lines) or 1)
        match kind:
            case "change" if lines:
                lines[at] = _line(number, version)
            case "remove" if lines:
                del lines[at]
            case "swap" if at + 1 < len(lines):
                lines[at], lines[at + 1] = lines[at + 1], lines[at]
            case "move" if lines:
                lines.append(lines.pop(at))
            case "insert":
                lines.insert(at, _line(number, version))
            case "spoil":
                lines.insert(at, _BAD[number % len(_BAD)])
            case "twice" if lines:
                lines.insert(at // 2, lines[at])
    return lines


def _outcome(build: Any, path: Path, settings: Settings) -> tuple[Any, ...]:
    """What can be told of a build: problems with their lines, or why there was none."""
    try:
        report: BuildReport = build(str(path), settings, OPTIONS)
    except DuplicateIdError as error:
        return "duplicate", error.name
    except CorpusError:
        return ("nothing",)
    return "built", [str(problem) for problem in report.problems], report.paragraphs


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_EDITS, min_size=1, max_size=3))
def test_any_sequence_of_edits_gives_what_a_rebuild_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    path, updated, fresh = folder / "a.jsonl", _settings(folder / "u"), _settings(folder / "f")
    path.write_bytes(b"\n".join(BASE) + b"\n")
    rebuild(str(path), updated, OPTIONS)
    lines = BASE
    for version, edits in enumerate(steps, 1):
        lines = _edited(lines, edits, version)
        path.write_bytes(b"\n".join(lines) + b"\n")
        found, wanted = _outcome(update, path, updated), _outcome(rebuild, path, fresh)
        if wanted[0] == "duplicate":  # of several duplicates either may be named
            assert found[0] == "duplicate"
        else:
            assert found == wanted
            assert _told(updated) == _told(fresh)


def test_input_that_comes_once_is_compared_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gzip, and standard input."""
    zipped, index = tmp_path / "a.jsonl.gz", _settings(tmp_path / "index")
    zipped.write_bytes(gzip.compress(b"\n".join(BASE)))
    assert rebuild(str(zipped), index, OPTIONS).paragraphs == 60
    assert update(str(zipped), index, OPTIONS).changed_documents == 0
    zipped.write_bytes(gzip.compress(b"\n".join([*BASE[:30], _line(30, 1), *BASE[31:]])))
    assert update(str(zipped), index, OPTIONS).changed_documents == 1
    (tmp_path / "plain").write_bytes(b"\n".join(BASE[:-1]))
    with open(tmp_path / "plain", "rb") as file:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(file))
        assert update("-", index, OPTIONS).changed_documents == 2
    assert update(str(tmp_path / "plain"), index, OPTIONS).changed_documents == 0
    rebuild(str(tmp_path / "plain"), _settings(tmp_path / "fresh"), OPTIONS)
    assert _told(index) == _told(_settings(tmp_path / "fresh"))


def test_mostly_new_input_is_rebuilt(tmp_path: Path) -> None:
    path, index = tmp_path / "a.jsonl", _settings(tmp_path / "index")
    path.write_bytes(b"\n".join(BASE))
    rebuild(str(path), index, OPTIONS)
    path.write_bytes(b"\n".join([*BASE[:10], *(_line(number, 1) for number in range(10, 60))]))
    report = update(str(path), index, OPTIONS)
    assert (report.changed_documents, report.paragraphs) == (None, 60)


def test_a_damaged_index_is_no_start_for_an_update(tmp_path: Path) -> None:
    path, index = tmp_path / "a.jsonl", _settings(tmp_path / "index")
    path.write_bytes(b"\n".join(BASE))
    rebuild(str(path), index, OPTIONS)
    before = _told(index)
    live = GenerationStore(index.index_path()).current()
    for record in live.manifest.files:
        with open(live.path / record.name, "r+b") as file:
            file.seek(record.size // 2)
            byte = file.read(1)
            file.seek(record.size // 2)
            file.write(bytes([byte[0] ^ 4]))
        report = update(str(path), index, OPTIONS)
        assert report.changed_documents is None, record.name
        assert live.name in report.warnings[0] and record.name in report.warnings[0]
        assert _told(index) == before
        live = GenerationStore(index.index_path()).current()


def test_what_cannot_be_read_for_a_moment_is_no_start_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, index = tmp_path / "a.jsonl", _settings(tmp_path / "index")
    path.write_bytes(b"\n".join(BASE))
    name = rebuild(str(path), index, OPTIONS).generation

    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(updater, "require_readable", refuse)
    report = update(str(path), index, OPTIONS)
    assert report.changed_documents is None and report.warnings[0].startswith(name)


def test_an_update_does_not_settle_for_the_generation_before_a_damaged_one(tmp_path: Path) -> None:
    path, index = tmp_path / "a.jsonl", _settings(tmp_path / "index")
    path.write_bytes(b"\n".join(BASE))
    for _ in range(2):
        rebuild(str(path), index, OPTIONS)
    store = GenerationStore(index.index_path())
    damaged = store.generations()[-1]
    os.truncate(store.root / damaged / "main-1.segment", 100)
    assert update(str(path), index, OPTIONS).warnings[0].startswith(damaged)
    live = store.current()
    assert live.name == store.current_name() and not live.warnings
    assert update(str(path), index, OPTIONS).warnings == ()


def _write(path: Path, text: str, times: tuple[int, int]) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, ns=times)


def test_a_file_of_the_same_size_and_time_written_at_once_is_seen(tmp_path: Path) -> None:
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    times = (os.stat(tmp_path).st_atime_ns, os.stat(tmp_path).st_mtime_ns)
    _write(documents / "甲.md", "甲地有平安前哨。\n", times)
    index = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "corpus"))
    rebuild(str(tmp_path / "corpus"), index, OPTIONS)
    _write(documents / "甲.md", "乙地有平安前哨。\n", times)
    assert update(str(tmp_path / "corpus"), index, OPTIONS).changed_documents == 1
    searcher = open_searcher(index)
    assert searcher.paragraph("甲#1").text == "乙地有平安前哨。"
    searcher.close()
