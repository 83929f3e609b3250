"""What tests of several modules need: public data files, workspaces, and the sample organisations audited."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import in_process
import pytest
from differences import differences
from examples import SAMPLES, Builder
from hypothesis import settings
from in_process import AuditedPhase, audit
from nbformat import NotebookNode

from genderaudit.foundations.errors import set_error_language
from genderaudit.foundations.workspace import REPORT, Workspace, notebook
from genderaudit.runner.lock import locked
from genderaudit.training import Course, open_course
from genderaudit.training.publish import executed

# Examples of a test that does not say how many; none has a deadline: a loaded machine is slow, and nothing is wrong.
# Hypothesis's own "ci" takes the same ones each time.
settings.register_profile(
    "ours", settings.get_profile("ci" if "CI" in os.environ else "default"), max_examples=40, deadline=None
)
settings.load_profile("ours")

PATIENCE = 1200  # seconds that a worker waits for what another one makes
REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a file from its last to its first: one that builds on an earlier one fails at once."""
    items[:] = [item for _, of_file in groupby(items, lambda item: item.path) for item in reversed(list(of_file))]


@pytest.hookimpl(wrapper=True)
def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> Iterator[None]:
    """How two collections differ, in words; with -vv also as pytest says it."""
    usual: list[list[str] | None] = yield
    with suppress(Exception):  # items that cannot be compared: arrays, tables
        if op == "==" and (told := differences(left, right)):
            more = next(filter(None, usual), []) if config.get_verbosity(config.VERBOSITY_ASSERTIONS) > 1 else []
            return [[*told, *more]]
    return usual


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """A shell that starts the tests in the background has them ignore Ctrl-C, and so would what they start."""
    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _a_system_in_english() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(autouse=True)
def _errors_are_said_in_english() -> None:
    """A command and an audit say them in a language of their own from then on."""
    set_error_language("en")


@pytest.fixture(scope="session", autouse=True)
def _charts_without_a_screen() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "Agg")
        yield


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """The path of a public data file; the test is skipped where the folder is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"the public data file {name} is not here")
        return path

    return find


@pytest.fixture
def workspace(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests that all its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def once(common: Path) -> Callable[[str, Callable[[Workspace], Any]], Any]:
    """What is made in a workspace of this name: by whoever asks first, once for all workers, and kept in a file."""

    def kept(name: str, make: Callable[[Workspace], Any]) -> Any:
        place = Workspace(common / name)
        file = place.root / "kept"
        with locked(place, PATIENCE):
            if not file.exists():
                file.write_bytes(pickle.dumps(make(place)))
        return pickle.loads(file.read_bytes())

    return kept


@pytest.fixture(scope="session")
def audited(once: Callable[..., Any]) -> Callable[[str, str], dict[str, AuditedPhase]]:
    """The phases of a sample organisation's round, in its own language; all its rounds are audited, oldest first."""

    @cache
    def rounds(organisation: str) -> dict[str, dict[str, AuditedPhase]]:
        def make(place: Workspace) -> dict[str, dict[str, AuditedPhase]]:
            given = Path("data", "raw", organisation)
            shutil.copytree(REPOSITORY / given, place.root / given, dirs_exist_ok=True)
            samples = [sample for sample in SAMPLES if sample[0] == organisation]
            return {
                round: audit(place.root, organisation, round, language, pictures=True) for _, round, language in samples
            }

        return once(f"samples-{organisation}", make)

    return lambda organisation, round: rounds(organisation)[round]


@pytest.fixture(scope="session")
def reported(once: Callable[..., Any], audited: Callable[..., Any]) -> Callable[[str, str], NotebookNode]:
    """The report notebook of a sample organisation's round, in its own language; its Word files and slides are made."""

    @cache
    def book(organisation: str, round: str) -> NotebookNode:
        root = audited(organisation, round)["baseline"].root
        code = next(code for *of, code in SAMPLES if of == [organisation, round])
        given = {"organisation": organisation, "round": round, "language": code, "workspace": str(root)}
        return once(f"report-{organisation}-{round}", lambda _: in_process.executed(notebook(REPORT), given))

    return book


@pytest.fixture(scope="session")
def organisations(common: Path) -> Path:
    """The folder of the training edition's organisations: what one worker makes there the others find."""
    return common / "training-organisations"


@pytest.fixture(scope="session")
def course(organisations: Path) -> Callable[[str], Course]:
    """The training course of a language, at the last phase; makes and audits its organisation first."""
    return cache(lambda code: open_course("recommendations", code, str(organisations)))


@pytest.fixture(scope="session")
def solved(
    once: Callable[..., Any], course: Callable[[str], Course], organisations: Path
) -> Callable[..., NotebookNode]:
    """A training notebook of a language, run with its solutions in a kernel."""

    @cache
    def run(code: str, path: Path) -> NotebookNode:
        course(code)
        return once(f"solved-{code}-{path.stem}", lambda _: executed(path, str(organisations)))

    return run
