"""What a report says of each area: figures, documents, views, the scorecard, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest
from few_figures import BUDGET, HEADS, SEATS, STAFF, in_french, statement, texts
from invented_findings import asked, criterion, finding
from materials import of

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import EvidencePattern
from genderaudit.conclusions.publication import Publication
from genderaudit.foundations.language import language
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.report.document import Fact, Heading, Points
from genderaudit.reporting import chosen, views
from genderaudit.reporting.method import how_we_worked
from genderaudit.reporting.report import decision_page, described, report, scorecard, section
from genderaudit.reporting.unsaid import unsaid
from genderaudit.reporting.violence import violence
from genderaudit.reporting.words import answered, told


class TestViews:
    def test_reversed_statements_are_agreement_with_what_was_asked(self):
        material = of(answers=(statement("B3", "F", 0.2, neutral=0.3), statement("B3", "M", 0.5, neutral=0.25)))
        (one,) = views.views("B", material)
        assert (answered(one.women, material), answered(one.men, material)) == ("about 50%", "about 25%")

    def test_and_are_not_shown_where_agreement_does_not_follow(self):
        assert views.views("B", of(answers=(statement("B3", "F", 0.2), statement("B3", "M", 0.5)))) == []

    def test_a_band_stands_in_its_words(self):
        material = of(answers=(statement("I1", "F", None, n=46.0), statement("I1", "M", 0.62, n=72.0)))
        (one,) = views.views("I", material)
        assert views.title(one, material).endswith(": below 10% of women and 62% of men agree")
        assert views.source([one], material).endswith("46 women, 72 men.")

    def test_where_women_see_least_comes_first_and_the_widest_gap_is_among_them(self):
        shares = {"J1": (0.1, 0.2), "J2": (0.15, 0.2), "J3": (0.2, 0.3), "J4": (0.9, 0.2)}  # J4 is reversed
        answers = [
            (statement(item, "F", women, 0.05), statement(item, "M", men, 0.05))
            for item, (women, men) in shares.items()
        ]
        material = of(answers=tuple(chain.from_iterable(answers)))
        assert [one.item for one in views.telling("J", material)] == ["J1", "J2", "J4"]

    def test_what_chance_may_have_made_is_said(self):
        apart = finding(
            "item_difference", "staff_perception", group={"item": "K1"}, value=-0.1, details={"p_adjusted": 0.4}
        )
        shares = statement("K1", "F", 0.2), statement("K1", "M", 0.3)
        material = of(answers=(*shares, apart))
        assert views.chance(views.views("K", material)[0], material).startswith("Chance alone")
        assert views.chance(views.views("K", of(answers=shares))[0], of(answers=shares)) == ""

    def test_the_widest_are_of_all_areas(self):
        answers = (
            statement("J1", "F", 0.2),
            statement("J1", "M", 0.3),
            statement("K1", "F", 0.1),
            statement("K1", "M", 0.8),
        )
        assert [one.item for one in views.widest(of(answers=answers))] == ["K1", "J1"]

    def test_the_worst_view_is_on_the_first_page_as_its_statement(self):
        answers = (
            asked("F", "F", "missing", 0.07),
            asked("F", "M", "missing", 0.3),
            statement("F1", "F", None),
            statement("F1", "M", 0.3),
        )
        page = decision_page(of(HEADS, answers=answers))
        assert "below 10%" in [one.number for one in page if isinstance(one, Fact)]


class TestSections:
    def test_bodies_without_a_quota_are_told_beside_those_with_one(self):
        bodies = [
            finding("bodies_women_seats", group={"body": name}, value=value, n=10.0, women=3.0, details=details)
            for name, value, details in (
                ("Board", 1.0, {"quota": 0.4, "share": 0.3}),
                ("Branch 1", 2.0, {"target": 0.4, "share": 0.2}),
                ("Branch 2", 0.0, {"target": 0.4, "share": 0.5}),
            )
        ]
        said_of = told(SEATS, of(SEATS, *bodies))
        assert "2 other bodies: 1 meet their quota or target, 1 do not (women missing: 2)" in said_of
        assert "other bod" not in told(SEATS, of(SEATS, bodies[0]))

    def test_documents_say_what_is_there_and_what_is_not(self):
        rated = [criterion("B1", "missing"), criterion("B2", "meets"), criterion("B3", "approaches")]
        text = texts(section("B", of(BUDGET, *rated)))
        assert "Of 3 requirements, the texts examined meet 1." in text
        assert "Requirement that they do not meet: " in text

    @pytest.mark.parametrize(("rating", "verb"), [("meets", "remplissent la"), ("missing", "ne remplissent pas la")])
    def test_a_single_requirement_is_told_in_the_singular(self, rating, verb):
        text = texts(section("B", in_french(BUDGET, criterion("B1", rating))))
        assert f"Les textes examinés {verb} seule exigence appréciée." in text

    def test_all_pay_is_not_told_without_what_of_it_is_within_levels(self):
        mean = finding("pay_gap_mean", value=0.41, n=60.0, women=31.0, rating="missing")
        within = finding("pay_gap_factor_weighted", "baseline", value=0.06, n=60.0, women=31.0)
        assert "6%" in texts(section("J", of(mean, within)))

    @pytest.mark.parametrize("code", ["en", "fr"])
    @pytest.mark.parametrize("recorded", ["none", "fewer_than_10", "10_and_more"])
    def test_of_violence_a_band_is_told_with_a_note_and_never_as_good(self, code, recorded):
        about = {"recorded": recorded, "years": 2, "women": 90, "men": 60}
        audit = AboutAudit.model_validate({"violence": about, "referral": "Listening point"})
        rated = criterion("K2", "approaches")
        material = replace(of(rated, publication=Publication(audit=audit)), language=language(code))
        text, note = (one.text for one in violence("K", material))
        words = language(code)
        assert words.text("report.violence.mechanism.approaches") in text
        assert words.text(f"report.violence.recorded.{recorded}", years=2, people=150) in text
        assert note.startswith(words.text("report.violence.safety"))
        assert note.endswith("Listening point.")
        assert violence("J", material) == []
        assert violence("K", replace(of(rated), language=words)) == []

    def test_figures_without_a_target_are_told_where_they_are_known(self):
        without_tags = finding("leave_uptake_ratio", value=0.0, n=30.0, women=12.0, unit="ratio", details={})
        blocks = described("K", of(without_tags))
        assert "no man took it (30 people with a right to it, 12 of them women)" in texts(blocks)
        assert described("K", of(STAFF)) == []

    def test_an_area_without_figures_and_answers_has_none(self):
        assert section("A", of(criterion("A1", "missing"))) == []

    def test_its_documents_stand_among_those_with_little_evidence(self):
        blocks = report(of(criterion("A1", "missing"))).blocks
        assert [one.anchor for one in blocks if isinstance(one, Heading)][-1] == "little"

    def test_a_figure_that_chance_could_have_made_heads_no_section(self):
        index = finding("duncan_index", value=0.47, n=19.0, women=9.0, rating="missing", distinguishable=False)
        assert chosen.of_area("J", of(index)) == []


class TestUnsaid:
    def test_is_a_line_a_list_and_why(self):
        blank = [
            finding(name, status="no_evidence", reason=reason)
            for name, reason in (("pay_gap_mean", "no_pay"), ("promotion_ratio", "no_promotion_dates"))
        ]
        hidden = finding("glass_ceiling_index", status="suppressed")
        absent = finding("recruitment_ratio", status="no_evidence")
        (heading, points) = unsaid(of(*blank, hidden, absent))
        assert isinstance(heading, Heading)
        assert isinstance(points, Points)
        assert points.items == (
            "Staff list: nothing in it on pay and promotions.",
            "Staff list: too few people to show all details without telling who they are.",
            "Not given: recruitment figures.",
        )

    def test_reasons_that_only_the_annex_explains_and_groups_are_no_lines(self):
        kept = finding("duncan_index", status="no_evidence", reason="single_category")
        of_group = finding("pay_gap_by_category", status="suppressed", group={"level": "1"})
        assert unsaid(of(kept, of_group, HEADS)) == []

    def test_every_reason_of_the_rules_is_one_of_the_language_files_and_what_is_blank_has_its_words(self):
        english = language("en")
        for kind, reasons in choice().unsaid.items():
            assert english.has(f"report.unsaid_as.{kind}")
            for reason in reasons:
                assert english.has(f"reasons.{reason}")
                assert kind != "blank" or english.has(f"report.blank.{reason}")


def test_figures_of_an_area_without_a_core_figure_are_not_said_to_be_missing():
    turns = finding("activities_women_share", value=0.4, n=90.0, women=36.0)
    nothing = {"women": None, "men": None, "documents": None, "facts": None, "voices": {}, "evidence": []}
    area = EvidencePattern(area="C", pattern="insufficient_evidence", states={"facts": "no_facts"}, **nothing)
    other = area.model_copy(update={"area": "K", "pattern": "confirmed_gap", "facts": "missing", "states": {}})
    said = texts(scorecard(of(turns, patterns=[area, other])))
    assert "figures, not rated" in said
    assert "no core figure" not in said


def test_what_stands_after_a_label_begins_with_a_capital_letter():
    held = {"group": "déléguées de la santé", "women": 1, "men": 0}
    audit = {"from": "2025-03-03", "to": "2025-04-11", "invited": "toutes les membres", "workshops": [held]}
    audit |= {"validation": {"date": "2025-05-06", "women": 1, "men": 2}}
    publication = Publication.model_validate({"audit": audit, "documents": [{"title": "Statuts", "criteria": 3}]})
    text = texts(how_we_worked(in_french(publication=publication)))
    for begun in (
        "Dates.\nDu 3 mars 2025 au",
        "Validation.\nSéance du 6 mai 2025 : 1 femme, 2 hommes",
        "\nToutes les membres",
        "\nDéléguées de la santé (1 femme)",
        "Document examiné.\nStatuts.",
    ):
        assert begun in text


def test_patterns_head_the_scorecard():
    pattern = EvidencePattern(
        area="I", pattern="confirmed_gap", facts="missing", documents="missing", women="missing", men="meets",
        voices={"challenge": 2}, evidence=[],
    )  # fmt: skip
    text = texts(report(of(SEATS, patterns=[pattern])).blocks)
    assert "A gap confirmed by several sources in 1 of 1 areas" in text


def test_the_key_of_the_scorecard_explains_what_is_there():
    read = {"area": "K", "facts": "missing", "documents": "missing", "from_documents": True}
    seats = {"area": "I", "facts": "missing", "documents": "missing"}
    common = {"women": None, "men": None, "voices": {}, "evidence": []}
    patterns = [
        EvidencePattern(**read, **common, pattern="insufficient_evidence"),
        EvidencePattern(**seats, **common, pattern="confirmed_gap"),
    ]
    text = texts(scorecard(of(SEATS, patterns=patterns)))
    assert "Figures of area K: a core requirement, read in documents." in text
    assert "Women say" not in text
    assert "About:" not in text
    asked = [one.model_copy(update={"women": "missing"}) for one in patterns]
    assert "Women say: their answers" in texts(scorecard(of(SEATS, patterns=asked)))
