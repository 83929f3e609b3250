"""Proposals for ``organisation.yml``: likely settings for unknown lists, headers and codes, and open questions.

``propose`` returns data, ``proposal_after_questions`` asks, ``as_yaml`` formats, ``write`` adds it to the file.
"""

from genderaudit.intake.proposals.as_yaml import as_yaml
from genderaudit.intake.proposals.asking import proposal_after_questions
from genderaudit.intake.proposals.lists_read import Lists, lists_of
from genderaudit.intake.proposals.model import AnswerOption, OpenQuestion, Proposal, QuestionAnswer, SettingLine
from genderaudit.intake.proposals.of_round import propose
from genderaudit.intake.proposals.writing import BEFORE, harmless, merged, write

__all__ = [
    "BEFORE",
    "AnswerOption",
    "Lists",
    "OpenQuestion",
    "Proposal",
    "QuestionAnswer",
    "SettingLine",
    "as_yaml",
    "harmless",
    "lists_of",
    "merged",
    "proposal_after_questions",
    "propose",
    "write",
]
