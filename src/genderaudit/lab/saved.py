"""What a notebook keeps when it is saved or exported: what has passed the ledger, and a note of what has not.

Only displays that ``report.sections.display_section`` made are kept, and of these only their HTML. Whatever else
a cell shows (a data frame, printed text, a trace with people's values, a picture, a form) stays on the screen
and goes no further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from genderaudit.errors import AuditError
from genderaudit.language import language, languages
from genderaudit.workspace import holds_audits

MARK = "genderaudit"
"""The name under which a display's metadata say that it has passed the ledger."""
SECTION = frozenset(("heading", "anchor", "level"))
NOT_KEPT = "not_kept"
FRAME = 'class="dataframe"'
"""How pandas writes a table of rows; no section holds one."""


def is_guarded(notebook: Mapping[str, Any], path: Path) -> bool:
    """Whether the notebook at ``path`` is one of an audit: it lies in a workspace, or it names the suite."""
    return holds_audits(path) or any(
        MARK in _text(cell.get("source")) or any(_marks(output) for output in cell.get("outputs") or ())
        for cell in _cells(notebook)
    )


def keep_protected(notebook: Mapping[str, Any]) -> None:
    """Take everything out of ``notebook`` that has not passed the ledger.

    Raises ``AuditError`` for a notebook of a format that cannot be looked through.
    """
    for cell in _cells(notebook):
        if cell.get("cell_type") != "code":
            continue
        outputs = list(cell.get("outputs") or ())
        kept = [_kept(output) for output in outputs]
        left_out = sum(one is None and not _noted(output) for one, output in zip(kept, outputs, strict=True))
        left_out += sum(map(_noted, outputs))
        cell["outputs"] = [one for one in kept if one is not None] + ([_note(left_out)] if left_out else [])
    notebook.get("metadata", {}).pop("widgets", None)  # what forms and the outputs inside them hold


def _cells(notebook: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    cells = notebook.get("cells")
    if notebook.get("nbformat") != 4 or not isinstance(cells, list):
        raise AuditError("This notebook is not in format 4. Convert it first: jupyter nbconvert --to notebook.")
    return cells


def _kept(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """The output as it is saved; none if it has not passed the ledger."""
    section = _marks(output)
    html = _text(output.get("data", {}).get("text/html"))
    if output.get("output_type") != "display_data" or set(section) != SECTION or not html or FRAME in html:
        return None
    return _display(html, str(section["heading"]), {name: section[name] for name in sorted(SECTION)})


def _note(number: int) -> dict[str, Any]:
    """What stands in the place of outputs that were not kept, in every language that there is."""
    texts = [language(code).text("lab.not_kept", number=number) for code in languages()]
    html = Markup("").join(Markup("<p><em>{}</em></p>").format(text) for text in texts)
    return _display(str(html), "\n".join(texts), {NOT_KEPT: number})


def _noted(output: Mapping[str, Any]) -> int:
    """How many outputs a note of an earlier saving stands for; 0 if it is none."""
    number = _marks(output).get(NOT_KEPT, 0)
    return number if isinstance(number, int) and number > 0 else 0


def _display(html: str, plain: str, about: Mapping[str, Any]) -> dict[str, Any]:
    data = {"text/html": html, "text/plain": plain}
    return {"output_type": "display_data", "data": data, "metadata": {MARK: dict(about)}}


def _marks(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the output's metadata say of the suite."""
    marks = (output.get("metadata") or {}).get(MARK)
    return marks if isinstance(marks, Mapping) else {}


def _text(source: str | list[str] | None) -> str:
    """Text as a notebook file writes it: whole, or as its lines."""
    return source if isinstance(source, str) else "".join(source or ())
