"""Checks of a round as a whole: contradictions between its tables, its settings and its questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from genderaudit.foundations.cleared import People
from genderaudit.intake import about
from genderaudit.intake.checks import consistency
from genderaudit.intake.contract import TABLES
from genderaudit.intake.raw import one_line
from genderaudit.intake.round.round_reading import RoundReading
from genderaudit.intake.survey.answers import statements_on_violence
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.organisation import Round, TableFile

PEOPLE_APART = 0.1
"""Allowed relative difference between a list's people and the number who may use a mechanism."""
AUDITED = frozenset(TABLES) - {"actions", "validation", "about"}
"""Lists an audit can be based on; the others report on its results."""


def check_any_list(reading: RoundReading) -> None:
    """Report a round without any list."""
    if reading.present.isdisjoint(AUDITED) and not any(one.severity == "error" for one in reading.problems):
        reading.add("error", "no_list", "", reading.folder)


def check_across_tables(reading: RoundReading, tables: Mapping[str, pd.DataFrame]) -> None:
    """Note contradictions between the tables."""
    for contradiction in consistency.across_tables(
        tables, reading.organisation, reading.round, reading.wordings.questionnaire
    ):
        path = reading.folder / min(reading.sources.get(contradiction.table, ()), default="organisation.yml")
        mapped = reading.organisation.tables.get(contradiction.table, TableFile()).columns  # type: ignore[call-overload]
        header = next(
            (one_line(old) for old, new in mapped.items() if new == contradiction.column), contradiction.column
        )
        reading.add(
            "warning", contradiction.rule, contradiction.table, path, column=header, values=contradiction.values
        )


def check_audit(reading: RoundReading) -> None:
    """Note names of people from the lists in ``audit`` of ``organisation.yml``, which the report prints."""
    texts = dict(reading.organisation.public_texts_of_audit(reading.round))
    people = People(reading.names_of_people() if texts else (), texts.values())
    for place, text in texts.items():
        if people.named_in(text):
            values = {"line": reading.organisation.line_of(*place), "place": ".".join(map(str, place))}
            reading.add("error", "audit_names_person", "", Path("organisation.yml"), values=values)


def check_questionnaire(reading: RoundReading) -> None:
    """Note names of people from the lists in the own questionnaire, which forms print."""
    texts = list(reading.wordings.questionnaire.own_texts())
    people = People(reading.names_of_people() if texts else (), [text for _, text in texts])
    for name in dict.fromkeys(name for name, text in texts if people.named_in(text)):
        reading.add("error", "questionnaire_names_person", "", Path("questionnaire"), values={"name": name})


def audit_described_in(reading: RoundReading, table: pd.DataFrame) -> AboutAudit:
    """Return how the audit was made: from the table ``about``, completed from ``organisation.yml``."""
    about_audit, both = about.merge_sheet_and_file(
        about.about_audit_in(table), reading.organisation.audit_of(reading.round)
    )
    path = reading.folder / min(reading.sources["about"], default="organisation.yml")
    of_sheet, of_settings = about.sampling_in(table), reading.organisation.sampling_of(reading.round)
    if of_sheet and of_settings and of_sheet != of_settings:
        reading.add("error", "sampling_in_two", "about", path, values={"sheet": of_sheet, "file": of_settings})
    if both:
        values = {"line": _line_of_audit(reading, both[0]), "keys": ", ".join(both)}
        reading.add("error", "about_in_organisation", "about", path, values=values)
    elif about_audit.begins and about_audit.ends and about_audit.ends < about_audit.begins:
        reading.add("error", "about_order", "about", path)
    return about_audit


def check_referral(reading: RoundReading, survey: pd.DataFrame, audit: AboutAudit) -> None:
    """Note a survey that asks about violence without a contact for help."""
    if not audit.referral and (asked := statements_on_violence(survey, reading.wordings.questionnaire)):
        path = reading.folder / min(reading.sources["survey"])
        reading.add("warning", "survey_without_referral", "survey", path, values={"statements": ", ".join(asked)})


def check_violence(reading: RoundReading, tables: Mapping[str, pd.DataFrame], audit: AboutAudit) -> None:
    """Note a number of mechanism users that matches neither staff nor members nor both."""
    listed = [int(tables[name]["count"].sum()) for name in ("staff", "members") if name in reading.present]
    if audit.violence is None or not listed:
        return
    people = audit.violence.women + audit.violence.men
    if all(abs(people - number) > PEOPLE_APART * number for number in (*listed, sum(listed))):
        path = reading.folder / min(reading.sources["about"], default="organisation.yml")
        said = {"people": float(people), "listed": float(sum(listed))}
        reading.add("warning", "violence_of_others", "about", path, values=said)


def _line_of_audit(reading: RoundReading, key: str) -> int:
    """Return the line of ``organisation.yml`` with this key of the round's audit."""
    given = reading.organisation.rounds.get(reading.round, Round()).audit.model_dump(exclude_defaults=True)
    return reading.organisation.line_of(*(("rounds", reading.round, "audit") if key in given else ("audit",)), key)
