"""The object of the synthesis notebook: it shows the parts one by one, and notes what a released one has told."""

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
from genderaudit.synthesis.audits import Audited, Choice, choose
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.pages import PARTS
from genderaudit.synthesis.together import Counting, note, read_register


def open_synthesis(
    period: str = "", organisations: str = "", language: str = "en", workspace: str = "", release: bool = False
) -> Synthesis:
    """Open the synthesis over what was released.

    ``period``: a year, two years as 2023-2025, or empty for every organisation's newest audit. ``organisations``: names
    with spaces between them, ``kind:trade_union``, ``federation:NAME``, or empty for all. ``release``: what it
    tells is noted at its end. Errors are said in its language from then on. Raises ``AuditError`` for what is not
    understood or not known.
    """
    texts, method = language_of(str(language)), methodology()
    set_error_language(texts.code)
    place, choice = Workspace.open(workspace), Choice.of(str(period), str(organisations))
    chosen = choose(place, choice, method)
    counting = Counting(read_register(place).told())
    material = Material(chosen, choice.period, choice.federation, counting, method, texts)
    return Synthesis(place, choice, material, bool(release))


@dataclass
class Synthesis:
    """The synthesis of a period in one language."""

    workspace: Workspace
    choice: Choice
    material: Material
    is_release: bool = False

    def __repr__(self) -> str:
        return f"Synthesis of {len(self.material.audits)} audits"

    @property
    def audits(self) -> list[Audited]:
        """What was read of each release, for calculations of one's own; it is not for readers."""
        return self.material.audits

    def show(self, *parts: str) -> None:
        """Show parts: ``decisions``, ``audits``, ``results``, ``indicators``, ``organisations``, ``federation``, …"""
        for name in parts:
            self.show_blocks(PARTS[name](self.material))

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show blocks of one's own (:mod:`genderaudit.report.document`)."""
        for one in sections(blocks, self.material.language, deepest=2):
            display_section(one)

    def close(self) -> None:
        """Of a release, note what it has told: nothing that is told later tells with it what one audit found.

        The middles that it tells are kept for the reports of organisations, if it is of all, or all of a kind.
        """
        if not self.is_release:
            return
        day = dt.date.today()
        made = self._benchmarks(day)  # first, so that its quarters are noted whatever parts were shown
        if self.material.counting.now:
            note(self.workspace, self.material.period, self.material.counting, day)
        if not (self.choice.names or self.choice.federation):
            keep_benchmarks(self.workspace, made)

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
