"""Builds the optional C twin of indexer/codec/kernels.py; all else is said in pyproject.toml.

Without a compiler or Python's headers the installation goes on without it. QIANSHAO_PURE=1 leaves
it out, for a wheel that serves every platform.
"""

import os

from setuptools import Extension, setup

KERNELS = Extension(
    "indexer.codec._kernels",
    ["indexer/codec/_kernels.c"],
    # No fused multiply-add: scores are to be the same bit for bit wherever they are computed.
    extra_compile_args=[] if os.name == "nt" else ["-O3", "-ffp-contract=off"],
    py_limited_api=True,
    optional=True,
)

is_pure = bool(os.environ.get("QIANSHAO_PURE"))
setup(
    ext_modules=[] if is_pure else [KERNELS],
    options={} if is_pure else {"bdist_wheel": {"py_limited_api": "cp311"}},
)
