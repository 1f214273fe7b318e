"""The commands `check` and `import`, run as a person runs them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from indexer.cli.corpus import check, import_command
from indexer.sources.check import validate
from indexer.sources.folder import find_documents, read_document

MINI = Path(__file__).parents[2] / "corpus_mini"


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments])  # type: ignore[arg-type]


def test_a_good_corpus_passes() -> None:
    result = run(check, MINI)
    assert result.exit_code == 0 and "问题 0 个" in result.output


def test_check_lists_all_problems_of_documents_and_taxonomy(tmp_path: Path) -> None:
    documents, taxonomy = tmp_path / "documents", tmp_path / "taxonomy"
    for folder in (documents, documents / "b", taxonomy):
        folder.mkdir()
    (documents / "a.md").write_text("---\ntitle: 甲\ncolour: 红\nyear: x\n---\n文\n")
    (documents / "b/a.md").write_text("文\n")
    (documents / "c.md").write_text("---\nthemes: [没有]\n---\n文\n")
    (documents / "d.md").write_bytes(b"\xff\xff\xff")
    (taxonomy / "themes.yaml").write_text("- name: 反诈\n  colour: 红\n- name: 治安\n")
    result = run(check, tmp_path, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.output)
    found = {(p["place"], p["line"], p["code"], p["fatal"]) for p in answer["problems"]}
    assert found >= {
        ("documents/a.md", 3, "unknown_key", False),
        ("documents/a.md", 4, "bad_value", False),
        ("documents/b/a.md", None, "duplicate_slug", True),
        ("documents/d.md", 1, "undecodable", False),
        ("taxonomy/themes.yaml", 2, "taxonomy_error", True),
    }
    assert (answer["documents"], answer["paragraphs"]) == (2, 2)


def test_check_tells_themes_that_the_taxonomy_has_not(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "taxonomy").mkdir()
    (tmp_path / "documents/c.md").write_text("---\nthemes: [没有]\n---\n文\n")
    (tmp_path / "taxonomy/themes.yaml").write_text("- name: 反诈\n  definition: 反诈\n")
    result = run(check, tmp_path)
    assert result.exit_code == 1 and "documents/c.md:2: " in result.output


def test_check_reads_the_gate(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("文\n")
    (tmp_path / "gate.yaml").write_text("nonsense: 1\n")
    result = run(check, tmp_path)
    assert result.exit_code == 1 and "gate.yaml" in result.output


def test_check_reads_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = ['{"id": "a#1", "text": "甲"}', "{", '{"id": "a#1", "text": "乙"}', '{"id": "a#2"}']
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    result = run(check, path, "--json")
    assert result.exit_code == 1
    answer = json.loads(result.output)
    assert [(p["line"], p["code"]) for p in answer["problems"]] == [
        (2, "bad_json"),
        (3, "duplicate_id"),
        (4, "bad_text"),
    ]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    assert run(check, tmp_path).exit_code == 1


def test_import_writes_what_check_accepts_and_tells_its_doubts(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    text = "海滨公安动态\n\n今年以来，全市推出便民措施12项。\n\n责任编辑：王小明\n"
    (source / "a.txt").write_bytes(text.encode("gb18030"))
    (source / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    out = tmp_path / "out"
    result = run(import_command, source, "--source", "海滨市公安局", "--out", out)
    assert result.exit_code == 1  # one file was refused
    assert "第 5 行：作为编辑署名删去" in result.output and "另存为 .docx" in result.output
    paths, problems = find_documents(out)
    parsed, more = read_document(paths[0], out)
    assert problems == more == [] and parsed is not None
    assert (parsed.document.title, parsed.document.source) == ("海滨公安动态", "海滨市公安局")
    assert [p.text for p in parsed.paragraphs] == ["今年以来，全市推出便民措施12项。"]


def test_an_import_that_the_disk_cuts_leaves_nothing_and_the_next_try_succeeds(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("题目甲乙\n\n" + "今年以来，全市推出便民措施12项。\n\n" * 50)
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
from web.cli import main
main(["import", {str(tmp_path / "a.txt")!r}, "--out", {str(tmp_path / "out")!r}])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1 and list((tmp_path / "out").iterdir()) == []
    assert run(import_command, tmp_path / "a.txt", "--out", tmp_path / "out").exit_code == 0
    (written,) = (tmp_path / "out").iterdir()
    assert written.read_text().count("12项") == 50
    again = run(import_command, tmp_path / "a.txt", "--out", tmp_path / "out")
    assert again.exit_code == 1 and written.read_text().count("12项") == 50


def test_import_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("题目甲乙\n\n今年以来，全市推出便民措施12项。\n")
    result = run(import_command, tmp_path / "a.txt", "--out", tmp_path / "out", "--json")
    assert result.exit_code == 0
    (answer,) = json.loads(result.output)
    assert answer["written"] == str(tmp_path / "out/a.md")
    assert {doubt["line"] for doubt in answer["doubts"]} == {None}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    result = run(import_command, tmp_path / "none.txt", "--out", tmp_path)
    assert result.exit_code == 1 and "无法读取" in result.output


def test_check_warns_of_characters_that_only_one_font_knows(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    front = "---\ntitle: 题\nsource: 甲局\nyear: 2021\n---\n\n"
    body = "第一段写得很清楚。\n\n成果产业化。\ue5f9\ue5f9利用。\n"
    (folder / "a.md").write_text(front + body, "utf-8")
    (warning,) = validate(tmp_path).warnings
    assert warning.code == "private_use"
    assert "第 2 段有 2 个私用区字符（U+E5F9）" in warning.reason
