"""The corpus folder: what is read, and how every bad file is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.problem import Problem
from indexer.sources.check import validate_folder
from indexer.sources.folder import (
    MAX_FILE_BYTES,
    duplicate_slugs,
    find_documents,
    parse_document,
    read_document,
    unknown_names,
)
from indexer.sources.splitter import MAX_PARAGRAPH_CHARS
from indexer.taxonomy.taxonomy import Initiative, Taxonomy, Theme

MINI = Path(__file__).parents[2] / "corpus_mini"


def write(root: Path, name: str, content: str | bytes) -> Path:
    path = root / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def told(text: str) -> list[tuple[int | None, str]]:
    """Line and code of each problem of a document with this text."""
    parsed, problems = parse_document(text, "a", "documents/a.md")
    assert (parsed is None) == bool(problems)
    assert all(problem.place == "documents/a.md" for problem in problems)
    return [(problem.line, problem.code) for problem in problems]


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", "正文。"])


def test_all_front_matter_fields_arrive() -> None:
    text = front(
        "title: “甲”与：乙",
        "source: 市公安局",
        "region: [江苏省, 南通市]",
        "date: 2022-12-06",
        "year: 2021",
        "genre: 年鉴",
        "url: https://example.org/a",
        "author: 张三",
        "note: >",
        "  两行",
        "  注",
    )
    parsed, problems = parse_document(text, "a", "a.md")
    assert problems == [] and parsed is not None
    document = parsed.document
    assert (document.slug, document.title, document.source) == ("a", "“甲”与：乙", "市公安局")
    assert (document.region, document.date, document.year) == (
        ("江苏省", "南通市"),
        "2022-12-06",
        2021,
    )
    assert (document.genre, document.url) == ("年鉴", "https://example.org/a")
    assert (document.author, document.note) == ("张三", "两行 注")


@pytest.mark.parametrize("date", ["2022", "2022-12", "2022-12-06"])
def test_a_date_is_kept_as_precise_as_it_is(date: str) -> None:
    parsed, _ = parse_document(front(f"date: {date}"), "a", "a.md")
    assert parsed is not None and parsed.document.date == date


@pytest.mark.parametrize(
    "text", ["正文。", "\n\n正文。", "---\n---\n正文。", front("title:", "url: ~")]
)
def test_nothing_known_is_no_problem(text: str) -> None:
    parsed, problems = parse_document(text, "a", "a.md")
    assert problems == [] and parsed is not None
    assert parsed.document.title is None and parsed.paragraphs[0].text == "正文。"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("colour: red", "unknown_key"),
        ("title: 12", "wrong_type"),
        ("title: [a, b]", "wrong_type"),
        ("author: yes", "wrong_type"),
        ("region: 江苏省", "wrong_type"),
        ("region: [江苏省, 12]", "wrong_type"),
        ("region: {a: b}", "wrong_type"),
        ("date: 2022-13", "bad_value"),
        ("date: 2022-02-30", "bad_value"),
        ("date: 2022/02/03", "bad_value"),
        ("date: 去年", "bad_value"),
        ("date: [2022]", "bad_value"),
        ("year: 二〇二一", "bad_value"),
        ("year: 21", "bad_value"),
        ("year: 2021.5", "bad_value"),
        ("url: javascript:alert(1)", "bad_value"),
        ("title: a: b", "bad_yaml"),
        ("title: [a", "bad_yaml"),
        ('title: "a', "bad_yaml"),
        ("title: 'a' b", "bad_yaml"),
        ("title: \x07", "bad_yaml"),
        ("title:\n\tyear: 2021", "bad_yaml"),
        ("title: !!python/object/apply:os.system [echo]", "tag"),
        ("title: !!binary aGk=", "tag"),
        ("title: &a 甲", "alias"),
        ("- a", "bad_front_matter"),
        ("title", "bad_front_matter"),
        ("region: [[[[[[[[江苏省]]]]]]]]", "wrong_type"),
        ("? [a]\n: b", "bad_key"),
        ("themes: 反诈", "wrong_type"),
        ("themes: {没有这一段: [反诈]}", "bad_override"),
    ],
)
def test_bad_front_matter_is_told(line: str, code: str) -> None:
    problems = told(front(line))
    assert code in [found for _, found in problems]
    assert all(number and 1 <= number <= 5 for number, _ in problems)


def test_all_problems_of_a_file_are_told_with_their_lines() -> None:
    text = front(
        "title: 甲", "title: 乙", "colour: 红", "year: 去年", "date: 2022-2", "region: 江苏"
    )
    assert told(text) == [
        (3, "duplicate_key"),
        (4, "unknown_key"),
        (5, "bad_value"),
        (6, "bad_value"),
        (7, "wrong_type"),
    ]


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = [
        "a: &a [x, x]",
        *(f"{c}: &{c} [*{p}, *{p}]" for p, c in zip("abcde", "bcdef", strict=True)),
    ]
    assert told(front(*bomb)) == [(2, "alias")]


def test_front_matter_without_an_end_and_files_without_text() -> None:
    assert told("---\ntitle: 甲\n\n正文") == [(1, "bad_front_matter")]
    assert told("---\ntitle: 甲\n---\n\n## 只有标题\n") == [(None, "no_paragraph")]


def test_front_matter_is_capped() -> None:
    assert told(front("note: " + "长" * 70_000)) == [(2, "front_matter_too_long")]


def test_a_paragraph_over_the_cap_is_told_with_its_line() -> None:
    long = "甲" * (MAX_PARAGRAPH_CHARS + 1)
    assert told(f"---\ntitle: 甲\n---\n\n一\n\n{long}\n") == [(7, "paragraph_too_long")]


def test_overrides_go_to_all_or_to_the_paragraph_that_begins_so() -> None:
    text = "---\nthemes: [反诈]\ninitiatives:\n  二：: [平安前哨]\n  三: []\n---\n一\n\n二：\n\n三"
    parsed, problems = parse_document(text, "a", "a.md")
    assert problems == [] and parsed is not None
    assert [p.themes for p in parsed.paragraphs] == [("反诈",)] * 3
    assert [p.initiatives for p in parsed.paragraphs] == [None, ("平安前哨",), ()]


def test_an_opening_that_fits_two_paragraphs_is_told() -> None:
    assert told("---\nthemes:\n  甲: [反诈]\n---\n甲一\n\n甲二") == [(3, "bad_override")]


def test_names_outside_the_taxonomy_are_told() -> None:
    parsed, _ = parse_document(
        front("themes: [反诈, 不存在]", "initiatives: [某行动]"), "a", "a.md"
    )
    assert parsed is not None
    known = Taxonomy(themes=(Theme("反诈"),), initiatives=(Initiative("平安前哨"),))
    problems = unknown_names(parsed, "a.md", known)
    assert [(p.line, p.code) for p in problems] == [(2, "unknown_theme"), (3, "unknown_initiative")]


def test_documents_are_found_by_path_and_bad_entries_told(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("外")
    root = tmp_path / "corpus"
    for name in ("b.md", "a/c.md", "a/D.MD", ".hidden.md", ".git/x.md", "notes.txt"):
        write(root, name, "文")
    (root / "documents/folder.md").mkdir()
    (root / "documents/link.md").symlink_to(outside)
    (root / "documents/linked").symlink_to(tmp_path)
    (root / "documents/inner.md").symlink_to(root / "documents/b.md")
    found, problems = find_documents(root)
    names = [path.relative_to(root / "documents").as_posix() for path in found]
    assert names == ["a/D.MD", "a/c.md", "b.md", "inner.md"]
    assert {(p.place, p.code) for p in problems} == {
        ("documents/folder.md", "not_a_file"),
        ("documents/link.md", "link_outside"),
        ("documents/linked", "link_outside"),
    }


def test_a_folder_without_documents_is_a_corpus_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("文")
    found, problems = find_documents(tmp_path)
    assert ([path.name for path in found], problems) == (["a.md"], [])


def test_duplicate_slugs_name_both_places(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, "文") for name in ("a/x.md", "b/x.md", "y.md")]
    problems = duplicate_slugs(paths, tmp_path)
    assert [(p.place, p.code, p.fatal) for p in problems] == [
        ("documents/b/x.md", "duplicate_slug", True)
    ]
    assert "documents/a/x.md" in problems[0].reason


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x7fELF\0\0", "binary"),
        (b"\xff\xfe\xff", "undecodable"),
        ("電信網絡詐騙案件持續高發。".encode("big5"), "undecodable"),
        (b"\n\n", "no_paragraph"),
    ],
)
def test_unreadable_files_are_told(tmp_path: Path, content: bytes, code: str) -> None:
    parsed, problems = read_document(write(tmp_path, "a.md", content), tmp_path)
    assert parsed is None
    assert [(p.place, p.code) for p in problems] == [("documents/a.md", code)]


def test_what_is_no_regular_file_is_told_without_hanging(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.md"
    os.mkfifo(fifo)
    loop = tmp_path / "loop.md"
    loop.symlink_to(loop)
    cases = [(fifo, "not_a_file"), (tmp_path, "not_a_file"), (loop, "unreadable")]
    for path, code in [*cases, (tmp_path / "none.md", "unreadable")]:
        parsed, problems = read_document(path, tmp_path)
        assert parsed is None and [p.code for p in problems] == [code]


def test_a_huge_line_is_named_and_memory_stays_small(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", b"---\ntitle: a\n---\n")
    with path.open("ab") as file:
        for _ in range(100):
            file.write(b"x" * 1024 * 1024)
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from indexer.sources.folder import read_document\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "parsed, problems = read_document(Path(sys.argv[1]), Path(sys.argv[1]).parent)\n"
        "print(parsed, problems[0].line, problems[0].code)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True)
    assert done.stdout == "None 4 too_large\n", done.stderr
    assert path.stat().st_size > MAX_FILE_BYTES


def test_the_encoding_of_a_file_changes_nothing(tmp_path: Path) -> None:
    text = (MINI / "documents/haibin-2020.md").read_text()
    results = []
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        for line_end in ("\n", "\r\n"):
            path = write(tmp_path, "a.md", text.replace("\n", line_end).encode(encoding))
            results.append(read_document(path, tmp_path))
    assert results[0][0] is not None
    assert all(result == results[0] for result in results)


def test_problems_print_place_line_and_reason() -> None:
    assert str(Problem("a.md", 3, "x", "原因")) == "a.md:3: 原因"
    assert str(Problem("a.md", None, "x", "原因")) == "a.md: 原因"


def test_the_mini_corpus_is_good_and_each_document_says_why_it_is_there() -> None:
    assert validate_folder(MINI).problems == ()
    paths, _ = find_documents(MINI)
    assert 1 <= len(paths) <= 12
    for path in paths:
        parsed, _ = read_document(path, MINI)
        assert parsed is not None and parsed.document.note


YAML_PIECES = (
    *("title", "year", "region", "themes", ":", " ", "\n", "- ", "[", "]", "{", "}", "&a", "*a"),
    *("!!x", "|", ">", "'", '"', "#", "2021", "甲", "\t", "---", "...", "? ", "\\u", "%", "\x85"),
)


@given(st.lists(st.sampled_from(YAML_PIECES), max_size=25).map("".join) | st.text(max_size=60))
def test_no_front_matter_raises(text: str) -> None:
    parsed, problems = parse_document(f"---\n{text}\n---\n正文", "a", "a.md")
    assert (parsed is None) == bool(problems)
    assert all(problem.reason for problem in problems)


@given(st.binary(max_size=120))
def test_no_file_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.md"
    path.write_bytes(b"---\n" + data)
    parsed, problems = read_document(path, path.parent)
    assert (parsed is None) == bool(problems)
