"""``genderaudit sample``: people drawn by the row of the list, without names, and weights that come back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from examples import Builder

from genderaudit.audit.notebook import open_audit
from genderaudit.cli import DONE, USAGE, main

ABOUT = """name: Example
kind: trade_union
invented: true
languages: [en]
survey: {of: members, sampling: drawn}
tables:
  members:
    file: members.csv
    columns: {Section: branch}
    person: [Nom]
"""
MEMBERS = "Nom,sex,Section,left_on\n" + "".join(
    f"Aminata No{i},{'FMM'[i % 3]},{'Mines' if i % 5 else '=Port'},{'2024-01-01' if i < 6 else ''}\n"
    for i in range(120)
)
PLACE = "data/processed/example/2025"


def drawn(tmp_path: Path, *options: str, members: str = MEMBERS, about: str = ABOUT) -> int:
    Builder(tmp_path).organisation({"members.csv": members}, about)
    return main(["sample", "example", *options, "--workspace", str(tmp_path)])


def test_women_and_men_are_drawn_by_row_and_nobody_is_named(tmp_path, capsys):
    assert drawn(tmp_path, "--size", "40") == DONE
    said = capsys.readouterr().out
    assert "40 people to ask, of 114" in said
    assert "Women: 20 of 38" in said
    assert "interviewer" in said
    sheet = openpyxl.load_workbook(tmp_path / PLACE / "sample.xlsx").active
    header, *rows = sheet.values
    lines = MEMBERS.splitlines()
    assert header[1] == "Row of members.csv"
    assert len(rows) == 40
    for _, row, sex, stratum, weight in rows:
        cells = lines[row - 1].split(",")
        assert (cells[1], cells[2], cells[3], weight > 1) == (sex[0].replace("W", "F"), stratum, "", True)
    written = (tmp_path / PLACE / "sample.json").read_text("utf-8")
    assert "Aminata" not in said + written + str(rows)


def test_a_second_draw_of_a_round_is_refused(tmp_path, capsys):
    assert drawn(tmp_path, "--margin", "10") == DONE
    before = (tmp_path / PLACE / "sample.json").read_bytes()
    assert main(["sample", "example", "--size", "9", "--workspace", str(tmp_path)]) == USAGE
    assert "There is a draw for this round already" in capsys.readouterr().err
    assert (tmp_path / PLACE / "sample.json").read_bytes() == before


def test_of_counts_nobody_is_drawn_and_numbers_are_said(tmp_path, capsys):
    members = "sex,branch,count\nF,Mines,30\nM,Mines,90\nF,Port,10\nM,Port,20\n"
    assert drawn(tmp_path, "--size", "50", members=members, about=ABOUT.split("tables:")[0]) == DONE
    said = capsys.readouterr().out
    assert "women, 19 of 30" in said
    assert "people cannot be drawn from it" in said
    assert not (tmp_path / PLACE / "sample.xlsx").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--size", "20", "--by", "level"], "It can be drawn by: branch"),
        (["--size", "20", "--list", "staff"], "There is no list to draw people from: Staff"),
        (["--size", "20", "--round", "2031"], "2031"),
    ],
)
def test_what_cannot_be_drawn_is_said(tmp_path, capsys, options, sentence):
    assert drawn(tmp_path, *options) == USAGE
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / PLACE).exists()


@pytest.mark.parametrize(
    "wrong", [["--size", "0"], ["--margin", "60"], ["--margin", "x"], [], ["--size", "9", "--margin", "5"]]
)
def test_what_is_no_size_is_refused(tmp_path, wrong):
    with pytest.raises(SystemExit):
        drawn(tmp_path, *wrong)


def test_the_weights_of_the_draw_come_back_with_the_answers(tmp_path):
    drawn(tmp_path, "--size", "40")
    cells = json.loads((tmp_path / PLACE / "sample.json").read_text("utf-8"))["cells"]
    weight = {(cell["sex"], cell["stratum"]): cell["people"] / cell["asked"] for cell in cells}
    answers = "sex,unit,D1\nF,mines,4\nM,Mines,2\n"
    for sampling, expected in (("drawn", [weight["F", "Mines"], weight["M", "Mines"]]), ("everyone", [None, None])):
        (tmp_path / "data/raw/example/2025/survey.csv").write_text(answers, "utf-8")
        (tmp_path / "data/raw/example/organisation.yml").write_text(ABOUT.replace("drawn", sampling), "utf-8")
        survey = open_audit("staff_perception", "example", "2025", "en", str(tmp_path)).data.table("survey")
        assert survey["weight"].astype(object).where(survey["weight"].notna(), None).tolist() == expected
