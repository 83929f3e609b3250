"""The tiles of the gender inequality map: pay, training, attendance and budget."""

from __future__ import annotations

import seaborn as sns

from genderaudit.findings import Finding
from genderaudit.language import Language
from genderaudit.report.canvas import INK, LINE, MEN, QUIET, TEXT, WOMEN, Canvas, width_of, wrapped
from genderaudit.report.inequality_map.content import Content, Row
from genderaudit.report.inequality_map.panels import MEN_EDGE, Box, bar, blank, heading

FIGURE = 30.0  # size of a tile's leading number
MARKERS = dict(zip("3210", sns.blend_palette([WOMEN, "#ECEAF0"], 4).as_hex(), strict=True)) | {"not_stated": "white"}
HATCHES = {"not_stated": "////"}


def pay(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    """The mean gap, and women's share from the lowest-paid quarter to the highest-paid."""
    left = heading(canvas, box, language.text("map.pay"))
    gap, quarters = content.calculated("pay_gap_mean"), content.groups("pay_quartiles")
    if gap is None and not quarters:
        _missing(canvas, left, content, language, "pay_gap_mean")
        return
    if gap is not None and gap.value is not None:
        key = "map.pay_more" if gap.value < 0 else "map.pay_less"
        figure = language.figure(abs(gap.value), "gap")
        left = _lead(canvas, left, figure, language.text(key, n=gap.n))
    if not quarters:
        return
    pitch, height = left.width / 4, max(24.0, left.height - 2 * LINE - 10)
    for place, quarter in enumerate(sorted(quarters, key=lambda f: f.group["quartile"])):
        x, share = left.x + place * pitch, quarter.value or 0.0
        canvas.text(x + pitch * 0.45, left.y + TEXT, language.figure(share, "share"), ha="center", weight="bold")
        top = left.y + TEXT + 5
        canvas.rectangle(x, top, pitch * 0.9, height, MEN, edgecolor=MEN_EDGE, linewidth=0.8)
        canvas.rectangle(x, top + height * (1 - share), pitch * 0.9, height * share, WOMEN)
        middle = top + height / 2
        canvas.line(x - 1, middle, x + pitch * 0.9 + 1, middle, "white", 3.2, capstyle="butt")
        canvas.line(x - 1, middle, x + pitch * 0.9 + 1, middle, INK, 1.4, dashes=(2.2, 1.6))
    y = left.y + TEXT + 5 + height + LINE
    canvas.text(left.x, y, language.text("map.lowest_paid"))
    canvas.text(left.x + left.width - pitch * 0.1, y, language.text("map.highest_paid"), ha="right")


def training(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    """Hours of training for a woman against a man's."""
    left = heading(canvas, box, language.text("map.training"))
    parity = content.calculated("training_hours_parity")
    if parity is None or parity.value is None:
        _missing(canvas, left, content, language, "training_hours_parity")
        return
    text = language.text("map.training_hours", n=parity.n)
    left = _lead(canvas, left, language.figure(parity.value, "ratio"), text)
    longest = max(parity.value, 1.0)
    height = min(30.0, (left.height - 12) / 2)
    for place, (sex, length, colour, ink) in enumerate((("F", parity.value, WOMEN, "white"), ("M", 1.0, MEN, INK))):
        y, width = left.y + place * (height + 8), left.width * length / longest
        edge = {"edgecolor": MEN_EDGE, "linewidth": 0.8} if sex == "M" else {}
        canvas.rectangle(left.x, y, width, height, colour, **edge)
        text = language.text(f"sex.{sex}")
        fits = width_of(text, TEXT, True) + 14 < width
        x = left.x + 8 if fits else left.x + width + 6
        canvas.text(x, y + height / 2 + 5, text, weight="bold", color=ink if fits else INK)


def attendance(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    """The largest events: women's share, and a triangle at youth's."""
    left = heading(canvas, box, language.text("map.attendance"))
    rows = [row for row in content.events if row.share is not None]
    if not rows:
        _missing(canvas, left, content, language, "attendance_women_share")
        return
    pitch = 40.0
    room = int((left.height + 6) // pitch)
    shown = max(1, room if len(rows) <= room else int((left.height + 6 - LINE) // pitch))
    largest = sorted(rows, key=lambda row: -((row.finding.n if row.finding else 0) or 0))[:shown]
    kept = [row for row in rows if row in largest]
    pitch = min(54.0, max(pitch, (left.height + 6 - (LINE if len(rows) > len(kept) else 0)) / len(kept)))
    for place, row in enumerate(kept):
        _event(canvas, Box(left.x, left.y + place * pitch, left.width, pitch), row, language)
    if len(rows) > len(kept):
        text = language.text("map.more_rows", number=len(rows) - len(kept))
        canvas.text(left.x, left.y + left.height, wrapped(text, left.width, 1)[0], color=QUIET)


def budget(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    """The part of the budget for equality, and the whole budget by gender marker."""
    left = heading(canvas, box, language.text("map.budget"))
    whole = content.calculated("budget_gender_share")
    markers = {f.group["gender_marker"]: f for f in content.groups("budget_by_marker")}
    if whole is None and not markers:
        _missing(canvas, left, content, language, "budget_gender_share")
        return
    if whole is not None:
        text = language.text("map.budget_share", n=whole.n)
        left = _lead(canvas, left, language.figure(whole.value, "share"), text)
    x = left.x
    for name in MARKERS:
        width = left.width * ((markers[name].value or 0.0) if name in markers else 0.0)
        canvas.rectangle(x, left.y, width, 18, MARKERS[name], edgecolor=INK, linewidth=0.7, hatch=HATCHES.get(name))
        x += width
    _marker_key(canvas, left.below(24), markers, language)


def _marker_key(canvas: Canvas, box: Box, markers: dict[str, Finding], language: Language) -> None:
    y = box.y
    pitch = min(20.0, box.height / max(len(markers), 1))
    for name in (name for name in MARKERS if name in markers):
        figure = language.figure(markers[name].value, "share")
        canvas.rectangle(box.x, y + 3, 11, 11, MARKERS[name], edgecolor=INK, linewidth=0.7, hatch=HATCHES.get(name))
        canvas.text(box.x + 70, y + TEXT, figure, ha="right", weight="bold")
        canvas.text(box.x + 78, y + TEXT, wrapped(language.text(f"map.markers.{name}"), box.width - 78, 1)[0])
        y += pitch


def _event(canvas: Canvas, box: Box, row: Row, language: Language) -> None:
    """The event's name, and below it the bar with its figures beside."""
    value = language.text("map.people", share=row.share, n=row.finding.n if row.finding else None)
    young = language.figure(row.youth_share, "share") if row.youth_share is not None else ""
    canvas.text(box.x, box.y + TEXT, wrapped(row.label, box.width, 1)[0])
    column = width_of("88,8 %") + 22 if young else 0.0
    track = Box(box.x, box.y + 20, box.width - column - width_of("88,8 % sur 8 888", TEXT, True) - 12, 12)
    bar(canvas, track, row.share or 0.0, row.target)
    base, right = track.y + 11, box.x + box.width
    canvas.text(right - column, base, value, ha="right", weight="bold")
    if young and row.youth_share is not None:
        canvas.text(right, base, young, ha="right")
        canvas.marks([right - column + 14], base - 5, 8, INK, "^")
        canvas.marks([track.x + track.width * row.youth_share], track.y + 17, 8, INK, "^")


def _lead(canvas: Canvas, box: Box, figure: str, text: str) -> Box:
    """The tile's number, large, with what it means beside; what is left of the box."""
    used = width_of(figure, FIGURE, True) + 12
    lines = wrapped(text, box.width - used, 4)
    height = max(FIGURE, len(lines) * LINE)
    canvas.text(box.x, box.y + height / 2 + FIGURE * 0.36, figure, FIGURE, weight="bold")
    canvas.paragraph(box.x + used, box.y + (height - len(lines) * LINE) / 2 + TEXT - 1, lines)
    return box.below(height + 8)


def _missing(canvas: Canvas, box: Box, content: Content, language: Language, indicator: str) -> None:
    label = language.text("map.no_figure")
    blank(canvas, box, [(label, content.reason(indicator))], language)
