"""How the people of a survey were chosen: declared, asked for, and what is told of whoever came."""

from __future__ import annotations

import json

import pytest
from examples import Builder

from genderaudit import open_audit
from genderaudit.conclusions.messages import voices
from genderaudit.conclusions.triangulation import triangulate_area
from genderaudit.methodology.organisation import Organisation

ABOUT = "name: Example\nkind: ngo\ninvented: true\nlanguages: [en]\n"
ROWS = ["F,4,2", "F,5,1", "F,2,4", "M,5,1", "M,4,2", "M,5,1", "M,4,1", "M,2,4", "F,1,5", "F,2,5"]
"""Answers to a statement and to one that runs the other way: most men agree, women are divided."""


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What the perception phase records and shows of these answers."""
    shown: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle["text/html"]))

    def audited(declared: str):
        Builder(tmp_path).organisation({"survey.csv": "sex,K2,K4\n" + "\n".join(ROWS * 8) + "\n"}, ABOUT + declared)
        audit = open_audit("staff_perception", "example", "2025", "en", str(tmp_path))
        survey, measures = audit.data.table("survey"), audit.measures
        audit.show.refusals([])
        audit.report("area_favourable", measures.area_results(survey, audit.data.items), rate=True)
        audit.report("area_difference", measures.area_differences(survey, audit.data.items))
        audit.close()
        return audit, "".join(shown)

    return audited


@pytest.mark.parametrize("sampling", ["everyone", "drawn"])
def test_those_asked_or_drawn_have_intervals_and_tests(told, sampling):
    audit, page = told(f"survey: {{sampling: {sampling}}}\n")
    (difference,) = [one for one in audit.found if one.indicator == "area_difference" and one.calculated]
    assert difference.interval
    assert "p_adjusted" in difference.details
    assert "whoever came" not in page
    assert "beyond chance" in page


@pytest.mark.parametrize("declared", ["", "survey: {sampling: whoever_came}\n"])
def test_whoever_came_is_described(told, declared):
    audit, page = told(declared)
    assert [one for one in audit.found if one.interval or "p_adjusted" in one.details] == []
    assert "who answered is whoever came" in page
    assert ("Interval" in page, "95" in page, "Beyond chance" in page) == (False, False, False)
    path = audit.data.workspace.findings("example", "2025", "staff_perception")
    assert json.loads(path.read_text("utf-8"))["sampling"] == "whoever_came"


def test_of_whoever_came_twenty_points_divide(told):
    audit, _ = told("")
    said = {one.group["sex"]: one.value for one in audit.found if one.calculated and "sex" in one.group}
    assert said["M"] - said["F"] >= 0.20
    pattern = triangulate_area("K", [], [], audit.found, audit.data.table("interviews"), audit.data.method, "ngo")
    assert pattern.pattern == "divided"
    assert "divided_area" in [message.text for message in voices(audit.found, audit.data.method)]


def test_a_round_may_say_it_otherwise():
    rounds = {"2025": {"survey": {"sampling": "drawn"}}, "2026": {}}
    about = Organisation(
        name="Example", kind="ngo", languages=["en"], survey={"of": "members", "sampling": "everyone"}, rounds=rounds
    )
    assert [about.sampling_of(round) for round in ("2025", "2026", "2027")] == ["drawn", "everyone", "everyone"]
    assert about.population_asked == "members"


def test_a_statement_that_was_turned_round_twice_is_named(tmp_path, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle["text/html"]))
    rows = "F,4,4\nM,5,5\nF,2,1\nM,1,2\n" * 8
    Builder(tmp_path).organisation({"survey.csv": "sex,K2,K4\n" + rows}, ABOUT)
    audit = open_audit("staff_perception", "example", "2025", "en", str(tmp_path))
    audit.show.turned_twice()
    (note,) = shown
    assert audit.data.language.text("items.K4").rstrip(".") in note
    assert audit.data.language.text("items.K2").rstrip(".") not in note
