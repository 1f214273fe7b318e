"""Answer what several units do about something: of each the sentences that tell how it is done.

各单位调解矛盾有什么品牌, 四家公安局反诈做法比较: no figure tells that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from search.comparing.asked_names import without_frame
from search.comparing.asked_units import is_plain, rest_and_years, units_named
from search.comparing.tables.accounted import units_expected
from search.comparing.tables.asked_table import GROUP
from search.comparing.theme_outcomes import theme_of_fraud
from search.figures.unit_names import offices
from search.request import Filters, SearchRequest
from search.results import StoredParagraph
from search.searcher import Searcher
from search.sentences.deeds import Deed

_MOST_UNITS, _OF_UNIT, _LOOKED_AT = 12, 2, 400
_LEAST = 2  # worth of a sentence that tells a way
_KINDS = "做法|措施|办法|举措|经验|品牌|亮点|机制|特色|[招打]法|妙招|实招|招数?|名堂|创新|花样|路数"
_DOING = "[做搞干弄抓办防治管]|开展|推进|化解|解决|预防|防范|调解|处理|应对|落实"
# What asks how: 有哪些做法, 怎么搞的, 都用了什么招 at the end; 怎么做反诈 in front, too.
_ASKS_HOW = re.compile(
    "(?:都|各自|分别|各)*(?:[有用出搞推抓做干采取]+[了过]?)?(?:哪些|什么|啥|几个)?(?:好的?|新的?|主要的?|工作|特色|具体)*"
    f"(?:{_KINDS})(?:[和与及、](?:数[据字]|成效|效果|情况))?"
    "(?:有?(?:哪些|什么|啥|如何|怎么?样|不同|异同)|都?是什么|[对相]?比较?|横向|对照|区别)*[?。 ]*$"
    "|(?:都|各自|分别|各)*(?:是)?(?:怎么|怎样|如何|咋)"
    f"(?:(?:{_DOING})的?[?。 ]*$|(?:[做搞干抓]|开展|推进)(?=..))"
    "|(?:都|各自|分别)*(?:做|搞|干)(?:了|些)*(?:什么|啥|哪些)(?:工作|事)?[?。]*$"
)
_WHICH_WAYS = re.compile(
    "(?:都|各自|分别)*(?:[有用出搞推抓做干]|采取|推出)+[了过]?(?:哪些|什么|啥)"
)
_EACH = re.compile("各(?:自|有|是)|分别")  # of every unit: 反诈工作各有什么做法
_AT_ENDS = re.compile(
    r"^[在就对关于的、,，\s各都是搞做]+(?=..)|(?:[在的、,，\s各都是上方面搞做有]|(?<=..)工作)+$"
)
_SENTENCE = re.compile(r"(?!\s)[^。！？；;\n]+[。！？；;]?")
_NAMED = re.compile("[“「][^”」]{2,12}[”」]")
_HEAD = re.compile("[^，。：:、“”]{2,12}(?=[：:])")  # 一杯茶止付：市区两家银行派员驻点
_BEGUN = re.compile(
    "推出|创[建新设办立]|首创|成立|组建|设立|建[立成]|打造|启[动用]|上线|开[通设办]|探索|推[行广]|实行|推行|试行|挂牌|起名|名为"
)
# What came of cases is no way.
_RESULT = re.compile(
    r"\d[\d.,万亿余]*(?:起|元|%|个百分点)|抓获|打掉|捣毁|[破立发]案|破获|损失|刑拘|缴获|移送|起诉|返还|同比|冒充|受害人|死亡|占[比\d一二三四五六七八九十]|手法"
)


@dataclass(frozen=True, slots=True)
class Ways:
    """What units say of `subject`: of each the sentences that tell most; and the units asked for
    that say nothing of it. `theme` is that which the subject is a word of, "" for others."""

    subject: str
    lines: tuple[tuple[str, tuple[Deed, ...]], ...]
    silent: tuple[str, ...]
    theme: str = ""


def asks_for_ways(text: str) -> bool:
    """Whether a question asks how something is done, and not how much came of it."""
    return is_plain(text) and _ASKS_HOW.search(normalize(without_frame(text))) is not None


def unit_ways(searcher: Searcher, text: str) -> Ways | None:
    """None for a text that does not ask several units so, or of which less than two tell."""
    if not asks_for_ways(text):
        return None
    form = normalize(without_frame(text))
    pieces = searcher.unit_names().apart_as_typed(form)
    field, named = units_named(searcher, pieces[1::2])
    is_group = any(map(GROUP.search, pieces[::2])) or _EACH.search(form) is not None
    if field != "source" or not (is_group or len(named) > 1):
        return None
    bare, years = rest_and_years([GROUP.sub(" ", piece) for piece in pieces[::2]])
    asked = _WHICH_WAYS.sub("", _ASKS_HOW.sub("", " ".join(bare).strip()))
    subject = _AT_ENDS.sub("", asked)
    if len(subject) < 2:
        return None
    units = tuple(dict.fromkeys(unit for own in named for unit in own))
    units = units or searcher.unit_names().meant(form)
    theme, seen = _seen(searcher, subject, Filters(source=units, year=years))
    told = dict.fromkeys(offices(one.paragraph.source or "" for one in seen))
    words = "" if theme else subject
    every = [(unit, tuple(_told(searcher, seen, unit, words))) for unit in told]
    lines = [(unit, sentences) for unit, sentences in every if sentences][:_MOST_UNITS]
    shown = [unit for unit, _ in lines]
    expected = units_expected(searcher, "source", named, units, shown)
    silent = tuple(unit for unit in expected if unit not in shown)[:_MOST_UNITS]
    return Ways(subject, tuple(lines), silent, theme) if len(lines) > 1 else None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A paragraph, where it has words of the subject, and whether its heading has any."""

    paragraph: StoredParagraph
    marks: Sequence[tuple[int, int]]
    is_below: bool


def _seen(searcher: Searcher, subject: str, filters: Filters) -> tuple[str, list[_Seen]]:
    """The theme that a subject names, and its paragraphs; of another subject those that have words
    of it, those that tell of it first."""
    fraud = theme_of_fraud(searcher)
    name = fraud.name if fraud is not None and subject in fraud.forms else subject
    theme = next((t for t in searcher.taxonomy().themes if normalize(t.name) == name), None)
    if theme is None:
        asked = SearchRequest(f"{subject}的做法", filters=filters, size=_LOOKED_AT, facet_limit=0)
        hits = searcher.search(asked).hits
        return "", [_Seen(h.paragraph, h.marks, any(h.heading_marks)) for h in hits]
    words = re.compile("|".join(map(re.escape, (theme.name, *theme.strong, *theme.weak))))
    asked = SearchRequest(filters=filters.replaced(theme=(theme.name,)), size=_LOOKED_AT)
    found = (hit.paragraph for hit in searcher.listing(asked, is_marked=False).hits)
    return theme.name, [
        _Seen(p, [m.span() for m in words.finditer(p.text)], bool(words.search(p.heading or "")))
        for p in found
    ]


def _told(searcher: Searcher, seen: Sequence[_Seen], unit: str, subject: str) -> Iterator[Deed]:
    """The sentences that tell most, of different paragraphs."""
    best: list[tuple[int, int, Deed]] = []
    for rank, one in enumerate(seen):
        if one.paragraph.source == unit:
            worth, told = max(_sentences(searcher, one, subject), key=lambda told: told[0])
            best.append((-worth, rank, told))
    best.sort(key=lambda one: one[:2])
    least = max(_LEAST, -best[0][0] - 1) if best else 0
    yield from (told for worth, _, told in best[:_OF_UNIT] if -worth >= least)


def _has_half(said: set[str], subject: str) -> bool:
    """调解 and 纠纷 of 调解矛盾纠纷; all of 护学, and more than 群众 of 服务群众."""
    held = sum(char in said for char in subject)
    return 2 * held >= len(subject) and held >= min(3, len(subject))


def _sentences(searcher: Searcher, one: _Seen, subject: str) -> Iterator[tuple[int, Deed]]:
    """Each sentence with its worth: what names a thing and says that it was begun, before what only
    has half of the subject, if any words of it are too few; what came of cases tells no way."""
    text = one.paragraph.text
    said = list(_SENTENCE.finditer(text))
    words = [{c for a, b in one.marks if s.start() <= a < s.end() for c in text[a:b]} for s in said]
    own = [bool(w) and _has_half(w, subject) for w in words]
    head = _HEAD.match(text)
    is_named = head is not None and bool(searcher.named_words(SearchRequest(head[0])))
    for at, sentence in enumerate(said):
        named = bool(_NAMED.search(sentence[0])) or (is_named and at == 0)
        begun = bool(_BEGUN.search(sentence[0]))
        is_near = own[at] or (named and begun and (one.is_below or any(own[max(at - 1, 0) : at])))
        worth = 2 * begun + 2 * own[at] + named + 2 * (named and begun)
        worth = worth - len(_RESULT.findall(sentence[0])) if is_near else 0
        yield worth, Deed(one.paragraph, *sentence.span())
