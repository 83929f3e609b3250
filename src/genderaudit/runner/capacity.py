"""Number of organisations that can be processed at a time on this machine."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

MOST_JOBS = 8
JOB_MB = 700
"""Memory of one organisation in progress, in MB: worker, kernel server, kernels (docs/performance.md)."""


def jobs_that_fit(tasks: int) -> int:
    """Return the number of parallel jobs: limited by tasks, processors, memory and ``MOST_JOBS``; at least one."""
    limits = [tasks, _processors(), MOST_JOBS]
    if free := _free_megabytes():
        limits.append(free // JOB_MB)
    return max(1, min(limits))


def _processors() -> int:
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _free_megabytes() -> int | None:
    """Return the free memory of the machine or of the container, whichever is less; ``None`` if unknown."""
    limits = []
    with suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        limits.append(int(next(line for line in lines if line.startswith("MemAvailable")).split()[1]) // 1024)
    with suppress(OSError, ValueError):  # without a limit the file says "max"
        group = Path("/sys/fs/cgroup")
        limit, used = (int((group / name).read_text()) for name in ("memory.max", "memory.current"))
        limits.append((limit - used) // 1024**2)
    return min(limits) if limits else None
