"""What a writer of the index reports: its progress, and how much it has written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer has written: paragraphs and documents that can be searched."""

    paragraphs: int
    documents: int
