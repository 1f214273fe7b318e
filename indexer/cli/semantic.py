"""Turn command lines into vectors of meaning for the live index, all at once or in passing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import click

from indexer.cli.options import index_options
from indexer.cli.output import echo
from indexer.errors import IndexBusyError, QianshaoError, SettingsError
from indexer.model.problem import Progress
from indexer.settings import Settings


@click.command("embed")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出")
@index_options
def embed_command(as_json: bool, settings: Settings) -> None:
    """为按意思检索计算段落的向量；可随时中断，再运行一次就接着做。

    要先设置 semantic.model。rebuild 和 update 发布之后会自动做这一步。
    """
    from indexer.cli.progress import Meter
    from indexer.semantic.embedding import embed

    if not settings.semantic.model:
        raise SettingsError("semantic.model", "没有设置模型文件夹，没有什么可做的")
    meter = Meter()
    try:
        report = embed(settings, meter)
    finally:
        meter.finish()
    if as_json:
        values = {
            "generation": report.generation,
            "embedded": report.embedded,
            "paragraphs": report.rows,
            "seconds": round(report.seconds, 3),
        }
        echo(json.dumps(values, ensure_ascii=False))
        return
    echo(f"{report.rows} 段都有了向量，新算 {report.embedded} 段，用时 {report.seconds:.1f} 秒")


def embed_after_publishing(
    settings: Settings, progress: Progress, finish: Callable[[], None]
) -> None:
    """Compute vectors for what was just published, if a model is set. Whatever stops this is told
    in a sentence: the index is live and answers by words."""
    if not settings.semantic.model:
        return
    from indexer.semantic.embedding import embed

    try:
        report = embed(settings, progress)
    except IndexBusyError:
        said = "另一个进程正在计算语义向量，它会接着算这一代的"
    except QianshaoError as error:
        said = str(error)
    else:
        said = f"语义向量已齐，新算 {report.embedded} 段，用时 {report.seconds:.1f} 秒"
    finish()
    echo(said, err=True)


class EmbeddingInBackground:
    """Computes vectors beside `watch`, which goes on publishing meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def want(self) -> None:
        """There is a generation that may lack vectors: begin, or go on with it afterwards."""
        if not self._settings.semantic.model:
            return
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="embed", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            embed_after_publishing(self._settings, lambda stage, done, of: None, lambda: None)
