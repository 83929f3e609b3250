"""Action plans with any answers, and the recommendations that they are about."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
from hypothesis import strategies as st

from genderaudit.conclusions.findings import Rank, SelectedRecommendation
from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import action_plan
from genderaudit.workbooks.plan_columns import PLACE

NAMES = [entry.id for entry in methodology().recommendations]
ANSWER = st.fixed_dictionaries(
    {
        "decision": st.sampled_from([None, "accept", "amend", "reject"]),
        "status": st.sampled_from([None, "planned", "started", "done", "stopped"]),
        "due": st.sampled_from([None, dt.datetime(2024, 1, 1), dt.datetime(2026, 1, 1)]),
    }
)


def filled(proposed: list[str], answers: list[dict[str, object]], own: list[dict[str, object]], code: str) -> bytes:
    """The plan of these recommendations, with the answers of people who write into open cells only."""
    texts, about = language(code), Organisation(name="Example", kind="ngo", languages=["en"])
    chosen = [
        SelectedRecommendation(recommendation=name, area="K", rank=Rank(), place=1, evidence=[]) for name in proposed
    ]
    made = action_plan(chosen, {}, methodology(), about, "2025", texts)
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book.worksheets[1]
    first_own = 5 + max(len(proposed), 1) + 1
    for start, rows in ((5, answers), (first_own, own)):
        for row, answer in enumerate(rows, start=start):
            for name, value in answer.items():
                cell = sheet.cell(row, PLACE[name] + 1)
                if not cell.protection.locked and value is not None:
                    words = name in ("decision", "status")
                    cell.value = texts.text(f"workbook.{name}.{value}") if words else value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


PLANS = (
    st.lists(st.sampled_from(NAMES[:12]), max_size=6, unique=True),
    st.lists(ANSWER, min_size=6, max_size=6),
    st.lists(ANSWER, max_size=3),
)
