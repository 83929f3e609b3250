"""Check the notebooks against the method: figures that no notebook reports, and unknown names in cells."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genderaudit import measures
from genderaudit.conclusions.core import MADE
from genderaudit.conclusions.documents import INDICATOR
from genderaudit.foundations.errors import HasSentence, Text, Words, known_names, text
from genderaudit.foundations.faults import Fault
from genderaudit.foundations.workspace import PHASES
from genderaudit.intake import TABLES
from genderaudit.intake.contract import LISTS_OF_PEOPLE, PRIVATE
from genderaudit.methodology.method import Methodology

COLUMNS = tuple(dict.fromkeys(column.name for table in TABLES.values() for column in table.columns))
"""The columns of all lists."""
_MAGIC = re.compile(r"^\s*[%!]", re.M)


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault in a cell of a notebook."""

    file: str
    cell: int
    rule: str
    values: Mapping[str, Any]

    def sentence(self, language: Words) -> str:
        """Return the fault as a sentence in a language."""
        sentence = Text(f"faults.{self.rule}", tuple(self.values.items())).sentence(language)
        return language.text("fault_places.of_cell", file=self.file, cell=self.cell, said=sentence)


def faults_of_notebooks(method: Methodology, notebooks: Mapping[str, Path]) -> Iterator[HasSentence]:
    """Yield figures that no notebook reports, and unknown figures and measures in the notebooks of the phases."""
    reported, unreadable = {INDICATOR, *MADE}, False
    yield from faults_of_observable(method, notebooks)
    for path in (notebooks[phase] for phase in PHASES):
        own_indicators = set[str]()
        try:
            cells = _cells(path)
        except (ValueError, KeyError, TypeError):  # no notebook at all
            yield Fault(path.name, 1, "notebook_unreadable")
            unreadable = True
            continue
        for cell, source in cells:
            try:
                ast.parse(source)
            except SyntaxError as error:
                if not _MAGIC.search(source):
                    yield CellFault(path.name, cell, "cell_syntax", {"line": error.lineno or 1})
                    unreadable = True
        for cell, call in _calls(path):
            yield from _of_conditions(path, cell, call)
            name, argument = _called(call)
            if name == "own_indicator":
                own_indicators.add(argument)
            elif name == "report" and argument:
                reported.add(argument)
                if argument not in method.indicators and argument not in own_indicators:
                    yield from _unknown(path, cell, method, argument)
            elif name.startswith("measures.") and name.removeprefix("measures.") not in measures.__all__:
                measure = name.removeprefix("measures.")
                text_values = {"what": text("method_check.kinds.measure"), "name": measure}
                near = known_names(measure, measures.__all__)
                yield CellFault(path.name, cell, "no_such", {**text_values, "near": near})
    for name in method.indicators if not unreadable else ():  # in what cannot be read it may be reported
        if name not in reported:
            yield method.read["indicators.yml"].fault("without_place", "indicators", name, name=name)


def _unknown(path: Path, cell: int, method: Methodology, name: str) -> Iterator[HasSentence]:
    known = method.names("indicator")
    if known is not None and name not in known:
        text_values = {"what": text("method_check.kinds.indicator"), "name": name, "near": known_names(name, known)}
        yield CellFault(path.name, cell, "no_such", text_values)


def _of_conditions(path: Path, cell: int, call: ast.Call) -> Iterator[HasSentence]:
    """Yield columns of ``where`` that no list has."""
    for given in (keyword.value for keyword in call.keywords if keyword.arg == "where"):
        for part in given.keys if isinstance(given, ast.Dict) else [given]:
            column = part.value if isinstance(part, ast.Constant) else None
            if isinstance(column, str) and column not in COLUMNS:
                text_values = {
                    "what": text("method_check.kinds.column"),
                    "name": column,
                    "near": known_names(column, COLUMNS),
                }
                yield CellFault(path.name, cell, "no_such", text_values)


def faults_of_observable(method: Methodology, notebooks: Mapping[str, Path]) -> Iterator[CellFault]:
    """Yield a workspace's indicators that are declared observable, and reported by a column that is not.

    The gate judges no observable figures: without this a release would print what one person has.
    """
    read = method.read["indicators.yml"]
    for path in (notebooks[phase] for phase in PHASES):
        for cell, call in _calls(path):
            name, argument = _called(call)
            one = method.indicators.get(argument) if name == "report" else None
            if one is None or one.protection != "observable" or one.table not in LISTS_OF_PEOPLE:
                continue
            if read.fault("", "indicators", one.id).file == read.layered.own_file:
                for column in sorted(_columns_by_which(call) & PRIVATE):
                    yield CellFault(path.name, cell, "observable_of_private", {"name": one.id, "column": column})


def _columns_by_which(report: ast.Call) -> set[str]:
    """Return the columns that calls inside this one break rows down by, or choose rows by (``by``, ``where``)."""
    calls = [node for node in ast.walk(report) if isinstance(node, ast.Call)]
    given = [keyword.value for call in calls for keyword in call.keywords if keyword.arg in ("by", "where")]
    given += [argument for call in calls if _called(call)[0] == "grouped" for argument in call.args[1:]]
    constants = (node.value for one in given for node in ast.walk(one) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def _cells(path: Path) -> list[tuple[int, str]]:
    """Return number and source of each cell of code; raises ``ValueError`` or ``KeyError`` if it is no notebook."""
    cells = enumerate(json.loads(path.read_bytes())["cells"], start=1)
    return [(number, "".join(cell["source"])) for number, cell in cells if cell["cell_type"] == "code"]


def _calls(path: Path) -> Iterator[tuple[int, ast.Call]]:
    """Yield the calls in a notebook with the number of their cell; what cannot be read has none."""
    with suppress(ValueError, KeyError, TypeError):
        for number, source in _cells(path):
            with suppress(SyntaxError):
                yield from ((number, node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> tuple[str, str]:
    """Return the name called (``measures.NAME`` for a measure) and the first argument if it is a string, else ""."""
    if not isinstance(call.func, ast.Attribute):
        return "", ""
    first = call.args[0] if call.args else None
    argument = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    owner = call.func.value
    of_measures = isinstance(owner, ast.Name) and owner.id == "measures"
    of_measures |= isinstance(owner, ast.Attribute) and owner.attr == "measures"
    return f"measures.{call.func.attr}" if of_measures else call.func.attr, argument
