"""Amounts: the marks of a column, currencies, why a cell is no number, slips, and pay that is not all of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit import measures
from genderaudit.foundations.language import language, languages
from genderaudit.intake.cells.amounts import far_from_level, read_numbers
from genderaudit.intake.cells.numbers import fault_of

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\ncurrency: XOF\n"
EUROS = HEAD.replace("XOF", "EUR")
MONTH = "tables:\n  staff:\n    values: {pay_period: month}\n"


def column(*cells: object) -> pd.Series:
    return pd.Series(cells, dtype=object)


def money(*cells: object, usual: str = ".", currency: str | None = None):
    return read_numbers(column(*cells), usual, unit="money", currency=currency)


def rules(found) -> list[tuple[str, str]]:
    return [(one.severity, one.rule) for one in found.remarks]


class TestMarks:
    """Comma or point: what the column shows, then the currency, then the usual."""

    @pytest.mark.parametrize(
        ("cells", "usual", "currency", "read"),
        [
            (("1.300.000", "451.000"), ".", None, [1_300_000, 451_000]),
            (("1,300,000", "451,000"), ",", None, [1_300_000, 451_000]),
            (("451.000", "900.000"), ".", "XOF", [451_000, 900_000]),
            (("451,000", "900,000"), ",", "GNF", [451_000, 900_000]),
            (("2.450", "1.980"), ".", "EUR", [2450, 1980]),
            (("KSh 45,000", "52,000/="), ",", None, [45_000, 52_000]),
            (("1250.500", "980.250"), ".", "TND", [1250.5, 980.25]),
            (("452.000,00", "910 500,50"), ".", "XOF", [452_000, 910_500.5]),
            (("1.234", "12,5"), ".", "EUR", [1234, 12.5]),
            (("1.5", "1.234"), ",", "EUR", [1.5, 1.234]),
        ],
    )
    def test_are_decided_by_the_column(self, cells, usual, currency, read):
        found = money(*cells, usual=usual, currency=currency)
        assert found.values.tolist() == pytest.approx(read)
        assert found.remarks == ()

    def test_columns_of_one_file_may_differ(self, workspace):
        files = {"staff.csv": "sex;pay;fte\nF;1.300.000;0.8\nM;900.000;0.5\n"}
        staff = workspace.read(files, HEAD + MONTH).tables["staff"]
        assert (staff["pay"].tolist(), staff["fte"].tolist()) == ([1_300_000, 900_000], [0.8, 0.5])

    @pytest.mark.parametrize("group", [".", ",", " ", "'", "\u202f", "\u00a0"])
    @given(amounts=st.lists(st.integers(1_000, 9_999_999), min_size=1, max_size=20))
    def test_thousands_of_a_currency_without_cents_come_back(self, group, amounts):
        cells = [f"{amount:,}".replace(",", group) for amount in amounts]
        assert money(*cells, usual=",", currency="XOF").values.tolist() == amounts

    @pytest.mark.parametrize("text", [["451.000", "452.000", "453.000"], ["451,000", "452,000", "453,000"]])
    def test_text_and_numbers_a_thousandfold_apart_are_an_error(self, text):
        usual = "." if "." in text[0] else ","
        assert rules(money(*text, 460_000, 455_000, 470_000, usual=usual)) == [("error", "amounts_thousandfold")]
        assert rules(money(*text, 460_000, 455_000, 470_000, usual=usual, currency="XOF")) == []

    @pytest.mark.parametrize(
        ("cells", "currency"), [(("1.234", "5.678"), None), (("1.250", "980.500 DT"), None), (("1,250",), "TND")]
    )
    def test_amounts_that_could_be_a_thousand_times_as_much_are_asked(self, cells, currency):
        assert rules(money(*cells, currency=currency)) == [("error", "amounts_open")]
        assert read_numbers(column("1.250"), ".", ",", unit="money").values.tolist() == [1250]

    def test_both_decimal_marks_in_a_column_warn(self):
        assert ("warning", "two_decimal_marks") in rules(money("1,5", "2.5", "3,25", "4.75"))


class TestCurrencies:
    """Words of currencies before and behind, in a column of one currency."""

    @pytest.mark.parametrize(
        "word",
        [
            *("F CFA", "FCFA", "f cfa", "F.CFA", "XOF", "XAF", "CFA", "Fr CFA", "francs CFA", "F", "DH", "Dhs", "MAD"),
            *("€", "EUR", "euros", "£", "$", "US$", "R$", "FC", "GNF", "FG", "Fmg", "Ar", "KSh", "₦", "GH₵", "R", "Br"),
            *("CHF", "kr", "Rs.", "DA", "DT", "Kz", "MTn", "FRw", "FBu", "TSh", "USh", "ZK", "Bs.", "Gdes"),
        ],
    )
    @pytest.mark.parametrize("form", ["{n} {word}", "{word} {n}", "{n}{word}", "{n} {word}/mois"])
    def test_are_read(self, word, form):
        found = money(form.format(n="450 000", word=word), "460 000")
        assert found.values.tolist() == [450_000, 460_000]
        assert found.remarks == ()

    def test_stray_amount_in_another_currency_is_blank_and_said(self):
        found = money(*["450 000 F CFA"] * 30, "900 €", currency="XOF")
        assert rules(found) == [("warning", "number_currency")]
        assert found.values.isna().sum() == 1

    def test_words_that_several_currencies_share_are_no_contradiction(self):
        assert money("450 000 F", "460 000 FC", "470 000 francs", currency="CDF").remarks == ()

    def test_lines_of_a_budget_are_read_with_their_own_words(self, workspace):
        intake = workspace.read({"budget.csv": "line;amount\nTraining;1.200.000 F CFA\nRent;800.000 FCFA\n"}, HEAD)
        assert intake.problems == ()
        assert intake.tables["budget"]["amount"].tolist() == [1_200_000, 800_000]


class TestReasons:
    """The hint is the true reason."""

    @pytest.mark.parametrize(
        ("cell", "fault"),
        [
            ("450 000 kg", "unit"),
            ("5 see note", "unit"),
            ("45O 000", "letter"),
            ("1l00", "letter"),
            ("O", "no_number"),
            ("450 k", "larger"),
            ("1,5 million", "larger"),
            ("400-500", "range"),
            ("5 or 6", "range"),
            ("12 14", "marks"),
            ("1.2.3", "marks"),
            ("many", "no_number"),
            (True, "no_number"),
        ],
    )
    def test_is_found(self, cell, fault):
        assert fault_of(cell) == fault
        rule = "not_a_number" if fault == "no_number" else f"number_{fault}"
        if isinstance(cell, str):
            assert rules(money(*[100] * 30, cell)) == [("warning", rule)]

    def test_column_of_which_many_cells_are_unread_is_an_error(self):
        assert rules(money(*[100] * 8, "5 kg", "6 kg")) == [("error", "number_unit")]

    def test_dash_is_blank_and_said(self, workspace):
        files = {"staff.csv": "sex,pay\nF,900\nM,-\nM,néant\n"}
        intake = workspace.read(files, HEAD + MONTH)
        assert [(p.rule, p.count) for p in intake.problems] == [("said_blank", 2)]
        assert np.isnan(intake.tables["staff"]["pay"][1])

    def test_parts_that_are_added_up_are_not_lost_in_silence(self, workspace):
        about = HEAD + MONTH + "    columns: {Base: pay, Prime: pay}\n"
        found = workspace.read({"staff.csv": "sex,Base,Prime\nF,900,5O\nM,800,20\n"}, about).problems
        found = [(problem.rule, problem.column, problem.rows) for problem in found if problem.rule != "added_up"]
        assert found == [("number_letter", "Prime", (2,)), ("part_not_read", "Base + Prime", (2,))]


class TestUnits:
    """A unit belongs to columns that count it; in another column the number would be of something else."""

    @pytest.mark.parametrize(
        ("table", "cells", "rule"),
        [
            ("services", "service,sex,in_arrears\ncredit,F,2 mois\n", "arrears_since"),
            ("services", "service,sex,count\ncredit,F,12 F\n", "number_other_unit"),
            ("members", "sex,count\nF,30 %\n", "number_other_unit"),
            ("activities", "activity,women\nVisites,2 jours\n", "number_other_unit"),
            ("staff", "sex,leave_days\nF,3 mois\n", "number_other_unit"),
            ("staff", "sex,age\nF,30 mois\n", "number_other_unit"),
            ("budget", "line,amount\nAteliers,12 personnes\n", "number_other_unit"),
        ],
    )
    def test_of_something_else_is_said_and_blank(self, workspace, table, cells, rule):
        intake = workspace.read({f"{table}.csv": cells}, HEAD)
        (said,) = [one for one in intake.problems if one.rule == rule]
        assert not [code for code in languages() if said.values["said"] not in said.what(language(code))]
        column = cells.split("\n")[0].rpartition(",")[2]
        assert not intake.tables[table][column].fillna(0).any()

    @pytest.mark.parametrize(
        ("column", "cell", "read"),
        [
            *(("leave_days", "98 jours", 98), ("leave_days", "14 j", 14), ("service_years", "12 ans", 12)),
            *(("training_hours", "6 h", 6), ("weekly_hours", "38 h/semaine", 38), ("fte", "80 %", 0.8)),
        ],
    )
    def test_of_the_column_itself_changes_nothing(self, workspace, column, cell, read):
        intake = workspace.read({"staff.csv": f"sex,{column}\nF,{cell}\n"}, HEAD)
        assert intake.problems == ()
        assert intake.tables["staff"][column].tolist() == [read]


class TestSlips:
    """Ten times too much, or a tenth: listed by row, and confirmed in organisation.yml."""

    @staticmethod
    def file(*slips: float) -> dict[str, str | bytes]:
        pay = [*(400_000 + 7_000 * n for n in range(20)), *slips]
        return {
            "staff.csv": "sex,level,pay\n" + "".join(f"{'FM'[n % 2]},A,{amount:.0f}\n" for n, amount in enumerate(pay))
        }

    @pytest.mark.parametrize(("slip", "far"), [(4_500_000, True), (45_000, True), (450, True), (900_000, False)])
    def test_pay_far_from_its_level_is_listed(self, workspace, slip, far):
        found = workspace.read(self.file(slip), HEAD + MONTH).problems
        assert [(p.severity, p.rule, p.rows) for p in found] == ([("warning", "amount_far", (22,))] if far else [])

    def test_rows_can_be_confirmed(self, workspace):
        about = HEAD + MONTH + "    confirmed: {pay: [22]}\n"
        found = workspace.read(self.file(4_500_000, 4_600_000), about).problems
        assert [(problem.rule, problem.rows) for problem in found] == [("amount_far", (23,))]

    def test_level_where_pay_spreads_widely_has_no_slips(self):
        pay = pd.Series(np.geomspace(100, 20_000, 30))
        assert far_from_level(pay, pd.DataFrame({"level": ["A"] * 30})).empty

    @pytest.mark.parametrize(("people", "far"), [(5, []), (6, [3])])
    def test_levels_of_fewer_than_six_say_nothing(self, people, far):
        pay = pd.Series([100.0, 110, 105, 1000, 102, 98][:people])
        assert far_from_level(pay, pd.DataFrame({"level": ["A"] * people})).index.tolist() == far

    def test_sentence_names_rows_but_no_amount(self, workspace):
        problem = workspace.read(self.file(4_567_891), HEAD + MONTH).problems[0]
        said = [problem.sentence(language(code)) for code in languages()]
        assert not [
            sentence
            for sentence in said
            if not ("22" in sentence and "confirmed: {pay:" in sentence and "4" not in sentence)
        ]


class TestNotAllOfIt:
    """Half pay on leave, and part-time that only the contract tells."""

    LEAVE = "sex,level,pay,leave_taken{head}\n" + "".join(f"M,A,{900 + n},no{{full}}\n" for n in range(10))

    def file(self, shares: bool, part: str = "0.5") -> dict[str, str | bytes]:
        head, full = (",paid_share", ",1") if shares else ("", "")
        women = "".join(f"F,A,{450 + n},yes{',' + part if shares else ''}\n" for n in range(6))
        return {"staff.csv": self.LEAVE.format(head=head, full=full) + women}

    def test_reduced_pay_of_people_on_leave_is_said(self, workspace):
        found = workspace.read(self.file(shares=False), EUROS + MONTH).problems
        assert [(p.severity, p.rule, p.count) for p in found] == [("warning", "pay_on_leave", 6)]
        assert not [code for code in languages() if "paid_share" not in found[0].fix(language(code))]

    @pytest.mark.parametrize("part", ["0.5", "50", "50 %"])
    def test_share_makes_it_comparable_and_says_so(self, workspace, part):
        intake = workspace.read(self.file(shares=True, part=part), EUROS + MONTH)
        assert [(p.rule, p.count) for p in intake.problems] == [("pay_reduced", 6)]
        staff = intake.tables["staff"]
        gap = measures.mean_pay_gap(staff, measures.pay_basis(staff).pay)[0].value
        assert abs(gap) < 0.02

    def test_share_of_nought_leaves_pay_out(self, workspace):
        staff = workspace.read(self.file(shares=True, part="0"), EUROS + MONTH).tables["staff"]
        assert staff.loc[staff["sex"] == "F", "pay"].isna().all()

    @pytest.mark.parametrize(
        ("contract", "fte"), [("CDI mi-temps", 0.5), ("half-time", 0.5), ("temps partiel 80 %", 0.8)]
    )
    def test_part_that_the_contract_gives_counts(self, workspace, contract, fte):
        files = {"staff.csv": f"sex,contract,pay\nF,{contract},450\nM,CDI,900\n"}
        staff = workspace.read(files, EUROS + MONTH).tables["staff"]
        assert staff["fte"].tolist() == [fte, 1.0]

    @pytest.mark.parametrize("contract", ["temps partiel", "Part-time", "CDD à temps partiel", "tiempo parcial"])
    def test_part_time_without_hours_is_compared_with_nobody(self, workspace, contract):
        files = {"staff.csv": f"sex,contract,pay\nF,{contract},450\nF,CDI,900\nM,CDI,900\n"}
        intake = workspace.read(files, EUROS + MONTH)
        assert [(p.rule, p.count) for p in intake.problems] == [("part_time_unknown", 1)]
        basis = measures.pay_basis(intake.tables["staff"])
        assert basis.pay.isna().tolist() == [True, False, False]

    def test_hours_that_are_given_go_first(self, workspace):
        files = {"staff.csv": "sex,contract,fte,pay\nF,temps partiel,0.6,450\nM,CDI,1,900\n"}
        intake = workspace.read(files, EUROS + MONTH)
        assert intake.problems == ()
        assert intake.tables["staff"]["fte"].tolist() == [0.6, 1.0]
