"""Intake: from an organisation's files as they come to the canonical tables that measures take."""

from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import SET_ASIDE, Problem
from genderaudit.intake.round.in_memory import keep_round, read_round
from genderaudit.intake.round.summary import ListRead, lists_read
from genderaudit.intake.round.tables import Intake

__all__ = ["SET_ASIDE", "TABLES", "Intake", "ListRead", "Problem", "keep_round", "lists_read", "read_round"]
