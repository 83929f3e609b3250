"""Synthesis over the audits of many organisations: reads released findings, never lists (docs/synthesis.md)."""

from genderaudit.synthesis.audits import Audited, Choice, NotReleased, choose
from genderaudit.synthesis.notebook import Synthesis, open_synthesis

__all__ = ["Audited", "Choice", "NotReleased", "Synthesis", "choose", "open_synthesis"]
