"""The panels of the gender inequality map: steps upwards and seats one by one (the tiles are in map_tiles.py)."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from genderaudit.findings import TargetRange
from genderaudit.language import Language
from genderaudit.report.canvas import INK, LINE, MEN, NEUTRAL, QUIET, TARGET, TEXT, WOMEN, Canvas, width_of, wrapped
from genderaudit.report.inequality_map.content import Content, Row

WOMEN_TINT, MEN_TINT, MEN_EDGE = "#DCD3EC", "#FBEFD2", "#94690A"
MOST_DOTS = 45  # more seats than this are a bar
MANY_ALIKE = 12  # more bodies of the same size, such as the boards of branches, are shown together
HEADING = 18.0
TRACKS = (26.0, 22.0, 18.0, 14.0)  # thickness of a step, the first that there is room for
WIDEST_GAP = 40.0
SEATS, YOUTH_LINE = 20.0, 16.0
SQUARE, MOST_SQUARES = 16.0, 54.0  # size of a square, and height for all of them


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page, in points."""

    x: float
    y: float
    width: float
    height: float

    def below(self, used: float) -> Box:
        """What is left of the box below its first ``used`` points."""
        return Box(self.x, self.y + used, self.width, self.height - used)


def heading(canvas: Canvas, box: Box, title: str, subtitle: str = "") -> Box:
    """Title and subtitle of a panel; what is left of its box."""
    canvas.line(box.x, box.y, box.x + box.width, box.y, INK, 2.2)
    lines = wrapped(title, box.width, 2, HEADING, True)
    y = canvas.paragraph(box.x, box.y + 22, lines, HEADING, weight="bold")
    if subtitle:
        y = canvas.paragraph(box.x, y - 3, wrapped(subtitle, box.width, 2), color=QUIET)
    return box.below(y - box.y - 8)


def stairs(canvas: Canvas, box: Box, rows: Sequence[Row], language: Language) -> None:
    """Rows on one scale from 0 to 100 % women, joined by the stream of women's share from step to step."""
    steps, left_out = _fitting(rows, box, language)
    spare = box.height - sum(step.height for step in steps) - (LINE if left_out else 0)
    gap = min(WIDEST_GAP, max(0.0, spare / max(len(steps) - 1, 1)))
    blanks = [step for step in steps if step.row.share is None]
    growth = (spare - gap * (len(steps) - 1)) / len(blanks) if blanks else 0.0
    places, y = [], box.y
    for step in steps:
        height = step.height + (max(growth, 0.0) if step.row.share is None else 0.0)
        places.append(Box(box.x, y, box.width, height))
        y += height + gap
    for (upper, high), (lower, low) in itertools.pairwise(zip(steps, places, strict=True)):
        if upper.row.share is not None and lower.row.share is not None:
            top = high.y + high.height - upper.under
            bottom = low.y + low.height - lower.under - lower.track
            _stream(canvas, box, (upper.row.share, top), (lower.row.share, bottom))
    for step, place in zip(steps, places, strict=True):
        _step(canvas, place, step, language)
    if left_out:
        text = language.text("map.more_rows", number=left_out)
        canvas.text(box.x, box.y + box.height, wrapped(text, box.width, 1)[0], color=QUIET)


def seats(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    """The larger bodies seat by seat; many of the same size, and those that there is no room for, a square each."""
    rows = [row for row in content.bodies if row.share is not None]
    hidden = [(row.label, row.reason) for row in content.bodies if row.share is None]
    if not rows:
        blank(canvas, box, hidden[:1], language)
        return
    if content.youth_missing:
        hidden.insert(0, (language.text("map.youth_seats"), content.youth_missing))
    blanks = sum(blank_height([one], box.width, 1) + 10 for one in hidden[:2])
    sizes = Counter(row.seats for row in rows)
    single = [row for row in rows if sizes[row.seats] <= MANY_ALIKE]
    heights = [_seats_height(row, box.width) for row in single]
    shown, room = len(single), box.height - blanks
    while shown and sum(heights[:shown]) + 6 * shown + _others_height(len(rows) - shown, box.width) > room:
        shown -= 1
    others = [row for row in rows if row not in single[:shown]]
    spare = room - sum(heights[:shown]) - _others_height(len(others), box.width)
    gap = min(WIDEST_GAP, max(6.0, spare / max(shown, 1)))
    y = box.y
    for row, height in zip(single[:shown], heights, strict=False):
        _body(canvas, Box(box.x, y, box.width, height), row, language)
        y += height + gap
    if others:
        height = _others_height(len(others), box.width)
        _other_bodies(canvas, Box(box.x, y, box.width, height), others, language)
        y += height
    for place, one in enumerate(hidden[:2]):
        last = place == len(hidden[:2]) - 1
        rest = box.y + box.height - y if last else 0.0
        y += blank(canvas, Box(box.x, y, box.width, rest), [one], language) + 10


def blank_height(reasons: Sequence[tuple[str, str]], width: float, most: int = 3) -> float:
    """Height that a blank needs for its labels and reasons."""
    lines = sum(len(wrapped(a, width - 20, most, bold=True)) + len(wrapped(b, width - 20, 3)) for a, b in reasons)
    return lines * LINE + 14


def blank(canvas: Canvas, box: Box, reasons: Sequence[tuple[str, str]], language: Language) -> float:
    """A frame with nothing but what is missing and why; the height used. A box without height gets what it needs."""
    most = 4 if box.height else 1
    needed = blank_height(reasons, box.width, most)
    height = max(needed, box.height)
    canvas.frame(box.x, box.y, box.width, height, QUIET)
    y = box.y + (height - needed) / 2 + 7 + TEXT - 1
    for label, reason in reasons:
        y = canvas.paragraph(box.x + 10, y, wrapped(label, box.width - 20, most, bold=True), weight="bold")
        y = canvas.paragraph(box.x + 10, y, wrapped(reason, box.width - 20, 3), style="italic")
    return height


def bar(canvas: Canvas, box: Box, share: float, target: TargetRange | None = None) -> None:
    """Women from the left, men from the right, parity and target across."""
    canvas.rectangle(box.x, box.y, box.width, box.height, MEN, edgecolor=MEN_EDGE, linewidth=0.8)
    canvas.rectangle(box.x, box.y, box.width * share, box.height, WOMEN)
    marks(canvas, box, target)


def marks(canvas: Canvas, box: Box, target: TargetRange | None, under: bool = False) -> None:
    """Parity and, where there is one, the quota or target, across a track; ``under`` what is drawn next."""
    middle, beyond = box.x + box.width / 2, 0.0 if under else 3.0
    top, end = box.y - beyond, box.y + box.height + beyond
    casing = 0.0 if under else 3.6
    canvas.line(middle, top, middle, end, "white", casing, capstyle="butt")
    canvas.line(middle, top, middle, end, INK, 1.5, dashes=(2.2, 1.6))
    for bound in (target.low, target.high) if target else ():
        if bound is not None and 0 < bound < 1 and bound != 0.5:
            x = box.x + box.width * bound
            canvas.line(x, top, x, end, "white", casing * 1.4, capstyle="butt")
            canvas.line(x, top, x, end, TARGET, 2.6, capstyle="butt")


def dots(canvas: Canvas, box: Box, row: Row) -> None:
    """A dot a seat, so that women end where their share does; seats missing to the quota are rings."""
    pitch, y = box.width / row.seats, box.y + box.height / 2
    size = min(box.height * 0.8, pitch * 0.88)
    marks(canvas, box, row.target, under=True)
    places = [box.x + (seat + 0.5) * pitch for seat in range(row.seats)]
    wanted = min(row.women + row.missing, row.seats)
    men = int(row.finding.men or 0) if row.finding else 0
    others = max(row.women + men, wanted)
    canvas.marks(places[: row.women], y, size, WOMEN)
    canvas.marks(places[wanted:others], y, size - 0.8, MEN, markeredgewidth=0.8, markeredgecolor=MEN_EDGE)
    canvas.marks(places[others:], y, size - 0.8, NEUTRAL, "s", markeredgewidth=0.8, markeredgecolor=QUIET)
    ring(canvas, places[row.women : wanted], y, size)


def ring(canvas: Canvas, places: Sequence[float], y: float, size: float) -> None:
    """Seats that men hold and that women lack to the quota."""
    edge = max(1.2, size * 0.16)
    canvas.marks(places, y, size - edge, "white", markeredgewidth=edge, markeredgecolor=WOMEN)
    canvas.marks(places, y, size * 0.34, MEN_EDGE)


@dataclass(frozen=True, slots=True)
class _Measured:
    row: Row
    lines: list[str]
    value: str
    track: float
    under: float
    height: float


def _fitting(rows: Sequence[Row], box: Box, language: Language) -> tuple[list[_Measured], int]:
    """The rows with the thickest tracks that they fit with, and how many are left out, from the middle."""
    kept = list(rows)
    while True:
        left_out = sum(row.merged for row in rows) - sum(row.merged for row in kept)
        for track in TRACKS:
            steps = [_measured(row, box.width, track, language) for row in kept]
            used = sum(step.height for step in steps) + (track * 0.35) * (len(steps) - 1)
            if used + (LINE if left_out else 0) <= box.height or (len(kept) <= 2 and track == TRACKS[-1]):
                return steps, left_out
        del kept[len(kept) // 2]


def _measured(row: Row, width: float, track: float, language: Language) -> _Measured:
    if row.share is None or row.finding is None:
        return _Measured(row, [], "", 0, 0, blank_height([(row.label, row.reason)], width))
    key = "seats" if row.seats else "people"
    value = language.text(f"map.{key}", share=row.share, women=row.women, n=row.finding.n)
    lines = wrapped(row.label, width - width_of(value, TEXT, True) - 12, 2, 15, True)
    under = YOUTH_LINE if row.youth_share is not None else 0
    return _Measured(row, lines, value, track, under, len(lines) * LINE + 5 + track + under)


def _step(canvas: Canvas, box: Box, step: _Measured, language: Language) -> None:
    row = step.row
    if row.share is None:
        blank(canvas, box, [(row.label, row.reason)], language)
        return
    base = canvas.paragraph(box.x, box.y + TEXT, step.lines, 15, weight="bold") - 15 * LINE / TEXT
    canvas.text(box.x + box.width, base, step.value, weight="bold", ha="right")
    track = Box(box.x, box.y + box.height - step.under - step.track, box.width, step.track)
    if 0 < row.seats <= MOST_DOTS:
        split = box.width * row.share
        canvas.rectangle(box.x, track.y, split, track.height, WOMEN_TINT)
        canvas.rectangle(box.x + split, track.y, box.width - split, track.height, MEN_TINT)
        dots(canvas, track, row)
    else:
        bar(canvas, track, row.share, row.target)
    if row.youth_share is not None:
        _youth(canvas, track.below(track.height), row.youth_share, language)


def _youth(canvas: Canvas, box: Box, share: float, language: Language) -> None:
    """A triangle at the share of youth, with the figure beside."""
    x = box.x + box.width * share
    canvas.marks([x], box.y + 8, 9, INK, "^")
    text = language.text("map.youth", share=share)
    right = x + 10 + width_of(text) <= box.x + box.width
    canvas.text(x + 10 if right else x - 10, box.y + 14, text, ha="left" if right else "right")


def _stream(canvas: Canvas, box: Box, upper: tuple[float, float], lower: tuple[float, float]) -> None:
    """Women's share on its way from the lower step to the upper one; each is a share and a height on the page."""
    left, right = box.x, box.x + box.width
    (share, top), (share_below, bottom) = upper, lower
    top, bottom = top - 0.5, bottom + 0.5  # no seam between the shapes
    high, low = (left + box.width * share, top), (left + box.width * share_below, bottom)
    canvas.polygon([(left, top), high, low, (left, bottom)], WOMEN_TINT)
    canvas.polygon([high, (right, top), (right, bottom), low], MEN_TINT)


def _seats_height(row: Row, width: float) -> float:
    young = YOUTH_LINE if row.youth_share is not None else 0
    return len(wrapped(row.label, width, 2, bold=True)) * LINE + 2 + SEATS + young


def _body(canvas: Canvas, box: Box, row: Row, language: Language) -> None:
    lines = wrapped(row.label, box.width, 2, bold=True)
    top = canvas.paragraph(box.x, box.y + TEXT - 1, lines, weight="bold") - TEXT + 3
    counts = width_of(language.text("map.seats_of", women=88, seats=88), TEXT, True) + 12
    track = Box(box.x, top, box.width - counts, SEATS)
    if row.seats <= MOST_DOTS:
        dots(canvas, track, row)
    elif row.share is not None:
        bar(canvas, track, row.share, row.target)
    text = language.text("map.seats_of", women=row.women, seats=row.seats)
    canvas.text(box.x + box.width, top + SEATS / 2 + 5, text, ha="right", weight="bold")
    if row.youth_share is not None:
        _youth_seats(canvas, box, top + SEATS + YOUTH_LINE / 2, row, track.width, language)


def _youth_seats(canvas: Canvas, box: Box, y: float, row: Row, width: float, language: Language) -> None:
    """Triangles for youth's seats, hollow for those missing to their quota."""
    if row.seats <= MOST_DOTS:
        pitch = width / row.seats
        size = min(9.5, pitch * 0.82)
        places = [box.x + (seat + 0.5) * pitch for seat in range(row.seats)]
        wanted = min(row.youths + row.youths_missing, row.seats)
        canvas.marks(places[: row.youths], y, size, INK, "^")
        hollow = {"markeredgewidth": 1.2, "markeredgecolor": INK}
        canvas.marks(places[row.youths : wanted], y, size - 1, "white", "^", **hollow)
    text = language.text("map.seats_of", women=row.youths, seats=row.seats)
    canvas.text(box.x + box.width, y + 5, text, ha="right")


def _other_bodies(canvas: Canvas, box: Box, rows: Sequence[Row], language: Language) -> None:
    """A square a body: filled where it meets the quota, open where seats are missing."""
    with_quota = [row for row in rows if row.finding and row.finding.calculated]
    short = [row for row in with_quota if row.missing]
    text = language.text("map.other_bodies", number=len(rows))
    canvas.text(box.x, box.y + TEXT - 1, wrapped(text, box.width, 1, bold=True)[0], weight="bold")
    if not with_quota:
        return
    pitch = _square(len(with_quota), box.width)
    columns, met = int(box.width / pitch), len(with_quota) - len(short)
    y = box.y + TEXT + 6 + pitch / 2
    for first in range(0, len(with_quota), columns):
        line = [box.x + (place + 0.5) * pitch for place in range(min(columns, len(with_quota) - first))]
        full = max(0, min(met - first, len(line)))
        edge = {"markeredgewidth": pitch * 0.08, "markeredgecolor": WOMEN}
        canvas.marks(line[:full], y, pitch * 0.74, WOMEN, "s", **edge)
        canvas.marks(line[full:], y, pitch * 0.74, "white", "s", **edge)
        y += pitch
    missing = sum(row.missing for row in short)
    text = language.text("map.other_bodies_quota", met=met, short=len(short), missing=missing)
    canvas.paragraph(box.x, y - pitch / 2 + TEXT + 4, wrapped(text, box.width, 2))


def _square(number: int, width: float) -> float:
    """Side of a square such that all find room."""
    return min(SQUARE, math.sqrt(width * MOST_SQUARES / number))


def _others_height(number: int, width: float) -> float:
    if not number:
        return 0.0
    pitch = _square(number, width)
    return math.ceil(number / int(width / pitch)) * pitch + 3 * LINE + 10
