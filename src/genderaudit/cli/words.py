"""What the command line says of itself, in the language that is spoken: its help, and what is wrong with a command.

``argparse`` says its sentences by a function of gettext that it holds as ``_``; it is replaced here, since catalogues
of gettext would be a second kind of language files.
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
"""What argparse says → key of ``command.argparse``."""
FIELDS = {"names": "%s", "argument": "%(argument_name)s", "value": "%(value)r"}
"""Placeholders of the language files → those of argparse, where they are not called alike."""


class Parser(argparse.ArgumentParser):
    """A parser that proposes the closest command, option or choice for one that there is not."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As that of argparse."""
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error(_with_near(_sentence("unrecognized arguments: %s") % " ".join(rest), rest[0], _options(self)))
        return found

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = list(map(str, action.choices))
            said = say("argparse.choice", value=repr(value), choices=", ".join(known))
            raise argparse.ArgumentError(action, _with_near(said, str(value), known))

    def error(self, message: str) -> NoReturn:
        """Usage and the sentence, and leave with status 2."""
        super().error(message.rstrip())


def say(key: str, **values: object) -> str:
    """A text of the command line; empty where there is none."""
    node: Any = _texts(error_language())
    for part in key.split("."):
        node = node.get(part, "") if isinstance(node, dict) else ""
    return node.format(**values) if isinstance(node, str) else ""


def described(parser: argparse.ArgumentParser, name: str) -> None:
    """Give a command's options their help, and their values their names."""
    for action in parser._actions:
        if action.dest != "help":
            key = next((one for one in (name, "every") if say(f"{one}.{action.dest}", here="")), name)
            action.help = say(f"{key}.{action.dest}", here=say("here")).replace("%", "%%")
        if isinstance(action.metavar, str):
            action.metavar = say(f"metavars.{action.metavar}") or action.metavar


def speak_argparse() -> None:
    """Have argparse say its own sentences in the language that is spoken."""
    argparse._ = _sentence  # type: ignore[attr-defined]


def _sentence(english: str) -> str:
    if english not in SENTENCES:
        return english
    text = str(_texts(error_language())["argparse"][SENTENCES[english]])
    percent = re.sub(r"\{(\w+)\}", lambda field: FIELDS.get(field[1], f"%({field[1]})s"), text)
    return percent + ("\n" if english.endswith("\n") else "")


def _with_near(said: str, name: str, known: list[str]) -> str:
    closest = closest_names(name.partition("=")[0], known, 1)
    return f"{said}. {say('meant', closest=closest[0])}" if closest else said


def _options(parser: argparse.ArgumentParser) -> list[str]:
    """Every option of every command."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    parsers = [parser, *(one for action in inner for one in action.choices.values())]
    return list(dict.fromkeys(option for one in parsers for option in one._option_string_actions))


@cache
def _texts(code: str) -> dict[str, Any]:
    return section(code, "command")
