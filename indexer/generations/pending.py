"""Turn a folder that a build has filled into one that is sealed: all on disk, with its manifest."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexDamagedError
from indexer.generations import durable
from indexer.generations.manifest import (
    MANIFEST_NAME,
    FileRecord,
    Json,
    Manifest,
    list_files,
    measure_file,
    record_files,
)


@dataclass(frozen=True, slots=True)
class Generation:
    """One published build. `warnings` are Chinese sentences for whoever looks after the index.

    `instead_of` names the live generation where that one could not be used.
    """

    name: str
    path: Path
    manifest: Manifest
    warnings: tuple[str, ...] = ()
    instead_of: str = ""


class PendingGeneration:
    """A build under way: put files below `path`, then `publish`. Made by GenerationStore.begin."""

    def __init__(self, path: Path, publish: Callable[[PendingGeneration], Generation]) -> None:
        self.path = path
        self.info: Mapping[str, Json] = {}
        self.published: Generation | None = None
        self._adopted: dict[str, FileRecord] = {}
        self._publish = publish

    @property
    def has_adopted(self) -> bool:
        return bool(self._adopted)

    def adopt(self, previous: Generation, names: Sequence[str]) -> None:
        """Take over files of an earlier generation, by hard link where the disk can.

        Linked files keep their recorded digests and are not read. IndexDamagedError when the
        earlier generation does not have such a file (any more).
        """
        for name in names:
            record = previous.manifest.record(name)
            if record is None:
                raise IndexDamagedError(str(previous.path), f"清单里没有 {name}")
            source, target = previous.path / name, self.path / name
            target.parent.mkdir(mode=durable.FOLDER_MODE, parents=True, exist_ok=True)
            try:
                os.link(source, target)
            except FileNotFoundError as error:
                raise IndexDamagedError(str(previous.path), f"缺少 {name}") from error
            except OSError:  # no hard links here
                shutil.copyfile(source, target)
                durable.sync_file(target)
                if measure_file(self.path, name) != record:
                    raise IndexDamagedError(str(source), "内容与清单不符") from None
            self._adopted[name] = record

    def publish(self, info: Mapping[str, Json]) -> Generation:
        """Make the files below `path` the live generation: all of them on disk, or none live.

        `info` is any JSON; "fingerprint", "documents", "paragraphs", "skipped", "built_at" and
        "engine" are what `status` shows. Deletes all but two generations afterwards.
        """
        self.info = info
        self.published = self._publish(self)
        return self.published

    def seal(self, previous: str | None) -> Manifest:
        """Wait until every file is on disk, then write the manifest and wait for that too."""
        for name in list_files(self.path):
            if name not in self._adopted:
                durable.sync_file(self.path / name)
        manifest = Manifest(record_files(self.path, self._adopted), self.info, previous)
        durable.write_new(self.path / MANIFEST_NAME, manifest.to_bytes())
        for parent, _, _ in os.walk(self.path):
            os.chmod(parent, durable.FOLDER_MODE)
            durable.sync_folder(Path(parent))
        return manifest
