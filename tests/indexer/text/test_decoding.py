"""Encodings: the same characters from each, and no guess where nothing fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.decoding import Decoded, Undecodable, decode

SIMPLIFIED = "平安前哨\n现行命案和“八类”案件破案率100%，同比下降15.72%。\n"
TRADITIONAL = "電信網絡詐騙案件持續高發，請勿向陌生人轉賬。\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_every_accepted_encoding_gives_the_same_text(encoding: str, name: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == Decoded(SIMPLIFIED, name)
    assert decode(SIMPLIFIED.replace("\n", "\r\n").encode(encoding)) == Decoded(SIMPLIFIED, name)
    if encoding != "gbk":
        assert decode(TRADITIONAL.encode(encoding)) == Decoded(TRADITIONAL, name)


def test_four_byte_characters_of_gb18030_survive() -> None:
    text = SIMPLIFIED + "𠮷姓市民"
    assert decode(text.encode("gb18030")) == Decoded(text, "gb18030")


@pytest.mark.parametrize("text", ["", "ascii only", "一"])
def test_short_texts(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_broken_utf8_is_told_with_its_line_and_not_read_as_gb18030() -> None:
    data = bytearray((SIMPLIFIED * 20).encode())
    data[data.index(b"\n", 200) + 1] = 0xFF
    result = decode(bytes(data))
    assert isinstance(result, Undecodable)
    assert result.code == "undecodable"
    assert result.line == data[: data.index(0xFF)].count(b"\n") + 1


def test_big5_is_not_taken_for_gb18030() -> None:
    result = decode((TRADITIONAL * 5).encode("big5"))
    assert isinstance(result, Undecodable) and "Big5" in result.reason


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a\0b", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("caf\u00e9 d\u00e9j\u00e0 vu".encode("latin-1"), "undecodable"),
        (SIMPLIFIED.encode("utf-16")[:-1], "undecodable"),
        (SIMPLIFIED.encode("utf-32"), "binary"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, code: str) -> None:
    result = decode(data)
    assert isinstance(result, Undecodable)
    assert result.code == code and result.reason


@given(st.binary(max_size=200))
def test_no_bytes_raise_and_no_replacement_is_made(data: bytes) -> None:
    result = decode(data)
    if isinstance(result, Decoded):
        assert "\0" not in result.text and "\r" not in result.text
        assert ("\ufffd" in result.text) <= (
            b"\xef\xbf\xbd" in data
            or b"\xfd\xff" in data
            or b"\xff\xfd" in data
            or b"\x84\x31\xa4\x37" in data
        )


@given(st.text(alphabet=st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
def test_utf8_round_trips(text: str) -> None:
    assert decode(text.encode()) == Decoded(text.removeprefix("\ufeff"), "utf-8")
