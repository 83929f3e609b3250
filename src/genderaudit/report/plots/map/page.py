"""Page layout of the map: columns of titles, sentences and charts, in points from the top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.plots.map.panels import Panel
from genderaudit.report.plots.rows import names_of
from genderaudit.report.plots.style import LEADING, line, palette, text_size, width_of, wrapped

TITLE = 1.35  # size of a panel's title, of the text's
UNDER = 4.6  # lines below the pay quarters: their names, and that of the reference
AFTER = 1.5  # lines between panels; the name of a reference stands there
MOST_LINES = 60.0  # of a panel on a page that is as high as needed


@dataclass
class Page:
    """A figure of a given width; without a given height it is as high as its content."""

    width: float
    height: float | None = None
    _figure: Figure = field(init=False)
    _texts: list[tuple[Text, float]] = field(default_factory=list)
    _axes: list[tuple[Axes, tuple[float, float, float, float]]] = field(default_factory=list)
    _legend: tuple[float, float] = (0.0, 0.0)
    _end: float = 0.0

    def __post_init__(self) -> None:
        self._figure = Figure(figsize=(self.width / 72, (self.height or self.width) / 72))

    def paragraph(self, x: float, y: float, lines: Sequence[str], size: float | None = None, **style: Any) -> float:
        """Write lines of text from ``y`` downwards; return where they end."""
        size = size or text_size()
        for words in lines:
            self._texts.append((self._figure.text(x / self.width, 0, words, fontsize=size, va="top", **style), y))
            y += size * LEADING
        return y

    def legend(self, handles: Sequence[Line2D], x: float, y: float, width: float) -> float:
        """Draw the legend in as many columns as fit; return where it ends."""
        size = text_size()
        widest = max(width_of(str(handle.get_label())) for handle in handles) + 4 * size
        columns = max(1, min(len(handles), int(width // widest)))
        rows = -(-len(handles) // columns)
        height = rows * 1.65 * size
        self._figure.legend(handles=handles, loc="upper left", ncols=columns)
        self._legend = x, y
        return y + height + size * 0.5

    def column(
        self, x: float, y: float, width: float, panels: Sequence[Panel], room: float | None, language: Language
    ) -> None:
        """Draw panels below each other, with as many rows as fit into ``room`` (points; None: unlimited)."""
        bottom = None if room is None else y + room
        for number, panel in enumerate(panels):
            last = number == len(panels) - 1
            after = sum(_least(other) for other in panels[number + 1 :]) * line()
            y = self._panel(x, y, width, panel, None if bottom is None else bottom - after, language)
            y += 0 if last else AFTER * line()
        self._end = max(self._end, y)

    def figure(self) -> Figure:
        """Return the figure, with all content moved to its place."""
        height = self.height or self._end + 4
        self._figure.set_figheight(height / 72)
        for text, y in self._texts:
            text.set_y(1 - y / height)
        for legend in self._figure.legends:
            x, y = self._legend
            legend.set_bbox_to_anchor((x / self.width, 1 - y / height))
        for axes, (x, y, wide, high) in self._axes:
            axes.set_position((x / self.width, 1 - (y + high) / height, wide / self.width, high / height))
        return self._figure

    def _panel(self, x: float, y: float, width: float, panel: Panel, bottom: float | None, language: Language) -> float:
        y = self.paragraph(
            x, y, wrapped(panel.title, width, TITLE * text_size(), "bold"), TITLE * text_size(), weight="bold"
        )
        y = self.paragraph(x, y, wrapped(panel.about, width) if panel.about else [], color=palette()["quiet"])
        if not panel.rows:
            return y
        most = MOST_LINES if bottom is None else (bottom - y) / line() - AFTER
        axes = self._figure.add_axes((x / self.width, 0, width / self.width, 0.1))
        shown, lines = _drawn(axes, panel, most)
        names = [part for name in names_of(axes) for part in name.split("\n")]
        beside = 5 + max(map(width_of, names)) if any(names) else 0.0
        self._axes.append((axes, (x + beside, y, width - beside, lines * line())))
        y += lines * line() + (1.3 * line() if panel.lines is None else UNDER * line())
        if len(shown) < len(panel.rows):
            text = language.text("map.more_rows", number=len(panel.rows) - len(shown))
            y = self.paragraph(x, y, wrapped(text, width), color=palette()["quiet"])
        return y


def _least(panel: Panel) -> float:
    """Return the lines that a panel needs at least: title, sentence, three rows or its chart."""
    rows = panel.lines + UNDER if panel.lines else 3.2 * min(len(panel.rows), 4)
    return AFTER + 4.5 + (rows if panel.rows else 0)


def _drawn(axes: Axes, panel: Panel, most: float) -> tuple[Sequence[Result], float]:
    """Draw as many of the first rows as fit; return those and their height in lines."""
    rows = panel.rows
    while True:
        panel.draw(axes, rows)
        legend = axes.get_legend()
        if legend:  # the page has one for all
            legend.remove()
        if panel.lines:
            return rows, panel.lines
        lines = max(axes.get_ylim())
        if lines <= most or len(rows) == 1:
            return rows, lines
        rows = rows[: max(1, min(len(rows) - 1, int(len(rows) * (most - 1.5) / lines)))]
        axes.clear()
