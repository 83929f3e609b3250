"""Intake: turns an organisation's files, in whatever form, into the canonical tables that measures take.

Packages and modules from the ground up; each imports only those listed above it:

==============  =======================================================================================================
``contract``    the canonical tables and their columns
``problems``    problems of files: the rule broken, its place, and the remedy; one class for all checks
``raw``         cells as read, with headers and row numbers (``RawTable``)
``vocabulary``  words by which lists are recognised (``templates/intake``)
``cells``       parsing of a column's cells: numbers, dates, amounts, ages, codes
``files``       reading of files to raw cells: workbooks, text, statistics programs; detection of the header row
``survey``      exports of survey tools, wordings of a questionnaire, an organisation's own questionnaire
``rows``        separation of entries from totals, headings, notes, people absent
``list_file``   state of one file of a list while it is read, with its problems
``about``       the table on the conduct of the audit
``checks``      contradictions within and between tables, and texts that must not be printed
``columns``     conversion of raw cells to a canonical table
``round``       all lists of a round: reading in one pass, caching, summary; the folder of a new round
``proposals``   likely settings for lists that ``organisation.yml`` does not know (``check --suggest``)
==============  =======================================================================================================
"""

from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import SET_ASIDE, Problem
from genderaudit.intake.round.in_memory import keep_round, read_round
from genderaudit.intake.round.summary import ListRead, lists_read
from genderaudit.intake.round.tables import Intake

__all__ = ["SET_ASIDE", "TABLES", "Intake", "ListRead", "Problem", "keep_round", "lists_read", "read_round"]
