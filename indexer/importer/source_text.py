"""The values that travel inside the importer: lines as found, doubts, declared fields."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indexer.errors import CorpusError
from indexer.metadata.clues import Evidence

# "text" is a printed line, perhaps a piece of a paragraph; "paragraph" is a whole one, as the
# format itself says; so are "row" (of a table) and "note" (foot note, text box), which are never
# headings. "heading" and "title" only where the format declares them.
Kind = Literal["text", "paragraph", "row", "note", "heading", "title"]


def usual_size(letters: Iterable[tuple[float, int]], default: float = 0.0) -> float:
    """The size of most letters, of sizes with so many letters each."""
    counts: Counter[float] = Counter()
    for size, count in letters:
        counts[size] += count
    return max(counts, key=counts.__getitem__, default=default)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source, trimmed; blank lines are kept, as "".

    `number` is 1-based: the line of a text file, the paragraph of a docx or html file, the line
    of a PDF's text. `level` is a declared heading's (1–9, 0 unknown), `size` the letters' height in
    points (0 unknown), `is_marked`: bold or centred, as a whole. `page` is the page of a PDF or OFD
    file on which it begins, or the row of a sheet (0 unknown), and `sheet` the name of this. A
    paragraph or heading put together from several has the place of the first; `gap` blank lines
    precede it.
    """

    number: int
    text: str
    kind: Kind = "text"
    is_indented: bool = False
    level: int = 0
    size: float = 0.0
    is_marked: bool = False
    page: int = 0
    sheet: str = ""
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at. `line` is a SourceLine's number, or None.

    `is_note`: it only says what was done, and nothing is likely to be wrong. `field` names the
    field of the front matter that it is about.
    """

    line: int | None
    reason: str
    is_note: bool = False
    field: str | None = None

    def __str__(self) -> str:
        return self.reason if self.line is None else f"第 {self.line} 行：{self.reason}"


@dataclass(frozen=True, slots=True)
class SourceText:
    """All lines of one file, and what reading it left unsure.

    `aside` are lines that stand outside the main text (menus, page heads): searched for date and
    source, never taken into the body. `declared` are values that the file itself says of a field (a
    meta tag, a mail's header). `markdown` is set where the file is a corpus document.
    """

    lines: tuple[SourceLine, ...]
    doubts: tuple[Doubt, ...] = ()
    aside: tuple[SourceLine, ...] = ()
    declared: tuple[Evidence, ...] = ()
    markdown: str | None = None


class ImportRefusedError(CorpusError):
    """A file that cannot be imported as it is; the sentence says why and how to convert it."""

    code = "import_refused"

    def __init__(self, place: str, kind: str, advice: str) -> None:
        super().__init__(f"「{place}」{advice}")
        self.place, self.kind, self.advice = place, kind, advice


_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\f"))


def source_lines(text: str) -> tuple[SourceLine, ...]:
    """Plain text (line ends LF) as source lines; odd spaces become plain ones."""
    return tuple(source_line(i, line) for i, line in enumerate(text.split("\n"), start=1))


def source_line(number: int, raw: str, kind: Kind = "text") -> SourceLine:
    """One line, trimmed; two full-width or four other spaces in front are an indent."""
    line = clean(raw)
    text = line.strip()
    lead = line[: len(line) - len(line.lstrip())]
    width = sum(2 if c in "\u3000\u2003" else 1 for c in lead.expandtabs(4))
    return SourceLine(number, text, kind, is_indented=bool(text) and width >= 2)


def clean(raw: str) -> str:
    """Text without invisible characters; a no-break space becomes a plain one."""
    return raw.replace("\xa0", " ").translate(_INVISIBLE)


# Radicals Supplement to unified ideographs: those of EquivalentUnifiedIdeograph.txt (Unicode 15)
# that look like a character of their own. NFKC maps the Kangxi radicals itself, these it does not.
# Browsers and PDF writers map glyphs back to the first code they find for them, which may be that
# of a radical (⺠, ⽅); readers never type those.
_PAIRS = (
    "⺁厂⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢水⺣灬"
    "⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱罒⺲罒⺳冈⺴网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤"
    "⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣"
    "⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_SUPPLEMENT = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_RADICAL = re.compile("[\u2e80-\u2fdf]")


def unified(text: str) -> tuple[str, int]:
    """The text with radicals written as characters, and how many were."""
    count = 0

    def character(match: re.Match[str]) -> str:
        nonlocal count
        written = _SUPPLEMENT.get(match[0]) or unicodedata.normalize("NFKC", match[0])
        count += written != match[0]
        return written

    return _RADICAL.sub(character, text), count
