"""Compare `exact` with plain `in` for thousands of random literals, headings included.

`python tests/promises/literal_sweep.py [--literals 5000] [--limit N] [--apart] CORPUS…` indexes
each corpus (a folder or JSON Lines) in a temporary folder and prints the number of differences;
`--apart` compares by the small table of `plain_table`, written apart from ours.
The tests do the same at a small size.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plain_table import plain_form

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from indexer.text.normalizer import character_table, normalize
from search.query.quotes import without_enclosing_pair
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher

LONGEST = 12  # characters of a literal
_ATX = ("# ", "## ", "### ", "#### ", "##### ", "###### ")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph and the headings that belong to it, read from the corpus by rules of our own."""

    id: str
    texts: tuple[str, ...]

    def holds(self, literal: str) -> bool:
        form = normalize(without_enclosing_pair(literal))
        if form:
            return any(form in normalize(text) for text in self.texts)
        return any(literal in text for text in self.texts)


def lines_of(path: Path, limit: int | None = None) -> list[dict[str, str]]:
    """The lines of a JSON Lines file, the first `limit` of them."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n")[:limit] if line]


def units_of_lines(lines: Iterable[dict[str, str]]) -> list[Unit]:
    """The first line of each run of equal headings in a document has the heading."""
    last: dict[str, str] = {}
    units: list[Unit] = []
    for line in lines:
        document = line.get("document") or line["id"].rpartition("#")[0] or line["id"]
        heading = line.get("heading") or ""
        own = (heading,) if heading and last.get(document) != heading else ()
        last[document] = heading
        units.append(Unit(line["id"], (line["text"], *own)))
    return units


def units_of_folder(folder: Path) -> list[Unit]:
    """Blocks between blank lines; headings belong to the block below, or to the last above."""
    units: list[Unit] = []
    for path in sorted((folder / "documents").rglob("*.md")):
        body = path.read_text("utf-8").split("\n---", 1)[1]
        headings: list[str] = []
        blocks: list[list[str]] = []
        for block in body.split("\n\n"):
            text: list[str] = []
            for line in block.strip().splitlines():
                if line.startswith(_ATX):
                    headings.append(line.strip("# "))
                else:
                    text.append(line)
            if text:
                blocks.append(["\n".join(text), *headings])
                headings = []
        blocks[-1] += headings
        units += [Unit(f"{path.stem}#{n}", tuple(b)) for n, b in enumerate(blocks, 1)]
    return units


def random_literals(units: Sequence[Unit], number: int, chance: random.Random) -> list[str]:
    """Runs of 1 to LONGEST characters of the texts and headings, and runs with a slip in them."""
    table = [chr(code) for code in character_table() if code < 0xD800 and not chr(code).isspace()]
    literals: list[str] = []
    while len(literals) < number:
        unit = chance.choice(units)
        text = chance.choice(unit.texts) if chance.random() < 0.5 else unit.texts[-1]
        start = chance.randrange(len(text))
        literal = text[start : start + chance.randint(1, LONGEST)].strip()
        if literal and chance.random() < 0.1:
            at = chance.randrange(len(literal))
            literal = literal[:at] + chance.choice(table) + literal[at + 1 :]
        literals += [literal] if literal.strip() else []
    return literals


def differences(
    searcher: Searcher,
    units: Sequence[Unit],
    literals: Iterable[str],
    normal: Callable[[str], str] = normalize,
) -> list[str]:
    """The literals for which `exact` finds other paragraphs than plain `in`."""
    forms = [(unit, [normal(text) for text in unit.texts]) for unit in units]
    wrong: list[str] = []
    for literal in literals:
        form = normal(without_enclosing_pair(literal))
        if form:
            expected = {unit.id for unit, texts in forms if any(form in text for text in texts)}
        else:
            expected = {unit.id for unit in units if unit.holds(literal)}
        hits = searcher.rank(SearchRequest(q=literal, mode="exact", size=len(units)))
        if {hit.id for hit in hits} != expected:
            wrong.append(literal)
    return wrong


def sweep(
    source: str,
    units: Sequence[Unit],
    number: int,
    folder: Path,
    seed: int = 1,
    normal: Callable[[str], str] = normalize,
) -> list[str]:
    """Build an index of the source in the folder, and compare, by our table or by another one."""
    settings = Settings(index=str(folder / "index"), corpus=str(folder / "none"))
    rebuild(source, settings, BuildOptions())
    searcher = open_searcher(settings)
    try:
        literals = random_literals(units, number, random.Random(seed))
        if normal is not normalize:  # which has no traditional characters: no slips with these
            printed = {char for unit in units for text in unit.texts for char in text}
            literals = [literal for literal in literals if printed.issuperset(literal)]
        return differences(searcher, units, literals, normal)
    finally:
        searcher.close()


def lines_of_the_tables(number: int, chance: random.Random) -> list[dict[str, str]]:
    """Paragraphs and headings made of the characters that normalisation changes."""
    codes = [c for c in character_table() if not 0xD800 <= c < 0xE000 and c > 0x20]
    alphabet = [chr(code) for code in chance.sample(codes, 800)]
    alphabet += list("○◯Ｏ〇·•・‧∙．.〔〕[]（）【】［］-–—－～〜~─⸺:∶：×x*✕⺠⻔一二三0123") * 8

    def text(longest: int) -> str:
        return "平" + "".join(chance.choices(alphabet, k=chance.randint(1, longest)))

    return [
        {"id": f"t{n // 5}#{n % 5}", "heading": text(6) if n % 3 else "", "text": text(30)}
        for n in range(number)
    ]


def write_lines(path: Path, lines: Iterable[dict[str, str]]) -> str:
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8")
    return str(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", metavar="CORPUS")
    parser.add_argument("--literals", type=int, default=5_000)
    parser.add_argument("--apart", action="store_true", help="by the small table of plain_table")
    parser.add_argument("--limit", type=int, help="lines of each JSON Lines file")
    asked = parser.parse_args()
    failed = False
    for corpus in [*map(Path, asked.corpora), None]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if corpus is not None and corpus.is_dir():
                source, units = str(corpus), units_of_folder(corpus)
            else:
                chance = random.Random(2)
                lines = (
                    lines_of(corpus, asked.limit) if corpus else lines_of_the_tables(2_000, chance)
                )
                source, units = write_lines(folder / "in.jsonl", lines), units_of_lines(lines)
            normal = plain_form if asked.apart and corpus else normalize
            wrong = sweep(source, units, asked.literals, folder, normal=normal)
        print(f"{corpus or 'tables'}: {len(units)} paragraphs, {len(wrong)} differences", wrong[:5])
        failed |= bool(wrong)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
