"""What a person reads stands in the language files: errors by key, the command line whole, in every language."""

from __future__ import annotations

import argparse
import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from genderaudit.cli import USAGE, main, parser
from genderaudit.cli.words import say
from genderaudit.foundations.errors import AuditError, join_errors, known_names, set_error_language, text, wrong_call
from genderaudit.foundations.language import language, languages

SOURCE = Path(__file__).parents[1] / "src" / "genderaudit"
IN_ENGLISH = {
    "lab/__main__.py": "the server's log",
    "training/__main__.py": "for who makes a course",
}
"""Modules that print sentences in English, and for whom."""
FOR_PROGRAMS = (
    "audit/", "conclusions/comparing.py", "conclusions/findings.py", "conclusions/frames.py", "disclosure/",
    "forms/xlsform.py", "foundations/language.py", "foundations/layers.py", "measures/", "methodology/method.py",
    "methodology/questionnaire.py", "release/", "report/accessors.py", "report/plots/", "simulation/truth.py",
    "training/course.py", "training/sources.py",
)  # fmt: skip
"""Where only a wrong call, or the method's own files, can be wrong: in English (``wrong_call``)."""
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield path.relative_to(SOURCE).as_posix(), node


def literal(node: ast.AST) -> str:
    """The text that is written out in an expression."""
    if isinstance(node, ast.Call):  # what is called says it, by key
        return ""
    own = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return " ".join([own, *map(literal, ast.iter_child_nodes(node))])


def test_errors_are_keys():
    given = [(file, call.args[0]) for file, call in calls("AuditError", "BusyError", "SameEditionError")]
    assert [(file, literal(key)) for file, key in given if SENTENCE.search(literal(key))] == [], (
        "an error is a key of errors in the language files: write its sentence there"
    )
    keys = {key.value for _, key in given if isinstance(key, ast.Constant)}
    assert len(keys) > 60
    assert sorted(key for key in keys if not language("en").has(f"errors.{key}")) == [], (
        "write these keys under errors in every language of templates/language"
    )


def test_only_programs_are_told_in_english():
    said = {file for file, _ in calls("wrong_call") if not file.startswith(FOR_PROGRAMS)}
    assert said - {"foundations/errors.py"} == set(), (
        "raise AuditError with a key in these files; wrong_call is for programs"
    )


def test_nothing_prints_a_sentence_of_its_own():
    printed = {file for file, call in calls("print") if any(SENTENCE.search(literal(arg)) for arg in call.args)}
    assert printed - set(IN_ENGLISH) == set(), "print a text of the language files in these"


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("section", ["errors", "faults"])
def test_every_error_can_be_said(code, section):
    words = language(code)
    for key in words.keys(section):
        values = dict.fromkeys(set(re.findall(r"\{(\w+)", _template(words, f"{section}.{key}"))), "x")
        assert words.text(f"{section}.{key}", **(values | {"number": 2})).strip()


def _template(words, key):
    return " ".join(text for name, text in words.leaves() if name == key or name.startswith(f"{key}."))


def test_an_error_is_said_in_every_language_wherever_it_was_raised():
    error = join_errors(
        [AuditError("no_round", organisation="a", round="2", near=known_names("2", ["1"])), wrong_call("No.")]
    )
    again = pickle.loads(pickle.dumps(error))
    assert again.sentence(language("fr")) == "a n’a pas de cycle 2. Noms connus\u00a0: 1.\nNo."
    assert str(again) == "a has no round 2. Known: 1.\nNo."
    set_error_language("fr")
    assert str(AuditError("bad_name", what=text("names.round"))).startswith("Cela ne peut pas être le nom d’un cycle")


@pytest.mark.parametrize("code", languages())
def test_every_command_and_option_has_its_help(code):
    set_error_language(code)
    (commands,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        assert say(f"{name}.about"), name
        assert [one.dest for one in command._actions if not one.help] == [], name
        assert command.format_help()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["rum"], "Vouliez-vous écrire run"),
        (["chek", "--language", "fr"], "Vouliez-vous écrire check"),
        (["check", "--lnguage", "fr"], "Vouliez-vous écrire --language"),
        (["form", "union"], "il manque"),
        (["form", "union", "--format", "xlxs"], "Vouliez-vous écrire xlsx"),
        (["run", "--jobs", "0"], "au moins 1"),
        (["simulate", "--seed", "one"], "cette valeur n’est pas possible"),
    ],
)
def test_what_argparse_refuses_is_said_in_the_language_of_the_system(given, said, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    with pytest.raises(SystemExit) as left:
        main(given)
    assert left.value.code == USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("system", "settings", "option", "said"),
    [
        ("en_GB.UTF-8", "[fr]", [], "n’a pas de cycle"),
        ("fr_FR.UTF-8", "[en]", [], "has no round"),
        ("fr_FR.UTF-8", "[fr]", ["--language", "en"], "has no round"),
        ("fr_FR.UTF-8", "[xx]", [], "n’a pas de cycle"),
    ],
)
def test_language_is_that_asked_for_then_the_organisations_then_the_systems(
    system, settings, option, said, workspace, monkeypatch, capsys
):
    monkeypatch.setenv("LC_ALL", system)
    root = workspace.organisation(settings=f"name: Union\nkind: ngo\nlanguages: {settings}\n").parents[3]
    assert main(["check", "example", "--round", "1999", "--workspace", str(root), *option]) == USAGE
    assert said in capsys.readouterr().err
