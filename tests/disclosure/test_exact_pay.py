"""Exact pay: what whole pounds a year, published gaps and known numbers of people leave open of one woman's pay.

A reader knows who works where, so that women and men of each level are no secret, and that pay is in whole pounds.
What the findings file and the reports say is read as it stands, digit by digit. Where no amount is published the
reader is given one from outside: the wage bill of the accounts, to the pound.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from examples import Builder
from in_process import AuditedPhase, audit

Range = tuple[float, float]

HOURS_A_YEAR = 52 * 40
SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en]
levels: [Director, Officer]
rounds: {"2025": {date: 2025-06-30}}
"""
ORGANISATIONS = 12


@dataclass(frozen=True)
class Staff:
    """An organisation of 32 to 60 people at two levels, with one woman among the directors."""

    directors: list[int]  # men
    her: int
    women: list[int]  # officers
    men: list[int]

    @classmethod
    def invented(cls, seed: int) -> Staff:
        draw = random.Random(seed)
        people = draw.randint(32, 60)
        directors = draw.randint(2, 4)
        women = draw.randint(10, people - directors - 1 - 10)
        return cls(
            [draw.randint(52_000, 98_000) for _ in range(directors)],
            draw.randint(45_000, 95_000),
            [draw.randint(21_000, 48_000) for _ in range(women)],
            [draw.randint(21_000, 48_000) for _ in range(people - directors - 1 - women)],
        )

    def listed(self) -> str:
        rows = [f"M,Director,{pay},year" for pay in self.directors] + [f"F,Director,{self.her},year"]
        rows += [f"F,Officer,{pay},year" for pay in self.women] + [f"M,Officer,{pay},year" for pay in self.men]
        return "\n".join(["sex,level,pay,pay_period", *rows]) + "\n"


def audited(workspace: Builder, staff: Staff) -> AuditedPhase:
    workspace.organisation({"staff.csv": staff.listed()}, SETTINGS)
    return audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]


def published(finding: dict[str, Any], name: str) -> Range | None:
    """A number of a finding as far as its digits go, and no further than a reader knows that whole per cents go."""
    number = finding["value"] if name == "value" else finding["details"].get(name)
    if number is None:
        return None
    digits = len(repr(number).partition(".")[2])
    half = 4e-12 if digits > 6 else 0.5 * 10.0 ** -max(2, digits)  # pay an hour itself has twelve digits
    return number - half, number + half


def sums(phase: AuditedPhase, staff: Staff, told: str) -> Iterator[tuple[float, float]]:
    """What women and what men are paid together: as far as their means are published, else what accounts tell.

    ``told``: the ``whole`` wage bill, or that of women and of men apart (``sexes``).
    """
    mean = phase.one("pay_gap_mean")
    women, men = len(staff.women) + 1, len(staff.men) + len(staff.directors)
    of_women, of_men = published(mean, "mean_women"), published(mean, "mean_men")
    if of_women and of_men:
        yield round(np.mean(of_women) * HOURS_A_YEAR * women), round(np.mean(of_men) * HOURS_A_YEAR * men)
    elif told == "sexes":
        yield sum(staff.women) + staff.her, sum(staff.men) + sum(staff.directors)
    else:
        bill = sum(staff.women) + staff.her + sum(staff.men) + sum(staff.directors)
        gap = published(mean, "value")
        assert gap
        for one in np.linspace(*gap, 21):
            ratio = (1 - one) * women / men
            yield bill * ratio / (1 + ratio), bill / (1 + ratio)


def candidates(phase: AuditedPhase, staff: Staff, told: str) -> set[int]:
    """What she may be paid: each whole number of pounds beside which men of her level may be paid one, too."""
    beside, women, men = len(staff.directors), len(staff.women), len(staff.men)
    weighted = phase.one("pay_gap_factor_weighted")
    gap = published(weighted, "value")
    assert gap
    pay = np.arange(10_000, 250_001, dtype=float)
    found: set[int] = set()
    for sum_women, sum_men in sums(phase, staff, told):
        # N (1 - g) = n_D x / (Y / m_D) + n_O ((S_F - x) / f_O) / ((S_M - Y) / m_O): quadratic in Y, convex between
        first = pay * beside * (beside + 1)
        second = (sum_women - pay) / women * men * (women + men)
        roots = []
        for edge in gap:
            left = (beside + 1 + women + men) * (1 - edge)
            middle = left * sum_men + first - second
            with np.errstate(invalid="ignore"):
                root = np.sqrt(middle**2 - 4 * left * first * sum_men)
            roots.append(((middle - root) / (2 * left), (middle + root) / (2 * left)))
        (least, most), inner = roots
        # Where the gap cannot be as wide as its upper edge, all that lies between is possible.
        below, above = (np.where(np.isnan(one), (least + most) / 2, one) for one in inner)
        for low, high in ((least, below), (above, most)):
            low, high = np.maximum(low, 1), np.minimum(high, sum_men - 1)
            found |= set(pay[(np.floor(high) >= np.ceil(low)) & (pay < sum_women)].astype(int).tolist())
    return found


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, ORGANISATIONS))])
def test_pay_of_the_one_woman_of_a_directorate_stays_open(workspace: Builder, seed: int):
    """Every number of pounds within a tenth of hers, to either side, is as possible as hers."""
    staff = Staff.invented(seed)
    phase = audited(workspace, staff)
    assert phase.one("pay_gap_mean")["status"] == "calculated"  # there is something to attack
    for told in ("whole", "sexes"):
        possible = candidates(phase, staff, told)
        assert staff.her in possible
        assert set(range(round(0.9 * staff.her), round(1.1 * staff.her) + 1)) <= possible
