"""What a form asks: the questionnaire with the levels, units and branches of one organisation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import read_round, survey_words
from genderaudit.intake.own_questionnaire import questionnaire_of
from genderaudit.intake.raw import one_line
from genderaudit.intake.survey_words import Wordings
from genderaudit.intake.used_names import alphabetical, names_used
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, read_organisation
from genderaudit.methodology.questionnaire import Item, Several

SECONDS_A_STATEMENT = 15
SECONDS_BESIDES = 180


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that can be chosen. ``label`` is an organisation's own name; without one the language has the words."""

    question: str
    code: str
    wordings: Wordings = field(repr=False)
    label: str = ""

    def text(self, texts: Language) -> str:
        """The wording in a language."""
        return self.label or self.wordings.option(self.question, self.code, texts)

    @property
    def stored(self) -> str:
        """What a survey tool stores for it."""
        item = self.wordings.questionnaire.item(self.question)
        return item.scale.stored(self.code) if item else self.code


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its choices, or without any where people write."""

    name: str
    wordings: Wordings = field(repr=False)
    choices: tuple[Choice, ...] = ()

    def text(self, texts: Language) -> str:
        """The question in a language."""
        return self.wordings.question(self.name, texts)

    @property
    def is_agreement(self) -> bool:
        """Whether it is a statement on the suite's scale."""
        item = self.wordings.questionnaire.item(self.name)
        return item is not None and item.scale.is_agreement

    @property
    def is_several(self) -> bool:
        """Whether several answers may be ticked."""
        return self.wordings.questionnaire.question(self.name) is not None


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire for one organisation."""

    organisation: Organisation
    name: str
    """Name of the organisation's folder."""
    round: str
    background: tuple[Question, ...]
    areas: tuple[tuple[str, tuple[Question, ...]], ...]
    """Key areas with their statements, then their questions with several answers."""
    open: tuple[Question, ...]
    wordings: Wordings = field(repr=False)
    short: bool = False
    referral: str = ""
    """Whom people can turn to after violence or harassment; empty where the organisation names nobody."""
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Units, branches and bodies that the lists name, by column."""

    @property
    def title_values(self) -> dict[str, object]:
        """What the texts of ``form`` are filled with."""
        statements = sum(len(questions) for _, questions in self.areas)
        minutes = 5 * math.ceil((SECONDS_A_STATEMENT * statements + SECONDS_BESIDES) / 300)
        smallest = methodology().thresholds.minimum_cell_of(self.organisation)
        return {"name": self.organisation.name, "minimum": smallest, "minutes": minutes}

    def about(self, texts: Language) -> list[str]:
        """What people are told before they begin."""
        parts = ("purpose", "voluntary", "confidential", "afterwards", "length", "together")
        return [texts.text(f"form.about.{part}", **self.title_values) for part in parts]

    def contact(self, texts: Language) -> str:
        """Whom to turn to, or a line to write it on."""
        return texts.text("form.referral", contact=one_line(self.referral) or texts.text("form.to_fill_in"))

    def words(self, texts: Language) -> dict[str, list[str]]:
        """Name of a statement → what people are told before it: of each area, before the first on violence."""
        kinds = {item.id: item.sensitive for item in self.wordings.questionnaire.items}
        first = (next((asked.name for asked in questions if kinds.get(asked.name)), "") for _, questions in self.areas)
        return {name: [texts.text(f"form.before.{kinds[name]}"), self.contact(texts)] for name in first if name}

    def title(self, texts: Language) -> str:
        """The title in a language."""
        return texts.text("form.title", **self.title_values)

    @property
    def questions(self) -> list[Question]:
        """All questions in order."""
        return [*self.background, *(question for _, asked in self.areas for question in asked), *self.open]


def form_of(workspace: Workspace, name: str, round: str | None = None, *, short: bool = False) -> Form:
    """The form of an organisation, with the units and branches that its lists of a round hold.

    ``round``: the newest, if none is named. Raises ``AuditError`` for unknown names.
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
    background = [_background(question.id, organisation, units, wordings) for question in questionnaire.background]
    items = [item for item in questionnaire.items if item.short or not short]
    areas = [(area.id, _statements(items, area.id, wordings)) for area in methodology().areas]
    return Form(
        organisation,
        name,
        chosen,
        tuple(question for question in background if question),
        tuple((area, asked) for area, asked in areas if asked),
        tuple(Question(id, wordings) for id in questionnaire.open),
        wordings,
        short,
        (about or organisation.audit).referral or "",
        known,
    )


def languages_of(form: Form) -> list[Language]:
    """The organisation's languages, its own first."""
    return [language(code) for code in form.organisation.languages]


def area_title(area: str, texts: Language) -> str:
    """The name of a key area."""
    return texts.text(f"areas.{area}.name")


def _statements(items: Sequence[Item], area: str, wordings: Wordings) -> tuple[Question, ...]:
    asked: list[Item | Several] = [*items, *wordings.questionnaire.several]
    return tuple(Question(one.id, wordings, _choices(one.id, wordings)) for one in asked if one.area == area)


def _choices(name: str, wordings: Wordings) -> tuple[Choice, ...]:
    return tuple(Choice(name, code, wordings) for code in wordings.options(name))


def _background(name: str, organisation: Organisation, units: Sequence[str], wordings: Wordings) -> Question | None:
    """A question about the person; an organisation without levels is not asked for them."""
    if name == "level":
        labels = organisation.levels
        return Question(name, wordings, _own(name, labels, wordings)) if labels else None
    if name == "unit":
        return Question(name, wordings, _own(name, units, wordings))
    return Question(name, wordings, _choices(name, wordings))


def _own(name: str, labels: Sequence[str], wordings: Wordings) -> tuple[Choice, ...]:
    lines = map(one_line, labels)
    return tuple(Choice(name, survey_words.coded(line), wordings, line) for line in lines)
