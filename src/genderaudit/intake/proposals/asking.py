"""Asking the questions of a proposal one by one: an answer may settle others, or raise new ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from genderaudit.foundations.language import Language
from genderaudit.intake.proposals.lists_read import lists_of
from genderaudit.intake.proposals.model import OpenQuestion, Proposal, QuestionAnswer
from genderaudit.intake.proposals.of_round import propose
from genderaudit.methodology.organisation import Organisation

MOST_ASKED = 200
"""Questions asked per round; more remain open."""


def proposal_after_questions(
    folder: Path,
    organisation: Organisation,
    language: Language,
    ask: Callable[[OpenQuestion], QuestionAnswer] | None = None,
) -> Proposal:
    """Return the proposal for the round in ``folder`` after ``ask`` answered every question.

    Without it none is asked.
    """
    lists = lists_of(folder, organisation)
    answers: dict[str, str | None] = {}
    proposal = propose(lists, organisation, language, answers)
    while ask and len(answers) < MOST_ASKED:
        left = [question for question in proposal.questions if question.id not in answers]
        if not left:
            break
        answers[left[0].id] = ask(left[0]).value
        proposal = propose(lists, organisation, language, answers)
    return proposal
