"""The material of a course: notebooks for learners, a course folder for nbgrader, slides and handouts.

Everything is made from ``notebooks/training``, ``templates/training`` and ``templates/intake``; each page is one
file without external resources.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from markupsafe import escape
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import temporary_folder, write_atomically
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import TEMPLATES, training_handouts, training_notebooks
from genderaudit.runner.notebooks import PhaseFailedError, run_phase

SECONDS = 900  # time limit of a notebook, including the first audit of the organisation


def publish(folder: Path, code: str, workspace: str = "") -> Iterator[Path]:
    """Make everything of a language below ``folder/<language>``; yield each file when it is written.

    ``workspace`` is where the invented organisation is made, if not in its usual place. Raises ``AuditError``
    where nbgrader is not installed or a notebook fails.
    """
    texts = language(code)
    yield from course(folder / code / "course", texts)
    yield from learners(folder / code / "course", folder / code / "learners")
    for path in training_handouts(code):
        made = folder / code / "handouts" / f"{path.name.split('.')[0]}.html"
        write_atomically(made, handout(path.read_text("utf-8"), texts))
        yield made
    for path in training_notebooks(code):
        made = folder / code / "slides" / f"{path.stem}.html"
        write_atomically(made, slides(executed(path, workspace), texts))
        yield made


def course(folder: Path, texts: Language) -> list[Path]:
    """Make a course folder for nbgrader: its settings, and ``source`` with the solutions; return the files.

    Without ``release``: nbgrader skips an assignment that exists there, and its gradebook would not know it.
    """
    settings = folder / "nbgrader_config.py"
    template = (TEMPLATES / "training" / "nbgrader_config.py.txt").read_text("utf-8")
    stub = texts.text("training.answer_here")
    write_atomically(settings, template.replace("ANSWER_HERE", repr(stub)))
    files = [settings]
    for path in training_notebooks(texts.code):
        files.append(folder / "source" / path.stem / path.name)
        write_atomically(files[-1], path.read_bytes())
    return files


def learners(source: Path, folder: Path) -> Iterator[Path]:
    """Make the notebooks of a course folder without solutions, in one folder, for use without nbgrader."""
    folder.mkdir(parents=True, exist_ok=True)
    with temporary_folder(folder) as stage:
        # The folder may be inside the course, with the stage in it: it must not be copied into itself.
        course_copy = shutil.copytree(
            source, stage / "course", ignore=lambda at, _: [folder.name] if Path(at) == folder.parent else []
        )
        _release(
            course_copy,
            course_copy / "nbgrader_config.py",
            sorted(path.name for path in (course_copy / "source").iterdir()),
        )
        for path in sorted(course_copy.glob("release/*/*.ipynb")):
            nbformat.validate(nbformat.read(path, 4))
            yield Path(shutil.copy(path, folder / path.name))


def executed(path: Path, workspace: str = "") -> NotebookNode:
    """Return a training notebook, run with its solutions; raises ``AuditError`` if it fails."""
    try:
        return run_phase(path, {"workspace": workspace} if workspace else {}, path.stem, SECONDS)
    except PhaseFailedError as error:
        raise AuditError(
            "notebook_stopped",
            notebook=f"{path.parent.name}/{path.name}",
            cell=error.failure.cell,
            error=error.failure.error,
        ) from None


def slides(notebook: NotebookNode, texts: Language) -> str:
    """Return the cells that have a slide type as one page: words, tables and charts, no code."""
    return _page("slides.html.j2", notebook, texts)


def handout(markdown: str, texts: Language) -> str:
    """Return a Markdown file as a page to print; a line of dashes begins a new sheet."""
    return _page("handout.html.j2", new_notebook(cells=[new_markdown_cell(markdown)]), texts)


def _page(template: str, notebook: NotebookNode, texts: Language) -> str:
    exporter = HTMLExporter(
        template_name="training",
        template_file=template,
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
    )
    heading = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown").partition("\n")[0]
    page = {
        "lang": texts.code,
        "dir": texts.direction,
        "title": escape(heading.lstrip("# ")),
        "style": (TEMPLATES / "report" / "style.css").read_text("utf-8"),
        "keys": escape(texts.text("training.slide_keys")),
    }
    html, _ = exporter.from_notebook_node(notebook, resources={"page": page})
    return str(html).lstrip()


def _release(folder: Path, settings: Path, names: list[str]) -> None:
    """Let nbgrader make the learners' version of each assignment."""
    try:
        from nbgrader.converters import GenerateAssignment  # type: ignore[import-untyped]
        from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]
        from traitlets.config.loader import PyFileConfigLoader
    except ImportError:
        raise AuditError("no_nbgrader") from None
    config = PyFileConfigLoader(settings.name, path=str(settings.parent)).load_config()
    config.CourseDirectory.root = str(folder.resolve())
    # No database here: the gradebook is made in the trainer's own copy of the folder.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    for name in names:
        config.CourseDirectory.assignment_id = name
        generator = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        generator.force = True
        generator.log.setLevel("WARNING")
        generator.start()
