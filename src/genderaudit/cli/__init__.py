"""The command ``genderaudit``. Libraries are imported where they are used, so that help appears at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from genderaudit.cli import attack, check, follow_up, form, new, prepare, release, run, sample, synthesis
from genderaudit.cli.console import make_readable
from genderaudit.cli.options import BUSY, DONE, FAILED, INTERRUPTED, USAGE
from genderaudit.cli.speech import asked, of_organisations
from genderaudit.cli.words import Parser, described, say, speak_argparse
from genderaudit.foundations.errors import AuditError, error_language, error_sentence, set_error_language
from genderaudit.foundations.spoken import system_language
from genderaudit.foundations.utf8 import insist_on_utf8

__all__ = ["BUSY", "DONE", "FAILED", "INTERRUPTED", "USAGE", "main", "parser"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (without the program's name) and return the exit status."""
    if argv is None:
        insist_on_utf8()
    make_readable()
    set_error_language(asked(sys.argv[1:] if argv is None else argv) or system_language())
    try:
        return _status(argv)
    except AuditError as error:
        _print_error(error)
        return BUSY if type(error).__name__ == "BusyError" else USAGE
    except KeyboardInterrupt:
        print(f"genderaudit: {say('interrupted')}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, head for example, has enough
        sys.stdout = None
        return DONE
    except OSError as error:  # a full disk, a folder that may not be written to: nothing is wrong with the program
        _print_error(error)
        _let_go_of_full_output()
        return FAILED


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands and options; docs/commands.md is generated from it."""
    speak_argparse()
    parser: argparse.ArgumentParser = Parser(
        prog="genderaudit",
        description=say("description"),
        epilog=say("statuses"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(title=say("commands"), required=True, metavar=say("metavars.COMMAND"))
    run.add_run(commands)
    check.add_check(commands)
    new.add_new(commands)
    prepare.add_samples(commands)
    form.add_form(commands)
    sample.add_sample(commands)
    prepare.add_simulate(commands)
    release.add_release(commands)
    follow_up.add_follow_up(commands)
    synthesis.add_synthesis(commands)
    attack.add_attack(commands)
    run.add_status(commands)
    for name, command in commands.choices.items():
        described(command, name)
        command.formatter_class = argparse.RawDescriptionHelpFormatter
        commands._choices_actions.append(commands._ChoicesPseudoAction(name, (), say(f"{name}.about")))
    commands.choices["run"].epilog, commands.choices["attack"].epilog = say("statuses"), say("attack.statuses")
    return parser


def _status(argv: Sequence[str] | None) -> int:
    try:
        arguments = parser().parse_args(argv)
        if not getattr(arguments, "language", None):
            set_error_language(of_organisations(arguments) or error_language())
        return int(arguments.command(arguments))
    finally:
        sys.stdout.flush()  # what it does not take is said now, not by Python at its end


def _print_error(error: AuditError | OSError) -> None:
    from genderaudit.foundations.language import language, suite_language

    try:
        speaks = language(error_language())
    except AuditError:  # the texts of the workspace are what is wrong
        speaks = suite_language(error_language())
    print(f"genderaudit: {error_sentence(error, speaks)}", file=sys.stderr)


def _let_go_of_full_output() -> None:
    """Detach standard output if it accepts no more text, so that Python does not report the error again at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = None


class _Version(argparse.Action):
    """Prints the version; it is read only on request, because that takes longer than the help."""

    def __init__(self, option_strings: list[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help=say("version"))

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"genderaudit {version('genderaudit')}")
        parser.exit()
