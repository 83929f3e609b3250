"""Drafts: no rule stands between two of them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from examples import Builder
from in_process import AuditedPhase, audit

SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en, fr]
levels: [Director, Officer]
rounds: {"2022": {date: 2022-06-30}, "2025": {date: 2025-06-30}}
public_bodies: [Board]
"""


def staff(came: int = 0) -> str:
    rows = [
        f"{sex},{'Director' if i < 8 else 'Officer'},{unit},{1970 + i},{30000 + 100 * i},year"
        for i, sex, unit in itertools.product(range(20), "FM", ("north", "south"))
    ]
    new = [f"F,Officer,north,{1980 + i},{41000 + i},year" for i in range(came)]
    return "\n".join(["sex,level,unit,birth_year,pay,pay_period", *rows, *new]) + "\n"


def bodies(spec: Mapping[str, tuple[int, int, int]]) -> str:
    rows = [
        f"{body},{sex},national,member"
        for body, cells in spec.items()
        for sex, n in zip("FMX", cells, strict=True)
        for _ in range(n)
    ]
    return "\n".join(["body,sex,level,role", *rows]) + "\n"


@pytest.fixture
def run(workspace: Builder):
    """The first phase of a round with these lists, and those from before."""

    def audited(round: str = "2025", language: str = "en", about: str = SETTINGS, **lists: str) -> AuditedPhase:
        folder = workspace.organisation(settings=about).parent / round
        folder.mkdir(exist_ok=True)
        for name, text in lists.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return audit(workspace.root, "example", round, language, phases=["baseline"])["baseline"]

    return audited


class TestBetweenDrafts:
    """A correction is taken over, and a round stands for itself."""

    @pytest.mark.slow  # whole phases
    def test_one_person_more_is_in_the_next_draft_and_in_its_other_language(self, run):
        assert run(staff=staff()).one("staff_women_share")["n"] == 80
        for came, language in ((1, "en"), (1, "fr"), (0, "en")):
            found = run(staff=staff(came), language=language)
            assert found.one("staff_women_share")["n"] == 80 + came
            assert found.one("pay_gap_mean")["status"] == "calculated"

    @pytest.mark.slow
    def test_a_later_round_hides_nothing_of_the_earlier_one_and_moves_nothing(self, run):
        first = run("2022", staff=staff())
        later = run("2025", staff=staff(1))
        assert later.one("pay_gap_mean")["status"] == "calculated"
        assert run("2022").raw == first.raw


@pytest.mark.slow
class TestBodies:
    """Who sits where is seen by everybody there: bodies are shown as they are, whatever their size."""

    @pytest.mark.parametrize("other", [0, 20])
    def test_one_member_of_another_gender_hides_nothing(self, run, other):
        seats = {"Board": (8, 12, 1)} | ({"Council": (15, other, 0)} if other else {})
        found = run(bodies=bodies(seats))
        assert found.one("bodies_women_seats", body="Board")["women"] == 8
        assert found.one("bodies_women_share")["status"] == "calculated"

    def test_a_body_of_three_is_shown(self, run):
        found = run(bodies=bodies({"Board": (10, 12, 0), "Committee": (1, 2, 0)}))
        assert found.one("bodies_women_seats", body="Committee")["women"] == 1
