"""What a person decides on names becomes whole steps in the lists of the taxonomy."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import LibraryError
from indexer.library.addition import Options, add_files
from indexer.library.creation import create_library
from indexer.review.desk import Desk, Edit
from indexer.review.items import ReviewItem
from indexer.review.names import NameLists

TEXT = """城东分局2021年工作总结

　　2021年，分局依托“雪亮哨兵”平台，整合视频资源三百二十路，群众安全感持续提升。

　　分局成立“红袖章护航队”，全年巡逻1200次，压实各级责任，确保措施落地见效。
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    create_library(tmp_path / "library")
    corpus = tmp_path / "library" / "corpus"
    (tmp_path / "总结.txt").write_text(TEXT, "utf-8")
    add_files([tmp_path / "总结.txt"], corpus, Options(review=True))
    return Desk(corpus)


def only(desk: Desk) -> ReviewItem:
    (item,) = desk.items.waiting()
    return item


def test_candidates_are_listed_merged_and_ignored_and_each_is_undone(desk: Desk) -> None:
    names = NameLists(desk.corpus, desk.items, desk.journal)
    found = {candidate.name: candidate for candidate in names.candidates()}
    assert {"雪亮哨兵平台", "红袖章护航队"} <= set(found)
    listed = desk.corpus / "taxonomy" / "initiatives.yaml"
    before = listed.read_text("utf-8")
    names.accept("雪亮哨兵平台", "雪亮哨兵", "平台")
    assert before.partition("[]")[0] in listed.read_text("utf-8")  # its comments
    (initiative,) = names.taxonomy().initiatives
    assert (initiative.name, initiative.kind) == ("雪亮哨兵", "平台")
    assert "雪亮哨兵平台" in initiative.aliases
    names.merge("红袖章护航队", "雪亮哨兵")
    assert "红袖章护航队" in names.taxonomy().initiatives[0].aliases
    desk.undo()
    names.ignore("红袖章护航队")
    assert names.candidates() == []
    desk.undo()
    desk.undo()
    assert listed.read_text("utf-8") == before
    assert {c.name for c in names.candidates()} == set(found)


def test_a_name_that_would_break_the_lists_is_not_written(desk: Desk) -> None:
    names = NameLists(desk.corpus, desk.items, desk.journal)
    names.accept("雪亮哨兵平台", "", "平台")
    listed = (desk.corpus / "taxonomy" / "initiatives.yaml").read_bytes()
    with pytest.raises(LibraryError):
        names.accept("红袖章护航队", "雪亮哨兵平台", "队伍")
    assert (desk.corpus / "taxonomy" / "initiatives.yaml").read_bytes() == listed


def test_sources_of_documents_are_listed_or_become_aliases(desk: Desk) -> None:
    names = NameLists(desk.corpus, desk.items, desk.journal)
    desk.edit(only(desk), Edit({"source": "城东公安"}))
    assert [(u.name, u.documents, u.listed_as) for u in names.sources()] == [("城东公安", 1, None)]
    names.accept_source("城东分局")
    names.merge_source("城东公安", "城东分局")
    assert names.sources()[0].listed_as == "城东分局"
