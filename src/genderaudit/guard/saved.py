"""Removal of unprotected output from a notebook that is saved or exported, with a note of its number.

Kept are protected displays (sections of a report, tables of findings, charts that the suite has
drawn from them), and of these only their HTML; and all output that can only be of invented organisations
(``origin``). All other output (a data frame, printed text, a trace with people's values, a picture, a form) stays on
the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import holds_audits
from genderaudit.guard.origin import INVENTED, KEPT, MARK

SECTION = frozenset(("heading", "anchor", "level"))
"""Keys in the metadata of a protected display."""
NOT_KEPT = "not_kept"
FORM = "application/vnd.jupyter.widget-view+json"
"""MIME type of a form's display; its values are in the notebook's metadata, and are not kept."""
FRAME = 'class="dataframe"'
"""HTML that pandas writes for a table of rows; no section contains it."""


def is_guarded(notebook: Mapping[str, Any], path: Path) -> bool:
    """Return true if the notebook at ``path`` belongs to an audit: it is in a workspace, or names the suite."""
    return holds_audits(path) or any(
        MARK in _text(cell.get("source")) or any(_marks(output) for output in cell.get("outputs") or ())
        for cell in _cells(notebook)
    )


def keep_protected(notebook: Mapping[str, Any]) -> int:
    """Remove everything from ``notebook`` that may not be kept; return the number of outputs removed.

    Raises ``AuditError`` for a notebook of an unknown format.
    """
    total = 0
    for cell in _cells(notebook):
        if cell.get("cell_type") != "code":
            continue
        outputs = list(cell.get("outputs") or ())
        stand_ins = [one for one in outputs if _is_stand_in(one)]
        texts = [one for one in outputs if one.get("output_type") in ("stream", "error")]
        real_outputs = [one for one in outputs if one not in stand_ins]
        kept = [one if stand_ins and one in texts else _saved_output(one) for one in real_outputs]
        left_out = sum(map(_number_noted, outputs))
        left_out += sum(
            one is None and not _number_noted(output) for one, output in zip(kept, real_outputs, strict=True)
        )
        cell["outputs"] = [one for one in kept if one is not None] + (stand_ins[:1] if texts else [])
        cell["outputs"] += [_note_of_removal(left_out)] if left_out else []
        total += left_out
    notebook.get("metadata", {}).pop("widgets", None)  # state of forms and of the outputs inside them
    return total


def _cells(notebook: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    cells = notebook.get("cells")
    if notebook.get("nbformat") != 4 or not isinstance(cells, list):
        raise AuditError("notebook_format")
    return cells


def _saved_output(output: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the output as it is saved; None if it may not be kept."""
    marks, data = _marks(output), output.get("data", {})
    if output.get("output_type") not in ("display_data", "execute_result") or FORM in data:
        return None
    if _is_of_invented(output):
        return output
    html = _text(data.get(KEPT) or data.get("text/html"))
    if set(marks) != SECTION or not html or FRAME in html:
        return None
    return _display(html, str(marks["heading"]), {name: marks[name] for name in sorted(SECTION)})


def _is_of_invented(output: Mapping[str, Any]) -> bool:
    """Return true if its kernel had read files of invented organisations only."""
    marks = _marks(output)
    return set(marks) == {INVENTED} and isinstance(marks[INVENTED], list) and bool(marks[INVENTED])


def _is_stand_in(output: Mapping[str, Any]) -> bool:
    """Return true if the output is empty and vouches that the cell's printed text and errors are of invented ones."""
    return output.get("output_type") == "display_data" and not output.get("data") and _is_of_invented(output)


def _note_of_removal(number: int) -> dict[str, Any]:
    """Return the note in place of removed outputs, in all languages."""
    texts = [language(code).text("lab.not_kept", number=number) for code in languages()]
    html = Markup("").join(Markup("<p><em>{}</em></p>").format(text) for text in texts)
    return _display(str(html), "\n".join(texts), {NOT_KEPT: number})


def _number_noted(output: Mapping[str, Any]) -> int:
    """Return the number of outputs that an output replaces, if it is a note of an earlier saving; else 0."""
    number = _marks(output).get(NOT_KEPT, 0)
    return number if isinstance(number, int) and number > 0 else 0


def _display(html: str, plain: str, about: Mapping[str, Any]) -> dict[str, Any]:
    data = {"text/html": html, "text/plain": plain}
    return {"output_type": "display_data", "data": data, "metadata": {MARK: dict(about)}}


def _marks(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the suite's entry in the output's metadata."""
    marks = (output.get("metadata") or {}).get(MARK)
    return marks if isinstance(marks, Mapping) else {}


def _text(source: str | list[str] | None) -> str:
    """Return text of a notebook file, stored whole or as lines."""
    return source if isinstance(source, str) else "".join(source or ())
