"""Read the bundled lists of other names in administrative Chinese, and of everyday words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from indexer.model.strict_yaml import YamlEntry, read_yaml
from indexer.taxonomy.taxonomy import SynonymGroup
from indexer.text.normalizer import normalize
from search.query.syntax import ParsedQuery
from search.query.tree import And, Literal, Or, Query, Ranked
from search.request import SearchRequest
from search.rewrite.planner import Plan
from search.rewrite.query_expander import Count

_FOLDER = Path(__file__).with_name("data")
_LONGEST = 40  # characters; a longer query is pasted


@dataclass(frozen=True, slots=True)
class GeneralSynonyms:
    """groups: what stands for each other. related: a word (normalised) → what may be asked instead,
    which is only ever proposed. everyday: what stands for words of which no paragraph has all."""

    groups: tuple[SynonymGroup, ...] = ()
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    everyday: tuple[SynonymGroup, ...] = ()


@cache
def general_synonyms() -> GeneralSynonyms:
    """The lists that come with the program."""
    lists = {**_lists_of("administrative.yaml"), **_lists_of("everyday.yaml")}
    same = [SynonymGroup(words) for words in lists["same"]]
    one_way = (*lists["short"], *lists["spoken"])
    short = [SynonymGroup(words, one_way=True) for words in one_way]
    related = {normalize(word): others for word, *others in lists["related"]}
    everyday = tuple(SynonymGroup(words, True, "everyday") for words in lists["everyday"])
    by_word = {word: tuple(to) for word, to in related.items()}
    return GeneralSynonyms((*same, *short), by_word, everyday)


def _lists_of(name: str) -> dict[str, list[tuple[str, ...]]]:
    root, problems = read_yaml(_FOLDER / name)
    assert root is not None and isinstance(root.value, dict) and not problems, problems
    return {key: _word_lists(entry) for key, entry in root.value.items()}


def _word_lists(entry: YamlEntry) -> list[tuple[str, ...]]:
    assert isinstance(entry.value, tuple)
    lists = [group.value for group in entry.value]
    return [tuple(str(word.value) for word in words) for words in lists if isinstance(words, tuple)]


def in_everyday_words(
    planned: Plan,
    parsed: ParsedQuery,
    request: SearchRequest,
    count: Count,
    plan_again: Callable[[], Plan],
) -> Plan:
    """The plan, or that of the query in everyday words, too (`plan_again`), where no paragraph has
    all that was typed.

    What people say (骑车, 求救) reports call otherwise (摩托车, 报警). Such pairs are too wide to
    widen every query by them.
    """
    is_asked = request.expand and request.mode == "smart" and parsed.is_plain
    if not is_asked or request.to_depth or len(request.q) > _LONGEST:
        return planned
    if planned.unheld or _is_met(planned.query, count):
        return planned
    again = plan_again()
    return again if len(again.expansions) > len(planned.expansions) else planned


def _is_met(query: Query, count: Count) -> bool:
    """Whether a paragraph has a query as one run, or all that it asks for."""
    if not isinstance(query, Ranked) or count(Literal(query.phrase)):
        return True
    strong = (part for part in query.parts if not part.is_weak)
    every = tuple(Or((Literal(part.forms), *part.named)) for part in strong)
    return bool(every) and count(And(every)) > 0
