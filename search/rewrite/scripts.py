"""Rewrite a piece between traditional and simplified script by whole words, not characters.

Matching already equates characters one to one (臺 = 台). Words tell more: 接著 is 接着 while 著名
stays, 答覆 is 答复, and Taiwan's 資訊網路 is 信息网络 here.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from indexer.text.normalizer import normalize

if TYPE_CHECKING:
    import opencc


def other_scripts(text: str) -> tuple[str, ...]:
    """Normalised other writings of `text` that differ from its own; empty for most texts.

    Taiwanese vocabulary is translated only in a text that has a traditional character.
    """
    own = normalize(text)
    plain = unicodedata.normalize("NFKC", text).lower()
    han = [char for char in plain if "\u3400" <= char <= "\u9fff"]
    if len(han) < 2:
        return ()
    directions = ["t2s", "tw2s", "s2t", "s2tw"]
    if any(normalize(char) != char for char in han):
        directions.insert(0, "tw2sp")
    plain = plain.encode("utf-8", "replace").decode("utf-8")  # OpenCC refuses lone surrogates
    forms = dict.fromkeys(normalize(_converter(d).convert(plain)) for d in directions)
    return tuple(form for form in forms if form not in ("", own))


@cache
def _converter(direction: str) -> opencc.OpenCC:
    import opencc  # a fiftieth of a second that only traditional characters need

    return opencc.OpenCC(direction)
