"""What a reader's browser makes of a report: on a phone, on paper, offline, with a screen reader."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from accessibility import unfold, violations

A4 = (595, 842)  # points
KILOBYTE = 1000
PRINTED = (657, 963)  # CSS pixels: A4 less the margins of style.css
FOLLOWED = """all => all.filter(link => {
    link.click();
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const top = place?.getBoundingClientRect().top ?? -1;
    return !(place?.checkVisibility() && top > -2 && top < innerHeight);
}).map(link => link.hash)"""
WHOLE = """all => all.filter(one => !(getComputedStyle(one).breakInside === "avoid"
    && one.getBoundingClientRect().height < %d)).map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def page(browser: Any, report: Path) -> Any:
    """The report, opened as a file without network, on a desktop."""
    with browser.new_context(offline=True, viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        opened.goto(report.as_uri())
        yield opened


@pytest.mark.slow
def test_axe_finds_no_violation(page: Any) -> None:
    assert violations(page) == [], (
        "mend what is named in the writer of pages: people who read by ear or keyboard meet it"
    )


def test_a_report_asks_for_nothing_and_logs_nothing(browser: Any, report: Path) -> None:
    requests, messages = [], []
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(report.as_uri(), wait_until="networkidle")
    assert [url for url in requests if not url.startswith("data:")] == [report.as_uri()]
    assert messages == []


def test_every_picture_is_drawn(page: Any) -> None:
    script = "all => all.filter(i => !(i.complete && i.naturalWidth)).map(i => i.alt)"
    broken = page.eval_on_selector_all("img", script)
    assert broken == []


def test_every_link_has_its_target(page: Any, report: Path) -> None:
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    identities = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(identities) == len(set(identities))
    assert [link for link in links if not _leads_somewhere(link, identities, report.parent)] == [], (
        "a link of the page leads nowhere: give its target this id, or take the link away"
    )


def test_every_entry_of_the_contents_leads_to_its_heading(page: Any) -> None:
    lost = page.eval_on_selector_all("nav.contents a, .lead a[href^='#']", FOLLOWED)
    assert lost == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_overflows_a_phone(browser: Any, report: Path, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 740}, offline=True) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_prints_on_a4_in_full(page: Any, tmp_path: Path) -> None:
    paper = page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, tagged=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert boxes
    assert {tuple(sorted((round(float(width)), round(float(height))))) for width, height in boxes} == {A4}


def test_no_chart_is_cut_on_paper(page: Any) -> None:
    """A figure that may not be broken and is lower than a page stands on one page."""
    page.set_viewport_size({"width": PRINTED[0], "height": PRINTED[1]})
    page.emulate_media(media="print")
    assert page.eval_on_selector_all("figure", WHOLE % PRINTED[1]) == []


def test_takes_as_many_pages_as_it_has_content(page: Any, tmp_path: Path) -> None:
    """No page is nearly empty because something did not fit: at most two thirds more than laid out without pages."""
    paper = page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    page.set_viewport_size({"width": PRINTED[0], "height": PRINTED[1]})
    page.emulate_media(media="print")
    needed = page.evaluate("document.documentElement.scrollHeight") / PRINTED[1]
    pages = len(re.findall(rb"/Type /Page\b(?!s)", paper))
    assert pages <= max(3, needed * 5 / 3)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize(("name", "most"), [("report", 25), ("brief", 2), ("poster", 1)])
def test_a_publication_is_no_longer_than_it_may_be(browser, reports, code, name, most, tmp_path) -> None:
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto(reports(f"samples/{code}/{name}.html").as_uri())
        paper = page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type /Page\b(?!s)", paper)) <= most


def test_folded_tables_are_whole_on_paper(page: Any) -> None:
    page.emulate_media(media="print")
    hidden = page.eval_on_selector_all("details td", "all => all.filter(td => !td.checkVisibility()).length")
    assert hidden == 0


def test_headings_go_down_one_level_at_a_time(page: Any) -> None:
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5", "all => all.map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert not [(before, after) for before, after in itertools.pairwise(levels) if after - before > 1]


def test_language_and_direction_are_those_of_the_report(page: Any, report: Path) -> None:
    code = report.parent.name
    assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
        code,
        "rtl" if code == "ar" else "ltr",
    ]


def test_size_suits_a_slow_connection(report: Path) -> None:
    most = 1000 if report.name == "annex.html" else 400
    assert report.stat().st_size < most * KILOBYTE


def _leads_somewhere(link: str, identities: list[str], folder: Path) -> bool:
    file, _, anchor = link.partition("#")
    if file:
        target = folder / file
        return target.is_file() and (not anchor or f'id="{anchor}"' in target.read_text("utf-8"))
    return anchor in identities
