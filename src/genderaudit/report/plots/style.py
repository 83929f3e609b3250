"""Look and size of every chart: style sheet, palette, and a figure that fits its content."""

from __future__ import annotations

import inspect
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache, wraps
from typing import Any, Literal, ParamSpec, TypeAlias

import matplotlib as mpl
from matplotlib import rc_params_from_file
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import blended_transform_factory, offset_copy

from genderaudit.foundations.errors import known_names, wrong_call
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.measures.result import Result

STYLE = TEMPLATES / "report" / "genderaudit.mplstyle"
WIDE, NARROW = 6.8, 3.55
"""Inches: the text column of A4, and of a phone."""
LEADING = 1.25  # height of a line, in sizes of the text
EDGE = 3.0  # points around everything
ABOVE = 3.0  # points between the rows and what the marks mean
COLOURS = ("women", "men", "favourable", "unfavourable", "neutral", "reference", "ink", "quiet")

Style: TypeAlias = Literal["normal", "italic", "oblique"]
P = ParamSpec("P")

_TURN = threading.RLock()
_INSIDE = ContextVar("inside", default=False)
_GIVEN: ContextVar[dict[str, str]] = ContextVar("given", default={})  # noqa: B039  # never changed, only replaced


@contextmanager
def styled(size: float | None = None) -> Iterator[None]:
    """Apply the style sheet to what is drawn or saved inside; ``size`` is the text size in points.

    One thread at a time, because matplotlib's settings belong to the process; they are restored afterwards. Nested
    calls change nothing: the outer style holds.
    """
    if _INSIDE.get():
        yield
        return
    sizes = ("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize")
    inside = _INSIDE.set(True)
    try:
        with _TURN, mpl.rc_context(_sheet() | (dict.fromkeys(sizes, size) if size else {})):
            yield
    finally:
        _INSIDE.reset(inside)


def palette() -> dict[str, str]:
    """Return the colours by meaning: those of the style sheet, overridden by those given to the chart."""
    return dict(zip(COLOURS, _sheet()["axes.prop_cycle"].by_key()["color"], strict=True)) | _GIVEN.get()


def coloured(chart: Callable[P, Axes]) -> Callable[P, Axes]:
    """Give a chart function the argument ``palette``: colours by meaning (``COLOURS``).

    Unknown names raise an error.
    """

    @wraps(chart)
    def with_palette(*given: P.args, **named: P.kwargs) -> Axes:
        colours: Any = named.pop("palette", None) or {}
        for name in colours:
            if name not in COLOURS:
                raise wrong_call(f"There is no colour {name} in a palette. {known_names(name, COLOURS)}")
        token = _GIVEN.set(dict(colours))
        try:
            return chart(*given, **named)
        finally:
            _GIVEN.reset(token)

    signature = inspect.signature(chart)
    kind, given_as = inspect.Parameter.KEYWORD_ONLY, "Mapping[str, str] | None"
    last = inspect.Parameter("palette", kind, default=None, annotation=given_as)
    parameters = [*signature.parameters.values(), last]
    with_palette.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return with_palette


@cache
def _sheet() -> Any:
    """Return the settings of the style sheet only."""
    settings: Any = rc_params_from_file(STYLE, use_default_template=False)
    return dict(settings)


@dataclass(slots=True)
class Layout:
    """Room that a drawing needs: height in lines of text, margins in points, ``y`` the middle of each row."""

    lines: float
    left: float = 0.0
    right: float = 0.0
    below: float = 0.0
    above: float = 0.0
    y: list[float] = field(default_factory=list)


def drawn(
    draw: Callable[[Axes], Layout], ax: Axes | Figure | None, title: str | None, *results: Iterable[Result]
) -> Axes:
    """Call ``draw`` on ``ax``, or on axes of a figure, and return the axes; ``results`` are what is drawn.

    Axes given keep their size. A figure without axes gets the height and margins that the chart needs; axes of an
    earlier chart are used again. Without ``ax``, pyplot makes a figure, so that a notebook shows it.
    """
    if not (ax is None or isinstance(ax, Axes | Figure)):
        raise wrong_call(f"ax is matplotlib's axes, or a Figure that is empty, not {type(ax).__name__}.")
    if isinstance(ax, Axes):
        with styled():
            _set_title(ax, title, width_in_points(ax), draw(ax))
        return ax
    # Before the style: pyplot's first figure settles that figures are shown, which the style's end would take back.
    figure = ax or _pyplot_figure()
    with styled():
        axes = _axes_of(figure)
        width = width_in_points(axes)
        layout = draw(axes)
        legend = axes.get_legend()
        if legend:  # above the names, too
            anchor = blended_transform_factory(figure.transFigure, axes.transAxes)
            legend.set_bbox_to_anchor((0, 1), offset_copy(anchor, figure, x=EDGE, y=ABOVE, units="points"))
        heading = _set_title(axes, title, width - 2 * EDGE, layout)
        left, right = layout.left + EDGE, layout.right + EDGE
        height = layout.lines * line()
        whole = height + layout.below + layout.above + 2 * EDGE
        figure.set_figheight(whole / 72)
        axes.set_position((left / width, (layout.below + EDGE) / whole, (width - left - right) / width, height / whole))
        if heading:
            heading.set_x(-layout.left / (width - left - right))
    if ax is None and all(getattr(some, "protected", False) for some in results):
        _keep_on_saving(figure, title or "")
    return axes


def _axes_of(figure: Figure) -> Axes:
    """Return empty axes as large as the figure; those of an earlier chart are reused, as new ones are slow.

    Raises a wrong-call error if the figure has several axes.
    """
    if not figure.axes:
        return figure.add_axes((0, 0, 1, 1))
    axes, *others = figure.axes
    if others:
        raise wrong_call("The figure has several axes: say which are drawn on, such as ax=figure.axes[0].")
    legend = axes.get_legend()
    for artist in (*axes.texts, *axes.lines, *axes.patches, *axes.collections, *([legend] if legend else [])):
        artist.remove()
    axes.relim()
    axes.set_autoscale_on(True)
    axes.set_title("")
    axes.set_position((0, 0, 1, 1))
    return axes


def _keep_on_saving(figure: Figure, title: str) -> None:
    """Attach an SVG of the figure to its display, so that saving the notebook keeps it.

    It shows protected results only. What is added to the figure later may be record-level data: it is displayed but not
    kept.
    """
    from genderaudit.guard.origin import KEPT, MARK
    from genderaudit.report.pictures import svg

    shown = {KEPT: f"<figure>{svg(figure)}</figure>"}, {MARK: {"heading": title, "anchor": "", "level": 0}}
    setattr(figure, "_repr_mimebundle_", lambda **_: shown)  # noqa: B010  # IPython asks the figure for it


def _pyplot_figure() -> Figure:
    from matplotlib import pyplot

    return pyplot.figure(figsize=(WIDE, WIDE / 2), dpi=_sheet()["figure.dpi"])


def _set_title(axes: Axes, title: str | None, width: float, layout: Layout) -> Text | None:
    """Set the title above everything else, wrapped at ``width`` points."""
    if not title:
        return None
    size, pad = float(mpl.rcParams["axes.titlesize"]), float(mpl.rcParams["axes.titlepad"])
    words = wrapped(title, width, size, "bold")
    heading = axes.set_title("\n".join(words), pad=pad + layout.above)
    layout.above += pad + len(words) * size * LEADING
    return heading


def line() -> float:
    """Return the height of a line of text, in points."""
    return text_size() * LEADING


def text_size() -> float:
    """Return the text size, in points."""
    return float(mpl.rcParams["font.size"])


def width_in_points(axes: Axes) -> float:
    """Return the width of the axes, in points."""
    return float(axes.bbox.width) * 72 / axes.figure.dpi


def width_of(text: str, size: float | None = None, weight: str = "normal") -> float:
    """Return the width of a text in the style's font, in points."""
    return _line_size(text, tuple(_sheet()["font.family"]), "normal", weight)[0] * (size or text_size())


def measured(text: str, font: FontProperties) -> tuple[float, float, float]:
    """Return width, height and descent of a line of text, in points."""
    found = _line_size(text, tuple(font.get_family()), font.get_style(), font.get_weight())
    width, height, below = (part * font.get_size_in_points() for part in found)
    return width, height, below


@lru_cache(maxsize=20_000)
def _line_size(text: str, *look: Any) -> tuple[float, float, float]:
    """Return the same relative to the text size, from its words; each word is measured once for all charts."""
    words = [_word_size(word, *look) for word in text.split(" ")]
    rise, fall = (max(part) for part in zip(*((high - low, low) for _, high, low in words), strict=True))
    width = sum(wide for wide, _, _ in words) + (len(words) - 1) * _word_size("\N{NO-BREAK SPACE}", *look)[0]
    return width, rise + fall, fall


@lru_cache(maxsize=20_000)
def _word_size(word: str, family: tuple[str, ...], style: Style, weight: str | int) -> tuple[float, float, float]:
    font = FontProperties(family=list(family), style=style, weight=weight, size=1)
    width, height, below = text_to_path.get_text_width_height_descent(word, font, ismath=False)
    return float(width), float(height), float(below)


def wrapped(text: str, width: float, size: float | None = None, weight: str = "normal") -> list[str]:
    """Return the text in lines that fit ``width`` points; longer words are cut."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, width, size, weight)
    return lines


def _pieces(word: str, width: float, size: float | None, weight: str) -> list[str]:
    pieces = [word]
    while width_of(pieces[-1], size, weight) > width and len(pieces[-1]) > 1:
        rest = pieces.pop()
        # The longest beginning that fits, by halving: a text is wider than its beginning.
        most = max(bisect_right(range(1, len(rest)), width, key=lambda n: width_of(rest[:n], size, weight)), 1)
        end = rest.rfind("-", 0, most) + 1 or most
        pieces += [rest[:end], rest[end:]]
    return pieces
