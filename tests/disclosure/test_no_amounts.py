"""No amount that people are paid in anything that an audit of the samples publishes: files, reports, charts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pandas as pd
import pytest
from at_length import at_length
from examples import SAMPLES
from in_process import AuditedPhase
from nbformat import NotebookNode
from openpyxl import load_workbook

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.precision import printed
from genderaudit.foundations.workspace import PHASES, REPORT, Workspace
from genderaudit.intake import read_round
from genderaudit.measures import pay_basis
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.export import export_joined, export_stage

ABOUT = {"name": "A", "round": "2025", "kind": "public_body", "invented": True, "date": "2026-01-31"}
MADE = {"annex", "report", "brief", "report.docx", "brief.docx", "brief.pptx"}
Audited = Callable[[str, str], dict[str, AuditedPhase]]
Reported = Callable[[str, str], NotebookNode]


def amounts(root: Path, organisation: str, round: str) -> set[float]:
    """What people of the list are paid, each and in groups, as it would be printed."""
    folder = Workspace.open(root).raw(organisation, round)
    staff = read_round(folder, read_organisation(folder.parent), round).tables["staff"]
    found: set[float] = set()
    if staff.empty:
        return found
    scales = [pay_basis(staff, basis).pay for basis in ("list", "hour", "fte_year")]
    for pay in (*scales, *(pd.to_numeric(staff[name]) for name in ("pay", "variable_pay"))):
        found |= set(pay)
        for by, current in itertools.product((["sex"], ["sex", "level"], ["sex", "unit"]), (False, True)):
            rows = staff["left_on"].isna() if current else pay.notna()
            groups = pay[rows].groupby([staff.loc[rows, name] for name in by])
            found |= {*groups.mean(), *groups.median(), *groups.sum(), *groups.max()}
    # Other figures are as large if they are small, have but one digit after the point, or are whole tens.
    every = {printed(one, "amount") for one in found if one > 10}
    return {one for one in every if (f"{one:.2f}"[-1] != "0" if one < 1000 else one % 10)}


def texts(
    phases: dict[str, AuditedPhase], report: NotebookNode, organisation: str, round: str, code: str
) -> Iterator[tuple[str, str]]:
    """What can be read in the pages that are handed out, in the notebooks, and in every file that the audit wrote."""
    root = phases["baseline"].root
    notebooks = {phase: one.notebook for phase, one in phases.items()}
    yield "annex", export_joined(notebooks, language(code), ABOUT)
    yield from export_stage(report, REPORT, language(code), ABOUT).items()
    notebooks[REPORT] = report
    yield from ((f"{phase}.ipynb", "\n".join(words(notebook))) for phase, notebook in notebooks.items())
    place = Workspace.open(root)
    for folder in (place.processed(organisation, round), place.outputs(organisation, round, code).parent):
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".xlsx":
                sheets = load_workbook(path, read_only=True).worksheets
                cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
                yield path.name, "\n".join(map(str, cells))
            elif path.suffix in (".docx", ".pptx"):
                yield path.name, "\n".join(office_texts(path))
            elif path.is_file() and path.suffix != ".pdf" and path.name != "ledger.json":  # the auditor's only
                yield path.name, path.read_text("utf-8")


def office_texts(path: Path) -> Iterator[str]:
    """Texts of a Word file or of slides, the descriptions of pictures among them."""
    with ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                part = parts.read(name).decode()
                found = re.findall(r'<[wa]:t(?: [^>]*)?>([^<]*)<|\bdescr="([^"]*)"', part)
                yield from (unescape(text or described) for text, described in found)


def readable(text: str) -> str:
    """Without the coordinates of drawings, in a page as well."""
    return re.sub(r"<(?!img)[^>]*>|\bd='[^']*'", " ", re.sub(r"data:image/svg\+xml,([^\"\\]*)", _drawn, text))


def _drawn(found: re.Match[str]) -> str:
    return re.sub(r"<[^>]*>", " ", unquote(found[1])).replace(">", " ")


def words(content: Any) -> Iterator[str]:
    """The texts of a notebook."""
    if isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from words(part)
    elif isinstance(content, str):
        yield content


def numbers(content: Any) -> Iterator[float]:
    """The numbers of a JSON file."""
    if isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from numbers(part)
    elif isinstance(content, float | int) and not isinstance(content, bool):
        yield float(content)


@pytest.mark.parametrize(("organisation", "round", "code"), at_length(SAMPLES))
def test_no_published_file_holds_an_amount_of_pay(
    audited: Audited, reported: Reported, organisation: str, round: str, code: str
):
    phases, report = audited(organisation, round), reported(organisation, round)
    paid = amounts(phases["baseline"].root, organisation, round)
    assert len(paid) > 20 or phases["baseline"].one("pay_gap_mean")["status"] == "no_evidence"
    printed_so = {language(one).figure(amount, "amount") for amount in paid for one in languages()}
    printed_so |= {f"{amount:.2f}" for amount in paid} | {f"{amount:.0f}" for amount in paid if amount >= 1000}
    every = re.compile(r"(?<![\d.,\u00a0\u202f])(?:" + "|".join(map(re.escape, sorted(printed_so))) + r")(?![\d.,]*\d)")
    read = list(texts(phases, report, organisation, round, code))
    assert {name for name, text in read if text} >= MADE
    for name, text in read:
        told = every.findall(readable(text)) if printed_so else []
        assert not told, (name, sorted(set(told))[:5])
    for phase in PHASES:
        found = {printed(abs(number), "amount") for number in numbers(phases[phase].findings["findings"])}
        assert not found & paid, phase


@pytest.mark.parametrize(("organisation", "round", "code"), at_length(SAMPLES))
def test_no_finding_has_more_digits_than_reports_print(audited: Audited, organisation: str, round: str, code: str):
    for phase in audited(organisation, round).values():
        for found in phase.findings["findings"]:
            assert [one for one in numbers(found) if one != printed(one, "share")] == [], found["id"]
