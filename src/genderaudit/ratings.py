"""How single ratings become the rating of an area: the lower median, so that one bright spot hides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genderaudit.findings import Finding
from genderaudit.methodology import Rating

ORDER: tuple[Rating, ...] = ("missing", "approaches", "meets", "exceeds")


def is_short(rating: Rating) -> bool:
    """Below what is required."""
    return rating in ("missing", "approaches")


def lower_median(ratings: Iterable[Rating]) -> Rating | None:
    """The middle rating, the lower of two middles; ``None`` of none."""
    ranked = sorted(ratings, key=ORDER.index)
    return ranked[(len(ranked) - 1) // 2] if ranked else None


def lowest(ratings: Iterable[Rating | None]) -> Rating | None:
    """The lowest of the ratings that there are."""
    return min((rating for rating in ratings if rating), key=ORDER.index, default=None)


def indicator_rating(findings: Sequence[Finding]) -> Rating | None:
    """An indicator's rating: that of the whole if there is one, else the lower median of its groups."""
    whole = [finding.rating for finding in findings if not finding.group and finding.rating]
    return whole[0] if whole else lower_median(finding.rating for finding in findings if finding.rating)


def area_rating(findings: Iterable[Finding], area: str) -> Rating | None:
    """The lower median of the ratings of an area's indicators."""
    by_indicator: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.area == area:
            by_indicator.setdefault(finding.indicator, []).append(finding)
    ratings = (indicator_rating(group) for group in by_indicator.values())
    return lower_median(rating for rating in ratings if rating)
