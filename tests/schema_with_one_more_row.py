"""Run the product with two more rows in its schema, and print where they turn up, as JSON.

Rows have to be there before anything is imported that asks for them: hence a program of its own.
Usage: schema_with_one_more_row.py FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.model.schema import SCHEMA, Field

SCHEMA.fields = (
    *SCHEMA.fields,
    Field("level", "级别", "Level", "keyword", facet=7, asked=True, weight=0.2),
    Field(
        "length", "长短", "Length", "set", "paragraph", facet=8, asked=True,
        get=lambda document, paragraph: ("长" if len(paragraph.text) > 6 else "短",),
    ),
)  # fmt: skip

DOCUMENT = "---\ntitle: {0}\nlevel: {1}\n---\n\n平安前哨{0}\n\n平安前哨与很长的一段话{0}{1}\n"


def build(folder: Path) -> Any:
    """Settings of an index of three documents, one of which has changed since."""
    from indexer.build.builder import BuildOptions, rebuild
    from indexer.build.updater import update
    from indexer.settings import Settings

    documents = folder / "corpus" / "documents"
    documents.mkdir(parents=True)
    for name, level in (("甲", "市级"), ("乙", "省级"), ("丙", "市级")):
        (documents / f"{name}.md").write_text(DOCUMENT.format(name, level), "utf-8")
    settings = Settings(index=str(folder / "index"))
    rebuild(str(folder / "corpus"), settings, BuildOptions())
    (documents / "乙.md").write_text(DOCUMENT.format("乙", "县级"), "utf-8")
    update(str(folder / "corpus"), settings, BuildOptions())
    return settings


def answers(get: Callable[[str], Any]) -> dict[str, Any]:
    """What the API and the pages say."""
    return {
        "all": get("/api/v1/search?q="),
        "filtered": get("/api/v1/search?level=市级&length=长"),
        "updated": get("/api/v1/search?level=县级"),
        "asked": get("/api/v1/search?q=级别:市级"),
        "asked in English": get("/api/v1/search?q=length:短 AND 甲"),
        "explained": get("/api/v1/search?q=平安 市级&explain=1"),
        "document": get("/api/v1/documents/甲"),
        "page": get("/search?q=平安"),
        "page in English": get("/search?q=平安&lang=en"),
        "reading": get("/documents/甲"),
        "csv": get("/search.csv?q=平安"),
        "openapi": get("/api/openapi.json"),
    }


def main(folder: Path) -> dict[str, Any]:
    from click.testing import CliRunner
    from flask.testing import FlaskClient
    from whoosh.index import open_dir

    from indexer.generations.store import GenerationStore
    from indexer.opensearch.mapping import index_fields, mapping
    from search.searcher import open_searcher
    from web.app import create_app
    from web.cli import main as command

    settings = build(folder)
    searcher = open_searcher(settings)
    client: FlaskClient = create_app(settings, searcher).test_client()
    generation = GenerationStore(settings.index_path()).current().path
    segments = [reader.segment for reader in searcher._live.current().engine.readers]
    row = segments[0].stored(0)

    def get(path: str) -> Any:
        answer = client.get(path)
        return answer.get_json() if answer.is_json else answer.get_data(as_text=True)

    return {
        "columns": sorted(segments[0].columns),
        "whoosh": sorted(open_dir(str(generation)).schema.names()),
        "mapping": sorted(mapping()["properties"]),
        "row": index_fields(0, row[1], row[0], (), True, False),
        **answers(get),
        "help": CliRunner().invoke(command, ["search", "--help"]).output,
        "command": CliRunner()
        .invoke(command, ["search", "", "--level", "市级", "--index", settings.index])
        .output,
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
