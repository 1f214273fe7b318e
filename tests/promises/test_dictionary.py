"""Promises 12 and 13: the dictionary loads as it is saved, is watched, and is nobody's to plant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from collection import Collection
from reports import FILES, TAXONOMY, report

from indexer.text.analyzer import Segmenter
from web.cli import main

OfFiles = Callable[[Mapping[str, str | bytes]], Collection]

# Does not depend on the engine.
EMBEDDED = pytest.mark.parametrize("engine", ["whoosh"], indirect=True, scope="session")


@pytest.fixture(scope="module")
def saved_by_notepad(of_files: OfFiles) -> Collection:
    """A library whose taxonomy was saved with a byte order mark and CRLF line ends."""
    taxonomy = {
        name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for name, text in TAXONOMY.items()
    }
    return of_files({**taxonomy, "documents/a.md": report("江湾公安建设平安前哨。")})


@EMBEDDED
def test_12_a_dictionary_with_bom_and_crlf_loads_as_any_other(
    saved_by_notepad: Collection, reports: Collection
) -> None:
    assert saved_by_notepad.searcher.taxonomy() == reports.searcher.taxonomy()
    found = saved_by_notepad.search("平安前哨工程")
    assert [hit.paragraph.initiatives for hit in found.hits] == [("平安前哨",)]


@EMBEDDED
def test_12_a_changed_dictionary_makes_verify_say_that_a_rebuild_is_due(
    saved_by_notepad: Collection,
) -> None:
    index = saved_by_notepad.settings.index
    before = CliRunner().invoke(main, ["verify", "--index", index, "--json"])
    assert (before.exit_code, json.loads(before.stdout)["rebuild_due"]) == (0, [])
    names = Path(saved_by_notepad.settings.corpus) / "taxonomy" / "initiatives.yaml"
    names.write_bytes(names.read_bytes() + "- name: 三圈五域\r\n".encode())
    after = CliRunner().invoke(main, ["verify", "--index", index, "--json"])
    assert after.exit_code == 1
    assert len(json.loads(after.stdout)["rebuild_due"]) == 2, "dictionary and taxonomy"
    served = {initiative.name for initiative in saved_by_notepad.searcher.taxonomy().initiatives}
    assert "三圈五域" not in served, "the live index is served from its own copy"


@pytest.fixture(params=["junk", "a folder"])
def planted(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A temporary folder in which somebody else has left a `jieba.cache`."""
    cache = tmp_path / "jieba.cache"
    if request.param == "junk":
        cache.write_bytes(b"\0planted")
        cache.chmod(0o444)
    else:  # what not even root can open for writing
        cache.mkdir()
    return tmp_path


def test_13_cutting_neither_reads_nor_writes_a_cache_in_the_shared_folder(
    planted: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(planted))
    segmenter = Segmenter(("平安前哨",), "jieba")
    assert segmenter.cut("推进平安前哨工程") == ["推进", "平安", "前哨", "平安前哨", "工程"]
    assert [path.name for path in planted.iterdir()] == ["jieba.cache"]
    assert capfd.readouterr() == ("", "")


_FIRST_REQUEST = """
import sys, time
from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import open_searcher
searcher = open_searcher(Settings(index=sys.argv[1]))
started = time.process_time()  # what others do on this machine is no part of it
found = searcher.search(SearchRequest("平安 前哨 哪个城市")).total
print(found, (time.process_time() - started) * 1000, "jieba" in sys.modules)
"""


@EMBEDDED
def test_13_serving_starts_quietly_and_answers_its_first_request_within_300_ms(
    reports: Collection, planted: Path
) -> None:
    environment = {**os.environ, "TMPDIR": str(planted), "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-c", _FIRST_REQUEST, reports.settings.index]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    found, took_ms, loads_jieba = run.stdout.split()
    assert run.stderr == ""
    assert int(found) > 0
    assert loads_jieba == "False"
    assert float(took_ms) < 300
    assert [path.name for path in planted.iterdir()] == ["jieba.cache"]


@EMBEDDED
def test_12_the_files_of_these_tests_are_good(reports: Collection) -> None:
    documents = [name for name in FILES if name.startswith("documents/")]
    status = reports.searcher.status()
    assert (status.documents, status.skipped) == (len(documents), 0)
