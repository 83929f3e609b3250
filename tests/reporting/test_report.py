"""What a report says of a few figures: titles that state the finding, what was before, of whom, by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import chain

import pytest
from invented_findings import asked, criterion, finding
from materials import of

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Bounds, EvidencePattern, Rank, SelectedRecommendation, TargetRange
from genderaudit.conclusions.followup import Change, FollowUp
from genderaudit.conclusions.publication import Publication
from genderaudit.foundations.language import language
from genderaudit.methodology.organisation import AboutAudit
from genderaudit.report.document import Beside, Block, Decision, Fact, Heading, Paragraph, Picture, Points, Table
from genderaudit.reporting import brief, chosen, views
from genderaudit.reporting.asked import recommendations
from genderaudit.reporting.followed import compared
from genderaudit.reporting.material import Material
from genderaudit.reporting.method import how_we_worked
from genderaudit.reporting.report import decision_page, described, report, scorecard, section
from genderaudit.reporting.unsaid import unsaid
from genderaudit.reporting.violence import violence
from genderaudit.reporting.words import answered, month, number, title, told, without_tags

SEATS = finding(
    "bodies_seats_together",
    value=24.0,
    n=175.0,
    women=44.0,
    rating="approaches",
    details={"share": 0.251, "quota": 0.3, "bodies": 17.0, "short": 12.0},
)
HEADS = finding("bodies_leading_share", value=0.176, n=17.0, women=3.0, rating="missing")
BUDGET = finding("budget_gender_share", value=0.036, n=8.0, rating="missing")
STAFF = finding("staff_women_share", value=0.474, n=19.0, women=9.0, rating="meets")


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


def said(item: str, sex: str, value: float | None, neutral: float | None = None, n: float = 40.0):
    given = {"group": {"item": item, "sex": sex}, "area": item[0], "n": n, "value": value}
    if value is None:
        given |= {"status": "banded", "band": Bounds(low=0.0, high=0.1), "reason": "in_a_band"}
    details = {} if neutral is None else {"neutral_share": neutral}
    return finding("item_favourable", "staff_perception", **given, details=details)


def texts(blocks: list[Block] | tuple[Block, ...]) -> str:
    """Every word of these blocks."""
    found: list[str] = []
    for one in blocks:
        match one:
            case Heading():
                found += [one.above, one.text]
            case Paragraph():
                found += [one.label, one.text]
            case Points():
                found += one.items
            case Picture():
                found += [one.title, one.subtitle, one.alternative]
            case Table():
                found += [one.caption, *one.header, *(str(cell.text) for row in one.rows for cell in row)]
            case Fact():
                found += [one.number, one.words, one.title, one.text, one.source]
            case Decision():
                found += [str(one.number), one.title, one.text, *one.beside]
            case Beside():
                found += [texts(one.left), texts(one.right)]
    return "\n".join(found)


def in_french(*rated, **about) -> Material:
    """What a report in French of these figures is made from."""
    return replace(of(*rated, **about), language=language("fr"))


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
        assert lacking == []


class TestBefore:
    def test_full_counts_are_told_in_seats_of_both_rounds(self):
        then = SEATS.model_copy(update={"n": 168.0, "details": {**SEATS.details, "share": 33 / 168}})
        assert told(SEATS, of(SEATS, before=(then,))).endswith("In 2022: 33 of 168.")

    def test_nothing_is_said_where_there_is_no_round_before(self):
        assert "2022" not in told(SEATS, of(SEATS))

    def test_nor_of_a_flow(self):
        ratio = finding("promotion_ratio", value=0.5, n=40.0, women=12.0, rating="missing", distinguishable=True)
        assert "2022" not in told(ratio, of(ratio, before=(ratio,)))


class TestDecisionPage:
    ADVICE = [
        SelectedRecommendation(recommendation=name, area=area, rank=Rank(severity=2), place=place, evidence=evidence)
        for place, (name, area, evidence) in enumerate(
            [
                ("meeting_conditions", "I", []),
                ("share_key_posts", "I", [HEADS.id]),
                ("budget_equality_line", "B", [BUDGET.id]),
                ("trusted_contacts", "K", []),
            ],
            start=1,
        )
    ]

    def test_has_three_findings_and_three_decisions_at_most(self):
        material = of(SEATS, HEADS, BUDGET, STAFF, recommendations=self.ADVICE)
        page = decision_page(material)
        assert sum(isinstance(one, Fact) for one in page) == 3
        assert sum(isinstance(one, Decision) for one in page) == 3

    def test_begins_with_the_worst_as_its_headline_and_says_it_once(self):
        page = decision_page(of(SEATS, HEADS, recommendations=self.ADVICE))
        assert isinstance(page[0], Heading)
        assert page[0].text == title(HEADS, of(HEADS))
        assert texts(page).count(page[0].text) == 1

    def test_asks_for_the_first_recommendations_under_their_numbers(self):
        page = decision_page(of(HEADS, BUDGET, recommendations=self.ADVICE))
        names = [one.recommendation for one in self.ADVICE[:3]]
        assert [(one.number, one.title) for one in page if isinstance(one, Decision)] == [
            (place, of().language.text(f"recommendations.{name}.short")) for place, name in enumerate(names, start=1)
        ]

    def test_names_the_organisations_own_body_and_the_month(self):
        told_of = {"audit": {"roles": {"leadership": "General Council"}}}
        page = decision_page(of(HEADS, recommendations=self.ADVICE[1:2], publication=told_of))
        (asks,) = (one for one in page if isinstance(one, Decision))
        assert asks.beside[:2] == ("General Council", "by June 2027")

    def test_begins_with_no_list_that_is_not_kept(self):
        lists = finding("data_availability", value=0.2, n=30.0, rating="missing")
        page = decision_page(of(lists, SEATS))
        assert [one.findings for one in page if isinstance(one, Fact)] == [(SEATS.id,)]

    def test_what_works_is_told_after_the_gaps(self):
        page = decision_page(of(HEADS, STAFF))
        assert isinstance(page[-1], Paragraph)
        assert page[-1].findings == (STAFF.id,)

    def test_without_any_rated_figure_says_so(self):
        (only,) = decision_page(of())
        assert isinstance(only, Heading)


class TestViews:
    def test_reversed_statements_are_agreement_with_what_was_asked(self):
        material = of(answers=(said("B3", "F", 0.2, neutral=0.3), said("B3", "M", 0.5, neutral=0.25)))
        (one,) = views.views("B", material)
        assert (answered(one.women, material), answered(one.men, material)) == ("about 50%", "about 25%")

    def test_and_are_not_shown_where_agreement_does_not_follow(self):
        assert views.views("B", of(answers=(said("B3", "F", 0.2), said("B3", "M", 0.5)))) == []

    def test_a_band_stands_in_its_words(self):
        material = of(answers=(said("I1", "F", None, n=46.0), said("I1", "M", 0.62, n=72.0)))
        (one,) = views.views("I", material)
        assert views.title(one, material).endswith(": below 10% of women and 62% of men agree")
        assert views.source([one], material).endswith("46 women, 72 men.")

    def test_where_women_see_least_comes_first_and_the_widest_gap_is_among_them(self):
        shares = {"J1": (0.1, 0.2), "J2": (0.15, 0.2), "J3": (0.2, 0.3), "J4": (0.9, 0.2)}  # J4 is reversed
        answers = [(said(item, "F", women, 0.05), said(item, "M", men, 0.05)) for item, (women, men) in shares.items()]
        material = of(answers=tuple(chain.from_iterable(answers)))
        assert [one.item for one in views.telling("J", material)] == ["J1", "J2", "J4"]

    def test_what_chance_may_have_made_is_said(self):
        apart = finding(
            "item_difference", "staff_perception", group={"item": "K1"}, value=-0.1, details={"p_adjusted": 0.4}
        )
        shares = said("K1", "F", 0.2), said("K1", "M", 0.3)
        material = of(answers=(*shares, apart))
        assert views.chance(views.views("K", material)[0], material).startswith("Chance alone")
        assert views.chance(views.views("K", of(answers=shares))[0], of(answers=shares)) == ""

    def test_the_widest_are_of_all_areas(self):
        answers = said("J1", "F", 0.2), said("J1", "M", 0.3), said("K1", "F", 0.1), said("K1", "M", 0.8)
        assert [one.item for one in views.widest(of(answers=answers))] == ["K1", "J1"]

    def test_the_worst_view_is_on_the_first_page_as_its_statement(self):
        answers = (
            asked("F", "F", "missing", 0.07),
            asked("F", "M", "missing", 0.3),
            said("F1", "F", None),
            said("F1", "M", 0.3),
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
        assert "Requirement that is missing from them: " in text

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


class TestAsked:
    """What is recommended: on what it rests, in figures, and what is to be reached."""

    @staticmethod
    def text(name: str, area: str, evidence: list[str], *found, answers=()) -> str:
        one = SelectedRecommendation(recommendation=name, area=area, rank=Rank(severity=2), place=1, evidence=evidence)
        return texts(recommendations(of(*found, answers=answers, recommendations=[one])))

    def test_rests_on_what_women_and_men_say_in_figures(self):
        answers = asked("K", "F", "missing", 0.13), asked("K", "M", "approaches", 0.45)
        said = self.text("trusted_contacts", "K", [answers[0].id], answers=answers)
        assert "13% of women and 45% of men see area K favourably" in said

    def test_the_figure_that_ranks_first_is_told_once_and_then_referred_to(self):
        small = finding(
            "credit_representation_ratio", rating="approaches", details={"share_served": 0.3, "share_members": 0.5}
        )
        loans = finding("loan_size_gap", rating="missing", value=0.37, women=300, n=900)
        both = [small.id, loans.id, criterion("C4", "missing").id, criterion("C1", "approaches").id]
        chosen = [
            SelectedRecommendation(recommendation=name, area="C", rank=Rank(severity=2), place=1, evidence=both)
            for name in ("fair_access_to_credit", "services_for_women_members")
        ]
        found = small, loans, criterion("C4", "missing"), criterion("C1", "approaches")
        said = texts(recommendations(of(*found, recommendations=chosen)))
        assert said.count("on average a woman’s loan is 37% smaller") == 1
        assert "rests on: the same finding as recommendation 1; 1 requirement not met in documents;" in said
        assert "1 requirement nearly met" in said

    def test_a_word_of_the_lists_keeps_its_capital(self):
        meeting = finding("attendance_women_share", group={"event": "AG"}, value=0.24, n=38, women=9, rating="missing")
        said = self.text("quota_delegates", "I", [meeting.id], meeting)
        assert ": AG" in said
        assert "aG" not in said

    def test_has_the_target_and_what_is_there_today(self):
        budget = BUDGET.model_copy(update={"target": TargetRange(low=0.15, high=None, source="example")})
        assert "target: 15% (3.6% today)" in self.text("budget_equality_line", "B", [budget.id], budget)

    def test_and_none_where_there_is_none_or_a_document_measures_it(self):
        assert "target" not in self.text("budget_equality_line", "B", [BUDGET.id], BUDGET)
        assert "target" not in self.text("trusted_contacts", "K", [], criterion("K2", "missing"))

    def test_what_the_organisation_answered_stands_beside_it_and_its_sums_below(self):
        answers = [
            Action(
                recommendation="share_key_posts",
                decision="accept",
                status="planned",
                state="under_way",
                due=dt.date(2026, 12, 31),
                owner="Executive",
            )
        ]
        advice = TestDecisionPage.ADVICE
        blocks = recommendations(of(HEADS, recommendations=advice, publication=Publication(response=answers)))
        lines = {one.title: one.beside[-1] for one in blocks if isinstance(one, Decision)}
        named = of().language.text("recommendations.share_key_posts.short")
        assert lines[named] == "answer: accepted; planned; 31 December 2026; Executive"
        assert sum(line.startswith("answer: ") for line in lines.values()) == 1
        assert f"{len(advice)} – accepted: 1" in texts(blocks)


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


class TestFewData:
    """An organisation with bodies and one attendance list."""

    EVENT = finding(
        "attendance_women_share", group={"event": "Congress"}, value=0.2, n=90.0, women=18.0, rating="missing"
    )

    def test_at_most_three_findings_and_no_empty_section(self):
        made = report(of(SEATS, HEADS, self.EVENT))
        blocks = list(made.blocks)
        assert 1 <= sum(isinstance(one, Fact) for one in blocks) <= 3
        for one, after in zip(blocks, [*blocks[1:], None], strict=True):
            assert not (
                isinstance(one, Heading)
                and (after is None or (isinstance(after, Heading) and after.level <= one.level))
            )

    def test_what_did_not_run_has_no_section(self):
        anchors = [one.anchor for one in report(of(SEATS)).blocks if isinstance(one, Heading)]
        assert not {"scorecard", "map", "recommendations", "changed", "worked"} & set(anchors)


class TestPoster:
    def test_has_no_small_words_and_says_each_number_once(self):
        blocks = brief.poster(of(SEATS, HEADS, recommendations=TestDecisionPage.ADVICE))
        facts = [one for one in blocks if isinstance(one, Fact)]
        assert [(one.number, one.words) for one in facts] == [
            ("3 / 17", ""),
            ("24", "seats are missing for women, body by body"),
        ]
        assert not any(one.text or one.source or one.picture for one in facts)
        assert [one.text for one in blocks if isinstance(one, Decision)] == ["", "", ""]

    def test_there_is_none_without_findings(self):
        assert brief.poster(of()) == []


class TestBrief:
    def test_slides_are_six_at_most_and_each_has_a_title(self):
        made = brief.slides(of(SEATS, HEADS, BUDGET, STAFF, recommendations=TestDecisionPage.ADVICE))
        assert 4 <= len(made.slides) <= 6
        assert all(one.title and one.blocks for one in made.slides)


@pytest.mark.parametrize(("months", "words"), [(0, "December 2025"), (1, "January 2026"), (18, "June 2027")])
def test_months_are_counted_from_the_date_of_the_round(months, words):
    assert month(months, of()) == words


@pytest.mark.parametrize(("made", "words"), [("2026-03-20", "June 2026"), ("2026-11-30", "May 2027")])
def test_of_a_late_report_they_are_counted_from_the_report(made, words):
    assert month(6, replace(of(), made=dt.date.fromisoformat(made))) == words


def test_figures_of_an_area_without_a_core_figure_are_not_said_to_be_missing():
    turns = finding("activities_women_share", value=0.4, n=90.0, women=36.0)
    nothing = {"women": None, "men": None, "documents": None, "facts": None, "voices": {}, "evidence": []}
    area = EvidencePattern(area="C", pattern="insufficient_evidence", states={"facts": "no_facts"}, **nothing)
    other = area.model_copy(update={"area": "K", "pattern": "confirmed_gap", "facts": "missing", "states": {}})
    said = texts(scorecard(of(turns, patterns=[area, other])))
    assert "figures, not rated" in said
    assert "no core figure" not in said


def test_plain_words_keep_no_break_spaces_and_lose_tags():
    assert without_tags("<b>«\u00a0a &amp; b\u00a0»</b> ") == "«\u00a0a & b\u00a0»"


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


class TestSession:
    """What the validation session made of the report: its order, its words, what it left out."""

    @staticmethod
    def material(**notes):
        made = [{"subject": f"gap_analysis/{name}", **note} for name, note in notes.items()]
        publication = Publication.model_validate({"session": {"notes": made}})
        return of(SEATS, HEADS, BUDGET, STAFF, publication=publication)

    def test_its_order_and_titles_lead_and_are_marked_as_its_own(self):
        note = {"order": 1, "titles": {"en": "Only 3.6 % for equality"}, "said": "We ask for a line in the budget."}
        blocks = decision_page(self.material(budget_gender_share=note))
        assert isinstance(blocks[0], Heading)
        assert blocks[0].text == "Only 3.6 % for equality"
        told = texts(blocks)
        assert "Title worded by the validation session. The session: We ask for a line in the budget." in told
        assert "in the order that the validation session chose" in told
        assert "Only 3.6 % for equality" in texts(section("B", self.material(budget_gender_share=note)))

    def test_the_audits_own_sentence_stands_below_a_title_of_the_session(self):
        material = self.material(bodies_leading_share={"order": 1, "titles": {"en": "All is well at the top"}})
        page = decision_page(material)
        assert title(HEADS, material) == "All is well at the top"
        assert title(HEADS, of(HEADS)) in next(one for one in page if isinstance(one, Fact)).text
        assert title(HEADS, of(HEADS)) in texts(section("I", material))
        poster = next(one for one in brief.poster(material) if isinstance(one, Fact))
        assert (poster.title, poster.text) == ("All is well at the top", "Title worded by the validation session.")

    def test_what_is_left_out_is_no_evidence_and_no_target(self):
        budget = BUDGET.model_copy(update={"target": TargetRange(low=0.15, high=None, source="example")})
        one = SelectedRecommendation(
            recommendation="budget_equality_line", area="B", rank=Rank(severity=2), place=1, evidence=[budget.id]
        )
        left = Publication.model_validate({"session": {"notes": [{"subject": budget.id, "left_out": True}]}})
        told_of = texts(recommendations(of(budget, recommendations=[one], publication=left)))
        assert "3.6" not in told_of
        assert "The findings that call for it stand in the annex." in told_of

    def test_a_title_in_another_language_does_not_replace_the_audits(self):
        material = self.material(budget_gender_share={"titles": {"fr": "3,6 % pour l’égalité"}})
        assert title(BUDGET, material) == title(BUDGET, of(BUDGET))
        assert "worded" not in texts(decision_page(material))

    def test_what_is_left_out_is_nowhere_but_where_the_report_says_so(self):
        material = self.material(bodies_leading_share={"left_out": True, "reason": "Voted on in March"})
        whole = report(material).blocks
        named = title(HEADS, of(HEADS))
        assert texts(whole).count(named) == 2
        assert f"What ranks first is among them: {named}. The reason: Voted on in March" in texts(whole)
        left = "The validation session left one finding out; it stands in the annex, and its figures on the map."
        assert f"{left} {named} (Voted on in March)." in texts(whole)
        assert HEADS.id not in [name for one in whole if isinstance(one, Fact | Paragraph) for name in one.findings]

    def test_views_that_are_left_out_are_not_drawn(self):
        answers = (said("I1", "F", 0.2), said("I1", "M", 0.6), asked("I", "F", "missing", 0.2))
        views_of = answers[2].id
        left = Publication.model_validate({"session": {"notes": [{"subject": views_of, "left_out": True}]}})
        assert views.telling("I", of(HEADS, answers=answers))
        assert views.telling("I", of(HEADS, answers=answers, publication=left)) == []

    def test_recommendations_that_are_ticked_are_those_that_are_printed(self):
        ticked = Publication.model_validate({"session": {"notes": [{"subject": "trusted_contacts", "ticked": True}]}})
        advice = [
            one for one in TestDecisionPage.ADVICE if one.recommendation in ("trusted_contacts", "share_key_posts")
        ]
        material = of(HEADS, recommendations=advice, publication=ticked)
        assert [one.recommendation for one in chosen.first(material)] == ["trusted_contacts"]
        assert "those that the session chose" in texts(report(material).blocks)
        assert len(chosen.first(of(HEADS, recommendations=advice))) == 2
