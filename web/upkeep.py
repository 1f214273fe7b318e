"""Do once a second what no request asks for: follow publishes, measure the process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from indexer.errors import QianshaoError
from web.door import Door

if TYPE_CHECKING:  # prometheus_client looks at the environment when it is imported: web.metrics
    from web.metrics import Metrics

PAUSE_S = 1.0


def keep_up(
    door: Door, metrics: Metrics, waiting: Callable[[], int], ended: threading.Event
) -> None:
    """Until `ended`. Not even the first reader after a publish gets an old answer."""
    while not ended.wait(PAUSE_S):
        metrics.measure_worker(waiting())
        with suppress(QianshaoError, OSError):  # the next second may know better
            metrics.tell_built(door.follow())
