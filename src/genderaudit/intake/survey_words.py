"""Headers and answers of the project's questionnaire, in every language of the suite and as survey tools write them.

Words are compared by ``key``: without case, tags, spaces and punctuation, for tools change all of these.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import cache

from genderaudit.intake.contract import TABLES
from genderaudit.language import Language, language, languages
from genderaudit.methodology import methodology
from genderaudit.workspace import TEMPLATES
from genderaudit.yamlfile import Record, load_model

PARTICIPATION = "taking_part"
"""The question whether a person takes part; its ``no`` ends the questionnaire."""

SHEET_NUMBER = "sheet_number"
"""The number that the person who types paper answers writes on the sheet; never read."""

_TAGS = re.compile(r"<[^<>]{0,200}>")
_SEPARATORS = re.compile(r"[\W_]+")


class Tools(Record):
    """``templates/intake/survey_tools.yml``."""

    marks: dict[str, list[list[str]]]
    started: list[str]
    submitted: list[str]
    private: list[list[str]]
    review: list[str]
    rejected: list[str]
    remarks: list[str]
    trial: list[str]
    blank: list[str]


@cache
def tools() -> Tools:
    """What is known of the exports of survey tools."""
    return load_model(TEMPLATES / "intake" / "survey_tools.yml", Tools)


def key(text: object) -> str:
    """A word as it is compared: small letters and digits only."""
    return _SEPARATORS.sub("", _TAGS.sub("", html.unescape(str(text))).casefold())


def keys(words: Iterable[str]) -> frozenset[str]:
    """The keys of several words."""
    return frozenset(map(key, words))


@cache
def names() -> Mapping[str, str]:
    """Key of a name → the name, for the columns and items of the survey."""
    questionnaire = methodology().questionnaire
    all_names = [column.name for column in TABLES["survey"].columns]
    all_names += [*(item.id for item in questionnaire.items), *questionnaire.open, PARTICIPATION, SHEET_NUMBER]
    return {key(name): name for name in all_names}


@cache
def questions() -> Mapping[str, str]:
    """Key of a question's text in any language → the name of its column."""
    found = {}
    for code in languages():
        for name in names().values():
            if text := question(name, language(code)):
                found[key(text)] = name
    return found


@cache
def known() -> Mapping[str, str]:
    """Names and texts of the questions together."""
    return {**questions(), **names()}


def question(name: str, texts: Language) -> str:
    """The text of a question; empty for a column that is not asked for."""
    places = (f"items.{name}", f"background.{name}.question", f"open_questions.{name}", f"form.questions.{name}")
    return next((texts.text(place) for place in places if texts.has(place)), "")


def options(name: str) -> list[str]:
    """Codes of the answers to a question, in the order of the form; none where an organisation has its own."""
    questionnaire = methodology().questionnaire
    if name in {item.id for item in questionnaire.items}:
        scale = [str(point) for point in range(1, questionnaire.scale.maximum + 1)]
        return [*scale, "do_not_know", "prefer_not_to_say"]
    if name == PARTICIPATION:
        return ["yes", "no"]
    return next((question.options for question in questionnaire.background if question.id == name), [])


def option(name: str, code: str, texts: Language) -> str:
    """The wording of an answer."""
    if name == PARTICIPATION:
        return texts.text(f"form.options.{code}")
    own = f"background.{name}.options.{code}"
    return texts.text(own if texts.has(own) else f"scale.{code}")


@cache
def answers(name: str) -> Mapping[str, str]:
    """Key of an answer's code or wording in any language → its code."""
    found = {key(code): code for code in options(name)}
    for texts in map(language, languages()):
        found |= {key(option(name, code, texts)): code for code in options(name)}
    return found | ({"y": "yes", "n": "no"} if name == PARTICIPATION else {})  # codes of LimeSurvey


def is_wording(name: str, answer: str) -> bool:
    """Whether an answer stands there in words rather than as its code."""
    return bool(options(name)) and answer not in options(name) and key(answer) in answers(name)


def coded(name: str) -> str:
    """The name of a level or unit as a form stores it: without spaces, so that every tool keeps it whole."""
    return name.replace("%", "%25").replace("_", "%5F").replace(" ", "_")


def named(code: str) -> str:
    """The name that ``coded`` stored."""
    return code.replace("_", " ").replace("%5F", "_").replace("%25", "%")


def shown(text: str) -> str:
    """A text that no survey tool takes for a reference to a question, ``${sex}`` for example."""
    return text.replace("${", "$ {")


def unshown(text: str) -> str:
    """The text that ``shown`` was made from."""
    return text.replace("$ {", "${")
