"""Take the files that a clerk chooses into the library as drafts, telling how far it is."""

from __future__ import annotations

import re
import shutil
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from werkzeug.datastructures import FileStorage

from indexer.errors import QianshaoError
from indexer.generations.durable import make_folder
from indexer.library.addition import Addition, Options, add_files
from web.desk.updating import Work, WorkProgress

_INCOMING = "review/incoming"  # emptied before and after: what is kept lies in originals
_UNFIT = re.compile(r'[\x00-\x1f<>:"|?*]')
_LONGEST = 80  # characters of a name, so that it fits every file system


@dataclass(frozen=True, slots=True)
class AddProgress(WorkProgress):
    """How far the last adding is; `left_out` are files with the reason why, by their names."""

    left_out: tuple[tuple[str, str], ...] = ()
    drafts: int = 0


class Adding(Work):
    """One adding at a time, in a thread."""

    def __init__(self, corpus: Path, keep_originals: bool) -> None:
        super().__init__()
        self._corpus = corpus
        self._options = Options(review=True, keep_originals=keep_originals)
        self.progress = AddProgress()

    def start(self, files: Sequence[FileStorage]) -> None:
        """Keep what was sent and begin; nothing happens while another adding is under way."""
        with self._lock:
            if self.is_running():
                return
            folder = self._corpus / _INCOMING
            shutil.rmtree(folder, ignore_errors=True)
            try:
                kept = sum(_keep(file, folder) for file in files)
            except OSError as error:
                reason = error.strerror or str(error)
                sentence = f"文件没有存下来（{reason}）；请看磁盘是否已满，再试一次"
                self.progress = AddProgress("failed", sentence)
                return
            if not kept:
                self.progress = AddProgress("failed", "没有选到文件；请先选文件或文件夹")
                return
            self.progress = AddProgress("running", f"收到 {kept} 个文件，正在整理……")
            self._thread = threading.Thread(target=self._work, args=(folder,), name="adding")
            self._thread.start()

    def _work(self, folder: Path) -> None:
        try:
            sent = sorted(folder.iterdir())
            self.progress = _told(add_files(sent, self._corpus, self._options, self._tell))
        except QianshaoError as error:
            self.progress = AddProgress("failed", str(error))
        except Exception as error:  # told on the page; what was written stands in the ledger
            reason = (
                f"整理中断（{type(error).__name__}：{error}）；已整理好的在“待核对”里，可以再放一次"
            )
            self.progress = AddProgress("failed", reason)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _tell(self, done: int, of: int) -> None:
        self.progress = AddProgress("running", f"整理 {done}/{of}", 100 * done // max(of, 1))


def _keep(file: FileStorage, folder: Path) -> bool:
    """Write one file that was sent below the folder, under its own name; False for no file."""
    name = (file.filename or "").replace("\\", "/")
    parts = [_UNFIT.sub("_", part) for part in PurePosixPath(name).parts if part not in ("/", "..")]
    if not parts:
        return False
    suffix = PurePosixPath(parts[-1]).suffix[:12]
    stem = parts[-1].removesuffix(suffix)[:_LONGEST]
    target = folder.joinpath(*(part[:_LONGEST] for part in parts[:-1]), stem + suffix)
    number = 1
    while target.exists():  # sent twice, or its name was told apart by what is cut off here
        number += 1
        target = target.with_name(f"{stem}（{number}）{suffix}")
    make_folder(target.parent)
    file.save(target)
    return True


def _told(additions: Sequence[Addition]) -> AddProgress:
    counts = Counter(addition.state for addition in additions)
    drafts = counts["added"] + counts["replaced"] + counts["edited"]
    others = (("已在库中", counts["known"]), ("没能整理", counts["refused"]))
    rest = "".join(f"，{count} 个{what}" for what, count in others if count)
    left_out = tuple((_name(a), a.reason or "") for a in additions if a.state == "refused")
    return AddProgress("done", f"整理好 {drafts} 篇{rest}", 100, left_out, drafts)


def _name(addition: Addition) -> str:
    """The file's path as the clerk's browser named it."""
    return addition.place.replace("\\", "/").rpartition(f"{_INCOMING}/")[2]
