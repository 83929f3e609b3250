"""``genderaudit run`` and ``genderaudit status``."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from genderaudit.cli.options import (
    DONE,
    FAILED,
    Commands,
    add_organisations,
    add_workspace,
    indented,
    positive,
)
from genderaudit.cli.release import release_after_run, text
from genderaudit.foundations.errors import AuditError, error_language, error_sentence

if TYPE_CHECKING:
    from genderaudit.foundations.language import Language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner import Outcome, Task
    from genderaudit.runner.status import RoundStatus


def add_run(commands: Commands) -> None:
    """Add ``genderaudit run``."""
    runs = commands.add_parser("run")
    add_organisations(runs)
    runs.add_argument("--all", action="store_true")
    runs.add_argument("--language", action="extend", nargs="+", default=[], metavar="L")
    runs.add_argument("--jobs", type=positive, metavar="N")
    runs.add_argument("--changed", action="store_true")
    runs.add_argument("--scheduler", metavar="ADDRESS")
    runs.add_argument("--timeout", type=positive, default=600, metavar="S")
    runs.add_argument("--memory", type=positive, default=4096, metavar="MB")
    runs.add_argument("--force", action="store_true")
    runs.add_argument("--release", action="store_true")
    runs.add_argument("--because", type=text, default="", metavar="WHY")
    runs.add_argument("--parameter", action="extend", nargs="+", default=[], metavar="NAME=VALUE")
    runs.set_defaults(command=run)


def take_names_from_options(arguments: argparse.Namespace) -> None:
    """Take as organisations what follows the values of an option, as in ``run --language fr my_union``."""
    from genderaudit.foundations.spoken import languages

    values = [*arguments.language, *arguments.parameter]
    names = [value for value in values if value not in languages() and "=" not in value]
    arguments.organisations = names
    arguments.language = [value for value in arguments.language if value not in names]
    arguments.parameter = [value for value in arguments.parameter if value not in names]


def run(arguments: argparse.Namespace) -> int:
    """Audit organisations."""
    whole = arguments.all or arguments.changed
    if not (whole or arguments.organisations):
        take_names_from_options(arguments)
    if bool(arguments.organisations) == whole:
        raise AuditError("name_organisations")
    from genderaudit.cli.faulty import refuse_faulty_method
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner import plan
    from genderaudit.runner.lock import locked

    signal.signal(signal.SIGTERM, _interrupt)
    workspace = Workspace.open(arguments.workspace)
    refuse_faulty_method(workspace)
    tasks = plan(
        workspace,
        arguments.organisations,
        round=arguments.round,
        in_languages=arguments.language,
        given_parameters=arguments.parameter,
        force=arguments.force,
        seconds=arguments.timeout,
        memory=arguments.memory,
    )
    if not arguments.changed:
        for phase in tasks[0].notebooks:
            if tasks[0].runs_copy(phase):
                copy = tasks[0].notebook(phase).relative_to(workspace.root)
                print(_current_language().text("printed.edited", copy=copy.as_posix()))
    with locked(workspace):
        return _run_tasks(workspace, tasks, arguments)


def _run_tasks(workspace: Workspace, tasks: Sequence[Task], arguments: argparse.Namespace) -> int:
    """Run the tasks, print a line per round and language, write log and index, and return the exit status."""
    from tqdm import tqdm

    from genderaudit.runner import run as run_tasks
    from genderaudit.runner.lock import log
    from genderaudit.runner.pool import skip_slow_import
    from genderaudit.runner.status import status as rows_of
    from genderaudit.runner.status import write_index

    skip_slow_import()
    started, failed, changed = time.monotonic(), set[str](), not workspace.index().is_file()
    batches = _oldest_first(tasks) if arguments.release else [tasks]
    log(workspace, "begin", organisations=len(tasks))
    total = sum(map(len, batches))
    with tqdm(total=total, unit="organisation", leave=False, disable=not sys.stderr.isatty()) as bar:
        for task, outcomes in chain.from_iterable(run_tasks(batch, **_run_arguments(arguments)) for batch in batches):
            went = all(outcome.state != "failed" for outcome in outcomes)
            for outcome in outcomes:
                if outcome.state == "current" and arguments.changed:
                    continue
                bar.write(_outcome_message(outcome, outcome.language or task.speaks))
                log(workspace, "outcome", **_log_entry(outcome))
            if arguments.release and went:
                went = _release(workspace, task, arguments, bar.write)
            changed |= arguments.release or any(outcome.state != "current" for outcome in outcomes)
            failed |= set() if went else {task.organisation}
            bar.update()
            sys.stdout.flush()
    seconds, done = time.monotonic() - started, len(tasks) - len(failed)
    log(workspace, "end", done=done, failed=len(failed), seconds=round(seconds, 1))
    values = {"done": done, "failed": len(failed), "seconds": f"{seconds:.0f}", "index": workspace.index()}
    print(_current_language().text("printed.summary", number=len(tasks), **values))
    if changed:
        write_index(workspace, rows_of(workspace))
    return FAILED if failed else DONE


def _oldest_first(tasks: Sequence[Task]) -> list[list[Task]]:
    """Return the tasks in batches by round: a later round refers to the edition of the earlier one."""
    most = max((len(task.rounds) for task in tasks), default=0)
    first = [replace(task, rounds=task.rounds[:1]) for task in tasks]
    later = [[replace(t, rounds=t.rounds[i : i + 1]) for t in tasks if len(t.rounds) > i] for i in range(1, most)]
    return [first, *later]


def _release(workspace: Workspace, task: Task, arguments: argparse.Namespace, write: Callable[[str], None]) -> bool:
    """Release each round of a task; return True if all were released."""
    from genderaudit.foundations.language import language
    from genderaudit.runner.lock import log

    went, speaks = True, language(task.speaks)
    for round in task.rounds:
        where = {"organisation": task.organisation, "round": round}
        try:
            message = release_after_run(workspace, **where, because=arguments.because)
            if message or not arguments.changed:
                write(message or speaks.text("printed.released_already", where=f"{task.organisation} {round}"))
            log(workspace, "release", **where, released=message)
        except (AuditError, OSError) as error:
            reason = error_sentence(error, speaks)
            write(f"{speaks.text('printed.not_released', where=f'{task.organisation} {round}')}\n{indented(reason)}")
            log(workspace, "release", **where, refused=reason)
            went = False
    return went


def _run_arguments(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of ``runner.run`` beside the tasks."""
    if not arguments.scheduler:
        return {"jobs": arguments.jobs}
    from genderaudit.runner.cluster import cluster

    jobs, open_executor = cluster(arguments.scheduler)
    return {"jobs": arguments.jobs or jobs, "open_executor": open_executor}


def _log_entry(outcome: Outcome) -> dict[str, Any]:
    logged: dict[str, Any] = {
        name: getattr(outcome, name) for name in ("organisation", "round", "language", "state", "phases")
    }
    logged["seconds"] = round(outcome.seconds, 1)
    if outcome.failure:
        logged["failure"] = outcome.failure.model_dump()
    return logged


def _outcome_message(outcome: Outcome, code: str) -> str:
    from genderaudit.foundations.language import language
    from genderaudit.report.failure import stage
    from genderaudit.runner.failures import sentences

    words = language(code)
    where = " ".join(part for part in (outcome.organisation, outcome.round, outcome.language) if part)
    if outcome.state == "current":
        return words.text("printed.current", where=where)
    if outcome.failure is None:
        return words.text("printed.done", where=where, number=outcome.phases, seconds=f"{outcome.seconds:.0f}")
    failure = outcome.failure
    messages = indented("\n".join(sentences(failure, code)))
    values = {"where": where, "phase": stage(failure.phase, words), "cell": failure.cell, "error": failure.error}
    is_audit_error = failure.error == AuditError.__name__
    key = ("failed_cell" if is_audit_error else "failed_error") if failure.cell else "failed"
    return f"{words.text(f'printed.{key}', **values)}\n{messages}"


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def add_status(commands: Commands) -> None:
    """Add ``genderaudit status``."""
    states = commands.add_parser("status")
    add_workspace(states)
    states.set_defaults(command=status)


def status(arguments: argparse.Namespace) -> int:
    """Print the state of every organisation and round."""
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner.status import STEPS
    from genderaudit.runner.status import status as rows_of

    rows = rows_of(Workspace.open(arguments.workspace))
    words = _current_language()
    names = [f"steps.{step}" for step in STEPS]
    lines = [[words.text(f"printed.{name}") for name in ("organisation", "round", "language", *names, "released")]]
    for row in rows:
        states = [words.text(f"printed.states.{state}") for state in row.steps.values()]
        lines.append([row.organisation, row.round or "-", row.language or "-", *states, _last_edition(row, words)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    for fault in dict.fromkeys(row.fault for row in rows if row.fault):
        print(fault)
    return DONE


def _current_language() -> Language:
    from genderaudit.foundations.language import language

    return language(error_language())


def _last_edition(row: RoundStatus, words: Language) -> str:
    """Return number, date and reader of a round's last edition, or that there is none."""
    if not row.releases or row.fault:
        return "?" if row.fault else words.text("printed.not_yet")
    newest = row.releases[0]
    values = {"number": newest.number, "date": newest.date, "reader": words.text(f"printed.readers.{newest.reader}")}
    if newest.receiver:
        return words.text("printed.edition_short_to", receiver=newest.receiver, **values)
    return words.text("printed.edition_short", **values)
