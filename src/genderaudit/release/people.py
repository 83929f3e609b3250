"""Lists of members, attendance and services as problems for the gate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from genderaudit.gate import Choice, Problem
from genderaudit.measures.counting import labels, numbers, people
from genderaudit.release.published import Knowing, Published
from genderaudit.release.rows import (
    SEXES,
    ages_and_youth,
    amount_range,
    base_of,
    choice_of,
    count_of,
    gap_of_means,
    ratio,
    rows_of,
    young_and_known,
)


def problems_of_members(published: Published, members: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
    """Yield the list of members: sensitive are branch, age and further group."""
    if members.empty:
        return
    also = published.further_group(members, "members_by_also")
    rows = rows_of(
        members, branch=labels(members["branch"]), age=ages_and_youth(members, published.data.youth_age_limit), **also
    )
    problem = published.problem(rows, {name: choice_of(rows, name) for name in ("branch", "age", *also)})
    published.publish_categories(problem, "members_by_branch", "branch")
    published.publish_ages(problem, "members_by_age", "members_youth_share")
    published.publish_categories(problem, "members_by_also", "also")
    yield problem, None


def problems_of_attendance(published: Published, attendance: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
    """Yield the list of attendance: sensitive is the further group; a person counts once for each event."""
    if also := published.further_group(attendance, "attendance_by_also"):
        rows = rows_of(attendance, ("sex", "event"), **also)
        problem = published.problem(rows, {"also": choice_of(rows, "also")})
        published.publish_categories(problem, "attendance_by_also", "also")
        yield problem, None


def problems_of_services(published: Published, services: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
    """Yield the services: who has which, the age of the holders of each, and the loans."""
    if services.empty:
        return
    rows = rows_of(services, service=labels(services["service"]))
    problem = published.problem(rows, {"service": choice_of(rows, "service")})
    published.publish_categories(problem, "services_women_share", "service")
    for service in ("credit", "insurance"):
        name = f"{service}_representation_ratio"
        for one in published.findings_of(name):
            for whom in ({"sex": "F"}, base_of(problem, one, {"service": service})):
                problem.publish(name, problem.count(whom, service=service), weight=published.weight_of(name))
    yield problem, None
    for service in services["service"].dropna().unique():
        own = services[services["service"] == service]
        rows = rows_of(own, age=ages_and_youth(own, published.data.youth_age_limit))
        problem = published.problem(rows, {"age": choice_of(rows, "age")})
        young, known = young_and_known(problem)
        for one in published.findings_of("services_youth_share", service=str(service)):
            whom = base_of(problem, one, {"age": known})
            share = ratio(problem.count(whom, age=young), problem.count(whom, age=known))
            published.publish(problem, one.indicator, one, share)
        yield problem, None
    yield from problems_of_loans(published, services[services["service"] == "credit"])


def problems_of_loans(published: Published, loans: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
    """Yield the loans: sensitive are branch, arrears and amount.

    A row of several loans counts as that many loans of its mean amount, of which as many are late as it says.
    """
    if loans.empty:
        return
    each = _single_loans(loans)
    amount = np.nan_to_num(numbers(each["each"]))
    rows = rows_of(
        each, ("sex", "product"), branch=labels(each["branch"]), late=each["late"], lent=amount > 0, amount=amount
    )
    problem = published.problem(
        rows,
        {
            "branch": choice_of(rows, "branch"), "amount": amount_range(rows, "amount"),
            "late": Choice(("late", "on_time", ""), none=("late", "on_time"), open=("",)),
        },
    )  # fmt: skip
    published.publish_categories(problem, "credit_by_branch", "branch", grouping="credit_branch")
    _publish_arrears(published, problem)
    for one in published.findings_of("loan_size_gap"):
        published.publish(problem, one.indicator, one, gap_of_means(problem, "amount", "lent")({}))
    published.publish_by(
        problem,
        published.findings_of("loan_size_by_product"),
        "amount",
        "product",
        gap_of_means(problem, "amount", "lent"),
    )
    yield problem, None


def _single_loans(loans: pd.DataFrame) -> pd.DataFrame:
    """Return the loans of each row late, on time and unknown as rows of their own (column ``late``, blank: unknown).

    ``count`` is their number, ``each`` the mean amount of a loan of the row.
    """
    count, late = people(loans), np.minimum(numbers(loans["in_arrears"]), people(loans))
    loans = loans.assign(each=numbers(loans["amount"]) / np.maximum(count, 1))
    parts = {
        "late": np.nan_to_num(late),
        "on_time": np.nan_to_num(count - late),
        "": np.where(np.isnan(late), count, 0),
    }
    each = pd.concat([loans.assign(count=number, late=name) for name, number in parts.items()])
    return each[each["count"] > 0]


def _publish_arrears(published: Published, problem: Problem) -> None:
    """Publish the arrears of women and men: loans of which it is known, their ratio, and the rates where printed."""
    known = ["late", "on_time"]
    for one in published.findings_of("arrears_ratio"):
        rates = [ratio(problem.count(sex, late="late"), count_of(problem, {**sex, "late": known})) for sex in SEXES]
        for sex in SEXES:
            problem.publish(one.indicator, problem.count(sex, late=known))
        published.publish(problem, one.indicator, one, ratio(*rates))
        for name, rate in zip(("rate_women", "rate_men"), rates, strict=True):
            if name in one.details:
                published.publish(problem, one.indicator, one, rate, name)
