"""Script, formulas and broken markup in every text that an organisation gives: on every page, picture and workbook
that a run or a form writes, they are text and nothing else."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import openpyxl
import pytest
from examples import Builder

from genderaudit.cli import main
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology
from genderaudit.runner import plan, run
from genderaudit.runner.pool import processes
from genderaudit.runner.status import status, write_index

pytestmark = pytest.mark.slow  # a run with everything that it writes

EVIL = """=1+1 "'></title></style></text>]]><script>evil()</script><img src=x onerror=evil()>{{7*7}}"""
SHORT = "<img src=x onerror=evil()>"  # where a slash cannot stand: names of files and sheets
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)")
QUOTED = json.dumps(EVIL)
SETTINGS = f"""
name: {QUOTED}
kind: trade_union
languages: [en]
levels: [{QUOTED}, {json.dumps(FORMULAS[1])}]
public_bodies: all
committee_lines: {{{QUOTED}: women}}
headcounts: [{{sex: F, count: 90, level: {QUOTED}}}, {{sex: M, count: 90, level: {QUOTED}}}]
rounds: {{"2025": {{date: 2025-06-30}}}}
"""
ALIKE = 20  # rows of each kind: enough to be shown


def table(header: str, *rows: list[object], times: int = 1) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([header.split(","), *rows * times])
    return stream.getvalue()


def lists() -> dict[str, str]:
    """Every table with such texts in every column of words."""
    items = [item.id for item in methodology().questionnaire.items]
    both = list(itertools.product("FM", (EVIL, *FORMULAS)))
    survey = f"sex,level,unit,{','.join(items)},{','.join(methodology().questionnaire.open)}"
    written = [EVIL] * len(methodology().questionnaire.open)
    return {
        "staff.csv": table(
            f"sex,level,unit,function,contract,birth_year,hired_on,promoted_on,pay,pay_period,{EVIL}",
            *([s, t, t, t, t, 1970, "2015-01-01", "2020-01-01", 100, "year", t] for s, t in both),
            times=ALIKE,
        ),
        "members.csv": table("sex,count,branch,level,sector", *([s, 50, t, t, t] for s, t in both)),
        "bodies.csv": table("body,sex,count,level,role,quota_women", *([t, s, 6, t, t, 0.4] for s, t in both)),
        "attendance.csv": table("event,sex,count,event_type,level,role", *([t, s, 40, t, t, t] for s, t in both)),
        "recruitment.csv": table(
            "stage,sex,count,level", *([stage, s, 40, t] for s, t in both for stage in ("applied", "appointed"))
        ),
        "documents.csv": table("area,criterion,rating,evidence,document,reviewer", ["A", "A1", "meets", *[EVIL] * 3]),
        "budget.csv": table("line,amount,currency,gender_marker", *([t, 100, "GBP", 0] for _, t in both)),
        "interviews.csv": table(
            "area,kind,text,source,group,cleared", *(["J", "challenge", t, t, t, "yes"] for _, t in both)
        ),
        "survey.csv": table(
            survey, *([s, t, t, *[2] * len(items), *written] for s, t in both), times=ALIKE
        ),
        "actions.csv": table("recommendation,decision,owner,note,status", ["J1", "accept", EVIL, EVIL, "started"]),
        f"{SHORT}.csv": "x\n",
    }  # fmt: skip


def wrong() -> dict[str, bytes | str]:
    """Files with errors, whose sentences name headers, sheets, codes and files."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.title = SHORT
    for row in (["sex", "pay", "unit"], *[[EVIL, "x", EVIL]] * 4):
        book.active.append([f"'{cell}" if cell == EVIL else cell for cell in row])
    book.save(stream)
    return {"staff.xlsx": stream.getvalue(), "members.csv": table("sex,count", *[[EVIL, EVIL]] * 4), f"{SHORT}.csv": ""}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One organisation audited, one with errors, and all forms of the first."""
    builder = Builder(tmp_path_factory.mktemp("hostile"))
    aside = f"{SETTINGS}ignore: ['*{SHORT[-9:]}.csv']\n"  # a list that nothing reads would be an error
    builder.organisation(lists(), aside, name="audited")
    builder.organisation(wrong(), SETTINGS, name="wrong")
    place = Workspace.open(builder.root)
    states = [outcome.state for _, done in run(plan(place), 1, processes) for outcome in done]
    assert sorted(states) == ["done", "failed"]
    write_index(place, status(place))
    for form in ("xlsform", "xlsx", "html", "intake", "review"):
        main(["form", "audited", "--format", form, "--workspace", str(builder.root)])
    return place


PAGES = (
    "index.html", "1_baseline.html", "2_gap_analysis.html", "3_staff_perception.html", "4_recommendations.html",
    "report.html", "brief.html", "annex.html", "data_quality.html", "error.html", "survey_en.html",
)  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, its text, and the pictures in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def pictures(self) -> list[str]:
        names = {"img": "src", "source": "srcset"}
        return [str(attributes.get(names[tag])) for tag, attributes in self.elements if tag in names]


def files(workspace: Workspace, pattern: str) -> list[Path]:
    found = sorted(path for path in workspace.root.rglob(pattern) if "raw" not in path.parts)
    assert found, pattern
    return found


@pytest.mark.parametrize("name", PAGES)
def test_page_holds_it_as_text_only(workspace, name):
    for path in files(workspace, name):
        page = Page(path)
        tags = [tag for tag, _ in page.elements]
        assert (tags.count("script"), tags.count("title"), tags.count("style")) == (0, 1, 1)
        assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
        assert not [source for source in page.pictures if not source.startswith("data:image/")]
        assert "evil()" in "".join(page.text), "the page does not show the text: nothing is proved"
        assert "49" not in "".join(text for text in page.text if "evil()" in text)  # no template was filled in


def svgs(workspace: Workspace) -> Iterator[str]:
    for path in files(workspace, "*.svg"):
        yield path.read_text("utf-8")
    for name in ("report.html", "brief.html", "annex.html"):
        for source in Page(files(workspace, name)[0]).pictures:
            yield unquote(source.partition(",")[2])


def test_pictures_hold_it_as_text_only(workspace):
    shown = ""
    for svg in svgs(workspace):
        root = ElementTree.fromstring(svg)
        assert not [e for e in root.iter() if e.tag.rpartition("}")[2] in ("script", "img", "foreignObject")]
        assert not [a for e in root.iter() for a in e.attrib if a.startswith("on")]
        shown += " ".join(root.itertext())
    assert "=1+1" in shown
    assert "@SUM(1)" in shown


WORKBOOKS = (
    "action_plan.xlsx", "survey_xlsform.xlsx", "survey_en.xlsx", "intake_workbook_en.xlsx", "document_review_en.xlsx"
)  # fmt: skip


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbook_holds_it_as_text_only(workspace, name):
    (path,) = files(workspace, name)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert not [formula for formula in formulas if "evil" in formula or "1+1" in formula or "SUM(1)" in formula]
    assert not formulas or name == "action_plan.xlsx"  # its own counts
    assert any("evil()" in str(cell.value) for cell in cells)


def test_no_cell_of_a_csv_file_is_taken_for_a_formula(workspace):
    cells = [
        cell for path in files(workspace, "*.csv") for row in csv.reader(path.open(encoding="utf-8")) for cell in row
    ]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "-", "\t") and not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
