"""The compose file: three nodes that find each other, and a qianshao that is set up for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from indexer.settings import load_settings

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "web" / "deploy" / "compose.yaml"
OURS = ("build", "qianshao")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
    return found


def test_three_nodes_find_each_other(services: dict[str, Any]) -> None:
    nodes = {name for name in services if name not in OURS}
    assert len(nodes) == 3
    for name in nodes:
        environment = services[name]["environment"]
        assert environment["node.name"] == name
        assert set(environment["discovery.seed_hosts"].split(",")) == nodes
        assert set(environment["cluster.initial_cluster_manager_nodes"].split(",")) == nodes
    assert len({volume for name in nodes for volume in services[name]["volumes"]}) == 3
    assert {services[name]["image"] for name in nodes} == {"opensearchproject/opensearch:2.19.1"}


@pytest.mark.parametrize("name", OURS)
def test_its_settings_lead_to_all_nodes(
    services: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(environment=services[name]["environment"])
    assert settings.engine == "opensearch"
    hosts = {urlsplit(host).hostname for host in settings.opensearch.hosts}
    assert hosts == {other for other in services if other not in OURS}
    assert (settings.opensearch.shards, settings.opensearch.replicas) == (3, 1)


def test_it_serves_once_the_index_is_built(services: dict[str, Any]) -> None:
    assert services["build"]["command"] == "qianshao rebuild"
    assert services["qianshao"]["depends_on"]["build"]["condition"].endswith("successfully")
    folder = COMPOSE.parent
    build = services["qianshao"]["build"]
    assert (folder / build["context"] / build["dockerfile"]).is_file()
    for name in OURS:
        for volume in services[name]["volumes"]:
            source = volume.split(":")[0]
            assert not source.startswith(".") or (folder / source).is_dir()
