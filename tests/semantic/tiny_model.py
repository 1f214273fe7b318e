"""Write a real ONNX encoder of a few kilobytes, whose meanings can be read off a table.

A token is a character; its vector is that of the idea it belongs to, or a weak one of its own. The
model is one Gather node. The protocol buffer is written here, byte by byte, so that the tests need
no library that could make it.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np

DIMENSIONS = 24
IDEAS = ("快速迅捷立即马上", "警报案出处接", "骗诈欺", "河湖水污染", "学校生师课", "车路交通驾")
_STRENGTH = 0.15  # of a character without an idea, beside 1.0 of one that has one


def write_tiny_model(folder: Path, options: str = "pooling: mean\n", extra: str = "") -> Path:
    """A model folder; `extra` are more characters, which make it another model."""
    folder.mkdir(parents=True, exist_ok=True)
    chars = sorted({chr(code) for code in range(0x4E00, 0x9FA6)} | set("前哨" + extra))
    vocabulary = {"[UNK]": 0, **{char: number for number, char in enumerate(chars, 1)}}
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"Regex": "."},
            "behavior": "Isolated",
            "invert": False,
        },
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    table = np.stack([_vector(token) for token in vocabulary]).astype("<f4")
    (folder / "tiny.onnx").write_bytes(gather_model(table))
    if options:
        (folder / "qianshao-model.yaml").write_text(options, "utf-8")
    return folder


def _vector(token: str) -> np.ndarray:
    for axis, idea in enumerate(IDEAS):
        if token in idea:
            vector = np.zeros(DIMENSIONS)
            vector[axis] = 1.0
            return vector
    own = np.random.default_rng(zlib.crc32(token.encode())).normal(size=DIMENSIONS)
    own[: len(IDEAS)] = 0
    return _STRENGTH * own / np.linalg.norm(own)


# -- the little of ONNX that one node needs --------------------------------------------------------


def gather_model(table: np.ndarray, output: str = "last_hidden_state") -> bytes:
    """input_ids (1×n) → rows of `table` (1×n×dimensions)."""
    node = _text(1, "table") + _text(1, "input_ids") + _text(2, output) + _text(4, "Gather")
    tensor = b"".join(_number(1, size) for size in table.shape)
    tensor += _number(2, 1) + _text(8, "table") + _bytes(9, table.astype("<f4").tobytes())
    graph = (
        _bytes(1, node)
        + _text(2, "tiny")
        + _bytes(5, tensor)
        + _bytes(11, _value("input_ids", 7, ("batch", "length")))
        + _bytes(12, _value(output, 1, ("batch", "length", table.shape[1])))
    )
    opset = _text(1, "") + _number(2, 13)
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, opset)


def _value(name: str, kind: int, shape: tuple[str | int, ...]) -> bytes:
    dims = b"".join(
        _bytes(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape
    )
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dims)))


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())
