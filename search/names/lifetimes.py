"""Find names by what texts say with a date that was begun, and what they say of when one ended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice

from indexer.text.normalizer import normalize
from search.comparing.beginnings import (
    MARKS,
    Stated,
    begun_objects,
    only_plans,
    sentence_around,
)
from search.names.written_dates import DATED, in_full
from search.results import Hit, StoredParagraph

_SHORTEST = 3  # characters of a name in no quotation marks
_MEASURED = "率量数额度"  # 安装率达到 tells of 安装率
_LEAST = 2  # paragraphs that print it
_MOST_COUNTED = 100  # runs that are looked up


def begun_names(
    paragraphs: Iterable[StoredParagraph],
    count: Callable[[str], int],
    cut: Callable[[str], Sequence[str]],
) -> list[str]:
    """What texts say with a date that it was begun (自5月起实施百灯巷工程), as far as another
    paragraph prints it, too, the commonest first; no word of the language. `count`: of paragraphs
    that print a normal form; `cut`: its dictionary words."""
    found: Counter[str] = Counter()
    runs = (run for one in paragraphs for run in begun_objects(one))
    apart = (run for verb, run in runs if run[0] not in _MEASURED and _is_apart(verb, run, cut))
    for run in islice(apart, _MOST_COUNTED):
        sizes = range(len(run), _SHORTEST - 1, -1)
        counted = ((run[:size], count(normalize(run[:size]))) for size in sizes)
        name, times = next(((form, n) for form, n in counted if n >= _LEAST), ("", 0))
        if len(cut(normalize(name))) > 1:
            found[name] = times
    return [name for name, _ in found.most_common()]


def _is_apart(verb: str, run: str, cut: Callable[[str], Sequence[str]]) -> bool:
    """Whether a word ends where the verb does: 办 of 办案管理中心 is none."""
    ends = accumulate(map(len, cut(normalize(verb + run))))
    return len(verb) in ends


# What ends a thing by itself, and only where no object follows: “…”取消证明32项 ends nothing.
_ENDS = "收[官尾]|结束|终[止结]|停[办用止开]|撤[销并]|取消|到期|关闭|下线|废止|[谢落]幕|画上句号"
_ENDED = re.compile(
    rf"[^。；！？“”「」\n]{{0,60}}?(?P<verb>(?<![未不])(?<!没有)(?<!尚未)(?:(?:{_ENDS})(?=了?(?:[，,。；：、]|$))"
    r"|[并归]入|转[为入][^，,。；]{0,6}(?:常态|日常|长效|制度)|合并[到至为]|(?:更名|改称)为|被[^，,。；]{2,12}(?:取代|替代)"
    r"|不再(?:单列|使用|沿用|开展|实施|设|保留|执行|运行|举办)))[^，,。；！？\n]{0,20}"
)
_ENDED_BEFORE = re.compile(f"(?:{_ENDS}|不再[一-龥]{{2}})了?(?:原有?的?)?[“「]?$")


def stated_end(hits: Iterable[Hit]) -> Stated | None:
    """The last that they say of when what they are marked for ended, and no plan."""
    told = (_end_at(hit, *mark) for hit in hits for mark in hit.marks[:MARKS])
    found = [one for one in told if one is not None]
    return max(found, key=lambda one: (one.year, len(one.date)), default=None)


def _end_at(hit: Hit, start: int, end: int) -> Stated | None:
    """What the sentence around a name says of its end: the last date in it before the verb, or
    else the year of the report."""
    text, one = hit.paragraph.text, hit.paragraph
    first, last = sentence_around(text, start, end)
    behind = _ENDED.match(text[end:last].lstrip("”」"))
    before = _ENDED_BEFORE.search(text[first:start])
    if one.year is None or not (behind or before) or only_plans(hit):
        return None
    skipped = len(text[end:last]) - len(text[end:last].lstrip("”」"))
    verb, until = (behind.start("verb"), behind.end()) if behind else (0, 0)
    verb, until = end + (skipped + verb), end + (skipped + until) if behind else end
    date, printed = _last_date(text[first:verb], one)
    return Stated(hit, date or f"{one.year}年", start, until, False, printed)


def _last_date(said: str, one: StoredParagraph) -> tuple[str, str]:
    """The last date of a sentence in full, and how it is printed where that is shorter."""
    dates = [found.group() for found in DATED.finditer(said)]
    if not dates:
        return "", ""
    _, date, printed = in_full(dates[-1], one, True)
    return (date, printed) if date else (dates[-1], "")
