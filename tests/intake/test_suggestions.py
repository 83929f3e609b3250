"""``genderaudit check --suggest``: proposals to paste; what is ambiguous is asked, what is rare is not shown."""

from __future__ import annotations

import pytest
import yaml
from examples import suggest

from genderaudit.cli import main
from genderaudit.foundations.language import language
from genderaudit.intake.contract import TABLES
from genderaudit.intake.vocabulary.dictionaries import ANY, words
from genderaudit.methodology.organisation import read_organisation

FRENCH = "name: Exemple\nkind: ngo\nlanguages: [fr]\n"
PRIVATE = "Je préfère le dire moi-même"
LIST = (
    "Personnel\n\nSexe;Catégorie;Salaire de base;Humeur\n"
    + "Femme;A;1500,5;x\n" * 4
    + f"Homme;A;1400;y\n{PRIVATE};B;1600;z\n"
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
    assert "header_row" not in staff  # it is found, once the columns are known
    assert staff["columns"] == {"Sexe": "sex", "Catégorie": "level", "Salaire de base": "pay"}
    assert staff["codes"] == {"sex": {"Femme": "F", "Homme": "M"}}
    assert "Femme: F  # vue 4 fois" in text


@pytest.mark.parametrize("mark", ["¹", " ²", "*", " †", "¹⁾", " (1)"])
def test_the_mark_of_a_footnote_is_no_part_of_a_header(proposed, mark):
    text = proposed(
        {"staff.csv": f"Nom{mark};Sexe{mark};Catégorie{mark}\n" + "A B;Femme;A\n" * 5 + "C D;Homme;A\n" * 5}
    )
    staff = yaml.safe_load(text)["tables"]["staff"]
    assert staff["columns"] == {f"Sexe{mark}": "sex", f"Catégorie{mark}": "level"}
    assert staff["person"] == [f"Nom{mark}"]


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
    assert "codes" not in yaml.safe_load(text)["tables"]["staff"]
    assert not [word for word in words if not (f"# {word}: ?" in text or f'# "{word}": ?' in text)]


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


def test_of_two_pairs_of_columns_of_women_and_men_one_is_proposed(proposed):
    text = proposed(
        {"members.csv": "Section;% femmes;Femmes;Hommes;Total;F;H\nKayes;40;40;60;100;11;23\nNioro;39;20;31;51;3;4\n"}
    )
    assert yaml.safe_load(text)["tables"]["members"]["counts"] == {"Femmes": "F", "Hommes": "M"}
    assert "# F: compte encore une fois" in text


def test_list_of_sections_is_one_of_members_and_no_key_stands_twice(proposed):
    files = {
        **{f"{name}.csv": "Section;Femmes;Hommes\nKayes;40;60\nNioro;20;31\n" for name in ("effectifs", "sections")},
        "personnel.csv": "Sexe;Fonction;Salaire\nFemme;a;1\n",
    }
    text = proposed(files)
    keys = [line for line in text.splitlines() if line.startswith("  ") and line[2] not in " #"]
    assert sorted(keys) == ["  staff:"]  # which of the two lists counts is asked
    assert "members" not in yaml.safe_load(text)["tables"]
    assert "effectifs.csv, sections.csv" in text


def test_two_rows_of_names_are_proposed_so_that_they_are_joined(proposed, workspace):
    head = "Liste\n\nSexe;Grade;Salaire de base;Date d’embauche\n;;(en FCFA);(jour)\n"
    files = {"staff.csv": head + "Femme;A;150000;2020-01-31\n" * 3 + "Homme;A;160000;2019-05-31\n" * 4}
    text = proposed(files)
    intake = workspace.read(files, FRENCH + text)
    assert "header_row" not in text
    assert len(intake.tables["staff"]) == 7
    assert ("header_again", (4,)) in [(problem.rule, problem.rows) for problem in intake.problems]


PEOPLE = "Nom;Prénom;Sexe;Catégorie;Date d'embauche\n" + "".join(
    f"Traoré;Awa;{'Femme' if n % 2 else 'Homme'};Employé;{n + 1:02d}/0{n % 4 + 2}/20{n + 10}\n" for n in range(9)
)


SIGNED = "N°;Nom;Sexe;Caisse;Signature\n" + "".join(f"{at};A{at};Femme;K;x\n" for at in range(1, 6))
BY_MEETING = "Catégorie;Hommes;Femmes\nDélégués;30;20\nÉlus;9;5\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            ("liste.csv", SIGNED),
            ("emargement_avril.csv", SIGNED.replace("Signature", "Tél")),
            ("AG 2025.csv", BY_MEETING),
        ),
        *(("meetings.csv", BY_MEETING), ("liste-presence.csv", BY_MEETING)),
    ],
)
def test_who_was_at_a_meeting_is_no_staff_and_no_member(proposed, name, text):
    found = proposed({name: text})
    (table,) = yaml.safe_load(found)["tables"]
    assert table == "attendance"
    assert yaml.safe_load(found)["tables"]["attendance"]["values"]["event"]


def test_a_list_that_names_bodies_is_one_of_bodies(proposed):
    rows = "".join(f"Comité;Femme;A{at};Membre\n" for at in range(5))
    (table,) = yaml.safe_load(proposed({"liste.csv": f"Organe;Civilité;Nom;Fonction\n{rows}"}))["tables"]
    assert table == "bodies"


def test_a_list_of_staff_that_names_a_meeting_is_one_of_staff(proposed):
    (table,) = yaml.safe_load(proposed({"personnel_AG.csv": LIST}))["tables"]
    assert table == "staff"


@pytest.mark.parametrize("numbers", [(1, 2, 3), (7, 7, 9)])
@pytest.mark.parametrize("header", ["N°", "No.", "#", "N° d’ordre"])
def test_a_numbering_is_never_proposed_as_a_number_of_people(proposed, header, numbers):
    rows = "".join(f"{number};Femme;A\n" for number in numbers)
    assert ": count" not in proposed({"staff.csv": f"{header};Sexe;Catégorie\n{rows}"})


def test_a_file_of_which_nothing_is_proposed_is_named(proposed):
    found = proposed({"staff.csv": LIST, "notes.csv": "Sujet;Lieu\na;b\n"})
    assert "notes.csv" in found
    assert set(yaml.safe_load(found)["tables"]) == {"staff"}


def test_names_of_people_are_proposed_and_the_order_of_dates_is_asked(proposed, workspace):
    files = {"staff.csv": PEOPLE}
    text = proposed(files)
    staff = yaml.safe_load(text)["tables"]["staff"]
    assert staff["person"] == ["Nom", "Prénom"]
    assert "dates" not in staff
    (asked,) = (line for line in text.splitlines() if "dates: ?" in line)
    assert not [
        word for word in ("Date d'embauche", "day_first", "01/02", "2 janvier", "1er février") if word not in asked
    ]
    assert "2010" not in asked
    assert [problem.rule for problem in workspace.read(files, FRENCH + text).errors] == ["dates_ambiguous"]
    settled = text.replace("# dates: ?", "dates: day_first")
    assert workspace.read(files, FRENCH + settled).errors == ()


def test_a_list_of_numbers_has_no_names_of_people(proposed):
    sections = "Nom;Sexe;Effectif\n" + "Kayes;Femme;12\nKayes;Homme;20\n" * 3
    assert "person" not in proposed({"members.csv": sections})


@pytest.mark.parametrize("more", ["", "Façade;Femme;Employé;\n"])
def test_macroman_is_proposed_where_the_letters_show_it(proposed, workspace, more):
    """``ç`` of MacRoman is no letter of Windows-1252 at all."""
    files = {
        "personnel.csv": ("Unité;Sexe;Catégorie;Salaire\n" + "Comptabilité;Femme;Employé;\n" * 4 + more).encode(
            "mac_roman"
        )
    }
    text = proposed(files)
    staff = yaml.safe_load(text)["tables"]["staff"]
    assert (staff["encoding"], staff["columns"]["Unité"]) == ("mac_roman", "unit")
    intake = workspace.read(files, FRENCH + text)
    assert intake.errors == ()
    assert "Comptabilité" in set(intake.tables["staff"]["unit"])


def test_letters_of_windows_are_not_taken_for_those_of_mac(proposed):
    assert "encoding" not in proposed({"staff.csv": PEOPLE.encode("cp1252")})


@pytest.mark.parametrize(
    "files",
    [
        {"staff.csv": "Sexe;Âge\n" + "H;30\nM;31\n" * 3},
        {"liste.csv": "Unité;Sexe;Catégorie\n" + "Paie;Femme;Employé\n" * 4},
        {"attendance.csv": "Nom;Sexe;Mars;Avril\nA;F;x;\nB;H;;x\n"},
        {"staff.csv": "sex;Zzz\nF;a\n"},
    ],
)
def test_what_is_proposed_is_a_valid_file_unchanged(proposed, workspace, files):
    """Also where everything below a key is a question."""
    text = proposed(files)
    assert "?" in text or "#" in text or not text
    workspace.read(files, FRENCH + text)


def test_the_meeting_of_a_repeat_group_is_its_submission(proposed):
    people = "".join(f"{('femme', 'homme')[i % 2]},{i},reunions,{i // 4},{1000 + i // 4}\n" for i in range(12))
    text = proposed({"attendance.csv": f"sexe,_index,_parent_table_name,_parent_index,_submission__id\n{people}"})
    columns = yaml.safe_load(text)["tables"]["attendance"]["columns"]
    assert columns == {"sexe": "sex", "_submission__id": "event"}


def test_the_group_that_also_by_names_is_proposed_where_a_list_has_it(workspace):
    settings = "name: Exemple\nkind: mutual\nlanguages: [fr]\nalso_by: Milieu\n"
    rows = {"Membres.csv": "Section;Milieu;Sexe\n" + "Kita;Rural;F\nNara;Urbain;M\n" * 3}
    for about, found in ((settings, True), (settings.replace("Milieu", "Handicap"), False)):
        folder = workspace.organisation(rows, about)
        assert ("Milieu: also" in suggest(folder, read_organisation(folder.parent), language("fr"))) is found
