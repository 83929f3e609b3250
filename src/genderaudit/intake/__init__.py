"""From an organisation's files as they come to the tables that measures take."""

from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import Problem
from genderaudit.intake.tables import Intake, read_round

__all__ = ["TABLES", "Intake", "Problem", "read_round"]
