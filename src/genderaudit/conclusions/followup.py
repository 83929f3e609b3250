"""Follow-up: what became of the last round's recommendations, and what has changed since.

A figure is compared only where it was shown then and is shown now: nothing that was hidden in either round
enters a comparison. What is counted in full (seats, lists of people, documents, budget lines) is a fact: any change is
one in people, seats, lines; ratios of such counts are left out, since they differ whenever either count does. Gaps and
means of full lists have changed by more than rounding makes of nothing. Surveys and flows have changed only by their
smallest visible change at least (80 % power), and only between rounds that conclude; so have medians, which rest on two
or three people, and which full lists give no interval. Source: methodology section 7.
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
"""Bases of which a share is a whole number of people, seats …: the change of a full count is told in these."""
RATIOS = ("ratio", "index")

TOLERANCE = 1e-9


class Change(Record):
    """A figure then and now. ``change`` is now minus then, in ``unit`` (a rating: steps of the scale).

    ``detectable`` is the smallest visible change of a survey or flow; ``part_before`` and ``part_after`` the people,
    seats … whose share of ``n`` a full count is. ``verdict`` *mixed*: more seats are held and more are missing, or
    fewer of both; *on_target*: in both rounds; *off_target*: unchanged, and not at its target; *unchanged* and
    *changed*: no target says which way is better. ``reason`` (a key of ``followup.reasons`` in the language files) says
    why it cannot be told; figures that are hidden, or of a round that does not conclude, have no values here.
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
    """An action of the earlier round with what its success indicator did.

    ``documents`` are the ratings, now, of the criteria that are met where it is in place, and of that of its success.
    """

    success: list[Change] = []
    documents: dict[str, Rating] = {}


class FollowUp(Record):
    """The follow-up of one round on the one before."""

    earlier: str
    round: str
    actions: list[FollowedAction]
    unanswered: list[str]
    """Recommendations of the earlier round that nobody answered, as they ranked."""
    changes: list[Change]
    """All figures that were rated in both rounds, or in one with the figure missing in the other, and amounts."""
    rested_on: dict[str, list[Change]] = {}
    """Recommendations of the earlier round, with the changes of the figures that they rested on then."""

    @property
    def standing(self) -> Standing:
        """The sums over the earlier plan."""
        return standing(self.unanswered, self.actions)

    def answer(self, recommendation: str) -> FollowedAction | None:
        """What was answered to a recommendation; ``None`` where nothing was."""
        return next((action for action in self.actions if action.recommendation == recommendation), None)

    def worse(self, recommendation: str) -> list[Change]:
        """What got worse of the figures that it rested on: of surveys and flows, beyond their smallest visible change.

        Not of a single body, which its seats in all bodies together tell better.
        """
        return [one for one in self.rested_on.get(recommendation, []) if one.verdict == "worsened"]

    def of(self, *verdicts: Verdict) -> list[Change]:
        """The changes with these verdicts."""
        return [change for change in self.changes if change.verdict in verdicts]


def follow_up(
    earlier: Sequence[Findings],
    now: Sequence[Findings],
    actions: Sequence[Action],
    method: Methodology,
    level: float = USUAL_LEVEL,
) -> FollowUp:
    """What became of the earlier round; smallest visible changes are at ``level``.

    ``earlier`` and ``now`` are findings of the phases of each round (baseline, gap analysis, perception; of
    the earlier round also its recommendations). ``actions`` are the answers to the earlier round as they stand now
    (:func:`genderaudit.conclusions.actions.answered`, or ``publication.followed`` of what this round has found).
    """
    then, since = _by_figure(earlier), _by_figure(now)
    concludes = _concludes(earlier) and _concludes(now)
    catalogue = {entry.id: entry for entry in method.recommendations}
    papers = [one for found in now for one in found.of("document_rating")]
    reviewed = {one.group["criterion"]: one.rating for one in papers if one.rating}
    followed = []
    for action in actions:
        known = catalogue.get(action.recommendation)
        success = _compared(then, since, method, known.success, level, concludes) if known else []
        criteria = (*known.in_place, known.success) if known else ()
        documents = {name: reviewed[name] for name in criteria if name in reviewed}
        followed.append(FollowedAction(**dict(action), success=success, documents=documents))
    proposed = [one.recommendation for found in earlier for one in found.recommendations]
    replied = {action.recommendation for action in followed}
    wanted = [key for key in {**then, **since} if _is_compared(then.get(key)) or _is_compared(since.get(key))]
    shared = [key for key in wanted if key in then and key in since and not _is_ratio(since[key], method)]
    changes = {key: compare(then[key], since[key], method, level, concludes) for key in shared}
    return FollowUp(
        earlier=earlier[0].round,
        round=now[0].round,
        actions=followed,
        unanswered=[name for name in proposed if name not in replied],
        changes=list(changes.values()),
        rested_on=_rested_on(earlier, changes, method),
    )


Figure = tuple[str, tuple[tuple[str, str], ...]]


def _by_figure(found: Iterable[Findings]) -> dict[Figure, Finding]:
    """Findings by indicator and group; a later phase's record of the same figure adds its target."""
    return {_key(f): f for findings in found for f in findings.findings}


def _key(finding: Finding) -> Figure:
    return finding.indicator, tuple(finding.group.items())


def _rested_on(
    earlier: Sequence[Findings], changes: Mapping[Figure, Change], method: Methodology
) -> dict[str, list[Change]]:
    """By recommendation of the earlier round; without single bodies of which another figure is the sum."""
    keys = {finding.id: _key(finding) for found in earlier for finding in found.findings}
    added_up = {one.made_of for one in method.indicators.values()}
    told = {name: changes[key] for name, key in keys.items() if key in changes and key[0] not in added_up}
    chosen = [one for found in earlier for one in found.recommendations]
    return {one.recommendation: [told[name] for name in one.evidence if name in told] for one in chosen}


def _is_ratio(finding: Finding, method: Methodology) -> bool:
    """Whether it is a ratio of full counts: of a body's women to the members' it differs where only members changed."""
    return finding.unit in RATIOS and _counted_in_full(finding, method)


def _is_compared(finding: Finding | None) -> bool:
    """Whether it is rated, or an amount a head, which no target rates."""
    return finding is not None and (finding.rating is not None or finding.unit == "amount")


def _concludes(found: Iterable[Findings]) -> bool:
    """Whether the survey of a round concludes: one that only describes rates no area, or tells of whoever came."""
    return any(one.rating for findings in found for one in findings.of(VIEW) if findings.sampling != "whoever_came")


def _compared(
    then: Mapping[Figure, Finding],
    since: Mapping[Figure, Finding],
    method: Methodology,
    indicator: str,
    level: float,
    concludes: bool,
) -> list[Change]:
    """Then and now of an indicator's figures, or of a criterion of the document review."""
    if indicator in method.indicators:
        keys = [key for key in since if key[0] == indicator]
    else:
        keys = [("document_rating", (("criterion", indicator),))]
    shared = [key for key in keys if key in then and key in since]
    return [compare(then[key], since[key], method, level, concludes) for key in shared]


def compare(
    before: Finding, after: Finding, method: Methodology, level: float = USUAL_LEVEL, concludes: bool = True
) -> Change:
    """The change of one figure between two rounds, if both show it.

    ``level`` is that of the smallest visible change; ``concludes`` says whether the surveys of both rounds do.
    """
    common: dict[str, Any] = {"indicator": after.indicator, "group": after.group, "unit": after.unit}
    if before.value is None or after.value is None:
        hidden = "suppressed" in (before.status, after.status)
        return Change(**common, verdict="cannot_tell", reason="hidden" if hidden else "not_in_both")
    if not _concluded(before, after, method, concludes):
        return Change(**common, verdict="cannot_tell", reason="does_not_conclude")
    change = after.value - before.value
    common |= {"before": before.value, "after": after.value, "n_before": before.n, "n_after": after.n, "change": change}
    middle = _of_the_middle(after, method)
    if _counted_in_full(after, method) and not middle:
        return _of_full_counts(before, after, method, common)
    visible = _smallest_visible(before, after, level)
    if visible is None or abs(change) < visible - TOLERANCE:
        reason = "within_chance" if visible is not None else "middle" if middle else "no_interval"
        return Change(**common, detectable=visible, verdict="cannot_tell", reason=reason)
    return Change(**common, detectable=visible, verdict=_verdict(before, after, told=True))


def _of_full_counts(before: Finding, after: Finding, method: Methodology, common: Mapping[str, Any]) -> Change:
    """In people, seats … where it is a share of these; else only what both rounds' rounding cannot make of nothing."""
    change, then, now = common["change"], _part(before, method), _part(after, method)
    if after.unit == "share" and then is not None and now is not None:
        (exact,) = change_of_counts(_counted(before, then), _counted(after, now))
        change = change if exact.value is None else exact.value
    told = abs(change) > TOLERANCE
    in_parts = then is not None or after.indicator == "document_rating"
    if told and not in_parts and abs(change) < _rounding(before, after, method) - TOLERANCE:
        return Change(**common, verdict="cannot_tell", reason="rounding")
    given = {**common, "change": change, "part_before": then, "part_after": now}
    return Change(**given, verdict=_verdict(before, after, told))


def _counted(finding: Finding, part: float) -> Headcount:
    """The people, seats … of a share, and the others: of women these and the men, as where the share is made."""
    if is_share_of_women(finding):
        return _people(finding)
    return Headcount(women=part, men=(finding.n or 0.0) - part)


def _rounding(before: Finding, after: Finding, method: Methodology) -> float:
    """The printed steps of both rounds together: of pay by the number of people whom a figure compares."""
    pay = method.indicators[after.indicator].protection == "pay"
    return sum(step(one.unit, one.n if pay else None) for one in (before, after))


def _counted_in_full(finding: Finding, method: Methodology) -> bool:
    definition = method.indicators.get(finding.indicator)
    return finding.indicator == "document_rating" or (definition is not None and not definition.by_chance)


def _of_the_middle(finding: Finding, method: Methodology) -> bool:
    definition = method.indicators.get(finding.indicator)
    return definition is not None and definition.middle


def _part(finding: Finding, method: Methodology) -> float | None:
    """How many people, seats … a share is of: of a share of women these, of seats to a quota those held."""
    if finding.unit == "seats":
        return finding.held
    definition = method.indicators.get(finding.indicator)
    if finding.unit != "share" or definition is None or definition.base not in PARTS_OF or not finding.n:
        return None
    return finding.women if is_share_of_women(finding) else round((finding.value or 0.0) * finding.n)


def _concluded(before: Finding, after: Finding, method: Methodology, concludes: bool) -> bool:
    """Whether both rounds conclude on a figure: on answers as the surveys do, on flows of enough people to be rated."""
    definition = method.indicators.get(after.indicator)
    if definition is None or not definition.by_chance:
        return True
    return concludes if definition.table == "survey" else bool(before.rating and after.rating)


def _smallest_visible(before: Finding, after: Finding, level: float) -> float | None:
    """Of a share by its numbers of people, of other figures by the intervals of both rounds; ``None`` without these."""
    if after.unit == "share" and before.n and after.n:
        (result,) = change_between(_people(before), _people(after), level)
        if result.value is not None:
            return result.details["detectable"]
    if before.interval is None or after.interval is None:
        return None
    bounds = (before.interval, after.interval)
    errors = [(one.high - one.low) / 2 / normal_quantile(one.level) for one in bounds]
    return smallest_visible_change(math.hypot(*errors), level)


def _people(finding: Finding) -> Headcount:
    """The people behind a share: the women where it is theirs, else those in it, of all."""
    n = finding.n or 0.0
    return Headcount.women_of((finding.women or 0.0) if is_share_of_women(finding) else (finding.value or 0.0) * n, n)


def _verdict(before: Finding, after: Finding, told: bool) -> Verdict:
    """What a change that is ``told``, or that there is none, means for the target."""
    if after.indicator == "document_rating":
        steps = ORDER.index(after.rating or "missing") - ORDER.index(before.rating or "missing")
        same: Verdict = "off_target" if is_short(after.rating) else "on_target"
        return "improved" if steps > 0 else "worsened" if steps < 0 else same
    target = after.target or before.target
    then, now = _distance(before, target), _distance(after, target)
    if then is None or now is None:
        return "changed" if told else "unchanged"
    if max(then, now) <= TOLERANCE:
        return "on_target"
    if after.unit == "seats" and (now - then) * ((after.held or 0) - (before.held or 0)) > 0:
        return "mixed"
    if not told or abs(now - then) <= TOLERANCE:
        return "off_target"
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
