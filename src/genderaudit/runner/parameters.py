"""Parameters of a notebook, read from its cell tagged ``parameters``.

papermill's own inspection drops what it does not understand and only warns of unknown names
(``papermill.inspect_notebook``); here the cell is parsed as Python, and any other line is an error.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from genderaudit.foundations.errors import AuditError, known_names, text
from genderaudit.methodology.method import methodology
from genderaudit.methodology.settings import check_known, shares_of
from genderaudit.runner.copies import STANDARD

Value = str | int | float | bool


def parameters_of(notebook: Path) -> dict[str, Value]:
    """Return names and defaults of the parameters of ``notebook``, in order."""
    name = f"{notebook.parent.name}/{notebook.name}"  # tells the suite's notebook from a user's copy
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except FileNotFoundError:
        raise AuditError("notebook_missing", notebook=notebook.name, folder=notebook.parent.name) from None
    except (ValueError, KeyError, TypeError):
        raise AuditError("notebook_unreadable", notebook=name) from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise AuditError("notebook_without_parameters", notebook=name)
    defaults = dict(_defaults(name, "".join(tagged[0]["source"])))
    missing = [one for one in STANDARD if one not in defaults]
    if missing:
        raise AuditError("notebook_lacks", notebook=name, number=len(missing), names=", ".join(missing))
    return defaults


def parse_values(lines: Iterable[str], notebooks: Mapping[str, Mapping[str, Value]]) -> dict[str, Value]:
    """Return the values of ``NAME=VALUE`` lines, converted to the type of the notebooks' defaults.

    ``notebooks``: the parameters of each. Raises ``AuditError`` for an unknown name, a value of another type, or one
    that the setting cannot have.
    """
    values: dict[str, Value] = {}
    for line in lines:
        name, equals, value_text = line.partition("=")
        if not equals:
            raise AuditError("parameter_form", given=line)
        if name in STANDARD:
            raise AuditError("parameter_own_place", name=name)
        if name in values:
            raise AuditError("parameter_twice", name=name)
        defaults = [parameters[name] for parameters in notebooks.values() if name in parameters]
        if not defaults:
            known = sorted({n for parameters in notebooks.values() for n in parameters} - set(STANDARD))
            raise AuditError("no_parameter", name=name, near=known_names(name, known))
        for default in defaults:
            values[name] = _parse_value(name, value_text, default)
            check_known(name, values[name])
            if name == "targets":
                methodology().check_targets(shares_of(str(values[name])))
    return values


def _defaults(notebook: str, source: str) -> Iterable[tuple[str, Value]]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        raise AuditError("parameters_not_python", notebook=notebook) from None
    for statement in statements:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=node)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as node)
            ):
                yield name, _literal_value(notebook, name, node)
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case _:
                line = statement.lineno
                raise AuditError("parameters_line", notebook=notebook, line=line)


def _literal_value(notebook: str, name: str, node: ast.expr) -> Value:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = None
    if isinstance(value, str | int | float | bool):
        return value
    raise AuditError("parameter_default", name=name, notebook=notebook)


def _parse_value(name: str, value_text: str, default: Value) -> Value:
    match default:
        case bool():
            if value_text.lower() in ("true", "false"):
                return value_text.lower() == "true"
            raise AuditError("parameter_value", name=name, wanted=text("wanted.truth"), example="true")
        case str():
            return value_text
        case _:
            kind = type(default)
            try:
                value = kind(value_text)
            except ValueError:
                value = None
            if value is None or not math.isfinite(value):
                wanted = text(f"wanted.{kind.__name__}")
                raise AuditError("parameter_value", name=name, wanted=wanted, example=default)
            return value
