"""Start the real server as a process of its own, over an index built from remixed paragraphs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))

from remix import write_corpus  # noqa: E402

SOURCE = "QIANSHAO_EVALUATION_DATA"
# What a server can be run without, and how that is taken away.
PARTS = {
    "limiter": "web.middleware.limiter.Limiter._is_refused = lambda *asked: False\n",
    "short turns": "import sys; sys.setswitchinterval = lambda seconds: None\n",
    "spreading": "web.server.sockets.Connections.is_anothers_turn = lambda self: False\n",
}
QIANSHAO = "from web.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Service:
    """A running server; `pids` are its processes, the first one its parent."""

    port: int
    process: subprocess.Popen[str]

    @property
    def pids(self) -> list[int]:
        pid = self.process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            children = []
        return [pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        return sum(map(_cpu_seconds, self.pids))

    def private_bytes(self) -> int:
        """Memory that no other process shares, of all its processes."""
        return sum(_private_bytes(pid) for pid in self.pids)


def prepare(folder: Path, paragraphs: int, seed: int) -> tuple[Path, Path]:
    """Corpus and index of so many paragraphs in `folder`, made once; both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus, index = folder / f"{paragraphs}.jsonl", folder / f"index-{paragraphs}"
    if not corpus.exists():
        if SOURCE not in os.environ:
            sys.exit(f"{SOURCE} must name the folder of evaluation data (laws.jsonl.gz)")
        source = Path(os.environ[SOURCE]) / "laws.jsonl.gz"
        part = corpus.with_suffix(".part")
        write_corpus([source], part, paragraphs, seed)
        part.rename(corpus)
    if not (index / "CURRENT").exists():
        build(corpus, index)
    return corpus, index


def build(corpus: Path, index: Path) -> None:
    """Publish an index by the command that an administrator runs."""
    command = [sys.executable, "-c", QIANSHAO, "rebuild", str(corpus), "--index", str(index)]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def running(
    index: Path, log: Path, options: Sequence[str] = (), without: Sequence[str] = ()
) -> Iterator[Service]:
    """`qianshao serve` on a free port; it is told to end, and must, with exit code 0."""
    code = "".join(
        ["import web.middleware.limiter, web.server.sockets\n", *map(PARTS.__getitem__, without)]
    )
    command = [sys.executable, "-c", code + QIANSHAO, "serve", "--index", str(index)]
    command += ["--port", "0", *options]
    with open(log, "w", encoding="utf-8") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    try:
        found = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert found, log.read_text(encoding="utf-8")
        yield Service(int(found[1]), process)
        process.terminate()
        assert process.wait(30) == 0, log.read_text(encoding="utf-8")[-2000:]
    finally:
        process.kill()
        process.wait()


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _private_bytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    kinds = re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.MULTILINE)
    return 1024 * sum(map(int, kinds))
