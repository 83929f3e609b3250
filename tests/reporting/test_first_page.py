"""The page of decisions, and the brief and the poster that are made from it."""

from __future__ import annotations

from few_figures import ADVICE, BUDGET, HEADS, SEATS, STAFF, texts
from invented_findings import finding
from materials import of

from genderaudit.report.document import Decision, Fact, Heading, Paragraph
from genderaudit.reporting import brief
from genderaudit.reporting.report import decision_page, report
from genderaudit.reporting.words import title


class TestDecisionPage:
    def test_has_three_findings_and_three_decisions_at_most(self):
        material = of(SEATS, HEADS, BUDGET, STAFF, recommendations=ADVICE)
        page = decision_page(material)
        assert sum(isinstance(one, Fact) for one in page) == 3
        assert sum(isinstance(one, Decision) for one in page) == 3

    def test_begins_with_the_worst_as_its_headline_and_says_it_once(self):
        page = decision_page(of(SEATS, HEADS, recommendations=ADVICE))
        assert isinstance(page[0], Heading)
        assert page[0].text == title(HEADS, of(HEADS))
        assert texts(page).count(page[0].text) == 1

    def test_asks_for_the_first_recommendations_under_their_numbers(self):
        page = decision_page(of(HEADS, BUDGET, recommendations=ADVICE))
        names = [one.recommendation for one in ADVICE[:3]]
        assert [(one.number, one.title) for one in page if isinstance(one, Decision)] == [
            (place, of().language.text(f"recommendations.{name}.short")) for place, name in enumerate(names, start=1)
        ]

    def test_names_the_organisations_own_body_and_the_month(self):
        told_of = {"audit": {"roles": {"leadership": "General Council"}}}
        page = decision_page(of(HEADS, recommendations=ADVICE[1:2], publication=told_of))
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
        blocks = brief.poster(of(SEATS, HEADS, recommendations=ADVICE))
        facts = [one for one in blocks if isinstance(one, Fact)]
        assert [(one.number, one.words) for one in facts] == [
            ("3 / 17", ""),
            ("24", "seats are missing for women, body by body"),
        ]
        assert not [one for one in facts if one.text or one.source or one.picture]
        assert [one.text for one in blocks if isinstance(one, Decision)] == ["", "", ""]

    def test_there_is_none_without_findings(self):
        assert brief.poster(of()) == []


class TestBrief:
    def test_slides_are_six_at_most_and_each_has_a_title(self):
        made = brief.slides(of(SEATS, HEADS, BUDGET, STAFF, recommendations=ADVICE))
        assert 4 <= len(made.slides) <= 6
        assert not [one for one in made.slides if not (one.title and one.blocks)]
