"""Tell whether a figure is of what the words of a question name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from indexer.figures.lexicon import PIVOTS
from indexer.text.normalizer import normalize
from search.figures.dimensions import AMOUNTS
from search.figures.results import FigureRow

# A report of these is given at the year's beginning: what it tells without a time is of the last.
OF_LAST_YEAR = re.compile(r"(?:政府|法院|检察院|委员会)工作报告")
_SAYS_YEAR = re.compile(r"[今去前明上本当]年|[0-9〇○零一二三四五六七八九]{4}")
_AIMED = ("左右", "以上", "以内", "不超过")
_SHARE = re.compile(r"[率度比重占感]|[涨增降]幅|增速|百分")
_NAMED = re.compile(r"[“「](?P<name>[^”」]+)[”」]")
SOLVED = ("破案率", "侦破率")
_ENDINGS = re.compile(r"(?:自治区|自治州|新区|公安局|[省市县区州])+$")
# What may stand behind a thing that is counted: 网格数 counts 网格, 网格员 does not.
_STILL_COUNTED = re.compile(
    r"(?:(?<=人)员)?(?:[罪类]?案件?|发案|犯罪|行为|工程|机制|工作|规模)*(?:[人件起个户次站点家]?数|总[数量额]|数量|金?额|量)?"
)
_TELLING_CHARS = 3  # of the thing that is counted


def is_met(
    words: Sequence[str],
    row: FigureRow,
    aliases: Mapping[str, Sequence[str]],
    family: Callable[[str], str],
) -> bool:
    """Every word stands in the row's sentence or is known of its paragraph, one in the indicator.

    A share or a rise of something is no answer to a question for the thing itself, and what one
    operation brought (“猎狐”行动抓获逃犯) none to one that does not name it.
    """
    indicator, quote = names_of(row), normalize(row.figure.quote)
    if row.figure.kind in AMOUNTS and any(
        normalize(found["name"]) not in "".join(words)
        for found in _NAMED.finditer(row.figure.measured)
    ):
        return False
    known = _known(row, aliases)
    if row.figure.kind == "rate" and not any(_SHARE.search(word) for word in words):
        return False
    named = [
        word for word in words if word in indicator or family(word).removesuffix("案") in row.family
    ]
    return bool(named) and all(word in named or word in quote or word in known for word in words)


def is_of_another(words: Sequence[str], row: FigureRow, found: Iterable[FigureRow]) -> bool:
    """Whether a word is only in its clause because another figure measures it.

    破案数、抓获数分别上升57%、108%: the second is no answer to a question for the first.
    """
    figure, own = row.figure, names_of(row)
    others = [
        normalize(other.figure.measured)
        for other in found
        if other.paragraph.id == row.paragraph.id
        and other.figure.key != figure.key
        and other.figure.start < figure.end
        and figure.start < other.figure.end
    ]
    missing = [word for word in words if len(word) > 1 and word not in own]
    return figure.kind in ("change", "rate") and any(
        word in name for word in missing for name in others
    )


def names_of(row: FigureRow) -> str:
    """What the figure measures; 命案破案率 100 % year after year is 命案全破, too."""
    name = normalize(row.figure.measured)
    is_solved = row.figure.kind == "streak" and name.endswith(SOLVED)
    return f"{name} {name[:-3]}全破" if is_solved else name


def is_counted(
    text: str, words: Sequence[str], row: FigureRow, aliases: Mapping[str, Sequence[str]]
) -> bool:
    """多少 asks for the thing that is named last: it must be what the row measures.

    A short word says too little of it: 案损数 is asked for by all its letters, not by 数. Those who
    were sent somewhere (选派民警到…) are not all there are.
    """
    known, asked = _known(row, aliases), normalize(text)
    things = [word for word in words if word not in known]
    thing = things.pop() if things else ""
    while things and len(thing) < _TELLING_CHARS and things[-1] + thing in asked:
        thing = things.pop() + thing
    measured = normalize(row.figure.measured)
    if row.figure.kind == "streak" and measured.endswith(SOLVED) and thing.endswith("全破"):
        return thing.removesuffix("全破") in measured
    at = measured.rfind(thing)
    if not thing or at < 0 or not is_still_the_same(measured, at + len(thing)):
        return False
    return all(verb in asked for verb in PIVOTS if measured.startswith(verb))


def is_still_the_same(indicator: str, behind: int) -> bool:
    """Whether what stands behind a thing in an indicator only says that it is counted."""
    return _STILL_COUNTED.fullmatch(indicator, behind) is not None


def _known(row: FigureRow, aliases: Mapping[str, Sequence[str]]) -> set[str]:
    """The names and years by which a question may speak of the row's unit, place and time."""
    paragraph = row.paragraph
    source = paragraph.source or ""
    names = {source, *aliases.get(source, ()), *(paragraph.region or ())[-1:]}
    names |= {_ENDINGS.sub("", name) for name in names}
    period = (row.figure.period or "")[:4]
    is_told = not period and not row.figure.period_text and paragraph.year is not None
    years = {str(paragraph.year)} if is_told else {period}
    years = set() if may_be_of_last_year(row) else years
    forms = {normalize(name) for name in names} | years | {f"{year}年" for year in years}
    return forms - {"", "年"}


def may_be_planned(row: FigureRow) -> bool:
    """增长8%左右 in a work report, without a time: so it tells its aims.

    Their paragraphs need not say that they are aims: the heading above them does.
    """
    figure, title = row.figure, row.paragraph.title or ""
    is_told = figure.period_text is None and figure.qualifier in _AIMED
    return is_told and OF_LAST_YEAR.search(title) is not None


def may_be_of_last_year(row: FigureRow) -> bool:
    """Whether nothing but the report's own year says when, and that is the year it was given in."""
    told = normalize(row.figure.period_text or "")
    title = row.paragraph.title or ""
    return OF_LAST_YEAR.search(title) is not None and _SAYS_YEAR.search(told) is None
