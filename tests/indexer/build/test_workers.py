"""Tasks are done here or in processes with the same results, and no process outlives its build."""

from __future__ import annotations

import multiprocessing
import operator
import os
from functools import partial

import pytest

from indexer.build.worker_pool import Workers, worker_count
from indexer.errors import CorpusError

THREE = partial(int, 3)


@pytest.mark.parametrize("is_started", [False, True])
def test_tasks_get_the_holding_first(is_started: bool) -> None:
    with Workers(THREE) as workers:
        if is_started:
            workers.start()
        tasks = [workers.submit(operator.sub, number) for number in range(5)]
        assert [task.result() for task in tasks] == [3, 2, 1, 0, -1]
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("is_started", [False, True])
def test_the_error_of_a_task_is_that_of_the_build(is_started: bool) -> None:
    with pytest.raises(ZeroDivisionError), Workers(THREE) as workers:
        if is_started:
            workers.start()
        workers.submit(operator.truediv, 0).result()
    assert not multiprocessing.active_children()


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(CorpusError, match="进程"), Workers(THREE) as workers:
        workers.start()
        workers.submit(os._exit).result()
    assert not multiprocessing.active_children()


def test_tasks_that_wait_are_dropped_when_a_build_fails() -> None:
    with pytest.raises(CorpusError, match="重复"), Workers(THREE) as workers:
        workers.start()
        tasks = [workers.submit(operator.mul, 2) for _ in range(50 * worker_count())]
        raise CorpusError("重复的编号")
    assert all(task.done() for task in tasks)
    assert not multiprocessing.active_children()
