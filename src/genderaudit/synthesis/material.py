"""Input of the pages of a synthesis, and the wording of counts, shares and sums."""

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
    """Audits, counting rules, method and language of a synthesis."""

    chosen: Chosen
    period: str
    federation: str
    counting: Counting
    method: Methodology
    language: Language

    @property
    def audits(self) -> list[Audited]:
        """The audits sorted by organisation."""
        return self.chosen.audits

    @property
    def is_enough(self) -> bool:
        """True if there are enough audits for counts of protected figures."""
        return len(self.audits) >= FEWEST

    @property
    def withheld(self) -> str:
        """A sentence on why something is not counted; empty if nothing is withheld."""
        if self.audits and not self.is_enough:
            return self.say("protected.few")
        return self.say("protected.differs") if self.counting.withheld else ""

    @cached_property
    def quartered(self) -> dict[str, picture.Quartered]:
        """The quartiles that may be published, by indicator."""
        return picture.quartered(self.counting, self.audits, self.method)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the synthesis."""
        return self.language.text(f"{TEXTS}.{key}", **values)

    def how_many(self, count: Counted | None) -> str:
        """Return a count in words: exact, or near none, or near all."""
        if count is None:
            return NONE
        return self.say(f"counted.{count.form}", number=count.number, least=count.bounds[0], n=count.n)

    def of(self, total: picture.Summed) -> str:
        """Return women and total in numbers."""
        return self.say("of", number=total.part, n=total.n)

    def share(self, total: picture.Summed) -> str:
        """Return a share in the format of the language."""
        return self.language.figure(total.share, "share")

    def number(self, value: float) -> Cell:
        """Return a cell with a number."""
        return Cell(self.language.figure(value, "count"), number=True)
