"""Content of the gender inequality map: results by indicator in, the rows of its panels and its words out.

The only numbers computed here are counts of bodies, their missing seats and those who lead them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from genderaudit.foundations.language import Language
from genderaudit.intake.checks.roles import leads_body
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.method import methodology
from genderaudit.report.labels import group_label
from genderaudit.report.plots.rows import hidden
from genderaudit.report.plots.seats import NO_AGES

MANY_ALIKE = 12  # more bodies of the same size, such as the boards of branches, are counted together
NOT_RECORDED = "not_recorded"


class Content:
    """The parts of the map, each as results from top to bottom.

    A part without figures is one result with the reason.
    """

    def __init__(self, results: Iterable[Results], language: Language) -> None:
        self._results = {found.name: found for found in results}
        self._language = language

    @cached_property
    def ladder(self) -> list[Result]:
        """Shares of women from the offices at the top to the members at the bottom."""
        return [*self._offices, *self._levels, self._delegates, self._members]

    @cached_property
    def bodies(self) -> list[Result]:
        """All bodies with their seats, those that lack most women first, then the larger ones."""
        found = sorted(self._groups("bodies_women_seats"), key=lambda one: (-(one.value or 0), -one.n))
        return found or [self._blank("bodies", "bodies_women_seats")]

    @cached_property
    def single_bodies(self) -> list[Result]:
        """The bodies that are shown one by one."""
        sizes = [one.n for one in self.bodies]
        return [one for one in self.bodies if sizes.count(one.n) <= MANY_ALIKE or one.value is None]

    @cached_property
    def youth_seats(self) -> list[Result]:
        """Seats of youth in each body."""
        return self._groups("bodies_youth_seats")

    @cached_property
    def staff(self) -> list[Result]:
        """Shares of women by level of the staff, from top to bottom."""
        return self._groups("staff_women_by_level") or [
            self._blank("staff", "staff_women_by_level", "staff_women_share")
        ]

    @cached_property
    def events(self) -> list[Result]:
        """Shares of women at events, the largest event first."""
        found = sorted(self._groups("attendance_women_share"), key=lambda one: -one.n)
        return found or [self._blank("attendance", "attendance_women_share")]

    @cached_property
    def youth_at_events(self) -> list[Result]:
        """Shares of youth at events."""
        return self._groups("attendance_youth_share")

    def whole(self, indicator: str) -> Result | None:
        """Return the figure of the whole organisation, or None if it has no value."""
        found = self._of(indicator).overall
        return found if found is not None and found.value is not None else None

    def groups(self, indicator: str) -> list[Result]:
        """Return the figures by group that have a value."""
        return [one for one in self._groups(indicator) if one.value is not None]

    def reason(self, *indicators: str) -> str:
        """Return why none of these indicators has a value."""
        reasons = [one.reason for name in indicators for one in self._of(name) if one.reason is not None]
        return reasons[0] if reasons else NOT_RECORDED

    @property
    def _members(self) -> Result:
        found = self.whole("members_women_share")
        return self._step(found, self._language.text("map.members")) if found else self._blank(
            "members", "members_women_share")  # fmt: skip

    @property
    def _delegates(self) -> Result:
        found = next((one for one in self._groups("attendance_by_role") if one.group["role"] == "delegate"), None)
        return self._step(found, self._language.text("map.delegates")) if found else self._blank(
            "delegates", "attendance_by_role")  # fmt: skip

    @property
    def _levels(self) -> list[Result]:
        """Shares of women by level of bodies, in the order of the results: from top to bottom."""
        found = self._groups("bodies_by_level")
        return [self._step(one, self._level_name(one.group["level"])) for one in found] or [
            self._blank("bodies", "bodies_by_level")
        ]

    def _level_name(self, level: str) -> str:
        key = f"map.levels.{level}"
        return self._language.text(key) if self._language.has(key) else group_label({"level": level}, self._language)

    @property
    def _offices(self) -> list[Result]:
        """Share of women among chairs and general secretaries: of the top level if it has several bodies, else of all.

        A single office is no step: the body with most or fewest seats need not be the highest.
        """
        top = next((one.group["level"] for one in self._groups("bodies_by_level")), None)
        there = [one for one in self._groups("bodies_by_level_and_role") if one.group["level"] == top]
        ways = [(there, self._language.text("map.office", level=self._level_name(top)))] if top is not None else []
        ways.append((self._groups("bodies_by_role"), self._language.text("map.offices")))
        leading = [([one for one in found if leads_body(one.group["role"])], name) for found, name in ways]
        if not any(found for found, _ in leading):
            return [self._blank("offices", "bodies_by_role")]
        several = [self._step(_sum_of_roles(found), name) for found, name in leading if _enough_seats(found)]
        return several[:1]

    def _of(self, indicator: str) -> Results:
        return self._results.get(indicator, Results())

    def _groups(self, indicator: str) -> list[Result]:
        return [one for one in self._of(indicator) if one.group]

    def _step(self, found: Result, label: str) -> Result:
        return replace(found, group={"step": label})

    def _blank(self, name: str, *indicators: str) -> Result:
        step = {"step": self._language.text(f"map.{name}")}
        return Result(value=None, unit="share", n=0, group=step, reason=self.reason(*indicators))


def fewest_seats() -> int:
    """Return the seats from which a share is shown as a step: with fewer, one seat would change it too much."""
    return methodology().thresholds.smallest_rated_seats


def _enough_seats(found: Sequence[Result]) -> bool:
    return any(map(hidden, found)) or sum(one.n for one in found) >= fewest_seats()


def _sum_of_roles(found: Sequence[Result]) -> Result:
    """Return the seats of several roles added up; if one is hidden, the sum is hidden."""
    unknown = next((one for one in found if one.value is None), None)
    if unknown is not None:
        return unknown
    women, n = sum(one.women or 0 for one in found), sum(one.n for one in found)
    return replace(found[0], value=women / n, n=n, women=women)


def alternative(content: Content, title: str, language: Language) -> str:
    """Return the text alternative of the map."""
    return " ".join([title + ".", *spoken(content, language).values()])


def spoken(content: Content, language: Language) -> dict[str, str]:
    """Return the text of each panel by name."""
    texts = {
        name: language.text(f"map.alternative.{name}", rows=_rows_in_words(rows, youth, language))
        for name, rows, youth in (
            ("ladder", list(reversed(content.ladder)), []),
            ("bodies", content.bodies, content.youth_seats),
            ("staff", content.staff, []),
            ("attendance", content.events, content.youth_at_events),
        )
    }
    for panel, name in (
        ("pay", "pay_gap_mean"), ("training", "training_hours_parity"), ("budget", "budget_gender_share")
    ):  # fmt: skip
        result = content.whole(name)
        reason = language.text(f"reasons.{content.reason(name)}")
        texts[panel] = language.text(
            f"map.alternative.{name}",
            figure=language.figure(result.value, result.unit) if result else reason,
            pay_unit=result.details.get("pay_unit") if result else None,
        )
    return texts


def share_of(result: Result) -> float | None:
    """Return the share of women, 0 to 1, or None; bodies without a quota lack no seats but have a share."""
    if result.unit != "seats":
        return result.value
    if hidden(result) or not result.n or result.women is None:
        return None
    return result.details.get("share", result.women / result.n)


def _rows_in_words(rows: Iterable[Result], youth: Sequence[Result], language: Language) -> str:
    young = {tuple(result.group.items()): _of_youth(result, language) for result in youth}
    texts = []
    for result in rows:
        share, of_youth = share_of(result), young.get(tuple(result.group.items()))
        text = language.text(f"reasons.{result.reason}") if result.reason else ""
        if share is not None:
            key = "seats" if result.unit == "seats" else "people"
            text = language.text(f"map.{key}", share=share, women=result.women, n=result.n)
            if result.unit == "seats" and result.value:
                text += ", " + language.text("map.short", number=int(result.value))
            if of_youth is not None:
                text += ", " + of_youth
        texts.append(language.text("map.row", label=group_label(result.group, language), text=text))
    return language.text("tables_text.between").join(texts)


def _of_youth(result: Result, language: Language) -> str | None:
    if result.reason == NO_AGES:
        return language.text("charts.youth_unknown")
    share = share_of(result)
    return None if share is None else language.text("map.youth", share=share)
