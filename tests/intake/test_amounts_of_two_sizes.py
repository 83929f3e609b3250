"""Amounts a thousandfold apart, decimal marks that contradict each other, and sums of which a part is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genderaudit.foundations.language import language, languages
from genderaudit.intake import lists_read
from genderaudit.intake.cells.amounts import in_two_sizes, read_numbers
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.reading import sentences

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\ncurrency: {currency}\n"
STAFF = "tables:\n  staff:\n    values: {{pay_period: {period}}}\n"


def staff(pays: list[object], head: str = "pay") -> dict[str, str | bytes]:
    rows = "".join(f'{"FM"[n % 2]};A;"{pay}"\n' for n, pay in enumerate(pays))
    return {"staff.csv": f"sex;level;{head}\n{rows}"}


def about(currency: str = "EUR", period: str = "year", more: str = "") -> str:
    return (HEAD + STAFF).format(currency=currency, period=period) + more


def found(workspace, pays: list[object], text: str = "") -> list[tuple[str, str, tuple[int, ...]]]:
    return [(p.severity, p.rule, p.rows) for p in workspace.read(staff(pays), text or about()).problems]


class TestTwoSizes:
    """A part of a column in thousands, whatever the cells are: text, numbers, half of them or a tenth."""

    @pytest.mark.parametrize("part", [0.1, 0.25, 0.4, 0.5, 0.75])
    @pytest.mark.parametrize("form", ["{:.1f}", "{:.3f}", "{:.0f}"])
    def test_are_an_error_that_names_the_fewer(self, workspace, part, form):
        units = [38_000 + 370 * n for n in range(40)]
        number = round(part * len(units))
        pays = [form.format(pay / 1000) if n < number else str(pay) for n, pay in enumerate(units)]
        said = found(workspace, pays, about(more="    decimal: '.'\n"))
        rows = range(2, 2 + number) if number <= 20 else range(2 + number, 42)
        errors = [one for one in said if one[0] == "error"]
        assert errors == [("error", "pay_two_sizes", tuple(rows)[:5])]

    def test_are_found_among_numbers_of_any_spread(self):
        pay = pd.Series(np.geomspace(60_000, 3_000_000, 30))
        pay[pay.index % 3 == 0] /= 1000
        fewer = in_two_sizes(pay, pd.Series("month", pay.index))
        assert fewer.index[fewer].tolist() == list(range(0, 30, 3))

    @pytest.mark.parametrize("top", [2e5, 5e6, 1e9])
    def test_pay_that_spreads_widely_is_of_one_size(self, top):
        pay = pd.Series(np.geomspace(100_000, top, 40))
        assert not in_two_sizes(pay, pd.Series("month", pay.index)).any()

    def test_periods_are_not_compared(self):
        pay = pd.Series([12.0, 15, 13, 14, 30_000, 35_000, 32_000, 31_000])
        period = pd.Series(["hour"] * 4 + ["year"] * 4)
        assert not in_two_sizes(pay, period).any()
        assert in_two_sizes(pay, period.mask(period == "hour", "year")).sum() == 4

    def test_one_in_a_small_level_is_a_warning(self, workspace):
        assert found(workspace, [18_000, 19_500, 18.7, 21_000]) == [("warning", "pay_two_sizes", (4,))]

    def test_rows_that_are_confirmed_are_not_said(self, workspace):
        pays = [41, 42, *range(40_000, 50_000, 1000)]
        assert found(workspace, pays) == [("error", "pay_two_sizes", (2, 3))]
        assert found(workspace, pays, about(more="    confirmed: {pay: [2, 3]}\n")) == []

    def test_each_column_of_a_sum_is_looked_at(self, workspace):
        rows = "".join(f"{'FM'[n % 2]};{180 if n % 4 else 180_000};85000\n" for n in range(20))
        columns = "    columns: {Base: pay, Prime: pay}\n"
        problems = workspace.read({"staff.csv": "sex;Base;Prime\n" + rows}, about("XOF", "month", columns)).errors
        assert [(p.rule, p.column, p.rows) for p in problems] == [("pay_two_sizes", "Base", (2, 6, 10, 14, 18))]


class TestMarksThatDiffer:
    """One cell with the other decimal mark decides a thousandfold of the rest: said with its row and the setting."""

    @pytest.mark.parametrize(
        ("usual", "odd"),
        [
            (["255.000,00", "421.000", "318.500", "402.000,00"], "180000.00"),
            (["255,000.00", "421,000", "318,500", "402,000.00"], "180000,00"),
            (["1.255.000", "421.000", "2.318.500"], "950000.50"),
        ],
    )
    @pytest.mark.parametrize("currency", ["XOF", "EUR"])
    def test_are_an_error(self, usual, odd, currency):
        cells = pd.Series([*usual, odd], dtype=object)
        said = read_numbers(cells, ".", unit="money", currency=currency).remarks
        assert [(one.severity, one.rule, list(one.rows)) for one in said] == [
            ("error", "decimal_marks_differ", [len(usual)])
        ]
        for mark in ",.":
            read = read_numbers(cells, ".", mark, unit="money", currency=currency)
            assert (read.remarks, read.values[1]) == ((), 421 if mark in usual[1] else 421_000)

    def test_are_an_error_in_numbers_that_are_no_amounts_too(self):
        said = read_numbers(pd.Series(["37,5", "38.5", "1.250"], dtype=object), ".").remarks
        assert [(one.severity, one.rule) for one in said] == [("error", "decimal_marks_differ")]

    @pytest.mark.parametrize("others", [["180.000"] * 9, ["180.000", "181000", "182000", "183.500"]])
    def test_one_cell_with_cents_does_not_make_the_others_a_thousandth(self, others):
        cells = pd.Series([*others, "184000.00"], dtype=object)
        (said,) = read_numbers(cells, ".", unit="money", currency="XOF").remarks
        assert (said.severity, said.rule) == ("error", "amounts_thousandfold")
        assert len(said.rows) <= len(cells) / 2
        assert read_numbers(cells, ".", ",", unit="money", currency="XOF").values.min() == 180_000

    def test_three_decimals_that_fit_the_others_are_decimals(self):
        cells = pd.Series(["12.5", "11.875", "13.125", "12.25"], dtype=object)
        found = read_numbers(cells, ",", unit="money", currency="EUR")
        assert (found.values.tolist(), found.remarks) == ([12.5, 11.875, 13.125, 12.25], ())

    def test_sentence_gives_rows_and_the_setting(self, workspace):
        pays = ["255.000,00", "421.000", "318.000,00", "180000.00"]
        problem = workspace.read(staff(pays), about("XOF", "month")).errors[0]
        assert (problem.rows, problem.column) == ((5,), "pay")
        said = [problem.fix(language(code)) for code in languages()]
        assert not [one for one in said if not ('decimal: ","' in one and 'decimal: "."' in one)]


class TestSums:
    """Base pay and allowances: never the allowance alone, never a part that cannot be read left out."""

    COLUMNS = "    columns: {Prime: pay, Base: pay}\n"

    def read(self, workspace, rows: list[str]):
        pays = [*rows, *(f"{180_000 + 900 * n};25000" for n in range(20))]
        lines = "".join(f"{'FM'[n % 2]};A;{pay}\n" for n, pay in enumerate(pays))
        return workspace.read({"staff.csv": "sex;level;Base;Prime\n" + lines}, about("XOF", "month", self.COLUMNS))

    @pytest.mark.parametrize(
        ("row", "pay", "said"),
        [
            ("180000;15000", 195_000, []),
            ("180000;", 180_000, []),
            ("180000;-", 180_000, ["said_blank"]),
            ("0;195000", 195_000, []),
            (";25000", None, ["main_part_blank"]),
            ("-;25000", None, ["said_blank", "main_part_blank"]),
            ("18OOOO;25000", None, ["number_letter", "part_not_read"]),
            ("180000;15 kg", None, ["number_unit", "part_not_read"]),
            (";", None, []),
        ],
    )
    def test_are_blank_where_a_part_is_not_known(self, workspace, row, pay, said):
        intake = self.read(workspace, [row])
        assert [p.rule for p in intake.problems if p.rule != "added_up"] == said
        assert intake.tables["staff"]["pay"].iloc[:1].dropna().tolist() == ([] if pay is None else [pay])

    def test_far_amounts_are_said_of_all_columns_of_the_sum(self, workspace):
        intake = self.read(workspace, ["7000;2000"])
        far = [(p.column, p.rows) for p in intake.problems if p.rule == "amount_far"]
        assert far == [("Prime + Base", (2,))]

    def test_of_a_budget_needs_no_main_part(self, workspace):
        text = HEAD.format(currency="EUR") + "tables:\n  budget:\n    columns: {Q1: amount, Q2: amount}\n"
        budget = workspace.read({"budget.csv": "line;Q1;Q2\nRent;900;\nTravel;;40\n"}, text)
        assert budget.tables["budget"]["amount"].tolist() == [900, 40]
        assert budget.errors == ()


@pytest.mark.parametrize(("slip", "part"), [(1_885, "1/100"), (9_450, "1/20"), (34_000, "1/6")])
def test_small_factors_are_fractions_and_never_nought(workspace, slip, part):
    text = about("XOF", "month")
    intake = workspace.read(staff([slip, *(180_000 + 900 * n for n in range(20))]), text)
    organisation = read_organisation(workspace.root / "data" / "raw" / "example")
    read = lists_read(intake, organisation)[0]
    for code in languages():
        assert any(part in sentence for sentence in sentences(read, language(code)))
