"""Intake: from an organisation's files as they come to the canonical tables that measures take.

From the ground up; each package imports only what stands above its line:

==============  =======================================================================================================
``contract``    the canonical tables and their columns
``problems``    what is wrong with a file, where, and what to do: one list, whatever found it
``raw``         cells as read, with headers and row numbers (``RawTable``)
``vocabulary``  words by which lists are recognised (``templates/intake``)
``cells``       from the cells of a column to values: numbers, dates, amounts, ages, codes
``files``       from files of any kind to raw cells: workbooks, text, statistics programs; where the header row is
``survey``      exports of survey tools, wordings of a questionnaire, an organisation's own questionnaire
``rows``        which rows are entries, not totals, headings, notes, people absent
``list_file``   one file of a list on its way, with its problems
``about``       the table on how the audit was made
``checks``      what cannot be right, or must not be printed
``columns``     from raw cells to a canonical table
``round``       all lists of a round: read in one pass, kept, summed up; the folder of a new round
``proposals``   likely settings for lists that ``organisation.yml`` does not know (``check --suggest``)
==============  =======================================================================================================
"""

from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import SET_ASIDE, Problem
from genderaudit.intake.round.in_memory import keep_round, read_round
from genderaudit.intake.round.summary import ListRead, lists_read
from genderaudit.intake.round.tables import Intake

__all__ = ["SET_ASIDE", "TABLES", "Intake", "ListRead", "Problem", "keep_round", "lists_read", "read_round"]
