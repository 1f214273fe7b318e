"""SQLite FTS5: one table of words cut beforehand, one of trigrams for substrings."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from remix import FACETS, read_lines
from workload import Task, cut

_COLUMNS = ("id", *FACETS, "text")


class Peer:
    def build(self, lines: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        base = sqlite3.connect(folder / "index.db")
        base.execute(f"CREATE TABLE paragraph ({', '.join(_COLUMNS)})")
        base.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61')")
        base.execute(
            "CREATE VIRTUAL TABLE grams USING fts5(text, tokenize='trigram', content='paragraph')"
        )
        for record in read_lines(lines):
            _insert(base, record)
        base.execute("CREATE INDEX paragraph_id ON paragraph (id)")
        base.execute("INSERT INTO words (words) VALUES ('optimize')")
        base.execute("INSERT INTO grams (grams) VALUES ('optimize')")
        base.commit()
        base.close()

    def open(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "index.db")

    def run(self, task: Task) -> int | None:
        if task.kind in ("sources", "name"):
            return None
        table = "grams" if task.kind == "substring" else "words"
        if task.kind == "substring" and len(task.text) < 3:
            return None
        match = _match(task)
        values = [match]
        condition = f"FROM {table} WHERE {table} MATCH ?"
        if task.kind == "filter":
            values.append(task.source)
            condition = (
                "FROM words JOIN paragraph ON paragraph.rowid = words.rowid "
                "WHERE words MATCH ? AND source = ?"
            )
        shown = "highlight(words, 0, '[', ']')" if task.kind == "web" else f"{table}.rowid"
        self._base.execute(
            f"SELECT {table}.rowid, {shown} {condition} ORDER BY {table}.rank LIMIT 10", values
        ).fetchall()
        if task.kind == "web":
            self._count_facets(match)
        (total,) = self._base.execute(f"SELECT count(*) {condition}", values).fetchone()
        return int(total)

    def update(self, record: dict[str, Any], lines: Path) -> float | None:
        started = time.perf_counter()
        found = self._base.execute("SELECT rowid, text FROM paragraph WHERE id = ?", [record["id"]])
        rowid, text = found.fetchone()
        self._base.execute("DELETE FROM words WHERE rowid = ?", [rowid])
        self._base.execute(
            "INSERT INTO grams (grams, rowid, text) VALUES ('delete', ?, ?)", [rowid, text]
        )
        self._base.execute("DELETE FROM paragraph WHERE rowid = ?", [rowid])
        _insert(self._base, record)
        self._base.commit()
        return time.perf_counter() - started

    def _count_facets(self, match: str) -> None:
        for name in FACETS:
            self._base.execute(
                f"SELECT {name}, count(*) FROM words JOIN paragraph ON paragraph.rowid = "
                f"words.rowid WHERE words MATCH ? GROUP BY {name}",
                [match],
            ).fetchall()


def _match(task: Task) -> str:
    if task.kind == "substring":
        return f'"{task.text.lower()}"'
    if task.kind == "phrase":
        return f'"{" ".join(task.words)}"'
    is_or = "or" in (task.kind, task.text)
    return (" OR " if is_or else " AND ").join(f'"{word}"' for word in task.words)


def _insert(base: sqlite3.Connection, record: dict[str, Any]) -> None:
    row = [record["id"], *(record.get(name) for name in FACETS), record["text"]]
    marks = ", ".join("?" * len(row))
    rowid = base.execute(f"INSERT INTO paragraph VALUES ({marks})", row).lastrowid
    words = " ".join(cut(record["text"]))
    base.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", [rowid, words])
    base.execute("INSERT INTO grams (rowid, text) VALUES (?, ?)", [rowid, record["text"]])
