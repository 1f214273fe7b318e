"""Show the settings in force and write one into the configuration file, its comments kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import click

from indexer.cli.output import echo, echo_result
from indexer.errors import SettingsError
from indexer.library.ledger import replace_file
from indexer.model.yaml_edit import EditedValue, YamlEditError, set_keys, set_nested, yaml_text
from indexer.settings import (
    CONFIG_NAME,
    Settings,
    converted,
    file_values,
    load_settings,
    setting_names,
    variable_name,
)
from web.middleware.security import allowed_origins, require_public_url

_SECRET = ("opensearch.password",)


@click.command("config")
@click.argument("name", required=False)
@click.argument("values", metavar="[VALUE]...", nargs=-1)
@click.option("--add", "is_added", is_flag=True, help="把 VALUE 加进已有的列表，不替换")
@click.option("--unset", "is_unset", is_flag=True, help="从文件里去掉 NAME，改用默认值")
@click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def config_command(
    name: str | None,
    values: tuple[str, ...],
    is_added: bool,
    is_unset: bool,
    config: str | None,
    as_json: bool,
) -> None:
    """列出现在的设置，或把一项写进配置文件。

    只写 NAME 就显示这一项；带 VALUE 就写入，文件里的注释和其他设置不动。允许单位网站嵌入检索框：
    qianshao config embed.allowed_origins http://portal.example.cn --add
    """
    path = Path(config or os.environ.get("QIANSHAO_CONFIG") or CONFIG_NAME)
    if name is None or not (values or is_unset):
        if values or is_added or is_unset:
            raise click.UsageError("要写入，请给出 NAME 和 VALUE")
        _show(path, [name] if name else setting_names(), as_json)
        return
    if is_unset and (values or is_added):
        raise click.UsageError("--unset 不带 VALUE，也不与 --add 并用")
    before = file_values(path)
    value = None if is_unset else _value(name, values, before if is_added else {})
    _write(path, name, value)
    if as_json:
        _show(path, [name], as_json)
        return
    told = f"去掉了 {name}" if value is None else f"写入了 {name}: {yaml_text(value)}"
    echo(f"{path}：{told}；重启 qianshao serve 后生效")
    if variable_name(name) in os.environ:
        echo(f"注意：环境变量 {variable_name(name)} 优先于文件，这一项现在仍以它为准", err=True)


def _value(name: str, values: Sequence[str], before: Mapping[str, Any]) -> EditedValue:
    """What the file is to say: one value, or a list's `before` and `values`. SettingsError for
    what the setting cannot be."""
    if not isinstance(_in_force(Settings(), name), tuple):
        if len(values) > 1:
            raise SettingsError(name, "只能有一个值")
        value = converted(name, values[0])
        if name == "server.public_url":
            require_public_url(value)
        return (
            value
            if type(value) is int
            else str(value).lower()
            if type(value) is bool
            else str(value)
        )
    items = (*converted(name, before.get(name)), *converted(name, list(values)))
    if name == "embed.allowed_origins":
        items = allowed_origins(items)
    return list(dict.fromkeys(items))


def _write(path: Path, name: str, value: EditedValue) -> None:
    """Replace the file at once; one that is written in a way of its own is left as it is."""
    text = path.read_text("utf-8") if path.is_file() else ""
    section, _, key = name.rpartition(".")
    try:
        changed = set_nested(text, section, key, value) if section else set_keys(text, {key: value})
    except YamlEditError as error:
        lines = f"{section}:\n  {key}: …" if section else f"{key}: …"
        reason = f"「{path}」的写法不能自动改（{error}）；请手工写上：\n{lines}"
        raise SettingsError(name, reason) from error
    replace_file(path, changed.encode())


def _show(path: Path, names: Sequence[str], as_json: bool) -> None:
    """The settings in force and what each comes from; a password only by whether there is one."""
    settings = load_settings(str(path) if path.is_file() else None)
    written = file_values(path)
    rows, lines = [], []
    for name in names:
        value = _in_force(settings, name)
        if name in _SECRET and value:
            value = "（已设置）"
        from_variable = variable_name(name) in os.environ
        origin = "环境变量" if from_variable else "文件" if name in written else "默认"
        rows.append({"name": name, "value": value, "from": origin})
        shown = "、".join(value) if isinstance(value, tuple) else str(value)
        lines.append(f"{name} = {shown or '（空）'}  [{origin}]")
    echo_result(as_json, rows, *lines)


def _in_force(settings: Settings, name: str) -> Any:
    """SettingsError for a name that is no setting."""
    if name not in setting_names():
        converted(name, "")
    return attrgetter(name)(settings)
