"""Shared by the commands: exit statuses, common options, indentation of messages."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from genderaudit.cli.words import say

DONE, FAILED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_organisations(parser: argparse.ArgumentParser) -> None:
    """Add organisations, round and workspace."""
    parser.add_argument("organisations", nargs="*", metavar="ORGANISATION")
    parser.add_argument("--round", metavar="R")
    add_workspace(parser)


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add the folder with data and outputs."""
    parser.add_argument("--workspace", default="", metavar="DIR")


def positive(text: str) -> int:
    """Return an option's whole number, at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(say("at_least_one"))
    return number


def indented(text: str) -> str:
    """Return the text with every line indented."""
    return "\n".join(f"  {line}" for line in text.splitlines())
