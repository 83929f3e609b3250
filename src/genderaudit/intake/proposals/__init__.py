"""Proposals for ``organisation.yml``: likely settings for unknown lists, headers and codes, and open questions.

``propose`` returns data; ``as_yaml`` formats it, ``settled`` asks the questions, ``write`` adds it to the file.
"""

from genderaudit.intake.proposals.as_yaml import as_yaml
from genderaudit.intake.proposals.asking import settled
from genderaudit.intake.proposals.model import Answer, Choice, Line, Proposal, Question
from genderaudit.intake.proposals.of_round import Lists, lists_of, propose
from genderaudit.intake.proposals.writing import BEFORE, harmless, merged, write

__all__ = [
    "BEFORE",
    "Answer",
    "Choice",
    "Line",
    "Lists",
    "Proposal",
    "Question",
    "as_yaml",
    "harmless",
    "lists_of",
    "merged",
    "propose",
    "settled",
    "write",
]
