"""A notebook's parameters, read from its own cell tagged ``parameters``.

papermill's inspection drops what it does not understand and only warns of unknown names
(``papermill.inspect_notebook``); here the cell is parsed as Python, and a line that is not plain is an error.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from genderaudit.errors import AuditError, known_names
from genderaudit.lab.copies import STANDARD
from genderaudit.methodology import methodology
from genderaudit.settings import check_known, shares_of

Value = str | int | float | bool


def parameters_of(notebook: Path) -> dict[str, Value]:
    """Names and defaults of the parameters of ``notebook``, in order."""
    name = f"{notebook.parent.name}/{notebook.name}"  # the suite's, or somebody's copy
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except FileNotFoundError:
        raise AuditError(f"The notebook {notebook.name} is missing in {notebook.parent.name}.") from None
    except (ValueError, KeyError, TypeError):
        raise AuditError(f"{name} is not a notebook that can be read.") from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise AuditError(f"{name} must have exactly one cell tagged 'parameters'.")
    defaults = dict(_lines(name, "".join(tagged[0]["source"])))
    missing = [one for one in STANDARD if one not in defaults]
    if missing:
        raise AuditError(f"{name} lacks the parameters {', '.join(missing)}. Add them to its cell.")
    return defaults


def checked(given: Iterable[str], notebooks: Mapping[str, Mapping[str, Value]]) -> dict[str, Value]:
    """The values of ``NAME=VALUE`` lines, as the type of the notebooks' defaults.

    ``notebooks`` are the parameters of each. An unknown name, a value of another type, and one that the setting
    cannot have, is an error.
    """
    values: dict[str, Value] = {}
    for line in given:
        name, equals, text = line.partition("=")
        if not equals:
            raise AuditError(f"--parameter {line}: write it as NAME=VALUE, for example confidence_level=0.9.")
        if name in STANDARD:
            raise AuditError(f"--parameter {name}: this one has its own place on the command line.")
        if name in values:
            raise AuditError(f"--parameter {name} is given twice.")
        defaults = [parameters[name] for parameters in notebooks.values() if name in parameters]
        if not defaults:
            known = sorted({n for parameters in notebooks.values() for n in parameters} - set(STANDARD))
            raise AuditError(f"No notebook has a parameter {name}. {known_names(name, known)}")
        for default in defaults:
            values[name] = _parsed(name, text, default)
            check_known(name, values[name])
            if name == "targets":
                methodology().check_targets(shares_of(str(values[name])))
    return values


def _lines(notebook: str, source: str) -> Iterable[tuple[str, Value]]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        raise AuditError(f"The parameters of {notebook} are not valid Python.") from None
    for statement in statements:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=node)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as node)
            ):
                yield name, _literal(notebook, name, node)
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case _:
                line = statement.lineno
                raise AuditError(f"The parameters of {notebook}, line {line}: write only lines NAME = VALUE.")


def _literal(notebook: str, name: str, node: ast.expr) -> Value:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = None
    if isinstance(value, str | int | float | bool):
        return value
    raise AuditError(f"The parameter {name} of {notebook} needs a text, a number, True or False as its default.")


def _parsed(name: str, text: str, default: Value) -> Value:
    match default:
        case bool():
            if text.lower() in ("true", "false"):
                return text.lower() == "true"
            raise AuditError(f"--parameter {name}: write true or false.")
        case str():
            return text
        case _:
            kind = type(default)
            try:
                value = kind(text)
            except ValueError:
                value = None
            if value is None or not math.isfinite(value):
                wanted = "a whole number" if kind is int else "a number with a decimal point"
                raise AuditError(f"--parameter {name}: {wanted} is needed, for example {default}.")
            return value
