"""Questions asked one by one until none is open: an answer may settle others, or bring new ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from genderaudit.foundations.language import Language
from genderaudit.intake.proposals.model import Answer, Proposal, Question
from genderaudit.intake.proposals.of_round import lists_of, propose
from genderaudit.methodology.organisation import Organisation

MOST_ASKED = 200
"""Questions of a round; more are left open."""


def settled(
    folder: Path, organisation: Organisation, language: Language, ask: Callable[[Question], Answer] | None = None
) -> Proposal:
    """The proposal for the round in ``folder`` after every question was put to ``ask``; without it none is."""
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
