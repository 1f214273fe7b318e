"""The bundled reports: complete, every sentence once, misprints as printed.

The digests were taken from the source texts (white space, navigation, bylines and counters removed,
the one slipped heading moved back), not from the documents.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from indexer.sources.folder import ParsedDocument, find_documents, read_document

ROOT = Path(__file__).parents[3] / "corpus"
# slug: paragraphs, headings, characters without white space, start of their SHA-256
BODIES = {
    "haian-2024": (7, 6, 2532, "6a4fec9b6514cf35"),
    "huainan-2021": (8, 6, 2924, "da56c6e0f387bed5"),
    "nanjing-2022": (17, 4, 2057, "5b82ffc882075c63"),
    "nantong-2020": (14, 4, 2084, "f27e998e4913f803"),
    "nantong-2021": (17, 3, 2992, "ba33d8647e55f035"),
}
FURNITURE = ("当前位置", "版权所有", "Copyright", "阅读次数", "责任编辑", "ICP备", "·张亮·", "审核")
AS_PRINTED = {
    "huainan-2021": ["科学划定“1.35分钟”快速反应防控圈", "设立均统标识", "加强安排隐患排查"],
    "nanjing-2022": ["、“135分钟快速反应能力,", "20221128日,", "开展宁剑”“宁治系列", "49.6%52.3%"],
}
MADE_WHOLE = {
    "nantong-2021": [
        "全市公安机关发挥主力军作用",
        "秋季打防攻势等专项行动",
        "4764名",
        "免费DNA采集点",
    ],
    "huainan-2021": ["省公安厅厅长李建中先后三次作出"],
}


def document(slug: str) -> ParsedDocument:
    parsed, problems = read_document(ROOT / "documents" / f"{slug}.md", ROOT)
    assert parsed is not None, problems
    return parsed


def test_every_document_is_accounted_for() -> None:
    paths, problems = find_documents(ROOT)
    assert problems == []
    assert [path.stem for path in paths] == sorted(BODIES)


@pytest.mark.parametrize("slug", BODIES)
def test_nothing_is_lost_added_or_reordered(slug: str) -> None:
    parsed = document(slug)
    headings = [p.heading for p in parsed.paragraphs if p.heading]
    flat = re.sub(r"\s", "", re.sub(r"(?m)^#+ ", "", parsed.body))
    digest = hashlib.sha256(flat.encode()).hexdigest()[:16]
    found = (len(parsed.paragraphs), len(set(headings)), len(flat), digest)
    assert found == BODIES[slug]


@pytest.mark.parametrize("slug", BODIES)
def test_bodies_hold_no_furniture_and_no_line_breaks(slug: str) -> None:
    parsed = document(slug)
    for paragraph in parsed.paragraphs:
        assert "\n" not in paragraph.text and "\xa0" not in paragraph.text
        assert not any(word in paragraph.text for word in FURNITURE)


@pytest.mark.parametrize("slug", AS_PRINTED)
def test_misprints_stay_as_printed(slug: str) -> None:
    body = document(slug).body
    assert [words for words in AS_PRINTED[slug] if words not in body] == []


@pytest.mark.parametrize("slug", MADE_WHOLE)
def test_words_split_over_lines_are_whole(slug: str) -> None:
    body = document(slug).body
    assert [words for words in MADE_WHOLE[slug] if words not in body] == []


def test_the_slipped_heading_stands_above_its_paragraphs() -> None:
    under = [p for p in document("nantong-2021").paragraphs if "开源造林" in (p.heading or "")]
    assert under[0].text.startswith("保持好公安干部队伍年轻化")
    assert under[-1].text.startswith("奋楫笃行谋新篇")


def test_front_matter_tells_only_what_is_known() -> None:
    documents = {slug: document(slug).document for slug in BODIES}
    assert documents["nantong-2020"].date == "2020-12-18"
    assert documents["nantong-2021"].author == "张亮"
    assert documents["nantong-2020"].source == documents["nantong-2021"].source == "南通市公安局"
    assert documents["haian-2024"].title is None
    assert documents["haian-2024"].region == ("江苏省", "南通市", "海安市")
    assert [d.slug for d in documents.values() if d.url] == []
