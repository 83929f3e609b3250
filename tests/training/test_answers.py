"""The right answers: those of the truth file, and of the notebooks' own solutions."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import escape

from genderaudit import measures
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import training_notebooks
from genderaudit.training.answers import ANSWERS, PATTERNS
from genderaudit.training.checking import TOLERANCE, Answer, NotYet, judge

RECORDED = {
    "glass_ceiling": ("glass_ceiling_index", {}),
    "mean_gap": ("pay_gap_mean", {}),
    "alpha": ("area_reliability", {"area": "K"}),
}
NOTEBOOKS = [(code, path) for code in languages() for path in training_notebooks(code)]


@pytest.fixture(params=languages())
def now(request, course):
    return course(request.param)


@pytest.mark.slow
class TestAgainstTheTruth:
    """What simulation wrote down, worked out by other code than the measures."""

    @pytest.mark.parametrize("question", RECORDED)
    def test_figures_are_those_recorded(self, now, question):
        indicator, group = RECORDED[question]
        assert now.answer(question).value == pytest.approx(now.truth.fact(indicator, **group).recorded, abs=1e-6)

    def test_step_at_which_most_women_are_lost(self, now):
        steps = [f for f in now.truth.facts if f.indicator == "step_ratio" and f.recorded is not None]
        assert now.answer("lost_at").value == max(steps, key=lambda fact: fact.recorded).group["level"]

    def test_planted_patterns_are_asked_for(self, now):
        planted = {p.area: PATTERNS[p.pattern] for p in now.truth.patterns}
        asked = dict(zip(now.cases, [now.answer(f"pattern_{n}").value for n in ("one", "two", "three")], strict=True))
        assert planted.items() <= asked.items()
        assert len(set(asked.values())) == 3

    def test_area_in_which_views_are_divided(self, now):
        assert now.answer("divided_area").value == next(p.area for p in now.truth.patterns if p.pattern == "divided")

    @pytest.mark.parametrize("question", ANSWERS)
    def test_same_in_every_language(self, now, course, question):
        own, english = now.answer(question), course("en").answer(question)
        if own.kind == "name":  # names are the organisation's own words
            return
        # Pay is rounded to whole pounds here and to 500 francs there; letters have no tolerance.
        expected = english.value if isinstance(english.value, str) else pytest.approx(english.value, rel=2e-3)
        assert own.value == expected


@pytest.mark.slow
class TestHints:
    @pytest.mark.parametrize("question", ANSWERS)
    def test_every_usual_mistake_has_a_hint_in_every_language(self, now, question):
        right = now.answer(question)
        names = ["general", *right.mistakes]
        assert [n for n in names if not language("en").has(f"training.hints.{right.hints or question}.{n}")] == [], (
            "write hints for these under training.hints in every language"
        )

    @pytest.mark.parametrize("question", ANSWERS)
    def test_every_usual_mistake_is_refused_unless_it_comes_out_the_same(self, now, question):
        right = now.answer(question)
        for wrong in right.mistakes.values():
            if not comes_out_the_same(wrong, right):
                with pytest.raises(NotYet):
                    judge(question, wrong, right, now.audit.data.language)

    @pytest.mark.parametrize("code", languages())
    def test_no_hint_has_room_for_a_figure(self, code):
        assert [
            key for key, text in language(code).leaves() if key.startswith("training.hints.") and "{" in text
        ] == [], "take the placeholder out: a hint would give the answer away"

    def test_no_hint_is_left_over(self, now):
        known = {now.answer(q).hints or q: now.answer(q) for q in ANSWERS}
        assert set(language("en").keys("training.hints")) == set(known)

    def test_careless_table_hides_exactly_one_cell(self, now):
        assert now.careless()["women"].isna().sum() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "path"),
    NOTEBOOKS,
    ids=lambda value: getattr(value, "stem", value),
)
def test_solutions_pass_all_checks(code, path, solved):
    checks = [cell for cell in solved(code, path).cells if cell.id.endswith("-check")]
    shown = [output.data["text/plain"] for cell in checks for output in cell.outputs]
    assert len(shown) >= len(checks) >= 5
    assert [text for text in shown if not text.startswith("✔")] == []


def comes_out_the_same(wrong: object, right: Answer) -> bool:
    """A mistake may lead to the right answer, by luck or because the last decimals do not count."""
    if isinstance(right.value, str):
        return wrong in (right.value, *right.also)
    return abs(wrong - right.value) <= TOLERANCE.get(right.kind, 0) + 1e-9


@pytest.mark.slow
def test_the_report_that_is_opened_has_what_is_to_be_found_in_it(now):
    html = Path(now.report).read_text("utf-8")
    right = now.answer("evidence_of_first")
    for named in (right.value, *right.also):
        assert str(escape(named)) in html, named


@pytest.mark.slow
def test_a_chart_may_be_shown_again_and_records_nothing(course):
    now = course("en")
    for _ in range(2):
        now.chart("members_women_share", measures.share_of_women(now.audit.data.table("members")))
    assert now.audit.found == []
