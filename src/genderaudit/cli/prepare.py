"""The commands that make organisations to try the suite with: the samples, and invented ones."""

from __future__ import annotations

import argparse

from genderaudit.cli.options import DONE, HERE, Commands, add_workspace, positive


def add_samples(commands: Commands) -> None:
    """``genderaudit samples``."""
    lays = commands.add_parser("samples", help="lay out the three sample organisations, which are invented")
    lays.add_argument("folder", nargs="?", default="", metavar="DIR", help="workspace to lay them out in" + HERE)
    lays.set_defaults(command=samples)


def samples(arguments: argparse.Namespace) -> int:
    """Lay out the sample organisations; what is there stays."""
    from genderaudit.simulation.samples import lay_out_samples
    from genderaudit.workspace import Workspace

    workspace = Workspace.made(arguments.folder)
    for path, new in lay_out_samples(workspace):
        print(path if new else f"{path} is there already and stays as it is")
    where = f' --workspace "{arguments.folder}"' if arguments.folder else ""
    print(f"Then: genderaudit run --all{where}")
    return DONE


def add_simulate(commands: Commands) -> None:
    """``genderaudit simulate``."""
    makes = commands.add_parser("simulate", help="write invented organisations of which the truth is known")
    makes.add_argument("--organisations", type=positive, default=1, metavar="N", help="how many (default: 1)")
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
    add_workspace(makes)
    makes.set_defaults(command=simulate)


def simulate(arguments: argparse.Namespace) -> int:
    """Write invented organisations of which the truth is known."""
    from genderaudit.simulation.simulate import Order
    from genderaudit.simulation.simulate import simulate as write
    from genderaudit.workspace import Workspace

    order = Order(arguments.seed, arguments.kind, arguments.scenario, arguments.size, arguments.language)
    for name in write(Workspace.made(arguments.workspace), arguments.organisations, order):
        print(name, flush=True)
    return DONE
