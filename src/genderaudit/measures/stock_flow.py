"""Stock-and-flow projection of the share of women, with hires, promotions and exits at present rates.

Each year a level loses the observed share of its women and of its men (exits, and promotions to the level
above) and gains the observed yearly hires and the people promoted from the level below. Numbers of hires
stay as observed; promotions and exits follow the number of people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import Group, Headcount, composed, is_sex, people
from genderaudit.measures.flows import in_service
from genderaudit.measures.inference import SEED, Floats
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Part, Result
from genderaudit.measures.results import Results

HORIZON = 50
FLOW_DRAWS = 1_000
NOBODY = 1e-9  # people of a level below which it is empty but for rounding
ROUNDING = 1e-12  # tolerance with which a share of just the target counts as reaching it


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """People now and movements over some years; arrays of shape (levels, 2): top level first; women, all others."""

    levels: tuple[str, ...]
    stock: Floats  # at the end of the period
    hires: Floats  # from outside into the level
    exits: Floats  # out of the organisation
    promotions: Floats  # into the level, from the level below it
    years: float
    last_year: int
    left_out: float = 0.0  # people whose sex is not stated, or who are at none of the levels
    exits_known: bool = True  # the list states a leaving date for somebody

    def together(self) -> Flows:
        """Return all levels as one; promotions between them cancel out."""
        stock, hires, exits = (part.sum(axis=0, keepdims=True) for part in (self.stock, self.hires, self.exits))
        return Flows(
            levels=("",),
            stock=stock,
            hires=hires,
            exits=exits,
            promotions=np.zeros((1, 2)),
            years=self.years,
            last_year=self.last_year,
            left_out=self.left_out,
            exits_known=self.exits_known,
        )


@requires("sex", "level", "hired_on", "left_on", "promoted_on")
def observed_flows(
    staff: pd.DataFrame, since: str | pd.Timestamp, until: str | pd.Timestamp, levels: Sequence[str]
) -> Flows:
    """Stock at ``until`` and movements after ``since`` up to it, by present level, of women and of all others.

    A promotion is assumed to come from the level below; a person hired and promoted in the period is counted as hired
    into the level below. Raises ``AuditError`` where the period is empty.
    """
    start, end = pd.Timestamp(since), pd.Timestamp(until)
    if end <= start:
        raise wrong_call("The period of a stock-and-flow projection must end after it begins.")
    number = people(staff)
    women, stated = is_sex(staff, "F"), staff["sex"].notna().to_numpy(dtype=bool)
    place = pd.Categorical(staff["level"], categories=list(levels)).codes.astype(int)
    moved = {
        name: pd.to_datetime(staff[name]).between(start, end, inclusive="right").to_numpy(dtype=bool)
        for name in ("hired_on", "left_on", "promoted_on")
    }
    # Nobody is promoted into the lowest level: a promotion date there is a step within the level.
    promoted = moved["promoted_on"] & (place < len(levels) - 1)

    def table(rows: NDArray[np.bool_], at: NDArray[np.int_]) -> Floats:
        counts = np.zeros((len(levels), 2))
        for column, of_column in enumerate((women, ~women & stated)):
            chosen = rows & (place >= 0) & of_column
            np.add.at(counts[:, column], at[chosen], number[chosen])
        return counts

    return Flows(
        levels=tuple(levels),
        stock=table(in_service(staff, end), place),
        hires=table(moved["hired_on"], place + (moved["hired_on"] & promoted)),
        exits=table(moved["left_on"], place),
        promotions=table(promoted, place),
        years=(end - start).days / 365.25,
        last_year=end.year,
        left_out=float(number[(place < 0) | ~stated].sum()),
        exits_known=bool(staff["left_on"].notna().any()),
    )


@requires()
def year_target_reached(
    flows: Flows,
    target: float,
    at: str | None = None,
    horizon: int = HORIZON,
    draws: int = FLOW_DRAWS,
    seed: int = SEED,
    level: float = 0.95,
) -> Results:
    """First year in which the share of women reaches ``target`` at present rates, at level ``at`` or overall.

    Interval: percentiles over flows drawn from Poisson distributions with the observed counts as means; no ``high``
    where more draws than its tail never reach the target. ``details``: target, share_now, share_after (at the horizon),
    part_reaching (share of the draws), entered_women and left_women as in :func:`appointments_needed`; left_out: people
    of the list who are in no flow (sex not stated, or at none of the levels). Reasons: empty_level, already_reached,
    no_flows (at the level), no_leaving_dates, not_reached (within ``horizon`` years).
    """
    used, place = _selected_level(flows, at)
    now = Headcount.women_of(float(used.stock[place, 0]), float(used.stock[place].sum()))
    group = {} if at is None else {"level": at}
    details = {"target": target, **_movement_details(used, place)}
    reason = _reason_unprojectable(used, place, now, target)
    if reason:
        return Results(composed(now, None, "year", group, reason, details))
    path = _shares_ahead(used, place, horizon)
    details |= {"share_now": now.share, "share_after": float(path[-1])}
    steps = float(_years_until(path[:, None], target)[0])
    drawn = _years_until(_drawn_shares(used, place, horizon, draws, seed), target)
    details["part_reaching"] = float(np.isfinite(drawn).mean())
    if not math.isfinite(steps):
        return Results(composed(now, None, "year", group, "not_reached", details))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    ends = (min(float(low), steps), steps, max(float(high), steps))
    first, year, last = (used.last_year + years if math.isfinite(years) else None for years in ends)
    return Results(composed(now, year, "year", group, None, details, first, last, level))


@requires()
def appointments_needed(flows: Flows, target: float, by_year: int, at: str | None = None) -> Results:
    """Number of the next appointments that must be women for the share to reach ``target`` in ``by_year``.

    Appointments are hires and promotions into the level ``at``, or hires into the organisation; their number
    and the exit rates of women and of all others continue as at present. ``n`` is these appointments.
    ``details``: appointments, share_needed, at_present (women among them at present rates), target,
    share_if_all (share of women if every appointment were a woman), entered_women, entered, left_women, left (who
    came to the level, and who left the organisation from it, in the years of the flows: women, and everybody).
    Reasons: empty_level, no_flows (at the level), no_leaving_dates, no_appointments, not_reached (not even if all were
    women).
    Raises ``AuditError`` for a year that is not ahead, and for a level that the flows do not have.
    """
    steps = by_year - flows.last_year
    if steps < 1:
        raise wrong_call(f"The year {by_year} is not after the last year of the data, {flows.last_year}.")
    used, place = _selected_level(flows, at)
    group = {} if at is None else {"level": at}
    now = Headcount.women_of(float(used.stock[place, 0]), float(used.stock[place].sum()))
    reason = _reason_unprojectable(used, place, now, math.inf)
    if reason:
        return Results(Result(value=None, unit="count", n=0, group=group, reason=reason))
    entries = _yearly_entries(used, place, steps)  # (steps, 2)
    yearly = entries.sum(axis=1)
    number = round(float(yearly.sum()))
    if number == 0:
        return Results(Result(value=None, unit="count", n=0, group=group, reason="no_appointments"))
    needed, share_if_all = _share_needed(used, place, yearly, target)
    details = {
        "appointments": float(number),
        "share_needed": max(0.0, needed),
        "at_present": float(entries[:, 0].sum()),
        "target": target,
        "share_if_all": share_if_all,
        **_movement_details(used, place),
    }
    return Results(_women_among(number, needed, group, details))


def _women_among(appointments: int, share_needed: float, group: Group, details: Mapping[str, float]) -> Result:
    """Return the number of appointments that must be women, or not_reached where even all would not do."""
    value = max(0.0, math.ceil(round(share_needed * appointments, 9)))
    reason = "not_reached" if share_needed > 1 else None
    return Result(
        value=None if reason else float(value),
        unit="count",
        n=float(appointments),
        group=group,
        reason=reason,
        details=details,
        parts=(Part("people", "", float(appointments)),),
    )


def _movement_details(flows: Flows, place: int) -> dict[str, float]:
    came, exits = flows.hires[place] + flows.promotions[place], flows.exits[place]
    left_out = {"left_out": flows.left_out} if flows.left_out else {}
    women = {"entered_women": float(came[0]), "left_women": float(exits[0])}
    return left_out | women | {"entered": float(came.sum()), "left": float(exits.sum())}


def _share_needed(flows: Flows, place: int, yearly: Floats, target: float) -> tuple[float, float]:
    """Return the share of women among yearly appointments that just reaches the target, and that if all were women."""
    steps = len(yearly)
    stay = 1 - _leaving_rates(flows)[place]  # share of women, and of the others, still there a year later
    remaining = flows.stock[place] * stay**steps
    # People appointed and still there at the end, if all appointed were women, and if none were.
    women, others = yearly @ stay ** np.arange(steps - 1, -1, -1)[:, None]
    needed = (target * (remaining.sum() + others) - remaining[0]) / ((1 - target) * women + target * others)
    return float(needed), float((remaining[0] + women) / (remaining.sum() + women))


def _selected_level(flows: Flows, level: str | None) -> tuple[Flows, int]:
    if level is None:
        return flows.together(), 0
    if level not in flows.levels:
        raise wrong_call(f"The flows have no level {level!r}. Theirs are: {', '.join(flows.levels)}.")
    return flows, flows.levels.index(level)


def _reason_unprojectable(flows: Flows, place: int, now: Headcount, target: float) -> str | None:
    """Return the reason why no projection is possible, or None if one is.

    Nobody, target reached, no movements at the level, or no leaving dates in the list.
    """
    if now.known == 0:
        return "empty_level"
    if now.share >= target:
        return "already_reached"
    upward = flows.promotions[place - 1] if place else 0  # what enters a level leaves the one below
    moved = sum(part[place].sum() for part in (flows.hires, flows.exits, flows.promotions)) + np.sum(upward)
    if not moved:
        return "no_flows"
    return None if flows.exits_known else "no_leaving_dates"


def _yearly_rates(flows: Flows, hires: Floats, exits: Floats, promotions: Floats) -> tuple[Floats, Floats, Floats]:
    """Return yearly hires, and the yearly shares of people who exit and who are promoted; shapes (…, levels, 2)."""
    upward = np.zeros_like(promotions)
    upward[..., 1:, :] = promotions[..., :-1, :]  # what enters a level leaves the one below
    before = flows.stock - hires - promotions + exits + upward
    heads = np.maximum((flows.stock + np.maximum(before, 0)) / 2, 0.5)
    out, up = exits / heads / flows.years, upward / heads / flows.years
    most = np.maximum(out + up, 1)
    return hires / flows.years, out / most, up / most


def _next_year(stock: Floats, hires: Floats, out: Floats, up: Floats) -> tuple[Floats, Floats]:
    """Return the stock a year later and the people who entered each level."""
    rising = stock * up
    entered = hires.copy()
    entered[..., :-1, :] += rising[..., 1:, :]
    return stock - stock * out - rising + entered, entered


def _leaving_rates(flows: Flows) -> Floats:
    _, out, up = _yearly_rates(flows, flows.hires, flows.exits, flows.promotions)
    return out + up


def _yearly_entries(flows: Flows, place: int, steps: int) -> Floats:
    rates = _yearly_rates(flows, flows.hires, flows.exits, flows.promotions)
    stock, entries = flows.stock, []
    for _ in range(steps):
        stock, entered = _next_year(stock, *rates)
        entries.append(entered[place])
    return np.array(entries)


def _shares_ahead(flows: Flows, place: int, horizon: int) -> Floats:
    return _shares_by_year(flows, place, horizon, flows.hires, flows.exits, flows.promotions)


def _drawn_shares(flows: Flows, place: int, horizon: int, draws: int, seed: int) -> Floats:
    generator = np.random.default_rng(seed)
    moves = [
        generator.poisson(part, (draws, *part.shape)).astype(float)
        for part in (flows.hires, flows.exits, flows.promotions)
    ]
    return _shares_by_year(flows, place, horizon, *moves)


def _shares_by_year(flows: Flows, place: int, horizon: int, hires: Floats, exits: Floats, promotions: Floats) -> Floats:
    """Return the share of women at ``place`` 1 to ``horizon`` years ahead: shape (horizon, …)."""
    rates = _yearly_rates(flows, hires, exits, promotions)
    stock = np.broadcast_to(flows.stock, hires.shape).astype(float)
    shares = []
    for _ in range(horizon):
        stock, _ = _next_year(stock, *rates)
        women, everybody = stock[..., place, 0], stock[..., place, :].sum(axis=-1)
        shares.append(np.where(everybody > NOBODY, women / np.maximum(everybody, NOBODY), 0.0))
    return np.array(shares)


def _years_until(shares: Floats, target: float) -> Floats:
    """Return the years until the target is first reached, per column; inf where it is not."""
    reached = shares >= target - ROUNDING
    return np.where(reached.any(axis=0), reached.argmax(axis=0) + 1.0, np.inf)
