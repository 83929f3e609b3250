"""``genderaudit check --apply`` on lists that are read already: nothing is broken, and what is ambiguous is asked."""

from __future__ import annotations

import pytest
from spreadsheet import book

from genderaudit.cli import DONE, FAILED, main
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.intake.proposals import (
    Proposal,
    QuestionAnswer,
    SettingLine,
    harmless,
    proposal_after_questions,
    write,
)
from genderaudit.methodology.organisation import read_organisation

ABOUT = "name: Mutuelle d'exemple\nkind: mutual\nlanguages: [fr]\ncurrency: XOF\n"


CONTRACTS = [["F", "Kita", 4], ["H", "Kita", 1], ["F", "Nara", 6], ["H", "Nara", 3]] * 2
INSURED = [
    ["Mutuelle"],
    ["Contrats"],
    [],
    [],
    ["Sexe", "Section", "N° contrat", "Nb bénéficiaires"],
    *([sex, place, 310 + 7 * n, people] for n, (sex, place, people) in enumerate(CONTRACTS)),
]
DECIDED = [("Accordé", 5), ("Refusé", 3), ("En attente", 3)]
LOANS = [
    ["Crédits"],
    [],
    ["Sexe", "Section", "Montant accordé", "Décision"],
    *(["FH"[n % 2], "Kita", 10_000 + n, word] for word, number in DECIDED for n in range(number)),
]
SERVICES = {"Assurés.xlsx": book({"Sheet": INSURED}), "Crédits.xlsx": book({"Sheet": LOANS})}


def answered(folder, choose=lambda question: None):
    """Ask, write, read: what is read then, and the questions."""
    asked = []

    def ask(question):
        asked.append(question)
        return QuestionAnswer(question.id, choose(question))

    organisation = read_organisation(folder.parent)
    proposal, broken = harmless(
        folder.parent, "2025", organisation, proposal_after_questions(folder, organisation, language("fr"), ask)
    )
    write(folder.parent, proposal)
    intake = read_round(folder, read_organisation(folder.parent), "2025")
    assert not broken
    return intake, asked


def test_lists_of_several_services_come_in_with_their_headers_in_different_rows(workspace):
    folder = workspace.organisation(SERVICES, ABOUT)
    intake, _ = answered(folder)
    assert intake.errors == ()
    assert intake.tables["services"].groupby("service")["amount"].count().to_dict() == {"credit": 11, "insurance": 0}
    before = (folder.parent / "organisation.yml").read_text("utf-8")
    answered(folder)
    assert (folder.parent / "organisation.yml").read_text("utf-8") == before


@pytest.mark.parametrize(
    ("count", "people"), [("one", 8), ("many", 28), (None, 8)], ids=["contracts", "people", "not known"]
)
@pytest.mark.parametrize(("keep", "loans"), [("in_force", 5), ("not_ended", 8), ("all", 11), (None, 11)])
def test_what_a_row_counts_and_which_rows_do_is_asked(workspace, count, people, keep, loans):
    folder = workspace.organisation(SERVICES, ABOUT)
    answers = {"Assurés.xlsx|services|count|Nb bénéficiaires": count, "Crédits.xlsx|services|keep|Décision": keep}
    intake, asked = answered(folder, lambda question: answers[question.id])
    services = intake.tables["services"]
    assert services.groupby("service")["count"].sum().to_dict() == {"credit": loans, "insurance": people}
    assert {question.id for question in asked} == answers.keys()
    said = [(one.column, one.count) for one in intake.problems if one.rule == "state_not_used"]
    assert said == ([] if keep else [("Décision", 3)])


def test_what_would_break_a_list_that_is_read_is_left_out(workspace):
    settings = f"{ABOUT}tables: {{members: {{columns: {{Genre: sex}}}}, staff: {{columns: {{Genre: sex}}}}}}\n"
    folder = workspace.organisation({"members.csv": "Genre\nF\nM\n", "staff.csv": "Genre,Grade\nF,A\n"}, settings)
    lines = [
        SettingLine(("tables", "members", "header_row"), 2),
        SettingLine(("tables", "staff", "columns", "Grade"), "level"),
    ]
    proposal, broken = harmless(folder.parent, "2025", read_organisation(folder.parent), Proposal(tuple(lines)))
    assert (proposal.lines, broken) == ((lines[1],), ["members"])


CODED = {"personnel.csv": "Sexe;Fonction\n" + "1;a\n" * 5 + "2;b\n" * 4}


@pytest.mark.parametrize(
    ("lines", "status", "said"),
    [
        ("1\n2\n", DONE, "Ensuite : genderaudit run example"),
        ("1\n", FAILED, "Une question reste ouverte"),
        ("1\n8\n", FAILED, "n’est pas un numéro de 0 à 4"),
    ],
)
def test_answers_may_come_through_a_pipe(workspace, monkeypatch, capsys, tmp_path, lines, status, said):
    folder = workspace.organisation(CODED, ABOUT)
    (tmp_path / "answers.txt").write_text(lines, "utf-8")
    with (tmp_path / "answers.txt").open(encoding="utf-8") as given:
        monkeypatch.setattr("sys.stdin", given)
        found = main(["check", "example", "--apply", f"--workspace={workspace.root}"])
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert (found, said in printed) == (status, True)
    codes = read_organisation(folder.parent).tables.get("staff")
    assert (codes is None) == ("8" in lines)
