"""Benchmarks: medians over many organisations from syntheses, stored for the reports of organisations.

Only a synthesis over all organisations, or all of a kind, stores its medians. A report is never compared with audits of
later years, so an earlier round stays as it is.
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
    """The median of a figure over many audits, as printed in a synthesis."""

    indicator: str
    kind: str
    """The kind of organisation; empty for all kinds."""
    middle: float
    audits: int
    """Number of audits with this figure."""
    first: int
    """Year of the earliest audit of the synthesis."""
    last: int
    date: dt.date
    """Date of the synthesis."""

    @property
    def place(self) -> tuple[str, str, int]:
        """Key by which a newer synthesis replaces it: figure, kind, last year."""
        return self.indicator, self.kind, self.last


class Benchmarks(Record):
    """All benchmarks of a workspace."""

    benchmarks: list[Benchmark] = []


def read_benchmarks(workspace: Workspace) -> list[Benchmark]:
    """Return the stored benchmarks; raises ``AuditError`` for a file that cannot be read."""
    path = workspace.benchmarks()
    if not path.is_file():
        return []
    try:
        return Benchmarks.model_validate_json(path.read_bytes()).benchmarks
    except ValueError:
        raise AuditError("benchmarks_damaged", file=path.relative_to(workspace.root).as_posix()) from None


def keep_benchmarks(workspace: Workspace, benchmarks: Sequence[Benchmark]) -> None:
    """Store benchmarks; unchanged ones keep their date, so that no report becomes out of date."""
    if not benchmarks:
        return
    known = {benchmark.place: benchmark for benchmark in read_benchmarks(workspace)}
    for benchmark in benchmarks:
        before = known.get(benchmark.place)
        known[benchmark.place] = (
            before if before and before.model_copy(update={"date": benchmark.date}) == benchmark else benchmark
        )
    whole = Benchmarks(benchmarks=[known[place] for place in sorted(known)])
    write_atomically(workspace.benchmarks(), whole.model_dump_json(indent=1) + "\n")


def benchmarks_of(workspace: Workspace, about: Organisation, round: str) -> dict[str, Benchmark]:
    """Return the benchmarks for a report of this round by indicator.

    Those of the organisation's own kind are preferred, then the latest up to the round's year.
    """
    day = about.date_of(round)
    fitting = [
        benchmark
        for benchmark in read_benchmarks(workspace)
        if benchmark.kind in ("", about.kind) and (day is None or benchmark.last <= day.year)
    ]
    fitting.sort(key=lambda benchmark: (bool(benchmark.kind), benchmark.last))
    return {benchmark.indicator: benchmark for benchmark in fitting}
