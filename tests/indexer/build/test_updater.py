"""An update gives what a rebuild gives: paragraphs, answers, scores, counts, completions."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from indexer.build import builder, updater, worker
from indexer.build.builder import BuildOptions, BuildReport, rebuild
from indexer.build.updater import update
from indexer.build.worker_pool import Workers
from indexer.codec.segment_list import read_segments
from indexer.errors import CorpusError, DuplicateIdError
from indexer.generations.store import GenerationStore
from indexer.model.schema import SCHEMA
from indexer.settings import Settings
from indexer.sources import input as sources
from indexer.sources.required_phrases import read_gate
from search.figures.request import FigureRequest
from search.figures.response import figures_body
from search.request import Filters, SearchRequest
from search.response import paragraph_body
from search.searcher import open_searcher
from web.pages.citations import quote_path

QUERIES = (
    "",
    "平安前哨",
    "平安 网格",
    "警情 破案 网格",
    "哪个城市破案最多",
    "平安 -网格",
    "来源:甲局",
    "1?%",
)
OPTIONS = BuildOptions()


def _report(name: str, *paragraphs: str) -> str:
    number = sum(map(ord, name))
    front = f"title: {name}的报告\nsource: {'甲乙丙'[number % 3]}局\nyear: {2018 + number % 5}\n"
    return f"---\n{front}---\n\n" + "\n\n".join(paragraphs) + "\n"


def answers(settings: Settings) -> dict[str, Any]:
    """Everything that a reader can tell of an index, names of generations and times left out."""
    searcher = open_searcher(settings)
    told: dict[str, Any] = {}
    for query in QUERIES:
        for filters in (Filters(), Filters(source=("甲局",))):
            request = SearchRequest(query, filters=filters, size=1_000, explain=True)
            result = searcher.search(request)
            told[f"{query}|{filters.of('source')}"] = (
                [(h.paragraph.id, round(h.score, 9), h.match, h.marks) for h in result.hits],
                result.matches,
                result.total_documents,
                {name: result.facets[name] for name in SCHEMA.facets},
                result.query.notes,
                result.query.suggestions,
            )
    listed = searcher.documents(1, 1_000)
    told["documents"] = listed.documents
    told["paragraphs"] = [
        [paragraph_body(p) for p in searcher.document(d.slug)[1]] for d in listed.documents
    ]
    figures = figures_body(searcher.figures(FigureRequest(size=1_000)), quote_path)
    told["figures"] = (figures["rows"], figures["total"], figures["unread"])
    told["completions"] = [searcher.suggest(typed) for typed in ("平安", "报告", "甲", "新")]
    status = searcher.status()
    told["status"] = (status.documents, status.paragraphs, status.rebuild_due)
    searcher.close()
    return told


def _ask_anew(path: str, corpus: Path, folder: Path) -> dict[str, Any]:
    settings = Settings(index=str(folder), corpus=str(corpus))
    rebuild(path, settings, OPTIONS)
    return answers(settings)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "documents").mkdir(parents=True)
    for name in ("甲", "乙", "丙", "丁", "戊"):
        text = _report(
            name, f"{name}地推进平安前哨。", f"{name}地网格员走访，破案率9{len(name)}%。"
        )
        (folder / "documents" / f"{name}.md").write_text(text, "utf-8")
    return folder


Change = Callable[[Path], object]
_KEPT: dict[str, str] = {}


def _add(documents: Path) -> None:
    (documents / "新.md").write_text(_report("新", "新地也有平安前哨。", "警情下降。"), "utf-8")


def _edit(documents: Path) -> None:
    text = _report(
        "乙", "乙地改了说法：平安网格。", "乙地网格员走访，破案率91%。", "添了一段平安前哨。"
    )
    (documents / "乙.md").write_text(text, "utf-8")


def _rename(documents: Path) -> None:
    os.rename(documents / "丙.md", documents / "更名.md")


def _delete(documents: Path) -> None:
    _KEPT["丁"] = (documents / "丁.md").read_text("utf-8")
    (documents / "丁.md").unlink()


def _restore(documents: Path) -> None:
    (documents / "丁.md").write_text(_KEPT["丁"], "utf-8")


def _move_and_break(documents: Path) -> None:
    (documents / "年鉴").mkdir()
    os.rename(documents / "甲.md", documents / "年鉴" / "甲.md")
    (documents / "戊.md").write_bytes(b"\x80\x81\xff")


def _mend(documents: Path) -> None:
    (documents / "戊.md").write_text(_report("戊", "戊地重写，平安前哨。"), "utf-8")


_STEPS: tuple[tuple[Change, int], ...] = (
    (_add, 1), (_edit, 1), (_rename, 2), (_delete, 1), (_restore, 1), (_move_and_break, 2),
    (_mend, 1),
)  # fmt: skip


def test_a_sequence_of_changes_gives_what_a_rebuild_gives(tmp_path: Path, corpus: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    rebuild(str(corpus), settings, OPTIONS)
    for step, (change, changed) in enumerate(_STEPS):
        change(corpus / "documents")
        report = update(str(corpus), settings, OPTIONS)
        assert report.changed_documents == changed, change.__name__
        fresh = _ask_anew(str(corpus), corpus, tmp_path / f"fresh{step}")
        assert answers(settings) == fresh, change.__name__


def test_an_update_of_nothing_publishes_nothing(tmp_path: Path, corpus: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    first = rebuild(str(corpus), settings, OPTIONS)
    again = update(str(corpus), settings, OPTIONS)
    assert (again.generation, again.changed_documents) == (first.generation, 0)
    assert (again.documents, again.paragraphs) == (5, 10)


def _lines(*changed: str) -> list[dict[str, object]]:
    """Lines of six documents, interleaved, so that ordinals are told by the order of the input."""
    lines: list[dict[str, object]] = []
    for place in range(4):
        for name in "甲乙丙丁戊己":
            text = (
                f"{name}地第{place}段：平安前哨与网格。"
                if place % 2
                else f"{name}破案率1{place}%。"
            )
            text += "改。" if name in changed else ""
            line = {"id": f"{name}:{place}", "document": name, "text": text, "source": "甲局"}
            lines.append({**line, "year": 2020 + place, "title": f"{name}之{place}"})
    return lines


def _bulk(path: Path, settings: Settings, lines: list[dict[str, object]]) -> BuildReport:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, "utf-8")
    return update(str(path), settings, OPTIONS)


def test_changed_lines_give_what_a_rebuild_gives(tmp_path: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "none"))
    path = tmp_path / "input.jsonl"
    assert _bulk(path, settings, _lines()).changed_documents is None, "the first is a rebuild"
    without = [line for line in _lines("乙") if line["document"] != "丙"]
    swapped = _lines("乙")
    swapped[0], swapped[6] = swapped[6], swapped[0]  # 甲's first two lines change places
    steps = [(_lines("乙"), 1), (without, 1), (_lines("乙"), 1), (swapped, 1), (swapped[6:], 6)]
    for step, (lines, changed) in enumerate(steps):
        assert _bulk(path, settings, lines).changed_documents == changed, step
        assert answers(settings) == _ask_anew(str(path), tmp_path / "none", tmp_path / f"f{step}")


def test_what_cannot_be_published_leaves_the_live_index(tmp_path: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "none"))
    path = tmp_path / "input.jsonl"
    _bulk(path, settings, _lines())
    before = answers(settings)
    with pytest.raises(DuplicateIdError) as error:
        _bulk(
            path, settings, [*_lines(), {"id": "新#1", "text": "一"}, {"id": "新#1", "text": "二"}]
        )
    assert error.value.name == "新#1"
    with pytest.raises(CorpusError):
        _bulk(path, settings, [{"id": "坏", "text": ""}])
    assert answers(settings) == before
    assert not list(settings.index_path().glob("*.tmp"))


def test_a_duplicate_of_an_unchanged_document_is_refused_too(tmp_path: Path) -> None:
    """The id exists in the live index, and its line has not changed."""
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "none"))
    path = tmp_path / "input.jsonl"
    _bulk(path, settings, _lines())
    with pytest.raises(DuplicateIdError) as error:
        _bulk(path, settings, [*_lines(), {"id": "甲:0", "document": "新", "text": "同名"}])
    assert error.value.name == "甲:0"
    assert "甲" in error.value.first and "25" in error.value.second


def test_a_changed_taxonomy_makes_an_update_a_rebuild(tmp_path: Path, corpus: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    rebuild(str(corpus), settings, OPTIONS)
    (corpus / "taxonomy").mkdir()
    (corpus / "taxonomy" / "initiatives.yaml").write_text("- name: 平安前哨\n", "utf-8")
    assert update(str(corpus), settings, OPTIONS).changed_documents is None
    searcher = open_searcher(settings)
    assert searcher.search(SearchRequest("平安前哨")).hits[0].paragraph.initiatives == ("平安前哨",)
    searcher.close()


def test_what_cannot_be_read_of_the_live_index_makes_an_update_a_rebuild(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(index=str(tmp_path / "index"))
    rebuild(str(corpus), settings, OPTIONS)

    def refused(folder: Path) -> dict[str, bytes]:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(updater, "served_taxonomy", refused)
    report = update(str(corpus), settings, OPTIONS)
    (warning,) = report.warnings
    assert "无法读取（Permission denied）；已整个重建" in warning


def test_many_small_updates_keep_the_segments_few(tmp_path: Path, corpus: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    rebuild(str(corpus), settings, OPTIONS)
    for number in range(9):
        text = _report(f"添{number}", f"第{number}次添的平安前哨。")
        (corpus / "documents" / f"添{number}.md").write_text(text, "utf-8")
        update(str(corpus), settings, OPTIONS)
    listed = read_segments(GenerationStore(settings.index_path()).current().path)
    assert len(listed.segments) <= 4
    assert answers(settings) == _ask_anew(str(corpus), corpus, tmp_path / "fresh")


def test_a_file_that_was_another_one_only_while_it_was_read_is_read_again(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    rebuild(str(corpus), settings, BuildOptions())
    path = next((corpus / "documents").rglob("*.md"))
    path.write_text(_report("一号", "无人机巡逻三百次。"), "utf-8")
    right, status = path.read_bytes(), path.stat()
    read = sources.read_digested

    def read_meanwhile(file: Path, root: Path) -> Any:
        if file != path:
            return read(file, root)
        file.write_text(_report("一号", "无人机巡逻九百次。"), "utf-8")
        try:
            return read(file, root)
        finally:
            file.write_bytes(right)
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    with monkeypatch.context() as patch:
        patch.setattr(sources, "read_digested", read_meanwhile)
        update(str(corpus), settings, BuildOptions())
    update(str(corpus), settings, BuildOptions())
    assert answers(settings) == _ask_anew(str(corpus), corpus, tmp_path / "anew")


def test_a_taxonomy_that_was_another_one_only_while_it_was_read_is_read_again(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    path = corpus / "taxonomy" / "initiatives.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("- name: 平安前哨\n", "utf-8")
    right = path.read_bytes()
    read = sources.load_taxonomy

    def read_meanwhile(folder: Path) -> Any:
        path.write_text("- name: 三百次\n", "utf-8")
        try:
            return read(folder)
        finally:
            path.write_bytes(right)

    with monkeypatch.context() as patch:
        patch.setattr(sources, "load_taxonomy", read_meanwhile)
        rebuild(str(corpus), settings, BuildOptions())
    live = GenerationStore(settings.index_path()).current().path
    assert (live / "taxonomy" / path.name).read_text("utf-8") == "- name: 三百次\n"
    update(str(corpus), settings, BuildOptions())
    assert answers(settings) == _ask_anew(str(corpus), corpus, tmp_path / "anew")


@pytest.mark.parametrize("wrong_readings", [{1}, {2}, {1, 2}])
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("initiatives.yaml", "- name: 平安前哨\n", "- name: 无人机巡逻\n"),
        ("themes.yaml", "- name: 防控\n  strong: [巡逻]\n", "- name: 防控\n  strong: [网格]\n"),
        ("candidates.yaml", "- name: 平安前哨工程\n  status: ignored\n", "[]\n"),
    ],
)
def test_a_taxonomy_edited_and_put_back_while_an_update_runs_leaves_no_wrong_tags(
    tmp_path: Path,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    right: str,
    wrong: str,
    wrong_readings: set[int],
) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    path = corpus / "taxonomy" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(right, "utf-8")
    rebuild(str(corpus), settings, OPTIONS)
    status = path.stat()
    text = _report("新到", "无人机巡逻九百次，网格融合。", "推进“平安前哨”工程建设。")
    (corpus / "documents" / "新到.md").write_text(text, "utf-8")
    read, readings = sources.load_taxonomy, [0]

    def read_meanwhile(folder: Path) -> Any:
        readings[0] += 1
        path.write_text(wrong if readings[0] in wrong_readings else right, "utf-8")
        try:
            return read(folder)
        finally:
            path.write_text(right, "utf-8")
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    with monkeypatch.context() as patch:
        patch.setattr(sources, "load_taxonomy", read_meanwhile)
        update(str(corpus), settings, OPTIONS)
    update(str(corpus), settings, OPTIONS)
    assert answers(settings) == _ask_anew(str(corpus), corpus, tmp_path / "anew")
    live = GenerationStore(settings.index_path()).current().path
    assert right in (live / "taxonomy" / name).read_text("utf-8")


def test_the_phrases_of_a_generation_are_those_it_was_checked_by(
    tmp_path: Path, corpus: Path
) -> None:
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    gate = corpus / "gate.yaml"
    phrases = ["巡逻", '说："好"', "a\\b: c # d", "- 一"]
    gate.write_text("".join(f"- {json.dumps(p, ensure_ascii=False)}\n" for p in phrases), "utf-8")

    def change_meanwhile(folder: Path, checked: tuple[str, ...]) -> None:
        gate.write_text("- 别的\n", "utf-8")

    rebuild(str(corpus), settings, BuildOptions(verify=change_meanwhile))
    assert read_gate(GenerationStore(settings.index_path()).current().path) == tuple(phrases)


def test_long_paragraphs_are_analysed_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows: of an update, of bulk lines, and of segments that are merged again."""
    monkeypatch.setattr(worker, "BYTES_PER_CHUNK", 10_000)
    analyse, sizes = builder.analyse, []

    def watched(chunks: Iterable[worker.Chunk], *more: Any) -> Any:
        chunks = list(chunks)
        for chunk in chunks:
            texts = sum(worker.row_bytes(row) for row in chunk.rows)
            sizes.append(texts + sum(map(len, chunk.lines)))
        return analyse(chunks, *more)

    monkeypatch.setattr(builder, "analyse", watched)
    monkeypatch.setattr(Workers, "start", lambda self: None)
    lines = tmp_path / "in.jsonl"
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path))
    for count in (12, 15, 19):
        texts = [{"id": f"d{n}#1", "text": f"第{n}次巡逻。" * 200} for n in range(count)]
        lines.write_text("".join(json.dumps(text) + "\n" for text in texts), "utf-8")
        update(str(lines), settings, OPTIONS)
    assert len(sizes) > 6
    assert max(sizes) < 20_000
    searcher = open_searcher(settings)
    assert searcher.search(SearchRequest("次巡逻")).total == 19
    searcher.close()
