"""Turn a text into the list of its words, so that a list of words is written as one reads it."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a list written with white space between them."""
    return tuple(text.split())
