"""Facts of ``truth.json``: each figure in the model, in the complete data and in the files as written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genderaudit.methodology.method import methodology
from genderaudit.simulation.figures import ExpectedFigure, rounded
from genderaudit.simulation.scenarios import Expectation, scenarios
from genderaudit.simulation.truth import Expected, PlantedPattern, TrueFigure

Key = tuple[str, tuple[tuple[str, str], ...], str | None]


def facts(
    names: Sequence[str],
    round: str,
    model_figures: Iterable[ExpectedFigure],
    complete: Iterable[ExpectedFigure],
    written: Iterable[ExpectedFigure],
) -> list[TrueFigure]:
    """Return one fact per figure of the complete data, with the scenario that causes it."""
    expected = {_key(figure): figure.value for figure in model_figures}
    recorded = {_key(figure): figure.value for figure in written}
    whole = list(complete)
    last = {figure.indicator: figure.group for figure in whole}
    made: list[TrueFigure] = []
    for figure in whole:
        key = _key(figure)
        # The model's value is the same for every event, product, type …
        parameter = expected.get(key, expected.get((figure.indicator, (), figure.detail)))
        scenario, implied = _implied(names, round, figure, last[figure.indicator])
        made.append(
            TrueFigure(
                area=figure.group.get("area") or methodology().indicators[figure.indicator].area,
                indicator=figure.indicator,
                group=figure.group,
                detail=figure.detail,
                parameter=rounded(parameter),
                realised=rounded(figure.value),
                recorded=rounded(recorded.get(key)),
                scenario=scenario,
                expected=implied,
            )
        )
    return made


def patterns(names: Sequence[str], round: str) -> list[PlantedPattern]:
    """Return the patterns that the scenarios plant in a round."""
    return [
        PlantedPattern(area=pattern.area, pattern=pattern.pattern, scenario=name)
        for name in names
        for change in scenarios()[name].in_round(round)
        for pattern in change.patterns
    ]


def _implied(
    names: Sequence[str], round: str, figure: ExpectedFigure, last: dict[str, str]
) -> tuple[str | None, Expected | None]:
    for name in names:
        for change in scenarios()[name].in_round(round):
            for entry in change.expects:
                if _is_meant(entry, figure, last):
                    implied = {one: getattr(entry, one) for one in Expected.model_fields}
                    return name, Expected(**implied)
    return None, None


def _is_meant(entry: Expectation, figure: ExpectedFigure, last: dict[str, str]) -> bool:
    if (entry.indicator, entry.detail) != (figure.indicator, figure.detail):
        return False
    if entry.group == "last":
        return figure.group == last
    if entry.group == "women" and figure.group.get("sex") != "F":
        return False
    named = figure.group.get("area")
    return named is None or entry.group == "every_area" or named == entry.area


def _key(figure: ExpectedFigure) -> Key:
    return figure.indicator, tuple(figure.group.items()), figure.detail
