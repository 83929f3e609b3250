"""What a learner is told: yes with the figure, or a hint that does not give it away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from genderaudit.foundations.language import language
from genderaudit.training.checking import Answer, NotYet, check_form, judge

EN, FR = language("en"), language("fr")
GAP = Answer(value=0.274, kind="gap", mistakes={"sign": -0.274}, hints="pay_gap", planted=0.25)
SEATS = Answer(value=3.0, kind="seats", mistakes={"pooled": 1.0})
LETTER = Answer(value="C", kind="letter", mistakes={"a": "A"})
TRUTH = Answer(value=False, kind="truth")


def hint(given: object, right: Answer, question: str = "seats_missing", texts=EN) -> str:
    with pytest.raises(NotYet) as caught:
        judge(question, given, right, texts)
    return str(caught.value)


class TestRight:
    @pytest.mark.parametrize("given", [0.274, 0.27, 0.278, np.float64(0.274)])
    def test_two_decimals_are_enough(self, given):
        assert "27.4%" in judge("mean_gap", given, GAP, EN).sentence

    def test_the_model_behind_the_figure_is_told(self):
        assert "25%" in judge("mean_gap", 0.274, GAP, EN).sentence

    @pytest.mark.parametrize("given", [3, 3.0, np.int64(3)])
    def test_whole_numbers_in_any_form(self, given):
        assert judge("seats_missing", given, SEATS, EN).sentence.startswith("Right: 3.")

    @pytest.mark.parametrize("given", ["C", "c", " C "])
    def test_letters_in_any_case(self, given):
        assert judge("adjusted_sentence", given, LETTER, FR).sentence == "Exact."

    @pytest.mark.parametrize("given", [False, np.False_])
    def test_truth(self, given):
        assert judge("told_apart", given, TRUTH, EN).sentence == "Right."

    def test_one_of_several_names(self):
        right = Answer(value="Officer", kind="name", also=("Assistant",))
        assert judge("also_hide", "assistant", right, EN)

    def test_is_green_with_a_tick_and_escapes(self):
        shown = judge("seats_missing", 3, SEATS, EN)
        assert repr(shown).startswith("✔ ")
        assert "✔" in shown._repr_html_()


class TestNotYet:
    @pytest.mark.parametrize("given", [..., None, "", "  "])
    def test_nothing_given(self, given):
        assert EN.text("training.forms.empty") in hint(given, SEATS)

    def test_a_comma_for_a_decimal_point(self):
        assert FR.text("training.forms.comma") in hint((0, 27), GAP, "mean_gap", FR)

    def test_per_cent(self):
        assert EN.text("training.forms.percent") in hint(27.4, GAP, "mean_gap")

    @pytest.mark.parametrize("given", ["27", [27], True, float("nan"), float("inf")])
    def test_no_number(self, given):
        assert EN.text("training.forms.number") in hint(given, GAP, "mean_gap")

    @pytest.mark.parametrize(("given", "right", "form"), [(3, LETTER, "letter"), ("no", TRUTH, "truth")])
    def test_another_form(self, given, right, form):
        assert EN.text(f"training.forms.{form}") in hint(given, right, "adjusted_sentence")

    def test_a_usual_mistake_has_its_own_hint(self):
        assert EN.text("training.hints.pay_gap.sign") in hint(-0.274, GAP, "mean_gap")
        assert EN.text("training.hints.seats_missing.pooled") in hint(1, SEATS)

    def test_any_other_answer_gets_the_way_to_go(self):
        assert EN.text("training.hints.seats_missing.general") in hint(17, SEATS)

    @given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: abs(x - 0.274) > 0.006))
    def test_never_tells_the_answer(self, number):
        for secret in ("0.274", "27.4", "25.0"):
            assert secret not in hint(number, GAP, "mean_gap")

    def test_a_notebook_shows_one_sentence_and_no_trace(self, capsys):
        shell = InteractiveShell()
        shell.user_ns |= {"judge": judge, "right": SEATS, "texts": EN}
        shell.run_cell('judge("seats_missing", 17, right, texts)')
        shown = capsys.readouterr().out
        assert shown.strip().startswith("✘ Not yet.")
        assert "Traceback" not in shown


def test_an_answer_that_is_graded_later_is_only_taken():
    assert check_form("A", LETTER, EN).sentence == EN.text("training.noted")
    with pytest.raises(NotYet):
        check_form(..., LETTER, EN)
