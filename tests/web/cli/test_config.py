"""`qianshao config` shows settings, writes one of them and leaves the rest of the file alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.settings import load_settings
from web.cli import main

BEGUN = "# 我们的设置\ncorpus: corpus  # 这里\nserver:\n  # 端口\n  port: 8123\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "qianshao.yaml"
    path.write_text(BEGUN, "utf-8")
    return path


def config(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["config", "--config", str(file), *arguments])


def test_a_site_is_allowed_to_embed_and_another_one_added(file: Path) -> None:
    name = "embed.allowed_origins"
    assert "重启" in config(file, name, "http://Portal.example.cn/").output
    assert (
        config(file, name, "--add", "https://b.cn:8443", "http://portal.example.cn").exit_code == 0
    )
    origins = ("http://portal.example.cn", "https://b.cn:8443")
    assert load_settings(str(file)).embed.allowed_origins == origins
    assert file.read_text("utf-8").startswith(BEGUN)
    assert config(file, name, "http://c.cn").exit_code == 0  # replaces
    assert load_settings(str(file)).embed.allowed_origins == ("http://c.cn",)
    assert config(file, name, "--unset").exit_code == 0
    assert file.read_text("utf-8") == BEGUN


def test_settings_of_every_kind_are_written_and_shown(file: Path) -> None:
    for name, value in (("server.port", "8200"), ("keep_originals", "否"), ("index", "库 一")):
        assert config(file, name, value).exit_code == 0
    settings = load_settings(str(file))
    assert (settings.server.port, settings.keep_originals, settings.index) == (8200, False, "库 一")
    rows = {row["name"]: row for row in json.loads(config(file, "--json").output)}
    assert rows["server.port"] == {"name": "server.port", "value": 8200, "from": "文件"}
    assert rows["server.host"]["from"] == "默认"
    assert "# 端口" in file.read_text("utf-8") and "# 这里" in file.read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("embed.allowed_origins", "portal.example.cn"),
        ("embed.allowed_origins", "*", "--add"),
        ("server.public_url", "a b"),
        ("server.port", "abc"),
        ("server.port", "1", "2"),
        ("server.prot", "1"),
        ("nothing",),
    ],
)
def test_what_no_setting_can_be_is_told_and_not_written(
    file: Path, arguments: tuple[str, ...]
) -> None:
    answer = config(file, *arguments)
    assert answer.exit_code == 1 and "设置「" in answer.output
    assert file.read_text("utf-8") == BEGUN


def test_a_file_that_is_written_in_its_own_way_is_left_alone(file: Path) -> None:
    file.write_text("embed: {allowed_origins: []}\n", "utf-8")
    answer = config(file, "embed.allowed_origins", "http://a.cn")
    assert answer.exit_code == 1 and "请手工写上" in answer.output
    assert file.read_text("utf-8") == "embed: {allowed_origins: []}\n"


def test_a_password_is_never_shown_and_a_variable_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QIANSHAO_SERVER_PORT", "9000")
    assert config(file, "opensearch.password", "geheim").exit_code == 0
    shown = config(file).output
    assert "geheim" not in shown and "server.port = 9000  [环境变量]" in shown
    assert "优先于文件" in config(file, "server.port", "8001").output
