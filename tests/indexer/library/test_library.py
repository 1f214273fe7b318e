"""A library is begun with one command and filled with another, again and again."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.errors import LibraryError
from indexer.library.addition import Options, add_files
from indexer.library.creation import create_library
from indexer.library.ledger import LEDGER_NAME, read_ledger
from indexer.sources.check import validate
from indexer.taxonomy.taxonomy import load_taxonomy
from web.cli import main

TEXT = """南通市公安局2021年工作总结

　　2021年，全市公安机关聚焦主责主业，推动社区警务提质增效，群众安全感持续提升。

　　下一步，市局将继续完善巡防体系，压实各级责任，确保各项措施落地见效。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    create_library(tmp_path / "library")
    return tmp_path / "library" / "corpus"


def report_file(folder: Path, text: str = TEXT, name: str = "总结.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def states(paths: list[Path], corpus: Path, options: Options | None = None) -> list[str]:
    return [addition.state for addition in add_files(paths, corpus, options or Options())]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="qianshao")


@pytest.mark.parametrize("taxonomy", ["blank", "public-security"])
def test_a_new_library_has_nothing_wrong_but_that_it_is_empty(
    tmp_path: Path, taxonomy: str
) -> None:
    assert run("init", str(tmp_path / "new"), "--taxonomy", taxonomy).exit_code == 0
    problems = validate(tmp_path / "new" / "corpus").problems
    assert [problem.code for problem in problems] == ["no_document"]


def test_a_blank_library_knows_the_abbreviations_of_the_field(tmp_path: Path) -> None:
    create_library(tmp_path)
    groups = load_taxonomy(tmp_path / "corpus" / "taxonomy").synonyms
    known = {frozenset(group.words) for group in groups}
    assert any({"电诈", "电信网络诈骗"} <= words for words in known)
    assert any({"GDP", "国内生产总值"} <= words for words in known)
    assert not any("数据之云" in words for words in known)  # a print of one report


def test_a_library_is_not_begun_where_there_is_one(tmp_path: Path) -> None:
    create_library(tmp_path)
    (tmp_path / "qianshao.yaml").write_text("index: mine\n")
    with pytest.raises(LibraryError):
        create_library(tmp_path)
    assert (tmp_path / "qianshao.yaml").read_text() == "index: mine\n"


def test_a_file_becomes_a_document_with_what_is_known_of_it(tmp_path: Path, corpus: Path) -> None:
    [addition] = add_files([report_file(tmp_path)], corpus, Options())
    assert (addition.state, addition.title) == ("added", "南通市公安局2021年工作总结")
    text = (corpus / "documents" / "总结.md").read_text("utf-8")
    for line in ("source: 南通市公安局", "region: [江苏省, 南通市]", "year: 2021"):
        assert line in text
    assert validate(corpus).problems == ()


def test_the_same_content_comes_in_once(tmp_path: Path, corpus: Path) -> None:
    first, copy = report_file(tmp_path), report_file(tmp_path / "b", name="副本.txt")
    assert states([first, copy], corpus) == ["added", "known"]
    assert states([first, copy], corpus) == ["known", "known"]
    assert len(list((corpus / "documents").glob("*.md"))) == 1


def test_a_changed_file_replaces_its_document(tmp_path: Path, corpus: Path) -> None:
    path = report_file(tmp_path)
    add_files([path], corpus, Options())
    report_file(tmp_path, TEXT.replace("下一步", "今后一个时期"))
    assert states([path], corpus) == ["replaced"]
    [document] = (corpus / "documents").glob("*.md")
    assert "今后一个时期" in document.read_text("utf-8")
    assert len(read_ledger(corpus)) == 1


def test_what_a_person_has_edited_is_left_alone(tmp_path: Path, corpus: Path) -> None:
    path = report_file(tmp_path)
    add_files([path], corpus, Options())
    [document] = (corpus / "documents").glob("*.md")
    document.write_text(document.read_text("utf-8").replace("下一步", "下步"), "utf-8")
    report_file(tmp_path, TEXT.replace("下一步", "今后一个时期"))
    assert states([path], corpus) == ["edited"]
    assert "下步" in document.read_text("utf-8")
    assert "今后" in (corpus / "drafts" / document.name).read_text("utf-8")


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_a_run_that_was_stopped_before_its_ledger_is_gone_on_with(
    tmp_path: Path, corpus: Path, is_reviewed: bool
) -> None:
    """No second copy of a document, and nobody is said to have edited one."""
    options = Options(review=is_reviewed)
    folder = "drafts" if is_reviewed else "documents"
    path, ledger = report_file(tmp_path), corpus / LEDGER_NAME
    for text, state in ((TEXT, "added"), (TEXT.replace("2021", "2020"), "replaced")):
        before = ledger.read_bytes() if ledger.exists() else b""
        report_file(tmp_path, text)
        add_files([path], corpus, options)
        written = (corpus / folder / "总结.md").read_bytes()
        ledger.write_bytes(before)  # as kill -9 after the document leaves it
        assert states([path], corpus, options) == [state]
        assert [one.name for one in corpus.rglob("*.md")] == ["总结.md"]
        assert (corpus / folder / "总结.md").read_bytes() == written
        assert states([path], corpus, options) == ["known"]


def test_a_document_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report_file(tmp_path)
    add_files([path], corpus, Options())
    report_file(tmp_path, TEXT.replace("2021", "2020"))
    read_bytes = Path.read_bytes

    def failing(self: Path) -> bytes:
        if self.suffix == ".md":
            raise OSError(errno.EMFILE, "Too many open files")
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", failing)
    with pytest.raises(LibraryError):
        add_files([path], corpus, Options())


def test_a_deleted_document_may_come_in_again(tmp_path: Path, corpus: Path) -> None:
    path = report_file(tmp_path)
    add_files([path], corpus, Options())
    (corpus / "documents" / "总结.md").unlink()
    assert states([path], corpus) == ["added"]


def test_two_files_of_one_name_are_two_documents(tmp_path: Path, corpus: Path) -> None:
    one = report_file(tmp_path / "2020", TEXT.replace("2021", "2020"))
    other = report_file(tmp_path / "2021")
    assert states([one, other], corpus) == ["added", "added"]
    assert len(list((corpus / "documents").glob("*.md"))) == 2


def test_a_name_as_long_as_a_file_system_takes_is_shortened(tmp_path: Path, corpus: Path) -> None:
    title = "关于" + "平安建设" * 20 + "号"  # 249 bytes, and five for what follows
    paths = [report_file(tmp_path, TEXT + tail, f"{title}.{tail}") for tail in ("txt", "md")]
    assert states(paths, corpus, Options(review=True)) == ["added", "added"]
    one, other = (entry.slug for entry in read_ledger(corpus))
    assert one != other and title.startswith(one)


def test_originals_are_kept_by_digest_unless_unwanted(tmp_path: Path, corpus: Path) -> None:
    path = report_file(tmp_path)
    add_files([path], corpus, Options(keep_originals=False))
    assert not (corpus / "originals").exists()
    report_file(tmp_path, TEXT + "完\n")
    add_files([path], corpus, Options())
    [kept] = [p for p in (corpus / "originals").rglob("*") if p.is_file()]
    assert kept.read_bytes() == path.read_bytes()
    assert kept.stem == read_ledger(corpus)[0].digest


def test_every_file_of_a_folder_is_told(tmp_path: Path, corpus: Path) -> None:
    folder = tmp_path / "来件"
    report_file(folder)
    (folder / "录像.mp4").write_bytes(b"\0\0\0\x18ftypmp42" * 9)
    (folder / "空.txt").write_bytes(b"")
    (folder / "压缩.rar").write_bytes(b"Rar!\x1a\7\0")
    told = {Path(a.place).name: a for a in add_files([folder], corpus, Options())}
    assert set(told) == {"总结.txt", "录像.mp4", "空.txt", "压缩.rar"}
    assert {a.code for a in told.values() if a.state == "refused"} == {"other", "empty", "rar"}
    assert all(a.reason for a in told.values() if a.state == "refused")


def test_a_broken_ledger_is_told_with_its_line(tmp_path: Path, corpus: Path) -> None:
    add_files([report_file(tmp_path)], corpus, Options())
    (corpus / LEDGER_NAME).write_text('{"slug": 1}\n', "utf-8")
    with pytest.raises(LibraryError) as caught:
        add_files([report_file(tmp_path)], corpus, Options())
    assert caught.value.code == "library_error" and "第 1 行" in str(caught.value)


def test_one_command_makes_a_folder_searchable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", str(tmp_path / "library")).exit_code == 0
    monkeypatch.chdir(tmp_path / "library")
    path = report_file(tmp_path / "in")
    added = run("add", str(path.parent))
    assert added.exit_code == 0, added.output
    found = json.loads(run("search", "社区警务提质增效", "--json").stdout)
    assert [hit["document"] for hit in found["hits"]] == ["总结"]
    again = json.loads(run("add", str(path.parent), "--json").stdout)
    assert [file["state"] for file in again["files"]] == ["known"]


def test_drafts_wait_for_review_outside_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_library(tmp_path / "library")
    monkeypatch.chdir(tmp_path / "library")
    done = run("add", str(report_file(tmp_path / "in")), "--review")
    assert done.exit_code == 0 and Path("corpus/drafts/总结.md").is_file()
    assert not Path("index").exists()


def test_without_a_library_nothing_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("add", str(report_file(tmp_path / "in")))
    assert done.exit_code == 1 and "qianshao init" in done.output


def test_check_warns_of_missing_fields_and_garbled_text(corpus: Path) -> None:
    documents = corpus / "documents"
    (documents / "bare.md").write_text("只有正文的一篇，没有文件头。\n", "utf-8")
    garbled = "鍩庝笢鍒嗗眬绀惧尯璀﹀姟鎯呭喌銆銆杩戝勾鏉ワ紝鍒嗗眬鍧氭寔"
    head = "---\ntitle: 题\nsource: 某局\nyear: 2021\n---\n\n"
    (documents / "garbled.md").write_text(f"{head}{garbled}\n", "utf-8")
    result = validate(corpus)
    assert result.problems == () and result.documents == 2
    told = [(warning.place, warning.code) for warning in result.warnings]
    assert told == [("documents/bare.md", "missing_field"), ("documents/garbled.md", "garbled")]


def test_publisher_and_document_number_are_front_matter(corpus: Path) -> None:
    text = (
        "---\ntitle: 题\npublisher: 江苏法制报\ndoc_number: 海公发〔2021〕15号\n---\n\n正文一段。\n"
    )
    (corpus / "documents" / "a.md").write_text(text, "utf-8")
    assert validate(corpus).problems == ()
