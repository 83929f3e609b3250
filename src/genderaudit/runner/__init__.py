"""Runs of many organisations' notebooks: a failure stops only its organisation, up-to-date work is skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from genderaudit.foundations.files import remove_leftovers
from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.capacity import jobs_that_fit
from genderaudit.runner.execute import Outcome, all_current, current, record_lost, run_task
from genderaudit.runner.failures import failure_of
from genderaudit.runner.known import Known
from genderaudit.runner.planning import plan
from genderaudit.runner.pool import OpenExecutor, processes, work_off
from genderaudit.runner.record import WORKER
from genderaudit.runner.tasks import Task

__all__ = ["Outcome", "Task", "plan", "run"]


def run(
    tasks: Sequence[Task], jobs: int | None = None, open_executor: OpenExecutor = processes
) -> Iterator[tuple[Task, list[Outcome]]]:
    """Do the tasks and yield each with its outcomes: first those with nothing to do, the others as they finish.

    ``jobs`` is the number of organisations at a time; by default as many as processors and memory allow.
    """
    notes = {name: Known(Workspace.open(name)) for name in {task.workspace for task in tasks}}
    try:
        to_do = []
        for task in tasks:
            if outcomes := _nothing_to_do(task, notes[task.workspace]):
                yield task, outcomes
            else:
                to_do.append(task)
        yield from _results_of(to_do, jobs or jobs_that_fit(len(to_do)), open_executor, notes)
    finally:
        for noted in notes.values():
            noted.save()


def _nothing_to_do(task: Task, noted: Known) -> list[Outcome]:
    """Return the outcomes of a task that is up to date; empty if there is something to do."""
    try:
        mark = noted.mark(task)
        outcomes = all_current(task) if noted.holds(task, mark) else current(task)
    except OSError:  # unreadable files must fail their own organisation only, when it is run
        return []
    if outcomes:
        noted.note(task, mark)
    return outcomes


def _results_of(
    to_do: Sequence[Task], jobs: int, open_executor: OpenExecutor, notes: Mapping[str, Known]
) -> Iterator[tuple[Task, list[Outcome]]]:
    for workspace in {task.workspace for task in to_do}:
        _remove_leftovers_of(
            Workspace.open(workspace), (task.organisation for task in to_do if task.workspace == workspace)
        )
    for task, result in work_off(run_task, to_do, jobs, open_executor):
        if isinstance(result, Exception):
            result = [record_lost(task, failure_of(WORKER, result, task.speaks))]
        else:
            # Notes for the next run that the task is up to date.
            _nothing_to_do(replace(task, force=False), notes[task.workspace])
        yield task, result


def _remove_leftovers_of(workspace: Workspace, organisations: Iterable[str]) -> None:
    """Remove leftovers of killed runs beside the index and the notes, and in the organisations' own folders."""
    places = [workspace.index().parent, workspace.known().parent]
    for name in organisations:
        for top in workspace.folders(name)[1:]:
            places += [top, *top.rglob("*/")]
    for place in places:
        remove_leftovers(place)
