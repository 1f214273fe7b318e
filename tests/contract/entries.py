"""Turn short lines of test data into the (paragraph, document) pairs that engines index."""

from __future__ import annotations

import random
from collections.abc import Sequence

from indexer.model.documents import Document, Paragraph

Entry = tuple[Paragraph, Document]


def document(slug: str, *paragraphs: str | Paragraph, **known: object) -> list[Entry]:
    """A document and its paragraphs: texts get the ids `<slug>#1`, `<slug>#2`, …"""
    about = Document(slug, **known)  # type: ignore[arg-type]
    return [
        (p if isinstance(p, Paragraph) else paragraph(slug, ordinal, p), about)
        for ordinal, p in enumerate(paragraphs, 1)
    ]


def paragraph(
    slug: str,
    ordinal: int,
    text: str,
    themes: Sequence[str] = (),
    initiatives: Sequence[str] = (),
    headings: Sequence[str] = (),
) -> Paragraph:
    return Paragraph(
        f"{slug}#{ordinal}",
        slug,
        ordinal,
        text,
        heading=headings[-1] if headings else None,
        themes=tuple(themes),
        initiatives=tuple(initiatives),
        headings=tuple(headings),
    )


NANTONG = ("江苏省", "南通市")
HAIAN = (*NANTONG, "海安市")

# Four documents that differ in all that can be known of one; "bare" knows nothing.
LIBRARY: tuple[Entry, ...] = (
    *document(
        "nantong-2021",
        paragraph(
            "nantong-2021", 1, "推进“平安前哨”工程，破案率１００％。", ["基层治理"], ["平安前哨"]
        ),
        paragraph("nantong-2021", 2, "平安是前哨的目标。电信網絡詐騙案件下降15.72%。", ["反诈"]),
        paragraph("nantong-2021", 3, "全市布防，1、3、5分钟快速反应。", ["治安防控"], ["三圈五域"]),
        title="南通市公安局年鉴",
        source="南通市公安局",
        region=NANTONG,
        date="2022",
        year=2021,
        genre="年鉴",
        url="https://example.org/nantong",
    ),
    *document(
        "haian-2022",
        paragraph("haian-2022", 1, "海安深化平安\n前哨，无人机巡逻。", ["基层治理"], ["平安前哨"]),
        paragraph("haian-2022", 2, "反诈中心止付1,234万元；民警走访。", ["反诈", "便民服务"]),
        paragraph("haian-2022", 3, "𠮷祥小区😀的微网格，蓝剑-2024行动。"),
        title="海安工作总结",
        source="海安市公安局",
        region=HAIAN,
        date="2022-12-06",
        year=2022,
        genre="总结",
    ),
    *document(
        "shanghai-2020",
        paragraph("shanghai-2020", 1, "反诈宣传进社区，前哨站建成。", ["反诈"], ["三圈五域"]),
        paragraph("shanghai-2020", 2, "进博会安保，「一网通办」窗口。", ["便民服务"]),
        title="上海工作",
        source="上海市公安局",
        region=("上海市",),
        year=2020,
        genre="总结",
    ),
    # Another 海安市, so that a bare region name has two nodes.
    *document("zhejiang", "网格员走访。", region=("浙江省", "海安市"), date="2021-06"),
    *document("bare", "什么也不知道的平安。", "“”"),
)

_ALPHABET = "平安前哨网格圈域a1２.％-—“”、。𠮷 "


def random_entries(seed: int, size: int = 80) -> tuple[Entry, ...]:
    """A corpus of short paragraphs over few characters, so that chance makes many matches."""
    chance = random.Random(seed)
    entries: list[Entry] = []
    while len(entries) < size:
        slug = f"文{chance.randrange(10**6):06}"
        about = Document(
            slug,
            title=random_text(chance, 6) or None,
            source=chance.choice(["甲局", "乙局", "丙局", None]),
            region=chance.choice([(), ("甲省",), NANTONG, HAIAN, ("浙江省", "海安市")]),
            date=chance.choice([None, "2019", "2020-02", "2020-02-03", "2020-01-01"]),
            year=chance.choice([None, 2018, 2019, 2020, 2021]),
            genre=chance.choice(["年鉴", None]),
        )
        for ordinal in range(1, chance.randint(1, 6) + 1):
            themes = chance.sample(["反诈", "治安", "综述"], chance.randint(0, 2))
            names = chance.sample(["前哨", "三圈", "四网"], chance.randint(0, 3))
            text = random_text(chance, 30) or "平"
            count = chance.choice([0, 0, 1, 2])
            headings = [h for _ in range(count) if (h := random_text(chance, 8))]
            entries.append((paragraph(slug, ordinal, text, themes, names, headings), about))
    return tuple(entries)


def random_text(chance: random.Random, longest: int) -> str:
    """Up to `longest` characters, trimmed."""
    return "".join(chance.choices(_ALPHABET, k=chance.randint(0, longest))).strip()
