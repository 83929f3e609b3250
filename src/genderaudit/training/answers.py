"""Questions of the training notebooks: the right answer, and the wrong answers of usual mistakes.

Every right answer is computed from the organisation's data, by the measures that the audit uses; letters
of multiple choice are rules of the method. Where the truth file has the same figure, its parameter is
kept beside the answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from genderaudit import measures
from genderaudit.audit.rules import own_target
from genderaudit.conclusions.ratings import ORDER
from genderaudit.conclusions.recording import rated
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.models import Pattern, Rating
from genderaudit.training.checking import ROUNDING, Answer

if TYPE_CHECKING:
    from genderaudit.training.course import Course

LETTERS: Mapping[Rating, str] = dict(zip(ORDER, "ABCD", strict=True))
"""Rating → letter in the notebooks, from missing to exceeds."""
NOT_RATED = "E"
MOST_ADVICE = 5

PATTERNS: Mapping[Pattern, str] = {
    "confirmed_strength": "A",
    "confirmed_gap": "B",
    "blind_spot": "C",
    "unrecognised_progress": "D",
    "divided": "E",
    "insufficient_evidence": "F",
}
"""Pattern of evidence → letter in the notebooks."""

# Phase 1


def seats_missing(course: Course) -> Answer:
    """Whole seats missing, body by body; a surplus in one body fills no seat of another."""
    results = measures.seats(course.audit.data.table("bodies"))
    table = course.seats()
    seats, women, quota = (table[name].astype(float) for name in ("seats", "women", "quota"))
    seats_of_quota = quota * seats
    return Answer(
        value=sum(result.value or 0 for result in results),
        kind="seats",
        mistakes={
            "pooled": max(0, math.ceil(seats_of_quota.sum() - ROUNDING) - women.sum()),
            "surplus": sum(math.ceil(required - ROUNDING) for required in seats_of_quota) - women.sum(),
            "rounded_down": sum(
                max(0, math.floor(required) - held) for required, held in zip(seats_of_quota, women, strict=True)
            ),
            "fraction": float((seats_of_quota - women).clip(lower=0).sum()),
        },
    )


def representation_ratio(course: Course) -> Answer:
    """The representation ratio of the first body of the table against the members."""
    body = course.seats()["body"].iloc[0]
    results = measures.representation_ratio(
        course.audit.data.table("bodies"), course.audit.data.table("members"), by="body"
    )
    result = next(result for result in results if result.group["body"] == body)
    part, whole = result.details["share_part"], result.details["share_whole"]
    mistakes = {"upside_down": whole / part if part else 0.0, "difference": part - whole, "share": part}
    return Answer(value=_value_of(result), kind="ratio", mistakes=mistakes)


def glass_ceiling(course: Course) -> Answer:
    """Women's share of all levels against that of the top."""
    result = measures.glass_ceiling_index(course.audit.data.current_staff(), course.audit.data.levels)
    below = course.people("staff", "level").iloc[1:][["women", "people"]].sum()
    mistakes = {
        "upside_down": 1 / _value_of(result),
        "without_top": below["women"] / below["people"] / result.details["share_top"],
    }
    planted = course.truth.fact("glass_ceiling_index").parameter
    return Answer(value=_value_of(result), kind="index", mistakes=mistakes, planted=planted)


def lost_at(course: Course) -> Answer:
    """The level before which most women are lost: that of the largest step ratio."""
    steps = measures.step_ratios(course.audit.data.current_staff(), course.audit.data.levels)
    known = [step for step in steps if step.value is not None]
    largest = max(known, key=_value_of)
    return Answer(value=largest.group["level"], kind="name", mistakes={"below": largest.group["below"]})


def mean_gap(course: Course) -> Answer:
    """The mean pay gap as a share of men's mean."""
    staff = course.audit.data.current_staff()
    pay = measures.pay_basis(staff, "hour").pay
    mean, median = (
        _value_of(results) for results in (measures.mean_pay_gap(staff, pay), measures.median_pay_gap(staff, pay))
    )
    planted = course.truth.fact("pay_gap_mean").parameter
    mistakes = {"of_women": mean / (1 - mean), "sign": -mean, "other": median, "ratio": 1 - mean}
    return Answer(value=mean, kind="gap", hints="pay_gap", mistakes=mistakes, planted=planted)


def median_gap(course: Course) -> Answer:
    """The median pay gap as a share of men's median."""
    staff = course.audit.data.current_staff()
    pay = measures.pay_basis(staff, "hour").pay
    median = _value_of(measures.median_pay_gap(staff, pay))
    mean = _value_of(measures.mean_pay_gap(staff, pay))
    mistakes = {"of_women": median / (1 - median), "sign": -median, "other": mean, "ratio": 1 - median}
    return Answer(value=median, kind="gap", hints="pay_gap", mistakes=mistakes)


# Phase 2


def rating_of_body(course: Course) -> Answer:
    """The rating of the body before its election, by its own quota."""
    body = course.election().iloc[0]
    findings = course.findings("baseline").of("bodies_women_seats")
    finding = next(finding for finding in findings if finding.group["body"] == body["body"])
    rating = rated(finding, own_target(float(body["quota"])), course.audit.data.method).rating
    return Answer(value=LETTERS[rating or "missing"], kind="letter")


def told_apart(course: Course) -> Answer:
    """True if the interval of the top level's share of women excludes the target."""
    top = course.top_level().iloc[0]
    return Answer(value=not top["low"] <= top["target"] <= top["high"], kind="truth")


def women_to_elect(course: Course) -> Answer:
    """Women to elect: the seats of the quota less the women who stay."""
    body = course.election().iloc[0]
    seats, women, leaving = (float(body[name]) for name in ("seats", "women", "women_leaving"))
    required = math.ceil(body["quota"] * seats - ROUNDING)
    mistakes = {
        "forgot_leaving": max(0, required - women),
        "share_of_elected": math.ceil(body["quota"] * float(body["elected"]) - ROUNDING),
        "whole_quota": required,
    }
    return Answer(value=max(0.0, required - (women - leaving)), kind="seats", mistakes=mistakes)


def area_rating(course: Course) -> Answer:
    """The rating of area J: its worst known core figure if that is short; no rating if another figure is unknown."""
    facts = course.facts("J")
    ranked = sorted((one.rating for one in facts.evidence if one.rating), key=ORDER.index)
    mistakes: dict[str, float | str | bool] = {"best": LETTERS[ranked[-1]]} if ranked else {}
    mistakes["unknown"] = NOT_RATED if facts.rating else LETTERS[ranked[0]] if ranked else LETTERS["missing"]
    return Answer(value=LETTERS[facts.rating] if facts.rating else NOT_RATED, kind="letter", mistakes=mistakes)


def change_is_visible(course: Course) -> Answer:
    """True if the largest change of women's answers is at least the smallest visible change."""
    change = course.largest_change()
    return Answer(value=abs(change.change or 0.0) >= (change.detectable or 0.0), kind="truth")


# Phase 3


def response_rate(course: Course) -> Answer:
    """The people of both sexes who ticked something, as a share of those asked."""
    table = course.answered()
    asked, answered = float(table["asked"].sum()), float(table["answered"].sum())
    rates = (table["answered"].astype(float) / table["asked"].astype(float)).tolist()
    mistakes = {"upside_down": asked / answered, "mean_of_rates": sum(rates) / len(rates), "one_sex": rates[0]}
    planted = course.truth.fact("response_rate").parameter
    return Answer(value=answered / asked, kind="share", mistakes=mistakes, planted=planted)


def favourable_women(course: Course) -> Answer:
    """Women's favourable share of the reversed statement: those who disagree, of those who answered."""
    item = course.turned
    results = measures.item_results(course.audit.data.table("survey"), [item])
    women = next(result for result in results if result.group.get("sex") == "F")
    replies = course.replies(item.id).set_index("answer")["women"]
    answers, low, high = replies.loc["1":"5"].sum(), replies.loc["1":"2"].sum(), replies.loc["4":"5"].sum()
    mistakes = {
        "not_turned": high / answers,
        "all_in_base": low / replies.sum(),
        "with_neutral": (low + replies["3"]) / answers,
    }
    return Answer(value=_value_of(women), kind="share", mistakes=mistakes)


def do_not_know(course: Course) -> Answer:
    """Women's *do not know* as a share of all that women ticked on the same statement."""
    replies = course.replies(course.turned.id).set_index("answer")["women"]
    right = replies["do_not_know"] / replies.sum()
    mistakes = {"of_answers": replies["do_not_know"] / replies.loc["1":"5"].sum()}
    return Answer(value=float(right), kind="share", mistakes=mistakes)


def alpha(course: Course) -> Answer:
    """Cronbach's alpha of area K, calculated from its parts."""
    items = [item for item in course.audit.data.items if item.area == "K"]
    result = measures.cronbach_alpha(course.audit.data.table("survey"), items)
    parts = course.variances("K").iloc[0]
    ratio = float(parts["sum_of_variances"] / parts["variance_of_sum"])
    mistakes = {"without_k": 1 - ratio, "ratio": ratio}
    planted = course.truth.fact("area_reliability", area="K").parameter
    return Answer(value=_value_of(result), kind="index", mistakes=mistakes, planted=planted)


def divided_area(course: Course) -> Answer:
    """The area with the largest difference between women and men, of those beyond chance."""
    table = course.differences()
    beyond = table[table["p"] < course.audit.data.method.thresholds.significance].set_index("area")
    planted = next((p.area for p in course.truth.patterns if p.pattern == "divided"), None)
    return Answer(value=str(beyond["difference"].abs().idxmax()), kind="letter", planted=planted)


# Phase 4


def pattern_one(course: Course) -> Answer:
    """The pattern of the first of the three areas."""
    return _pattern_answer(course, 0)


def pattern_two(course: Course) -> Answer:
    """The pattern of the second of the three areas."""
    return _pattern_answer(course, 1)


def pattern_three(course: Course) -> Answer:
    """The pattern of the third of the three areas."""
    return _pattern_answer(course, 2)


def priority(course: Course) -> Answer:
    """The recommendation that ranks first, or one that ties with it; not the broadest of all."""
    advice = course.findings("recommendations").recommendations[:MOST_ADVICE]
    first = [one.recommendation for one in advice if one.place == 1]
    broadest = max(advice, key=lambda one: (one.rank.breadth, one.recommendation)).recommendation
    mistakes: dict[str, float | str | bool] = {} if broadest in first else {"breadth": broadest}
    return Answer(value=first[0], kind="name", also=tuple(first[1:]), mistakes=mistakes)


# The whole report


def base_of_gap(course: Course) -> Answer:
    """The number of people on whom the mean pay gap rests."""
    finding = course.found("pay_gap_mean")
    staff = course.people("staff").iloc[0]
    mistakes = {"everybody": float(staff["people"]), "women": finding.women or -1, "men": finding.men or -1}
    return Answer(value=finding.n or 0, kind="count", mistakes=mistakes)


def hidden_women(course: Course) -> Answer:
    """The suppressed cell: the total less everything that is shown."""
    table = course.careless()
    total = float(table["women"].iloc[-1])
    return Answer(value=total - float(table["women"].iloc[:-1].sum()), kind="count", mistakes={"total": total})


def also_hide(course: Course) -> Answer:
    """The smallest of the other groups, which loses least; any other group would protect as well."""
    table = course.careless().iloc[:-1]
    hidden = table.loc[table["women"].isna(), "group"].iloc[0]
    others = table[table["women"].notna() & (table["women"] > 0)].sort_values("women")["group"]
    return Answer(value=others.iloc[0], kind="name", also=tuple(others.iloc[1:]), mistakes={"same": hidden})


def evidence_of_first(course: Course) -> Answer:
    """Any finding that triggered the first recommendation."""
    first, *others = course.findings("recommendations").recommendations[0].evidence
    return Answer(value=first, kind="name", also=tuple(others))


def _pattern_answer(course: Course, place: int) -> Answer:
    area = course.cases[place]
    mistakes: dict[str, float | str | bool] = {
        name: letter for name, letter in PATTERNS.items() if name != course.pattern(area)
    }
    planted = next((PATTERNS[pattern.pattern] for pattern in course.truth.patterns if pattern.area == area), None)
    value = PATTERNS[course.pattern(area)]
    return Answer(value=value, kind="letter", hints="pattern", mistakes=mistakes, planted=planted)


def _fixed_letter(letter: str) -> Callable[[Course], Answer]:
    """Return a question whose answer is a rule of the method, whatever the data."""
    mistakes = {other: other.upper() for other in "abcd" if other != letter}
    return lambda _: Answer(value=letter.upper(), kind="letter", mistakes=mistakes)


def _value_of(result: Result | Results) -> float:
    if result.value is None:
        raise ValueError(f"The training organisation gives no such figure: {result.reason}.")
    return result.value


ANSWERS: Mapping[str, Callable[[Course], Answer]] = {
    "seats_missing": seats_missing,
    "representation_ratio": representation_ratio,
    "glass_ceiling": glass_ceiling,
    "lost_at": lost_at,
    "mean_gap": mean_gap,
    "median_gap": median_gap,
    "adjusted_sentence": _fixed_letter("c"),
    "rating_of_body": rating_of_body,
    "told_apart": told_apart,
    "women_to_elect": women_to_elect,
    "area_rating": area_rating,
    "change_is_visible": change_is_visible,
    "projection_sentence": _fixed_letter("b"),
    "response_rate": response_rate,
    "favourable_women": favourable_women,
    "do_not_know": do_not_know,
    "alpha": alpha,
    "divided_area": divided_area,
    "low_response_sentence": _fixed_letter("d"),
    "pattern_one": pattern_one,
    "pattern_two": pattern_two,
    "pattern_three": pattern_three,
    "priority": priority,
    "complete_response": _fixed_letter("c"),
    "base_of_gap": base_of_gap,
    "hidden_women": hidden_women,
    "also_hide": also_hide,
    "evidence_of_first": evidence_of_first,
    "few_people_sentence": _fixed_letter("b"),
    "sentence_that_stands": _fixed_letter("d"),
}
"""Name of a question → function that returns its right answer."""
