"""Give templates the words of the page in Chinese or, with `lang=en` in the address, English.

The Chinese sentence is the key: a template reads as the page does. There is no cookie: the
language is part of the address, and every link of ours carries it on.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, request

from web.english import ENGLISH
from web.params import Lang, Manner, plain_address, read_manner
from web.site import origin, prefix, root_address

SCRIPT_WORDS = (
    "已复制",
    "复制失败，请手动选择",
    "已复制 {n} 段",
    "没有建议",
    "找到 {n} 条建议",
    "结果已更新：{n} 段",
    "连接中断，显示的是上一次的结果",
    "链接所指的段落已移到这里（第 {n} 段）",
    "链接所指的段落已有改动，这里是原来的位置",
    "第 {a} 处，共 {b} 处",
    "{a} 至 {b} 年",
    "举措",
    "来源",
    "主题",
    "标题",
    "词组",
    "拼音",
    "深色",
    "浅色",
)


def translate(text: str, lang: Lang, **values: object) -> str:
    """`text` in the reader's language, `{name}` filled in; unknown text stays Chinese."""
    words = ENGLISH.get(text, text) if lang == "en" else text
    return words.format(**values) if values else words


def script_words(lang: Lang) -> str:
    """What the scripts say, as a JSON object from Chinese to the reader's language."""
    return json.dumps({w: translate(w, lang) for w in SCRIPT_WORDS}, ensure_ascii=False)


def install(app: Flask) -> None:
    """Make `t`, `link` and what every page's frame needs known to the templates."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    manner = read_manner(request.args)
    other = Manner(manner.view, "zh" if manner.lang == "en" else "en")

    def t(text: str, **values: object) -> str:
        return translate(text, manner.lang, **values)

    def link(path: str) -> str:
        return plain_address(path, manner, prefix())

    return {
        "t": t,
        "link": link,
        "lang": manner.lang,
        "prefix": prefix(),
        "root": root_address(),
        "origin": origin(),
        "typed": request.args.get("q", ""),
        "script_words": script_words(manner.lang),
        "language_pairs": _language_pairs(other.lang),
        "is_current": lambda path: request.path == path,
    }


def _language_pairs(lang: Lang) -> list[tuple[str, str]]:
    """The current address's pairs with the other language: the switch is a link to itself."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return [*pairs, ("lang", "en")] if lang == "en" else pairs
