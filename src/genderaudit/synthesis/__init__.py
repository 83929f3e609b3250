"""The synthesis over the audits of many organisations: reads what was released, never a list (docs/synthesis.md)."""

from genderaudit.synthesis.audits import Audited, Choice, NotReleased, choose
from genderaudit.synthesis.notebook import Synthesis, open_synthesis

__all__ = ["Audited", "Choice", "NotReleased", "Synthesis", "choose", "open_synthesis"]
