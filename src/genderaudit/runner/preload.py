"""Loading of libraries before a kernel server forks, and reading of a round's data; nothing here starts a thread."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from genderaudit.foundations.errors import AuditError
from genderaudit.runner.failures import failure_of
from genderaudit.runner.record import DATA

LIBRARIES = (
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "scipy.optimize",
    "scipy.stats",
    "genderaudit.measures",
    "genderaudit.audit.notebook",
    "genderaudit.report.quality",
)


def preload() -> None:
    """Import what notebooks import, load the method and the languages, draw once so that fonts are loaded.

    The debugger is left out, as ipykernel allows: loading it took most of the start of each kernel.
    """
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]
    for name in LIBRARIES:
        import_module(name)
    from genderaudit.foundations.language import language, languages
    from genderaudit.methodology.method import methodology
    from genderaudit.report.pages import versions

    methodology()
    versions()
    for code in languages():
        language(code).figure(0.5, "share")
    _draw_once()


def read_data(folder: str, round: str, languages: Sequence[str], keep: bool = True) -> tuple[str, dict[str, str]]:
    """Read a round's files and keep them in memory for the notebooks of processes forked from this one.

    Return the class of the error (empty if all is well), and its message by language, as far as it may be shown.
    """
    try:
        return _read(Path(folder), round, languages, keep)
    except Exception as error:
        return type(error).__name__, {code: failure_of(DATA, error, code).message for code in languages}


def _read(place: Path, round: str, languages: Sequence[str], keep: bool) -> tuple[str, dict[str, str]]:
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.intake import keep_round, read_round
    from genderaudit.methodology.organisation import read_organisation
    from genderaudit.report.quality import write_quality_page

    quality = Workspace(place.parents[3]).data_quality(place.parent.name, round)
    quality.unlink(missing_ok=True)  # a page about earlier files must not remain beside an error
    organisation = read_organisation(place.parent)
    intake = read_round(place, organisation, round)
    write_quality_page(quality, intake, organisation, round, language(languages[0]))
    if intake.errors:
        sentences = {code: [p.sentence(language(code)) for p in intake.errors] for code in languages}
        return AuditError.__name__, {code: "\n".join(lines) for code, lines in sentences.items()}
    if keep:
        keep_round(place, organisation, round, intake)
    return "", {}


def _draw_once() -> None:
    """Draw a picture, so that fonts, styles and matplotlib's first-use caches are loaded."""
    from matplotlib.figure import Figure

    from genderaudit.foundations.language import language
    from genderaudit.measures.result import Result
    from genderaudit.report.pictures import pdf, svg
    from genderaudit.report.plots import shares

    one = Result(value=0.5, unit="share", n=2, women=1, men=1, group={"unit": "A"})
    figure = Figure()
    shares([one], ax=figure, title="A", language=language("en"))
    svg(figure)
    pdf(figure)
