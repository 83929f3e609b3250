"""Headers and answers of a questionnaire in every language of the suite, as survey tools write them.

They are compared by ``key``: without case, tags, spaces and punctuation, which tools change.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from genderaudit.foundations.language import Language, language, languages
from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.contract import TABLES
from genderaudit.intake.vocabulary import dictionaries
from genderaudit.intake.vocabulary.cell_words import no_words, yes_words
from genderaudit.methodology.questionnaire import NO, UNSURE, YES, Questionnaire, Scale

ITEMS = "items"
"""The name under ``codes`` in ``organisation.yml`` for all statements."""

PARTICIPATION = "taking_part"
"""The question on taking part; ``no`` ends the questionnaire."""

SHEET_NUMBER = "sheet_number"
"""The number written on a paper sheet by the person who types it in; never read."""

_TAGS = re.compile(r"<[^<>]{0,200}>")
_SEPARATORS = re.compile(r"[\W_]+")


class Tools(Record):
    """The content of ``templates/intake/survey_tools.yml``."""

    marks: dict[str, list[list[str]]]
    started: list[str]
    submitted: list[str]
    private: list[list[str]]
    review: list[str]
    rejected: list[str]
    remarks: list[str]
    trial: list[str]
    blank: list[str]
    letters: dict[str, dict[str, dict[str, str]]]


@cache
def tools() -> Tools:
    """Return what is known of exports of survey tools."""
    return load_model(TEMPLATES / "intake" / "survey_tools.yml", Tools)


def wording_key(text: object) -> str:
    """Return a word for comparison: lower-case letters without accents, and digits."""
    return _SEPARATORS.sub("", folded(_TAGS.sub("", html.unescape(str(text)))))


def wording_keys(words: Iterable[str]) -> frozenset[str]:
    """Return the keys of several words."""
    return frozenset(map(wording_key, words))


class Wordings:
    """Headers and answers that identify the questions of a questionnaire, and their wordings."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._answers: dict[str, Mapping[str, str]] = {}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Key of a name → name, for columns and questions of the survey."""
        asked = self.questionnaire
        options = [column for one in asked.several for column in (one.id, *one.columns)]
        all_names = [column.name for column in TABLES["survey"].columns]
        all_names += [*asked.ids, *options, *asked.open, PARTICIPATION, SHEET_NUMBER]
        return {wording_key(name): name for name in all_names}

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """Key of a question's text in any language → name of its column."""
        found = {}
        for texts in map(language, languages()):
            for name in self.names.values():
                if text := self.question(name, texts):
                    found[wording_key(text)] = name
        for name, text in self.questionnaire.own_wordings():
            found[wording_key(text)] = name
        return found

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Names and texts of the questions together."""
        return {**self.questions, **self.names}

    def question(self, name: str, texts: Language) -> str:
        """Return the text of a question; empty for a column without one."""
        if text := self.questionnaire.text(name, texts):
            return text
        places = (f"background.{name}.question", f"open_questions.{name}", f"form.questions.{name}")
        return next((texts.text(place) for place in places if texts.has(place)), "")

    def options(self, name: str) -> list[str]:
        """Return the answer codes of a question in the order of the form; empty if organisations have their own."""
        if item := self.questionnaire.item(name):
            return [*item.scale.points, *UNSURE]
        if several := self.questionnaire.question(name):
            return several.options
        if name == PARTICIPATION:
            return [YES, NO]
        return next((asked.options for asked in self.questionnaire.background if asked.id == name), [])

    def answer_codes(self, name: str) -> list[str]:
        """Return the codes accepted for a statement, or for all (``items``); empty for other names."""
        if name == ITEMS:
            points = [point for item in self.questionnaire.items for point in item.scale.accepted]
            return [*dict.fromkeys(points), *UNSURE]
        item = self.questionnaire.item(name)
        return [*item.scale.accepted, *UNSURE] if item else []

    def option(self, name: str, code: str, texts: Language) -> str:
        """Return the wording of an answer."""
        if item := self.questionnaire.item(name):
            return item.scale.text(code, texts)
        if several := self.questionnaire.question(name):
            return several.option_text(code, texts)
        own = f"background.{name}.options.{code}"
        return texts.text(own if texts.has(own) else f"form.options.{code}")

    def answers(self, name: str) -> Mapping[str, str]:
        """Return key of an answer's code or wording in any language → code."""
        if name not in self._answers:
            self._answers[name] = self._answers_of(name)
        return self._answers[name]

    def is_wording(self, name: str, answer: str) -> bool:
        """Return True if an answer is given in words and not as its code."""
        options = self.options(name)
        return bool(options) and answer not in options and wording_key(answer) in self.answers(name)

    def _answers_of(self, name: str) -> Mapping[str, str]:
        codes, item = self.options(name), self.questionnaire.item(name)
        if item and item.scale.codes:  # its numbers are codes, in any order
            codes = list(UNSURE)
        found: dict[str, str] = {}
        for texts in map(language, languages()):
            found |= {wording_key(self.option(name, code, texts)): code for code in codes}
        if item:
            found |= scale_words(item.scale)
        if name == "sex":  # unambiguous words only: SR is *no answer* in French, and a man in Spanish
            known = dictionaries.words().codes["sex"].items()
            found |= {
                wording_key(word): code for word, code in known if code == "X" or wording_key(word) not in _unsaid()
            }
        if several := self.questionnaire.question(name):
            found |= _in_place(several.words, codes)
        found |= {wording_key(code): code for code in codes}
        return found | ({"y": YES, "n": NO} if name == PARTICIPATION else {})  # codes of LimeSurvey


def scale_words(scale: Scale) -> dict[str, str]:
    """Return key of a scale's word or code in any language → code of its point."""
    read = dictionaries.words().codes["items"].items()
    found = {wording_key(word): code for word, code in read if code in UNSURE or scale.is_agreement}
    if scale.yes_no:
        found |= {wording_key(word): code for code, words in ((YES, yes_words()), (NO, no_words())) for word in words}
    found |= _in_place(scale.words, scale.points)
    return found | dict(zip(map(wording_key, scale.codes), scale.points, strict=False))


def is_unsaid(text: str) -> bool:
    """Return True if a cell says that there is no answer, in words (*NSP*, *sans réponse*) or by a sign alone."""
    return not wording_key(text) or wording_key(text) in _unsaid()


@cache
def _unsaid() -> frozenset[str]:
    return wording_keys(word for word, code in dictionaries.words().codes[ITEMS].items() if code in UNSURE)


def _in_place(words: Mapping[str, list[str]], codes: Iterable[str]) -> dict[str, str]:
    """Return key of each word in any language → the code at its position."""
    return {wording_key(word): code for listed in words.values() for word, code in zip(listed, codes, strict=False)}


def coded(name: str) -> str:
    """Return a level or unit as a form stores it: without spaces, so that every tool keeps it whole."""
    return name.replace("%", "%25").replace("_", "%5F").replace(" ", "_")


def named(code: str) -> str:
    """Return the name from what ``coded`` returned."""
    return code.replace("_", " ").replace("%5F", "_").replace("%25", "%")


def shown(text: str) -> str:
    """Return a text that no survey tool takes for a reference to a question, for example ``${sex}``."""
    return text.replace("${", "$ {")


def unshown(text: str) -> str:
    """Return the text from what ``shown`` returned."""
    return text.replace("$ {", "${")
