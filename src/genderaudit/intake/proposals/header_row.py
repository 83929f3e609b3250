"""The row of column names of a list that is proposed, where it must be said."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from genderaudit.intake.proposals.recognise import Listed
from genderaudit.intake.readers import UnreadableError, read_file
from genderaudit.methodology.organisation import TableFile


def row_to_say(listed: Listed, options: TableFile, table: str) -> int | None:
    """The row where it would not be found by the names in ``options``: given, it keeps two rows from being joined.

    Of several files each may have it in another row: given for all, it must fit all.
    """
    row, mapped = listed.raw.header_row, {*options.columns, *options.counts}
    if row == 1 or "header_row" in options.model_fields_set:
        return None
    if _holds(listed.path, options, table, mapped.intersection(listed.headers), row):
        return None
    given = options.model_copy(update={"header_row": row})
    others = {listed.path.with_name(name) for name in options.names} - {listed.path}
    fits = all(_holds(path, given, table, (), row) for path in others if path.is_file())
    return row if fits else None


def _holds(path: Path, options: TableFile, table: str, wanted: Collection[str], row: int) -> bool:
    """Whether a file read so has these headers (none given: any that is mapped), and not above ``row``."""
    try:
        read = read_file(path, options, table)
    except UnreadableError:
        return False
    names = set(map(str, read.cells.columns))
    found = names.issuperset(wanted) if wanted else not names.isdisjoint({*options.columns, *options.counts})
    return read.header_row >= row and found
