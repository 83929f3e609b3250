"""Errors that tell the user what to do."""

from __future__ import annotations

from collections.abc import Iterable

MOST_NAMES = 10
"""Names that an error lists at most."""


class AuditError(Exception):
    """A sentence for the user: what is wrong, where, and what to do. It never holds a value of a person."""


def known_names(name: str, known: Iterable[str]) -> str:
    """The sentence after ``There is no …``: every known name, or of many how many there are and the closest."""
    names = list(known)
    if len(names) <= MOST_NAMES:
        return f"Known: {', '.join(names) or 'none'}."
    closest = closest_names(name, names)
    if closest:
        return f"Of {len(names):,} known names the closest: {', '.join(closest)}."
    return f"None of {len(names):,} known names is like it; the first: {', '.join(names[:3])}."


def closest_names(name: str, known: Iterable[str], most: int = MOST_NAMES) -> list[str]:
    """The known names that are most like ``name``, the closest first; none where none is."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), n=most)


def system_sentence(error: OSError) -> str:
    """What the system says, and of which file: for the terminal, of files that the user named or can look at."""
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."
