"""Proposals for ``organisation.yml``: what unknown lists, headers and codes most likely are, and what is to be asked.

``propose`` gives data; ``as_yaml`` prints it to paste, ``settled`` asks, ``write`` puts it into the file.
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
