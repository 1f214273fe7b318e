"""Look for bytes that break a part of the product, guided by the coverage of our own code.

    python tests/fuzz/fuzz.py query --seconds 300 --seed 7

Needs `pip install atheris` (Linux). A finding is written to a file and named; give its path instead
of seconds to see it again: `fuzz.py query --again crash-…`.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", help="document · normal-form · query · address · damaged-index")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=600, help="bytes of one input")
    parser.add_argument("--again", type=Path, help="only run the bytes of this file")
    parser.add_argument("--findings", type=Path, default=Path(), help="folder for what is found")
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("fuzz.py needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["indexer", "search", "web"]):
        import targets
    if given.target not in targets.TARGETS:
        parser.error(f"no target {given.target}; there are {', '.join(targets.TARGETS)}")
    target = targets.TARGETS[given.target]
    if given.again:
        target(given.again.read_bytes())
        print("nothing broke")
        return
    with tempfile.TemporaryDirectory() as scratch:
        for number, seed in enumerate(targets.SEEDS[given.target]):
            encoding = "utf-16-le" if given.target == "normal-form" else "utf-8"
            (Path(scratch) / str(number)).write_bytes(seed.encode(encoding))
        target(b"")  # what is opened once is not part of what is measured
        logging.getLogger("qianshao.access").setLevel(logging.CRITICAL)  # a line for each input
        options = {
            "max_total_time": given.seconds,
            "seed": given.seed,
            "max_len": given.longest,
            "timeout": 20,
            "artifact_prefix": f"{given.findings}/",
            "print_final_stats": 1,
        }
        arguments = [f"-{name}={value}" for name, value in options.items()]
        atheris.Setup([sys.argv[0], *arguments, scratch], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
