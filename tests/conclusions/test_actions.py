"""What an organisation decided: states, sums that hold over any workbook, and texts that may be printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from answered_plans import NAMES, PLANS, filled
from examples import Builder
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.conclusions.actions import Action, answered, earlier_actions, responses, standing, state_of
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.intake.checks.printed_text import refused
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.followup import standing_sentence

DAY = dt.date(2025, 6, 30)
COLUMNS = ["recommendation", "decision", "owner", "note", "evidence", "due", "budget", "round", "status", "cleared"]


def table(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=COLUMNS)
    return frame.astype({"due": "datetime64[ns]", "budget": float})


class TestStates:
    @pytest.mark.parametrize(
        ("status", "due", "state"),
        [
            ("done", dt.date(2024, 1, 1), "done"),
            ("started", dt.date(2025, 6, 29), "late"),
            ("started", dt.date(2025, 6, 30), "under_way"),
            ("planned", None, "under_way"),
            (None, dt.date(2024, 1, 1), "late"),
            ("stopped", dt.date(2024, 1, 1), "abandoned"),
        ],
    )
    def test_state_on_a_day(self, status: str | None, due: dt.date | None, state: str) -> None:
        assert state_of(status, due, DAY) == state

    def test_what_was_rejected_has_none(self) -> None:
        (action,) = answered(table({"recommendation": NAMES[0], "decision": "reject", "status": "done"}), NAMES, DAY)
        assert (action.decision, action.state) == ("reject", None)

    @pytest.mark.parametrize(("status", "yes"), [("started", True), ("planned", False)])
    def test_what_is_late_is_under_way_if_it_was_begun(self, status: str, yes: bool) -> None:
        row = {"recommendation": NAMES[0], "decision": "accept", "status": status, "due": dt.datetime(2024, 1, 1)}
        assert answered(table(row), NAMES, DAY)[0].is_under_way is yes


class TestWords:
    """What people wrote is kept where they were told that it is printed, and nowhere else."""

    @pytest.mark.parametrize(("cleared", "kept"), [(True, "Board"), (False, ""), (None, "")])
    def test_owner_and_note(self, cleared: bool | None, kept: str) -> None:
        row = {"recommendation": NAMES[0], "decision": "accept", "owner": "Board", "note": "Board", "cleared": cleared}
        (action,) = answered(table(row), NAMES, DAY)
        assert (action.owner, action.note) == (kept, kept)

    @pytest.mark.parametrize(("cleared", "kept"), [(True, "Meet by day"), (False, "")])
    def test_an_own_action(self, cleared: bool, kept: str) -> None:
        row = {"recommendation": "Meet by day", "decision": "accept", "cleared": cleared}
        (action,) = answered(table(row), NAMES, DAY)
        assert (action.recommendation, action.decision, action.text) == ("", None, kept)


class TestWhichAnswersCount:
    def test_the_plan_left_in_its_own_round_where_this_round_has_no_list(self) -> None:
        left = table({"recommendation": NAMES[0], "decision": "accept", "round": "2022"})
        own = table({"recommendation": NAMES[1], "decision": "accept", "round": "2025"})
        assert list(earlier_actions(own, left, "2025")["recommendation"]) == NAMES[:1]

    def test_a_list_of_this_round_leads_and_answers_to_its_own_plan_stand_apart(self) -> None:
        given = table(
            {"recommendation": NAMES[0], "decision": "accept"},
            {"recommendation": NAMES[1], "decision": "reject", "round": "2025"},
        )
        assert list(earlier_actions(given, table(), "2025")["recommendation"]) == NAMES[:1]
        assert list(responses(given, "2025")["recommendation"]) == NAMES[1:2]


def check_sums(actions: list[Action], proposed: list[str], answers: list[dict[str, object]], own: int) -> None:
    """Proposed = accepted + amended + rejected + open; accepted or amended = done + under way + late + abandoned."""
    sums = standing(proposed, actions)
    decided = [one["decision"] for one in answers]
    assert sums.decided == {name: decided.count(name) for name in ("accept", "amend", "reject")}
    assert sums.open == decided.count(None)
    assert sums.proposed == sum(sums.decided.values()) + sums.open == len(proposed)
    assert sum(sums.taken.values()) == sums.decided["accept"] + sums.decided["amend"]
    assert sum(sums.own.values()) == own


@given(*PLANS)
def test_the_sums_hold_over_any_answers(proposed, answers, own) -> None:
    answers = answers[: len(proposed)]
    rows = [{"recommendation": name} | one for name, one in zip(proposed, answers, strict=True) if one["decision"]]
    rows += [one | {"recommendation": "Own", "decision": "accept"} for one in own]
    check_sums(answered(table(*rows), NAMES, DAY), proposed, answers, len(own))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(*PLANS, st.sampled_from(["en", "fr"]))
def test_the_sums_hold_over_any_workbook(proposed, answers, own, code) -> None:
    answers = answers[: len(proposed)]
    own = [one | {"recommendation": f"Action {place}"} for place, one in enumerate(own, start=1)]
    with TemporaryDirectory() as folder:
        (Path(folder) / "action_plan.xlsx").write_bytes(filled(proposed, answers, own, code))
        about = Organisation(name="Example", kind="ngo", languages=["en"])
        read = read_round(Path(folder), about, "2025", only=("actions",))
    assert not read.errors
    actions = answered(responses(read.tables["actions"], "2025"), NAMES, DAY)
    check_sums(actions, proposed, answers, len(own))


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_report_says_the_sums_in_one_line(code: str) -> None:
    actions = [
        Action(recommendation=NAMES[0], decision="accept", state="done"),
        Action(recommendation=NAMES[1], decision="amend", state="late"),
        Action(recommendation=NAMES[2], decision="reject"),
        Action(text="Own", state="under_way"),
    ]
    said = standing_sentence(standing(NAMES[:7], actions), "2022", language(code))
    numbers = [int(word.strip(".,:")) for word in said.replace("\N{NO-BREAK SPACE}", " ").split() if word[0].isdigit()]
    assert numbers == [2022, 7, 1, 1, 1, 4, 2, 1, 0, 1, 0, 1, 0, 1, 0, 0]


PRINTABLE = [
    "Budget porté de 450 000 à 1 250 000 FCFA.",
    "Congrès 2024-2025, le 31/12/2024 ou le 2024-12-31",
    "- former le personnel",
    "Mme la présidente du comité",
    "10 % des 1250000 francs, coût < 5 000 €, 76 543 210 FCFA",
    "Convention 190 de l’OIT, 2019 ; articles 12 et 13",
    "la section Diarra",
    "violence_mechanism",
    "Former 30 points focaux contre le harcèlement, à Kayes",
    "la loi n° 2015-052 sur la promotion du genre",
]
REFUSED = {
    "text_formula": ["=1+1", "+SUM(1)", "@x", "-1+1", "=cmd|' /C calc'!A0"],
    "text_markup": ["<b>x</b>", "a <script>", "{{7*7}}", "&lt;b&gt;", "<!-- x"],
    "text_long": ["x" * 301],
    "text_contact": [
        *("76 12 34 56", "appeler le 76543210", "+223 76 12 34 56", "(555) 010-1234", "555-0101", "06.12.34.56.78"),
        *("tél. 020 7946 0958", "7612 3456", "2022-4512", "a.b@c.org", "x at y (at) z.org"),
    ],
    "text_name": ["Aminata Traoré s’en charge", "voir TRAORE Aminata", "Mme Traoré", "A. Traore", "M. Diarra"],
    "text_violence": ["La caissière a été agressée au guichet", "Enquête sur le harcèlement à la cantine"],
}


def rules_of(text: str) -> list[str]:
    row = table({"recommendation": NAMES[0], "note": text, "cleared": True})
    return [rule for rule, _, _ in refused(row, "actions", lambda: {"Aminata Traoré", "Diarra Moussa"}, {})]


@pytest.mark.parametrize("text", PRINTABLE)
def test_amounts_years_days_and_plain_words_may_be_printed(text: str) -> None:
    assert rules_of(text) == []


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in REFUSED.items() for text in texts])
def test_what_would_run_or_tell_of_a_person_is_refused(rule: str, text: str) -> None:
    assert rule in rules_of(text)


def test_a_text_that_is_not_printed_is_not_looked_at() -> None:
    row = table({"recommendation": NAMES[0], "note": "Call 76 12 34 56", "cleared": False})
    assert list(refused(row, "actions", lambda: pytest.fail("no list is read for it"), {})) == []


@pytest.mark.parametrize("person", ["", "tables: {members: {person: [Who]}}\n"])
def test_names_are_those_of_the_lists_of_the_round(person: str, tmp_path: Path) -> None:
    header = "Who" if person else "Nom et prénom"
    files = {
        "members.csv": f"{header},sex\nTraoré Aminata,F\nKonaté Moussa,M\n",
        "actions.csv": f"recommendation,decision,note,cleared\n{NAMES[0]},accept,Confiée à Aminata Traoré,yes\n",
    }
    builder = Builder(tmp_path)
    errors = builder.read(files, f"name: Example\nkind: ngo\nlanguages: [en]\n{person}").errors
    assert [(one.rule, one.column, one.rows) for one in errors] == [("text_name", "note", (2,))]
    assert not [(one, code) for one in errors for code in ("en", "fr") if "Traor" in one.sentence(language(code))]
