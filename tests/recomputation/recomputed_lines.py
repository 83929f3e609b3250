"""Shares of women whose notebook line says all of it: which list, grouped by what, of which rows.

An indicator that the method adds by such a line needs no code to be recomputed: the line is read as text, and the rows
are chosen from the raw list.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from raw_lists import SPOKEN, Lists
from recomputed_figure import Figure, Group, share, within

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LISTS = ("staff", "members", "services")
"""Names in the notebooks of lists that are taken as they are."""


def by_their_lines() -> dict[str, Callable[[Lists, Group], Figure]]:
    """Indicator → its figure, of every line ``audit.report("…", measures.share_of_women(staff, …))``."""
    return {name: _share(table, where) for name, table, where in _lines()}


def _lines() -> Iterator[tuple[str, str, Any]]:
    for path in sorted(NOTEBOOKS.glob("[0-9]_*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
            for node in ast.walk(ast.parse(source)):
                match node:
                    case ast.Call(
                        func=ast.Attribute(attr="report"),
                        args=[
                            ast.Constant(value=str(name)),
                            ast.Call(
                                func=ast.Attribute(attr="share_of_women"), args=[ast.Name(id=table)], keywords=more
                            ),
                        ],
                    ) if table in LISTS:
                        where = next((one.value for one in more if one.arg == "where"), ast.Constant(None))
                        yield name, table, ast.literal_eval(where)


def _share(table: str, where: Any) -> Callable[[Lists, Group], Figure]:
    def figure(lists: Lists, group: Group) -> Figure:
        rows = lists.staff if table == "staff" else lists.table(table)
        return share(within(rows[_chosen(rows, where)], group))

    return figure


def _chosen(rows: pd.DataFrame, where: Any) -> pd.Series:
    """The rows with a yes in a column, or with the given codes."""
    if where is None:
        return pd.Series(True, rows.index)
    if isinstance(where, str):
        return rows[where].map(lambda cell: SPOKEN.get(str(cell)) is True)
    fits = [rows[column].isin([codes] if isinstance(codes, str) else codes) for column, codes in where.items()]
    return pd.concat(fits, axis=1).all(axis=1)
