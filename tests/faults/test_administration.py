"""Commands that look after an index tell the truth about it, and change only what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import stages
from click.testing import CliRunner, Result
from stages import Library

from indexer.errors import CorpusError
from indexer.generations.store import GenerationStore
from indexer.sources.required_phrases import read_gate
from web.cli import main


def run(library: Library, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--index", str(library.index)])


def body(result: Result) -> Any:
    return json.loads(result.stdout)


def failed_checks(result: Result) -> set[str]:
    return {check["name"] for check in body(result)["checks"] if check["failed"]}


def test_a_fresh_index_is_verified(library: Library) -> None:
    result = run(library, "verify", "--json")
    assert result.exit_code == 0 and body(result)["ok"] and failed_checks(result) == set()
    checked = {check["name"]: check["checked"] for check in body(result)["checks"]}
    assert checked["counts"] == checked["found"] == checked["corpus"] == 8 and checked["gate"] == 1


def test_verify_says_which_paragraphs_are_not_the_corpus(library: Library) -> None:
    result = run(library, "verify", library.stage.old_corpus, "--json")
    assert result.exit_code == 1 and "corpus" in failed_checks(result)
    problems = next(c for c in body(result)["checks"] if c["name"] == "corpus")["problems"]
    assert any("report-3#1" in problem for problem in problems)  # only in the index
    assert any("report-0#1" in problem for problem in problems)  # worded otherwise


def test_verify_reports_damage_though_the_old_generation_is_served(library: Library) -> None:
    live = GenerationStore(library.index).current()
    (live.path / "segments.json").write_text("{}")
    result = run(library, "verify", "--json")
    assert result.exit_code == 1 and "files" in failed_checks(result)
    assert live.name in " ".join(body(run(library, "status", "--json"))["warnings"])


def test_a_changed_corpus_or_taxonomy_makes_a_rebuild_due(library: Library, tmp_path: Path) -> None:
    corpus = stages.write_corpus(tmp_path / "corpus", "新版", 2)
    stages.full_build(corpus, library.index)
    assert body(run(library, "status", "--json"))["rebuild_due"] == []
    (corpus / "documents" / "report-0.md").write_text("改了。\n", "utf-8")
    (corpus / "taxonomy" / "initiatives.yaml").write_text("- name: 无人机巡逻\n", "utf-8")
    assert len(body(run(library, "status", "--json"))["rebuild_due"]) >= 2
    result = run(library, "verify", "--json")
    assert result.exit_code == 1 and body(result)["rebuild_due"]


def test_rollback_and_prune_change_what_is_live_and_kept(library: Library) -> None:
    old, new = GenerationStore(library.index).generations()
    assert body(run(library, "rollback", "--json"))["generation"] == old
    assert run(library, "rollback").exit_code == 1
    assert body(run(library, "prune", "--keep", "1", "--json")) == {"deleted": [new], "busy": []}
    assert body(run(library, "status", "--json"))["generations"] == [old]


def test_withdraw_refuses_what_is_not_there_and_can_be_undone(library: Library) -> None:
    refused = run(library, "withdraw", "report-9", "--reason", "误")
    assert refused.exit_code == 1
    assert run(library, "withdraw", "report-1").exit_code == 2
    done = run(library, "withdraw", "report-1", "--reason", "申请", "--json")
    assert body(done) == {"slug": "report-1", "withdrawn": True, "changed": True}
    assert body(run(library, "status", "--json"))["documents"] == 3
    again = run(library, "withdraw", "report-1", "--reason", "申请", "--json")
    assert again.exit_code == 0 and not body(again)["changed"]
    undone = run(library, "withdraw", "report-1", "--undo", "--reason", "误撤", "--json")
    assert body(undone) == {"slug": "report-1", "withdrawn": False, "changed": True}
    assert body(run(library, "status", "--json"))["documents"] == 4


def test_audit_verify_fails_when_a_line_was_changed(library: Library) -> None:
    assert body(run(library, "audit", "verify", "--json"))["whole"]
    log = library.index / "audit.jsonl"
    log.write_text(log.read_text("utf-8").replace("publish", "PUBLISH", 1), "utf-8")
    result = run(library, "audit", "verify")
    assert result.exit_code == 1 and "Traceback" not in result.output
    assert "audit" in failed_checks(run(library, "verify", "--json"))


def test_a_build_that_loses_a_gate_phrase_is_not_published(
    library: Library, tmp_path: Path
) -> None:
    corpus = stages.write_corpus(tmp_path / "corpus", "再版", 2)
    (corpus / "gate.yaml").write_text("phrases: [再版的平安前哨, 本库没有这一句]\n", "utf-8")
    result = run(library, "rebuild", corpus)
    assert result.exit_code == 1 and "本库没有这一句" in result.stderr
    assert stages.answers(library.index) == library.stage.new


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("", ()),
        ("- 甲\n- 乙\n- 甲\n", ("甲", "乙")),
        ("phrases:\n  - “甲”：15.72%\n", ("“甲”：15.72%",)),
        ("sentences: [甲]\nphrases: [乙]\n", ("乙", "甲")),
    ],
)
def test_a_gate_is_a_list_of_texts(tmp_path: Path, text: str, phrases: tuple[str, ...]) -> None:
    (tmp_path / "gate.yaml").write_text(text, "utf-8")
    assert read_gate(tmp_path) == phrases


@pytest.mark.parametrize(
    "text", ["甲", "- [甲]\n", "words: [甲]\n", "- 甲\n- {a: b}\n", "- *a\n", "\t- 甲"]
)
def test_a_broken_gate_stays_shut(tmp_path: Path, text: str) -> None:
    (tmp_path / "gate.yaml").write_text(text, "utf-8")
    with pytest.raises(CorpusError):
        read_gate(tmp_path)


def test_a_corpus_without_a_gate_has_no_phrases(tmp_path: Path) -> None:
    assert read_gate(tmp_path) == ()


def test_withdrawals_outlive_the_loss_of_their_list(library: Library) -> None:
    store = GenerationStore(library.index)
    for slug in ("report-0", "report-1", "report-2"):
        store.withdrawals.withdraw(slug, "申请")
    store.withdrawals.restore("report-2", "误撤")
    listed = library.index / "withdrawn.jsonl"
    lines = listed.read_bytes().splitlines(keepends=True)
    for left in (b"", lines[0], None):  # emptied, cut, deleted
        listed.unlink() if left is None else listed.write_bytes(left)
        assert store.withdrawn() == GenerationStore(library.index).withdrawn()
        assert store.withdrawn() == {"report-0", "report-1"}
        assert "report-1" in " ".join(body(run(library, "status", "--json"))["warnings"])
        assert "audit" in failed_checks(run(library, "verify", "--json"))
        assert stages.answers(library.index) != library.stage.new
    run(library, "withdraw", "report-0", "--undo", "--reason", "允许")
    assert store.withdrawn() == {"report-1"} and not store.withdrawals.warnings()
    assert body(run(library, "status", "--json"))["warnings"] == []
