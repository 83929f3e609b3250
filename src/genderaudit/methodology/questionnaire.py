"""The questionnaire: statements with key area, direction and scale, and multiple-choice questions.

The suite's own is ``templates/methodology/questionnaire.yml``, with texts in the language files. An organisation may
ask others, or use other words (``intake/survey/own_questionnaire.py``), which are stored here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from genderaudit.foundations.language import Language
from genderaudit.foundations.yamlfile import Record

AreaId = Annotated[str, Field(pattern=r"^[A-L]$")]
FEWEST_POINTS, MOST_POINTS = 2, 11
UNSURE = ("do_not_know", "prefer_not_to_say")
"""Codes of answers offered in addition to the points of every scale."""
NOT_APPLICABLE = "not_applicable"
"""Code for answers that say the question does not apply; they count as blank."""
NO, YES = "no", "yes"
"""The points of a yes-or-no scale."""
TICKED = 2
"""The answer to a ticked option of a multiple-choice question; 1 means not ticked."""

Text = TypeVar("Text")


class Scale(Record):
    """The points of a statement from the lowest, 1 … ``maximum``; for yes or no, 1 is no and 2 is yes."""

    maximum: Annotated[int, Field(ge=FEWEST_POINTS, le=MOST_POINTS)] = 5
    yes_no: bool = False
    words: dict[str, list[str]] = {}
    """The organisation's own words; without any, five points are the suite's agreement, others are numbers."""
    codes: list[str] = []
    """Codes stored by the survey tool for each point, if neither words nor numbers."""

    @property
    def is_agreement(self) -> bool:
        """True for the suite's scale, *strongly disagree* to *strongly agree*."""
        return self.maximum == 5 and not self.words

    @property
    def points(self) -> list[str]:
        """The code of every point, from the lowest."""
        return [NO, YES] if self.yes_no else [str(point) for point in range(1, self.maximum + 1)]

    @property
    def accepted(self) -> list[str]:
        """The codes that a file may have for the points instead of their words."""
        return self.codes or self.points

    def text(self, code: str, language: Language) -> str:
        """Return the wording of a point of the scale, or of one of ``UNSURE``."""
        if code in UNSURE or self.is_agreement:
            return language.text(f"scale.{code}")
        if self.words:
            return _of(self.words, language)[self.points.index(code)]
        return language.text(f"form.options.{code}") if self.yes_no else self.stored(code)

    def stored(self, code: str) -> str:
        """Return the code that a survey tool stores for a point of the scale, or for one of ``UNSURE``."""
        return self.codes[self.points.index(code)] if self.codes and code in self.points else code


class Item(Record):
    """A statement of the questionnaire."""

    id: str
    area: AreaId
    reverse: bool = False
    short: bool = False
    sensitive: Literal["violence"] | None = None
    """Marks statements preceded in forms by a warning and a contact for help.

    Asking them requires a contact before a release.
    """
    scale: Scale = Scale()
    text: dict[str, str] = {}
    """The words asked, by language; empty for the suite's statements, which have their own."""


class Several(Record):
    """A multiple-choice question: not rated, its options are counted."""

    id: str
    area: AreaId
    text: dict[str, str]
    options: list[str]
    """Codes of the options, as the survey tool stores them."""
    words: dict[str, list[str]]
    """The words of the options, by language."""

    def column(self, option: str) -> str:
        """Return the column of an option in the canonical table."""
        return f"{self.id}/{option}"

    @property
    def columns(self) -> list[str]:
        """The columns of all options."""
        return [self.column(option) for option in self.options]

    def option_text(self, option: str, language: Language) -> str:
        """Return the wording of an option."""
        return _of(self.words, language)[self.options.index(option)]


class Background(Record):
    """A question about the respondent."""

    id: str
    kind: str
    options: list[str] = []


class Questionnaire(Record):
    """The survey: items in the order asked."""

    background: list[Background] = []
    items: list[Item]
    several: list[Several] = []
    open: list[str] = []

    @property
    def ids(self) -> list[str]:
        """Names of the statements."""
        return [item.id for item in self.items]

    @property
    def age_bands(self) -> list[str]:
        """The age bands asked for."""
        return next((asked.options for asked in self.background if asked.id == "age_band"), [])

    def item(self, name: str) -> Item | None:
        """Return the statement of this name, or None."""
        return next((item for item in self.items if item.id == name), None)

    def question(self, name: str) -> Several | None:
        """Return the multiple-choice question of this name, or None."""
        return next((asked for asked in self.several if asked.id == name), None)

    def text(self, name: str, language: Language) -> str:
        """Return the words of a statement or question as asked; empty for other names."""
        asked = self.item(name) or self.question(name)
        if asked is None:
            return ""
        return _of(asked.text, language) if asked.text else language.text(f"items.{name}")

    def with_own_wordings(self, language: Language) -> Language:
        """Return the language with the words asked in place of the suite's."""
        own = {item.id: _of(item.text, language) for item in self.items if item.text}
        for asked in self.several:
            text = _of(asked.text, language)
            own |= {asked.column(one): f"{text} – {asked.option_text(one, language)}" for one in asked.options}
        for name in own:
            language = language.without_texts("items", name)
        return language.with_texts({"items": own}) if own else language

    def own_wordings(self) -> Iterator[tuple[str, str]]:
        """Yield name and text of statements and questions worded by the organisation."""
        for item in self.items:
            yield from ((item.id, text) for text in item.text.values())
        for asked in self.several:
            yield from ((asked.id, text) for text in asked.text.values())

    def own_texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text of the organisation's own, with the name it belongs to."""
        yield from self.own_wordings()
        words = [(item.id, item.scale.words) for item in self.items] + [(one.id, one.words) for one in self.several]
        yield from ((name, word) for name, of in words for listed in of.values() for word in listed)


def _of(texts: Mapping[str, Text], language: Language) -> Text:
    """Return the words asked in a language, else in the first one, as no other words were asked."""
    return texts[language.code] if language.code in texts else next(iter(texts.values()))
