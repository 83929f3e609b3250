"""Every figure that an audit records, recomputed by a program that shares no code with the suite, and found on pages.

The samples and five simulated organisations. ``recomputed_*`` and ``raw_lists`` are the other program; here it is only
compared.
"""

from __future__ import annotations

import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from at_length import at_length
from examples import SAMPLES
from in_process import AuditedPhase, audit
from marked_html import marked_in, wrong_words
from precision_kept import disagreements
from raw_lists import Lists
from recomputed_activities import ACTIVITIES
from recomputed_facts import FACTS
from recomputed_figure import Figure
from recomputed_lines import by_their_lines
from recomputed_pay import PAY
from recomputed_services import SERVICES
from recomputed_survey import SURVEY
from recomputed_work import WORK

import genderaudit.audit.show
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import keep_round, read_round
from genderaudit.intake.round import in_memory
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.judgement import MOST_ROWS
from genderaudit.simulation.simulate import SimulationOrder, simulate

RECOMPUTED = by_their_lines() | FACTS | WORK | PAY | SURVEY | SERVICES | ACTIVITIES
OF_ANSWERS = SURVEY.keys() - {"response_rate", "open_answers"}
NOT_RECOMPUTED = {
    "year_target_reached": "runs hiring and leaving on year by year; a range of 1,000 draws",
    "appointments_needed": "the same model, turned round",
    "trend_over_rounds": "needs three rounds, which no organisation here has",
    "projection_to_target": "the same",
}
"""Indicators whose figures nobody recomputes here, and why."""
SIMULATED = [
    ("trade_union", 150, "fr", ("2022", "2025")),
    ("enterprise", 400, "en", ("2025",)),
    ("cooperative", 40, "fr", ("2025",)),
    ("public_body", 200, "en", ("2022",)),
    ("ngo", 60, "en", ("2025",)),
]
"""Kind, people on the staff, language, rounds: what is compared is the last one, and the change since the first."""
PLANTED = (
    *("unrecognised_progress", "unequal_credit", "activities_for_men", "silent_texts", "care_left_to_women"),
    "powerless_focal_points",
)
"""Scenarios that give each of them lists that few keep."""
FIGURES = ("baseline", "gap_analysis", "staff_perception")
OTHER = {"fr": "en", "en": "fr"}
Phases = dict[str, AuditedPhase]


def findings_of(phases: Phases) -> list[dict[str, Any]]:
    return [found for name in FIGURES for found in phases[name].findings["findings"]]


def differences(phases: Phases, organisation: str, round: str) -> tuple[list[str], Counter[str]]:
    """What the findings say otherwise than the lists, and how many figures of each indicator were recomputed."""
    lists = Lists(phases["baseline"].root / "data" / "raw" / organisation, round)
    figures: dict[Any, Figure] = {}
    wrong, recomputed = [], Counter[str]()
    for finding in findings_of(phases):
        indicator = finding["indicator"]
        if finding["status"] not in ("calculated", "banded") or indicator in NOT_RECOMPUTED:
            continue
        recomputed[indicator] += 1
        if indicator not in RECOMPUTED:
            wrong.append(f"{indicator}: nobody recomputes it. Do so, or say under NOT_RECOMPUTED why not")
            continue
        key = (indicator, *finding["group"].items())
        if key not in figures:
            figures[key] = RECOMPUTED[indicator](lists, finding["group"])
        of_pay = indicator in PAY or indicator.startswith("loan_size")
        said = disagreements(finding, figures[key], of_pay, indicator in OF_ANSWERS)
        wrong += [f"{finding['id']}: {what}" for what in said]
    return wrong, recomputed


def gaps_of_many_groups(findings: list[dict[str, Any]]) -> set[str]:
    """Findings of which the list of gaps only counts the ratings; the table of phase 1 has each of their groups."""
    gaps = [one for one in findings if one["phase"] == "gap_analysis" and one["rating"]]
    rows = Counter(one["indicator"] for one in gaps)
    return {one["id"] for one in gaps if rows[one["indicator"]] > MOST_ROWS}


def not_as_found(phases: Phases, language: str) -> tuple[list[str], Counter[str]]:
    """What pages say otherwise than the findings that they name, and how often each finding is named."""
    known = {found["id"]: found for found in findings_of(phases)}
    wrong, named = [], Counter[str]()
    for name, phase in phases.items():
        for marked in marked_in(phase.html):
            if marked.finding not in known:
                wrong.append(f"{name}: there is no finding {marked.finding}")
                continue
            named[marked.finding] += 1
            wrong += [
                f"{name}, {marked.finding}: {what}" for what in wrong_words(marked, known[marked.finding], language)
            ]
    return wrong, named


@pytest.fixture(scope="session")
def simulated(once: Any) -> Any:
    """The phases of a simulated organisation's round, by its kind."""

    @cache
    def of(kind: str, size: int, language: str, rounds: tuple[str, ...]) -> Phases:
        def make(place: Workspace) -> Phases:
            order = SimulationOrder(71, [kind], PLANTED, str(size), [language])
            list(simulate(Workspace.made(place.root), 1, order))
            done = [audited_again(place.root, "simulated_0001", one, language, FIGURES) for one in rounds]
            return done[-1]

        return once(f"recomputed-{kind}", make)

    return of


def audited_again(root: Path, organisation: str, round: str, language: str, phases: Any) -> Phases:
    """An audit with the lists read once, no chart and no poster, which say nothing that is compared here."""
    folder = root / "data" / "raw" / organisation
    settings = read_organisation(folder)
    with patch.dict(in_memory._KEPT), patch.object(genderaudit.audit.show, "pdf", lambda _: b""):
        keep_round(folder / round, settings, round, read_round(folder / round, settings, round))
        return audit(root, organisation, round, language, phases=phases)


@pytest.mark.parametrize(("organisation", "round"), at_length([sample[:2] for sample in SAMPLES]))
def test_every_figure_of_the_samples_follows_from_the_lists(audited, organisation, round):
    wrong, recomputed = differences(audited(organisation, round), organisation, round)
    assert wrong == [], (
        "these figures are not what the lists give by tests/recomputation: find which of the two is wrong"
    )
    assert len(recomputed) > 30


@pytest.mark.slow
@pytest.mark.parametrize("of", SIMULATED, ids=[one[0] for one in SIMULATED])
class TestSimulated:
    def test_every_figure_follows_from_the_lists(self, simulated, of):
        wrong, recomputed = differences(simulated(*of), "simulated_0001", of[3][-1])
        assert wrong == [], (
            "these figures are not what the lists give by tests/recomputation: find which of the two is wrong"
        )
        assert len(recomputed) > 40

    def test_pages_say_what_was_found(self, simulated, of):
        wrong, named = not_as_found(simulated(*of), of[2])
        assert wrong == [], (
            "the page says another number than the finding that it names: mend the sentence or the table"
        )
        assert len(named) > 200


@pytest.mark.parametrize(("organisation", "round", "language"), at_length(SAMPLES))
def test_pages_of_the_samples_say_what_was_found(audited, organisation, round, language):
    phases = audited(organisation, round)
    wrong, named = not_as_found(phases, language)
    assert wrong == [], "the page says another number than the finding that it names: mend the sentence or the table"
    of_both = {f["id"] for f in findings_of(phases) if {"item", "area"} & f["group"].keys() and "sex" not in f["group"]}
    calculated = {f["id"] for f in findings_of(phases) if f["status"] == "calculated"}
    unnamed = calculated - named.keys()
    counted = unnamed & gaps_of_many_groups(findings_of(phases))
    assert unnamed - counted <= of_both  # beside women and men the table has no column for all
    assert {one.replace("gap_analysis/", "baseline/") for one in counted} <= named.keys()


@pytest.mark.slow
@pytest.mark.parametrize(("organisation", "round", "language"), [SAMPLES[1], SAMPLES[3]])
def test_pages_in_another_language_say_so_too(audited, tmp_path, organisation, round, language):
    """Of a sample in English and of one in French; the quick test reads the third in its own language."""
    shutil.copytree(audited(organisation, round)["baseline"].root / "data", tmp_path / "data")
    again = audited_again(tmp_path, organisation, round, OTHER[language], (*FIGURES, "recommendations"))
    wrong, named = not_as_found(again, OTHER[language])
    assert wrong == [], "the page says another number than the finding that it names: mend the sentence or the table"
    assert len(named) > 400


def test_a_number_that_is_not_the_findings_is_seen():
    """The comparison itself: of women and men swapped, another base, another rating, a number from nowhere."""
    finding = {"id": "a/b", "indicator": "staff_women_share", "group": {}, "unit": "share", "rating": "meets"}
    finding |= {"value": 0.444, "n": 9.0, "women": 4.0, "men": 5.0, "interval": None, "target": None}
    finding |= {"band": None, "details": {}}
    head = "<thead><tr><th>Group</th><th>Women</th><th>Men</th><th>Share</th><th>Requirement</th></tr></thead>"

    def said(row: str) -> int:
        cells = "".join(f"<td>{cell}</td>" for cell in row.split("|"))
        page = f'<table>{head}<tr><th data-finding="a/b">All</th>{cells}</tr></table>'
        return sum(len(list(wrong_words(one, finding, "en"))) for one in marked_in(page))

    assert said("4|5|44.4%|met") == 0
    assert [said(row) for row in ("5|4|44.4%|met", "4|5|44.5%|met", "4|5|44.4%|nearly met")] == [2, 1, 1]
    for sentence, faults in (("4 women of 9: 44.4%", 0), ("5 women of 9", 1), ("4 women of 12", 1)):
        (one,) = marked_in(f'<p><span data-finding="a/b">{sentence}</span></p>')
        assert len(list(wrong_words(one, finding, "en"))) == faults


def test_a_figure_that_does_not_follow_from_the_lists_is_seen():
    finding = {
        "status": "calculated",
        "unit": "share",
        "value": 0.444,
        "n": 9.0,
        "women": 4.0,
        "men": 5.0,
    }
    finding |= {"interval": {"low": 0.189, "high": 0.733}, "about": False, "details": {}, "group": {}}
    right = Figure(4 / 9, 9, 4, 5, 0.18878, 0.73335)
    assert list(disagreements(finding, right, of_pay=False)) == []
    for name, other in (("value", 0.445), ("n", 10.0), ("women", 5.0), ("men", 4.0)):
        assert len(list(disagreements(finding | {name: other}, right, of_pay=False))) == 1
    assert len(list(disagreements(finding | {"interval": {"low": 0.2, "high": 0.7}}, right, of_pay=False))) == 2
