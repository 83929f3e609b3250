"""What of a notebook reaches a report, in which order, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import Language, language, languages
from genderaudit.foundations.workspace import BRIEF, PHASES, POSTER, REPORT
from genderaudit.report.export import export_joined, export_phase, export_stage, index_page
from genderaudit.runner.status import FILES

ABOUT = {"name": "Sigida", "round": "2025", "kind": "cooperative", "invented": False, "date": "2025-06-30"}


ENGLISH = language("en")


def shown(html: str, *tags: str, source: str = "audit.report()", **found: Any) -> NotebookNode:
    """A code cell that displayed this HTML."""
    output = new_output("display_data", {"text/html": html, "text/plain": "plain"}, metadata={"genderaudit": found})
    return new_code_cell(source, outputs=[output], metadata={"tags": list(tags)})


def headed(text: str, anchor: str, level: int, *tags: str) -> NotebookNode:
    """A cell that displayed a heading."""
    html = f'<h{level} id="{anchor}">{text}</h{level}>'
    return shown(html, *tags, heading=text, anchor=anchor, level=level)


def phase(*cells: NotebookNode, words: Language = ENGLISH, **about: Any) -> str:
    return export_phase(new_notebook(cells=list(cells)), "baseline", words, ABOUT | about)


def joined(**notebooks: list[NotebookNode]) -> str:
    made = {name: new_notebook(cells=cells) for name, cells in notebooks.items()}
    return export_joined(made, ENGLISH, ABOUT)


def printing(output: NotebookNode) -> NotebookNode:
    return new_code_cell("x", outputs=[output])


# What reaches a report


def test_displays_are_exported() -> None:
    assert "<p>Women are 3 of 10.</p>" in phase(shown("<p>Women are 3 of 10.</p>"))


def test_code_and_guidance_are_not() -> None:
    html = phase(new_markdown_cell("Guidance for researchers"), shown("<p>a</p>", source="secret_code(1)"))
    assert "Guidance" not in html
    assert "secret_code" not in html


def test_printed_text_and_plain_values_are_not() -> None:
    stream = new_output("stream", name="stdout", text="printed row")
    value = new_output("execute_result", {"text/plain": "42 plain"})
    html = phase(printing(stream), printing(value))
    assert "printed row" not in html
    assert "42 plain" not in html


def test_html_of_an_execute_result_is_exported() -> None:
    assert "<p>last line</p>" in phase(printing(new_output("execute_result", {"text/html": "<p>last line</p>"})))


# Order and headings


def test_the_lead_comes_before_the_contents_wherever_its_cell_stands() -> None:
    html = phase(headed("Levels", "baseline-levels", 2), shown("<p>The answer.</p>", "lead"))
    assert html.index("The answer.") < html.index("<nav") < html.index('id="baseline-levels"')


def test_the_contents_of_a_phase_list_headings_of_two_levels() -> None:
    html = phase(headed("Levels", "baseline-levels", 2), headed("Staff", "baseline-staff", 3))
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r'href="#([a-z-]+)"', contents) == ["baseline-levels", "baseline-staff"]
    assert contents.count("<ol>") == 2


def test_the_annex_begins_with_the_recommendations_key_messages() -> None:
    html = joined(
        baseline=[shown("<p>Baseline says.</p>", "lead"), shown("<p>Levels.</p>")],
        recommendations=[shown("<p>Do this first.</p>", "lead")],
    )
    assert html.count("Do this first.") == 1
    assert html.index("Do this first.") < html.index("<nav") < html.index("Baseline says.") < html.index("Levels.")


def test_the_annex_has_the_phases_as_parts_in_the_methods_order() -> None:
    notebooks = {name: [shown(f"<p>{name}</p>")] for name in reversed(PHASES)}
    titles = re.findall(r'<h2 class="part-title" id="([a-z-]+)">', joined(**notebooks))
    assert titles == [name.replace("_", "-") for name in PHASES]


def test_headings_go_one_level_down_in_the_annex() -> None:
    html = joined(baseline=[headed("Levels", "baseline-levels", 2), headed("Staff", "baseline-staff", 3)])
    assert '<h3 id="baseline-levels">Levels</h3>' in html
    assert '<h4 id="baseline-staff">Staff</h4>' in html


def test_text_that_looks_like_a_heading_keeps_its_level() -> None:
    assert "&lt;h2 id=" in joined(baseline=[shown("<p>&lt;h2 id=</p>")])


def test_the_contents_of_the_annex_stop_at_the_second_level() -> None:
    html = joined(baseline=[headed("Levels", "baseline-levels", 2), headed("Staff", "baseline-staff", 3)])
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r'href="#([a-z-]+)"', contents) == ["baseline", "baseline-levels"]


def test_method_and_provenance_are_folded_at_the_end_of_their_part() -> None:
    html = joined(
        baseline=[headed("Method", "baseline-method", 2, "appendix"), shown("<p>Levels.</p>")],
        gap_analysis=[shown("<p>Gaps.</p>")],
    )
    folded = html[html.index("<details") : html.index("</details>")]
    assert 'id="baseline-method"' in folded
    assert html.index("Levels.") < html.index("<details") < html.index("Gaps.")


def test_a_link_to_another_phase_leads_to_its_file() -> None:
    link = '<p><a href="#gap-analysis-seats">table</a></p>'
    assert 'href="2_gap_analysis.html#gap-analysis-seats"' in phase(shown(link))


def test_a_link_to_another_phase_stays_within_the_annex() -> None:
    cells = {
        "baseline": [shown('<a href="#gap-analysis-seats">table</a>')],
        "gap_analysis": [shown("<p>Gaps.</p>")],
    }
    assert 'href="#gap-analysis-seats"' in joined(**cells)


# The report and the brief


def stage(*cells: NotebookNode, **about: Any) -> dict[str, str]:
    return export_stage(new_notebook(cells=list(cells)), REPORT, ENGLISH, ABOUT | about)


def test_a_phase_makes_one_page_and_the_report_those_that_it_has_cells_for() -> None:
    book = new_notebook(cells=[shown("<p>a</p>")])
    alone = export_stage(book, "baseline", ENGLISH, ABOUT)
    assert alone == {"1_baseline": export_phase(book, "baseline", ENGLISH, ABOUT)}
    assert list(stage(shown("<p>a</p>"))) == [REPORT]
    assert list(stage(shown("<p>a</p>", "poster"), shown("<p>b</p>", "brief"))) == [REPORT, BRIEF, POSTER]


def test_what_is_tagged_brief_is_in_the_brief_and_nothing_else() -> None:
    made = stage(shown("<p>Decide this.</p>", "lead"), shown("<p>Areas.</p>"), shown("<p>In short.</p>", "brief"))
    found = {name: [text in html for text in ("Decide this.", "Areas.", "In short.")] for name, html in made.items()}
    assert found == {REPORT: [True, True, False], BRIEF: [False, False, True]}


def test_the_report_begins_with_its_lead_and_has_contents_and_the_brief_has_none() -> None:
    made = stage(
        headed("Areas", "report-areas", 2),
        headed("Staff", "report-staff", 3),
        headed("In short", "brief-in-short", 2, "brief"),
        shown("<p>Decide this.</p>", "lead"),
    )
    html = made[REPORT]
    assert html.index("Decide this.") < html.index("<nav") < html.index('id="report-areas"')
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r'href="#([a-z-]+)"', contents) == ["report-areas"]
    assert "<nav" not in made[BRIEF]


def test_the_pages_say_which_is_which() -> None:
    made = stage(shown("<p>a</p>"), shown("<p>b</p>", "brief"), shown("<p>c</p>", "poster"))
    titles = {name: ENGLISH.text(f"page.{name}_title") for name in made}
    assert [re.findall("<h1[^>]*>(.*?)</h1>", made[name]) for name in made] == [[titles[name]] for name in made]
    assert len(set(titles.values())) == 3


def test_a_link_from_the_report_to_a_phase_leads_to_its_file() -> None:
    link = '<p><a href="#gap-analysis-seats">table</a></p>'
    for html in stage(shown(link), shown(link, "brief")).values():
        assert 'href="2_gap_analysis.html#gap-analysis-seats"' in html


# What is refused


def test_a_notebook_that_stopped_has_no_report_and_its_values_stay_unsaid() -> None:
    error = new_output("error", ename="KeyError", evalue="Fatou Diallo", traceback=["Fatou Diallo"])
    with pytest.raises(AuditError, match="stopped with an error") as refused:
        phase(printing(error))
    assert "Fatou" not in str(refused.value)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="data:image/svg+xml,x">',
        '<img src="data:image/svg+xml,x" alt="">',
        '<img alt="  " src="data:image/svg+xml,x">',
        '<img src="data:image/png;base64,x" alt="No description has been provided for this image">',
    ],
)
def test_a_picture_without_alternative_text_is_refused(html: str) -> None:
    with pytest.raises(AuditError, match="without alternative text"):
        phase(shown(html))


def test_a_bare_picture_is_refused() -> None:
    with pytest.raises(AuditError, match="without alternative text"):
        phase(printing(new_output("display_data", {"image/png": "iVBOR", "text/plain": "<Figure>"})))


def test_a_described_picture_is_exported() -> None:
    picture = '<img src="data:image/svg+xml,x" alt="Bars: women 30%">'
    assert picture in phase(shown(picture))


def test_a_raw_data_frame_is_refused() -> None:
    with pytest.raises(AuditError, match="its rows may be persons"):
        phase(shown('<table border="1" class="dataframe"><tr><td>1990</td></tr></table>'))


# The frame


def test_a_name_with_markup_is_text_everywhere() -> None:
    html = phase(shown("<p>a</p>"), name='A </style><script>alert("1")</script> & B')
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert "A &lt;/style&gt;&lt;script&gt;" in html


def test_an_invented_organisation_says_so() -> None:
    sentence = ENGLISH.text("page.invented")
    assert sentence in phase(shown("<p>a</p>"), invented=True)
    assert sentence not in phase(shown("<p>a</p>"))


def test_the_frame_is_in_the_language_of_the_report() -> None:
    html = phase(shown("<p>a</p>"), words=language("fr"))
    assert '<html lang="fr" dir="ltr">' in html
    assert "<h1>État des lieux</h1>" in html
    assert "30 juin 2025" in html


def test_two_exports_of_a_notebook_are_the_same() -> None:
    cells = [headed("Levels", "baseline-levels", 2), shown("<p>a</p>", "lead")]
    assert phase(*cells) == phase(*cells)


def test_nothing_may_be_fetched() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', phase(shown("<p>a</p>")))
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


# The index


ROW = {
    "name": "Sigida",
    "invented": True,
    "round": "2025",
    "language": "en",
    "status": "done",
    "date": "2025-06-30",
}


def test_the_index_links_to_every_report_of_a_row() -> None:
    files = {name: f"s/2025/en/{file}" for name, file in FILES.items()}
    row = ROW | {"files": files, "phases": {"baseline": "s/2025/en/1_baseline.html"}}
    assert re.findall(r'<a href="([a-z0-9_/.]+)"', index_page([row], ENGLISH)) == [
        *files.values(),
        "s/2025/en/1_baseline.html",
    ]


@pytest.mark.parametrize("code", languages())
def test_the_index_names_each_link_otherwise(code: str) -> None:
    row = ROW | {"files": dict.fromkeys(FILES, "a"), "phases": dict.fromkeys(PHASES, "b")}
    named = re.findall(r'<a href="[ab]"[^>]*>([^<]+)</a>', index_page([row], language(code)))
    assert len(set(named)) == len(FILES) + len(PHASES)


def test_the_index_leads_to_what_happened() -> None:
    html = index_page([ROW | {"status": "failed", "error": "s/2025/en/error.html"}], ENGLISH)
    assert re.findall(r'<a href="([a-z0-9_/.]+)"', html) == ["s/2025/en/error.html"]
    assert "What happened, and what to do" in html


def test_the_index_says_what_failed_without_a_link() -> None:
    html = index_page([ROW | {"status": "failed", "files": dict.fromkeys(FILES), "phases": {}}], ENGLISH)
    assert ">Failed</td>" in html
    assert "<li>" not in html


def test_the_index_escapes_names() -> None:
    assert "&lt;b&gt;" in index_page([ROW | {"name": "<b>"}], ENGLISH)


def test_an_empty_index_says_so() -> None:
    assert ENGLISH.text("page.overview.none") in index_page([], ENGLISH)
