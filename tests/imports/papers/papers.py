"""Make up papers of offices, with all that an import should say of each.

A `Writer` draws places, people and texts; the words that it draws from are its set's.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Blocks = list[tuple[str, str]]  # (kind, text); kind "heading", "text" or "row" (cells by " | ")

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paper:
    """A made file and what an import must make of it.

    `fields` has a value, or None for what the file does not print; a name that is left out
    is not judged. Blocks equal to one of `optional` may stand or be left out.
    """

    name: str
    data: bytes
    blocks: tuple[tuple[str, str], ...]
    fields: dict[str, str | None]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the forms in which offices print it."""

    year: int
    month: int
    day: int

    @property
    def iso(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}"

    @property
    def printed(self) -> str:
        return f"{self.year}年{self.month}月{self.day}日"

    @property
    def chinese(self) -> str:
        year = "".join(_DIGITS[int(digit)] for digit in str(self.year))
        return f"{year}年{small_number(self.month)}月{small_number(self.day)}日"


def small_number(number: int) -> str:
    """1–99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


class Writer:
    """Draws places, people, days and texts; the same seed and name give the same paper."""

    places: tuple[str, ...]
    offices: tuple[str, ...]
    people: tuple[str, ...]
    media: tuple[str, ...]
    headings: tuple[str, ...]
    subjects: tuple[str, ...]
    sentences: tuple[str, ...]

    def __init__(self, name: str, seed: int, public: tuple[str, ...] = ()) -> None:
        self.dice = random.Random(f"{name} {seed}")
        self.public = public
        self.path = tuple(self.dice.choice(self.places).split("/"))
        if len(self.path) == 3 and self.dice.random() < 0.4:
            self.path = self.path[:2]
        self.place = self.path[-1]
        self.unit = self.place + self.dice.choice(self.offices)
        self.day = self.a_day(self.dice.randint(2014, 2024))
        self.subject = self.dice.choice(self.subjects)
        self.person, self.other, self.third = self.dice.sample(self.people, 3)
        self.medium = self.dice.choice(self.media)

    @property
    def short(self) -> str:
        """The sign of the place and office that official numbers begin with."""
        return self.place[0] + self.unit[len(self.place)]

    @property
    def region(self) -> str:
        return "/".join(self.path)

    def a_day(self, year: int) -> Day:
        return Day(year, self.dice.randint(2, 12), self.dice.randint(1, 28))

    def sentence(self) -> str:
        dice = self.dice
        return dice.choice(self.sentences).format(
            a=dice.randint(300, 9900), b=dice.randint(12, 290), c=dice.randint(3, 19),
            d=dice.randint(30, 860), m=dice.randint(3, 11), p=f"{dice.uniform(51, 99.9):.1f}",
            q=f"{dice.uniform(1, 30):.1f}",
        )  # fmt: skip

    def paragraph(self, opening: str = "") -> str:
        """Own sentences, or now and then a paragraph of a public report."""
        if self.public and not opening and self.dice.random() < 0.4:
            return self.dice.choice(self.public)
        return opening + "".join(self.sentence() for _ in range(self.dice.randint(2, 5)))

    def heading(self, number: int = 0) -> str:
        text = self.dice.choice(self.headings)
        return f"{small_number(number)}、{text}" if number else text

    def sections(self, count: int = 3, numbered: bool = True) -> Blocks:
        """Headings of the first and, if numbered, of the second level, with their texts."""
        blocks: Blocks = []
        for number, text in enumerate(self.dice.sample(self.headings, count), start=1):
            blocks.append(("heading", f"{small_number(number)}、{text}" if numbered else text))
            if numbered and number == 2:
                for inner, below in enumerate(self.dice.sample(self.headings, 2), start=1):
                    blocks.append(("heading", f"（{small_number(inner)}）{below}"))
                    blocks.append(("text", self.paragraph()))
                continue
            blocks += [("text", self.paragraph()) for _ in range(self.dice.randint(1, 3))]
        return blocks

    def rows(self) -> Blocks:
        lines = ["地区 | 项目数（个） | 完成投资（万元） | 完成率"]
        for name in ("城关镇", "河东街道", "新桥乡", "开发区"):
            spent, share = self.dice.randint(100, 9000), self.dice.uniform(40, 100)
            lines.append(f"{name} | {self.dice.randint(1, 60)} | {spent} | {share:.1f}%")
        return [("row", line) for line in lines]

    def truth(self, title: str, **fields: str | None) -> dict[str, str | None]:
        """The usual truth of a paper of this unit; `fields` say what is different."""
        usual: dict[str, str | None] = {
            "title": title, "source": self.unit, "publisher": None, "doc_number": None,
            "region": self.region, "author": None,
        }  # fmt: skip
        return usual | fields


@cache
def public_paragraphs(path: Path) -> tuple[str, ...]:
    """Plain paragraphs of a file of public reports (JSON Lines), each of one sentence or more."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            if (
                60 <= len(text) <= 320
                and text.endswith("。")
                and re.match(r"[\u4e00-\u9fff]{8}", text)
            ):
                found.append(text)
    return tuple(found)
