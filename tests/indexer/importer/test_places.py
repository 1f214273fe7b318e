"""A place or an office begins where a name begins, and an unknown one is told whole."""

from __future__ import annotations

import pytest

from indexer.importer.proposal import propose
from indexer.importer.source_text import SourceLine, SourceText
from indexer.metadata.regions import mentioned_region, region_of_unit
from indexer.metadata.units import police_in, units_in

AROUND = (
    "{}公安局2020年工作总结",
    "关于印发{}公安局工作要点的通知",
    "2023年{}公安局反诈工作情况",
    "记者从{}公安局获悉，",
    "近日，{}公安局组织",
    "表彰{}公安局",
)


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    "place",
    words(
        "临岚县 新安吉县 东海门市 小金湖县 大兴城区 青云城区 上海安市 中宁波市 北吉县"
        " 老东海县 新浦江县 双流溪县 江北通州区 石临泉县 金安溪县 南浦东新区"
        " 大余姚市 东如东县 云州市 河阳市 青屏县"
    ),
)
def test_a_known_place_is_not_found_inside_a_longer_name(place: str) -> None:
    for around in AROUND:
        text = around.format(place)
        assert units_in(text) == [f"{place}公安局"], text
        assert mentioned_region(text) == ()
    assert region_of_unit(f"{place}公安局") == ()
    assert police_in(f"{place}警方通报") == []


@pytest.mark.parametrize(
    "place",
    words(
        "海安市 岚县 吉县 安吉县 东海县 金湖县 如东县 浦江县 双流区 临泉县 安溪县 余姚市"
        " 南通市 苏州市 浦东新区 和县 义乌市 顺德区 江苏省海安市 吕梁市岚县 广西壮族自治区南宁市"
    ),
)
def test_a_known_place_is_found_behind_a_sign_a_date_and_a_word(place: str) -> None:
    for around in (*AROUND, "公安部授予{}公安局", "走访慰问{}公安局", "对口支援{}公安局"):
        assert units_in(around.format(place)) == [f"{place}公安局"], around
    assert region_of_unit(f"{place}公安局")


def test_a_place_may_stand_behind_a_short_name_of_its_province() -> None:
    assert region_of_unit("山西岚县公安局") == ("山西省", "吕梁市", "岚县")
    assert police_in("江苏南通公安、上海浦东公安") == ["南通市公安局", "浦东新区公安局"]


def test_an_office_of_an_unknown_place_has_no_region_and_a_doubt() -> None:
    lines = (
        "临岚县公安局2020年工作总结",
        "2020年，临岚县公安局破案96起。山西省岚县公安局、山西省吕梁市公安局来局考察。",
    )
    source = SourceText(tuple(SourceLine(n, text) for n, text in enumerate(lines, 1)), ())
    proposal = propose(source, "总结")
    assert "source: 临岚县公安局\n" in proposal.markdown
    assert "region:" not in proposal.markdown
    (doubt,) = [doubt for doubt in proposal.doubts if doubt.field == "region"]
    assert "临岚县公安局" in doubt.reason
    assert not doubt.is_note
