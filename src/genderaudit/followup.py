"""Follow-up: what became of the last round's recommendations, and what has changed since.

A figure is compared only where it was shown then and is shown now: nothing that was hidden in either round
enters a comparison. Change of a share is set against the smallest change that these numbers of people could
show (80 % power); of other figures, against an interval made from those of the two rounds. Seats, documents,
budget lines and the like are counted whole and carry no uncertainty. Source: methodology section 7.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import pandas as pd

from genderaudit.actions import Action, Standing, answered, standing
from genderaudit.findings import Finding, Findings, TargetRange, is_share_of_women
from genderaudit.measures.counting import Headcount
from genderaudit.measures.projection import change_between
from genderaudit.measures.result import Unit
from genderaudit.methodology import Methodology
from genderaudit.ratings import ORDER
from genderaudit.settings import USUAL_LEVEL
from genderaudit.yamlfile import Record

Verdict = Literal["improved", "worsened", "kept", "changed", "cannot_tell"]
WHOLE = ("seats", "lines", "units", "expected")
"""What an indicator may count that is counted whole, as money of a budget is: its change needs no interval."""

TOLERANCE = 1e-9


class Change(Record):
    """A figure then and now. ``change`` is now minus then, in ``unit`` (a rating: steps of the scale).

    ``low`` and ``high`` bound it at a confidence ``level``; ``detectable`` is the smallest change of a share that
    could be seen at these numbers. ``verdict`` *changed* means that no target says which way is better. ``reason``
    (a key of ``followup.reasons`` in the language files) says why it cannot be told; hidden figures have no values
    here.
    """

    indicator: str
    group: dict[str, str] = {}
    unit: Unit
    before: float | None = None
    after: float | None = None
    n_before: float | None = None
    n_after: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    detectable: float | None = None
    verdict: Verdict
    reason: str | None = None


class FollowedAction(Action):
    """An action of the earlier round with what its success indicator did."""

    success: list[Change] = []


class FollowUp(Record):
    """The follow-up of one round on the one before."""

    earlier: str
    round: str
    actions: list[FollowedAction]
    unanswered: list[str]
    """Recommendations of the earlier round that nobody answered, as they ranked."""
    changes: list[Change]
    """All figures that were rated in both rounds, or in one with the figure missing in the other."""

    @property
    def standing(self) -> Standing:
        """The sums over the earlier plan."""
        return standing(self.unanswered, self.actions)

    def answer(self, recommendation: str) -> FollowedAction | None:
        """What was answered to a recommendation; ``None`` where nothing was."""
        return next((action for action in self.actions if action.recommendation == recommendation), None)

    def worse(self, figures: Iterable[Finding]) -> list[Change]:
        """The changes of these figures for the worse that are beyond the smallest change that could be seen."""
        keys = {_key(figure) for figure in figures}
        worse = [one for one in self.of("worsened") if (one.indicator, tuple(one.group.items())) in keys]
        return [one for one in worse if abs(one.change or 0) >= (one.detectable or 0)]

    def of(self, *verdicts: Verdict) -> list[Change]:
        """The changes with these verdicts."""
        return [change for change in self.changes if change.verdict in verdicts]


def follow_up(
    earlier: Sequence[Findings],
    now: Sequence[Findings],
    actions: pd.DataFrame,
    method: Methodology,
    day: dt.date,
    level: float = USUAL_LEVEL,
) -> FollowUp:
    """What became of the earlier round by ``day``, the date of this one; intervals are at ``level``.

    ``earlier`` and ``now`` are findings of the phases of each round (baseline, gap analysis, perception; of
    the earlier round also its recommendations). ``actions`` is the canonical table (``earlier_actions``).
    """
    then, since = _by_figure(earlier), _by_figure(now)
    catalogue = {entry.id: entry for entry in method.recommendations}
    followed = []
    for action in answered(actions, catalogue, day):
        known = catalogue.get(action.recommendation)
        success = _compared(then, since, method, known.success, level) if known else []
        followed.append(FollowedAction(**dict(action), success=success))
    proposed = [one.recommendation for found in earlier for one in found.recommendations]
    replied = {action.recommendation for action in followed}
    rated = [key for key in {**then, **since} if _is_rated(then.get(key)) or _is_rated(since.get(key))]
    return FollowUp(
        earlier=earlier[0].round,
        round=now[0].round,
        actions=followed,
        unanswered=[name for name in proposed if name not in replied],
        changes=[compare(then[key], since[key], method, level) for key in rated if key in then and key in since],
    )


Figure = tuple[str, tuple[tuple[str, str], ...]]


def _by_figure(found: Iterable[Findings]) -> dict[Figure, Finding]:
    """Findings by indicator and group; a later phase's record of the same figure adds its target."""
    return {_key(f): f for findings in found for f in findings.findings}


def _key(finding: Finding) -> Figure:
    return finding.indicator, tuple(finding.group.items())


def _is_rated(finding: Finding | None) -> bool:
    return finding is not None and finding.rating is not None


def _compared(
    then: Mapping[Figure, Finding], since: Mapping[Figure, Finding], method: Methodology, indicator: str, level: float
) -> list[Change]:
    """Then and now of an indicator's figures, or of a criterion of the document review."""
    if indicator in method.indicators:
        keys = [key for key in since if key[0] == indicator]
    else:
        keys = [("document_rating", (("criterion", indicator),))]
    shared = [key for key in keys if key in then and key in since]
    return [compare(then[key], since[key], method, level) for key in shared]


def compare(before: Finding, after: Finding, method: Methodology, level: float = USUAL_LEVEL) -> Change:
    """The change of one figure between two rounds, if both show it, with its interval at ``level``."""
    common = {"indicator": after.indicator, "group": after.group, "unit": after.unit}
    if before.value is None or after.value is None:
        hidden = "suppressed" in (before.status, after.status)
        return Change(**common, verdict="cannot_tell", reason="hidden" if hidden else "not_in_both")  # type: ignore[arg-type]
    numbers = {"before": before.value, "after": after.value, "n_before": before.n, "n_after": after.n}
    change = after.value - before.value
    low, high, detectable, whole = change, change, None, _counted_whole(after, method)
    if not whole:
        bounds = _bounds(before, after, level)
        if bounds is None:
            why = "other_level" if before.interval and after.interval else "no_interval"
            return Change(**common, **numbers, change=change, verdict="cannot_tell", reason=why)  # type: ignore[arg-type]
        low, high, detectable = bounds
    told = abs(change) > TOLERANCE if whole else not low <= 0 <= high
    verdict = _verdict(before, after, told, whole)
    reason = "within_chance" if verdict == "cannot_tell" else None
    bounded = {} if whole else {"low": low, "high": high, "level": level, "detectable": detectable}
    return Change(**common, **numbers, **bounded, change=change, verdict=verdict, reason=reason)  # type: ignore[arg-type]


def _counted_whole(finding: Finding, method: Methodology) -> bool:
    if finding.indicator == "document_rating":
        return True
    definition = method.indicators.get(finding.indicator)
    whole = definition is not None and (definition.base in WHOLE or definition.table == "budget")
    return whole and finding.interval is None


def _bounds(before: Finding, after: Finding, level: float) -> tuple[float, float, float | None] | None:
    """Interval of the change, and the smallest change that could be seen; ``None`` if it cannot be told."""
    if after.unit == "share" and before.n and after.n:
        result = change_between(_people(before), _people(after), level)
        if result.low is not None and result.high is not None:
            return result.low, result.high, result.details["detectable"]
    if before.interval is None or after.interval is None or {before.interval.level, after.interval.level} != {level}:
        return None
    # Limits of a difference from those of its parts (Zou and Donner 2008).
    then, now, change = before.value or 0.0, after.value or 0.0, (after.value or 0.0) - (before.value or 0.0)
    low = change - math.hypot(now - after.interval.low, before.interval.high - then)
    high = change + math.hypot(after.interval.high - now, then - before.interval.low)
    return low, high, None


def _people(finding: Finding) -> Headcount:
    """The people behind a share: women and men where it is theirs, else those in it and the others."""
    share, n = finding.value or 0.0, finding.n or 0.0
    if is_share_of_women(finding):
        return Headcount(women=finding.women or 0.0, men=finding.men or 0.0)
    return Headcount(women=share * n, men=(1 - share) * n)


def _verdict(before: Finding, after: Finding, told: bool, whole: bool) -> Verdict:
    if after.indicator == "document_rating":
        steps = ORDER.index(after.rating or "missing") - ORDER.index(before.rating or "missing")
        return "improved" if steps > 0 else "worsened" if steps < 0 else "kept"
    target = after.target or before.target
    then, now = _distance(before, target), _distance(after, target)
    if then is None or now is None:
        return "changed" if told else "kept" if whole else "cannot_tell"
    if max(then, now) <= TOLERANCE:
        return "kept"  # within the target in both rounds
    if not told or abs(now - then) <= TOLERANCE:
        return "kept" if whole else "cannot_tell"
    return "improved" if now < then else "worsened"


def _distance(finding: Finding, target: TargetRange | None) -> float | None:
    """How far from the range that meets the target; of seats, how many are missing."""
    if finding.value is None:
        return None
    if finding.unit == "seats":
        return max(finding.value, 0.0)
    if target is None:
        return None
    low, high = target.low, target.high
    return max(low - finding.value if low is not None else 0.0, finding.value - high if high is not None else 0.0, 0.0)
