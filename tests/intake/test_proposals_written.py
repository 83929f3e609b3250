"""Proposals in ``organisation.yml``: what stands there afterwards, and ``genderaudit check --apply``."""

from __future__ import annotations

import io

import pytest
import yaml
from examples import suggest
from french_lists import FRENCH
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.cli import DONE, FAILED, main
from genderaudit.foundations.language import language
from genderaudit.intake.proposals import BEFORE, Proposal, SettingLine, merged, proposal_after_questions, write
from genderaudit.methodology.organisation import read_organisation


class TestFile:
    """``organisation.yml`` afterwards."""

    def test_comments_order_and_line_ends_stay_and_the_former_file_is_kept(self, workspace):
        counts = "headcounts:\n  - {sex: F, count: 3}  # selon la liste\n  - {sex: M, count: 4}\n"
        settings = f"{FRENCH}{counts}targets: {{bodies_women_seats: 0.40}}\n"
        folder = workspace.organisation({"Adhérents.csv": "Nom;Sexe\nA;Femme\n"}, settings)
        path = folder.parent / "organisation.yml"
        path.write_bytes(settings.replace("\n", "\r\n").encode())
        write(folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr")))
        assert path.read_bytes().decode().startswith(settings.replace("\n", "\r\n"))
        assert (folder.parent / BEFORE).read_bytes().decode() == settings.replace("\n", "\r\n")
        assert read_organisation(folder.parent).tables["members"].file == "Adhérents.csv"

    def test_a_list_that_has_settings_gets_what_is_new_only(self, proposed):
        settings = FRENCH + "tables:\n  staff:\n    columns: {Sexe: sex}  # vu\n    codes: {sex: {Femme: F}}\n"
        proposal = proposed({"staff.csv": "Sexe;Grade\n" + "Femme;A\nHomme;B\n" * 3}, settings)
        assert proposal.settings == {
            "tables": {"staff": {"columns": {"Grade": "level"}, "codes": {"sex": {"Homme": "M"}}}}
        }
        text = merged(settings, proposal)
        assert yaml.safe_load(text)["tables"]["staff"]["columns"] == {"Sexe": "sex", "Grade": "level"}
        assert "# vu" in text

    WORDS = st.sampled_from(
        [
            "Sexe",
            "Genre",
            "Nom",
            "Section",
            "Femmes",
            "Hommes",
            "Total",
            "N°",
            "Salaire mensuel (FCFA)",
            "Organe",
            "Étape",
            "Signature",
            "Date",
            "yes",
            "no",
            "null",
            "a: b",
            "- x",
            "#",
            "{x}",
            "*a",
            "!!python",
            "'",
            '"q"',
            "\u2028",
        ]
    )
    CELLS = st.sampled_from(
        ["Femme", "Homme", "F", "H", "1", "2", "x", "", "oui", "01/02/2020", "y: n", "# z", '"', "\u2028y"]
    )
    NAMES = st.sampled_from(
        [
            "personnel.csv",
            "a # b.csv",
            "Présence.csv",
            "Bureau 'A'.csv",
            "x: y.csv",
            "membres.csv",
            "no.csv",
            "staff.csv",
            "[1].csv",
        ]
    )

    @pytest.mark.slow
    @given(
        files=st.dictionaries(
            NAMES,
            st.tuples(
                st.lists(st.one_of(WORDS, st.text(max_size=12)), min_size=1, max_size=6, unique=True),
                st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=8),
            ),
            min_size=1,
            max_size=3,
        )
    )
    def test_whatever_the_lists_what_is_proposed_is_a_valid_file(self, tmp_path_factory, files):
        folder = tmp_path_factory.mktemp("e") / "2025"
        folder.mkdir()
        (folder.parent / "organisation.yml").write_text(FRENCH, "utf-8")
        for name, (header, rows) in files.items():
            cells = [header, *rows]
            text = "\n".join(
                ";".join('"' + cell.replace('"', '""') + '"' for cell in row[: len(header)]) for row in cells
            )
            (folder / name).write_text(text, "utf-8", errors="replace")
        organisation = read_organisation(folder.parent)
        (folder.parent / "organisation.yml").write_text(FRENCH + suggest(folder, organisation, language("fr")), "utf-8")
        pasted = read_organisation(folder.parent)
        (folder.parent / "organisation.yml").write_text(FRENCH, "utf-8")
        proposal = proposal_after_questions(folder, organisation, language("fr"))
        write(folder.parent, proposal)
        assert read_organisation(folder.parent).tables == pasted.tables
        assert not write(
            folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr"))
        )


class TestTerminal:
    """``genderaudit check --apply``."""

    @pytest.fixture
    def applied(self, workspace, monkeypatch, capsys):
        def with_answers(files, *answers):
            given = iter(answers)
            monkeypatch.setattr("sys.stdin", io.StringIO())
            monkeypatch.setattr("sys.stdin.isatty", lambda: bool(answers), raising=False)
            monkeypatch.setattr("builtins.input", lambda _="": next(given))
            workspace.organisation(files, FRENCH)
            status = main(["check", "example", "--apply", f"--workspace={workspace.root}"])
            return status, capsys.readouterr().out.replace("\u00a0", " ")

        return with_answers

    CODED = {"personnel.csv": "Sexe;Fonction\n" + "1;a\n" * 5 + "2;b\n" * 4}

    def test_answers_are_written_and_the_round_is_read_again(self, applied, workspace):
        status, printed = applied(self.CODED, "9", "deux", "1", "2")
        assert (status, printed.count("Tapez un numéro de 0 à 4")) == (DONE, 2)
        organisation = read_organisation(workspace.root / "data" / "raw" / "example")
        assert organisation.tables["staff"].codes == {"sex": {"1": "F", "2": "M"}}
        assert printed.rstrip().endswith("Ensuite : genderaudit run example")

    def test_without_a_terminal_nothing_is_asked_and_what_is_open_is_said(self, applied):
        status, printed = applied(self.CODED)
        assert status == FAILED
        assert "2 questions restent ouvertes" in printed


@pytest.mark.parametrize("first", [("person", ["Nom"]), ("file", "a.csv"), ("counts", {"Femmes": "F"})])
def test_a_comment_below_may_become_a_setting_after_several_passes(first):
    """What is added later stands above lines of comments, and no key loses its mapping when one of them is used."""
    text = f"{FRENCH}# country: ML\n# des lignes\n# de commentaires\n"
    passes = [
        SettingLine(("tables", "staff", "codes", "sex", "F"), "F"),
        SettingLine(("tables", "staff", *first[:1]), first[1]),
        SettingLine(("tables", "staff", "codes", "sex", "H"), "M"),
        SettingLine(("tables", "members", "file"), "b.csv"),
        SettingLine(("levels",), ["Cadre", "Agent"]),
        SettingLine(("tables", "members", "columns", "Sexe"), "sex"),
    ]
    for line in passes:
        text = merged(text, Proposal((line,)))
    used = yaml.safe_load(text.replace("# country: ML", "country: ML"))
    assert used["country"] == "ML"
    assert used["levels"] == ["Cadre", "Agent"]
    assert used["tables"] == {
        "staff": {"codes": {"sex": {"F": "F", "H": "M"}}, first[0]: first[1]},
        "members": {"file": "b.csv", "columns": {"Sexe": "sex"}},
    }
