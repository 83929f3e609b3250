"""Findings of a round as published numbers: each is added to its problem with the range of its printed value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from genderaudit.audit.data import AuditData
from genderaudit.conclusions.findings import Finding
from genderaudit.disclosure.figures import STEP
from genderaudit.disclosure.grouping import JOINED, Group
from genderaudit.foundations import precision
from genderaudit.foundations.errors import AuditError
from genderaudit.gate import Amount, Choice, Figure, GateError, Problem
from genderaudit.methodology.models import Indicator
from genderaudit.release.rows import (
    BOTH,
    PEOPLE,
    STROKE,
    Made,
    Wanted,
    count_of,
    is_of_counts,
    ratio,
    young_and_known,
)

JUDGED_ALONE = ("response_rate", "survey_representativeness", "open_answers", "weighting_quality")
"""Indicators that no problem needs: they tell who took part, not what anybody answered."""
EXCLUDED = 1e-9
"""The open end of a band is not part of it."""
EDGE = 5e-5
"""Part of a printed range that is left out at each end."""
Groups = Mapping[str, Mapping[str, Sequence[Sequence[str]]]]
"""Column → dimension → groups, each its kind and its categories (``groupings.json``)."""
Knowing = list[tuple[int, ...]] | None


class Published:
    """The sensitive findings of a round, by indicator, and the categories that their group labels stand for."""

    def __init__(
        self, data: AuditData, found: Iterable[Finding], groupings: Groups, own: Mapping[str, Indicator]
    ) -> None:
        self.data, self.indicators = data, {**data.method.indicators, **own}
        self.minimum_cell = data.method.thresholds.minimum_cell_of(data.organisation)
        self.categories = {
            (column, dimension, group.label): group.categories
            for column, by in groupings.items()
            for dimension, groups in by.items()
            for group in (Group(one[0], tuple(one[1:])) for one in groups)  # type: ignore[arg-type]
        }
        self.judged: set[str] = set(JUDGED_ALONE)
        self.found: dict[str, list[Finding]] = {}
        for one in found:
            is_shown = one.value is not None or one.band is not None
            if is_shown and self.indicators[one.indicator].protection not in ("observable", "none"):
                self.found.setdefault(one.indicator, []).append(one)

    def findings_of(self, indicator: str, **group: str) -> list[Finding]:
        """Return the findings of an indicator with these values in their group, and note the indicator as judged."""
        self.judged.add(indicator)
        return [one for one in self.found.get(indicator, []) if group.items() <= one.group.items()]

    def weight_of(self, indicator: str) -> float:
        """Return the indicator's weight in the method: the remedy leaves out light figures first."""
        return float(self.indicators[indicator].weight)

    def printed_range(self, one: Finding, name: str = "") -> tuple[float, float]:
        """Return the lowest and highest value that would be printed as this finding, or its detail ``name``, is."""
        if one.band is not None and not name:  # a band is open at its end that is neither 0 nor 1
            # Areas are averages of people's shares, rounded to whole people; a share of people excludes the open end.
            near = 0.5 / one.n if "area" in one.group and one.n else -EXCLUDED
            return (0.0, one.band.high + near) if one.band.low == 0 else (one.band.low - near, 1.0)
        of, value = self.indicators[one.indicator], one.details[name] if name else one.value or 0.0
        unit, is_pay = of.columns[name] if name else one.unit, of.protection == "pay"
        step = precision.step(unit, one.n if is_pay else None, of.digits.get(name))
        if of.protection == "answers" and not name and unit in ("share", "difference") and round(value, 2) == value:
            step = max(step, 0.01)  # disclosure has rounded it to whole per cent
        if is_pay and self.data.organisation.pay_scale == "public":
            step = STEP
        return value - step / 2, value + step / 2

    def publish(self, problem: Problem, table: str, one: Finding, figure: Figure | float, name: str = "") -> None:
        """Add a finding, or its detail ``name``, to ``problem``: its range, and exactly where an interval gives counts.

        Raises ``AuditError`` for a finding that contradicts the rows.
        """
        if not isinstance(figure, Figure):
            return
        (low, high), weight = self.printed_range(one, name), self.weight_of(one.indicator)
        if name:  # half the weight: the remedy leaves out a detail before the figure that it belongs to
            indicator, stroke, part = table.partition("/")
            table, weight = f"{indicator}.{name}{stroke}{part}", weight / 2
        banded = one.band is not None and not name
        # Whether a value on the very edge is rounded up or down is known: first without the edges, else with them.
        rim = 0.0 if banded else EDGE * (high - low)
        try:
            problem.publish(table, figure, low=low + rim, high=high - rim, weight=weight)
        except GateError:
            try:
                problem.publish(table, figure, low=low - rim, high=high + rim, weight=weight)
            except GateError:
                raise AuditError("gate_contradicts", indicator=one.indicator) from None
        if one.interval is not None and not name and one.unit in ("share", "difference") and is_of_counts(figure):
            problem.publish(table, figure, weight=weight)

    def publish_by(
        self,
        problem: Problem,
        found: Sequence[Finding],
        column: str,
        dimension: str,
        *made: Made,
        exactly: bool = False,
    ) -> None:
        """Add findings by a dimension, whose groups are those merged for the sensitive ``column``.

        ``made``: functions that give the figure of a group. ``exactly``: the counts themselves are printed.
        """
        there = {row[dimension] for row in problem.rows} if found else set()
        for one in found:
            group = [name for name in self.categories_of(column, dimension, one.group[dimension]) if name in there]
            table = f"{one.indicator}/{one.group['area']}" if "area" in one.group else one.indicator
            for figure in (of({dimension: group}) for of in made if group):
                if exactly:
                    problem.publish(table, figure, weight=self.weight_of(one.indicator))
                else:
                    self.publish(problem, table, one, figure)

    def categories_of(self, column: str, dimension: str, label: str) -> tuple[str, ...]:
        """Return the categories that a group's label stands for; by another column's grouping where it has none."""
        known = self.categories
        others = [names for (_, of, own), names in known.items() if (of, own) == (dimension, label)]
        return known.get((column, dimension, label)) or (others[0] if others else tuple(label.split(JOINED)))

    def publish_estimates(
        self, problem: Problem, column: str, *indicators: str, known: Wanted | None = None, **group: str
    ) -> None:
        """Add estimates that are not linear in counts or amounts, of women and men or of those of one sex."""
        for name in indicators:
            for sex in dict.fromkeys(one.group.get("sex", "") for one in self.findings_of(name, **group)):
                wheres = [{"sex": each, **(known or {})} for each in ([sex] if sex else BOTH)]
                problem.publish_estimate(name, column, wheres, weight=self.weight_of(name))

    def problem(self, rows: Sequence[Mapping[str, Any]], sensitive: Mapping[str, Choice | Amount]) -> Problem:
        """Return an empty problem over ``rows``, whose ``sensitive`` columns the attacker does not know."""
        return Problem(rows, sensitive, minimum_cell=self.minimum_cell, numbers=[row[PEOPLE] for row in rows])

    def publish_categories(self, problem: Problem, indicator: str, column: str, dimension: str = "") -> None:
        """Add the counts of women, and of women and men, in each category of a sensitive column.

        ``dimension``: the name of the column in the findings, where it is another.
        """

        def women(wanted: Wanted) -> Figure | float:
            return problem.count(wanted, sex="F")

        def both(wanted: Wanted) -> Figure | float:
            return problem.count(wanted, sex=BOTH)

        found = [
            one.model_copy(update={"group": {column: one.group[dimension or column]}})
            for one in self.findings_of(indicator)
        ]
        self.publish_by(problem, found, column, column, women, both, exactly=True)

    def publish_ages(self, problem: Problem, indicator: str, share: str) -> None:
        """Add the counts of women and men in each age band, and the ``share`` of the young if one is named."""
        ages = sorted({str(row["age"]) for row in problem.rows})
        for label in {one.group["age_band"] for one in self.findings_of(indicator)}:
            bands = self.categories_of("members_age" if share else "age", "age_band", label)
            self.categories["age", "age", label] = tuple(age for age in ages if age.split(STROKE)[0] in bands)
        self.publish_categories(problem, indicator, "age", "age_band")
        young, known = young_and_known(problem)
        for one in self.findings_of(share) if share else ():
            whom = {"sex": BOTH} if one.n == count_of(problem, {"sex": BOTH, "age": known}) else {}
            self.publish(problem, share, one, ratio(problem.count(whom, age=young), problem.count(whom, age=known)))

    def further_group(self, table: pd.DataFrame, indicator: str) -> dict[str, Any]:
        """Return the column of the further group (``also_by``) where there are findings of ``indicator``."""
        return {"also": self.data.also(table)} if indicator in self.found else {}
