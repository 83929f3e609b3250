"""Answers to statements as diverging bars, women above men."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from genderaudit.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.plots.rows import Row, hatched, hidden, legend, placed, rows_of
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
        for row, middle in zip(rows, layout.y, strict=True):
            bars = _bars(row)
            for place, one in enumerate(bars):
                _bar(axes, middle + PITCH * (place - (len(bars) - 1) / 2), one, own)
        axes.axvline(0, color=palette()["ink"], linewidth=0.8)
        names = ("unfavourable", "favourable", "neutral")
        legend(axes, layout, [Patch(color=palette()[name], label=own.text(f"charts.{name}")) for name in names])
        return layout

    return drawn(draw, ax, title, results)


def _bars(row: Row) -> list[Result]:
    return [one for one in (row.of("F"), row.of("M")) if one is not None] or list(row.results)


def _womens(row: Row) -> float:
    one = row.of("F") or row.result
    return one.value if one.value is not None else 1.0


def _bar(axes: Axes, y: float, one: Result, language: Language) -> None:
    if "sex" in one.group:
        axes.text(-1.1, y, language.text(f"charts.initial_{one.group['sex']}"), va="center", color=palette()["quiet"])
    if one.value is None:
        if hidden(one):
            hatched(axes, y, -0.5, 0.5, language)
        else:
            axes.text(0.03, y, language.text(f"reasons.{one.reason}"), va="center", style="italic")
        return
    axes.barh(y, one.value, BAR, color=palette()["favourable"], clip_on=False)
    axes.text(one.value + 0.03, y, language.figure(one.value, "share"), va="center")
    neutral = one.details.get("neutral_share")
    if neutral is None:  # where few are undecided, or few disagree, neither is shown
        hatched(axes, y, one.value - 1, 0, language)
    else:
        axes.barh(y, -max(0.0, 1 - one.value - neutral), BAR, color=palette()["unfavourable"], clip_on=False)
        axes.barh(y, neutral, BAR, APART, color=palette()["neutral"], clip_on=False)
