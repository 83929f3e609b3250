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

from genderaudit.foundations.errors import AuditError, known_names, text
from genderaudit.methodology.models import methodology
from genderaudit.methodology.settings import check_known, shares_of
from genderaudit.runner.copies import STANDARD

Value = str | int | float | bool


def parameters_of(notebook: Path) -> dict[str, Value]:
    """Names and defaults of the parameters of ``notebook``, in order."""
    name = f"{notebook.parent.name}/{notebook.name}"  # the suite's, or somebody's copy
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except FileNotFoundError:
        raise AuditError("notebook_missing", notebook=notebook.name, folder=notebook.parent.name) from None
    except (ValueError, KeyError, TypeError):
        raise AuditError("notebook_unreadable", notebook=name) from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise AuditError("notebook_without_parameters", notebook=name)
    defaults = dict(_lines(name, "".join(tagged[0]["source"])))
    missing = [one for one in STANDARD if one not in defaults]
    if missing:
        raise AuditError("notebook_lacks", notebook=name, number=len(missing), names=", ".join(missing))
    return defaults


def checked(given: Iterable[str], notebooks: Mapping[str, Mapping[str, Value]]) -> dict[str, Value]:
    """The values of ``NAME=VALUE`` lines, as the type of the notebooks' defaults.

    ``notebooks`` are the parameters of each. An unknown name, a value of another type, and one that the setting
    cannot have, is an error.
    """
    values: dict[str, Value] = {}
    for line in given:
        name, equals, written = line.partition("=")
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
            values[name] = _parsed(name, written, default)
            check_known(name, values[name])
            if name == "targets":
                methodology().check_targets(shares_of(str(values[name])))
    return values


def _lines(notebook: str, source: str) -> Iterable[tuple[str, Value]]:
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
                yield name, _literal(notebook, name, node)
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case _:
                line = statement.lineno
                raise AuditError("parameters_line", notebook=notebook, line=line)


def _literal(notebook: str, name: str, node: ast.expr) -> Value:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = None
    if isinstance(value, str | int | float | bool):
        return value
    raise AuditError("parameter_default", name=name, notebook=notebook)


def _parsed(name: str, written: str, default: Value) -> Value:
    match default:
        case bool():
            if written.lower() in ("true", "false"):
                return written.lower() == "true"
            raise AuditError("parameter_value", name=name, wanted=text("wanted.truth"), example="true")
        case str():
            return written
        case _:
            kind = type(default)
            try:
                value = kind(written)
            except ValueError:
                value = None
            if value is None or not math.isfinite(value):
                wanted = text(f"wanted.{kind.__name__}")
                raise AuditError("parameter_value", name=name, wanted=wanted, example=default)
            return value
