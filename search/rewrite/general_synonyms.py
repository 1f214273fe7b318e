"""Read the bundled list of common abbreviations and other names in administrative Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.model.strict_yaml import YamlEntry, read_yaml
from indexer.taxonomy.taxonomy import SynonymGroup
from indexer.text.normalizer import normalize

_PATH = Path(__file__).with_name("data") / "administrative.yaml"


@dataclass(frozen=True, slots=True)
class GeneralSynonyms:
    """groups: what stands for each other. related: a word (normalised) → what may be asked instead,
    which is only ever proposed."""

    groups: tuple[SynonymGroup, ...]
    related: dict[str, tuple[str, ...]]


@cache
def general_synonyms() -> GeneralSynonyms:
    """The list that comes with the program."""
    root, problems = read_yaml(_PATH)
    assert root is not None and isinstance(root.value, dict) and not problems, problems
    lists = {key: _word_lists(entry) for key, entry in root.value.items()}
    same = [SynonymGroup(words) for words in lists["same"]]
    one_way = (*lists["short"], *lists["spoken"])
    short = [SynonymGroup(words, one_way=True) for words in one_way]
    related = {normalize(word): others for word, *others in lists["related"]}
    return GeneralSynonyms((*same, *short), {word: tuple(to) for word, to in related.items()})


def _word_lists(entry: YamlEntry) -> list[tuple[str, ...]]:
    assert isinstance(entry.value, tuple)
    lists = [group.value for group in entry.value]
    return [tuple(str(word.value) for word in words) for words in lists if isinstance(words, tuple)]
