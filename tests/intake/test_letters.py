"""Encodings as programs leave them: MacRoman, letters decoded wrongly, accents of one character or two."""

from __future__ import annotations

import unicodedata

import pytest
from spreadsheet import book

from genderaudit.intake.files.letters import _of_mac, _read_twice

SETTINGS = """name: Exemple
kind: trade_union
languages: [fr]
levels: [Employé, Ingénieure]
tables:
  staff:
    columns: {{Sexe: sex, Service: unit, Niveau: level}}
    codes: {{sex: {{F: F, H: M}}}}
{more}"""
WORDS = [("Comptabilité", "Employé"), ("Sécurité", "Employé"), ("Hôtellerie", "Ingénieure"), ("Qualité", "Employé")]
TEXT = "Sexe;Service;Niveau\n" + "".join(f"F;{unit};{level}\n" for unit, level in WORDS)


def settings(more: str = "") -> str:
    return SETTINGS.format(more=f"    {more}\n" if more else "")


def test_macroman_is_noticed_and_read_where_it_is_given(workspace):
    content = TEXT.encode("mac_roman")
    said = [(p.rule, p.column, p.count) for p in workspace.read({"staff.csv": content}, settings()).problems]
    assert ("letters_of_mac", "Service", 4) in said
    assert ("letters_of_mac", "Niveau", 4) in said
    given = workspace.read({"staff.csv": content}, settings("encoding: mac_roman"))
    assert given.problems == ()
    assert given.tables["staff"]["unit"].tolist() == [unit for unit, _ in WORDS]


def test_macroman_that_is_no_other_encoding_is_an_error_that_names_it(workspace):
    content = TEXT.replace("Hôtellerie", "Trésorière, façade").encode("mac_roman")
    [problem] = workspace.read({"staff.csv": content}, settings()).errors
    assert problem.rule == "wrong_encoding"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_letters_that_were_decoded_twice_are_noticed(workspace, kind, encoding):
    wrong = TEXT.encode().decode(encoding)
    rows = [line.split(";") for line in wrong.splitlines()]
    content = book({"a": rows}) if kind == "xlsx" else wrong.encode()
    said = [(p.rule, p.column) for p in workspace.read({f"staff.{kind}": content}, settings()).problems]
    assert ("letters_read_twice", "Service") in said
    assert ("letters_read_twice", "Niveau") in said


def test_a_workbook_into_which_a_wrongly_read_list_was_copied_is_noticed_too(workspace):
    rows = [line.split(";") for line in TEXT.encode("mac_roman").decode("cp1252").splitlines()]
    intake = workspace.read({"staff.xlsx": book({"a": rows})}, settings())
    assert "letters_of_mac" in [problem.rule for problem in intake.problems]


def test_column_names_with_such_letters_are_noticed(workspace):
    text = TEXT.replace("Service", "Unité de production").encode().decode("cp1252")
    intake = workspace.read({"staff.csv": text}, settings())
    assert ("letters_read_twice", "UnitÃ© de production") in [(p.rule, p.column) for p in intake.problems]


@pytest.mark.parametrize(
    "word",
    [
        *(
            "Été",
            "Œuvre",
            "L’Haÿ-les-Roses",
            "Žižek",
            "DRAŽEN KRIŽNIK",
            "Dvořák",
            "Šimić",
            "Gęś",
            "Zażółć",
            "Åse Ødegård",
        ),
        *(
            "São Tomé",
            "Dakar–Bamako",
            "«Ensemble»",
            "n° 12",
            "Km²",
            "Produit™",
            "l‘école",
            "“cité”",
            "naïve",
            "Ñandú",
            "İstanbul",
        ),
        *("Côte d’Ivoire", "ÉNERGIE", "à", "Größe", "Ærø", "Citroën – Œil", "Mali (€)", "Crédit • Épargne"),
    ],
)
def test_words_of_europe_africa_and_america_are_right(word):
    assert not _of_mac(word)
    assert not _read_twice(word)


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("named", ["NFC", "NFD"])
def test_accents_of_one_character_or_two_are_the_same(workspace, stored, named):
    file = unicodedata.normalize(stored, "employés.csv")
    text = unicodedata.normalize(stored, TEXT)
    given = unicodedata.normalize(named, settings("file: employés.csv"))
    intake = workspace.read({file: text}, given)
    assert intake.problems == ()
    assert intake.tables["staff"]["level"].tolist() == [level for _, level in WORDS]
