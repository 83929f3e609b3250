"""``from genderaudit import measures`` is quick: nobody waits for libraries that a formula does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW_TO_IMPORT = (
    "matplotlib",
    "seaborn",
    "scipy",
    "babel",
    "pydantic",
    "statsmodels",
    "IPython",
    "jupyterlab",
    "papermill",
)


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    program = "from genderaudit import measures; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("library", SLOW_TO_IMPORT)
def test_measures_do_not_load(loaded: set[str], library: str) -> None:
    assert library not in loaded
    assert "genderaudit.measures.pay" in loaded
