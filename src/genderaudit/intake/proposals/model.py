"""Data of a proposal: settled lines and open questions about the lists of a round.

The terminal prints them. Nothing here reads a file or changes how one is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Place: TypeAlias = tuple[str, ...]
"""Keys of ``organisation.yml`` from the outermost: ``("tables", "staff", "columns", "Sexe")``."""


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """An answer to choose: its value in ``Answer``, and its label for a person."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that only the organisation can answer; ``id`` is stable for the same round."""

    id: str
    text: str
    choices: tuple[AnswerOption, ...]


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """The value of the chosen answer, ``None`` for "I do not know"."""

    question: str
    value: str | None


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting at its place; with ``value`` None a comment: open, or left ``aside`` with the reason."""

    place: Place
    value: object = None
    comment: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines in the order of writing, remarks about files, and open questions."""

    lines: tuple[SettingLine, ...] = ()
    remarks: tuple[str, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()

    @property
    def settings(self) -> dict[str, object]:
        """The settled lines as nested mappings, as in ``organisation.yml``."""
        return settings_of(self.lines)

    @property
    def closed(self) -> Proposal:
        """The settled part."""
        return Proposal(tuple(line for line in self.lines if line.value is not None))


@dataclass(slots=True)
class Draft:
    """Lines and questions under construction; ``answers`` so far: question → value."""

    answers: Mapping[str, str | None]
    lines: list[SettingLine] = field(default_factory=list)
    questions: list[OpenQuestion] = field(default_factory=list)

    def add(self, place: Place, value: object = None, comment: str = "") -> None:
        """Add a line."""
        self.lines.append(SettingLine(place, value, comment))

    def leave(self, place: Place, why: str) -> None:
        """Add a line that is left aside."""
        self.lines.append(SettingLine(place, None, why, aside=True))

    def ask(self, question: OpenQuestion) -> str | None:
        """Return the answer given before; without one, record the question and return None."""
        value = self.answers.get(question.id)
        if value in {choice.value for choice in question.choices}:
            return value
        if question.choices:
            self.questions.append(question)
        return None


def settings_of(lines: Iterable[SettingLine]) -> dict[str, object]:
    """Return settled lines as nested mappings."""
    found: dict[str, object] = {}
    for line in lines:
        if line.value is not None:
            node = found
            for key in line.place[:-1]:
                node = node.setdefault(key, {})  # type: ignore[assignment]
            node[line.place[-1]] = line.value
    return found
