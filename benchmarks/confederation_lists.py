"""What a synthesis must tell, worked out anew with plain pandas: from the lists, and where a rule of the method is not
simple from the JSON of the releases. Nothing of ``genderaudit`` is used here."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

METHOD = Path(__file__).parents[1] / "templates" / "methodology"
FEWEST, FOR_QUARTERS = 5, 12
RATINGS = ("missing", "approaches", "meets", "exceeds")
SHORT, MET = RATINGS[:2], RATINGS[2:]
LEADS = r"(?i)^(?:chair|pr[eé]sident)"
PHASES = ("baseline", "gap_analysis", "staff_perception", "recommendations")
Count = tuple[int, int]
"""So many of so many."""


@dataclass(frozen=True)
class Lists:
    """An audited organisation as it lies on the disk: a round's lists, and what was released of it."""

    root: Path
    slug: str
    round: str
    is_first: bool

    @cached_property
    def about(self) -> dict[str, Any]:
        return yaml.safe_load((self.root / "data" / "raw" / self.slug / "organisation.yml").read_text("utf-8"))

    @property
    def name(self) -> str:
        return str(self.about["name"])

    @property
    def kind(self) -> str:
        return str(self.about["kind"])

    @property
    def named(self) -> bool:
        return bool(self.about["named_in_syntheses"])

    @property
    def year(self) -> int:
        return int(self.about["rounds"][self.round]["date"].year)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        folder = self.root / "data" / "raw" / self.slug / self.round
        return {path.stem: pd.read_csv(path, thousands=",") for path in sorted(folder.glob("*.csv"))}

    @cached_property
    def staff(self) -> pd.DataFrame | None:
        """Who works there on the day of the round."""
        listed = self.tables.get("staff")
        return None if listed is None else listed[listed["left_on"].isna()]

    @cached_property
    def released(self) -> dict[str, dict[str, Any]]:
        """The findings of the last edition, by phase."""
        editions = (self.root / "data" / "releases" / self.slug / self.round).glob("[0-9]*")
        last = max(editions, key=lambda path: int(path.name)) / "findings"
        return {phase: json.loads((last / f"{phase}.json").read_text("utf-8")) for phase in PHASES}

    def shown(self, indicator: str) -> bool:
        """Whether the release has this figure of the whole organisation."""
        found = self.released["baseline"]["findings"]
        return any(one["indicator"] == indicator and not one["group"] and one["value"] is not None for one in found)


# Women of all


def women_of_all(people: pd.DataFrame) -> Count:
    """Women, and everybody whose sex is stated."""
    number = people["count"] if "count" in people else pd.Series(1, index=people.index)
    return int(number[people["sex"] == "F"].sum()), int(number[people["sex"].notna()].sum())


def women(lists: Lists, indicator: str) -> Count | None:
    """Women and all of an indicator of the whole organisation; ``None`` without the list."""
    people = lists.staff if indicator.startswith("staff") else lists.tables.get(indicator.split("_")[0])
    if people is None:
        return None
    return women_of_all(people[people["role"].str.contains(LEADS)] if "leading" in indicator else people)


def focal_points(lists: Lists, indicator: str) -> Count | None:
    """Men among them, or those at the middle level or above, of all; ``None`` where nobody is one."""
    if lists.staff is None:
        return None
    points = lists.staff[lists.staff["gender_focal_point"] == "yes"]
    if indicator == "focal_points_men_share":
        women, n = women_of_all(points)
        return (n - women, n) if n else None
    levels = lists.about["levels"]
    upper = levels[: (len(levels) + 1) // 2]
    return (int(points["level"].isin(upper).sum()), len(points)) if len(points) else None


def together(counts: Iterable[Count | None]) -> tuple[int, int, int] | None:
    """Women, all, and how many organisations that is of."""
    known = [one for one in counts if one]
    return (sum(one[0] for one in known), sum(one[1] for one in known), len(known)) if known else None


def by_level(audits: Sequence[Lists]) -> dict[str, tuple[int, int, int]]:
    """The seats of a level, from national to local."""
    found: dict[str, list[Count]] = defaultdict(list)
    for one in audits:
        if "bodies" in one.tables:
            for level, seats in one.tables["bodies"].groupby("level"):
                found[str(level)].append(women_of_all(seats))
    return {level: added for level in ("national", "regional", "local") if (added := together(found[level]))}


def quotas_kept(audits: Iterable[Lists]) -> Count:
    """Bodies of which women hold as many seats as the quota asks for, in whole seats; all with a quota."""
    kept = []
    for one in audits:
        for _, seats in one.tables["bodies"].groupby("body") if "bodies" in one.tables else ():
            quota, (held, _) = seats["quota_women"].max(), women_of_all(seats)
            if not math.isnan(quota):
                kept.append(held >= math.ceil(round(quota * seats["count"].sum(), 6)))
    return sum(kept), len(kept)


# Documents, units and lines


def criterion_met(lists: Lists, criterion: str) -> bool | None:
    """Of one that was reviewed and applies."""
    for _, row in lists.tables.get("documents", pd.DataFrame(columns=["criterion"])).iterrows():
        if row["criterion"] == criterion and row["rating"] in RATINGS:
            return row["rating"] in MET
    return None


def short_by_documents(lists: Lists, area: str) -> bool | None:
    """The lower median of the criteria of a key area; one by which its facts are rated is not among them."""
    core = {one["id"] for one in _catalogue("documents.yml", "criteria") if one.get("core")}
    reviewed = lists.tables.get("documents", pd.DataFrame(columns=["area", "criterion", "rating"]))
    own = reviewed[(reviewed["area"] == area) & ~reviewed["criterion"].isin(core) & reviewed["rating"].isin(RATINGS)]
    ranked = sorted(RATINGS.index(rating) for rating in own["rating"])
    return RATINGS[ranked[(len(ranked) - 1) // 2]] in SHORT if ranked else None


def target_met(lists: Lists, indicator: str) -> bool | None:
    """Four in five units have a focal point; 15 % of the budget are for equality."""
    if indicator == "focal_point_coverage":
        if lists.staff is None:
            return None
        points = lists.staff[lists.staff["gender_focal_point"] == "yes"]
        return bool(round(points["unit"].nunique() / lists.staff["unit"].nunique(), 3) >= 0.8)
    lines = lists.tables.get("budget")
    if lines is None:
        return None
    equal = lines.loc[lines["gender_marker"].isin([2, 3]), "amount"].sum()
    return bool(round(equal / lines["amount"].sum(), 3) >= 0.15)


# Pay and training


def pay_gap(staff: pd.DataFrame) -> float:
    """What women are paid less for an hour, of what men are; of fewer than 200 in whole per cent."""
    week = staff.loc[staff["weekly_hours"] >= 30, "weekly_hours"].mode().max()
    hours = staff["weekly_hours"].fillna(staff["fte"] * week)
    hourly = (staff["pay"] / hours)[(staff["pay"] > 0) & (hours > 0)].groupby(staff["sex"])
    return round(1 - hourly.mean()["F"] / hourly.mean()["M"], 2 if hourly.count()[["F", "M"]].sum() < 200 else 3)


def training_parity(staff: pd.DataFrame) -> float:
    """A woman's hours by a man's."""
    hours = staff.groupby("sex")["training_hours"].mean()
    return round(hours["F"] / hours["M"], 2)


def gender_trained(staff: pd.DataFrame) -> float:
    """Of those of whom it is stated."""
    return round(
        (staff.loc[staff["gender_training"].notna() & staff["sex"].notna(), "gender_training"] == "yes").mean(), 3
    )


PROTECTED = {
    "pay_gap_mean": pay_gap,
    "training_hours_parity": training_parity,
    "gender_training_share": gender_trained,
}


def figures(audits: Iterable[Lists], indicator: str) -> dict[str, float]:
    """By organisation; what is hidden in its own report counts nowhere."""
    return {
        one.slug: PROTECTED[indicator](one.staff) for one in audits if one.staff is not None and one.shown(indicator)
    }


def shares(audits: Iterable[Lists], indicator: str) -> dict[str, float]:
    """Women of all by organisation, as they are printed."""
    counts = {one.slug: women(one, indicator) for one in audits}
    return {slug: round(count[0] / count[1], 3) for slug, count in counts.items() if count}


def quarters(numbers: Collection[float]) -> list[float]:
    """The means of the three figures at each quarter."""
    ordered = sorted(numbers)
    places = [int(np.quantile(np.arange(len(ordered)), part, method="nearest")) for part in (0.25, 0.5, 0.75)]
    return [float(np.mean(ordered[place - 1 : place + 2])) for place in places]


# From the releases: counted anew


def short_by(lists: Lists, area: str, source: str) -> bool | None:
    """What a release says of facts, women or men in a key area."""
    if source == "documents":
        return short_by_documents(lists, area)
    if (area, source) == ("B", "facts"):  # rated by one figure
        met = target_met(lists, "budget_gender_share")
        return None if met is None else not met
    said = [one[source] for one in lists.released["recommendations"]["patterns"] if one["area"] == area]
    return said[0] in SHORT if said and said[0] else None


def mostly_short(lists: Lists, areas: Sequence[str]) -> bool | None:
    """Short by facts or documents in more than half of those of the key areas of which either is known."""
    known = []
    for area in areas:
        said = [short for source in ("facts", "documents") if (short := short_by(lists, area, source)) is not None]
        known += [any(said)] if said else []
    return 2 * sum(known) > len(known) if known else None


def gaps(lists: Lists, *, rated: bool = False) -> set[str]:
    """Figures of the whole organisation that are short, or rated at all, of those that an audit leads with."""
    leading = {
        one["id"]: one.get("of", {})
        for one in _catalogue("indicators.yml", "indicators")
        if one.get("core") or one.get("headline")
    }
    found = lists.released["gap_analysis"]["findings"]
    wanted = RATINGS if rated else SHORT
    return {
        one["indicator"] for one in found if one["rating"] in wanted and leading.get(one["indicator"]) == one["group"]
    }


def recommended(lists: Lists) -> set[str]:
    return {one["recommendation"] for one in lists.released["recommendations"]["recommendations"]}


def weighed(lists: Lists) -> set[str]:
    """Recommendations for this kind of organisation of which something that triggers them has a rating."""
    found = [one for phase in lists.released.values() for one in phase["findings"] if one["rating"]]
    known = {("indicator", one["indicator"]) for one in found}
    known |= {("criterion", one["group"]["criterion"]) for one in found if one["indicator"] == "document_rating"}
    known |= {("survey", one["group"]["area"]) for one in found if one["indicator"] == "area_favourable"}
    patterns = lists.released["recommendations"]["patterns"]
    known |= {("pattern", one["area"]) for one in patterns if one["pattern"] != "insufficient_evidence"}
    return {
        one["id"]
        for one in _catalogue("recommendations.yml", "recommendations")
        if lists.kind in one.get("kinds", [lists.kind])
        for when in one["when"]
        for what in ("indicator", "criterion", "survey", "pattern")
        if what in when and (what, when.get("area", one["area"]) if what == "pattern" else when[what]) in known
    }


def lacking(lists: Lists) -> set[str]:
    """Lists that the round's folder does not have."""
    return {*EXPECTED} - {*lists.tables}


EXPECTED = ("attendance", "budget", "documents", "staff", "survey")
"""Lists that some organisations here do not have."""


# Whom may be counted


def kinds(audits: Sequence[Lists]) -> dict[str, list[Lists]]:
    """The kinds with five audits; the others together, who take the smallest kind in where they are too few."""
    counts = Counter(one.kind for one in audits)
    large = {kind for kind, number in counts.items() if number >= FEWEST}
    rest = sum(number for kind, number in counts.items() if kind not in large)
    if large and 0 < rest < FEWEST:
        large.discard(min(large, key=lambda kind: (counts[kind], kind)))
    groups: dict[str, list[Lists]] = {kind: [] for kind in sorted(large)}
    for one in audits:
        groups.setdefault(one.kind if one.kind in large else "others", []).append(one)
    return groups if len(groups) > 1 else {}


Base = Callable[[Lists], set[str]] | None
"""What an organisation could have, of a list of what it has; none: anything."""
Told = tuple[frozenset[str], int, int]
"""Of these organisations at least so many, and at most so many, are so."""


@dataclass
class Counting:
    """What may be counted, question by question: five at least, and nobody's answer follows from all that is told."""

    earlier: dict[str, list[Told]]
    now: dict[str, list[Told]] = field(default_factory=dict)

    def count(self, question: str, audits: Iterable[Lists], is_so: Callable[[Lists], bool | None]) -> Count | None:
        """Of the organisations of which it is known, how many are so."""
        answers = {one.slug: said for one in audits if (said := is_so(one)) is not None}
        number, n = sum(answers.values()), len(answers)
        low, high = (0, EDGE) if number <= EDGE else (n - EDGE, n) if number >= n - EDGE else (number, number)
        return (number, n) if self.may(question, answers, low, high) else None

    def recurring(
        self, question: str, audits: Sequence[Lists], of: Callable[[Lists], set[str]], base: Base, most: int
    ) -> list[tuple[str, Count]]:
        """What stands in the most lists, those of the same number by their names, and not what stands in few.

        Each with how many of the audits that could have it.
        """
        counts = Counter(name for one in audits for name in of(one))
        over = {name: [one for one in audits if base is None or name in of(one) | base(one)] for name in counts}
        ordered = sorted(
            (name for name, number in counts.items() if number > EDGE and len(over[name]) >= FEWEST),
            key=lambda name: (-counts[name], name),
        )
        return [
            (name, (counts[name], len(over[name])))
            for name in ordered[:most]
            if self.count(f"{question} {name}", over[name], lambda one, name=name: name in of(one))
        ]

    def may(self, question: str, whom: Iterable[str], low: int = 0, high: int | None = None) -> bool:
        """Whether that may be told, beside all that was told of the question."""
        members = frozenset(whom)
        one = (members, low, len(members) if high is None else high)
        known = [*self.earlier.get(question, []), *self.now.get(question, [])]
        if len(members) < FEWEST or (one not in known and not leaves_open([*known, one])):
            return False
        if one not in known:
            self.now.setdefault(question, []).append(one)
        return True

    def all(self) -> dict[str, list[Told]]:
        """What was told earlier and now."""
        return {name: [*self.earlier.get(name, []), *self.now.get(name, [])] for name in {*self.earlier, *self.now}}


EDGE = 2


def leaves_open(told: Sequence[Told]) -> bool:
    """Whether two who are so and two who are not can be in every part that sums of what is told have in common.

    By trying all numbers, part by part.
    """
    whose: dict[tuple[bool, ...], int] = Counter(
        tuple(name in one[0] for one in told) for name in frozenset().union(*(one[0] for one in told))
    )
    parts = sorted(whose.items(), key=lambda item: (sum(item[0]), item[0]))
    if any(size < FEWEST for _, size in parts):
        return False
    last = [max(i for i, (place, _) in enumerate(parts) if place[j]) for j in range(len(told))]

    def fits(i: int, sums: tuple[int, ...]) -> bool:
        if any(last[j] == i - 1 and not told[j][1] <= sums[j] <= told[j][2] for j in range(len(told))):
            return False
        if i == len(parts):
            return True
        place, size = parts[i]
        return any(
            fits(i + 1, tuple(total + number * inside for total, inside in zip(sums, place, strict=True)))
            for number in range(EDGE, size - EDGE + 1)
        )

    return fits(0, (0,) * len(told))


def _catalogue(file: str, key: str) -> list[dict[str, Any]]:
    if file not in _READ:
        _READ[file] = yaml.safe_load((METHOD / file).read_text("utf-8"))[key]
    return _READ[file]


_READ: dict[str, list[dict[str, Any]]] = {}
