"""Keep what discovery found in each document, so that an update looks through new texts only.

`mentions.json`: {"rules": digest, "files": {place: [sha256, [initiative, …], [mention, …]]}}, a
mention being [passage, name, core, printed, kind, confidence, start, end, [theme, …]]. They hold
for the same listed names and themes, looked for by the same rules: `rules` is a digest of both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from indexer.taxonomy.discovery import Mention, Surroundings
from indexer.taxonomy.name_patterns import NameCandidate
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text import matcher, normalizer

MENTIONS_NAME = "mentions.json"
_RULES = (
    *sorted(Path(__file__).parent.glob("*.py")),
    Path(str(matcher.__file__)),
    Path(str(normalizer.__file__)),
)
_NOWHERE = Surroundings("", "")


@dataclass(frozen=True, slots=True)
class FileMentions:
    """Of one file: the digest of its bytes, the initiatives that its front matter gives, and the
    candidates in its passages."""

    sha256: str
    given: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownMentions:
    """What was found before, by place; nothing holds any more where the rules are others."""

    rules: str = ""
    files: Mapping[str, FileMentions] = field(default_factory=dict)


def rules_digest(taxonomy: Taxonomy) -> str:
    """A digest of what decides which candidates a text has, apart from the text."""
    digest = hashlib.sha256(_program_digest())
    for name, content in taxonomy.files:
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


@cache
def _program_digest() -> bytes:
    """Other rules find other names: the modules themselves are what must be the same."""
    sources = (path.read_bytes() for path in _RULES)
    return b"".join(hashlib.sha256(source).digest() for source in sources)


def write_mentions(folder: Path, known: KnownMentions) -> None:
    tree = {
        "rules": known.rules,
        "files": {
            place: [f.sha256, f.given, [_as_list(mention) for mention in f.mentions]]
            for place, f in known.files.items()
        },
    }
    (folder / MENTIONS_NAME).write_text(json.dumps(tree, ensure_ascii=False), "utf-8")


def read_mentions(folder: Path) -> KnownMentions:
    """What a generation's documents were found to name; nothing where that cannot be read."""
    try:
        tree = json.loads((folder / MENTIONS_NAME).read_bytes())
        files = {
            place: FileMentions(sha256, tuple(given), tuple(map(_from_list, mentions)))
            for place, (sha256, given, mentions) in tree["files"].items()
        }
        return KnownMentions(str(tree["rules"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return KnownMentions()


def _as_list(mention: Mention) -> list[Any]:
    return [mention.passage, *mention.candidate, list(mention.themes)]


def _from_list(values: list[Any]) -> Mention:
    passage, *candidate, themes = values
    return Mention(passage, NameCandidate(*candidate), _NOWHERE, tuple(themes))
