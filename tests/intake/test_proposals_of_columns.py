"""Which column of a list is what, by header and cells, and what is asked of its words."""

from __future__ import annotations

import pytest
from french_lists import FRENCH
from spreadsheet import book

from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.intake.proposals import QuestionAnswer, proposal_after_questions, write
from genderaudit.methodology.organisation import read_organisation


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("header", "cells", "answer", "keep", "people"),
    [
        ("Émargement", ["signé"] * 5 + [None] * 3, "signed", ["signed"], 5),
        ("Émargement", ["AK", "BD", "x", "OT", None, "excusé", "", "MC"], "signed", ["signed"], 5),
        ("Émargement", ["signé"] * 5 + [None] * 3, "all", ["signed", "unsigned"], 8),
        ("Présence", ["P", "A"] * 4, "marked", ["P"], 4),
        ("Observations", ["présent", "absent"] * 4, "marked", ["présent"], 4),
    ],
)
def test_who_came_is_asked_where_check_would_stop(workspace, ending, header, cells, answer, keep, people):
    rows = [
        ["Nom", "Sexe", "Structure", header],
        *([f"A{n}", "FH"[n % 2], "Kati", cell] for n, cell in enumerate(cells)),
    ]
    text = "\n".join(";".join(cell or "" for cell in row) for row in rows)
    content = book({"Feuil1": rows}) if ending == "xlsx" else text.encode()
    folder = workspace.organisation({f"Feuille de présence AG.{ending}": content}, FRENCH)
    organisation = read_organisation(folder.parent)
    assert write(
        folder.parent,
        proposal_after_questions(folder, organisation, language("fr"), lambda q: QuestionAnswer(q.id, answer)),
    )
    organisation = read_organisation(folder.parent)
    assert organisation.tables["attendance"].keep == {header: keep}
    intake = read_round(folder, organisation, "2025")
    assert (len(intake.tables["attendance"]), intake.errors) == (people, ())


class TestCells:
    """A header alone decides nothing: the cells must be what its column takes."""

    def test_a_word_for_no_person_is_asked_set_aside_and_counted(self, workspace):
        loans = "Sexe;Montant\n" + "F;900\n" * 5 + "H;800\n" * 4 + "Groupement;7000\n" * 3
        folder = workspace.organisation({"Prêts.csv": loans}, FRENCH)

        def neither(question):
            assert "« Groupement »".replace(" ", "\N{NO-BREAK SPACE}") in question.text
            return QuestionAnswer(question.id, question.choices[-1].value)

        write(
            folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr"), neither)
        )
        intake = read_round(folder, read_organisation(folder.parent), "2025")
        assert [(one.rule, one.count) for one in intake.problems] == [("row_of_no_person", 3)]
        assert intake.tables["services"].groupby("sex")["amount"].sum().to_dict() == {"F": 4500, "M": 3200}

    NAMES = ("Awa Diarra", "Moussa Keïta", "Fanta Traoré", "Oumar Cissé", "Aminata Koné", "Bakary Dembélé")

    @pytest.mark.parametrize(
        ("file", "header", "cells", "column"),
        [
            ("prêts.csv", "Bénéficiaire", NAMES, None),
            ("prêts.csv", "Bénéficiaires", (3, 2, 5, 4, 1, 2), "count"),
            ("prêts.csv", "Encours", ("soldé", "en cours", "soldé", "75 000", "en cours", "soldé"), None),
            ("prêts.csv", "Encours", ("10 000", "total", "-", "75 000", "5 000", "7 000"), "amount"),
            ("prêts.csv", "En retard", ("oui", "non", "non", "oui", "2 mois", "non"), "in_arrears"),
            ("personnel.csv", "Naissance", ("Kati", "Kita", "Ségou", "Kati", "Kayes", "Bla"), None),
            ("personnel.csv", "Congé maternité", (98, 98, 0, 14, 30, 98), "leave_days"),
            ("personnel.csv", "Congé maternité", ("oui", "non", "oui", "non", "-", "non"), "leave_taken"),
            ("personnel.csv", "Service", NAMES, None),
            ("personnel.csv", "Service", ("Crédit", "Épargne", "Caisse", "Crédit", "Achats", "Caisse"), "unit"),
        ],
    )
    def test_a_column_is_mapped_where_they_agree_with_its_header(self, proposed, file, header, cells, column):
        rows = "".join(f"{'FH'[n % 2]};{cell};Agent\n" for n, cell in enumerate(cells))
        lines = proposed({file: f"Sexe;{header};Poste occupé\n{rows}"}).lines
        (found,) = [line for line in lines if line.place[-2:] == ("columns", header)]
        assert (found.value, found.aside) == (column, column is None)

    @pytest.mark.parametrize(
        ("file", "text", "settings"),
        [
            ("présence.csv", "Réunion;Femmes présentes;Hommes présents\nAG;14;30\nCA;2;7\n", {"counts": "FM"}),
            (
                "textes.csv",
                "Type de texte;Combien examinés;Combien remplissent\nCirculaires;12;4\n",
                {"columns": ["text_kind", "examined", "meets"]},
            ),
            ("prêts.csv", "Sexe;Service;Montant total de la ligne\nF;Crédit;800\n", {"columns": ["sex", "amount"]}),
        ],
    )
    def test_headers_that_are_written_out_are_known(self, proposed, file, text, settings):
        (found,) = proposed({file: text}).settings["tables"].values()
        assert {name: list(found[name].values()) for name in settings} == {k: list(v) for k, v in settings.items()}

    @pytest.mark.parametrize(("answer", "women", "men"), [("added", 196, 20), ("aside", 196, 0), (None, 196, 0)])
    def test_days_of_two_leaves_are_asked_and_added_up(self, workspace, answer, women, men):
        rows = "".join(f"{'FM'[n % 2]};Agent;{98 * (n in (2, 4)) or ''};{10 * (n in (3, 5)) or ''}\n" for n in range(8))
        folder = workspace.organisation({"personnel.csv": f"Sexe;Poste;Maternité;Paternité\n{rows}"}, FRENCH)

        def leaves(question):
            assert "Paternité" in question.text
            return QuestionAnswer(question.id, answer)

        write(folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr"), leaves))
        staff = read_round(folder, read_organisation(folder.parent), "2025").tables["staff"]
        assert staff.groupby("sex")["leave_days"].sum().to_dict() == {"F": women, "M": men}

    def test_leave_of_mothers_and_of_fathers_is_leave(self, workspace):
        rows = "F;oui;non\nF;non;\nF;oui;\nM;non;oui\nM;;oui\nM;;\n"
        folder = workspace.organisation({"personnel.csv": f"Sexe;Congé maternité;Congé paternité\n{rows}"}, FRENCH)

        def both(question):
            return QuestionAnswer(question.id, "added")

        write(folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr"), both))
        staff = read_round(folder, read_organisation(folder.parent), "2025").tables["staff"]
        assert staff["leave_taken"].isna().tolist() == [False] * 5 + [True]
        assert staff["leave_taken"][:5].tolist() == [True, False, True, True, True]

    def test_names_of_women_beside_names_of_men_are_no_numbers(self, proposed):
        rows = "".join(f"Kati;{name};{name}\n" for name in self.NAMES)
        settings = proposed({"membres.csv": f"Section;Femmes;Hommes\n{rows}"}).settings
        assert "counts" not in settings["tables"]["members"]


class TestLevels:
    """Nothing in a list says which level is the highest."""

    LIST = "sex,level\n" + "F,Agent\nH,Cadre\nF,Maîtrise\n" * 6

    def proposed(self, tmp_path, order, settings=FRENCH):
        (tmp_path / "2026").mkdir()
        (tmp_path / "2026" / "staff.csv").write_text(self.LIST, "utf-8")
        (tmp_path / "organisation.yml").write_text(settings, "utf-8")
        left = iter(order)

        def ask(question):
            return QuestionAnswer(question.id, next(left, None) if question.id.startswith("levels") else None)

        return proposal_after_questions(tmp_path / "2026", read_organisation(tmp_path), language("fr"), ask)

    def test_their_order_is_asked_one_by_one(self, tmp_path):
        found = self.proposed(tmp_path, ["Cadre", "Maîtrise"])
        assert found.settings["levels"] == ["Cadre", "Maîtrise", "Agent"]

    def test_who_does_not_know_leaves_it_open(self, tmp_path):
        found = self.proposed(tmp_path, ["Cadre"])
        assert "levels" not in found.settings
        assert [line.value for line in found.lines if line.place == ("levels",)] == [None]

    def test_where_the_file_says_it_nobody_is_asked(self, tmp_path):
        found = self.proposed(tmp_path, [], f"{FRENCH}levels: [Cadre, Maîtrise, Agent]\n")
        assert not [line for line in found.lines if line.place == ("levels",)]
