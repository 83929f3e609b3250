"""What the pages of a synthesis are made from, and how they say a count, a share, a sum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.tables import Cell
from genderaudit.synthesis import picture
from genderaudit.synthesis.audits import Audited, Chosen
from genderaudit.synthesis.together import FEWEST, Counted, Counting

TEXTS = "synthesis"
NONE = "–"


@dataclass(frozen=True)
class Material:
    """What the pages are made from."""

    chosen: Chosen
    period: str
    federation: str
    counting: Counting
    method: Methodology
    language: Language

    @property
    def audits(self) -> list[Audited]:
        """The audits, by the name of their organisation."""
        return self.chosen.audits

    @property
    def is_enough(self) -> bool:
        """Whether there are as many audits as counts of what reports alone say are made of."""
        return len(self.audits) >= FEWEST

    @property
    def withheld(self) -> str:
        """Why something is not counted, in a sentence; empty where everything is that is known."""
        if self.audits and not self.is_enough:
            return self.say("protected.few")
        return self.say("protected.differs") if self.counting.withheld else ""

    @cached_property
    def quartered(self) -> dict[str, picture.Quartered]:
        """The quarters that are told, by indicator."""
        return picture.quartered(self.counting, self.audits, self.method)

    def say(self, key: str, **values: object) -> str:
        """A text of the synthesis."""
        return self.language.text(f"{TEXTS}.{key}", **values)

    def how_many(self, one: Counted | None) -> str:
        """A count in words that hold: of so many, or near none, or near all."""
        if one is None:
            return NONE
        return self.say(f"counted.{one.form}", number=one.number, least=one.bounds[0], n=one.n)

    def of(self, one: picture.Summed) -> str:
        """Women of all, in numbers."""
        return self.say("of", number=one.part, n=one.n)

    def share(self, one: picture.Summed) -> str:
        """A part of all, in the language's conventions."""
        return self.language.figure(one.share, "share")

    def number(self, value: float) -> Cell:
        """A cell with a number."""
        return Cell(self.language.figure(value, "count"), number=True)
