"""``genderaudit check --suggest``: proposals to paste; what is ambiguous is asked, what is rare is not shown."""

from __future__ import annotations

import pytest
import yaml

from genderaudit.cli import main
from genderaudit.intake.contract import TABLES
from genderaudit.intake.dictionaries import ANY, words
from genderaudit.intake.suggestions import suggest
from genderaudit.language import language
from genderaudit.organisation import read_organisation

FRENCH = "name: Exemple\nkind: ngo\nlanguages: [fr]\n"
PRIVATE = "Je préfère le dire moi-même"
LIST = (
    "Personnel\n\nSexe;Catégorie;Salaire de base;Humeur\n"
    + "Femme;A;1500,5;x\n" * 4
    + f"Homme;A;1;y\n{PRIVATE};B;1;z\n"
)


@pytest.fixture
def proposed(workspace):
    def of(files, settings=FRENCH) -> str:
        folder = workspace.organisation(files, settings)
        return suggest(folder, read_organisation(folder.parent), language("fr"))

    return of


def test_headers_and_codes_of_a_french_list_are_proposed_with_counts(proposed):
    text = proposed({"staff.csv": LIST})
    staff = yaml.safe_load(text)["tables"]["staff"]
    assert staff["header_row"] == 3
    assert staff["columns"] == {"Sexe": "sex", "Catégorie": "level", "Salaire de base": "pay"}
    assert staff["codes"] == {"sex": {"Femme": "F", "Homme": "M"}}
    assert "Femme: F  # vue 4 fois" in text


def test_rare_value_is_counted_and_never_shown(proposed):
    text = proposed({"staff.csv": LIST})
    assert PRIVATE not in text
    assert "une autre valeur est rare" in text


def test_what_is_proposed_reads_the_file_once_it_is_pasted(proposed, workspace):
    files = {"staff.csv": LIST.replace(PRIVATE, "Femme")}
    intake = workspace.read(files, FRENCH + proposed(files))
    assert intake.errors == ()
    assert intake.tables["staff"]["sex"].tolist() == ["F"] * 4 + ["M", "F"]


@pytest.mark.parametrize("words", [("H", "M"), ("1", "2")])
def test_codes_of_several_meanings_are_asked_not_proposed(proposed, words):
    text = proposed({"staff.csv": "Sexe;Âge\n" + "".join(f"{word};30\n" * 5 for word in words)})
    assert not yaml.safe_load(text)["tables"]["staff"]["codes"]["sex"]
    assert all(f"# {word}: ?" in text or f'# "{word}": ?' in text for word in words)


def test_m_beside_a_declared_h_must_be_declared_too(workspace):
    settings = FRENCH + "tables: {staff: {codes: {sex: {H: M}}}}\n"
    errors = workspace.read({"staff.csv": "sex\nH\nM\n"}, settings).errors
    assert [problem.rule for problem in errors] == ["initial_not_declared"]


def test_suggestions_change_nothing_in_how_a_file_is_read(workspace):
    assert [p.rule for p in workspace.read({"staff.csv": "Sexe\nFemme\n"}, FRENCH).errors] == ["column_missing"]


def test_file_that_no_table_uses_is_proposed_for_one(proposed):
    staff = yaml.safe_load(proposed({"personnel.csv": "Sexe;Fonction;Salaire\nFemme;a;1\n"}))["tables"]["staff"]
    assert staff["file"] == "personnel.csv"


def test_command_prints_the_proposals(workspace, capsys):
    workspace.organisation({"staff.csv": LIST}, FRENCH)
    main(["check", "example", "--suggest", "--workspace", str(workspace.root)])
    assert "Sexe: sex" in capsys.readouterr().out
    assert (workspace.root / "outputs" / "example" / "2025" / "data_quality.html").is_file()


@pytest.mark.parametrize("code", ["en", "fr", "es"])
def test_dictionaries_name_columns_and_codes_of_the_contract_only(code):
    known = words(code)
    every = {column.name: column for table in TABLES.values() for column in table.columns}
    for table, columns in known.columns.items():
        names = set(every) if table == ANY else {column.name for column in TABLES[table].columns}
        assert set(columns.values()) <= names
    for column, codes in known.codes.items():
        if column in every and every[column].values:
            assert set(codes.values()) <= set(every[column].values)
