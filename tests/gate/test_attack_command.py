"""``genderaudit attack``: what it says, in which language, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented_findings import finding, findings

from genderaudit.cli import main
from genderaudit.conclusions.findings import Findings
from genderaudit.conclusions.findings_file import write
from genderaudit.foundations.workspace import SUITE, Workspace
from genderaudit.gate import LeftOutTable, Narrowed
from genderaudit.release import narrowing
from genderaudit.release.narrowing import Verdict
from genderaudit.runner import passing
from genderaudit.runner.passing import changed_by_few

SIGIDA = ("cooperative_sigida", "2025")
FOUND = Verdict(
    [
        Narrowed("answer", (4, 5), "sex F, unit Caisse 7", 1, False, ("area_by_level/K", "item_favourable.mean/K1")),
        Narrowed("answer", (4, 5), "sex M, unit Caisse 7", 2, False, ("area_by_level/K", "item_favourable.mean/K1")),
        Narrowed("pay", (), "sex F", 3, True, ("pay_gap_by_category", "own_gap")),
    ],
    [LeftOutTable("item_favourable.mean/K1"), LeftOutTable("pay_gap_by_category")],
)


@pytest.fixture
def attack(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(verdict: Verdict, *more: str) -> tuple[int, str]:
        monkeypatch.setattr(narrowing, "gate_of", lambda *_: verdict)
        status = main(["attack", *SIGIDA, "--workspace", str(SUITE), *more])
        return status, capsys.readouterr().out

    return run


def test_nothing_to_narrow_ends_well(attack: Any) -> None:
    status, said = attack(Verdict([], []), "--language", "en")
    assert (status, said.count("\n")) == (0, 1)


def test_it_says_how_many_by_which_figures_and_the_way_out(attack: Any) -> None:
    status, said = attack(FOUND, "--language", "en")
    assert status == 1
    assert "2 combinations of figures" in said, "the same figures are one"
    assert "Caisse 7" not in said, "no group of few people"
    assert "(K1, Mean score)" in said
    assert "own_gap" in said, "an indicator of a notebook has its own name"


def test_it_speaks_the_language_of_the_organisation(attack: Any) -> None:
    status, said = attack(FOUND)
    assert status == 1
    assert "2 combinaisons de chiffres en disent trop" in said


def test_a_round_without_findings_says_what_to_run(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    assert main(["samples", str(tmp_path)]) == 0
    assert main(["attack", *SIGIDA, "--workspace", str(tmp_path)]) == 2
    assert "genderaudit run cooperative_sigida" in capsys.readouterr().err


def test_what_is_named_is_left_out_where_one_asks_for_it(
    attack: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(Workspace, "withheld", lambda *_: tmp_path / "withheld.json")
    status, said = attack(FOUND, "--language", "en", "--leave-out")
    assert status == 1
    assert "genderaudit run cooperative_sigida --round 2025" in said
    assert json.loads((tmp_path / "withheld.json").read_text()) == ["item_favourable.mean/K1", "pay_gap_by_category"]


BOTH = ["item_difference/K1", "item_favourable/K1"]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((12, 46), (12, 46), []),
        ((12, 46), (13, 47), BOTH),  # one late answer
        ((12, 46), (12, 51), BOTH),  # five, who all disagree
        ((12, 46), (18, 57), []),  # eleven, six of whom agree
        ((12, 46), (13, 46), BOTH),  # one answer corrected
    ],
)
def test_beside_the_edition_before_no_few_changes_are_told(before, now, told) -> None:
    def phase(agree: int, n: int) -> Findings:
        one = finding("item_favourable", "staff_perception", n=n, value=agree / n, group={"item": "K1", "sex": "F"})
        return findings(one, phase="staff_perception")

    assert changed_by_few([phase(*before)], [phase(*now)], 5) == told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"band": {"low": 0, "high": 0.3}, "n": 15}, {"value": 0.31, "n": 16}, BOTH),  # at most 4 became 5
        ({"band": {"low": 0, "high": 0.3}, "n": 15}, {"band": {"low": 0, "high": 0.3}, "n": 15}, []),
        ({"band": {"low": 0, "high": 0.3}, "n": 15}, {"value": 0.31, "n": 26}, []),
    ],
)
def test_a_band_that_gives_way_tells_the_few_who_came(before, now, told) -> None:
    def phase(given: dict[str, Any]) -> Findings:
        status = "banded" if "band" in given else "calculated"
        one = finding("item_favourable", "staff_perception", group={"item": "K1", "sex": "F"}, status=status, **given)
        return findings(one, phase="staff_perception")

    assert changed_by_few([phase(before)], [phase(now)], 5) == told


def test_an_area_that_moves_for_one_more_is_left_out_too() -> None:
    def phase(value: float, n: int) -> Findings:
        one = finding("area_favourable", "staff_perception", n=n, value=value, group={"area": "K", "sex": "F"})
        return findings(one, phase="staff_perception")

    assert changed_by_few([phase(0.20, 16)], [phase(0.21, 17)], 5) == ["area_favourable/K"]


@pytest.mark.parametrize(
    ("women", "others", "told"),
    [
        (11, 28, ["staff_women_by_contract"]),  # one has left
        (6, 28, ["staff_women_by_contract"]),  # six have, all alike
        (12, 28, []),
        (17, 33, []),
    ],
)
def test_who_left_since_a_round_before_is_not_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, women, others, told
) -> None:
    def phases(women: int, others: int, agree: float, round: str) -> list[Findings]:
        people = {"n": float(women + others), "women": float(women), "value": women / (women + others)}
        permanent = finding("staff_women_by_contract", "baseline", group={"contract": "permanent"}, **people)
        said = finding("item_favourable", "staff_perception", value=agree, group={"item": "K1", "sex": "F"})
        return [
            findings(permanent, phase="baseline", round=round),
            findings(said, phase="staff_perception", round=round),
        ]

    place = Workspace.made(tmp_path)
    for name in ("2022", "2025"):
        (tmp_path / "data" / "raw" / "example" / name).mkdir(parents=True)
    (tmp_path / "data" / "raw" / "example" / "organisation.yml").write_text("name: E\nkind: ngo\nlanguages: [en]\n")
    for found in phases(women, others, 0.31, "2025"):
        write(found, place.findings("example", "2025", found.phase))
    monkeypatch.setattr(passing.narrowing, "gate_of", lambda *_: Verdict([], []))
    monkeypatch.setattr(passing.editions, "releases", lambda _, __, round: ["first"] if round == "2022" else [])
    monkeypatch.setattr(passing.editions, "findings_of", lambda *_: phases(12, 28, 0.30, "2022"))
    assert passing.judge(place, "example", "2025").leave_out == told
