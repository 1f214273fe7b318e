"""Builds the optional C twins of some Python modules; all else is said in pyproject.toml.

Without a compiler or Python's headers the installation goes on without it. QIANSHAO_PURE=1 leaves
it out, for a wheel that serves every platform.
"""

import os

from setuptools import Extension, setup

EXTENSIONS = [
    Extension(
        name,
        [name.replace(".", "/") + ".c"],
        # No fused multiply-add: scores are to be the same bit for bit wherever they are computed.
        extra_compile_args=[] if os.name == "nt" else ["-O3", "-ffp-contract=off"],
        py_limited_api=True,
        optional=True,
    )
    for name in ("indexer._words", "indexer.codec._kernels", "indexer.codec._merging")
]

is_pure = bool(os.environ.get("QIANSHAO_PURE"))
setup(
    ext_modules=[] if is_pure else EXTENSIONS,
    options={} if is_pure else {"bdist_wheel": {"py_limited_api": "cp311"}},
)
