"""Releases: what of a round was handed out, to whom, and which figures a later one corrects (docs/releases.md).

A run makes a draft, which is overwritten freely. A release freezes an edition below ``data/releases``: its record, its
findings, its pages. Nothing there is ever overwritten, and what is missing there is refused, not begun anew.
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
"""Rows of a list that its sketch keeps: those of the smallest hashes."""
MOSTLY, FEWEST = 0.5, 10
"""Two lists are the same one if so much of their sketches is common, and so many rows."""


class ListHash(Record):
    """A list as keyed hashes: ``whole`` of all its rows; ``rows`` of some that occur once, the same in every list."""

    whole: str
    rows: list[str] = []


class Release(Record):
    """An edition of a round: who it is for, what it was made from, and its files (path → SHA-256)."""

    format: str = SCHEMA
    organisation: str
    round: str
    number: int
    date: dt.date
    reader: Reader
    receiver: str = ""
    """Whose copy it is, as printed on page one."""
    replaces: int | None = None
    because: str = ""
    made_from: dict[str, str]
    """Language → key of what was run (``runner.keys``)."""
    lists: dict[str, ListHash]
    files: dict[str, str]


class Change(NamedTuple):
    """A figure of which what is printed has changed; ``None``: that edition has no such figure."""

    was: Finding | None
    now: Finding | None


def releases(workspace: Workspace, organisation: str, round: str) -> list[Release]:
    """The releases of a round, oldest first.

    Raises ``AuditError`` where one is missing between or after the others, or cannot be read: a new release beside it
    would neither know its figures nor have a number of its own.
    """
    folder = workspace.releases(organisation, round)
    there = {int(path.name) for path in folder.glob("*") if path.name.isdigit()}
    handed_out = {number for number, _ in workspace.handed_out(organisation, round)}
    for number in range(1, max(there | handed_out, default=0) + 1):
        if number not in there:
            raise _lost(organisation, round, number, "missing")
    return [_read(folder / str(number), organisation, round, number) for number in sorted(there)]


def last(known: Iterable[Release], *, validation: bool = True) -> Release | None:
    """The newest of these releases; without ``validation`` the newest that was for more than that."""
    return next((one for one in sorted(known, key=_newest) if validation or one.reader != "validation"), None)


def refuse_changed(workspace: Workspace, release: Release, phase: str = "") -> None:
    """``AuditError`` where a file of a release, or the findings of one phase of it, is not as it was released."""
    folder = workspace.release(release.organisation, release.round, release.number)
    for name, digest in release.files.items():
        if phase in ("", Path(name).stem) and (not (folder / name).is_file() or file_hash(folder / name) != digest):
            raise _lost(release.organisation, release.round, release.number, "changed", file=name)


def findings_of(workspace: Workspace, release: Release, phases: Sequence[str] = PHASES) -> list[Findings]:
    """What the phases of a release, all or some, have found; ``AuditError`` where a file of it is not as released."""
    from genderaudit.conclusions.findings_file import read

    for phase in phases if phases != PHASES else ("",):
        refuse_changed(workspace, release, phase)
    where = (release.organisation, release.round)
    paths = {phase: workspace.released_findings(*where, release.number, phase) for phase in phases}
    return [read(path, *where, phase) for phase, path in paths.items()]


def changes(before: Iterable[Findings], now: Iterable[Findings]) -> list[Change]:
    """Every figure that is not printed as it was, in the order of the report; a rated one once, with its rating."""
    old, new = _figures(before), _figures(now)
    pairs = [Change(old.get(key), new.get(key)) for key in new | old]
    return [pair for pair in pairs if _printed(pair.was) != _printed(pair.now)]


def lists_of(tables: Mapping[str, pd.DataFrame], key: bytes) -> dict[str, ListHash]:
    """The lists of a round as hashes with the workspace's ``key``."""
    return {name: _hashes(table, key) for name, table in tables.items() if not table.empty}


def same_lists(mine: Mapping[str, ListHash], others: Mapping[str, ListHash]) -> list[str]:
    """Tables of which most rows that occur once are in both: the same list, whatever its organisation is called."""
    return [name for name, one in mine.items() if name in others and _is_same(one, others[name])]


def others_of(workspace: Workspace, organisation: str) -> Iterator[Release]:
    """The last releases of the other organisations of a workspace, of each round one."""
    for other, round in workspace.released():
        found = last(releases(workspace, other, round)) if other != organisation else None
        if found is not None:
            yield found


def key_of(workspace: Workspace) -> bytes:
    """The key by which the lists of a workspace are hashed; made with its first release."""
    path = workspace.release_key()
    if path.is_file():
        return path.read_bytes()
    if workspace.released():
        raise AuditError("release_key_missing", file=path.name, folder=path.parent)
    write_atomically(path, token_bytes(32))
    return path.read_bytes()


def freeze(folder: Path, release: Release) -> Release:
    """Write the record of what lies in ``folder``, and make all of it read-only."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): file_hash(path) for path in paths}
    frozen = release.model_copy(update={"files": files})
    write_atomically(folder / RECORD, frozen.model_dump_json(indent=1) + "\n")
    for path in (*paths, folder / RECORD):
        path.chmod(0o400)
    return frozen


def hand_out(workspace: Workspace, release: Release) -> None:
    """Put the pages of a release where readers look, as far as they are not there; they may write into the copies."""
    folder = workspace.release(release.organisation, release.round, release.number)
    for name in release.files:
        code, _, file = name.partition("/")
        if code in release.made_from:
            path = workspace.edition(release.organisation, release.round, release.number, code) / file
            if not path.is_file():
                write_atomically(path, (folder / name).read_bytes())


def _read(folder: Path, organisation: str, round: str, number: int) -> Release:
    try:
        found = Release.model_validate(json.loads((folder / RECORD).read_bytes()))
    except (OSError, ValueError):
        raise _lost(organisation, round, number, "unreadable") from None
    if found.format != SCHEMA or (found.organisation, found.round, found.number) != (organisation, round, number):
        raise _lost(organisation, round, number, "of_another")
    return found


def _lost(organisation: str, round: str, number: int, fault: str, **values: str) -> AuditError:
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


def _figures(found: Iterable[Findings]) -> dict[tuple[str, frozenset[tuple[str, str]]], Finding]:
    """Each figure by indicator and group; of one that two phases have, that with a rating."""
    figures: dict[tuple[str, frozenset[tuple[str, str]]], Finding] = {}
    for one in (finding for phase in found for finding in phase.findings):
        key = one.indicator, frozenset(one.group.items())
        if key not in figures or one.rating:
            figures[key] = one
    return figures


def _printed(finding: Finding | None) -> dict[str, Any] | None:
    """What a correction prints of a figure: women, of so many people; nothing of one that could not be computed."""
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


def _is_same(one: ListHash, other: ListHash) -> bool:
    """By the smallest hashes of both together: as much of them as is common to both is common to the lists."""
    if one.whole == other.whole and int(one.whole.partition(":")[0]) >= FEWEST:
        return True
    both = sorted({*one.rows, *other.rows})[:SKETCHED]
    common = {*one.rows} & {*other.rows} & {*both}
    return len(common) >= FEWEST and len(common) >= MOSTLY * len(both)
