"""Page in the place of a report that failed: what happened, where, and what to do."""

from __future__ import annotations

from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import STAGES
from genderaudit.report.frame import bare_page


def stage(phase: str, language: Language) -> str:
    """Return the title of a phase, or of reading the files (``data``) or of the run (``run``)."""
    known = phase in STAGES
    return language.text(f"phases.{phase}.title" if known else f"failure.stages.{phase}")


def failure_page(
    language: Language,
    *,
    organisation: str,
    round: str,
    phase: str,
    cell: int | None,
    error: str,
    message: str,
    advice: str,
    notebook: str,
    data_quality: str = "",
) -> str:
    """Return the HTML file.

    ``phase`` may also be ``data`` or ``run``; ``message`` has sentences safe to show, one per line; ``advice`` is a key
    of ``failure.advice``; ``notebook`` is the address of the redacted notebook or empty, ``data_quality`` that of the
    page about the files of the round.
    """
    title = language.text("failure.title")
    where = [stage(phase, language)]
    if cell:
        where.append(language.text("failure.cell", number=cell))
    return bare_page(
        "error.html.j2",
        language,
        title,
        running=" · ".join(part for part in (organisation, round, title) if part),
        facts=[part for part in (organisation, round and language.text("page.round", round=round)) if part],
        happened=language.text(f"failure.happened.{advice}"),
        happened_title=language.text("failure.happened_title"),
        where=" · ".join(where),
        where_title=language.text("failure.where_title"),
        problems=[line for line in message.splitlines() if line.strip()],
        problems_title=language.text("failure.problems_title"),
        advice=language.text(f"failure.advice.{advice}"),
        advice_title=language.text("failure.advice_title"),
        kept=language.text("failure.kept"),
        withdrawn=language.text("failure.withdrawn") if round else "",
        error=language.text("failure.error", error=error),
        notebook=notebook,
        notebook_text=language.text("failure.notebook"),
        data_quality=data_quality,
        data_quality_text=language.text("failure.data_quality"),
    )
