"""A headless Chromium for the tests of the reports; without one they are skipped and say so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from in_process import audit
from lab import Lab, running

from genderaudit.language import language
from genderaudit.organisation import read_organisation
from genderaudit.report.export import export_joined, export_phase
from genderaudit.workspace import report_name

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
SAMPLES = {"en": ("agency_northmere", "2025"), "fr": ("federation_djeliba", "2025")}
LOOKED_AT = (
    "samples/en/report.html",
    "samples/en/3_staff_perception.html",
    "samples/fr/report.html",
    "samples/fr/1_baseline.html",
    "samples/fr/4_recommendations.html",
    "en/1_baseline.html",
    "en/report.html",
    "en/index.html",
    "fr/report.html",
    "ar/4_recommendations.html",
    "ar/report.html",
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
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reports to look at: one folder a language."""
    from invented_report import pages

    folder = tmp_path_factory.mktemp("reports")
    for code in sorted({name.partition("/")[0] for name in LOOKED_AT} - {"samples"}):
        (folder / code).mkdir()
        for name, html in pages(code).items():
            (folder / code / name).write_text(html, "utf-8")
    for code, (organisation, round) in SAMPLES.items():
        _write_sample(folder / "samples" / code, organisation, round, code)
    return folder


def _write_sample(folder: Path, organisation: str, round: str, code: str) -> None:
    """The reports of a sample organisation, executed in this process and exported as a run would."""
    workspace = folder.parents[1] / f"workspace-{code}"
    shutil.copytree(REPOSITORY / "data" / "raw" / organisation, workspace / "data" / "raw" / organisation)
    phases = audit(workspace, organisation, round, code)
    about = read_organisation(workspace / "data" / "raw" / organisation)
    facts = {"name": about.name, "round": round, "kind": about.kind, "invented": True, "date": "2026-01-31"}
    notebooks = {phase: done.notebook for phase, done in phases.items()}
    folder.mkdir(parents=True)
    for phase, made in notebooks.items():
        html = export_phase(made, phase, language(code), facts)
        (folder / f"{report_name(phase)}.html").write_text(html, "utf-8")
    (folder / "report.html").write_text(export_joined(notebooks, language(code), facts), "utf-8")


@pytest.fixture(params=LOOKED_AT)
def report(request: pytest.FixtureRequest, reports: Path) -> Path:
    """Each report in turn."""
    return reports / request.param
