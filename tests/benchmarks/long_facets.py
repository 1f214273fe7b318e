"""Make up the metadata of a library whose facets are long: thousands of sources and initiatives.

Nothing here is a real unit or programme: names are put together from common parts, by a seed.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Any

from indexer.word_list import words

PROVINCES, CITIES, COUNTIES, SOURCES, INITIATIVES, THEMES = 24, 8, 6, 3_500, 4_000, 60
_FIRST, _SECOND = "安宁清平永长兴新东南西北海江龙云福金", "州阳城川陵源山水林泉江口原台河田"
_ORGANS = words("公安局 交警支队 司法局 应急管理局 民政局 财政局 教育局 卫健委")
_TOPICS = "防反护护惠便联联智数警消禁助安平清"
_ENDS = ("行动", "工程", "机制", "平台", "专班", "计划", "前哨", "模式")
_GENRES = ("新闻报道", "工作总结", "通知", "地方性法规", "部门规章", "年度报告", "讲话", "方案")
_PER_PARAGRAPH = 3  # initiatives and themes, at most


class Metadata:
    """Draws what a paragraph has, each value of a field as often as Zipf's law says."""

    def __init__(self, seed: int) -> None:
        self._chance, self._drawn = random.Random(seed), 0
        regions = self._regions()
        places = [(path, organ) for path in regions for organ in _ORGANS]
        self._chance.shuffle(places)
        units = [(path, "".join(path[1:]) + organ) for path, organ in places[:SOURCES]]
        self._sources = _Zipf(units)
        self._initiatives = _Zipf(self._names(INITIATIVES))
        self._themes = _Zipf([f"{name}主题" for name in self._names(THEMES)])

    def draw(self) -> dict[str, Any]:
        """What all paragraphs of a document have; of the first documents each has a new source."""
        chance = self._chance
        region, source = self._sources.draw(chance, self._drawn)
        self._drawn += 1
        return {
            "source": source,
            "region": list(region),
            "year": chance.randint(1985, 2025),
            "genre": chance.choice(_GENRES),
        }

    def draw_tags(self) -> dict[str, Any]:
        """What differs from paragraph to paragraph."""
        chance = self._chance
        drawn = {"initiatives": self._initiatives, "themes": self._themes}
        return {
            name: sorted({values.draw(chance) for _ in range(chance.randint(0, _PER_PARAGRAPH))})
            for name, values in drawn.items()
        }

    def _regions(self) -> list[tuple[str, ...]]:
        """Paths from the province down, a city and a county at a time."""
        names = [first + second for first in _FIRST for second in _SECOND]
        self._chance.shuffle(names)
        paths: list[tuple[str, ...]] = []
        for province in range(PROVINCES):
            top = f"{names[province]}省"
            for city in range(CITIES):
                middle = f"{names[(province * CITIES + city + PROVINCES) % len(names)]}市"
                paths.append((top, middle))
                counties = self._chance.sample(names, COUNTIES)
                paths += [(top, middle, f"{county}县") for county in counties]
        return paths

    def _names(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            stem = "".join(self._chance.sample(_FIRST + _TOPICS, self._chance.randint(2, 3)))
            found[stem + self._chance.choice(_ENDS)] = None
        return list(found)


class _Zipf:
    """Values, of which the n-th is drawn with a weight of 1 / n."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._weights = list(accumulate(1 / place for place in range(1, len(values) + 1)))

    def draw(self, chance: random.Random, place: int | None = None) -> Any:
        """A value; the one at a place, where it is given and there is one."""
        if place is not None and place < len(self._values):
            return self._values[place]
        return chance.choices(self._values, cum_weights=self._weights)[0]
