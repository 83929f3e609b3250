"""What tests of several modules need: public data files, workspaces, and the sample organisations audited."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from examples import SAMPLES, Builder
from hypothesis import settings
from in_process import AuditedPhase, audit

from genderaudit.training import Course, open_course

settings.register_profile("patient", deadline=None)  # a loaded machine is slow, and nothing is wrong with the code
settings.load_profile("ci" if "CI" in os.environ else "patient")  # Hypothesis's own "ci": the same examples each time

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """A shell that starts the tests in the background has them ignore Ctrl-C, and so would what they start."""
    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
def audited(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], dict[str, AuditedPhase]]:
    """The phases of a sample organisation's round, audited once a session in a copy of ``data/raw``."""
    root = tmp_path_factory.mktemp("samples")
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw")
    done: dict[tuple[str, str], dict[str, AuditedPhase]] = {}
    languages = {(organisation, round): language for organisation, round, language in SAMPLES}

    def phases(organisation: str, round: str) -> dict[str, AuditedPhase]:
        key = organisation, round
        if key not in done:
            done[key] = audit(root, organisation, round, languages[key])
        return done[key]

    return phases


@pytest.fixture(scope="session")
def organisations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the training edition's organisations: what one worker makes there the others find."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-gw") else base) / "training-organisations"


@pytest.fixture(scope="session")
def course(organisations: Path) -> Callable[[str], Course]:
    """The training course of a language, at the last phase; makes and audits its organisation first."""
    return cache(lambda code: open_course("recommendations", code, str(organisations)))
