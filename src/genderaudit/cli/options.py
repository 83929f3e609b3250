"""What the commands share: exit statuses, options, and how a line is printed."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from genderaudit.cli.words import say

DONE, FAILED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_organisations(parser: argparse.ArgumentParser) -> None:
    """Names of organisations, which round of them, and where they lie."""
    parser.add_argument("organisations", nargs="*", metavar="ORGANISATION")
    parser.add_argument("--round", metavar="R")
    add_workspace(parser)


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """The folder that data and outputs lie in."""
    parser.add_argument("--workspace", default="", metavar="DIR")


def positive(text: str) -> int:
    """An option's whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(say("at_least_one"))
    return number


def indented(text: str) -> str:
    """The text as lines below another."""
    return "\n".join(f"  {line}" for line in text.splitlines())
