"""Checks before a measure calculates (columns, codes, parameters), and the count of people outside its base after.

:func:`requires` decorates every measure. A table that lacks a column, codes that are not the canonical ones, text
in place of numbers: each ends in one sentence (``AuditError``). It names columns, counts, and
codes that many rows share, never a value of one person.
"""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, ParamSpec, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import By, Headcount, columns_of, groups_of, labels, numbers, people
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.measures.where import NO_COLUMN, Where, columns_where, is_filled, rows_where

P = ParamSpec("P")
R = TypeVar("R")

SEXES = ("F", "M", "X")
DATES = ("hired_on", "left_on", "promoted_on", "date")
ANSWERS = (
    "eligible_for_promotion", "gender_training", "gender_focal_point", "focal_point_terms", "entitled_to_leave",
    "leave_taken", "returned_from_leave", "back_after_6_months", "back_after_12_months", "working_time_arrangement",
    "childcare",
)  # fmt: skip
NUMBERS = (
    "count", "pay", "variable_pay", "fte", "weekly_hours", "pay_reference_hours", "training_hours", "education_years",
    "age_low", "age_high", "amount", "quota_women", "quota_youth", "year", "women", "people", "speaking_turns",
    "in_arrears", "leave_days", "examined", "meets", "men", "budget", "spent", "focal_point_time",
)  # fmt: skip
AT_LEAST_NOUGHT = (
    "count", "training_hours", "leave_days", "education_years", "women", "people", "quota_women", "quota_youth",
    "speaking_turns", "in_arrears", "examined", "meets", "men", "focal_point_time",
)  # fmt: skip
SHARES = ("quota", "target", "quota_women", "quota_youth", "usable", "minimum_answered", "minimum_rate")
COUNTS = ("women", "men", "selected_women", "eligible_women", "selected_men", "eligible_men")
AT_LEAST_ONE = ("draws", "horizon", "iterations", "minimum_people")
DAYS = ("since", "until", "on", "day")
OF_THE_TABLE = ("pay", "factors")
"""Parameters that have one row per row of the table, in the same order."""

SEEN_OFTEN = 3  # a rarer code, if longer than an abbreviation, may be a person's word: not quoted
ABBREVIATION = 2
NAMES_SHOWN = 15


def requires(
    *columns: str,
    optional: Sequence[str] = (),
    counted: Literal["people", "rows"] | None = None,
    **others: Sequence[str],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a measure so that its table is checked for ``columns`` and those of ``by``, other tables for ``others``.

    ``optional`` columns are checked where the table has them. With ``counted`` every result gets the detail
    ``not_counted`` if it is not 0: the people (or rows) of its group of ``by``, or of the whole table, who are not
    in ``n``. The table is the measure's first parameter; without ``columns`` the measure has no table and only its
    parameters are checked. ``Results`` get the name of the measure.

    Every measure of a table also takes ``where``, the condition that chooses the rows
    (:data:`genderaudit.measures.where.Where`). Rows that leave its columns blank are counted in ``not_counted``; if
    all of them do, the one result has the reason ``no_column``.
    """

    def decorate(measure: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(measure)
        first = next(iter(signature.parameters))
        checks = _Checks(measure.__name__, first, _allowed_words(measure), columns, optional, others, counted)

        @functools.wraps(measure)
        def checked_measure(*args: P.args, **kwargs: P.kwargs) -> R:
            where = cast("Where | None", kwargs.pop("where", None)) if columns else None
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            meant, has_column = checks.choose_rows(bound.arguments, where)
            checks.check(bound.arguments)
            results = measure(*bound.args, **bound.kwargs)
            if not isinstance(results, Results):
                return results
            return checks.completed(results, bound.arguments, meant, has_column)  # type: ignore[return-value]

        if columns:
            where_parameter = inspect.Parameter("where", inspect.Parameter.KEYWORD_ONLY, default=None)
            parameters = [*signature.parameters.values(), where_parameter]
            checked_measure.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        return checked_measure

    return decorate


@dataclass(frozen=True, slots=True)
class _Checks:
    """Checks of :func:`requires` on a measure's arguments (``values``: name → value), and additions to its results."""

    measure: str
    first: str  # name of the parameter that takes the table
    choices: Mapping[str, tuple[object, ...]]  # allowed words by parameter
    columns: Sequence[str]
    optional: Sequence[str]
    others: Mapping[str, Sequence[str]]  # columns of each other table
    counted: str | None

    def choose_rows(self, values: dict[str, Any], where: Where | None) -> tuple[Any, bool]:
        """Replace the table in ``values``, and what has a value per row of it, by the rows that ``where`` chooses.

        Return the rows that may be meant, with those that leave its column blank, and False if all of them do.
        """
        table = values[self.first]
        if where is None:
            return table, True
        check_table(table, columns_where(where), self.measure, self.first)
        values.update(_of_rows(values, self.first, rows_where(table, where)))
        return rows_where(table, where, blank=True), is_filled(table, where)

    def check(self, values: Mapping[str, Any]) -> None:
        """Raise ``AuditError`` for a table or parameter that the measure cannot take."""
        table, by = values[self.first], columns_of(values.get("by"))
        if self.columns:
            optional = [column for column in self.optional if column in getattr(table, "columns", ())]
            check_table(table, [*self.columns, *by, *optional], self.measure, self.first)
        for name, wanted in self.others.items():
            if values[name] is not None:
                same_groups = by if values.get("same_group") and name == "whole" else []
                check_table(values[name], [*wanted, *same_groups], self.measure, name)
        _check_parameters(values, self.first, self.choices, self.measure)

    def completed(self, results: Results, values: Mapping[str, Any], meant: Any, has_column: bool) -> Results:
        """Return the results under the measure's name, with who is not counted; without a column, the reason."""
        if not has_column:
            unit = results[0].unit if results else "share"
            return Results([Result(value=None, unit=unit, n=0.0, reason=NO_COLUMN)], name=self.measure)
        if self.counted:
            return Results(_with_not_counted(results, meant, values.get("by"), self.counted), name=self.measure)
        return Results(results, name=self.measure)


def _of_rows(values: Mapping[str, Any], first: str, rows: pd.DataFrame) -> dict[str, Any]:
    """The chosen rows of the table, and of each parameter with a value a row (``pay``, ``factors``) the same rows."""
    of_rows = {name: values[name].loc[rows.index] for name in OF_THE_TABLE if hasattr(values.get(name), "loc")}
    return {**of_rows, first: rows}


def check_table(table: Any, columns: Iterable[str], measure: str, name: str = "table") -> None:
    """Raise ``AuditError`` if ``table`` lacks one of ``columns``, or one of them holds values of the wrong kind."""
    if not isinstance(table, pd.DataFrame):
        raise wrong_call(f"{measure} needs a pandas DataFrame as {name}, not {_kind_of(table)}.")
    wanted = dict.fromkeys([*columns, *(["count"] if "count" in table else [])])
    for column in wanted:
        _check_is_there(table, column, measure)
        if column == "sex":
            _check_sexes(table[column])
        elif column in DATES:
            _check_dates(table[column], column)
        elif column in ANSWERS:
            _check_answers(table[column], column)
        elif column in NUMBERS:
            check_numbers(table[column], column)
    if "count" in wanted and not pd.api.types.is_integer_dtype(table["count"]) and (people(table) % 1).any():
        raise wrong_call(f"count holds parts of people: {(people(table) % 1 != 0).sum()} times. Give whole numbers.")


def check_numbers(column: pd.Series, name: str) -> None:
    """Raise ``AuditError`` if a column holds text, infinite numbers or numbers outside its range."""
    try:
        values = numbers(column)
    except (TypeError, ValueError):
        wrong = pd.to_numeric(column, errors="coerce").isna() & column.notna()
        raise wrong_call(
            f"{name} holds entries that are no numbers: {wrong.sum() or 'all'}. Use pandas.to_numeric."
        ) from None
    if np.isinf(values).any():
        raise wrong_call(f"{name} holds infinite numbers: {np.isinf(values).sum()}. Leave them blank.")
    low, high = (0, 1 if name in SHARES else np.inf) if name in (*AT_LEAST_NOUGHT, *SHARES) else (-np.inf, np.inf)
    outside = (values < low) | (values > high)
    if outside.any():
        range_text = "below 0" if high == np.inf else "not between 0 and 1"
        raise wrong_call(f"{name} holds numbers {range_text}: {outside.sum()}. Correct them, or leave them blank.")


def _check_is_there(table: pd.DataFrame, column: str, measure: str) -> None:
    times = list(table.columns).count(column)
    if times > 1:
        raise wrong_call(f"The table has {times} columns {column!r}. Keep one of them.")
    if not times:
        names = [str(name) for name in table.columns]
        close = difflib.get_close_matches(str(column), names, 1, cutoff=0.5)
        hint = f" Do you mean {close[0]!r}?" if close else ""
        listed = ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
        raise wrong_call(f"{measure} needs the column {column!r}.{hint} The table has: {listed or 'no columns'}.")


def _check_sexes(column: pd.Series) -> None:
    if set(column.dropna().unique()) <= set(SEXES):
        return
    codes = column[column.notna() & ~column.isin(SEXES)].astype(str).value_counts()
    shown = {code: n for code, n in codes.items() if n >= SEEN_OFTEN or len(str(code)) <= ABBREVIATION}
    listed = [f"{code} ({_times(n)})" for code, n in list(shown.items())[:NAMES_SHOWN]]
    if len(shown) < len(codes):
        rest = codes.drop(list(shown))
        listed.append(f"rare ones, not shown ({len(rest)}, {_times(rest.sum())})")
    known = ", ".join(f"{sex} ({_times((column == sex).sum())})" for sex in SEXES if (column == sex).any())
    raise wrong_call(
        f"Column sex holds codes that are not F, M or X: {', '.join(listed)}. Known ones: {known or 'none'}. "
        'Say which is which, e.g. table.assign(sex=table["sex"].map({"w": "F", "m": "M"})).'
    )


def _check_dates(column: pd.Series, name: str) -> None:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        raise wrong_call(f"{name} holds times of a time zone. Leave that out: .dt.tz_localize(None).")
    if pd.api.types.is_datetime64_dtype(column):
        return
    wrong = column.notna() & pd.to_datetime(column, errors="coerce").isna()
    if wrong.any() or (pd.api.types.is_numeric_dtype(column) and column.notna().any()):
        wrong = wrong if wrong.any() else column.notna()
        raise wrong_call(f"{name} holds entries that are no dates: {wrong.sum()}. Use pandas.to_datetime.")


def _check_answers(column: pd.Series, name: str) -> None:
    wrong = column.notna() & ~column.isin([True, False])
    if wrong.any():
        raise wrong_call(
            f"{name} holds entries that are neither True nor False: {wrong.sum()}. "
            'Say which is which, e.g. .map({"yes": True, "no": False}).'
        )


def _check_parameters(
    values: Mapping[str, Any], first: str, choices: Mapping[str, tuple[object, ...]], measure: str
) -> None:
    table = values[first]
    for name, value in values.items():
        if name in OF_THE_TABLE:
            _check_rows(value, table, name)
        elif name in choices and value not in choices[name]:
            raise wrong_call(f"{measure} knows {name} {_joined_by_or(choices[name])}, not {value!r}.")
        elif name == "level" and not (_is_number(value) and 0 < value < 1):
            raise wrong_call("The confidence level must lie between 0 and 1, for example 0.95.")
        elif name in SHARES and value is not None and not (_is_number(value) and 0 <= value <= 1):
            raise wrong_call(f"{name} must be a share from 0 to 1, for example 0.3.")
        elif name in DAYS:
            _check_day(value, name)
        elif name in COUNTS or isinstance(value, Headcount):
            _check_counts(value, name)
        elif name in AT_LEAST_ONE and not (_is_number(value) and value >= 1):
            raise wrong_call(f"{name} must be a number from 1 upwards.")
        elif name in ("quotas", "heads") and value is not None:
            _check_numbers_of(value, name)
        elif isinstance(value, float) and not np.isfinite(value):
            raise wrong_call(f"{name} must be a finite number.")
        elif name in ("levels", "stages") and (isinstance(value, str) or len(set(value)) < len(list(value))):
            raise wrong_call(f"{name} must be a list of different names, from the first to the last.")


def _check_counts(given: Any, name: str) -> None:
    each = [getattr(given, of) for of in Headcount.__dataclass_fields__] if isinstance(given, Headcount) else [given]
    if not all(_is_number(count) and count >= 0 for count in each):
        raise wrong_call(f"{name} must be a number of people, 0 or more.")


def _check_numbers_of(given: Any, name: str) -> None:
    """Check shares by group, or one for all; heads by line."""
    each = list(given.values()) if isinstance(given, Mapping) else [given]
    most = 1 if name == "quotas" else np.inf
    if not all(_is_number(number) and 0 <= number <= most for number in each):
        what = "shares from 0 to 1" if name == "quotas" else "numbers from 0 upwards"
        raise wrong_call(f"{name} must be {what}: one for all, or one for each name.")


def _check_rows(given: Any, table: pd.DataFrame, name: str) -> None:
    if not isinstance(given, pd.Series | pd.DataFrame) or not given.index.equals(table.index):
        raise wrong_call(f"{name} must have a row for each row of the table: the same index, in the same order.")
    if isinstance(given, pd.Series):
        check_numbers(given, name)


def _check_day(value: Any, name: str) -> None:
    known = pd.to_datetime(str(value), errors="coerce")
    if pd.isna(known) or known.tzinfo is not None:
        raise wrong_call(f"{name} must be a day, for example 2025-06-30.")


def _allowed_words(measure: Callable[..., Any]) -> dict[str, tuple[object, ...]]:
    """Return the allowed words of each parameter that is typed as a ``Literal``."""
    hints = get_type_hints(measure)
    return {name: get_args(hint) for name, hint in hints.items() if get_origin(hint) is Literal}


def _with_not_counted(results: Results, table: pd.DataFrame, by: By, counted: str) -> list[Result]:
    keys = columns_of(by)
    people_of_row = people(table) if counted == "people" else np.ones(len(table))
    total = float(people_of_row.sum())
    totals: dict[tuple[str, ...], float] = {}
    if keys:
        names, group = groups_of([labels(table[key]) for key in keys])
        totals = dict(zip(names, np.bincount(group, people_of_row, len(names)).tolist(), strict=True))
    counted_results = []
    for one in results:
        grouped = bool(keys) and all(key in one.group for key in keys)
        counted_results.append(
            _add_not_counted(one, totals.get(tuple(one.group[key] for key in keys), 0.0) if grouped else total)
        )
    return counted_results


def _add_not_counted(result: Result, everybody: float) -> Result:
    rest = round(everybody - result.n, 6)
    details = {name: number for name, number in result.details.items() if name != "not_counted"}
    return replace(result, details={**details, "not_counted": rest} if rest > 0 else details)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and bool(np.isfinite(value))


def _kind_of(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def _joined_by_or(words: Iterable[object]) -> str:
    return " or ".join(map(repr, words))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
