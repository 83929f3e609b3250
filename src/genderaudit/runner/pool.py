"""Tasks through an executor of ``concurrent.futures``: processes of this machine, or whatever is given.

No more tasks are handed over than can run, so that a process that dies (out of memory, killed) takes
few with it; each of those gets one more try, alone, which also tells whose fault it was.
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
"""Gives an executor with so many workers; leaving it stops whatever still runs."""
GRACE = 10  # seconds that a worker has to stop its kernel
RECYCLE = 50  # tasks of a worker, after which new processes take over: nothing can grow without end


def work_off(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int, open_executor: OpenExecutor
) -> Iterator[tuple[Item, Result | Exception]]:
    """Each item with its result as it comes, or with the exception that ended it.

    A ``BrokenExecutor`` is given for the item whose worker died twice; the others are not affected.
    """
    waiting = deque(items)
    while waiting:
        suspects: list[Item] = []
        with open_executor(jobs) as executor:
            part = deque(waiting.popleft() for _ in range(min(len(waiting), RECYCLE * jobs)))
            yield from _until_broken(function, part, jobs, executor, suspects)
            waiting.extendleft(reversed(part))
        for item in suspects:
            with open_executor(1) as executor:
                yield item, _result(executor.submit(function, item))


def _until_broken(
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
            item, result = running.pop(future), _result(future)
            if isinstance(result, BrokenExecutor):
                suspects.append(item)
            else:
                yield item, result


def _result(future: Future[Result]) -> Result | Exception:
    try:
        return future.result()
    except Exception as error:
        return error


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Processes of this machine. However it is left, also by Ctrl-C, they and their kernels stop."""
    context = multiprocessing.get_context("spawn")
    watched, held = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(workers, context, _begin_worker, (watched,))
    try:
        yield executor
    except BaseException:
        held.close()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    else:
        executor.shutdown(wait=True)
    finally:
        held.close()
        watched.close()


def _begin_worker(watched: Connection) -> None:
    """Ctrl-C reaches every process of a terminal; only the first decides. Its end is this one's end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    skip_slow_import()
    threading.Thread(target=_watch, args=(watched,), daemon=True).start()


def skip_slow_import() -> None:
    """JupyterLab brings a grammar of web addresses that takes a second to load, for a check nobody asks for here."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _stop(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _watch(watched: Connection) -> None:
    """Returns from ``poll`` when the other end is closed or its process is dead."""
    watched.poll(None)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
