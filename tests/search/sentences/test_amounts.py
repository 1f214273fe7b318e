"""How much, how long or on which day is answered by the sentence of a rule that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher
from search.sentences.asking import ASKING, asked_for, asks_amount
from search.sentences.deeds import Deed
from search.sentences.passages import told_passages

_RULES = "泊舟县公安局“灯塔志愿队”管理办法"
_TEXTS = (
    "第三条　队员年龄为二十至六十周岁，上岗前培训不少于四课时。",
    "第四条　队员每人每日误餐补助二十元，由县财政列支。",
    "第五条　接到红色预警的，三十分钟内登门；橙色的，二小时内登门。",
    "第六条　一年内无故脱岗三次的，劝其退出。",
    "战果于每月25日前报送；",
    "第七条　本办法自2022年5月1日起施行，有效期至2025年4月30日止。",
    "第八条　误工费当日登记。由所长核实后最迟三日一结。",
    "第九条　岗亭外墙高度不超过3米。",
    "第十条　发现险情的，十分钟内报告值班室，二小时内补送书面材料。",
    "第十一条　每人每月补助六十元，夜班另加补助十五元，每季度末月20日前打卡。",
    "渡口岗亭三公里内溺水由上年的12起降到5起，降幅58.3%。",
    "2016年印发的旧章同时废止。",
    "泊位六个，前两小时免缴，之后每小时三元。",
    "第十二条　举报私渡处罚的，奖励三百元；追究刑责的，奖励三千元；因举报避免沉船的，奖励二万元。",
    "水深不足25厘米的，不得过渡。",
    "网点工作人员协助拦阻的，按避免损失的百分之一给予奖励。",
    "渡口封航自2023年6月1日起至9月15日止。",
    "第十三条　奖金应自处罚之日起15个工作日内发放。",
    "白班“渡口守望车”一共五辆，每车两座。女子守望队队员16人，轮流跟车。",
)
_OTHERS = (
    ("泊舟县公安局2023年工作总结", 2023, "全年走访1.2万户，力争明年在渡口建成灯屋30间。"),
    ("洲头县公安局2022年工作总结", 2022, "志愿者补助按季发放，接警0.8万起。"),
    ("洲头县公安局2021年工作总结", 2021, "接走失警情936起，救助老人921人，救助金七万元。"),
    ("泊舟县公安局2021年工作总结", 2021, "5月起推行“云上找人”，山民称便。"),
)


@pytest.fixture(scope="module")
def library(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Searcher:
    about = {"document": "办法", "title": _RULES, "source": "泊舟县公安局", "year": 2022}
    lines: list[dict[str, object]] = [
        {"id": f"办法#{n}", "text": text} | about for n, text in enumerate(_TEXTS, 1)
    ]
    lines += [
        {"id": f"{title}#1", "title": title, "source": title[:6], "year": year, "text": text}
        for title, year, text in _OTHERS
    ]
    return opened(index_of_lines(lines))


def _deeds(library: Searcher, question: str) -> tuple[Deed, ...]:
    request = SearchRequest(question)
    found = told_passages(library, request, library.search(request))
    return found.told if found is not None else ()


def _told(library: Searcher, question: str) -> list[str]:
    return [deed.quote for deed in _deeds(library, question)]


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("灯塔志愿队管理办法有效期到什么时候", "2025年4月30日"),
        ("灯塔志愿队管理办法有效期到哪天", "2025年4月30日"),
        ("灯塔志愿队管理办法什么时候开始施行", "2022年5月1日"),
        # of two spans or sums that whose clause has what is asked
        ("发现险情多久报告值班室", "十分钟"),
        ("夜班补助多少钱", "十五元"),
        ("补助什么时候打卡", "每季度末月20日"),  # and not when the rules came into force
        ("岗亭溺水下降多少", "58.3%"),  # no 三公 of 三公里
        ("旧章什么时候废止", ""),  # in 2016 it was issued
        ("举报后追究刑责的奖多少钱", ""),  # 举报 is of others
        ("追究刑责的奖多少钱", "三千元"),  # what stands behind its condition
        ("渡口封航从哪天到哪天", "2023年6月1日起至9月15日"),
        ("渡口封航几月开始", "2023年6月1日"),
        ("奖金什么时候发", "15个工作日内"),
        ("水深多少不能过渡", "25厘米"),
        ("奖励网点工作人员按什么比例", "百分之一"),
        ("灯塔志愿队管理办法什么时候失效", "2025年4月30日"),  # 有效期至
        ("灯塔志愿队年龄限制", "二十至六十周岁"),
        ("救助老人多少头", ""),  # people
        ("灯塔志愿队管理办法从哪天到哪天有效", ""),  # both days stand in the quote
    ],
)
def test_of_two_days_that_of_the_beginning_or_the_end_is_told_as_asked(
    library: Searcher, question: str, day: str
) -> None:
    request = SearchRequest(question)
    found = told_passages(library, request, library.search(request))
    assert found is not None and [deed.bold for deed in found.told] == [day]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("灯塔志愿队队员每天补助多少钱", "二十元"),
        ("灯塔志愿队队员年龄几岁", "二十至六十周岁"),
        ("红色预警几分钟内上门", "三十分钟"),
        ("无故脱岗几次劝退", "三次"),
        ("灯塔志愿队管理办法什么时候施行", "2022年5月1日"),
        ("灯塔志愿队办法施行日期", "2022年5月1日"),
        ("战果几号前报送", "每月25日"),
        ("误工费几天一结", "最迟三日一结"),  # in the next sentence
        ("岗亭最高多高", "3米"),
        ("渡口守望车有几个人", "16人"),
        ("灯塔志愿队泊位收费", "每小时三元"),
        ("灯塔志愿队泊位怎么收费", "每小时三元"),
        ("无故脱岗劝退", "劝其退出"),  # asks nothing; no paragraph has all the words as they are
    ],
)
def test_the_sentence_that_sets_it_answers(library: Searcher, question: str, answer: str) -> None:
    (quote,) = _told(library, question)
    assert answer in quote


@pytest.mark.parametrize(
    "question",
    [
        "洲头县公安局队员每天补助多少钱",  # of another unit
        "泊舟2020年队员每天补助多少钱",  # of another year
        "云上找人接警多少起",  # no 找人 of another unit
    ],
)
def test_what_is_not_surely_said_is_not_told(library: Searcher, question: str) -> None:
    assert not _told(library, question)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("灯塔志愿队队员每天补助", "二十元"),  # asks nothing: a figure behind the last word
        ("灯塔志愿队队员工资多少元", "二十元"),  # a word that is nowhere
        ("渡口灯屋建成多少间", "间"),  # an aim
    ],
)
def test_what_comes_nearest_is_told_as_such(library: Searcher, question: str, quote: str) -> None:
    (deed,) = _deeds(library, question)
    assert deed.is_nearest and quote in deed.quote


def test_a_question_for_a_beginning_asks_for_no_amount() -> None:
    assert not any(map(asks_amount, ("灯塔志愿队几时有的", "灯塔志愿队是几年开始的")))
    assert all(map(asks_amount, ("哪天印发", "补助几元", "施行日期")))


def test_hostile_texts_are_read_at_once() -> None:
    assert asks_amount("几多少" * 9_000)
    assert not asks_amount("年月时间是为" * 9_000)
    for text in ("0" * 20_000, "12-" * 9_000, "在哪里电话" * 4_000):
        for one in ASKING:
            one.sub(" ", text)
        for question in ("电话多少", "多久", "哪天", "多少", "在哪儿", "七十岁能去吗"):
            asked_for(question)[0].answer.search(text)
