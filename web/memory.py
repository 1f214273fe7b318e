"""Keep the C library from hoarding memory that answers needed for a moment only."""

from __future__ import annotations

import ctypes
import os

_M_ARENA_MAX = -8  # malloc.h of glibc


def share_one_heap() -> None:
    """Let all threads allocate from one heap, where the C library is glibc; before they start.

    By itself glibc gives each thread a heap of its own, and each keeps what the largest answer
    that it ever computed has needed. Measured with 8 threads over 10,000 paragraphs and 3,000
    mixed queries: 130 to 175 MB of private memory, instead of 260 to 380.
    """
    if os.name != "posix":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
