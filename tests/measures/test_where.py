"""``where``: of which rows a figure is."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit import measures
from genderaudit.foundations.errors import AuditError

STAFF = pd.DataFrame(
    {
        "sex": ["F", "M", "F", "F", "M", "M"],
        "level": ["Chief", "Chief", "Clerk", "Clerk", "Driver", None],
        "unit": ["Kayes", "Kayes", "Kayes", "Mopti", "Mopti", "Mopti"],
        "manages_people": pd.array([True, False, None, True, True, None], dtype="boolean"),
        "gender_focal_point": pd.array([None] * 6, dtype="boolean"),
        "gender_training": pd.array([True, False, True, True, False, False], dtype="boolean"),
        "pay": [100.0, 90.0, 80.0, 300.0, 400.0, 70.0],
    }
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("manages_people", [0, 3, 4]),
        ({"level": "Clerk"}, [2, 3]),
        ({"level": ["Clerk", "Chief"], "unit": "Kayes"}, [0, 1, 2]),
        ({"manages_people": False}, [1]),
    ],
)
def test_a_figure_is_that_of_the_chosen_rows(where, rows):
    chosen, cut = measures.share_of_women(STAFF, where=where), measures.share_of_women(STAFF.iloc[rows])
    assert (chosen[0].women, chosen[0].n, chosen[0].parts) == (cut[0].women, cut[0].n, cut[0].parts)
    assert chosen.n == len(rows)


def test_who_may_be_meant_is_counted_beside_also_by_group():
    assert measures.share_of_women(STAFF, where="manages_people")[0].details["not_counted"] == 2
    by_unit = measures.share_of_women(STAFF, by="unit", where="manages_people")
    assert [(one.group["unit"], one.n, one.details.get("not_counted")) for one in by_unit] == [
        ("Mopti", 2, 1.0),
        ("Kayes", 1, 1.0),
    ]


def test_what_stands_beside_the_rows_is_chosen_with_them():
    chosen = measures.mean_pay_gap(STAFF, STAFF["pay"], where="manages_people")
    assert chosen.value == pytest.approx(1 - 200 / 400)


@pytest.mark.parametrize("by", [None, "unit"])
def test_a_column_that_is_blank_for_everybody_is_none(by):
    (none,) = measures.share_of_women(STAFF, by=by, where="gender_focal_point")
    assert (none.value, none.reason, none.unit) == (None, "no_column", "share")


def test_nobody_chosen_is_no_missing_column():
    nobody = STAFF.assign(manages_people=pd.array([False] * 5 + [None], dtype="boolean"))
    assert measures.share_of_women(nobody, where="manages_people")[0].reason == "no_rows"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("manages_peopel", "Do you mean 'manages_people'?"),
        ("level", "level holds entries that are neither True nor False: 5."),
        ({}, "where is a column of yes and no"),
        (3, "where is a column of yes and no"),
        ({"levl": "Chief"}, "Do you mean 'level'?"),
    ],
)
def test_a_condition_that_cannot_be_met_is_said(where, said):
    with pytest.raises(AuditError) as refused:
        measures.share_of_women(STAFF, where=where)
    assert said in str(refused.value)
