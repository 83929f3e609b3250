"""All figures of a round from its lists, for hand-written and simulated designs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from genderaudit.simulation import figures
from genderaudit.simulation.answer_figures import perceptions, response
from genderaudit.simulation.figures import SEXES, ExpectedFigure, Tables
from genderaudit.simulation.staff_figures import staff


def figures_of(
    tables: Tables,
    settings: dict[str, Any],
    round: str,
    answers: pd.DataFrame | None = None,
    earlier: Mapping[str, Tables] | None = None,
) -> Iterator[ExpectedFigure]:
    """Yield the figures of a round's tables; ``settings`` is the content of ``organisation.yml``.

    ``answers``: everybody's survey answers, if those are wanted instead of the table's. ``earlier``: tables of earlier
    rounds, the first of which starts the path to a target with a date.
    """
    about = settings["rounds"][round]
    if "staff" in tables:
        yield from staff(tables["staff"], settings["levels"], pd.Timestamp(about["date"]))
    yield from _of_members(tables, settings)
    if earlier and (due := settings.get("targets_by", {}).get("bodies_women_seats")):
        first, reserved = next(iter(earlier)), list(settings.get("reserved_bodies", {}))
        now, before = (lists["bodies"] for lists in (tables, earlier[first]))
        now, before = (listed[~listed["body"].isin(reserved)] for listed in (now, before))
        years = (settings["rounds"][first]["date"].year, about["date"].year, due)
        yield figures.path(now, before, settings["targets"]["bodies_women_seats"], years)
    if "recruitment" in tables:
        yield figures.recruitment(tables["recruitment"])
    if "texts" in tables:
        yield from figures.texts(tables["texts"])
    if "budget" in tables:
        yield from figures.budget(tables["budget"])
    if "survey" in tables:
        headcounts = about.get("headcounts") or settings["headcounts"]
        asked = sum(headcount["count"] for headcount in headcounts if headcount["sex"] in SEXES)
        yield response(tables["survey"], asked)
        yield from perceptions(tables["survey"] if answers is None else answers)


def _of_members(tables: Tables, settings: dict[str, Any]) -> Iterator[ExpectedFigure]:
    """Yield figures of members and of what is compared with them: seats, services, activities, meetings."""
    if "bodies" in tables:
        yield from figures.seats(tables["bodies"])
    if "attendance" in tables:
        yield from figures.attendance(tables["attendance"])
    if "members" not in tables:
        return
    members = tables["members"]
    yield from figures.members(members)
    if "bodies" in tables:
        yield from figures.bodies(tables["bodies"], members, settings.get("reserved_bodies", {}))
    for name, of in (("services", figures.services), ("activities", figures.activities)):
        if name in tables:
            yield from of(tables[name], members)
