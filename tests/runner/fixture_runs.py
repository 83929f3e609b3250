"""Runs of the notebooks of the fixtures, in this process, in workspaces with a small list."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path

from genderaudit.foundations.workspace import Workspace
from genderaudit.runner import Outcome, plan, run

FIXTURES = Path(__file__).parents[1] / "fixtures" / "notebooks"
FAILING = FIXTURES / "failing"
ORGANISATION = "name: Example (invented)\nkind: ngo\nlanguages: [en]\ninvented: true\n"
STAFF = "sex,level\nF,Officer\nM,Officer\n"


class HereExecutor(Executor):
    """Runs each task in this process, at once."""

    def submit(self, function, /, *arguments, **named):
        future: Future = Future()
        future.set_result(function(*arguments, **named))
        return future


@contextmanager
def here(workers: int) -> Iterator[Executor]:
    yield HereExecutor()


def workspace_of(root: Path, *rounds: str, organisation: str = "example") -> Workspace:
    raw = root / "data" / "raw" / organisation
    for name in rounds:
        (raw / name).mkdir(parents=True)
        (raw / name / "staff.csv").write_text(STAFF)
    (raw / "organisation.yml").write_text(ORGANISATION)
    return Workspace.open(root)


def outcomes_of(workspace: Workspace, **options) -> list[Outcome]:
    tasks = plan(workspace, notebooks=FIXTURES, **options)
    return [outcome for _, outcomes in run(tasks, 1, here) for outcome in outcomes]
