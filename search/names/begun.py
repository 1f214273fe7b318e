"""Find the names that no quotation marks tell: of what texts say with a date that it was begun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice

from indexer.text.normalizer import normalize
from search.comparing.beginnings import begun_objects
from search.results import StoredParagraph

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
