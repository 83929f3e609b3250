"""Hours in a column of shares, pay in thousands without a word, another currency, k beside every amount, brackets."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.foundations.language import language, languages
from genderaudit.intake.cells.amount_words import currency_of, too_low
from genderaudit.intake.cells.amounts import read_numbers
from genderaudit.intake.cells.numbers import fault_of
from genderaudit.intake.cells.pay import hours_among

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\ncurrency: EUR\n"
YEAR = "tables:\n  staff:\n    values: {pay_period: year}\n"


def column(*cells: object) -> pd.Series:
    return pd.Series(cells, dtype=object)


def money(*cells: object, currency: str = "EUR"):
    return read_numbers(column(*cells), ".", unit="money", currency=currency)


def rules(found) -> list[tuple[str, str]]:
    return [(one.severity, one.rule) for one in found]


class TestHours:
    """Weekly hours are no part of full time: 40 is not 0.40."""

    @pytest.mark.parametrize(
        "cells",
        [
            ["40", "38,5", "27"],
            ["37.5", "22.5", "30", "37.5"],
            ["35", "35", "28", "35", "17.5"],
            ["40", "40", "40", "20", "30"],
            ["39", "39", "20"],
            ["151.67", "75.83", "130"],
            ["20 h", "1", "0.8"],
            ["37,5 heures", "1"],
            ["1", "1", "27", "0.5"],
            ["35h", "35h", "17h30"],
        ],
    )
    def test_are_an_error(self, workspace, cells):
        rows = "".join(f'{"FM"[n % 2]};"{cell}"\n' for n, cell in enumerate(cells))
        problems = workspace.read({"staff.csv": "sex;fte\n" + rows}, HEAD).errors
        assert [(p.rule, p.column) for p in problems] == [("share_is_hours", "fte")]
        assert not [code for code in languages() if "weekly_hours" not in problems[0].fix(language(code))]

    @pytest.mark.parametrize(
        "cells",
        [
            *(["1", "0.8", "0,5"], ["100", "80", "50"], ["100", "27", "38,5"], ["50", "50", "20"], ["80", "60", "50"]),
            *(["100 %", "37,5 %", "40 %"], ["1", "40", "1"], ["33", "25", "50"], ["120", "80", "110"], ["1.2", "0.9"]),
        ],
    )
    def test_are_not_seen_in_per_cents(self, cells):
        assert hours_among(column(*cells), read_numbers(column(*cells), ",").values).empty

    def test_numbers_beside_a_cell_that_says_hours_are_named_with_it(self):
        cells = column("20h", "38", "1", "100", "0.8", "80 %")
        assert hours_among(cells, read_numbers(cells, ".").values).tolist() == [0, 1]


class TestTooLow:
    """Pay in thousands of which no word says so."""

    @pytest.mark.parametrize(
        ("middle", "period", "currency", "low"),
        [
            *((43.2, "year", "GBP", True), (43_200, "year", "GBP", False), (1_450, "year", "KWD", False)),
            *((180, "month", "XOF", True), (45_000, "month", "XOF", False), (2.3, "month", "EUR", True)),
            *((45, "month", "KES", True), (320, "month", "OMR", False), (2_160, "year", "XAF", True)),
            *((9, "hour", "EUR", False), (260, "hour", "XOF", False), (0.26, "hour", "XOF", True)),
            *((43.2, "year", None, True),),
        ],
    )
    def test_is_a_warning(self, middle, period, currency, low):
        pay = pd.Series([middle * (0.8 + 0.1 * n) for n in range(5)] + [middle] * 4)
        said = list(too_low(pay, pd.Series(period, pay.index), currency))
        assert rules(said) == ([("warning", "pay_too_low")] if low else [])

    def test_few_amounts_say_nothing(self):
        pay = pd.Series([43.2] * 5)
        assert list(too_low(pay, pd.Series("year", pay.index), "GBP")) == []

    @pytest.mark.parametrize(("header", "rule"), [("Salary", "pay_too_low"), ("Salary (k€)", "amounts_scaled")])
    def test_is_said_once(self, workspace, header, rule):
        rows = "".join(f"{'FM'[n % 2]},{40 + n / 10}\n" for n in range(20))
        about = HEAD + YEAR + f'    columns: {{"{header}": pay}}\n'
        problems = workspace.read({"staff.csv": f"sex,{header}\n{rows}"}, about).problems
        assert [(p.severity, p.rule, p.column) for p in problems] == [("warning", rule, header)]


class TestCurrency:
    """The name of a column, or its cells, against organisation.yml."""

    @pytest.mark.parametrize(
        ("header", "code"),
        [
            *(("Annual salary (k EUR)", "EUR"), ("Salaire (€)", "EUR"), ("pay_usd", "USD"), ("Salaire FCFA", "XOF")),
            *(("Salaire (F CFA)", "XAF"), ("kEUR", "EUR"), ("MFCFA", "XOF"), ("Pay in US$", "USD")),
            *(("Salaire en francs", "CHF"), ("SALAIRE XOF", "XOF"), ("Net, KES", "KES"), ("Montant [GNF]", "GNF")),
        ],
    )
    def test_is_found_in_a_header(self, header, code):
        named = currency_of(header)
        assert named is not None
        assert code in named[1]

    @pytest.mark.parametrize(
        "header",
        [
            *(
                "Salaire",
                "Salaire réel",
                "Salario real",
                "N° R",
                "Le salaire",
                "Base F",
                "mad",
                "Pay",
                "Kms",
                "SALAIRE",
            ),
            *("Try again", "pen. contribution", "Salaire de base", "SALARIO REAL", "net a payer", "Montant", "Kosten"),
        ],
    )
    def test_is_not_found_in_other_words(self, header):
        assert currency_of(header) is None

    @pytest.mark.parametrize(("header", "said"), [("Salary (GBP)", "GBP"), ("Salaire FCFA", "FCFA"), ("k$", "$")])
    def test_of_a_header_that_is_another_is_an_error_that_names_both(self, workspace, header, said):
        about = HEAD + YEAR + f'    columns: {{"{header}": pay}}\n'
        problems = workspace.read({"staff.csv": f"sex;{header}\nF;43000\nM;42000\n"}, about).errors
        assert [(p.rule, p.column) for p in problems] == [("currency_of_header", header)]
        assert not [code for code in languages() if said not in problems[0].what(language(code))]
        assert not [code for code in languages() if "EUR" not in problems[0].what(language(code))]

    def test_of_all_cells_that_is_another_is_an_error_that_names_both(self, workspace):
        problems = workspace.read({"staff.csv": "sex;pay\nF;43 000 $\nM;$42,000\nM;41000\n"}, HEAD + YEAR).errors
        assert [(p.rule, p.values) for p in problems] == [("currency_of_cells", {"said": "$", "declared": "EUR"})]

    def test_of_lines_that_have_their_own_is_no_contradiction(self, workspace):
        files = {"budget.csv": "line;amount USD;currency\nRent;900 $;USD\n"}
        about = HEAD + 'tables:\n  budget:\n    columns: {"amount USD": amount}\n'
        assert workspace.read(files, about).problems == ()


class TestLarger:
    """k or million beside every number of a column is read, beside some it is asked."""

    @pytest.mark.parametrize(
        ("cells", "read"),
        [
            (("42.5k", "38k", "61.7 k"), [42_500, 38_000, 61_700]),
            (("42,5 k€", "38 k€", None, "41 k€"), [42_500, 38_000, 41_000]),
            (("1.2 million", "0.9 million", "1 million"), [1_200_000, 900_000, 1_000_000]),
            (("180 mille", "95 mille/mois", "95 mille"), [180_000, 95_000, 95_000]),
            (("€42.5k", "$ 38K", "€ 41k"), [42_500, 41_000]),
        ],
    )
    def test_is_read_and_said(self, cells, read):
        found = money(*cells)
        assert found.values.dropna().tolist() == pytest.approx(read)
        assert ("warning", "amounts_in_larger") in rules(found.remarks)

    @pytest.mark.parametrize(
        "cells",
        [
            *(
                ("42.5k", "38000", "41k", "40k"),
                ("42.5k", "41k", "40k", "1.2 million"),
                ("42.5k", "41k", "40k", 38_000),
            ),
            *(("42.5k", "41k", "40k", "38 OOO"), ("450 k",)),
        ],
    )
    def test_is_asked_where_some_stand_without_it_or_with_another(self, cells):
        found = money(*cells)
        assert {rule for _, rule in rules(found.remarks)} - {"number_letter"} == {"number_larger"}
        assert not found.values.between(1, 100).any()

    def test_crowns_are_no_thousands(self):
        assert money("450 kr", "460 kr", currency="SEK").values.tolist() == [450, 460]

    def test_is_said_in_what_was_read_with_the_factor(self, workspace):
        problems = workspace.read({"staff.csv": "sex;pay\nF;42.5k\nM;38k\nF;41k\n"}, HEAD + YEAR).problems
        assert [p.rule for p in problems] == ["amounts_in_larger"]
        assert "1,000" in problems[0].what(language("en"))


@pytest.mark.parametrize("cell", ["(15 000)", "(15,000.00)", "( 15000 F )"])
def test_number_in_brackets_is_said_as_such(cell):
    assert fault_of(cell) == "brackets"
    assert rules(money(*[15_000] * 30, cell, currency="XOF").remarks) == [("warning", "number_brackets")]


@pytest.mark.parametrize("cell", ["(see note 5)", "15 (of 20)", "(n/a)"])
def test_other_brackets_are_not(cell):
    assert fault_of(cell) != "brackets"
