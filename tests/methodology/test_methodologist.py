"""What a methodologist gets wrong in a workspace of her own is said alone, where it stands, and with what to write."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from genderaudit.foundations.language import suite_language
from genderaudit.foundations.workspace import NOTEBOOKS, SUITE, Workspace
from genderaudit.intake.contract import LISTS_OF_PEOPLE, PRIVATE, TABLES
from genderaudit.method_check import faults_of_method
from genderaudit.method_check.notebooks import faults_of_observable
from genderaudit.methodology.method import Methodology
from genderaudit.runner.copies import notebooks_of

TARGETS = "targets:\n  - {{id: parity_band, meets: {0}, approaches: {1}, source: etuc}}\n"
INDICATOR = "indicators:\n  - {{id: granary_keys, area: J, table: staff, unit: share, protection: {0}}}\n"
REPORT = 'audit.report("granary_keys", measures.share_of_women(audit.data.table("staff"), {0}))'


@pytest.fixture(autouse=True)
def _without_own_templates():
    yield
    Workspace.open(SUITE)


def laid(root: Path, cell: str = "", **files: str) -> Workspace:
    """A workspace with these files of its own, and ``cell`` at the end of its baseline notebook."""
    (root / "data" / "raw").mkdir(parents=True)
    for name, content in files.items():
        path = root / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    if cell:
        notebook = nbformat.read(NOTEBOOKS / "1_baseline.ipynb", 4)
        notebook.cells.append(nbformat.v4.new_code_cell(cell))
        (root / "my_notebooks").mkdir()
        nbformat.write(notebook, root / "my_notebooks" / "1_baseline.ipynb")
    return Workspace(root)


def said(workspace: Workspace) -> list[str]:
    found = faults_of_method(notebooks_of(workspace, NOTEBOOKS), workspace.own_templates())
    return [fault.sentence(suite_language("en")) for fault in found]


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        (
            "methodology/targets.yml",
            TARGETS.format("[0.7, 0.3]", "[0.7, 0.3]"),
            "line 2: targets.parity_band: the first",
        ),
        ("methodology/targets.yml", TARGETS.format("[30, 70]", "[20, 80]"), "which are written as parts of 1"),
        (
            "methodology/targets.yml",
            "thresholds: {minimum_response_rate: 30}\n",
            "thresholds.minimum_response_rate: the",
        ),
        (
            "methodology/targets.yml",
            TARGETS.format("[0.3, 0.7]", "[0.2, 0.8]").replace("parity_band", "parity_bnad"),
            "targets.parity_bnad: no indicator has this target. Of 14 known names the closest: parity_band",
        ),
        ("methodology/targets.yaml", "targets: []\n", "targets.yaml, line 1: nobody reads this file"),
        ("language/fr.yml", 'areas:\n  A: {name: "Contexte\n', "quotation mark"),
    ],
)
def test_a_mistake_is_said_once_and_nothing_beside_it(tmp_path, file, content, sentence):
    own_indicator = {"methodology/indicators.yml": INDICATOR.format("observable")} if "fr.yml" in file else {}
    sentences = said(
        laid(tmp_path, REPORT.format("by='unit'") if own_indicator else "", **{file: content}, **own_indicator)
    )
    others = [one for one in sentences if sentence not in one and "language/en" not in one]
    assert [one for one in sentences if sentence in one], sentences
    assert others == [], "these follow from the mistake, and only hide it"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (REPORT.format("by='unit'") + "\naudit.show(", "1_baseline.ipynb, cell 59: this cell is no Python (line 2"),
        (REPORT.format("by='contract'"), "granary_keys is declared observable"),
        (REPORT.format("where={'age_band': '25–34'}"), "granary_keys is declared observable"),
    ],
)
def test_a_mistake_in_a_notebook_is_said_with_its_cell(tmp_path, cell, sentence):
    sentences = said(laid(tmp_path, cell, **{"methodology/indicators.yml": INDICATOR.format("observable")}))
    without_texts = [one for one in sentences if "templates/language" not in one]
    cells = len(nbformat.read(NOTEBOOKS / "1_baseline.ipynb", 4).cells) + 1
    assert [
        one.replace(f"cell {cells}", "cell 59")
        for one in without_texts
        if sentence in one.replace(f"cell {cells}", "cell 59")
    ], without_texts
    assert not [one for one in without_texts if "no notebook reports" in one], without_texts


def test_a_file_that_is_no_notebook_is_said_and_not_raised(tmp_path):
    workspace = laid(tmp_path, "pass")
    (tmp_path / "my_notebooks" / "1_baseline.ipynb").write_text('{"cells": [', "utf-8")
    (sentence,) = said(workspace)
    assert "1_baseline.ipynb, line 1: this notebook cannot be read as a notebook" in sentence


@pytest.mark.parametrize(
    ("protection", "how", "refused"),
    [
        ("observable", "by='contract'", True),
        ("sensitive", "by='contract'", False),
        ("observable", "by='level'", False),
    ],
)
def test_a_release_refuses_what_is_declared_observable_and_is_not(tmp_path, protection, how, refused):
    workspace = laid(tmp_path, REPORT.format(how), **{"methodology/indicators.yml": INDICATOR.format(protection)})
    method = Methodology(own=workspace.own_templates())
    assert bool(list(faults_of_observable(method, notebooks_of(workspace, NOTEBOOKS)))) is refused


def test_columns_that_not_everybody_sees_are_columns_of_lists_of_people():
    known = {column.name for name in LISTS_OF_PEOPLE for column in TABLES[name].columns}
    assert PRIVATE - known == set(), "a column was renamed: what is declared observable by it would be released"
