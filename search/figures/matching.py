"""Tell whether a figure is of what a question names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.figures.lexicon import DOWN, PIVOTS, UP, VERBS
from indexer.figures.names import VERB
from indexer.text.normalizer import normalize
from search.clauses import clause_start
from search.figures.asking import YEAR, Question
from search.figures.dating import may_be_of_last_year, tells_no_year, year_of_period
from search.figures.dimensions import AMOUNTS
from search.figures.results import FigureRow
from search.figures.unit_names import UnitNames

_SHARE = re.compile(r"[率度比重占感]|[涨增降]幅|增速|百分")
_NAMED = re.compile(r"[“「](?P<name>[^”」]+)[”」]")
SOLVED = ("破案率", "侦破率")
_REACHED = re.compile("达到?$")  # 侦破率达100%
# What may stand behind a thing that is counted: 网格数 counts 网格, 网格员 does not.
_STILL_COUNTED = re.compile(
    r"(?:(?<=人)员)?(?:[罪类]?案件?|犯罪|行为|工程|机制|工作|规模)*(?:发案|破案|全破|告破)?"
    r"(?:[人件起个户次站点家]?数|指数|总[数量额]|数量|金?额|量)?(?:首次|历史性|一举|已|跃上|站上|迈上|新?台阶|大关)*"
)
_LIGHT = re.compile(
    r"人次|常住|全[国省市县区]|本市|国家|货物|总水平|总[数量额]?|人口|人数|累计|年[末底]|全年|共计?|实现|达到?|成功|各类|现有"
    r"|首次|历史性|一举|已|跃上|站上|迈上|新?台阶|大关|接报(?=.*警情)|破获|侦破|破案|案件?|现行|涉案|各[类种]|制度|发生|造成|地区(?=生产总值)|犯罪(?=团伙|集团)|[数的达]"
)
_DOINGS = frozenset((*VERBS, "破", "抓", "建", "设", "发"))
_ONE_CASE = re.compile(
    r"该(?:犯罪)?(?:集团|团伙|案|系列)"
    r"|(?:侦办|侦破|破获|查破|捣毁|打掉)[^，。；\d]{0,12}?(?:某|“[^“”]+”|一起|一个|特大|首[例起宗])[^，。；\d]{0,16}?"
    r"(?:案|案件|团伙|集团)(?![件数率\d])"  # 打掉涉“两卡”团伙63个 are many
)
_WORKING = re.compile("运营|营运|营业|通车")  # 高铁里程
# What was done to some of them tells of no more than these: 紧盯135家学校, 首批配备50辆摩托车.
_OF_SOME = (*PIVOTS, *("紧盯", "检查", "抽查", "清查", "走访", "慰问", "整治", "首批"))
_ADDED = ("新增", "新建", "净增", "新开工", "新设")
# Of each, or of one tier of government, is not the whole.
_OF_PARTS = ("人均", "户均", "月均", "日均", "年均", "平均", "中央", "地方", "本级")
_WHOLE = "总全各"  # 总产值 is 产值, 手工业 no 工业
# What stands beside a figure that says of something else how much it is: 比去年的704亿元增长,
# 将人均纯收入2300元作为扶贫标准.
_BASE = re.compile("(?:比|较|相当于)[^，,。；;、]{1,14}的$")
_SET = re.compile("[将把按以]")
_AS = re.compile("[^，,。；;]{0,12}(?:作为|定为|列为|确定为|为标准|的标准)")
_OF_ALL = re.compile("占(?!比)[^的]+$")  # 基层部门占提拔人数
_CLAUSE_CHARS, _BEHIND_CHARS, _SENTENCE_CHARS = 60, 20, 400
_TELLING_CHARS = 3  # of the thing that is counted
# 建成警务站24个 is how many there are; 新建 is not.
_BUILT = re.compile(
    "建[成有设立]|设[有立置]|拥有|配[备有置]|购置|安装|布[建设]|装备|组建|划分|选聘"
    "|投[用放]|部署|启用|列装"
)
_ARREST = re.compile("(?<=抓获|逮捕|刑拘)(?:犯罪)?(?:嫌疑)?(?:人员?|分子)$")
_SOLVED = re.compile("(?:全部?)?告?破(?!案|获)")
# What is measured, where the kind of a figure says it: 平均出警时间, 满意度排名.
_DURATION = re.compile("(?P<thing>.+)(?:时间|时长|用时|耗时)$|(?P<ranked>.+)(?:排名|位次|名次)$")
_PARTS = ("其中", "造成", "致")
_THERE_ARE = re.compile("有(?:多少|几)")
_BUILDS = re.compile("(?<!新)建(?:设|成)?(?:了|多少|几)")  # 建了多少: what is new
_HAPPENED = re.compile("^(?!.*[破侦办查]).*(?:发生|发案|案发|立案|接报|报案|发了)")
_DEED = re.compile("破案?$|[侦办查]")
_SOLVED_ONES = re.compile("破(?:案|获)?数?$")
_SCOPE = re.compile("全[国省市县区]")


class Matcher:
    """Which figures are of what a question names: of one question, in one library."""

    def __init__(
        self,
        question: Question,
        units: UnitNames,
        family: Callable[[str], str],
        cut: Callable[[str], Sequence[str]],
    ) -> None:
        """`family` gives the key of an indicator, `cut` the dictionary words of a normal form."""
        self.family = family
        self._units, self._cut = units, cut
        self._asked, self._words = question.text, question.words
        self.names = [w for w in self._words if w in units]
        self.things = [w for w in self._words if w not in units and not YEAR.fullmatch(w)]
        thing = "".join(self.things)
        self.wordings = (thing, _LIGHT.sub("", thing))
        self._letters = letters_of(thing, family)
        self._very: dict[str, bool] = {}

    @property
    def is_telling(self) -> bool:
        """Whether what is asked for is so special that a part of its name cannot be another kind:
        护学岗, but not 民警, as 社区民警 are not all there are."""
        return len(self._letters) >= _TELLING_CHARS

    def is_the_very(self, row: FigureRow) -> bool:
        """Whether a row measures just what is asked for, in whatever order: 破获电诈案件,
        电信网络诈骗案件破案."""
        name = names_of(row)
        if name not in self._very:
            forms = {row.family, *name.split()}
            if row.figure.kind == "duration":
                forms |= {form.replace("平均", "") for form in forms}
            # 平均破案时间 is no 平均用时 of anything
            self._very[name] = self._letters.strip("平均") != "" and any(
                letters_of(form, self.family) == self._letters for form in forms
            )
        return self._very[name]

    def is_met(self, row: FigureRow, is_dated: bool = True) -> bool:
        """Every word stands in the row's sentence or is known of its paragraph, one in the
        indicator. Not `is_dated`: but for years.

        A share or a rise of something is no answer to a question for the thing itself, and what one
        operation brought (“猎狐”行动抓获逃犯) none to one that does not name it.
        """
        words = [word for word in self._words if is_dated or not YEAR.fullmatch(word)]
        if row.figure.kind == "rank":
            scope = normalize(row.figure.base or row.figure.quote)
            if any(word not in scope for word in words if _SCOPE.fullmatch(word)):
                return False
        if self.is_the_very(row):
            return self.is_where_and_when(row, words)
        return self._is_told(words, row)

    def is_where_and_when(self, row: FigureRow, words: Sequence[str] = ()) -> bool:
        """Whether a row is of the units and years among these words of the question, else all."""
        known = self._known(row)
        return all(
            word in known or word in (row.figure.place or "")
            for word in words or self._words
            if word in self._units or YEAR.fullmatch(word)
        )

    def _is_told(self, words: Sequence[str], row: FigureRow) -> bool:
        family, indicator, quote = self.family, names_of(row), normalize(row.figure.quote)
        if row.figure.kind in AMOUNTS and any(
            normalize(found["name"]) not in "".join(words)
            for found in _NAMED.finditer(row.figure.measured)
        ):
            return False
        if row.figure.kind == "rate" and not any(_SHARE.search(word) for word in words):
            return False
        named = [w for w in words if w in indicator or family(w).removesuffix("案") in row.family]
        if not named:
            return False
        known = self._known(row)
        said = f"{quote} {_whole_of(row)}"
        meant = family(said)
        return all(
            word in known
            or (
                word not in self._units
                and not YEAR.fullmatch(word)
                and (word in named or word in said or family(word).removesuffix("案") in meant)
            )
            or (word in self._units and word in (row.figure.place or ""))
            for word in words
        )

    def rest_of(self, row: FigureRow) -> str:
        """What a figure is of beyond the words asked for: 涉众经济 of 涉众经济案件追赃挽损."""
        if self.is_the_very(row):
            return ""
        family = self.family
        names = [row.family, normalize(row.figure.measured)]
        forms = sorted(
            {*self._words, *(family(word).removesuffix("案") for word in self._words)}, key=len
        )
        for form in filter(None, reversed(forms)):
            names = [name.replace(form, "") for name in names]
        return min((_LIGHT.sub("", name) for name in names), key=len)

    def is_counted(self, row: FigureRow) -> bool:
        """多少 asks for the thing that is named last: it must be what the row measures.

        A short word says too little of it: 案损数 is asked for by all its letters, not by 数. Those
        who were sent somewhere (选派民警到…) are not all there are, what is new is not the whole.
        """
        if is_of_one_case(row) or is_no_result(row) or self._is_denied(row):
            return False
        if _HAPPENED.search(self._asked) and _DEED.search(row.family):
            return False  # 发生多少起电诈案件: not those that were solved
        if _SOLVED_ONES.search(row.figure.measured) and not re.search("[破侦]", self._asked):
            return False  # nor 电诈多少起
        if self.is_the_very(row):
            return True
        known, asked = self._known(row), self._asked
        things = [
            word
            for word in self._words
            if word not in known and not _tells_way(word, row) and not _SCOPE.fullmatch(word)
        ]
        named = [_last_thing(things, asked)]
        named += things[-1:] if _whole_of(row) else []
        while len(things) > 1 and things[-1] in _DOINGS:
            named.append(_last_thing(things := things[:-1], asked))
        measured = normalize(row.figure.measured).replace("等", "")
        if self._is_of_some(measured, things[-1] if things else ""):
            return False
        if row.figure.kind in ("change", "rate") and self.rest_of(row):
            return False  # 亡人交通事故 are no 交通事故
        told = (measured, row.family, _WORKING.sub("", row.family))
        return any(
            self._ends_with(name, form)
            for thing in named
            for name in told
            for form in (thing, self.family(thing))
        )

    def _is_of_some(self, measured: str, thing: str) -> bool:
        """Whether only some of what is asked for is measured: what is new, is of each, or had
        something done to it (改造派出所6个), and the question does not say so."""
        asked = f"{self._asked} 新建" if _BUILDS.search(self._asked) else self._asked
        if any(word in measured and word not in asked for word in (*_ADDED, *_OF_PARTS)):
            return True
        if any(word in self._asked for word in _ADDED) and not any(w in measured for w in _ADDED):
            return True
        doing = VERB.search(measured, 0, max(measured.find(thing), 0))
        is_done = doing is not None and doing[0] not in asked and not _BUILT.match(doing[0])
        if is_done and _THERE_ARE.search(asked) is not None:
            return True
        return any(verb not in asked for verb in _OF_SOME if measured.startswith(verb))

    def _is_denied(self, row: FigureRow) -> bool:
        """非机动车道 is no 机动车道, 不起诉 no 起诉."""
        name = normalize(row.figure.measured)
        places = ((word, name.find(word)) for word in self.things if len(word) > 1)
        return any(
            at > 0 and name[at - 1] in "不非未无" and name[at - 1] + word not in self._asked
            for word, at in places
        )

    def is_share(self, row: FigureRow) -> bool:
        """Whether a rate is the part that is asked for: all words name it, and the last of those in
        front of 占 (提拔人数中实战部门占多少) is what has the share."""
        if self.is_the_very(row):
            return True
        known, measured = self._known(row), normalize(row.figure.measured)
        things = [word for word in self._words if word not in known]
        part = [
            word for word in things[: things.index("占")] if word in self._asked.partition("占")[0]
        ]
        at = measured.find("占")
        if not row.family.endswith("占比") and _OF_ALL.search(measured) is None:
            return False
        own, owner = self.family(measured), self.family(measured[: max(at, 0)])
        is_named = all(w in measured or self.family(w) in own for w in things if w != "占")
        of_part = at < 0 or (part and (part[-1] in measured[:at] or self.family(part[-1]) in owner))
        return is_named and bool(part) and bool(of_part)

    def _ends_with(self, name: str, thing: str) -> bool:
        """Whether a thing stands in a name, and behind it only that it is counted or was solved.

        It begins with a word: 手工业总产值 is no 工业总产值.
        """
        thing = thing if thing == "案" else thing.removesuffix("案")
        at = name.rfind(thing)
        if not thing or at < 0 or not is_still_the_same(name, at + len(thing)):
            return False
        first, end = next(iter(self._cut(thing)), ""), 0
        for word in self._cut(name):
            end = name.find(word, end) + len(word)
            if word[1:] == first and word[0] not in _WHOLE and end == at + len(first):
                return False
        return True

    def _known(self, row: FigureRow) -> frozenset[str]:
        """The names and years by which a question may speak of the row's unit, place and time."""
        paragraph = row.paragraph
        period, told = year_of_period(row.figure), row.figure.period_text or ""
        lasts = row.figure.kind == "streak" and (row.figure.period or "").endswith("/..")
        is_told = lasts or (row.figure.period is None and not told)
        is_told = is_told and paragraph.year is not None
        years = {str(paragraph.year)} if is_told else {period} - {""}
        if isinstance(row.section, int) and tells_no_year(row):
            years = {str(row.section)}
        elif may_be_of_last_year(row):
            years = set()
        return self._units.of(paragraph) | years | {f"{year}年" for year in years}


def letters_of(name: str, family: Callable[[str], str]) -> str:
    """What a name says, in the order of its characters."""
    bare = _BUILT.sub("", _LIGHT.sub("", _ARREST.sub("", family(_SCOPE.sub("", name)))))
    bare = _DURATION.sub(r"\g<thing>\g<ranked>", _SOLVED.sub("破", bare))
    return "".join(sorted(filter(str.isalnum, bare)))


def _whole_of(row: FigureRow) -> str:
    """Of a part, and of what came of something, the words before it: 查处酒驾醉驾1384起,
    其中醉驾297起; 发生交通事故12起, 造成3人死亡."""
    figure, text = row.figure, row.paragraph.text
    if not figure.quote.startswith(_PARTS):
        return ""
    start = clause_start(text, figure.start, "。；！？\n", max(figure.start - _CLAUSE_CHARS, 0))
    return normalize(text[start : figure.start])


def names_of(row: FigureRow) -> str:
    """What the figure measures; 命案破案率 100 % year after year is 命案全破, too."""
    name = normalize(row.figure.measured)
    if row.figure.kind == "streak" and row.figure.direction is None:
        name = _REACHED.sub("", name)
    is_solved = row.figure.kind == "streak" and name.endswith(SOLVED)
    return f"{name} {name[:-3]}全破" if is_solved else name


def _last_thing(words: Sequence[str], asked: str) -> str:
    """What is named last, with the words in front that make enough of a name of it."""
    *before, thing = words or ("",)
    while before and len(thing) < _TELLING_CHARS and before[-1] + thing in asked:
        thing = before.pop() + thing
    return thing


def _tells_way(word: str, row: FigureRow) -> bool:
    """刑事案件连续几年下降: what went on for years is no thing that is counted."""
    return row.figure.kind == "streak" and row.figure.direction is not None and word in (*UP, *DOWN)


def is_still_the_same(indicator: str, behind: int) -> bool:
    """Whether what stands behind a thing in an indicator only says that it is counted."""
    return _STILL_COUNTED.fullmatch(indicator, behind) is not None


def is_no_result(row: FigureRow) -> bool:
    """Whether a figure is only what something is compared with, or a mark that was set."""
    figure = row.figure
    before = figure.ahead
    behind = row.paragraph.text[figure.value_end : figure.value_end + _BEHIND_CHARS]
    if figure.kind != "change" and _BASE.search(before) is not None:
        return True
    if figure.kind in AMOUNTS and figure.comparison == "比基期":
        return True  # 首次超过2019年的4.6万人次
    return _SET.search(before) is not None and _AS.match(behind) is not None


def is_of_one_case(row: FigureRow) -> bool:
    """Whether a count is of one case and not of the year: 侦办某集团案件，抓获140余名."""
    text, end = row.paragraph.text, row.figure.value_start
    if row.figure.kind not in ("count", "amount"):
        return False
    start = clause_start(text, end, "。！？；\n", max(end - _SENTENCE_CHARS, 0))
    return _ONE_CASE.search(text, start, end) is not None
