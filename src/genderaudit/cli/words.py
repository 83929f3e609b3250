"""Texts of the command line in the current language: help and argparse's own messages.

argparse translates its messages with a gettext function named ``_``, which is replaced here: gettext catalogues would
be a second kind of language file.
"""

from __future__ import annotations

import argparse
import re
from functools import cache
from typing import Any, NoReturn

from genderaudit.foundations.errors import closest_names, error_language
from genderaudit.foundations.spoken import section

SENTENCES = {
    "usage: ": "usage",
    "positional arguments": "positional",
    "options": "options",
    "show this help message and exit": "help",
    "%(prog)s: error: %(message)s\n": "error",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognized",
    "argument %(argument_name)s: %(message)s": "argument",
    "expected one argument": "one",
    "expected at least one argument": "at_least_one",
    "not allowed with argument %s": "not_with",
    "one of the arguments %s is required": "one_of",
    "invalid %(type)s value: %(value)r": "invalid_value",
    "ambiguous option: %(option)s could match %(matches)s": "ambiguous",
}
"""argparse's message → key in ``command.argparse``."""
FIELDS = {"names": "%s", "argument": "%(argument_name)s", "value": "%(value)r"}
"""Placeholders of the language files → argparse's, where the names differ."""


class Parser(argparse.ArgumentParser):
    """Parser that suggests the closest command, option or choice for an unknown one."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse like argparse, but suggest the closest option for an unknown one."""
        arguments, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error(
                _with_suggestion(_sentence("unrecognized arguments: %s") % " ".join(rest), rest[0], _options(self))
            )
        return arguments

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = list(map(str, action.choices))
            message = say("argparse.choice", value=repr(value), choices=", ".join(known))
            raise argparse.ArgumentError(action, _with_suggestion(message, str(value), known))

    def error(self, message: str) -> NoReturn:
        """Print usage and message, and exit with status 2."""
        super().error(message.rstrip())


def say(key: str, **values: object) -> str:
    """Return a text of the command line; empty if there is none."""
    node: Any = _texts(error_language())
    for part in key.split("."):
        node = node.get(part, "") if isinstance(node, dict) else ""
    return node.format(**values) if isinstance(node, str) else ""


def described(parser: argparse.ArgumentParser, name: str) -> None:
    """Set the help texts and metavars of a command's options."""
    for action in parser._actions:
        if action.dest != "help":
            key = next(
                (section_name for section_name in (name, "every") if say(f"{section_name}.{action.dest}", here="")),
                name,
            )
            action.help = say(f"{key}.{action.dest}", here=say("here")).replace("%", "%%")
        if isinstance(action.metavar, str):
            action.metavar = say(f"metavars.{action.metavar}") or action.metavar


def speak_argparse() -> None:
    """Make argparse use the language files."""
    argparse._ = _sentence  # type: ignore[attr-defined]


def _sentence(english: str) -> str:
    if english not in SENTENCES:
        return english
    text = str(_texts(error_language())["argparse"][SENTENCES[english]])
    percent = re.sub(r"\{(\w+)\}", lambda field: FIELDS.get(field[1], f"%({field[1]})s"), text)
    return percent + ("\n" if english.endswith("\n") else "")


def _with_suggestion(message: str, name: str, known: list[str]) -> str:
    closest = closest_names(name.partition("=")[0], known, 1)
    return f"{message}. {say('meant', closest=closest[0])}" if closest else message


def _options(parser: argparse.ArgumentParser) -> list[str]:
    """Return every option of every command."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    parsers = [parser, *(command for action in inner for command in action.choices.values())]
    return list(dict.fromkeys(option for command in parsers for option in command._option_string_actions))


@cache
def _texts(code: str) -> dict[str, Any]:
    return section(code, "command")
