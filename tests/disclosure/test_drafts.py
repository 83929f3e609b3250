"""Drafts: no rule stands between two of them; the phases of one know each other."""

from __future__ import annotations

import itertools
import json
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from examples import Builder
from in_process import AuditedPhase, audit

from genderaudit.disclosure import Kept, read_kept, write_kept
from genderaudit.errors import AuditError

SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en, fr]
levels: [Director, Officer]
rounds: {"2022": {date: 2022-06-30}, "2025": {date: 2025-06-30}}
public_bodies: [Board]
"""
PHASES = ("baseline", "gap_analysis", "staff_perception", "recommendations")


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


def calculated(found: Sequence[dict]) -> list[str]:
    return [one["id"] for one in found if one["status"] == "calculated"]


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


class TestWhatPhasesHandOn:
    """``ledger.json``: of one draft, for its owner."""

    def kept(self) -> Kept:
        kept = Kept(b"0123456789abcdef", {"staff": "a"})
        for phase in PHASES:
            kept.keep(phase, {"published": {phase: [0, 1]}}, {"findings": phase, "closed": []})
        return kept

    def test_what_is_written_is_read_back(self, tmp_path: Path):
        write_kept(tmp_path / "ledger.json", self.kept())
        assert read_kept(tmp_path / "ledger.json") == self.kept()
        assert stat.S_IMODE((tmp_path / "ledger.json").stat().st_mode) == 0o600

    def test_other_lists_begin_anew_under_the_same_key(self):
        assert self.kept().of({"staff": "a"}) == self.kept()
        assert self.kept().of({"staff": "b"}) == Kept(b"0123456789abcdef", {"staff": "b"})

    def test_a_phase_that_finds_the_same_leaves_the_later_ones(self):
        kept = self.kept()
        kept.keep("baseline", {"published": {}}, {"findings": "baseline"})
        assert tuple(kept.phases) == PHASES

    def test_later_phases_rest_on_what_a_phase_has_found(self):
        kept = self.kept()
        kept.keep("gap_analysis", {"published": {}}, {"findings": "others"})
        assert {*kept.phases} == {*kept.knowledge} == {"baseline", "gap_analysis"}

    @pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": "genderaudit/ledger/4"}'])
    def test_one_that_is_damaged_or_of_old_is_refused_with_what_to_do(self, tmp_path: Path, content):
        path = tmp_path / "example" / "2025" / "ledger.json"
        path.parent.mkdir(parents=True)
        path.write_text(content)
        with pytest.raises(AuditError, match="Delete the folder data/processed/example/2025 and run again"):
            read_kept(path)

    @pytest.mark.slow
    def test_it_names_no_person_and_no_group_that_is_shown(self, workspace, run):
        run(staff=staff())
        path = workspace.root / "data" / "processed" / "example" / "2025" / "ledger.json"
        written = json.dumps(json.loads(path.read_text("utf-8")))
        assert not [word for word in ("41000", "north", "Director") if word in written]


@pytest.mark.slow
class TestBodies:
    """Seats of public bodies are public, and a whole only if all its bodies are."""

    SEATS = "body,sex\n" + "Board,F\n" * 6 + "Board,M\n" * 9 + "Committee,F\n" * 11 + "Committee,M\n" * 12

    @pytest.mark.parametrize(
        ("public", "whole", "committee"), [("[Board]", "protected", "protected"), ("all", "public", "public")]
    )
    def test_regimes(self, run, public, whole, committee):
        about = SETTINGS.replace("public_bodies: [Board]", f"public_bodies: {public}") + "named_in_syntheses: true\n"
        phase = run(about=about, bodies=self.SEATS, staff=staff())
        assert phase.one("bodies_women_seats", body="Board")["regime"] == "public"
        assert phase.one("bodies_women_seats", body="Committee")["regime"] == committee
        assert phase.one("bodies_women_share")["regime"] == whole
        assert phase.one("staff_women_share")["regime"] == "protected"
        assert phase.findings["synthesis"] == {"named": True, "minimum_ranked": 50}

    @pytest.mark.parametrize("other", [0, 20])
    def test_one_member_of_another_gender_does_not_hide_a_public_body(self, run, other):
        seats = {"Board": (8, 12, 1)} | ({"Council": (15, other, 0)} if other else {})
        found = run(bodies=bodies(seats))
        assert found.one("bodies_women_seats", body="Board")["women"] == 8
        assert found.one("bodies_women_share")["status"] == "calculated"

    @pytest.mark.parametrize("others", [1, 2, 4])
    def test_few_of_another_gender_in_a_body_that_is_not_public(self, run, others):
        found = run(bodies=bodies({"Board": (10, 12, 0), "Committee": (20, 20, others)}))
        assert found.one("bodies_women_seats", body="Board")["women"] == 10
        whole = [*found.of("bodies_women_share"), *found.of("bodies_by_level"), *found.of("bodies_by_role")]
        assert len(calculated(whole)) == 3
        assert {one["other"] for one in whole} == {None}

    def test_body_that_is_hidden_is_not_named_where_its_rows_differ(self, run):
        rows = ["Board,F,0.3"] * 8 + ["Board,M,0.3"] * 10 + ["Bureau of Mme Kanari,F,0.3", "Bureau of Mme Kanari,M,0.5"]
        done = run(bodies="\n".join(["body,sex,quota_women", *rows]) + "\n")
        assert "rows of a body do not agree" in done.html
        assert "Kanari" not in done.html + done.raw


@pytest.mark.slow
def test_place_of_a_hidden_group_among_the_others_does_not_tell_its_size(run):
    """Units stand by size: 20, then 12 of whom 2 are men, then 10, then 8 with 3 men."""
    sizes = {"north": (10, 10), "hidden b": (10, 2), "south": (5, 5), "hidden a": (5, 3)}
    rows = [
        f"{sex},Officer,{unit},{1970 + i},,"
        for unit, both in sizes.items()
        for sex, number in zip("FM", both, strict=True)
        for i in range(number)
    ]
    found = run(staff="\n".join(["sex,level,unit,birth_year,pay,pay_period", *rows]) + "\n")
    units = [(f["group"]["unit"], f["status"]) for f in found.of("staff_women_by_unit")]
    shown = [("north", "calculated"), ("south", "calculated")]
    assert units == [*shown, ("hidden a", "suppressed"), ("hidden b", "suppressed")]
