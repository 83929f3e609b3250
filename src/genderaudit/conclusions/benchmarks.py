"""The middle of many organisations beside an organisation's own figure: what syntheses told, kept for reports.

A synthesis over all organisations, or all of a kind, keeps the middles that its page tells; whoever makes a report
later finds them there. No report is compared with audits of later years: an earlier round stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import Workspace
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.organisation import Organisation


class Benchmark(Record):
    """The middle of a figure over many audits, as the page of a synthesis prints it."""

    indicator: str
    kind: str
    """The kind of organisation that they are of; empty: all kinds."""
    middle: float
    audits: int
    """Of how many the figure is known."""
    first: int
    """Year of the earliest audit of the synthesis."""
    last: int
    date: dt.date
    """When the synthesis was made."""

    @property
    def place(self) -> tuple[str, str, int]:
        """What a newer synthesis replaces: the same figure of the same kind, up to the same year."""
        return self.indicator, self.kind, self.last


class Benchmarks(Record):
    """All benchmarks of a workspace."""

    benchmarks: list[Benchmark] = []


def read_benchmarks(workspace: Workspace) -> list[Benchmark]:
    """What syntheses have kept; ``AuditError`` for a file that cannot be read."""
    path = workspace.benchmarks()
    if not path.is_file():
        return []
    try:
        return Benchmarks.model_validate_json(path.read_bytes()).benchmarks
    except ValueError:
        raise AuditError("benchmarks_damaged", file=path.relative_to(workspace.root).as_posix()) from None


def keep_benchmarks(workspace: Workspace, made: Sequence[Benchmark]) -> None:
    """Keep what a synthesis tells; what says the same as before keeps its date, so that no report is out of date."""
    if not made:
        return
    known = {one.place: one for one in read_benchmarks(workspace)}
    for one in made:
        before = known.get(one.place)
        known[one.place] = before if before and before.model_copy(update={"date": one.date}) == one else one
    whole = Benchmarks(benchmarks=[known[place] for place in sorted(known)])
    write_atomically(workspace.benchmarks(), whole.model_dump_json(indent=1) + "\n")


def benchmarks_of(workspace: Workspace, about: Organisation, round: str) -> dict[str, Benchmark]:
    """What a report of this round shows, by indicator: of its own kind if there is any, the newest up to its year."""
    day = about.date_of(round)
    fitting = [
        one
        for one in read_benchmarks(workspace)
        if one.kind in ("", about.kind) and (day is None or one.last <= day.year)
    ]
    fitting.sort(key=lambda one: (bool(one.kind), one.last))
    return {one.indicator: one for one in fitting}
