"""Write characters that are printed as radicals (⺠, ⽅) as the characters that they stand for.

Browsers and PDF writers map glyphs back to the first code they find for them, which may lie in
the blocks of radicals (U+2E80–2FDF). Readers never type those.
"""

from __future__ import annotations

import re
import unicodedata

# Radicals Supplement to unified ideographs: those of EquivalentUnifiedIdeograph.txt (Unicode 15)
# that look like a character of their own. NFKC maps the Kangxi radicals itself, these it does not.
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
