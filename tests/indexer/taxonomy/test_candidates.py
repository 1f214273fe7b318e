"""Names that nobody has listed are values of the facet, marked 待核, until somebody decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, BuildReport, rebuild
from indexer.build.updater import update
from indexer.generations.store import GenerationStore
from indexer.library.creation import create_library
from indexer.model.documents import WAITING
from indexer.review.desk import Desk
from indexer.review.names import NameLists
from indexer.settings import Settings
from search.request import Filters, SearchRequest
from search.response import response_body
from search.searcher import open_searcher
from search.verify.gate import gatekeeper

FIRST = "城北分局组建“铁骑”机动队，平均三分钟到场。\n\n“铁骑”全年救助群众120人，深受好评。\n"
SECOND = "城南分局建成“雪亮哨兵”平台，整合视频资源320路。\n\n街面秩序好转，铁骑机动队也来支援。\n"


class Library:
    """A library on disk, and what its index says."""

    def __init__(self, folder: Path) -> None:
        create_library(folder)
        self.corpus = folder / "corpus"
        self.settings = Settings(index=str(folder / "index"), corpus=str(self.corpus))

    def write(self, slug: str, text: str) -> None:
        (self.corpus / "documents" / f"{slug}.md").write_text(text, "utf-8")

    def names(self) -> NameLists:
        desk = Desk(self.corpus)
        return NameLists(self.corpus, desk.items, desk.journal)

    def build(self) -> BuildReport:
        return rebuild(str(self.corpus), self.settings, self.options())

    def update(self) -> BuildReport:
        return update(str(self.corpus), self.settings, self.options())

    def options(self) -> BuildOptions:
        return BuildOptions(verify=gatekeeper(self.settings))

    def facet(self) -> dict[str, tuple[int, str | None]]:
        """Initiative → (paragraphs, status)."""
        searcher = open_searcher(self.settings)
        try:
            rows = searcher.search(SearchRequest()).facets["initiative"]
            return {row.value: (row.count, row.status) for row in rows}
        finally:
            searcher.close()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "library")
    made.write("north", FIRST)
    made.write("south", SECOND)
    return made


def test_found_names_are_values_marked_as_waiting_and_can_be_filtered(library: Library) -> None:
    library.build()
    assert library.facet() == {"铁骑机动队": (3, WAITING), "雪亮哨兵平台": (1, WAITING)}
    searcher = open_searcher(library.settings)
    chosen = SearchRequest(filters=Filters(initiative=("铁骑机动队",)))
    body = response_body(searcher.search(chosen))
    assert body["hits"][0]["initiative_status"] == [WAITING]
    assert body["facets"]["initiative"][0]["status"] == WAITING
    by_status = SearchRequest(filters=Filters(initiative_status=(WAITING,)))
    assert searcher.search(by_status).total == searcher.search(SearchRequest()).total
    assert searcher.search(SearchRequest("举措状态:待核")).matches.all == 4
    searcher.close()


def test_what_a_person_decides_holds_from_the_next_update(library: Library) -> None:
    library.build()
    names = library.names()
    names.accept("铁骑机动队", "铁骑快反队", "队伍")
    names.ignore("雪亮哨兵平台")
    report = library.update()
    assert library.facet() == {"铁骑快反队": (3, None)}
    assert report.changed_documents is None  # the lists have changed: everything was tagged anew
    names.merge("雪亮哨兵平台", "铁骑快反队")
    library.update()
    assert library.facet() == {"铁骑快反队": (4, None)}
    library.write("east", "城东分局打造“一号哨”智慧防控工程。\n")
    library.update()
    assert library.facet()["一号哨智慧防控工程"] == (1, WAITING)


def test_an_update_gives_what_a_rebuild_gives(library: Library) -> None:
    library.build()
    library.write("east", "城东分局打造“一号哨”智慧防控工程。\n\n城东也有铁骑机动队。\n")
    library.update()
    (library.corpus / "documents" / "south.md").write_text("街面秩序好转。\n", "utf-8")
    report = library.update()
    updated = library.facet()
    library.build()
    assert updated == library.facet() and "雪亮哨兵平台" not in updated
    assert report.documents == 3


def test_an_update_that_brings_no_new_name_redoes_only_what_changed(library: Library) -> None:
    library.build()
    library.write("east", "城东的街面秩序也好转了，铁骑机动队功不可没。\n")
    assert library.update().changed_documents == 1
    assert library.facet()["铁骑机动队"] == (4, WAITING)


def test_names_of_withdrawn_reports_are_not_told(library: Library) -> None:
    library.build()
    GenerationStore(library.settings.index_path()).withdrawals.withdraw("south", "测试")
    library.update()
    live = GenerationStore(library.settings.index_path()).current()
    assert library.facet() == {"铁骑机动队": (2, WAITING)}
    assert "雪亮哨兵" not in (live.path / "taxonomy" / "candidates.yaml").read_text("utf-8")


def test_what_a_person_says_of_a_report_is_not_waiting(library: Library) -> None:
    library.write("east", "---\ninitiatives: [夜巡]\n---\n\n民警夜间巡逻。\n")
    library.build()
    assert library.facet()["夜巡"] == (1, None)


def test_a_name_given_by_hand_is_not_waiting_where_it_is_found_as_well(library: Library) -> None:
    library.write("east", "---\ninitiatives: [铁骑机动队, 夜巡]\n---\n\n民警夜间巡逻。\n")
    library.build()
    facet = library.facet()
    assert facet["铁骑机动队"] == (4, None) and facet["夜巡"] == (1, None)
    assert facet["雪亮哨兵平台"] == (1, WAITING)


def test_a_written_form_given_by_hand_and_the_name_found_are_one_value(library: Library) -> None:
    library.write("east", "---\ninitiatives: [铁骑]\n---\n\n城东也有“铁骑”，铁骑机动队来支援。\n")
    library.build()
    assert library.facet() == {"铁骑": (4, None), "雪亮哨兵平台": (1, WAITING)}


def test_a_name_is_met_where_only_its_quoted_part_is_printed(library: Library) -> None:
    library.write(
        "west", "开展“云剑”“断卡”行动。\n\n抓获120人，“云剑”收网，云剑二字除外。\n\n云剑。\n"
    )
    library.build()
    facet = library.facet()
    assert facet["云剑行动"] == (2, WAITING) and facet["断卡行动"] == (1, WAITING)


def test_a_curated_library_and_bulk_lines_have_no_candidates(
    library: Library, tmp_path: Path
) -> None:
    listed = library.corpus / "taxonomy" / "initiatives.yaml"
    listed.write_text("- name: 铁骑机动队\n", "utf-8")
    (library.corpus / "taxonomy" / "candidates.yaml").unlink()
    library.build()
    assert library.facet() == {"铁骑机动队": (2, None)}
    lines = tmp_path / "bulk.jsonl"
    lines.write_text('{"id": "a#1", "text": "组建“飞鹰”机动队。"}\n', "utf-8")
    settings = replace(library.settings, corpus=str(tmp_path / "none"))
    rebuild(str(lines), settings, BuildOptions())
    assert library.facet() == {}


def test_a_name_of_several_things_is_related_to_them_not_the_same(library: Library) -> None:
    library.write(
        "west", "推进“平安前哨”工程。\n\n建成“平安前哨”指挥室12个。\n\n擦亮“平安前哨”。\n"
    )
    library.build()
    facet = library.facet()
    assert facet["平安前哨工程"] == (1, WAITING) and facet["平安前哨指挥室"] == (1, WAITING)
