"""What a person changes is written as it was meant, and everything else stays as it was."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import LibraryError, StaleEditError
from indexer.library.addition import Options, add_files
from indexer.model.yaml_edit import YamlEditError, append_item, set_item_key, set_keys
from indexer.review.desk import Desk
from indexer.review.document_edit import (
    BlockEdit,
    FieldValueError,
    blocks_of,
    with_block,
    with_fields,
)
from indexer.review.journal import FileChange, StepJournal

DOCUMENT = """---
# 抄自内网
title: 平安答卷  # 待核
region: [江苏省, 南通市]
date: 2022-01
themes:
  # 人工
  - 反诈
---

## 一、总体情况

第一段。
第二行

第二段，未完

待续。
"""
LIST = """# 举措
- name: 平安前哨
  aliases: [前哨]   # 注
  kind: 工程
# 下一个
- name: 指挥室
  aliases:
    - 甲
    - 乙 # 说
# 尾
"""


def test_fields_change_and_comments_stay() -> None:
    typed = {"title": "新：标题", "date": "", "year": "2021", "region": "江苏省"}
    changed = with_fields(DOCUMENT, typed)
    assert changed == DOCUMENT.replace("title: 平安答卷  #", 'title: "新：标题"  #').replace(
        "region: [江苏省, 南通市]\ndate: 2022-01\n", "region: [江苏省]\nyear: 2021\n"
    )
    assert with_fields(changed, typed) == changed


def test_fields_of_a_document_without_front_matter_get_one() -> None:
    assert with_fields("一段。\n", {"title": "题"}) == "---\ntitle: 题\n---\n\n一段。\n"


@pytest.mark.parametrize(
    ("key", "value"), [("date", "2022-13"), ("year", "二〇二二"), ("url", "javascript:x")]
)
def test_a_value_that_does_not_fit_is_refused(key: str, value: str) -> None:
    with pytest.raises(FieldValueError) as told:
        with_fields(DOCUMENT, {key: value})
    assert told.value.key == key


@pytest.mark.parametrize(
    "value",
    ["true", "2022-01-01", "- 甲", "a: b", "# 注", "'引", "&x", "*y", "~", "是\u2028否", "{a}"],
)
def test_any_text_survives_as_a_title(value: str) -> None:
    changed = with_fields(DOCUMENT, {"title": value})
    assert with_fields(changed, {"title": value}) == changed
    assert changed.replace(changed.split("\n")[2], "") == DOCUMENT.replace(
        "title: 平安答卷  # 待核", ""
    )


@pytest.mark.parametrize(
    ("edit", "kinds", "changed"),
    [
        (BlockEdit("toggle", 0), "ppp" + "p", "\n一、总体情况\n\n第一段"),
        (BlockEdit("toggle", 1), "hhpp", "## 第一段。第二行\n"),
        (BlockEdit("merge", 3), "hpp", "第二段，未完待续。\n"),
        (BlockEdit("delete", 2), "hpp", "第二行\n\n待续。\n"),
        (BlockEdit("write", 2, "甲\r\n\r\n# 乙\r\n"), "hpppp", "甲\n\n    # 乙\n\n待续。"),
        (BlockEdit("write", 0, "总体\n情况"), "hppp", "## 总体 情况\n"),
    ],
)
def test_one_block_changes(edit: BlockEdit, kinds: str, changed: str) -> None:
    text = with_block(DOCUMENT, edit)
    assert changed in text
    assert text.startswith(DOCUMENT.split("## 一")[0])
    found = "".join("h" if hasattr(block, "level") else "p" for block in blocks_of(text))
    assert found == kinds


def test_a_list_grows_around_its_comments() -> None:
    grown = append_item(LIST, {"name": "百日行动", "kind": "行动", "aliases": ()})
    assert grown == LIST.replace("# 尾\n", "- name: 百日行动\n  kind: 行动\n# 尾\n")
    changed = set_item_key(LIST, "平安前哨", "aliases", ["前哨", "前哨工程"])
    assert changed == LIST.replace("[前哨]", "[前哨, 前哨工程]")
    assert append_item("# 来源\n[]\n", {"name": "甲"}) == "# 来源\n- name: 甲\n"


@pytest.mark.parametrize("text", ["{title: 甲}\n", "title: &a 甲\n", "title: 甲\ntitle: 乙\n"])
def test_what_is_written_strangely_is_not_touched(text: str) -> None:
    with pytest.raises(YamlEditError):
        set_keys(text, {"title": "丙", "source": "丁"})


def test_a_step_is_whole_or_not_at_all(tmp_path: Path) -> None:
    journal = StepJournal(tmp_path)
    journal.take("写", [FileChange("a.md", None, b"1"), FileChange("b/c.md", None, b"2")])
    with pytest.raises(StaleEditError):
        journal.take("改", [FileChange("a.md", b"1", b"3"), FileChange("b/c.md", b"9", b"4")])
    assert (tmp_path / "a.md").read_bytes() == b"1"
    journal.undo()
    assert not (tmp_path / "a.md").exists() and not (tmp_path / "b/c.md").exists()
    assert journal.undo() is None


def test_what_was_changed_since_is_not_undone(tmp_path: Path) -> None:
    journal = StepJournal(tmp_path)
    journal.take("写", [FileChange("a.md", None, b"1")])
    (tmp_path / "a.md").write_bytes(b"of another program")
    with pytest.raises(StaleEditError):
        journal.undo()
    assert (tmp_path / "a.md").read_bytes() == b"of another program"


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "link/x.md", "link.md"])
def test_nothing_outside_the_corpus_is_written(tmp_path: Path, path: str) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    corpus.mkdir()
    outside.mkdir()
    (corpus / "link").symlink_to(outside)
    (corpus / "link.md").symlink_to(outside / "x.md")
    with pytest.raises(LibraryError):
        StepJournal(corpus).take("写", [FileChange(path, None, b"1")])
    assert list(outside.iterdir()) == [] and not (tmp_path / "x.md").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
import indexer.review.journal as journal
real, left = journal.replace_file, [int(sys.argv[2])]
def counted(path, data):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    real(path, data)
journal.replace_file = counted
FileChange = journal.FileChange
changes = [FileChange(f"{n}.md", b"old", b"new") for n in "abc"]
journal.StepJournal(Path(sys.argv[1])).take("改", changes)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("writes", [0, 1, 2, 3])
def test_a_kill_leaves_the_old_or_the_new_state(tmp_path: Path, writes: int) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_bytes(b"old")
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(writes)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    journal = StepJournal(tmp_path)
    journal.open()
    states = {(tmp_path / f"{name}.md").read_bytes() for name in "abc"}
    assert states == ({b"old"} if writes == 0 else {b"new"})
    if writes:
        journal.undo()
        assert {(tmp_path / f"{n}.md").read_bytes() for n in "abc"} == {b"old"}


def test_what_cannot_be_read_is_not_decided_upon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rejected draft whose note was unreadable would be imported again."""
    (tmp_path / "draft.txt").write_text("某局2021年工作总结\n\n全年出动警力八百人次。\n", "utf-8")
    add_files([tmp_path / "draft.txt"], tmp_path / "corpus", Options(review=True))
    desk = Desk(tmp_path / "corpus")
    (item,) = desk.items.drafts()
    read_bytes = Path.read_bytes

    def failing(self: Path) -> bytes:
        if self.parent.name == "notes":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read_bytes(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", failing)
        for act in (desk.reject, lambda one: desk.accept([one])):
            with pytest.raises(LibraryError):
                act(item)
        assert Desk(tmp_path / "corpus").items.drafts() == []
    assert [one.slug for one in Desk(tmp_path / "corpus").items.drafts()] == [item.slug]
    desk.reject(item)
    (again,) = add_files([tmp_path / "draft.txt"], tmp_path / "corpus", Options(review=True))
    assert again.state == "known"
