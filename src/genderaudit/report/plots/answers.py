"""Charts of answers to statements as diverging bars, women above men."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from genderaudit.disclosure import IN_A_BAND
from genderaudit.foundations.language import Language
from genderaudit.foundations.precision import unit_of_all
from genderaudit.measures.result import Result
from genderaudit.report.labels import reason_of
from genderaudit.report.plots.rows import Row, bars, hatched, hidden, legend, placed, rows_of
from genderaudit.report.plots.style import Layout, coloured, drawn, palette
from genderaudit.report.plots.words import in_language

BAR, PITCH = 1.0, 1.12  # lines of text: a bar, from a bar to the next
APART = 1.45  # where the neutral answers begin, apart from those that take sides


@coloured
def likert(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
) -> Axes:
    """Draw favourable answers to the right, unfavourable ones to the left, neutral ones apart; one bar per sex.

    A result has the favourable share as ``value`` and the neutral one as detail ``neutral_share`` (0 to 1). If that is
    hidden, all that is not favourable is one hatched bar. Sorted by the favourable share of women.
    """
    wording = in_language(language)
    rows = rows_of(results, wording, _share_of_women, together="sex")

    def draw(axes: Axes) -> Layout:
        layout = placed(
            axes,
            [row.name for row in rows],
            [PITCH * len(_results_by_sex(row)) for row in rows],
            [""] * len(rows),
            wording,
        )
        widest = max((result.details.get("neutral_share", 0.0) for row in rows for result in row.results), default=0.0)
        axes.set_xlim(-1.14, APART + max(widest, 0.3))
        bars_at = [
            (result, middle + PITCH * (place - (len(_results_by_sex(row)) - 1) / 2))
            for row, middle in zip(rows, layout.y, strict=True)
            for place, result in enumerate(_results_by_sex(row))
        ]
        for result, y in bars_at:
            _label_bar(axes, y, result, wording)
        _draw_bars(axes, bars_at)
        axes.axvline(0, color=palette()["ink"], linewidth=0.8)
        names = ("unfavourable", "favourable", "neutral")
        legend(axes, layout, [Patch(color=palette()[name], label=wording.text(f"charts.{name}")) for name in names])
        return layout

    return drawn(draw, ax, title, results)


def _results_by_sex(row: Row) -> list[Result]:
    return [one for one in (row.of("F"), row.of("M")) if one is not None] or list(row.results)


def _share_of_women(row: Row) -> float:
    result = row.of("F") or row.result
    if result.reason == IN_A_BAND and result.low is not None and result.high is not None:
        return (result.low + result.high) / 2
    return result.value if result.value is not None else 1.0


def _label_bar(axes: Axes, y: float, result: Result, language: Language) -> None:
    """Write the initial of the sex and the favourable share; hatch what is hidden."""
    if "sex" in result.group:
        axes.text(
            -1.1, y, language.text(f"charts.initial_{result.group['sex']}"), va="center", color=palette()["quiet"]
        )
    if result.value is None:
        if hidden(result):
            hatched(axes, y, -0.5, 0.5, language)
        else:
            axes.text(0.03, y, reason_of(result, language), va="center", color=palette()["quiet"])
        return
    axes.text(
        result.value + 0.03,
        y,
        language.figure(result.value, unit_of_all([("share", result.value)]) or "share"),
        va="center",
    )
    if result.details.get("neutral_share") is None:  # where few are undecided, or few disagree, neither is shown
        hatched(axes, y, result.value - 1, 0, language)


def _draw_bars(axes: Axes, bars_at: Sequence[tuple[Result, float]]) -> None:
    """Draw the bars of all answers."""
    sides: dict[str, list[tuple[float, float, float]]] = {"favourable": [], "unfavourable": [], "neutral": []}
    for result, y in bars_at:
        neutral = result.details.get("neutral_share")
        if result.value is not None:
            sides["favourable"].append((y, 0, result.value))
            if neutral is not None:
                sides["unfavourable"].append((y, 0, -max(0.0, 1 - result.value - neutral)))
                sides["neutral"].append((y, APART, APART + neutral))
    for name, spans in sides.items():
        bars(axes, name, spans, BAR, clip_on=False)
