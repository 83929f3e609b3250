"""Questions of ``genderaudit check --apply`` in the terminal: numbered choices, one of them *I do not know*."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genderaudit.foundations.language import Language
    from genderaudit.intake.proposals import Answer, Question


def asker(language: Language) -> Callable[[Question], Answer] | None:
    """Who asks; nobody where there is no terminal to answer at."""
    return (lambda question: _asked(question, language)) if sys.stdin is not None and sys.stdin.isatty() else None


def _asked(question: Question, language: Language) -> Answer:
    """The answer to a question; an empty line, or the end of the input, is that one does not know."""
    from genderaudit.intake.proposals import Answer

    print(f"\n{question.text}")
    for number, choice in enumerate(question.choices, start=1):
        print(f"  {number}. {choice.label}")
    print(f"  0. {language.text('apply.do_not_know')}")
    while True:
        try:
            given = input(f"{language.text('apply.number')} ").strip()
        except EOFError:
            given = ""
        if given in ("", "0"):
            return Answer(question.id, None)
        if given.isdecimal() and 1 <= int(given[:4]) <= len(question.choices):
            return Answer(question.id, question.choices[int(given[:4]) - 1].value)
        print(language.text("apply.no_choice", most=len(question.choices)))
