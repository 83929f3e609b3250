"""The end of ``genderaudit check`` in sentences: lists that are in, lists that are not, and *ready* or *not ready*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import plain
from genderaudit.intake.readiness import ListIn, Readiness

MOST_NAMED = 8


def about_lists(found: Readiness, language: Language) -> Iterator[str]:
    """A line a list, and one each for documents and for what is left aside."""
    for one in found.lists:
        yield language.text("readiness.in", list=language.text(f"tables.{one.table}"), counted=_counted(one, language))
    for table in found.lacking:
        lacks = language.text(f"readiness.lacks.{table}")
        yield language.text("readiness.out", list=language.text(f"tables.{table}"), lacks=lacks)
    if found.unordered:
        yield language.text("readiness.unordered")
    if found.documents:
        names = _names(found.documents, language)
        yield language.text("readiness.documents", number=len(found.documents), names=names)
    if found.ignored:
        yield language.text("readiness.ignored", names=_names(found.ignored, language))


def verdict(found: Readiness, organisation: str, round: str, language: Language) -> str:
    """The last line: ready and what comes next, or not ready and why."""
    where = {"organisation": organisation, "round": round}
    if found.ready:
        return language.text("readiness.ready", **where)
    why = []
    if found.not_read:
        said = {"names": _names(found.not_read, language), "organisation": organisation}
        why.append(language.text("readiness.why_unread", number=len(found.not_read), **said))
    if more := found.errors - len(found.not_read):
        why.append(language.text("readiness.why_errors", number=more))
    return language.text("readiness.not_ready", why=" ".join(why), **where)


def _counted(one: ListIn, language: Language) -> str:
    if one.people is None:
        return language.text("readiness.rows", number=one.rows)
    key = {"attendance": "attendances", "services": "services"}.get(one.table, "people")
    return language.text(f"readiness.{key}", number=one.people)


def _names(names: Sequence[str], language: Language) -> str:
    """Names of files, of many the first."""
    shown = ", ".join(map(plain, names[:MOST_NAMED]))
    more = len(names) - MOST_NAMED
    return language.text("readiness.more", names=shown, number=more) if more > 0 else shown
