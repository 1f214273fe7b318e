"""Remember what a person has decided on a file's content, in `review/settled.jsonl` of a corpus.

What was rejected at the desk, and what was accepted in place of an edited document, is not
imported again.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import LibraryError

SETTLED_NAME = "review/settled.jsonl"


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision: the SHA-256 of the file, its name, its document, "accepted" or "rejected"."""

    digest: str
    name: str
    slug: str
    decision: str

    def as_json(self) -> dict[str, str]:
        return dataclasses.asdict(self)


def read_settled(corpus: Path) -> list[Settled]:
    """All decisions; none where nobody has decided. LibraryError for a broken file."""
    path = corpus / SETTLED_NAME
    try:
        return [Settled(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        advice = f"「{path}」无法读取（{error}）；请改正或删去有误的行，现有资料未变"
        raise LibraryError(str(path), advice) from error
