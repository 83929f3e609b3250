"""Questions of ``genderaudit check --apply``: numbered choices, one of them *I do not know*.

They are put in the terminal, or the answers stand in lines of a pipe or file, in the order of the questions.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from genderaudit.foundations.errors import AuditError

if TYPE_CHECKING:
    from genderaudit.foundations.language import Language
    from genderaudit.intake.proposals import OpenQuestion, QuestionAnswer


_LONGEST_ECHO = 10  # characters


def asker(language: Language) -> Callable[[OpenQuestion], QuestionAnswer] | None:
    """Return a function that asks questions, or None without a terminal, pipe or file to read answers from."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        return lambda question: _ask_in_terminal(question, language)
    return (lambda question: _read(question, language)) if _has_lines() else None


def _has_lines() -> bool:
    """Return True if standard input is a pipe or a file; a scheduler gives none, or an empty one."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def _ask_in_terminal(question: OpenQuestion, language: Language) -> QuestionAnswer:
    """Ask a question and return the answer; an empty line or the end of input means "I do not know"."""
    _print(question, language)
    while True:
        try:
            given = input(f"{language.text('apply.number')} ").strip()
        except EOFError:
            given = ""
        if (answer := _answer(question, given)) is not None:
            return answer
        print(language.text("apply.no_choice", most=len(question.choices)))


def _read(question: OpenQuestion, language: Language) -> QuestionAnswer:
    """Return the answer in the next line of input; without one, the question stays open.

    Raises ``AuditError`` for a line that is no choice: those that follow would answer other questions.
    """
    line = sys.stdin.readline()
    if line:
        _print(question, language)
        print(f"{language.text('apply.number')} {line.strip()[:_LONGEST_ECHO]}")
    answer = _answer(question, line.strip())
    if answer is None:
        raise AuditError("apply_no_choice", question=question.text, most=len(question.choices))
    return answer


def _print(question: OpenQuestion, language: Language) -> None:
    print(f"\n{question.text}")
    for number, choice in enumerate(question.choices, start=1):
        print(f"  {number}. {choice.label}")
    print(f"  0. {language.text('apply.do_not_know')}")


def _answer(question: OpenQuestion, given: str) -> QuestionAnswer | None:
    """Return the answer for a number, 0 or empty input; None if it is not a valid choice."""
    from genderaudit.intake.proposals import QuestionAnswer

    if given in ("", "0"):
        return QuestionAnswer(question.id, None)
    if given.isdecimal() and 1 <= int(given[:4]) <= len(question.choices):
        return QuestionAnswer(question.id, question.choices[int(given[:4]) - 1].value)
    return None
