"""Words in names of files and sheets that indicate their list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genderaudit.foundations.days import months
from genderaudit.foundations.limits import LONGEST_NAME
from genderaudit.foundations.plaintext import CONTROLS
from genderaudit.intake.raw import one_line
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words

_LONGEST_FILE = 200  # characters; the limit of organisation.yml
TABLE_PRIORITY = (
    "texts", "attendance", "recruitment", "budget", "activities", "survey", "bodies", "staff", "services", "members",
)  # fmt: skip
"""Tables in order of priority if a name has several words: attendance of members is attendance."""


def tables_named(name: str, dictionary: HeaderWords) -> list[str]:
    """Return the tables that a name has words for, the most likely first."""
    text = f" {bare_words(name.replace('_', ' '))} "
    found = {table for word, table in dictionary.names.items() if f" {word} " in text}
    if any(f" {bare_words(word)} " in text for word in cell_words().meetings):
        found.add("attendance")
    if services_in([name], dictionary):
        found.add("services")
    return [table for table in TABLE_PRIORITY if table in found]


def services_in(names: Iterable[object], dictionary: HeaderWords) -> dict[str, str]:
    """Return the services (savings, credit, insurance) that names have words for, with that word."""
    found = [word for name in names for word in bare_words(str(name).replace("_", " ")).split()]
    known = dictionary.codes.get("service", {})
    return {known[word]: word for word in found if word in known}


def are_periods(names: Sequence[str]) -> bool:
    """Return True if names differ only in years, months or numbers: one list at several times, not its parts."""
    words = [bare_words(name.replace("_", " ")).split() for name in names]
    common = set(words[0]).intersection(*map(set, words[1:]))
    periods = {bare_words(word) for word in (*months(), *cell_words().period_columns)}
    rest = [[word for word in one if word not in common] for one in words]
    return all(
        all(word.isdigit() or word in periods or (word[:1] in "ts" and word[1:].isdigit()) for word in one)
        for one in rest
    )


def can_be_named(name: str) -> bool:
    """Return True if ``organisation.yml`` can name a file or sheet: one line of usual length, without outer spaces."""
    bare_words = name == one_line(name) and 0 < len(name) <= _LONGEST_FILE and not CONTROLS.search(name)
    return bare_words and len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME
