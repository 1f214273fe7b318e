"""The documents name every address, metric and file to deploy, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from web.middleware.metrics import Metrics

DEPLOY = Path(__file__).parents[2] / "web" / "deploy"
README = (DEPLOY / "README.md").read_text("utf-8")
SEARCHING = (DEPLOY.parents[1] / "search" / "README.md").read_text("utf-8")
CODE = re.findall(r"`([^`\n]+)`", README)


def test_the_table_of_files_is_the_folder() -> None:
    table = README.partition("\n## ")[0]
    rows = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([\w.-]+)`", row)}
    others = {"README.md", "__init__.py", "__pycache__"}
    assert told == {path.name for path in DEPLOY.iterdir()} - others


def test_every_metric_is_told_and_is_one() -> None:
    text = Metrics().text().decode()
    metrics = set(re.findall(r"^# HELP (\S+) ", text, re.MULTILINE))
    told = {name for code in CODE for name in re.findall(r"qianshao_\w+", code)}
    assert {name for name in metrics if not name.endswith("_created")} == told


def test_every_address_for_programs_is_told_and_exists(app: Flask) -> None:
    rules = {re.sub(r"<\w+:(\w+)>", r"<\1>", rule.rule) for rule in app.url_map.iter_rules()}
    section = SEARCHING.partition("\n## JSON\n")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `/")]
    told = {address for row in rows for address in re.findall(r"`([^`]+)`", row)}
    assert told <= rules
    assert {rule for rule in rules if rule.startswith(("/api/", "/search."))} <= told
    assert all(f"`{rule}`" in README for rule in ("/healthz", "/readyz", "/metrics"))
