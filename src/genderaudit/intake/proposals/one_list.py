"""Proposed settings of one list of a known table: columns, counts, dates, values equal for all rows.

Ambiguous words are asked. Codes: ``codes_of_list``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from genderaudit.intake.cells import values
from genderaudit.intake.cells.amount_words import period_of
from genderaudit.intake.cells.counts import counts_a_sex, is_serial, turns_by_sex
from genderaudit.intake.cells.dates import read_dates
from genderaudit.intake.problems import Problem
from genderaudit.intake.proposals.codes_of_list import CodesOfList
from genderaudit.intake.proposals.header_row import row_to_declare
from genderaudit.intake.proposals.kinds import are_counts, contradiction
from genderaudit.intake.proposals.list_draft import LONGEST_SHOWN, MOST_SHOWN, ListDraft
from genderaudit.intake.proposals.model import AnswerOption
from genderaudit.intake.proposals.names import services_in
from genderaudit.intake.proposals.recognise import counts_of_sexes
from genderaudit.intake.proposals.rows import is_of_single_rows, states_of
from genderaudit.intake.rows.other_rows import entries
from genderaudit.intake.rows.presence import is_signed, marks_of, presence_problem
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.intake.vocabulary.file_names import subject
from genderaudit.intake.vocabulary.states import TABLES_WITH_STATES
from genderaudit.methodology.method import methodology

MOST_CHOICES = 20  # maximum columns offered as answers
OF_PEOPLE = ("staff", "members", "bodies", "attendance")
_LEAVE = ("leave_days", "leave_taken")
"""Columns that may occur once for each kind of leave: Maternité, Paternité."""
_SUBJECT = {"attendance": "event", "bodies": "body"}
"""Table → column with the same value for all rows if the list is of one meeting or body."""


class OneList(ListDraft):
    """Proposes the settings of a list: columns, counts, dates, values equal for all rows, rows that count, codes."""

    def propose(self) -> dict[str, str]:
        """Add lines for all missing settings, in the order of ``organisation.yml``; return header → column."""
        counts = (
            {}
            if self.options.counts
            else counts_of_sexes(self.table, self.listed.headers, self.options, self.dictionary)
        )
        counts = counts if are_counts(self.cells[list(counts)], self.listed.raw.decimal) else {}
        start = len(self.draft.lines)
        turns = turns_by_sex(self.listed.headers, self.dictionary) if counts or self.options.counts else {}
        turns = turns if self.table.name == "attendance" and not self.options.turns else {}
        mapping = self._add_columns({*counts, *self.options.counts, *turns, *self.options.turns})
        columns, self.draft.lines[start:] = self.draft.lines[start:], []
        known = {"columns": {**self.options.columns, **mapping}, "counts": counts or dict(self.options.counts)}
        if row := row_to_declare(self.listed, self.options.model_copy(update=known), self.table.name):
            self._line(("header_row",), row)
        if counts:
            self._line(("counts",), counts, self.language.text("suggest.counts"))
        if turns:
            self._line(("turns",), turns, self.language.text("suggest.turns"))
        self._add_values_for_all_rows(mapping)
        self._add_names(mapping, {*counts, *self.options.counts})
        self._ask_date_order(mapping)
        if self.table.name == "attendance" and not (counts or self.options.counts):
            self._ask_who_came(mapping)
        if self.table.name in TABLES_WITH_STATES:
            self._ask_rows_that_count(mapping)
        self.draft.lines += columns
        given = (self.table, self.listed, self.options, self.dictionary, self.language, self.draft)
        CodesOfList(*given).propose(mapping)
        return mapping

    def _add_columns(self, used: Collection[str]) -> dict[str, str]:
        """Return header → column as given or proposed; add lines for the other headers."""
        names = [column.name for column in self.table.columns]
        headers = self.listed.headers
        declared = {header: self.options.columns[header] for header in headers if header in self.options.columns}
        mapping = declared | {h: h.lower() for h in headers if h not in declared and h.lower() in names}
        taken = {*mapping.values(), *self.options.values, *self.options.from_sheet}
        taken |= {"sex", "count"} if used else set()
        start, unknown = len(self.draft.lines), []
        for header in (h for h in headers if h not in mapping and h not in used and h not in self._settled_headers()):
            column = self._column_of(header, names)
            if used and column == "count":
                continue
            if used and counts_a_sex(header, self.dictionary):
                self._leave_aside(header, self.language.text("suggest.second_pair"))
            elif column == "count" and self._numbers_rows(header):
                self._leave_aside(header, self.language.text("suggest.serial"))
            elif column is None:
                unknown.append(header)
            elif why := self._why_not_dates(header, column) or self._why_other_kind(header, column):
                self._leave_aside(header, why)
            elif (
                column == "count" and self.table.name == "services" and is_of_single_rows(self.listed, self.dictionary)
            ):
                self._ask_count(header, mapping, taken)
            elif column in taken and not (column in _LEAVE and self._ask_if_added(header, column, mapping)):
                self._leave_aside(header, self.language.text("suggest.taken", column=column))
            else:
                mapping[header] = column
                taken.add(column)
                self._line(("columns", header), column, self._check_note(header, column))
        missing = [c.name for c in self.table.columns if c.required and c.name not in taken]
        for name in (name for name in missing if name not in (_SUBJECT.get(self.table.name), "service")):
            self._ask_for_column(name, unknown, mapping)
        shown = bool(used) or bool(missing) or len(self.draft.lines) > start
        self._add_unknown_headers([header for header in unknown if header not in mapping] if shown else [])
        return mapping

    def _column_of(self, header: str, names: Sequence[str]) -> str | None:
        """Return the column that a header means, or the one that its cells fit; None if unknown."""
        column = self.dictionary.column(self.table.name, header, names)
        if column == "product" and len(services_in(self.cells[header].dropna().unique(), self.dictionary)) > 1:
            return "service"
        return "leave_days" if column == "leave_taken" and self._why_other_kind(header, column) else column

    def _ask_count(self, header: str, mapping: dict[str, str], taken: set[str]) -> None:
        """Ask whether each row is one person, loan or contract, or as many as this column says."""
        choices = [
            AnswerOption(one, self.language.text(f"suggest.rows.{one}", header=header)) for one in ("one", "many")
        ]
        text, answer = self._ask(f"count|{header}", "count", choices, header=header)
        if answer == "one":
            self._leave_aside(header, choices[0].label)
            return
        if answer == "many":
            mapping[header] = "count"
            taken.add("count")
        self._line(("columns", header), "count" if answer else None, "" if answer else text)

    def _settled_headers(self) -> set[str]:
        """Return headers that need no proposal: questionnaire items, names, and those used by other settings."""
        items = {item.id for item in methodology().questionnaire.items} if self.table.open_ended else set()
        return {*items, *self.options.person, *self.options.keep}

    def _why_not_dates(self, header: str, name: str) -> str:
        """Return why a column named as a date has none (years only, for example); empty if it can be read."""
        column = self.table.column(name)
        if column is None or column.kind != "date":
            return ""
        problems = read_dates(self.cells[header], self.options.dates).remarks
        wrong = [one for one in problems if one.severity == "error" and one.rule != "dates_ambiguous"]
        return self.language.text("suggest.no_dates", column=self._label(name)) if wrong else ""

    def _ask_if_added(self, header: str, column: str, mapping: Mapping[str, str]) -> bool:
        """Ask whether another column of leave is of a further kind of leave, to be added; return True if so."""
        others = ", ".join(other for other, name in mapping.items() if name == column)
        choices = [AnswerOption(one, self.language.text(f"suggest.leave.{one}")) for one in ("added", "aside")]
        return self._ask(f"leave|{header}", column, choices, header=header, others=others)[1] == "added"

    def _check_note(self, header: str, column: str) -> str:
        """Return a note to check the column, if its header often means something else; else empty."""
        key = f"suggest.notes.{self.table.name}_{column}"
        named = bare_words(self._label(column)) in bare_words(header)
        return self.language.text(key, header=header) if self.language.has(key) and not named else ""

    def _why_other_kind(self, header: str, name: str) -> str:
        """Return why the cells contradict the column that the header suggests, or an empty text.

        For example, they are words where numbers are expected.
        """
        column = self.table.column(name)
        cells, decimal = self.cells[header], self.listed.raw.decimal
        kind = contradiction(self.table.name, column, cells, decimal, self.dictionary) if column else ""
        return self.language.text(f"suggest.no_kind.{kind}", column=self._label(name)) if kind else ""

    def _numbers_rows(self, header: str) -> bool:
        numbers = values.numbers(self.cells[header], self.listed.raw.decimal)
        return self.dictionary.is_serial(header) or is_serial(header, numbers)

    def _ask_for_column(self, name: str, unknown: list[str], mapping: dict[str, str]) -> None:
        """Ask which of the unknown headers is a required column."""
        free = [h for h in unknown if not self.dictionary.is_person(h) and len(h) <= LONGEST_SHOWN][:MOST_CHOICES]
        column = self._label(name)
        _, header = self._ask(
            name,
            "column",
            [AnswerOption(h, h) for h in free],
            column=column,
            table=self.language.text(f"tables.{self.table.name}"),
        )
        if header is not None:
            mapping[header] = name
            self._line(("columns", header), name)

    def _add_unknown_headers(self, headers: list[str]) -> None:
        names = [h for h in headers if len(h) <= LONGEST_SHOWN and not self.dictionary.is_person(h)]
        for header in names[:MOST_SHOWN]:
            self._line(("columns", header))
        more = len(headers) - len(names[:MOST_SHOWN]) - sum(map(self.dictionary.is_person, headers))
        if more > 0 and names:
            self._line(("columns", ""), None, self.language.text("suggest.more_headers", number=more))

    def _add_values_for_all_rows(self, mapping: Mapping[str, str]) -> None:
        """Add the meeting or body of the whole list, its service, and its period of pay."""
        given_columns = {*mapping.values(), *self.options.values, *self.options.from_sheet}
        column = _SUBJECT.get(self.table.name)
        if column and column not in given_columns:
            name = subject(self.listed.path.stem, self.listed.sheet if self.listed.several else "")
            self._line(("values", column), name, self.language.text(f"suggest.one_{column}"))
        if self.table.name == "services" and "service" not in given_columns:
            self._add_service()
        if self.table.name != "staff" or "pay_period" in given_columns or "pay" not in mapping.values():
            return
        headers = [header for header, name in mapping.items() if name == "pay"]
        periods = {period[0] for header in headers if (period := period_of(header))}
        if len(periods) == 1 and periods <= {"hour", "month", "year"}:
            self._line(("values", "pay_period"), periods.pop(), self.language.text("suggest.period", header=headers[0]))
            return
        choices = [AnswerOption(one, self.language.text(f"suggest.periods.{one}")) for one in ("month", "year", "hour")]
        text, value = self._ask("pay_period", "pay_period", choices, column=headers[0])
        self._line(("values", "pay_period"), value, "" if value else f"month, year, hour? {text}")

    def _add_service(self) -> None:
        """Add the service of the whole list: from the name of sheet or file, or from the headers; else ask."""
        for names in ([self.listed.sheet if self.listed.several else ""], [self.listed.path.stem], self.listed.headers):
            services = services_in(names, self.dictionary)
            if len(services) == 1:
                ((service, word),) = services.items()
                self._line(("values", "service"), service, self.language.text("suggest.service", word=word))
                return
        column = self.table.column("service")
        codes = column.values if column else ()
        choices = [AnswerOption(one, self.language.text(f"suggest.services.{one}")) for one in codes]
        text, value = self._ask("service", "service", choices)
        self._line(("values", "service"), value, "" if value else f"{', '.join(codes)}? {text}")

    def _add_names(self, mapping: Mapping[str, str], counts: Collection[str]) -> None:
        """Add the columns of names, by which repeated people are found, unless the list has counts."""
        if self.options.person or self.table.name not in OF_PEOPLE or counts or "count" in mapping.values():
            return
        names = [header for header in self.listed.headers if self.dictionary.is_person(header)]
        if names := [header for header in names if header not in mapping]:
            self._line(("person",), names)

    def _ask_date_order(self, mapping: Mapping[str, str]) -> None:
        """Ask for the order of day and month if the dates of a column fit both, with examples."""
        if self.options.dates is not None:
            return
        for header, name in mapping.items():
            column = self.table.column(name)
            if column is None or column.kind not in ("date", "birth"):
                continue
            for problem in read_dates(self.cells[header], None, years=column.kind == "birth").remarks:
                if problem.rule == "dates_ambiguous":
                    shown = Problem(severity="error", rule=problem.rule, values=problem.values).what(self.language)
                    orders = ("day_first", "month_first")
                    choices = [AnswerOption(one, self.language.text(f"suggest.orders.{one}")) for one in orders]
                    text, value = self._ask("dates", "dates", choices, column=header[:LONGEST_SHOWN], seen=shown)
                    self._line(("dates",), value, "" if value else f"{' / '.join(orders)}. {text}")
                    return

    def _ask_who_came(self, mapping: Mapping[str, str]) -> None:
        """Ask whether people without a signature or mark were present, where ``check`` would report an error."""
        mapped = {"columns": {**self.options.columns, **mapping}, "values": {"event": "", **self.options.values}}
        options = self.options.model_copy(update=mapped)
        cells = entries(self.listed.raw, options, self.table.name).cells
        problem = presence_problem(cells, options, self.table.name)
        if problem is None or problem.rule != "presence_not_used":
            return
        marks, key = (
            marks_of(problem.column, cells[problem.column]),
            "signed" if is_signed(problem.column) else "marked",
        )
        choices = [AnswerOption(one, self.language.text(f"suggest.came.{one}")) for one in (key, "all")]
        text_values = {"column": problem.column[:LONGEST_SHOWN], "there": marks.number, "all": len(cells)}
        text, value = self._ask("keep", f"who_{key}", choices[0 if marks.number else 1 :], **text_values)
        words_to_keep = {key: marks.there, "all": [*marks.there, *marks.away]}.get(str(value))
        self._line(("keep", problem.column), words_to_keep, "" if words_to_keep else text)

    def _ask_rows_that_count(self, mapping: Mapping[str, str]) -> None:
        """Ask which rows count, for each column with states such as refused, closed or left."""
        options = self.options.model_copy(update={"columns": {**self.options.columns, **mapping}})
        cells = entries(self.listed.raw, options, self.table.name).cells
        for header in (one for one in self.listed.headers if one not in mapping and one not in self.options.keep):
            if (states := states_of(header, cells[header])) is None:
                continue
            choices = [AnswerOption(one, states.label(one, self.language)) for one in states.answers]
            text, answer = self._ask(f"keep|{header}", "state", choices, column=header[:LONGEST_SHOWN])
            self._line(("keep", header), states.words_to_keep(answer) if answer else None, "" if answer else text)
