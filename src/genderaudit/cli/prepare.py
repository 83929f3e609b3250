"""Commands that create organisations for trying the suite: samples and simulated ones."""

from __future__ import annotations

import argparse

from genderaudit.cli.options import DONE, Commands, add_workspace, positive
from genderaudit.foundations.errors import error_language


def add_samples(commands: Commands) -> None:
    """Add ``genderaudit samples``."""
    lays = commands.add_parser("samples")
    lays.add_argument("folder", nargs="?", default="", metavar="DIR")
    lays.set_defaults(command=samples)


def samples(arguments: argparse.Namespace) -> int:
    """Create the sample organisations; existing files are kept."""
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.simulation.samples import lay_out_samples

    workspace, words = Workspace.made(arguments.folder), language(error_language())
    for path, new in lay_out_samples(workspace):
        print(path if new else words.text("printed.sample_there", path=path))
    where = f' --workspace "{arguments.folder}"' if arguments.folder else ""
    print(words.text("printed.then", command=f"genderaudit run --all{where}"))
    return DONE


def add_simulate(commands: Commands) -> None:
    """Add ``genderaudit simulate``."""
    makes = commands.add_parser("simulate")
    makes.add_argument("--organisations", type=positive, default=1, metavar="N")
    makes.add_argument("--seed", type=int, required=True, metavar="S")
    makes.add_argument("--scenario", action="extend", nargs="+", default=[], metavar="NAME")
    makes.add_argument("--kind", action="extend", nargs="+", default=[], metavar="KIND")
    makes.add_argument("--size", default="medium", metavar="SIZE")
    makes.add_argument("--language", action="extend", nargs="+", default=[], metavar="L")
    add_workspace(makes)
    makes.set_defaults(command=simulate)


def simulate(arguments: argparse.Namespace) -> int:
    """Write simulated organisations with known true values."""
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.simulation.simulate import SimulationOrder
    from genderaudit.simulation.simulate import simulate as write

    order = SimulationOrder(arguments.seed, arguments.kind, arguments.scenario, arguments.size, arguments.language)
    for name in write(Workspace.made(arguments.workspace), arguments.organisations, order):
        print(name, flush=True)
    return DONE
