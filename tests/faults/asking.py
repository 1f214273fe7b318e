"""Turn a seed into endless requests as readers, programs and vandals send them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, urlencode

_OPERATORS = (" ", " AND ", " OR ", " NOT ", " -", " ~5 ", " ~句 ", "*", "?", " 与 ", " 或 ")
_FIELDS = ("来源:", "主题:", "举措:", "地区:", "年份:", "标题:", "year:", "title:", "无此字段:")
_HOSTILE = ("NOT OR x", "x^0", "~~", "<b>", "[一 TO 龥]", '"', "“", "((((", "年份:9..1", "\0", "％")
_FACETS = ("source", "theme", "initiative", "region", "genre", "year")


class Asker:
    """Addresses without end: four in five are searches, and one in ten of these is hostile."""

    def __init__(self, texts: Sequence[str], ids: Sequence[str], seed: int) -> None:
        self._texts, self._ids = texts, ids
        self._chance = random.Random(seed)
        self._kinds: tuple[tuple[int, Callable[[], str]], ...] = (
            (77, self._search),
            (8, self._hostile),
            (3, self._page),
            (5, self._suggest),
            (4, self._paragraph),
            (1, self._reading),
            (1, self._export),
            (1, self._nowhere),
        )

    def __iter__(self) -> Iterator[str]:
        weights, kinds = zip(*self._kinds, strict=True)
        while True:
            yield self._chance.choices(kinds, weights)[0]()

    def piece(self, most: int = 8) -> str:
        """Some characters of some text."""
        text = self._chance.choice(self._texts)
        start = self._chance.randrange(len(text))
        return text[start : start + self._chance.randint(1, most)]

    def _search(self) -> str:
        return "/api/v1/search?" + urlencode(self._parameters(self._query()), doseq=True)

    def _page(self) -> str:
        return "/search?" + urlencode(self._parameters(self._query()), doseq=True)

    def _hostile(self) -> str:
        chance = self._chance
        form = chance.randrange(5)
        if form == 0:
            text = "".join(chance.choice((self.piece(3), *_HOSTILE)) for _ in range(6))
        elif form == 1:
            depth = chance.randint(1, 60)
            text = "(" * depth + self.piece() + ")" * chance.randint(0, depth)
        elif form == 2:
            text = "".join(chr(chance.choice((chance.randrange(1, 128), 0x4E00 + chance.randrange(
                20000)))) for _ in range(chance.randint(1, 400)))  # fmt: skip
        elif form == 3:
            text = f" {chance.choice(_OPERATORS).strip()} ".join(
                self.piece(2) for _ in range(self._many(80))
            )
        else:
            text = "*".join(self.piece(1) for _ in range(self._many(30)))
        return "/api/v1/search?" + urlencode({"q": text})

    def _many(self, most: int) -> int:
        """Two at least; mostly few, now and then a great many."""
        return min(most, 2 + int(self._chance.expovariate(1 / 5)))

    def _query(self) -> str:
        chance = self._chance
        form = chance.randrange(8)
        if form < 3:
            return self.piece()
        if form == 3:
            return self.piece(4) + chance.choice(_OPERATORS) + self.piece(4)
        if form == 4:
            return f"“{self.piece(6)}” {chance.choice(_FIELDS)}{self.piece(3)}"
        if form == 5:
            return self.piece(30)
        if form == 6:  # mistyped
            piece = self.piece(6)
            return piece.replace(chance.choice(piece), chr(0x4E00 + chance.randrange(20000)))
        return f"哪个{self.piece(4)}的{self.piece(3)}最多"

    def _parameters(self, query: str) -> dict[str, object]:
        chance = self._chance
        parameters: dict[str, object] = {"q": query}
        if chance.random() < 0.3:
            parameters["mode"] = "exact"
        if chance.random() < 0.2:
            parameters["sort"] = chance.choice(("newest", "oldest"))
        if chance.random() < 0.2:
            parameters["page"] = chance.randint(1, 20)
        if chance.random() < 0.1:
            parameters["group"] = "document"
        if chance.random() < 0.1:
            parameters["explain"] = 1
        if chance.random() < 0.2:
            value = str(chance.randint(1990, 2030)) if chance.random() < 0.5 else self.piece(4)
            parameters[chance.choice(_FACETS)] = value
        return parameters

    def _suggest(self) -> str:
        return "/api/v1/suggest?" + urlencode({"q": self.piece(4)})

    def _paragraph(self) -> str:
        return f"/api/v1/paragraphs/{quote(self._chance.choice(self._ids))}"

    def _reading(self) -> str:
        slug = self._chance.choice(self._ids).rpartition("#")[0]
        return f"/documents/{quote(slug)}?" + urlencode({"q": self.piece()})

    def _export(self) -> str:
        return "/search.csv?" + urlencode({"q": self.piece(4), "export": "page"})

    def _nowhere(self) -> str:
        return f"/{quote(self.piece())}/{self._chance.randrange(10**9)}"
