"""Whatever characters a console has, every command prints on it, and people can read it."""

from __future__ import annotations

import codecs
import io
import os
import subprocess
import sys

import pytest
from examples import MINIMAL

from genderaudit.cli import DONE, FAILED, USAGE, console, main
from genderaudit.foundations.language import language, languages
from genderaudit.methodology.organisation import read_organisation

FRENCH = MINIMAL.replace("[en]", "[fr]").replace("Example", "«L’été à Nîmes» – œuvre ≥ 3 %")
CONSOLES = ["ascii", "cp1252", "cp437"]
LOCALE_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ORGANISATION = {"staff.csv": "sexe,Catégorie\nDame,Ouvrière\nDame,Ouvrière\nDame,Ouvrière\n"}
COMMANDS = [
    (["check", "--suggest"], FAILED),
    (["status"], DONE),
    (["run", "été"], USAGE),
    (["new", "other", "--kind", "ngo", "--language", "fr", "--name", "Été", "--levels", "Élue"], DONE),
    (["form", "example", "--format", "html", "--output", "été.html"], DONE),
    pytest.param(["run", "--all"], FAILED, marks=pytest.mark.slow),
]


@pytest.mark.parametrize("encoding", CONSOLES)
@pytest.mark.parametrize(("command", "status"), COMMANDS)
def test_every_command(workspace, encoding, command, status, monkeypatch):
    workspace.organisation(ORGANISATION, FRENCH)
    monkeypatch.chdir(workspace.root)
    shown = io.BytesIO()
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, io.TextIOWrapper(shown, encoding, write_through=True))
    assert main([*command, f"--workspace={workspace.root}"]) == status
    printed = shown.getvalue().decode(encoding)
    assert printed
    if command[0] == "check" and encoding == "ascii":
        assert "La colonne manque" in printed
        assert "?" not in printed.partition("Propositions")[0]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a locale of POSIX systems")
@pytest.mark.parametrize(("command", "status"), COMMANDS)
def test_every_command_where_the_system_knows_ascii_only(workspace, command, status):
    workspace.organisation(ORGANISATION, FRENCH)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "genderaudit.cli", *command, f"--workspace={workspace.root}"],
        env=environment | LOCALE_C,
        cwd=workspace.root,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == status, done.stderr
    if command[0] == "new":
        about = read_organisation(workspace.root / "data" / "raw" / "other")
        assert (about.name, about.levels) == ("Été", ["Élue"])


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_no_text_of_a_language_loses_a_character(code, encoding, monkeypatch):
    """Every text becomes one of the console's characters; a question mark stands only where one was."""
    codecs.register_error(console.ERRORS, console._nearest)
    for key, text in language(code).leaves():
        shown = text.encode(encoding, console.ERRORS).decode(encoding)
        assert shown.count("?") == text.count("?"), (key, text)


def test_letters_lose_only_their_accents():
    codecs.register_error(console.ERRORS, console._nearest)
    shown = "Élu·e·s : « l’œuvre » – 1 234 ≥ 3 €, 日".encode("ascii", console.ERRORS)
    assert shown == b'Elu-e-s : " l\'oeuvre " - 1 234 >= 3 EUR, ?'
