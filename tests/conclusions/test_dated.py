"""Targets with a date: what is counted of their figures, and keys that no share can be asked of."""

import pytest
from invented_findings import finding

from genderaudit.conclusions.dated import counted
from genderaudit.foundations.errors import AuditError
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation

METHOD = methodology()


def body(name, women, seats):
    counts = {"women": float(women), "n": float(seats), "value": 0.0, "details": {"share": women / seats}}
    return finding("bodies_women_seats", "baseline", group={"body": name}, unit="seats", **counts)


def test_seats_are_those_of_open_bodies_and_missing_body_by_body():
    found = [body("Board", 4, 10), body("Council", 1, 10), body("Women's committee", 9, 9)]
    indicator = METHOD.indicators["bodies_women_seats"]
    assert counted(found, indicator, 0.3, ["Women's committee"]) == {
        (): (5.0, 20.0, 2.0)
    }  # the board's surplus helps nobody


def test_of_an_indicator_without_a_whole_every_group_has_its_way():
    levels = [
        finding(
            "staff_women_by_level",
            "baseline",
            group={"level": name},
            value=w / n,
            n=float(n),
            women=float(w),
            unit="share",
        )
        for name, w, n in (("Top", 1, 4), ("Base", 6, 12))
    ]
    assert counted(levels, METHOD.indicators["staff_women_by_level"], 0.5) == {
        (("level", "Top"),): (1.0, 4.0, 1.0),
        (("level", "Base"),): (6.0, 12.0, 0.0),
    }


def test_a_date_of_what_no_share_can_be_asked_of_is_an_error():
    about = Organisation(name="A", kind="ngo", languages=["en"], targets_by={"bodies_women_seat": 2030})
    with pytest.raises(AuditError, match="bodies_women_seats"):
        METHOD.check_organisation(about)
