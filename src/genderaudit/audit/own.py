"""Indicators defined by a researcher in a notebook: protected, shown, rated and passed on like the method's."""

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
    """Indicators of a notebook, which extend the method and language of ``data``."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self._defined_here: set[str] = set()

    def define(self, identity: str, title: str | Mapping[str, str], **definition: Any) -> None:
        """Define an indicator; see :meth:`genderaudit.audit.notebook.Audit.own_indicator`."""
        method, language = self._data.method, self._data.language
        if identity in self._defined_here:
            method = method.without_indicator(identity)
            language = language.without_texts("indicators", identity)
        indicator = _defined(identity, title, definition, method)
        _title(indicator, self._data.language.code)  # a definition that lacks it replaces nothing
        self._data.method, self._data.language = method, language
        self._data.own = [own_indicator for own_indicator in self._data.own if own_indicator.definition.id != identity]
        self.adopt([indicator])
        self._defined_here.add(identity)

    def adopt(self, indicators: Iterable[OwnIndicator]) -> None:
        """Add these indicators unless they exist already."""
        for indicator in indicators:
            identity = indicator.definition.id
            if identity not in self._data.method.indicators:
                texts = {"indicators": {identity: {"title": _title(indicator, self._data.language.code)}}}
                self._data.language = self._data.language.with_texts(texts)
                self._data.method = self._data.method.with_indicator(indicator.definition)
                self._data.own.append(indicator)

    def is_own(self, indicator: str) -> bool:
        """Return True if the indicator is defined in a notebook and not in the method."""
        return any(own_indicator.definition.id == indicator for own_indicator in self._data.own)

    def name_groups(self, indicator: str, results: Iterable[Result]) -> None:
        """Name the columns by which an own indicator is broken down as in the notebook."""
        if self.is_own(indicator):
            names = {name: name for result in results for name in result.group}
            self._data.language = self._data.language.with_texts({"dimension_names": names})


def _defined(
    identity: str, title: str | Mapping[str, str], definition: Mapping[str, Any], method: Methodology
) -> OwnIndicator:
    """Return the indicator; a title given as one text is used in every language."""
    slug(identity, "indicator")
    if identity in method.indicators:
        raise wrong_call(f"There is an indicator {identity} already. Give yours another name.")
    try:
        model = Indicator.model_validate({"id": identity, **definition})
    except ValidationError as error:
        problems = faults_of_model("", Indicator, {"id": identity, **definition}, {}, error.errors(include_input=False))
        english = suite_language("en")
        faults = [": ".join(filter(None, (".".join(map(str, fault.place)), fault.what(english)))) for fault in problems]
        raise wrong_call(
            f"The indicator {identity} is not right: {' '.join(faults)} "
            "templates/methodology/indicators.yml says what an indicator may have."
        ) from None
    if model.target and model.target not in method.targets:
        raise wrong_call(f"There is no target {model.target}. {known_names(model.target, method.targets)}")
    if model.table is None:
        raise wrong_call(f'Name the list that the indicator {identity} is computed from, for example table="staff".')
    if model.protection == "none" and model.table not in WITHOUT_PEOPLE:
        raise wrong_call(
            f"The indicator {identity} may be about people, so its protection cannot be none. "
            f"Leave protection out, or name its table if it is one of {', '.join(WITHOUT_PEOPLE)}."
        )
    if model.protection == "observable" and (model.table == "survey" or model.unit == "gap"):
        raise wrong_call(f"Pay and answers are never observable: the indicator {identity} is of pay or of answers.")
    titles = dict.fromkeys(languages(), title) if isinstance(title, str) else dict(title)
    return OwnIndicator(definition=model, title=titles)


def _title(own: OwnIndicator, code: str) -> str:
    """Return the title in a language; raises a wrong-call error without one."""
    if code not in own.title:
        raise wrong_call(
            f'The indicator {own.definition.id} has no title in this language: title={{"{code}": "…"}} adds it.'
        )
    return own.title[code]
