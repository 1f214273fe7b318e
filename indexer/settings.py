"""Read the one frozen settings object from flags, environment, file and defaults."""

from __future__ import annotations

import dataclasses
import os
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from indexer.errors import SettingsError
from indexer.model.strict_yaml import plain_value, read_yaml

CONFIG_NAME = "qianshao.yaml"


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Caps of one query: exceeding one is told, never cut silently."""

    max_query_chars: int = 1_000
    max_clauses: int = 64
    max_depth: int = 20
    max_window: int = 10_000
    general_synonyms: bool = True  # the bundled list of administrative Chinese


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the web service listens; `trusted_proxies` may set prefix, scheme and user headers.

    `allowed_hosts`: names by which we may be asked; none: any. `public_url`: where links to us
    lead; empty: where the reader found us. `threads` and `max_waiting` are for all workers
    together; `workers` 0: one for each core.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    workers: int = 0
    trusted_proxies: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    public_url: str = ""
    user_header: str = ""
    max_body_bytes: int = 65_536
    max_waiting: int = 64


@dataclass(frozen=True, slots=True)
class EmbedSettings:
    """Which foreign origins may frame the embed page and call the API from scripts."""

    allowed_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """The most that one file may hold: rows, and bytes of their cells (UTF-8)."""

    max_rows: int = 10_000
    max_bytes: int = 100_000_000


@dataclass(frozen=True, slots=True)
class LogSettings:
    """Folder of the access log; empty: stderr. The audit log lies in the index folder."""

    folder: str = ""


@dataclass(frozen=True, slots=True)
class OpenSearchSettings:
    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    index: str = "qianshao"
    user: str = ""
    password: str = ""
    ca_certs: str = ""
    verify_certs: bool = True
    timeout_s: float = 10.0
    shards: int = 1
    replicas: int = 1
    bulk_threads: int = 2  # requests under way at once while building
    patience_s: float = 120.0  # how long a build waits for a cluster that is busy or away


@dataclass(frozen=True, slots=True)
class SemanticSettings:
    """Search by meaning: the folder of a local model; empty: by words only."""

    model: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Paths are as given: relative ones start at the working folder."""

    index: str = "index"
    corpus: str = ""  # empty: ./corpus if there is one, else the bundled corpus
    engine: str = "whoosh"
    keep_originals: bool = True  # of added files, in corpus/originals
    search: SearchSettings = field(default_factory=SearchSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    embed: EmbedSettings = field(default_factory=EmbedSettings)
    export: ExportSettings = field(default_factory=ExportSettings)
    log: LogSettings = field(default_factory=LogSettings)
    opensearch: OpenSearchSettings = field(default_factory=OpenSearchSettings)
    semantic: SemanticSettings = field(default_factory=SemanticSettings)

    def corpus_path(self) -> Path:
        """The corpus folder in force: the setting, ./corpus, or the one in the package."""
        if self.corpus:
            return Path(self.corpus)
        local = Path("corpus")
        return local if local.is_dir() else Path(str(resources.files("corpus")))

    def index_path(self) -> Path:
        return Path(self.index)


def load_settings(
    config: str | None = None,
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Flags beat variables beat file beat defaults; an unknown name is a SettingsError.

    `flags` uses dotted names ("server.port"); None values are left out. A variable is the dotted
    name in capitals with underscores: QIANSHAO_SERVER_PORT; lists are separated by commas.
    """
    environment = os.environ if environment is None else environment
    path = Path(config or environment.get("QIANSHAO_CONFIG") or CONFIG_NAME)
    values: dict[str, Any] = {}
    if path.is_file():
        values.update(file_values(path))
    elif config or environment.get("QIANSHAO_CONFIG"):
        raise SettingsError("config", f"没有文件「{path}」")
    for name in setting_names():
        variable = variable_name(name)
        if variable in environment:
            values[name] = environment[variable]
    values.update({k: v for k, v in (flags or {}).items() if v is not None})
    return _build(values)


def setting_names() -> list[str]:
    """Every setting's dotted name, in the order of the classes."""
    names: list[str] = []
    for f, kind in _typed_fields(Settings):
        if dataclasses.is_dataclass(kind):
            names.extend(f"{f}.{inner}" for inner, _ in _typed_fields(kind))
        else:
            names.append(f)
    return names


def variable_name(name: str) -> str:
    """The environment variable of a setting: "server.port" → "QIANSHAO_SERVER_PORT"."""
    return "QIANSHAO_" + name.replace(".", "_").upper()


def _typed_fields(kind: Any) -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(kind)
    return [(f.name, hints[f.name]) for f in dataclasses.fields(kind)]


def file_values(path: Path) -> dict[str, Any]:
    """What a configuration file sets, by dotted name, as written; nothing where there is none."""
    return _flatten(_read_yaml(path)) if path.is_file() else {}


def converted(name: str, value: Any) -> Any:
    """A value in the type and range of its setting. SettingsError for a name that is none."""
    built: Any = _build({name: value})
    for part in name.split("."):
        built = getattr(built, part)
    return built


def _read_yaml(path: Path) -> dict[str, Any]:
    root, problems = read_yaml(path)
    if problems:
        place = f"第 {problems[0].line} 行" if problems[0].line else ""
        raise SettingsError("config", f"「{path}」{place}：{problems[0].reason}")
    if root is None or root.value is None:
        return {}
    if not isinstance(root.value, dict):
        raise SettingsError("config", f"「{path}」应是「名称: 值」的列表")
    settings: dict[str, Any] = plain_value(root)
    return settings


def _flatten(tree: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": v for inner, v in value.items()})
        else:
            flat[str(name)] = value
    return flat


def _build(values: Mapping[str, Any]) -> Settings:
    known = setting_names()
    for name in values:
        if name not in known:
            raise SettingsError(name, f"没有这个设置；可用的有：{'、'.join(known)}")
    top: dict[str, Any] = {}
    for name, kind in _typed_fields(Settings):
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            inner = {
                f: _convert(f"{name}.{f}", values[f"{name}.{f}"], t)
                for f, t in _typed_fields(kind)
                if f"{name}.{f}" in values
            }
            top[name] = kind(**inner)
        elif name in values:
            top[name] = _convert(name, values[name], kind)
    return Settings(**top)


# Beyond these no cluster could follow: least and most.
_RANGES = {
    "opensearch.timeout_s": (0.1, 3_600),
    "opensearch.shards": (1, 1_024),
    "opensearch.replicas": (0, 100),
    "opensearch.bulk_threads": (1, 64),
    "opensearch.patience_s": (0, 86_400),
}
_FALSE, _TRUE = ("0", "false", "no", "off", "否"), ("1", "true", "yes", "on", "是")


def _convert(name: str, value: Any, kind: Any) -> Any:
    """One value in the type and range of its setting; SettingsError says what was expected."""
    converted = _of_kind(name, value, kind)
    if name in _RANGES:
        least, most = _RANGES[name]
        if not least <= converted <= most:
            raise SettingsError(name, f"「{value}」不在 {least}–{most} 之间")
    if name == "opensearch.hosts" and not converted:
        raise SettingsError(name, "至少要写一个地址")
    return converted


def _of_kind(name: str, value: Any, kind: Any) -> Any:
    try:
        if kind is bool:
            word = str(value).strip().lower()
            if word not in _FALSE + _TRUE:
                raise ValueError
            return word in _TRUE
        if kind in (int, float):
            return kind(value)
        if kind is str:
            return "" if value is None else str(value)
        items = value.split(",") if isinstance(value, str) else list(value or ())
        return tuple(str(item).strip() for item in items if str(item).strip())
    except (TypeError, ValueError) as error:
        expected = getattr(kind, "__name__", "列表")
        raise SettingsError(name, f"「{value}」不是有效的值（应为 {expected}）") from error
