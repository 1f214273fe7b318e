"""The tagger: initiatives by their written forms, themes by evidence, on any taxonomy."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer.sources.splitter import split_paragraphs
from indexer.taxonomy.tagger import Tagger, Tags, Untagged
from indexer.taxonomy.taxonomy import EMPTY, Initiative, Taxonomy, Theme, load_taxonomy
from indexer.text import trie
from indexer.text.matcher import FormMatcher
from indexer.text.normalizer import normalize

CORPUS = Path(__file__).parents[3] / "corpus"


def tagger(*initiatives: Initiative, themes: tuple[Theme, ...] = ()) -> Tagger:
    return Tagger(Taxonomy(themes=themes, initiatives=initiatives))


def named(text: str, *initiatives: Initiative) -> tuple[str, ...]:
    return tagger(*initiatives).tag(text).initiatives


def test_an_empty_taxonomy_and_an_empty_text_have_no_tags() -> None:
    assert Tagger(EMPTY).tag("推进“江海前哨”工程。") == Tags()
    assert tagger(Initiative("江海前哨")).tag("") == Tags()


@pytest.mark.parametrize(
    "text",
    ["推进“江海前哨”工程", "推进江海前哨工程", "推进「江海\n前哨」", "江海前哨", "江 海 前 哨"],
)
def test_a_name_is_one_value_whatever_its_quotes_and_breaks(text: str) -> None:
    assert named(text, Initiative("江海前哨")) == ("江海前哨",)


def test_traditional_characters_and_full_width_digits_are_the_same_name() -> None:
    assert named(
        "「江海前哨」與２、４、６分鐘", Initiative("江海前哨"), Initiative("2、4、6分钟")
    ) == ("江海前哨", "2、4、6分钟")


def test_all_written_forms_are_one_value() -> None:
    circle = Initiative("246分钟", aliases=("2、4、6分钟", "2.46分钟"))
    for text in ("“2、4、6分钟”反应圈", "2.46分钟防控圈", "246分钟快速反应"):
        assert named(text, circle) == ("246分钟",)


def test_a_number_is_not_found_inside_a_longer_one() -> None:
    assert named("用时1246分钟", Initiative("246分钟")) == ()
    assert named("用时9.246分钟", Initiative("246分钟")) == ()
    assert named("“利剑-20245”", Initiative("利剑-2024")) == ()
    assert named("推行“3+1+N”", Initiative("1+N")) == ()
    assert named("第1、246分钟", Initiative("246分钟")) == ("246分钟",)


def test_the_longer_name_wins_and_hides_what_it_ends_with() -> None:
    station, chamber = Initiative("警务服务站"), Initiative("商会警务服务站")
    assert named("设立商会警务服务站", station, chamber) == ("商会警务服务站",)
    assert named("设立警务服务站和商会警务服务站", station, chamber) == (
        "警务服务站",
        "商会警务服务站",
    )


def test_a_longer_name_also_names_what_it_begins_with() -> None:
    project, room = Initiative("江海前哨"), Initiative("江海前哨指挥室")
    assert set(named("“江海前哨”指挥室12家", project, room)) == {"江海前哨", "江海前哨指挥室"}


def test_a_name_with_quotes_of_its_own_inside_a_longer_one_is_named_too() -> None:
    group, work = Initiative("全国“办实事”突出集体"), Initiative("办实事")
    assert set(named("获评全国“办实事”突出集体", group, work)) == {group.name, work.name}
    assert named("获评全国办实事突出集体", group, work) == (group.name,)


def test_an_ordinary_word_counts_only_in_quotation_marks() -> None:
    market = Initiative("超市", quoted=("超市",))
    assert named("宾馆、超市、药店", market) == ()
    assert named("上线“超市”", market) == ("超市",)
    assert named("上线「 超市 」", market) == ("超市",)
    assert named("宾馆“超市、药店”", market) == ()


def test_a_quoted_form_stands_beside_a_plain_name() -> None:
    reunion = Initiative("团圆行动", quoted=("团圆",))
    assert named("“团圆”行动", reunion) == ("团圆行动",)
    assert named("深入推进“团圆”", reunion) == ("团圆行动",)
    assert named("实现团圆梦", reunion) == ()


def test_a_part_names_the_initiative_but_is_no_other_writing_of_it() -> None:
    grid = Initiative("一村一警、一格三员", parts=("一村一警", "一格三员"))
    assert named("落实一村一警制度", grid) == named("配齐“一格三员”", grid) == (grid.name,)
    assert Taxonomy(initiatives=(grid,)).initiative_forms() == {grid.name: (grid.name,)}


def test_a_declared_false_friend_does_not_count() -> None:
    push = Initiative("一键推", not_in=("一键推送",))
    assert named("消息一键推送", push) == ()
    assert named("消息一键推送，警情一键推", push) == ("一键推",)


def test_an_initiative_brings_its_themes() -> None:
    themes = (Theme("反诈"), Theme("打击"), Theme("党建"))
    sword = Initiative("蓝剑-2024", themes=("反诈", "打击"))
    assert tagger(sword, themes=themes).tag("“蓝剑—2024”行动开展。").themes == ("反诈", "打击")


def test_one_strong_expression_or_two_weak_ones_make_a_theme() -> None:
    fraud = Theme("反诈", strong=("电信诈骗",), weak=("劝阻", "被骗"))
    police = tagger(themes=(fraud,))
    assert police.tag("严打电信诈骗。").themes == ("反诈",)
    assert police.tag("劝阻群众，避免被骗。").themes == ("反诈",)
    assert police.tag("劝阻，劝阻，再劝阻。").themes == ()


def test_a_mention_in_a_long_sentence_makes_no_theme_but_a_sentence_does() -> None:
    fraud = Theme("反诈", strong=("电信诈骗",), weak=("劝阻",))
    police, filler = tagger(themes=(fraud,)), "全市各单位扎实做好各项日常工作，" * 4
    assert police.tag(filler + "涉及电信诈骗。").themes == ()
    assert police.tag(filler + "针对电信诈骗逐一劝阻。").themes == ("反诈",)
    assert police.tag(filler + "成效明显。打击电信诈骗。").themes == ("反诈",)
    numbers = "打击电信诈骗立案2174起、破案986起，同比分别下降13.2%、上升21.6%，损失减少2860万元。"
    assert police.tag(numbers).themes == ("反诈",)  # it is long by its figures alone


@pytest.mark.parametrize(
    "text",
    [
        "参与社会治理、文明创建、电信诈骗、疫情防控等工作。",  # an item of a mere list
        "以防范电信诈骗为重点，全面走访。",  # what guides the work
        "聚焦电信诈骗，全面走访。",
        "全面走访，保障群众不受电信诈骗之害。",  # what it is done for
        "全年未发生电信诈骗，全面走访。",  # what did not happen, after its subject
        "未发生电信诈骗，全面走访。",
    ],
)
def test_what_is_said_in_passing_makes_no_theme(text: str) -> None:
    assert tagger(themes=(Theme("反诈", strong=("电信诈骗",)),)).tag(text).themes == ()


def test_a_purpose_that_is_the_whole_sentence_makes_a_theme() -> None:
    order = tagger(themes=(Theme("维稳", strong=("社会稳定",)),))
    assert order.tag("维护社会稳定。").themes == ("维稳",)
    assert order.tag("走访群众，维护社会稳定。").themes == ()


def test_a_general_theme_gives_way_to_one_that_says_more() -> None:
    overview = Theme("综述", strong=("走在前列",), general=True)
    police = tagger(themes=(overview, Theme("反诈", strong=("电信诈骗",), weak=("劝阻",))))
    assert police.tag("各项工作走在前列。").themes == ("综述",)
    assert police.tag("各项工作走在前列。严打电信诈骗，逐一劝阻。").themes == ("反诈",)
    assert police.tag("各项工作走在前列。严打电信诈骗。").themes == ("反诈", "综述")


def test_a_word_against_takes_a_theme_back() -> None:
    guard = Theme("防控", strong=("防控",), against=("疫情防控",))
    assert tagger(themes=(guard,)).tag("做好疫情防控。").themes == ()
    assert tagger(themes=(guard,)).tag("街面防控有力。").themes == ("防控",)


def test_a_part_of_a_longer_expression_is_no_second_evidence() -> None:
    crime = Theme("打击", weak=("打击犯罪", "打击", "犯罪"))
    assert tagger(themes=(crime,)).tag("打击犯罪。").themes == ()
    assert tagger(themes=(crime,)).tag("打击各类犯罪。").themes == ("打击",)


def test_a_heading_supports_a_theme_but_never_suffices() -> None:
    fraud = tagger(themes=(Theme("反诈", strong=("电信诈骗",), weak=("劝阻",)),))
    assert fraud.tag("逐一劝阻。", heading="防范电信诈骗").themes == ("反诈",)
    assert fraud.tag("逐一劝阻。", title="防范电信诈骗").themes == ("反诈",)
    assert fraud.tag("逐一走访。", heading="防范电信诈骗").themes == ()
    assert fraud.tag("逐一劝阻。").themes == ()


def test_a_heading_that_is_a_theme_suffices_for_bare_figures_below_it() -> None:
    fraud = tagger(themes=(Theme("反诈", strong=("电信诈骗", "电诈"), weak=("劝阻",)),))
    bare = "发案466起；破案358起；损失2115万元。"
    for heading in ("二、电诈", "（三）打击治理电信诈骗工作情况", "电诈", "2.防范电信诈骗"):
        assert fraud.tag(bare, heading=heading).themes == ("反诈",), heading
        assert fraud.tag_all([Untagged(bare, heading)])[0].themes == ("反诈",)
    for heading in ("二、电诈与命案", "二、总体情况", "二、电诈宣传月", "一、", "工作"):
        assert fraud.tag(bare, heading=heading).themes == (), heading
    assert fraud.tag(bare, title="电诈").themes == ()


def test_a_theme_without_words_is_known_by_its_name_and_definition() -> None:
    water = tagger(themes=(Theme("水上治安", "码头管理、水面巡逻，以及渡口"),))
    assert water.tag("加强水面巡逻。").themes == ("水上治安",)
    assert water.tag("加强水上治安。").themes == ("水上治安",)
    assert water.tag("加强街面巡逻。").themes == ()


def test_many_paragraphs_at_once_get_the_same_tags() -> None:
    police = Tagger(load_taxonomy(CORPUS / "taxonomy"))
    texts = [
        "",
        "字",
        "“平安前哨”工程",
        "𠮷野家旁的警务服务站",
        "😀商会警务服务站",
        "没有",
        "反诈中心劝阻被骗群众",
    ]
    paragraphs = [Untagged(text, heading="提升防控力") for text in texts]
    expected = [police.tag(text, "提升防控力") for text in texts]
    assert police.tag_all(paragraphs) == expected
    assert police.tag_all([Untagged(t, normalized=normalize(t)) for t in texts]) == [
        police.tag(text) for text in texts
    ]
    assert police.tag_all([]) == []


@pytest.mark.parametrize("is_compiled", [True, False])
def test_matcher_agrees_with_plain_search(
    monkeypatch: pytest.MonkeyPatch, is_compiled: bool
) -> None:
    if not is_compiled:
        monkeypatch.setattr(trie, "compiled", None)
    elif trie.compiled is None:
        pytest.skip("the C part was not built")
    forms = ["防控", "防控圈", "前哨", "江海前哨", "𠮷野", "哨指", "前"]
    texts = ["江海前哨指挥室外的防控圈", "𠮷野家防控", "", "哨", "前前哨哨指"]
    expected = [
        sorted((at, form) for form in forms for at in range(len(text)) if text.startswith(form, at))
        for text in texts
    ]
    assert [sorted(found) for found in FormMatcher(forms).find_all(texts)] == expected


def bundled_tags() -> dict[str, tuple[Tags, dict[str, Any]]]:
    police = Tagger(load_taxonomy(CORPUS / "taxonomy"))
    expected = yaml.safe_load((Path(__file__).parent / "tagging_expected.yaml").read_text("utf-8"))
    found: dict[str, tuple[Tags, dict[str, Any]]] = {}
    for path in sorted((CORPUS / "documents").glob("*.md")):
        body = path.read_text("utf-8").split("\n---\n", 1)[1]
        for p in split_paragraphs(body, path.stem):
            found[p.id] = police.tag(p.text, p.heading), expected.pop(p.id)
    assert not expected, "hand-made tags of paragraphs that are gone"
    return found


def test_bundled_initiatives_are_those_a_reader_finds() -> None:
    for name, (tags, expected) in bundled_tags().items():
        assert list(tags.initiatives) == expected.get("initiatives", []), name


def test_bundled_themes_agree_with_a_reader() -> None:
    owed = hit = given = wrong = 0
    for tags, expected in bundled_tags().values():
        wanted, welcome = set(expected["themes"]), set(expected.get("also", ()))
        owed += len(wanted)
        hit += len(wanted & set(tags.themes))
        given += len(tags.themes)
        wrong += len(set(tags.themes) - wanted - welcome)
    assert hit / owed >= 0.97
    assert 1 - wrong / given >= 0.95


def test_every_bundled_initiative_stands_in_the_reports() -> None:
    taxonomy = load_taxonomy(CORPUS / "taxonomy")
    reports = "\n".join(p.read_text("utf-8") for p in (CORPUS / "documents").glob("*.md"))
    seen = set(Tagger(taxonomy).tag(reports).initiatives)
    assert [i.name for i in taxonomy.initiatives if i.name not in seen] == []
    assert all(initiative.kind for initiative in taxonomy.initiatives)
    assert len(taxonomy.themes) == 16
