"""Dates as people write them: parsed to a day, to two possible days, or to a reason why there is none."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale

from genderaudit.foundations.language import languages
from genderaudit.foundations.plaintext import folded

Order = Literal["day_first", "month_first"]
DateFault = Literal["", "without_day", "two_digit_year", "impossible", "day_count", "not_a_date"]

FIRST, LAST = 1900, 2100  # years admitted in dates
DAY_COUNTS = range(20_000, 80_000)  # a spreadsheet's date in a cell formatted as a number: 1954 to 2119
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[t ,].*)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SLASHED = re.compile(r"(\d{1,2}) ?[-./ ] ?(\d{1,2}) ?[-./ ] ?(\d{4}|\d{2})(?:$|[t ,].*)")
_DAY_NAMED = re.compile(
    r"(?:[^\W\d]+[.,]* )?(\d{1,2})(?:er|st|nd|rd|th|o|°)?[-./ ]*(?:de |of )?([^\W\d]+)\.?[-./, ]*(?:de )?(\d{4}|\d{2})$"
)
_NAME_FIRST = re.compile(r"(?:[^\W\d]+, )?([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})$")
_NO_DAY = re.compile(r"(?:\d{1,2} ?[-./] ?|([^\W\d]+)\.? )?(?:19|20)\d\d|(?:19|20)\d\d ?[-./] ?\d{1,2}")


@dataclass(frozen=True, slots=True)
class Day:
    """A parsed date: the day if the first number is the day, and if it is the month; equal where there is no doubt."""

    day_first: dt.date | None = None
    month_first: dt.date | None = None
    fault: DateFault = ""
    """Reason why neither is a day; empty if one is."""

    @property
    def ambiguous(self) -> bool:
        """Return true if the two readings are different days."""
        return self.day_first is not None and self.month_first is not None and self.day_first != self.month_first

    @property
    def proves(self) -> Order | None:
        """Return the only order of day and month in which this is a day; None if both or neither are."""
        if self.day_first is None and self.month_first is None:
            return None
        return "month_first" if self.day_first is None else "day_first" if self.month_first is None else None


def written_day(cell: object) -> Day:
    """Parse a text or a number: 2025-06-30, 20250630, 30/06/2025, 30 juin 2025, June 30, 2025."""
    if isinstance(cell, int | float):
        return _day_of_number(cell)
    text = " ".join(folded(str(cell)).split())
    if match := _ISO.match(text) or _COMPACT.fullmatch(text):
        return _unambiguous(*map(int, match.groups()))
    if match := _SLASHED.match(text):
        return _day_with_separators(int(match[1]), int(match[2]), match[3])
    for pattern, places in ((_DAY_NAMED, (1, 2)), (_NAME_FIRST, (2, 1))):
        match = pattern.match(text)
        month = months().get(match[places[1]]) if match else None
        if match and month:
            day = int(match[places[0]])
            return Day(fault="two_digit_year") if len(match[3]) == 2 else _unambiguous(int(match[3]), month, day)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _day_of_number(float(text))
    undated = _NO_DAY.fullmatch(text)
    return Day(fault="without_day" if undated and (not undated[1] or undated[1] in months()) else "not_a_date")


def _day_of_number(number: float) -> Day:
    if FIRST <= number <= LAST:
        return Day(fault="without_day")
    if DAY_COUNTS.start <= number < DAY_COUNTS.stop:
        return Day(fault="day_count")
    compact = _COMPACT.fullmatch(f"{number:.0f}")
    return _unambiguous(*map(int, compact.groups())) if compact else Day(fault="not_a_date")


def _day_with_separators(first: int, second: int, year: str) -> Day:
    if len(year) == 2:
        return Day(fault="two_digit_year")
    day_first, month_first = _day(int(year), second, first), _day(int(year), first, second)
    return Day(day_first, month_first, "" if day_first or month_first else "impossible")


def _unambiguous(year: int, month: int, day: int) -> Day:
    day_found = _day(year, month, day)
    return Day(day_found, day_found, "" if day_found else "impossible")


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if FIRST <= year <= LAST else None
    except ValueError:
        return None


@cache
def months() -> dict[str, int]:
    """Return month names, in full and short, in the suite's languages, Spanish and Portuguese → number of the month."""
    found: dict[str, int] = {}
    for code in dict.fromkeys([*languages(), "es", "pt"]):
        for names in Locale.parse(code).months.values():
            for width in ("wide", "abbreviated"):
                found |= {folded(name).rstrip("."): month for month, name in names[width].items()}
    return found
