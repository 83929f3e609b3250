"""Proposed settings of one list of a known table: columns, counts, codes, dates, values equal for all rows.

Ambiguous words are asked; a value seen fewer times than ``SAFE_TO_SHOW`` could be a person's own word and is only
counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from genderaudit.foundations.language import Language
from genderaudit.intake.cells import values
from genderaudit.intake.cells.amount_words import period_of
from genderaudit.intake.cells.counts import counts_a_sex, is_serial, turns_by_sex
from genderaudit.intake.cells.dates import read_dates
from genderaudit.intake.contract import NO_PERSON, SAFE_TO_SHOW, Column, Table, column_label
from genderaudit.intake.problems import Problem
from genderaudit.intake.proposals.header_row import row_to_declare
from genderaudit.intake.proposals.kinds import are_counts, contradiction
from genderaudit.intake.proposals.model import Choice, Draft, Question
from genderaudit.intake.proposals.names import services_in
from genderaudit.intake.proposals.recognise import Listed, counts_of_sexes
from genderaudit.intake.proposals.rows import is_of_single_rows, states_of, words_seen
from genderaudit.intake.rows.other_rows import entries
from genderaudit.intake.rows.presence import is_signed, marks_of, presence_problem
from genderaudit.intake.vocabulary.cell_words import no_words, yes_words
from genderaudit.intake.vocabulary.dictionaries import Words, bare_words
from genderaudit.intake.vocabulary.drop_downs import WORDS
from genderaudit.intake.vocabulary.file_names import subject
from genderaudit.intake.vocabulary.states import TABLES_WITH_STATES
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import TableFile
from genderaudit.methodology.questionnaire import UNSURE, Scale

MOST_SHOWN, MOST_CHOICES = 40, 20  # maximum headers or codes shown; maximum columns offered as answers
LONGEST_SHOWN = 80  # characters of a header or code: a longer one is an answer in free text
OF_PEOPLE = ("staff", "members", "bodies", "attendance")
_LEAVE = ("leave_days", "leave_taken")
"""Columns that may occur once for each kind of leave: Maternité, Paternité."""
_SUBJECT = {"attendance": "event", "bodies": "body"}
"""Table → column with the same value for all rows if the list is of one meeting or body."""


@dataclass(slots=True)
class OneList:
    """A list with its table, its settings so far (``options``), and the draft for its lines."""

    table: Table
    listed: Listed
    options: TableFile
    dictionary: Words
    language: Language
    draft: Draft

    @property
    def cells(self) -> pd.DataFrame:
        """The cells under the file's own headers."""
        return self.listed.raw.cells

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
        self._add_codes(mapping)
        return mapping

    def _line(self, place: tuple[str, ...], value: object = None, comment: str = "") -> None:
        self.draft.add(("tables", self.table.name, *place), value, comment)

    def _leave_aside(self, header: str, why: str) -> None:
        self.draft.leave(("tables", self.table.name, "columns", header), why)

    def _ask(self, about: str, key: str, choices: Iterable[Choice], **said: object) -> tuple[str, str | None]:
        text = self.language.text(f"suggest.questions.{key}", file=self.listed.key, **said)
        place = f"{self.listed.key}|{self.table.name}|{about}"
        return text, self.draft.ask(Question(place, text, tuple(choices)))

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
            column = self.dictionary.column(self.table.name, header, names)
            if column == "product" and len(services_in(self.cells[header].dropna().unique(), self.dictionary)) > 1:
                column = "service"
            if used and column == "count":
                continue
            if column == "leave_taken" and self._why_other_kind(header, column):
                column = "leave_days"
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

    def _ask_count(self, header: str, mapping: dict[str, str], taken: set[str]) -> None:
        """Ask whether each row is one person, loan or contract, or as many as this column says."""
        choices = [Choice(one, self.language.text(f"suggest.rows.{one}", header=header)) for one in ("one", "many")]
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
        choices = [Choice(one, self.language.text(f"suggest.leave.{one}")) for one in ("added", "aside")]
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
            [Choice(h, h) for h in free],
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
        choices = [Choice(one, self.language.text(f"suggest.periods.{one}")) for one in ("month", "year", "hour")]
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
        choices = [Choice(one, self.language.text(f"suggest.services.{one}")) for one in codes]
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
                    choices = [Choice(one, self.language.text(f"suggest.orders.{one}")) for one in orders]
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
        choices = [Choice(one, self.language.text(f"suggest.came.{one}")) for one in (key, "all")]
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
            choices = [Choice(one, states.label(one, self.language)) for one in states.answers]
            text, answer = self._ask(f"keep|{header}", "state", choices, column=header[:LONGEST_SHOWN])
            self._line(("keep", header), states.words_to_keep(answer) if answer else None, "" if answer else text)

    def _add_codes(self, mapping: Mapping[str, str]) -> None:
        """Add lines for each column with codes, and for the questionnaire's items together."""
        for header, name in mapping.items():
            column = self.table.column(name)
            if self.table.name == "attendance" and name == "role":
                self._add_roles(header)
            if column is None or not (column.kind in ("sex", "boolean") or column.values):
                continue
            seen = words_seen(self.cells[header], self.options.codes.get(name, {}))
            accepted = {value.lower() for value in column.values}
            if column.kind == "boolean":
                accepted = set(yes_words() | no_words())
            shady = column.kind == "sex" and "h" in {word.lower() for word in seen}
            self._add_codes_of_column(
                name,
                column,
                {
                    word: n
                    for word, n in seen.items()
                    if word.lower() not in accepted or (shady and word.lower() == "m")
                },
                {word.lower() for word in seen},
            )
        if self.table.open_ended:
            self._add_answers()

    def _add_roles(self, header: str) -> None:
        """Add lines for common roles at meetings (delegates, guests); others keep their own names."""
        known = self.dictionary.codes.get("role", {})
        for word, number in words_seen(self.cells[header], self.options.codes.get("role", {})).items():
            if (meaning := known.get(bare_words(word))) and word != meaning:
                self._line(("codes", "role", word), meaning, self._count_text(number))

    def _add_answers(self) -> None:
        """Add lines for words used as answers to statements."""
        ids = [item.id for item in methodology().questionnaire.items if item.id in self.cells]
        accepted = {*Scale().points, *UNSURE, "-1", "-2"}
        counts: dict[str, int] = {}
        for name in ids:
            for word, number in words_seen(self.cells[name], self.options.codes.get("items", {})).items():
                counts[word] = counts.get(word, 0) + number
        self._add_codes_of_column("items", None, {w: n for w, n in counts.items() if w not in accepted}, set())

    def _add_codes_of_column(
        self, name: str, column: Column | None, unknown: Mapping[str, int], seen: set[str]
    ) -> None:
        place = "boolean" if column is not None and column.kind == "boolean" else name
        known, asked = self.dictionary.codes.get(place, {}), self.dictionary.ask.get(place, {})
        if place == "sex" and "f" in seen and "m" not in seen:
            known = {**known, "h": "M"}  # together with F, H can only be men
            asked = {word: meanings for word, meanings in asked.items() if word != "h"}
        rare = shown = 0
        fewest = column.shown_from if column is not None else SAFE_TO_SHOW
        for word, number in unknown.items():
            meaning, options = known.get(bare_words(word)), asked.get(bare_words(word))
            if len(word) > LONGEST_SHOWN or (meaning is None and options is None and number < fewest):
                rare += 1
                continue
            shown += 1
            if shown > MOST_SHOWN:
                rare += 1
            elif meaning is not None and options is None:
                self._line(("codes", name, word), _code(meaning, column), self._count_text(number))
            else:
                self._ask_code(name, word, number, column, options)
        if rare:
            self._line(("codes", name, ""), None, self.language.text("suggest.rare", number=rare))

    def _ask_code(
        self, name: str, word: str, number: int, column: Column | None, options: Mapping[str, object] | None
    ) -> None:
        """Add a line for an ambiguous or unknown word, and ask for its meaning."""
        count, value = self._count_text(number), None
        if column is not None and column.kind != "boolean" and number >= column.shown_from:
            codes = (*column.values, NO_PERSON) if name == "sex" else column.values
            choices = [Choice(one, self._meaning(name, one, options)) for one in codes]
            text_values = {"word": word, "column": self._label(name), "count": count}
            _, value = self._ask(f"codes|{name}|{word}", "code", choices, **text_values)
        comment = f"{count}. {self._meanings_text(options)}" if options is not None else count
        self._line(("codes", name, word), value, count if value else comment)

    def _meaning(self, name: str, code: str, options: Mapping[str, object] | None) -> str:
        key = f"{'suggest.sexes' if name == 'sex' else WORDS.get(name, '')}.{code}"
        label = self.language.text(key) if self.language.has(key) else code
        words = (options or {}).get(code)
        return f"{label} ({', '.join(map(str, words))})" if isinstance(words, list) else label

    def _meanings_text(self, options: Mapping[str, object]) -> str:
        meanings = [f"{code} ({', '.join(map(str, words))})" for code, words in options.items()]  # type: ignore[call-overload]
        return self.language.text("suggest.ask", options=" / ".join(meanings))

    def _count_text(self, number: int) -> str:
        if number < SAFE_TO_SHOW:
            return self.language.text("suggest.few", number=SAFE_TO_SHOW)
        return self.language.text("suggest.seen", number=number)

    def _label(self, column: str) -> str:
        """Return the name of a column in the reader's language."""
        return column_label(self.table.name, column, self.language)


def _code(meaning: str, column: Column | None) -> object:
    return meaning == "yes" if column is not None and column.kind == "boolean" else meaning
