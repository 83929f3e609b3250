"""Check of a learner's answer: a confirming sentence, or a hint that does not give the answer away."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from textwrap import fill
from typing import Any, Literal

from genderaudit.foundations.language import Language

Kind = Literal["share", "gap", "ratio", "index", "count", "seats", "letter", "name", "truth"]
"""A unit of figures, or another kind of answer: a letter, a name from a table, True or False."""

TOLERANCE: Mapping[str, float] = {"share": 0.005, "gap": 0.005, "ratio": 0.01, "index": 0.01}
"""Largest distance of an answer from the figure, that of two decimals; whole numbers must be exact."""

ROUNDING = 1e-9
"""Difference that is due to floating point only."""

PERCENT = ("share", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The right answer, and wrong answers that have a hint of their own.

    ``mistakes`` maps the name of a usual mistake (``training.hints.<hints>.<name>`` in the language files) to the
    answer it leads to; ``hints`` is the question's name unless several questions share their hints. ``planted`` is
    the figure in the model that the organisation was drawn from, or the planted pattern, where the truth file has
    it. ``also`` are further right answers (one of several names may be right).
    """

    value: float | str | bool
    kind: Kind
    mistakes: Mapping[str, float | str | bool] = field(default_factory=dict)
    planted: float | str | None = None
    also: tuple[str, ...] = ()
    hints: str = ""


class NotYet(Exception):  # noqa: N818 - no error of the program
    """Raised for an answer that is not right yet.

    A notebook shows its sentence without a trace; nbgrader gives no points.
    """

    def _render_traceback_(self) -> list[str]:
        return [fill(f"✘ {self}", 96)]  # wrapped here, as JupyterLab would break the line within a word


@dataclass(frozen=True, slots=True)
class Right:
    """Confirmation of a right answer, as a sentence: green in a notebook."""

    sentence: str

    def __repr__(self) -> str:
        return f"✔ {self.sentence}"

    def _repr_html_(self) -> str:
        style = "color:#1b5e20;font-weight:600;margin:0.3em 0"
        return f'<p style="{style}" role="status">✔ {escape(self.sentence)}</p>'


def judge(question: str, given: Any, right: Answer, language: Language) -> Right:
    """Return the sentence for a right answer; raises ``NotYet`` with a hint for any other."""
    _refuse(_wrong_form(given, right) or _hint_key(right.hints or question, given, right), language)
    if isinstance(right.value, str | bool):
        return Right(language.text("training.right_as_planted" if right.planted == right.value else "training.right"))
    figure = language.figure(float(right.value), right.kind)
    if not isinstance(right.planted, float):
        return Right(language.text("training.right_figure", figure=figure))
    planted = language.figure(right.planted, right.kind)
    return Right(language.text("training.right_planted", figure=figure, planted=planted))


def check_form(given: Any, right: Answer, language: Language) -> Right:
    """Return the sentence for an answer of the right form, right or not; raises ``NotYet`` for any other form."""
    _refuse(_wrong_form(given, right), language)
    return Right(language.text("training.noted"))


def _refuse(hint: str | None, language: Language) -> None:
    if hint:
        raise NotYet(f"{language.text('training.not_yet')} {language.text(hint)}")


def _wrong_form(given: Any, right: Answer) -> str | None:
    """Return the key of the text for an answer of the wrong form, or ``None``."""
    if given is ... or given is None or (isinstance(given, str) and not given.strip()):
        return "training.forms.empty"
    wanted: tuple[type, ...]
    match right.kind:
        case "letter" | "name":
            return None if isinstance(given, str) else f"training.forms.{right.kind}"
        case "truth":
            return None if _is_truth(given) else "training.forms.truth"
    if isinstance(given, tuple):
        return "training.forms.comma"  # a decimal comma: for Python 0,27 is two numbers
    wanted = (numbers.Real,)
    if not isinstance(given, wanted) or _is_truth(given) or not math.isfinite(float(given)):
        return "training.forms.number"
    return None


def _hint_key(hints: str, given: Any, right: Answer) -> str | None:
    """Return the key of the hint for a wrong answer, or ``None`` for a right one."""
    if any(_is_same(given, one, right.kind) for one in (right.value, *right.also)):
        return None
    for name, wrong in right.mistakes.items():
        if _is_same(given, wrong, right.kind):
            return f"training.hints.{hints}.{name}"
    if right.kind in PERCENT and _is_same(float(given) / 100, right.value, right.kind):
        return "training.forms.percent"
    return f"training.hints.{hints}.general"


def _is_same(given: Any, wanted: float | str | bool, kind: Kind) -> bool:
    match kind:
        case "letter" | "name":
            return str(given).strip().casefold() == str(wanted).strip().casefold()
        case "truth":
            return bool(given) == wanted
    tolerance = TOLERANCE.get(kind, ROUNDING) + ROUNDING
    return abs(float(given) - float(wanted)) <= tolerance


def _is_truth(given: Any) -> bool:
    return isinstance(given, bool) or type(given).__name__ in ("bool", "bool_")
