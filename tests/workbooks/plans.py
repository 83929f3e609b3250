"""Action plans as workbooks: made, filled in, and read again as actions."""

import datetime as dt
import io
from pathlib import Path

import openpyxl

from genderaudit.conclusions.findings import Finding, Rank, SelectedRecommendation
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import action_plan

LABELS, FIRST = 4, 5  # rows of a list sheet, as a spreadsheet program numbers them
DUE = dt.datetime(2026, 9, 30)


def organisation(name: str = "Example Union") -> Organisation:
    return Organisation(name=name, kind="trade_union", languages=["en"])


def recommendation(name: str, evidence: tuple[str, ...] = ("gap_analysis/seats",)) -> SelectedRecommendation:
    entry = next(entry for entry in methodology().recommendations if entry.id == name)
    return SelectedRecommendation(
        recommendation=name,
        area=entry.area,
        rank=Rank(severity=2, breadth=2),
        place=24,
        evidence=list(evidence),
    )


SEATS = Finding(
    id="gap_analysis/seats",
    phase="gap_analysis",
    area="I",
    indicator="bodies_women_seats",
    group={"body": "=HYPERLINK(1)"},
    value=4,
    unit="seats",
    n=41,
    women=9,
    men=32,
    rating="approaches",
    status="calculated",
    details={"share": 9 / 41, "quota": 0.3},
)
CHOSEN = [recommendation(name) for name in ("quota_women_bodies", "attendance_lists", "equality_on_agenda")]


def plan(code: str = "en", name: str = "Example Union", first: int = 10) -> bytes:
    given = (CHOSEN, {SEATS.id: SEATS}, methodology(), organisation(name), "2025", language(code))
    return action_plan(*given, first=first)


def opened(content: bytes, sheet: str) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))[sheet]


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, label: str) -> int:
    """The column of a label, whether or not it adds that what stands there is printed."""
    marked = [f"{label} ({words})" for words in ("printed in the report", "imprimé dans le rapport")]
    return next(cell.column for cell in sheet[LABELS] if cell.value in (label, *marked))


def fill(content: bytes, sheet_name: str, path: Path, rows: dict[int, dict[str, object]]) -> Path:
    """Save the workbook with answers: row (from 0) → label → answer."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[sheet_name]
    for row, answers in rows.items():
        for label, answer in answers.items():
            sheet.cell(FIRST + row, column(sheet, label)).value = answer
    book.save(path)
    return path


ENGLISH = {
    0: {"Decision": "accepted", "Owner": "Board", "Due date": DUE, "Budget": 1250.5, "Status": "started"},
    2: {"Decision": "rejected", "Note": "Done already since 2024."},
}


def actions(folder: Path) -> list[dict[str, object]]:
    intake = read_round(folder, organisation(), "2026", only=("actions",))
    assert not intake.problems
    return intake.tables["actions"].to_dict("records")


OWN = len(CHOSEN) + 1  # the first row below the line that opens them
WORDS = {"Recommendation": "Hold a day of listening in each branch.", "Owner": "Women’s committee", "Due date": DUE}
