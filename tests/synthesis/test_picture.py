"""Counts and sums over forty invented organisations equal what pandas makes of the same truth."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from confederation import confederation

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology
from genderaudit.report.document import Decision, Fact, Table
from genderaudit.report.writers.page import page
from genderaudit.synthesis import picture
from genderaudit.synthesis.audits import AuditSelection, Chosen, content, listed_once
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.pages import PARTS
from genderaudit.synthesis.together import FOR_QUARTERS, Counted, Counting

AUDITS = confederation(40)
SHORT = ("missing", "approaches")


def frame() -> pd.DataFrame:
    """The truth: a row an organisation."""
    rows = []
    for one in AUDITS:
        row = {"kind": one.kind, "women": one.figures["bodies_women_share"].women}
        row |= {"seats": one.figures["bodies_women_share"].n, "pay": one.figures["pay_gap_mean"].value}
        row |= {f"{p.area}_{source}": getattr(p, source) for p in one.patterns for source in picture.SOURCES}
        rows.append(row | one.documents)
    return pd.DataFrame(rows)


TRUE = frame()


@pytest.mark.parametrize("source", picture.SOURCES)
@pytest.mark.parametrize("area", ["A", "I", "K"])
def test_how_many_are_short(area: str, source: picture.Source) -> None:
    known = TRUE[f"{area}_{source}"].dropna()
    found = picture.short_in(Counting(), AUDITS, area, source)
    assert found is not None
    assert (found.number, found.n) == (known.isin(SHORT).sum(), len(known))


def test_seats_are_added_up() -> None:
    found = picture.summed(AUDITS, "bodies_women_share")
    assert found is not None
    assert (found.part, found.n, found.audits) == (TRUE["women"].sum(), TRUE["seats"].sum(), 40)
    assert found.repeated == sum(not one.is_first for one in AUDITS)
    assert picture.quotas_kept(AUDITS) == ((TRUE["women"] >= 5).sum(), 40)


def test_what_is_in_force() -> None:
    found = picture.in_force(Counting(), AUDITS, "K2")
    assert found is not None
    assert (found.number, found.n) == ((~TRUE["K2"].isin(SHORT)).sum(), 40)


@pytest.mark.parametrize(
    ("indicator", "true"), [("pay_gap_mean", TRUE["pay"]), ("bodies_women_share", TRUE["women"] / TRUE["seats"])]
)
def test_quarters_are_near_those_of_numpy_and_in_whole_per_cent(indicator: str, true: pd.Series) -> None:
    found = picture.quartered(Counting(), AUDITS, methodology())[indicator]
    quarters = found.low, found.middle, found.high
    assert quarters == pytest.approx(tuple(true.quantile([0.25, 0.5, 0.75])), abs=0.04)
    assert [round(one, 2) for one in quarters] == list(quarters)
    assert found.audits == 40


def test_quarters_are_told_from_twelve_on_and_of_protected_figures_only_where_they_may_be() -> None:
    assert picture.quartered(Counting(), AUDITS[: FOR_QUARTERS - 1], methodology()) == {}
    released = Counting()
    picture.quartered(released, AUDITS[1:], methodology())
    told = picture.quartered(Counting(released.now), AUDITS, methodology())
    assert set(told) == {"bodies_women_share", "members_women_share"}
    hidden = AUDITS[0].figures["bodies_women_share"].model_copy(update={"regime": "protected"})
    changed = AUDITS[0].model_copy(update={"figures": {**AUDITS[0].figures, "bodies_women_share": hidden}})
    assert picture.quartered(Counting(), [changed, *AUDITS[1:]], methodology())["bodies_women_share"].audits == 39


def test_recurring_recommendations() -> None:
    counts = Counter(name for one in AUDITS for name in one.recommended)
    found = picture.recurring(Counting(), "recommended", {one.slug: one.recommended for one in AUDITS}, 3)
    assert [one.number for _, one in found] == sorted(counts.values(), reverse=True)[:3]


def test_what_few_could_say_is_not_counted_over_all() -> None:
    """Three of seven have a list of staff, and all three a gap: *3 of 7* would tell each of the other two."""
    gaps = {str(one): ["pay_gap_mean"] if one < 3 else [] for one in range(7)}
    assert picture.recurring(Counting(), "gap", gaps, 5) == [("pay_gap_mean", Counted(3, 7))]
    assert picture.recurring(Counting(), "gap", gaps, 5, judged=gaps) == []
    judged = {one: ["pay_gap_mean"] if one < "6" else [] for one in gaps}
    assert picture.recurring(Counting(), "gap", gaps, 5, judged) == [("pay_gap_mean", Counted(3, 6))]


def test_what_one_organisation_hides_is_in_no_sum() -> None:
    hidden = AUDITS[0].figures["bodies_women_share"].model_copy(update={"regime": "protected"})
    changed = AUDITS[0].model_copy(update={"figures": {**AUDITS[0].figures, "bodies_women_share": hidden}})
    found = picture.summed([changed, *AUDITS[1:]], "bodies_women_share")
    assert found is not None
    assert found.audits == 39


@pytest.mark.parametrize(("own", "left_out"), [(350.0, {"union_00"}), (400.0, {"union_01", "union_02"})])
def test_members_of_a_federation_are_added_up_once(own: float, left_out: set[str]) -> None:
    """On its own list, or on those of its affiliates (200 each), whichever is longer."""
    first = AUDITS[0].figures["members_women_share"].model_copy(update={"n": own})
    federation = AUDITS[0].model_copy(update={"figures": {"members_women_share": first}})
    affiliates = [one.model_copy(update={"affiliated_to": "union_00"}) for one in AUDITS[1:3]]
    chosen = [federation, *affiliates, AUDITS[3]]
    assert {one.slug for one in chosen} - {one.slug for one in listed_once(chosen)} == left_out


class TestPages:
    def material(self, size: int, code: str = "fr") -> Material:
        return Material(Chosen(AUDITS[:size]), "2025", "", Counting(), methodology(), language(code))

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_the_governing_body_reads_five_findings_and_five_decisions(self, code: str) -> None:
        blocks = PARTS["decisions"](self.material(40, code))
        assert sum(isinstance(one, Fact) for one in blocks) == content().findings
        assert sum(isinstance(one, Decision) for one in blocks) == content().decisions

    def test_of_three_only_what_everybody_sees_is_told(self) -> None:
        material = self.material(3)
        blocks = [block for part in PARTS.values() for block in part(material)]
        text = page(blocks, material.language)
        assert not [one for one in blocks if isinstance(one, Decision)]
        assert material.language.text("indicators.pay_gap_mean.title") not in text
        assert material.language.text("synthesis.protected.few") in text
        assert material.language.text("indicators.bodies_women_share.title") in text

    @pytest.mark.parametrize("size", [3, 40])
    def test_who_does_not_allow_it_is_not_named(self, size: int) -> None:
        material = self.material(size)
        text = page([block for part in PARTS.values() for block in part(material)], material.language)
        for one in AUDITS[:size]:
            assert (one.name in text) is one.named

    def test_no_organisation_stands_before_another_for_its_figures(self) -> None:
        (table,) = (one for one in PARTS["organisations"](self.material(40)) if isinstance(one, Table))
        names = [str(row[0].text) for row in table.rows]
        assert names == sorted(names)

    def test_a_federation_is_added_up_only_where_nobody_stands_in_two_lists(self) -> None:
        members = [one.model_copy(update={"affiliated_to": "union_00"}) for one in AUDITS[1:4]]
        for own, added in ((False, False), (True, True)):
            audits = [AUDITS[0], *(one.model_copy(update={"own_members_only": own}) for one in members)]
            material = self.material(40)
            material = Material(Chosen(audits), "", "union_00", Counting(), material.method, material.language)
            text = page(PARTS["federation"](material), material.language)
            assert (material.language.text("synthesis.affiliates_together") in text) is added


@pytest.mark.parametrize(
    ("period", "organisations", "expected"),
    [
        ("2025", "", AuditSelection(2025, 2025)),
        ("2023-2025", "kind:ngo", AuditSelection(2023, 2025, "ngo")),
        ("", "a b", AuditSelection(names=("a", "b"))),
        ("", "federation:a", AuditSelection(federation="a")),
    ],
)
def test_what_is_asked_for(period: str, organisations: str, expected: AuditSelection) -> None:
    assert AuditSelection.of(period, organisations) == expected


@pytest.mark.parametrize(("period", "organisations"), [("last year", ""), ("2025-2023", ""), ("", "kind:club")])
def test_what_is_not_understood_is_refused(period: str, organisations: str) -> None:
    with pytest.raises(AuditError):
        AuditSelection.of(period, organisations)
