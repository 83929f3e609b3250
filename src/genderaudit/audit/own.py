"""Indicators that a researcher defines in a notebook: protected, shown, rated and handed on like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from genderaudit.audit.data import AuditData
from genderaudit.conclusions.findings import OwnIndicator
from genderaudit.foundations.errors import known_names, wrong_call
from genderaudit.foundations.faults import faults_of_model
from genderaudit.foundations.language import languages, suite_language
from genderaudit.foundations.workspace import slug
from genderaudit.measures.result import Result
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Indicator
from genderaudit.methodology.references import WITHOUT_PEOPLE


class OwnIndicators:
    """Definitions of a notebook, which extend the method and the language of ``data``."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self._defined_here: set[str] = set()

    def define(self, identity: str, title: str | Mapping[str, str], **definition: Any) -> None:
        """Define an indicator of your own; ``report`` then protects, records and shows it like any other.

        ``definition`` as in templates/methodology/indicators.yml: ``area``, ``table`` and ``unit`` at least, and
        ``chart``, ``target``, ``protection`` … as needed. ``title`` is one text, or one by language:
        ``{"en": …, "fr": …}``. With a ``target`` it stands in the gap list; with ``core=True`` its area is rated by it
        too. What it tells of people is sensitive unless its protection is ``observable``: everybody there can see it.
        Raises ``AuditError`` for what indicators.yml would not take either, and for a figure about people that
        is not to be protected. Defining it again replaces the first definition, until ``close``.
        """
        method, language = self._data.method, self._data.language
        if identity in self._defined_here:
            method = method.without_indicator(identity)
            language = language.without_texts("indicators", identity)
        made = _defined(identity, title, definition, method)
        _title(made, self._data.language.code)  # a definition that lacks it replaces nothing
        self._data.method, self._data.language = method, language
        self._data.own = [one for one in self._data.own if one.definition.id != identity]
        self.adopt([made])
        self._defined_here.add(identity)

    def adopt(self, own: Iterable[OwnIndicator]) -> None:
        """Know these indicators, unless there are such already."""
        for one in own:
            identity = one.definition.id
            if identity not in self._data.method.indicators:
                texts = {"indicators": {identity: {"title": _title(one, self._data.language.code)}}}
                self._data.language = self._data.language.with_texts(texts)
                self._data.method = self._data.method.with_indicator(one.definition)
                self._data.own.append(one)

    def is_own(self, indicator: str) -> bool:
        """Whether an indicator is of a notebook's own, and not of the method."""
        return any(one.definition.id == indicator for one in self._data.own)

    def name_groups(self, indicator: str, results: Iterable[Result]) -> None:
        """Columns that an indicator of the notebook's own is broken down by are called as the notebook does."""
        if self.is_own(indicator):
            names = {name: name for result in results for name in result.group}
            self._data.language = self._data.language.with_texts({"dimension_names": names})


def _defined(
    identity: str, title: str | Mapping[str, str], definition: Mapping[str, Any], method: Methodology
) -> OwnIndicator:
    """The indicator; a title that is one text is used in every language."""
    slug(identity, "indicator")
    if identity in method.indicators:
        raise wrong_call(f"There is an indicator {identity} already. Give yours another name.")
    try:
        made = Indicator.model_validate({"id": identity, **definition})
    except ValidationError as error:
        found = faults_of_model("", Indicator, {"id": identity, **definition}, {}, error.errors(include_input=False))
        english = suite_language("en")
        faults = [": ".join(filter(None, (".".join(map(str, one.place)), one.what(english)))) for one in found]
        raise wrong_call(
            f"The indicator {identity} is not right: {' '.join(faults)} "
            "templates/methodology/indicators.yml says what an indicator may have."
        ) from None
    if made.target and made.target not in method.targets:
        raise wrong_call(f"There is no target {made.target}. {known_names(made.target, method.targets)}")
    if made.table is None:
        raise wrong_call(f'Name the list that the indicator {identity} is computed from, for example table="staff".')
    if made.protection == "none" and made.table not in WITHOUT_PEOPLE:
        raise wrong_call(
            f"The indicator {identity} may be about people, so its protection cannot be none. "
            f"Leave protection out, or name its table if it is one of {', '.join(WITHOUT_PEOPLE)}."
        )
    if made.protection == "observable" and (made.table == "survey" or made.unit == "gap"):
        raise wrong_call(f"Pay and answers are never observable: the indicator {identity} is of pay or of answers.")
    titles = dict.fromkeys(languages(), title) if isinstance(title, str) else dict(title)
    return OwnIndicator(definition=made, title=titles)


def _title(own: OwnIndicator, code: str) -> str:
    """The title in a language; an error where there is none."""
    if code not in own.title:
        raise wrong_call(
            f'The indicator {own.definition.id} has no title in this language: title={{"{code}": "…"}} adds it.'
        )
    return own.title[code]
