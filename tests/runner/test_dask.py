"""The same runs on a Dask cluster, with a real scheduler and real workers, one of which is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from fixture_runs import FIXTURES, workspace_of

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import PHASES, report_name
from genderaudit.runner import plan, run
from genderaudit.runner.cluster import cluster

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a process by a POSIX signal")
SCHEDULER = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
ORGANISATIONS = 8


@pytest.fixture
def scheduler(tmp_path) -> Iterator[str]:
    """The address of a scheduler with two workers in processes of their own."""
    file = tmp_path / "scheduler.json"
    started = [_dask(*SCHEDULER, "--scheduler-file", str(file))]
    try:
        _wait_until(file.exists)
        address = json.loads(file.read_text())["address"]
        started += [_worker(address, tmp_path / str(number)) for number in range(2)]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_no_report(tmp_path, scheduler):
    for number in range(ORGANISATIONS):
        workspace = workspace_of(tmp_path / "w", "2025", organisation=f"organisation_{number}")
    jobs, open_executor = cluster(scheduler)
    assert jobs == 2
    finished = []
    for task, outcomes in run(plan(workspace, notebooks=FIXTURES), jobs, open_executor):
        if not finished:
            _WORKERS[scheduler][0].kill()
        finished += [(task.organisation, outcome.state) for outcome in outcomes]
    assert sorted(finished) == [(f"organisation_{number}", "done") for number in range(ORGANISATIONS)]
    for name, _ in finished:
        folder = workspace.outputs(name, "2025", "en")
        pages = [folder / f"{name}.html" for name in (*map(report_name, PHASES), "report", "brief", "annex")]
        assert not [page for page in pages if not page.read_text().rstrip().endswith("</html>")]
    assert not list(workspace.root.rglob("error.html"))


def test_a_cluster_of_one_worker_makes_the_reports(tmp_path):
    from distributed import LocalCluster

    workspace = workspace_of(tmp_path, "2025")
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as here:
        jobs, open_executor = cluster(here.scheduler_address)
        ((_, (outcome,)),) = run(plan(workspace, notebooks=FIXTURES), jobs, open_executor)
    assert (jobs, outcome.state) == (1, "done"), outcome.failure
    assert (workspace.outputs("example", "2025", "en") / "report.html").is_file()


def test_a_scheduler_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr("genderaudit.runner.cluster.PATIENCE", 1)
    with pytest.raises(AuditError, match="dask scheduler"):
        cluster("tcp://127.0.0.1:1")


_WORKERS: dict[str, list[subprocess.Popen[bytes]]] = {}


def _worker(address: str, folder) -> subprocess.Popen[bytes]:
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
    process = _dask("worker", address, *options)
    _WORKERS.setdefault(address, []).append(process)
    return process


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_until(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
