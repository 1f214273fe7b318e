"""A heading is found, in every mode, with the paragraph that it belongs to, and marked."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.updater import update
from indexer.settings import Settings
from search.request import Mode, SearchRequest
from search.response import hit_body
from search.searcher import Searcher, open_searcher

REPORT = """---
title: 年报
---

# 乘势而上

## 一、打防管控

民警走访社区。

反诈宣传。

## 二、⻔禁系统“改造”

见义勇为。

## 三、展望
"""
Ask = Callable[..., dict[str, list[str]]]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("headings")
    (folder / "corpus" / "documents").mkdir(parents=True)
    (folder / "corpus" / "documents" / "r.md").write_text(REPORT, "utf-8")
    settings = Settings(index=str(folder / "index"), corpus=str(folder / "corpus"))
    rebuild(str(folder / "corpus"), settings, BuildOptions())
    opened = open_searcher(settings)
    yield opened
    opened.close()


def _ids(searcher: Searcher, q: str, mode: Mode = "smart") -> list[str]:
    found = searcher.search(SearchRequest(q=q, mode=mode, sort="oldest"))
    return [hit.paragraph.id for hit in found.hits]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("乘势而上", ["r#1"]),
        ("打防管控", ["r#1"]),
        ("门禁系统改造", ["r#3"]),
        ("展望", ["r#3"]),
        ("二、", ["r#3"]),
        ("“", ["r#3"]),  # nothing but what normalisation drops: as printed
    ],
)
@pytest.mark.parametrize("mode", ["exact", "smart"])
def test_a_heading_is_found_with_its_paragraph(
    searcher: Searcher, q: str, expected: list[str], mode: Mode
) -> None:
    assert _ids(searcher, q, mode) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("乘势 民警", ["r#1"]),  # one part in the heading, one in the text
        ("打防*控", ["r#1"]),
        ("打防 ~2 管控", ["r#1"]),
        ("门禁 ~句 改造", ["r#3"]),
        ("乘势 AND NOT 反诈", ["r#1"]),
        ("而上一", []),  # from one heading into the next there is no literal
        ("改造见义", []),
    ],
)
def test_every_operator_sees_headings(searcher: Searcher, q: str, expected: list[str]) -> None:
    found = searcher.search(SearchRequest(q=q, sort="oldest"))
    ids = [hit.paragraph.id for hit in found.hits if hit.match != "some"]
    assert (ids if " " in q or "*" in q else _ids(searcher, q, "exact")) == expected


def test_marks_are_exact_on_the_printed_heading(searcher: Searcher) -> None:
    (hit,) = searcher.search(SearchRequest(q="门禁", mode="exact")).hits
    body = hit_body(hit)
    assert body["heading"] == "三、展望" or body["heading"] == "二、⻔禁系统“改造”"
    (heading,) = [h for h in body["headings"] if h["marks"]]
    ((start, end),) = heading["marks"]
    assert heading["text"][start:end] == "⻔禁" and body["marks"] == []
    assert body["heading_marks"] == heading["marks"]


def _write(path: Path, rows: Sequence[tuple[str, str, str]]) -> str:
    lines = [
        {"id": id, "document": id.partition("#")[0], "heading": heading, "text": text}
        for id, heading, text in rows
    ]
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8")
    return str(path)


def test_of_bulk_input_the_first_line_of_a_run_in_its_document_has_the_heading(
    tmp_path: Path,
) -> None:
    rows = [
        ("a#1", "总则", "甲"),
        ("b#1", "总则", "乙"),
        ("a#2", "总则", "丙"),  # the run of document a goes on, whatever stands between
        ("a#3", "附则", "丁"),
        ("a#4", "总则", "戊"),
        ("b#2", "", "己"),
    ]
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "none"))
    rebuild(_write(tmp_path / "in.jsonl", rows), settings, BuildOptions())
    searcher = open_searcher(settings)
    assert _ids(searcher, "总则", "exact") == ["a#1", "a#4", "b#1"]
    searcher.close()
    rows[0] = ("a#1", "", "甲")
    rows[5] = ("b#2", "附则", "己")
    update(_write(tmp_path / "in.jsonl", rows), settings, BuildOptions())
    searcher = open_searcher(settings)
    assert _ids(searcher, "总则", "exact") == ["a#2", "a#4", "b#1"]
    assert _ids(searcher, "附则", "exact") == ["a#3", "b#2"]
    searcher.close()


def test_a_table_s_title_is_found_with_each_of_its_rows(tmp_path: Path) -> None:
    """A row says nothing without it; the title of prose stays with its first paragraph."""
    lines = [
        {"id": f"t#{n}", "document": "t", "heading": heading, "text": text}
        for n, (heading, text) in enumerate(
            [
                ("各所调解情况", "派出所：东岭派出所；2022年：41；2023年：52"),
                ("各所调解情况", "派出所：西河派出所；2022年：33；2023年：36"),
                ("各所调解情况", "注：以上为全年数。"),
            ],
            start=1,
        )
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    settings = Settings(index=str(tmp_path / "index"), corpus=str(path))
    rebuild(str(path), settings, BuildOptions())
    with contextlib.closing(open_searcher(settings)) as opened:
        assert _ids(opened, "各所调解情况") == ["t#1", "t#2"]
        found = opened.search(SearchRequest(q="西河派出所 调解"))
        assert [(hit.paragraph.id, hit.lacks) for hit in found.hits][:1] == [("t#2", ())]
