"""What a survey asks: statements with their key area, direction and scale, and questions with several answers.

The suite's own questionnaire is ``templates/methodology/questionnaire.yml``, with its texts in the language files.
An organisation may ask others, or the same in other words (``intake/own_questionnaire.py``); then the words are here.
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
NOT_APPLICABLE = "not_applicable"
"""A code for answers that say that the question does not concern the person: as if it had been left blank."""
"""Codes of what may be ticked beside every scale."""
NO, YES = "no", "yes"
"""The points of a scale of yes or no."""
TICKED = 2
"""The answer to an option of a question with several answers that was ticked; 1: it was not."""

Text = TypeVar("Text")


class Scale(Record):
    """The points of a statement, from the lowest on: 1 … ``maximum``; of yes or no, 1 is no and 2 is yes."""

    maximum: Annotated[int, Field(ge=FEWEST_POINTS, le=MOST_POINTS)] = 5
    yes_no: bool = False
    words: dict[str, list[str]] = {}
    """The organisation's own words; without any, five points are the suite's agreement, others are numbers."""
    codes: list[str] = []
    """What the survey tool stores for each point, where it stores no words and no numbers."""

    @property
    def is_agreement(self) -> bool:
        """Whether it is the suite's scale, *strongly disagree* to *strongly agree*."""
        return self.maximum == 5 and not self.words

    @property
    def points(self) -> list[str]:
        """The code of every point, from the lowest on."""
        return [NO, YES] if self.yes_no else [str(point) for point in range(1, self.maximum + 1)]

    @property
    def accepted(self) -> list[str]:
        """What a file may hold for every point besides its words."""
        return self.codes or self.points

    def text(self, code: str, language: Language) -> str:
        """The wording of a point, or of what may be ticked beside the scale."""
        if code in UNSURE or self.is_agreement:
            return language.text(f"scale.{code}")
        if self.words:
            return _of(self.words, language)[self.points.index(code)]
        return language.text(f"form.options.{code}") if self.yes_no else self.stored(code)

    def stored(self, code: str) -> str:
        """What a survey tool stores for a point, or for what may be ticked beside the scale."""
        return self.codes[self.points.index(code)] if self.codes and code in self.points else code


class Item(Record):
    """A statement of the questionnaire."""

    id: str
    area: AreaId
    reverse: bool = False
    short: bool = False
    sensitive: Literal["violence"] | None = None
    """What a word stands before in forms, with whom to turn to; who asks it must name somebody before a release."""
    scale: Scale = Scale()
    text: dict[str, str] = {}
    """The words that were asked, by language; none of a statement of the suite, which has its own."""


class Several(Record):
    """A question of which several answers may be ticked: no rating, its options are counted."""

    id: str
    area: AreaId
    text: dict[str, str]
    options: list[str]
    """Codes of the options, as the survey tool stores them."""
    words: dict[str, list[str]]
    """The words of the options, by language."""

    def column(self, option: str) -> str:
        """The column of an option in the canonical table."""
        return f"{self.id}/{option}"

    @property
    def columns(self) -> list[str]:
        """The columns of all options."""
        return [self.column(option) for option in self.options]

    def option_text(self, option: str, language: Language) -> str:
        """The wording of an option."""
        return _of(self.words, language)[self.options.index(option)]


class Background(Record):
    """A question about the person who answers."""

    id: str
    kind: str
    options: list[str] = []


class Questionnaire(Record):
    """The survey: items in the order in which they are asked."""

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
        """The bands of age that are asked for."""
        return next((asked.options for asked in self.background if asked.id == "age_band"), [])

    def item(self, name: str) -> Item | None:
        """The statement of that name, if it is one."""
        return next((item for item in self.items if item.id == name), None)

    def question(self, name: str) -> Several | None:
        """The question with several answers of that name, if it is one."""
        return next((asked for asked in self.several if asked.id == name), None)

    def text(self, name: str, language: Language) -> str:
        """The words of a statement or question as they were asked; empty for a name that is neither."""
        asked = self.item(name) or self.question(name)
        if asked is None:
            return ""
        return _of(asked.text, language) if asked.text else language.text(f"items.{name}")

    def spoken(self, language: Language) -> Language:
        """The language with the words that were asked in the place of the suite's, and of what the suite lacks."""
        own = {item.id: _of(item.text, language) for item in self.items if item.text}
        for asked in self.several:
            text = _of(asked.text, language)
            own |= {asked.column(one): f"{text} – {asked.option_text(one, language)}" for one in asked.options}
        for name in own:
            language = language.without_texts("items", name)
        return language.with_texts({"items": own}) if own else language

    def worded(self) -> Iterator[tuple[str, str]]:
        """Name and every text of statements and questions that the organisation has worded."""
        for item in self.items:
            yield from ((item.id, text) for text in item.text.values())
        for asked in self.several:
            yield from ((asked.id, text) for text in asked.text.values())

    def told(self) -> Iterator[tuple[str, str]]:
        """Every text that is the organisation's own, with the name of what it belongs to."""
        yield from self.worded()
        words = [(item.id, item.scale.words) for item in self.items] + [(one.id, one.words) for one in self.several]
        yield from ((name, word) for name, of in words for listed in of.values() for word in listed)


def _of(texts: Mapping[str, Text], language: Language) -> Text:
    """What was asked in a language, else in the one that comes first: no other words were asked."""
    return texts[language.code] if language.code in texts else next(iter(texts.values()))
