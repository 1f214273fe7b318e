"""Tell which words that decide what a claim is of the library does not say of the same number.

抢劫案件发案18起 is not proved by 八类严重暴力案件发案18起, nor 审结案件 by 受理案件: the number is
the same, and what it counts is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from indexer.figures.lexicon import VERBS
from indexer.figures.names import VERB
from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from search.clauses import PRINTED_ENDS, clause_start
from search.comparing.outcomes import is_outcome
from search.figures.asking import joined_singles
from search.figures.dimensions import AMOUNTS
from search.figures.matching import letters_of
from search.figures.results import FigureRow
from search.proofing.likeness import bare

# Words that say nothing of what is counted, or that one writer uses and another leaves out.
_LIGHT = re.compile(
    r"全[国省市县区]|[我本该]?[市县区局]|各[类种级项]|[共累合总]计|总[数额]?|总量|成功|有效|实现|达到?|完成|开展|组织|推进"
    r"|推动|深化|全年|今年|去年|同比|先后|已经?|[的了等是为将被数量个起件名人家处共年月日]|人数|人次|人员|数量|案件|案"
    r"|犯罪|违法犯罪|涉案|嫌疑人?|工作|情况|建[成有设立]|设[有立置]|打造|拥有|配[备有]|增[至到加]|[升降缩]至|公安机关|公安局"
    r"|公安|民警|群众|机关|单位|排名|位次|位列|[位居列排]|水平|比例|占比|比重|[占比较从由]|时间|用时|平均|发生|造成|办理|取得"
    r"|保持|连续|现有|成员|以来|导致|致|[到在]|其中|分别|进行|予以|能力|地区|每[天日月年]|全部|一共|各|下降|上升|增长|提高|减少|增加|压降|缩短"
)
# Ways of saying one thing.
_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "破获 侦破 破案 告破 破 查破 侦办",
        "抓获 抓捕 捕获 抓 缉捕",
        "死亡 亡 亡人 身亡",
        "立案 立",
        "全破 告破 破案率 破",
        "审结 审执结",
        "接警 接处警 接报警 接报",
        "起诉 提起公诉 公诉",
        "新增 新建 新设 增设 净增 新增加",
        "化解 调处 调解 排查化解",
        "劝阻 预警劝阻",
        "挽损 追赃 追赃挽损 挽回 挽回损失 追回",
        "警务站 快警站",
        "出警 到场 到达现场",
        "案损 损失 财产损失 经济损失",
    )
)
_DOINGS = frozenset().union(*_ALIKE) | frozenset(VERBS)
_DENYING = re.compile("[不非未无免]")
_ALL = re.compile("各[类种]|所有|全部(?![告侦]?破|完成|办结)")
_THERE_ARE = re.compile("(?:现|共|拥|总共)?有(?=..)")
_JOINTS = re.compile("[、和与]|及(?!其)")
_NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百千万两]+[年月日天个]?(?:以[上下内]|[余多])?")
_COUPLED = re.compile(r"(?P<one>[一-龥](?P<end>[一-龥]))(?P<other>[一-龥](?P=end))")  # 酒驾醉驾
_NEW = re.compile("[新净]增|新建|平均")
_TELLING_CHARS, _BEFORE_CHARS = 2, 300
# A number and a few words that open a paragraph are the heading of all of it.
_OPENING = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．] ?([^\d，,。；;：:“”\n]{2,16})[。：:]"
)
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．] ?")
_NAMED = re.compile(r"“([^“”\n]{2,20})”")


class DecidingWords:
    """Holds the names of a draft's figures against those of the library."""

    def __init__(self, cut: Callable[[str], Sequence[str]], family: Callable[[str], str]) -> None:
        """`cut` gives the dictionary words of a normal form, `family` the key of an indicator."""
        self._cut, self._family = cut, family

    def missing(
        self, claim: Figure, row: FigureRow, beside: Iterable[FigureRow], place: str
    ) -> tuple[str, ...]:
        """The words of a claim that neither the row's name nor what leads to it says; `beside`:
        the other rows of its paragraph. ("",) where its name has them, and is of something else:
        of more (新建、改扩建学校), of less, or of the opposite (不起诉)."""
        name, ours = bare(claim.measured, place), normalize(row.figure.measured)
        key = self._family(name)
        is_one = key == row.family or letters_of(name, self._family) == letters_of(
            ours, self._family
        )
        if is_one and not _of_all(name, ours):
            return ()
        words = [word for word in self._words(claim, place) if _LIGHT.sub("", word)]
        told_of = normalize(_name_told_of(row.figure, row.paragraph.text))
        if told_of and told_of in normalize(claim.measured):
            words = [word for word in words if word not in told_of]
        own = f"{ours} {row.family} {self._family(ours)}"
        said = f"{own} {self._said(row, beside)}"
        meant = f"{said} {self._family(said)}"
        # What it ends in and what was done must be said of itself: a list has others beside it.
        missing = [
            word
            for word in words
            if not self._is_said(
                word, meant, own if word == words[-1] or word in _DOINGS else meant
            )
        ]
        return tuple(missing) or (("",) if self._is_of_other(claim, name, ours) else ())

    def leads_to(self, subject: str, row: FigureRow, beside: Iterable[FigureRow]) -> bool:
        """Whether a row that names no subject is of this one: what stands before it in its
        sentence says it, and all that is counted there is of it, too.

        电诈立案3640件，群众损失1.93亿元; it is not of 电诈 behind 电诈立案9起，盗窃立案5起.
        """
        words = [word for word in self._cut(subject) if _LIGHT.sub("", word)]
        figure, text = row.figure, row.paragraph.text
        # Its own part of the sentence, or else all of it.
        for stops in (f"{PRINTED_ENDS}；;", PRINTED_ENDS):
            start = clause_start(text, figure.start, stops)
            said = normalize(text[start : figure.value_start])
            meant = f"{said} {self._family(said)}"
            if words and all(self._is_said(word, meant, meant) for word in words):
                return self._is_alone(subject, row, beside, start)
        return False

    def _is_alone(
        self, subject: str, row: FigureRow, beside: Iterable[FigureRow], start: int
    ) -> bool:
        """Whether all that is counted from `start` on, before the row, is of the subject."""
        key, before = self._family(subject), row.figure.value_start
        others = (
            normalize(self._family(normalize(other.figure.measured)))
            for other in beside
            if start <= other.figure.value_start < before
        )
        names = (other.replace(subject, "").replace(key, "") for other in others)
        return all(not _LIGHT.sub("", name) or is_outcome(name) for name in names)

    def _words(self, claim: Figure, place: str) -> list[str]:
        """The words of a claim's name. What was done to a carried subject (攻克命案积案5起，破案率)
        is said of another figure."""
        subject, own = bare(claim.subject or "", place), bare(claim.indicator, place)
        carried = joined_singles(self._cut(subject), subject)
        carried = [word for word in carried if word not in _DOINGS and not VERB.fullmatch(word)]
        return carried + joined_singles(self._cut(own), own)

    def _is_of_other(self, claim: Figure, name: str, ours: str) -> bool:
        """Whether ours is of more, of less or of the opposite, though it has all words."""
        if claim.kind == "rank" and _of_growth(name) != _of_growth(ours):
            return True
        if claim.kind in AMOUNTS and _is_of_more(name, ours):
            return True
        return _of_all(name, ours) or self._is_denied(name, f"{ours} {self._family(ours)}")

    def _said(self, row: FigureRow, beside: Iterable[FigureRow]) -> str:
        """The row's name, those of its list, and what stands before it and names no other row."""
        figure, text = row.figure, row.paragraph.text
        # 破案率, 平均每天新增: of what is told before it
        name = normalize(figure.measured)
        own = _NEW.sub("", _LIGHT.sub("", name))
        is_bare = min(len(own), len(letters_of(name, self._family))) < _TELLING_CHARS
        stops = PRINTED_ENDS if is_bare else f"{PRINTED_ENDS}；;"
        start = clause_start(text, figure.start, stops)
        start = max(start, figure.start - _BEFORE_CHARS)
        before, listed = text[start : figure.value_start], list[str]()
        for other in beside:
            if other.figure.key == figure.key:
                continue
            if other.figure.group_start == figure.group_start:
                listed.append(other.figure.measured)
            elif not is_bare and start <= other.figure.value_start < figure.value_start:
                before = before.replace(other.figure.indicator, " ")
        opening = _OPENING.match(text)
        opening_words = opening[1] if opening and opening.end() <= figure.start else ""
        parts = (figure.measured, *listed, before, opening_words, *row.paragraph.headings)
        return normalize(" ".join(parts))

    def _is_said(self, word: str, meant: str, said: str) -> bool:
        """Whether a word is said, or its end is and its beginning in what leads to it."""
        rest = _LIGHT.sub("", word)
        if word in said or (len(rest) > 1 and rest in said) or _NUMERAL.fullmatch(word):
            return True
        if len(word) == 1:
            return not _DENYING.match(word)
        ends = range(2, len(word) - 1)
        if any(word[:end] in meant and word[end:] in said for end in ends):
            return True
        if any(word in alike and any(one in said for one in alike) for alike in _ALIKE):
            return True
        key = self._family(word).removesuffix("案")
        return len(key) > 1 and key in said

    def _is_denied(self, name: str, ours: str) -> bool:
        """不起诉 for 起诉, 非机动车道 for 机动车道."""
        places = ((word, ours.find(word)) for word in self._cut(name) if len(word) > 1)
        return any(
            at > 0 and _DENYING.match(ours[at - 1]) and ours[at - 1] + word not in name
            for word, at in places
        )


def _name_told_of(figure: Figure, text: str) -> str:
    """The one name in quotation marks before a figure, if what is told there is of it: the sentence
    has it (“四色预警”上线，避免损失1.13亿元), the paragraph begins with it, or what is counted is a
    part of the name (“廊桥夜话” … 夜话804场)."""
    first = max(0, figure.value_start - _BEFORE_CHARS)
    found = {m[1]: m.start() + first for m in _NAMED.finditer(text[first : figure.value_start])}
    if len(found) != 1:
        return ""
    ((name, at),) = found.items()
    parts = {name[n : n + _TELLING_CHARS] for n in range(len(name) - _TELLING_CHARS + 1)}
    start = clause_start(text, figure.start)
    begins = _NUMBER.match(text)
    is_first = at == (begins.end() if begins else 0)
    return name if at >= start or is_first or any(p in figure.measured for p in parts) else ""


def _of_growth(name: str) -> bool | None:
    """Whether a rank is of how fast something grows, not of how much it is; None: unsaid."""
    return True if "增速" in name else False if "总量" in name else None


def _of_all(name: str, ours: str) -> bool:
    """破获各类案件, 有派出所6个: of all, where ours is of a kind or of some."""
    if _ALL.search(name) is not None and _ALL.search(ours) is None:
        return True
    return _THERE_ARE.match(name) is not None and VERB.match(ours) is not None


def _is_of_more(name: str, ours: str) -> bool:
    """新建学校, of 新建、改扩建学校; 醉驾, of 酒驾醉驾."""
    parts = [part for part in _JOINTS.split(ours) if _LIGHT.sub("", part)]
    if len(parts) > 1:
        return any(_LIGHT.sub("", part) not in name and part not in name for part in parts)
    return any(
        found["one"] not in name and found["other"] in name for found in _COUPLED.finditer(ours)
    )
