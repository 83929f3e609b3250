"""From the cells of one file to a canonical table: mapping, codes, values, ages, answers, and what is not usable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from genderaudit.foundations.cleared import LONGEST
from genderaudit.intake import (
    about,
    amount_words,
    called,
    consistency,
    counts,
    headers,
    pay,
    presence,
    printed_text,
    several,
    values,
    words,
    youth,
)
from genderaudit.intake.amounts import read_numbers
from genderaudit.intake.answers import answer_columns, empty, empty_column, not_in_file, of_one_answer, read_answers
from genderaudit.intake.contract import AGE, NO_PERSON, SAFE_TO_SHOW, SHARES, Column, Table
from genderaudit.intake.dates import left_open, read_dates
from genderaudit.intake.numbers import marks_of
from genderaudit.intake.readers import RawTable, one_line
from genderaudit.intake.row_words import label
from genderaudit.intake.survey_words import Wordings
from genderaudit.intake.written import marked
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, TableFile


@dataclass(slots=True)
class Columns:
    """One file's cells on their way to the canonical table."""

    organisation: Organisation
    round: str
    note: Callable[..., None]
    """Takes severity, rule, table, path and, by name, column, rows and values."""
    table: Table
    path: Path
    options: TableFile
    raw: RawTable
    wordings: Wordings
    """What the survey asks, and in which words it may stand in the file."""
    names: Callable[[], set[str]] = set
    """The names of people in the lists of the round, for who has to know them."""
    born: pd.Series | None = None
    """Days of birth, where they are given."""
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The columns of which pay is the sum, by their names in the file; none where it is one column."""

    def canonical(self) -> pd.DataFrame:
        """The canonical table, empty where the file does not hold what is required."""
        cells = self._mapped()
        if cells is None:
            return empty(self.table, self.wordings.questionnaire)
        cells = self._one_sex_a_row(self._of_people(cells))
        if self.raw.longer:
            self._problem("warning", "row_too_long", rows=pd.Index(self.raw.longer))
        if cells.attrs.get("unnamed"):
            self._problem("warning", "columns_without_name", values={"number": cells.attrs["unnamed"]})
        self._find_decimal(cells)
        columns = {column.name: self._column(column, cells) for column in self.table.columns}
        frame = pd.DataFrame(columns, index=cells.index)
        self._note_words(frame)
        frame = self._compared(self._served(self._aged(frame)))
        if self.table.open_ended:
            coded = read_answers(cells, self.wordings, self.options.codes, self._note_answers)
            frame = pd.concat([frame, self._as_declared(coded)], axis=1)
        levels = self.organisation.levels if self.table.name in ("staff", "survey") else []
        frame, spelled = words.tidied(frame, levels, self.options.codes)
        for name, one in spelled:
            self._problem(one.severity, one.rule, column=name, values=one.values)
        frame, replaced = called.without_people(frame, cells, [one_line(name) for name in self.options.person])
        for name, number in replaced.items():
            self._problem("warning", "called_after_person", column=name, values={"names": number, "field": name})
        self._check_references(frame)
        if self.table.name == "about":
            frame = self._without_faults(frame)
        frame = self._told(frame)
        if self.table.name == "actions":
            self._check_answers(frame)
        if self.table.name == "services":
            self._check_loans(frame)
        for found in consistency.within_table(self.table.name, frame, cells):
            said = {n: self._header(str(v)) if n in ("earlier", "later") else v for n, v in found.values.items()}
            self._problem("warning", found.rule, column=found.column, rows=found.rows, values=said)
        names = cells[[one_line(name) for name in self.options.person if one_line(name) in cells]]
        if len(names.columns):
            for found in consistency.person_twice(self.table.name, names, cells):
                self._problem("warning", found.rule, rows=found.rows)
        return self._usable(frame, cells)

    def _as_declared(self, answers: pd.DataFrame) -> pd.DataFrame:
        """The answers, without questions that are of one answer; what the file does not have is said."""
        asked = self.wordings.questionnaire
        lost, everything = not_in_file(answers, asked)
        if lost:
            rule = "statements_none" if everything else "statements_lost"
            said = {"names": ", ".join(lost[:MOST_LOST]) + (" …" if len(lost) > MOST_LOST else "")}
            self._problem("error" if everything else "warning", rule, values=said | {"statements": len(lost)})
        for name, columns in of_one_answer(answers, asked).items():
            self._problem("warning", "one_answer_only", column=name)
            answers = answers.drop(columns=columns)
        return answers

    def _mapped(self) -> pd.DataFrame | None:
        """Cells under the contract's names; ``None`` if required columns are missing."""
        cells = self.raw.cells
        mapping = {one_line(header): name for header, name in self.options.columns.items()}
        named = [one_line(header) for header in self.options.person if header not in self.options.columns]
        amounts = {column.name for column in self.table.columns if column.kind == "amount"}
        there = {
            mapping[header] for header in mapping if header in cells.columns
        } - amounts  # parts of a sum are needed
        stacked = bool(self.options.sheets or self.options.files)  # a sheet may have its own name for a column
        lost = [
            header
            for header in (*mapping, *self._counts(), *named)
            if header not in cells.columns and not (stacked and mapping.get(header) in there)
        ]
        elsewhere = self._elsewhere(lost) if stacked else set()
        lost = [header for header in lost if header not in elsewhere]
        for header in lost:
            self._header_missing(header)
        cells = self._added_up(self._kept(cells), mapping).rename(columns=mapping)
        own = {name.lower(): name for name in cells.columns}
        for column in self.table.columns:
            if column.name not in cells and column.name in own:
                cells = cells.rename(columns={own[column.name]: column.name})
        twice = cells.columns[cells.columns.duplicated()]
        if len(twice):  # which of the two is meant is not ours to guess
            self._problem("error", "header_twice", values={"headers": _some(twice)})
            cells = cells.loc[:, ~cells.columns.duplicated()]
        for name, value in self.options.values.items():
            if name not in self.options.from_sheet or name not in cells:
                cells[name] = value
        given = {*cells.columns, *(("sex", "count") if self.options.counts else ())}
        misnamed = {mapping[header] for header in lost if header in mapping}
        missing = [c.name for c in self.table.columns if c.required and c.name not in given]
        seen = presence.noticed(self.raw.cells, self.options, self.table.name) if self._is_listed() else None
        if seen:
            self._problem(seen.severity, seen.rule, column=seen.column, rows=pd.Index(seen.rows), values=seen.values)
        crossed = seen is not None and seen.rule == "people_by_meetings"
        for name in (name for name in missing if name not in misnamed):
            self._problem("error", "column_missing", column=name, values={"row": self.raw.header_row})
        if not missing and not lost:  # otherwise the "header" may be a row of people
            self._note_unused(cells, named)
        return None if missing or crossed or set(lost) & set(self._counts()) else cells

    def _note_unused(self, cells: pd.DataFrame, named: list[str]) -> None:
        """Columns that are not used, and what they say of the rows. ``named``: those by which people are compared."""
        known = {column.name for column in self.table.columns}
        if self.table.open_ended:
            asked = self.wordings.questionnaire
            known |= {*answer_columns(asked), *(one.id for one in asked.several)}
        known |= {*named, *self._counts(), *map(one_line, self.options.keep)}
        known |= {name for name in map(str, cells) if self.options.counts and label(name)}
        unused = [str(name) for name in cells.columns if name not in known]
        if not unused:
            return
        self._problem("warning", "columns_not_used", values={"columns": _some(unused)})
        if not self._is_listed():
            return
        for header in several.periods(cells[unused], self.table.name):
            shown, rare = _seen(cells[header].dropna(), SAFE_TO_SHOW)
            said = {"seen": shown, "rare": rare, "header": header, "last": shown[-1][0] if shown else "…"}
            self._problem("error", "several_periods", column=header, values=said)
        if "count" not in cells and not self.options.counts and not named:
            for header, rows in several.repeated(cells[unused], self.table.name):
                self._problem("warning", "id_repeats", column=header, rows=rows, values={"header": header})

    def _elsewhere(self, lost: list[str]) -> set[str]:
        """Those of the headers that one of several files may lack: said, and an error where no file has them."""
        spared = {one_line(header) for header in headers.spared(self.options, self.table.name)}
        for header in lost:
            others = headers.of_one_amount(header, self.options, self.table.name) - {header}
            spared |= {header} if others & set(map(str, self.raw.cells)) else set()
        apart = self.options.files or isinstance(self.options.sheets, list)
        names = {one_line(header) for header in self.options.person if apart} - spared
        spared |= names
        kept = [one for one in map(one_line, self.options.keep) if one not in self.raw.cells]
        found = [header for header in dict.fromkeys((*lost, *kept)) if header in spared]
        named = not names.isdisjoint(self.raw.cells)  # people are compared all the same
        for header in (one for one in found if not (named and one in names)):
            self._header_missing(header, "warning", "header_elsewhere")
        return set(found)

    def _header_missing(self, header: str, severity: str = "error", rule: str = "header_missing") -> None:
        """A name that the file does not have, with those that are like it; not with others: they may be people."""
        found = headers.closest(header, map(str, self.raw.cells.columns))
        said = {"row": self.raw.header_row, "near": ", ".join(found)}
        self._problem(severity, rule, column=header, values=said)

    def _kept(self, cells: pd.DataFrame) -> pd.DataFrame:
        """The rows that organisation.yml says belong to the audit."""
        given = cells
        for header, wanted in self.options.keep.items():
            name = one_line(header)
            if name not in cells.columns:
                if header not in headers.spared(self.options, self.table.name):
                    self._header_missing(name)
                continue
            kept = {words.key(value) for value in wanted}
            belongs = cells[name].where(cells[name].notna(), "").map(words.key).isin(kept)
            if presence.is_signed(name):
                came = presence.signed(cells[name])
                belongs |= (came & (presence.SIGNED in kept)) | (~came & (presence.UNSIGNED in kept))
            if not belongs.all():
                shown, rare = _seen(cells.loc[~belongs, name].dropna(), SAFE_TO_SHOW)
                blank = int(cells.loc[~belongs, name].isna().sum())
                said = {"seen": shown, "rare": rare, "blank": blank}
                self._problem("warning", "row_not_kept", column=name, rows=cells.index[~belongs], values=said)
            cells = cells.loc[belongs]
        gone = self._women_and_men(given) - self._women_and_men(cells)
        for sex in sorted(gone) if self.table.name != "attendance" else ():  # only women may have come
            self._problem("warning", "keep_without_women" if sex == "F" else "keep_without_men")
        return cells

    def _women_and_men(self, cells: pd.DataFrame) -> set[str]:
        """Which of F and M stand in the column of sexes, if there is one."""
        leads = {one_line(header): name for header, name in self.options.columns.items()}
        named = [name for name in map(str, cells) if leads.get(name, name.lower()) == "sex"]
        return {"F", "M"} & {
            str(code).upper() for name in named for code in self._declared("sex", cells[name]).unique()
        }

    def _added_up(self, cells: pd.DataFrame, mapping: Mapping[str, str]) -> pd.DataFrame:
        """Several headers of one amount become their sum, in the first; of anything else that is an error."""
        for name in dict.fromkeys(mapping.values()):
            headers = [header for header in mapping if mapping[header] == name and header in cells.columns]
            if len(headers) < 2:
                continue
            column = self.table.column(name)
            if column is None or not column.adds_up:
                self._problem("error", "headers_of_one", column=name, values={"headers": _some(headers)})
            elif column.kind == "boolean":
                cells[headers[0]] = self._any_of(column, cells[headers])
                cells = cells.drop(columns=headers[1:])
            else:
                parts = pd.concat([self._read_numbers(column, cells[one], one) for one in headers], axis=1)
                parts = parts.set_axis(headers, axis=1)
                self._note_sum(name, parts)
                total = self._summed(name, parts, cells)
                cells = cells.drop(columns=headers[1:])
                cells[headers[0]] = total
        return cells

    def _any_of(self, column: Column, cells: pd.DataFrame) -> pd.Series:
        """Yes where any of these columns says so, no where none does and one says no."""
        self._problem("warning", "added_up", values={"column": column.name, "sum": " + ".join(map(str, cells))})
        for header in map(str, cells):
            self._check_booleans(column, cells[header], header)
        parsed = cells.apply(lambda one: values.booleans(self._declared(column.name, one)).astype(object))
        said: pd.Series = parsed.eq(True).any(axis=1).astype(object)
        return said.where(parsed.notna().any(axis=1))

    def _check_booleans(self, column: Column, cells: pd.Series, name: str) -> None:
        unread = cells.notna() & values.booleans(self._declared(column.name, cells)).isna()
        if unread.any():
            self._problem("warning", "not_yes_or_no", column=name, rows=cells.index[unread])

    def _summed(self, name: str, parts: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
        """The sum, blank where a part is not known; of pay, the main one at least must be given."""
        self.parts = parts if name == "pay" else self.parts
        unread = pd.concat([cells[one].notna() & ~marked(cells[one]) & parts[one].isna() for one in parts], axis=1)
        unknown = unread.any(axis=1) & parts.notna().any(axis=1)
        if unknown.any():
            self._problem("warning", "part_not_read", column=name, rows=parts.index[unknown])
        if name == "pay":
            main = str(parts.median().fillna(0).idxmax())
            bare = parts[main].isna() & parts.notna().any(axis=1) & ~unknown
            if bare.any():
                self._problem("warning", "main_part_blank", column=main, rows=parts.index[bare], values={"main": main})
            unknown |= bare
        total: pd.Series = parts.sum(axis=1, min_count=1).mask(unknown)
        return total

    def _note_sum(self, name: str, parts: pd.DataFrame) -> None:
        """What is added up is said; where it has its total among it, everything would count twice."""
        self._problem("warning", "added_up", values={"column": name, "sum": " + ".join(parts.columns)})
        total = amount_words.total_among(parts)
        if total is not None:
            others = " + ".join(header for header in parts.columns if header != total)
            self._problem("error", "total_added_up", column=total, values={"total": total, "parts": others})

    def _note_words(self, frame: pd.DataFrame) -> None:
        """What names of columns and cells say of the amounts in them."""
        leads = {one_line(header): name for header, name in self.options.columns.items()}
        scaled = False
        for header in map(str, self.raw.cells.columns):
            column = self.table.column(leads.get(header, header.lower()))
            if column is None or column.kind != "amount" or frame.empty:
                continue
            scale = amount_words.scale_of(header)
            scaled |= bool(scale)
            named = amount_words.currency_of(header) if self._currency() else None
            if named and self._currency() not in named[1]:
                said = {"said": named[0], "declared": self._currency()}
                self._problem("error", "currency_of_header", column=header, values=said)
            if scale:
                self._problem("warning", "amounts_scaled", column=header, values={"said": scale})
            if column.name == "pay":
                cells = self.raw.cells.loc[frame.index, header]
                for one in amount_words.periods(frame["pay"], frame["pay_period"], header, cells):
                    self._problem(one.severity, one.rule, column=header, rows=one.rows, values=one.values)
        amounts = any(column.kind == "amount" and frame[column.name].notna().any() for column in self.table.columns)
        said_above = [scale for text in self.raw.above if (scale := amount_words.scale_of(text))] if amounts else []
        if said_above and not scaled and self._is_listed():
            self._problem("warning", "amounts_scaled_above", values={"said": said_above[0]})
            scaled = True
        if "pay" in frame and not scaled:
            for one in amount_words.too_low(frame["pay"], frame["pay_period"], self.organisation.currency):
                self._problem(one.severity, one.rule, column="pay", values=one.values)

    def _currency(self) -> str | None:
        """The currency that organisation.yml gives for the amounts; none where each row has its own."""
        own = "currency" in {*self.options.columns.values(), *self.options.values, *self.raw.cells.columns.str.lower()}
        return None if own else self.organisation.currency

    def _of_people(self, cells: pd.DataFrame) -> pd.DataFrame:
        """The rows without those that ``codes`` say are of no person: loans of a group, members that are firms."""
        if "sex" not in cells or NO_PERSON not in self.options.codes.get("sex", {}).values():
            return cells
        aside = self._declared("sex", cells["sex"]).eq(NO_PERSON)
        if aside.any():
            shown, rare = _seen(cells.loc[aside, "sex"], SAFE_TO_SHOW)
            said = {"seen": shown, "rare": rare}
            self._problem("warning", "row_of_no_person", column="sex", rows=cells.index[aside], values=said)
        return cells.loc[~aside]

    def _counts(self) -> dict[str, str]:
        """Header → the sex that it counts."""
        return {one_line(header): sex for header, sex in self.options.counts.items()}

    def _one_sex_a_row(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Women and men who stand beside each other below each other; their total is compared with the sum."""
        beside = self._counts()
        if not beside:
            return cells
        if "sex" in cells or self.table.column("count") is None:
            self._problem("error", "counts_beside_sex", column="sex")
            return cells
        for header in counts.totals_of_a_sex(beside):
            self._problem("warning", "total_as_sex", column=header, values={"header": header, "sex": beside[header]})
        if "all" in beside.values():
            cells, beside = self._rest_are_men(cells, beside)
        if not beside:
            return cells
        nobody = [header for header, code in beside.items() if code == "none"]
        people = {header: code for header, code in beside.items() if code != "none"}
        ticked = counts.ticks(cells, people)
        if ticked is not None:
            if len(ticked.wrong):
                self._problem("error", "ticks_not_one", rows=ticked.wrong, values={"headers": _some(people)})
            return cells.drop(columns=list(beside)).assign(sex=ticked.sex)
        for total in counts.totals_of(list(map(str, cells)), beside):
            wrong = counts.not_the_sum(cells, beside, total, self.raw.decimal)
            if len(wrong):
                declared = [header for header, code in self.options.counts.items() if code == "all"]
                named = declared[0] if total == "count" and declared else total
                self._problem("error", "total_is_not_the_sum", column=named, rows=wrong)
        if nobody:
            said = {"headers": _some(nobody), "left_out": counts.summed(cells[nobody], self.raw.decimal)}
            self._problem("warning", "counts_nobody", values=said)
        blank = cells[list(people)].isna()
        if blank.any(axis=None):
            self._problem("warning", "blank_is_nobody", rows=cells.index[blank.any(axis=1)])
        filled = cells.assign(**{header: cells[header].where(~blank[header], 0) for header in people})
        return counts.below_each_other(filled.drop(columns=["count", *nobody], errors="ignore"), people)

    def _rest_are_men(self, cells: pd.DataFrame, beside: dict[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
        """Of a total that ``counts`` declares as ``all``: the men, where no column counts them; else it is compared."""
        total, *more = [header for header, code in beside.items() if code == "all"]
        parts = {header: code for header, code in beside.items() if code != "all"}
        if more or "F" not in parts.values():
            self._problem("error", "counts_of_all", column=total)
            return cells.drop(columns=[total, *more]), parts
        if "M" in parts.values():
            return cells.rename(columns={total: "count"}), parts
        men, wrong = counts.rest(cells, parts, total, self.raw.decimal)
        if len(wrong):
            self._problem("error", "total_below_parts", column=total, rows=wrong)
        return cells.assign(**{total: men}), {**parts, total: "M"}

    def _find_decimal(self, cells: pd.DataFrame) -> None:
        """The decimal mark of the file's numbers, for columns that do not show theirs."""
        numbers = [c.name for c in self.table.columns if c.kind in ("number", "amount") and c.name in cells]
        mark = None if self.options.decimal else marks_of(cells[name] for name in numbers).certain
        if mark and mark != self.raw.decimal:
            self.raw = replace(self.raw, decimal=mark)
            self.raw.detected["decimal"] = "comma" if mark == "," else "point"

    def _column(self, column: Column, cells: pd.DataFrame) -> pd.Series:
        """One column of the contract, with its problems noted."""
        if column.name not in cells:
            if column.kind == "count":
                return pd.Series(1, cells.index, dtype="int64")
            return empty_column(column).reindex(cells.index)
        if column.kind == "sex":
            self._check_initials(column, cells[column.name])
        given = self._declared(column.name, cells[column.name])
        if column.kind == "sex" or column.values:
            return self._coded(column, given)
        if column.kind in ("date", "birth"):
            return self._bounded(column, given, self._dated(column, given))
        if column.kind in NUMBERS:
            result = self._bounded(column, given, self._read_numbers(column, given, column.name))
            if column.name == "weight" and 0 < (blank := given.isna()).sum() < len(given):
                self._problem("error", "weight_blank", column=column.name, rows=given.index[blank])
            return self._counted(column, given, result) if column.kind == "count" else result
        result = _parsed(column, given)
        unread = given.notna() & result.isna()
        if unread.any():
            severity = "error" if column.required else "warning"
            self._problem(severity, "not_yes_or_no", column=column.name, rows=given.index[unread])
        return result

    def _read_numbers(self, column: Column, given: pd.Series, name: str) -> pd.Series:
        """The numbers of a column (``name``, ours or theirs), with what is wrong; shares as parts of one."""
        blank = marked(given) if column.kind != "count" else pd.Series(False, given.index)
        if blank.any():
            self._problem("warning", "said_blank", column=name, rows=given.index[blank])
        is_money, code = column.kind == "amount", self.organisation.currency
        nobody = marked(given, unknown=False) if column.kind == "count" else blank & False
        if nobody.any():
            self._problem("warning", "said_nobody", column=name, rows=given.index[nobody])
        found = read_numbers(
            given.mask(blank).mask(nobody, 0), self.raw.decimal, self.options.decimal, unit=column.unit, currency=code
        )
        if is_money and self._currency() and found.named:
            said = {"said": found.named, "declared": self._currency()}
            self._problem("error", "currency_of_cells", column=name, values=said)
        read = values.shares(found.values) if column.name in SHARES else found.values
        hours = pay.hours_among(given, found.values) if column.name == "fte" else pd.Index([])
        if len(hours):
            self._problem("error", "share_is_hours", column=name, rows=hours)
        needed = column.kind == "count" or column.required or column.strict
        for one in found.said:
            severity = "error" if needed and one.rows is not None else one.severity
            rule, values_said = one.rule, one.values
            if rule == "number_other_unit":
                if len(hours):
                    continue
                rule = "arrears_since" if column.name == "in_arrears" else rule
                values_said = {**one.values, "unit": column.unit}
            self._problem(severity, rule, column=name, rows=one.rows, values=values_said)
        if column.is_whole and self.table.name != "about":  # of its rows it is said there
            read = read.where(read.isna() | (read % 1 == 0))  # half a person is a mistake, not a number to be rounded
            half = found.values.notna() & read.isna()
            if half.any():
                self._problem("error", "number_half", column=name, rows=given.index[half])
        return read

    def _dated(self, column: Column, given: pd.Series) -> pd.Series:
        """Days, or of births years; the days of birth stay at hand, for ages."""
        blank = marked(given)
        if blank.any():
            self._problem("warning", "said_blank", column=column.name, rows=given.index[blank])
        is_birth = column.kind == "birth"
        if column.name == "left_on":
            far = left_open(given)
            if far.any():
                self._problem("warning", "end_left_open", column=column.name, rows=given.index[far])
            blank |= far
        found = read_dates(given.mask(blank), self.options.dates, years=is_birth)
        for one in found.said:
            self._problem(one.severity, one.rule, column=column.name, rows=one.rows, values=one.values)
        if not is_birth:
            return found.days
        self.born = found.days
        years: pd.Series = found.days.dt.year.astype(float).fillna(found.years)
        return years

    def _bounded(self, column: Column, given: pd.Series, result: pd.Series) -> pd.Series:
        """The values inside the column's plausible range; the others are said and blank."""
        if not column.bounds or pd.api.types.is_bool_dtype(result):
            return result
        low, high = column.bounds
        outside = (result < low) | (result > high)
        if outside.any():
            said = {"low": float(low), "high": float(high)}
            severity = "error" if column.strict else "warning"
            self._problem(severity, "out_of_range", column=column.name, rows=given.index[outside], values=said)
        return result.mask(outside)

    def _declared(self, name: str, written: pd.Series) -> pd.Series:
        """Cells with the codes that the organisation has declared replaced by those of the contract."""
        return words.translated(written, self.options.codes.get(name, {}), words.of_the_suite(self.table.name, name))

    def _counted(self, column: Column, given: pd.Series, result: pd.Series) -> pd.Series:
        """Whole people. A blank cell is one person, as a column that is left out is; unless a count is needed."""
        if self._is_listed() and counts.is_serial(self._header(column.name), result):
            self._problem("error", "count_is_serial", column=column.name)
        blank = given.isna()
        if blank.any() and (column.required or not blank.all()):
            severity, rule = ("error", "count_missing") if column.required else ("warning", "count_blank")
            self._problem(severity, rule, column=column.name, rows=given.index[blank])
        return result.mask(blank, 1).fillna(0).round().astype("int64")

    def _is_listed(self) -> bool:
        """Whether this is a list of the organisation's own, and no sheet of the suite."""
        return self.raw.detected.get("workbook") != "own"

    def _coded(self, column: Column, given: pd.Series) -> pd.Series:
        """Values of a column that has codes; an unknown code is an error, never a guess."""
        accepted = {words.key(value): value for value in column.values}
        result = values.each(given, lambda cell: accepted.get(words.key(cell)))
        unknown = given.notna() & result.isna()
        if unknown.any():
            shown, rare = _seen(given[unknown], SAFE_TO_SHOW)
            self._problem(
                "error",
                "unknown_code" if self._is_listed() else "unknown_word",  # a sheet of the suite has drop-downs
                column=column.name,
                rows=given.index[unknown],
                values={"seen": shown, "rare": rare, "accepted": ", ".join(column.values)},
            )
        blank = given.isna()
        if column.kind == "sex" and blank.any():
            self._problem("warning", "sex_blank", column=column.name, rows=given.index[blank])
        return result.astype("str").where(result.notna())

    def _check_initials(self, column: Column, written: pd.Series) -> None:
        """Where H stands for a man, M may be *Mujer* or *Madame*: M must then be declared too."""
        codes = set(map(words.key, self.options.codes.get(column.name, {})))
        if "h" in codes and "m" not in codes:
            undeclared = written.map(words.key, na_action="ignore").eq("m")
            if undeclared.any():
                self._problem("error", "initial_not_declared", column=column.name, rows=written.index[undeclared])

    def _aged(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Ages in years as bounds, from what there is: age, date or year of birth, band; in the survey bands too."""
        if "age" not in frame:
            return frame
        ages = pd.DataFrame({"age_low": frame["age"], "age_high": frame["age"]})
        date = self.organisation.date_of(self.round)
        if date is not None and frame["birth_year"].notna().any():
            assert self.born is not None
            computed = values.ages_at(date, self.born, frame["birth_year"])
            low, high = AGE[1].bounds or (0, np.inf)
            impossible = (computed["age_high"] < low) | (computed["age_low"] > high)
            if impossible.any():
                limits = {"low": f"{low:g}", "high": f"{high:g}"}
                rows = frame.index[impossible]
                self._problem("warning", "age_not_plausible", column="birth_year", rows=rows, values=limits)
            ages = ages.fillna(computed.mask(impossible))
        elif frame["birth_year"].notna().any():
            self._problem("warning", "no_date_for_ages", column="birth_year")
        bounds = values.age_bounds(frame["age_band"].astype(object))
        unread = frame["age_band"].notna() & bounds["age_low"].isna()
        if unread.any():
            self._problem("warning", "not_an_age_band", column="age_band", rows=frame.index[unread])
        cut = youth.fault(bounds[ages["age_low"].isna()], self.organisation.youth_age_limit)
        if cut and self.table.name in youth.COUNTED:
            self._problem("error", cut[0], column="age_band", values=cut[1])
        if self.table.open_ended:  # its tables by age are by the bands of the questionnaire
            bands = values.bands_of(ages, self.wordings.questionnaire.age_bands)
            frame["age_band"] = frame["age_band"].fillna(bands.astype("str").where(bands.notna()))
        return frame.assign(**ages.fillna(bounds))

    def _served(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The day of hiring from years of service, where only these are given."""
        date = self.organisation.date_of(self.round)
        if "service_years" in frame and date is not None:
            since = pd.Timestamp(date) - pd.to_timedelta(frame["service_years"] * 365.25, unit="D")
            frame["hired_on"] = frame["hired_on"].fillna(since)
        return frame

    def _compared(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Pay of staff on one footing; what had to be assumed, and amounts that look like slips, are said."""
        if self.table.name != "staff":
            return frame
        frame, unknown = pay.with_hours(frame)
        if unknown.any():
            self._problem("warning", "part_time_unknown", column="contract", rows=frame.index[unknown])
        frame, said = pay.at_full_pay(frame)
        for one in said:
            self._problem(one.severity, one.rule, column="pay", rows=one.rows)
        for name, one in pay.slips(frame, self.parts, self.options.confirmed.get("pay", ())):
            self._problem(one.severity, one.rule, column=name, rows=one.rows, values=one.values)
        return frame

    def _usable(self, frame: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
        """Rows without a required name (body, event, line …) cannot be placed and are set aside; an error if many."""
        names = [c.name for c in self.table.columns if c.required and c.kind == "text"]
        if self.table.name == "documents":
            self._check_evidence(frame)
            names.remove("evidence")
        usable = frame[names].notna().all(axis=1) if names else pd.Series(True, frame.index)
        if not usable.all():
            said = {"columns": ", ".join(map(self._header, names)), "all": cells.index.nunique()}
            bare = cells.index[
                pd.concat([cells[name].isna() | marked(cells[name]) for name in names], axis=1).any(axis=1)
            ]
            if self.table.name in PLACED and bare.nunique() > max(
                MOST_UNPLACED * cells.index.nunique(), FEWEST_UNPLACED - 1
            ):
                self._problem("error", "rows_unplaced", rows=bare.unique(), values=said)
            else:
                self._problem("warning", "row_set_aside", rows=frame.index[~usable], values=said)
        if self.table.name == "members":
            usable &= ~self._not_members(frame)
        return frame[usable]

    def _not_members(self, frame: pd.DataFrame) -> pd.Series:
        """Who had left at the round's date, or joined later: no figure is about them."""
        date = self.organisation.date_of(self.round)
        day = pd.Timestamp(date) if date else pd.NaT
        away = (frame["left_on"] <= day) | (frame["joined_on"] > day)
        if away.any():
            self._problem("warning", "row_not_member", rows=frame.index[away])
        return away

    def _check_evidence(self, frame: pd.DataFrame) -> None:
        bare = frame["rating"].notna() & (frame["rating"] != "not_applicable") & frame["evidence"].isna()
        if bare.any():
            self._problem("error", "rating_without_evidence", column="evidence", rows=frame.index[bare])

    def _check_answers(self, frame: pd.DataFrame) -> None:
        """What was amended or rejected needs a reason, and one recommendation one answer."""
        bare = frame["decision"].isin(["amend", "reject"]) & frame["note"].isna()
        if bare.any():
            self._problem("warning", "without_reason", column="note", rows=frame.index[bare])
        twice = consistency.answered_twice(frame, self.round)
        if twice.any():
            self._problem("error", "answered_twice", column="recommendation", rows=frame.index[twice])

    def _check_loans(self, frame: pd.DataFrame) -> None:
        """No more are in arrears than there are; where women and men stand side by side, an amount is of neither."""
        above = frame["in_arrears"] > frame["count"]
        if above.any():
            self._problem("error", "arrears_above_count", column="in_arrears", rows=frame.index[above])
        for name in ("amount", "in_arrears"):
            both = frame.index.duplicated(keep=False) & frame[name].notna()
            if both.any():
                self._problem("error", "of_both_sexes", column=name, rows=frame.index[both].unique())

    def _without_faults(self, frame: pd.DataFrame) -> pd.DataFrame:
        """What is told of the audit, without the rows that cannot be read as they are asked."""
        frame = frame.assign(text=frame["text"].map(one_line, na_action="ignore"))
        wrong = list(about.faults(frame))
        for one in wrong:
            self._problem(one.severity, one.rule, column=one.column, rows=pd.Index(one.rows))
        return frame.drop(index=[row for one in wrong for row in one.rows])

    def _told(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Without what must not be printed: an error where it was written to be printed, else said and left out."""
        for rule, column, rows in list(printed_text.refused(frame, self.table.name, self.names)):
            self._problem("error", rule, column=column, rows=rows, values={"longest": float(LONGEST)})
            place, value = ("cleared", False) if "cleared" in frame else (column, None)
            frame.loc[rows, place] = value
        for rule, column, rows in list(printed_text.left_out(frame, self.table.name, self.names)):
            self._problem("warning", rule, column=column, rows=rows)
            place, value = ("cleared", False) if column in printed_text.CLEARED else (column, None)
            frame.loc[rows, place] = value
        return frame

    def _check_references(self, frame: pd.DataFrame) -> None:
        """Levels, areas and criteria must be known ones, else measures would pass them over."""
        method = methodology()
        known = {"area": {area.id for area in method.areas}, "criterion": {c.id for c in method.criteria}}
        known["what"] = set(about.rows_asked(1))
        if self.table.name in ("staff", "survey") and self.organisation.levels:
            known["level"] = set(self.organisation.levels)
        for name, values_known in known.items():
            if name not in frame:
                continue
            strange = frame[name].notna() & ~frame[name].isin(values_known)
            if strange.any():
                severity = "warning" if name == "level" else "error"
                self._problem(
                    severity,
                    f"unknown_{name}",
                    column=name,
                    rows=frame.index[strange],
                    values={"known": ", ".join(sorted(values_known)[:60])},
                )

    def _problem(
        self,
        severity: str,
        rule: str,
        *,
        column: str = "",
        rows: pd.Index | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        header = self._header(column)
        self.note(severity, rule, self.table.name, self.path, column=header, rows=rows, values=values)

    def _note_answers(self, column: str, cells: pd.Series) -> None:
        """Cells that are no answer: those seen often with their counts, of others how many."""
        shown, rare = _seen(cells, SAFE_TO_SHOW)
        asked = column.partition("/")[0]
        accepted = ", ".join(self.wordings.answer_codes(asked) or self.wordings.options(asked))
        said = {"seen": shown, "rare": rare, "accepted": accepted}
        self._problem("error", "unknown_answer", column=column, rows=cells.index, values=said)

    def _header(self, column: str) -> str:
        """What a column of the contract is called in the file; a count is those that count women and men beside it."""
        names = {new: old for old, new in self.options.columns.items()}
        if column in ("sex", "count") and column not in names and self.options.counts:
            return ", ".join(map(one_line, self.options.counts))
        if column == "pay" and len(self.parts.columns):
            return " + ".join(map(str, self.parts.columns))
        as_written = {name.lower(): name for name in map(str, self.raw.cells.columns)}
        return one_line(names.get(column, as_written.get(column, column)))


MOST_LOST = 15
"""Statements of one's own that are named where a file lacks them."""
ROWS_NAMED = ("validation",)
"""Tables whose index is the row of the file: a later phase names rows of them."""
PLACED = ("services", "bodies", "attendance", "recruitment", "budget", "activities")
"""Lists of which many rows without a required name are an error; forms of the suite may have rows nobody filled in."""
MOST_UNPLACED = 0.1  # share of a list's rows
FEWEST_UNPLACED = 3  # rows
NUMBERS = ("number", "amount", "count", "year", "age")
"""Kinds of columns that hold numbers."""


def _parsed(column: Column, given: pd.Series) -> pd.Series:
    if column.kind == "boolean":
        return values.booleans(given)
    return values.each(given, values.code).astype("str").where(given.notna())


def _seen(cells: pd.Series, fewest: int) -> tuple[tuple[tuple[str, int], ...], int]:
    """Values that are there so often that they can be shown, with their numbers, and how many others there are."""
    seen = cells.map(values.code).value_counts()
    shown = tuple((str(value), int(count)) for value, count in seen.items() if count >= fewest)[:20]
    return shown, len(seen) - len(shown)


def _some(names: object) -> str:
    shown = [str(name)[:40] for name in list(names)]  # type: ignore[call-overload]
    return ", ".join(shown[:15]) + (" …" if len(shown) > 15 else "")
