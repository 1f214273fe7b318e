"""What readers search is counted from the access log, and nobody is named."""

from __future__ import annotations

import gzip
import json
import logging
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from web.cli import main
from web.cli.queries import report


def line(
    second: float, q: str, total: int | None = 1, path: str = "/search", **more: object
) -> str:
    minutes, seconds = divmod(second, 60)
    entry = {
        "time": f"2026-03-01T08:{int(minutes):02}:{seconds:06.3f}+00:00",
        "path": path,
        "query": urlencode({"q": q, **dict(more.pop("asked", {}))}),  # type: ignore[call-overload]
        "status": 200,
        "ms": 5.0,
        "total": total,
        "remote": "10.9.8.7",
        "user": "lihua",
    }
    return json.dumps(entry | more)


def test_queries_are_counted_and_those_in_vain_are_listed() -> None:
    told = report([line(0, "反诈", 5), line(60, "反诈", 6), line(90, "无此词", 0)], 10, 1000)
    assert told.searches == 3
    assert [(r.query, r.times, r.total) for r in told.frequent] == [
        ("反诈", 2, 6),
        ("无此词", 1, 0),
    ]
    assert [r.query for r in told.without_hits] == ["无此词"]
    assert told.slow == ()


def test_what_was_still_being_typed_is_not_counted() -> None:
    lines = [line(0, "平"), line(1, "平安"), line(2, "平安前哨"), line(60, "平安")]
    assert {r.query: r.times for r in report(lines, 10, 1000).frequent} == {
        "平安前哨": 1,
        "平安": 1,
    }


def test_two_readers_who_ask_alike_at_once_are_two() -> None:
    told = report([line(0, "平安"), line(1, "平安", remote="10.9.8.8")], 10, 1000)
    assert told.frequent[0].times == 2


def test_a_search_that_filters_may_have_emptied_is_not_called_in_vain() -> None:
    told = report([line(0, "平安", 0, asked={"source": "某局"})], 10, 1000)
    assert told.searches == 1 and told.without_hits == ()


def test_slow_ones_are_told_slowest_first() -> None:
    told = report([line(0, "甲", ms=1500.0), line(60, "乙", ms=3000.0), line(90, "丙")], 10, 1000)
    assert [r.query for r in told.slow] == ["乙", "甲"]


@pytest.mark.parametrize(
    "entry",
    [
        line(0, "甲", status=400),
        line(0, "甲", path="/documents/a"),
        line(0, "甲", asked={"page": "2"}),
        line(0, "  "),
    ],
)
def test_only_first_pages_of_answered_searches_count(entry: str) -> None:
    told = report([entry], 10, 1000)
    assert told.searches == 0 and told.unread_lines == 0


def test_other_lines_are_passed_over_and_counted() -> None:
    told = report(["not json\n", "[1]\n", "\n", line(0, "甲")], 10, 1000)
    assert (told.searches, told.unread_lines) == (1, 2)


def test_the_command_reads_rotated_logs_and_names_nobody(tmp_path: Path) -> None:
    (tmp_path / "access.jsonl").write_text(line(600, "反诈") + "\n", "utf-8")
    with gzip.open(tmp_path / "access.jsonl.2.gz", "wt", encoding="utf-8") as old:
        old.write(line(0, "无此词", 0) + "\n")
    environment = {"QIANSHAO_LOG_FOLDER": str(tmp_path)}
    plain = CliRunner().invoke(main, ["queries"], env=environment)
    assert plain.exit_code == 0 and "反诈" in plain.output and "无此词" in plain.output
    told = CliRunner().invoke(main, ["queries", "--json"], env=environment)
    assert json.loads(told.stdout)["without_hits"][0]["query"] == "无此词"
    assert not {"lihua", "10.9.8.7"} & {w for o in (plain, told) for w in o.output.split('"')}
    assert "lihua" not in plain.output + told.output and "10.9.8" not in plain.output + told.output


def test_without_a_log_the_command_says_what_to_set(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["queries"], env={"QIANSHAO_LOG_FOLDER": str(tmp_path)})
    assert result.exit_code == 1 and "access.jsonl" in result.output
    missing = CliRunner().invoke(main, ["queries", str(tmp_path / "none.jsonl")])
    assert missing.exit_code == 2


def test_the_service_logs_what_a_search_found(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("qianshao.access"), "propagate", True)
    with caplog.at_level(logging.INFO, "qianshao.access"):
        body = client.get("/api/v1/search?q=平安前哨").get_json()
    told = report([record.getMessage() for record in caplog.records], 10, 60_000)
    assert [(r.query, r.total) for r in told.frequent] == [("平安前哨", body["total"])]
