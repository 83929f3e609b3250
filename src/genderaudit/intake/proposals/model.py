"""What a proposal is: settled lines and open questions about the lists of a round, as data.

A terminal prints them, a page may. Nothing here reads a file or changes how one is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Place: TypeAlias = tuple[str, ...]
"""Keys of ``organisation.yml`` from the outermost on: ``("tables", "staff", "columns", "Sexe")``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be chosen: what stands for it in ``Answer``, and its words for a person."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only the organisation knows. ``id`` is the same each time the same round is asked about."""

    id: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The value of the choice that was made, ``None`` where the person does not know."""

    question: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A setting at its place; where ``value`` is ``None`` a comment: an open one, or one left ``aside`` and why."""

    place: Place
    value: object = None
    comment: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines in the order in which they are written, remarks about files, and the questions that are open."""

    lines: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def settings(self) -> dict[str, object]:
        """The settled lines as nested mappings, as ``organisation.yml`` would hold them."""
        return settings_of(self.lines)

    @property
    def closed(self) -> Proposal:
        """What is settled of it."""
        return Proposal(tuple(line for line in self.lines if line.value is not None))


@dataclass(slots=True)
class Draft:
    """Lines and questions as they are found; ``answers`` are those given so far: question → value."""

    answers: Mapping[str, str | None]
    lines: list[Line] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, place: Place, value: object = None, comment: str = "") -> None:
        """A line."""
        self.lines.append(Line(place, value, comment))

    def leave(self, place: Place, why: str) -> None:
        """A line that is left aside."""
        self.lines.append(Line(place, None, why, aside=True))

    def ask(self, question: Question) -> str | None:
        """The answer given before; ``None`` where there is none, and the question is open."""
        value = self.answers.get(question.id)
        if value in {choice.value for choice in question.choices}:
            return value
        if question.choices:
            self.questions.append(question)
        return None


def settings_of(lines: Iterable[Line]) -> dict[str, object]:
    """Settled lines as nested mappings."""
    found: dict[str, object] = {}
    for line in lines:
        if line.value is not None:
            node = found
            for key in line.place[:-1]:
                node = node.setdefault(key, {})  # type: ignore[assignment]
            node[line.place[-1]] = line.value
    return found
