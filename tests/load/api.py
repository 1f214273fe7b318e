"""Fuzz every address of the running service with schemathesis, by its own description.

    python tests/load/api.py --examples 100 --seed 7

All checks and all phases, over the bundled corpus. Exit code 0: no failure, and no 5xx in the
access log either.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import service

PHASES = "examples,coverage,fuzzing,stateful"


def fuzz(port: int, folder: Path, options: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run schemathesis with all checks; what it keeps for itself lies in `folder`."""
    code = "from schemathesis.cli import schemathesis; schemathesis()"
    command = [sys.executable, "-c", code, "--no-color", "run", "--checks", "all"]
    command += ["--continue-on-failure", "--suppress-health-check", "all", *options]
    command.append(f"http://127.0.0.1:{port}/api/openapi.json")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def statuses(log: Path) -> Counter[int]:
    """How often each status stands in an access log."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return Counter(json.loads(line)["status"] for line in lines if line.startswith('{"time"'))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=50, help="for each address and phase")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phases", default=PHASES)
    given = parser.parse_args()
    options = ["--max-examples", str(given.examples), "--seed", str(given.seed)]
    options += ["--phases", given.phases, "--workers", "2"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        service.build(service.ROOT / "corpus", folder / "index")
        with service.running(folder / "index", folder / "log") as running:
            done = fuzz(running.port, folder, options)
        counts = statuses(folder / "log")
    print(done.stdout, done.stderr, sep="\n")
    print(f"statuses: {dict(sorted(counts.items()))}")
    sys.exit(done.returncode or any(status >= 500 for status in counts))


if __name__ == "__main__":
    main()
