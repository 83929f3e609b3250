"""Every option that ``docs/commands.md`` lists reaches the function that does what the page says."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import inspect
import operator
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from examples import MINIMAL, Builder

from genderaudit.cli import main, parser
from genderaudit.foundations.files import temporary_folder

PLAN, RUN, FREEZE = "genderaudit.runner:plan", "genderaudit.runner:run", "genderaudit.runner.releasing:release"
CHOSEN, LAID = "genderaudit.runner.planning:chosen", "genderaudit.intake.round.layout:lay_out"
FORM, MONITORED = "genderaudit.forms:form_of", "genderaudit.conclusions.monitoring:monitor"
READ, CELLS = "genderaudit.intake:read_round", "genderaudit.audit.sampling:cells_of"
SIMULATED, MADE = "genderaudit.simulation.simulate:simulate", "genderaudit.runner.synthesis:make_synthesis"
NEW, TO_SIMULATE = "new union --kind trade_union --language fr", "simulate --seed 1"

# Command and option: the command line, the function that is called, its argument, what it is then.
REACHES: dict[str, tuple[str, str, str, Any]] = {
    "run --round": ("run example --round 2024", PLAN, "round", "2024"),
    "run --language": ("run example --language fr en", PLAN, "in_languages", ["fr", "en"]),
    "run --force": ("run example --force", PLAN, "force", True),
    "run --timeout": ("run example --timeout 30", PLAN, "seconds", 30),
    "run --memory": ("run example --memory 512", PLAN, "memory", 512),
    "run --parameter": ("run example --parameter flow_years=5", PLAN, "given_parameters", ["flow_years=5"]),
    "run --jobs": ("run example --jobs 3", RUN, "jobs", 3),
    "run --scheduler": ("run example --scheduler tcp://192.0.2.1:8786", RUN, "open_executor", temporary_folder),
    "run --because": ("run example --round 2025 --release --because Mended", FREEZE, "order.because", "Mended"),
    "check --round": ("check example --round 2024", CHOSEN, "round", "2024"),
    "new --name": (f"{NEW} --name Fraternité", LAID, "name", "Fraternité"),
    "new --round": (f"{NEW} --round 2031", LAID, "round", "2031"),
    "new --levels": (f"{NEW} --levels Cadre Agent", LAID, "levels", ["Cadre", "Agent"]),
    "form --round": ("form example --format html --round 2024", FORM, "round", "2024"),
    "form --short": ("form example --format html --short", FORM, "short", True),
    "sample --round": ("sample example --size 3 --round 2024", READ, "round", "2024"),
    "sample --list": ("sample example --size 3 --list staff", READ, "only", ("staff",)),
    "sample --by": ("sample example --size 3 --by unit", CELLS, "column", "unit"),
    "sample --size": ("sample example --size 3", CELLS, "size", 3),
    "sample --margin": ("sample example --margin 5", CELLS, "margin", 0.05),
    "simulate --seed": ("simulate --seed 7", SIMULATED, "order.seed", 7),
    "simulate --organisations": (f"{TO_SIMULATE} --organisations 2", SIMULATED, "organisations", 2),
    "simulate --scenario": (f"{TO_SIMULATE} --scenario none", SIMULATED, "order.scenarios", ("none",)),
    "simulate --kind": (f"{TO_SIMULATE} --kind ngo mutual", SIMULATED, "order.kinds", ["ngo", "mutual"]),
    "simulate --size": (f"{TO_SIMULATE} --size small", SIMULATED, "order.size", "small"),
    "simulate --language": (f"{TO_SIMULATE} --language fr", SIMULATED, "order.languages", ["fr"]),
    "release --validation": ("release example 2025 --validation", FREEZE, "order.reader", "validation"),
    "release --public": ("release example 2025 --public", FREEZE, "order.reader", "public"),
    "release --to": ("release example 2025 --to Bureau", FREEZE, "order.receiver", "Bureau"),
    "release --because": ("release example 2025 --because Mended", FREEZE, "order.because", "Mended"),
    "follow-up --on": ("follow-up example --on 2025-03-01", MONITORED, "day", dt.date(2025, 3, 1)),
    "synthesis --period": ("synthesis --period 2023-2025", MADE, "period", "2023-2025"),
    "synthesis --language": ("synthesis --language fr", MADE, "code", "fr"),
    "synthesis --release": ("synthesis --release", MADE, "release", True),
}  # fmt: skip
# What the command itself does with the option: tests of the command look at what is printed and written.
SEEN = {
    "run --all", "run --changed", "run --release",  # test_cli.py, test_resume.py
    "check --language", "check --suggest", "check --apply", "check --method",
    "new --kind", "new --language", "form --format", "form --output", "attack --leave-out", "attack --language",
    "form --language", "sample --language", "follow-up --language",  # below
}  # fmt: skip


class ReachedError(Exception):
    """The function was called; nothing more is done."""


@pytest.fixture
def reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], Any]:
    """What an argument of a function is where the command line calls it, in a workspace of two rounds."""
    staff = {"staff.csv": "sex,level,unit\n" + "F,Cadre,Nord\nM,Agent,Sud\n" * 6}
    round = Builder(tmp_path).organisation(staff, f"{MINIMAL}levels: [Cadre, Agent]\n")
    (round.parent / "2024").mkdir()
    (round.parent / "2024" / "staff.csv").write_text(staff["staff.csv"], "utf-8")

    def argument(line: str, called: str, name: str) -> Any:
        module, _, function = called.partition(":")
        signature = inspect.signature(getattr(importlib.import_module(module), function))

        def spy(*given: Any, **named: Any) -> None:
            bound = signature.bind(*given, **named)
            bound.apply_defaults()
            raise ReachedError(operator.attrgetter(name)(SimpleNamespace(**bound.arguments)))

        if called == FREEZE:
            monkeypatch.setattr("genderaudit.runner.run", lambda tasks, **_: ((task, []) for task in tasks))
        monkeypatch.setattr("genderaudit.runner.cluster.cluster", lambda address: (1, temporary_folder))
        monkeypatch.setattr(f"{module}.{function}", spy)
        with pytest.raises(ReachedError) as caught:
            main([*line.split(), "--workspace", str(tmp_path)])
        return caught.value.args[0]

    return argument


@pytest.mark.parametrize("option", REACHES)
def test_an_option_reaches_the_function_that_uses_it(reached: Callable[[str, str, str], Any], option: str) -> None:
    line, called, name, expected = REACHES[option]
    assert reached(line, called, name) == expected


@pytest.mark.parametrize(
    ("line", "french"),
    [
        ("form example --format html", "survey_fr.html"),
        ("sample example --size 6", "6 personnes à interroger"),
        ("follow-up example", "_fr.html"),
    ],
)
def test_a_command_speaks_the_language_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, french: str
) -> None:
    actions = "recommendation,decision,round\nquota_for_bodies,accept,2025\n"
    Builder(tmp_path).organisation({"staff.csv": "sex\n" + "F\nM\n" * 6, "actions.csv": actions})
    main([*line.split(), "--language", "fr", "--workspace", str(tmp_path)])
    assert french in capsys.readouterr().out


def test_every_option_of_every_command_is_held() -> None:
    """One that is new needs a line in ``REACHES``, or a test of its command and its name in ``SEEN``."""
    (commands,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    options = {
        f"{name} {option}"
        for name, command in commands.choices.items()
        for action in command._actions
        for option in action.option_strings
    }
    common = {one for one in options if one.endswith((" -h", " --help", " --workspace"))}
    assert REACHES.keys() | SEEN == options - common
