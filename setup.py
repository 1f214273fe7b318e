"""Builds the optional C twins of some Python modules; all else is said in pyproject.toml.

Without a compiler or Python's headers the installation goes on without them. QIANSHAO_PURE=1
leaves them out, for a wheel that serves every platform.
"""

import os
from pathlib import Path

from setuptools import Extension, setup


def _sources(name: str) -> list[str]:
    """The files of a module, in `c/` beside it: `_kernels.c`, `_kernels_rows.c` and the like."""
    own = Path(*name.split("."))
    return sorted(path.as_posix() for path in (own.parent / "c").glob(f"{own.name}*.c"))


EXTENSIONS = [
    Extension(
        name,
        _sources(name),
        include_dirs=["indexer/c"],
        depends=["indexer/c/compiled.h", "indexer/codec/c/_kernels.h"],
        # No fused multiply-add: scores are to be the same bit for bit wherever they are computed.
        extra_compile_args=[] if os.name == "nt" else ["-O3", "-ffp-contract=off"],
        py_limited_api=True,
        optional=True,
    )
    for name in ("indexer.text._trie", "indexer.codec._kernels", "indexer.codec._merging")
]

is_pure = bool(os.environ.get("QIANSHAO_PURE"))
setup(
    ext_modules=[] if is_pure else EXTENSIONS,
    options={} if is_pure else {"bdist_wheel": {"py_limited_api": "cp311"}},
)
