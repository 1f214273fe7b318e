"""The tagger, measured: how far its themes agree with a reader, theme by theme.

`pytest -s` shows the tables. The judgements are those of one reader who knew the definitions of the
themes and neither the word lists nor what the tagger says; a theme is owed where a paragraph gives
it a sentence. Stricter than tagging_expected.yaml, which also knows welcome ones.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from indexer.sources.folder import read_document
from indexer.taxonomy.tagger import Tagger, Untagged
from indexer.taxonomy.taxonomy import load_taxonomy

HERE = Path(__file__).parent
CORPUS = Path(__file__).parents[3] / "corpus"
DATA = os.environ.get("QIANSHAO_EVALUATION_DATA", "")
IN_SHORT = {
    "反诈": "反诈",
    "治安": "治安防控",
    "智慧": "智慧警务与大数据",
    "队伍": "队伍建设",
    "便民": "便民服务与政务服务",
    "执法": "执法规范与法治公安",
    "侦查": "侦查破案与打击犯罪",
    "基层": "基层治理与网格",
    "安保": "重大安保与维稳",
    "交通": "交通管理",
    "疫情": "疫情防控",
    "服务": "服务发展与营商环境",
    "党建": "党建与政治建设",
    "机制": "警务机制改革",
    "公共": "公共安全与行业场所监管",
    "综述": "综述与荣誉",
}


class JudgedParagraph(NamedTuple):
    """A paragraph and the themes that a reader gives it."""

    paragraph: Untagged
    themes: tuple[str, ...]


def seeds() -> Iterator[JudgedParagraph]:
    lines = (HERE / "themes_of_seeds.tsv").read_text("utf-8").splitlines()
    themes = {name: tuple(given.split()) for name, given in (line.split("\t") for line in lines)}
    for path in sorted((CORPUS / "documents").glob("*.md")):
        parsed, _ = read_document(path, path.parent)
        assert parsed is not None
        for p in parsed.paragraphs:
            yield JudgedParagraph(
                Untagged(p.text, p.heading, parsed.document.title), themes.pop(p.id)
            )
    assert not themes, "judged paragraphs that are gone"


def features(name: str) -> Iterator[JudgedParagraph]:
    title = ""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.startswith("== "):
            title = line[3:]
        elif title and "｜" in line:
            given, text = line.split("｜", 1)
            themes = tuple(IN_SHORT[word] for word in given.split())
            yield JudgedParagraph(Untagged(re.sub(r"⟦\??|⟧", "", text), title=title), themes)


def gov_reports(part: str) -> Iterator[JudgedParagraph]:
    path = Path(DATA) / "gov-reports.jsonl.gz"
    if not DATA or not path.is_file():
        pytest.skip("QIANSHAO_EVALUATION_DATA has no gov-reports: their themes not tested")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines)}
    parts = (HERE / "themes_of_gov_reports.tsv").read_text("utf-8").split("# ")
    for line in next(p for p in parts if p.startswith(part)).splitlines()[1:]:
        name, given = line.split("\t")
        themes = tuple(IN_SHORT[word] for word in given.split() if word != "-")
        yield JudgedParagraph(Untagged(rows[name]["text"], title=rows[name]["title"]), themes)


def agreement(judged: list[JudgedParagraph]) -> float:
    """Micro-averaged F1 over all themes; the table is printed."""
    tagger = Tagger(load_taxonomy(CORPUS / "taxonomy"))
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    owed: Counter[str] = Counter()
    for (_, themes), tags in zip(judged, tagger.tag_all([p for p, _ in judged]), strict=True):
        right.update(set(themes) & set(tags.themes))
        given.update(tags.themes)
        owed.update(themes)
    for theme in IN_SHORT.values():
        precision, recall = right[theme] / (given[theme] or 1), right[theme] / (owed[theme] or 1)
        print(f"{precision:.2f} {recall:.2f} {owed[theme]:3} {theme}")
    f1 = 2 * right.total() / (given.total() + owed.total())
    print(f"{right.total() / given.total():.3f} {right.total() / owed.total():.3f} F1 {f1:.3f}")
    return f1


def test_themes_of_the_bundled_reports_agree_with_a_strict_reader() -> None:
    assert agreement(list(seeds())) >= 0.92


@pytest.mark.parametrize(
    ("name", "least"), [("features_judged.txt", 0.86), ("features_held_out.txt", 0.83)]
)
def test_themes_of_news_features_agree_with_a_reader(name: str, least: float) -> None:
    assert agreement(list(features(name))) >= least


@pytest.mark.parametrize(("part", "least"), [("judged", 0.9), ("held out", 0.81)])
def test_themes_of_government_reports_agree_with_a_reader(part: str, least: float) -> None:
    assert agreement(list(gov_reports(part))) >= least
