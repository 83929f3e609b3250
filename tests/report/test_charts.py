"""Charts: in order, hidden where they must be, told apart in grey, in their palette, and drawn at little cost."""

from __future__ import annotations

import io

import matplotlib as mpl
import pytest
from at_length import at_length
from chart_data import LONG, WIDTHS, body, figure_of, hostile, of_sexes, result
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath, text_to_path
from pictures import bars, boxes, hatched, outside, overlapping, words_of

from genderaudit import plots
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.report.pictures import svg
from genderaudit.report.plots.rows import names_of
from genderaudit.report.plots.style import NARROW, WIDE, measured, palette

KINDS = ("shares", "seats", "pyramid", "dumbbell", "likert", "slope", "pipeline", "quarters", "values", "intervals")


class TestEveryChart:
    @pytest.mark.parametrize("width", at_length(list(WIDTHS)))
    @pytest.mark.parametrize("count", at_length([7, 1]))
    @pytest.mark.parametrize("kind", KINDS)
    def test_no_words_overlap_or_leave_the_page(self, kind: str, count: int, width: str) -> None:
        made = figure_of(kind, hostile(kind, count), WIDTHS[width], language="fr", title=LONG)
        assert overlapping(made) == [], "these words overlap: wrap them, or give the chart more height"
        assert outside(made) == [], "these words leave the page: wrap them, or give the chart more room"

    @pytest.mark.parametrize("width", at_length(list(WIDTHS)))
    def test_nor_do_those_of_60_bodies_with_long_names(self, width: str) -> None:
        made = figure_of("seats", hostile("seats", 60), WIDTHS[width], language="fr")
        assert overlapping(made) == [], "these words overlap: wrap them, or give the chart more height"
        assert outside(made) == [], "these words leave the page: wrap them, or give the chart more room"

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


class TestInGrey:
    def test_women_and_men_are_told_apart(self) -> None:
        assert abs(luminance("women") - luminance("men")) > 0.35

    def test_so_are_favourable_and_unfavourable(self) -> None:
        assert abs(luminance("favourable") - luminance("unfavourable")) > 0.2


def luminance(name: str) -> float:
    """Relative luminance after WCAG, 0 to 1."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(palette()[name])]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


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
