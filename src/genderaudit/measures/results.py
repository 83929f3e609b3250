"""What a measure gives: its results as one object, from the figure to the table and the chart.

The shape follows fairlearn's ``MetricFrame``: the whole, the groups, the difference between them. How results look
(tables, charts, files for papers) is registered from ``genderaudit.report``, as pandas accessors are.
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
"""The module that registers how results show themselves."""
COUNTS = ("n", "women", "men")
"""Columns that are whole numbers wherever they can be (pandas ``Int64``)."""
FIELDS = ("value", "value_unit", *COUNTS, "low", "high", "reason")
"""Columns of every ``frame``, after those of the groups."""


class Results(Sequence[Result]):
    """The results of one measure, in its order: the whole, its groups, or both.

    ``name`` says what was measured: the measure's name, or the indicator's once it is recorded. A measure that
    gives one figure gives ``Results`` of one, whose fields can be read directly (``results.value``). ``language`` is
    the code of that in which they show themselves, ``currency`` that of their amounts; ``protected`` says that
    they have passed the disclosure rules.
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
        """Have results show themselves by ``method``, under its name, as pandas registers accessors."""
        setattr(cls, method.__name__, method)
        return method

    def __getattr__(self, name: str) -> Any:
        """What is registered is loaded when it is first asked for: to measure needs no languages and no tables."""
        if name.startswith("__") or SHOWN_BY in sys.modules:
            raise AttributeError(f"'Results' object has no attribute {name!r}")
        import_module(SHOWN_BY)
        return getattr(self, name)

    def made_of(self, results: Iterable[Result]) -> Results:
        """Other results of the same measure, language and protection."""
        kept = {"name": self.name, "language": self.language, "currency": self.currency}
        return Results(results, **kept, protected=self.protected)

    def speaking(self, language: str, currency: str = "") -> Results:
        """The same results, which show themselves in another language (its code), amounts with this currency."""
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
        """A result by position, some of them by slice, or the one of a group by its label (``results["Director"]``)."""
        if isinstance(key, str):
            return self._of_label(key)
        found = self._results[key]
        return self.made_of(found) if isinstance(found, tuple) else found

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    def __add__(self, other: Iterable[Result]) -> Results:
        """These results and others after them, for one table, chart or indicator."""
        both = self.made_of([*self, *other])
        both.protected = self.protected and getattr(other, "protected", False)
        return both

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Results | list | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none

    # As figures

    @property
    def frame(self) -> pd.DataFrame:
        """A tidy table, a row a result: a column for each dimension of the groups, then ``FIELDS``.

        ``value``, ``low`` and ``high`` are floats in ``value_unit`` (a share is 0 to 1), missing where ``reason`` says
        why; ``n``, ``women`` and ``men`` are people (or seats, or lines), as integers unless a measure splits them.
        """
        dimensions = list(dict.fromkeys(name for one in self for name in one.group))
        rows = [
            {name: one.group.get(name) for name in dimensions}
            | {name: getattr(one, "unit" if name == "value_unit" else name) for name in FIELDS}
            for one in self
        ]
        table = pd.DataFrame(rows, columns=[*dimensions, *FIELDS])
        # The base of what is hidden is not known: it is not nought.
        table["n"] = table["n"].mask(table["value"].isna() & table["women"].isna() & table["n"].eq(0))
        numbers = {name: pd.to_numeric(table[name]).astype(float) for name in ("value", "low", "high")}
        return table.assign(**numbers, **{name: _whole(table[name]) for name in COUNTS})

    @property
    def details(self) -> Any:
        """Further numbers of the figures (p values, means of each sex …): a mapping for one, a table for several."""
        if len(self) == 1:
            return self._results[0].details
        return pd.DataFrame([dict(one.details) for one in self], index=self._labels())

    @property
    def overall(self) -> Result | None:
        """The figure of the whole; ``None`` where only groups were measured."""
        return next((one for one in self if not one.group), None)

    @property
    def by_group(self) -> pd.Series:
        """Values by group, in the measure's order: a series whose index has a level for each dimension."""
        table = self.frame
        dimensions = [name for name in table.columns if name not in FIELDS]
        groups = table[table[dimensions].notna().any(axis=1)] if dimensions else table.iloc[:0]
        return groups.set_index(dimensions)["value"] if dimensions else groups["value"]

    @property
    def difference(self) -> Any:
        """How far groups are apart, in the unit of the value.

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
        """The results of these groups only, e.g. ``where(level="Director")``; an error names what there is."""
        found = [one for one in self if all(one.group.get(name) == label for name, label in group.items())]
        if not found:
            there = "; ".join(", ".join(f"{n}={v}" for n, v in one.group.items()) for one in self if one.group)
            raise wrong_call(f"There is no such group in these results. Groups: {there or 'none, only the whole'}.")
        return self.made_of(found)

    # The fields of a single result

    @property
    def value(self) -> float | None:
        """The value of the only result, or of the whole."""
        return self._one().value

    @property
    def unit(self) -> Unit:
        """The unit of the values."""
        return self._one().unit

    @property
    def n(self) -> float:
        """The base of the only result, or of the whole."""
        return self._one().n

    @property
    def women(self) -> float | None:
        """Women behind the only result, or the whole."""
        return self._one().women

    @property
    def men(self) -> float | None:
        """Men behind the only result, or the whole."""
        return self._one().men

    @property
    def other(self) -> float | None:
        """People of another or undisclosed gender behind the only result, or the whole."""
        return self._one().other

    @property
    def low(self) -> float | None:
        """Lower bound of the only result, or of the whole."""
        return self._one().low

    @property
    def high(self) -> float | None:
        """Upper bound of the only result, or of the whole."""
        return self._one().high

    @property
    def level(self) -> float:
        """Confidence level of the intervals."""
        return self._one().level

    @property
    def group(self) -> Mapping[str, str]:
        """The group of the only result."""
        return self._one().group

    @property
    def reason(self) -> str | None:
        """Why the only result, or the whole, has no value."""
        return self._one().reason

    def _one(self) -> Result:
        one = self._results[0] if len(self) == 1 else self.overall
        if one is None:
            raise wrong_call(
                f'These are {len(self)} results. Take one by its label, results["…"], or all of them: results.frame.'
            )
        return one

    def _of_label(self, label: str) -> Result:
        found = [one for one in self if label in one.group.values()]
        if len(found) != 1:
            labels = list(dict.fromkeys(text for one in self for text in one.group.values()))
            known = ", ".join(labels) or "none: it is the whole"
            raise wrong_call(f"{len(found)} results are of the group {label!r}. Groups: {known}.")
        return found[0]

    def _labels(self) -> list[str]:
        return [", ".join(one.group.values()) for one in self]

    def __repr__(self) -> str:
        if not len(self):
            return f"Results({self.name!r}, none)"
        return self.frame.to_string(index=False, max_rows=40)


def _whole(column: pd.Series) -> pd.Series:
    """Counts as integers; as floats where a measure splits people (pay quarters, weights)."""
    numbers = pd.to_numeric(column).astype("Float64").round(9)
    return numbers.astype("Int64") if (numbers.dropna() % 1 == 0).all() else numbers.astype(float)
