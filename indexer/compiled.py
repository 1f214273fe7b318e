"""Find the optional C part of a module, where it was built and is not to be left aside."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType


def load_compiled(name: str, version: int) -> ModuleType | None:
    """The extension of this name, or None: not built, of another version, or QIANSHAO_PURE=1.

    Index files are little-endian and C takes them as they lie, so None also on the few machines
    that are not.
    """
    if os.environ.get("QIANSHAO_PURE") or sys.byteorder != "little":
        return None
    try:
        module = import_module(name)
    except ImportError:
        return None
    return module if getattr(module, "VERSION", 0) == version else None
