"""Answers to statements as diverging bars, women above men."""

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
    """Favourable answers to the right, unfavourable to the left, the undecided apart; a bar for each sex.

    A result has the favourable share as ``value`` and the undecided as detail ``neutral_share`` (0 to 1). Where that is
    hidden, all that is not favourable is one hatched bar. Sorted by women's favourable share.
    """
    own = in_language(language)
    rows = rows_of(results, own, _womens, together="sex")

    def draw(axes: Axes) -> Layout:
        layout = placed(
            axes, [row.name for row in rows], [PITCH * len(_bars(row)) for row in rows], [""] * len(rows), own
        )
        widest = max((one.details.get("neutral_share", 0.0) for row in rows for one in row.results), default=0.0)
        axes.set_xlim(-1.14, APART + max(widest, 0.3))
        placed_ones = [
            (one, middle + PITCH * (place - (len(_bars(row)) - 1) / 2))
            for row, middle in zip(rows, layout.y, strict=True)
            for place, one in enumerate(_bars(row))
        ]
        for one, y in placed_ones:
            _words(axes, y, one, own)
        _sides(axes, placed_ones)
        axes.axvline(0, color=palette()["ink"], linewidth=0.8)
        names = ("unfavourable", "favourable", "neutral")
        legend(axes, layout, [Patch(color=palette()[name], label=own.text(f"charts.{name}")) for name in names])
        return layout

    return drawn(draw, ax, title, results)


def _bars(row: Row) -> list[Result]:
    return [one for one in (row.of("F"), row.of("M")) if one is not None] or list(row.results)


def _womens(row: Row) -> float:
    one = row.of("F") or row.result
    if one.reason == IN_A_BAND and one.low is not None and one.high is not None:
        return (one.low + one.high) / 2
    return one.value if one.value is not None else 1.0


def _words(axes: Axes, y: float, one: Result, language: Language) -> None:
    """Whose answers they are, the favourable share, and what is hidden."""
    if "sex" in one.group:
        axes.text(-1.1, y, language.text(f"charts.initial_{one.group['sex']}"), va="center", color=palette()["quiet"])
    if one.value is None:
        if hidden(one):
            hatched(axes, y, -0.5, 0.5, language)
        else:
            axes.text(0.03, y, reason_of(one, language), va="center", color=palette()["quiet"])
        return
    axes.text(
        one.value + 0.03, y, language.figure(one.value, unit_of_all([("share", one.value)]) or "share"), va="center"
    )
    if one.details.get("neutral_share") is None:  # where few are undecided, or few disagree, neither is shown
        hatched(axes, y, one.value - 1, 0, language)


def _sides(axes: Axes, placed_ones: Sequence[tuple[Result, float]]) -> None:
    """The bars of all answers."""
    sides: dict[str, list[tuple[float, float, float]]] = {"favourable": [], "unfavourable": [], "neutral": []}
    for one, y in placed_ones:
        neutral = one.details.get("neutral_share")
        if one.value is not None:
            sides["favourable"].append((y, 0, one.value))
            if neutral is not None:
                sides["unfavourable"].append((y, 0, -max(0.0, 1 - one.value - neutral)))
                sides["neutral"].append((y, APART, APART + neutral))
    for name, spans in sides.items():
        bars(axes, name, spans, BAR, clip_on=False)
