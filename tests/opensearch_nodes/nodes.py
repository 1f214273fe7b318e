"""Start real OpenSearch nodes from Maven artifacts, for the time of a test.

    python tests/opensearch_nodes/nodes.py --nodes 1 -- pytest tests/contract

runs the command with QIANSHAO_TEST_OPENSEARCH set to the first node's address and ends the nodes
afterwards; its exit code is the command's. Needs a JDK ≥ 17 and, for the first run, Maven with a
registry in reach. Nodes listen on 127.0.0.1 only and keep their data in a temporary folder.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
HEAP_MB = 512
OLDEST_JDK = 17
START_TIMEOUT_S = 300.0
# A cluster gets over a lost or silent node in half a minute to half an hour; here, in seconds.
PATIENCE = {
    "cluster.fault_detection.follower_check.timeout": "4s",
    "cluster.fault_detection.leader_check.timeout": "4s",
    "cluster.publish.timeout": "10s",
    "cluster.follower_lag.timeout": "10s",
    "indices.recovery.internal_action_timeout": "10s",
    "indices.recovery.internal_action_long_timeout": "20s",
    "indices.recovery.recovery_activity_timeout": "20s",
}


class ImpossibleError(Exception):
    """This machine cannot start a node; the text says what is missing."""


def jar_folder() -> Path:
    """The folder of jars and the compiled NodeMain, filled from the Maven registry on first use.

    ImpossibleError without JDK or, on first use, without Maven and a registry in reach.
    """
    _require_java()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    made_of = (HERE / "pom.xml").read_bytes() + (HERE / "NodeMain.java").read_bytes()
    digest = hashlib.sha256(made_of).hexdigest()[:12]
    folder = cache / "qianshao" / "opensearch-nodes" / digest
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=folder.parent))
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={staging}"]
        command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *goal]
        try:
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(staging, ignore_errors=True)
            raise ImpossibleError(f"Maven cannot fetch OpenSearch's artifacts: {error}") from error
        compile_ = ["javac", "-cp", f"{staging}/*", "-d", str(staging), str(HERE / "NodeMain.java")]
        subprocess.run(compile_, check=True)
        with contextlib.suppress(OSError):  # somebody else was faster
            staging.rename(folder)
    return folder


def _require_java() -> None:
    try:
        told = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=True)
        release = int(re.findall(r"\d+", told.stdout + told.stderr)[0])
    except (OSError, subprocess.CalledProcessError, IndexError) as error:
        raise ImpossibleError(f"there is no JDK: {error}") from error
    if release < OLDEST_JDK:
        raise ImpossibleError(f"JDK {release} is too old, OpenSearch needs {OLDEST_JDK}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """One or more node processes that form one cluster; `addresses[i]` is node i's HTTP door."""

    def __init__(self, nodes: int = 1, heap_mb: int = HEAP_MB) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="opensearch-nodes-"))
        self.heap_mb = heap_mb
        self._ports = [(free_port(), free_port()) for _ in range(nodes)]
        self.addresses = [f"http://127.0.0.1:{http}" for http, _ in self._ports]
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * nodes

    def start(self) -> None:
        """Start every node that does not run; wait until all have joined and no shard is missing.

        Copies of shards may still be made: the cluster, whose affair that is, at times never ends.
        """
        jars = jar_folder()
        for index, process in enumerate(self._processes):
            if process is None:
                self._processes[index] = self._start_node(index, jars)
        query = f"wait_for_nodes={len(self._ports)}&wait_for_status=yellow&timeout=30s"
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._is_healthy(query):
            self._check_alive()
            if time.monotonic() > deadline:
                raise TimeoutError(f"nodes not well in {START_TIMEOUT_S} s:\n{self.log_tail()}")
            time.sleep(0.5)

    def kill(self, index: int) -> None:
        """End node `index` at once, as a power cut would (SIGKILL); its data stay."""
        process = self._processes[index]
        if process is not None:
            process.kill()
            process.wait()
            self._processes[index] = None

    def freeze(self, index: int) -> None:
        """Let node `index` say nothing more while its connections stay open."""
        self._signal(index, signal.SIGSTOP)

    def thaw(self, index: int) -> None:
        self._signal(index, signal.SIGCONT)

    def _signal(self, index: int, number: signal.Signals) -> None:
        process = self._processes[index]
        if process is not None:
            process.send_signal(number)

    def stop(self) -> None:
        """End all nodes and remove their data."""
        for index in range(len(self._processes)):
            self.kill(index)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log_tail(self) -> str:
        """The last lines that each node wrote."""
        logs = sorted(self.folder.glob("*/node.log"))
        return "\n".join("\n".join(log.read_text("utf-8").splitlines()[-15:]) for log in logs)

    def _start_node(self, index: int, jars: Path) -> subprocess.Popen[bytes]:
        home = self.folder / f"node-{index}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        http, transport = self._ports[index]
        settings = {
            "cluster.name": self.folder.name,
            "node.name": f"node-{index}",
            "path.home": str(home),
            "network.host": "127.0.0.1",
            "http.port": str(http),
            "transport.port": str(transport),
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for _, port in self._ports),
            "cluster.initial_cluster_manager_nodes": ",".join(
                f"node-{other}" for other in range(len(self._ports))
            ),
            **PATIENCE,
            # A full disk of the test machine is not what is tested; a full queue is.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "thread_pool.write.size": "1",
            "thread_pool.write.queue_size": "4",
        }
        memory = [f"-Xms{self.heap_mb // 2}m", f"-Xmx{self.heap_mb}m", "-XX:+UseSerialGC"]
        # A node of a test lives for minutes: the quick compiler pays, the thorough one does not.
        quick = ["-XX:TieredStopAtLevel=1", "-Dlog4j2.level=WARN"]
        command = ["java", *memory, *quick, "-cp", f"{jars}:{jars}/*", "NodeMain"]
        command += [f"{name}={value}" for name, value in settings.items()]
        with (home / "node.log").open("ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _is_healthy(self, query: str) -> bool:
        for address, process in zip(self.addresses, self._processes, strict=True):
            if process is None:
                continue
            try:
                url = f"{address}/_cluster/health?{query}"
                with urllib.request.urlopen(url, timeout=35) as answer:
                    return not json.load(answer)["timed_out"]
            except OSError:
                return False
        return False

    def _check_alive(self) -> None:
        for process in self._processes:
            if process is not None and process.poll() is not None:
                raise RuntimeError(f"a node ended by itself:\n{self.log_tail()}")


@contextlib.contextmanager
def running(nodes: int = 1) -> Iterator[Cluster]:
    """A started cluster that is gone when the block ends."""
    cluster = Cluster(nodes)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the nodes end with us
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    with running(options.nodes) as cluster:
        print(f"OpenSearch: {' '.join(cluster.addresses)}", file=sys.stderr)
        environment = {**os.environ, "QIANSHAO_TEST_OPENSEARCH": cluster.addresses[0]}
        return subprocess.run(command or ["cat"], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
