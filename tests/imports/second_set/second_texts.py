"""Make up papers of many kinds of offices, with all that an import should say of each.

Places and kinds of offices are real, so that the gazetteer has work; all else is made up.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Blocks = list[tuple[str, str]]  # (kind, text); kind "heading", "text" or "row" (cells by " | ")

_PLACES = (
    "浙江省/温州市/瑞安市", "河北省/保定市/涿州市", "湖南省/湘西土家族苗族自治州/吉首市",
    "辽宁省/大连市/庄河市", "江西省/赣州市/南康区", "贵州省/遵义市/仁怀市", "山西省/大同市/浑源县",
    "甘肃省/酒泉市/敦煌市", "吉林省/延边朝鲜族自治州/延吉市", "海南省/三亚市/崖州区",
    "新疆维吾尔自治区/伊犁哈萨克自治州/伊宁市", "青海省/西宁市/湟中区", "江苏省/盐城市/东台市",
    "安徽省/阜阳市/太和县", "北京市/通州区", "天津市/蓟州区", "宁夏回族自治区/固原市/隆德县",
    "广东省/惠州市/博罗县", "福建省/漳州市/龙海区", "西藏自治区/日喀则市/江孜县",
)  # fmt: skip
_OFFICES = (
    "财政局", "生态环境局", "卫生健康委员会", "农业农村局", "人力资源和社会保障局", "民政局",
    "发展和改革委员会", "教育局", "公安局", "人民政府", "交通运输局", "水利局", "信访局",
)  # fmt: skip
_PEOPLE = ("孙卫东", "马丽娟", "欧阳明", "郑海", "何雨晴", "高志远", "罗艳", "谢长庚", "韩雪梅")
_MEDIA = ("湖南日报", "浙江日报", "中国环境报", "经济日报", "新华网", "央视网", "光明日报")
_SENTENCES = (
    "全年共受理群众来信来访{a}件次，按期办结率为{p}%，比上年提高{c}个百分点。",
    "围绕农村饮水安全，新建和改造供水管网{b}公里，{a}户居民用上了自来水。",
    "在资金使用上，坚持“花钱必问效、无效必问责”，核减不合理支出{d}万元。",
    "组织三支小分队进村入户，逐户核对台账，发现问题{c}个，当场整改{c}个。",
    "据统计，上半年城镇新增就业{a}人，失业人员再就业{b}人，就业形势保持平稳。",
    "对沿河{c}家企业开展了排污口溯源，关停两家，限期治理五家。",
    "从检查情况看，多数单位重视程度高、措施得力；但也有少数单位台账不全、责任不清。",
    "在校园周边设置护学岗{c}处，安排值守人员{b}人，上下学时段秩序明显好转。",
    "“村村有医生、人人有档案”目标基本实现，家庭医生签约服务覆盖率达到{p}%。",
    "全面推行“一件事一次办”，把{c}个事项的申请材料由平均{c}份压减到3份以内。",
    "县道改造项目总投资{d}万元，其中中央补助资金占{p}%，其余由地方自筹解决。",
    "针对连日强降雨，防汛指挥部启动四级应急响应，转移群众{a}人，未发生人员伤亡。",
    "要把“严”的主基调长期坚持下去，对苗头性问题早发现、早提醒、早纠正。",
    "与高校共建的实训基地投入使用，年培训能力{a}人次，受到企业和学员的普遍欢迎。",
    "这项工作涉及面广、政策性强，必须统筹安排、分步实施，切忌“一刀切”。",
    "粮食播种面积稳定在{d}万亩以上，总产量{b}万吨，实现连续八年丰收。",
    "依托网格化服务管理平台，累计上报事件{a}件，办结{a}件，平均用时不到两天。",
    "坚持每周调度、每月通报、每季讲评，对排名靠后的{c}个乡镇进行了约谈。",
)
_HEADINGS = (
    "主要工作情况", "存在的问题和不足", "下一步打算", "提高思想认识", "明确任务分工", "严格督导考核",
    "做好资金保障", "抓好项目建设", "改善民生福祉", "守住安全底线", "转变工作作风", "加强组织领导",
)  # fmt: skip
_SUBJECTS = (
    "城乡供水一体化改造",
    "校园食品安全专项检查",
    "农村公路养护管理",
    "残疾人康复服务提升行动",
    "秋冬季大气污染防治",
    "困难群众救助补助资金管理",
    "基层医疗卫生机构能力建设",
    "信访积案化解攻坚",
)
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paper:
    """A made file and what an import must make of it.

    `fields` has a value, or None for what the file does not print; a name that is left out
    is not judged. Blocks equal to one of `optional` may stand or be left out.
    """

    name: str
    data: bytes
    blocks: tuple[tuple[str, str], ...]
    fields: dict[str, str | None]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the forms in which offices print it."""

    year: int
    month: int
    day: int

    @property
    def iso(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}"

    @property
    def printed(self) -> str:
        return f"{self.year}年{self.month}月{self.day}日"

    @property
    def chinese(self) -> str:
        year = "".join(_DIGITS[int(digit)] for digit in str(self.year))
        return f"{year}年{small_number(self.month)}月{small_number(self.day)}日"


def small_number(number: int) -> str:
    """1–99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


class Writer:
    """Draws places, people, days and texts; the same seed and name give the same paper."""

    def __init__(self, name: str, seed: int, public: tuple[str, ...] = ()) -> None:
        self.dice = random.Random(f"{name} {seed}")
        self.public = public
        self.path = tuple(self.dice.choice(_PLACES).split("/"))
        if len(self.path) == 3 and self.dice.random() < 0.4:
            self.path = self.path[:2]
        self.place = self.path[-1]
        self.unit = self.place + self.dice.choice(_OFFICES)
        self.day = self.a_day(self.dice.randint(2014, 2024))
        self.subject = self.dice.choice(_SUBJECTS)
        self.person, self.other, self.third = self.dice.sample(_PEOPLE, 3)
        self.medium = self.dice.choice(_MEDIA)

    @property
    def region(self) -> str:
        return "/".join(self.path)

    def a_day(self, year: int) -> Day:
        return Day(year, self.dice.randint(2, 12), self.dice.randint(1, 28))

    def sentence(self) -> str:
        dice = self.dice
        return dice.choice(_SENTENCES).format(
            a=dice.randint(300, 9900), b=dice.randint(12, 290), c=dice.randint(3, 19),
            d=dice.randint(30, 860), p=f"{dice.uniform(51, 99.9):.1f}",
        )  # fmt: skip

    def paragraph(self, opening: str = "") -> str:
        """Own sentences, or now and then a paragraph of a public report."""
        if self.public and not opening and self.dice.random() < 0.4:
            return self.dice.choice(self.public)
        return opening + "".join(self.sentence() for _ in range(self.dice.randint(2, 5)))

    def heading(self, number: int = 0) -> str:
        text = self.dice.choice(_HEADINGS)
        return f"{small_number(number)}、{text}" if number else text

    def sections(self, count: int = 3, numbered: bool = True) -> Blocks:
        """Headings of the first and, if numbered, of the second level, with their texts."""
        blocks: Blocks = []
        for number, text in enumerate(self.dice.sample(_HEADINGS, count), start=1):
            blocks.append(("heading", f"{small_number(number)}、{text}" if numbered else text))
            if numbered and number == 2:
                for inner, below in enumerate(self.dice.sample(_HEADINGS, 2), start=1):
                    blocks.append(("heading", f"（{small_number(inner)}）{below}"))
                    blocks.append(("text", self.paragraph()))
                continue
            blocks += [("text", self.paragraph()) for _ in range(self.dice.randint(1, 3))]
        return blocks

    def rows(self) -> Blocks:
        lines = ["地区 | 项目数（个） | 完成投资（万元） | 完成率"]
        for name in ("城关镇", "河东街道", "新桥乡", "开发区"):
            spent, share = self.dice.randint(100, 9000), self.dice.uniform(40, 100)
            lines.append(f"{name} | {self.dice.randint(1, 60)} | {spent} | {share:.1f}%")
        return [("row", line) for line in lines]

    def truth(self, title: str, **fields: str | None) -> dict[str, str | None]:
        """The usual truth of a paper of this unit; `fields` say what is different."""
        usual: dict[str, str | None] = {
            "title": title, "source": self.unit, "publisher": None, "doc_number": None,
            "region": self.region, "author": None,
        }  # fmt: skip
        return usual | fields


@cache
def public_paragraphs(path: Path) -> tuple[str, ...]:
    """Plain paragraphs of a file of public reports (JSON Lines), each of one sentence or more."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            if (
                60 <= len(text) <= 320
                and text.endswith("。")
                and re.match(r"[\u4e00-\u9fff]{8}", text)
            ):
                found.append(text)
    return tuple(found)
