"""What web/deploy/ hands to an administrator works as it stands."""

from __future__ import annotations

import http.client
import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from indexer.build.builder import BuildOptions, rebuild
from indexer.generations.store import GenerationStore
from indexer.generations.withdrawals import WithdrawalList
from indexer.settings import ServerSettings, Settings, load_settings
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher
from web.app import create_app
from web.middleware.access_log import LogFile
from web.server.worker import Server

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "web" / "deploy"
MINI = ROOT / "tests" / "corpus_mini"
NGINX = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; include {example}; }}
}}
"""


def need(name: str) -> str:
    """Where a tool lies; without it the test is skipped, or fails where everything is wanted."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    if found is None and os.environ.get("QIANSHAO_TEST_ALL") == "1":
        pytest.fail(f"{name} is missing")
    return found or pytest.skip(f"{name} is missing")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture
def behind_nginx(index: Path, searcher: Searcher, tmp_path: Path) -> Iterator[int]:
    """The port of a real nginx that includes the example, with the settings it asks for.

    The example speaks to port 8000. Only where that is taken, a copy names another port.
    """
    nginx = need("nginx")
    example = DEPLOY / "nginx-sub-path.conf"
    backend = 8000 if is_free(8000) else free_port()
    if backend != 8000:
        changed = example.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{backend}")
        example = tmp_path / "example.conf"
        example.write_text(changed)
    server_settings = ServerSettings(port=backend, trusted_proxies=("127.0.0.1",))
    settings = Settings(index=str(index), server=server_settings)
    server = Server(create_app(settings, searcher), server_settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    port, conf = free_port(), tmp_path / "nginx.conf"
    conf.write_text(NGINX.format(folder=tmp_path, port=port, example=example))
    process = subprocess.Popen([nginx, "-c", str(conf), "-p", str(tmp_path)])
    try:
        for _ in range(200):
            if not is_free(port):
                break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)
        server.stop()
        thread.join(20)


def fetch(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": "portal.example", **headers})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()
    finally:
        connection.close()


def test_the_nginx_example_serves_the_sub_path(behind_nginx: int) -> None:
    status, headers, _ = fetch(behind_nginx, "/library")
    assert status == 308 and headers["Location"].endswith("/library/")
    status, headers, text = fetch(behind_nginx, "/library/search?q=%E5%B9%B3%E5%AE%89")
    links = re.findall(r'(?:href|src|action)="([^"#?][^"]*)"', text)
    assert status == 200 and len(links) > 20
    roots = ("/library/", "http://portal.example/library/")
    assert [link for link in links if not link.startswith(roots)] == []
    hits = json.loads(fetch(behind_nginx, "/library/search.json?q=%E5%B9%B3%E5%AE%89")[2])["hits"]
    assert fetch(behind_nginx, hits[0]["url"].partition("#")[0])[0] == 200
    assert fetch(behind_nginx, "/library/metrics")[0] == 404


def test_the_nginx_example_lets_nobody_choose_a_name_or_an_address(
    behind_nginx: int, caplog: pytest.LogCaptureFixture
) -> None:
    claims = {
        "X-Remote-User": "root",
        "Authorization": "Basic cm9vdDpyb290",
        "X-Forwarded-For": "192.0.2.7",
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Host": "evil.example",
    }
    logger = logging.getLogger("qianshao.access")
    logger.addHandler(caplog.handler)
    text = fetch(behind_nginx, "/library/search?q=x", **claims)[2]
    logger.removeHandler(caplog.handler)
    assert "evil" not in text
    entry = json.loads(caplog.messages[-1])
    assert (entry["remote"], entry["user"]) == ("127.0.0.1", None)


@pytest.mark.parametrize("unit", ["qianshao.service", "qianshao-update.service"])
def test_the_units_are_what_systemd_understands(unit: str, tmp_path: Path) -> None:
    analyze = need("systemd-analyze")
    text = (DEPLOY / unit).read_text()
    assert "ExecStart=/opt/qianshao/bin/qianshao " in text
    for name in ("qianshao.service", "qianshao-update.service", "qianshao-update.timer"):
        text = (DEPLOY / name).read_text()
        (tmp_path / name).write_text(text.replace("/opt/qianshao/bin/qianshao", sys.executable))
    done = subprocess.run([analyze, "verify", unit], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and unit not in done.stderr, done.stderr
    exposure = [analyze, "security", "--offline=true", "--threshold=20", unit]
    done = subprocess.run(exposure, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-300:]


def test_the_sample_settings_are_settings() -> None:
    found = load_settings(str(DEPLOY / "qianshao.yaml"), environment={})
    assert found.server.trusted_proxies == ("127.0.0.1",)
    assert found.index == "/var/lib/qianshao/index"


def backup(*arguments: object) -> None:
    subprocess.run(["sh", str(DEPLOY / "backup.sh"), *map(str, arguments)], check=True)


def test_a_backup_brings_that_day_back_but_nothing_withdrawn(tmp_path: Path) -> None:
    index, saved = tmp_path / "index", tmp_path / "backup.tar"
    settings = Settings(index=str(index))
    rebuild(str(MINI), settings, BuildOptions())
    before = GenerationStore(index).current_name()
    backup("save", index, saved)
    corpus = tmp_path / "corpus"
    shutil.copytree(MINI, corpus)
    (corpus / "documents" / "marks.md").unlink()
    for _ in range(3):  # the saved generation is pruned meanwhile
        rebuild(str(corpus), settings, BuildOptions())
    WithdrawalList(index).withdraw("numbers", "by mistake published")
    assert before not in GenerationStore(index).generations()
    backup("restore", saved, index)
    assert GenerationStore(index).current_name() == before
    searcher = open_searcher(settings)
    found = {hit.paragraph.document for hit in searcher.search(SearchRequest(size=100)).hits}
    searcher.close()
    assert "marks" in found and "numbers" not in found
    rebuild(str(corpus), settings, BuildOptions())  # and goes on from there


def test_a_backup_restores_into_an_empty_place(tmp_path: Path) -> None:
    settings = Settings(index=str(tmp_path / "index"))
    rebuild(str(MINI), settings, BuildOptions())
    backup("save", tmp_path / "index", tmp_path / "backup.tar")
    backup("restore", tmp_path / "backup.tar", tmp_path / "other")
    command = [sys.executable, "-c", "from web.cli import main; main()", "verify"]
    command += [str(MINI), "--index", str(tmp_path / "other")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_backup_holds_the_generation_that_it_names_though_one_is_published_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, tar = tmp_path / "index", shutil.which("tar")
    settings = Settings(index=str(index))
    saved = rebuild(str(MINI), settings, BuildOptions()).generation
    shutil.copytree(index, tmp_path / "later")
    rebuild(str(MINI), Settings(index=str(tmp_path / "later")), BuildOptions())
    slow = tmp_path / "bin" / "tar"  # a publish between the first reading of CURRENT and the copy
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\ncp -a {tmp_path}/later/. {index}/\nexec {tar} "$@"\n')
    slow.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
        backup("save", index, tmp_path / "backup.tar")
    assert GenerationStore(index).current_name() != saved
    backup("restore", tmp_path / "backup.tar", tmp_path / "other")
    store = GenerationStore(tmp_path / "other")
    assert store.current().name == saved and not store.current().warnings
    assert store.audit.verify(has_history=True).problem is None
    assert sorted(path.name for path in tmp_path.glob("backup.tar*")) == ["backup.tar"]


def test_logrotate_takes_the_log_away_and_the_service_begins_a_new_one(tmp_path: Path) -> None:
    logrotate, log = need("logrotate"), tmp_path / "access.jsonl"
    example = (DEPLOY / "logrotate.conf").read_text().replace("su root qianshao", "")
    conf = tmp_path / "logrotate.conf"
    conf.write_text(example.replace("/var/log/qianshao", str(tmp_path)))
    conf.chmod(0o644)
    lost: list[int] = []
    handler = LogFile(log, lambda: lost.append(1))
    for words in ("before", "after"):
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, words, (), None))
        if words == "before":
            state = str(tmp_path / "state")
            subprocess.run([logrotate, "--force", "--state", state, str(conf)], check=True)
    handler.close()
    assert log.read_text() == "after\n" and not lost
    assert (tmp_path / "access.jsonl.1").read_text() == "before\n"


def test_the_container_file_copies_all_that_the_wheel_is_made_of() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ")]
    sources = {name for names in copied for name in names if not name.startswith("--")}
    assert all((ROOT / name).exists() for name in sources - {"/wheels"})
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {pattern.rstrip("*") for pattern in patterns} <= sources
    assert {"pyproject.toml", "setup.py", "README.md", "LICENSE"} <= sources
    assert "USER qianshao" in text


def test_the_compose_file_gives_the_service_no_rights() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    service = services["qianshao"]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert all("ports" not in services[node] for node in ("node1", "node2", "node3"))


LOCKS = [f"requirements{of}.lock" for of in ("", "-semantic", "-test")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 20
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^\s;]+( ;[^-]*?)?\s", line), line[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line[:80]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[\w-]+", d)[0].lower() for d in project["dependencies"]}  # type: ignore[index]
    locked = {re.match(r"[\w.-]+", line)[0].lower() for line in lines}  # type: ignore[index]
    assert wanted <= locked


@pytest.mark.parametrize("extras", ["fast,import", "fast,import,semantic"])
def test_a_wheelhouse_is_made_from_a_lock_that_has_its_extras(extras: str) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not here")
    told = subprocess.run(
        ["make", "-n", "wheelhouse", f"EXTRAS={extras}"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    (name,) = set(re.findall(r"\S+\.lock", told.split("wheel --wheel-dir", 2)[2]))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [r for extra in extras.split(",") for r in project["optional-dependencies"][extra]]
    text = (ROOT / name).read_text().lower()
    for requirement in asked:
        wanted = re.match(r"[\w.-]+", requirement)[0].lower()  # type: ignore[index]
        assert re.search(rf"^{wanted}==", text, re.MULTILINE), wanted
