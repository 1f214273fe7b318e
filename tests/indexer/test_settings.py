"""Settings: where they come from, who beats whom, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import SettingsError
from indexer.settings import Settings, load_settings, setting_names, variable_name


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "qianshao.yaml"
    given = {
        "engine": "opensearch",
        "opensearch": {"hosts": ["https://a:9200", "https://b:9200"], "shards": 3},
        "server": {"port": 9000},
    }
    path.write_text(json.dumps(given), "utf-8-sig")
    return str(path)


def test_without_anything_the_defaults_hold(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}) == Settings()


def test_flags_beat_variables_and_these_the_file(config: str) -> None:
    variables = {"QIANSHAO_SERVER_PORT": "9001", "QIANSHAO_OPENSEARCH_SHARDS": "5"}
    given = load_settings(config, {"server.port": 9002, "server.host": None}, variables)
    assert (given.server.port, given.opensearch.shards) == (9002, 5)
    assert given.server.host == Settings().server.host
    assert given.opensearch.hosts == ("https://a:9200", "https://b:9200")
    assert load_settings(config, None, {}).server.port == 9000


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("opensearch.hosts", "http://a:1, http://b:2 ,", ("http://a:1", "http://b:2")),
        ("opensearch.verify_certs", "no", False),
        ("opensearch.verify_certs", "是", True),
        ("opensearch.timeout_s", "2.5", 2.5),
        ("opensearch.password", "密 码", "密 码"),
        ("opensearch.patience_s", "0", 0.0),
    ],
)
def test_a_variable_is_read_in_the_type_of_its_setting(name, written, meant) -> None:
    given = load_settings(None, None, {variable_name(name): written})
    assert getattr(given.opensearch, name.partition(".")[2]) == meant


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("opensearch.timeout_s", "0"),
        ("opensearch.timeout_s", "nan"),
        ("opensearch.timeout_s", "inf"),
        ("opensearch.shards", "0"),
        ("opensearch.shards", "three"),
        ("opensearch.replicas", "-1"),
        ("opensearch.bulk_threads", "0"),
        ("opensearch.hosts", " , "),
        ("opensearch.verify_certs", "perhaps"),
    ],
)
def test_what_nobody_could_follow_is_refused_by_name(name, written) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(None, None, {variable_name(name): written})
    assert name in str(refused.value)


def test_an_unknown_name_is_refused(config: str) -> None:
    Path(config).write_text("opensearch: {host: a}", "utf-8")
    with pytest.raises(SettingsError):
        load_settings(config, None, {})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("server:\n  port: 1\n  port: 2\n", 3),
        ("a: &x 1\nindex: *x\n", 1),
        ("server:\n\tport: 1\n", 2),
        ("index: !!python/name:os.system\n", 1),
        ("index: [1\nengine: x\n", 2),
    ],
)
def test_a_file_is_read_strictly_and_its_line_is_named(text: str, line: int, tmp_path: Path):
    path = tmp_path / "qianshao.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(str(path), environment={})
    assert caught.value.name == "config" and f"第 {line} 行" in str(caught.value)


def test_a_file_is_read_in_the_types_of_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "qianshao.yaml"
    path.write_text(
        "index: 2024\nkeep_originals: no\nserver:\n  port: 8080  # 端口\n"
        "  trusted_proxies:\n  - 10.0.0.0/8\nopensearch:\n  timeout_s: 2.5\n  password:\n",
        "utf-8",
    )
    given = load_settings(str(path), environment={})
    assert (given.index, given.keep_originals, given.server.port) == ("2024", False, 8080)
    assert given.server.trusted_proxies == ("10.0.0.0/8",)
    assert (given.opensearch.timeout_s, given.opensearch.password) == (2.5, "")


def test_every_setting_has_one_variable() -> None:
    variables = [variable_name(name) for name in setting_names()]
    assert len(set(variables)) == len(variables)
    assert "QIANSHAO_OPENSEARCH_CA_CERTS" in variables
