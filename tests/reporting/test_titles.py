"""Sentences of a report: titles that state the finding, what was before, and months counted from a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from few_figures import HEADS, SEATS, in_french
from invented_findings import finding
from materials import of

from genderaudit.conclusions.followup import Change, FollowUp
from genderaudit.foundations.language import language
from genderaudit.reporting.followed import compared
from genderaudit.reporting.words import month, number, title, told, without_tags


@pytest.mark.parametrize(
    ("indicator", "rating", "value", "begins"),
    [
        ("insurance_representation_ratio", "meets", 0.88, "Women are 46% of the insured, less than"),
        ("insurance_representation_ratio", "exceeds", 0.98, "Women are insured as much as"),
        ("activities_representation_ratio", "exceeds", 1.2, "Women are 46% of the people reached by activities, more"),
        ("promotion_ratio", "meets", 0.85, "Women are promoted somewhat less often"),
        ("promotion_ratio", "approaches", 1.4, "Women are promoted more often"),
        ("promotion_ratio", "approaches", 0.7, "Women are promoted less often than"),
    ],
)
def test_a_ratio_is_said_as_it_is_whatever_its_rating(indicator, rating, value, begins):
    details = {"share_served": 0.461, "share_reached": 0.461, "share_members": 0.522}
    one = finding(indicator, rating=rating, value=value, n=640.0, women=295.0, details=details)
    assert title(one, of(one)).startswith(begins)


class TestTitles:
    def test_state_the_finding_in_numbers(self):
        assert title(SEATS, of(SEATS)) == "12 of 17 bodies with a quota do not reach it"
        assert number(SEATS, of(SEATS)) == ("24", "seats are missing for women, body by body")

    def test_of_one_body_is_singular(self):
        one = SEATS.model_copy(update={"details": {**SEATS.details, "short": 1.0}})
        assert title(one, of(one)) == "1 of 17 bodies with a quota does not reach it"

    @pytest.mark.parametrize(
        ("women", "words"),
        [
            (0, "postes à la tête d’une instance est tenu par une femme"),
            (1, "postes à la tête d’une instance est tenu par une femme"),
            (2, "postes à la tête d’une instance sont tenus par une femme"),
        ],
    )
    def test_the_verb_of_the_large_number_follows_it(self, women, words):
        one = HEADS.model_copy(update={"women": women, "n": 12.0, "value": women / 12})
        assert number(one, in_french(one)) == (f"{women} / 12", words)

    def test_one_seat_is_missing_and_two_are(self):
        one, two = (SEATS.model_copy(update={"value": value}) for value in (1.0, 2.0))
        assert number(one, of(one)) == ("1", "seat is missing for women, body by body")
        assert number(two, in_french(two)) == ("2", "sièges manquent aux femmes, instance par instance")

    def test_one_woman_at_the_top_is_told_in_the_singular(self):
        details = {"share_top": 0.083, "share_all": 0.4}
        top = finding("top_levels_ratio", value=0.2, n=12.0, women=1.0, rating="missing", details=details)
        assert told(top, in_french(top)).startswith("1 femme parmi les 12 personnes des deux niveaux supérieurs")
        assert told(top, of(top)).startswith("1 woman among the 12 people at the two top levels")

    def test_of_the_only_body_says_so(self):
        only = SEATS.model_copy(update={"details": {**SEATS.details, "short": 1.0, "bodies": 1.0}})
        assert title(only, of(only)) == "The one body with a quota does not reach it"

    def test_of_nobody_says_no_woman(self):
        none = HEADS.model_copy(update={"women": 0.0, "value": 0.0})
        assert title(none, of(none)) == "No woman at the head of a body (posts: 17)"

    def test_of_what_is_met_is_not_that_of_a_gap(self):
        met = SEATS.model_copy(update={"value": 0.0, "rating": "meets"})
        assert title(met, of(met)) == "All bodies with a quota reach it"

    def test_of_a_figure_without_words_of_its_own_is_name_and_value(self):
        ratio = finding("bodies_representation_ratio", group={"body": "Board"}, value=0.72, n=41.0, women=9.0)
        assert title(ratio, of(ratio)).endswith("– Board: 0.72")

    def test_every_main_figure_has_one_in_every_language(self):
        from genderaudit.foundations.language import language, languages
        from genderaudit.methodology.method import methodology

        main = [one.id for one in methodology().indicators.values() if one.weight > 1 and not one.young]
        groups = {"staff_women_by_level", "pay_gap_by_category"}
        lacking = [
            (code, name)
            for code in languages()
            for name in main
            if name not in groups and not language(code).has(f"report.findings.{name}.short")
        ]
        assert lacking == [], "write a title for these figures into every language of templates/language"


class TestBefore:
    def test_full_counts_are_told_in_seats_of_both_rounds(self):
        then = SEATS.model_copy(update={"n": 168.0, "details": {**SEATS.details, "share": 33 / 168}})
        assert told(SEATS, of(SEATS, before=(then,))).endswith("In 2022: 33 of 168.")

    def test_nothing_is_said_where_there_is_no_round_before(self):
        assert "2022" not in told(SEATS, of(SEATS))

    def test_nor_of_a_flow(self):
        ratio = finding("promotion_ratio", value=0.5, n=40.0, women=12.0, rating="missing", distinguishable=True)
        assert "2022" not in told(ratio, of(ratio, before=(ratio,)))


@pytest.mark.parametrize(("months", "words"), [(0, "December 2025"), (1, "January 2026"), (18, "June 2027")])
def test_months_are_counted_from_the_date_of_the_round(months, words):
    assert month(months, of()) == words


@pytest.mark.parametrize(("made", "words"), [("2026-03-20", "June 2026"), ("2026-11-30", "May 2027")])
def test_of_a_late_report_they_are_counted_from_the_report(made, words):
    assert month(6, replace(of(), made=dt.date.fromisoformat(made))) == words


def test_plain_words_keep_no_break_spaces_and_lose_tags():
    assert without_tags("<b>«\u00a0a &amp; b\u00a0»</b> ") == "«\u00a0a & b\u00a0»"


class TestCompared:
    """How many figures got better and worse, in the singular and the plural."""

    @pytest.mark.parametrize(
        ("verdicts", "said"),
        [
            ([], "Aucun chiffre ne peut être comparé à ceux de ce cycle."),
            (["improved"], "Le seul chiffre comparable s’est amélioré."),
            (["cannot_tell"], "Le seul chiffre comparable ne s’est ni amélioré ni dégradé."),
            (["improved", "mixed"], "Des 2 chiffres comparables, 1 s’est amélioré. Aucun ne s’est dégradé."),
            (["worsened", "mixed"], "Aucun des 2 chiffres comparables ne s’est amélioré. 1 s’est dégradé."),
        ],
    )
    def test_sentence(self, verdicts, said):
        changes = [Change(indicator="staff_women_share", unit="share", verdict=one) for one in verdicts]
        followed = FollowUp(earlier="2022", round="2025", actions=[], unanswered=[], changes=changes)
        assert compared(followed, language("fr")) == said
