"""Charts: what is drawn is what was found, in order, readable in grey and on a phone, and nothing else is touched."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import matplotlib as mpl
import pytest
from at_length import at_length
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_findings import finding
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath, text_to_path
from pictures import bars, boxes, dots, hatched, outside, overlapping, texts_of, words_of

from genderaudit import plots
from genderaudit.conclusions.findings import Finding, Interval
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.measures.result import Result
from genderaudit.report.charts import draw
from genderaudit.report.pictures import address, svg
from genderaudit.report.plots.rows import names_of
from genderaudit.report.plots.style import NARROW, WIDE, measured, palette

LONG = "Commission nationale permanente chargée de la formation et de l’éducation ouvrière des régions du fleuve"
WIDTHS = {"wide": WIDE, "narrow": NARROW}


def result(value: float | None, unit: str = "share", n: float = 40, reason: str | None = None, **given) -> Result:  # type: ignore[no-untyped-def]
    fields = ("women", "low", "high", "details")
    known = {name: given.pop(name) for name in fields if name in given}
    why = reason or ("hidden" if value is None else None)
    return Result(value=value, unit=unit, n=n, reason=why, group=given, **known)  # type: ignore[arg-type]


def body(name: str, seats: int, women: int, missing: int | None) -> Result:
    return result(missing, "seats", seats, "no_quota" if missing is None else None, women=women, body=name)


def of_sexes(women: float | None, men: float | None, **group: str) -> list[Result]:
    details = {"neutral_share": 0.1 if max(women or 0, men or 0) <= 0.9 else 0.0}
    return [result(value, sex=sex, details=details, **group) for sex, value in (("F", women), ("M", men))]


def rows(count: int, values: Callable[[int], float | None], make: Callable[..., Result] = result) -> list[Result]:
    return [make(values(i), branch=f"{LONG} {i}") for i in range(count)]


def ends(i: int) -> float | None:
    """Nought, one, nothing, and what is between."""
    return (0.0, 1.0, None, 0.37)[i % 4]


def hostile(kind: str, count: int) -> list[Result]:
    """So many groups with long names, values at both ends, and hidden ones."""
    names = [f"{LONG} {i}" for i in range(count)]
    match kind:
        case "seats":
            return [body(name, 3 + 41 * (i % 3), i % 4, i % 3 if i % 5 else None) for i, name in enumerate(names)]
        case "pyramid":
            return [result(0.5, n=9e5, women=4e5 * (i % 2), age=name) for i, name in enumerate(names)]
        case "dumbbell":
            return [one for i, name in enumerate(names) for one in of_sexes(ends(i), ends(i + 1), area=name)]
        case "likert":
            return [one for i, name in enumerate(names) for one in of_sexes(ends(i), ends(i + 1), item=name)]
        case "intervals":
            values = [(ends(i), name) for i, name in enumerate(names)]
            return [result(value, "difference", low=value and -1.0, high=value, branch=name) for value, name in values]
        case "slope":
            few = names[: min(count, 6)]
            return [
                result(ends(i + int(year) % 2), round=year, branch=name)
                for i, name in enumerate(few) for year in ("2022", "2025")
            ]  # fmt: skip
        case "quarters":
            return [result(ends(i), quartile=str(i + 1)) for i in range(min(count, 4))]
        case "pipeline":
            return [result(ends(i), n=123_456, level=name) for i, name in enumerate(names)]
    return [result(ends(i), n=123_456, branch=name) for i, name in enumerate(names)]


KINDS = ("shares", "seats", "pyramid", "dumbbell", "likert", "slope", "pipeline", "quarters", "values", "intervals")


def figure_of(kind: str, results: list[Result], width: float = WIDE, **options) -> Figure:  # type: ignore[no-untyped-def]
    made = Figure(figsize=(width, 1))
    getattr(plots, kind)(results, ax=made, **options)
    return made


class TestEveryChart:
    @pytest.mark.parametrize("width", at_length(list(WIDTHS)))
    @pytest.mark.parametrize("count", at_length([7, 1]))
    @pytest.mark.parametrize("kind", KINDS)
    def test_no_words_overlap_or_leave_the_page(self, kind: str, count: int, width: str) -> None:
        made = figure_of(kind, hostile(kind, count), WIDTHS[width], language="fr", title=LONG)
        assert overlapping(made) == []
        assert outside(made) == []

    @pytest.mark.parametrize("width", at_length(list(WIDTHS)))
    def test_nor_do_those_of_60_bodies_with_long_names(self, width: str) -> None:
        made = figure_of("seats", hostile("seats", 60), WIDTHS[width], language="fr")
        assert overlapping(made) == []
        assert outside(made) == []

    @pytest.mark.parametrize("kind", KINDS)
    def test_text_is_8_points_on_paper_and_8_pixels_on_a_phone(self, kind: str) -> None:
        for width, scale in ((WIDE, min(1, 493 / (72 * WIDE))), (NARROW, min(1, 358 / (96 * NARROW)) * 96 / 72)):
            made = figure_of(kind, hostile(kind, 5), width)
            sizes = [text.get_fontsize() for text in made.findobj(mpl.text.Text) if text.get_text()]
            assert min(sizes) * scale >= 8

    @pytest.mark.parametrize("kind", KINDS)
    def test_draws_on_the_axes_that_it_is_given_and_touches_nothing_else(self, kind: str) -> None:
        before = dict(mpl.rcParams)
        made, (left, right) = pyplot.subplots(1, 2)
        size, place = tuple(made.get_size_inches()), left.get_position().bounds
        given = getattr(plots, kind)(hostile(kind, 5), ax=left, title="Title")
        assert given is left
        assert left.get_title(loc="left") == "Title"
        assert (tuple(made.get_size_inches()), left.get_position().bounds) == (size, place)
        assert not right.has_data()
        assert dict(mpl.rcParams) == before
        pyplot.close(made)

    @pytest.mark.parametrize("kind", KINDS)
    def test_without_axes_a_notebook_shows_a_figure_that_can_be_saved(self, kind: str) -> None:
        axes = getattr(plots, kind)(hostile(kind, 3))
        assert isinstance(axes, Axes)
        assert pyplot.gcf() is axes.figure
        for name, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
            file = io.BytesIO()
            axes.figure.savefig(file, format=name)
            assert file.getvalue().startswith(begins)
        pyplot.close(axes.figure)

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_same_results_give_the_same_bytes(self, kind: str) -> None:
        assert svg(figure_of(kind, hostile(kind, 5))) == svg(figure_of(kind, hostile(kind, 5)))

    @pytest.mark.parametrize("kind", KINDS)
    def test_drawn_again_on_its_figure_it_is_as_if_new(self, kind: str) -> None:
        used, results = figure_of(kind, hostile(kind, 5), WIDE), hostile(kind, 5)
        svg(used)
        used.set_size_inches(NARROW, 1)
        getattr(plots, kind)(results, ax=used)
        assert svg(used) == svg(figure_of(kind, results, NARROW))

    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_to_draw_is_no_error(self, kind: str) -> None:
        figure_of(kind, [])
        hidden = [result(None, **one.group) for one in hostile(kind, 3)]
        assert language("en").text("tables_text.hidden_mark") in words_of(figure_of(kind, hidden)) or kind == "slope"


class TestOrder:
    def test_is_that_of_the_values_and_what_is_hidden_comes_last(self) -> None:
        found = [result(0.4, branch="b"), result(None, branch="h"), result(0.2, branch="a"), result(0.9, branch="c")]
        axes = plots.shares(found, ax=Figure())
        assert names_of(axes) == ["a", "b", "c", "h"]

    def test_of_levels_is_the_organisations_own(self) -> None:
        found = [result(0.4, level="Director"), result(0.2, level="Manager"), result(0.9, level="Officer")]
        axes = plots.shares(found, ax=Figure())
        assert names_of(axes) == ["Director", "Manager", "Officer"]

    def test_of_figures_that_print_alike_is_the_order_of_the_results(self) -> None:
        axes = plots.shares([result(0.40004, branch="z"), result(0.40001, branch="a")], ax=Figure())
        assert names_of(axes) == ["z", "a"]

    def test_of_bodies_begins_with_those_where_women_lack_most(self) -> None:
        axes = plots.seats([body("b", 7, 1, 1), body("c", 9, 3, 0), body("a", 9, 0, 3)], ax=Figure())
        assert names_of(axes) == ["a", "b", "c"]


class TestHidden:
    def test_is_hatched_with_the_word_and_has_no_bar(self) -> None:
        made = figure_of("shares", [result(0.25, branch="a"), result(None, branch="b")])
        assert hatched(made) == 1
        assert "hidden" in words_of(made)
        assert len(bars(made, "women")) == 1

    def test_more_than_a_few_are_one_row(self) -> None:
        made = figure_of("shares", [result(0.25, branch="a"), *[result(None, branch=f"h{i}") for i in range(9)]])
        assert hatched(made) == 1
        assert "9 groups" in words_of(made)

    def test_why_there_is_no_value_is_said_in_words(self) -> None:
        made = figure_of("values", [result(2.0, "ratio", branch="a"), result(None, "ratio", 0, "no_hours", branch="b")])
        assert hatched(made) == 0
        assert language("en").text("reasons.no_hours") in words_of(made)

    def test_parts_of_an_answer_are_hatched_and_do_not_look_like_nought(self) -> None:
        made = figure_of("likert", [result(0.6, item="K1", sex="F"), *of_sexes(None, 0.5, item="K2")])
        assert hatched(made) == 2
        assert bars(made, "unfavourable") == [(0.0, pytest.approx(-0.4))]

    def test_one_sex_is_said_beside_the_other(self) -> None:
        words = words_of(figure_of("dumbbell", of_sexes(None, 0.62, area="A")))
        assert "women: hidden" in words
        assert "62%" in words


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
        assert all(start > 1 for start, _ in bars(made, "neutral"))

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


class TestInGrey:
    def test_women_and_men_are_told_apart(self) -> None:
        assert abs(luminance("women") - luminance("men")) > 0.35

    def test_so_are_favourable_and_unfavourable(self) -> None:
        assert abs(luminance("favourable") - luminance("unfavourable")) > 0.2


def luminance(name: str) -> float:
    """Relative luminance after WCAG, 0 to 1."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(palette()[name])]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


class TestInAReport:
    def test_the_alternative_text_has_the_figures_that_are_drawn(self) -> None:
        found = [share(0.25, level="Director"), share(0.75, level="Officer")]
        chart = drawn("shares", found)
        for picture in (chart.wide, chart.narrow):
            words = " ".join(texts_of(picture))
            assert all(figure in words and figure in chart.alternative for figure in ("25.0%", "75.0%"))

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
        assert all(f"{n}%" in chart.alternative and f"{n}%" in texts_of(chart.wide) for n in (75, 42, 45, 56))

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


def share(value: float, **group: str) -> Finding:
    return finding(
        "staff_women_by_level", "baseline", group=group, value=value, n=40, women=40 * value, men=40 * (1 - value)
    )


def test_boxes_are_measured_in_points() -> None:
    made = figure_of("shares", [result(0.5, branch="a")])
    heights = [box.height for words, box in boxes(made) if words == "a"]
    assert heights
    assert 3 < heights[0] < 12


class TestCost:
    @pytest.mark.parametrize("kind", ["shares", "likert", "dumbbell", "values", "pyramid"])
    def test_a_row_more_is_no_bar_and_no_mark_more(self, kind: str) -> None:
        def artists(count: int) -> int:
            (axes,) = figure_of(kind, [one for one in hostile(kind, count) if one.value is not None]).axes
            return len(axes.patches) + len(axes.lines) + len(axes.collections)

        assert artists(40) == artists(8)

    def test_no_word_is_measured_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        measure, asked = TextToPath.get_text_width_height_descent, []

        def counted(self: TextToPath, word: str, font: FontProperties, ismath: bool) -> tuple[float, float, float]:
            asked.append(word)
            return measure(self, word, font, ismath)

        monkeypatch.setattr(TextToPath, "get_text_width_height_descent", counted)
        found = [result(0.2, branch="Zweigstelle Oststadt"), result(0.5, branch="Oststadt Zweigstelle")]
        for width in WIDTHS.values():
            svg(figure_of("shares", found, width))
        assert asked.count("Zweigstelle") == asked.count("Oststadt") == 1

    def test_a_line_is_as_wide_as_matplotlib_has_it(self) -> None:
        font = FontProperties(family="DejaVu Sans", size=8.5)
        whole = text_to_path.get_text_width_height_descent(LONG, font, ismath=False)
        assert measured(LONG, font) == pytest.approx(whole, rel=0.01)


class TestPalette:
    @pytest.mark.parametrize("kind", KINDS)
    def test_other_colours_are_those_of_the_chart_and_of_its_legend_only(self, kind: str) -> None:
        made = figure_of(kind, hostile(kind, 3), palette={"women": "#123456", "favourable": "#123456"})
        found = io.StringIO()
        made.savefig(found, format="svg")
        assert "#123456" in found.getvalue()
        assert palette()["women"].lower() != "#123456"

    def test_a_colour_that_there_is_not(self) -> None:
        with pytest.raises(AuditError, match="no colour woman"):
            figure_of("shares", hostile("shares", 2), palette={"woman": "red"})

    def test_a_figure_with_several_axes(self) -> None:
        made = Figure()
        made.subplots(1, 2)
        with pytest.raises(AuditError, match="several axes"):
            plots.shares(hostile("shares", 2), ax=made)

    def test_ax_that_is_none(self) -> None:
        with pytest.raises(AuditError, match="ax is matplotlib's axes"):
            plots.shares(hostile("shares", 2), ax="pipeline")  # type: ignore[arg-type]
