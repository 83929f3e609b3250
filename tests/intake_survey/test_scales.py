"""Answers on scales of many kinds, in words and numbers, and questions with several answers."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.intake.survey.answers import read_answers
from genderaudit.intake.survey.wordings import Wordings
from genderaudit.methodology.questionnaire import Item, Questionnaire, Scale, Several

FREQUENCY = ["Jamais", "Rarement", "Souvent", "Toujours"]
ASKED = Questionnaire(
    items=[
        Item(id="Q1", area="D", text={"fr": "Ma responsable m’écoute."}),
        Item(id="Q2", area="D", text={"fr": "Avez-vous un contrat écrit ?"}, scale=Scale(maximum=2, yes_no=True)),
        Item(id="Q3", area="E", text={"fr": "On me consulte."}, scale=Scale(maximum=4, words={"fr": FREQUENCY})),
        Item(id="Q4", area="E", text={"fr": "Note ?"}, scale=Scale(maximum=11, codes=[str(n) for n in range(11)])),
    ],
    several=[
        Several(
            id="S1",
            area="D",
            text={"fr": "Que faut-il ?"},
            options=["creche", "bus"],
            words={"fr": ["Une crèche", "Un bus, le soir"]},
        )
    ],
)


def read(codes=(), **columns):
    """The canonical answers, and what was said to be no answer."""
    wrong: dict[str, list[object]] = {}
    cells = pd.DataFrame(columns, dtype=object)
    found = read_answers(cells, Wordings(ASKED), dict(codes), lambda name, of: wrong.update({name: list(of)}))
    return found, wrong


@pytest.mark.parametrize(
    ("name", "written", "points"),
    [
        ("Q1", ["Tout a fait d accord", "PAS D'ACCORD", "Agree", "de acuerdo", 3, "4", "2,0"], [5, 2, 4, 4, 3, 4, 2]),
        ("Q1", ["NSP", "Je préfère ne pas répondre", "do_not_know", "-2", None], [-1, -2, -1, -2, None]),
        ("Q2", ["Oui", "NON", "yes", 1, "0", "NSP"], [2, 1, 2, 2, 1, -1]),
        ("Q3", ["jamais", "TOUJOURS", 3, "Je ne sais pas"], [1, 4, 3, -1]),
        ("Q4", [0, "10", "5,0", None], [1, 11, 6, None]),
    ],
)  # fmt: skip
def test_words_and_numbers_become_points(name, written, points):
    found, wrong = read(**{name: written})
    assert found[name].astype(object).where(found[name].notna(), None).tolist() == points
    assert not wrong


@pytest.mark.parametrize(
    ("name", "written"),
    [("Q1", ["6", "0", "1.5", "toujours oui"]), ("Q2", ["2"]), ("Q3", [5, "d'accord"]), ("Q4", [11, "-3"])],
)
def test_what_is_off_the_scale_is_told_and_no_answer(name, written):
    found, wrong = read(**{name: written})
    assert found[name].isna().all()
    assert wrong == {name: written}


def test_codes_of_one_statement_go_before_those_of_all():
    found, _ = read({"items": {"A": 1, "B": 2}, "Q1": {"A": 5}}, Q1=["A", "B"], Q3=["A", "B"])
    assert found[["Q1", "Q3"]].to_numpy().tolist() == [[5, 1], [2, 2]]


@pytest.mark.parametrize(
    ("columns", "ticked"),
    [
        ({"S1": ["creche bus", "Une crèche; Un bus, le soir", "bus", None]}, [[2, 2], [2, 2], [1, 2], [1, 1]]),
        ({"S1/creche": ["Y", None, "Y", None], "S1/bus": [None, "x", None, None]}, [[2, 1], [1, 2], [2, 1], [1, 1]]),
        ({"S1/creche": [1, 0, None, 0], "S1/bus": [1, 0, None, 1]}, [[2, 2], [1, 1], [None, None], [1, 2]]),
    ],
    ids=["in one column", "marks", "a row without noughts was not asked"],
)  # fmt: skip
def test_options_are_counted_among_those_who_were_asked(columns, ticked):
    found, wrong = read(Q1=[1, 2, 3, 4], **columns)
    options = found[["S1/creche", "S1/bus"]].astype(object)
    assert options.where(options.notna(), None).to_numpy().tolist() == ticked
    assert not wrong


def test_who_answered_nothing_at_all_was_not_asked_about_options():
    found, _ = read(Q1=[1, None], S1=["bus", None])
    assert found["S1/bus"].isna().tolist() == [False, True]
