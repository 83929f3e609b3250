"""What ``genderaudit check`` ends with: which lists are in, which are not, and whether the round is ready."""

from __future__ import annotations

from pathlib import Path

import pytest

from genderaudit.cli import DONE, FAILED, main

FRENCH = "name: Exemple\nkind: ngo\nlanguages: [fr]\n"
STAFF = {"staff.csv": "sex\nF\nF\nM\n"}
LIST = "Nom;Ville\nA;Kayes\nB;Ségou\n"


@pytest.fixture
def checked(workspace, capsys):
    def of(files, settings=FRENCH):
        workspace.organisation(files, settings)
        status = main(["check", "example", f"--workspace={workspace.root}"])
        return status, capsys.readouterr().out.replace("\u00a0", " ").strip().splitlines()

    return of


def rules(intake):
    return [(problem.severity, problem.rule, problem.file) for problem in intake.problems]


def test_ready_says_what_is_in_and_what_the_report_lacks(checked):
    status, lines = checked(STAFF)
    assert status == DONE
    assert lines[-1] == "example 2025 : prêt. Ensuite : genderaudit run example"
    assert "  Lue : Liste du personnel, 3 personnes." in lines
    assert "  Absente : Enquête. Le rapport ne dira pas comment femmes et hommes voient l’organisation." in lines


def test_a_list_that_nothing_reads_is_not_ready(checked):
    status, lines = checked({**STAFF, "Adhérents.csv": LIST})
    assert status == FAILED
    assert "pas prêt : une liste n’est pas lue : Adhérents.csv." in lines[-1]


def test_an_organisation_without_a_round_is_not_ready(workspace, capsys):
    folder = workspace.organisation({}, FRENCH)
    folder.rmdir()
    assert main(["check", "example", f"--workspace={workspace.root}"]) == FAILED
    assert "pas encore de cycle" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("gens.csv", LIST, ("error", "list_not_used")),
        ("gens.txt", LIST, ("error", "list_not_used")),
        ("gens.xlsm", "PK", ("error", "list_not_used")),
        ("Lisez-moi.txt", "Bonjour, voici les listes.\nMerci, à bientôt, Awa.\n", ("warning", "file_not_used")),
        ("intake_workbook_fr.xlsx", "PK", ("warning", "workbook_copy")),
        *((name, "x", None) for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$gens.xlsx", ".~lock.gens.ods#")),
        *((name, "x", None) for name in ("Statuts.pdf", "Règlement.DOCX", "affiche.JPG")),
    ],
)
def test_what_no_table_uses(workspace, name, content, expected):
    found = rules(workspace.read({**STAFF, name: content}))
    assert found == ([(*expected, name)] if expected else [])


@pytest.mark.parametrize("pattern", ["Ancien [1] personnel.csv", "ancien*", "*.CSV"])
def test_what_is_ignored_is_no_error(checked, pattern):
    files = {"staff.csv": STAFF["staff.csv"], "Ancien [1] personnel.csv": LIST}
    status, lines = checked(files, f'{FRENCH}ignore: ["{pattern}"]\n')
    assert status == DONE
    assert any("Ancien [1] personnel.csv" in line and "ignore" in line for line in lines)


def test_documents_are_named_in_a_line(checked):
    _, lines = checked({**STAFF, "Statuts.pdf": "x", "PV.docx": "x"})
    assert [line for line in lines if "Statuts.pdf" in line] == [
        "  2 documents qui ne sont pas lus, pour la revue documentaire : PV.docx, Statuts.pdf."
    ]


def test_lists_outside_the_round_and_folders_in_it_are_said(workspace):
    folder = workspace.organisation(STAFF)
    (folder / "listes").mkdir()
    (folder.parent / "membres.csv").write_text(LIST, "utf-8")
    found = rules(workspace.read({}))
    assert found == [("error", "list_outside_rounds", "membres.csv"), ("warning", "folder_not_read", "listes")]


def test_a_list_that_another_round_has_is_lacking_and_no_fault(workspace):
    settings = FRENCH + "tables: {members: {file: membres.csv}}\n"
    folder = workspace.organisation(STAFF, settings)
    assert rules(workspace.read({}, settings)) == [("error", "file_missing", "membres.csv")]
    (folder.parent / "2026").mkdir()
    (folder.parent / "2026" / "membres.csv").write_text("sex\nF\n", "utf-8")
    assert rules(workspace.read({}, settings)) == [("warning", "file_missing_here", "membres.csv")]


@pytest.mark.parametrize(("kept", "expected"), [("A", []), ("B", ["keep_without_women"]), ("C", ["keep_without_men"])])
def test_keep_that_leaves_one_sex_is_said(workspace, kept, expected):
    rows = "Sexe;Site\nDame;A\nH;A\nH;B\nDame;C\n"
    staff = f"{{columns: {{Sexe: sex}}, codes: {{sex: {{Dame: F, H: M}}}}, keep: {{Site: [{kept}]}}}}"
    settings = f"{FRENCH}tables: {{staff: {staff}}}\n"
    found = [rule for _, rule, _ in rules(workspace.read({"staff.csv": rows}, settings))]
    assert [rule for rule in found if rule != "row_not_kept"] == expected


def test_settings_that_cannot_be_read_are_not_ready(checked):
    status, lines = checked(STAFF, "name: [\n")
    assert status == FAILED
    assert "organisation.yml" in lines[-1]


def test_a_fault_of_the_settings_and_a_list_that_is_not_read_are_said_in_one_go(checked):
    status, lines = checked({"gens.csv": LIST}, "name: A\nkind: club\nlanguages: [fr]\n")
    assert status == FAILED
    assert "gens.csv" in lines[-1]
    assert "une erreur à corriger" in lines[-1]


def test_a_federation_that_is_not_there_is_said(tmp_path: Path, capsys) -> None:
    for name, more in (("my_union", "affiliated_to: my_federatoin\n"), ("my_federation", "")):
        folder = tmp_path / "data" / "raw" / name
        (folder / "2025").mkdir(parents=True)
        (folder / "organisation.yml").write_text(f"name: {name}\nkind: trade_union\nlanguages: [en]\n{more}", "utf-8")
        (folder / "2025" / "members.csv").write_text("sex,count\nF,120\nM,80\n", "utf-8")
    main(["check", "my_union", "--workspace", str(tmp_path)])
    said = capsys.readouterr().out
    assert "there is no organisation my_federatoin here" in said
    assert "my_federation" in said
