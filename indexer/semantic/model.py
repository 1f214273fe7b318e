"""Turn a model folder into files, options and a digest, or say in one sentence why it is none."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import SemanticModelError
from indexer.model.strict_yaml import YamlEntry, read_yaml

TOKENIZER_NAME = "tokenizer.json"
OPTIONS_NAME = "qianshao-model.yaml"
_MOST_BYTES = {".onnx": 2_000_000_000, ".json": 100_000_000}
# Raised when the same files would give other vectors: other pooling code, other passages.
_ENCODING = 1


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How to use a model; the defaults suit bge-small-zh-v1.5.

    pooling: "cls" or "mean". max_tokens: what is longer is cut. weight: the share of meaning in
    the order of scattered hits. threshold: the least cosine of a hit that shares no words.
    Weight and threshold were measured for that model (search/semantic/README.md).
    """

    pooling: str = "cls"
    query_prefix: str = ""
    passage_prefix: str = ""
    max_tokens: int = 512
    weight: float = 0.4
    threshold: float = 0.54


@dataclass(frozen=True, slots=True)
class Model:
    """A model folder that was read. `digest` names all that decides a paragraph's vector."""

    folder: str
    onnx: Path
    onnx_sha256: str
    tokenizer: Path
    tokenizer_sha256: str
    options: ModelOptions

    @property
    def digest(self) -> str:
        decisive = {
            "onnx": self.onnx_sha256,
            "tokenizer": self.tokenizer_sha256,
            "pooling": self.options.pooling,
            "passage_prefix": self.options.passage_prefix,
            "max_tokens": self.options.max_tokens,
            "encoding": _ENCODING,
        }
        return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()

    def read(self, path: Path, sha256: str) -> bytes:
        """One of the files, as it was when the folder was read. SemanticModelError otherwise."""
        content = _read_file(self.folder, path)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise SemanticModelError(self.folder, f"{path.name} 在使用期间被改动")
        return content


def read_model(folder: str) -> Model:
    """The model of a folder; SemanticModelError says what is missing or wrong."""
    path = Path(folder)
    if not path.is_dir():
        raise SemanticModelError(folder, "没有这个文件夹")
    try:
        found = sorted(path.glob("*.onnx"))
    except OSError as error:
        raise SemanticModelError(folder, f"无法读取：{error.strerror or error}") from error
    if len(found) != 1:
        names = "、".join(file.name for file in found[:3])
        reason = f"应只有一个 .onnx 文件，却有 {names} 等" if found else "里面没有 .onnx 文件"
        raise SemanticModelError(folder, reason)
    tokenizer = path / TOKENIZER_NAME
    return Model(
        folder,
        found[0],
        hashlib.sha256(_read_file(folder, found[0])).hexdigest(),
        tokenizer,
        hashlib.sha256(_read_file(folder, tokenizer)).hexdigest(),
        _read_options(folder, path / OPTIONS_NAME),
    )


def _read_file(folder: str, path: Path) -> bytes:
    most = _MOST_BYTES[path.suffix]
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SemanticModelError(folder, f"{path.name} 不是普通文件")
        if not 0 < status.st_size <= most:
            reason = "是空的" if not status.st_size else f"超过 {most // 1_000_000} MB"
            raise SemanticModelError(folder, f"{path.name} {reason}")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SemanticModelError(folder, f"缺少 {path.name}") from error
    except OSError as error:
        reason = f"{path.name} 无法读取：{error.strerror or error}"
        raise SemanticModelError(folder, reason) from error


# -- qianshao-model.yaml ---------------------------------------------------------------------------


def _pooling(text: str) -> str:
    if text not in ("cls", "mean"):
        raise ValueError
    return text


def _prefix(text: str) -> str:
    """As written; a prefix such as `query:` is parted from the text by a space, as models want."""
    if len(text) > 200:
        raise ValueError
    return f"{text} " if text.endswith(":") else text


def _within(kind: Callable[[str], Any], low: float, high: float) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        value = kind(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


_OPTIONS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "pooling": (_pooling, "cls 或 mean"),
    "query_prefix": (_prefix, "至多 200 字"),
    "passage_prefix": (_prefix, "至多 200 字"),
    "max_tokens": (_within(int, 8, 8192), "8 到 8192 的整数"),
    "weight": (_within(float, 0, 1), "0 到 1 的数"),
    "threshold": (_within(float, 0, 1), "0 到 1 的数"),
}


def _read_options(folder: str, path: Path) -> ModelOptions:
    """The options of the file, defaults where there is none."""
    if not path.exists() and not path.is_symlink():
        return ModelOptions()

    def wrong(line: int, reason: str) -> SemanticModelError:
        place = f"{path.name} 第 {line} 行" if line else path.name
        return SemanticModelError(folder, f"{place}：{reason}")

    root, problems = read_yaml(path)
    if problems:
        raise wrong(problems[0].line, problems[0].reason)
    if root is None:
        return ModelOptions()
    if not isinstance(root.value, dict):
        raise wrong(root.line, "应是「名称: 值」的列表")
    values: dict[str, Any] = {}
    for name, entry in root.value.items():
        if name not in _OPTIONS:
            raise wrong(entry.line, f"没有「{name}」这一项；可用的有 {'、'.join(_OPTIONS)}")
        read, expected = _OPTIONS[name]
        try:
            values[name] = read(_text(entry))
        except ValueError as error:
            raise wrong(entry.line, f"「{name}」应是{expected}") from error
    return ModelOptions(**values)


def _text(entry: YamlEntry) -> str:
    """A scalar; nothing written is the empty text."""
    if entry.value is None:
        return ""
    if not isinstance(entry.value, str):
        raise ValueError
    return entry.value
