"""A headless Chromium for the tests of the reports; without one they are skipped and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from at_length import at_length
from in_process import AuditedPhase
from invented_report import pages as pages_of
from lab import Lab, running
from nbformat import NotebookNode

from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import ANNEX, REPORT
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.export import export_joined, export_stage

REPOSITORY = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
SAMPLES = {
    "small/fr": ("cooperative_sigida", "2025", "fr"),
    "samples/en": ("agency_northmere", "2025", "en"),
    "samples/fr": ("federation_djeliba", "2025", "fr"),
}
LOOKED_AT = (
    # In make test: real figures, a script from right to left.
    "small/fr/1_baseline.html",
    "ar/4_recommendations.html",
    # In make test-all: one of each thing that reports are made of, from left to right and from right to left.
    "samples/en/annex.html",
    "samples/en/report.html",
    "samples/fr/brief.html",
    "samples/fr/1_baseline.html",
    "samples/fr/4_recommendations.html",
    "ar/annex.html",
    "ar/report.html",
    "ar/brief.html",
    "en/index.html",
    "ar/index.html",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """The installed Chromium, driven by playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no browser tests: playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no browser tests: no Chromium is installed (Debian: apt install chromium)")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """JupyterLab as ``make lab`` starts it; once a session, because it takes seconds."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def reports(
    tmp_path_factory: pytest.TempPathFactory,
    audited: Callable[[str, str], dict[str, AuditedPhase]],
    reported: Callable[[str, str], NotebookNode],
) -> Callable[[str], Path]:
    """A report to look at by its name in ``LOOKED_AT``, with those that it links to."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def made(place: Path) -> Path:
        place.mkdir(parents=True)
        sample = SAMPLES.get(f"{place.parent.name}/{place.name}")
        pages = _sample(*sample, audited, reported) if sample else pages_of(place.name)
        for name, html in pages.items():
            (place / name).write_text(html, "utf-8")
        return place

    return lambda name: made((folder / name).parent) / Path(name).name


def _sample(
    organisation: str,
    round: str,
    code: str,
    audited: Callable[[str, str], dict[str, AuditedPhase]],
    reported: Callable[[str, str], NotebookNode],
) -> dict[str, str]:
    """The reports of a sample organisation, exported as a run would."""
    about = read_organisation(REPOSITORY / "data" / "raw" / organisation)
    facts = {"name": about.name, "round": round, "kind": about.kind, "invented": True, "date": "2026-01-31"}
    notebooks = {phase: done.notebook for phase, done in audited(organisation, round).items()}
    pages = {ANNEX: export_joined(notebooks, language(code), facts)}
    for stage, made in (*notebooks.items(), (REPORT, reported(organisation, round))):
        pages |= export_stage(made, stage, language(code), facts)
    return {f"{name}.html": html for name, html in pages.items()}


@pytest.fixture(params=at_length(LOOKED_AT, 2))
def report(request: pytest.FixtureRequest, reports: Callable[[str], Path]) -> Path:
    """Each report in turn."""
    return reports(request.param)
