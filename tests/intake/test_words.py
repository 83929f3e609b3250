"""Words: codes and levels however they are written, the suite's own labels, names that differ in gender only."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit import measures
from genderaudit.intake.cells.matching import similar_words, stem, with_genders_joined, word_key

HEAD = "name: Example\nkind: ngo\nlanguages: [fr]\nlevels: [Direction, Cadre supérieur, Ouvrier]\n"
CODES = HEAD + "tables:\n  staff:\n    codes: {sex: {féminin: F, masculin: M}}\n"


def rules(intake) -> list[tuple[str, str]]:
    return [(problem.severity, problem.rule) for problem in intake.problems]


class TestCodes:
    """Whatever case, accents and spaces; labels of the suite in any of its languages."""

    @pytest.mark.parametrize("word", ["féminin", "FEMININ", "Féminin ", "feminin", "  féminin"])
    def test_declared_code_is_found(self, workspace, word):
        intake = workspace.read({"staff.csv": f"sex\n{word}\n"}, CODES)
        assert (rules(intake), intake.tables["staff"]["sex"].tolist()) == ([], ["F"])

    @pytest.mark.parametrize(
        ("word", "code"),
        [
            *(("Femme", "F"), ("femmes", "F"), ("FEMME", "F"), ("Woman", "F"), ("women", "F")),
            *(("Homme", "M"), ("hommes", "M"), ("Man", "M"), ("Men", "M"), ("f", "F"), ("M", "M")),
        ],
    )
    def test_labels_of_the_suite_need_no_declaration(self, workspace, word, code):
        intake = workspace.read({"members.csv": f"sex,count\n{word},3\n"}, HEAD)
        assert (rules(intake), intake.tables["members"]["sex"].tolist()) == ([], [code])

    @pytest.mark.parametrize("word", ["M", "m", "M."])
    def test_m_beside_h_must_be_declared(self, workspace, word):
        about = HEAD + "tables:\n  members:\n    codes: {sex: {H: M}}\n"
        assert rules(workspace.read({"members.csv": f"sex\nH\n{word}\n"}, about)) == [("error", "initial_not_declared")]

    @pytest.mark.parametrize("word", ["1", "H", "Mme", "fille"])
    def test_other_codes_are_asked(self, workspace, word):
        intake = workspace.read({"members.csv": f"sex,count\n{word},3\n" + f"{word},4\n{word},5\n"}, HEAD)
        assert rules(intake) == [("error", "unknown_code")]
        assert intake.errors[0].values["seen"] == ((word, 3),)

    def test_declared_code_goes_before_the_label(self, workspace):
        about = HEAD + "tables:\n  members:\n    codes: {sex: {Femme: M, Homme: F}}\n"
        assert workspace.read({"members.csv": "sex\nFemme\n"}, about).tables["members"]["sex"].tolist() == ["M"]

    def test_codes_that_differ_in_case_only_stay_apart(self, workspace):
        about = HEAD + "tables:\n  members:\n    codes: {sex: {a: F, A: M}}\n"
        assert workspace.read({"members.csv": "sex\na\nA\n"}, about).tables["members"]["sex"].tolist() == ["F", "M"]

    def test_stages_and_roles_are_understood_by_the_labels_of_the_suite(self, workspace):
        from genderaudit.intake.vocabulary import drop_downs

        for table, name in (("recruitment", "stage"), ("attendance", "role"), ("staff", "pay_period")):
            for word, code in drop_downs.codes_of(table)[name].items():
                needed = {"recruitment": "sex,count,", "attendance": "event,sex,", "staff": "sex,level,"}[table]
                cells = {"recruitment": "F,1,", "attendance": "AG,F,", "staff": "F,Ouvrier,"}[table]
                intake = workspace.read({f"{table}.csv": f'{needed}{name}\n{cells}"{word.upper()}"\n'}, HEAD)
                assert intake.tables[table][name].tolist() == [code]


class TestLevels:
    """As organisation.yml lists them."""

    @pytest.mark.parametrize(
        ("written", "level"),
        [
            *(
                ("DIRECTION", "Direction"),
                ("cadre  superieur", "Cadre supérieur"),
                ("Cadre Supérieur", "Cadre supérieur"),
            ),
            *(("Ouvrière", "Ouvrier"), ("OUVRIERE", "Ouvrier")),
        ],
    )
    def test_are_found_however_they_are_written(self, workspace, written, level):
        intake = workspace.read({"staff.csv": f"sex,level\nF,{written}\n"}, HEAD)
        assert (rules(intake), intake.tables["staff"]["level"].tolist()) == ([], [level])

    def test_other_level_is_said(self, workspace):
        assert rules(workspace.read({"staff.csv": "sex,level\nF,Stagiaire\n"}, HEAD)) == [("warning", "unknown_level")]


class TestGender:
    """Occupations that differ in grammatical gender are one, unless told otherwise."""

    @pytest.mark.parametrize(
        ("man", "woman"),
        [
            *(("Chargé de programme", "Chargée de programme"), ("Directeur", "Directrice"), ("Agent", "Agente")),
            *(("Infirmier", "Infirmière"), ("Conseiller", "Conseillère"), ("Technicien", "Technicienne")),
            *(("Vendeur", "Vendeuse"), ("Chef de service", "Cheffe de service"), ("Employé", "Employée")),
            *(("Adjoint administratif", "Adjointe administrative"), ("Chargé de mission", "Chargé(e) de mission")),
            *(("Chargé de mission", "Chargé·e de mission"), ("Formateur", "Formateur/trice"), ("Patron", "Patronne")),
            *(("Directeur", "Directeur / Directrice"), ("Chairman", "Chairwoman"), ("Waiter", "Waitress")),
            *(("Président(e)", "Présidente"), ("Président (e)", "Présidente"), ("Trésorier", "Trésorier(ère)")),
            *(("Président", "Président ou Présidente"), ("Secrétaire adjoint", "Secrétaire adjoint(e)")),
            *(("Chef", "Chef(fe)"), ("Presidente", "Presidenta"), ("Presidente", "Presidente/a")),
            *(("Secretario general", "Secretaria general"), ("Tesorero", "Tesorero(a)")),
            *(("Secretário", "Secretária"), ("Coordenador", "Coordenadora"), ("Tesoureiro", "Tesoureira")),
            *(("Enfermero", "Enfermera"), ("Contador", "Contadora"), ("Maître", "Maîtresse"), ("AGENT", "Agente")),
        ],
    )
    def test_are_one(self, man, woman):
        column, number = with_genders_joined(pd.Series([man, woman, "Comptable"]), ())
        assert (column.nunique(), number) == (2, 1)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Agent A", "Agent B"),
            ("Comptable", "Caissier"),
            ("Chef", "Chef de service"),
            ("Cadre", "Cadres"),
            ("Port", "Poste"),
            ("Secrétaire", "Secrétaire adjointe"),
            ("Secrétaire générale", "Secrétaire générale adjointe"),
            ("Président", "Vice-présidente"),
            ("Membre", "Membre suppléante"),
            ("Secretario", "Secretaria adjunta"),
            ("Trésorier", "Trésorier et secrétaire"),
        ],
    )
    def test_others_stay_two(self, one, other):
        assert stem(one) != stem(other)

    def test_segregation_of_one_occupation_is_nought(self, workspace):
        rows = "F,Chargée de programme\n" * 10 + "M,Chargé de programme\n" * 10 + "F,Comptable\nM,Comptable\n"
        intake = workspace.read({"staff.csv": "sex,function\n" + rows}, HEAD)
        assert rules(intake) == [("warning", "gender_joined")]
        assert measures.duncan_index(intake.tables["staff"], "function")[0].value == pytest.approx(0)

    def test_names_declared_as_themselves_stay_apart(self, workspace):
        about = HEAD + "tables:\n  staff:\n    codes: {function: {Agent: Agent, Agente: Agente}}\n"
        staff = workspace.read({"staff.csv": "sex,function\nF,Agente\nM,Agent\n"}, about).tables["staff"]
        assert staff["function"].tolist() == ["Agente", "Agent"]

    def test_name_is_of_both(self):
        assert set(with_genders_joined(pd.Series(["Agente", "Agent", "Agent"]), ())[0]) == {"Agent / Agente"}
        assert set(with_genders_joined(pd.Series(["Présidente", "Présidente", "Président(e)"]), ())[0]) == {
            "Président(e)"
        }

    def test_other_forms_join_the_name_that_codes_choose(self, workspace):
        about = HEAD + "tables:\n  bodies:\n    codes: {role: {Pdt: Président(e)}}\n"
        bodies = workspace.read({"bodies.csv": "body,sex,role\nA,M,Pdt\nB,F,Présidente\n"}, about).tables["bodies"]
        assert bodies["role"].tolist() == ["Président(e)"] * 2

    def test_roles_of_bodies_are_joined_too(self, workspace):
        bodies = workspace.read({"bodies.csv": "body,sex,role\nB,F,Présidente\nB,M,Président\n"}, HEAD).tables["bodies"]
        assert bodies["role"].nunique() == 1


class TestAlike:
    """Units that are nearly the same are listed, and counted apart."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            *(
                ("Accueil", "ACCUEIL"),
                ("Accueil", "Acceuil"),
                ("Comptabilité", "Comptabilite"),
                ("Bamako Ville", "Bamako Vile"),
            ),
            *(("Ressources humaines", "Ressources  Humaines"), ("Logistique", "Logistiques")),
            *(
                ("CDI", "C.D.I."),
                ("CDI", "C D I"),
                ("C.D.D.", "Cdd"),
                ("CDI.", "C. D. I"),
                ("Agence R.H.", "Agence RH"),
            ),
        ],
    )
    def test_pair_is_listed(self, workspace, one, other):
        files = {"staff.csv": "sex,unit\n" + f"F,{one}\n" * 3 + f"M,{other}\n"}
        found = workspace.read(files, HEAD).problems
        assert [(p.severity, p.rule, p.rows) for p in found] == [("warning", "words_alike", ())]
        assert f"{one} = {other}" in str(found[0].values["pairs"]).replace("  ", " ") + str(found[0].values["pairs"])

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            *(
                ("Section 1", "Section 2"),
                ("Équipe A", "Équipe B"),
                ("Nord", "Sud"),
                ("Zone II", "Zone I"),
                ("A", "a b"),
            ),
            *(("C.D.I.", "C.D.D."), ("C D I", "C D D"), ("CDI.", "CDD."), ("Contrat CDI", "Contrat CDD")),
            *(("Contrat C.D.I.", "Contrat C.D.D."), ("O.N.G. A.B.C.", "O.N.G. A.B.D."), ("Zone 1.5", "Zone 15")),
        ],
    )
    def test_numbers_and_initials_tell_words_apart(self, one, other):
        assert similar_words(pd.Series([one] * 3 + [other] * 3)) == []

    def test_two_rare_words_are_not_named(self):
        assert similar_words(pd.Series(["Awa Traore", "Awa Traoré", "Siège"] * 2)) == []

    @pytest.mark.parametrize("word", ["CDI", "C.D.I.", "C D I", "c.d.i", "C. D. I."])
    def test_codes_of_initials_match_whatever_their_dots(self, workspace, word):
        about = HEAD + "tables:\n  staff:\n    codes: {contract: {CDI: durable, C.D.D.: court}}\n"
        intake = workspace.read({"staff.csv": f"sex,contract\nF,{word}\nM,CDD\n"}, about)
        assert intake.tables["staff"]["contract"].tolist() == ["durable", "court"]

    @pytest.mark.parametrize(("one", "other"), [("1.5", "15"), ("1 2", "12"), ("N/A", "NA"), ("Mme", "M.")])
    def test_dots_between_digits_and_signs_keep_words_apart(self, one, other):
        assert word_key(one) != word_key(other)

    def test_codes_join_them(self, workspace):
        about = HEAD + "tables:\n  staff:\n    codes: {unit: {Acceuil: Accueil, accueil: Accueil}}\n"
        intake = workspace.read({"staff.csv": "sex,unit\nF,Accueil\nM,Acceuil\nM,ACCUEIL\n"}, about)
        assert (rules(intake), intake.tables["staff"]["unit"].nunique()) == ([], 1)
