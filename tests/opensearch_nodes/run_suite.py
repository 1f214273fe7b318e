"""Run the engine contract suite against real OpenSearch nodes: one, then three with one killed.

    python tests/opensearch_nodes/run_suite.py [--nodes 1|3] [pytest options]

Exit code 0 when all that ran is green. One node takes about five minutes, three about three.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from nodes import running

ROOT = Path(__file__).parent.parent.parent
LOST_NODES = "tests/contract/test_opensearch_lost_nodes.py"


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--nodes", type=int, choices=(1, 3), help="only this part")
    options, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the nodes end with us
    failed = 0
    if options.nodes in (None, 1):
        with running(1) as cluster:
            print(f"one node: {cluster.addresses[0]}", file=sys.stderr)
            chosen = ["tests/contract", "-k", "opensearch", *arguments]
            failed |= run_pytest(chosen, {"QIANSHAO_TEST_OPENSEARCH": cluster.addresses[0]})
    if options.nodes in (None, 3):
        print("three nodes, one killed", file=sys.stderr)
        failed |= run_pytest([LOST_NODES, *arguments], {"QIANSHAO_TEST_OPENSEARCH_NODES": "3"})
    return failed


if __name__ == "__main__":
    sys.exit(main())
