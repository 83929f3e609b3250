"""Lists that hold the same people several times: years, quarters, months."""

from __future__ import annotations

import pytest

from genderaudit.foundations.language import language, languages

HEAD = "name: E\nkind: mutual\nlanguages: [fr]\ntables:\n  {table}:\n    {more}\n"
COUNTS = "columns: {Caisse: branch}\n    counts: {H: M, F: F}"
PEOPLE = "columns: {Sexe: sex, Service: unit, Né en: birth_year}\n    codes: {sex: {F: F, H: M}}"


def read(workspace, rows: str, more: str, table: str = "members"):
    return workspace.read({f"{table}.csv": rows}, HEAD.format(table=table, more=more))


def by_period(header: str, *values: str) -> str:
    rows = [f"{value};{place};{at};{at + 2}\n" for value in values for at, place in enumerate("ABC", start=4)]
    return f"{header};Caisse;H;F\n{''.join(rows)}"


class TestPeriods:
    @pytest.mark.parametrize(
        ("header", "values"),
        [
            *(("Année", ("2024", "2025")), ("EXERCICE", ("2023/24", "2024/25")), ("Trimestre", ("T1", "T2", "T3"))),
            *(("Mois", ("oct-25", "nov-25")), ("Year", ("2024", "2025")), ("Quarter", ("Q1 2025", "Q2 2025"))),
            *(("Semestre", ("1", "2")), ("Año", ("2024", "2025"))),
        ],
    )
    def test_several_are_an_error_that_keep_settles(self, workspace, header, values):
        rows = by_period(header, *values)
        (error,) = read(workspace, rows, COUNTS).errors
        assert (error.rule, error.column) == ("several_periods", header)
        for code in languages():
            assert not [value for value in values if value not in error.what(language(code))]
            assert f"keep: {{{header}: [" in error.fix(language(code)).replace("\xa0", " ")
        one = read(workspace, rows, f'{COUNTS}\n    keep: {{{header}: ["{values[-1]}"]}}')
        assert (one.errors, one.tables["members"]["count"].sum()) == ((), 36)
        every = read(workspace, rows, f"{COUNTS}\n    keep: {{{header}: {list(values)}}}")
        assert (every.errors, every.tables["members"]["count"].sum()) == ((), 36 * len(values))

    def test_a_year_under_keep_is_a_number_too(self, workspace):
        kept = read(workspace, by_period("Année", "2024", "2025"), f"{COUNTS}\n    keep: {{Année: [2025]}}")
        assert (kept.errors, kept.tables["members"]["count"].sum()) == ((), 36)

    @pytest.mark.parametrize(
        ("header", "values"), [("Année", ("2025",)), ("Année d’adhésion", ("2024", "2025")), ("Zone", ("N", "S"))]
    )
    def test_one_period_or_another_column_is_none(self, workspace, header, values):
        assert read(workspace, by_period(header, *values), COUNTS).errors == ()

    def test_meetings_have_years(self, workspace):
        more = "columns: {Caisse: event}\n    counts: {H: M, F: F}"
        assert read(workspace, by_period("Année", "2024", "2025"), more, "attendance").errors == ()


class TestNumbersOfPeople:
    def payroll(self, header: str, numbers: list[object]) -> str:
        rows = [f"{one};{'FH'[at % 2]};{'AB'[at % 2]};{1970 + at}\n" for at, one in enumerate(numbers)]
        return f"{header};Sexe;Service;Né en\n{''.join(rows)}"

    def said(self, workspace, rows: str, more: str = PEOPLE) -> list[tuple[str, tuple[int, ...]]]:
        found = read(workspace, rows, more, "staff").problems
        return [(one.column, one.rows) for one in found if one.rule == "id_repeats"]

    @pytest.mark.parametrize("header", ["Matricule", "N° Matricule", "N° matricule", "ID", "Staff No.", "N°", "Legajo"])
    def test_who_stands_twice_is_asked(self, workspace, header):
        assert self.said(workspace, self.payroll(header, [100, 101, 107, 100, 107])) == [(header, (5, 6))]

    def test_the_column_under_person_is_compared_instead(self, workspace):
        rows = "Matricule;Sexe;Service;Né en\n100;F;A;1970\n101;H;B;1971\n100;F;A;1970\n"
        found = read(workspace, rows, f"{PEOPLE}\n    person: [Matricule]", "staff").problems
        assert [one.rows for one in found if one.rule == "person_twice"] == [(4,)]
        assert "id_repeats" not in {one.rule for one in found}

    @pytest.mark.parametrize("numbers", [[1, 2, 3, 1, 2], [100, 101, 102, 103], ["A1", "", "", "A2"]])
    def test_a_numbering_that_begins_again_repeats_nobody(self, workspace, numbers):
        assert self.said(workspace, self.payroll("N°", numbers)) == []

    def test_codes_of_units_repeat(self, workspace):
        assert self.said(workspace, self.payroll("Code", [10, 20, 10, 20])) == []
