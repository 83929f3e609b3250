"""What pages show of the method, the command line and the glossary, written into them between marks.

``make pages`` writes it, so that a page is whole wherever it is read; a test says where it is not what the data say::

    <!-- from-data targets
    :language: fr
    Cible | Dépasse | Remplit | Approche | Source
    -->

    <!-- /from-data -->

holds the table ``targets`` in French below these headings. ``columns`` shows the columns of a list (``:key:``, its
name), ``text`` a text of the language files (``:key:``), with the thresholds of the method put in, ``commands`` a
section for each command.
"""

from __future__ import annotations

import argparse
import ast
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat

from genderaudit.cli import parser
from genderaudit.foundations.errors import error_language, set_error_language
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import PHASES, notebook
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.contract import TABLES as LISTS
from genderaudit.intake.vocabulary import drop_downs
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Target
from genderaudit.report.labels import group_label

HERE = Path(__file__).parent
METHOD = methodology()
Rows = Iterator[list[str]]


class Word(Record):
    """A term in one language: what it means, and other words for the same."""

    term: str
    means: str
    also: list[str] = []


class Term(Record):
    """A term of the field in both languages."""

    en: Word
    fr: Word
    seen_in: str | None = None
    """Key of the language files where both languages use this term."""


class Glossary(Record):
    """The content of glossary.yml."""

    terms: list[Term]


BLOCK = re.compile(r"<!-- from-data (\w+)\n(.*?)-->\n.*?<!-- /from-data -->", re.DOTALL)


def filled(page: str) -> str:
    """The text of a page with what its marks ask for; an unknown name is an error."""
    return BLOCK.sub(
        lambda found: f"<!-- from-data {found[1]}\n{found[2]}-->\n\n{_made(*found.groups())}\n\n{END}", page
    )


END = "<!-- /from-data -->"


def _made(what: str, given: str) -> str:
    options = dict(re.findall(r"^:(\w+): (.*)$", given, re.MULTILINE))
    words = language(options.get("language", "en"))
    content = [line for line in given.splitlines() if line and not line.startswith(":")]
    match what:
        case "text":
            return "> " + words.text(options["key"], **_thresholds())
        case "glossary":
            return "\n".join(_glossary(words.code)).strip()
        case "commands":
            return "\n\n".join(_commands(words.code, _cells(content[0])))
        case "columns":
            rows = _columns(words, options["key"])
        case "limits":
            rows = _limits(words, [_cells(line) for line in content[1:]])
        case _:
            rows = TABLES[what](words)
    return _table([_cells(content[0]), *rows])


def _commands(code: str, header: list[str]) -> Iterator[str]:
    """The meaning of the exit status, and a section for each command with its options, as ``--help`` shows them."""
    before = error_language()
    set_error_language(code)
    program = parser()
    set_error_language(before)
    (commands,) = (action for action in program._actions if isinstance(action, argparse._SubParsersAction))
    helps = {choice.dest: choice.help or "" for choice in commands._choices_actions}
    yield _sentence(program.epilog or "")
    for name, command in commands.choices.items():
        rows = [[_written(action), action.help or ""] for action in command._actions if action.dest != "help"]
        yield from (f"## genderaudit {name}", _sentence(helps[name]), _table([header, *rows]))


def _areas(words: Language) -> Rows:
    kinds = {"facts": "columns.facts", "documents": "columns.documents", "survey": "tables.survey"}
    for area in METHOD.areas:
        evidence = ", ".join(_within(words.text(kinds[kind])) for kind in area.evidence)
        name, question = (words.text(f"areas.{area.id}.{part}") for part in ("name", "question"))
        yield [f"**{area.id}** {name}", question, words.text(f"dimensions.{area.dimension}"), evidence]


def _indicators(words: Language) -> Rows:
    measures = dict(_measures_of_notebooks())
    for indicator in sorted(METHOD.indicators.values(), key=lambda indicator: indicator.area):
        title = f"{words.text(f'indicators.{indicator.id}.title')} (`{indicator.id}`)"
        table = words.text(f"tables.{indicator.table}") if indicator.table else "–"
        linked = ", ".join(_link(name) for name in measures.get(indicator.id, [])) or "–"
        target = f"`{indicator.target}`" if indicator.target else "–"
        yield [indicator.area, title, table, linked, target]


def _targets(words: Language) -> Rows:
    units: dict[str, str] = {}
    for indicator in METHOD.indicators.values():
        units.setdefault(indicator.target or "", "share" if indicator.unit == "seats" else indicator.unit)
    for target in METHOD.targets.values():
        ranges = [_range(words, target, rating, units[target.id]) for rating in ("exceeds", "meets", "approaches")]
        own = target.source == "own"
        source = words.text("recommend.own_source") if own else METHOD.sources[target.source].title
        yield [f"`{target.id}`", *ranges, source]


def _core(words: Language) -> Rows:
    for area in METHOD.areas:
        figures = [" / ".join(_figure(name, words) for name in place) for place in METHOD.core_of(area.id)]
        if figures:
            yield [area.id, "; ".join(figures)]


def _figure(name: str, words: Language) -> str:
    if name not in METHOD.indicators:
        return words.text(f"criteria.{name}")
    title, of = words.text(f"indicators.{name}.title"), METHOD.indicators[name].of
    return words.text("charts.row", label=title, value=group_label(of, words)) if of else title


def _limits(words: Language, meanings: list[list[str]]) -> Rows:
    """The page says what each limit means, the method how much it is."""
    limits = METHOD.thresholds.model_dump()
    if {name for _, name in meanings} != set(limits):
        raise ValueError(f"limits: the page must explain each of {', '.join(limits)}")
    for meaning, name in meanings:
        yield [meaning, words.figure(limits[name], "count" if isinstance(limits[name], int) else "score"), f"`{name}`"]


def _criteria(words: Language) -> Rows:
    for criterion in METHOD.criteria:
        yield [criterion.id, words.text(f"criteria.{criterion.id}")]


def _ratings(words: Language) -> Rows:
    for rating in ("missing", "approaches", "meets", "exceeds", "not_applicable"):
        yield [f"`{rating}`", words.text(f"ratings.{rating}"), words.text(f"criteria_guidance.{rating}")]


def _patterns(words: Language) -> Rows:
    for pattern in words.keys("patterns"):
        sentence = words.text(f"patterns.{pattern}.sentence", area="…").partition(". ")[0]
        yield [words.text(f"patterns.{pattern}.name"), sentence.removeprefix("…").lstrip("\u00a0: ") + "."]


def _recommendations(words: Language) -> Rows:
    for entry in METHOD.recommendations:
        when = words.text("recommend.months", number=entry.within_months)
        action = words.text(f"recommendations.{entry.id}.action")
        yield [entry.area, action, words.text(f"roles.{entry.role}"), when]


def _sources(words: Language) -> Rows:
    outside = {name: source for name, source in METHOD.sources.items() if name != "own"}
    for name, source in outside.items():
        yield [f"*{source.title}* ({source.year}). {source.note}", words.text(f"source_notes.{name}")]


def _expected(words: Language) -> Rows:
    for data in METHOD.expected:
        kinds = ", ".join(_within(words.text(f"kinds.{kind}")) for kind in data.kinds)
        columns = ", ".join(f"`{column}`" for column in data.columns)
        yield [data.area, words.text(f"tables.{data.table}"), columns, kinds]


COLUMN_LABELS = ("intake_workbook.columns", "workbook.review.columns")
"""Where the language files hold the labels of columns."""


def _columns(words: Language, name: str) -> Rows:
    """The columns of a list: what the intake workbook calls them, their code, and what they hold."""
    for column in LISTS[name].columns:
        keys = [f"{group}.{column.name}" for group in (f"intake_workbook.tables.{name}.columns", *COLUMN_LABELS)]
        label = _first(words, *keys)
        coded = drop_downs.words_of(name, column, words)
        if not label:
            raise ValueError(f"columns: {words.code}.yml has no label of {name}.{column.name}")
        holds = words.text(f"intake_workbook.kinds.{column.kind}")
        if column.kind in ("text", "number") and column.name != "area" and coded:
            holds = ", ".join(f"`{code}` ({word})" for word, code in coded.items())
        hint = (
            _first(words, f"intake_workbook.hints.{column.name}")
            if column.kind not in ("sex", "age_band", "birth")
            else ""
        )
        yield [f"**{label}**" if column.required else label, f"`{column.name}`", f"{_sentence(holds)} {hint}".strip()]


def _first(words: Language, *keys: str) -> str:
    """The first of these texts that there is."""
    return next((words.text(key) for key in keys if words.has(key)), "")


TABLES: dict[str, Callable[[Language], Rows]] = {
    "areas": _areas,
    "indicators": _indicators,
    "targets": _targets,
    "core": _core,
    "criteria": _criteria,
    "ratings": _ratings,
    "patterns": _patterns,
    "recommendations": _recommendations,
    "sources": _sources,
    "expected": _expected,
}


def _glossary(code: str) -> Iterator[str]:
    """The terms as a definition list, in the order of the language of the page."""
    other = {"en": "fr", "fr": "en"}[code]
    terms = load_model(HERE / "glossary.yml", Glossary).terms
    for term in sorted(terms, key=lambda term: sort_key(getattr(term, code).term)):
        word, translated = getattr(term, code), getattr(term, other)
        also = f" ({', '.join(word.also)})" if word.also else ""
        yield from (
            f"**{word.term}**{also} · *{', '.join([translated.term, *translated.also])}*",
            f": {word.means}",
            "",
        )


def sort_key(term: str) -> str:
    """Dictionary order: accents and capitals do not count, a hyphen is a space."""
    letters = unicodedata.normalize("NFKD", term.casefold().replace("-", " "))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _measures_of_notebooks() -> Iterator[tuple[str, list[str]]]:
    """Each indicator that a phase notebook reports, with the measures that it calls for it."""
    for phase in PHASES:
        cells = nbformat.read(notebook(phase), as_version=4).cells
        source = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        assigned: dict[str, list[str]] = {}
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    assigned |= {n.id: _called(statement.value, assigned) for n in ast.walk(target) if _is_name(n)}
            for call in ast.walk(statement):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "report":
                    first, *rest = call.args
                    if isinstance(first, ast.Constant):
                        names = [name for argument in rest for name in _called(argument, assigned)]
                        yield first.value, list(dict.fromkeys(names))


def _called(node: ast.AST, assigned: dict[str, list[str]]) -> list[str]:
    """Measures that an expression calls, also through names that were assigned before."""
    found: list[str] = []
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and getattr(part.value, "id", "") == "measures":
            found.append(part.attr)
        elif isinstance(part, ast.Name):
            found += assigned.get(part.id, [])
    return found


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def _link(measure: str) -> str:
    """The measure's section in measures.md, which has its formula."""
    headings = re.findall(r"^### (.+)$", (HERE / "measures.md").read_text("utf-8"), re.MULTILINE)
    heading = next(one for one in headings if f"`{measure}`" in one)
    anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    return f"[`{measure}`](measures.md#{anchor})"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _within(text: str) -> str:
    """A text as it is written within a sentence."""
    return text[:1].lower() + text[1:]


def _range(words: Language, target: Target, rating: str, unit: str) -> str:
    if getattr(target, rating) is None:
        return "–"
    low, high = getattr(target, rating)
    form = "most" if low is None else "least" if high is None else "between"
    return words.text(f"targets_text.{form}", low=words.figure(low, unit), high=words.figure(high, unit))


def _thresholds() -> dict[str, int]:
    """The limits that texts of the language files name."""
    limits = METHOD.thresholds
    return {
        "minimum_cell": limits.minimum_cell,
        "minimum_base": limits.minimum_base,
        "smallest_people": limits.smallest_rated_people,
        "smallest_seats": limits.smallest_rated_seats,
    }


def _written(action: argparse.Action) -> str:
    """An option or argument as it is typed; in bold where it must be given."""
    value = action.metavar or "|".join(action.choices or []) or action.dest.upper()
    typed = f"{', '.join(action.option_strings)} {'' if action.nargs == 0 else value}".strip()
    return f"**`{typed}`**" if action.required else f"`{typed}`"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _table(rows: list[list[str]]) -> str:
    header, *body = rows
    lines = [header, ["---"] * len(header), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    for path in sorted(HERE.glob("*.md")):
        before = path.read_text("utf-8")
        if (after := filled(before)) != before:
            path.write_text(after, "utf-8")
