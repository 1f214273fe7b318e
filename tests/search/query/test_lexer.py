"""Words without any sign of syntax are told apart as they are beside such signs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.query.lexer import lex

_WORDS = st.text(st.sampled_from("平安 前哨\u3000\n\tAa1：:*?~,，"), max_size=12)


@given(_WORDS)
def test_words_are_the_same_with_and_without_a_quotation_behind_them(text: str) -> None:
    assert lex(text).tokens == lex(f'{text} "引"').tokens[:-1]


def test_white_space_between_words_is_no_part_of_them() -> None:
    found = lex("  平安\u3000前哨 ").tokens
    assert [(token.kind, token.text, token.spaced) for token in found] == [
        ("word", "平安", True),
        ("word", "前哨", True),
    ]
