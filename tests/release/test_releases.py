"""Releases: what is frozen, what a correction says, and the marks on its pages."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from editions import made, page
from invented_findings import finding, findings
from nbformat.v4 import new_notebook
from released import NAME, ROUND, STAFF, draft, share

from genderaudit.cli import DONE, main
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.releases import lists_of, releases, same_lists
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import ACTION_PLAN, MAP, PHASES, Workspace
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.release.narrowing import Verdict
from genderaudit.report.charts import poster
from genderaudit.report.export import export_phase
from genderaudit.report.frame import css_text
from genderaudit.runner.passing import gate_passes, judge
from genderaudit.runner.releasing import ReleaseContent
from genderaudit.runner.status import status, write_index
from genderaudit.workbooks import action_plan

WHY = "Two women were counted twice."
PAGES = ("report", "brief", "annex", "1_baseline")


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestTheEditionsOfARound:
    """A round is discussed, handed out, found wrong and corrected."""

    @pytest.fixture(scope="class")
    def root(self, tmp_path_factory) -> Path:
        return tmp_path_factory.mktemp("editions")

    @pytest.fixture(scope="class")
    def place(self, root) -> Workspace:
        """Four editions: for validation, for the organisation, a correction, the same for the public."""
        place = draft(root, share(10, 20), share(4, 8, level="Officer"), languages=("en", "fr"))
        made(place, "validation", "Workshop <of> 3 December")
        draft(root, share(12, 18), share(4, 8, level="Officer"), languages=("en", "fr"))
        made(place, receiver="Example’s board")
        draft(root, share(10, 18), share(4, 8, level="Officer"), languages=("en", "fr"))
        made(place, because=WHY)
        made(place, "public")
        return place

    @pytest.fixture
    def own(self, place, tmp_path) -> Workspace:
        """A copy of it, for tests that change something."""
        shutil.copytree(place.root, tmp_path, dirs_exist_ok=True)
        return Workspace.open(tmp_path)

    def test_they_are_numbered_and_say_whom_they_are_for(self, place):
        found = [(one.number, one.reader, one.receiver) for one in releases(place, NAME, ROUND)]
        readers = ["validation", "organisation", "organisation", "public"]
        receivers = ["Workshop <of> 3 December", "Example’s board", "", ""]
        assert found == list(zip(range(1, 5), readers, receivers, strict=True))

    def test_every_language_that_was_run_is_in_them(self, place):
        for code in ("en", "fr"):
            assert f"baseline in {code}" in page(place, 2, "1_baseline", code)
            assert f"recommendations in {code}" in page(place, 2, "annex", code)
            assert f"report in {code}" in page(place, 2, "report", code)
            assert f"brief in {code}" in page(place, 2, "brief", code)

    def test_page_one_names_number_and_receiver_and_nothing_says_draft(self, place):
        for name in PAGES:
            html = page(place, 2, name)
            assert "Edition 2 of" in html
            assert "Example’s board" in html
            assert 'content: "Edition 2"' in html
            assert "Draft" not in html
        assert "&lt;of&gt;" in page(place, 1)

    def test_what_was_for_validation_may_change_without_a_reason(self, place):
        second = releases(place, NAME, ROUND)[1]
        assert (second.replaces, second.because) == (None, "")
        assert "corrects" not in page(place, 2)

    def test_a_correction_names_what_it_replaces_and_why(self, place):
        third = releases(place, NAME, ROUND)[2]
        assert (third.replaces, third.because) == (2, WHY)
        for name in PAGES:
            assert "It corrects edition 2 of" in page(place, 3, name)
            assert WHY in page(place, 3, name)

    def test_it_lists_each_changed_figure_as_it_was_and_is_and_no_other(self, place):
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page(place, 3).split('id="corrections"')[1])
        assert len(rows) == 1
        was, now = re.findall(r"<td>(.*?)</td>", rows[0])
        assert was == "Women: 12<br>People: 30<br>Share: 40.0%"
        assert now == "Women: 10<br>People: 28<br>Share: 35.7%"

    def test_it_lists_them_in_every_language(self, place):
        assert "Femmes\u00a0: 12<br>Personnes\u00a0: 30" in page(place, 3, code="fr")

    def test_only_the_report_has_the_list_and_the_other_pages_lead_to_it(self, place):
        for name in PAGES:
            elsewhere = "" if name == "report" else "report.html"
            assert f'href="{elsewhere}#corrections"' in page(place, 3, name)
            assert ('id="corrections"' in page(place, 3, name)) == (name == "report")

    def test_another_reader_of_the_same_figures_gets_no_correction(self, place):
        fourth = releases(place, NAME, ROUND)[3]
        assert (fourth.replaces, fourth.because) == (None, "")
        assert "corrections" not in page(place, 4).split("</style>")[1]

    def test_index_and_status_say_which_is_what(self, own, capsys):
        html = write_index(own, status(own)).read_text("utf-8")
        links = re.findall(r'href="(example/2025/edition_\d/fr/report.html)"', html)
        assert links == [f"example/2025/edition_{number}/fr/report.html" for number in (4, 3, 2, 1)]
        assert main(["status", f"--workspace={own.root}"]) == DONE
        assert re.search(r"edition 4, \d{4}-\d\d-\d\d, public", capsys.readouterr().out)

    def test_pages_that_were_deleted_are_put_back_and_those_that_were_filled_in_stay(self, own):
        gone, kept = (own.edition(NAME, ROUND, 2, code) / "report.html" for code in ("en", "fr"))
        gone.unlink()
        kept.write_text("filled in")
        write_index(own, status(own))
        assert "Edition 2 of" in gone.read_text("utf-8")
        assert kept.read_text() == "filled in"

    def test_a_run_overwrites_none(self, own):
        before = content(own.root / "data" / "releases")
        draft(own.root, share(1, 20))
        assert content(own.root / "data" / "releases") == before

    def test_nothing_temporary_is_left(self, place):
        assert not list(place.root.rglob(".tmp-*"))
        assert not list(place.root.rglob(".held"))


def test_lists_that_differ_are_not_taken_for_the_same(workspace):
    one = workspace.read({"staff.csv": STAFF}).tables
    other = workspace.read({"staff.csv": STAFF.replace(",19", ",20")}).tables
    small = workspace.read({"staff.csv": "sex,level\n" + "F,Officer\nM,Officer\n" * 4}).tables
    key = b"k" * 32
    assert same_lists(lists_of(one, key), lists_of(one, key)) == ["staff"]
    assert same_lists(lists_of(one, key), lists_of(other, key)) == []
    assert same_lists(lists_of(small, key), lists_of(small, key)) == []
    assert lists_of(one, key)["staff"] != lists_of(one, b"o" * 32)["staff"]


def test_what_an_edition_has_withdrawn_is_compared_with_those_before(tmp_path, monkeypatch):
    """Of 46 women 12, then withdrawn, then of 47 women 13: beside edition 1 the one who came is known."""
    monkeypatch.setattr("genderaudit.release.narrowing.gate_of", lambda *_: Verdict([], []))

    def statement(agree: int, n: int) -> Finding:
        return finding("item_favourable", "baseline", n=n, value=agree / n, group={"item": "K1", "sex": "F"})

    place = draft(tmp_path, statement(12, 46))
    made(place)
    draft(tmp_path, share(10, 20))
    made(place, because=WHY)
    draft(tmp_path, statement(13, 47))
    assert judge(place, NAME, ROUND).changed == ["item_difference/K1", "item_favourable/K1"]


class TestForThePublic:
    """Nobody outside sees who is where in groups of fewer than four people."""

    @pytest.fixture
    def published(self, tmp_path):
        def of(reader: str, about: str = "", small: str = "F,Director,1970\n") -> ReleaseContent:
            place = draft(tmp_path, share(10, 20), lists={"staff.csv": STAFF + small})
            with (place.raw(NAME) / "organisation.yml").open("a") as file:
                file.write(about)
            return ReleaseContent(place, NAME, ROUND, reader, dict.fromkeys(PHASES), [])  # type: ignore[arg-type]

        return of

    @pytest.mark.parametrize("people", [1, 3])
    def test_small_groups_are_refused_with_what_to_do(self, published, people):
        (reason,) = gate_passes(published("public", small="F,Director,1970\n" * people))
        assert "Write composition: protected into organisation.yml" in str(reason)

    def test_where_they_are_merged_it_passes(self, published):
        assert gate_passes(published("public", "composition: protected\n")) == []

    def test_without_small_groups_it_passes(self, published):
        assert gate_passes(published("public", small="F,Director,1970\n" * 4)) == []
        assert gate_passes(published("public", small="")) == []

    def test_the_organisation_sees_what_everybody_there_sees(self, published):
        assert gate_passes(published("organisation")) == []


class TestMarks:
    """The word of a draft, or the edition, on everything that is printed."""

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_a_draft_bears_the_word_on_screen_and_on_every_printed_page(self, code):
        words, about = (
            language(code),
            {"name": "A", "round": ROUND, "kind": "ngo", "invented": False, "date": "2025-06-30"},
        )
        html = export_phase(new_notebook(), "baseline", words, about)
        word = words.text("edition.draft")
        assert f'<aside class="draft" aria-label="{word}">{word}</aside>' in html
        assert f"{{ content: {css_text(word)}" in html.split("@page {")[2]
        assert words.text("edition.draft_line") in html

    def test_workbook_and_poster_of_a_release_are_drawn_anew_under_its_mark(self, tmp_path):
        place = draft(tmp_path, share(10, 20))
        for name in (f"{ACTION_PLAN}.xlsx", f"{MAP}.svg"):
            (place.outputs(NAME, ROUND, "en") / name).write_text("draft")
        made(place, receiver="Board")
        folder = place.edition(NAME, ROUND, 1, "en")
        for sheet in openpyxl.load_workbook(folder / f"{ACTION_PLAN}.xlsx"):
            assert sheet["A1"].value.startswith("Edition 1 · ")
            assert sheet.oddHeader.right.text.endswith(": Board.")
        drawn = "".join((folder / f"{MAP}.svg").read_text("utf-8").split())
        assert "Edition1<" in drawn
        assert (folder / f"{MAP}.pdf").read_bytes().startswith(b"%PDF")

    def test_word_files_and_slides_of_a_release_are_under_its_mark(self, tmp_path):
        place = draft(tmp_path, share(10, 20))
        made(place, receiver="Board")
        for name in ("report.docx", "brief.docx", "brief.pptx"):
            with ZipFile(place.edition(NAME, ROUND, 1, "en") / name) as parts:
                text = "".join(parts.read(part).decode() for part in parts.namelist() if part.endswith(".xml"))
            assert "Edition 1" in text, name
            assert language("en").text("edition.draft_line") not in text

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_workbook_and_poster_of_a_run_are_drafts(self, code):
        words = language(code)
        about = Organisation(name="A & B", kind="ngo", languages=[code])
        book = openpyxl.load_workbook(BytesIO(action_plan([], {}, methodology(), about, ROUND, words)))
        assert {sheet["A1"].value.partition(" · ")[0] for sheet in book} == {words.text("edition.draft")}
        drawn = poster(findings(phase="baseline"), findings(), about, ROUND, words)
        assert {words.text("edition.draft"), words.text("edition.draft_line")} <= {t.get_text() for t in drawn.texts}


class TestComparison:
    """A later round compares with what was released of the earlier one, and is stale when that changes."""

    def test_with_the_last_release_else_the_draft(self, tmp_path):
        place = draft(tmp_path, share(10, 20))
        assert place.compared(NAME, ROUND, "baseline") == place.findings(NAME, ROUND, "baseline")
        made(place)
        made(place, "public")
        draft(tmp_path, share(15, 15))
        assert place.compared(NAME, ROUND, "baseline") == place.released_findings(NAME, ROUND, 2, "baseline")
        assert b'"women": 10' in place.compared(NAME, ROUND, "baseline").read_bytes()

    def test_a_new_draft_of_what_was_released_leaves_the_later_round_as_it_is(self, tmp_path):
        place = draft(tmp_path, share(10, 20))
        made(place)
        draft(tmp_path, share(10, 20), round="2026")
        draft(tmp_path, share(15, 15))
        assert {row.round: row.state for row in status(place) if row.language == "en"} == {
            "2025": "done",
            "2026": "done",
        }
        made(place, because=WHY)
        assert {row.round: row.state for row in status(place) if row.language == "en"}["2026"] == "stale"
