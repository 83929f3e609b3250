"""An organisation's own questionnaire (``questionnaire.yml``, ``questionnaire.xlsx``), and other wordings.

It is in the folder of a round, else in that of the organisation. The suite's statements are asked, too, unless it has
``suite: none``. If the survey file has another text for a suite's statement (``columns`` in ``organisation.yml``), that
text is what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genderaudit.foundations.errors import join_errors
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.yamlfile import load
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.files.readers import read_file
from genderaudit.intake.problems import Problem, Remark
from genderaudit.intake.raw import UnreadableError, one_line
from genderaudit.intake.survey.questionnaire_entries import Reader, sheet_words
from genderaudit.intake.survey.wordings import Wordings, wording_key
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, TableFile
from genderaudit.methodology.questionnaire import Item, Questionnaire

NAME = "questionnaire"
FILES = tuple(f"{NAME}{ending}" for ending in (".yml", *WORKBOOKS, ".csv"))
_FEWEST_WORDS = 3  # of a header that is a text
_HEADING = re.compile(r"[A-Za-z]\w*(?:\[\w+\])?\.\s+(\S.*)", re.S)
_OPTION = re.compile(r"\[([^\[\]]+)\]$")


@dataclass(frozen=True, slots=True)
class RoundQuestionnaire:
    """The questionnaire of a round's survey, its file, and problems of the file."""

    questionnaire: Questionnaire
    path: Path | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop an audit."""
        return [problem for problem in self.problems if problem.severity == "error"]


def questionnaire_of(folder: Path, organisation: Organisation) -> Questionnaire:
    """Return the questionnaire of the round in ``folder``; raises ``AuditError`` with all errors of its file."""
    round_questionnaire = read_questionnaire(folder, organisation)
    if round_questionnaire.errors:
        raise join_errors(round_questionnaire.errors)
    return round_questionnaire.questionnaire


def read_questionnaire(folder: Path, organisation: Organisation) -> RoundQuestionnaire:
    """Return the questionnaire of the round in ``folder``, or the suite's if the file has errors."""
    suite = methodology().questionnaire
    places = [place / name for place in (folder, folder.parent) for name in FILES]
    existing = [path for path in places if path.is_file()]
    same_place = [path for path in existing if path.parent == existing[0].parent]
    if len(same_place) > 1:
        values = {"other": same_place[1].name}
        return RoundQuestionnaire(
            suite, existing[0], (Problem(severity="error", rule="two_files", file=existing[0].name, values=values),)
        )
    questionnaire_read, remarks = suite, list[Remark]()
    if existing:
        try:
            entries = _of_yaml(existing[0]) if existing[0].suffix == ".yml" else _of_sheet(existing[0])
        except UnreadableError as error:
            problem = Problem(severity="error", rule=error.rule, file=existing[0].name, values=error.values)
            return RoundQuestionnaire(suite, existing[0], (problem,))
        reader = Reader(suite, organisation.languages)
        questionnaire_read, remarks = reader.questionnaire_from(entries), reader.remarks
    problems = [_problem(remark, existing[0].name) for remark in remarks]
    if any(problem.severity == "error" for problem in problems):
        return RoundQuestionnaire(suite, existing[0], tuple(problems))
    questionnaire_read, differing = _with_wordings_of_file(questionnaire_read, organisation)
    return RoundQuestionnaire(questionnaire_read, existing[0] if existing else None, (*problems, *differing))


def _problem(remark: Remark, file: str) -> Problem:
    severity, rule, rows = remark.severity, remark.rule, remark.rows
    return Problem(severity=severity, rule=rule, file=file, rows=rows, count=1, values=remark.values)


def _of_yaml(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line and keys of every entry; the first is for the whole questionnaire."""
    data, lines = load(path)
    content = data if isinstance(data, dict) else {}
    items = content.get("items")
    yield 1, {name: value for name, value in content.items() if name != "items"}
    for place, entry in enumerate(items if isinstance(items, list) else []):
        yield lines.get(("items", place), 1), entry if isinstance(entry, dict) else {"id": entry}


def _of_sheet(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield row and cells of every entry; a row with the id ``suite`` says whether the suite's statements are asked."""
    cells = read_file(path, TableFile(), "").cells
    names = {header: _column(header) for header in map(str, cells.columns)}
    general: dict[str, Any] = {}
    entries: list[tuple[int, dict[str, Any]]] = []
    for row, record in zip(cells.index, cells.to_dict("records"), strict=True):
        entry: dict[str, Any] = {}
        for header, value in record.items():
            name, code = names[str(header)]
            if value is None or value != value or not name:
                continue
            if name in ("text", "answers"):
                entry.setdefault(name, {})[code] = _split_list(value) if name == "answers" else one_line(str(value))
            else:
                entry[name] = _split_list(value) if name == "codes" else value
        if bare_words(entry.get("id", "")) == "suite":
            general = {"suite": entry.get("scale", "none")}
        elif entry:
            entries.append((int(row), entry))
    yield 1, general
    yield from entries


def _column(header: str) -> tuple[str, str]:
    """Return what a column of the sheet holds, and the language in its name; empty if unknown."""
    words = bare_words(header)
    *front, last_word = words.split() or [""]
    code = last_word if last_word in languages() and front else ""
    name = " ".join(front) if code else words
    return next(((one, code) for one, names in sheet_words().columns.items() if name in names), ("", code))


def _split_list(value: object) -> list[str]:
    cell = int(value) if isinstance(value, float) and value.is_integer() else value
    return [part.strip() for part in re.split(r"[;\n]+", str(cell)) if part.strip()]


def _with_wordings_of_file(
    questionnaire: Questionnaire, organisation: Organisation
) -> tuple[Questionnaire, list[Problem]]:
    """Return the suite's statements in the wording of the survey file, and problems about differences."""
    file = organisation.tables.get("survey", TableFile())
    wordings, speaks = Wordings(questionnaire), organisation.languages[0]
    suite_items = {item.id: item for item in questionnaire.items if not item.text}
    problems, reworded = [], dict[str, Item]()
    for header, name in file.columns.items():
        text = _text_of(header)
        if (
            name not in suite_items
            or len(text.split()) < _FEWEST_WORDS
            or wordings.questions.get(wording_key(text)) == name
        ):
            continue
        if name in file.same_wording:
            continue
        reworded[name] = suite_items[name].model_copy(update={"text": {speaks: text}})
        line = organisation.line_of("tables", "survey", "columns", header)
        values = {
            "item": name,
            "asked": text,
            "ours": questionnaire.text(name, language(speaks)).rstrip("."),
            "line": line,
        }
        problems.append(Problem(severity="warning", rule="wording_differs", file="organisation.yml", values=values))
    items = [reworded.get(item.id, item) for item in questionnaire.items]
    return (questionnaire.model_copy(update={"items": items}) if reworded else questionnaire), problems


def _text_of(header: str) -> str:
    """Return the text in a header: in LimeSurvey, of the option, or after the code."""
    line = one_line(header)
    if option := _OPTION.search(line):
        return option[1].strip()
    heading = _HEADING.fullmatch(line)
    return heading[1] if heading else line
