"""Make the query texts that somebody might send to slow the service down or to break it.

Four sources in turn: strings known to have hurt some search engine, sentences of the query language
at its limits, words of the corpus glued into costly shapes, and plain noise.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from urllib.parse import quote

KNOWN = (
    "NOT OR x",
    "x^0",
    "~~",
    "<b>",
    "(" * 900,
    "(" * 18 + "国" + ")" * 18,
    "((((((((((((((((((((国))))))))))))))))))))",
    "[一 TO 龥]",
    "{* TO *}",
    "*",
    "?",
    "*:*",
    "国*",
    "*国",
    "*国*",
    "国?" * 20,
    "国*法*的*人*" * 10,
    "?" * 50 + "国",
    "国" + "*" * 200 + "法",
    "国 ~5",
    "~5 国",
    "国 ~句 法",
    "国 ~99999999999999999999 法",
    " ~句 ".join("国法人的规定民"),
    " ~50 ".join("国法人的规定民"),
    "国 ~0.5",
    "国^99999999",
    " AND ".join("国" for _ in range(240)),
    " OR ".join("国法" for _ in range(160)),
    " ".join(f"第{i}条" for i in range(200)),
    " AND ".join(f"第{i}条" for i in range(2000)),
    " NOT ".join("国法人的规定民"),
    "-国 -法 -人",
    "NOT NOT NOT NOT 国",
    "-" * 500,
    '"' * 999,
    "“" * 500,
    "「" * 333 + "国" + "」" * 333,
    '"国',
    "国\\",
    "shi" * 300,
    "shishishishishishishishishishishishi",
    "zhonghuarenmingongheguo" * 20,
    "xianxianxianxianxianxian",
    "pinganqianshao pinganqianshao",
    "a" * 1000,
    "国" * 1000,
    "的" * 64,
    "国家机关工作人员" * 100,
    "一" * 30,
    "１" * 1000,
    "1" * 400 + ".",
    "0x" + "f" * 200,
    "9" * 300,
    "一亿亿亿亿亿亿亿亿亿亿亿亿",
    "百分之" * 200,
    "千万亿" * 100,
    "\u202e国法",
    "国\u200b" * 300,
    "e\u0301" * 300,
    "\u0300" * 500,
    "👨\u200d👩\u200d👧" * 50,
    "\x00",
    "国\x00法",
    "\r\n\r\n",
    "\ufeff" * 50,
    "\ufffe\uffff",
    "年份:0..9999",
    "年份:9999..0",
    "年份:" + "9" * 500,
    "年份:>=" + "9" * 50,
    "来源:" * 100,
    "来源:* 主题:* 地区:*",
    "标题:*",
    "field:value:value:value",
    "地区:中国/中国/中国/" + "x/" * 100,
    "'; DROP TABLE paragraphs; --",
    "{{7*7}}",
    "../../../../etc/passwd",
    "%00%ff%fe",
    "${jndi:ldap://x}",
    "哪些" * 200 + "？",
    "什么是国家的法律规定的人民的权利和义务的关系的问题？" * 20,
    "国法 或 " * 60 + "人",
    "或 与 非 " * 100,
    "国,法;人:民!" * 80,
    "𠀀𠀁𠀂𠀃" * 100,
    "﷽" * 200,
    "ﬀﬃ㍿㎞" * 120,
)
_OPERATORS = (" AND ", " OR ", " NOT ", " 与 ", " 或 ", " 非 ", " -", " ~5 ", " ~句 ", " ~50 ", " ")
_FIELDS = ("来源:", "主题:", "标题:", "年份:", "地区:", "体裁:", "举措:", "source：", "nothing:")
_LONGEST = 1100
_BLOCKS = ((0, 0x250), (0x2000, 0x206F), (0x3000, 0x303F))
_NOISE = [chr(code) for low, high in _BLOCKS for code in range(low, high)]
_NOISE += ["国", "法", "的", "一", "龥", "𠀀", "😀", "\ufffd", "Ⅷ", "㈱", "½", "ſ", "İ"] * 40


# What costs most of what the caps let through.
DEAREST = (
    "/api/v1/search?min_match=0&size=100&explain=1&q=" + quote(" ~句 ".join("国法人的规")),
    "/api/v1/search?size=100&group=document&q=" + quote(" ~50 ".join("国法人的规")),
    "/api/v1/search?min_match=0&size=100&q=" + quote("国家机关工作人员的行政管理部门" * 60),
    "/api/v1/search?min_match=0&size=100&q=" + quote(" OR ".join("国法人的规定民事行政机关的" * 2)),
    "/search?q=" + quote("国*法*的*人*规?定*"),
)


class Nasty:
    """Draws query texts; `runs` are stretches of Han text from the corpus."""

    def __init__(self, runs: Sequence[str]) -> None:
        self._runs = runs
        self._sources: tuple[Callable[[random.Random], str], ...] = (
            self._known,
            self._sentence,
            self._glued,
            self._noise,
        )

    def __call__(self, chance: random.Random) -> str:
        return chance.choice(self._sources)(chance)[:_LONGEST]

    def _known(self, chance: random.Random) -> str:
        """A known one as it is, or two of them with an operator between."""
        found = chance.choice(KNOWN)
        if chance.random() < 0.3:
            found += chance.choice(_OPERATORS) + chance.choice(KNOWN)
        return found

    def _sentence(self, chance: random.Random) -> str:
        return self._tree(chance, chance.randint(1, 6))

    def _tree(self, chance: random.Random, depth: int) -> str:
        """A query of nested groups, at or near the caps on clauses and depth."""
        if depth == 0 or chance.random() < 0.2:
            return self._atom(chance)
        parts = [self._tree(chance, depth - 1) for _ in range(chance.randint(1, 4))]
        text = chance.choice(_OPERATORS).join(parts)
        return f"({text})" if chance.random() < 0.7 else text

    def _atom(self, chance: random.Random) -> str:
        word = self._word(chance, chance.randint(1, 4))
        shape = chance.choice(("{}", "{}", '"{}"', "{}*", "*{}", "{}?法", "“{}", "-{}", "{}^2"))
        field = chance.choice(_FIELDS) if chance.random() < 0.15 else ""
        return field + shape.format(word)

    def _glued(self, chance: random.Random) -> str:
        """Much text without a space, many common characters, or wildcards between characters."""
        joint = chance.choice(("", "", "", " ", "*", "?", "的", " OR ", " ~句 ", "，"))
        length = chance.choice((1, 2, 4, 8, 40))
        count = chance.choice((2, 8, 20, 60, 200))
        return joint.join(self._word(chance, length) for _ in range(count))

    def _noise(self, chance: random.Random) -> str:
        return "".join(chance.choices(_NOISE, k=chance.choice((1, 5, 30, 300, 1000))))

    def _word(self, chance: random.Random, length: int) -> str:
        run = chance.choice(self._runs)
        start = chance.randrange(max(1, len(run) - length + 1))
        return run[start : start + length]
