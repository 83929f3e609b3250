"""Bodies reserved for women or young people, which totals over bodies leave out.

They are declared under ``reserved_bodies`` in ``organisation.yml``, or have a quota of 100 %. A body that only looks
reserved by its name counts until confirmed. Words: ``templates/intake/seats.yml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from genderaudit.intake.rows.seats import words_of
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.methodology.organisation import Organisation

Whom = Literal["women", "youth"]
_QUOTAS: Mapping[str, Whom] = {"quota_women": "women", "quota_youth": "youth"}


def reserved(bodies: pd.DataFrame, organisation: Organisation) -> dict[str, Whom]:
    """Return the reserved bodies and for whom, in the order of the list."""
    declared = _declared(organisation)
    full: dict[str, Whom] = {
        str(body): whom for column, whom in _QUOTAS.items() for body in bodies.loc[bodies[column] >= 1, "body"].dropna()
    }
    reserved_for = {name: declared.get(bare_words(name), full.get(name, "none")) for name in _names(bodies)}
    return {name: whom for name, whom in reserved_for.items() if whom != "none"}


def perhaps_reserved(bodies: pd.DataFrame, organisation: Organisation) -> dict[str, Whom]:
    """Return the bodies that look reserved by name and are not declared."""
    known = {*_declared(organisation), *map(bare_words, reserved(bodies, organisation))}
    looked = {name: _whom_by_name(bare_words(name)) for name in _names(bodies) if bare_words(name) not in known}
    return {name: whom for name, whom in looked.items() if whom}


def unlisted(bodies: pd.DataFrame, organisation: Organisation) -> list[str]:
    """Return names under ``reserved_bodies`` that the list does not have."""
    listed = set(map(bare_words, _names(bodies)))
    return [name for name in organisation.reserved_bodies if listed and bare_words(name) not in listed]


def _declared(organisation: Organisation) -> dict[str, Literal["women", "youth", "none"]]:
    return {bare_words(name): whom for name, whom in organisation.reserved_bodies.items()}


def _names(bodies: pd.DataFrame) -> list[str]:
    return [str(name) for name in bodies["body"].dropna().unique()]


def _whom_by_name(name: str) -> Whom | None:
    """Return for whom a body is by its name; None if it also names men or equality."""
    if words_of("everybody").search(name):
        return None
    whom: tuple[Whom, ...] = ("women", "youth")
    return next((candidate for candidate in whom if words_of(candidate).search(name)), None)
