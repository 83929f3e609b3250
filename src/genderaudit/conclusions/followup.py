"""Follow-up: what became of the last round's recommendations, and what has changed since.

A figure is compared only if both rounds show it. Full counts (seats, lists of people, documents, budget lines) are
facts: any change counts, in people, seats or lines; ratios of such counts are left out, as they change with either
count. Gaps and means of full lists must change by more than rounding explains. Surveys and flows must change by at
least their smallest detectable change (80 % power), and only between rounds that allow conclusions; so must medians,
which depend on two or three people and have no interval in full lists.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from genderaudit.conclusions.actions import Action, Standing, standing
from genderaudit.conclusions.findings import Finding, Findings, TargetRange
from genderaudit.conclusions.ratings import ORDER, VIEW, is_short
from genderaudit.conclusions.recording import is_share_of_women
from genderaudit.foundations.precision import step
from genderaudit.foundations.yamlfile import Record
from genderaudit.measures.counting import Headcount
from genderaudit.measures.inference import normal_quantile
from genderaudit.measures.projection import change_between, change_of_counts, smallest_visible_change
from genderaudit.measures.result import Unit
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Rating
from genderaudit.methodology.settings import USUAL_LEVEL

Verdict = Literal["improved", "worsened", "mixed", "on_target", "off_target", "unchanged", "changed", "cannot_tell"]
PARTS_OF = ("people", "attendances", "known_age", "seats", "units", "events", "expected")
"""Bases whose share is a whole number of people, seats etc.; a change of a full count is given in these."""
RATIOS = ("ratio", "index")

FLOAT_TOLERANCE = 1e-9  # differences of decimals as binary fractions; smaller ones are no change


class Change(Record):
    """A figure in both rounds; ``change`` is after minus before in ``unit`` (for ratings, steps of the scale).

    ``detectable`` is the smallest detectable change of a survey or flow; ``part_before`` and ``part_after`` are the
    people, seats etc. of a full count with base ``n``. ``verdict`` *mixed*: more seats are held and more are missing,
    or fewer of both; *on_target*: in both rounds; *off_target*: unchanged and short of target; *unchanged* and
    *changed*: there is no target to judge by. ``reason`` (a key of ``followup.reasons`` in the language files) says why
    a change cannot be told; hidden figures, and those of a round without conclusions, have no values here.
    """

    indicator: str
    group: dict[str, str] = {}
    unit: Unit
    before: float | None = None
    after: float | None = None
    n_before: float | None = None
    n_after: float | None = None
    part_before: float | None = None
    part_after: float | None = None
    change: float | None = None
    detectable: float | None = None
    verdict: Verdict
    reason: str | None = None


class FollowedAction(Action):
    """An action of the earlier round with the changes of its success indicator.

    ``documents`` are the current ratings of the criteria that are met once it is in place, and of its success
    criterion.
    """

    success: list[Change] = []
    documents: dict[str, Rating] = {}


class FollowUp(Record):
    """The follow-up of one round on the earlier one."""

    earlier: str
    round: str
    actions: list[FollowedAction]
    unanswered: list[str]
    """Recommendations of the earlier round without an answer, in order of rank."""
    changes: list[Change]
    """All figures rated in both rounds, or in one with the figure missing in the other, and amounts."""
    rested_on: dict[str, list[Change]] = {}
    """Recommendations of the earlier round with the changes of the figures behind them."""

    @property
    def standing(self) -> Standing:
        """The sums over the earlier plan."""
        return standing(self.unanswered, self.actions)

    def answer(self, recommendation: str) -> FollowedAction | None:
        """Return the answer to a recommendation, or None."""
        return next((action for action in self.actions if action.recommendation == recommendation), None)

    def worse(self, recommendation: str) -> list[Change]:
        """Return the figures behind a recommendation that worsened, beyond chance for surveys and flows.

        Single bodies are left out: their seats are included in those of all bodies.
        """
        return [change for change in self.rested_on.get(recommendation, []) if change.verdict == "worsened"]

    def of(self, *verdicts: Verdict) -> list[Change]:
        """Return the changes with these verdicts."""
        return [change for change in self.changes if change.verdict in verdicts]


def follow_up(
    earlier: Sequence[Findings],
    now: Sequence[Findings],
    actions: Sequence[Action],
    method: Methodology,
    confidence_level: float = USUAL_LEVEL,
) -> FollowUp:
    """Return the follow-up on the earlier round; smallest detectable changes are at ``confidence_level``.

    ``earlier`` and ``now`` are findings of each round's phases (baseline, gap analysis, perception; of the earlier
    round also its recommendations). ``actions`` are the answers to the earlier round as of now
    (:func:`genderaudit.conclusions.actions.answered`, or ``publication.followed`` of this round's findings).
    """
    before, current = _by_figure(earlier), _by_figure(now)
    concludes = _concludes(earlier) and _concludes(now)
    catalogue = {entry.id: entry for entry in method.recommendations}
    document_findings = [finding for phase in now for finding in phase.of("document_rating")]
    reviewed = {finding.group["criterion"]: finding.rating for finding in document_findings if finding.rating}
    followed = []
    for action in actions:
        entry = catalogue.get(action.recommendation)
        success = (
            _changes_of_indicator(before, current, method, entry.success, confidence_level, concludes) if entry else []
        )
        criteria = (*entry.in_place, entry.success) if entry else ()
        documents = {name: reviewed[name] for name in criteria if name in reviewed}
        followed.append(FollowedAction(**dict(action), success=success, documents=documents))
    proposed = [finding.recommendation for phase in earlier for finding in phase.recommendations]
    replied = {action.recommendation for action in followed}
    wanted = [key for key in {**before, **current} if _is_compared(before.get(key)) or _is_compared(current.get(key))]
    shared = [key for key in wanted if key in before and key in current and not _is_ratio(current[key], method)]
    changes = {key: compare(before[key], current[key], method, confidence_level, concludes) for key in shared}
    return FollowUp(
        earlier=earlier[0].round,
        round=now[0].round,
        actions=followed,
        unanswered=[name for name in proposed if name not in replied],
        changes=list(changes.values()),
        rested_on=_rested_on(earlier, changes, method),
    )


Figure = tuple[str, tuple[tuple[str, str], ...]]


def _by_figure(phases: Iterable[Findings]) -> dict[Figure, Finding]:
    """Return findings by indicator and group; a later phase's record of the same figure has its target."""
    return {_key(f): f for findings in phases for f in findings.findings}


def _key(finding: Finding) -> Figure:
    return finding.indicator, tuple(finding.group.items())


def _rested_on(
    earlier: Sequence[Findings], changes: Mapping[Figure, Change], method: Methodology
) -> dict[str, list[Change]]:
    """Return changes by recommendation of the earlier round, without single bodies that a total includes."""
    keys = {finding.id: _key(finding) for phase in earlier for finding in phase.findings}
    added_up = {entry.made_of for entry in method.indicators.values()}
    by_id = {name: changes[key] for name, key in keys.items() if key in changes and key[0] not in added_up}
    chosen = [entry for phase in earlier for entry in phase.recommendations]
    return {entry.recommendation: [by_id[name] for name in entry.evidence if name in by_id] for entry in chosen}


def _is_ratio(finding: Finding, method: Methodology) -> bool:
    """Return True for a ratio of full counts, for example of women in a body to women members.

    It changes if only the members change.
    """
    return finding.unit in RATIOS and _counted_in_full(finding, method)


def _is_compared(finding: Finding | None) -> bool:
    """Return True if the figure is rated, or an amount per person, which has no target."""
    return finding is not None and (finding.rating is not None or finding.unit == "amount")


def _concludes(phases: Iterable[Findings]) -> bool:
    """Return True if the survey of a round allows conclusions: it rates areas, and respondents were sampled."""
    return any(view.rating for findings in phases for view in findings.of(VIEW) if findings.sampling != "whoever_came")


def _changes_of_indicator(
    before: Mapping[Figure, Finding],
    current: Mapping[Figure, Finding],
    method: Methodology,
    indicator: str,
    confidence_level: float,
    concludes: bool,
) -> list[Change]:
    """Return the changes of an indicator's figures, or of a criterion of the document review."""
    if indicator in method.indicators:
        keys = [key for key in current if key[0] == indicator]
    else:
        keys = [("document_rating", (("criterion", indicator),))]
    shared = [key for key in keys if key in before and key in current]
    return [compare(before[key], current[key], method, confidence_level, concludes) for key in shared]


def compare(
    before: Finding, after: Finding, method: Methodology, confidence_level: float = USUAL_LEVEL, concludes: bool = True
) -> Change:
    """Return the change of one figure between two rounds, if both show it.

    ``confidence_level`` is that of the smallest detectable change; ``concludes`` is True if both rounds' surveys allow
    conclusions.
    """
    common: dict[str, Any] = {"indicator": after.indicator, "group": after.group, "unit": after.unit}
    if before.value is None or after.value is None:
        hidden = "suppressed" in (before.status, after.status)
        return Change(**common, verdict="cannot_tell", reason="hidden" if hidden else "not_in_both")
    if not _both_conclude(before, after, method, concludes):
        return Change(**common, verdict="cannot_tell", reason="does_not_conclude")
    change = after.value - before.value
    common |= {"before": before.value, "after": after.value, "n_before": before.n, "n_after": after.n, "change": change}
    is_median = _is_median(after, method)
    if _counted_in_full(after, method) and not is_median:
        return _change_of_full_count(before, after, method, common)
    visible = _smallest_detectable(before, after, confidence_level)
    if visible is None or abs(change) < visible - FLOAT_TOLERANCE:
        reason = "within_chance" if visible is not None else "middle" if is_median else "no_interval"
        return Change(**common, detectable=visible, verdict="cannot_tell", reason=reason)
    return Change(**common, detectable=visible, verdict=_verdict(before, after, is_change=True))


def _change_of_full_count(before: Finding, after: Finding, method: Methodology, common: Mapping[str, Any]) -> Change:
    """Return the change of a full count: in people, seats etc. for a share, else only if it exceeds rounding."""
    change, part_before, part_after = common["change"], _counted_part(before, method), _counted_part(after, method)
    if after.unit == "share" and part_before is not None and part_after is not None:
        (exact,) = change_of_counts(_as_headcount(before, part_before), _as_headcount(after, part_after))
        change = change if exact.value is None else exact.value
    is_change = abs(change) > FLOAT_TOLERANCE
    in_parts = part_before is not None or after.indicator == "document_rating"
    if is_change and not in_parts and abs(change) < _rounding_of_both(before, after, method) - FLOAT_TOLERANCE:
        return Change(**common, verdict="cannot_tell", reason="rounding")
    fields = {**common, "change": change, "part_before": part_before, "part_after": part_after}
    return Change(**fields, verdict=_verdict(before, after, is_change))


def _as_headcount(finding: Finding, part: float) -> Headcount:
    """Return the people, seats etc. of a share and the rest as a headcount; for women, women and men."""
    if is_share_of_women(finding):
        return _people_behind_share(finding)
    return Headcount(women=part, men=(finding.n or 0.0) - part)


def _rounding_of_both(before: Finding, after: Finding, method: Methodology) -> float:
    """Return the sum of both rounds' rounding steps; pay is rounded by the number of people compared."""
    pay = method.indicators[after.indicator].protection == "pay"
    return sum(step(finding.unit, finding.n if pay else None) for finding in (before, after))


def _counted_in_full(finding: Finding, method: Methodology) -> bool:
    definition = method.indicators.get(finding.indicator)
    return finding.indicator == "document_rating" or (definition is not None and not definition.by_chance)


def _is_median(finding: Finding, method: Methodology) -> bool:
    definition = method.indicators.get(finding.indicator)
    return definition is not None and definition.middle


def _counted_part(finding: Finding, method: Methodology) -> float | None:
    """Return the number counted by a share: women, or seats held; None if it is not a whole number."""
    if finding.unit == "seats":
        return finding.seats_held
    definition = method.indicators.get(finding.indicator)
    if finding.unit != "share" or definition is None or definition.base not in PARTS_OF or not finding.n:
        return None
    return finding.women if is_share_of_women(finding) else round((finding.value or 0.0) * finding.n)


def _both_conclude(before: Finding, after: Finding, method: Methodology, concludes: bool) -> bool:
    """Return True if both rounds allow conclusions on a figure.

    For answers, if the surveys do; for flows, if both are rated, so have enough people.
    """
    definition = method.indicators.get(after.indicator)
    if definition is None or not definition.by_chance:
        return True
    return concludes if definition.table == "survey" else bool(before.rating and after.rating)


def _smallest_detectable(before: Finding, after: Finding, confidence_level: float) -> float | None:
    """Return the smallest detectable change: from the counts of a share, else from both intervals; or None."""
    if after.unit == "share" and before.n and after.n:
        (result,) = change_between(_people_behind_share(before), _people_behind_share(after), confidence_level)
        if result.value is not None:
            return result.details["detectable"]
    if before.interval is None or after.interval is None:
        return None
    bounds = (before.interval, after.interval)
    errors = [(interval.high - interval.low) / 2 / normal_quantile(interval.level) for interval in bounds]
    return smallest_visible_change(math.hypot(*errors), confidence_level)


def _people_behind_share(finding: Finding) -> Headcount:
    """Return the people behind a share as a headcount: women if it is theirs, else those counted."""
    n = finding.n or 0.0
    return Headcount.women_of((finding.women or 0.0) if is_share_of_women(finding) else (finding.value or 0.0) * n, n)


def _verdict(before: Finding, after: Finding, is_change: bool) -> Verdict:
    """Return the verdict on the target of a change; ``is_change`` is False if it does not count as one."""
    if after.indicator == "document_rating":
        steps = ORDER.index(after.rating or "missing") - ORDER.index(before.rating or "missing")
        same: Verdict = "off_target" if is_short(after.rating) else "on_target"
        return "improved" if steps > 0 else "worsened" if steps < 0 else same
    target = after.target or before.target
    before_distance, after_distance = _distance(before, target), _distance(after, target)
    if before_distance is None or after_distance is None:
        return "changed" if is_change else "unchanged"
    if max(before_distance, after_distance) <= FLOAT_TOLERANCE:
        return "on_target"
    if (
        after.unit == "seats"
        and (after_distance - before_distance) * ((after.seats_held or 0) - (before.seats_held or 0)) > 0
    ):
        return "mixed"
    if not is_change or abs(after_distance - before_distance) <= FLOAT_TOLERANCE:
        return "off_target"
    return "improved" if after_distance < before_distance else "worsened"


def _distance(finding: Finding, target: TargetRange | None) -> float | None:
    """Return the distance from the target range, 0 within it; of seats, the number missing."""
    if finding.value is None:
        return None
    if finding.unit == "seats":
        return max(finding.value, 0.0)
    if target is None:
        return None
    low, high = target.low, target.high
    return max(low - finding.value if low is not None else 0.0, finding.value - high if high is not None else 0.0, 0.0)
