"""Promises 15 and 18: an index that lives long stays small; how a file is saved changes nothing.

Promises 14 and 17 have their tests beside the faults and the updates (see README.md here).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from collection import Collection, write_corpus
from reports import report

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.updater import update
from indexer.generations.store import GenerationStore
from indexer.settings import Settings

OfFiles = Callable[[Mapping[str, str | bytes]], Collection]
_UPDATES = 200 if os.environ.get("QIANSHAO_TEST_ALL") == "1" else 15
_DOCUMENTS = 30  # few, so that 200 updates replace each of them several times
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 1_500)]


def _text(chance: random.Random) -> str:
    paragraphs = ["".join(chance.choices(_CHARACTERS, k=180)) + "。" for _ in range(4)]
    return report(*paragraphs, title="".join(chance.choices(_CHARACTERS, k=8)))


def _index_bytes(folder: Path) -> int:
    """Bytes of the live segments; word list and vocabulary do not grow with updates."""
    records = GenerationStore(folder).current().manifest.files
    return sum(record.size for record in records if record.name.startswith("main-"))


def test_15_many_updates_leave_at_most_twice_the_size_of_a_fresh_index(tmp_path: Path) -> None:
    chance = random.Random(15)
    corpus = tmp_path / "corpus"
    names = [f"documents/文{number}.md" for number in range(_DOCUMENTS)]
    write_corpus(corpus, {name: _text(chance) for name in names})
    settings = Settings(index=str(tmp_path / "index"), corpus=str(corpus))
    rebuild(str(corpus), settings, BuildOptions())
    for number in range(_UPDATES):
        name = f"documents/新{number}.md" if number % 5 == 0 else chance.choice(names)
        write_corpus(corpus, {name: _text(chance)})
        assert update(str(corpus), settings, BuildOptions()).changed_documents == 1
    fresh = Settings(index=str(tmp_path / "fresh"), corpus=str(corpus))
    rebuild(str(corpus), fresh, BuildOptions())
    lived, anew = (_index_bytes(s.index_path()) for s in (settings, fresh))
    assert lived <= 2 * anew
    on_disk = {p.stat().st_ino: p.stat().st_size for p in settings.index_path().rglob("*.segment")}
    assert sum(on_disk.values()) <= 4 * anew, "with the generation kept for a roll-back"


_PARAGRAPHS = ("推进“平安前哨”工程，破案率达百分之百。", "第二段：警情下降15.72%，用时5分钟。")


def test_18_the_encoding_of_a_file_changes_nothing_in_the_index(of_files: OfFiles) -> None:
    text = report(*_PARAGRAPHS, title="编码")
    encodings = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"]
    files: dict[str, str | bytes] = {
        f"documents/{encoding}.md": text.encode(encoding) for encoding in encodings
    }
    files["documents/broken.md"] = text.encode() + b"\xff\xfe\xc0"
    collection = of_files(files)
    for encoding in encodings:
        summary, paragraphs = collection.searcher.document(encoding)
        assert (summary.title, tuple(p.text for p in paragraphs)) == ("编码", _PARAGRAPHS), encoding
    assert collection.searcher.status().skipped == 1


def test_18_what_cannot_be_decoded_is_reported_by_name(tmp_path: Path) -> None:
    good, bad = report("好的一段。").encode(), b"\x80\x81\xff" * 9
    write_corpus(tmp_path / "corpus", {"documents/good.md": good, "documents/bad.md": bad})
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "corpus"))
    told: list[str] = []
    options = BuildOptions(told=lambda problem: told.append(str(problem)))
    outcome = rebuild(str(tmp_path / "corpus"), settings, options)
    assert outcome.paragraphs == 1
    assert len(told) == 1 and "documents/bad.md" in told[0]
