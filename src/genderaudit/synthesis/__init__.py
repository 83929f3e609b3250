"""Synthesis over the audits of many organisations: reads released findings, never lists (docs/synthesis.md)."""

from genderaudit.synthesis.audits import Audited, AuditSelection, NotReleased, choose
from genderaudit.synthesis.notebook import Synthesis, open_synthesis

__all__ = ["AuditSelection", "Audited", "NotReleased", "Synthesis", "choose", "open_synthesis"]
