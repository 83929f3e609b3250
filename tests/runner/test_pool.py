"""The pool of processes. Imports little: every worker imports this file again."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor

import pytest

from genderaudit.runner.pool import processes, work_off


def _die_or_double(number: int) -> int:
    if number == 2:
        time.sleep(0.2)
        os._exit(9)
    if number == 3:
        raise ValueError
    return 2 * number


@pytest.mark.slow
def test_a_worker_that_dies_loses_only_its_own_task():
    found = dict(work_off(_die_or_double, range(6), 2, processes))
    assert isinstance(found.pop(2), BrokenExecutor)
    assert isinstance(found.pop(3), ValueError)
    assert found == {0: 0, 1: 2, 4: 8, 5: 10}


@pytest.mark.skipif(os.name != "posix", reason="interrupts a process by a POSIX signal")
def test_an_interrupt_does_not_wait_for_what_is_running():
    timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        list(work_off(time.sleep, [120, 120, 120], 2, processes))
    assert time.monotonic() - started < 60
