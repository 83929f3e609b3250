"""The object of the synthesis notebook: shows the parts one by one, and records what a released synthesis reveals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from genderaudit.audit.page import display_section
from genderaudit.conclusions.benchmarks import Benchmark, keep_benchmarks
from genderaudit.foundations.errors import set_error_language
from genderaudit.foundations.language import language as language_of
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology
from genderaudit.report.document import Block
from genderaudit.report.writers.page import sections
from genderaudit.synthesis.audits import Audited, AuditSelection, choose
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.pages import PARTS
from genderaudit.synthesis.together import Counting, note, read_register


def open_synthesis(
    period: str = "", organisations: str = "", language: str = "en", workspace: str = "", release: bool = False
) -> Synthesis:
    """Open a synthesis over released audits.

    ``period``: a year, two years as 2023-2025, or empty for each organisation's latest audit. ``organisations``: names
    separated by spaces, ``kind:trade_union``, ``federation:NAME``, or empty for all. ``release``: counts are recorded
    when it is closed. Errors are in its language from then on. Raises ``AuditError`` for parameters that are invalid or
    unknown.
    """
    texts, method = language_of(str(language)), methodology()
    set_error_language(texts.code)
    place, choice = Workspace.open(workspace), AuditSelection.of(str(period), str(organisations))
    chosen = choose(place, choice, method)
    counting = Counting(read_register(place).told())
    material = Material(chosen, choice.period, choice.federation, counting, method, texts)
    return Synthesis(place, choice, material, bool(release))


@dataclass
class Synthesis:
    """The synthesis of a period in one language."""

    workspace: Workspace
    choice: AuditSelection
    material: Material
    is_release: bool = False

    def __repr__(self) -> str:
        return f"Synthesis of {len(self.material.audits)} audits"

    @property
    def audits(self) -> list[Audited]:
        """The records of the releases, for the researcher's own calculations; not for publication."""
        return self.material.audits

    def show(self, *parts: str) -> None:
        """Show parts: ``decisions``, ``audits``, ``results``, ``indicators``, ``organisations``, ``federation``, …"""
        for name in parts:
            self.show_blocks(PARTS[name](self.material))

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show blocks of the user's own (:mod:`genderaudit.report.document`)."""
        for section in sections(blocks, self.material.language, deepest=2):
            display_section(section)

    def close(self) -> None:
        """Record what a released synthesis has published, so that later ones cannot be subtracted from it.

        If it covers all organisations, or all of a kind, its medians are stored as benchmarks for their reports.
        """
        if not self.is_release:
            return
        day = dt.date.today()
        benchmarks = self._benchmarks(day)  # first, so that its quarters are noted whatever parts were shown
        if self.material.counting.now:
            note(self.workspace, self.material.period, self.material.counting, day)
        if not (self.choice.names or self.choice.federation):
            keep_benchmarks(self.workspace, benchmarks)

    def _benchmarks(self, day: dt.date) -> list[Benchmark]:
        years = [one.year for one in self.audits]
        return [
            Benchmark(
                indicator=name,
                kind=self.choice.kind,
                middle=one.middle,
                audits=one.audits,
                first=min(years),
                last=max(years),
                date=day,
            )
            for name, one in self.material.quartered.items()
        ]
