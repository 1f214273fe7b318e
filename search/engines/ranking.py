"""Say once, for both engines, what orders hits: weights, thresholds, words of explanations.

The weights of fields beside the text stand in `indexer.model.schema`, as do the parameters of BM25,
which a cluster's index is made with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.query.tree import And, Literal, Or, Part, Query, Ranked
from search.results import MatchClass

CLASS_LABELS: dict[MatchClass, str] = {
    "phrase": "含整句",
    "all": "含全部词",
    "some": "含部分词",
    "semantic": "语义相近",
}
MIN_MATCH = 0.15  # contract: cuts the tail a hundredfold and costs nothing in the first ten
ENOUGH_WITHOUT_SOME = 10  # from this many phrase and all hits on, scattered ones are left out
WHOLE_WORD = "整词"  # before what holds the phrase only across words: 江南 in 长江南京段
REPEATED = "重复段落"  # nearly repeats an earlier one of its document: the end of its class

# Measured weights beside words (1.0), nDCG@10 on drcd, xquad-zh, dureader-demo, government reports:
# without pairs .9517 .9687 .392 .853, at .5 .9608 .9730 .377 .854;
# characters at .15 .9593 .9728 .377 .855, at .45 .9620 .9737 .380 .854, at .6 .9619 .9737 .381 .851
PAIRS, CHARS = 0.5, 0.45
CHARS_LABEL = "单字"
COMMON_WORD_IDF = 1.0  # words of more than a third of the paragraphs (的, 在): no loss without
PROXIMITY = 0.5  # parts side by side count half a part more; 20 characters apart half of that
PROXIMITY_SCALE = 20.0
PROXIMITY_LABEL = "相邻"
# Words of a cut query that stand in one sentence, the best of its paragraph, count so much more;
# again where that sentence holds what a question asks for (多少: a figure, 哪年: a year). With both
# .9625 .9742 .383 .864, judged reports .901 → .905; sentences at .8 lose .0005 on three sets.
SENTENCE, ANSWER = 0.3, 0.4
SENTENCE_LABEL = "同句"
# Who writes a year means its reports before what another year's say of it (到2022年): as far as
# twice all parts. Judged government reports .8014 → .8045, who, where and when .934 → .962.
OF_YEAR = 2.0
OF_YEAR_LABEL = "该年的报告"
# The same for who names a unit or a place: its own paragraphs that say any of the rest come before
# what others say, however much more of it these have.
OF_PLACE = 4.0
OF_PLACE_LABEL = "所指单位的报告"
# A paragraph whose figures surely answer the question (search.figures.answers) leads its class: no
# other part of a score is more than about twice the rarity of all parts.
ANSWERED = 3.0
ANSWERED_LABEL = "数字作答"
WINDOW = 500  # best rows that nearness and characters are looked at in; 200 or 1000 are no better


def lists_some(query: Ranked, phrase_and_all: int) -> bool:
    """Whether scattered hits are listed beside so many phrase and all hits."""
    return query.min_match is not None or query.is_question or phrase_and_all < ENOUGH_WITHOUT_SOME


def leading(parts: Sequence[Part]) -> Iterator[tuple[str, Query, float]]:
    """What leads its class by the year and the unit that a query names: label, query and weight, in
    rarities of all parts."""
    rest = tuple(Literal(part.forms) for part in parts if part.kind is None)
    for part in parts:
        yield from ((OF_YEAR_LABEL, year, OF_YEAR) for year in part.years)
        if part.places and rest:
            yield OF_PLACE_LABEL, And((Or(part.places), Or(rest))), OF_PLACE


def word_label(word: str) -> str:
    return f"词「{word}」"


def pair_label(pair: str) -> str:
    return f"字对「{pair}」"


def char_label(char: str) -> str:
    return f"{CHARS_LABEL}「{char}」"


def naming_label(part: str) -> str:
    """A part that names the paragraph's source or region."""
    return f"所指「{part}」"
