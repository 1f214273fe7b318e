"""Run the tests against real OpenSearch nodes: one, then three with nodes killed and frozen.

    python tests/opensearch_nodes/run_suite.py [--nodes 1|3] [--if-possible] [pytest options]

Exit code 0 when all that ran is green; with `--if-possible` also where no node can be started,
which is then said. One node takes about four minutes on two cores, three take about eight.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from nodes import ImpossibleError, jar_folder, running

ROOT = Path(__file__).parent.parent.parent
ONE_NODE = ("tests/contract", "tests/promises", "tests/semantic")
LOST_NODES = (
    "tests/contract/test_opensearch_lost_nodes.py",
    "tests/contract/test_opensearch_refusals.py",
)


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode


def on_one_node(arguments: list[str]) -> int:
    with running(1) as cluster:
        print(f"one node: {cluster.addresses[0]}", file=sys.stderr)
        chosen = [*ONE_NODE, "-k", "opensearch", *arguments]
        return run_pytest(chosen, {"QIANSHAO_TEST_OPENSEARCH": cluster.addresses[0]})


def on_three_nodes(arguments: list[str]) -> int:
    print("three nodes, some killed and frozen", file=sys.stderr)
    return run_pytest([*LOST_NODES, *arguments], {"QIANSHAO_TEST_OPENSEARCH_NODES": "3"})


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--nodes", type=int, choices=(1, 3), help="only this part")
    parser.add_argument("--if-possible", action="store_true", help="no failure without JDK, Maven")
    options, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the nodes end with us
    try:
        jar_folder()
    except ImpossibleError as error:
        print(f"NOT TESTED against OpenSearch nodes: {error}", file=sys.stderr)
        return 0 if options.if_possible else 1
    failed = 0
    if options.nodes in (None, 1):
        failed |= on_one_node(arguments)
    if options.nodes in (None, 3):
        failed |= on_three_nodes(arguments)
    return failed


if __name__ == "__main__":
    sys.exit(main())
