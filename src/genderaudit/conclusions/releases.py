"""Releases: what was published of a round, for whom, and which figures a later edition corrects (docs/releases.md).

A run makes a draft, which is overwritten freely. A release freezes an edition below ``data/releases``: its record,
findings and pages. Files there are never overwritten, and a missing one is an error, not a new start.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from genderaudit.foundations.errors import AuditError, text
from genderaudit.foundations.files import file_hash, write_atomically
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.foundations.yamlfile import Record

if TYPE_CHECKING:
    import pandas as pd

    from genderaudit.conclusions.findings import Finding, Findings

SCHEMA = "genderaudit/release/1"
RECORD = "release.json"
Reader = Literal["validation", "organisation", "public"]
SKETCHED = 64
"""Rows of a list in its sketch: those with the smallest hashes."""
MOSTLY, FEWEST = 0.5, 10
"""Share of the sketch, and number of rows, that two copies of the same list have in common at least."""


class ListHash(Record):
    """A list as keyed hashes: ``whole`` of all rows.

    ``rows`` of some that occur once, chosen in the same way in every list.
    """

    whole: str
    rows: list[str] = []


class Release(Record):
    """An edition of a round: its reader, what it was made from, and its files (path → SHA-256)."""

    format: str = SCHEMA
    organisation: str
    round: str
    number: int
    date: dt.date
    reader: Reader
    receiver: str = ""
    """The receiver printed on page one."""
    replaces: int | None = None
    because: str = ""
    made_from: dict[str, str]
    """Language → key of the run (``runner.keys``)."""
    lists: dict[str, ListHash]
    files: dict[str, str]


class ChangedFigure(NamedTuple):
    """A figure whose printed form has changed; None: that edition does not have it."""

    was: Finding | None
    now: Finding | None


def releases(workspace: Workspace, organisation: str, round: str) -> list[Release]:
    """Return the releases of a round, oldest first.

    Raises ``AuditError`` if one is missing or cannot be read: a new release would then neither know its figures nor
    have a number of its own.
    """
    folder = workspace.releases(organisation, round)
    present = {int(path.name) for path in folder.glob("*") if path.name.isdigit()}
    handed_out = {number for number, _ in workspace.handed_out(organisation, round)}
    for number in range(1, max(present | handed_out, default=0) + 1):
        if number not in present:
            raise _edition_lost(organisation, round, number, "missing")
    return [_read_record(folder / str(number), organisation, round, number) for number in sorted(present)]


def last(known: Iterable[Release], *, validation: bool = True) -> Release | None:
    """Return the newest release; without ``validation``, the newest that was not only for validation."""
    return next(
        (release for release in sorted(known, key=_newest) if validation or release.reader != "validation"), None
    )


def refuse_changed(workspace: Workspace, release: Release, phase: str = "") -> None:
    """Raise ``AuditError`` if a file of a release, or of one of its phases, is not as it was released."""
    folder = workspace.release(release.organisation, release.round, release.number)
    for name, digest in release.files.items():
        if phase in ("", Path(name).stem) and (not (folder / name).is_file() or file_hash(folder / name) != digest):
            raise _edition_lost(release.organisation, release.round, release.number, "changed", file=name)


def findings_of(workspace: Workspace, release: Release, phases: Sequence[str] = PHASES) -> list[Findings]:
    """Return the findings of a release, of all or some phases; raises ``AuditError`` if a file was changed."""
    from genderaudit.conclusions.findings_file import read

    for phase in phases if phases != PHASES else ("",):
        refuse_changed(workspace, release, phase)
    where = (release.organisation, release.round)
    paths = {phase: workspace.released_findings(*where, release.number, phase) for phase in phases}
    return [read(path, *where, phase) for phase, path in paths.items()]


def changes(before: Iterable[Findings], now: Iterable[Findings]) -> list[ChangedFigure]:
    """Return every figure that is printed differently, in the order of the report.

    A rated one once, with its rating.
    """
    old, new = _figures(before), _figures(now)
    pairs = [ChangedFigure(old.get(key), new.get(key)) for key in new | old]
    return [pair for pair in pairs if _printed_fields(pair.was) != _printed_fields(pair.now)]


def lists_of(tables: Mapping[str, pd.DataFrame], key: bytes) -> dict[str, ListHash]:
    """Return the lists of a round as hashes with the workspace's ``key``."""
    return {name: _hashes(table, key) for name, table in tables.items() if not table.empty}


def same_lists(mine: Mapping[str, ListHash], others: Mapping[str, ListHash]) -> list[str]:
    """Return the tables of which most rows that occur once are in both: the same list under any organisation's name."""
    return [name for name, sketch in mine.items() if name in others and _same_list(sketch, others[name])]


def others_of(workspace: Workspace, organisation: str) -> Iterator[Release]:
    """Yield the last release of each round of the other organisations in a workspace."""
    for other, round in workspace.released():
        release = last(releases(workspace, other, round)) if other != organisation else None
        if release is not None:
            yield release


def key_of(workspace: Workspace) -> bytes:
    """Return the key for hashing the lists of a workspace; it is created with the first release."""
    path = workspace.release_key()
    if path.is_file():
        return path.read_bytes()
    if workspace.released():
        raise AuditError("release_key_missing", file=path.name, folder=path.parent)
    write_atomically(path, token_bytes(32))
    return path.read_bytes()


def freeze(folder: Path, release: Release) -> Release:
    """Write the record of the files in ``folder``, and make all of them read-only."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): file_hash(path) for path in paths}
    frozen = release.model_copy(update={"files": files})
    write_atomically(folder / RECORD, frozen.model_dump_json(indent=1) + "\n")
    for path in (*paths, folder / RECORD):
        path.chmod(0o400)
    return frozen


def hand_out(workspace: Workspace, release: Release) -> None:
    """Copy the pages of a release to where readers look, unless they are there; the copies are writable."""
    folder = workspace.release(release.organisation, release.round, release.number)
    for name in release.files:
        code, _, file = name.partition("/")
        if code in release.made_from:
            path = workspace.edition(release.organisation, release.round, release.number, code) / file
            if not path.is_file():
                write_atomically(path, (folder / name).read_bytes())


def _read_record(folder: Path, organisation: str, round: str, number: int) -> Release:
    try:
        release = Release.model_validate(json.loads((folder / RECORD).read_bytes()))
    except (OSError, ValueError):
        raise _edition_lost(organisation, round, number, "unreadable") from None
    if release.format != SCHEMA or (release.organisation, release.round, release.number) != (
        organisation,
        round,
        number,
    ):
        raise _edition_lost(organisation, round, number, "of_another")
    return release


def _edition_lost(organisation: str, round: str, number: int, fault: str, **values: str) -> AuditError:
    return AuditError(
        "edition_lost",
        edition=number,
        organisation=organisation,
        round=round,
        fault=text(f"edition_faults.{fault}", **values),
        folder=Path("data", "releases", organisation, round, str(number)),
    )


def _newest(release: Release) -> int:
    return -release.number


def _figures(phases: Iterable[Findings]) -> dict[tuple[str, frozenset[tuple[str, str]]], Finding]:
    """Return each figure by indicator and group; if two phases have it, the rated one."""
    figures: dict[tuple[str, frozenset[tuple[str, str]]], Finding] = {}
    for finding in (finding for phase in phases for finding in phase.findings):
        key = finding.indicator, frozenset(finding.group.items())
        if key not in figures or finding.rating:
            figures[key] = finding
    return figures


def _printed_fields(finding: Finding | None) -> dict[str, Any] | None:
    """Return what a correction prints of a figure; None if it could not be computed."""
    if finding is None or finding.status in ("not_calculable", "no_evidence"):
        return None
    names = {"value", "n", "women", "interval", "band", "target", "rating", "details", "status"}
    return finding.model_dump(include=names)


def _hashes(table: pd.DataFrame, key: bytes) -> ListHash:
    columns = [name for name in sorted(table.columns) if table[name].notna().any()]
    texts = ["\x1f".join(map(str, (*columns, *row))) for row in table[columns].itertuples(index=False)]
    digests = [
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=8).hexdigest() for text in texts
    ]
    once = sorted(digest for digest, number in Counter(digests).items() if number == 1)
    whole = hashlib.blake2b("\n".join(sorted(digests)).encode(), key=key, digest_size=16).hexdigest()
    return ListHash(whole=f"{len(digests)}:{whole}", rows=once[:SKETCHED])


def _same_list(first: ListHash, second: ListHash) -> bool:
    """Return True if the lists are the same, estimated from the smallest hashes of both (a minhash sketch)."""
    if first.whole == second.whole and int(first.whole.partition(":")[0]) >= FEWEST:
        return True
    both = sorted({*first.rows, *second.rows})[:SKETCHED]
    common = {*first.rows} & {*second.rows} & {*both}
    return len(common) >= FEWEST and len(common) >= MOSTLY * len(both)
