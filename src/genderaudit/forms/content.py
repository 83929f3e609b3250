"""Content of a form: the questionnaire with the levels, units and branches of one organisation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import read_round
from genderaudit.intake.raw import one_line
from genderaudit.intake.round.used_names import alphabetical, names_used
from genderaudit.intake.survey.own_questionnaire import questionnaire_of
from genderaudit.intake.survey.wordings import Wordings, coded
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, read_organisation
from genderaudit.methodology.questionnaire import Item, Several

SECONDS_A_STATEMENT = 15
SECONDS_BESIDES = 180  # for the introduction, background and open questions


@dataclass(frozen=True, slots=True)
class FormOption:
    """A possible answer; ``label`` is an organisation's own name, without it the wording comes from the language."""

    question: str
    code: str
    wordings: Wordings = field(repr=False)
    label: str = ""

    def text(self, texts: Language) -> str:
        """Return the wording in a language."""
        return self.label or self.wordings.option(self.question, self.code, texts)

    @property
    def stored(self) -> str:
        """Return the value that a survey tool stores for it."""
        item = self.wordings.questionnaire.item(self.question)
        return item.scale.stored(self.code) if item else self.code


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question with its choices; without choices the answer is free text."""

    name: str
    wordings: Wordings = field(repr=False)
    choices: tuple[FormOption, ...] = ()

    def text(self, texts: Language) -> str:
        """Return the question in a language."""
        return self.wordings.question(self.name, texts)

    @property
    def is_agreement(self) -> bool:
        """Return true for a statement on the suite's agreement scale."""
        item = self.wordings.questionnaire.item(self.name)
        return item is not None and item.scale.is_agreement

    @property
    def is_several(self) -> bool:
        """Return true if several answers may be ticked."""
        return self.wordings.questionnaire.question(self.name) is not None


@dataclass(frozen=True, slots=True)
class Form:
    """The questionnaire for one organisation."""

    organisation: Organisation
    name: str
    """Name of the organisation's folder."""
    round: str
    background: tuple[FormQuestion, ...]
    areas: tuple[tuple[str, tuple[FormQuestion, ...]], ...]
    """Key areas with their statements, followed by their questions with several answers."""
    open: tuple[FormQuestion, ...]
    wordings: Wordings = field(repr=False)
    short: bool = False
    referral: str = ""
    """Contact after violence or harassment; empty where the organisation names none."""
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Column → units, branches and bodies that the lists name."""

    @property
    def title_values(self) -> dict[str, object]:
        """Return the values for the texts of ``form``."""
        statements = sum(len(questions) for _, questions in self.areas)
        minutes = 5 * math.ceil((SECONDS_A_STATEMENT * statements + SECONDS_BESIDES) / 300)
        minimum_cell = methodology().thresholds.minimum_cell_of(self.organisation)
        return {"name": self.organisation.name, "minimum": minimum_cell, "minutes": minutes}

    def about(self, texts: Language) -> list[str]:
        """Return the introduction, one text per paragraph."""
        parts = ("purpose", "voluntary", "confidential", "afterwards", "length", "together")
        return [texts.text(f"form.about.{part}", **self.title_values) for part in parts]

    def contact(self, texts: Language) -> str:
        """Return the text with the contact, or with a line to write it on."""
        return texts.text("form.referral", contact=one_line(self.referral) or texts.text("form.to_fill_in"))

    def words(self, texts: Language) -> dict[str, list[str]]:
        """Return statement → texts shown before it: in each area, before the first statement on violence."""
        kinds = {item.id: item.sensitive for item in self.wordings.questionnaire.items}
        first = (
            next((question.name for question in questions if kinds.get(question.name)), "")
            for _, questions in self.areas
        )
        return {name: [texts.text(f"form.before.{kinds[name]}"), self.contact(texts)] for name in first if name}

    def title(self, texts: Language) -> str:
        """Return the title in a language."""
        return texts.text("form.title", **self.title_values)

    @property
    def questions(self) -> list[FormQuestion]:
        """Return all questions in order."""
        return [*self.background, *(question for _, questions in self.areas for question in questions), *self.open]


def form_of(workspace: Workspace, name: str, round: str | None = None, *, short: bool = False) -> Form:
    """Return the form of an organisation, with the units and branches in its lists of a round.

    ``round``: by default the newest. Raises ``AuditError`` for unknown names.
    """
    organisation = read_organisation(workspace.raw(name))
    rounds = workspace.rounds(name)
    if round is not None and round not in rounds:
        raise AuditError("no_round", organisation=name, round=round, near=known_names(round, rounds))
    chosen = round or (rounds[-1] if rounds else "")
    known = names_used(workspace, name, organisation, [one for one in rounds if one <= chosen])
    units = sorted({*known.get("unit", ()), *known.get("branch", ())}, key=alphabetical)
    about = read_round(workspace.raw(name, chosen), organisation, chosen, only=("about",)).audit if chosen else None
    folder = workspace.raw(name, chosen) if chosen else workspace.raw(name) / "-"
    questionnaire = questionnaire_of(folder, organisation)
    wordings = Wordings(questionnaire)
    background = [
        _background_question(question.id, organisation, units, wordings) for question in questionnaire.background
    ]
    items = [item for item in questionnaire.items if item.short or not short]
    areas = [(area.id, _statements(items, area.id, wordings)) for area in methodology().areas]
    return Form(
        organisation,
        name,
        chosen,
        tuple(question for question in background if question),
        tuple((area, statements) for area, statements in areas if statements),
        tuple(FormQuestion(id, wordings) for id in questionnaire.open),
        wordings,
        short,
        (about or organisation.audit).referral or "",
        known,
    )


def languages_of(form: Form) -> list[Language]:
    """Return the organisation's languages, its first one first."""
    return [language(code) for code in form.organisation.languages]


def area_title(area: str, texts: Language) -> str:
    """Return the name of a key area."""
    return texts.text(f"areas.{area}.name")


def _statements(items: Sequence[Item], area: str, wordings: Wordings) -> tuple[FormQuestion, ...]:
    candidates: list[Item | Several] = [*items, *wordings.questionnaire.several]
    return tuple(FormQuestion(one.id, wordings, _choices(one.id, wordings)) for one in candidates if one.area == area)


def _choices(name: str, wordings: Wordings) -> tuple[FormOption, ...]:
    return tuple(FormOption(name, code, wordings) for code in wordings.options(name))


def _background_question(
    name: str, organisation: Organisation, units: Sequence[str], wordings: Wordings
) -> FormQuestion | None:
    """Return a question about the person; None for the level where an organisation has none."""
    if name == "level":
        labels = organisation.levels
        return FormQuestion(name, wordings, _own_choices(name, labels, wordings)) if labels else None
    if name == "unit":
        return FormQuestion(name, wordings, _own_choices(name, units, wordings))
    return FormQuestion(name, wordings, _choices(name, wordings))


def _own_choices(name: str, labels: Sequence[str], wordings: Wordings) -> tuple[FormOption, ...]:
    lines = map(one_line, labels)
    return tuple(FormOption(name, coded(line), wordings, line) for line in lines)
