"""Collections that the promises are tested on, each built once: our own, and public ones.

Public collections are read from the folder that QIANSHAO_EVALUATION_DATA names; without it the
tests on them are skipped. Where QIANSHAO_TEST_OPENSEARCH is the address of a node (`make
test-opensearch`), all is built and asked there, too.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pytest
from collection import Collection, build_folder, build_lines

PUBLIC = os.environ.get("QIANSHAO_EVALUATION_DATA", "")
ADDRESS = os.environ.get("QIANSHAO_TEST_OPENSEARCH", "")
# Text as it is printed: figures, Latin letters, all widths, quotes, signs, both planes, odd spaces.
_ALPHABET = (
    "平安前哨网格圈域快速反应公安机关的了在一二三十百年月日率万元"
    "平安平安前哨网格電信網絡詐騙"
    "0123456789.,%％１２３ＡＢabcXYZ+-—－–·、，。；：？！（）()《》“”「」‘’\"'&<>×*~/#"
    " \u00a0\u3000\n\u200b😀𠮷é"
)

Builder = Callable[..., Collection]


@pytest.fixture(scope="session")
def collections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Collection]]:
    """Whatever has been built; closed at the end."""
    built: list[Collection] = []
    yield built
    for each in built:
        each.close()


@pytest.fixture(scope="session", params=["whoosh", *(["opensearch"] if ADDRESS else [])])
def engine(request: pytest.FixtureRequest) -> str:
    """What answers: "whoosh", or the address of an OpenSearch node."""
    return ADDRESS if request.param == "opensearch" else "whoosh"


@pytest.fixture(scope="session")
def of_lines(
    tmp_path_factory: pytest.TempPathFactory, collections: list[Collection], engine: str
) -> Callable[[Sequence[Mapping[str, object]]], Collection]:
    """Builds a collection of JSON Lines records, without taxonomy."""

    def build(records: Sequence[Mapping[str, object]]) -> Collection:
        collections.append(build_lines(tmp_path_factory.mktemp("lines"), records, engine))
        return collections[-1]

    return build


@pytest.fixture(scope="session")
def of_files(
    tmp_path_factory: pytest.TempPathFactory, collections: list[Collection], engine: str
) -> Callable[[Mapping[str, str | bytes]], Collection]:
    """Builds a collection of corpus files: path below the corpus → content."""

    def build(files: Mapping[str, str | bytes]) -> Collection:
        collections.append(build_folder(tmp_path_factory.mktemp("files"), files, engine))
        return collections[-1]

    return build


@pytest.fixture(scope="session")
def jumble(of_lines: Builder) -> Collection:
    """600 paragraphs of chance, of 1 to 120 characters; the same on every machine."""
    chance = random.Random(20261121)
    records = []
    for number in range(600):
        text = "".join(chance.choices(_ALPHABET, k=chance.randint(1, 120)))
        records.append({"id": f"文{number // 7}#{number % 7 + 1}", "text": text.strip() or "平"})
    return of_lines(records)


@pytest.fixture(scope="session")
def reports(of_files: Builder) -> Collection:
    """A small library of reports with a taxonomy."""
    from reports import FILES

    return of_files(FILES)


def _public(name: str, every: int, most: int) -> list[dict[str, object]]:
    if not PUBLIC:
        pytest.skip(f"QIANSHAO_EVALUATION_DATA is not set: not tested on {name}")
    path = Path(PUBLIC) / f"{name}.jsonl.gz"
    if not path.is_file():
        pytest.skip(f"QIANSHAO_EVALUATION_DATA has no {name}.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, 0, every * most, every)]


@pytest.fixture(scope="session")
def gov_reports(of_lines: Builder) -> Collection:
    """Every second paragraph of seventy years of work reports."""
    return of_lines(_public("gov-reports", 2, 4_000))


@pytest.fixture(scope="session")
def laws(of_lines: Builder) -> Collection:
    """Every fifteenth article of the laws, without headings: texts alone say what is found."""
    lines = _public("laws", 15, 9_000)
    return of_lines([{**line, "heading": None} for line in lines])


@pytest.fixture(scope="session", params=["jumble", "reports", "gov_reports", "laws"])
def any_collection(request: pytest.FixtureRequest, engine: str) -> Collection:
    """Each of the collections in turn."""
    collection: Collection = request.getfixturevalue(request.param)
    return collection
