"""Exports of survey tools, converted to a plain survey table before the organisation's own mapping.

Understood are KoboToolbox and ODK (names or labels as headers, group prefixes, several form versions, split choices,
HXL tags), LimeSurvey (codes, texts, or ``code[sub]. text [option]``), and the suite's own sheet for paper answers.
Headers and answers of the questionnaire become the contract's names and codes, in any language of the suite. Other
headers are kept for ``organisation.yml``; columns about people and devices are removed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from genderaudit.foundations.language import language, languages
from genderaudit.intake.cells import values
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import RawTable, one_line
from genderaudit.intake.survey import wordings as words
from genderaudit.intake.survey.export_headers import codes_in, header_keys, name_of, tool_of
from genderaudit.intake.survey.ticks import with_joined_ticks
from genderaudit.intake.survey.versions import with_joined_versions
from genderaudit.methodology.organisation import TableFile

_POSITION = re.compile(r"AO?0*([1-9]\d?)")
_DECIMAL_ZERO = re.compile(r"\d+\.0")
_NUMBER = re.compile(r"-?\d+(?:\.0*)?")
_CHOICE = re.compile(r"[/|.](?=[^/|.]+$)")
"""Separators between a question and one of its answers."""
_UNDATED = "1980-01-01"  # LimeSurvey's date of an answer in a survey that keeps no dates
PLACES = ("level", "unit")  # their answers are the organisation's own
_SPLIT = {"0", "1", "True", "False", "TRUE", "FALSE"}


def as_plain_survey(
    raw: RawTable, options: TableFile, wordings: words.Wordings, levels: Sequence[str] = ()
) -> tuple[RawTable, list[Remark]]:
    """Return the survey's cells under the contract's names and codes, and remarks on what was set aside.

    ``options`` are the file's settings in ``organisation.yml``, whose mapping comes first. ``levels`` are the
    organisation's, from top to bottom. Row numbers are kept.
    """
    export = _Export(raw, options, wordings, levels)
    export.name_columns()
    export.set_aside_rows()
    export.code_answers()
    return export.table(), export.remarks


@dataclass(slots=True)
class _Export:
    """One file under conversion; each step simplifies ``cells``."""

    raw: RawTable
    options: TableFile
    wordings: words.Wordings
    levels: Sequence[str]
    cells: pd.DataFrame = field(init=False)
    tool: str = field(init=False)
    mapping: dict[str, str] = field(init=False)
    private: pd.DataFrame = field(init=False)
    named: dict[str, str] = field(default_factory=dict)
    language: str = ""
    detected: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cells = self.raw.cells
        self.mapping = {one_line(header): name for header, name in self.options.columns.items()}
        self.tool = tool_of(list(self.cells.columns), self.wordings)

    def name_columns(self) -> None:
        """Rename headers; separate columns about people and devices."""
        self._short_headers()
        self._name_dates()
        self._leave_out_hxl_row()
        if self.tool in ("", "questionnaire"):  # survey tools separate answers in other ways
            self.cells, remarks = with_joined_ticks(self.cells, self.mapping, self.wordings)
            self.remarks += remarks
        self._join_versions(_by_name({h: name for h, name in self.mapping.items() if h in self.cells}))
        others = [header for header in self.cells.columns if header not in self.mapping]
        names = {header: name_of(header, self.tool, self.wordings) for header in others}
        names_taken = {*self.mapping.values(), *self.named.values(), ""}
        free = _by_name({header: name for header, name in names.items() if name not in names_taken})
        self.named |= {headers[0]: name for name, headers in free.items()}
        self.language = self._language()
        self._join_versions(free)
        if not self.tool and any(
            name and words.wording_key(header) != words.wording_key(name) for header, name in names.items()
        ):
            self.tool = "questionnaire"
        self._separate_private_columns()
        self._fold_choices()
        if self.tool:
            texts = sum(" " in header for header in self.raw.cells.columns)
            headings = "texts" if 2 * texts > len(self.raw.cells.columns) else "names"
            self.detected = {"tool": self.tool, "headings": headings} | self.detected
            columns_known = {*self.named, *self.mapping}
            blank = [h for h in self.cells.columns if h not in columns_known and self.cells[h].isna().all()]
            self.cells = self.cells.drop(columns=blank)  # notes of the form, for example
        for header in self.mapping if self.tool else ():
            if header in self.cells:
                self._replace(header, self.cells[header].map(_whole, na_action="ignore"))
        # Of two headers with the same resulting name, the one that has it already keeps it.
        names_twice = [name for name in self.named.values() if name in self.cells and name not in self.named]
        self.named = {header: name for header, name in self.named.items() if name not in names_twice}
        self.remarks += [Remark("warning", "survey_column_twice", column=name) for name in names_twice]
        self.cells = self.cells.rename(columns=self.named)

    def _language(self) -> str:
        """Return the language of most questions; empty if headers are codes."""
        headers = {
            words.wording_key(part) for header in self.cells.columns for part in (header, header.partition(". ")[2])
        }
        names = set(self.wordings.names.values())
        recognised = {}
        for code in languages():
            texts = (self.wordings.question(name, language(code)) for name in names)
            recognised[code] = sum(words.wording_key(text) in headers for text in texts if text)
        best = max(recognised, key=lambda code: recognised[code])
        return best if recognised[best] else ""

    def _join_versions(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Join questions that have several columns; the further columns can no longer be mapped."""
        several = {name: headers for name, headers in columns.items() if len(headers) > 1}
        self.cells, remarks = with_joined_versions(
            self.cells, several, lambda name, cell: self._code_of_answer(name, _text(cell))
        )
        self.remarks += remarks
        gone = {header for headers in several.values() for header in headers[1:]}
        self.mapping = {header: name for header, name in self.mapping.items() if header not in gone}

    def _short_headers(self) -> None:
        """Shorten headers that organisation.yml names by their code: ``socio2`` for ``socio2. Please select …``."""
        short: dict[str, str] = {}
        versions: dict[str, list[str]] = {}
        for header in self.cells.columns:
            code = next((code for code in codes_in(header, self.tool) if code in self.mapping), "")
            if not code or header in self.mapping:
                continue
            if code not in {*self.cells.columns, *short.values()}:
                short[header] = code
            elif self.tool == "kobo":
                versions.setdefault(code, [code]).append(header)
        self.cells = self.cells.rename(columns=short)
        self._join_versions(versions)

    def _name_dates(self) -> None:
        mapped = set(self.mapping.values())
        for name, candidates in (("started", words.tools().started), ("submitted", words.tools().submitted)):
            for candidate in map(words.wording_key, candidates) if name not in mapped else ():
                header = next((h for h in self.cells.columns if candidate in header_keys(h)), None)
                if header is not None and name not in self.cells and header not in self.mapping:
                    self.named[header] = name
                    break

    def _leave_out_hxl_row(self) -> None:
        first_row = self.cells.iloc[0].dropna() if len(self.cells) else pd.Series(dtype=object)
        if len(first_row) and all(isinstance(cell, str) and cell.startswith("#") for cell in first_row):
            self.cells = self.cells.iloc[1:]
            self.detected["hxl"] = "1"

    def _separate_private_columns(self) -> None:
        tools = words.tools()
        private = words.wording_keys(
            [name for names in tools.private for name in names] + tools.started + tools.submitted
        )
        headers = [
            header
            for header in self.cells.columns
            if header not in self.named and (header.startswith("_") or private & header_keys(header) or "@" in header)
        ]
        # The sheet number of paper answers is not used either.
        headers += [header for header, name in self.named.items() if name == words.SHEET_NUMBER]
        headers = [h for h in headers if self.mapping.get(h) not in ("started", "submitted")]
        for header in headers:
            if header in self.mapping:
                self.remarks.append(Remark("error", "survey_private_column", column=header))
        self.named = {header: name for header, name in self.named.items() if header not in headers}
        self.private = self.cells[headers]
        self.cells = self.cells.drop(columns=headers)
        if headers:
            self.detected["private"] = str(len(headers))

    def _fold_choices(self) -> None:
        """Join multiple-choice questions that have a column per choice, with or without one for all."""
        if self.tool != "kobo":
            return
        groups: dict[str, list[str]] = {}
        for header in self.cells.columns:
            if _CHOICE.search(header) and header not in self.named and header not in self.mapping:
                groups.setdefault(_CHOICE.split(header)[0], []).append(header)
        for question, choices in groups.items():
            if question not in self.cells and len(choices) == 1:
                continue
            chosen = self.cells[choices].apply(lambda column: values.map_distinct(column, _text))
            if not (chosen.isin(_SPLIT) | chosen.isna()).to_numpy().all():
                continue
            self.cells = self.cells.drop(columns=choices)
            if question not in self.cells:
                yes = chosen.isin({"1", "True", "TRUE"})
                names = [choice[len(question) + 1 :] for choice in choices]
                choices_by_row = [
                    " ".join(n for n, y in zip(names, row, strict=True) if y) or None for row in yes.to_numpy()
                ]
                self.cells = self.cells.assign(**{question: pd.Series(choices_by_row, self.cells.index, dtype=object)})

    def set_aside_rows(self) -> None:
        """Set aside rows that are no answers: trials, unsent, sent twice, rejected, declined, empty."""
        tools = words.tools()
        declined = _where(
            self._column(words.PARTICIPATION),
            lambda cell: self._code_of_answer(words.PARTICIPATION, _text(cell)) == "no",
        )
        trial = words.wording_keys(tools.trial)
        answers = self.cells.drop(columns=["started", "submitted", words.PARTICIPATION], errors="ignore")
        self._set_aside("survey_not_sent", self._is_not_sent())
        self._set_aside("survey_declined", declined)
        self._set_aside(
            "survey_rejected", _where(self._private_column(tools.review), _any_of(words.wording_keys(tools.rejected)))
        )
        self._set_aside("survey_trial", self._is_trial(trial))
        self._set_aside("survey_sent_twice", self._is_sent_twice())
        self._set_aside("survey_without_answers", answers.isna().all(axis=1))
        self.cells = self.cells.drop(columns=words.PARTICIPATION, errors="ignore")

    def _set_aside(self, rule: str, which: pd.Series) -> None:
        rows = self.cells.index[which.reindex(self.cells.index).fillna(False).astype(bool)]
        if len(rows):
            self.remarks.append(Remark("warning", rule, tuple(int(row) for row in rows)))
            self.cells = self.cells.drop(index=rows)

    def _is_not_sent(self) -> pd.Series:
        """Return True for LimeSurvey's incomplete answers, which have no submission date."""
        if self.tool != "limesurvey" or "submitted" not in self.cells:
            return pd.Series(False, self.cells.index)
        return self.cells["submitted"].isna()

    def _is_trial(self, trial: frozenset[str]) -> pd.Series:
        is_trial = pd.Series(False, self.cells.index)
        for header in self._private_headers(words.tools().remarks):
            is_trial |= _where(self.private[header], lambda cell: bool(trial & words.wording_keys(_text(cell).split())))
        for name in self.wordings.questionnaire.open:
            is_trial |= _where(self._column(name), _any_of(trial))
        return is_trial

    def _is_sent_twice(self) -> pd.Series:
        ids = self._private_column(["_uuid", "KEY", "meta-instanceID"]).reindex(self.cells.index)
        return ids.duplicated() & ids.notna()

    def _column(self, name: str) -> pd.Series:
        return self.cells[name] if name in self.cells else pd.Series(None, self.cells.index, dtype=object)

    def _private_column(self, names: Sequence[str]) -> pd.Series:
        headers = self._private_headers(names)
        return self.private[headers[0]] if headers else pd.Series(None, self.cells.index, dtype=object)

    def _private_headers(self, names: Sequence[str]) -> list[str]:
        return [
            header
            for name in names
            for header in self.private.columns
            if words.wording_key(name) in header_keys(header)
        ]

    def code_answers(self) -> None:
        """Convert wordings and positions to codes; unknown ones are kept for the checks to report."""
        positions = []
        worded = False
        columns = {name: name for name in self.named.values()}
        if self.raw.detected.get("workbook") == "own":  # its headers are the suite's own
            columns |= self.mapping
        for column, name in columns.items():
            if column not in self.cells:
                continue
            texts = values.map_distinct(self.cells[column], _text)
            distinct = texts.dropna().unique()
            if name in ("started", "submitted"):
                self._replace(column, self.cells[column].mask(texts.str.startswith(_UNDATED, na=False)))
            elif name in PLACES or self.wordings.options(name):
                self._replace(column, texts.map({cell: self._code_of_answer(name, cell) for cell in distinct}))
                if self.tool == "limesurvey" and any(_POSITION.fullmatch(cell) for cell in distinct):
                    positions.append(name)
                worded |= any(self.wordings.is_wording(name, cell) for cell in distinct)
        original = words.named if self.tool == "kobo" and not worded else words.unshown
        for name in PLACES if self.tool in ("kobo", "limesurvey") else ():
            if name in self.named.values():
                self._replace(name, values.map_distinct(self.cells[name], lambda cell: original(_text(cell))))
        if positions:
            self.detected["positions"] = ", ".join(positions[:10]) + (" …" if len(positions) > 10 else "")

    def _replace(self, name: str, column: pd.Series) -> None:
        self.cells = self.cells.assign(**{name: column.astype(object).where(column.notna(), None)})

    def _code_of_answer(self, name: str, text: str) -> str | None:
        item = self.wordings.questionnaire.item(name)
        declared = {**(self.options.codes.get(words.ITEMS, {}) if item else {}), **self.options.codes.get(name, {})}
        if text in declared or (_NUMBER.fullmatch(text) and name not in PLACES):
            return text
        if words.wording_key(text) in words.wording_keys(words.tools().blank):
            return None
        options = self.levels if name == "level" else self.wordings.options(name)
        place = _POSITION.fullmatch(text)
        # The sex of an answer is never inferred from its position: the order of options is unknown.
        if place and self.tool == "limesurvey" and name != "sex" and int(place[1]) <= len(options):
            codes = item.scale.codes if item else []
            return [*codes, *options[len(codes) :]][int(place[1]) - 1]
        if item:  # words of a scale are read together with all answers
            return text
        letters = words.tools().letters.get(self.language, {}).get(name, {})
        codes_of_words = {} if name in PLACES else {**letters, **self.wordings.answers(name)}
        return codes_of_words.get(words.wording_key(text)) or (None if words.is_unsaid(text) else text)

    def table(self) -> RawTable:
        """Return the plain table; mappings of private or joined columns are removed from its options."""
        left = {h: name for h, name in self.mapping.items() if h not in self.private.columns}
        fewer = len(left) < len(self.options.columns)
        own = self.options.model_copy(update={"columns": left}) if fewer else self.raw.own
        return dataclasses.replace(
            self.raw, cells=self.cells.astype(object), detected=self.raw.detected | self.detected, own=own
        )


def _by_name(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the headers of each name, the one equal to the name first."""
    found: dict[str, list[str]] = {}
    for header, name in sorted(names.items(), key=lambda item: item[0] != item[1]):
        found.setdefault(name, []).append(header)
    return found


def _text(cell: object) -> str:
    """Return a cell as text; 1.0 and 1 are equal."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and cell != cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _whole(cell: object) -> object:
    """Return 1971 for a year that another program wrote as 1971.0."""
    return cell.split(".")[0] if isinstance(cell, str) and _DECIMAL_ZERO.fullmatch(cell) else cell


def _where(column: pd.Series, test: Callable[[object], bool]) -> pd.Series:
    """Return True for rows whose cell passes the test; blank cells do not."""
    return values.map_distinct(column, test).eq(True)


def _any_of(wanted: frozenset[str]) -> Callable[[object], bool]:
    return lambda cell: words.wording_key(_text(cell)) in wanted
