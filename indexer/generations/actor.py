"""Say who is at work in this process: which user, by which command, at what time."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

_MAX_COMMAND_CHARS = 400


def current_user() -> str:
    """The system user, and who called sudo to become it; never an error."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = f"uid {os.getuid()}" if hasattr(os, "getuid") else "?"
    behind = os.environ.get("SUDO_USER")
    here = f"{user}@{platform.node()}"
    return f"{behind} → {here}" if behind else here


def current_command() -> str:
    """The command line of this process, cut at 400 characters."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_MAX_COMMAND_CHARS]


def now() -> str:
    """The time in UTC to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
