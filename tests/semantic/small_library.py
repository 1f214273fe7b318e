"""A few paragraphs that the tiny model tells apart, as records of JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS = {
    "甲#1": "民警迅速处置警情，立即出警。",
    "甲#2": "推进“平安前哨”工程，前哨站建成。",
    "乙#1": "电信诈骗案件同比下降。",
    "乙#2": "河湖污染治理，水质好转。",
    "丙#1": "护学岗守护学生和老师上课。",
    "丙#2": "车辆和道路交通更畅通。",
    "丁#1": "大家在广场开会。",
    "丁#2": "平安是基本要求，前哨在前。",
}


def records(texts: Mapping[str, str] = TEXTS, **more: object) -> list[dict[str, object]]:
    """JSON Lines records; even documents have a source."""
    return [
        {"id": id, "text": text, "source": f"{id[0]}局", "year": 2020 + number % 3, **more}
        for number, (id, text) in enumerate(texts.items())
    ]
