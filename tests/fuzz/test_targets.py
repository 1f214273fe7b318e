"""The targets of the fuzzer hold for some bytes that hypothesis draws, and for their own seeds.

The long run is `python tests/fuzz/fuzz.py TARGET --seconds N`.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import SEEDS, TARGETS

BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text("平安前哨国法 ~*?^:-()“”\"'来源年份2022..,。\n—", max_size=60).map(str.encode),
)


@pytest.mark.parametrize("name", TARGETS)
@given(data=BYTES)
@settings(max_examples=40)
def test_bytes_break_nothing(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_fine_themselves_and_cut_anywhere(name: str) -> None:
    for seed in SEEDS[name]:
        data = seed.encode("utf-16-le" if name == "normal-form" else "utf-8")
        for end in range(0, len(data), 7):
            TARGETS[name](data[:end])
            TARGETS[name](data[:end] + data[end + 5 :])
