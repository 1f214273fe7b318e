"""Discovery: what is built like a name is proposed, once, unless the taxonomy has it."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from indexer.cli.taxonomy import discover_initiatives
from indexer.taxonomy.candidates import MIN_CONFIDENCE
from indexer.taxonomy.discovery import Discovery, Passage, as_yaml, discover
from indexer.taxonomy.taxonomy import EMPTY, Initiative, Taxonomy, Theme, load_taxonomy


def found(*texts: str, taxonomy: Taxonomy = EMPTY) -> list[Discovery]:
    return discover([Passage(text, f"第{i}段") for i, text in enumerate(texts, 1)], taxonomy)


def names(*texts: str, taxonomy: Taxonomy = EMPTY) -> list[str]:
    return [discovery.name for discovery in found(*texts, taxonomy=taxonomy)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("扎实开展“净海2023”专项行动。", "净海2023专项行动", "行动"),
        ("建成“海纳”平台，汇聚数据。", "海纳平台", "平台"),
        ("推行“四位一体”模式。", "四位一体模式", "模式"),
        ("推行四横五纵布防。", "四横五纵", "口号"),
        ("落实一村一警、一格三员。", "一村一警、一格三员", "口号"),
        ("丰富“铁脚板+大喇叭”内涵。", "铁脚板+大喇叭", "模式"),
        ("建立3+1+N。", "3+1+N", "模式"),
        ("出台《护航民营经济发展若干措施》。", "护航民营经济发展若干措施", "制度"),
        ("深入开展利剑—2023的部署。", "利剑—2023", "行动"),
        ("研发高空抛物预警模型，效果明显。", "高空抛物预警模型", "模型"),
        ("组建了全市的水上机动队。", "水上机动队", "队伍"),
        ("建设33个路口快反点、8个便民岗亭站。", "路口快反点", "阵地"),
    ],
)
def test_what_is_built_like_a_name_is_proposed(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(d.name, d.kind) for d in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "局长说：“今年要干得更好。”",
        "“八类”案件破案率100%。",
        "开展专项行动，建立长效机制，完善指挥中心。",
        "来自五湖四海的群众走进千家万户。",
        "五年三届四次会议提出的要求。",
        "15.72+20.43",
    ],
)
def test_ordinary_prose_proposes_nothing(text: str) -> None:
    assert names(text) == []


def test_a_known_name_is_not_proposed_again() -> None:
    known = Taxonomy(initiatives=(Initiative("海纳", aliases=("海纳平台",)),))
    assert names("建成“海纳”平台。", "“海纳”示范点", "『海 纳』", taxonomy=known) == []
    assert names("建成“海纳百川”大数据调度指挥平台。", taxonomy=known) != []


def test_all_writings_of_a_name_are_one_candidate_with_its_contexts() -> None:
    (project,) = found("推进“江海哨”工程。", "深化“江海哨”成果。", "依托“江海哨”工程\n建设网格。")
    assert project.name == "江海哨工程"
    assert project.aliases == ("江海哨",)
    assert project.count == 3
    assert [context.place for context in project.contexts] == ["第1段", "第2段", "第3段"]
    assert all(
        "江海哨" in context.text and "\n" not in context.text for context in project.contexts
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["“智安街区”建设全面铺开。", "已有“智安街区”21个。"], ["智安街区"]),
        (["开展“利剑一号”“净夜”等专项行动。"], ["利剑一号专项行动", "净夜专项行动"]),
        (["“码上办”平台上线。", "推出“码上办”服务。"], ["码上办"]),
        (["开展“云剑”行动。", "“云剑”专项行动收网。", "“云剑”行动。"], ["云剑行动"]),
        (["打造“金钟罩”工程。", "“金钟罩”工程经验在全省推广。"], ["金钟罩工程"]),
        (["打造“金钟罩”工程。", "学习“金钟罩工程经验”。"], ["金钟罩工程"]),
        (["建成“平安前哨”指挥室。", "推进“平安前哨”工程。"], ["平安前哨工程", "平安前哨指挥室"]),
        (["建成“湾区绿波带”6条。"], ["湾区绿波带"]),
        (["打击“杀猪盘”工作。", "整治“杀猪盘”工作。", "通过“微信”“抖音”等平台宣传。"], []),
    ],
)
def test_one_thing_is_one_candidate_by_its_own_name(texts: list[str], expected: list[str]) -> None:
    surely = discover([Passage(text) for text in texts], EMPTY, MIN_CONFIDENCE)
    assert sorted(d.name for d in surely) == sorted(expected)


def test_what_is_quoted_names_only_what_it_is_the_whole_name_of() -> None:
    (swords, cards) = sorted(found("开展“云剑”“断卡”行动。"), key=lambda d: d.name)
    assert (swords.quoted, cards.quoted) == (("云剑",), ("断卡",))
    assert [d.quoted for d in found("建成“110”工作站。", "推出“一站式”服务。")] == [(), ()]
    assert [d.quoted for d in found("推进“平安前哨”工程。", "建成“平安前哨”指挥室。")] == [(), ()]
    assert "  quoted: [云剑]\n" in as_yaml([swords])


def test_a_name_torn_by_a_line_break_is_whole() -> None:
    assert names("大力实施“江\n海哨”工程。") == ["江海哨工程"]


def test_surer_candidates_come_first() -> None:
    ranked = found("推进“江海哨”工程。", "依托河道预警模型。", "，水上中心")
    assert [d.name for d in ranked][:2] == ["江海哨工程", "河道预警模型"]
    assert [d.confidence for d in ranked] == sorted((d.confidence for d in ranked), reverse=True)


def test_a_theme_is_guessed_from_where_the_name_stands() -> None:
    taxonomy = Taxonomy(themes=(Theme("反诈", strong=("电信诈骗",)), Theme("党建")))
    (sword,) = found("“断流”行动严打电信诈骗。", taxonomy=taxonomy)
    assert sword.themes == ("反诈",)


def test_the_yaml_loads_as_initiatives(tmp_path: Path) -> None:
    proposed = found("推进“江海哨”工程。", "推行“1+3”模式、“A：B, C”机制与“[试]”行动、“110#”计划。")
    text = as_yaml(proposed)
    (tmp_path / "initiatives.yaml").write_text(text, "utf-8")
    loaded = load_taxonomy(tmp_path).initiatives
    assert [i.name for i in loaded] == [d.name for d in proposed]
    assert len(loaded) == 5
    assert [item["name"] for item in yaml.safe_load(text)] == [d.name for d in proposed]


def test_the_command_reads_folders_and_prints_what_can_be_pasted(tmp_path: Path) -> None:
    texts, corpus = tmp_path / "texts", tmp_path / "corpus"
    (texts / "deep").mkdir(parents=True)
    corpus.mkdir()
    (texts / "a.md").write_text("---\ntitle: “江海哨”工程见成效\n---\n\n群众说好。\n", "utf-8")
    (texts / "deep" / "b.txt").write_text("江州市深化“江海哨”工程。\n", "gb18030")
    (texts / "c.jsonl").write_text('{"id": "x#1", "text": "搭建“海纳”平台。"}\nbad\n', "utf-8")
    (texts / "d.doc").write_bytes(b"\xd0\xcf\x11\xe0 old")
    config = tmp_path / "q.yaml"
    config.write_text(f"corpus: {corpus}\n", "utf-8")
    runner = CliRunner()
    plain = runner.invoke(discover_initiatives, [str(texts), "--config", str(config)])
    assert plain.exit_code == 0, plain.output
    assert {item["name"] for item in yaml.safe_load(plain.stdout)} == {"江海哨工程", "海纳平台"}
    assert "c.jsonl:2" in plain.stderr and "d.doc" in plain.stderr
    as_json = runner.invoke(discover_initiatives, [str(texts), "--config", str(config), "--json"])
    ranked = json.loads(as_json.stdout)
    assert ranked[0]["name"] == "江海哨工程" and ranked[0]["count"] == 2
    assert ranked[0]["contexts"][0]["place"] == "a.md 标题"


def test_the_command_fails_when_nothing_could_be_read(tmp_path: Path) -> None:
    missing = CliRunner().invoke(discover_initiatives, [str(tmp_path / "no.txt")])
    assert missing.exit_code == 1
    assert "no.txt" in missing.stderr


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("县里的难题多，“众智工坊”面向基层开放。", "众智工坊"),
        ("大厅里，“一键到警”让指令直达巡车。", "一键到警"),
        ("她手里有一本“连心账”，三天一看。", "连心账"),
        ("老百姓管它叫“夜行侠”。", "夜行侠"),
        ("走失老人预警模型上线三个月，找回四十七人。", "走失老人预警模型"),
        ("深入实施知识创新工程和技术创新工程。", "知识创新工程"),
        ("在实战基础上，研发了流调溯源集成应用平台。", "流调溯源集成应用平台"),
        ("自建的入室盗窃时空预测模型圈出十七个小区。", "入室盗窃时空预测模型"),
        ("指挥部运用“橙海一张图”调兵。", "橙海一张图"),
        ("年内发起5次严打整治“雷霆”行动。", "严打整治雷霆行动"),
        ("推进“三项工作机制”向警种联动转型。", "三项工作机制"),
        ("扎实推进货运车辆、面包车“两路两车”专项整治。", "两路两车专项整治"),
    ],
)
def test_names_of_rarer_shapes_are_found_whole(text: str, name: str) -> None:
    assert name in [found.name for found in discover([Passage(text)], EMPTY, MIN_CONFIDENCE)]


@pytest.mark.parametrize(
    "text",
    [
        "可防性案件全部实现“零发案”。",
        "实施一批“小而美”民生项目。",
        "健全公共科技服务平台。",
        "“再晚十分钟，钱就没了。”老人说。",
    ],
)
def test_outcomes_sorts_and_speech_are_no_names(text: str) -> None:
    assert discover([Passage(text)], EMPTY, MIN_CONFIDENCE) == []


def test_a_passage_full_of_names_is_not_compared_name_by_name() -> None:
    """32,000 of them in seconds; in pairs it would be minutes."""
    passage = Passage("“甲乙”让，" * 32_000)
    assert [found.name for found in discover([passage], EMPTY, MIN_CONFIDENCE)] == ["甲乙"]
