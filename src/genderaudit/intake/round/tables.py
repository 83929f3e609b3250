"""The tables of a round, read, mapped and checked in one pass.

A canonical table has every column of the contract (NA if the file lacks it), ``sex`` as F, M, X or NA, ``count`` as
whole people, and ``age_low``/``age_high`` in years. Nothing is dropped silently: rows set aside and cells not
understood are problems with their row numbers.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import Problem
from genderaudit.intake.round import cross_checks
from genderaudit.intake.round.round_reading import RoundReading
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Intake:
    """The content of a round's files: canonical tables, problems, and files read."""

    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    """File name → SHA-256 of its content."""
    present: frozenset[str]
    """Tables with a file."""
    detected: Mapping[str, Mapping[str, str]]
    """Table → what was detected about its file (encoding, delimiter, sheet, decimal mark)."""
    sources: Mapping[str, frozenset[str]]
    """Table → names of the files read."""
    date: dt.date | None = None
    """The date of the round, if known."""
    rows: Mapping[str, pd.Index] = field(default_factory=dict)
    """For tables from one list: the row number in the file, as a spreadsheet program shows it, of each row."""
    audit: AboutAudit = field(default_factory=AboutAudit)
    """Conduct of the audit, from workbook and ``organisation.yml``; empty if ``about`` was not read."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an audit."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_round(folder: Path, organisation: Organisation, round: str, only: Iterable[str] | None = None) -> Intake:
    """Return the tables of the round in ``folder`` (all, or those named) with all problems."""
    names = tuple(only or TABLES)
    reading, audit = RoundReading(folder, organisation, round), AboutAudit()
    with _without_collector():
        reading.open_workbook(names)
        tables = {name: reading.table(TABLES[name]) for name in names}
        if only is None:
            reading.unused_files()
            cross_checks.check_any_list(reading)
            cross_checks.check_across_tables(reading, tables)
            cross_checks.check_audit(reading)
            cross_checks.check_questionnaire(reading)
        if "about" in tables:
            audit = cross_checks.audit_described_in(reading, tables["about"])
        if only is None:
            cross_checks.check_referral(reading, tables["survey"], audit)
            cross_checks.check_violence(reading, tables, audit)
    return Intake(
        tables,
        tuple(reading.problems),
        dict(sorted(reading.files.items())),
        frozenset(reading.present),
        reading.detected,
        {name: frozenset(files) for name, files in reading.sources.items()},
        organisation.date_of(round),
        reading.rows,
        audit,
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Suspend garbage collection, which would repeatedly scan millions of cells without cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
