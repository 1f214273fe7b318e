"""Remember what was found last, within bounds. Threads may share it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """What was used last, bounded in the sum of its sizes: in number where each counts as one."""

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._most, self._size, self._total = most, size, 0
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: K, find: Callable[[], V]) -> V:
        """What is kept under a key, found where it is not (or no longer)."""
        found = self.get(key)
        if found is None:
            found = find()
            self.put(key, found)
        return found

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: K, found: V) -> None:
        size = self._size(found)
        if size > self._most // 4:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = found
            self._total += size
            while self._total > self._most:
                self._total -= self._size(self._kept.popitem(last=False)[1])
