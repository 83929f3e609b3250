"""The form of the notebooks: what it offers, what it sets, and when it is not there."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import patch

import pytest

from genderaudit import choose
from genderaudit.foundations.workspace import Workspace
from genderaudit.lab import form
from genderaudit.lab.form import ChosenAudit, offer

BILINGUAL = "name: Both\nkind: ngo\nlanguages: [fr, en]\n"


@pytest.fixture
def place(workspace) -> Workspace:
    workspace.organisation(name="first")
    (workspace.root / "data" / "raw" / "first" / "2022").mkdir()
    workspace.organisation(settings=BILINGUAL, name="second")
    return Workspace.open(workspace.root)


class TestOffer:
    """Organisations of the workspace, rounds of the organisation, languages that it can be read in."""

    def test_what_is_asked_for_is_chosen(self, place):
        wanted = ChosenAudit("first", "2022", "fr")
        assert offer(place, wanted).choice == wanted

    def test_all_there_is(self, place):
        options = offer(place, ChosenAudit("first", "2025", "en")).options
        assert options["organisation"] == [("first", "first"), ("second", "second")]
        assert options["round"] == [("2025", "2025"), ("2022", "2022")]
        assert options["language"] == [("English", "en"), ("Français", "fr")]

    def test_an_organisations_own_languages_come_first(self, place):
        assert offer(place, ChosenAudit("second", "", "")).choice == ChosenAudit("second", "2025", "fr")

    def test_what_is_not_there_is_replaced_and_that_is_said(self, place):
        offered = offer(place, ChosenAudit("elsewhere", "2019", "en"))
        assert offered.choice == ChosenAudit("first", "2025", "en")
        assert "There is no elsewhere here; first is chosen instead." in offered.sentence
        assert "There is no 2019 here; 2025 is chosen instead." in offered.sentence

    def test_without_an_organisation_it_says_what_to_do(self, workspace):
        offered = offer(Workspace.open(workspace.root), ChosenAudit("first", "2025", "en"))
        assert offered.choice == ChosenAudit("", "", "en")
        assert "genderaudit new" in offered.sentence

    def test_without_a_round_it_says_what_to_do(self, place):
        for folder in place.raw("first").glob("2*"):
            folder.rmdir()
        assert "first has no round yet" in offer(place, ChosenAudit("first", "", "en")).sentence

    def test_a_file_that_is_not_right_is_said(self, workspace, place):
        workspace.organisation(settings="name: <b>\nkind: circus\nlanguages: [en]\n", name="third")
        assert "organisation.yml, line 2: kind" in offer(place, ChosenAudit("third", "2025", "en")).sentence

    def test_names_from_files_are_escaped(self, workspace, place):
        workspace.organisation(settings="name: <b>bold\nkind: ngo\nlanguages: [en]\n", name="third")
        assert "&lt;b&gt;bold" in offer(place, ChosenAudit("third", "2025", "en")).sentence


class TestForm:
    """Three lists that set three variables of the notebook."""

    @pytest.fixture
    def shown(self, place):
        """Show the form as a person's cell does; gives its lists by label and the notebook's variables."""
        variables = {}
        shell = SimpleNamespace(push=variables.update)
        boxes = []

        def display(box, *_):
            boxes.append(box)

        def show(*given: str):
            with (
                patch.object(form, "person_at", lambda: shell),
                patch("IPython.display.display", lambda *shown: boxes.append(shown[0])),
            ):
                choose(*given, workspace=str(place.root))
            lists = {one.description: one for one in boxes[-1].children[:3]}
            return lists, variables

        form._MEMORY.given = form._MEMORY.chosen = None
        yield show
        form._MEMORY.given = form._MEMORY.chosen = None

    def test_begins_with_the_parameters(self, shown):
        lists, variables = shown("first", "2022", "en")
        assert {label: one.value for label, one in lists.items()} == {
            "Organisation": "first",
            "Round": "2022",
            "Language": "en",
        }
        assert variables == {"organisation": "first", "round": "2022", "language": "en"}

    @pytest.mark.parametrize(
        ("start", "label", "chosen", "set_to"),
        [
            pytest.param(("first", "2022", "en"), "Round", "2025", ("first", "2025", "en"), id="that alone"),
            pytest.param(
                ("first", "2022", "en"), "Organisation", "second", ("second", "2025", "en"), id="its newest round"
            ),
            pytest.param(
                ("second", "2025", "fr"), "Organisation", "first", ("first", "2025", "en"), id="its own language"
            ),
        ],
    )
    def test_a_choice_is_set_at_once_with_what_comes_with_it(self, shown, start, label, chosen, set_to):
        lists, variables = shown(*start)
        lists[label].value = chosen
        assert variables == ChosenAudit(*set_to)._asdict()

    def test_speaks_the_language_that_is_chosen(self, shown):
        lists, _ = shown("first", "2022", "en")
        lists["Language"].value = "fr"
        assert [one.description for one in lists.values()] == ["Organisation", "Cycle", "Langue"]

    def test_a_choice_stays_when_all_cells_are_run_again(self, shown):
        lists, variables = shown("first", "2022", "en")
        lists["Organisation"].value = "second"
        shown("first", "2022", "en")  # the cell of the parameters has set them back
        assert variables["organisation"] == "second"

    def test_and_when_only_the_cells_below_are_run_again(self, shown):
        lists, variables = shown("first", "2022", "en")
        lists["Organisation"].value = "second"
        shown(variables["organisation"], variables["round"], variables["language"])
        shown("first", "2022", "en")
        assert variables["organisation"] == "second"

    def test_parameters_that_were_changed_stand(self, shown):
        lists, variables = shown("first", "2022", "en")
        lists["Organisation"].value = "second"
        shown("first", "2025", "en")
        assert variables == {"organisation": "first", "round": "2025", "language": "en"}
