"""Bodies reserved for women or for the young: who says so, and which totals they are left out of."""

from __future__ import annotations

import pytest
from examples import Builder

from genderaudit import measures, open_audit
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import PHASES
from genderaudit.intake.checks.reserved_bodies import perhaps_reserved, reserved
from genderaudit.methodology.organisation import Organisation

HEAD = "name: Example\nkind: trade_union\nlanguages: [en]\n"
TITLES = "body,level,role,sex,age,quota_women,quota_youth,count\n"
OPEN = (
    "Zone du fleuve,Zone,Présidente,F,50,0.3,,1\nZone du fleuve,Zone,Membre,M,50,0.3,,29\n"
    "Bureau,Centrale,Président(e),M,50,0.3,0.2,1\nBureau,Centrale,Membre,M,50,0.3,0.2,13\n"
    "Bureau,Centrale,Membre,F,30,0.3,0.2,5\nBureau,Centrale,Membre,X,50,0.3,0.2,1\n"
)
WOMEN = "Comité des femmes,Centrale,Présidente,F,50,,,1\nComité des femmes,Centrale,Membre,F,50,,,8\n"
YOUNG = "Jeunesse ouvrière,Centrale,Membre,M,30,,1,6\nJeunesse ouvrière,Centrale,Membre,F,30,,1,3\n"
DECLARED = HEAD + "reserved_bodies: {comite des femmes: women}\n"
ALL_PUBLIC = "public_bodies: all\n"


def read(workspace: Builder, text: str, settings: str = HEAD):
    intake = workspace.read({"bodies.csv": TITLES + text}, settings)
    return intake, Organisation.model_validate({"name": "E", "kind": "ngo", "languages": ["en"]})


@pytest.mark.parametrize(
    ("name", "whom"),
    [
        *(("Comité des femmes", "women"), ("COMITE FEMININ", "women"), ("Women’s Committee", "women")),
        *(("Comisión de Mujeres", "women"), ("Coletivo das mulheres", "women"), ("Commission Jeunes", "youth")),
        *(("Youth council", "youth"), ("Secretaría de Juventud", "youth"), ("Comitê dos jovens", "youth")),
    ],
)
def test_a_name_for_women_or_the_young_is_asked_about_and_counts_until_then(workspace, name, whom):
    intake, organisation = read(workspace, f"{name},,,F,30,,,9\nBureau,,,M,50,,,9\n")
    bodies = intake.tables["bodies"]
    assert (reserved(bodies, organisation), perhaps_reserved(bodies, organisation)) == ({}, {name: whom})
    (asked,) = [problem for problem in intake.problems if problem.rule == "body_perhaps_reserved"]
    assert name in asked.what(language("en"))
    assert f'{{"{name}": {whom}}}' in asked.fix(language("en"))


@pytest.mark.parametrize(
    "name", ["Bureau", "Commission égalité femmes-hommes", "Comité Genre", "Men and women at work"]
)
def test_a_name_for_everybody_is_not(workspace, name):
    intake, organisation = read(workspace, f"{name},,,F,30,,,9\n")
    assert perhaps_reserved(intake.tables["bodies"], organisation) == {}


@pytest.mark.parametrize("whom", ["women", "youth", "none"])
def test_what_is_declared_is_not_asked_again(workspace, whom):
    settings = HEAD + f"reserved_bodies: {{Comité des femmes: {whom}, Comité dissous: women}}\n"
    intake, _ = read(workspace, WOMEN, settings)
    said = [problem for problem in intake.problems if "reserved" in problem.rule]
    assert [problem.rule for problem in said] == ["reserved_body_unknown"]
    assert "Comité dissous" in said[0].what(language("en"))


@pytest.mark.parametrize("column", ["quota_women", "quota_youth"])
def test_a_quota_of_all_seats_needs_no_declaration(workspace, column):
    intake, organisation = read(workspace, YOUNG + OPEN)
    bodies = intake.tables["bodies"].assign(quota_women=None, quota_youth=None)
    bodies.loc[bodies["body"] == "Bureau", column] = 1.0
    assert reserved(bodies, organisation) == {"Bureau": column.removeprefix("quota_")}


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """What both phases record of bodies, and the sentences on the page."""
    pages: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: pages.append(bundle["text/html"]))

    def audited(text: str, settings: str):
        Builder(tmp_path).organisation({"bodies.csv": TITLES + text}, settings)
        baseline, gaps = (open_audit(phase, "example", "2025", "en", str(tmp_path)) for phase in PHASES[:2])
        bodies, kept = baseline.data.table("bodies"), baseline.data.reserved_bodies
        baseline.show.reserved_bodies()
        baseline.report("bodies_women_share", measures.share_of_women(baseline.data.open_bodies()))
        baseline.report("bodies_women_seats", measures.seats(bodies, target=0.3, reserved=kept))
        baseline.report("bodies_youth_seats", measures.youth_seats(bodies, 35, target=0.2, reserved=kept))
        for by in ("level", "role"):
            order = baseline.data.body_levels if by == "level" else None
            baseline.report(f"bodies_by_{by}", measures.share_of_women(baseline.data.open_bodies(), by=by, order=order))
        baseline.close()
        return [*baseline.found, *gaps.conclude.rate(gaps.findings("baseline"))], " ".join(pages)

    return audited


def one(found, indicator, **group):
    return next(f for f in found if f.indicator == indicator and f.group == group)


@pytest.mark.parametrize("public", ["", ALL_PUBLIC])
def test_no_total_counts_them(shown, public):
    found, page = shown(OPEN + WOMEN + YOUNG, DECLARED + public)
    assert "Comité des femmes; Jeunesse ouvrière" in page
    whole = one(found, "bodies_women_share")
    if public:
        assert (whole.women, whole.n) == (6, 50)
        level = one(found, "bodies_by_level", level="Centrale")
        assert (level.women, level.n) == (5, 20)
        leaders = one(found, "bodies_leading_share")
        assert (leaders.n, leaders.details["left_out"]) == (2, 2)
        seats = one(found, "bodies_women_seats", body="Comité des femmes")
        assert (seats.value, seats.reason, seats.rating) == (None, "reserved_body", None)


def test_a_quota_counts_where_there_is_one_and_is_of_all_seats(shown):
    found, page = shown(OPEN + WOMEN + YOUNG, DECLARED + ALL_PUBLIC)
    together = one(found, "bodies_seats_together")
    assert (together.details["bodies"], together.details["short"], together.n) == (2, 2, 50)
    assert together.value == 8 + 1  # 9 of 30 seats and 6 of 20: the one of another gender is a seat too
    young = one(found, "bodies_youth_together")
    assert (young.details["bodies"], young.details["short"], young.seats_held) == (1, 0, 5)
    assert "Bodies that meet their quota: 0 of the 2 that have one" in page


def test_levels_of_bodies_stand_as_the_organisation_lists_its_levels(shown):
    found, _ = shown(OPEN, HEAD + ALL_PUBLIC + "levels: [Centrale, Zone]\n")
    assert [f.group["level"] for f in found if f.indicator == "bodies_by_level"] == ["Centrale", "Zone"]


def test_what_nobody_has_confirmed_counts_and_is_said(shown):
    found, page = shown(OPEN + WOMEN, HEAD + ALL_PUBLIC)
    assert "which nobody has confirmed; it counts in the totals: Comité des femmes" in page
    assert one(found, "bodies_women_share").women == 6 + 9
    assert one(found, "bodies_leading_share").women == 2
