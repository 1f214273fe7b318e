"""What of a text is nearest to a sentence, and what differs; when a query is read that way."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.request import SearchRequest
from search.results import SearchResult
from search.rewrite.near_wording import Change, differences, nearest_wordings, probes
from search.searcher import Searcher, open_searcher

TEXT = "全市共建1.3万余个视频监控点，基本实现城乡全覆盖；搭建校园“一键报警”平台，设立护学岗380个。"


MONITORED = "共建1.3万余个视频监控点，基本实现城乡全覆盖"
GUARDED = "警灯亮着，守的是孩子脚下的那段路"
LATE = "走访超时率由去年的三成六降到百分之二"
LOGGED = "站长每晚逐条核销，不核销不下班"
GUARDS, LATES = f"{GUARDED}。全年如此。", f"{LATE}，{LOGGED}。"
SOLVED = "破案率比上年提高了15.72%，居全省第一"
ALARMED = "搭建校园“一键报警”平台，设立护学岗380个"


@pytest.mark.parametrize(
    ("typed", "printed", "changes"),
    [
        ("共建1.3万多个视频监控点，基本实现城乡全覆盖", MONITORED, [("多", "余")]),
        ("共建1.3万余个监控点，基本实现城乡全覆盖", MONITORED, [("", "视频")]),
        ("共建1.3万余個視頻監控點，基本做到城鄉全覆蓋", MONITORED, [("做到", "实现")]),
        ("共建1.3万余个视频监控点 基本实现\n城乡全覆盖", MONITORED, []),
        ("搭建好校园一键报警平台，设立护学岗380个", ALARMED, [("好", "")]),
        ("搭建校园“一键报警”平台，设立护学岗1412个", ALARMED, [("1412", "380")]),
        (
            "共建2.41万余个视频监控点，基本做到城乡全覆盖",
            MONITORED,
            [("2.41万", "1.3万"), ("做到", "实现")],
        ),
        ("建设校园“一键报警”平台，设立护学岗380个", ALARMED, [("建设", "搭建")]),
        ("破案率比上年提高了12.5％，居全省第一", SOLVED, [("12.5％", "15.72%")]),
        ("破案率比上年提高了15.72‰，居全省第一", SOLVED, [("15.72‰", "15.72%")]),
        ("警灯亮着，守的是孩子脚下的路", GUARDED, [("", "那段")]),  # its end in full
        ("夜里逐条核销，不核销不下班", LOGGED, [("夜里", "站长每晚")]),
        ("走访超时率由去年的百分之三十六降到百分之二", LATE, []),
        ("走访超时率由去年的36%降到百分之二", LATE, []),  # the same figures
        ("走访超时率由去年的六成三降到2%", LATE, [("六成三", "三成六")]),
        ("共建一万三千余个视频监控点，基本实现城乡全覆盖", MONITORED, []),
        ("搭建校园“一键报警”平台，设立护学岗三百八十个", ALARMED, []),
        ("搭建校园“一键报警”平台，设立护学岗三百零八个", ALARMED, [("三百零八", "380")]),
    ],
)
def test_nearest_wording_is_told_with_what_differs(
    typed: str, printed: str, changes: list[tuple[str, str]]
) -> None:
    (found,) = nearest_wordings(typed, ["平安前哨", TEXT, SOLVED, GUARDS, LATES, ""])
    assert found.printed == printed
    told = differences(typed, printed, list)
    assert [(change.typed, change.printed) for change in told.changes] == changes
    for spans, text, side in ((told.typed, typed, 0), (told.printed, printed, 1)):
        assert "".join(span.text for span in spans) == text
        marked = [span.text for span in spans if span.matched]
        assert marked == [change[side] for change in changes if change[side]]


@pytest.mark.parametrize(
    ("typed", "printed", "changes"),
    [
        ("服务 人民", "服务 群众", [("人民", "群众")]),
        ("连续 8 年 破案率", "连续 8 年 破获率", [("破案率", "破获率")]),  # not 案 for 获
        ("坚持 打击 犯罪", "坚持 严打 犯罪", [("打击", "严打")]),
        ("建立 工作 机制", "建立 工作队 机制", [("工作", "工作队")]),
        ("人民 警察", "人民 民警", [("警察", "民警")]),
        ("治理 网络 电信 诈骗", "治理 电信 网络 诈骗", [("网络电信", "电信网络")]),
    ],
)
def test_differences_are_told_by_whole_words(
    typed: str, printed: str, changes: list[tuple[str, str]]
) -> None:
    words = sorted({*typed.split(), *printed.split()}, key=len, reverse=True)

    def cut(form: str) -> list[str]:
        return re.findall("|".join([*words, "."]), form)

    told = differences(typed.replace(" ", ""), printed.replace(" ", ""), cut)
    assert [(change.typed, change.printed) for change in told.changes] == changes


# A yearly sentence: the same few words with other figures.
YEARLY = [
    "电诈立案163起、破案58起，损失705万元，止付146万元。",
    "全县电诈立案214起，破案108起，群众损失892.6万元，止付631万元。",
    "电诈立案208起，破案84起，群众损失861万元，止付290万元。",
]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("电诈立案214起，破案108起，群众损失892.6万元，止付651万元", YEARLY[1][2:-1]),
        ("电诈立案163起，破案58起，群众损失705万元，止付145万元", YEARLY[0][:-1]),
        ("群众损失892.6万元，止付613万元", "群众损失892.6万元，止付631万元"),
        ("电诈立案315起，破案117起，群众损失444.8万元，止付512万元", None),  # of no year here
        ("群众损失444.8万元，止付512万元", None),
    ],
)
def test_of_sentences_in_the_same_words_that_with_the_same_figures_is_nearest(
    typed: str, printed: str | None
) -> None:
    for texts in (YEARLY, YEARLY[::-1]):
        found = [wording.printed for wording in nearest_wordings(typed, texts)]
        assert found == [printed] * (printed is not None)


def test_figures_are_looked_up_with_what_they_count() -> None:
    assert {"892.6万元", "613万元"} <= set(probes("群众损失892.6万元，止付613万元"))
    assert probes("群众损失8元，止付3元") == () == probes("群众损失892.6万元不止付")
    assert len(probes("，".join(f"立案{n}起" for n in range(100, 400)))) <= 24


def test_nothing_is_near_what_shares_only_a_few_words() -> None:
    assert nearest_wordings("全市视频会议传达学习贯彻落实情况的通报", [TEXT]) == ()
    assert nearest_wordings("", [TEXT]) == nearest_wordings("视频监控", []) == ()


def test_wordings_that_are_as_near_are_all_told() -> None:
    texts = ["坚持发展新时代枫桥经验不动摇", "坚持，发展新时代枫桥经验不动摇"]
    found = nearest_wordings("坚持发展好新时代枫桥经验不动摇", texts)
    assert [wording.printed for wording in found] == texts


def test_a_word_is_no_sentence_and_a_page_is_probed_as_little_as_a_sentence() -> None:
    assert probes("视频监控点") == () == probes("89c51和89c52的区别")  # six words
    assert (
        2
        <= len(probes("基本实现城乡视频监控全覆盖"))
        <= len(probes("甲乙丙丁戊己庚辛壬癸" * 100))
        <= 16
    )


def test_a_long_text_is_compared_in_linear_time() -> None:
    long = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(50_000))
    started = time.process_time()
    typed = long[30_000:30_400] + "多了几个字" + long[30_400:30_800]
    (found,) = nearest_wordings(typed, [long])
    told = differences(typed, found.printed, list)
    assert told.changes == (Change("多了几个字", ""),)
    assert time.process_time() - started < 5
    assert nearest_wordings(long[1_000:1_400] + "多了几个字", [long * 2]) == ()  # too long a text


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("near")
    lines = [
        {"id": "a#1", "text": TEXT},
        {"id": "b#1", "text": "县级以上人民政府中医药主管部门负责本行政区域内的中医药管理工作。"},
        {"id": "c#1", "text": "网络直播平台对主播作出约定。网络直播不得危害公众，主播实名登记。"},
        {"id": "d#1", "text": "坚持稳中求进的工作总基调，推动经济行稳致远。"},
        {"id": "e#1", "text": "怎么获取输入框里的内容值"},
        {"id": "f#1", "text": "精简两个内设机构，腾出的十九名民警全部补充到派出所。"},
        {"id": "g#1", "text": "缴毒51.3公斤，比上年多3.1公斤。"},
        {
            "id": "h#1",
            "text": "全年查处酒驾1109起，移送566起，扣证87本。",
            "source": "葛岭市公安局",
            "year": 2023,
        },
        {"id": "i#1", "text": "七十三岁的老人要把二十八万元转给“专案组”，谁劝都不听。"},
    ]
    for field in ("水利", "林业", "教育", "民政"):  # so that the formula is one
        text = f"县级以上人民政府{field}主管部门负责本行政区域内的{field}管理工作。"
        lines.append({"id": f"{field}#1", "text": text})
    (folder / "c.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    settings = Settings(index=str(folder / "index"))
    rebuild(str(folder / "c.jsonl"), settings, BuildOptions())
    opened = open_searcher(settings)
    yield opened
    opened.close()


def wordings(result: SearchResult) -> list[str]:
    return [to for e in result.query.expansions if e.kind == "near" for to in e.to]


def test_the_paragraph_leads_is_marked_as_a_whole_and_one_click_undoes_it(
    searcher: Searcher,
) -> None:
    typed = "全市一共建成1.3万多个视频监控点，基本实现城乡全覆盖"
    result = searcher.search(SearchRequest(typed))
    (printed,) = wordings(result)
    hit = result.hits[0]
    assert (hit.paragraph.id, hit.match) == ("a#1", "phrase")
    assert printed in {TEXT[start:end] for start, end in hit.marks}
    assert any("原文「余个」，您写「多个」" in note for note in result.query.notes)
    told = searcher.wording_differences(typed, printed)
    assert [span.text for span in told.printed if span.matched] == ["余个"]


def test_figures_that_differ_are_told_whatever_else_has_them(searcher: Searcher) -> None:
    typed = "搭建好校园一键报警平台，共设立护学岗1.3万个"  # 1.3 stands elsewhere in the library
    result = searcher.search(SearchRequest(typed))
    assert wordings(result) == [ALARMED]
    assert result.hits[0].paragraph.id == "a#1"
    literal = searcher.search(SearchRequest(typed, expand=False))
    assert wordings(literal) == [] and literal.matches.phrase == 0


def test_the_quotation_marks_of_a_pasted_sentence_are_its_own(searcher: Searcher) -> None:
    typed = "搭建校园“一键呼叫”平台，设立护学岗380个"  # the text has marks there, too
    result = searcher.search(SearchRequest(typed))
    assert wordings(result) == [ALARMED] and result.hits[0].paragraph.id == "a#1"
    assert not any(note.startswith("引号内") for note in result.query.notes)


def test_a_figure_that_no_text_has_is_not_cut_into_what_some_have(searcher: Searcher) -> None:
    notes = searcher.search(SearchRequest("缴毒53.1公斤")).query.notes
    assert any("53.1" in note for note in notes) and not any("毒5、" in note for note in notes)


@pytest.mark.parametrize(
    ("lead", "number"), [("葛岭市2023年", 1109), ("葛岭市2023年", 1190), ("葛岭公安2023年：", 1109)]
)
def test_who_pastes_a_sentence_may_write_whose_it_is_in_front(
    searcher: Searcher, lead: str, number: int
) -> None:
    result = searcher.search(SearchRequest(f"{lead}全年查处酒驾{number}起，移送566起，扣证87本"))
    assert wordings(result) == ["全年查处酒驾1109起，移送566起，扣证87本"]


def test_a_sentence_with_who_or_what_of_nobody_asks_nothing(searcher: Searcher) -> None:
    typed = "七十三岁的老人要把三十八万元转给专案组，谁劝都不听"
    [printed] = wordings(searcher.search(SearchRequest(typed)))
    assert printed == "七十三岁的老人要把二十八万元转给“专案组”，谁劝都不听"


def test_a_long_run_that_one_paragraph_prints_shows_another_end(searcher: Searcher) -> None:
    typed = "腾出的十九名民警全部补充到水利教育"
    assert wordings(searcher.search(SearchRequest(typed))) == ["腾出的十九名民警全部补充到派出所"]
    broken = "精简两个内设机构，腾出的十九名民警全部补充到派 处所"  # a blank in the changed word
    assert wordings(searcher.search(SearchRequest(broken)))


@pytest.mark.parametrize(
    "typed",
    [
        "县级以上人民政府网络直播主管部门负责本行政区域内的主播管理工作",  # another matter
        "如何理解稳中求进的工作总基调",  # asks for it
        "怎么获取输入框里面的内容值",  # who asks so looks for no question
        "全市共建1.3万余个视频监控点，基本“做到”城乡全覆盖",  # quoted: exactly so
        "全市共建1.3万余个视频监控点",  # is printed
        "葛岭2024年搭建校园一键报警平台",  # of whom, of when and of what
    ],
)
def test_what_quotes_nothing_is_near_nothing(searcher: Searcher, typed: str) -> None:
    assert wordings(searcher.search(SearchRequest(typed))) == []
