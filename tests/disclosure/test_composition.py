"""Where an organisation protects its composition, who is where is shown in groups of four people and more."""

from __future__ import annotations

import pandas as pd
import pytest
from examples import Builder

from genderaudit.audit.notebook import open_audit
from genderaudit.disclosure.grouping import merge_composition

SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en]
levels: [Director, Manager, Officer]
public_bodies: [Board]
composition: {composition}
rounds: {{"2025": {{date: 2025-06-30}}}}
"""
STAFF = (
    "sex,level,unit\n"
    + "F,Director,north\n"
    + "M,Manager,north\n" * 3
    + "F,Officer,south\n" * 9
    + "M,Officer,east\n" * 2
)
BODIES = "body,sex\nBoard,F\nBoard,M\nCommittee,F\n" + "Council,M\n" * 5


@pytest.fixture
def audit(workspace: Builder):
    def opened(composition: str):
        workspace.organisation({"staff.csv": STAFF, "bodies.csv": BODIES}, SETTINGS.format(composition=composition))
        return open_audit("baseline", "example", "2025", "en", str(workspace.root))

    return opened


def sizes(table: pd.DataFrame, dimension: str) -> dict[str, float]:
    return table.groupby(dimension, observed=True)["count"].sum().to_dict()


def test_shown_as_it_is(audit):
    opened = audit("shown")
    assert sizes(opened.data.composition(opened.data.table("staff")), "level") == {
        "Director": 1,
        "Manager": 3,
        "Officer": 11,
    }
    assert opened.data.levels == ["Director", "Manager", "Officer"]


def test_protected_levels_merge_with_a_neighbour_and_keep_their_order(audit):
    opened = audit("protected")
    assert sizes(opened.data.composition(opened.data.table("staff")), "level") == {
        "Director + Manager": 4,
        "Officer": 11,
    }
    assert opened.data.levels_of(opened.data.composition(opened.data.table("staff"))) == [
        "Director + Manager",
        "Officer",
    ]
    assert opened.data.levels == ["Director", "Manager", "Officer"]  # of indices and models


def test_what_tells_who_is_at_a_small_level_is_hidden(audit):
    for composition, status in (("shown", "calculated"), ("protected", "suppressed")):
        opened = audit(composition)
        opened.report(
            "glass_ceiling_index", opened.measures.glass_ceiling_index(opened.data.current_staff(), opened.data.levels)
        )
        assert [one.status for one in opened.found] == [status]


def test_protected_units_and_bodies_merge_but_for_public_bodies(audit):
    opened = audit("protected")
    assert sizes(opened.data.composition(opened.data.table("staff")), "unit") == {"south": 9, "other_groups": 6}
    assert sizes(opened.data.composition(opened.data.table("bodies")), "body") == {"Board": 2, "other_groups": 6}


def test_blank_stays_blank_and_one_group_is_left_of_few():
    table = pd.DataFrame({"unit": ["a", "b", None], "count": 1.0})
    merged = merge_composition(table, "unit", (), pd.Series(False, table.index))
    assert merged["unit"].fillna("").tolist() == ["other_groups", "other_groups", ""]
