"""What the validation session made of the report: its order, its words, what it left out."""

from __future__ import annotations

from few_figures import ADVICE, BUDGET, HEADS, SEATS, STAFF, statement, texts
from invented_findings import asked
from materials import of

from genderaudit.conclusions.findings import Rank, SelectedRecommendation, TargetRange
from genderaudit.conclusions.publication import Publication
from genderaudit.report.document import Fact, Heading, Paragraph
from genderaudit.reporting import brief, chosen, views
from genderaudit.reporting.asked import recommendations
from genderaudit.reporting.report import decision_page, report, section
from genderaudit.reporting.words import title


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
        answers = (statement("I1", "F", 0.2), statement("I1", "M", 0.6), asked("I", "F", "missing", 0.2))
        views_of = answers[2].id
        left = Publication.model_validate({"session": {"notes": [{"subject": views_of, "left_out": True}]}})
        assert views.telling("I", of(HEADS, answers=answers))
        assert views.telling("I", of(HEADS, answers=answers, publication=left)) == []

    def test_recommendations_that_are_ticked_are_those_that_are_printed(self):
        ticked = Publication.model_validate({"session": {"notes": [{"subject": "trusted_contacts", "ticked": True}]}})
        advice = [one for one in ADVICE if one.recommendation in ("trusted_contacts", "share_key_posts")]
        material = of(HEADS, recommendations=advice, publication=ticked)
        assert [one.recommendation for one in chosen.first(material)] == ["trusted_contacts"]
        assert "those that the session chose" in texts(report(material).blocks)
        assert len(chosen.first(of(HEADS, recommendations=advice))) == 2
