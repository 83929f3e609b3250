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
from genderaudit.foundations.errors import AuditError, wrong_call
from genderaudit.gate import Amount, Choice, Figure, GateError, Problem
from genderaudit.methodology.models import Indicator
from genderaudit.release.rows import (
    BOTH,
    PEOPLE,
    STROKE,
    Made,
    Wanted,
    base_of,
    count_of,
    is_of_counts,
    ratio,
    young_and_known,
)

JUDGED_ALONE = ("response_rate", "survey_representativeness", "open_answers", "weighting_quality")
"""Indicators that no problem needs: they tell who took part, not what anybody answered."""
JUDGED = frozenset(
    (
        # members
        "members_by_branch",
        "members_by_age",
        "members_youth_share",
        "members_by_also",
        # services
        "services_women_share",
        "credit_representation_ratio",
        "insurance_representation_ratio",
        "services_youth_share",
        "loan_size_gap",
        "loan_size_by_product",
        "arrears_ratio",
        "credit_by_branch",
        # attendance
        "attendance_by_also",
        # staff
        "staff_women_by_contract",
        "staff_by_also",
        "women_by_age",
        "leave_return_ratio",
        "leave_uptake_ratio",
        "leave_length_ratio",
        "leave_back_6_ratio",
        "leave_back_12_ratio",
        "working_time_arrangement_ratio",
        "pay_gap_mean",
        "pay_gap_median",
        "pay_gap_by_working_time",
        "pay_gap_by_category",
        "pay_gap_explained",
        "pay_gap_factor_weighted",
        "pay_gap_adjusted",
        "pay_quartiles",
        "variable_pay_gap",
        "variable_pay_receipt",
        "variable_pay_gap_median",
        "variable_pay_gap_by_category",
        "pay_gap_components",
        "training_hours_parity",
        "training_hours",
        "gender_training_share",
        "focal_points_trained",
        # survey
        "item_favourable",
        "item_difference",
        "option_ticked",
        "area_favourable",
        "area_difference",
        "area_reliability",
        "area_weighted",
        "area_by_level",
        "area_by_age",
        "area_by_unit",
        "area_by_also",
    )
)
"""Sensitive indicators that a problem knows, by the list that they are of; ``check --method`` names any other."""
EXCLUDED = 1e-9
"""Difference between the open end of a band, which is not part of it, and the largest value in it."""
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
        if indicator not in JUDGED:
            raise wrong_call(
                f"Add {indicator} to JUDGED in {__name__}: check --method tells from it what the gate knows."
            )
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
    ) -> None:
        """Add findings by a dimension, whose groups are those merged for the sensitive ``column``.

        ``made``: functions that give the figure of a group.
        """
        there = {row[dimension] for row in problem.rows} if found else set()
        for one in found:
            group = [name for name in self.categories_of(column, dimension, one.group[dimension]) if name in there]
            table = f"{one.indicator}/{one.group['area']}" if "area" in one.group else one.indicator
            for figure in (of({dimension: group}) for of in made if group):
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

    def publish_categories(
        self, problem: Problem, indicator: str, column: str, dimension: str = "", grouping: str = ""
    ) -> None:
        """Add the counts of women, and of everybody in the base, in each category of a sensitive column.

        ``dimension`` and ``grouping``: the column's name in the findings and in ``groupings.json``, where they differ.
        Raises ``AuditError`` where a finding is of other people than the rows.
        """
        found = self.findings_of(indicator)
        there = {row[column] for row in problem.rows} if found else set()
        for one in found:
            names = self.categories_of(grouping or column, column, one.group[dimension or column])
            wanted = {column: [name for name in names if name in there]}
            whom = {**wanted, **base_of(problem, one, wanted)}
            if one.n != count_of(problem, whom):
                raise AuditError("gate_contradicts", indicator=indicator)
            for figure in (problem.count(wanted, sex="F"), problem.count(whom)):
                problem.publish(indicator, figure, weight=self.weight_of(indicator))

    def publish_ages(self, problem: Problem, indicator: str, share: str) -> None:
        """Add the counts of women and men in each age band, and the ``share`` of the young if one is named."""
        ages = sorted({str(row["age"]) for row in problem.rows})
        for label in {one.group["age_band"] for one in self.findings_of(indicator)}:
            bands = self.categories_of("members_age" if share else "age", "age_band", label)
            self.categories["age", "age", label] = tuple(age for age in ages if age.split(STROKE)[0] in bands)
        self.publish_categories(problem, indicator, "age", "age_band")
        young, known = young_and_known(problem)
        for one in self.findings_of(share) if share else ():
            whom = base_of(problem, one, {"age": known})
            self.publish(problem, share, one, ratio(problem.count(whom, age=young), problem.count(whom, age=known)))

    def further_group(self, table: pd.DataFrame, indicator: str) -> dict[str, Any]:
        """Return the column of the further group (``also_by``) where there are findings of ``indicator``."""
        return {"also": self.data.also(table)} if indicator in self.found else {}
