"""A limit of youth that cuts an age band is refused with those that the bands allow; with single ages any works."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from examples import MINIMAL, Builder
from hypothesis import given
from hypothesis import strategies as st

from genderaudit import open_audit
from genderaudit.cli import main
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.intake.cells.values import age_bounds
from genderaudit.intake.cells.youth import band_fault

LAST = "sex,age_band,count"
HEADERS = {"members": LAST, "bodies": f"body,{LAST}", "attendance": f"event,{LAST}"}


def listed(table: str, *bands: str) -> dict[str, str | bytes]:
    first = "" if table == "members" else "One,"
    rows = [f"{first}{sex},{band},20" for band in bands for sex in "FM"]
    return {f"{table}.csv": "\n".join([HEADERS[table], *rows]) + "\n"}


def errors(workspace: Builder, files: dict[str, str | bytes], limit: int, code: str = "en") -> list[str]:
    problems = workspace.read(files, MINIMAL + f"youth_age_limit: {limit}\n").errors
    return [problem.sentence(language(code)) for problem in problems]


@pytest.mark.parametrize("table", HEADERS)
@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_limit_inside_a_band_is_an_error_that_names_those_that_fit(workspace: Builder, table: str, code: str):
    (said,) = errors(workspace, listed(table, "<26", "26-35", "36-50", "51+"), 30, code)
    assert f"{table}.csv" in said
    assert "25, 35, 50" in said
    assert "26-35" in said
    assert "30" in said


@pytest.mark.parametrize("limit", [25, 35, 50])
def test_a_limit_at_which_a_band_ends_is_fine(workspace: Builder, limit: int):
    assert errors(workspace, listed("members", "<26", "26-35", "36-50", "51+"), limit) == []


@pytest.mark.parametrize("limit", [15, 30, 41, 60])
@pytest.mark.parametrize("column", ["age", "birth_year"])
def test_with_single_ages_any_limit_works(workspace: Builder, limit: int, column: str):
    values = [17, 30, 31, 52] if column == "age" else [2008, 1995, 1994, 1973]
    rows = "".join(f"{sex},{value}\n" for value in values for sex in "FM")
    assert errors(workspace, {"members.csv": f"sex,{column}\n{rows}"}, limit) == []


def test_the_list_that_has_bands_is_named_and_the_one_with_ages_is_not(workspace: Builder):
    files = listed("attendance", "20-29", "30-39", "40+") | {"members.csv": "sex,age\nF,33\nM,36\n"}
    (said,) = errors(workspace, files, 35)
    assert "attendance.csv" in said
    assert "members" not in said
    assert ": 29, 39" in said


def test_beside_exact_ages_a_band_does_not_matter(workspace: Builder):
    assert errors(workspace, {"members.csv": "sex,age,age_band\nF,33,30-39\nM,36,30-39\n"}, 35) == []


@pytest.mark.parametrize("bands", [("18-64", "65+"), ("16-25", "25-35", "35-45", "45-60", "60+")])
def test_bands_that_allow_no_limit_say_what_to_do(workspace: Builder, bands: tuple[str, ...]):
    (said,) = errors(workspace, listed("members", *bands), 35)
    assert "age_band" in said
    assert "15 to 60" in said


def test_the_staff_list_is_not_counted_by_youth(workspace: Builder):
    assert errors(workspace, {"staff.csv": "sex,age_band\nF,30-39\nM,30-39\n"}, 35) == []


def test_the_setting_of_an_audit_is_refused_in_the_language_of_the_report(workspace: Builder):
    workspace.organisation(listed("members", "<26", "26-35", "36+"))
    audit = open_audit("baseline", "example", "2025", "fr", str(workspace.root), youth_age_limit=30)
    with pytest.raises(AuditError, match=r"une tranche se termine.*25, 35"):
        audit.data.table("members")


def test_a_fitting_setting_stands_in_for_the_limit_of_the_organisation(workspace: Builder):
    workspace.organisation(listed("members", "<26", "26-35", "36+"), MINIMAL + "youth_age_limit: 30\n")
    audit = open_audit("baseline", "example", "2025", "en", str(workspace.root), youth_age_limit=25)
    assert (audit.data.youth_age_limit, len(audit.data.table("members"))) == (25, 6)


def test_check_says_it(workspace: Builder, capsys: pytest.CaptureFixture[str]):
    workspace.organisation(listed("members", "<26", "26-35", "36+"), MINIMAL + "youth_age_limit: 30\n")
    assert main(["check", "example", "--workspace", str(workspace.root)]) != 0
    assert "25, 35" in capsys.readouterr().out


@given(st.lists(st.integers(12, 70), min_size=2, max_size=8, unique=True), st.integers(15, 60))
def test_whatever_is_offered_puts_everybody_on_one_side(cuts: list[int], limit: int):
    ends = sorted(cuts)
    bands = [f"{low + 1}-{high}" for low, high in pairwise(ends)]
    bounds = age_bounds(pd.Series(bands))
    found = band_fault(bounds, limit)
    inside = (bounds["age_low"] <= limit) & (limit < bounds["age_high"])
    assert (found is not None) == bool(inside.any())
    if found is not None and "possible" in found[1]:
        assert not [end for end in str(found[1]["possible"]).split(", ") if band_fault(bounds, int(end)) is not None]
