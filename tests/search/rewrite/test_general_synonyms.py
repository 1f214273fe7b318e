"""The bundled list of administrative Chinese is well-formed, large, and widens both ways or one."""

from __future__ import annotations

from indexer.taxonomy.taxonomy import SynonymGroup, Taxonomy
from indexer.text.normalizer import normalize
from search.rewrite.expansions import PieceExpander
from search.rewrite.general_synonyms import general_synonyms


def test_the_list_is_large_and_no_word_is_widened_by_two_groups() -> None:
    listed = general_synonyms()
    assert len(listed.groups) >= 150 and len(listed.related) >= 20
    widened = (group.words[:1] if group.one_way else group.words for group in listed.groups)
    words = [normalize(word) for group in widened for word in group]
    twice = {word for word in words if words.count(word) > 1}
    assert twice == set() and all(len(group.words) > 1 for group in listed.groups)


def test_full_names_and_abbreviations_find_each_other() -> None:
    expander = PieceExpander(Taxonomy(), None, general_synonyms().groups)
    assert "国内生产总值" in expander.wordings("GDP")
    assert expander.wordings("国内生产总值") == ("国内生产总值", "gdp")
    assert "人工智能" in expander.wordings("AI")
    assert expander.wordings("人工智能") == ("人工智能",)  # `ai` stands in other Latin words


def test_what_readers_say_finds_what_reports_print_and_not_the_other_way() -> None:
    expander = PieceExpander(Taxonomy(), None, general_synonyms().groups)
    assert "视频监控" in expander.wordings("摄像头") and "世界贸易组织" in expander.wordings("WTO")
    assert expander.wordings("视频监控") == ("视频监控",)


def test_a_librarys_own_synonyms_come_first() -> None:
    own = Taxonomy(synonyms=(SynonymGroup(("GDP", "生产总值")),))
    assert PieceExpander(own, None, general_synonyms().groups).wordings("GDP")[1] == "生产总值"


def test_everyday_words_are_many_and_each_stands_once() -> None:
    everyday = general_synonyms().everyday
    said = [normalize(group.words[0]) for group in everyday]
    assert len(said) >= 200 and len(said) == len(set(said))
    assert all(group.one_way and group.kind == "everyday" for group in everyday)
    assert all(len(word) > 1 for group in everyday for word in group.words)
    assert all(len(set(map(normalize, g.words))) == len(g.words) > 1 for g in everyday)
