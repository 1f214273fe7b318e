"""The way to a real node: TLS and a password, hosts that are silent, and what is told at once."""

from __future__ import annotations

import base64
import dataclasses
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from entries import document
from opensearch_builds import build, cut, remove_all

from indexer.errors import ClusterRefusedError
from indexer.opensearch.cluster import Cluster
from indexer.opensearch.generations import generations
from indexer.opensearch.nodes import CONNECT_S
from indexer.opensearch.writer import OpenSearchWriter
from indexer.settings import OpenSearchSettings
from search.engines.opensearch.engine import open_opensearch_engine
from search.errors import EngineUnavailableError

ENTRIES = document("only", "平安前哨")
USER, PASSWORD = "reader", "a secret: 密"
CONF = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_max_body_size 16m;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    location / {{
      if ($http_authorization != "Basic {pair}") {{ return 401; }}
      proxy_pass {node}; proxy_http_version 1.1; proxy_set_header Authorization "";
    }}
  }}
}}
"""


@pytest.fixture
def settings(opensearch: OpenSearchSettings) -> Iterator[OpenSearchSettings]:
    yield opensearch
    remove_all(opensearch)


@pytest.fixture(scope="module")
def guarded(opensearch_for_module: OpenSearchSettings, tmp_path_factory) -> Iterator[Path]:
    """The node behind a door that wants TLS and a password; `<folder>/address` names it."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx or not shutil.which("openssl"):
        pytest.skip("nginx and openssl are needed to put TLS in front of a node")
    folder: Path = tmp_path_factory.mktemp("door")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    make_certificate(folder)
    pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    (folder / "address").write_text(f"https://localhost:{port}", "ascii")
    node = opensearch_for_module.hosts[0]
    conf = CONF.format(folder=folder, port=port, pair=pair, node=node)
    (folder / "conf").write_text(conf, "utf-8")
    with (folder / "out").open("wb") as out:
        door = subprocess.Popen([nginx, "-c", str(folder / "conf"), "-p", str(folder)], stderr=out)
    deadline = time.monotonic() + 20
    while not is_open(port):
        assert time.monotonic() < deadline, (folder / "out").read_text("utf-8")
        time.sleep(0.05)
    yield folder
    door.terminate()
    door.wait()


def make_certificate(folder: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    kind = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*kind, *files, *names], check=True, capture_output=True)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def through(door: Path, settings: OpenSearchSettings, **others: object) -> OpenSearchSettings:
    """The settings of somebody who has the certificate and the password."""
    mine: dict[str, object] = {
        "hosts": ((door / "address").read_text("ascii"),),
        "user": USER,
        "password": PASSWORD,
        "ca_certs": str(door / "cert.pem"),
    }
    return dataclasses.replace(settings, **{**mine, **others})  # type: ignore[arg-type]


def test_a_build_and_a_search_through_tls_with_a_password(guarded, settings):
    with_all = through(guarded, settings)
    build(with_all, ENTRIES)
    unchecked = through(guarded, settings, ca_certs="", verify_certs=False)
    for allowed in (with_all, unchecked):
        engine = open_opensearch_engine(allowed)
        assert list(engine.export_ids()) == ["only#1"]
        engine.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "another"},
        {"user": ""},
        {"ca_certs": ""},
        {"ca_certs": "no-such-file.pem"},
        {"index": "Capital"},
    ],
    ids=str,
)
def test_what_will_never_be_accepted_is_told_at_once(guarded, settings, wrong):
    mistaken = through(guarded, settings, patience_s=60.0, **wrong)
    started = time.monotonic()
    with pytest.raises(ClusterRefusedError) as refused:
        OpenSearchWriter(mistaken, "test", cut())
    assert time.monotonic() - started < 20
    assert PASSWORD not in str(refused.value)
    assert "<" not in refused.value.reason  # no page of something in between
    if "index" not in wrong:
        with pytest.raises(EngineUnavailableError):
            open_opensearch_engine(mistaken)


def test_a_host_without_power_costs_a_moment_and_no_answer(settings):
    """Its packets are lost: nothing refuses, nothing answers. A full queue behaves like that."""
    build(settings, ENTRIES)
    with full_queue() as silent:
        hosts = (silent, silent.replace("127.0.0.1", "localhost"), *settings.hosts)
        both = dataclasses.replace(settings, hosts=hosts, timeout_s=30.0)
        started = time.monotonic()
        engine = open_opensearch_engine(both)
        assert [list(engine.export_ids()) for _ in range(4)] == [["only#1"]] * 4
        assert time.monotonic() - started < 4 * CONNECT_S
        engine.close()


class full_queue:
    """The address of a listening socket that takes no connection any more."""

    def __enter__(self) -> str:
        self._door = socket.socket()
        self._door.bind(("127.0.0.1", 0))
        self._door.listen(0)
        port = self._door.getsockname()[1]
        self._waiting = []
        for _ in range(4):
            visitor = socket.socket()
            visitor.setblocking(False)
            visitor.connect_ex(("127.0.0.1", port))
            self._waiting.append(visitor)
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        for visitor in self._waiting:
            visitor.close()
        self._door.close()


def test_a_password_in_an_address_is_not_told(settings):
    address = urlsplit(settings.hosts[0])
    nobody = f"http://{USER}:hidden@{address.hostname}:9"
    cluster = Cluster(dataclasses.replace(settings, hosts=(nobody,)), EngineUnavailableError)
    with pytest.raises(EngineUnavailableError) as refused:
        generations(cluster)
    assert "hidden" not in str(refused.value)
    assert f"{address.hostname}:9" in refused.value.reason
    cluster.close()
