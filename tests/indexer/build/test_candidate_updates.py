"""An update of a library with candidates gives what a rebuild gives, and redoes little for it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from indexer.build import input_snapshot
from indexer.build.builder import BuildOptions, rebuild
from indexer.build.served_files import served_taxonomy
from indexer.build.updater import update
from indexer.generations.store import GenerationStore
from indexer.library.creation import create_library
from indexer.settings import Settings
from indexer.taxonomy import mentions
from indexer.taxonomy.discovery import Finder
from search.request import SearchRequest
from search.response import paragraph_body
from search.searcher import open_searcher

SENTENCES = (
    "城北分局组建“铁骑”机动队，平均三分钟到场。",
    "铁骑机动队全年救助群众120人，深受好评。",
    "城南分局建成“雪亮哨兵”平台，整合视频资源320路。",
    "雪亮哨兵平台与“雪亮哨兵”工程同时推进。",
    "城东分局打造“一号哨”智慧防控工程。",
    "“一号哨”名声在外，街面秩序好转。",
    "深入开展“净网”行动，净网行动抓获嫌疑人12名。",
    "社区里有了“红袖章”巡逻队，红袖章是群众给的名字。",
    "街面秩序好转，民警夜间巡逻。",
    "全年接警1200起，同比下降3%。",
)
GIVEN = ("", "", "铁骑机动队", "雪亮哨兵", "夜巡")
OPTIONS = BuildOptions()


class Library:
    """A library with candidates, and what its index tells."""

    def __init__(self, folder: Path) -> None:
        create_library(folder)
        self.documents = folder / "corpus" / "documents"
        self.corpus = folder / "corpus"
        self.settings = Settings(index=str(folder / "index"), corpus=str(self.corpus))

    def told(self, settings: Settings) -> dict[str, Any]:
        """What readers can tell of an index, and the names it is served by."""
        searcher = open_searcher(settings)
        told: dict[str, Any] = {
            document.slug: [paragraph_body(p) for p in searcher.document(document.slug)[1]]
            for document in searcher.documents(1, 1_000).documents
        }
        told["facets"] = searcher.search(SearchRequest()).facets
        searcher.close()
        return told | served_taxonomy(GenerationStore(settings.index_path()).current().path)

    def rebuilt(self, folder: Path) -> dict[str, Any]:
        settings = Settings(index=str(folder), corpus=str(self.corpus))
        rebuild(str(self.corpus), settings, OPTIONS)
        return self.told(settings)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr(input_snapshot, "_CLOCK", 0)  # files were not written within a tick
    return Library(tmp_path / "library")


def write(library: Library, dice: random.Random, slug: str) -> None:
    given = dice.choice(GIVEN)
    front = f"---\ntitle: {slug}的报告\n" + (f"initiatives: [{given}]\n" if given else "") + "---\n"
    body = "\n\n".join(dice.sample(SENTENCES, dice.randint(1, 4)))
    (library.documents / f"{slug}.md").write_text(f"{front}\n{body}\n", "utf-8")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_and_goes_an_update_gives_what_a_rebuild_gives(
    library: Library, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    for number in range(6):
        write(library, dice, f"r{number}")
    rebuild(str(library.corpus), library.settings, OPTIONS)
    for step in range(5):
        for _ in range(dice.randint(1, 2)):
            slug = f"r{dice.randint(0, 9)}"
            path = library.documents / f"{slug}.md"
            if path.is_file() and dice.random() < 0.4:
                path.unlink()
            else:
                write(library, dice, slug)
        report = update(str(library.corpus), library.settings, OPTIONS)
        assert report.changed_documents is not None, "the whole library was built anew"
        assert library.told(library.settings) == library.rebuilt(tmp_path / f"fresh{step}"), step


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were looked through."""
    texts: list[str] = []
    look = Finder.mentions

    def counted(self: Finder, passages: Any) -> Any:
        kept = list(passages)
        texts.extend(passage.text for passage in kept)
        return look(self, kept)

    monkeypatch.setattr(Finder, "mentions", counted)
    return texts


def test_only_new_texts_are_looked_through_and_only_those_of_a_new_name_redone(
    library: Library, seen: list[str]
) -> None:
    for number, text in enumerate((SENTENCES[0], SENTENCES[5], SENTENCES[8], SENTENCES[9])):
        (library.documents / f"r{number}.md").write_text(f"{text}\n", "utf-8")
    rebuild(str(library.corpus), library.settings, OPTIONS)
    seen.clear()
    (library.documents / "new.md").write_text(f"{SENTENCES[4]}\n", "utf-8")
    report = update(str(library.corpus), library.settings, OPTIONS)
    assert seen == [SENTENCES[4]]
    assert report.changed_documents == 2  # the new one, and r1, which speaks of “一号哨”


def test_other_rules_look_through_everything_again(
    library: Library, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (library.documents / "a.md").write_text(f"{SENTENCES[0]}\n", "utf-8")
    rebuild(str(library.corpus), library.settings, OPTIONS)
    seen.clear()
    monkeypatch.setattr(mentions, "_program_digest", lambda: b"of another version")
    (library.documents / "b.md").write_text(f"{SENTENCES[2]}\n", "utf-8")
    update(str(library.corpus), library.settings, OPTIONS)
    assert seen == [SENTENCES[0], SENTENCES[2]]
