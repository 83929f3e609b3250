"""The container that a measure returns: its results as one object that gives tables and charts.

The shape follows fairlearn's ``MetricFrame``: the whole, the groups, the difference between them. Display (tables,
charts, files for papers) is not here: ``genderaudit.report`` registers it, as pandas accessors are registered.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, overload

import pandas as pd

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.result import Result, Unit

SHOWN_BY = "genderaudit.report.accessors"
"""The module that registers the display methods of results."""
COUNTS = ("n", "women", "men")
"""Columns that are whole numbers wherever they can be (pandas ``Int64``)."""
FIELDS = ("value", "value_unit", *COUNTS, "low", "high", "reason")
"""Columns of every ``frame``, after the columns of the groups."""


class Results(Sequence[Result]):
    """The results of one measure, in the measure's order: the whole, its groups, or both.

    ``name`` is the name of the measure, or of the indicator once the results are recorded. A measure that gives one
    figure gives ``Results`` of length one, whose fields can be read directly (``results.value``). ``language`` is the
    language code of the display, ``currency`` the currency code of amounts; ``protected`` is true once the results have
    passed the disclosure rules.
    """

    def __init__(
        self,
        results: Result | Iterable[Result] = (),
        *,
        name: str = "",
        language: str = "en",
        protected: bool = False,
        currency: str = "",
    ) -> None:
        self._results = (results,) if isinstance(results, Result) else tuple(results)
        self.name, self.language, self.protected, self.currency = name, language, protected, currency

    @classmethod
    def register(cls, method: Callable[..., Any]) -> Callable[..., Any]:
        """Add ``method`` to ``Results`` under its own name, as pandas registers accessors (a decorator)."""
        setattr(cls, method.__name__, method)
        return method

    def __getattr__(self, name: str) -> Any:
        """Load the display methods at first use, so that measuring alone needs neither languages nor tables."""
        if name.startswith("__") or SHOWN_BY in sys.modules:
            raise AttributeError(f"'Results' object has no attribute {name!r}")
        import_module(SHOWN_BY)
        return getattr(self, name)

    def made_of(self, results: Iterable[Result]) -> Results:
        """Return other results under the same name, language, currency and protection."""
        attributes = {"name": self.name, "language": self.language, "currency": self.currency}
        return Results(results, **attributes, protected=self.protected)

    def speaking(self, language: str, currency: str = "") -> Results:
        """Return the same results, displayed in another language (a language code) and currency."""
        currency = currency or self.currency
        return Results(self, name=self.name, language=language, protected=self.protected, currency=currency)

    # As a sequence of results

    @overload
    def __getitem__(self, key: int) -> Result: ...
    @overload
    def __getitem__(self, key: slice) -> Results: ...
    @overload
    def __getitem__(self, key: str) -> Result: ...
    def __getitem__(self, key: int | slice | str) -> Result | Results:
        """Return a result by position, several by slice, or the one of a group by label (``results["Director"]``)."""
        if isinstance(key, str):
            return self._by_label(key)
        selected = self._results[key]
        return self.made_of(selected) if isinstance(selected, tuple) else selected

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    def __add__(self, other: Iterable[Result]) -> Results:
        """Return these results followed by others, for one table, chart or indicator."""
        both = self.made_of([*self, *other])
        both.protected = self.protected and getattr(other, "protected", False)
        return both

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Results | list | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none

    # As figures

    @property
    def frame(self) -> pd.DataFrame:
        """Return a tidy table, one row per result: a column for each dimension of the groups, then ``FIELDS``.

        ``value``, ``low`` and ``high`` are floats in ``value_unit`` (a share is 0 to 1), missing where there is a
        ``reason``; ``n``, ``women`` and ``men`` are people (or seats, or lines), as integers unless a measure splits
        them.
        """
        dimensions = list(dict.fromkeys(name for one in self for name in one.group))
        rows = [
            {name: one.group.get(name) for name in dimensions}
            | {name: getattr(one, "unit" if name == "value_unit" else name) for name in FIELDS}
            for one in self
        ]
        table = pd.DataFrame(rows, columns=[*dimensions, *FIELDS])
        # The base of a suppressed figure is unknown (missing), not 0.
        table["n"] = table["n"].mask(table["value"].isna() & table["women"].isna() & table["n"].eq(0))
        numbers = {name: pd.to_numeric(table[name]).astype(float) for name in ("value", "low", "high")}
        return table.assign(**numbers, **{name: _as_integers(table[name]) for name in COUNTS})

    @property
    def details(self) -> Any:
        """Return further numbers of the figures (p values, means …): a mapping for one result, else a table."""
        if len(self) == 1:
            return self._results[0].details
        return pd.DataFrame([dict(one.details) for one in self], index=self._labels())

    @property
    def overall(self) -> Result | None:
        """Return the figure of the whole, or ``None`` where only groups were measured."""
        return next((one for one in self if not one.group), None)

    @property
    def by_group(self) -> pd.Series:
        """Return the values by group, in the measure's order: a series with one index level per dimension."""
        table = self.frame
        dimensions = [name for name in table.columns if name not in FIELDS]
        groups = table[table[dimensions].notna().any(axis=1)] if dimensions else table.iloc[:0]
        return groups.set_index(dimensions)["value"] if dimensions else groups["value"]

    @property
    def difference(self) -> Any:
        """Return the distance between groups, in the unit of the value.

        Where the groups are split by sex: women's value minus men's, a series by group (a number where there is no
        other dimension). Else the widest difference between two groups. Missing where fewer than two values are known.
        """
        values = self.by_group.dropna()
        if "sex" not in values.index.names:
            return float(values.max() - values.min()) if len(values) > 1 else None
        if values.index.nlevels == 1:
            return float(values["F"] - values["M"]) if {"F", "M"} <= set(values.index) else None
        sexes = values.unstack("sex").reindex(columns=["F", "M"])
        return (sexes["F"] - sexes["M"]).rename("difference")

    def where(self, **group: str) -> Results:
        """Return the results of the given groups only, e.g. ``where(level="Director")``.

        Raises ``AuditError``, which lists the groups, if there is none.
        """
        matching = [one for one in self if all(one.group.get(name) == label for name, label in group.items())]
        if not matching:
            groups = "; ".join(", ".join(f"{n}={v}" for n, v in one.group.items()) for one in self if one.group)
            raise wrong_call(f"There is no such group in these results. Groups: {groups or 'none, only the whole'}.")
        return self.made_of(matching)

    # The fields of a single result

    @property
    def value(self) -> float | None:
        """The value of the only result, or of the whole."""
        return self._single().value

    @property
    def unit(self) -> Unit:
        """The unit of the values."""
        return self._single().unit

    @property
    def n(self) -> float:
        """The base of the only result, or of the whole."""
        return self._single().n

    @property
    def women(self) -> float | None:
        """Women behind the only result, or the whole."""
        return self._single().women

    @property
    def men(self) -> float | None:
        """Men behind the only result, or the whole."""
        return self._single().men

    @property
    def other(self) -> float | None:
        """People of another or undisclosed gender behind the only result, or the whole."""
        return self._single().other

    @property
    def low(self) -> float | None:
        """Lower bound of the only result, or of the whole."""
        return self._single().low

    @property
    def high(self) -> float | None:
        """Upper bound of the only result, or of the whole."""
        return self._single().high

    @property
    def level(self) -> float:
        """Confidence level of the intervals, 0 to 1."""
        return self._single().level

    @property
    def group(self) -> Mapping[str, str]:
        """The group of the only result."""
        return self._single().group

    @property
    def reason(self) -> str | None:
        """Key of the reason why the only result, or the whole, has no value; ``None`` if it has one."""
        return self._single().reason

    def _single(self) -> Result:
        one = self._results[0] if len(self) == 1 else self.overall
        if one is None:
            raise wrong_call(
                f'These are {len(self)} results. Take one by its label, results["…"], or all of them: results.frame.'
            )
        return one

    def _by_label(self, label: str) -> Result:
        matching = [one for one in self if label in one.group.values()]
        if len(matching) != 1:
            labels = list(dict.fromkeys(text for one in self for text in one.group.values()))
            known = ", ".join(labels) or "none: it is the whole"
            raise wrong_call(f"{len(matching)} results are of the group {label!r}. Groups: {known}.")
        return matching[0]

    def _labels(self) -> list[str]:
        return [", ".join(one.group.values()) for one in self]

    def __repr__(self) -> str:
        if not len(self):
            return f"Results({self.name!r}, none)"
        return self.frame.to_string(index=False, max_rows=40)


def _as_integers(column: pd.Series) -> pd.Series:
    """Convert counts to integers, or to floats where a measure splits people (pay quarters, weights)."""
    numbers = pd.to_numeric(column).astype("Float64").round(9)
    return numbers.astype("Int64") if (numbers.dropna() % 1 == 0).all() else numbers.astype(float)
