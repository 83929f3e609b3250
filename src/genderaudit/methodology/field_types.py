"""Types of texts and dates in ``organisation.yml``; a value that may not stand there raises a fault."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from genderaudit.foundations.cleared import LONGEST, RULES
from genderaudit.foundations.days import written_day
from genderaudit.foundations.faults import fault
from genderaudit.foundations.plaintext import CONTROLS


def _showable(text: str) -> str:
    if CONTROLS.search(text):
        raise fault("control_characters")
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_showable)]


def _day(given: object) -> object:
    """Return a date as people write it; raises a fault if it has two readings or none."""
    if not isinstance(given, str | int | float):
        return given
    parsed = written_day(given)
    if parsed.ambiguous:
        raise fault("two_days", one=str(parsed.day_first), other=str(parsed.month_first))
    if parsed.day_first is None and parsed.month_first is None:
        raise fault(_NO_DAY.get(parsed.fault, "no_date"))
    return parsed.day_first or parsed.month_first


_NO_DAY = {
    "without_day": "date_without_day",
    "two_digit_year": "date_two_digits",
    "impossible": "date_impossible",
}
Day = Annotated[dt.date, BeforeValidator(_day)]


def _printable(text: str) -> str:
    for rule in _NOT_PRINTABLE:
        if RULES[rule](text):
            raise fault(rule, most=LONGEST)
    return text


def _plain(text: str) -> str:
    if RULES["text_markup"](text):
        raise fault("text_markup")
    return text


_NOT_PRINTABLE = ("text_formula", "text_markup", "text_long", "text_contact")
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_showable)]
Printed = Annotated[_Text, AfterValidator(_printable)]
"""Text that the report prints (``foundations.cleared``); intake checks that it names no person of the lists."""
Contact = Annotated[_Text, Field(max_length=LONGEST), AfterValidator(_plain)]
"""Contact details; numbers, addresses and names are permitted."""
