"""A plot of rows below each other, each with its name, on one horizontal scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from genderaudit.report.canvas import ANCHORS, INK, NEUTRAL, QUIET, Canvas, width_of

WIDTH = 518.4  # points; the text column of the report
SIZE, SMALL = 9.0, 8.0
# Points around the rows: at an edge without text, between rows and their names, and for a legend of one line
# above, tick labels below, tick labels and a label below.
EDGE, BESIDE, LEGEND, TICKS, LABEL = 3.0, 4.5, 25.2, 19.0, 30.0
LEADING = 1.15  # from a line to the next, of the size of the text
MIDDLE = 0.26  # from the middle of a line of text down to its baseline, of its size
ABOVE = 0.6  # rows above the middle of the first row, and nearly as much below that of the last

Drawing = Callable[[Canvas], None]


class Plot:
    """What is put on the rows is kept until it is drawn: how long the scale is depends on the words at its end.

    ``row`` is the height of a row, ``margin`` that of what stands above and below all rows, in points;
    ``low`` and ``high`` are the ends of the scale.
    """

    def __init__(
        self, names: Sequence[str], low: float, high: float, row: float = 25.9, margin: float = 68.4, size: float = SIZE
    ) -> None:
        self._names, self._low, self._high, self._size = names, low, high, size
        self._height = len(names) * row + margin
        self._drawn: list[Drawing] = []
        self._top = self._bottom = EDGE
        lines = [line for name in names for line in name.split("\n")]
        self._left = EDGE + max((width_of(line, size) + BESIDE for line in lines), default=0.0)
        self._across = WIDTH - self._left - EDGE

    def bar(self, row: float, start: float, end: float, colour: str, height: float) -> None:
        """A bar on a row; ``height`` in rows."""

        def draw(canvas: Canvas) -> None:
            left, right = sorted((self._x(start), self._x(end)))
            if right > left:
                canvas.rectangle(left, self._y(row - height / 2), right - left, height * self._pitch(), colour)

        self._drawn.append(draw)

    def dots(self, row: float, places: Sequence[float], size: float, colour: str, **style: Any) -> None:
        """Dots on a row."""
        self._drawn.append(
            lambda canvas: canvas.marks([self._x(place) for place in places], self._y(row), size, colour, **style)
        )

    def span(self, row: float, start: float, end: float, colour: str, width: float) -> None:
        """A line along a row."""
        self._drawn.append(
            lambda canvas: canvas.line(
                self._x(start), self._y(row), self._x(end), self._y(row), colour, width, capstyle="round"
            )
        )

    def across(self, place: float, colour: str, width: float, dashes: Sequence[float] = ()) -> None:
        """A line from top to bottom."""
        self._drawn.append(
            lambda canvas: canvas.line(
                self._x(place),
                self._top,
                self._x(place),
                self._height - self._bottom,
                colour,
                width,
                dashes=dashes,
                capstyle="butt",
            )
        )

    def words(
        self,
        place: float,
        row: float,
        text: str,
        size: float = SMALL,
        *,
        ha: str = "left",
        colour: str = INK,
        blank: bool = False,
    ) -> None:
        """Text beside what is drawn; with ``blank`` on white, so that no line runs through it."""
        self._keep_room(place, text, size, ha)

        def draw(canvas: Canvas) -> None:
            x, y, width = self._x(place), self._y(row), width_of(text, size)
            if blank:
                left = x - ANCHORS[ha] * width
                canvas.rectangle(left - 1.5, y - size / 2 - 1.5, width + 3, size + 3, "white")
            canvas.text(x, y + MIDDLE * size, text, size, ha=ha, color=colour)

        self._drawn.append(draw)

    def axis(
        self,
        places: Sequence[float],
        labels: Sequence[str],
        size: float = SIZE,
        label: str = "",
        ends: tuple[float, float] | None = None,
        grid: bool = False,
    ) -> None:
        """The scale below the rows; ``ends`` are those of its line, ``grid`` draws thin lines at its places."""
        self._bottom = LABEL if label else TICKS
        for place, text in zip(places, labels, strict=True):
            self._keep_room(place, text, size, "center")

        def draw(canvas: Canvas) -> None:
            y = self._height - self._bottom
            start, end = ends or (self._low, self._high)
            canvas.line(self._x(start), y, self._x(end), y, QUIET, 0.8)
            for place, text in zip(places, labels, strict=True):
                x = self._x(place)
                canvas.line(x, y, x, y + 3.5, QUIET, 0.8, capstyle="butt")
                canvas.text(x, y + 7 + 0.76 * size, text, size, ha="center", color=QUIET)
            if label:
                canvas.text(self._left + self._across / 2, self._height - EDGE - 2, label, SMALL, ha="center")

        self._drawn.append(draw)
        if grid:
            self._drawn.insert(0, lambda canvas: self._grid(canvas, places))

    def left_line(self) -> None:
        """A line where the scale begins."""
        self._drawn.append(
            lambda canvas: canvas.line(self._left, self._top, self._left, self._height - self._bottom, QUIET, 0.8)
        )

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        """Colours and what they mean, above the rows."""
        self._top = LEGEND

        def draw(canvas: Canvas) -> None:
            x, y = EDGE + 5.5, 14.5
            for colour, text in entries:
                canvas.rectangle(x, y - 6.3, 18, 6.3, colour)
                canvas.text(x + 25.2, y, text, SIZE)
                x += 25.2 + width_of(text, SIZE) + 18

        self._drawn.append(draw)

    def svg(self) -> str:
        """The plot as a picture."""
        canvas = Canvas(WIDTH, self._height)
        for draw in self._drawn:
            draw(canvas)
        for row, name in enumerate(self._names):
            lines = name.split("\n")
            y = self._y(row) + (MIDDLE - LEADING * (len(lines) - 1) / 2) * self._size
            for number, line in enumerate(lines):
                x = self._left - BESIDE
                canvas.text(x, y + number * LEADING * self._size, line, self._size, ha="right")
        return canvas.svg()

    def _keep_room(self, place: float, text: str, size: float, ha: str) -> None:
        """Shorten the scale so that the text ends within the page."""
        part = (place - self._low) / (self._high - self._low)
        if part > 0:
            behind = (1 - ANCHORS[ha]) * width_of(text, size)
            self._across = min(self._across, (WIDTH - self._left - EDGE - behind) / part)

    def _grid(self, canvas: Canvas, places: Sequence[float]) -> None:
        for x in map(self._x, places):
            canvas.line(x, self._top, x, self._height - self._bottom, NEUTRAL, 0.5)

    def _x(self, place: float) -> float:
        return self._left + self._across * (place - self._low) / (self._high - self._low)

    def _pitch(self) -> float:
        return (self._height - self._top - self._bottom) / (len(self._names) - 1 + 2 * ABOVE)

    def _y(self, row: float) -> float:
        return self._top + (row + ABOVE) * self._pitch()
