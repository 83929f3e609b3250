"""The command ``genderaudit``. Libraries are imported where they are used, so that help appears at once."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from genderaudit.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path

    from genderaudit.language import Language
    from genderaudit.organisation import Organisation
    from genderaudit.runner import Outcome, Task
    from genderaudit.workspace import Workspace

DONE, FAILED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130
EPILOG = """exit status: 0 all done or up to date; 1 an organisation failed or its data have errors;
2 a name, option or parameter is not known; 3 another run has the workspace; 130 interrupted"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv`` (without the program's name); the exit status."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except AuditError as error:
        print(f"genderaudit: {error}", file=sys.stderr)
        return BUSY if type(error).__name__ == "BusyError" else USAGE
    except KeyboardInterrupt:
        print("genderaudit: interrupted; run the same command again to go on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, head for example, has enough
        sys.stdout = None
        return DONE


def run(arguments: argparse.Namespace) -> int:
    """Audit organisations."""
    whole = arguments.all or arguments.changed
    if bool(arguments.organisations) == whole:
        raise AuditError("name organisations or write --all: genderaudit run federation, or genderaudit run --all")
    from genderaudit.runner import plan
    from genderaudit.runner.lock import locked
    from genderaudit.workspace import Workspace

    signal.signal(signal.SIGTERM, _interrupt)
    workspace = Workspace.open(arguments.workspace)
    tasks = plan(
        workspace,
        arguments.organisations,
        round=arguments.round,
        in_languages=arguments.language,
        given_parameters=arguments.parameter,
        force=arguments.force or arguments.replace_edition,
        seconds=arguments.timeout,
        memory=arguments.memory,
    )
    with locked(workspace):
        if arguments.replace_edition:
            for task in tasks:
                for round in task.rounds:
                    workspace.ledger(task.organisation, round).unlink(missing_ok=True)
        return _do(workspace, tasks, arguments)


def check(arguments: argparse.Namespace) -> int:
    """Read and check data, and print every problem."""
    from genderaudit.intake import read_round
    from genderaudit.language import language
    from genderaudit.organisation import read_organisation
    from genderaudit.report.quality import write_quality_page
    from genderaudit.runner.tasks import chosen
    from genderaudit.workspace import Workspace

    workspace = Workspace.open(arguments.workspace)
    asked = [arguments.language] if arguments.language else []
    faulty = False
    for name, rounds in chosen(workspace, arguments.organisations, arguments.round, asked).items():
        for round in rounds:
            try:
                about = read_organisation(workspace.raw(name))
                intake = read_round(workspace.raw(name, round), about, round)
            except AuditError as error:
                print(f"{name} {round}\n{_indented(str(error))}")
                faulty = True
                continue
            speaks = language((asked or about.languages)[0])
            errors, warnings = len(intake.errors), len(intake.problems) - len(intake.errors)
            print(f"{name} {round}: {_count(errors, 'error')}, {_count(warnings, 'warning')}")
            for problem in sorted(intake.problems, key=lambda problem: problem.severity):
                print(_indented(problem.sentence(speaks)))
            page = workspace.data_quality(name, round)
            write_quality_page(page, intake, about, round, speaks)
            print(f"  {page}")
            if arguments.suggest:
                _print_suggestions(workspace.raw(name, round), about, speaks, name, round)
            faulty |= errors > 0
        if not rounds:
            print(f"{name}: no round yet")
    return FAILED if faulty else DONE


def new(arguments: argparse.Namespace) -> int:
    """Lay out a folder that can be filled in."""
    from genderaudit.files import write_atomically
    from genderaudit.intake.layout import lay_out
    from genderaudit.language import language
    from genderaudit.organisation import read_organisation
    from genderaudit.workbooks import intake_workbook
    from genderaudit.workspace import INTAKE_WORKBOOK

    folder = lay_out(
        arguments.workspace,
        arguments.organisation,
        kind=arguments.kind,
        code=arguments.language,
        name=arguments.name,
        round=arguments.round,
        levels=arguments.levels,
    )
    content = intake_workbook(read_organisation(folder), language(arguments.language))
    for round in (path for path in folder.iterdir() if path.is_dir()):
        write_atomically(round / f"{INTAKE_WORKBOOK}.xlsx", content)
    print(f"{folder}\nFill in organisation.yml and the workbook, then: genderaudit check {arguments.organisation}")
    return DONE


def form(arguments: argparse.Namespace) -> int:
    """Write something to fill in: the questionnaire, the intake workbook, the sheet of the document review."""
    from pathlib import Path

    from genderaudit.files import write_atomically
    from genderaudit.forms import answer_workbook, form_of, paper_form, xlsform
    from genderaudit.language import language
    from genderaudit.methodology import methodology
    from genderaudit.workbooks import intake_workbook, rating_sheet
    from genderaudit.workspace import INTAKE_WORKBOOK, Workspace

    workspace = Workspace.open(arguments.workspace)
    asked = form_of(workspace, arguments.organisation, arguments.round, short=arguments.short)
    texts = language(arguments.language or asked.organisation.languages[0])
    content: str | bytes
    match arguments.format:
        case "xlsform":
            name, content = "survey_xlsform.xlsx", xlsform(asked)
        case "xlsx":
            name, content = f"survey_{texts.code}.xlsx", answer_workbook(asked, texts)
        case "intake":
            name, content = f"{INTAKE_WORKBOOK}_{texts.code}.xlsx", intake_workbook(asked.organisation, texts)
        case "review":
            content = rating_sheet(methodology(), asked.organisation, texts)
            name = f"document_review_{texts.code}.xlsx"
        case _:
            name, content = f"survey_{texts.code}.html", paper_form(asked, texts)
    path = Path(arguments.output) if arguments.output else workspace.form(arguments.organisation, name)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise AuditError(f"The form cannot be written to {path}: {error.strerror}.") from None
    print(path)
    return DONE


def simulate(arguments: argparse.Namespace) -> int:
    """Write invented organisations of which the truth is known."""
    from genderaudit.simulation.simulate import Order
    from genderaudit.simulation.simulate import simulate as write
    from genderaudit.workspace import Workspace

    order = Order(arguments.seed, arguments.kind, arguments.scenario, arguments.size, arguments.language)
    for name in write(Workspace.made(arguments.workspace), arguments.organisations, order):
        print(name, flush=True)
    return DONE


def status(arguments: argparse.Namespace) -> int:
    """List how things stand."""
    from genderaudit.runner.status import STEPS
    from genderaudit.runner.status import status as rows_of
    from genderaudit.workspace import Workspace

    rows = rows_of(Workspace.open(arguments.workspace))
    lines = [["organisation", "round", "language", *STEPS]]
    lines += [[r.organisation, r.round or "-", r.language or "-", *r.steps.values()] for r in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    return DONE


def parser() -> argparse.ArgumentParser:
    """The command line: commands, options and what each is for; docs/commands.md is made from it."""
    parser = argparse.ArgumentParser(
        prog="genderaudit",
        description="Participatory gender audits: from an organisation's own lists to reports.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_run(commands)

    checks = commands.add_parser("check", help="read and check the data only; print every problem")
    _add_organisations(checks, "organisations to check (default: all)")
    checks.add_argument("--language", metavar="L", help="language of the messages (default: the organisation's)")
    checks.add_argument(
        "--suggest", action="store_true", help="propose lines for organisation.yml for unknown columns and codes"
    )
    checks.set_defaults(command=check)

    lays = commands.add_parser("new", help="lay out the folder of a new organisation")
    lays.add_argument("organisation", metavar="ORGANISATION", help="name of its folder: small letters, digits, - and _")
    kinds = "trade_union, cooperative, mutual, ngo, public_body or enterprise"
    lays.add_argument("--kind", required=True, metavar="KIND", help=kinds)
    lays.add_argument("--language", required=True, metavar="L", help="language of the organisation, en for example")
    lays.add_argument("--name", help="its name as reports show it (default: ORGANISATION)")
    lays.add_argument("--round", metavar="R", help="name of the first round (default: this year)")
    lays.add_argument("--levels", nargs="+", default=[], metavar="LEVEL", help="staff levels, from top to bottom")
    _add_workspace(lays)
    lays.set_defaults(command=new)

    forms = commands.add_parser("form", help="write a form to fill in: questionnaire, intake workbook, document review")
    forms.add_argument("organisation", metavar="ORGANISATION", help="whose levels, units and branches are asked for")
    forms.add_argument(
        "--format",
        required=True,
        choices=("xlsform", "xlsx", "html", "intake", "review"),
        help="questionnaire: xlsform for KoboToolbox and ODK, html for paper (A4), xlsx to type paper answers into; "
        "intake: the workbook for all lists; review: a further reviewer's sheet of the document review",
    )
    forms.add_argument("--short", action="store_true", help="the short form: two statements for each of seven areas")
    forms.add_argument("--round", metavar="R", help="round whose lists name units and branches (default: the newest)")
    forms.add_argument("--language", metavar="L", help="language of the form, not of xlsform (default: the first)")
    forms.add_argument("--output", metavar="FILE", help="file to write (default: in outputs/ORGANISATION/forms)")
    _add_workspace(forms)
    forms.set_defaults(command=form)

    _add_simulate(commands)

    states = commands.add_parser("status", help="list organisations, rounds and phases: done, stale, failed, missing")
    _add_workspace(states)
    states.set_defaults(command=status)
    return parser


def _print_suggestions(folder: Path, about: Organisation, speaks: Language, organisation: str, round: str) -> None:
    from genderaudit.intake.suggestions import suggest

    proposed = suggest(folder, about, speaks)
    if proposed:
        print(speaks.text("suggest.title", organisation=organisation, round=round))
    print(proposed or _indented(speaks.text("suggest.nothing")))


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    runs = commands.add_parser(
        "run",
        help="audit organisations: all phases, with their reports",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_organisations(runs, "organisations to audit")
    runs.add_argument("--all", action="store_true", help="audit all organisations of the workspace")
    runs.add_argument(
        "--language",
        action="extend",
        nargs="+",
        default=[],
        metavar="L",
        help="languages of the reports (default: those of organisation.yml)",
    )
    runs.add_argument("--jobs", type=_positive, metavar="N", help="organisations at a time (default: what fits)")
    runs.add_argument(
        "--changed", action="store_true", help="as --all, and print only what was not up to date; for cron and CI"
    )
    runs.add_argument(
        "--scheduler", metavar="ADDRESS", help="do the work on a Dask cluster, tcp://192.0.2.1:8786 for example"
    )
    runs.add_argument(
        "--timeout", type=_positive, default=600, metavar="S", help="seconds that a notebook may take (default: 600)"
    )
    runs.add_argument(
        "--memory", type=_positive, default=4096, metavar="MB", help="memory that a notebook may take (default: 4096)"
    )
    runs.add_argument("--force", action="store_true", help="do again what is up to date")
    runs.add_argument(
        "--replace-edition",
        action="store_true",
        help="forget what earlier reports have shown: nobody has received them",
    )
    runs.add_argument(
        "--parameter",
        action="extend",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="value of a notebook's parameter, confidence_level=0.9 for example",
    )
    runs.set_defaults(command=run)


def _add_simulate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    makes = commands.add_parser("simulate", help="write invented organisations of which the truth is known")
    makes.add_argument("--organisations", type=_positive, default=1, metavar="N", help="how many (default: 1)")
    makes.add_argument("--seed", type=int, required=True, metavar="S", help="the same seed gives the same files")
    makes.add_argument(
        "--scenario",
        action="extend",
        nargs="+",
        default=[],
        metavar="NAME",
        help="what is planted, glass_ceiling for example (default: one drawn for each; docs/simulation.md lists them)",
    )
    makes.add_argument(
        "--kind", action="extend", nargs="+", default=[], metavar="KIND", help="kinds to draw from (default: all six)"
    )
    makes.add_argument(
        "--size", default="medium", metavar="SIZE", help="people: small, medium, large or a number (default: medium)"
    )
    makes.add_argument(
        "--language",
        action="extend",
        nargs="+",
        default=[],
        metavar="L",
        help="languages to draw from (default: en fr)",
    )
    _add_workspace(makes)
    makes.set_defaults(command=simulate)


def _add_organisations(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("organisations", nargs="*", metavar="ORGANISATION", help=text)
    parser.add_argument("--round", metavar="R", help="only this round (default: all rounds, oldest first)")
    _add_workspace(parser)


def _add_workspace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workspace",
        default="",
        metavar="DIR",
        help="folder with data and outputs (default: the suite's own)",
    )


class _Version(argparse.Action):
    """Prints the version; reading it takes time that the help does not have."""

    def __init__(self, option_strings: list[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"genderaudit {version('genderaudit')}")
        parser.exit()


def _do(workspace: Workspace, tasks: Sequence[Task], arguments: argparse.Namespace) -> int:
    """Run tasks, print a line a round and language, write log and index, sum up."""
    from tqdm import tqdm

    from genderaudit.runner import run as run_tasks
    from genderaudit.runner.lock import log
    from genderaudit.runner.pool import skip_slow_import
    from genderaudit.runner.status import status as rows_of
    from genderaudit.runner.status import write_index

    skip_slow_import()
    started = time.monotonic()
    failed, changed = 0, not workspace.index().is_file()
    log(workspace, "begin", organisations=len(tasks))
    with tqdm(total=len(tasks), unit="organisation", leave=False, disable=not sys.stderr.isatty()) as bar:
        for _, outcomes in run_tasks(tasks, **_how(arguments)):
            failed += any(outcome.state == "failed" for outcome in outcomes)
            for outcome in outcomes:
                if outcome.state == "current" and arguments.changed:
                    continue
                bar.write(_line(outcome))
                log(workspace, "outcome", **_logged(outcome))
            changed |= any(outcome.state != "current" for outcome in outcomes)
            bar.update()
            sys.stdout.flush()
    if changed:
        write_index(workspace, rows_of(workspace))
    seconds = time.monotonic() - started
    log(workspace, "end", done=len(tasks) - failed, failed=failed, seconds=round(seconds, 1))
    done = f"{len(tasks) - failed} done, {failed} failed ({seconds:.0f} s)"
    print(f"{_count(len(tasks), 'organisation')}: {done}. Reports: {workspace.index()}")
    return FAILED if failed else DONE


def _how(arguments: argparse.Namespace) -> dict[str, Any]:
    """What ``runner.run`` is given beside the tasks."""
    if not arguments.scheduler:
        return {"jobs": arguments.jobs}
    from genderaudit.runner.cluster import cluster

    jobs, open_executor = cluster(arguments.scheduler)
    return {"jobs": arguments.jobs or jobs, "open_executor": open_executor}


def _logged(outcome: Outcome) -> dict[str, Any]:
    logged: dict[str, Any] = {
        name: getattr(outcome, name) for name in ("organisation", "round", "language", "state", "phases")
    }
    logged["seconds"] = round(outcome.seconds, 1)
    if outcome.failure:
        logged["failure"] = outcome.failure.model_dump()
    return logged


def _line(outcome: Outcome) -> str:
    where = " ".join(part for part in (outcome.organisation, outcome.round, outcome.language) if part)
    if outcome.state == "current":
        return f"{where}: up to date"
    if outcome.failure is None:
        return f"{where}: done ({_count(outcome.phases, 'phase')}, {outcome.seconds:.0f} s)"
    failure = outcome.failure
    cell = f", cell {failure.cell}" if failure.cell else ""
    message = f"\n{_indented(failure.message)}" if failure.message else ""
    return f"{where}: failed in {failure.phase}{cell}: {failure.error}{message}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
