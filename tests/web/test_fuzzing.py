"""Every address, asked by schemathesis in ways nobody thought of, against the real server.

This is the short run; `python tests/load/api.py` is the long one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer.settings import ServerSettings, Settings
from search.searcher import Searcher
from web.app import create_app
from web.server.worker import Server

CODE = "from schemathesis.cli import schemathesis; schemathesis()"


def test_every_answer_is_as_described_and_nothing_else_is_accepted(
    settings: Settings, searcher: Searcher, tmp_path: Path
) -> None:
    pytest.importorskip("schemathesis")
    server = Server(create_app(settings, searcher), ServerSettings(port=0))
    thread = threading.Thread(target=server.run)
    thread.start()
    command = [sys.executable, "-c", CODE, "--no-color", "run", "--checks", "all", "--seed", "1"]
    # One request after the other: of two files at once the second is refused, as it should be.
    command += ["--phases", "fuzzing,stateful", "--max-examples", "6", "--workers", "1"]
    command += ["--suppress-health-check", "all"]
    command.append(f"http://127.0.0.1:{server.addresses[0][1]}/api/openapi.json")
    try:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    finally:
        server.stop()
        thread.join(20)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    counted = re.search(r"(\d+) selected / (\d+) total", done.stdout)
    assert counted is not None and counted[1] == counted[2] and int(counted[1]) >= 28
