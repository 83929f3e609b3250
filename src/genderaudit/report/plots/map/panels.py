"""Panels of the gender inequality map: each a title, a sentence and a chart of ``genderaudit.plots``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.plots.compared import quarters, shares
from genderaudit.report.plots.figures import values
from genderaudit.report.plots.map.content import Content
from genderaudit.report.plots.seats import has_seats, seats
from genderaudit.report.plots.words import Reference

QUARTERS = 7.0  # height of the pay quarters, in lines


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the map; ``draw`` draws some of its rows, ``lines`` is its height if it does not depend on the rows."""

    title: str
    about: str
    rows: Sequence[Result]
    draw: Callable[[Axes | Figure, Sequence[Result]], object]
    lines: float | None = None


def panels(content: Content, targets: Mapping[str, Reference], language: Language) -> dict[str, Panel]:
    """Return all panels by name."""
    text = language.text

    def by_share(axes: Axes | Figure, rows: Sequence[Result]) -> object:
        return shares(rows, ax=axes, language=language)

    def staff(axes: Axes | Figure, rows: Sequence[Result]) -> object:
        return shares(rows, ax=axes, language=language, reference=targets.get("staff_women_by_level", 0.5))

    def bodies(axes: Axes | Figure, rows: Sequence[Result]) -> object:
        return seats(rows, ax=axes, language=language, youth=content.youth_seats)

    def events(axes: Axes | Figure, rows: Sequence[Result]) -> object:
        return shares(rows, ax=axes, language=language, youth=content.youth_at_events)

    def bars(axes: Axes | Figure, rows: Sequence[Result]) -> object:
        return values(rows, ax=axes, language=language)

    def columns(axes: Axes | Figure, rows: Sequence[Result]) -> object:
        return quarters(rows, ax=axes, language=language)

    pay = content.groups("pay_quartiles")
    return {
        "ladder": Panel(text("map.ladder"), text("map.ladder_about"), content.ladder, by_share),
        "bodies": Panel(
            text("map.seat_by_seat"), _about_other_bodies(content, language), content.single_bodies, bodies
        ),
        "staff": Panel(text("map.staff_levels"), _about_staff(content, language), content.staff, staff),
        "pay": Panel(text("map.pay"), _about_pay(content, language), pay, columns, QUARTERS),
        "training": Panel(text("map.training"), _about_training(content, language), _hours(content), bars),
        "attendance": Panel(text("map.attendance"), "", content.events, events),
        "budget": Panel(text("map.budget"), _about_budget(content, language), content.groups("budget_by_marker"), bars),
    }


def _about_other_bodies(content: Content, language: Language) -> str:
    """Return a sentence on the bodies that are not shown one by one."""
    others = [one for one in content.bodies if one not in content.single_bodies and has_seats(one)]
    text = language.text("map.seat_by_seat_about")
    if others:
        short = [one for one in others if one.value]
        text += " " + language.text(
            "map.other_bodies", number=len(others), met=len(others) - len(short), short=len(short),
            missing=int(sum(one.value or 0 for one in short)),
        )  # fmt: skip
    return text


def _about_staff(content: Content, language: Language) -> str:
    whole, ceiling = content.whole("staff_women_share"), content.whole("glass_ceiling_index")
    sentences = [language.text("map.staff_about", share=whole.value, n=whole.n)] if whole else []
    sentences += [language.text("map.ceiling", index=ceiling.value)] if ceiling else []
    return " ".join(sentences)


def _about_pay(content: Content, language: Language) -> str:
    gap = content.whole("pay_gap_mean")
    if gap is None or gap.value is None:
        return _no_figure(content, "pay_gap_mean", language)
    key = "map.pay_more" if gap.value < 0 else "map.pay_less"
    sentence = language.text(key, n=gap.n, pay_unit=gap.details.get("pay_unit"))
    return f"{language.figure(abs(gap.value), 'gap')} {sentence}"


def _about_training(content: Content, language: Language) -> str:
    parity = content.whole("training_hours_parity")
    if parity is None:
        return _no_figure(content, "training_hours_parity", language)
    return f"{language.figure(parity.value, 'ratio')} {language.text('map.training_hours', n=parity.n)}"


def _about_budget(content: Content, language: Language) -> str:
    whole = content.whole("budget_gender_share")
    if whole is None:
        return _no_figure(content, "budget_gender_share", language)
    return f"{language.figure(whole.value, 'share')} {language.text('map.budget_share', n=whole.n)}"


def _no_figure(content: Content, indicator: str, language: Language) -> str:
    reason = language.text(f"reasons.{content.reason(indicator)}")
    return language.text("map.row", label=language.text("map.no_figure"), text=reason)


def _hours(content: Content) -> list[Result]:
    """Return the training hours of women relative to one hour of men, as two bars."""
    parity = content.whole("training_hours_parity")
    if parity is None:
        return []
    return [replace(parity, group={"sex": "F"}), replace(parity, value=1.0, low=None, high=None, group={"sex": "M"})]
