"""The object of the synthesis notebook: it shows the parts one by one, and notes over which audits it has counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from genderaudit.audit import display_section
from genderaudit.language import language as language_of
from genderaudit.methodology import methodology
from genderaudit.report.document import Block
from genderaudit.report.writers.page import sections
from genderaudit.synthesis.audits import Audited, Choice, choose
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.pages import PARTS
from genderaudit.synthesis.together import note, protection, read_register
from genderaudit.workspace import Workspace


def open_synthesis(period: str = "", organisations: str = "", language: str = "en", workspace: str = "") -> Synthesis:
    """Open the synthesis over what was released.

    ``period``: a year, two years as 2023-2025, or empty for every organisation's newest audit. ``organisations``: names
    with spaces between them, ``kind:trade_union``, ``federation:NAME``, or empty for all. Raises ``AuditError`` for
    what is not understood or not known.
    """
    place, choice = Workspace.open(workspace), Choice.of(str(period), str(organisations))
    texts, method = language_of(str(language)), methodology()
    chosen = choose(place, choice, method)
    safe = protection(chosen.audits, read_register(place).sets)
    return Synthesis(place, Material(chosen, choice.period, choice.federation, safe, method, texts))


@dataclass
class Synthesis:
    """The synthesis of a period in one language."""

    workspace: Workspace
    material: Material

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
        """Note the sets of audits that were counted over: later syntheses keep their differences large enough."""
        sets = self.material.protection
        if sets.whole:
            whole = frozenset(one.element for one in self.audits)
            note(self.workspace, self.material.period, [whole, *sets.sets], dt.date.today())
