"""Settings on how an audit was made, under ``audit`` in ``organisation.yml``, printed by the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from genderaudit.foundations.faults import fault
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.field_types import Contact, Day, Printed

Recorded = Literal["none", "fewer_than_10", "10_and_more"]
"""Band of the number of recorded cases of violence or harassment; the number itself is never stated."""
InTime = Literal["half_or_more", "fewer_than_half"]
"""Band of the share of cases settled within the time limits, if there are ten or more."""
FEWEST_YEARS, FEWEST_PEOPLE = 2, 150
"""Smallest period (years) and number of people who may use the mechanism for which cases of violence are reported.

In smaller ones somebody could be recognised.
"""
Attended = Annotated[int, Field(ge=0, le=100_000)]


class Meetings(Record):
    """Workshops or interviews with one group, how many, and the women and men who took part in them."""

    group: Printed
    women: Attended
    men: Attended
    number: Annotated[int, Field(ge=1, le=1000)] = 1
    date: Day | None = None


class Validation(Record):
    """The session in which the organisation discussed the findings."""

    date: Day
    women: Attended
    men: Attended


class Violence(Record):
    """Cases of violence or harassment recorded by the mechanism of the whole organisation, never of a part."""

    recorded: Recorded
    years: Annotated[int, Field(ge=FEWEST_YEARS, le=20)]
    women: Attended
    """Women who may use the mechanism."""
    men: Attended
    in_time: InTime | None = None

    @model_validator(mode="after")
    def _of_enough(self) -> Violence:
        if self.women + self.men < FEWEST_PEOPLE:
            raise fault("violence_few", fewest=FEWEST_PEOPLE)
        if self.in_time and self.recorded != "10_and_more":
            raise fault("violence_in_time")
        return self


class AboutAudit(Record):
    """Facts on the conduct of the audit that its report prints. All fields are optional.

    Everybody can read it, so no text may contain a telephone number or an e-mail address, except ``referral``, nor name
    a person of the lists, except ``team`` (the authors) and ``referral``.
    """

    model_config = {"serialize_by_alias": True}

    team: Annotated[list[Printed], Field(max_length=50)] = []
    """The auditors, by name or function."""
    begins: Day | None = Field(default=None, alias="from")
    ends: Day | None = Field(default=None, alias="to")
    invited: Printed | None = None
    """Who was invited to the survey, and how: one sentence."""
    units: Annotated[list[Printed], Field(max_length=200)] = []
    """Parts of the organisation that the audit covers."""
    workshops: Annotated[list[Meetings], Field(max_length=200)] = []
    interviews: Annotated[list[Meetings], Field(max_length=200)] = []
    validation: Validation | None = None
    referral: Contact | None = None
    """Contact for people who suffer violence or harassment."""
    violence: Violence | None = None
    roles: dict[str, Printed] = {}
    """Role of the catalogue of recommendations → the body or function with this role in the organisation."""

    @model_validator(mode="after")
    def _in_order(self) -> AboutAudit:
        if self.begins and self.ends and self.ends < self.begins:
            raise fault("to_before_from")
        return self

    @property
    def missing(self) -> list[str]:
        """The keys not given, as spelt in ``organisation.yml``; cases of violence are optional and never among them."""
        fields = {name: field for name, field in type(self).model_fields.items() if name != "violence"}
        return [field.alias or name for name, field in fields.items() if not getattr(self, name)]

    def public_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield every text that must not name a person of the lists, with its place (keys from the outermost on)."""
        if self.invited:
            yield ("invited",), self.invited
        yield from ((("units", number), text) for number, text in enumerate(self.units))
        for kind in ("workshops", "interviews"):
            yield from (((kind, number, "group"), one.group) for number, one in enumerate(getattr(self, kind)))
        yield from ((("roles", role), text) for role, text in self.roles.items())
