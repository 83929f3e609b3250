"""The committed training notebooks: code is maintained in the English ones; each language has its own words.

A trainer edits them in JupyterLab. ``python -m genderaudit.training.sources`` (``make training-notebooks``) then
removes outputs and copies the code, the tags, the slides and nbgrader's metadata of the English notebook into
the others; a new cell comes with its English words, to be translated.
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

LEADING = "en"  # language of the notebooks whose code is copied to the others
PARAMETERS = "parameters"  # tag of the one code cell that differs: it names the language
KEPT = {"nbgrader", "slideshow", "tags"}


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without outputs and without metadata of the machine that it was opened on."""
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
    """Return ``own`` with the cells and code of ``leading`` in their order; words stay where ``own`` has the cell."""
    words = {cell.id: cell.source for cell in own.cells if _is_translated(cell)}
    result = copy.deepcopy(leading)
    for cell in result.cells:
        if _is_translated(cell):
            cell.source = words.get(cell.id, cell.source)
    return result


def main() -> None:
    """Rewrite the committed notebooks of all languages."""
    leading = {path.name: path for path in training_notebooks(LEADING)}
    for code in sorted(languages(), key=lambda code: code != LEADING):
        own = {path.name: path for path in training_notebooks(code)}
        _refuse_unpaired(code, sorted(set(own) ^ set(leading)))
        for name, path in own.items():
            notebook = nbformat.read(leading[name], 4)
            if code != LEADING:
                notebook = with_leading_code(notebook, nbformat.read(path, 4))
            write_atomically(path, nbformat.writes(without_outputs(notebook)) + "\n")


def _is_translated(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" or PARAMETERS in cell.metadata.get("tags", [])


def _refuse_unpaired(code: str, names: Sequence[str]) -> None:
    if names:
        raise wrong_call(
            f"{names[0]} does not stand both in notebooks/training/{LEADING} and in notebooks/training/{code}. "
            "Copy the notebook into the folder where it is missing, and translate it there."
        )


if __name__ == "__main__":
    main()
