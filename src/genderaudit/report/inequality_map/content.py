"""What the gender inequality map says: findings in, the steps, bodies and levels of the map out.

Nothing is computed here but counts of bodies and their missing seats; every other number is a finding's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from genderaudit.findings import Finding, Findings, TargetRange
from genderaudit.language import Language
from genderaudit.report.labels import group_label

# Beginnings of the roles that lead a body, as the lists of organisations write them in the suite's languages.
LEADING: tuple[str, ...] = ("chair", "présid", "presid", "general secretary", "secretary general")
LEADING += ("secrétaire général", "secretari", "председател", "генеральн", "رئيس", "أمين عام", "الأمين العام")
MOST_OFFICES, FEWEST_SEATS = 2, 3  # an office that one or two people hold is not a step of the way


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the map: whom it is about, the finding behind it, and why there is none."""

    label: str
    finding: Finding | None = None
    youth: Finding | None = None
    reason: str = ""
    target: TargetRange | None = None
    merged: int = 1

    @property
    def share(self) -> float | None:
        """Share of women, 0 to 1; ``None`` is a blank."""
        return _share(self.finding)

    @property
    def youth_share(self) -> float | None:
        """Share of youth, 0 to 1."""
        return _share(self.youth)

    @property
    def seats(self) -> int:
        """Seats, where the row is about seats and not about people; else 0."""
        counted = self.finding is not None and self.finding.indicator.startswith("bodies_")
        return int(self.finding.n or 0) if counted and self.finding else 0

    @property
    def women(self) -> int:
        """Seats held by women."""
        return int(self.finding.women or 0) if self.finding else 0

    @property
    def missing(self) -> int:
        """Seats that women lack to the quota."""
        return _missing(self.finding)

    @property
    def youths(self) -> int:
        """Seats held by youth."""
        return (self.youth.held or 0) if self.youth else 0

    @property
    def youths_missing(self) -> int:
        """Seats that youth lack to their quota."""
        return _missing(self.youth)


class Content:
    """The map's parts, each as rows from top to bottom; a part without figures is one blank."""

    def __init__(self, baseline: Findings, gaps: Findings | None, language: Language) -> None:
        self._baseline = baseline
        self._language = language
        rated = gaps.findings if gaps is not None else []
        self._targets = {(f.indicator, *f.group.items()): f.target for f in rated if f.target is not None}

    @cached_property
    def ladder(self) -> list[Row]:
        """From the offices at the top to the members at the bottom."""
        steps = [*self._offices, *reversed(self._levels), self._delegates, self._members]
        return _merged(steps)

    @cached_property
    def bodies(self) -> list[Row]:
        """Each body with its seats, in the findings' order."""
        youth = {tuple(f.group.items()): f for f in self._baseline.of("bodies_youth_seats")}
        rows = [
            self._row(f, group_label(f.group, self._language), youth.get(tuple(f.group.items())))
            for f in self._baseline.of("bodies_women_seats")
            if f.group
        ]
        shown = [row for row in rows if row.share is not None]
        hidden = _merged([row for row in rows if row.share is None])
        return [*shown, *hidden] or [self._blank("bodies", "bodies_women_seats")]

    @cached_property
    def youth_missing(self) -> str:
        """Why bodies have no figures on youth; empty where they have."""
        shown = any(row.youth_share is not None for row in self.bodies) or all(r.share is None for r in self.bodies)
        return "" if shown else self.reason("bodies_youth_seats")

    @cached_property
    def staff(self) -> list[Row]:
        """Staff levels from top to bottom."""
        rows = [self._row(f, group_label(f.group, self._language)) for f in self._groups("staff_women_by_level")]
        return _merged(rows) or [self._blank("staff", "staff_women_by_level", "staff_women_share")]

    @cached_property
    def events(self) -> list[Row]:
        """Events with the shares of women and of youth."""
        youth = {tuple(f.group.items()): f for f in self._baseline.of("attendance_youth_share")}
        rows = [
            self._row(f, group_label(f.group, self._language), youth.get(tuple(f.group.items())))
            for f in self._groups("attendance_women_share")
        ]
        return _merged(rows) or [self._blank("attendance", "attendance_women_share")]

    def calculated(self, indicator: str) -> Finding | None:
        """The whole organisation's figure, where there is one."""
        found = self._baseline.overall(indicator)
        return found if found is not None and found.calculated else None

    def groups(self, indicator: str) -> list[Finding]:
        """The calculated figures of an indicator's groups."""
        return [finding for finding in self._groups(indicator) if finding.calculated]

    def reason(self, *indicators: str) -> str:
        """Why none of these was calculated, in words."""
        reasons = [f.reason for f in self._baseline.of(*indicators) if f.reason is not None]
        return self._language.text(f"reasons.{reasons[0]}" if reasons else "map.not_recorded")

    @property
    def _members(self) -> Row:
        found, youth = self.calculated("members_women_share"), self.calculated("members_youth_share")
        label = self._language.text("map.members")
        return self._row(found, label, youth) if found else self._blank("members", "members_women_share")

    @property
    def _delegates(self) -> Row:
        found = next((f for f in self._groups("attendance_by_role") if f.group["role"] == "delegate"), None)
        label = self._language.text("map.delegates")
        return self._row(found, label) if found else self._blank("delegates", "attendance_by_role")

    @property
    def _levels(self) -> list[Row]:
        """Levels of bodies from the lowest to the highest; those with names of their own in the findings' order."""
        known = {level: place for place, level in enumerate(("local", "regional", "national"))}
        found = sorted(self._groups("bodies_by_level"), key=lambda f: known.get(f.group["level"], len(known)))
        named = [self._row(f, self._level_name(f)) for f in found]
        quota = self._common_quota
        rows = [replace(row, target=quota) for row in named]
        return rows or [self._blank("bodies", "bodies_by_level")]

    def _level_name(self, found: Finding) -> str:
        key = f"map.levels.{found.group['level']}"
        return self._language.text(key) if self._language.has(key) else group_label(found.group, self._language)

    @property
    def _common_quota(self) -> TargetRange | None:
        """The quota of the bodies, if they all have the same."""
        quotas = {f.details.get("quota") for f in self._baseline.of("bodies_women_seats")}
        quota = next(iter(quotas)) if len(quotas) == 1 else None
        return None if quota is None else TargetRange(low=quota, high=None, source="own_statutes")

    @property
    def _offices(self) -> list[Row]:
        """The offices that lead bodies, fewest seats on top."""
        leading = [f for f in self._groups("bodies_by_role") if f.group["role"].lower().startswith(LEADING)]
        several = [f for f in leading if (f.n or 0) >= FEWEST_SEATS] or leading
        largest = sorted(several, key=lambda f: -(f.n or 0))[:MOST_OFFICES]
        rows = [self._row(f, group_label(f.group, self._language)) for f in reversed(largest)]
        return rows or [self._blank("offices", "bodies_by_role")]

    def _groups(self, indicator: str) -> list[Finding]:
        return [finding for finding in self._baseline.of(indicator) if finding.group]

    def _row(self, found: Finding, label: str, youth: Finding | None = None) -> Row:
        quota = found.details.get("quota") if found.calculated else None
        target = self._targets.get((found.indicator, *found.group.items()))
        if quota is not None:
            target = TargetRange(low=quota, high=None, source="own_statutes")
        reason = self._language.text(f"reasons.{found.reason}") if found.reason else ""
        return Row(label, found, youth, reason, target)

    def _blank(self, name: str, *indicators: str) -> Row:
        return Row(self._language.text(f"map.{name}"), reason=self.reason(*indicators))


def alternative(content: Content, title: str, language: Language) -> str:
    """The map in words, for those who do not see it."""
    parts = [
        language.text(f"map.alternative.{name}", rows=_spoken(rows, language))
        for name, rows in (
            ("ladder", list(reversed(content.ladder))),
            ("bodies", content.bodies),
            ("staff", content.staff),
            ("attendance", content.events),
        )
    ]
    for name in ("pay_gap_mean", "training_hours_parity", "budget_gender_share"):
        found = content.calculated(name)
        figure = language.figure(found.value, found.unit) if found else content.reason(name)
        parts.append(language.text(f"map.alternative.{name}", figure=figure))
    return " ".join([title + ".", *parts])


def _spoken(rows: Iterable[Row], language: Language) -> str:
    said = []
    for row in rows:
        text = row.reason
        if row.share is not None and row.finding is not None:
            key = "seats" if row.seats else "people"
            text = language.text(f"map.{key}", share=row.share, women=row.women, n=row.finding.n)
            if row.missing:
                text += ", " + language.text("map.short", number=row.missing)
            if row.youth_share is not None:
                text += ", " + language.text("map.youth", share=row.youth_share)
        said.append(language.text("map.row", label=row.label, text=text))
    return "; ".join(said)


def _share(found: Finding | None) -> float | None:
    """A body without a quota lacks no seats, but has its share."""
    if found is None or found.status in ("suppressed", "no_evidence"):
        return None
    return found.details.get("share") if found.unit == "seats" else found.value


def _missing(found: Finding | None) -> int:
    return int(found.value or 0) if found is not None and found.unit == "seats" and found.calculated else 0


def _merged(rows: Sequence[Row]) -> list[Row]:
    """Neighbouring blanks with the same reason as one."""
    merged: list[Row] = []
    for row in rows:
        last = merged[-1] if merged else None
        if last and last.share is None and row.share is None and last.reason == row.reason:
            merged[-1] = replace(last, label=f"{last.label} · {row.label}", merged=last.merged + 1)
        else:
            merged.append(row)
    return merged
