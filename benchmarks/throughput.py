"""Many organisations: one job, two jobs, two Dask workers; with the memory of all processes of a run."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from organisations import each, machine, show, workspace
from plain_loop import plain_loop

from genderaudit.runner.cluster import cluster

ORGANISATIONS = 12


def main() -> None:
    machine()
    with workspace(ORGANISATIONS) as root:
        loop = plain_loop(root)
        one = each(root, 1)
        with peak_memory() as peak:
            two = each(root, 2)
        with dask(2) as address:
            jobs, open_executor = cluster(address)
            dasks = each(root, jobs, open_executor=open_executor)
        again = each(root, 2)
    two = (two + again) / 2
    print(f"# seconds an organisation: plain loop {loop:.1f}, one job {one:.2f}, two {two:.2f}, Dask {dasks:.2f}")
    show("two_jobs_vs_plain_loop", loop / two)
    show("two_jobs_vs_one", one / two)
    show("dask_vs_pool", dasks / two)
    show("peak_memory_mb", peak[0])


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """The most memory (proportional set size, MB) of this process and all below it; looked at twice a second."""
    peak, stop = [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.5):
            peak[0] = max(peak[0], memory_now())

    thread = threading.Thread(target=watch)
    thread.start()
    yield peak
    stop.set()
    thread.join()


@contextmanager
def dask(workers: int) -> Iterator[str]:
    """A scheduler with workers on this machine, as docs/performance.md tells to start them."""
    with TemporaryDirectory() as name:
        file = Path(name) / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        started = [_dask("scheduler", *options)]
        try:
            while not file.exists():
                time.sleep(0.1)
            address = json.loads(file.read_text())["address"]
            own = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", name]
            started += [_dask("worker", address, *own) for _ in range(workers)]
            from distributed import Client

            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(workers)
            yield address
        finally:
            for process in started:
                process.kill()
                process.wait()


def memory_now() -> float:
    """Memory of this process and all below it (proportional set size, MB)."""
    found = 0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        try:
            found += process.memory_full_info().pss
        except psutil.Error:
            continue
    return found / 1024**2


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
