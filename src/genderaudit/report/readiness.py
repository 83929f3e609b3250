"""Last lines of ``genderaudit check``: lists that were read, lists that are missing, and *ready* or *not ready*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import printable
from genderaudit.intake.round.readiness import ListIn, Readiness

MOST_NAMED = 8


def about_lists(readiness: Readiness, language: Language) -> Iterator[str]:
    """Yield one line per list, and one each for documents and ignored files."""
    for entry in readiness.lists:
        yield language.text(
            "readiness.in", list=language.text(f"tables.{entry.table}"), counted=_counted(entry, language)
        )
    for table in readiness.lacking:
        lacks = language.text(f"readiness.lacks.{table}")
        yield language.text("readiness.out", list=language.text(f"tables.{table}"), lacks=lacks)
    if readiness.unordered:
        yield language.text("readiness.unordered")
    if readiness.documents:
        names = _names(readiness.documents, language)
        yield language.text("readiness.documents", number=len(readiness.documents), names=names)
    if readiness.ignored:
        yield language.text("readiness.ignored", names=_names(readiness.ignored, language))


def verdict(readiness: Readiness, organisation: str, round: str, language: Language) -> str:
    """Return the last line: ready and the next step, or not ready and why."""
    where = {"organisation": organisation, "round": round}
    if readiness.ready:
        return language.text("readiness.ready", **where)
    why = []
    if readiness.not_read:
        names = {"names": _names(readiness.not_read, language), "organisation": organisation}
        why.append(language.text("readiness.why_unread", number=len(readiness.not_read), **names))
    if more := readiness.errors - len(readiness.not_read):
        why.append(language.text("readiness.why_errors", number=more))
    return language.text("readiness.not_ready", why=" ".join(why), **where)


def _counted(entry: ListIn, language: Language) -> str:
    if entry.people is None:
        return language.text("readiness.rows", number=entry.rows)
    key = {"attendance": "attendances", "services": "services"}.get(entry.table, "people")
    return language.text(f"readiness.{key}", number=entry.people)


def _names(names: Sequence[str], language: Language) -> str:
    """Return the first ``MOST_NAMED`` file names, and how many more there are."""
    shown = ", ".join(map(printable, names[:MOST_NAMED]))
    more = len(names) - MOST_NAMED
    return language.text("readiness.more", names=shown, number=more) if more > 0 else shown
