"""What the commands share: exit statuses, options, and how a line is printed."""

from __future__ import annotations

import argparse
from typing import TypeAlias

DONE, FAILED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130
EPILOG = """exit status: 0 all done or up to date; 1 an organisation failed or its data have errors;
2 a name, option or parameter is not known; 3 another run has the workspace; 130 interrupted"""

HERE = " (default: the clone; of an installed copy the current folder)"

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_organisations(parser: argparse.ArgumentParser, text: str) -> None:
    """Names of organisations, which round of them, and where they lie."""
    parser.add_argument("organisations", nargs="*", metavar="ORGANISATION", help=text)
    parser.add_argument("--round", metavar="R", help="only this round (default: all rounds, oldest first)")
    add_workspace(parser)


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """The folder that data and outputs lie in."""
    parser.add_argument(
        "--workspace",
        default="",
        metavar="DIR",
        help="folder with data and outputs" + HERE,
    )


def positive(text: str) -> int:
    """An option's whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def count(number: int, noun: str) -> str:
    """The number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def indented(text: str) -> str:
    """The text as lines below another."""
    return "\n".join(f"  {line}" for line in text.splitlines())
