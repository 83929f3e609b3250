"""Names that one file of the method uses and another must define; each missing one is a fault with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from genderaudit.foundations.errors import known_names, text
from genderaudit.foundations.faults import Fault

if TYPE_CHECKING:
    from genderaudit.methodology.method import Methodology

MOST_CORE = 3
"""Core figures that a key area may have."""
WITHOUT_PEOPLE = ("budget", "documents", "texts")
"""Tables without rows of persons: only their own figures may be unprotected."""
STRENGTH = {"none": 0, "observable": 1, "sensitive": 2, "answers": 3, "pay": 3}
"""Strength of each protection."""


_LISTS = tuple((f"{key}.yml", key) for key in ("areas", "targets", "indicators", "recommendations"))


def faults_of_references(method: Methodology) -> Iterator[Fault]:
    """Yield unknown names, repeated ids, and areas with too many core figures."""
    yield from _repeated_ids(method)
    yield from _of_targets(method)
    yield from _of_indicators(method)
    yield from _of_recommendations(method)
    yield from _of_crosswalks(method)


def faults_of_protection(method: Methodology, suite: Methodology) -> Iterator[Fault]:
    """Yield indicators of a workspace with weaker protection than the suite's, or than a notebook's must have."""
    read = method.read["indicators.yml"]
    for one in method.indicators.values():
        if read.fault("", "indicators", one.id).file != read.layered.own_file:
            continue
        guarded = suite.indicators[one.id].protection if one.id in suite.indicators else one.protection
        weaker = one.protection != guarded and STRENGTH[one.protection] <= STRENGTH[guarded]
        of_people = one.protection == "none" and one.id not in suite.indicators and one.table not in WITHOUT_PEOPLE
        seen = one.protection == "observable" and (one.table == "survey" or one.unit == "gap")
        if weaker or of_people or seen:
            least = guarded if weaker else "sensitive"
            yield read.fault("guards_less", "indicators", one.id, "protection", least=least)


def values_if_unknown(method: Methodology, kind: str, name: str | None) -> dict[str, object] | None:
    """Return the values of the fault for a name unknown in its kind (``indicator``, ``target`` …); None if known.

    None, too, if the defining file cannot be read.
    """
    known = method.names(kind)
    if name is None or known is None or name in known:
        return None
    return {"what": text(f"method_check.kinds.{kind}"), "name": name, "near": known_names(name, known)}


def _fault_of_unknown(
    method: Methodology, where: tuple[str, str, str], inner: Iterable[object], kind: str, name: str | None
) -> Iterator[Fault]:
    """Yield a fault for an unknown name; ``where`` is file, list and id of the entry that uses it."""
    if text_values := values_if_unknown(method, kind, name):
        file, key, entry = where
        yield method.read[file].fault("no_such", key, entry, *inner, **text_values)


def _repeated_ids(method: Methodology) -> Iterator[Fault]:
    for file, key in (("questionnaire.yml", "items"), ("documents.yml", "criteria"), *_LISTS):
        for name, number in Counter(method.read[file].ids(key)).items():
            if number > 1:
                yield method.read[file].fault("id_twice", key, name, "id", name=name)


def _of_targets(method: Methodology) -> Iterator[Fault]:
    for target in method.targets.values():
        yield from _fault_of_unknown(method, ("targets.yml", "targets", target.id), ["source"], "source", target.source)


def _of_indicators(method: Methodology) -> Iterator[Fault]:
    for one in method.indicators.values():
        where = ("indicators.yml", "indicators", one.id)
        yield from _fault_of_unknown(method, where, ["target"], "target", one.target)
        target = method.targets.get(one.target or "")
        if target and one.unit in ("share", "gap") and max(filter(None, target.meets), default=0.0) > 1:
            yield method.read["targets.yml"].fault("share_above_one", "targets", target.id, "meets")
        yield from _fault_of_unknown(method, where, ["made_of"], "indicator", one.made_of)
        yield from _fault_of_unknown(method, where, ["instead_of"], "indicator", one.instead_of)
        firsts = {place[0] for place in method.core_of(one.area)}
        if one.instead_of in method.indicators and one.instead_of not in firsts:
            yield method.read[where[0]].fault("not_core", *where[1:], "instead_of", name=one.instead_of, area=one.area)
        for at, name in enumerate(one.told_by):
            yield from _fault_of_unknown(method, where, ["told_by", at], "indicator", name)
            if name in method.indicators and not method.indicators[name].target:
                yield method.read[where[0]].fault("without_target", *where[1:], "told_by", at, name=name)
    for area in method.areas:
        core = method.core_of(area.id)
        if len(core) > MOST_CORE:
            last = core[MOST_CORE][0]
            file, key = ("indicators.yml", "indicators") if last in method.indicators else ("documents.yml", "criteria")
            yield method.read[file].fault("many_core", key, last, "core", area=area.id, most=MOST_CORE)


def _of_recommendations(method: Methodology) -> Iterator[Fault]:
    for entry in method.recommendations:
        where = ("recommendations.yml", "recommendations", entry.id)
        yield from _fault_of_unknown(method, where, ["source"], "source", entry.source)
        yield from _fault_of_unknown(method, where, ["success"], "evidence", entry.success)
        for at, name in enumerate(entry.in_place):
            yield from _fault_of_unknown(method, where, ["in_place", at], "evidence", name)
        for at, trigger in enumerate(entry.when):
            yield from _fault_of_unknown(method, where, ["when", at, "indicator"], "indicator", trigger.indicator)
            yield from _fault_of_unknown(method, where, ["when", at, "criterion"], "criterion", trigger.criterion)
            if trigger.indicator in method.indicators and not method.indicators[trigger.indicator or ""].target:
                place = ("when", at, "indicator")
                yield method.read[where[0]].fault("without_target", *where[1:], *place, name=trigger.indicator)


def _of_crosswalks(method: Methodology) -> Iterator[Fault]:
    for name, crosswalk in method.crosswalks.items():
        file = f"crosswalks/{name}.yml"
        if text_values := values_if_unknown(method, "source", crosswalk.source):
            yield method.read[file].layered.fault("no_such", ("source",), **text_values)
        for provision in crosswalk.provisions:
            for key, kind in (("indicators", "indicator"), ("criteria", "criterion"), ("items", "item")):
                for at, one in enumerate(getattr(provision, key)):
                    yield from _fault_of_unknown(method, (file, "provisions", provision.id), [key, at], kind, one)
