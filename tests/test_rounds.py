"""Several rounds of one organisation: change, trend and projection come from the findings of the rounds before."""

from __future__ import annotations

from pathlib import Path

import pytest
from in_process import audit

from genderaudit.foundations.workspace import PHASES

pytestmark = pytest.mark.slow  # three rounds

SETTINGS = """
name: A union of three rounds
kind: trade_union
languages: [en]
public_bodies: all
targets: {bodies_women_seats: 0.40}
"""
# Seats of women and men in the congress of delegates: 20 %, 24 % and 29 % of 200.
SEATS = {"2019": (40, 160), "2022": (48, 152), "2025": (58, 142)}


@pytest.fixture(scope="module")
def last_gaps(tmp_path_factory):
    root = tmp_path_factory.mktemp("rounds")
    for round, (women, men) in SEATS.items():
        folder = root / "data" / "raw" / "union" / round
        folder.mkdir(parents=True)
        rows = f"body,level,sex,count\nCongress,national,F,{women}\nCongress,national,M,{men}\n"
        (folder / "bodies.csv").write_text(rows, "utf-8")
    Path(root / "data" / "raw" / "union" / "organisation.yml").write_text(SETTINGS, "utf-8")
    return {round: audit(root, "union", round, "en", phases=PHASES[:2])["gap_analysis"] for round in SEATS}["2025"]


def test_change_is_that_since_the_round_before(last_gaps):
    [change] = [f for f in last_gaps.of("change_since_earlier") if f["group"] == {"indicator": "bodies_women_share"}]
    assert change["value"] == pytest.approx(0.29 - 0.24)
    assert change["details"]["before"] == pytest.approx(0.24)
    # Seats are counted in full: no interval, and the seats of both rounds.
    assert change["interval"] is None
    assert [change["details"][name] for name in ("women_before", "n_before", "women_after")] == [48, 200, 58]


def test_three_rounds_give_a_trend(last_gaps):
    trend = last_gaps.one("trend_over_rounds")
    assert trend["value"] == pytest.approx((0.29 - 0.20) / 6, rel=0.02)  # nearly a straight line, per year
    assert trend["details"]["points"] == 3


def test_projection_is_a_range_of_two_models_to_the_own_quota(last_gaps):
    linear = last_gaps.one("projection_to_target", model="linear")
    logit = last_gaps.one("projection_to_target", model="logit")
    # From 29 % in 2025 at 1.5 points a year 40 % is some seven years away; on the curve a little less.
    assert 2031 <= logit["value"] < linear["value"] < 2034
    assert linear["details"]["target"] == 0.40


def test_report_reads_the_projection_as_a_range(last_gaps):
    assert "never as a promise" in last_gaps.html
