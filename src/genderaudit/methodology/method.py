"""The method: all files of ``templates/methodology``, loaded once and checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from genderaudit.foundations.errors import AuditError, HasSentence, join_errors, known_names
from genderaudit.foundations.faults import Fault
from genderaudit.foundations.layers import Read, read_layered
from genderaudit.foundations.workspace import TEMPLATES, OwnTemplates, own_templates
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.models import (
    AreasFile,
    AvailabilityFile,
    Crosswalk,
    DocumentsFile,
    Indicator,
    IndicatorsFile,
    RecommendationsFile,
    SourcesFile,
    TargetsFile,
    Thresholds,
)
from genderaudit.methodology.organisation import SETTINGS, Organisation
from genderaudit.methodology.questionnaire import Questionnaire
from genderaudit.methodology.references import faults_of_protection, faults_of_references

FILES: Mapping[str, type[Record]] = {
    "areas.yml": AreasFile,
    "targets.yml": TargetsFile,
    "indicators.yml": IndicatorsFile,
    "availability.yml": AvailabilityFile,
    "documents.yml": DocumentsFile,
    "recommendations.yml": RecommendationsFile,
    "sources.yml": SourcesFile,
}
"""Files of the method that hold lists of one kind, with the model that reads each."""
KINDS: Mapping[str, tuple[str, str]] = {
    "area": ("areas.yml", "areas"),
    "target": ("targets.yml", "targets"),
    "indicator": ("indicators.yml", "indicators"),
    "item": ("questionnaire.yml", "items"),
    "criterion": ("documents.yml", "criteria"),
    "recommendation": ("recommendations.yml", "recommendations"),
    "source": ("sources.yml", "sources"),
}
"""Kinds of named entries of the method, each with its file and the key of its list or mapping there."""


class Methodology:
    """All files of the method, in the order in which a report uses them."""

    def __init__(self, templates: Path = TEMPLATES, own: OwnTemplates | None = None) -> None:
        """Load the method from the folder ``templates``, with a workspace's own files laid over it.

        Attributes hold the valid entries; ``faults`` lists the invalid ones.
        """
        read = partial(read_layered, own=own, folder=templates)
        areas = read("methodology/areas.yml", AreasFile)
        targets = read("methodology/targets.yml", TargetsFile)
        indicators = read("methodology/indicators.yml", IndicatorsFile)
        expected = read("methodology/availability.yml", AvailabilityFile)
        questionnaire = read("methodology/questionnaire.yml", Questionnaire)
        criteria = read("methodology/documents.yml", DocumentsFile)
        recommendations = read("methodology/recommendations.yml", RecommendationsFile)
        sources = read("methodology/sources.yml", SourcesFile)
        crosswalks = {
            name: read(f"methodology/crosswalks/{name}.yml", Crosswalk) for name in _crosswalks(templates, own)
        }
        self.areas = areas.model.areas if areas.model else []
        self.targets = {target.id: target for target in (targets.model.targets if targets.model else [])}
        self.thresholds = targets.model.thresholds if targets.model else Thresholds.model_construct()
        self.indicators = {one.id: one for one in (indicators.model.indicators if indicators.model else [])}
        self.expected = expected.model.expected if expected.model else []
        self.questionnaire = questionnaire.model or Questionnaire(items=[])
        self.criteria = criteria.model.criteria if criteria.model else []
        self.recommendations = recommendations.model.recommendations if recommendations.model else []
        self.sources = sources.model.sources if sources.model else {}
        self.crosswalks = {name: one.model for name, one in crosswalks.items() if one.model}
        files = (areas, targets, indicators, expected, questionnaire, criteria, recommendations, sources)
        self.read: dict[str, Read[Any]] = {Path(one.layered.file).name: one for one in files}
        """The files by name."""
        self.read |= {f"crosswalks/{name}.yml": one for name, one in crosswalks.items()}
        self.faults: list[HasSentence] = [fault for one in self.read.values() for fault in one.faults]
        self.faults += faults_of_references(self)
        if own is not None:
            self.faults += faults_of_protection(self, Methodology(templates))

    def names(self, kind: str) -> list[str] | None:
        """Return the names of this kind in the files, including faulty entries; None if a file cannot be read.

        Kinds: ``area``, ``target``, ``indicator``, ``item``, ``criterion``, ``recommendation``, ``source``;
        ``evidence`` is indicators and criteria.
        """
        if kind == "evidence":
            indicators, criteria = self.names("indicator"), self.names("criterion")
            return None if indicators is None or criteria is None else [*criteria, *indicators]
        file, key = KINDS[kind]
        return None if self.read[file].layered.data is None else list(dict.fromkeys(self.read[file].ids(key)))

    def with_indicator(self, indicator: Indicator) -> Methodology:
        """Return a copy of this method with one more indicator."""
        extended = copy(self)
        extended.indicators = {**self.indicators, indicator.id: indicator}
        return extended

    def without_indicator(self, name: str) -> Methodology:
        """Return a copy of this method without the indicator ``name``."""
        less = copy(self)
        less.indicators = {key: one for key, one in self.indicators.items() if key != name}
        return less

    def core_of(self, area: str) -> list[list[str]]:
        """Return the core indicators of a key area, each with its substitutes; a core criterion alone, by its id."""
        core = [one for one in self.indicators.values() if one.area == area and one.core]
        places = [[one.id, *(other.id for other in core if other.instead_of == one.id)]
                  for one in core if one.instead_of is None]  # fmt: skip
        return places + [[criterion.id] for criterion in self.criteria if criterion.area == area and criterion.core]

    def dimension_of(self, area: str) -> str:
        """Return the dimension of the ILO policy that a key area belongs to: staffing, substance or structure."""
        return next(one.dimension for one in self.areas if one.id == area)

    def expects_table(self, table: str, kind: str) -> bool:
        """Return True if an organisation of this kind should have data for this table, given or not."""
        return any(one.table == table and (not one.kinds or kind in one.kinds) for one in self.expected)

    def reports_missing(self, table: str, kind: str) -> bool:
        """Return True if the list is reported as missing when an organisation of this kind does not give it."""
        of_it = [one for one in self.indicators.values() if one.table == table]
        return not of_it or any(not one.if_any and (not one.kinds or kind in one.kinds) for one in of_it)

    def check_organisation(self, organisation: Organisation) -> None:
        """Raise ``AuditError`` with all targets and roles of an organisation that the method does not have."""
        if faults := self.faults_of(organisation):
            raise join_errors(faults)

    def faults_of(self, organisation: Organisation) -> list[Fault]:
        """Return faults, with their lines, for targets on indicators that cannot have one and for unknown roles."""
        return [*self._unknown_targets(organisation), *self._unknown_roles(organisation)]

    def check_targets(self, targets: Iterable[str]) -> None:
        """Raise ``AuditError`` for indicators for which a run cannot set a target."""
        allowed = self._with_share_target()
        if unknown := [
            AuditError("no_target", indicator=n, near=known_names(n, allowed)) for n in targets if n not in allowed
        ]:
            raise join_errors(unknown)

    def _with_share_target(self) -> list[str]:
        """Return the indicators that a target share can be set for."""
        return [
            one.id
            for one in self.indicators.values()
            if one.unit in ("share", "seats") and one.target and self.targets[one.target].meets[0] is not None
            if one.made_of is None
        ]

    def _unknown_targets(self, organisation: Organisation) -> Iterator[Fault]:
        allowed = self._with_share_target()
        for key in ("targets", "targets_by"):
            for name in getattr(organisation, key):
                if name not in allowed:
                    values = {"near": known_names(name, allowed)}
                    yield Fault(SETTINGS, organisation.line_of(key, name), "no_target", (key, name), values)

    def _unknown_roles(self, organisation: Organisation) -> Iterator[Fault]:
        known = list(dict.fromkeys(entry.role for entry in self.recommendations))
        about_audits: list[tuple[tuple[str, ...], AboutAudit]] = [(("audit",), organisation.audit)]
        about_audits += [(("rounds", name, "audit"), one.audit) for name, one in organisation.rounds.items()]
        for place, about in about_audits:
            for role in about.roles:
                if role not in known:
                    line, values = (
                        organisation.line_of(*place, "roles", role),
                        {"near": known_names(role, known, len(known))},
                    )
                    yield Fault(SETTINGS, line, "no_role", (*place, "roles", role), values)

    def with_questionnaire(self, questionnaire: Questionnaire) -> Methodology:
        """Return a copy of this method with the questionnaire of an organisation's survey."""
        other = copy(self)
        other.questionnaire = questionnaire
        return other

    def with_thresholds(self, values: Mapping[str, float]) -> Methodology:
        """Return a copy of this method with other values of these thresholds."""
        other = copy(self)
        other.thresholds = self.thresholds.model_copy(update=values)
        return other


def methodology() -> Methodology:
    """Return the method of the suite, with the files of the workspace opened last laid over it.

    Raises ``AuditError`` with every fault of its files.
    """
    return _sound(own_templates())


@lru_cache(maxsize=4)
def _sound(own: OwnTemplates | None) -> Methodology:
    method = Methodology(own=own)
    if method.faults:
        raise join_errors(method.faults)
    return method


def _crosswalks(templates: Path, own: OwnTemplates | None) -> list[str]:
    """Return the names of the crosswalks of the method and of the workspace."""
    folders = [templates, *([own.folder] if own else [])]
    return sorted({path.stem for one in folders for path in (one / "methodology" / "crosswalks").glob("*.yml")})
