"""Answers, recomputed from the raw survey by the formulas of docs/measures.md.

Nothing here is imported from the suite.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from raw_lists import ITEMS, Lists
from recomputed_figure import SMALLEST_BASE, SMALLEST_CELL, Figure, Group, grouped, narrowest, newcombe, wilson
from scipy import optimize, stats

BY_ID = {item["id"]: item for item in ITEMS}
CAP = 5.0


def survey(lists: Lists, group: Group) -> pd.DataFrame:
    """Who answered, of a group: women and men only, but where nobody says to be either."""
    rows = lists.table("survey")
    of_either = rows["sex"].isin(["F", "M"])
    if "sex" in group:
        rows = rows[rows["sex"] == group["sex"]]
    elif of_either.any():
        rows = rows[of_either]
    of = {column: label for column, label in group.items() if column in ("level", "unit", "age_band")}
    return grouped(lists, rows, "answers", of)


def asked(rows: pd.DataFrame, area: str | None = None) -> list[str]:
    """The statements of an area that the survey has."""
    return [item["id"] for item in ITEMS if item["id"] in rows and area in (None, item["area"])]


def scores(lists: Lists, items: list[str]) -> pd.DataFrame:
    """Answers from 1 to 5, high is favourable; blank: none, do not know, prefer not to say. A row a person."""

    def turned() -> pd.DataFrame:
        rows = lists.table("survey")
        answers = rows[asked(rows)].astype(float)
        answers = answers.where((answers >= 1) & (answers <= 5))
        return answers.apply(lambda column: 6 - column if BY_ID[column.name]["reverse"] else column)

    return lists.once("scores", turned)[items]


def unknown(rows: pd.DataFrame, items: list[str]) -> float:
    """Share of *do not know* among all that was ticked, *prefer not to say* included."""
    given = rows[items].astype(float).to_numpy()
    ticked = (~np.isnan(given)).sum()
    return float((given == -1).sum() / ticked) if ticked else math.nan


def sexes(rows: pd.DataFrame) -> tuple[float, float]:
    sex = rows["sex"].to_numpy()
    return float((sex == "F").sum()), float((sex == "M").sum())


def item(lists: Lists, group: Group) -> Figure:
    rows = survey(lists, group)
    score = scores(lists, [group["item"]])[group["item"]].loc[rows.index].dropna()
    p, n = float((score >= 4).mean()), len(score)
    details = {
        "neutral_share": float((score == 3).mean()),
        "do_not_know_share": unknown(rows, [group["item"]]),
        "mean": float(score.mean()),
    }
    return Figure(p, n, *sexes(rows.loc[score.index]), *wilson(p, n), details)


def persons(lists: Lists, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    """Favourable share and mean score of each person of the rows who answered half of the area's statements or more."""

    def everybody() -> pd.DataFrame:
        items = asked(lists.table("survey"), area)
        score = scores(lists, items)
        score = score[score.notna().sum(axis=1) >= len(items) / 2]
        favourable = (score >= 4).astype(float).where(score.notna()).mean(axis=1)
        sex, answers = lists.table("survey").loc[score.index, "sex"], score.notna().sum(axis=1)
        return pd.DataFrame({"favourable": favourable, "mean": score.mean(axis=1), "answers": answers, "sex": sex})

    found = lists.once(("persons", area), everybody)
    return found[found.index.isin(rows.index)]


def worth(shares: pd.Series, answers_each: float, weight: pd.Series | None = None) -> float:
    """The number of independent answers that the variance between people is worth, never more than were given.

    Lowered so that Wilson's normal quantile is Student's; where all agree, each person counts once.
    """
    weight = pd.Series(1.0, index=shares.index) if weight is None else weight
    kish = float(weight.sum() ** 2 / (weight**2).sum())
    if shares.nunique() == 1:
        return kish
    p = float(np.average(shares, weights=weight))
    variance = float(np.average((shares - p) ** 2, weights=weight)) * kish / (kish - 1)
    quantiles = stats.norm.ppf(0.975) / stats.t.ppf(0.975, kish - 1)
    return min(kish * p * (1 - p) / variance * quantiles**2, kish * answers_each)


def area(lists: Lists, group: Group) -> Figure:
    rows = survey(lists, group)
    who = persons(lists, rows, group["area"])
    if group.keys() <= {"area", "sex"} and not all_printed(lists, group["area"]):
        return made_of_printed(lists, group, who)
    p, n = float(who["favourable"].mean()), len(who)
    bounds = wilson(p, worth(who["favourable"], who["answers"].mean()))
    details = {"mean": float(who["mean"].mean()), "do_not_know_share": unknown(rows, asked(rows, group["area"]))}
    return Figure(p, n, *sexes(who), *bounds, details)


def printed(lists: Lists, statement: str, sex: str) -> tuple[float, bool]:
    """What is printed of a statement: its share in whole per cent, or a band, by its middle; and whether it is a share.

    A band where fewer than five agree, or do not; no number where fewer than ten have answered.
    """
    found = item(lists, {"item": statement, "sex": sex})
    if not found.n or found.n < SMALLEST_BASE:
        return math.nan, False
    assert found.value is not None
    agree = round(found.value * found.n)
    if min(agree, found.n - agree) >= SMALLEST_CELL:
        return round(found.value, 2), True
    width = narrowest(found.n)
    return (width if agree <= found.n - agree else 2 - width) / 2, False


def all_printed(lists: Lists, area: str) -> bool:
    """Whether the shares of women and of men are printed for all of an area's statements."""
    statements = asked(lists.table("survey"), area)
    return all(printed(lists, one, sex)[1] for one in statements for sex in "FM")


def made_of_printed(lists: Lists, group: Group, who: pd.DataFrame) -> Figure:
    """An area about which not everything is printed: the mean of what is; all by the women and men who answered."""
    statements = asked(lists.table("survey"), group["area"])
    means = {sex: float(np.mean([printed(lists, one, sex)[0] for one in statements])) for sex in "FM"}
    women, men = sexes(who)
    value = means[group["sex"]] if "sex" in group else (means["F"] * women + means["M"] * men) / (women + men)
    return Figure(None if math.isnan(value) else value, len(who), women, men, about=True)


def cliff(women: pd.Series, men: pd.Series) -> float:
    above = np.sign(women.to_numpy()[:, None] - men.to_numpy()[None, :])
    return float(above.mean())


def p_of_newcombe(p1: float, n1: float, p2: float, n2: float) -> float:
    """The p of Newcombe's interval: that of the z at which one of its ends is nought."""
    if p1 == p2:
        return 1.0
    end = 0 if p1 > p2 else 1
    z = optimize.brentq(lambda z: newcombe(p1, n1, p2, n2, z)[end], 1e-9, 40.0)
    return 2 * float(stats.norm.sf(z))


def benjamini_hochberg(p: dict[str, float]) -> dict[str, float]:
    ordered, smallest, adjusted = sorted(p, key=p.__getitem__), 1.0, {}
    for rank in range(len(ordered), 0, -1):
        name = ordered[rank - 1]
        smallest = min(smallest, p[name] * len(ordered) / rank)
        adjusted[name] = smallest
    return adjusted


def compared(lists: Lists, of_items: bool) -> dict[str, Figure]:
    """The differences of all statements, or areas: one family for the correction of p."""
    return lists.once(("differences", of_items), lambda: _compared(lists, of_items))


def _compared(lists: Lists, of_items: bool) -> dict[str, Figure]:
    rows = lists.table("survey")
    found, p = {}, {}
    names = asked(rows) if of_items else sorted({BY_ID[one]["area"] for one in asked(rows)})
    for name in names:
        if of_items:
            score = scores(lists, [name])[name].dropna()
            sex = rows.loc[score.index, "sex"]
            who = pd.DataFrame({"favourable": (score >= 4).astype(float), "mean": score, "sex": sex})
        else:
            who = persons(lists, rows, name)
        women, men = (who[who["sex"] == sex] for sex in "FM")
        if min(len(women), len(men)) < 5 or len(women) + len(men) < 10:
            continue
        w, m = women["favourable"], men["favourable"]
        shares = w.mean(), len(w), m.mean(), len(m)
        bounds = newcombe(*shares) if of_items else welch(w, m)
        p[name] = p_of_newcombe(*shares) if of_items else float(stats.ttest_ind(w, m, equal_var=False).pvalue)
        details = {"cliffs_delta": cliff(women["mean"], men["mean"])}
        found[name] = Figure(w.mean() - m.mean(), len(w) + len(m), len(w), len(m), *bounds, details)
        if of_items and not all(printed(lists, name, sex)[1] for sex in "FM"):
            del p[name]  # of the family of what is shown
        if not of_items and not all_printed(lists, name):
            f, of_men = (made_of_printed(lists, {"area": name, "sex": sex}, who).value for sex in "FM")
            apart = None if f is None or of_men is None else f - of_men
            found[name] = Figure(apart, len(w) + len(m), len(w), len(m), about=True)
            del p[name]
        if not of_items and stands_by_statements(lists, name):
            p.pop(name, None)
    for name, adjusted in benjamini_hochberg(p).items():
        found[name].details["p_adjusted"] = adjusted
    return found


def stands_by_statements(lists: Lists, area: str) -> bool:
    """Whether the statements of an area, three or more, hang together too little for a figure of the area."""
    alpha = reliability(lists, {"area": area})
    return alpha.details["items"] > 2 and (alpha.value or 0) < 0.60


def welch(w: pd.Series, m: pd.Series) -> tuple[float, float]:
    parts = [one.var() / len(one) for one in (w, m)]
    df = sum(parts) ** 2 / sum(v**2 / (len(one) - 1) for v, one in zip(parts, (w, m), strict=True))
    half = stats.t.ppf(0.975, df) * math.sqrt(sum(parts))
    return w.mean() - m.mean() - half, w.mean() - m.mean() + half


def reliability(lists: Lists, group: Group) -> Figure:
    """Cronbach's α of the women and men who answered every statement; Feldt's interval."""
    rows = survey(lists, group)
    score = scores(lists, asked(rows, group["area"])).loc[rows.index].dropna()
    n, k = score.shape
    alpha = k / (k - 1) * (1 - score.var().sum() / score.sum(axis=1).var())
    quantiles = [stats.f.ppf(q, n - 1, (n - 1) * (k - 1)) for q in (0.975, 0.025)]
    bounds = (1 - (1 - alpha) * q for q in quantiles)
    return Figure(alpha, n, *sexes(rows.loc[score.index]), *bounds, details={"items": float(k)})


def answered(lists: Lists) -> pd.DataFrame:
    """Who ticked something."""
    rows = lists.table("survey")
    return rows[rows[asked(rows)].notna().any(axis=1)]


def of_headcounts(lists: Lists, group: Group) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Women and men who were asked, and who answered, of a sex, and of levels that are shown as one."""
    heads, rows = (one[one["sex"].isin(["F", "M"])] for one in (lists.headcounts, answered(lists)))
    if "sex" in group:
        heads, rows = (one[one["sex"] == group["sex"]] for one in (heads, rows))
    if "level" in group:
        heads, rows = (grouped(lists, one, "answers", {"level": group["level"]}) for one in (heads, rows))
    return heads, rows


def response(lists: Lists, group: Group) -> Figure:
    """Answers / people asked, of women and men; ``women`` and ``men`` are those asked."""
    heads, rows = of_headcounts(lists, group)
    n = float(heads["count"].sum())
    women, men = (float(heads.loc[heads["sex"] == sex, "count"].sum()) for sex in "FM")
    return Figure(len(rows) / n, n, women, men)


def representativeness(lists: Lists, group: Group) -> Figure:
    """The share of women (or of a level) among who answered, minus that among who was asked; Wilson."""
    heads, rows = lists.headcounts, answered(lists)
    if not group:
        heads, rows = (one[one["sex"].isin(["F", "M"])] for one in (heads, rows))
        p, expected = (rows["sex"] == "F").mean(), heads.loc[heads["sex"] == "F", "count"].sum() / heads["count"].sum()
    else:
        rows = rows[rows["level"].isin(lists.grouped("answers", "level"))]
        levels = lists.categories("answers", "level", group["level"])
        inside = heads["level"].isin(levels)
        p, expected = rows["level"].isin(levels).mean(), heads.loc[inside, "count"].sum() / heads["count"].sum()
    low, high = wilson(p, len(rows))
    return Figure(p - expected, len(rows), *sexes(rows), low - expected, high - expected)


def weights(lists: Lists) -> pd.Series:
    """Weights scaled to the headcounts of sex and of level in turn until both fit; none above the cap.

    Who has no place in the headcounts is a category of its own that keeps its part of the answers.
    """
    return lists.once("weights", lambda: _weights(lists))


def _weights(lists: Lists) -> pd.Series:
    heads, rows = lists.headcounts, answered(lists)
    weight = pd.Series(1.0, index=rows.index)
    margins = []
    for name in ("sex", "level"):
        if name in rows and heads[name].notna().any():
            wanted = heads.groupby(name)["count"].sum()
            wanted = wanted[wanted.index.isin(set(rows[name]))]
            place = rows[name].where(rows[name].isin(wanted.index), "no place")
            outside = float((place == "no place").sum())
            inside = wanted / wanted.sum() * (len(rows) - outside)
            margins.append((place, pd.concat([inside, pd.Series({"no place": outside})])))
    for _ in range(100):
        before = weight
        for place, wanted in margins:
            weight = weight * place.map(wanted / weight.groupby(place).sum())
        weight = weight.clip(upper=CAP)
        if abs(weight - before).max() < 1e-7:
            break
    return weight


def weighting(lists: Lists, group: Group) -> Figure:
    sex = answered(lists)["sex"]
    w = weights(lists)
    w = w[sex.isin(["F", "M"])] if sex.isin(["F", "M"]).any() else w  # whose answers are published
    effective = w.sum() ** 2 / (w**2).sum()
    return Figure(float(effective), len(w), details={"design_effect": len(w) / effective})


def weighted_area(lists: Lists, group: Group) -> Figure:
    rows, w = survey(lists, group), weights(lists)
    who = persons(lists, rows, group["area"])
    w = w.reindex(who.index).fillna(1.0)
    if np.ptp(w) < 1e-6 and not all_printed(lists, group["area"]):  # as if there were no weights
        return made_of_printed(lists, group, who)
    p = float(np.average(who["favourable"], weights=w))
    bounds = wilson(p, worth(who["favourable"], who["answers"].mean(), w))
    return Figure(p, len(who), *sexes(who), *bounds)


def open_answers(lists: Lists, group: Group) -> Figure:
    rows = lists.table("survey")
    written = rows[group["question"]].fillna("").str.strip() != ""
    return Figure(float(written.sum()), len(rows))


SURVEY: dict[str, Callable[[Lists, Group], Figure]] = {
    "item_favourable": item,
    "area_favourable": area,
    "area_by_level": area,
    "area_by_age": area,
    "area_by_unit": area,
    "item_difference": lambda lists, group: compared(lists, of_items=True)[group["item"]],
    "area_difference": lambda lists, group: compared(lists, of_items=False)[group["area"]],
    "area_reliability": reliability,
    "response_rate": response,
    "survey_representativeness": representativeness,
    "weighting_quality": weighting,
    "area_weighted": weighted_area,
    "open_answers": open_answers,
}
