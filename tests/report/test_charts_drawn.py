"""What charts draw is what was found, and so is what the report and the alternative texts say of them."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from chart_data import WIDTHS, body, figure_of, hostile, of_sexes, result, share
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_findings import finding
from matplotlib import pyplot
from matplotlib.figure import Figure
from pictures import bars, dots, texts_of, words_of

from genderaudit import plots
from genderaudit.conclusions.findings import Finding, Interval
from genderaudit.foundations.language import language
from genderaudit.measures.result import Result
from genderaudit.report.charts import draw
from genderaudit.report.pictures import address, svg


class TestDrawnAsFound:
    @settings(deadline=None, max_examples=15)
    @given(st.lists(st.tuples(st.integers(1, 150), st.integers(0, 150), st.integers(0, 40)), min_size=1, max_size=8))
    def test_a_dot_is_a_seat(self, bodies: list[tuple[int, int, int]]) -> None:
        found = [body(f"Body {i}", n, min(women, n), lack) for i, (n, women, lack) in enumerate(bodies)]
        for width in WIDTHS.values():
            made = figure_of("seats", found, width)
            kinds = {kind: dots(made, kind) for kind in ("women", "missing", "other")}
            assert sum(kinds.values()) - kinds["missing"] == sum(n for n, _, _ in bodies)
            assert kinds["women"] == sum(min(women, n) for n, women, _ in bodies)
            assert kinds["missing"] == sum(min(lack, n - min(women, n)) for n, women, lack in bodies)

    def test_dots_of_a_large_body_are_wrapped_and_do_not_touch(self) -> None:
        for width in WIDTHS.values():
            made = figure_of("seats", [body("Congress", 400, 100, 20)], width)
            axes = made.axes[0]
            across = 72 * made.get_figwidth() * axes.get_position().width
            low, high = axes.get_xlim()
            assert max(line.get_markersize() for line in axes.lines) < across / (high - low)
            assert len({y for line in axes.lines for y in line.get_ydata()}) > 10

    def test_bars_are_as_long_as_the_shares(self) -> None:
        made = figure_of("shares", [result(0.25, branch="a"), result(0.75, branch="b")])
        assert bars(made, "women") == [(0, 0.25), (0, 0.75)]
        assert bars(made, "men") == [(0.25, 1), (0.75, 1)]

    def test_a_pyramid_has_women_on_the_left_and_the_first_band_at_the_bottom(self) -> None:
        made = figure_of("pyramid", [result(0.4, n=5, women=2, age="18-25"), result(0.5, n=10, women=5, age="26-35")])
        assert bars(made, "women") == [(0, -5), (0, -2)]
        assert bars(made, "men") == [(0, 10), (0, 5)]

    def test_a_band_whose_women_are_not_told_has_those_of_its_share(self) -> None:
        made = figure_of("pyramid", [result(0.4, n=50, age="18-25"), result(0.5, n=10, women=5, age="26-35")])
        assert bars(made, "women") == [(0, -5), (0, -20)]

    def test_answers_part_at_nought_and_the_undecided_stand_apart(self) -> None:
        made = figure_of("likert", of_sexes(0.6, 0.7, item="K1"))
        assert bars(made, "favourable") == [(0, 0.6), (0, 0.7)]
        assert [end for _, end in bars(made, "unfavourable")] == [pytest.approx(-0.3), pytest.approx(-0.2)]
        assert not [start for start, _ in bars(made, "neutral") if start <= 1]

    def test_a_slope_joins_the_rounds_of_a_group(self) -> None:
        found = [result(value, round=year, level="Board") for year, value in (("2022", 0.2), ("2025", 0.3))]
        axes = plots.slope(found, ax=Figure())
        assert list(axes.lines[0].get_ydata()) == [0.2, 0.3]
        assert "Board: 30.0%" in words_of(axes.figure)

    def test_the_reference_is_named(self) -> None:
        pair = of_sexes(0.2, 0.6, area="A")
        assert "target: at least 60%" in words_of(figure_of("dumbbell", pair, reference=(0.6, None)))
        assert "parity: 50%" in words_of(figure_of("shares", [result(0.2, branch="a")]))
        assert "equal: 1.00" in words_of(figure_of("values", [result(0.2, "ratio", branch="a")]))

    def test_names_are_not_formulas(self) -> None:
        name = "<script>$x^2$ & 'Bureau'"
        assert name in " ".join(texts_of(svg(figure_of("shares", [result(0.2, branch=name)]))))


class TestInAReport:
    def test_the_alternative_text_has_the_figures_that_are_drawn(self) -> None:
        found = [share(0.25, level="Director"), share(0.75, level="Officer")]
        chart = drawn("shares", found)
        for picture in (chart.wide, chart.narrow):
            words = " ".join(texts_of(picture))
            assert not [
                figure for figure in ("25.0%", "75.0%") if not (figure in words and figure in chart.alternative)
            ]

    def test_the_alternative_text_names_intervals_only_where_there_are_any(self) -> None:
        figures = [finding("pay_gap_by_category", "baseline", group={"level": level}, value=0.1, unit="gap", n=40)
                   for level in ("Director", "Officer")]  # fmt: skip
        assert "interval" not in drawn("intervals", figures).alternative
        level = {"low": 0.05, "high": 0.2, "level": 0.95}
        with_any = [figures[0], figures[1].model_copy(update={"interval": Interval(**level)})]
        assert "intervals (95%)" in drawn("intervals", with_any).alternative

    def test_the_alternative_text_of_a_pyramid_tells_people(self) -> None:
        words = drawn("pyramid", [share(0.25, age="18-25"), share(0.75, age="26-35")]).alternative
        assert "18-25: 10 women of 40" in words
        assert "%" not in words

    def test_quarters_are_told_as_they_are_drawn_and_printed(self) -> None:
        whole = [share(value, quartile=str(i)) for i, value in enumerate((0.75, 0.42, 0.45, 0.56), 1)]
        chart = drawn("quartiles", whole)
        assert not [
            n for n in (75, 42, 45, 56) if not (f"{n}%" in chart.alternative and f"{n}%" in texts_of(chart.wide))
        ]

    @pytest.mark.parametrize("inches", [3.6, 4.4, 5.0, 5.4, 5.8, 6.2, 7.0])
    def test_names_of_quarters_stand_apart(self, inches: float) -> None:
        whole = [
            Result(value=0.5, unit="share", n=40, women=20, men=20, group={"quartile": str(i)}) for i in range(1, 5)
        ]
        axes = plots.quarters(whole, pyplot.figure(figsize=(inches, 3)).subplots(), language="fr")
        names = [text.get_window_extent() for text in axes.texts if "uart" in text.get_text()]
        apart = [after.x0 - before.x1 for before, after in pairwise(names)]
        assert len(apart) == 3
        assert min(apart) * 72 / axes.figure.dpi > 5
        pyplot.close(axes.figure)

    def test_a_phone_gets_a_drawing_of_its_own(self) -> None:
        html = drawn("shares", [share(0.25, level="Director"), share(0.75, level="Officer")]).html
        assert "<source media='(max-width: 36rem)' srcset='data:image/svg+xml," in html
        assert html.count("data:image") == 2

    def test_findings_that_are_hidden_are_drawn_so(self) -> None:
        found = [share(0.25, level="Director"), share(0.75, level="Officer")]
        found.append(finding("staff_women_by_level", "baseline", group={"level": "Clerk"}, status="suppressed",
                             reason="hidden"))  # fmt: skip
        assert "hidden" in texts_of(drawn("shares", found).wide)

    def test_a_long_chart_shows_those_that_matter_and_says_so(self) -> None:
        chart = drawn("shares", [share(i / 40, branch=f"Branch {i}") for i in range(40)])
        assert "of 40" in chart.alternative
        assert "Branch 0" in texts_of(chart.wide)
        assert "Branch 39" not in texts_of(chart.wide)

    def test_a_picture_is_small_and_says_the_same(self) -> None:
        made = figure_of("seats", hostile("seats", 5))
        file = io.BytesIO()
        made.savefig(file, format="svg")
        assert len(svg(made)) < 0.6 * len(file.getvalue())
        assert texts_of(svg(made))
        assert not set(">&' \n") & set(address(svg(made)))


def drawn(kind: str, found: list[Finding]):  # type: ignore[no-untyped-def]
    chart = draw(kind, found, language("en"), "Title")
    assert chart is not None
    return chart
