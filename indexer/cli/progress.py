"""Show on stderr how far a long command is."""

from __future__ import annotations

import sys
import time

import click

from indexer.cli.output import echo
from indexer.model.problem import Problem


class Meter:
    """Shows progress on stderr: one line that rewrites itself, or now and then a line."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._stage = ""
        self._started = self._shown = time.monotonic()

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started, self._shown = stage, now, 0.0
        if now - self._shown < (0.2 if self._live else 10.0) and done != of:
            return
        self._shown = now
        self._write(self._line(done, of, now - self._started))

    def _line(self, done: int, of: int, seconds: float) -> str:
        text = f"{self._stage} {done:,}"
        if of:
            text += f"/{of:,}（{100 * done // of}%）"
        if seconds > 1 and done > 100:
            rate = done / seconds
            text += f" 每秒 {rate:,.0f}"
            if of > done:
                text += f" 约剩 {(of - done) / rate:,.0f} 秒"
        return text

    def tell(self, problem: Problem) -> None:
        """A problem in a line of its own, above the progress."""
        self._clear()
        echo(str(problem), err=True)

    def finish(self) -> None:
        self._clear()

    def _write(self, text: str) -> None:
        if self._live:
            click.echo(f"\r\033[K{text}", nl=False, err=True)
        else:
            echo(text, err=True)

    def _clear(self) -> None:
        if self._live:
            click.echo("\r\033[K", nl=False, err=True)
