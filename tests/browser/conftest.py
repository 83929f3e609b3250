"""A headless Chromium for the tests of the reports; without one they are skipped and say so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

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
LOOKED_AT = (
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
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reports to look at: one folder a language."""
    from invented_report import pages

    folder = tmp_path_factory.mktemp("reports")
    for code in sorted({name.partition("/")[0] for name in LOOKED_AT}):
        (folder / code).mkdir()
        for name, html in pages(code).items():
            (folder / code / name).write_text(html, "utf-8")
    return folder


@pytest.fixture(params=LOOKED_AT)
def report(request: pytest.FixtureRequest, reports: Path) -> Path:
    """Each report in turn."""
    return reports / request.param
