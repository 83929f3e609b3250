"""The header row of a proposed list, if it must be given."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from genderaudit.intake.files.readers import UnreadableError, read_file
from genderaudit.intake.proposals.recognise import Listed
from genderaudit.methodology.organisation import TableFile


def row_to_declare(listed: Listed, options: TableFile, table: str) -> int | None:
    """Return the header row if it is not found by the names in ``options``, else None.

    A given row also prevents joining two rows. Several files share the setting, so it must fit all.
    """
    row, mapped = listed.raw.header_row, {*options.columns, *options.counts}
    if row == 1 or "header_row" in options.model_fields_set:
        return None
    if _has_headers(listed.path, options, table, mapped.intersection(listed.headers), row):
        return None
    given = options.model_copy(update={"header_row": row})
    others = {listed.path.with_name(name) for name in options.names} - {listed.path}
    fits = all(_has_headers(path, given, table, (), row) for path in others if path.is_file())
    return row if fits else None


def _has_headers(path: Path, options: TableFile, table: str, wanted: Collection[str], row: int) -> bool:
    """Return True if a file read so has these headers (without any given: any mapped one) at ``row`` or below."""
    try:
        read = read_file(path, options, table)
    except UnreadableError:
        return False
    names = set(map(str, read.cells.columns))
    found = names.issuperset(wanted) if wanted else not names.isdisjoint({*options.columns, *options.counts})
    return read.header_row >= row and found
