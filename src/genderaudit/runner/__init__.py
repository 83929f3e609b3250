"""Runs: many organisations through the notebooks, each as far as it goes, what is done not again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence

from genderaudit.runner import record as records
from genderaudit.runner.execute import STAGE, Outcome, is_current, run_task
from genderaudit.runner.pool import OpenExecutor, processes, work_off
from genderaudit.runner.record import WORKER, Failure
from genderaudit.runner.tasks import Task, plan
from genderaudit.workspace import Workspace

__all__ = ["Outcome", "Task", "plan", "run"]

MOST_JOBS = 8
LEFT_BEHIND = 24 * 3600  # seconds after which a stage can only be that of a run that was killed


def run(
    tasks: Sequence[Task], jobs: int | None = None, open_executor: OpenExecutor = processes
) -> Iterator[tuple[Task, list[Outcome]]]:
    """Do the tasks, each reported when it is finished, in the order in which they finish.

    ``jobs`` is the number of organisations at a time; without it as many as there are processors.
    """
    for workspace in {task.workspace for task in tasks}:
        _sweep(Workspace.open(workspace))
    jobs = jobs or min(_processors(), len(tasks), MOST_JOBS) or 1
    for task, result in work_off(run_task, tasks, jobs, open_executor):
        yield task, _lost(task, result) if isinstance(result, Exception) else result


def _lost(task: Task, error: Exception) -> list[Outcome]:
    """A worker died with the task; what it had finished stays, the rest is noted as failed."""
    failure = Failure(phase=WORKER, error=type(error).__name__)
    workspace = Workspace.open(task.workspace)
    for round in task.rounds:
        for language in task.languages:
            if is_current(task, workspace, round, language):
                continue
            records.fail(workspace, task.organisation, round, language, failure)
    return [Outcome(task.organisation, "", "", "failed", failure=failure)]


def _sweep(workspace: Workspace) -> None:
    """Remove what killed runs left."""
    for stage in workspace.index().parent.glob(f"*/*/{STAGE}*"):
        if time.time() - stage.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(stage, ignore_errors=True)


def _processors() -> int:
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
