"""The same tasks on a Dask cluster: ``genderaudit run --all --scheduler ADDRESS`` (see docs/performance.md).

The workers must see the workspace at the same path. A task whose worker is lost is repeated by another; one that
kills its workers repeatedly is given up.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from genderaudit.foundations.errors import AuditError
from genderaudit.runner.pool import OpenExecutor

PATIENCE = 30  # seconds to reach the scheduler


def cluster(address: str) -> tuple[int, OpenExecutor]:
    """Return the number of tasks that a cluster takes at a time, and the function that opens its executor.

    Raises ``AuditError`` if Dask is not installed, the scheduler does not answer or has no worker.
    """
    try:
        from distributed import Client
    except ImportError:
        raise AuditError("no_dask") from None

    @contextmanager
    def open_executor(workers: int) -> Iterator[Executor]:
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            executor = client.get_executor(pure=False)
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)

    try:
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            threads = sum(client.nthreads().values())
    except (OSError, ValueError):
        raise AuditError("no_scheduler", address=address) from None
    if not threads:
        raise AuditError("no_workers", address=address)
    return threads, open_executor
