"""The committed training notebooks: code stands once, in the English ones; each language has its own words.

A trainer edits them in JupyterLab. ``python -m genderaudit.training.sources`` (``make training-notebooks``) then takes
outputs away and copies the code, the tags, the slides and nbgrader's metadata of the English notebook into
the others; a cell that is new there comes with its English words, to be translated.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode

from genderaudit.foundations.errors import wrong_call
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import languages
from genderaudit.foundations.workspace import training_notebooks

LEADS = "en"
PARAMETERS = "parameters"  # tag of the one code cell that differs: it names the language
KEPT = {"nbgrader", "slideshow", "tags"}


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """The notebook without outputs and without metadata of the machine that it was opened on."""
    tidy = copy.deepcopy(notebook)
    for cell in tidy.cells:
        cell.metadata = {name: value for name, value in cell.metadata.items() if name in KEPT}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    tidy.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return tidy


def with_leading_code(leading: NotebookNode, own: NotebookNode) -> NotebookNode:
    """``own`` with the cells of ``leading`` in their order: its code, this notebook's words where it has the cell."""
    words = {cell.id: cell.source for cell in own.cells if _is_own(cell)}
    made = copy.deepcopy(leading)
    for cell in made.cells:
        if _is_own(cell):
            cell.source = words.get(cell.id, cell.source)
    return made


def main() -> None:
    """Rewrite the committed notebooks of all languages."""
    leading = {path.name: path for path in training_notebooks(LEADS)}
    for code in sorted(languages(), key=lambda code: code != LEADS):
        own = {path.name: path for path in training_notebooks(code)}
        _refuse_others(code, sorted(set(own) ^ set(leading)))
        for name, path in own.items():
            notebook = nbformat.read(leading[name], 4)
            if code != LEADS:
                notebook = with_leading_code(notebook, nbformat.read(path, 4))
            write_atomically(path, nbformat.writes(without_outputs(notebook)) + "\n")


def _is_own(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" or PARAMETERS in cell.metadata.get("tags", [])


def _refuse_others(code: str, names: Sequence[str]) -> None:
    if names:
        raise wrong_call(
            f"{names[0]} does not stand both in notebooks/training/{LEADS} and in notebooks/training/{code}. "
            "Copy the notebook into the folder where it is missing, and translate it there."
        )


if __name__ == "__main__":
    main()
