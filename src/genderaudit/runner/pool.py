"""Execution of tasks by an executor of ``concurrent.futures``: processes of this machine, or any other.

No more tasks are submitted than can run, so that a process that dies (out of memory, killed) takes
few with it; each of those is tried once more, alone, which also shows which one was the cause.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
OpenExecutor = Callable[[int], AbstractContextManager[Executor]]
"""Opens an executor with that many workers; leaving the context stops everything still running."""
GRACE = 10  # seconds for a worker to stop its kernel
RECYCLE = 50  # tasks per worker, after which new processes take over, so that memory cannot grow without end


def work_off(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int, open_executor: OpenExecutor
) -> Iterator[tuple[Item, Result | Exception]]:
    """Yield each item with its result as it finishes, or with the exception that ended it.

    The exception is a ``BrokenExecutor`` for an item whose worker died twice; other items are not affected.
    """
    waiting = deque(items)
    while waiting:
        suspects: list[Item] = []
        with open_executor(jobs) as executor:
            part = deque(waiting.popleft() for _ in range(min(len(waiting), RECYCLE * jobs)))
            yield from _run_until_broken(function, part, jobs, executor, suspects)
            waiting.extendleft(reversed(part))
        for item in suspects:
            with open_executor(1) as executor:
                yield item, _result_or_error(executor.submit(function, item))


def _run_until_broken(
    function: Callable[[Item], Result],
    waiting: deque[Item],
    jobs: int,
    executor: Executor,
    suspects: list[Item],
) -> Iterator[tuple[Item, Result | Exception]]:
    running: dict[Future[Result], Item] = {}
    while running or (waiting and not suspects):
        while waiting and len(running) < jobs and not suspects:
            item = waiting.popleft()
            try:
                running[executor.submit(function, item)] = item
            except BrokenExecutor:
                suspects.append(item)
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            item, result = running.pop(future), _result_or_error(future)
            if isinstance(result, BrokenExecutor):
                suspects.append(item)
            else:
                yield item, result


def _result_or_error(future: Future[Result]) -> Result | Exception:
    try:
        return future.result()
    except Exception as error:
        return error


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Open processes of this machine; they and their kernels stop however the context is left, also by Ctrl-C."""
    context = multiprocessing.get_context("spawn")
    watched, parent_end = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(workers, context, _begin_worker, (watched,))
    try:
        yield executor
    except BaseException:
        parent_end.close()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    else:
        executor.shutdown(wait=True)
    finally:
        parent_end.close()
        watched.close()


def _begin_worker(watched: Connection) -> None:
    """Set up a worker that ignores Ctrl-C, which reaches all processes of a terminal, and ends with the first one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _exit_on_signal)
    skip_slow_import()
    threading.Thread(target=_end_with_parent, args=(watched,), daemon=True).start()


def skip_slow_import() -> None:
    """Block a grammar of web addresses that JupyterLab loads in a second, for a check that is not used here."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _exit_on_signal(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _end_with_parent(watched: Connection) -> None:
    """End this process when the other end is closed or its process is dead (``poll`` then returns)."""
    watched.poll(None)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
