"""The fields of a paragraph as the Whoosh index knows them.

text: jieba's words, scored. pairs: neighbouring characters of the normal form with positions: a
phrase of them is a run of characters. chars: single characters. The rest are exact values.
"""

from __future__ import annotations

SCORED_FIELDS = ("text", "pairs", "chars")
VALUE_FIELDS = ("source", "themes", "initiatives", "region", "genre", "document", "date")
STORED_FIELDS = ("id", "text", "title", "heading", "url", "year", "ordinal", *VALUE_FIELDS)
