"""What a report recommends: on what it rests, in figures, and what is to be reached."""

from __future__ import annotations

import datetime as dt

from few_figures import ADVICE, BUDGET, HEADS, texts
from invented_findings import asked, criterion, finding
from materials import of

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.findings import Rank, SelectedRecommendation, TargetRange
from genderaudit.conclusions.publication import Publication
from genderaudit.report.document import Decision
from genderaudit.reporting.asked import recommendations


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
        advice = ADVICE
        blocks = recommendations(of(HEADS, recommendations=advice, publication=Publication(response=answers)))
        lines = {one.title: one.beside[-1] for one in blocks if isinstance(one, Decision)}
        named = of().language.text("recommendations.share_key_posts.short")
        assert lines[named] == "answer: accepted; planned; 31 December 2026; Executive"
        assert sum(line.startswith("answer: ") for line in lines.values()) == 1
        assert f"{len(advice)} – accepted: 1" in texts(blocks)
