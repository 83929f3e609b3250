"""``genderaudit new ORGANISATION --round …``: the next round of an organisation that is there."""

from __future__ import annotations

import openpyxl
import pytest

from genderaudit.cli import DONE, USAGE, main
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.methodology.organisation import read_organisation
from genderaudit.workbooks import intake_workbook

HEAD = """name: Mutuelle Benkadi
kind: mutual
languages: [fr]
headcounts: [{sex: F, count: 40}, {sex: M, level: "Agent: nuit", count: 31}]
tables:
  members:
    file: adherents_2025.csv
    columns: {Genre: sex, Antenne: branch}
    codes: {sex: {Femme: F, Homme: M}}
    keep: {Exercice: [2025]}
  staff: {confirmed: {pay: [3]}}
"""
BLOCK = HEAD + 'rounds: # cycles\n\n    "2025":\n        date: 2025-06-30\n'
LISTS = {"adherents_2025.csv": "Genre,Antenne,Exercice\nFemme,Lafiabougou,2025\nHomme,Kalaban,2025\n"}


@pytest.fixture
def laid(workspace):
    """Lays out 2027 and gives the folder of the organisation."""

    def out(settings=BLOCK, files=LISTS):
        folder = workspace.organisation(files, settings).parent
        assert main(["new", "example", "--round", "2027", "--workspace", str(workspace.root)]) == DONE
        return folder

    return out


@pytest.mark.parametrize("settings", [HEAD, BLOCK, BLOCK.replace("\n", "\r\n"), HEAD.rstrip()])
def test_the_settings_get_comments_that_hold_when_they_are_used(laid, settings):
    path = laid(settings) / "organisation.yml"
    before = read_organisation(path.parent)
    text = path.read_bytes().decode("utf-8")
    used = [line.replace("# ", "", 1) if line.lstrip().startswith("# ") else line for line in text.splitlines()]
    path.write_text("\n".join(used), "utf-8")
    after = read_organisation(path.parent)
    assert before.rounds.keys() == after.rounds.keys() - {"2027"}
    assert str(after.date_of("2027")) == ("2027-06-30" if '"2025"' in settings else "2027-12-31")
    assert after.headcounts_of("2027") == before.headcounts
    assert after.model_dump(exclude={"rounds"}) == before.model_dump(exclude={"rounds"})


def test_what_names_a_year_and_under_which_name_a_list_is_read_is_said_in_french(laid, capsys):
    laid()
    said = capsys.readouterr().out
    assert "Membres\u00a0: adherents_2025.csv" in said
    assert "ligne 10\u00a0: Exercice: 2025" in said
    assert "ligne 11\u00a0: confirmed: pay" in said
    assert "genderaudit check example --round 2027" in said


def test_the_workbook_offers_the_names_that_the_lists_have(laid):
    folder = laid()
    sheets = openpyxl.load_workbook(folder / "2027" / "intake_workbook.xlsx")
    columns = [[cell.value for cell in column] for column in sheets["Listes"].iter_cols()]
    assert any(column[:2] == ["Kalaban", "Lafiabougou"] for column in columns)
    assert not read_round(folder / "2027", read_organisation(folder), "2027", only=("members",)).tables["members"].size


def test_an_answered_action_plan_comes_along_and_nothing_is_overwritten(laid, workspace):
    book = intake_workbook(read_organisation(workspace.organisation({}, BLOCK).parent), language("fr"))
    folder = laid(files=LISTS | {"action_plan.xlsx": book})
    plan = folder / "2027" / "action_plan_2025.xlsx"
    assert plan.read_bytes() == book
    settings = (folder / "organisation.yml").read_bytes()
    for path in (plan, folder / "2027" / "intake_workbook.xlsx"):
        path.write_bytes(b"filled in")
    assert laid(settings.decode("utf-8"), {}) == folder
    assert {path.read_bytes() for path in (folder / "2027").iterdir()} == {b"filled in"}
    assert (folder / "organisation.yml").read_bytes() == settings


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["example"], "existe déjà"),
        (["example", "--round", "2027", "--kind", "ngo"], "existe déjà"),
        (["exampel", "--round", "2027"], "example"),
        (["example", "--round", "../2027"], "nom d’un cycle"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_made(workspace, capsys, given, said):
    workspace.organisation(LISTS, BLOCK)
    before = sorted(workspace.root.rglob("*"))
    assert main(["new", *given, "--workspace", str(workspace.root)]) == USAGE
    assert said in capsys.readouterr().err
    assert sorted(workspace.root.rglob("*")) == before
