"""Names that stand in the first row of a block only: read for its rows and said; or an error, never lost rows."""

from __future__ import annotations

import pytest

from genderaudit.foundations.language import language, languages

SETTINGS = "name: E\nkind: cooperative\nlanguages: [fr]\ntables:\n  {}\n"
BODIES = "bodies:\n    columns: {Instance: body, Sexe: sex, Poste: role}\n    codes: {sex: {F: F, H: M}}"
SEATS = "bodies:\n    columns: {Instance: body}\n    counts: {Femmes: F, Hommes: M}"
BRANCHES = "members:\n    columns: {Caisse: branch, Sexe: sex, Nombre: count}\n    codes: {sex: {F: F, H: M}}"
CODES = "codes: {sex: {F: F, H: M}, stage: {C: applied, R: appointed}}"
STAGES = f"recruitment:\n    columns: {{Étape: stage, Sexe: sex, Nombre: count}}\n    {CODES}"
HEAD = "Instance;Nom;Sexe;Poste\n"
TOTAL_BELOW = [("total_row", (7,)), ("block_filled", (3, 5, 6))]


def read(workspace, settings: str, rows: str):
    table = settings.partition(":")[0]
    intake = workspace.read({f"{table}.csv": rows}, SETTINGS.format(settings))
    return intake.tables[table], [(p.rule, p.rows) for p in intake.problems if p.rule != "columns_not_used"]


@pytest.mark.parametrize(
    ("settings", "rows", "names", "said"),
    [
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;\n;C;H;\nCS;D;F;P\n;E;F;\n", "CA CA CA CS CS", [("block_filled", (3, 4, 6))]),
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;\n;C;H;\n", "CA CA CA", [("block_filled", (3, 4))]),
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;S\n\nCS;D;F;P\n;E;F;\n", "CA CA CS CS", [("block_filled", (3, 6))]),
        (
            BODIES,
            f"{HEAD}CA;A;F;P\n;;;vacant\n;B;H;Membre\nCS;;;vacant\n;C;F;Membre\n;D;H;Membre\n",
            "CA CA CS CS",
            [("seat_vacant", (3, 5)), ("block_filled", (4, 6, 7))],
        ),
        *(
            (BODIES, f"{HEAD}CA;A;F;P\n;B;H;\nCS;C;F;P\n;D;H;\n;E;H;\n{total}\n", "CA CA CS CS CS", TOTAL_BELOW)
            for total in ("Total;5;;", "Total;;5;", "Total;;;5", "TOTAL GÉNÉRAL;;6;")
        ),
        (BRANCHES, "Caisse;Sexe;Nombre\nK;F;40\n;H;31\nS;F;20\n;H;12\n", "K K S S", [("block_filled", (3, 5))]),
        (
            STAGES,
            "Étape;Sexe;Nombre\nC;F;40\n;H;31\nR;F;2\n;H;1\n",
            "applied applied appointed appointed",
            [("block_filled", (3, 5))],
        ),
    ],
)
def test_a_name_is_read_for_the_rows_of_its_block_and_said(workspace, settings, rows, names, said):
    frame, problems = read(workspace, settings, rows)
    column = {"bodies": "body", "members": "branch", "recruitment": "stage"}[settings.partition(":")[0]]
    assert frame[column].tolist() == names.split()
    assert problems == said


@pytest.mark.parametrize(
    ("settings", "rows", "lost"),
    [
        (BODIES, f"{HEAD};A;F;P\n;B;H;S\n;C;H;T\nCA;D;F;P\n", (2, 3, 4)),
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;S\n\n;C;H;T\n;D;F;M\n", (3, 5, 6)),
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;S\nTotal;2;;\n;C;H;T\n;D;F;M\n", (3, 5, 6)),
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;S\nTotal;;2;\n;C;H;T\n;D;F;M\n", (3, 5, 6)),
        (BODIES, f"{HEAD}CA;A;F;P\nCS;B;H;S\n;C;H;T\nCA;D;F;M\n;E;F;M\n;G;F;M\n", (4, 6, 7)),
        (BODIES, f"{HEAD}CA;A;F;P\n;B;H;S\n;C;;M\n;D;F;M\n", (3, 4, 5)),
        (SEATS, "Instance;Femmes;Hommes\nCA;3;4\n;1;1\n;2;2\n;3;1\n", (3, 4, 5)),
    ],
)
def test_rows_of_which_the_block_is_not_certain_are_an_error(workspace, settings, rows, lost):
    _, problems = read(workspace, settings, rows)
    assert ("rows_unplaced", lost) in problems
    assert not {"block_filled", "row_set_aside"} & {rule for rule, _ in problems}


@pytest.mark.parametrize(("blank", "rule"), [(2, "row_set_aside"), (3, "row_set_aside"), (4, "rows_unplaced")])
def test_few_rows_without_a_name_are_set_aside(workspace, blank, rule):
    """A tenth of a list at most, or two rows."""
    rows = HEAD + "CA;A;F;P\n" * (30 - blank) + ";B;H;S\n" * blank
    intake = workspace.read({"bodies.csv": rows}, SETTINGS.format(BODIES))
    (found,) = (p for p in intake.problems if p.rule in ("row_set_aside", "rows_unplaced"))
    assert (found.rule, found.rows, found.severity == "error") == (rule, tuple(range(32 - blank, 32))[:5], blank == 4)
    for code in languages():
        assert "Instance" in found.what(language(code))
