"""An index that another version wrote: an older one is rebuilt, a newer one is left in peace."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.updater import update
from indexer.codec.segment import FORMAT_VERSION
from indexer.codec.segment_list import LIST_NAME
from indexer.errors import GenerationError, IndexOutdatedError
from indexer.generations.formats import require_readable
from indexer.generations.manifest import MANIFEST_NAME, measure_file, read_manifest
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from web.cli import main

MINI = Path(__file__).parents[2] / "corpus_mini"
OLD, NEW = 2, FORMAT_VERSION + 1


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An index of the mini corpus."""
    found = Settings(index=str(tmp_path / "index"), corpus=str(MINI))
    rebuild(str(MINI), found, BuildOptions())
    return found


def store_of(settings: Settings) -> GenerationStore:
    return GenerationStore(settings.index_path())


def written_in(settings: Settings, version: int) -> str:
    """Make the live generation what a version with this format of segments would have sealed."""
    store = store_of(settings)
    folder = store.current().path
    listed = json.loads((folder / LIST_NAME).read_text())
    (folder / LIST_NAME).write_text(json.dumps({**listed, "version": version}))
    manifest = read_manifest(folder)
    files = tuple(
        measure_file(folder, LIST_NAME) if record.name == LIST_NAME else record
        for record in manifest.files
    )
    sealed = dataclasses.replace(manifest, files=files)
    (folder / MANIFEST_NAME).write_bytes(sealed.to_bytes())
    name = f"{folder.name.rpartition('-')[0]}-{sealed.checksum()}"
    folder.rename(store.root / name)
    (store.root / "CURRENT").write_text(f"{name}\n")
    return name


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--index", settings.index])


@pytest.mark.parametrize("version,is_newer", [(OLD, False), (NEW, True)])
def test_another_format_is_told_with_what_to_do(
    settings: Settings, version: int, is_newer: bool
) -> None:
    folder = settings.index_path() / written_in(settings, version)
    with pytest.raises(IndexOutdatedError) as told:
        require_readable(folder)
    assert (told.value.found, told.value.is_newer) == (str(version), is_newer)
    for command in (["status"], ["verify"], ["search", "平安"]):
        result = run(settings, *command)
        assert result.exit_code == 1 and "qianshao rebuild" in result.stderr
        assert ("qianshao rollback" in result.stderr) == is_newer


def test_one_command_makes_an_older_index_new(settings: Settings) -> None:
    written_in(settings, OLD)
    report = update(str(MINI), settings, BuildOptions())
    require_readable(store_of(settings).current().path)
    assert report.generation.startswith("gen-000002")
    assert run(settings, "verify").exit_code == 0


def test_what_is_left_of_an_old_version_does_not_undo_an_upgrade(settings: Settings) -> None:
    name = written_in(settings, NEW)
    with pytest.raises(IndexOutdatedError):
        update(str(MINI), settings, BuildOptions())
    assert store_of(settings).current_name() == name
    rebuild(str(MINI), settings, BuildOptions())  # who asks for it gets it
    assert run(settings, "verify").exit_code == 0


@pytest.mark.parametrize("version", [OLD, NEW])
def test_nobody_rolls_back_to_what_cannot_be_served(settings: Settings, version: int) -> None:
    before = written_in(settings, version)
    rebuild(str(MINI), settings, BuildOptions())
    live = store_of(settings).current_name()
    with pytest.raises(GenerationError) as told:
        store_of(settings).rollback(require_readable=require_readable)
    assert before in str(told.value) and store_of(settings).current_name() == live
    assert run(settings, "rollback").exit_code == 1
    assert run(settings, "search", "平安").exit_code == 0


def test_from_a_newer_index_one_goes_back_to_the_one_before(settings: Settings) -> None:
    before = store_of(settings).current_name()
    rebuild(str(MINI), settings, BuildOptions())
    written_in(settings, NEW)
    assert run(settings, "search", "平安").exit_code == 1
    assert run(settings, "rollback").exit_code == 0
    assert store_of(settings).current_name() == before
    assert run(settings, "search", "平安").exit_code == 0


def test_a_document_can_be_withdrawn_whoever_wrote_the_index(settings: Settings) -> None:
    written_in(settings, OLD)
    assert run(settings, "withdraw", "marks", "--reason", "by mistake").exit_code == 0
    assert store_of(settings).withdrawn() == {"marks"}
